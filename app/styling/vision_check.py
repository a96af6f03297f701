"""Shows the map as colour-blind readers see it, and which colours look alike to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.styling.form_parts import add_row, combo, form, note_label
from layers.colour_vision import VISION_TEXTS, Vision, alike, seen_pixels
from layers.fitting import colour_of
from layers.style import LineSymbol, PointSymbol, PolygonSymbol, Symbol
from layers.texts import Texts

_ROOM = QSize(320, 330)
_LOWEST = 160
_MOST_TOLD = 4
_SOON_MS = 200


class VisionCheck(QWidget):
    """A picture of the map through other eyes.

    Attributes:
        vision: whose eyes.
    """

    def __init__(
        self, texts: Texts, map_image: Callable[[], QImage], parent: QWidget | None = None
    ) -> None:
        """Make the controls.

        Args:
            texts: the language.
            map_image: returns what the map shows now.
            parent: the owner.
        """
        super().__init__(parent)
        self._texts, self._map_image = texts, map_image
        _ = texts.gettext
        self.vision = combo()
        for vision, words in VISION_TEXTS.items():
            self.vision.addItem(_(words), vision.value)
        self.vision.setCurrentIndex(1)
        self._picture = QLabel()
        self._picture.setMinimumHeight(_LOWEST)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setAccessibleName(_("The map as it is seen"))
        self._warning = note_label()
        rows = form()
        add_row(rows, _("Show the map"), self.vision)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(rows)
        column.addWidget(self._picture)
        column.addWidget(self._warning)
        column.addStretch()
        self.vision.currentIndexChanged.connect(self.refresh)
        # The map is drawn a little later than it is told to.
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.refresh)

    @property
    def picture(self) -> QImage:
        """What is shown."""
        return self._picture.pixmap().toImage()

    @property
    def warning(self) -> str:
        """What is said of colours that look alike."""
        return self._warning.text()

    def refresh_soon(self) -> None:
        """Take another picture when the map has had time to be drawn."""
        self._soon.start()

    def stop(self) -> None:
        """Take no more pictures."""
        self._soon.stop()

    def refresh(self, *_: object) -> None:
        """Take another picture of the map."""
        vision = Vision(self.vision.currentData())
        image = seen_image(self._map_image(), vision, _ROOM * self.devicePixelRatioF())
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._picture.setPixmap(QPixmap.fromImage(image))

    def check(self, looks: Sequence[tuple[Symbol, str]]) -> None:
        """Tell which of several symbols, each with its meaning, look alike to whom."""
        _ = self._texts.gettext
        colours = [(colour_of(symbol), meaning) for symbol, meaning in looks]
        shapes = [_shape(symbol) for symbol, _meaning in looks]
        found = [
            pair
            for pair in alike([colour for colour, _meaning in colours])
            # What differs in shape or size is told apart without any colour.
            if shapes[pair.first] == shapes[pair.second]
        ]
        lines = [
            _("{one} and {other} look alike: {vision}").format(
                one=colours[pair.first][1],
                other=colours[pair.second][1],
                vision=_(VISION_TEXTS[pair.vision]),
            )
            for pair in found[:_MOST_TOLD]
        ]
        if len(found) > _MOST_TOLD:
            more = self._texts.number(len(found) - _MOST_TOLD)
            lines.append(_("and {count} more pairs").format(count=more))
        if found:
            words = "\n".join(lines)
        elif len(colours) > 1:
            words = _("All colours of this layer can be told apart by everybody.")
        else:
            words = ""
        self._warning.setProperty("kind", "problem" if found else "secondary")
        self._warning.style().unpolish(self._warning)
        self._warning.style().polish(self._warning)
        self._warning.setText(words)


def _shape(symbol: Symbol) -> object:
    """Return what tells a symbol from others besides its colour."""
    match symbol:
        case PointSymbol(marker, _, size, hollow):
            return marker, size, hollow
        case LineSymbol(stroke):
            return stroke.dashed, stroke.width
        case PolygonSymbol(fill, stroke, hatch):
            return fill is None, hatch is None, stroke is not None and stroke.dashed


def seen_image(image: QImage, vision: Vision, room: QSize) -> QImage:
    """Return a picture, not larger than ``room``, as it looks to a reader."""
    small = image.scaled(
        room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    ).convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(small.constBits(), dtype=np.uint8)
    lines = lines.reshape(small.height(), small.bytesPerLine())[:, : small.width() * 3]
    pixels = np.ascontiguousarray(
        seen_pixels(lines.reshape(small.height(), small.width(), 3), vision)
    )
    made = QImage(
        pixels.data,
        small.width(),
        small.height(),
        small.width() * 3,
        QImage.Format.Format_RGB888,
    )
    return made.copy()
