"""A few words beside the cursor on what is under it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.canvas.card import Card
from app.fonts import map_font
from app.palette import PALETTES, Palette
from layers.feature_tip import FeatureTip

_DELAY_MS = 350
_DISTANCE = 14
_WIDEST = 300
_NAME_PIXELS, _SMALL_PIXELS = 12.5, 11.5


class MapTip(Card):
    """Shows a `FeatureTip` inside its parent; all text is plain text, whatever it contains."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 7, 10, 8)
        column.setSpacing(1)
        self.name, self.layer_name, self.honesty = (self._label(column) for _ in range(3))
        self.name.setFont(map_font(_NAME_PIXELS, bold=True))
        for label in (self.layer_name, self.honesty):
            label.setFont(map_font(_SMALL_PIXELS))
        self.hide()

    def set_colours(self, colours: Palette) -> None:
        """Take other colours."""
        super().set_colours(colours)
        for label in self.findChildren(QLabel):
            palette = label.palette()
            colour = colours.text if label is self.name else colours.secondary
            palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
            label.setPalette(palette)

    def show_tip(self, tip: FeatureTip, place: QPoint) -> None:
        """Show ``tip`` beside a logical pixel of the parent, inside the parent."""
        self._fill(tip)
        self.adjustSize()
        self.place(place)
        self.show()
        self.raise_()

    def place(self, place: QPoint) -> None:
        """Stand beside a logical pixel of the parent."""
        self.move(self._corner(place))

    def _fill(self, tip: FeatureTip) -> None:
        for label, text in (
            (self.name, tip.name),
            (self.layer_name, tip.layer),
            (self.honesty, tip.honesty),
        ):
            label.setText(text)
            label.setVisible(bool(text))
            label.setFixedWidth(_width(label))

    def _corner(self, place: QPoint) -> QPoint:
        """Return the top left corner: right of and below the place, or on its other side."""
        room = self._canvas.rect()
        left, top = place.x() + _DISTANCE, place.y() + _DISTANCE
        if left + self.width() > room.right():
            left = place.x() - _DISTANCE - self.width()
        if top + self.height() > room.bottom():
            top = place.y() - _DISTANCE - self.height()
        return QPoint(max(left, 4), max(top, 4))

    def _label(self, column: QVBoxLayout) -> QLabel:
        label = QLabel(self)
        column.addWidget(label)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label


def _width(label: QLabel) -> int:
    """Return the width the text takes in one line, at most `_WIDEST`."""
    metrics = label.fontMetrics()
    return min(metrics.horizontalAdvance(label.text()) + 4, _WIDEST)


class HoverTip(QObject):
    """Shows the tip of what is pointed at, not before the cursor lingered."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.tip = MapTip(canvas)
        self._wanted: FeatureTip | None = None
        self._place = QPoint()
        self._delay = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._delay.timeout.connect(self._show)

    def set_theme(self, theme: str) -> None:
        """Take the colours of a theme, one of `app.palette.PALETTES`."""
        self.tip.set_colours(PALETTES[theme])

    def point(self, tip: FeatureTip, place: QPoint) -> None:
        """Show ``tip`` at a logical pixel soon; at once if a tip is on show already."""
        self._wanted, self._place = tip, place
        if self.tip.isVisible():
            self._show()
        else:
            self._delay.start()

    def show_now(self, tip: FeatureTip, place: QPoint) -> None:
        """Show ``tip`` at a logical pixel."""
        self._wanted, self._place = tip, place
        self._show()

    def follow(self, place: QPoint) -> None:
        """Go with the cursor."""
        self._place = place
        if self.tip.isVisible():
            self.tip.place(place)
        elif self._wanted is not None:
            self._delay.start()

    def hide(self) -> None:
        """Show no tip until something else is pointed at."""
        self._delay.stop()
        self._wanted = None
        self.tip.hide()

    def _show(self) -> None:
        self._delay.stop()
        if self._wanted is not None:
            self.tip.show_tip(self._wanted, self._place)
