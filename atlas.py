#!/usr/bin/env python3
"""Set up Atlas Seguro and run it. Nothing is needed but this folder and Python.

    python3 atlas.py [ARGS...]        run the program with ARGS, as `atlas-seguro ARGS...` does
    python3 atlas.py test [ARGS...]   run the tests; ARGS go to pytest
    python3 atlas.py wheelhouse DIR   fill DIR (a USB stick) for machines without a network
    python3 atlas.py --from DIR ...   set up from such a folder (goes before all the above)

On Windows: `py atlas.py`. The first start installs what the lock names into an environment of
its own, in the folder .atlas beside this file (or in the user's cache folder, where that cannot
be written). Every later start finds the environment's stamp and hands over at once. To start
afresh, delete that folder.

The environment is built aside and renamed once it has proved itself; its stamp is written last.
So whatever was interrupted is built again, and what was complete stays until it is replaced.
Two set-ups at once wait for each other.

Any Python from 3.6 on can read this file, so that one that is too old can be told so. At its top
it imports only what Python has loaded anyway, so that a second start costs next to nothing.
"""

import os
import sys

TYPE_CHECKING = False  # as typing has it, without the cost of importing that
if TYPE_CHECKING:
    from typing import NoReturn

OLDEST, NEWEST = (3, 11), (3, 13)  # the Pythons that the locks have wheels for

ROOT = os.path.dirname(os.path.abspath(__file__))
RUN_LOCK = os.path.join(ROOT, "requirements.lock")
TEST_LOCK = os.path.join(ROOT, "requirements-test.lock")  # RUN_LOCK and the test tools

FAILED, WRONG_USAGE, ASKS_USER = 1, 2, 3  # exit statuses; the last: only the user can do it

# What must load before an environment counts as complete. On Linux Qt's window plugin is loaded
# too, for it wants libraries of the system that no import shows.
IMPORT_CHECK = """
import PySide6.QtWidgets, PySide6.QtPrintSupport, PySide6.QtSvg, PySide6.QtWebEngineWidgets
import babel, defusedxml, folium, fontpkg_noto_sans, jenkspy, numpy, openpyxl, platformdirs
import pptx, psutil, pyarrow, pydantic, pyogrio, pyproj, shapely, xstatic.pkg.leaflet
import xyzservices
import ctypes, glob, os
for plugin in glob.glob(os.path.join(PySide6.__path__[0], "Qt/plugins/platforms/libqxcb.so")):
    ctypes.CDLL(plugin)
"""

# What Qt, its web engine and its window plugin take from a Linux system, and the Debian and Ubuntu
# package of each. What these packages bring along by themselves is not repeated.
LINUX_LIBRARIES = dict(
    line.split()
    for line in """
    libEGL.so.1             libegl1
    libGL.so.1              libgl1
    libXcomposite.so.1      libxcomposite1
    libXdamage.so.1         libxdamage1
    libXrandr.so.2          libxrandr2
    libXtst.so.6            libxtst6
    libasound.so.2          libasound2
    libdbus-1.so.3          libdbus-1-3
    libfontconfig.so.1      libfontconfig1
    libgbm.so.1             libgbm1
    libglib-2.0.so.0        libglib2.0-0
    libnss3.so              libnss3
    libxcb-cursor.so.0      libxcb-cursor0
    libxcb-icccm.so.4       libxcb-icccm4
    libxcb-keysyms.so.1     libxcb-keysyms1
    libxcb-shape.so.0       libxcb-shape0
    libxkbcommon-x11.so.0   libxkbcommon-x11-0
    libxkbfile.so.1         libxkbfile1
    """.strip().splitlines()
)


def main(args: "list[str]") -> int:
    """Do what the command line asks for; return an exit status (POSIX: seldom gets that far)."""
    check_python()
    wheels = None
    if args[:1] == ["--from"]:
        wheels, args = wheel_folder(args[1:2]), args[2:]
    if args[:1] == ["wheelhouse"]:
        return fill_wheelhouse(args[1:], wheels)
    if args[:1] == ["test"]:
        env = environment([TEST_LOCK], wheels)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.chdir(ROOT)
        return hand_over(env, ["-m", "pytest", *args[1:]])
    return hand_over(environment([RUN_LOCK, TEST_LOCK], wheels), ["-m", "app", *args])


def check_python() -> None:
    """Exit unless the locks have wheels for this Python."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    command = "py -%d.%d atlas.py" if os.name == "nt" else "python%d.%d atlas.py"
    stop(
        ASKS_USER,
        "Atlas Seguro needs Python %d.%d to %d.%d; this is Python %d.%d.%d (%s).\n"
        "Install one of those and start again, for instance: %s",
        "Atlas Seguro necesita Python %d.%d a %d.%d; este es Python %d.%d.%d (%s).\n"
        "Instale uno de esos y vuelva a empezar, por ejemplo: %s",
        *OLDEST + NEWEST + sys.version_info[:3] + (sys.executable, command % NEWEST),
    )


# ------------------------------------------------------------------ finding a complete environment


def environment(locks: "list[str]", wheels: "str | None") -> str:
    """Return the folder of an environment made from one of `locks`; if none, set up the first.

    `wheels` is a folder to install from instead of the network.
    """
    for home in homes():
        if is_complete(home, locks):
            return os.path.join(home, "env")
    return set_up(locks, wheels)


def homes() -> "list[str]":
    """Return the folders an environment may live in, the preferred first."""
    return [os.path.join(ROOT, ".atlas"), cache_home()]


def cache_home() -> str:
    """Return the folder that this clone may use in the user's cache."""
    import zlib

    if os.name == "nt":
        cache = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        cache = os.path.expanduser("~/Library/Caches")
    else:
        cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(cache, "atlas-seguro", "clone-%08x" % zlib.crc32(os.fsencode(ROOT)))


def is_complete(home: str, locks: "list[str]") -> bool:
    """Tell whether the environment in `home` was finished for one of `locks` and still stands."""
    env = os.path.join(home, "env")
    try:
        with open(os.path.join(env, "stamp"), encoding="utf-8") as file:
            made_for, *packages = file.read().splitlines()
        return (
            made_for in [stamp_for(lock) for lock in locks]
            and os.path.exists(python_of(env))
            and set(packages) <= set(os.listdir(packages_of(env)))
        )
    except (OSError, ValueError):  # no stamp, or not one of ours
        return False


def stamp_for(lock: str) -> str:
    """Return the hash of a lock together with the Python and system it is installed for."""
    import hashlib

    with open(lock, "rb") as file:
        content = file.read()
    this = "%s %s %d" % (sys.implementation.cache_tag, sys.platform, sys.maxsize)
    return hashlib.sha256(content + this.encode()).hexdigest()


def python_of(env: str) -> str:
    """Return the path of an environment's Python."""
    return os.path.join(env, *(["Scripts", "python.exe"] if os.name == "nt" else ["bin", "python"]))


def packages_of(env: str) -> str:
    """Return the folder of an environment's packages."""
    if os.name == "nt":
        return os.path.join(env, "Lib", "site-packages")
    return os.path.join(env, "lib", "python%d.%d" % sys.version_info[:2], "site-packages")


def hand_over(env: str, args: "list[str]") -> int:
    """Let the environment's Python go on in this process (Windows: below it, with its status)."""
    # Another Python's modules have no place there, nor (-P) has the folder the user is in.
    for name in ["PYTHONPATH", "PYTHONHOME"]:
        os.environ.pop(name, None)
    command = [python_of(env), "-P", *args]
    if os.name != "nt":
        os.execv(command[0], command)
    import subprocess

    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the program has heard Ctrl+C too, and decides
            continue


# -------------------------------------------------------------------------------------- setting up


def set_up(locks: "list[str]", wheels: "str | None") -> str:
    """Build an environment for the first of `locks`, unless another process just has."""
    home = writable_home()
    with open(os.path.join(home, "lock"), "a+b") as file:
        wait_for(file.fileno())
        if not is_complete(home, locks):
            check_system()
            build(home, locks[0], wheels)
    return os.path.join(home, "env")


def writable_home() -> str:
    """Return the first home that can be written, made if need be; exit if there is none."""
    import tempfile

    for home in homes():
        try:
            os.makedirs(home, exist_ok=True)
            tempfile.TemporaryFile(dir=home).close()
        except OSError:
            continue
        return home
    stop(
        ASKS_USER,
        "Nothing can be set up, for neither of these folders can be written:\n  %s\n  %s",
        "No se puede preparar nada: no se puede escribir en ninguna de estas carpetas:\n  %s\n  %s",
        *homes(),
    )


def wait_for(file: int) -> None:
    """Lock an open file until it is closed or this process, and any step it runs, has ended."""
    import time

    os.set_inheritable(file, True)
    if try_lock(file):
        return
    say(
        "Another set-up is at work; waiting for it.",
        "Otra preparación está en marcha; se espera a que termine.",
    )
    while not try_lock(file):
        time.sleep(0.2)


def try_lock(file: int) -> bool:
    """Lock an open file if nobody else has; tell whether it is locked now."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def build(home: str, lock: str, wheels: "str | None") -> None:
    """Build the environment of `lock` aside and, once it has proved itself, put it in place."""
    aside, env, old = (os.path.join(home, name) for name in ["building", "env", "old"])
    say(
        "Setting up (only this once): some minutes, and about 1.2 GB in %s",
        "Preparando (solo esta vez): unos minutos, y cerca de 1.2 GB en %s",
        home,
    )
    remove(aside)
    remove(old)
    run([sys.executable, "-I", "-m", "venv", aside])
    source = ["--no-index", "--find-links", wheels] if wheels else []
    pip(aside, "install", ["-r", lock, *source])
    add_clone_to_path(home, aside)
    # SBK_EMBED=0: Qt for Python writes the modules that it carries in a library into files, so that
    # they are compiled this once, and not at every start.
    check = {"QT_QPA_PLATFORM": "offscreen", "SBK_EMBED": "0"}
    run([python_of(aside), "-I", "-c", IMPORT_CHECK], **check)
    remove_scripts(aside)
    write_stamp(aside, lock)
    if os.path.exists(env):
        rename(env, old)
    rename(aside, env)
    remove(old)
    say("Set-up is complete.", "La preparación está completa.")


def pip(env: str, verb: str, args: "list[str]") -> None:
    """Run an environment's pip: wheels only, each known by its hash.

    Where they come from (index, proxy, certificates) is the user's own configuration of pip.
    """
    fixed = ["--require-hashes", "--only-binary=:all:", "--no-input", "--disable-pip-version-check"]
    if not sys.stderr.isatty():
        fixed.append("--quiet")  # progress is for people
    # Set for everyday use, these would send the packages somewhere else.
    elsewhere = {"PIP_USER": "0", "PIP_TARGET": None, "PIP_PREFIX": None, "PIP_ROOT": None}
    run([python_of(env), "-I", "-m", "pip", verb, *fixed, *args], **elsewhere)


def add_clone_to_path(home: str, env: str) -> None:
    """Let the environment import the program from this folder."""
    packages = packages_of(env)
    # Relative where it can be: a clone that is moved takes its environment along.
    clone = os.path.relpath(ROOT, packages) if home == homes()[0] else ROOT
    # In the system's own encoding, as Python reads it.
    with open(os.path.join(packages, "atlas_clone.pth"), "w") as file:
        file.write(clone + "\n")


def remove_scripts(env: str) -> None:
    """Remove the scripts that look for Python where they were made: that folder is renamed."""
    folder = os.path.dirname(python_of(env))
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.path.isdir(path):  # what pip compiled of a script that is a module as well
            remove(path)
            continue
        with open(path, "rb") as file:
            made_here = os.fsencode(env) in file.read()
        if made_here:
            os.remove(path)


def write_stamp(env: str, lock: str) -> None:
    """Write down that an environment is complete, and which packages it holds."""
    with open(os.path.join(env, "stamp"), "w", encoding="utf-8") as file:
        file.write("\n".join([stamp_for(lock), *sorted(os.listdir(packages_of(env)))]))


def remove(folder: str) -> None:
    """Remove a folder and all it holds, if it is there."""
    import shutil

    if os.path.lexists(folder):
        shutil.rmtree(folder)


def rename(folder: str, name: str) -> None:
    """Rename a folder. On Windows a virus scanner may hold it for a while, and the program does."""
    import time

    for _ in range(20):
        try:
            os.rename(folder, name)
        except PermissionError:
            time.sleep(0.5)
        else:
            return
    stop(
        ASKS_USER,
        "%s is in use. Close Atlas Seguro and start again.",
        "%s está en uso. Cierre Atlas Seguro y vuelva a empezar.",
        folder,
    )


def run(command: "list[str]", **variables: "str | None") -> None:
    """Run one step of the set-up, its output on stderr; exit if it fails.

    `variables` are set in its environment; None takes one out.
    """
    import subprocess

    given = {k: v for k, v in dict(os.environ, **variables).items() if v is not None}
    # Not closing files hands the lock on: a step that outlives this process keeps it.
    if subprocess.call(
        command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=given, close_fds=False
    ):
        stop(
            FAILED,
            "Set-up failed at:\n  %s\nThe reason stands above. Start again to retry.",
            "La preparación falló en:\n  %s\nEl motivo está arriba. Vuelva a empezar para "
            "reintentar.",
            " ".join(command).splitlines()[0],
        )


# ------------------------------------------------------------------------ machines without network


def wheel_folder(names: "list[str]") -> str:
    """Return the absolute path of the folder that --from names; exit if there is none."""
    if names and os.path.isdir(names[0]):
        return os.path.abspath(names[0])
    stop(
        WRONG_USAGE,
        "--from needs a folder that `atlas.py wheelhouse DIR` has filled; not found: %s",
        "--from necesita una carpeta que `atlas.py wheelhouse DIR` haya llenado; no existe: %s",
        " ".join(names) or "-",
    )


def fill_wheelhouse(names: "list[str]", wheels: "str | None") -> int:
    """Download what the program needs on machines like this one into a folder."""
    if len(names) != 1:
        stop(WRONG_USAGE, "Usage: atlas.py wheelhouse DIR", "Uso: atlas.py wheelhouse DIR")
    env = environment([RUN_LOCK, TEST_LOCK], wheels)  # for its pip
    pip(env, "download", ["-r", RUN_LOCK, "--dest", names[0]])
    say(
        "%s is ready for machines like this one (%s, Python %d.%d). Take it there together with a "
        "copy of %s, and start: atlas.py --from DIR",
        "%s está lista para máquinas como esta (%s, Python %d.%d). Llévela junto con una copia de "
        "%s, y ejecute: atlas.py --from DIR",
        os.path.abspath(names[0]),
        sys.platform,
        sys.version_info[0],
        sys.version_info[1],
        ROOT,
    )
    return 0


# ---------------------------------------------------------------- what the system itself must have


def check_system() -> None:
    """See that Python can make environments and, on Linux, that Qt finds its libraries.

    On Debian and its kin root installs what is missing, in one go; anybody else is told how.
    """
    missing = missing_parts()
    if not missing:
        return
    if not is_debian():
        stop(
            ASKS_USER,
            "This system lacks: %s\nInstall what provides them and start again.",
            "A este sistema le falta: %s\nInstale lo que lo provee y vuelva a empezar.",
            " ".join(missing),
        )
    if os.geteuid() != 0:
        tell_apt(missing)
    apt("update")
    if apt("install", "--yes", "--no-install-recommends", *debian_packages(missing)):
        tell_apt(missing)


def missing_parts() -> "list[str]":
    """Return the shared libraries that cannot be loaded, and "ensurepip" if Python lacks it."""
    import ctypes
    import importlib.util

    missing = [] if importlib.util.find_spec("ensurepip") else ["ensurepip"]
    if sys.platform == "linux":
        for library in LINUX_LIBRARIES:
            try:
                ctypes.CDLL(library)
            except OSError:
                missing.append(library)
    return missing


def is_debian() -> bool:
    """Tell whether this system installs its packages with apt-get."""
    import shutil

    return sys.platform == "linux" and shutil.which("apt-get") is not None


def debian_packages(missing: "list[str]") -> "list[str]":
    """Return the Debian or Ubuntu packages that provide the missing parts."""
    import subprocess

    packages = dict(LINUX_LIBRARIES, ensurepip="python%d.%d-venv" % sys.version_info[:2])
    known = subprocess.check_output(["apt-cache", "pkgnames"], universal_newlines=True).split()
    # Since 2024 some names end in t64, for a 64-bit time.
    renamed = {name[:-3]: name for name in known if name.endswith("t64")}
    return [renamed.get(packages[part], packages[part]) for part in missing]


def apt(*args: str) -> int:
    """Run apt-get, its output on stderr; return its status."""
    import subprocess

    given = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    command = ["apt-get", "--quiet", "-o", "DPkg::Lock::Timeout=300", *args]
    return subprocess.call(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=given)


def tell_apt(missing: "list[str]") -> "NoReturn":
    """Exit with the very command that installs the missing parts."""
    import shutil

    install = "apt-get install --yes --no-install-recommends " + " ".join(debian_packages(missing))
    command = "sudo apt-get update && sudo " + install
    if not shutil.which("sudo"):
        command = "su -c 'apt-get update && %s'" % install
    stop(
        ASKS_USER,
        "This system lacks some parts. Install them with this command, and start again:\n\n  %s\n",
        "A este sistema le faltan partes. Instálelas con esta orden y vuelva a empezar:\n\n  %s\n",
        command,
    )


# ---------------------------------------------------------------------------------------- speaking


def say(english: str, spanish: str, *values: object) -> None:
    """Tell the user something, on stderr, in the language of the system."""
    sys.stderr.write("atlas: %s\n" % ((spanish if speaks_spanish() else english) % values))
    sys.stderr.flush()


def speaks_spanish() -> bool:
    """Tell whether the user's system speaks Spanish."""
    for name in ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"]:
        if os.environ.get(name):
            return os.environ[name].lower().startswith("es")
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x0A
    return False


def stop(status: int, english: str, spanish: str, *values: object) -> "NoReturn":
    """Tell the user why, and exit."""
    say(english, spanish, *values)
    sys.exit(status)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
