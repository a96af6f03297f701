"""Layers that share lines go on sharing them once they are thinned."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from geodata.builtin import BuiltinData
from geodata.geometry import Family, from_points, from_shapely
from geodata.projection import to_map
from geodata.topology import shared_arcs


def polygons(*shapes):
    return from_shapely(np.array(shapes, dtype=object), Family.POLYGON)


def rebuilt(topology, layer, family=Family.POLYGON):
    """The features of a layer put together from their arcs, as shapely geometries."""
    shapes = []
    for feature in topology.paths[layer]:
        parts = [topology.points(path) * topology.grid for path in feature]
        if family is Family.LINE:
            shapes.append(shapely.MultiLineString(parts))
        else:
            # The odd-even rule, by which GeometryArray's rings are to be read.
            area = shapely.Polygon()
            for ring in parts:
                area = area.symmetric_difference(shapely.Polygon(ring))
            shapes.append(area)
    return np.array(shapes, dtype=object)


def wobbly(start, end, steps=200, seed=1):
    """A line between two points that strays a little, the way boundaries do."""
    along = np.linspace(0, 1, steps)[:, None]
    line = np.array(start) + along * (np.array(end) - np.array(start))
    stray = np.random.default_rng(seed).uniform(-3, 3, (steps, 2))
    stray[[0, -1]] = 0
    return (line + stray).tolist()


@pytest.fixture
def neighbours():
    """Two areas with a common wobbly boundary, and that boundary as a line."""
    border = wobbly((1000, 0), (1000, 1000))
    west = shapely.Polygon([(0, 0), *border, (0, 1000)])
    east = shapely.Polygon([(2000, 0), (2000, 1000), *border[::-1]])
    return polygons(west, east), from_shapely(np.array([shapely.LineString(border)], dtype=object))


def test_a_common_boundary_is_one_arc_in_every_layer(neighbours):
    topology = shared_arcs(neighbours, [0, 0], 1)
    (line,) = topology.paths[1][0]
    assert len(line) == 1
    (arc,) = line
    for feature in topology.paths[0]:
        assert {arc, ~arc} & set(feature[0])


def test_thinning_leaves_no_gap_and_no_overlap(neighbours):
    topology = shared_arcs(neighbours, [50, 10], 1)
    areas = rebuilt(topology, 0)
    assert shapely.coverage_is_valid(areas)
    assert shapely.area(shapely.union_all(areas)) == pytest.approx(2_000_000, rel=1e-9)
    border = rebuilt(topology, 1, Family.LINE)[0]
    assert shapely.length(shapely.difference(border, areas[0].boundary)) == 0


def test_the_smallest_tolerance_of_the_sharing_layers_holds(neighbours):
    def vertices(tolerances):
        topology = shared_arcs(neighbours, tolerances, 1)
        return len(topology.points(topology.paths[1][0][0]))

    assert vertices([50, 2]) == vertices([2, 2]) > vertices([50, 50])


def test_nothing_moves_further_than_the_tolerance(neighbours):
    topology = shared_arcs(neighbours, [5, 5], 1)
    for thin, area in zip(rebuilt(topology, 0), neighbours[0].to_shapely(), strict=True):
        # A rounded point is up to half a unit away in each direction.
        assert shapely.hausdorff_distance(thin, area) <= 5 + np.sqrt(0.5)


def test_without_tolerance_only_rounding_changes_anything(neighbours):
    topology = shared_arcs(neighbours, [0, 0], 0.001)
    for same, area in zip(rebuilt(topology, 0), neighbours[0].to_shapely(), strict=True):
        assert shapely.hausdorff_distance(same, area) < 0.001


def test_an_island_is_the_same_arcs_wherever_its_ring_begins():
    ring = shapely.Point(500, 500).buffer(300).exterior.coords[:-1]
    turned = [*ring[17:], *ring[:17]]
    topology = shared_arcs(
        [polygons(shapely.Polygon(ring)), polygons(shapely.Polygon(turned))], [9, 9], 1
    )
    assert len(topology.arcs) == 2
    assert shapely.equals(*(rebuilt(topology, layer)[0] for layer in (0, 1)))


def test_a_lake_fits_the_hole_around_it():
    lake = shapely.Point(500, 500).buffer(200)
    land = shapely.box(0, 0, 1000, 1000).difference(lake)
    topology = shared_arcs([polygons(land), polygons(lake)], [20, 20], 1)
    (hole,), (shore,) = (rebuilt(topology, layer) for layer in (0, 1))
    assert shapely.area(shapely.intersection(hole, shore)) == 0
    assert shapely.area(shapely.union(hole, shore)) == pytest.approx(1_000_000)


def test_what_is_smaller_than_the_tolerance_stays():
    islet = shapely.box(0, 0, 10, 10)
    topology = shared_arcs([polygons(islet)], [500], 1)
    assert shapely.area(rebuilt(topology, 0)[0]) > 0


def test_an_islet_whose_shores_are_thinned_apart_stays():
    islet = shapely.box(0, 0, 10, 10)
    shore = shapely.LineString([(0, 0), (10, 0), (10, 10)])
    layers = [polygons(islet), from_shapely(np.array([shore], dtype=object))]
    topology = shared_arcs(layers, [500, 400], 1)
    assert shapely.area(rebuilt(topology, 0)[0]) == 100


def test_a_feature_without_a_place_has_no_paths():
    layer = from_shapely(np.array([None, shapely.box(0, 0, 5, 5)], dtype=object))
    topology = shared_arcs([layer], [1], 1)
    assert [len(feature) for feature in topology.paths[0]] == [0, 1]


def test_what_rounding_makes_a_point_is_no_error():
    layer = polygons(shapely.box(0.1, 0.1, 0.2, 0.2))
    topology = shared_arcs([layer], [1], 1)
    assert topology.points(topology.paths[0][0][0]).tolist() == [[0, 0], [0, 0]]


def test_no_layers_and_empty_layers():
    assert shared_arcs([], [], 1).arcs == ()
    empty = from_shapely(np.array([None], dtype=object), Family.LINE)
    assert shared_arcs([empty], [1], 1).paths == (((),),)


def test_points_are_refused():
    with pytest.raises(ValueError, match="points have no arcs"):
        shared_arcs([from_points(np.zeros((1, 2)))], [1], 1)


@settings(deadline=None, max_examples=60)
@given(
    hnp.arrays(np.int64, (6, 6), elements=st.integers(0, 3)),
    st.floats(0, 40),
    st.integers(0, 2**32 - 1),
)
def test_any_division_of_a_square_stays_one(owners, tolerance, seed):
    """Squares of a grid, each side wobbly, merged by owner."""
    noise = np.random.default_rng(seed)

    def side(start, end):
        along = np.linspace(0, 1, 9)[:, None]
        points = np.array(start) + along * (np.array(end) - np.array(start))
        points[1:-1] += noise.uniform(-4, 4, (7, 2))
        return points.round().tolist()

    flat = {
        (column, row): side((column * 100, row * 100), (column * 100 + 100, row * 100))
        for column in range(6)
        for row in range(7)
    }
    steep = {
        (column, row): side((column * 100, row * 100), (column * 100, row * 100 + 100))
        for column in range(7)
        for row in range(6)
    }
    cells = {
        (column, row): shapely.Polygon(
            flat[column, row]
            + steep[column + 1, row]
            + flat[column, row + 1][::-1]
            + steep[column, row][::-1]
        )
        for column in range(6)
        for row in range(6)
    }
    areas = np.array(
        [
            shapely.coverage_union_all([cells[cell] for cell in cells if owners[cell] == owner])
            for owner in np.unique(owners)
        ],
        dtype=object,
    )
    topology = shared_arcs([from_shapely(areas)], [tolerance], 1)
    thin = rebuilt(topology, 0)
    assert shapely.area(shapely.union_all(thin)) == pytest.approx(
        shapely.area(thin).sum(), rel=1e-9
    )
    assert (shapely.area(thin) > 0).all()


def test_the_built_in_map_needs_less_than_half_its_points_and_stays_a_coverage():
    data = BuiltinData()
    layers = [
        table.geometry.with_coordinates(to_map(table.geometry.coordinates))
        for table in map(data.table, ["land", "departments", "delegations", "delegation-lines"])
    ]
    topology = shared_arcs(layers, [40] * 4, 1)
    assert 2 * sum(map(len, topology.arcs)) < sum(len(layer.coordinates) for layer in layers)
    assert shapely.coverage_is_valid(rebuilt(topology, 2))
    lines = shapely.union_all(rebuilt(topology, 3, Family.LINE))
    edges = shapely.union_all(shapely.boundary(rebuilt(topology, 2)))
    assert shapely.length(shapely.difference(edges, lines)) < 0.02 * shapely.length(edges)
