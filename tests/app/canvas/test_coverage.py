"""How much of each pixel small areas cover, held against their exact areas."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from app.canvas.coverage import Outlines, rings_of
from geodata.geometry import Family, GeometryArray, from_shapely

WIDTH, HEIGHT = 40, 30


def _covers(shapes, sides, widest=2.0):
    """Return what shapes cover, shape (sides, HEIGHT, WIDTH), those of all shapes added up."""
    return _covers_of(from_shapely(np.array(shapes, dtype=object)), sides, widest)


def _covers_of(geometry, sides, widest):
    x, y = geometry.coordinates[:, 0].copy(), geometry.coordinates[:, 1].copy()
    outlines = Outlines(rings_of(geometry, x, y), geometry.bounds(), widest)
    places = outlines.pixels(WIDTH, HEIGHT)
    result = []
    for cover in outlines.covers(sides):
        image = np.zeros(WIDTH * HEIGHT + 1)
        np.add.at(image, places.ravel(), cover.ravel())
        result.append(image[:-1].reshape(HEIGHT, WIDTH))
    return np.array(result)


def _exact(shapes):
    pixels = [[shapely.box(x, y, x + 1, y + 1) for x in range(WIDTH)] for y in range(HEIGHT)]
    union = np.array(pixels, dtype=object)
    return sum(shapely.area(shapely.intersection(union, shape)) for shape in shapes)


def _star(seed, size, middle):
    random = np.random.default_rng(seed)
    angles = np.linspace(0, 2 * np.pi, 9, endpoint=False)
    radii = size / 2 * random.uniform(0.6, 1.0, 9)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1) * radii[:, None] + middle
    return shapely.Polygon(ring)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 1000),
    size=st.floats(0.3, 22),
    x=st.floats(-3, WIDTH + 3),
    y=st.floats(-3, HEIGHT + 3),
)
def test_an_area_covers_what_its_exact_area_covers(seed, size, x, y):
    star = _star(seed, size, (x, y))
    drawn, exact = _covers([star], [0.0])[0], _exact([star])
    # A piece of an edge may err by an eighth of a pixel, and two edges may meet in one.
    assert np.abs(drawn - exact).max() < 0.26
    assert np.abs(drawn - exact).sum() <= 0.06 * np.count_nonzero(exact) + 0.01
    assert drawn.sum() == pytest.approx(exact.sum(), abs=0.02 * size + 0.02)


def test_upright_rectangles_are_exact():
    shapes = [shapely.box(3.25, 4.5, 9.75, 8.1), shapely.box(20.1, 2.0, 20.4, 17.7)]
    assert _covers(shapes, [0.0])[0] == pytest.approx(_exact(shapes), abs=1e-3)


def test_areas_grow_and_shrink_by_the_side():
    shape = shapely.box(10, 10, 20, 16)
    grown, shrunk = _covers([shape], [0.75, -1.0])
    assert grown == pytest.approx(_exact([shape.buffer(0.75, join_style="bevel")]), abs=0.02)
    assert shrunk == pytest.approx(_exact([shapely.box(11, 11, 19, 15)]), abs=1e-3)


SHARP = [
    shapely.Polygon([(8, 8), (24, 10), (12, 20)]),
    shapely.Polygon([(8, 8), (30, 9), (30, 9.4)]),
    shapely.Polygon([(8, 8), (20, 8), (20, 20), (16, 12), (8, 20)]),
    shapely.Polygon([(8, 8), (28, 8), (28, 22), (8, 22)], [[(12, 11), (24, 12), (14, 19)]]),
]


@pytest.mark.parametrize("shape", SHARP)
@pytest.mark.parametrize("side", [0.6, 1.25])
def test_sharp_corners_are_cut_off_outside_and_pointed_inside(shape, side):
    # shapely turns joins round or cuts them off at the growing side of each corner alone.
    grown, shrunk = _covers([shape], [side, -side], 2 * side)
    wide = shape.buffer(side, join_style="bevel")
    narrow = shape.buffer(-side, join_style="bevel")
    for drawn, wanted in ((grown, wide), (shrunk, narrow)):
        assert np.abs(drawn - _exact([wanted])).max() < 0.3
        # Of a sliver that is gone a breath is left.
        assert drawn.sum() == pytest.approx(wanted.area, rel=0.03, abs=2.5)


@pytest.mark.parametrize("shape", [shapely.box(10, 10, 11, 18), *SHARP[:2]])
def test_next_to_nothing_is_left_of_an_area_that_shrinks_by_more_than_it_has(shape):
    (shrunk,) = _covers([shape], [-5.0])
    assert shrunk.max() < 0.2
    assert shrunk.sum() < 0.02 * shape.envelope.area + 2.5


def test_a_ring_that_is_a_line_grows_at_both_sides():
    line = np.array([[10.0, 10.0], [20.0, 10.0], [10.0, 10.0]])
    ends, features = np.array([0, 3]), np.array([0, 1])
    one = GeometryArray(Family.POLYGON, line, ends, features, np.array([False]))
    (grown,) = _covers_of(one, [1.0], 2.0)
    assert grown == pytest.approx(_exact([shapely.box(10, 9, 20, 11)]), abs=1e-3)


@pytest.mark.parametrize("turned", [False, True])
def test_holes_and_islands_count_whichever_way_their_rings_run(turned):
    island = shapely.Polygon(
        [(2, 2), (14, 3), (13, 14), (3, 13)], holes=[[(5, 5), (9, 5.5), (8, 9)]]
    )
    shape = shapely.MultiPolygon([island, shapely.box(20.5, 6, 24, 9.25)])
    both = shapely.reverse(shape) if turned else shape
    assert np.abs(_covers([both], [0.0])[0] - _exact([shape])).max() < 0.2
    # A hole shrinks while its area grows.
    (grown,) = _covers([both], [1.0])
    assert grown[6, 7] > _exact([shape])[6, 7]


def test_rings_that_are_not_closed_are_closed():
    ring = np.array([[4.0, 4.0], [12.0, 4.0], [12.0, 9.0], [4.0, 9.0]])
    starts = np.array([0, 4])
    one = GeometryArray(Family.POLYGON, ring, starts, np.array([0, 1]), np.array([False]))
    assert _covers_of(one, [0.0], 1.0)[0] == pytest.approx(
        _exact([shapely.box(4, 4, 12, 9)]), abs=1e-3
    )


def test_many_areas_are_covered_as_each_alone():
    shapes = [
        _star(seed, 3 + seed % 9, (3 + 5 * (seed % 7), 4 + 5 * (seed // 7))) for seed in range(35)
    ]
    together = _covers(shapes, [0.6, -0.6], 1.2)
    alone = sum(_covers([shape], [0.6, -0.6], 1.2) for shape in shapes)
    assert together == pytest.approx(alone, abs=2e-3)
