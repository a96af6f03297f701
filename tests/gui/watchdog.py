"""Measures how long the event loop does not turn."""

import sys
import threading
import time
import traceback
from collections import Counter

from PySide6.QtCore import QObject, Qt, QTimer

_TICK_MS = 2


class Watchdog(QObject):
    """Counts the time between turns of the event loop, and where it stood still.

    Attributes:
        stalls: length and processor time in seconds and the commonest stacks of the main thread,
            of every gap above `limit`.
        longest: the longest gap, seconds.
        longest_work: the most seconds of processor time that the main thread took in one gap; it
            hardly depends on what else the machine does.
    """

    def __init__(self, limit=0.05):
        super().__init__()
        self.limit = limit
        self.stalls = []
        self.longest = self.longest_work = 0.0
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._stacks = Counter()
        self._main = threading.get_ident()
        self._is_running = False
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._sampler = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self):
        self._is_running = True
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()
        self._sampler.start()
        return self

    def __exit__(self, *_):
        self._tick()
        self._timer.stop()
        self._is_running = False
        self._sampler.join()

    def report(self):
        """Return the stalls as text."""
        return "\n".join(
            f"{length * 1000:.0f} ms, {work * 1000:.0f} of them at work, at\n{stacks}"
            for length, work, stacks in self.stalls
        )

    def _tick(self):
        now, worked = time.perf_counter(), time.thread_time()
        gap = now - self._last
        self.longest = max(self.longest, gap)
        work = worked - self._worked
        self.longest_work = max(self.longest_work, work)
        if gap > self.limit:
            common = self._stacks.most_common(3)
            stacks = "".join(f"{count} times\n{stack}" for stack, count in common)
            self.stalls.append((gap, work, stacks))
        self._last, self._worked = now, worked
        self._stacks.clear()

    def _sample(self):
        """Look now and then what the main thread does while it does not turn."""
        while self._is_running:
            time.sleep(min(self.limit / 10, 0.003))
            if time.perf_counter() - self._last > self.limit / 5:
                frame = sys._current_frames().get(self._main)
                if frame is not None:
                    self._stacks["".join(traceback.format_stack(frame)[-5:])] += 1
