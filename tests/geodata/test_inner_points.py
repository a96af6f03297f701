"""The places where areas have their names are those that GEOS finds, to the last bit."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.builtin import BuiltinData
from geodata.geometry import Family, from_shapely
from geodata.inner_points import inner_points
from geodata.projection import to_map
from tests.geodata.test_geometry import boxes_apart

corner = st.integers(-6, 6).map(float)
triangle = st.lists(st.tuples(corner, corner), min_size=3, max_size=3)
areas = st.one_of(
    st.builds(lambda at, size: shapely.Point(at).buffer(size), st.tuples(corner, corner), corner),
    st.builds(
        lambda at, count: shapely.MultiPolygon(boxes_apart(at, count)),
        st.tuples(corner, corner),
        st.integers(1, 4),
    ),
    # Some of them flat.
    triangle.map(shapely.Polygon),
    st.tuples(triangle, triangle).map(lambda two: shapely.MultiPolygon([(ring,) for ring in two])),
)


def by_geos(geometry):
    shapes = geometry.to_shapely()
    result = np.full((len(geometry), 2), np.nan)
    placed = geometry.placed
    result[placed] = shapely.get_coordinates(shapely.point_on_surface(shapes[placed]))
    return result


@given(st.lists(st.none() | areas, max_size=6))
def test_areas_of_every_kind(shapes):
    geometry = from_shapely(np.array([*shapes, None], dtype=object)[:-1], Family.POLYGON)
    assert np.array_equal(inner_points(geometry), by_geos(geometry), equal_nan=True)


LAYERS = ("sea", "land", "neighbour-departments", "departments", "delegations", "lakes")


@pytest.mark.parametrize("layer", LAYERS)
def test_the_areas_of_the_map(layer):
    geometry = BuiltinData().table(layer).geometry
    geometry = geometry.with_coordinates(to_map(geometry.coordinates))
    found = inner_points(geometry)
    assert np.array_equal(found, by_geos(geometry), equal_nan=True)
    placed = geometry.placed
    assert placed.any()
    assert shapely.contains(geometry.to_shapely()[placed], shapely.points(found[placed])).all()
