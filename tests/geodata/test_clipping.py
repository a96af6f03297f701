"""Cutting at a box, compared with shapely."""

from itertools import pairwise

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.clipping import clip_lines, clip_rings, following

BOX = (-10.0, -8.0, 12.0, 9.0)
AREA = shapely.box(*BOX)

coordinate = st.integers(-40, 40).map(lambda number: number + 0.25)
line = st.lists(st.tuples(coordinate, coordinate), min_size=2, max_size=12)


def arrays(parts):
    coordinates = np.array([point for part in parts for point in part], dtype=float).reshape(-1, 2)
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
    return coordinates, starts


def pieces(runs):
    return [
        runs.coordinates[first:last]
        for first, last in zip(runs.starts[:-1], runs.starts[1:], strict=True)
    ]


def in_the_box(shape):
    """Return what of a line lies in the box; a corner that it merely touches does not count."""
    parts = shapely.get_parts(shapely.intersection(shape, AREA))
    long = parts[shapely.length(parts) > 1e-6]
    # With a point that all have in common, nothing can be compared with nothing.
    return shapely.union_all([*long, shapely.Point(0, 0)])


@settings(max_examples=200, deadline=None)
@given(st.lists(line, min_size=1, max_size=5))
def test_all_of_a_line_in_the_box_remains(lines):
    runs = clip_lines(*arrays(lines), BOX)
    for place, points in enumerate(lines):
        mine = [piece for piece, of in zip(pieces(runs), runs.parts, strict=True) if of == place]
        kept = shapely.union_all([shapely.LineString(piece) for piece in mine])
        inside = in_the_box(shapely.LineString(points))
        assert shapely.hausdorff_distance(inside, in_the_box(kept)) < 1e-6


def test_line_that_touches_a_corner():
    runs = clip_lines(*arrays([[(0.25, -19.75), (12.25, -7.75)], [(11, 8), (13, 10)]]), BOX)
    assert np.abs(runs.coordinates).max() < 20
    assert 1 in runs.parts


@settings(max_examples=200)
@given(st.lists(line, min_size=1, max_size=5))
def test_nothing_is_left_far_outside_the_box(lines):
    runs = clip_lines(*arrays(lines), BOX)
    for piece in pieces(runs):
        assert len(piece) >= 2
        steps = shapely.linestrings(np.stack([piece[:-1], piece[1:]], axis=1))
        # A segment goes at most to the box's edges, one beyond a corner to the lines through it.
        assert (shapely.distance(steps, AREA) < 40).all()
        assert (piece >= (-41, -41)).all()


@given(line)
def test_pieces_know_how_far_along_they_begin(points):
    whole = shapely.LineString(points)
    if len(set(points)) < len(points) or not whole.is_simple:
        return
    runs = clip_lines(*arrays([points]), BOX)
    for piece, distance in zip(pieces(runs), runs.distances, strict=True):
        assert abs(shapely.line_locate_point(whole, shapely.Point(piece[0])) - distance) < 1e-6


def test_lines_inside_are_the_very_arrays():
    coordinates, starts = arrays([[(0, 0), (1, 1)], [(2, 2), (3, 3), (4, 0)]])
    runs = clip_lines(coordinates, starts, BOX)
    assert runs.coordinates is coordinates
    assert runs.starts.tolist() == [0, 2, 5]
    assert runs.parts.tolist() == [0, 1]
    assert runs.distances.tolist() == [0, 0]


def test_far_away_vertices_are_cut_off():
    runs = clip_lines(*arrays([[(-1e9, 0), (1e9, 0)], [(0, 5), (1e9, 5e8)]]), BOX)
    assert np.abs(runs.coordinates).max() < 20
    assert len(runs.parts) == 2


def test_a_part_without_coordinates_has_no_pieces():
    runs = clip_lines(*arrays([[], [(0, 0), (1, 1)], []]), BOX)
    assert runs.parts.tolist() == [1]


def ring_around(angles, radii, centre):
    angles = np.sort(np.array(angles))
    return (
        np.array(centre)
        + np.column_stack([np.cos(angles), np.sin(angles)]) * np.array(radii)[: len(angles), None]
    )


rings = st.builds(
    ring_around,
    st.lists(st.floats(0, 6.28), min_size=3, max_size=12, unique=True),
    st.lists(st.floats(1, 30), min_size=12, max_size=12),
    st.tuples(coordinate, coordinate),
)


def filled(coordinates, starts):
    """Return the area of rings filled with the odd-even rule."""
    area = shapely.Polygon()
    for first, last in pairwise(starts):
        if last - first > 2:
            area = area.symmetric_difference(
                shapely.make_valid(shapely.Polygon(coordinates[first:last]))
            )
    return area


@settings(max_examples=150, deadline=None)
@given(st.lists(rings, min_size=1, max_size=3))
def test_filled_rings_look_the_same_in_the_box(given_rings):
    coordinates, starts = arrays(given_rings)
    cut, cut_starts = clip_rings(coordinates, starts, BOX)
    assert len(cut_starts) == len(starts)
    if len(cut):
        assert (cut >= (BOX[0] - 1e-9, BOX[1] - 1e-9)).all()
        assert (cut <= (BOX[2] + 1e-9, BOX[3] + 1e-9)).all()
    expected = filled(coordinates, starts).intersection(AREA)
    assert filled(cut, cut_starts).symmetric_difference(expected).area < 1e-6


def test_rings_outside_are_left_without_coordinates():
    outside = [(100, 100), (110, 100), (105, 110)]
    inside = [(0, 0), (5, 0), (2, 5)]
    cut, starts = clip_rings(*arrays([outside, inside]), BOX)
    assert starts.tolist() == [0, 0, 3]
    assert cut.tolist() == [list(point) for point in inside]


def test_following_closes_rings():
    assert following(np.array([0, 3, 3, 5])).tolist() == [1, 2, 0, 4, 3]
