"""Every device pixel is drawn, none is stretched, at any pixel ratio."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tests.gui.canvas.looking import settle

_ROOT = Path(__file__).resolve().parents[3]
# A pixel ratio is chosen when a program starts, so each needs a program of its own.
_PROGRAM = """
import json, sys
from PySide6.QtCore import QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from app.canvas.canvas import MapCanvas
from app.fonts import register_fonts
from app.session import Session
from geodata.builtin import BuiltinData
from layers.view_state import ViewState

application = QApplication(sys.argv)
register_fonts()
canvas = MapCanvas(Session(BuiltinData(), ViewState()))
canvas.resize(403, 301)
canvas.setFocus()
canvas.show()

def settle():
    for _ in range(3000):
        QTest.qWait(5)
        if canvas.is_sharp and not canvas.is_moving and not canvas.is_drawing:
            return

def copied():
    \"\"\"Return whether what is seen is the frame, device pixel by device pixel.\"\"\"
    for card in canvas.overlays.cards:
        card.hide()
    seen = canvas.grab().toImage()
    seen.setDevicePixelRatio(1)
    frame, ratio = canvas._picture._frame, canvas.devicePixelRatioF()
    left, top = canvas.view.point_to_screen(frame.view.bounds[0], frame.view.bounds[3])
    part = QRect(-round(left * ratio), -round(top * ratio), seen.width(), seen.height())
    same = frame.image.copy(part).convertToFormat(seen.format())
    return same == seen

settle()
result = {"ratio": canvas.view.pixel_ratio, "still": copied()}
image, view = canvas._picture._frame.image, canvas._picture._frame.view
result["pixels"] = [image.width(), image.height()]
result["wanted"] = [view.width * view.pixel_ratio, view.height * view.pixel_ratio]
canvas._camera.pan(11.3, -6.7)
result["moved"] = copied()
canvas.close()
print(json.dumps(result))
"""


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_the_picture_is_copied_device_pixel_by_device_pixel(ratio):
    environment = {**os.environ, "QT_SCALE_FACTOR": str(ratio), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        cwd=_ROOT, env=environment, capture_output=True, text=True, timeout=100, check=True,
    )  # fmt: skip
    result = json.loads(done.stdout)
    assert result["ratio"] == ratio
    assert result["pixels"] == pytest.approx(result["wanted"], abs=1e-6)
    assert result["still"]
    assert result["moved"]


def test_another_screen_with_more_pixels_is_drawn_with_more_pixels(qtbot, canvas, monkeypatch):
    before = canvas.view
    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: 2.0)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert not canvas.is_sharp
    settle(qtbot, canvas)
    assert canvas.view.pixel_ratio == 2.0
    assert canvas.view.bounds == before.bounds
    image = canvas._picture._frame.image
    assert image.width() == 2 * round(canvas._picture._frame.view.width)
