"""A clone that sets up in a second: the real atlas.py, tiny wheels, no network."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Says how it was started: what set-up hands over is read from this.
REPORT = """
import json, os, sys
print(json.dumps({"by": %r, "args": sys.argv[1:], "prefix": sys.prefix, "folder": os.getcwd(),
                  "path": sys.path, "platform": os.environ.get("QT_QPA_PLATFORM")}))
sys.exit(7)
"""

# The first package that the import check loads: it can be told to take its time.
SLOW_PACKAGE = """
import os, time
if "SLOW_MARK" in os.environ:
    open(os.environ["SLOW_MARK"], "w").close()
    time.sleep(1)
"""

# Runs atlas.py as `python atlas.py` does, save that the environments borrow the pip of this
# folder instead of installing their own: that alone takes five seconds.
FAST_START = """
import glob, os, runpy, subprocess, sys
call = subprocess.call
def fast_call(command, **options):
    if "venv" not in command:
        return call(command, **options)
    status = call([*command[:-1], "--without-pip", command[-1]], **options)
    for packages in glob.glob(os.path.join(command[-1], "[Ll]ib*", "**", "site-packages"),
                              recursive=True):
        with open(os.path.join(packages, "pip.pth"), "w") as file:
            file.write(PIP)
    return status
subprocess.call = fast_call
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def make_wheel(folder: Path, name: str, modules: dict[str, str]) -> str:
    """Write a wheel of version 1.0 into a folder; return the line of a lock that names it."""
    info = f"{name}-1.0.dist-info"
    files = modules | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    lines = [f"{path},sha256={_digest(text)},{len(text)}" for path, text in files.items()]
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
        archive.writestr(f"{info}/RECORD", "\n".join([*lines, f"{info}/RECORD,,", ""]))
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def make_wheels(folder: Path) -> tuple[str, str]:
    """Fill a folder with wheels that stand in for the locked ones.

    Returns:
        The text of the run lock, and of the lock that adds the test tools.
    """
    modules = "babel defusedxml folium fontpkg_noto_sans numpy openpyxl platformdirs psutil"
    modules += " jenkspy pptx pyarrow pydantic pyogrio pyproj shapely xyzservices"
    modules += " xstatic/pkg/leaflet"
    qt = ["QtWidgets", "QtPrintSupport", "QtSvg", "QtWebEngineWidgets"]
    stand_ins = {f"{name}.py": "" for name in modules.split()}
    stand_ins |= {f"PySide6/{name}.py": "" for name in qt} | {"PySide6/__init__.py": SLOW_PACKAGE}
    stand_ins["standins-1.0.data/scripts/script"] = "#!python\n"
    stand_ins["standins-1.0.data/scripts/program"] = "needs no Python\n"
    stand_ins["standins-1.0.data/scripts/compiled.py"] = "print()\n"  # pip compiles it in place
    run = make_wheel(folder, "standins", stand_ins)
    return run, run + make_wheel(folder, "faketest", {"pytest.py": REPORT % "pytest"})


@dataclass
class FakeClone:
    """A folder with atlas.py, two locks and a program that says how it was started.

    Attributes:
        folder: the clone.
        wheels: the folder of the wheels that its locks name.
        user: the folder that the user is in, with files that must not be mistaken for ours.
        start: the script that starts atlas.py (see FAST_START).
    """

    folder: Path
    wheels: Path
    user: Path
    start: Path

    @classmethod
    def make(cls, base: Path, wheels: Path, locks: tuple[str, str], pip: Path) -> "FakeClone":
        """Make a clone under `base` whose environments borrow pip from the folder `pip`."""
        folder, user, start = base / "a clone", base / "usuario ñandú", base / "start.py"
        (folder / "app").mkdir(parents=True)
        shutil.copy(ROOT / "atlas.py", folder)
        (folder / "requirements.lock").write_text(locks[0])
        (folder / "requirements-test.lock").write_text(locks[1])
        (folder / "app" / "__main__.py").write_text(REPORT % "app")
        user.mkdir()
        for decoy in ["app", "pip", "pytest", "numpy"]:
            (user / f"{decoy}.py").write_text("raise SystemExit('a file of the user was run')")
        start.write_text(FAST_START.replace("PIP", repr(str(pip))))
        return cls(folder, wheels, user, start)

    @property
    def env(self) -> Path:
        """The environment, where the clone can be written."""
        return self.folder / ".atlas" / "env"

    def command(self, *args: str) -> list[str]:
        """Return the command that starts atlas.py with these arguments."""
        return [sys.executable, str(self.start), str(self.folder / "atlas.py"), *args]

    def variables(self, **changes: str) -> dict[str, str]:
        """Return the user's environment: no index to reach, and settings that could lead astray."""
        own = {
            "PIP_INDEX_URL": "http://127.0.0.1:9/",  # nobody listens there
            "PIP_RETRIES": "0",
            "PIP_USER": "1",
            "PIP_TARGET": str(self.user / "target"),
            "PYTHONPATH": str(self.user),
            "XDG_CACHE_HOME": str(self.user / "cache"),
            "LOCALAPPDATA": str(self.user / "cache"),
            "LANGUAGE": "en",
        }
        return os.environ | own | changes

    def run(self, *args: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run atlas.py from the user's folder and wait for it."""
        return subprocess.run(
            self.command(*args),
            cwd=self.user,
            env=self.variables(**changes),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def begin(self, *args: str, **changes: str) -> subprocess.Popen[str]:
        """Start atlas.py from the user's folder, in a session of its own."""
        return subprocess.Popen(
            self.command(*args),
            cwd=self.user,
            env=self.variables(**changes),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )


def report_of(result: subprocess.CompletedProcess[str]) -> dict[str, object]:
    """Return what the program said of its start; fail if it, or anything, said more on stdout."""
    assert result.returncode == 7, result.stderr
    report: dict[str, object] = json.loads(result.stdout)
    return report
