"""Features as arrays: the same shapes come out that went in."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.geometry import (
    Family,
    from_points,
    from_shapely,
    from_wkb,
    ranges,
)

number = st.integers(-1000, 1000).map(float)
pair = st.tuples(number, number)


def boxes_apart(origin, count):
    """Return polygons that do not touch, some with holes."""
    x, y = origin
    polygons = []
    for place in range(count):
        left = x + 10 * place
        outer = shapely.box(left, y, left + 8, y + 8)
        holes = [
            shapely.box(left + 1, y + 1, left + 3, y + 3),
            shapely.box(left + 5, y + 5, left + 6, y + 7),
        ]
        polygons.append(outer.difference(shapely.union_all(holes[: place % 3])))
    return polygons


points = st.one_of(
    pair.map(shapely.Point), st.lists(pair, min_size=2, max_size=4).map(shapely.MultiPoint)
)
line = st.lists(pair, min_size=2, max_size=6, unique=True)
lines = st.one_of(
    line.map(shapely.LineString),
    st.lists(line, min_size=2, max_size=3).map(shapely.MultiLineString),
)
polygons = st.one_of(
    st.builds(lambda at: boxes_apart(at, 3)[2], pair),
    st.builds(
        lambda at, count: shapely.MultiPolygon(boxes_apart(at, count)), pair, st.integers(2, 4)
    ),
    st.builds(lambda at: boxes_apart(at, 1)[0], pair),
)
families = {Family.POINT: points, Family.LINE: lines, Family.POLYGON: polygons}


@st.composite
def features(draw):
    family = draw(st.sampled_from(list(families)))
    shapes = draw(st.lists(st.none() | families[family], max_size=8))
    return family, np.array([*shapes, None], dtype=object)[:-1]


@given(features())
def test_shapes_come_back_as_they_went_in(given_features):
    family, shapes = given_features
    array = from_shapely(shapes, family)
    assert len(array) == len(shapes)
    assert array.placed.tolist() == [shape is not None for shape in shapes]
    for shape, back in zip(shapes, array.to_shapely(), strict=True):
        assert (shape is None) == (back is None)
        if shape is not None:
            assert back.geom_type == shape.geom_type
            assert shapely.equals_exact(shapely.normalize(back), shapely.normalize(shape))
    for row, shape in enumerate(shapes):
        assert (array.shape(row) is None) == (shape is None)


@given(features())
def test_well_known_binary_is_read(given_features):
    family, shapes = given_features
    blobs = [None if shape is None else shapely.to_wkb(shape) for shape in shapes]
    array, expected = from_wkb(blobs, family), from_shapely(shapes, family)
    for name in ("coordinates", "part_starts", "feature_starts", "holes"):
        assert (getattr(array, name) == getattr(expected, name)).all()


@given(features(), st.data())
def test_rows_can_be_taken_in_any_order(given_features, data):
    family, shapes = given_features
    if not len(shapes):
        return
    rows = data.draw(st.lists(st.integers(0, len(shapes) - 1), max_size=12))
    taken = from_shapely(shapes, family).take(rows)
    expected = from_shapely(shapes[rows] if rows else shapes[:0], family)
    for name in ("coordinates", "part_starts", "feature_starts", "holes"):
        assert getattr(taken, name).tolist() == getattr(expected, name).tolist()


@given(features())
def test_bounds_are_those_of_the_shapes(given_features):
    family, shapes = given_features
    array = from_shapely(shapes, family)
    expected = shapely.bounds(shapes) if len(shapes) else np.empty((0, 4))
    assert np.array_equal(array.bounds(), expected, equal_nan=True)
    total = array.total_bounds()
    if all(shape is None for shape in shapes):
        assert total is None
    else:
        assert total == tuple(shapely.total_bounds(shapes))


def test_holes_are_marked():
    array = from_shapely(np.array(boxes_apart((0, 0), 3), dtype=object))
    assert array.holes.tolist() == [False, False, True, False, True, True]
    assert array.feature_starts.tolist() == [0, 1, 3, 6]


def test_coordinates_are_replaced_but_not_their_number():
    array = from_points(np.array([[1.0, 2.0], [3.0, 4.0]]))
    moved = array.with_coordinates(array.coordinates + 1)
    assert moved.coordinates.tolist() == [[2, 3], [4, 5]]
    with pytest.raises(ValueError, match="expected"):
        array.with_coordinates(np.zeros((3, 2)))


def test_points_without_a_place():
    array = from_points(np.array([[1.0, 2.0], [np.nan, np.nan]]), np.array([True, False]))
    assert array.placed.tolist() == [True, False]
    assert array.to_shapely().tolist() == [shapely.Point(1, 2), None]
    assert np.isnan(array.bounds()[1]).all()


def test_empty_shapes_have_no_place():
    array = from_shapely(np.array([shapely.Point(), shapely.Point(1, 2)], dtype=object))
    assert array.placed.tolist() == [False, True]


@pytest.mark.parametrize(
    "shapes",
    [
        [shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)])],
        [shapely.GeometryCollection([shapely.Point(0, 0)])],
        [shapely.Point(0, 0), shapely.box(0, 0, 1, 1)],
    ],
)
def test_mixtures_are_refused(shapes):
    with pytest.raises(ValueError, match="points, lines or polygons, not a mixture"):
        from_shapely(np.array(shapes, dtype=object))


def test_a_family_is_needed_where_there_is_nothing_to_tell_it_from():
    nothing = np.array([None], dtype=object)
    with pytest.raises(ValueError, match="no geometry"):
        from_shapely(nothing)
    assert from_shapely(nothing, Family.LINE).family is Family.LINE
    with pytest.raises(ValueError, match="not a mixture"):
        from_shapely(np.array([shapely.Point(0, 0)], dtype=object), Family.LINE)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=10))
def test_ranges(pairs):
    firsts, counts = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    expected = [number for first, count in pairs for number in range(first, first + count)]
    assert ranges(firsts, counts).tolist() == expected


def test_bounds_of_very_many_features_are_those_of_each():
    random = np.random.default_rng(4)
    corners = random.uniform(-100, 100, (120_000, 2))
    shapes = shapely.box(corners[:, 0], corners[:, 1], corners[:, 0] + 2, corners[:, 1] + 3)
    shapes[random.integers(0, 120_000, 500)] = None
    expected = shapely.bounds(shapes)
    geometry = from_shapely(shapes)
    assert np.array_equal(geometry.bounds(), expected, equal_nan=True)
    assert np.array_equal(geometry.take([3, 1]).bounds(), expected[[3, 1]], equal_nan=True)
    with pytest.raises(ValueError, match="read-only"):
        geometry.bounds()[0] = 0.0


def test_bounds_found_step_by_step_are_the_same():
    corners = np.random.default_rng(4).uniform(-100, 100, (50_000, 2))
    shapes = shapely.box(corners[:, 0], corners[:, 1], corners[:, 0] + 2, corners[:, 1] + 3)
    geometry = from_shapely(shapes)
    assert len(list(geometry.bounds_steps())) > 1
    assert np.array_equal(geometry.bounds(), shapely.bounds(shapes))
    assert not list(geometry.bounds_steps())
