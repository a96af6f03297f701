"""``atlas-seguro bench``: how fast the atlas is on this machine, against its budgets."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app import __version__
from app.bench.measure import Measure
from app.bench.window import STARTED
from geodata.builtin import BuiltinData
from layers.texts import Texts

_RUNS = 20
_STARTS = 7


def run_bench(texts: Texts, json_path: Path | None) -> bool:
    """Measure everything, print a table, and return whether all budgets hold.

    Args:
        texts: the table's language.
        json_path: where to write the figures as JSON too; None for nowhere.
    """
    from app.cli_export import start_qt

    application = start_qt()
    measures = []
    for measure in _measures():
        measures.append(measure)
        print(_line(measure, texts), flush=True)
    if json_path is not None:
        content = {"machine": machine(), "measures": [measure.as_dict() for measure in measures]}
        json_path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    application.processEvents()
    return all(measure.within for measure in measures)


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

    data = BuiltinData()
    yield from _window_measures()
    yield from measure_drawing(data, _RUNS)
    yield from measure_exports(data, _RUNS)
    yield from measure_opening(data, _RUNS)


def _window_measures() -> Iterator[Measure]:
    # The first one also writes Python's compiled files, which every later start reads.
    starts = [_in_window("start") for _ in range(_STARTS + 1)][1:]
    yield Measure(
        "Start, to the complete map", "ms", tuple(run["seconds"] * 1000 for run in starts), 700
    )
    yield Measure(
        "Memory with the built-in map open", "MB", tuple(run["megabytes"] for run in starts), 250
    )
    moved = _in_window("frames")
    yield Measure("Frame of panning and zooming", "ms", tuple(moved["frames"]), 16, judged="p99")
    yield Measure("Sharp again after motion", "ms", tuple(moved["sharp"]), 300)


def _in_window(what: str) -> dict[str, Any]:
    """Run `app.bench.window` in a process of its own, off the screen."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", STARTED: repr(time.time())}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ended = subprocess.run(
        [sys.executable, "-m", "app.bench.window", what],
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
    if measure.budget is None:
        return words
    verdict = (
        _("within the budget of {budget}") if measure.within else _("OVER the budget of {budget}")
    )
    return f"{words}, {verdict.format(budget=f'{texts.number(measure.budget)} {measure.unit}')}"
