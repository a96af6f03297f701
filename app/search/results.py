"""The list of what was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.icons import Icons
from app.panels.swatch import SIZE, paint_symbol
from app.writing import Writing, writing_font
from layers.measures import length_words
from layers.search.found import Found, Kind
from layers.style import Symbol
from layers.texts import Texts

_ROW_HEIGHT = 44
_PADDING, _GAP = 10, 12
_MOST_ROWS = 9
_ICONS = {Kind.COORDINATES: "zoom-to", Kind.COMMAND: "forward", Kind.BOOKMARK: "bookmark"}
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()

Looks = Callable[[Found], Symbol | None]
"""Returns the symbol that stands for something that was found, None if none does."""


class ResultsModel(QAbstractListModel):
    """What was found, best first.

    Attributes:
        found: the things.
    """

    def __init__(self, texts: Callable[[], Texts]) -> None:
        super().__init__()
        self._texts = texts
        self.found: tuple[Found, ...] = ()

    def show_found(self, found: tuple[Found, ...]) -> None:
        """Show other things."""
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a thing's name, or all that is said of it."""
        found = self.found[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return found.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(found, self._texts())
        return None


def second_line(found: Found) -> str:
    """Return what stands under the name: what it is, where it lies, what must be known of it."""
    note = "" if found.kind is Kind.COMMAND else found.note
    return " · ".join(filter(None, (found.sort, found.where, note)))


def at_the_right(found: Found, texts: Texts) -> str:
    """Return how far it is, or the keys of a command."""
    if found.kind is Kind.COMMAND:
        return found.note
    return "" if found.distance is None else length_words(found.distance, texts)


def spoken(found: Found, texts: Texts) -> str:
    """Return what a screen reader says of it."""
    far = "" if found.distance is None else length_words(found.distance, texts)
    return ", ".join(filter(None, (found.name, found.sort, found.where, found.note, far)))


class ResultsView(QListView):
    """Shows what was found; the keyboard stays in the search box.

    Attributes:
        chosen: one was clicked; the `Found`.
        results: what is shown.
    """

    chosen = Signal(object)

    def __init__(self, texts: Callable[[], Texts], icons: Icons, looks: Looks) -> None:
        super().__init__()
        self.setObjectName("foundList")
        self.results = ResultsModel(texts)
        self.results.setParent(self)
        self.setModel(self.results)
        self.setItemDelegate(_Delegate(self, texts, icons, looks))
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.chosen.emit(self.results.found[index.row()]))

    @property
    def current(self) -> Found | None:
        """What is chosen in the list."""
        row = self.currentIndex().row()
        return self.results.found[row] if 0 <= row < len(self.results.found) else None

    def step(self, rows: int) -> None:
        """Choose another one, some rows further down."""
        count = len(self.results.found)
        if count:
            row = min(max(self.currentIndex().row() + rows, 0), count - 1)
            self.setCurrentIndex(self.results.index(row))

    @property
    def page(self) -> int:
        """How many rows are seen at once."""
        return max(self.viewport().height() // _ROW_HEIGHT, 1)

    def wanted_height(self) -> int:
        """Return the height that shows all, or as many as fit well."""
        return min(len(self.results.found), _MOST_ROWS) * _ROW_HEIGHT + 2


class _Delegate(QStyledItemDelegate):
    """Paints one thing: symbol, name, what it is, how far."""

    def __init__(
        self, view: ResultsView, texts: Callable[[], Texts], icons: Icons, looks: Looks
    ) -> None:
        super().__init__(view)
        self._view, self._texts, self._icons, self._looks = view, texts, icons, looks

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(200, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        """Paint a row."""
        found, palette = self._view.results.found[index.row()], self._icons.palette
        rect: QRect = option.rect.adjusted(4, 1, -4, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.chosen if is_chosen else palette.hover))
            painter.drawRoundedRect(QRectF(rect), 7, 7)
        self._paint_sign(painter, found, rect)
        left = rect.left() + _PADDING + SIZE.width() + _GAP
        far = at_the_right(found, self._texts())
        right = self._write(painter, far, palette.secondary, left, rect)
        room = right - _GAP - left
        top = rect.top() + 5
        for words, writing, colour in (
            (found.name, Writing.TEXT, palette.text),
            (second_line(found), Writing.SMALL, palette.secondary),
        ):
            font = writing_font(writing)
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            line = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(left, top + metrics.ascent(), line)
            top += metrics.height()
        painter.restore()

    def _paint_sign(self, painter: QPainter, found: Found, rect: QRect) -> None:
        corner = QPointF(rect.left() + _PADDING, rect.center().y() - SIZE.height() // 2)
        symbol = self._looks(found)
        if symbol is not None:
            paint_symbol(painter, corner, symbol, self._icons.palette)
            return
        name = _ICONS.get(found.kind, "list")
        room = QRectF(corner, QRectF(0, 0, SIZE.width(), SIZE.height()).size())
        self._icons.drawing(name).paint(painter, room, self._icons.palette.secondary)

    @staticmethod
    def _write(painter: QPainter, words: str, colour: str, left: int, rect: QRect) -> int:
        """Write at the right edge and return where the words begin."""
        font = writing_font(Writing.SMALL)
        metrics = QFontMetrics(font)
        begin = rect.right() - _PADDING - metrics.horizontalAdvance(words)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(max(begin, left), rect.center().y() + metrics.ascent() // 2, words)
        return begin
