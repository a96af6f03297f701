"""The scale bar is as long on the ground as it says."""

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.furniture.scale_bar import draw_scale_bar, scale_bar, scale_bar_size, scale_bar_texts
from geodata.projection import point_to_lonlat, point_to_map
from layers.texts import Texts
from layers.view import View

GEOD = pyproj.Geod(ellps="WGS84")


def view_at(latitude, resolution):
    x, y = point_to_map(-89.0, latitude)
    return View(x, y, resolution, 800.0, 600.0)


def ground_length(view, pixels):
    """Return the geodesic length of so many pixels across the middle of the map."""
    half = pixels * view.resolution / 2
    ends = [point_to_lonlat(view.x + side * half, view.y) for side in (-1, 1)]
    return GEOD.inv(*ends[0], *ends[1])[2]


@given(latitude=st.floats(12.5, 15), resolution=st.floats(0.05, 2000), longest=st.floats(40, 400))
def test_the_bar_is_true_at_the_middle_of_the_map(latitude, resolution, longest):
    view = view_at(latitude, resolution)
    bar = scale_bar(view, longest)
    assert ground_length(view, bar.pixels) == pytest.approx(bar.metres, rel=5e-4)
    assert longest * 0.4 <= bar.pixels <= longest
    assert float(f"{bar.metres:e}".split("e")[0]) in (1, 2, 5)


@pytest.mark.parametrize(
    ("resolution", "language", "expected"),
    [
        (400, "en", ("0", "25", "50 km")),
        (400, "es", ("0", "25", "50 km")),
        (1, "en", ("0", "50", "100 m")),
        (20_000, "en", ("0", "1,000", "2,000 km")),
        (40, "es", ("0", "2.5", "5 km")),
    ],
)
def test_lengths_are_round_and_written_as_the_locale_does(resolution, language, expected):
    bar = scale_bar(view_at(13.7, resolution), 160)
    texts = scale_bar_texts(bar, Texts(language))
    assert tuple(text.replace("\N{NO-BREAK SPACE}", " ") for text in texts) == expected


@pytest.mark.parametrize("longest", [40.0, 96.0, 160.0])
@pytest.mark.parametrize("resolution", [3.0, 170.0, 400.0, 9000.0])
def test_the_painted_bar_has_that_length_and_stays_in_its_room(scene, texts, resolution, longest):
    view = view_at(13.7, resolution)
    size = scale_bar_size(view, texts, longest=longest)
    image = QImage(400, 60, QImage.Format.Format_RGB32)
    image.fill(QColor(scene.paper))
    painter = QPainter(image)
    room = QRectF(20, 10, size.width(), size.height())
    draw_scale_bar(painter, room, scene, view, texts, longest=longest)
    painter.end()
    paper = QColor(scene.paper).rgb()
    inked = [(x, y) for x in range(400) for y in range(60) if image.pixel(x, y) != paper]
    assert min(x for x, _ in inked) >= 19
    assert max(x for x, _ in inked) <= room.right() + 1
    assert max(y for _, y in inked) <= room.bottom() + 1
    foot = max(y for _, y in inked)
    across = [x for x, y in inked if foot - 4 <= y <= foot]
    assert max(across) - min(across) == pytest.approx(scale_bar(view, longest).pixels, abs=2)
