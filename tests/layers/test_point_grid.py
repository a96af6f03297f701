"""Points near a place, held against a look at each of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers import point_grid
from layers.point_grid import PointGrid


def _plainly(points, x, y, reach):
    return np.flatnonzero((np.abs(points - (x, y)) <= reach).all(axis=1))


@pytest.mark.parametrize("count", [0, 1, 7, 5000])
@given(
    x=st.floats(-150, 150),
    y=st.floats(-150, 150),
    reach=st.floats(0, 300),
    seed=st.integers(0, 9),
    clustered=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_the_points_near_a_place_are_found_in_their_order(count, x, y, reach, seed, clustered):
    random = np.random.default_rng(seed)
    points = random.uniform(-100, 100, (count, 2))
    if clustered:
        points[::2] = (50.0, -20.0)
    found = PointGrid(points).near(x, y, reach)
    assert found.tolist() == _plainly(points, x, y, reach).tolist()


def test_points_that_are_not_sorted_yet_are_found_too(monkeypatch):
    monkeypatch.setattr(point_grid, "_CHUNK", 100)
    points = np.random.default_rng(1).uniform(-100, 100, (1050, 2))
    grid = PointGrid(points)
    for _ in range(13):
        assert grid.near(5.0, 5.0, 30.0).tolist() == _plainly(points, 5.0, 5.0, 30.0).tolist()
