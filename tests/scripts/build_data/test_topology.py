"""Arcs: every area that is built from them shares its borders with its neighbours."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from scripts.build_data.topology import OUTSIDE, area, borders, faces, merged_lines, simplified

SQUARES = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(0, 1, 2, 2)]


def _coverage():
    pieces = faces([shape.boundary for shape in SQUARES])
    units = [
        next(k for k, s in enumerate(SQUARES) if s.contains(p.representative_point()))
        for p in pieces
    ]
    return pieces, np.array(units)


def test_each_border_comes_once():
    arcs = borders(*_coverage())
    pairs = sorted(arc.sides for arc in arcs)
    assert pairs == [(OUTSIDE, 0), (OUTSIDE, 1), (OUTSIDE, 2), (0, 1), (0, 2), (1, 2)]
    assert sum(arc.line.length for arc in arcs) == pytest.approx(8 + 3)


def test_areas_come_back_whole_and_together():
    arcs = borders(*_coverage())
    for unit, square in enumerate(SQUARES):
        assert area(arcs, {unit}).equals(square)
    assert area(arcs, {0, 1, 2}).equals(shapely.box(0, 0, 2, 2))


def test_a_hole_stays_a_hole():
    ring = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))
    arcs = borders(np.array([ring, shapely.box(1, 1, 2, 2)]), np.array([0, 1]))
    assert area(arcs, {0}).equals(ring)
    assert area(arcs, {0, 1}).equals(shapely.box(0, 0, 3, 3))


def test_faces_of_one_unit_have_no_border_between_them():
    pieces, units = _coverage()
    arcs = borders(pieces, np.where(units == 1, 0, units))
    assert (0, 0) not in {arc.sides for arc in arcs}
    assert area(arcs, {0}).equals(shapely.box(0, 0, 2, 1))


@given(st.integers(0, 10_000))
def test_thinned_areas_still_tile(seed):
    cells = _random_coverage(seed)
    arcs = simplified(borders(cells, np.arange(len(cells))), [(shapely.box(-1, -1, 11, 11), 0.3)])
    thin = np.array([area(arcs, {k}) for k in range(len(cells))])
    assert shapely.is_valid(thin).all()
    assert shapely.coverage_is_valid(thin)
    assert shapely.area(thin).sum() == pytest.approx(100)


def _random_coverage(seed):
    """Return cells of random points in a square, their edges wiggled alike on both sides."""
    random = np.random.default_rng(seed)
    box = shapely.box(0, 0, 10, 10)
    points = shapely.multipoints(random.uniform(0, 10, (8, 2)))
    edges = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=box, only_edges=True))
    wiggled = [
        shapely.transform(line, lambda xy: xy + 0.05 * np.sin(7 * xy[:, ::-1]))
        for line in shapely.segmentize(edges, 0.1)
    ]
    return faces([box.boundary, *shapely.intersection(wiggled, box)])


def test_detail_is_kept_in_the_first_zone_and_lost_in_the_second():
    zigzag = [(x, 0.01 * (x % 2)) for x in range(101)]
    north = shapely.Polygon([*zigzag, (100, 50), (0, 50)])
    south = shapely.Polygon([*zigzag, (100, -50), (0, -50)])
    arcs = borders(np.array([north, south]), np.array([0, 1]))
    zones = [(shapely.box(0, -50, 50, 50), 0.0), (shapely.box(50, -50, 100, 50), 0.1)]
    thin = [arc for arc in simplified(arcs, zones) if arc.sides == (0, 1)]
    fine, coarse = (
        sum(len(a.line.coords) for a in thin if zone.covers(a.line)) for zone, _ in zones
    )
    assert fine >= 51
    assert coarse == 2


def test_lines_that_would_cross_keep_their_detail():
    """A thin spit beside a bend: the thinned bend would cut through it."""
    bend = [(0, 0), (5, 0.9), (10, 0)]
    below = shapely.Polygon([*bend, (10, -5), (0, -5)])
    spit = shapely.Polygon([(4.9, 0.2), (5.1, 0.2), (5.0, 0.8)])
    land = below.difference(spit)
    rest = shapely.Polygon([*bend, (10, 5), (0, 5)])
    arcs = borders(np.array([land, spit, rest]), np.array([0, 1, 2]))
    thin = simplified(arcs, [(shapely.box(-1, -6, 11, 6), 1.0)])
    shapes = [area(thin, {k}) for k in range(3)]
    assert all(shape.is_valid for shape in shapes)
    assert shapely.coverage_is_valid(shapes)


def test_merged_lines_are_joined_end_to_end():
    arcs = borders(*_coverage())
    inner = merged_lines([arc for arc in arcs if arc.sides[1] == 2 and arc.sides[0] >= 0])
    assert len(inner.geoms) == 1
    assert inner.length == 2
