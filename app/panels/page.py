"""One page of the details panel: blocks from top to bottom that scroll."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.panels.context import PageContext
from app.panels.flow import Flow
from app.panels.plain_label import plain_label
from app.panels.prose import Paragraph, Piece, Prose, Style, paragraph
from app.writing import Writing
from layers.facts import split_links
from layers.feature_tip import one_line

_MARGIN, _GAP = 14, 8
_SECTION_GAP = 18
_LONGEST_TAG = 40
_TEXT_INSET = 2  # the frame of text that the keyboard is on


class Page(QScrollArea):
    """Blocks in a column.

    Attributes:
        followed: a link or button was followed; see `app.panels.links`.
        context: what the page is made with.
    """

    followed = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = QWidget()
        self._body.setObjectName("page")
        self._body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(_MARGIN, 6, _MARGIN, _MARGIN)
        self._column.setSpacing(_GAP)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._body)
        self._body.setAutoFillBackground(False)

    def gettext(self, message: str) -> str:
        """Return a message of the interface in the reader's language."""
        return self.context.texts.gettext(message)

    def first_focus(self) -> QWidget | None:
        """Return the first widget of the page that the keyboard can reach."""
        widgets = self._body.findChildren(QWidget)
        return next((w for w in widgets if w.focusPolicy() & Qt.FocusPolicy.TabFocus), None)

    # Blocks

    def add(self, widget: QWidget) -> None:
        """Add a block."""
        self._column.addWidget(widget)

    def add_list(self, widgets: Iterable[QWidget]) -> None:
        """Add blocks without room between them."""
        column = QVBoxLayout()
        column.setSpacing(0)
        for widget in widgets:
            column.addWidget(widget)
        self._column.addLayout(column)

    def add_tags(self, words: Iterable[str]) -> None:
        """Add small labels that say what kind of thing the page is about."""
        row = QHBoxLayout()
        row.setSpacing(6)
        for word in filter(None, words):
            label = plain_label(one_line(word, _LONGEST_TAG), "tag", Writing.SMALL)
            label.setMinimumWidth(0)
            row.addWidget(label)
        row.addStretch()
        self._column.addLayout(row)

    def add_head(self, words: str) -> None:
        """Add the head of a section."""
        self._column.addSpacing(_SECTION_GAP - _GAP)
        head = plain_label(words, "head", Writing.HEAD)
        head.setContentsMargins(_TEXT_INSET, 0, 0, 0)
        self._column.addWidget(head)

    def add_prose(self, paragraphs: Sequence[Paragraph], kind: str = "") -> Prose:
        """Add text to read."""
        prose = self.prose(paragraphs, kind)
        self._column.addWidget(prose)
        return prose

    def add_title(self, title: str, *sentences: str) -> None:
        """Add the page's title and what stands right below."""
        below = (paragraph(Piece(text), space_before=6) for text in sentences if text)
        self.add_prose((paragraph(Piece(title, Style.TITLE)), *below))

    def add_tiles(self, tiles: Sequence[Sequence[Paragraph]]) -> None:
        """Add cards, two in a row."""
        grid = QGridLayout()
        grid.setSpacing(_GAP)
        for number, paragraphs in enumerate(tiles):
            tile = self.prose(paragraphs, "tile", grows=True)
            grid.addWidget(tile, number // 2, number % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._column.addLayout(grid)

    def add_buttons(self, *buttons: tuple[str, str]) -> None:
        """Add buttons, each its words and its link; those added one after the other flow."""
        last = self._column.itemAt(self._column.count() - 1)
        flow = last.widget() if last is not None else None
        if not isinstance(flow, Flow):
            flow = Flow(_GAP)
            self._column.addWidget(flow)
        for words, link in buttons:
            button = QPushButton(words)
            button.clicked.connect(lambda _=False, link=link: self.followed.emit(link))
            flow.add(button)

    def add_sources(self, sources: Iterable[str], head: str = "") -> None:
        """Add sources under a head ("Sources" if omitted); the addresses in them are links."""
        texts = [_source(text) for text in sources]
        if texts:
            self.add_head(head or self.gettext("Sources"))
            self.add_prose(texts)

    def prose(self, paragraphs: Sequence[Paragraph], kind: str = "", grows: bool = False) -> Prose:
        """Return text to read that follows links as the page does."""
        prose = Prose(self.context.palette, kind, grows=grows)
        prose.write(paragraphs, self.gettext("{count} more characters: copy the whole text"))
        prose.link_activated.connect(self.followed)
        return prose


def _source(text: str) -> Paragraph:
    pieces = tuple(Piece(part, Style.SECONDARY, link) for part, link in split_links(text))
    return Paragraph(pieces, space_before=4)
