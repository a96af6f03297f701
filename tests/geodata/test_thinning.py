"""Leaving out vertices that no pixel shows."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.thinning import blocks, part_blocks, thin


def starts_of(*lengths):
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def wiggly(count, seed, size=1.0):
    steps = np.random.default_rng(seed).normal(0, size, (count, 2)) + np.array([size, 0])
    return np.cumsum(steps, axis=0)


@settings(deadline=None)
@given(st.integers(2, 400), st.integers(0, 10_000), st.floats(0.01, 20))
def test_what_remains_is_near_what_was_there(count, seed, tolerance):
    line = wiggly(count, seed)
    thinned, starts = thin(line, starts_of(count), tolerance)
    assert starts.tolist() == [0, len(thinned)]
    assert (thinned[[0, -1]] == line[[0, -1]]).all()
    distance = shapely.distance(shapely.LineString(thinned), shapely.points(line)).max()
    assert distance <= 4 * tolerance


@settings(deadline=None)
@given(st.integers(2, 300), st.integers(0, 10_000), st.floats(0.01, 20))
def test_it_does_not_matter_which_way_a_line_runs(count, seed, tolerance):
    line = wiggly(count, seed)
    one, _ = thin(line, starts_of(count), tolerance)
    other, _ = thin(np.ascontiguousarray(line[::-1]), starts_of(count), tolerance)
    assert (one == other[::-1]).all()


def test_a_boundary_that_two_areas_share_stays_shared():
    border = wiggly(500, 3)
    west = np.vstack([border, [[border[-1, 0], -900], [border[0, 0], -900]], border[:1]])
    east = np.vstack([border[::-1], [[border[0, 0], 900], [border[-1, 0], 900]], border[-1:]])
    thinned, starts = thin(np.vstack([west, east]), starts_of(len(west), len(east)), 2.0)
    parts = [thinned[: starts[1]], thinned[starts[1] :]]
    border_set = {tuple(point) for point in border.tolist()}
    kept = [{tuple(point) for point in part.tolist()} & border_set for part in parts]
    # Where the border ends the areas go different ways.
    assert len(kept[0] ^ kept[1]) <= 4
    assert 10 < len(kept[0]) < 250


def test_points_on_a_straight_line_go_whatever_their_number():
    line = np.column_stack([np.linspace(0, 1000, 5001), np.linspace(0, 500, 5001)])
    thinned, _ = thin(line, starts_of(len(line)), 0.01)
    assert len(thinned) < 120


def test_a_dense_circle_keeps_its_shape():
    angles = np.linspace(0, 2 * np.pi, 20_001)
    ring = 100 * np.column_stack([np.cos(angles), np.sin(angles)])
    thinned, _ = thin(ring, starts_of(len(ring)), 0.3)
    assert len(thinned) < 200
    radii = np.hypot(*thinned.T)
    assert abs(shapely.Polygon(thinned).area / (np.pi * 100**2) - 1) < 0.01
    assert radii.min() > 99.9


def test_parts_stay_apart_and_their_ends_stay():
    lines = [wiggly(length, length) for length in (2, 3, 50, 2, 700)]
    thinned, starts = thin(np.vstack(lines), starts_of(*map(len, lines)), 5.0)
    assert len(starts) == len(lines) + 1
    for line, first, last in zip(lines, starts[:-1], starts[1:], strict=True):
        assert (thinned[first] == line[0]).all()
        assert (thinned[last - 1] == line[-1]).all()
    assert len(thinned) < 400


def test_nothing_goes_where_everything_is_seen():
    line = wiggly(100, 1)
    starts = starts_of(100)
    thinned, same = thin(line, starts, 1e-6)
    assert thinned is line
    assert same is starts


def test_very_long_parts_are_thinned_block_by_block():
    line = wiggly(100_000, 8)
    thinned, starts = thin(line, starts_of(len(line)), 3.0)
    assert len(thinned) < 40_000
    assert starts.tolist() == [0, len(thinned)]


@given(st.lists(st.integers(0, 30), max_size=20), st.integers(1, 40))
def test_blocks_cover_everything_once(lengths, size):
    starts = starts_of(*lengths)
    found = list(blocks(starts, size))
    assert [first for first, _ in found] == [0, *(last for _, last in found)][:-1]
    assert (found[-1][1] if found else 0) == starts[-1]
    assert all(0 < last - first <= size for first, last in found)


@given(st.lists(st.integers(0, 30), max_size=20), st.integers(1, 40))
def test_blocks_of_parts_cover_every_part_once(lengths, size):
    starts = starts_of(*lengths)
    found = list(part_blocks(starts, size))
    assert [first for first, _ in found] == [0, *(last for _, last in found)][:-1]
    assert (found[-1][1] if found else 0) == len(lengths)
    for first, last in found:
        assert last == first + 1 or starts[last] - starts[first] <= size


def test_nonsense_coordinates_do_no_harm():
    line = np.array([[0, 0], [1e300, 5], [-1e300, 1e200], [3, 3], [4, 4]])
    thinned, _ = thin(line, starts_of(5), 0.5)
    assert (thinned[[0, -1]] == line[[0, -1]]).all()
    empty, _ = thin(np.empty((0, 2)), starts_of(), 0.5)
    assert len(empty) == 0
