"""Rows of forms: a title and a control that bears it as its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from app.panels.plain_label import plain_label
from app.writing import Writing
from layers.texts import Texts

_INSET = 6


def form() -> QFormLayout:
    """Return an empty form."""
    layout = QFormLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setVerticalSpacing(8)
    layout.setHorizontalSpacing(10)
    layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    return layout


def add_row(layout: QFormLayout, title: str, control: QWidget) -> QLabel:
    """Add a control under its title, which it is known by to readers of screens."""
    label = plain_label(title, "secondary", Writing.TEXT)
    label.setBuddy(control)
    if not control.accessibleName():
        control.setAccessibleName(title)
    layout.addRow(label, control)
    return label


def combo() -> QComboBox:
    """Return an empty list to choose from that takes the width there is."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    return box


def pixels_box(texts: Texts, low: float, high: float, step: float = 0.5) -> QDoubleSpinBox:
    """Return a box for a size in pixels."""
    box = QDoubleSpinBox()
    box.setRange(low, high)
    box.setSingleStep(step)
    box.setDecimals(1)
    box.setSuffix(" " + texts.gettext("px"))
    inset(box)
    # A number is complete when the planner says so, not after its first digit.
    box.setKeyboardTracking(False)
    return box


def scale_box(texts: Texts) -> QSpinBox:
    """Return a box for the N of a scale 1:N; 0 stands for every scale."""
    box = QSpinBox()
    box.setRange(0, 50_000_000)
    box.setSingleStep(50_000)
    box.setPrefix("1:")
    inset(box)
    box.setGroupSeparatorShown(True)
    box.setSpecialValueText(texts.gettext("Every scale"))
    box.setKeyboardTracking(False)
    return box


def inset(box: QAbstractSpinBox) -> None:
    """Set a number as far from the edge as the words of other controls."""
    box.lineEdit().setTextMargins(_INSET, 0, 0, 0)


def note_label(words: str = "", kind: str = "secondary") -> QLabel:
    """Return a small text that wraps."""
    label = plain_label(words, kind, Writing.SMALL)
    label.setWordWrap(True)
    return label


@contextmanager
def silent(*widgets: QWidget) -> Iterator[None]:
    """Let widgets be set without telling that they changed."""
    before = [widget.blockSignals(True) for widget in widgets]
    try:
        yield
    finally:
        for widget, was in zip(widgets, before, strict=True):
            widget.blockSignals(was)
