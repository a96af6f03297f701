"""Writing on maps can be read (WCAG 2.2, 1.4.3: a contrast of 4.5 to 1)."""

import pytest
from PySide6.QtGui import QColor

from app.furniture.colours import hairline, ink, secondary_ink
from layers.looks import LOOKS


def luminance(colour):
    def linear(value):
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(value) for value in colour.getRgbF()[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", LOOKS)
def test_writing_stands_out_from_paper(scene_of, theme):
    scene = scene_of("en", theme)
    paper = QColor(scene.paper)
    assert contrast(ink(scene), paper) > contrast(secondary_ink(scene), paper) >= 4.5
    assert contrast(hairline(scene), paper) > 1.2
