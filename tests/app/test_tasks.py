"""Long work in threads: what it tells, to whom, and how it ends."""

import threading
import time

import pytest
from PySide6.QtCore import QCoreApplication, QThread

from app.tasks import TaskCancelledError, TaskRunner, Told


class Heard:
    """Keeps what is told, and on which thread."""

    def __init__(self):
        self.results, self.errors, self.stages, self.cancelled = [], [], [], 0
        self.threads = set()

    def told(self):
        return Told(
            succeeded=lambda result: self._hear(self.results, result),
            failed=lambda error: self._hear(self.errors, error),
            cancelled=self._cancel,
            progressed=lambda stage, share: self._hear(self.stages, (stage, share)),
        )

    def _hear(self, kept, thing):
        self.threads.add(QThread.currentThread())
        kept.append(thing)

    def _cancel(self):
        self.cancelled += 1


@pytest.fixture
def runner(qapp):
    runner = TaskRunner()
    yield runner
    runner.stop()


@pytest.fixture
def heard():
    return Heard()


def until_unwanted(_progress, is_unwanted):
    while not is_unwanted():
        time.sleep(0.002)
    raise TaskCancelledError


def test_result_and_progress_reach_the_thread_of_the_window(qtbot, runner, heard):
    def work(progress, _is_unwanted):
        progress("read", 0.5)
        return threading.get_ident()

    runner.start(work, heard.told())
    assert runner.is_busy
    qtbot.waitUntil(lambda: bool(heard.results))
    assert heard.results != [threading.get_ident()]
    assert heard.stages == [("read", 0.5)]
    assert heard.threads == {QCoreApplication.instance().thread()}
    assert not runner.is_busy


def test_an_error_is_told_and_the_next_work_runs(qtbot, runner, heard):
    def work(_progress, _is_unwanted):
        raise OSError("no disk")

    runner.start(work, heard.told())
    qtbot.waitUntil(lambda: bool(heard.errors))
    assert str(heard.errors[0]) == "no disk"
    runner.start(lambda *_: 7, heard.told())
    qtbot.waitUntil(lambda: bool(heard.results))
    assert heard.results == [7]


def test_cancelled_work_tells_so_once(qtbot, runner, heard):
    runner.start(until_unwanted, heard.told())
    runner.cancel()
    qtbot.waitUntil(lambda: heard.cancelled == 1)
    qtbot.wait(20)
    assert (heard.cancelled, heard.results, heard.errors) == (1, [], [])


def test_new_work_takes_the_place_of_old_work_which_tells_nothing(qtbot, runner, heard):
    old = Heard()
    runner.start(until_unwanted, old.told())
    runner.start(lambda *_: "new", heard.told())
    qtbot.waitUntil(lambda: bool(heard.results))
    qtbot.wait(20)
    assert heard.results == ["new"]
    assert (old.results, old.errors, old.cancelled) == ([], [], 0)


def test_work_can_be_begun_from_what_is_told(qtbot, runner, heard):
    runner.start(
        lambda *_: 1,
        Told(lambda _: runner.start(lambda *_: 2, heard.told()), heard.errors.append),
    )
    qtbot.waitUntil(lambda: bool(heard.results))
    assert heard.results == [2]


def test_stop_waits_for_the_thread_and_silences_it(qtbot, runner, heard):
    ended = threading.Event()

    def work(_progress, is_unwanted):
        try:
            until_unwanted(_progress, is_unwanted)
        finally:
            ended.set()

    runner.start(work, heard.told())
    runner.stop()
    assert ended.is_set()
    qtbot.wait(20)
    assert (heard.results, heard.errors, heard.cancelled) == ([], [], 0)
    assert not runner.is_busy
