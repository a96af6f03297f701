"""Measured times and sizes, and what they are measured against."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the table.

    Attributes:
        name: what was measured.
        unit: "ms" or "MB".
        samples: one value a run.
        budget: the most that the judged value may be; None where there is no budget.
        judged: "median" or "p99": which value of the samples is held against the budget.
        peer: the program that did the same work in the same run, "" for none.
        peer_samples: its values.
    """

    name: str
    unit: str
    samples: tuple[float, ...]
    budget: float | None = None
    judged: str = "median"
    peer: str = ""
    peer_samples: tuple[float, ...] = ()

    @property
    def median(self) -> float:
        """The middle value."""
        return statistics.median(self.samples)

    @property
    def p95(self) -> float:
        """The value that 95 of 100 runs stay below."""
        return percentile(self.samples, 95)

    @property
    def p99(self) -> float:
        """The value that 99 of 100 runs stay below."""
        return percentile(self.samples, 99)

    @property
    def value(self) -> float:
        """What is held against the budget."""
        return self.p99 if self.judged == "p99" else self.median

    @property
    def within(self) -> bool:
        """Whether the budget holds."""
        return self.budget is None or self.value <= self.budget

    @property
    def peer_median(self) -> float | None:
        """The peer's middle value, None without a peer."""
        return statistics.median(self.peer_samples) if self.peer_samples else None

    def as_dict(self) -> dict[str, Any]:
        """Return it as ``bench --json`` writes it."""
        return {
            "name": self.name,
            "unit": self.unit,
            "median": self.median,
            "p95": self.p95,
            "p99": self.p99,
            "runs": len(self.samples),
            "budget": self.budget,
            "judged": self.judged,
            "within_budget": self.within,
            "peer": self.peer,
            "peer_median": self.peer_median,
        }


def percentile(samples: Sequence[float], share: float) -> float:
    """Return the least sample that ``share`` per cent of the samples do not exceed."""
    ordered = sorted(samples)
    place = max(0, -(-len(ordered) * share // 100) - 1)
    return ordered[int(place)]


def timed(work: Callable[[], object], runs: int, warm: int = 1) -> tuple[float, ...]:
    """Return how many milliseconds each of ``runs`` runs took, after ``warm`` unmeasured ones."""
    for _ in range(warm):
        work()
    samples = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        samples.append((time.perf_counter() - started) * 1000)
    return tuple(samples)
