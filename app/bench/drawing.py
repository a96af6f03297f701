"""How long drawing takes, off the screen."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QImage, QPainter

from app.bench.data import map_of, random_points, random_polygons
from app.bench.measure import Measure, timed
from app.canvas.renderer import Renderer
from geodata.builtin import BuiltinData
from layers.document import MapState
from layers.identify import Identifier
from layers.scene import Scene
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from layers.view import fit

WIDTH, HEIGHT = 1920, 1080


def measure_drawing(data: BuiltinData, runs: int) -> Iterator[Measure]:
    """Yield the rows of DESIGN 8 that are a full redraw, and identifying a feature."""
    samples = redraw(data, map_of(data), runs)
    yield Measure("Full redraw of the built-in map", "ms", samples, 80, key="builtin")
    yield _identify(data, runs)
    # Degrees of about 2, 2 and 20 pixels at the scale that shows the whole country.
    points, small, middle = 1_000_000, 100_000, 20_000
    rows = (
        ("1,000,000 points, full redraw", random_points(points), 150.0, "points"),
        ("100,000 small polygons, full redraw", random_polygons(small, 8, 0.006), 200.0, "small"),
        (
            "20,000 polygons of 10 to 30 pixels, full redraw",
            random_polygons(middle, 24, 0.03),
            None,
            "middle",
        ),
    )
    for name, table, budget, key in rows:
        state = map_of(data, table, alone=True)
        yield Measure(name, "ms", redraw(data, state, max(3, runs // 4)), budget, key=key)


def scene_of(data: BuiltinData, state: MapState) -> Scene:
    """Return the scene of a document, in English."""
    return SceneBuilder(data).build(state, Texts("en"))


def redraw(data: BuiltinData, state: MapState, runs: int) -> tuple[float, ...]:
    """Return how many milliseconds each of some full redraws of the whole country takes."""
    scene = scene_of(data, state)
    view = fit(scene.home, WIDTH, HEIGHT)
    renderer = Renderer()

    def draw() -> None:
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
        painter = QPainter(image)
        renderer.draw(painter, scene, view)
        painter.end()

    return timed(draw, runs)


def _identify(data: BuiltinData, runs: int) -> Measure:
    scene = scene_of(data, map_of(data))
    view = fit(scene.home, WIDTH, HEIGHT)
    identifier = Identifier()
    places = [(column, row) for column in range(100, WIDTH, 300) for row in range(80, HEIGHT, 240)]
    samples: list[float] = []
    for column, row in places:

        def ask(column: int = column, row: int = row) -> None:
            identifier.first_at(scene, view, column, row)

        samples += timed(ask, max(1, runs // 4))
    return Measure("Identify under the cursor", "ms", tuple(samples), 5, judged="p99")
