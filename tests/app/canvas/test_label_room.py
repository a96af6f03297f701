"""Room for names: what is taken is told exactly, and cells lie still on the map."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.canvas.label_areas import AreaMask
from app.canvas.label_room import CELL, Room, box_sums, sums
from layers.view import View

VIEW = View(123.4, 567.8, 3.0, 400, 300)
boxes = st.tuples(
    st.floats(-50, 400), st.floats(-50, 300), st.floats(1, 120), st.floats(1, 90)
).map(lambda box: (box[0], box[1], box[0] + box[2], box[1] + box[3]))


def overlap(one, other):
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


@given(st.lists(boxes, max_size=80), st.lists(boxes, min_size=1, max_size=8))
def test_free_is_what_overlaps_nothing_taken_and_lies_in_the_view(taken, asked):
    room = Room(VIEW)
    for box in taken:
        room.take(box)
    expected = [
        not any(overlap(box, other) for other in taken)
        and min(box[:2]) >= 0
        and box[2] <= 400
        and box[3] <= 300
        for box in asked
    ]
    assert room.free(np.array(asked)).tolist() == expected


@given(boxes, boxes)
def test_cells_of_every_size_know_what_is_taken(taken, looked_at):
    room = Room(VIEW)
    room.take(taken)
    window = room.window(looked_at, 0.0)
    # The smallest cells that are touched are taken whole.
    grown = (taken[0] - CELL, taken[1] - CELL, taken[2] + CELL, taken[3] + CELL)
    for level in range(window.level, 5):
        finer = type(window)(
            level,
            *(
                edge >> (level - window.level)
                for edge in (window.left, window.top, window.right, window.bottom)
            ),
        )
        taken_cells = np.diff(np.diff(room.taken_sums(finer), axis=0), axis=1) > 0
        for row, column in np.ndindex(taken_cells.shape):
            left = room.left + (finer.left + column) * finer.cell
            top = room.top + (finer.top + row) * finer.cell
            cell = (left, top, left + finer.cell, top + finer.cell)
            outside = left < 0 or top < 0 or cell[2] > 400 or cell[3] > 300
            if overlap(cell, taken):
                assert taken_cells[row, column]
            elif not outside and not overlap(cell, grown):
                assert not taken_cells[row, column]


def test_cells_lie_still_on_the_map():
    for columns, rows in ((1, 0), (0.3, 7.7), (-40, 13)):
        here, there = Room(VIEW), Room(VIEW.panned(columns, rows))
        for moved, before, by in ((there.left, here.left, columns), (there.top, here.top, rows)):
            steps = (moved - before - by) / (CELL * 16)
            assert abs(steps - round(steps)) < 1e-6


@given(
    st.lists(st.lists(st.integers(0, 9), min_size=5, max_size=5), min_size=4, max_size=4),
    st.integers(0, 5),
    st.integers(0, 4),
    st.integers(0, 5),
    st.integers(0, 4),
)
def test_sums_over_boxes(grid, left, top, right, bottom):
    grid = np.array(grid)
    left, right, top, bottom = *sorted((left, right)), *sorted((top, bottom))
    asked = (np.array([edge]) for edge in (left, top, right, bottom))
    assert box_sums(sums(grid), *asked)[0] == grid[top:bottom, left:right].sum()


def test_a_line_that_crosses_a_box_counts_once():
    room = Room(VIEW)
    down = np.column_stack([np.full(150, 200.0), np.arange(0, 300, 2.0)])
    room.dislike(down, 1.0)
    crossed, beside = room.disliked_in(np.array([[180, 100, 220, 112], [20, 100, 60, 112.0]]))
    assert crossed == 1.0
    assert beside == 0.0


def test_what_is_disliked_most_counts():
    room = Room(VIEW)
    points = np.array([[100.0, 100.0]])
    room.dislike(points, 4.0)
    room.dislike(points, 1.0)
    assert room.disliked_in(np.array([[98, 98, 102, 102.0]]))[0] in (0.0, 4.0)
    assert room.disliked_in(np.array([[92, 92, 108, 108.0]]))[0] == 1.0


def test_boxes_are_disliked_cell_by_cell():
    room = Room(VIEW)
    left, top = room.left + 40 * CELL, room.top + 30 * CELL
    ring = (left + 0.4, top - 0.3, left + 3 * CELL - 0.2, top + 2 * CELL + 0.4)
    room.dislike_boxes(np.array([ring, ring, (-1e9, -1e9, -1e8, -1e8)]), 4.0)
    asked = np.array([[left, top, left + 5 * CELL, top + 4 * CELL]])
    assert room.disliked_in(asked)[0] == 4.0 * 3 * 2 / 4
    assert room.disliked_in(asked + 4 * CELL)[0] == 0.0


def test_points_far_outside_are_disliked_nowhere_in_view():
    room = Room(VIEW)
    room.dislike(np.array([[1e12, 5.0], [-1e12, 5.0], [5.0, 1e300], [-3.0, -1e9]]), 1.0)
    assert room.disliked_in(np.array([[0, 0, 400, 300.0]]))[0] == 0.0


def ring(*points):
    return np.array(points, dtype=float), np.array([0, len(points)])


def test_a_mask_covers_the_area_it_is_of():
    room = Room(VIEW)
    points, starts = ring((50, 40), (250, 40), (250, 240), (50, 240))
    mask = AreaMask(room, points, starts, (50.0, 40.0, 250.0, 240.0), (0.0, 0.0, 400.0, 300.0))
    assert mask.is_whole
    assert mask.cells.sum() * mask.window.cell**2 == np.float64(200 * 200)
    assert mask.holds(60, 50)
    assert mask.holds(240, 230)
    assert not mask.holds(45, 50)
    assert not mask.holds(255, 230)
    x, y = mask.middle
    assert abs(x - 150) < 5
    assert abs(y - 140) < 5


def test_a_mask_knows_holes_and_what_is_out_of_sight():
    room = Room(VIEW)
    outer, _ = ring((-200, 40), (250, 40), (250, 240), (-200, 240))
    hole, _ = ring((100, 100), (200, 100), (200, 180), (100, 180))
    points, starts = np.vstack([outer, hole]), np.array([0, 4, 8])
    mask = AreaMask(room, points, starts, (-200.0, 40.0, 250.0, 240.0), (0.0, 0.0, 400.0, 300.0))
    assert not mask.is_whole
    assert mask.holds(50, 140)
    assert not mask.holds(150, 140)
    assert not mask.holds(-50, 140)
    expected = 250 * 200 - 100 * 80
    assert abs(mask.cells.sum() * mask.window.cell**2 - expected) < 0.08 * expected
