"""How time and memory grow with the data, each size in a process of its own.

``python -m app.bench.growth points 1000000`` draws so many points and prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.frozen import frozen
from layers.texts import Texts

if TYPE_CHECKING:
    from app.bench.peers import Peers
    from geodata.table import FeatureTable

SIZES = {
    "points": (10_000, 100_000, 1_000_000, 5_000_000),
    "polygons": (1_000, 10_000, 100_000, 500_000),
}
"""How many features are drawn, by kind."""

# QGIS takes minutes for more.
_MOST_FOR_PEERS = {"points": 1_000_000, "polygons": 100_000}
_RUNS = 5
_LONGEST_S = 600


@frozen
class Growth:
    """One size of one kind of data.

    Attributes:
        kind: a key of `SIZES`.
        count: how many features.
        milliseconds: the median of full redraws at 1920x1080.
        raw_mb: what the table's own arrays hold, MB.
        taken_mb: by how much the process grew, tables included, to its peak, MB.
        peer: the other program, "" if none drew it.
        peer_milliseconds: what it took.
    """

    kind: str
    count: int
    milliseconds: float
    raw_mb: float
    taken_mb: float
    peer: str = ""
    peer_milliseconds: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as ``bench --json`` writes it."""
        return asdict(self)

    def line(self, texts: Texts) -> str:
        """Return it as a line of words."""
        _ = texts.gettext
        kind = {"points": _("{n} points"), "polygons": _("{n} polygons")}[self.kind]
        words = _("{what}: {time} ms; {memory} MB for {raw} MB of arrays").format(
            what=kind.format(n=texts.number(self.count)),
            time=texts.number(self.milliseconds, 1),
            memory=texts.number(self.taken_mb, 1),
            raw=texts.number(self.raw_mb, 1),
        )
        if self.peer_milliseconds is None:
            return words
        return f"{words}; {self.peer}: {texts.number(self.peer_milliseconds, 1)} ms"


def measure_growth(peers: Peers | None) -> Iterator[Growth]:
    """Yield each size of each kind; beside QGIS where it is there and can be waited for."""
    for kind, counts in SIZES.items():
        for count in counts:
            took = _in_process(kind, count)
            row = Growth(kind, count, took["milliseconds"], took["raw_mb"], took["taken_mb"])
            if peers is not None and count <= _MOST_FOR_PEERS[kind]:
                peer = peers.redraw(kind, table_of(kind, count))
                if peer is not None:
                    row = replace(row, peer=peer.name, peer_milliseconds=peer.median)
            yield row


def table_of(kind: str, count: int) -> FeatureTable:
    """Return so many made-up features, the same ones at every run."""
    from app.bench.data import random_points, random_polygons

    return random_points(count) if kind == "points" else random_polygons(count, 8, 0.006)


def _in_process(kind: str, count: int) -> dict[str, float]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    ended = subprocess.run(
        [sys.executable, "-m", "app.bench.growth", kind, str(count)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONGEST_S,
    )
    if ended.returncode:
        raise RuntimeError(f"{count} {kind} could not be drawn: {ended.stderr.strip()[-500:]}")
    return dict(json.loads(ended.stdout.splitlines()[-1]))


def main() -> int:
    """Draw what the command line asks for and print what it took."""
    import statistics

    from app.bench.data import map_of
    from app.bench.drawing import redraw
    from app.cli_export import start_qt
    from geodata.builtin import BuiltinData

    kind, count = sys.argv[1], int(sys.argv[2])
    application = start_qt()
    data = BuiltinData()
    # What any map takes is not counted.
    redraw(data, map_of(data), 1)
    before = _peak_mb()
    table = table_of(kind, count)
    samples = redraw(data, map_of(data, table, alone=True), _RUNS)
    told = {
        "milliseconds": statistics.median(samples),
        "raw_mb": _raw_mb(table),
        "taken_mb": _peak_mb() - before,
    }
    print(json.dumps(told))  # noqa: T201
    application.processEvents()
    return 0


def _raw_mb(table: FeatureTable) -> float:
    geometry = table.geometry
    arrays = [table.ids, geometry.coordinates, geometry.part_starts, geometry.feature_starts]
    return sum(array.nbytes for array in [*arrays, *table.columns.values()]) / 1e6


def _peak_mb() -> float:
    """Return the most memory that this program has had so far (resident set), MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # What `getrusage` tells here is at least what the parent had.
        return int(status.read_text("ascii").partition("VmHWM:")[2].split()[0]) * 1024 / 1e6
    if sys.platform == "win32":
        import psutil

        return float(psutil.Process().memory_info().peak_wset) / 1e6
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # macOS counts bytes


if __name__ == "__main__":
    sys.exit(main())
