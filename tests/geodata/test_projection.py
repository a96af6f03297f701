"""The map's plane, compared with pyproj."""

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.projection import (
    MAX_LATITUDE,
    ground_scale,
    point_to_lonlat,
    point_to_map,
    to_lonlat,
    to_map,
)

TO_MAP = pyproj.Transformer.from_crs(4326, 3857, always_xy=True)
longitudes = st.floats(-180, 180)
latitudes = st.floats(-MAX_LATITUDE, MAX_LATITUDE)


@given(longitudes, st.floats(-85, 85))
def test_it_is_what_pyproj_says(longitude, latitude):
    assert point_to_map(longitude, latitude) == pytest.approx(
        TO_MAP.transform(longitude, latitude), abs=1e-3
    )


@given(st.lists(st.tuples(longitudes, latitudes), min_size=1))
def test_there_and_back(places):
    lonlat = np.array(places)
    assert np.allclose(to_lonlat(to_map(lonlat)), lonlat, atol=1e-9)
    assert point_to_lonlat(*point_to_map(*places[0])) == pytest.approx(places[0], abs=1e-9)


def test_beyond_the_end_of_the_plane_is_at_its_end():
    assert np.isfinite(to_map(np.array([[0.0, 90.0], [0.0, -90.0]]))).all()
    assert point_to_map(0, 90) == point_to_map(0, MAX_LATITUDE)
    assert point_to_map(180, MAX_LATITUDE)[1] == pytest.approx(point_to_map(180, 0)[0])


@given(longitudes, st.floats(-80, 80))
def test_the_scale_on_the_ground_is_what_pyproj_says(longitude, latitude):
    x, y = point_to_map(longitude, latitude)
    step = 50.0
    east = point_to_lonlat(x + step, y)
    geod = pyproj.Geod(a=6378137.0, f=0)  # on the sphere that the plane is made of
    _, _, metres = geod.inv(longitude, latitude, *east)
    assert ground_scale(y) == pytest.approx(metres / step, rel=1e-4)


def test_no_places_are_no_places():
    assert to_map(np.empty((0, 2))).shape == (0, 2)
