"""Pictures drawn fast equal pictures drawn plainly."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
import shapely.affinity

from app.canvas import film
from app.canvas.density import Crowding
from app.canvas.renderer import Renderer
from geodata.geometry import from_points
from layers.style import LineSymbol, PolygonSymbol, Stroke
from layers.view import View, fit
from tests.app.canvas.drawing import (
    BLUE,
    GREEN,
    fill,
    line,
    marker,
    scene_layer,
    scene_with,
    without_labels,
)
from tests.app.canvas.plain import differing_share, plain_pictures, real_picture

MOST = 0.005
VIEW = View(30.0, -20.0, 1.0, 320, 240)

pytestmark = pytest.mark.usefixtures("fonts")


def _stars(count, size, seed=3, corners=9, least=0.6):
    """Return star-shaped areas about ``size`` metres wide, all over the view and beyond."""
    random = np.random.default_rng(seed)
    middles = random.uniform((-180, -180), (240, 140), (count, 2))
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radii = size / 2 * random.uniform(least, 1.0, (count, corners))
    x = middles[:, :1] + radii * np.cos(angles)
    y = middles[:, 1:] + radii * np.sin(angles)
    return [shapely.Polygon(ring) for ring in np.stack([x, y], axis=2)]


OWN = PolygonSymbol("#cc79a7", Stroke("#cc79a7", 1.2), opacity=0.25)
CASED = PolygonSymbol("#56b4e9", Stroke("#4b6a00", 1.0, casing="#ffffff", casing_width=3.0))
OPAQUE = PolygonSymbol("#009e73")
DARK = PolygonSymbol("#f0e442", Stroke("#222222", 1.0))
BROAD = PolygonSymbol("#56b4e9", Stroke("#222222", 2.5))
DASHED = Stroke("#b01020", 1.0, dashed=True)
ROUND = PolygonSymbol("#56b4e9", Stroke("#222222", 5.0))
EMPTY = PolygonSymbol(None, Stroke("#cc0000", 0.8))


def _holed():
    return [
        shapely.difference(area, shapely.affinity.scale(area, 0.5, 0.5)) for area in _stars(600, 14)
    ]


def _parcels():
    """Return areas that share their borders."""
    return [
        shapely.affinity.rotate(shapely.box(x, y, x + 5.3, y + 4.7), 10, origin=(0, 0))
        for x in np.arange(-100, 100, 5.3)
        for y in np.arange(-80, 60, 4.7)
    ]


def _cadastre(width, height, right, down):
    """Return upright rectangles side by side."""
    return [
        shapely.box(x + right, y + down, x + right + width, y + down + height)
        for x in np.arange(-150, 200, width)
        for y in np.arange(-150, 110, height)
    ]


def _squares(size):
    """Return upright squares of ``size`` metres, anywhere between the pixels."""
    corners = np.random.default_rng(1).uniform((-170, -150), (220, 130), (3000, 2))
    return [shapely.box(x, y, x + size, y + size) for x, y in corners]


def _curves(count, vertices, step):
    """Return lines of so many vertices, ``step`` metres apart, that turn this way and that."""
    random = np.random.default_rng(9)
    ways = np.cumsum(random.normal(0, 0.2, (count, vertices)), axis=1)
    steps = step * np.stack([np.cos(ways), np.sin(ways)], axis=2)
    starts = random.uniform((-180, -180), (240, 140), (count, 1, 2))
    return [shapely.LineString(line) for line in starts + np.cumsum(steps, axis=1)]


def _slivers(size):
    """Return rectangles ``size`` metres long and a tenth as wide, turned anyhow."""
    random = np.random.default_rng(5)
    upright = [
        shapely.box(x - size / 2, y - size / 20, x + size / 2, y + size / 20)
        for x, y in random.uniform((-180, -180), (240, 140), (700, 2))
    ]
    return [shapely.affinity.rotate(area, random.uniform(0, 180)) for area in upright]


SCENES = {
    "outlined areas under a pixel": [scene_layer(_stars(3000, 0.9), DARK)],
    "outlined squares under two pixels": [scene_layer(_squares(1.3), DARK)],
    "squares under two pixels": [scene_layer(_squares(0.9), OPAQUE)],
    "outlined triangles": [scene_layer(_stars(700, 9.0, seed=4, corners=3, least=0.9), DARK)],
    "triangles": [scene_layer(_stars(700, 16.0, seed=4, corners=3, least=0.9), OPAQUE)],
    "broadly outlined triangles": [
        scene_layer(_stars(700, 9.0, seed=4, corners=3, least=0.9), BROAD)
    ],
    "squares with round outlines": [scene_layer(_squares(2.4), ROUND)],
    "outlines of slivers": [scene_layer(_slivers(16.0), EMPTY)],
    "areas of 2 pixels": [scene_layer(_stars(4000, 2.0), OWN)],
    "areas of 4 pixels": [scene_layer(_stars(3000, 4.0), OWN)],
    "areas of 12 pixels": [scene_layer(_stars(900, 12.0), CASED)],
    "areas of 30 pixels": [scene_layer(_stars(500, 30.0, corners=20), OWN)],
    "opaque areas": [scene_layer(_stars(1200, 9.0), OPAQUE)],
    "areas with holes": [scene_layer(_holed(), OPAQUE)],
    "areas side by side": [scene_layer(_parcels(), CASED)],
    "upright areas between pixels": [scene_layer(_cadastre(6, 5, 0.5, 0.5), CASED)],
    "upright areas on pixels": [scene_layer(_cadastre(6, 5, 0, 0), OWN)],
    "upright areas anywhere": [scene_layer(_cadastre(3.7, 4.3, 0.1, 0.3), OPAQUE)],
    "areas of two looks": [scene_layer(_stars(700, 6.0), OWN, CASED, symbol_of=np.arange(700) % 2)],
    "areas sorted by their looks": [
        scene_layer(_stars(2400, 6.0), OWN, CASED, OPAQUE, symbol_of=np.arange(2400) // 800)
    ],
    "half transparent": [
        scene_layer(_stars(800, 7.0), OPAQUE, opacity=0.5),
        scene_layer(_stars(3, 200.0, seed=8), OWN, opacity=0.7),
    ],
    "few large areas": [scene_layer(_stars(12, 120.0, corners=300, least=0.98), OWN)],
    "dashed lines": [scene_layer(_curves(60, 150, 1.5), LineSymbol(DASHED))],
    "broad lines": [scene_layer(_curves(60, 150, 1.5), LineSymbol(Stroke("#222222", 5.0)))],
    "points and lines": [
        scene_layer(
            [shapely.LineString([(-100 + 9 * n, -90), (-60 + 7 * n, 80)]) for n in range(30)],
            line(BLUE, 1.6),
        ),
        scene_layer(
            [tuple(place) for place in np.random.default_rng(2).uniform(-140, 150, (500, 2))],
            marker("circle", GREEN, size=7),
        ),
    ],
}


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("stretch", [1.0, 0.6, 1.7])
def test_a_scene_looks_as_if_it_were_drawn_plainly(name, stretch):
    scene, view = scene_with(*SCENES[name]), replace(VIEW, resolution=stretch)
    plain = plain_pictures(scene, view)
    assert differing_share(real_picture(Renderer(keep_layers=True), scene, view), plain) <= MOST


@pytest.mark.parametrize("width", [420, 900])
def test_the_built_in_map_looks_as_if_it_were_drawn_plainly(scene, width):
    scene = without_labels(scene)
    view = fit(scene.home, width, width * 5 // 8)
    plain = plain_pictures(scene, view)
    assert differing_share(real_picture(Renderer(keep_layers=True), scene, view), plain) <= MOST


@pytest.mark.parametrize("looks", [1, 2])
def test_density_is_what_a_count_of_the_points_tells(looks):
    random = np.random.default_rng(6)
    places = np.concatenate(
        [random.normal((20, -30), 60, (50_000, 2)), random.uniform(-150, 150, (9000, 2))]
    )
    symbols = (marker("circle", BLUE, size=5), marker("circle", GREEN, size=5))[:looks]
    of = np.arange(len(places)) % looks
    layer = scene_layer(from_points(places), *symbols, symbol_of=of, label_points=places)
    scene = scene_with(layer)
    renderer = Renderer()
    real = real_picture(renderer, scene, VIEW)
    crowding = Crowding()
    for _ in crowding.steps(layer.geometry):
        pass
    most = max(4.0 * crowding.at(2.0 * VIEW.resolution), 2.0)
    plain = plain_pictures(scene, VIEW, {"layer0": (2, most)}.items())
    assert differing_share(real, plain) <= MOST
    assert renderer.start(scene, VIEW).report.dense == []
    close = replace(VIEW, resolution=0.05)
    drawing = renderer.start(scene, close)
    while not drawing.advance(1.0):
        pass
    assert drawing.report.dense == []


@pytest.mark.parametrize("name", SCENES)
def test_a_blank_or_stale_picture_would_be_noticed(name):
    scene = scene_with(*SCENES[name])
    plain = plain_pictures(scene, VIEW)
    assert differing_share(np.full_like(plain[0], 255), plain) > MOST
    moved = real_picture(Renderer(), scene, VIEW.panned(11, 7))
    assert differing_share(moved, plain) > MOST


def test_no_seams_show_between_strips_and_slices():
    area = [shapely.box(-400, -400, 400, 400)]
    specks = _stars(500, 3.0)
    layer = scene_layer(area + specks, fill(BLUE, opacity=0.5))
    below = scene_layer([shapely.box(-400, -400, 400, 400)], fill(GREEN), opacity=0.5)
    scene = scene_with(below, replace(layer, symbol_of=np.repeat([0, -1], [1, 500])))
    pixels = real_picture(Renderer(keep_layers=True), scene, View(0, 0, 1.0, 300, 700))
    assert (pixels == pixels[0, 0]).all()


def test_a_layer_that_did_not_change_is_drawn_from_its_picture():
    many = scene_layer(_stars(3000, 4.0), OWN)
    other = scene_layer(_stars(5, 60.0, seed=5), OPAQUE)
    both = scene_with(many, other)
    alone = replace(both, layers=both.layers[:1])
    renderer = Renderer(keep_layers=True)
    for scene in (both, alone, both, replace(both, layers=both.layers[::-1])):
        kept = real_picture(renderer, scene, VIEW)
        assert (kept == real_picture(Renderer(keep_layers=True), scene, VIEW)).all()
    faint = replace(both, layers=(replace(both.layers[0], opacity=0.4), both.layers[1]))
    kept = real_picture(renderer, faint, VIEW)
    assert (kept == real_picture(Renderer(keep_layers=True), faint, VIEW)).all()
    restyled = replace(both, layers=(replace(both.layers[0], symbols=(OPAQUE,)), both.layers[1]))
    kept = real_picture(renderer, restyled, VIEW)
    assert (kept == real_picture(Renderer(keep_layers=True), restyled, VIEW)).all()


@pytest.mark.parametrize("name", ["areas sorted by their looks", "areas of two looks"])
def test_however_little_of_many_small_areas_is_drawn_at_a_time_they_look_the_same(
    monkeypatch, name
):
    scene = scene_with(*SCENES[name])
    whole = real_picture(Renderer(), scene, VIEW)
    parts = film._parts
    monkeypatch.setattr(film, "_parts", lambda count, _size=0: parts(count, 1000))
    assert (real_picture(Renderer(), scene, VIEW) == whole).all()


@pytest.mark.parametrize("steps", [10, 40, 90])
def test_nothing_of_earlier_drawings_shows_beneath_small_areas(steps):
    earlier, scene = (
        scene_with(*SCENES[name]) for name in ("areas sorted by their looks", "areas of two looks")
    )
    renderer = Renderer()
    abandoned, other = renderer.start(earlier, VIEW), renderer.start(earlier, VIEW)
    for _ in range(steps):
        abandoned.advance(0.0)
        other.advance(0.0)
    abandoned.close()
    assert (real_picture(renderer, scene, VIEW) == real_picture(Renderer(), scene, VIEW)).all()
