"""Drawing areas from seats and published areas, on countries small enough to check."""

import numpy as np
import pytest
import shapely

pytest.importorskip("scipy", reason="scipy comes with the extra 'data', which builds the data")

from scripts.build_data import boundaries
from scripts.build_data.boundaries import Canvas, Department, Municipality
from scripts.build_data.partition import assigned, fitted_weights
from scripts.build_data.raster import Grid

COUNTRY = shapely.box(0, 0, 40_000, 20_000)
WEST, EAST = shapely.box(0, 0, 20_000, 20_000), shapely.box(20_000, 0, 40_000, 20_000)


def _department(code, shape, seats, towns=(), area=None):
    towns = np.array(towns, dtype=float).reshape(-1, 2)
    return Department(code, shape, np.array(seats, dtype=float), towns, area)


def _areas(cells, owners):
    return np.bincount(owners[cells.inside]) / 100  # cells of 100 m: 100 make a km2


def test_fitted_weights_give_the_areas():
    points = np.random.default_rng(1).uniform(0, 1000, (20_000, 2))
    seats = np.array([[100, 500], [500, 500], [900, 500]])
    costs = np.hypot(*(points[None] - seats[:, None]).T).T.astype(np.float32)
    targets = np.array([10_000.0, 4_000.0, 6_000.0])
    found = np.bincount(assigned(costs, fitted_weights(costs, targets)))
    assert found == pytest.approx(targets, abs=60)


def test_a_unit_without_a_target_keeps_its_weight():
    costs = np.abs(np.linspace(0, 1000, 5000)[None] - [[0], [500], [1000]]).astype(np.float32)
    weights = fitted_weights(costs, np.array([np.nan, 2000.0, np.nan]))
    assert weights[0] == weights[2] == 0
    assert np.bincount(assigned(costs, weights))[1] == pytest.approx(2000, abs=10)


def test_departments_get_their_published_areas():
    canvas = Canvas(COUNTRY)
    west = _department("W", WEST, [(10_000, 10_000)], area=480)
    east = _department("E", EAST, [(30_000, 10_000)], area=320)
    areas = _areas(canvas, boundaries.department_of(canvas, [west, east]))
    assert areas == pytest.approx([480, 320], abs=1)


def test_a_department_without_an_area_stays_where_it_is():
    canvas = Canvas(COUNTRY)
    west = _department("W", WEST, [(10_000, 10_000)])
    east = _department("E", EAST, [(30_000, 10_000)])
    areas = _areas(canvas, boundaries.department_of(canvas, [west, east]))
    assert areas == pytest.approx([400, 400], abs=5)


def test_a_town_on_the_wrong_side_pulls_the_line_over():
    canvas = Canvas(COUNTRY)
    town = (21_000.0, 10_000.0)
    west = _department("W", WEST, [(10_000, 10_000), town], towns=[town], area=400)
    east = _department("E", EAST, [(30_000, 10_000)], area=400)
    owners = boundaries.department_of(canvas, [west, east])
    assert owners[canvas.cell(np.array(town))] == 0
    assert owners[canvas.cell(np.array([21_000.0, 1_000.0]))] == 1
    assert _areas(canvas, owners) == pytest.approx([400, 400], abs=1)


def test_municipalities_get_their_share_and_merge_into_delegations():
    canvas = Canvas(COUNTRY)
    mine = np.ones(len(canvas.points), dtype=np.bool_)
    seats = [(5_000, 10_000), (20_000, 10_000), (35_000, 10_000)]
    towns = [
        Municipality(np.array(seat, dtype=float), delegation, area)
        for seat, delegation, area in zip(seats, (7, 7, 9), (100, 100, 200), strict=True)
    ]
    owners = boundaries.delegation_of(canvas, mine, towns)
    assert set(owners) == {7, 9}
    assert np.bincount(owners[canvas.inside])[[7, 9]] / 100 == pytest.approx([400, 400], abs=1)


def test_without_areas_the_nearest_seat_decides():
    canvas = Canvas(COUNTRY)
    mine = np.ones(len(canvas.points), dtype=np.bool_)
    towns = [
        Municipality(np.array([5_000.0, 10_000.0]), 0, None),
        Municipality(np.array([15_000.0, 10_000.0]), 1, None),
    ]
    owners = boundaries.delegation_of(canvas, mine, towns)
    assert (owners == (canvas.points[:, 0] > 10_000)).all()


def test_cells_cover_the_country_and_reach_past_it():
    departments = [
        _department("W", WEST, [(10_000, 10_000)], area=400),
        _department("E", EAST, [(30_000, 10_000)], area=400),
    ]
    split = {
        "E": [
            Municipality(np.array([30_000.0, 5_000.0]), 1, None),
            Municipality(np.array([30_000.0, 15_000.0]), 2, None),
        ]
    }
    cells = boundaries.draw(COUNTRY, departments, {"W": 0}, split)
    assert shapely.union_all(cells.shapes).covers(COUNTRY.buffer(2_000, join_style="mitre"))
    assert shapely.coverage_is_valid(cells.shapes)
    points = shapely.points([(10_000, 10_000), (30_000, 5_000), (30_000, 15_000), (-50_000, 0)])
    assert cells.at(points).tolist() == [0, 1, 2, 0]
    assert sum(line.intersection(COUNTRY).length for line in cells.lines) == pytest.approx(
        40_000, rel=0.02
    )


def test_a_grid_gives_back_the_areas_that_it_was_given():
    grid = Grid(0.0, 0.0, 6, 4, 10.0)
    labels = np.zeros((4, 6), dtype=np.int16)
    labels[1:3, 2:5] = 3
    shapes = dict(grid.polygons(labels))
    assert shapes[3].equals(shapely.box(20, 10, 50, 30))
    assert shapes[0].equals(shapely.box(0, 0, 60, 40).difference(shapes[3]))


def test_signed_distance_is_negative_inside():
    grid = Grid(0.0, 0.0, 20, 20, 100.0)
    mask = grid.mask(shapely.box(500, 500, 1500, 1500))
    distance = grid.signed_distance(mask)
    assert mask.sum() == 100
    assert (distance[mask] < 0).all()
    assert (distance[~mask] > 0).all()
    assert distance[0, 10] == pytest.approx(500)
