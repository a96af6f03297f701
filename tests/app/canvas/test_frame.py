"""Pictures shown moved and stretched."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from app.canvas.frame import Frame, Sight, with_margin
from layers.view import View

VIEW = View(1000.0, 500.0, 10.0, 80, 60)


@pytest.fixture(autouse=True)
def _application(qapp):
    """Colours and images need an application."""


def checkered(view, mark):
    """Return a frame of white with one red device pixel at ``mark``."""
    outer = with_margin(view)
    ratio = view.pixel_ratio
    image = QImage(
        round(outer.width * ratio), round(outer.height * ratio), QImage.Format.Format_RGB32
    )
    image.fill(QColor("white"))
    image.setPixelColor(*mark, QColor("red"))
    return Frame(image, outer, Sight(None, view), report=None)


def painted(frame, view):
    ratio = view.pixel_ratio
    image = QImage(
        round(view.width * ratio), round(view.height * ratio), QImage.Format.Format_RGB32
    )
    image.fill(QColor("black"))
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    frame.paint(painter, view)
    painter.end()
    image.setDevicePixelRatio(1)
    return image


def red_pixels(image):
    red = QColor("red").rgb()
    return [
        (column, row)
        for column in range(image.width())
        for row in range(image.height())
        if image.pixel(column, row) == red
    ]


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_a_margin_is_whole_device_pixels_around_the_same_centre(ratio):
    view = View(0, 0, 1, 333, 217, ratio)
    outer = with_margin(view)
    assert (outer.width * ratio) % 1 == pytest.approx(0, abs=1e-9)
    assert (outer.x, outer.y, outer.resolution) == (view.x, view.y, view.resolution)
    added = outer.width * ratio - round(view.width * ratio)
    assert added / 2 == pytest.approx(round(added / 2))


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_a_moved_picture_is_the_same_pixels_elsewhere(ratio):
    view = View(1000.0, 500.0, 10.0, 80, 60, ratio)
    margin = round(80 * ratio * 0.2), round(60 * ratio * 0.2)
    frame = checkered(view, (margin[0] + 20, margin[1] + 30))
    assert red_pixels(painted(frame, view)) == [(20, 30)]
    moved = view.panned(8 / ratio, -4 / ratio)
    assert red_pixels(painted(frame, moved)) == [(28, 26)]


def test_a_stretched_picture_keeps_places_where_they_belong():
    frame = checkered(VIEW, (16 + 20, 12 + 30))
    x, y = VIEW.point_to_map(20.5, 30.5)
    closer = VIEW.zoomed(4, 10, 28)
    found = red_pixels(painted(frame, closer))
    assert len(found) == 16
    column, row = closer.point_to_screen(x, y)
    assert sum(place[0] + 0.5 for place in found) / 16 == pytest.approx(column, abs=1)
    assert sum(place[1] + 0.5 for place in found) / 16 == pytest.approx(row, abs=1)


def test_what_a_picture_does_not_hold_is_left_alone():
    frame = checkered(VIEW, (0, 0))
    image = painted(frame, VIEW.zoomed(0.25, 40, 30))
    assert image.pixelColor(0, 0) == QColor("black")
    assert image.pixelColor(40, 30) == QColor("white")
    assert painted(frame, VIEW.panned(1000, 0)).pixelColor(40, 30) == QColor("black")


def test_a_picture_knows_what_it_covers():
    frame = checkered(VIEW, (0, 0))
    assert frame.covers(VIEW)
    assert frame.covers(VIEW.panned(16, 12))
    assert not frame.covers(VIEW.panned(20, 0))
    assert not frame.covers(VIEW.zoomed(0.5, 40, 30))
    assert frame.covers(VIEW.zoomed(2, 40, 30))


def test_a_coarser_picture_shows_the_same_places_with_fewer_pixels():
    frame = checkered(VIEW, (16 + 20, 12 + 30))
    painter = QPainter(frame.image)
    painter.fillRect(16 + 40, 12 + 10, 8, 6, QColor("blue"))
    painter.end()
    coarse = frame.coarser()
    assert coarse.image.sizeInBytes() == frame.image.sizeInBytes() / 4
    assert coarse.covers(VIEW)
    assert not coarse.fits(VIEW)
    image = painted(coarse, VIEW)
    assert image.pixelColor(44, 13) == QColor("blue")
    assert image.pixelColor(38, 13) == QColor("white")
    assert image.pixelColor(44, 18) == QColor("white")


def test_the_place_of_a_picture_is_what_it_fills():
    frame = checkered(VIEW, (0, 0))
    assert frame.place(VIEW).contains(QRect(0, 0, 80, 60))
    assert frame.place(VIEW.panned(56, 0)).left() == 40
    smaller = frame.place(VIEW.zoomed(0.5, 40, 30))
    assert (smaller.x(), smaller.y(), smaller.width(), smaller.height()) == (12, 9, 56, 42)
    assert frame.place(VIEW.panned(1000, 0)).isEmpty()
