"""Two runs, of two users in two folders, give the same bytes, which name neither."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.exports.verifying import verify_file
from app.projects.saving import Snapshot, save_project
from layers.texts import Texts
from tests.app.exports.every_format import ALL, ATLASES, DATA, PAGES, unpacked
from tests.layers.changes.tables import table, with_own

ROOT = Path(__file__).resolve().parents[3]
USERS = ("zacarias", "yolanda")


def run(folder, user, seed, *arguments):
    """Run the atlas as a user in a process of its own."""
    home = folder / "home" / user
    home.mkdir(parents=True, exist_ok=True)
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("XDG_")},
        "HOME": str(home),
        **dict.fromkeys(("USER", "LOGNAME", "USERNAME"), user),
        "HOSTNAME": f"machine-of-{user}",
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, "-m", "app", *arguments, "--language", "es"]
    subprocess.run(command, check=True, env=environment, cwd=folder, capture_output=True)


@pytest.fixture(scope="module")
def runs(data, tmp_path_factory):
    """Return the folders of two runs."""
    folders = []
    for user, seed in zip(USERS, ("1", "2"), strict=True):
        folder = tmp_path_factory.mktemp(f"of-{user}")
        names = ["Ana", "=1+1", "Ñandú"]
        state = with_own(data, table(names, staff=[3, 4, 5]))
        snapshot = Snapshot(state, {}, embed=False, revision=user)
        save_project(folder / "plan.atlas", snapshot, Texts("es"))
        of_plan = ("--project", "plan.atlas")
        run(folder, user, seed, "export", *PAGES, *of_plan, "--size", "500x400")
        atlas = [name.replace("-01", "") for name in ATLASES]
        run(folder, user, seed, "export", *atlas, *of_plan, "--atlas", "departments")
        run(folder, user, seed, "save", *DATA, *of_plan, "--layers", "Posts")
        folders.append(folder)
    return folders


@pytest.mark.parametrize("name", ALL)
def test_the_bytes_are_the_same(runs, name):
    first, second = ((folder / name).read_bytes() for folder in runs)
    assert len(first) > 50
    assert first == second


@pytest.mark.parametrize("name", ALL)
def test_nobody_is_named(runs, name):
    """Neither folders nor user nor machine."""
    machine = socket.gethostname()
    for folder, user in zip(runs, USERS, strict=True):
        content = unpacked((folder / name).read_bytes()).lower()
        for word in (user, str(folder), str(ROOT), f"machine-of-{user}", "/home/", "/tmp/"):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                assert word.lower().encode(encoding) not in content, word
        if len(machine) > 6:
            assert machine.lower().encode() not in content


@pytest.mark.parametrize("name", [*PAGES, *ATLASES, *DATA])
def test_each_can_be_checked(runs, name, tmp_path):
    assert verify_file(runs[0] / name).is_sound
    content = bytearray((runs[0] / name).read_bytes())
    content[len(content) * 2 // 3] ^= 1
    copy = tmp_path / name
    copy.write_bytes(bytes(content))
    manifest = runs[0] / f"{name}.manifest.json"
    if manifest.exists():
        (tmp_path / manifest.name).write_bytes(manifest.read_bytes())
    assert verify_file(copy).is_damaged
