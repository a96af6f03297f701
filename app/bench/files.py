"""How long exports take, and opening a large file."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtGui import QImage, QPainter

from app.bench.data import map_of, random_points, write_csv
from app.bench.drawing import HEIGHT, WIDTH, scene_of
from app.bench.measure import Measure, timed
from app.canvas.renderer import Renderer
from app.exports.atlas_export import write_atlas
from app.exports.atlas_job import AtlasJob
from app.exports.formats import format_of
from app.exports.options import PageOptions
from geodata.builtin import BuiltinData
from geodata.files.opening import open_file
from geodata.files.request import OpenOptions
from layers.atlas_leaving import leaving_atlas
from layers.commands import run
from layers.document import MapDocument
from layers.own_layers import add_opened
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from layers.view import fit

A4_300_DPI = PageOptions(3508, 2480, 300)
_ROWS = 1_000_000
_PAGE_POINTS = 5_000
_ATLAS_BUDGET_MS = 30_000


def measure_exports(data: BuiltinData, runs: int) -> Iterator[Measure]:
    """Yield the rows of DESIGN 8 that write a file."""
    texts = Texts("en")
    scene = scene_of(data, map_of(data))
    rows = (
        ("PNG, A4 at 300 dpi", "map.png", A4_300_DPI, 2000.0),
        ("PDF, one page of A4", "map.pdf", A4_300_DPI, 3000.0),
        ("HTML of the built-in map", "map.html", PageOptions(), 1000.0),
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, file, options, budget in rows:
            path = Path(folder) / file
            work = partial(format_of(path, texts).write, path, scene, options, texts)
            samples = timed(work, max(3, runs // 4))
            yield Measure(name, "ms", samples, budget)
        points = scene_of(data, map_of(data, random_points(_PAGE_POINTS)))
        page = Path(folder) / "points.html"
        work = partial(format_of(page, texts).write, page, points, PageOptions(), texts)
        name = "HTML with 5,000 points of one's own"
        yield Measure(name, "ms", timed(work, max(3, runs // 4)), 1000, key="page_points")
        samples = timed(partial(_write_atlas, data, Path(folder) / "atlas.pdf"), 1, warm=0)
        name = "PDF of the atlas of the 19 delegations, in Spanish"
        yield Measure(name, "ms", samples, _ATLAS_BUDGET_MS)


def _write_atlas(data: BuiltinData, path: Path) -> None:
    """Write a cover and a page of A4 for each delegation."""
    texts = Texts("es")
    made = leaving_atlas(
        map_of(data), SceneBuilder(data), "delegations", texts, "light", include_internal=False
    )
    write_atlas(path, AtlasJob(made.atlas, made.scene, A4_300_DPI, texts))


def measure_opening(data: BuiltinData, runs: int) -> Iterator[Measure]:
    """Yield how long a CSV file of a million rows takes from the command to the drawn map."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.csv"
        write_csv(path, _ROWS)
        samples = tuple(_open_and_draw(data, path) for _ in range(max(2, runs // 8)))
    yield Measure("Open a CSV of 1,000,000 rows and draw it", "ms", samples, 2500, key="csv")


def _open_and_draw(data: BuiltinData, path: Path) -> float:
    started = time.perf_counter()
    document = MapDocument(map_of(data, alone=True))
    opened = open_file(path)
    run(document, add_opened(document.state, opened, OpenOptions(), (), data))
    scene = scene_of(data, document.state)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    Renderer().draw(painter, scene, fit(scene.home, WIDTH, HEIGHT))
    painter.end()
    return (time.perf_counter() - started) * 1000
