"""What can be set of a layer below its row: opacity, names, place in the order."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QToolButton,
    QWidget,
)

from app.icons import Icons
from app.writing import Writing, writing_font
from layers.document import Layer
from layers.texts import Texts

_ICON = QSize(18, 18)


class LayerOptions(QWidget):
    """Controls of one layer; they say what is wanted and show what is.

    Attributes:
        opacity_wanted: another opacity, 0 to 1, and what marks the steps of one gesture.
        labels_wanted: names shall be written, or not.
        style_wanted: how it looks shall be changed.
        zoom_wanted: the map shall show the whole layer.
        step_wanted: the layer shall go up (-1) or down (1) by one row.
    """

    opacity_wanted = Signal(float, object)
    labels_wanted = Signal(bool)
    style_wanted = Signal()
    zoom_wanted = Signal()
    step_wanted = Signal(int)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gesture = object()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self._opacity = _label()
        self._percent = _label()
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._percent.setMinimumWidth(36)
        self.labels = QCheckBox()
        self.labels.setFont(writing_font(Writing.SMALL))
        self.style_button = _button(icons, "style")
        self.zoom = _button(icons, "zoom-to")
        self.up = _button(icons, "up")
        self.down = _button(icons, "down")
        self._arrange()
        self._connect()

    def show_layer(self, layer: Layer, texts: Texts) -> None:
        """Show what is set of a layer."""
        _ = texts.gettext
        self._opacity.setText(_("Opacity"))
        self.slider.setAccessibleName(_("Opacity"))
        self.slider.blockSignals(True)
        self.slider.setValue(round(layer.opacity * 100))
        self.slider.blockSignals(False)
        self._percent.setText(texts.percent(round(layer.opacity * 100)))
        self.labels.setText(_("Names"))
        self.labels.setVisible(layer.style.label is not None)
        self.labels.setChecked(layer.labels)
        for button, name in (
            (self.style_button, _("Style…")),
            (self.zoom, _("Zoom to layer")),
            (self.up, _("Move up (Alt+Up)")),
            (self.down, _("Move down (Alt+Down)")),
        ):
            button.setToolTip(name)
            button.setAccessibleName(name)

    def tab_widgets(self) -> list[QWidget]:
        """Return what the keyboard can reach, in order."""
        return [self.slider, self.labels, self.style_button, self.zoom, self.up, self.down]

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._opacity, 0, 0)
        grid.addWidget(self.slider, 0, 1)
        grid.addWidget(self._percent, 0, 2)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.labels)
        row.addStretch()
        for button in (self.style_button, self.zoom, self.up, self.down):
            row.addWidget(button)
        grid.addLayout(row, 1, 0, 1, 3)

    def _connect(self) -> None:
        self.slider.sliderPressed.connect(self._begin_gesture)
        self.slider.sliderReleased.connect(self._begin_gesture)
        self.slider.valueChanged.connect(
            lambda value: self.opacity_wanted.emit(value / 100, self._gesture)
        )
        self.labels.clicked.connect(self.labels_wanted)
        self.style_button.clicked.connect(self.style_wanted)
        self.zoom.clicked.connect(self.zoom_wanted)
        self.up.clicked.connect(lambda: self.step_wanted.emit(-1))
        self.down.clicked.connect(lambda: self.step_wanted.emit(1))

    def _begin_gesture(self) -> None:
        self._gesture = object()


def _label() -> QLabel:
    label = QLabel()
    label.setFont(writing_font(Writing.SMALL))
    label.setProperty("kind", "secondary")
    return label


def _button(icons: Icons, name: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(name))
    button.setIconSize(_ICON)
    return button
