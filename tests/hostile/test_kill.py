"""A program that is killed at any moment loses nothing that it said was done."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geodata.builtin import BuiltinData
from layers.builtin_map import builtin_map
from layers.project import read_project
from layers.recovery import find_journals, recover
from tests.hostile.editor_process import PROJECT, digest

ROUNDS = 30
SEED = 20261123
LONGEST_LIFE = 1.0
ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="processes that are killed are forked, for they must be many"
)


@pytest.fixture
def nursery(tmp_path):
    """A process that makes editors of which each can be killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.editor_process", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        bufsize=0,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
    )
    os.set_blocking(process.stdout.fileno(), False)
    yield process
    os.set_blocking(process.stdout.fileno(), True)
    process.communicate(timeout=10)


class Told:
    """What an editor told before it was killed."""

    def __init__(self):
        self.begun = ""
        self.done = ""
        self.about = ""
        self.saved = ""
        self.about_to_save: list[str] = []
        self.count = 0

    def take(self, entry):
        match entry.get("what"):
            case "begun":
                self.begun = self.done = entry["document"]
            case "about to":
                self.about = entry["document"]
            case "done":
                self.done = entry["document"]
                self.count += 1
            case "about to save":
                self.about_to_save.append(entry["document"])
            case "saved":
                self.saved = entry["document"]
                self.about_to_save.clear()


def live_and_be_killed(nursery, seed, seconds):
    """Let an editor live for a while and return what it told."""
    nursery.stdin.write(f"{seed}\n".encode())
    told, process, end, died = Told(), 0, 0.0, 0.0
    rest = b""
    while not died or time.monotonic() - died < 0.05:
        piece = read_some(nursery.stdout.fileno())
        *lines, rest = (rest + piece).split(b"\n")
        for entry in map(json.loads, lines):
            process = entry.get("process", process)
            told.take(entry)
        if not end and told.begun and process:
            end = time.monotonic() + seconds
        if end and not died and time.monotonic() >= end:
            os.kill(process, signal.SIGKILL)
            died = time.monotonic()
        if not piece:
            time.sleep(0.001)
    return told


def read_some(descriptor):
    try:
        return os.read(descriptor, 65536)
    except BlockingIOError:
        return b""


def test_killed_at_any_moment_nothing_that_was_done_is_lost(nursery, tmp_path):
    start = builtin_map(BuiltinData())
    chance = random.Random(SEED)
    steps = saves = cut = cut_saves = 0
    for _ in range(ROUNDS):
        told = live_and_be_killed(nursery, chance.randrange(10**9), chance.uniform(0, LONGEST_LIFE))
        steps += told.count
        saves += bool(told.saved)
        check(tmp_path, start, told)
        cut += told.about not in ("", told.done)
        cut_saves += bool(told.about_to_save)
        for path in tmp_path.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    print("KILLS", steps, saves, cut, cut_saves)
    # Were these small the test would prove little.
    assert steps > 5 * ROUNDS
    assert cut + cut_saves > 0
    assert cut_saves > 0
    assert saves > 3


def check(folder, start, told):
    project = folder / PROJECT
    if told.saved:
        assert project.exists()
    state = start
    if project.exists():
        opened = read_project(project, start)
        assert opened.problems == ()
        assert digest(opened.state) in {told.saved, *told.about_to_save}
        state = opened.state
    found = find_journals(folder / "journal", lambda process, started: False)
    assert len(found) <= 1
    if found:
        recovered = recover(found[0], start)
        assert recovered.problems == ()
        state = recovered.state
    assert digest(state) in {told.done, told.about}
