"""The button in the header that looks like the search box it opens."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.icons import Icons
from app.writing import Writing, writing_font
from layers.texts import Texts

_HEIGHT, _ICON, _PADDING, _GAP = 32, 18, 10, 8
_LEAST, _USUAL, _MOST = 40, 120, 280


class FindButton(QPushButton):
    """Shows a glass, a word and the keys, as many of them as there is room for."""

    def __init__(self, action: QAction, icons: Icons) -> None:
        super().__init__()
        self.setProperty("kind", "find")
        self._icons = icons
        self._action = action
        self._words = ""
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(_LEAST)
        self.setMaximumWidth(_MOST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)

    def retranslate(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._words = texts.gettext("Find…")
        self.setAccessibleName(texts.gettext("Find"))
        self.setToolTip(texts.gettext("Find a place, program, feature or command (Ctrl+K)"))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the glass and the word."""
        return QSize(_USUAL, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, then glass, word and keys."""
        super().paintEvent(event)
        palette = self._icons.palette
        painter = QPainter(self)
        glass = QRect(_PADDING, (self.height() - _ICON) // 2, _ICON, _ICON)
        self._icons.drawing("find").paint(painter, glass.toRectF(), palette.secondary)
        left = glass.right() + _GAP
        text, small = writing_font(Writing.TEXT), writing_font(Writing.SMALL)
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        words_end = left + QFontMetrics(text).horizontalAdvance(self._words)
        keys_begin = self.width() - _PADDING - QFontMetrics(small).horizontalAdvance(keys)
        painter.setPen(QColor(palette.secondary))
        room = QRect(left, 0, self.width() - left - _PADDING, self.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        if words_end <= self.width() - _PADDING:
            painter.setFont(text)
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, self._words)
        if keys_begin > words_end + _GAP:
            painter.setFont(small)
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, keys)
        painter.end()
