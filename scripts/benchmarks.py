"""Write docs/benchmarks.md and its chart from what the bench measured.

atlas-seguro bench --peers --growth --json figures.json
python -m scripts.benchmarks figures.json
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent.parent / "docs"
CHART = DOCS / "pictures" / "growth.svg"
_COLOURS = {"points": "#0072b2", "polygons": "#d55e00"}
_WIDTH, _HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 150, 24, 56
_NAME_WIDTH, _NAME_HEIGHT = 110, 40


def main(arguments: Sequence[str]) -> int:
    """Write both files from the figures that the first argument names."""
    figures = json.loads(Path(arguments[0]).read_text("utf-8"))
    (DOCS / "benchmarks.md").write_text("\n".join(_page(figures)) + "\n", "utf-8")
    if figures.get("growth"):
        CHART.write_text(_chart(figures["growth"]), "utf-8")
    return 0


def _page(figures: dict[str, Any]) -> Iterator[str]:
    machine = figures["machine"]
    yield "# How fast the atlas is"
    yield ""
    yield (
        f"Measured by `atlas-seguro bench --peers --growth` in one run: {machine['processor']}, "
        f"{machine['cores']} cores, {machine['memory_gib']} GiB, no graphics card, "
        f"{machine['system']}, Python {machine['python']}, Qt {machine['qt']}. The other programs "
        "did the same work on the same data in the same run. Times are medians; what is held "
        "against a budget is named where it is another value. Written by `scripts/benchmarks.py`."
    )
    yield ""
    yield "| work | atlas | p95 | budget | held | other programs |"
    yield "|---|--:|--:|--:|---|---|"
    for row in figures["measures"]:
        yield _row(row)
    if figures.get("growth"):
        yield ""
        yield "## How cost grows"
        yield ""
        yield "![Time of a full redraw against the number of features](pictures/growth.svg)"
        yield ""
        yield "Full redraw at 1920x1080; memory is what the process grew by at its peak."
        yield ""
        yield "| data | redraw | memory | its arrays | times | other programs |"
        yield "|---|--:|--:|--:|--:|---|"
        for row in figures["growth"]:
            peer = f"{row['peer']}: {_number(row['peer_milliseconds'])} ms" if row["peer"] else ""
            yield (
                f"| {row['count']:,} {row['kind']} | {_number(row['milliseconds'])} ms "
                f"| {_number(row['taken_mb'])} MB | {_number(row['raw_mb'])} MB "
                f"| {row['taken_mb'] / row['raw_mb']:.1f} | {peer} |"
            )


def _row(row: dict[str, Any]) -> str:
    unit = row["unit"]
    budget = "" if row["budget"] is None else f"{_number(row['budget'])} {unit}"
    judged = "" if row["judged"] == "median" else f" ({row['judged']} {_number(_judged(row))})"
    peers = "; ".join(
        f"{peer['name']}: {_number(peer['median'])} {unit}, {peer['lead']:.1f} times as long"
        + (f" (wanted {peer['wanted_lead']:g})" if peer["wanted_lead"] > 1 else "")
        for peer in row["peers"]
    )
    held = "yes" if row["within_budget"] else "**no**"
    return (
        f"| {row['name']} | {_number(row['median'])} {unit}{judged} | {_number(row['p95'])} "
        f"| {budget} | {held} | {peers} |"
    )


def _judged(row: dict[str, Any]) -> float:
    return float(row["p99"] if row["judged"] == "p99" else row["longest"])


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"


def _chart(growth: list[dict[str, Any]]) -> str:
    """Return an SVG chart, both axes logarithmic, of time against the number of features."""
    lines = [
        (
            kind,
            who,
            [(row["count"], row[key]) for row in growth if row["kind"] == kind and row[key]],
        )
        for kind in _COLOURS
        for who, key in (("atlas", "milliseconds"), ("QGIS", "peer_milliseconds"))
    ]
    lines = [line for line in lines if line[2]]
    counts = [count for _, _, points in lines for count, _ in points]
    times = [time for _, _, points in lines for _, time in points]
    x = _axis(counts, _LEFT, _WIDTH - _RIGHT)
    y = _axis(times, _HEIGHT - _BOTTOM, _TOP)
    body = [*_grid(counts, times, x, y), *_curves(lines, x, y)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'font-family="sans-serif" font-size="12" fill="#2b2a27" role="img">'
        f"<title>Time of a full redraw against the number of features</title>"
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fbfaf8"/>{"".join(body)}</svg>\n'
    )


def _axis(values: Iterable[float], start: float, end: float) -> Any:
    found = list(values)
    low = 10 ** math.floor(math.log10(min(found)))
    high = 10 ** math.ceil(math.log10(max(found)))

    def place(value: float) -> float:
        return start + (end - start) * math.log10(value / low) / math.log10(high / low)

    return place


def _grid(counts: list[float], times: list[float], x: Any, y: Any) -> Iterator[str]:
    for power in _powers(counts):
        yield (
            f'<line x1="{x(power):.1f}" x2="{x(power):.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}" '
            f'stroke="#dedad1"/><text x="{x(power):.1f}" y="{_HEIGHT - _BOTTOM + 18}" '
            f'text-anchor="middle">{power:,}</text>'
        )
    for power in _powers(times):
        yield (
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y(power):.1f}" y2="{y(power):.1f}" '
            f'stroke="#dedad1"/><text x="{_LEFT - 8}" y="{y(power) + 4:.1f}" '
            f'text-anchor="end">{power:,} ms</text>'
        )
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    yield f'<text x="{middle}" y="{_HEIGHT - 14}" text-anchor="middle">features</text>'


def _powers(values: list[float]) -> Iterator[int]:
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    yield from (10**power for power in range(max(first, 0), last + 1))


def _curves(
    lines: list[tuple[str, str, list[tuple[float, float]]]], x: Any, y: Any
) -> Iterator[str]:
    taken: list[tuple[float, float]] = []
    for kind, who, points in lines:
        places = [(x(count), y(time)) for count, time in points]
        path = " ".join(f"{column:.1f},{row:.1f}" for column, row in places)
        dashes = "" if who == "atlas" else ' stroke-dasharray="5 4"'
        yield f'<polyline points="{path}" fill="none" stroke="{_COLOURS[kind]}" stroke-width="2"'
        yield f"{dashes}/>"
        yield from (
            f'<circle cx="{column:.1f}" cy="{row:.1f}" r="3.5" fill="{_COLOURS[kind]}"/>'
            for column, row in places
        )
        column, row = places[-1]
        # A name stands at the left of its line's end if another has the room at the right.
        at_left = any(
            abs(row - top) < _NAME_HEIGHT and abs(column - left) < _NAME_WIDTH
            for left, top in taken
        )
        taken.append((column, row))
        place, anchor = (column - 8, "end") if at_left else (column + 8, "start")
        yield (
            f'<text x="{place:.1f}" y="{row + 4:.1f}" text-anchor="{anchor}" '
            f'fill="{_COLOURS[kind]}">{escape(f"{kind}, {who}")}</text>'
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
