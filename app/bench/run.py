"""``atlas-seguro bench``: how fast the atlas is on this machine, against its budgets."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import __version__
from app.bench.measure import Measure, Peer
from app.bench.window import STARTED
from geodata.builtin import BuiltinData
from geodata.frozen import frozen
from layers.texts import Texts

if TYPE_CHECKING:
    from app.bench.peers import Peers

_RUNS = 20
_STARTS = 7


@frozen
class BenchOptions:
    """What to measure.

    Attributes:
        peers: whether other programs do the same work, where they are installed.
        growth: whether to measure how time and memory grow with the data; takes minutes.
        json: where to write the figures as JSON too; None for nowhere.
    """

    peers: bool = False
    growth: bool = False
    json: Path | None = None


def run_bench(texts: Texts, options: BenchOptions) -> bool:
    """Measure everything, print it line by line, and return whether all budgets hold."""
    from app.cli_export import start_qt

    application = start_qt()
    content: dict[str, Any] = {"machine": machine()}
    with tempfile.TemporaryDirectory() as folder:
        peers = _peers(Path(folder), texts) if options.peers else None
        measures = []
        for measure in _measures():
            measures.append(measure if peers is None else peers.beside(measure))
            print(_line(measures[-1], texts), flush=True)
        content["measures"] = [measure.as_dict() for measure in measures]
        if options.growth:
            from app.bench.growth import measure_growth

            content["growth"] = []
            for row in measure_growth(peers):
                content["growth"].append(row.as_dict())
                print(row.line(texts), flush=True)
    if options.json is not None:
        options.json.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    application.processEvents()
    return all(measure.within for measure in measures)


def _peers(folder: Path, texts: Texts) -> Peers | None:
    """Return the other programs; tell which are missing."""
    from app.bench.peers import Peers

    try:
        peers = Peers(folder)
    except FileNotFoundError:
        words = texts.gettext("Other programs are measured from a copy of the repository alone.")
        print(words, file=sys.stderr)
        return None
    for name in peers.missing:
        words = texts.gettext("{program} is not installed and is left out.")
        print(words.format(program=name), file=sys.stderr)
    return peers


def machine() -> dict[str, Any]:
    """Return what the figures depend on: processor, system, versions."""
    import psutil
    from PySide6.QtCore import qVersion

    return {
        "atlas": __version__,
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30),
        "python": platform.python_version(),
        "qt": qVersion(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _measures() -> Iterator[Measure]:
    from app.bench.drawing import measure_drawing
    from app.bench.files import measure_exports, measure_opening
    from app.bench.search import measure_search

    data = BuiltinData()
    yield from _window_measures()
    yield from measure_drawing(data, _RUNS)
    yield from measure_search(data, _RUNS)
    yield from measure_exports(data, _RUNS)
    yield from measure_opening(data, _RUNS)


def _window_measures() -> Iterator[Measure]:
    # The first one also writes Python's compiled files, which every later start reads.
    starts = [_in_window("start") for _ in range(_STARTS + 1)][1:]
    yield Measure(
        "Start, to the complete map",
        "ms",
        tuple(run["seconds"] * 1000 for run in starts),
        700,
        key="start",
    )
    yield Measure(
        "Memory with the built-in map open", "MB", tuple(run["megabytes"] for run in starts), 250
    )
    moved = _in_window("frames")
    yield Measure("Frame of panning and zooming", "ms", tuple(moved["frames"]), 16, judged="p99")
    yield Measure("Sharp again after motion", "ms", tuple(moved["sharp"]), 300)
    moved = _in_window("points")
    name = "Sharp again after motion with 1,000,000 points"
    yield Measure(name, "ms", tuple(moved["sharp"]), 600)
    large = _in_window("opening")
    name = "Open a CSV of 148,000 rows in the window and draw it"
    yield Measure(name, "ms", tuple(large["opened"]), 1500)
    name = "Longest stall of the window meanwhile"
    yield Measure(name, "ms", tuple(large["stalls"]), 50)
    yield from _minute_measures()


def _minute_measures() -> Iterator[Measure]:
    """Yield what a minute's work with a million points and a hundred thousand areas shows."""
    worked = _in_window("60", "app.bench.minute")
    rows = (
        ("Frame with 1,000,000 points and 100,000 areas", "frames", "p99", 16.0),
        ("Longest stall of the window meanwhile", "longest_stall", "median", 50.0),
        ("Sharp again after motion meanwhile", "sharp", "median", None),
        ("A small layer switched off or on meanwhile", "toggles", "median", None),
    )
    for name, key, judged, budget in rows:
        values = worked[key]
        samples = tuple(values) if isinstance(values, list) else (values,)
        yield Measure(name, "ms", samples, budget, judged=judged)


def _in_window(what: str, module: str = "app.bench.window") -> dict[str, Any]:
    """Run a module in a process of its own, off the screen."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", STARTED: repr(time.time())}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ended = subprocess.run(
        [sys.executable, "-m", module, what],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if ended.returncode:
        raise RuntimeError(f"the window could not be measured: {ended.stderr.strip()[-500:]}")
    return dict(json.loads(ended.stdout.splitlines()[-1]))


def _line(measure: Measure, texts: Texts) -> str:
    _ = texts.gettext
    words = (
        f"{measure.name}: {texts.number(measure.median, 1)} {measure.unit} ({_('median')}), "
        f"{texts.number(measure.p99, 1)} (p99)"
    )
    if measure.budget is not None:
        holds = measure.value <= measure.budget
        verdict = _("within the budget of {budget}") if holds else _("OVER the budget of {budget}")
        words += f", {verdict.format(budget=f'{texts.number(measure.budget)} {measure.unit}')}"
    return "".join([words, *(_beside(measure, peer, texts) for peer in measure.peers)])


def _beside(measure: Measure, peer: Peer, texts: Texts) -> str:
    """Return the words on one peer, on a line of their own."""
    lead = measure.lead_over(peer)
    template = (
        texts.gettext("{peer}: {value}; the atlas is {lead} times as fast")
        if lead >= peer.lead
        else texts.gettext(
            "{peer}: {value}; the atlas is {lead} times as fast, WANTED are {wanted}"
        )
    )
    return "\n    " + template.format(
        peer=peer.name,
        value=f"{texts.number(peer.median, 1)} {measure.unit}",
        lead=texts.number(lead, 1),
        wanted=texts.number(peer.lead, 1),
    )
