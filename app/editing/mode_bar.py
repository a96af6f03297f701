"""The card over the map that says what the tool at work wants, and ends it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.canvas.card import MARGIN, Card
from app.editing.tool import Tool
from app.panels.plain_label import plain_label
from app.writing import Writing, writing_font
from layers.texts import Texts

_BESIDE = 56  # the zoom buttons at the right, and as much at the left
_WIDEST = 620


class ModeBar(Card):
    """Hint, problem and buttons of a tool.

    Attributes:
        done: what was begun shall be made, or the tool ended.
        given_up: the tool shall end.
        copy_wanted: the result shall be copied.
        snap_changed: whether places are drawn to borders.
        figures, hint, problem: what was found out, what to do, and what cannot be done.
        snap, copy, finish, cancel: the controls.
    """

    done = Signal()
    given_up = Signal()
    copy_wanted = Signal()
    snap_changed = Signal(bool)

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.figures = plain_label("", "", Writing.BRAND)
        self.hint = plain_label("", "", Writing.STRONG)
        self.problem = plain_label("", "problem", Writing.TEXT)
        self.snap = QCheckBox()
        self.copy, self.finish, self.cancel = QPushButton(), QPushButton(), QPushButton()
        self.finish.setProperty("kind", "primary")
        for label in (self.figures, self.hint, self.problem):
            label.setWordWrap(True)
        for button in (self.copy, self.finish, self.cancel):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.snap.clicked.connect(self.snap_changed)
        self.finish.clicked.connect(self.done)
        self.cancel.clicked.connect(self.given_up)
        self.copy.clicked.connect(self.copy_wanted)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.figures)
        words.addWidget(self.hint)
        words.addWidget(self.problem)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addLayout(words, 1)
        for widget in (self.snap, self.copy, self.finish, self.cancel):
            row.addWidget(widget)
        self.hide()

    def show_tool(self, tool: Tool, texts: Texts, *, snaps: bool) -> None:
        """Say what a tool wants."""
        _ = texts.gettext
        self.snap.setText(_("Snap to borders"))
        self.snap.setToolTip(_("Draws places to borders and lines that are near"))
        self.snap.setChecked(snaps)
        self.copy.setText(_("Copy"))
        self.copy.setToolTip(_("Copies what was measured (Ctrl+C)"))
        self.copy.setVisible(tool.can_copy)
        self.finish.setText(_("Finish"))
        self.finish.setVisible(tool.can_finish)
        self.cancel.setText(_("Cancel") if tool.can_finish else _("Done"))
        self.cancel.setToolTip(_("Ends this (Escape)"))
        self.show_figures(tool, texts)
        self.show_problem("")
        self.show()
        self.raise_()

    def show_figures(self, tool: Tool, texts: Texts) -> None:
        """Say what a tool has found out so far, and what it wants now."""
        figures, hint = tool.figures, texts.gettext(tool.hint)
        self.figures.setText(figures)
        self.hint.setText(hint)
        # Figures say it first, and what is to be done is known by then.
        self.hint.setFont(writing_font(Writing.SMALL if figures else Writing.STRONG))
        self.figures.setVisible(bool(figures))
        self.copy.setEnabled(bool(tool.result))
        parent = self.parentWidget()
        if parent is not None and self._wanted_height() != self.height():
            self.arrange(parent.width())

    def show_problem(self, words: str) -> None:
        """Say why something cannot be done; "" to say no more."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        parent = self.parentWidget()
        if parent is not None:
            self.arrange(parent.width())

    def arrange(self, width: int) -> None:
        """Stand at the top of a canvas of a width."""
        room = min(width - 2 * _BESIDE, _WIDEST)
        self.setFixedWidth(max(room, 200))
        self.setFixedHeight(self._wanted_height())
        self.move((width - self.width()) // 2, MARGIN)

    def _wanted_height(self) -> int:
        """Return the height that its words need at its width."""
        layout = self.layout()
        if layout is not None:
            # Else the rows within the row answer for the words before these.
            layout.invalidate()
            layout.activate()
        return max(self.heightForWidth(self.width()), self.minimumSizeHint().height())
