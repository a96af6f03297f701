"""How atlas.py makes an environment, keeps it whole and hands over to it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.setup.fake_clone import FakeClone, report_of

SET_UP = "Setting up (only this once)"


def test_first_start_sets_up_and_runs_the_program(clone: FakeClone) -> None:
    """The user's folder, arguments and status pass through; set-up keeps off stdout."""
    result = clone.run("--from", str(clone.wheels), "export", "mapa ñ.png", "--from", "x")
    report = report_of(result)
    assert SET_UP in result.stderr
    assert report["args"] == ["export", "mapa ñ.png", "--from", "x"]
    assert Path(str(report["folder"])) == clone.user
    assert Path(str(report["prefix"])) == clone.env
    assert str(clone.folder) in report["path"]  # type: ignore[operator]
    assert str(clone.user) not in report["path"]  # type: ignore[operator]
    assert not (clone.user / "target").exists()  # PIP_TARGET led nowhere


def test_set_up_leaves_only_what_works(ready_clone: FakeClone) -> None:
    """Neither a half-made folder nor scripts that look for one are left behind."""
    assert sorted(path.name for path in ready_clone.env.parent.iterdir()) == ["env", "lock"]
    folder = ready_clone.env / ("Scripts" if os.name == "nt" else "bin")
    names = {path.name for path in folder.iterdir() if not path.name.startswith("python")}
    # What activates an environment finds its place by itself.
    assert names - {"Activate.ps1"} == {"program", "compiled.py"}


def test_second_start_says_nothing_even_in_another_place(ready_clone: FakeClone) -> None:
    """A clone that was set up and then moved starts at once, from where it is now."""
    result = ready_clone.run("layers")
    report = report_of(result)
    assert result.stderr == ""
    assert Path(str(report["prefix"])) == ready_clone.env
    assert str(ready_clone.folder) in report["path"]  # type: ignore[operator]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no exec: subprocess is needed there")
def test_second_start_loads_next_to_nothing(ready_clone: FakeClone) -> None:
    """Beyond what Python itself loads, a second start imports hashlib alone."""
    code = (
        "import os, sys; before = set(sys.modules); sys.argv = sys.argv[1:];"
        "os.execv = lambda *a: (print(*sorted(set(sys.modules) - before)), sys.exit(0));"
        "__file__ = sys.argv[0]; exec(open(__file__, encoding='utf-8').read())"
    )
    command = [sys.executable, "-c", code, str(ready_clone.folder / "atlas.py")]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert set(result.stdout.split()) <= {"hashlib", "_hashlib", "_blake2", "zlib"}


def test_tests_run_offscreen_in_the_clone(clone: FakeClone) -> None:
    """`test` passes its arguments to pytest, which runs in the clone without a display."""
    result = clone.run("--from", str(clone.wheels), "test", "tests/layers", "-k", "x")
    report = report_of(result)
    assert report["by"] == "pytest"
    assert report["args"] == ["tests/layers", "-k", "x"]
    assert Path(str(report["folder"])) == clone.folder
    assert report["platform"] == "offscreen"


def test_environment_of_the_tests_runs_the_program_too(ready_clone: FakeClone) -> None:
    """The tests replace a smaller environment; then neither start sets up again."""
    upgraded = ready_clone.run("--from", str(ready_clone.wheels), "test")
    assert SET_UP in upgraded.stderr
    assert report_of(upgraded)["by"] == "pytest"
    for args, by in [(["test"], "pytest"), ([], "app")]:
        result = ready_clone.run(*args)
        assert result.stderr == ""
        assert report_of(result)["by"] == by


def test_failed_set_up_keeps_what_was_complete(ready_clone: FakeClone, tmp_path: Path) -> None:
    """With nowhere to install from, `test` fails and says at what; the program still starts."""
    failed = ready_clone.run("--from", str(tmp_path), "test")
    assert failed.returncode == 1
    assert failed.stdout == ""
    assert "Set-up failed at:" in failed.stderr
    assert "requirements-test.lock" in failed.stderr
    assert report_of(ready_clone.run())["by"] == "app"


def test_what_cannot_be_imported_is_not_complete(clone: FakeClone) -> None:
    """An environment whose packages do not load is never put in place."""
    (clone.folder / "requirements.lock").write_text("")
    result = clone.run("--from", str(clone.wheels))
    assert result.returncode == 1
    assert "ModuleNotFoundError: No module named 'PySide6'" in result.stderr
    assert not clone.env.exists()


def _cut_stamp(clone: FakeClone) -> None:
    (clone.env / "stamp").write_bytes(b"\xff\x00")


def _lose_package(clone: FakeClone) -> None:
    shutil.rmtree(next(clone.env.rglob("PySide6")))


def _lose_python(clone: FakeClone) -> None:
    for name in ["bin/python", "Scripts/python.exe"]:
        (clone.env / name).unlink(missing_ok=True)


def _change_lock(clone: FakeClone) -> None:
    with (clone.folder / "requirements.lock").open("a") as file:
        file.write("# changed\n")


def _come_from_another_python(clone: FakeClone) -> None:
    stamp = clone.env / "stamp"
    stamp.write_text("0" * 64 + stamp.read_text()[64:])


@pytest.mark.parametrize(
    "damage", [_cut_stamp, _lose_package, _lose_python, _change_lock, _come_from_another_python]
)
def test_broken_environment_is_rebuilt(
    ready_clone: FakeClone, damage: Callable[[FakeClone], None]
) -> None:
    """Whatever is missing or of another time, the next start builds it anew."""
    damage(ready_clone)
    result = ready_clone.run("--from", str(ready_clone.wheels))
    assert SET_UP in result.stderr
    assert report_of(result)["by"] == "app"
    assert ready_clone.run().stderr == ""


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to end at once")
def test_interrupted_set_up_is_begun_again(clone: FakeClone) -> None:
    """Everything is ended in the midst of it; the next start leaves nothing half-made."""
    mark = clone.user / "mark"
    first = clone.begin("--from", str(clone.wheels), SLOW_MARK=str(mark))
    _wait_until(mark.exists)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    assert not clone.env.exists()
    result = clone.run("--from", str(clone.wheels))
    assert SET_UP in result.stderr
    assert "Another set-up" not in result.stderr
    assert report_of(result)["by"] == "app"
    assert not (clone.env.parent / "building").exists()


@pytest.mark.skipif(os.name == "nt", reason="there a lock ends with the process that took it")
def test_step_that_outlives_its_set_up_is_waited_for(clone: FakeClone) -> None:
    """Only atlas.py itself is ended: the next start waits for the step that goes on."""
    mark = clone.user / "mark"
    first = clone.begin("--from", str(clone.wheels), SLOW_MARK=str(mark))
    _wait_until(mark.exists)
    first.kill()
    result = clone.run("--from", str(clone.wheels))
    first.communicate()
    assert "Another set-up is at work" in result.stderr
    assert report_of(result)["by"] == "app"


def test_two_set_ups_at_once_wait_for_each_other(clone: FakeClone) -> None:
    """One sets up, the other waits; both run the program."""
    both = [clone.begin("--from", str(clone.wheels)) for _ in range(2)]
    spoken = "".join(process.communicate(timeout=60)[1] for process in both)
    assert [process.returncode for process in both] == [7, 7]
    assert spoken.count(SET_UP) == 1
    assert spoken.count("Another set-up is at work") == 1


def test_clone_that_cannot_be_written_uses_the_cache(clone: FakeClone) -> None:
    """The environment then stands in the user's cache folder, for this clone alone."""
    (clone.folder / ".atlas").write_text("a file where the folder would be")
    result = clone.run("--from", str(clone.wheels))
    report = report_of(result)
    assert str(clone.user / "cache") in str(report["prefix"])
    assert str(clone.folder) in report["path"]  # type: ignore[operator]
    assert clone.run().stderr == ""


def test_nowhere_to_write_is_said(clone: FakeClone) -> None:
    """Both folders are named, and nothing is begun."""
    (clone.folder / ".atlas").write_text("")
    (clone.user / "cache").write_text("")
    result = clone.run("--from", str(clone.wheels))
    assert result.returncode == 3
    assert str(clone.folder / ".atlas") in result.stderr
    assert str(clone.user / "cache") in result.stderr


def test_stamp_tells_pythons_apart(
    atlas: ModuleType, ready_clone: FakeClone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same lock has another stamp for another Python."""
    lock = str(ready_clone.folder / "requirements.lock")
    stamp = atlas.stamp_for(lock)
    monkeypatch.setattr(sys.implementation, "cache_tag", "cpython-399")
    assert atlas.stamp_for(lock) != stamp
