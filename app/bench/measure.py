"""Measured times and sizes, and what they are measured against."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from geodata.frozen import frozen


@frozen
class Peer:
    """Another program that did the same work in the same run.

    Attributes:
        name: the program and its version.
        samples: one value a run, in the unit of the measure.
        lead: how many times as fast the atlas has to be.
    """

    name: str
    samples: tuple[float, ...]
    lead: float = 1.0

    @property
    def median(self) -> float:
        """The middle value."""
        return statistics.median(self.samples)


@frozen
class Measure:
    """One row of the table.

    Attributes:
        name: what was measured.
        unit: "ms" or "MB".
        samples: one value a run.
        budget: the most that the judged value may be; None where there is no budget.
        judged: "median", "p99" or "longest": which value of the samples is held against the
            budget.
        key: by which the work is known to the peers; "" where none does it.
        peers: the programs that did the same work in the same run.
    """

    name: str
    unit: str
    samples: tuple[float, ...]
    budget: float | None = None
    judged: str = "median"
    key: str = ""
    peers: tuple[Peer, ...] = ()

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
        match self.judged:
            case "p99":
                return self.p99
            case "longest":
                return max(self.samples)
            case _:
                return self.median

    @property
    def within(self) -> bool:
        """Whether the budget holds and no peer comes too near."""
        leads = all(self.lead_over(peer) >= peer.lead for peer in self.peers)
        return leads and (self.budget is None or self.value <= self.budget)

    def lead_over(self, peer: Peer) -> float:
        """Return how many times as fast as a peer the atlas was."""
        return peer.median / self.median

    def as_dict(self) -> dict[str, Any]:
        """Return it as ``bench --json`` writes it."""
        return {
            "name": self.name,
            "unit": self.unit,
            "median": self.median,
            "p95": self.p95,
            "p99": self.p99,
            "longest": max(self.samples),
            "runs": len(self.samples),
            "budget": self.budget,
            "judged": self.judged,
            "within_budget": self.within,
            "peers": [
                {
                    "name": peer.name,
                    "median": peer.median,
                    "lead": self.lead_over(peer),
                    "wanted_lead": peer.lead,
                }
                for peer in self.peers
            ],
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
