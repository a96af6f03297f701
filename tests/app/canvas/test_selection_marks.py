"""The marks of several selected features."""

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from app.canvas.selection_marks import SelectionMarks, _grown, _thinned
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.commands import show_only
from layers.document import Layer
from layers.own_layers import default_style
from layers.scene_builder import SceneBuilder
from layers.table_commands import AddLayer
from layers.texts import Texts
from layers.view import fit
from layers.view_state import ViewState

BLUE = 0xFF0072B2


def painted(marks, scene, view, times=1):
    """Return shape (height, width): which pixels the marks have coloured blue."""
    image = QImage(round(view.width), round(view.height), QImage.Format.Format_ARGB32)
    image.fill(0)
    for _ in range(times):
        painter = QPainter(image)
        again = marks.paint(painter, scene, view, is_moving=False)
        painter.end()
    assert not again
    lines = np.frombuffer(image.constBits(), dtype=np.uint32)
    return lines.reshape(image.height(), image.width()) == BLUE


def own_scene(data, count):
    rng = np.random.default_rng(2)
    xy = np.column_stack([rng.uniform(-89.6, -88.4, count), rng.uniform(13.3, 14.2, count)])
    table = FeatureTable("own-1", np.arange(count), from_points(xy), {})
    empty = show_only(builtin_map(data), frozenset()).apply(builtin_map(data))
    layer = Layer("own-1", "own", default_style(table, 0), name="P")
    return SceneBuilder(data).build(AddLayer(layer, table).apply(empty), Texts("en")), table


@pytest.mark.parametrize(("count", "times"), [(40, 1), (6000, 1), (120_000, 2)])
def test_rings_stand_around_what_is_selected_and_nowhere_else(qapp, data, count, times):
    scene, table = own_scene(data, count)
    west = table.geometry.coordinates[:, 0] < -89.0
    state = ViewState()
    state.select_rows("own-1", table, west)
    view = fit(scene.home, 700, 500)
    blue = painted(SelectionMarks(state), scene, view, times)
    pixels = view.to_screen(scene.layer("own-1").label_points)
    edge = pixels[west][:, 0].max() + 14
    assert blue[:, : round(edge)].sum() > 200
    assert not blue[:, round(edge) :].any()


def test_areas_are_outlined(qapp, data):
    state = builtin_map(data)
    scene = SceneBuilder(data).build(
        show_only(state, frozenset({"departments"})).apply(state), Texts("en")
    )
    table = data.table("departments")
    view_state, rows = ViewState(), np.zeros(len(table), dtype=np.bool_)
    rows[:2] = True
    view_state.select_rows("departments", table, rows)
    view = fit(scene.home, 700, 500)
    assert painted(SelectionMarks(view_state), scene, view).sum() > 150
    view_state.select(None)
    assert not painted(SelectionMarks(view_state), scene, view).any()


def test_a_spot_grows_by_its_radius():
    one = np.zeros((41, 41), dtype=np.bool_)
    one[20, 20] = True
    grown = _grown(one, 8)
    rows, columns = np.nonzero(grown)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (12, 28, 12, 28)
    # Between a diamond and a square, as a disc is.
    assert np.pi / 4 * 17**2 * 0.8 < grown.sum() < 17**2


def test_points_in_one_pixel_are_one():
    line = np.array([[0, 0], [0.2, 0.1], [0.4, 0.3], [5, 5], [5.1, 5.2], [5.3, 5.1]])
    thinned = _thinned(line)
    assert thinned[0].tolist() == [0, 0]
    assert thinned[-1].tolist() == [5.3, 5.1]
    assert len(thinned) == 3
