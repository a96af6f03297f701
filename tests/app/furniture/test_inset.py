"""The inset shows the country with the map's extent marked on it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.canvas.renderer import Renderer
from app.furniture.inset import draw_inset, inset_height, needs_inset
from layers.builtin_map import SELECTION
from layers.view import fit


def corner(home, right, top):
    """Return the bounds of a ninth of the country: columns and rows counted from 0."""
    width, height = (home[2] - home[0]) / 3, (home[3] - home[1]) / 3
    left, bottom = home[0] + right * width, home[1] + top * height
    return left, bottom, left + width, bottom + height


def test_only_a_part_of_the_country_needs_one(scene):
    assert not needs_inset(scene, fit(scene.home, 800, 600))
    assert needs_inset(scene, fit(corner(scene.home, 0, 0), 800, 600))
    assert not needs_inset(replace(scene, layers=()), fit(corner(scene.home, 0, 0), 800, 600))


@pytest.mark.parametrize("right", [0, 1, 2])
@pytest.mark.parametrize("top", [0, 1, 2])
def test_the_extent_is_marked_where_it_lies(scene, right, top):
    width, height = 300, round(inset_height(scene, 300))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view = fit(corner(scene.home, right, top), 400, 400 * height / width)
    draw_inset(painter, QRectF(0, 0, width, height), scene, view, Renderer())
    painter.end()
    marked = [
        (x, y)
        for x in range(width)
        for y in range(height)
        if image.pixelColor(x, y).name() == SELECTION
    ]
    middle = [(min(values) + max(values)) / 2 for values in zip(*marked, strict=True)]
    assert middle[0] / width == pytest.approx((right + 0.5) / 3, abs=0.06)
    assert 1 - middle[1] / height == pytest.approx((top + 0.5) / 3, abs=0.06)
    assert QColor(scene.background).name() in {
        image.pixelColor(x, height - 3).name() for x in range(width)
    }
