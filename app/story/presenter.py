"""A story on the whole screen: the map, and beside it what is said of it.

The presenter has a map of its own. The window behind it, its view and its layers stay as they
are, so that there is nothing to be put back at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QScreen,
    QShortcut,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.canvas.canvas import MapCanvas
from app.fonts import map_font
from app.panels.plain_label import plain_label
from app.session import Session
from app.writing import Writing
from layers.story import Story, StoryStep
from layers.story_steps import selected_of, step_state, step_title
from layers.view import fit
from layers.view_state import ViewState

_KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("next", ("Right", "Down", "Space", "PgDown", "Return", "Enter")),
    ("previous", ("Left", "Up", "Backspace", "PgUp", "Shift+Space")),
    ("first", ("Home",)),
    ("last", ("End",)),
    ("toggle_notes", ("N",)),
    ("close", ("Escape",)),
)
_TEXT_SHARE, _MAP_SHARE = 30, 70
_MARGIN = 36
# Letters are made for a screen of this size, and grow with a larger one.
_SCREEN = (1280, 720)
_MOST_GROWTH = 4.0
# Words of so many letters may be broken after every so many, where their column ends.
_LONG_WORD = re.compile(r"\S{24,}")
_PIECE = re.compile(r"(\S{8})(?=\S)")


class Presenter(QWidget):
    """Shows the steps of a story one after the other.

    Keys: Right, Down, Space, Page Down and Enter go on; Left, Up, Backspace and Page Up go back;
    Home and End; N shows the speaker's notes, on a second screen if there is one; Escape leaves.

    Attributes:
        left: the presenter was left.
        canvas: the map.
        title, text, notes, where: what is written.
        place: which step is shown, from 0.
        speaker: the window with the notes on a second screen, None as long as it was not wanted.
    """

    left = Signal()

    def __init__(
        self, session: Session, story: Story, theme: str, parent: QWidget | None = None
    ) -> None:
        """Prepare the first step; `present` shows it.

        Args:
            session: whose map is shown; it stays as it is.
            story: has at least one step.
            theme: the look, one of `layers.looks.LOOKS`.
            parent: the window behind.
        """
        super().__init__(parent, Qt.WindowType.Window)
        self._source, self._story = session, story
        self._session = Session(session.data, ViewState(session.view_state.language, theme))
        self._session.builder.dated = session.builder.dated
        self._session.builder.backdrops = session.builder.backdrops
        self.canvas = MapCanvas(self._session)
        self.title, self.text = WordsLabel(30, bold=True), WordsLabel(20)
        self.notes, self.where = WordsLabel(17), WordsLabel(13)
        self.where.setProperty("kind", "secondary")
        self._notes_head = plain_label("", "head", Writing.HEAD)
        self._notes_box = QFrame()
        self.speaker: SpeakerWindow | None = None
        self.place = -1
        self._arrange()
        self._take_keys()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("presenter")
        self.show_step(0)

    def present(self, screen: QScreen | None = None) -> None:
        """Take the whole screen."""
        if screen is not None:
            self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        # The map got its size just now.
        self._look(self._story.steps[self.place])

    def show_step(self, place: int) -> None:
        """Show a step, the first or last one beyond the ends."""
        place = min(max(place, 0), len(self._story.steps) - 1)
        if place == self.place:
            return
        self.place = place
        step, texts = self._story.steps[place], self._source.texts
        state = step_state(self._source.document.state, step)
        self._session.document.update(lambda _: state)
        self._session.view_state.period = step.period
        selected = selected_of(step)
        known = selected is not None and state.has(selected.layer_id)
        self._session.view_state.select(selected if known else None)
        title = step_title(step, place, texts)
        self.title.setText(title)
        self.text.setText(step.text)
        self.notes.setText(step.notes or texts.gettext("No notes for this step"))
        words = texts.gettext("{number} of {count}")
        numbers = texts.number(place + 1), texts.number(len(self._story.steps))
        where = words.format(number=numbers[0], count=numbers[1])
        self.where.setText(f"{where} · {self._story.name}")
        self.setWindowTitle(f"{title} · {where}")
        self.setAccessibleName(f"{title} · {where}")
        if self.speaker is not None:
            self.speaker.show_step(where, title, self.notes.text(), self._title_after(place))
        self._look(step)

    def next(self) -> None:
        """Go on."""
        self.show_step(self.place + 1)

    def previous(self) -> None:
        """Go back."""
        self.show_step(self.place - 1)

    def first(self) -> None:
        """Go to the first step."""
        self.show_step(0)

    def last(self) -> None:
        """Go to the last step."""
        self.show_step(len(self._story.steps) - 1)

    def toggle_notes(self) -> None:
        """Show the speaker's notes or hide them: on a second screen, or below the text."""
        if self.speaker is not None:
            self.speaker.close()
            self.speaker = None
            return
        other = _other_screen(self.screen())
        if other is None:
            self._notes_box.setVisible(self._notes_box.isHidden())
            return
        self.speaker = SpeakerWindow(self._source.texts.gettext("Notes"), self._handlers(), self)
        self.speaker.setGeometry(other.geometry())
        self.speaker.showFullScreen()
        self.activateWindow()
        place, self.place = self.place, -1
        self.show_step(place)

    @property
    def shows_notes(self) -> bool:
        """Whether the speaker's notes are to be seen."""
        return self.speaker is not None or not self._notes_box.isHidden()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write larger on a larger screen."""
        super().resizeEvent(event)
        grow_words(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of everything."""
        if self.speaker is not None:
            self.speaker.close()
            self.speaker = None
        self.canvas.close()
        super().closeEvent(event)
        self.left.emit()

    # Parts

    def _arrange(self) -> None:
        _ = self._source.texts.gettext
        self._notes_head.setText(_("Notes"))
        self._notes_box.setObjectName("speakerNotes")
        self._notes_box.hide()
        self.title.setAccessibleName(_("Title"))
        self.text.setAccessibleName(_("Text"))
        self.notes.setAccessibleName(_("Notes"))
        noted = QVBoxLayout(self._notes_box)
        noted.addWidget(self._notes_head)
        noted.addWidget(self.notes)
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(16)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addStretch(1)
        column.addWidget(self._notes_box)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(said)
        right = QVBoxLayout()
        right.setContentsMargins(_MARGIN, _MARGIN, _MARGIN - 8, _MARGIN // 2)
        right.addWidget(scroll, 1)
        right.addWidget(self.where)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.canvas, _MAP_SHARE)
        whole.addLayout(right, _TEXT_SHARE)
        # Keys go from step to step, whatever the mouse touched.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for part in (self.canvas, *self.canvas.findChildren(QWidget)):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {name: getattr(self, name) for name, _ in _KEYS}

    def _take_keys(self) -> None:
        take_keys(self, self._handlers())

    def _look(self, step: StoryStep) -> None:
        width, height = max(self.canvas.width(), 1), max(self.canvas.height(), 1)
        self.canvas.set_view(fit(step.extent, width, height, margin=0.0))

    def _title_after(self, place: int) -> str:
        steps = self._story.steps
        if place + 1 >= len(steps):
            return ""
        return step_title(steps[place + 1], place + 1, self._source.texts)


class SpeakerWindow(QWidget):
    """The notes on a second screen, for the speaker.

    Attributes:
        where, title, notes, following: what is written.
    """

    def __init__(
        self, name: str, handlers: dict[str, Callable[[], object]], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("presenter")
        self.setWindowTitle(name)
        self.title, self.notes = WordsLabel(26, bold=True), WordsLabel(22)
        self.where, self.following = WordsLabel(13), WordsLabel(16)
        for label in (self.where, self.following):
            label.setProperty("kind", "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(14)
        for label in (self.where, self.title, self.notes):
            column.addWidget(label)
        column.addStretch(1)
        column.addWidget(self.following)
        take_keys(self, handlers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write larger on a larger screen."""
        super().resizeEvent(event)
        grow_words(self)

    def show_step(self, where: str, title: str, notes: str, following: str) -> None:
        """Show the notes of a step, and what comes after it."""
        self.where.setText(where)
        self.title.setText(title)
        self.notes.setText(notes)
        self.following.setText(f"\N{RIGHTWARDS ARROW} {following}" if following else "")


def take_keys(window: QWidget, handlers: dict[str, Callable[[], object]]) -> None:
    """Let the keys of the presenter work in a window."""
    for name, keys in _KEYS:
        for key in keys:
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.activated.connect(handlers[name])


class WordsLabel(QLabel):
    """Plain words that are broken into lines, words without gaps too, and grow with the screen."""

    def __init__(self, pixels: int, *, bold: bool = False) -> None:
        """Begin without words.

        Args:
            pixels: height of the letters on a small screen, logical pixels.
            bold: whether they are bold.
        """
        super().__init__()
        self._pixels, self._bold = pixels, bold
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.grow(1.0)

    def setText(self, text: str) -> None:
        """Show words; a very long one may be broken anywhere, or it would be cut at the edge."""
        super().setText(_LONG_WORD.sub(lambda word: _PIECE.sub("\\1\u200b", word[0]), text))

    def grow(self, factor: float) -> None:
        """Write so many times as large as on a small screen."""
        self.setFont(map_font(self._pixels * factor, bold=self._bold))


def grow_words(window: QWidget) -> None:
    """Let the words of a window be as large as its size asks for."""
    factor = min(window.width() / _SCREEN[0], window.height() / _SCREEN[1])
    for label in window.findChildren(WordsLabel):
        label.grow(min(max(factor, 1.0), _MOST_GROWTH))


def _other_screen(used: QScreen) -> QScreen | None:
    return next((screen for screen in QGuiApplication.screens() if screen is not used), None)
