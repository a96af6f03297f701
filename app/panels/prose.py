"""Text to read: plain, selectable, wrapped, as tall as it needs to be."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from math import ceil

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from app.palette import Palette
from app.writing import Writing, writing_font
from geodata.frozen import frozen

LONGEST = 6000
"""Characters of one piece of text that are shown; the rest can be copied."""

# Anchors hold the number of a link: an address would be rewritten on its way through QUrl.
_LINK, _COPY = "link", "copy"
_LINE_HEIGHT = 106  # percent


class Style(Enum):
    """How a piece of text is written."""

    BODY = "body"
    STRONG = "strong"
    SECONDARY = "secondary"
    SMALL = "small"
    SMALL_TEXT = "small text"
    TITLE = "title"
    FIGURE = "figure"
    DATE = "date"
    NOTE = "note"
    NOTE_HEAD = "note head"


_LOOKS = {
    Style.BODY: (Writing.TEXT, "text"),
    Style.STRONG: (Writing.STRONG, "text"),
    Style.SECONDARY: (Writing.TEXT, "secondary"),
    Style.SMALL: (Writing.SMALL, "secondary"),
    Style.SMALL_TEXT: (Writing.SMALL, "text"),
    Style.TITLE: (Writing.TITLE, "text"),
    Style.FIGURE: (Writing.FIGURE, "action"),
    Style.DATE: (Writing.STRONG, "action"),
    Style.NOTE: (Writing.TEXT, "on_note"),
    Style.NOTE_HEAD: (Writing.STRONG, "on_note"),
}


@frozen
class Piece:
    """A run of text in one style.

    Attributes:
        text: plain text; nothing in it is interpreted.
        style: how it is written.
        link: what `Prose.link_activated` says when it is followed; "" for no link.
    """

    text: str
    style: Style = Style.BODY
    link: str = ""


@frozen
class Paragraph:
    """Pieces in one block, with free space before it in pixels."""

    pieces: tuple[Piece, ...]
    space_before: int = 0


def paragraph(*pieces: Piece, space_before: int = 0) -> Paragraph:
    """Return a paragraph of ``pieces``."""
    return Paragraph(pieces, space_before)


class Prose(QTextBrowser):
    """Shows paragraphs of plain text.

    Whatever the text holds is shown and never interpreted; what would take too long to lay out is
    cut, with a link that copies the whole text.

    Attributes:
        link_activated: a link was followed; its ``link``.
    """

    link_activated = Signal(str)

    def __init__(
        self,
        palette: Palette,
        kind: str = "",
        parent: QWidget | None = None,
        *,
        grows: bool = False,
    ) -> None:
        """Make an empty one.

        Args:
            palette: the colours.
            kind: the look that the style sheet gives it.
            parent: the widget it is in.
            grows: whether it may be taller than its text, as cards beside each other are.
        """
        super().__init__(parent)
        self._palette = palette
        self._grows = grows
        self._links: list[str] = []
        self._cut: list[str] = []
        self._more = ""
        if kind:
            self.setProperty("kind", kind)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        vertical = QSizePolicy.Policy.Expanding if grows else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Ignored, vertical)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.anchorClicked.connect(self._on_link)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def write(self, paragraphs: Iterable[Paragraph], more: str) -> None:
        """Show ``paragraphs`` and nothing else.

        Args:
            paragraphs: what to show.
            more: the words of the link that copies a text that was cut, with ``{count}`` for how
                many characters are not shown.
        """
        self.clear()
        self._links.clear()
        self._cut.clear()
        self._more = more
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for number, part in enumerate(paragraphs):
            block = QTextBlockFormat()
            block.setTopMargin(part.space_before)
            block.setLineHeight(
                _LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
            )
            if number:
                cursor.insertBlock(block)
            else:
                cursor.setBlockFormat(block)
            for piece in part.pieces:
                self._insert(cursor, piece)
        cursor.endEditBlock()
        self.setAccessibleName(self.toPlainText()[:200])

    def _insert(self, cursor: QTextCursor, piece: Piece) -> None:
        anchor = ""
        if piece.link:
            anchor = f"{_LINK}:{len(self._links)}"
            self._links.append(piece.link)
        if len(piece.text) <= LONGEST:
            cursor.insertText(piece.text, self._format(piece.style, anchor))
            return
        cursor.insertText(piece.text[:LONGEST] + "… ", self._format(piece.style, anchor))
        more = self._more.format(count=len(piece.text) - LONGEST)
        cursor.insertText(more, self._format(Style.SMALL, f"{_COPY}:{len(self._cut)}"))
        self._cut.append(piece.text)

    def _format(self, style: Style, anchor: str) -> QTextCharFormat:
        writing, colour = _LOOKS[style]
        result = QTextCharFormat()
        result.setFont(writing_font(writing))
        result.setForeground(
            QColor(self._palette.action if anchor else getattr(self._palette, colour))
        )
        if anchor:
            result.setAnchor(True)
            result.setAnchorHref(anchor)
            result.setFontUnderline(True)
        return result

    def _on_link(self, url: QUrl) -> None:
        kind, _, number = url.toString().partition(":")
        if kind == _COPY:
            QGuiApplication.clipboard().setText(self._cut[int(number)])
        else:
            self.link_activated.emit(self._links[int(number)])

    def _fit(self) -> None:
        around = self.height() - self.viewport().height()
        height = ceil(self.document().size().height()) + around
        if self._grows:
            self.setMinimumHeight(height)
        else:
            self.setFixedHeight(height)

    # Qt's own

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the text needs at the new width."""
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave scrolling to the page."""
        event.ignore()

    def event(self, event: QEvent) -> bool:
        """Keep the key that copies from the window while there is something to copy here."""
        if event.type() == QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            if event.matches(QKeySequence.StandardKey.Copy) and self.textCursor().hasSelection():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys that scroll to the page."""
        if event.key() in _SCROLLING and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)


_SCROLLING = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Space,
    }
)
