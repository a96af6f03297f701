"""The copied map is the map as shown, with its legend, scale and sources."""

import pytest
from PySide6.QtGui import QGuiApplication

from app.canvas.renderer import Renderer
from app.exports.clipboard import copy_map, map_image
from layers.view import fit
from tests.app.exports.pictures import mask, pixels


@pytest.mark.parametrize(
    ("width", "height", "ratio"), [(900, 760, 1.0), (900, 760, 2.0), (220, 160, 1.25)]
)
def test_the_picture_has_the_windows_pixels(scene, texts, width, height, ratio):
    view = fit(scene.home, width, height, pixel_ratio=ratio)
    image = map_image(scene, view, texts, Renderer())
    assert (image.width(), image.height()) == (round(width * ratio), round(height * ratio))


def test_legend_and_sources_stand_in_the_lower_corners(scene, texts):
    view = fit(scene.home, 1200, 800)
    array = pixels(map_image(scene, view, texts, Renderer()))
    paper = mask(array, scene.paper)
    left, right = paper[400:, :400], paper[600:, 700:]
    assert left.mean() > 0.2
    assert right.mean() > 0.1
    assert paper[:200].mean() < 0.01
    assert mask(array, scene.background).mean() > 0.05


def test_a_picture_too_small_for_a_legend_is_all_map(scene, texts):
    view = fit(scene.home, 120, 90)
    array = pixels(map_image(scene, view, texts, Renderer()))
    assert mask(array, scene.paper).mean() < 0.1


def test_it_is_put_on_the_clipboard(scene, texts):
    view = fit(scene.home, 640, 480)
    image = copy_map(scene, view, texts, Renderer())
    copied = QGuiApplication.clipboard().image()
    assert (pixels(copied) == pixels(image)).all()
    QGuiApplication.clipboard().clear()
