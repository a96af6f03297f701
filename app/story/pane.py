"""The story below the map: its steps in order, and what each says."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.dialogs import Dialogs
from app.icons import Icons
from app.panels.plain_label import plain_label
from app.session import Session
from app.story.editor import StoryEditor
from app.writing import Writing
from layers.story import LONGEST_NAME, LONGEST_TITLE, StoryStep
from layers.story_steps import lost_layers, step_title
from layers.texts import N_

_ICON = QSize(18, 18)
_BUTTONS = (
    ("add", N_("Add this view")),
    ("renew", N_("Update from the map")),
    ("show", N_("Show on the map")),
    ("remove", N_("Remove step")),
)
_ARROWS = (("up", N_("Move up (Alt+Up)")), ("down", N_("Move down (Alt+Down)")))
_MENU = (
    ("new", N_("New story…")),
    ("rename", N_("Rename story…")),
    ("delete", N_("Delete story")),
)


class StepList(QListWidget):
    """The steps; Delete removes one, Alt with Up and Down moves it.

    Attributes:
        remove_wanted: the step shall go.
        move_wanted: it shall go back (-1) or forward (1) in the order.
    """

    remove_wanted = Signal()
    move_wanted = Signal(int)

    def event(self, event: QEvent) -> bool:
        """Take keys that mean something else to the window."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and self._meant(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove or move the step, or choose another one."""
        meant = self._meant(event)
        if meant is None:
            super().keyPressEvent(event)
        elif meant:
            self.move_wanted.emit(meant)
        else:
            self.remove_wanted.emit()

    def _meant(self, event: QKeyEvent) -> int | None:
        """Return by how much a key moves the step, 0 to remove it, None for other keys."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        return 0 if event.key() == Qt.Key.Key_Delete else None


class StoryPane(QFrame):
    """Makes and orders the steps of a story.

    Attributes:
        close_wanted: the pane shall be closed.
        present_wanted: the story shall be shown to the room.
        chooser: the stories.
        list: the steps.
        title, text, notes: what the chosen step says.
        buttons: the buttons by name: add, renew, show, remove, up, down.
        menu_actions: what can be done to the story, by name: new, rename, delete.
        present, close_button: the other buttons.
    """

    close_wanted = Signal()
    present_wanted = Signal()

    def __init__(
        self, session: Session, editor: StoryEditor, dialogs: Dialogs, icons: Icons
    ) -> None:
        super().__init__()
        self.setObjectName("storyPane")
        self._session, self._editor, self._dialogs, self._icons = session, editor, dialogs, icons
        self._head = plain_label("", "", Writing.STRONG)
        self._hint = plain_label("", "secondary", Writing.TEXT)
        self.chooser = QComboBox()
        self.list = StepList()
        self.title, self.text, self.notes = QLineEdit(), QPlainTextEdit(), QPlainTextEdit()
        self._labels = {name: plain_label("", "", Writing.TEXT) for name in ("title", "text")}
        self._labels["notes"] = plain_label("", "", Writing.TEXT)
        self.buttons: dict[str, QPushButton | QToolButton] = {
            **{name: QPushButton() for name, _ in _BUTTONS},
            **{name: QToolButton() for name, _ in _ARROWS},
        }
        self.present, self.close_button = QPushButton(), QToolButton()
        self._more, self._menu = QToolButton(), QMenu(self)
        self.menu_actions = {name: QAction(self) for name, _ in _MENU}
        self._arrange()
        self._connect()

    # What the window asks for

    def set_awake(self, is_awake: bool) -> None:
        """Show the stories as they are now."""
        if is_awake:
            self._show()

    def retranslate(self) -> None:
        """Take the words of the interface's language."""
        _ = self._session.texts.gettext
        self.setAccessibleName(_("Story"))
        self._head.setText(_("Story"))
        for widget, words in (
            (self.chooser, _("Stories")),
            (self.list, _("Steps of the story")),
            (self.title, _("Title")),
            (self.text, _("Text")),
            (self.notes, _("Notes for the speaker")),
        ):
            widget.setAccessibleName(words)
        self._labels["title"].setText(_("Title"))
        self._labels["text"].setText(_("Text"))
        self._labels["notes"].setText(_("Notes for the speaker"))
        for name, words in _BUTTONS:
            self.buttons[name].setText(_(words))
        for name, words in _ARROWS:
            self.buttons[name].setToolTip(_(words))
            self.buttons[name].setAccessibleName(_(words))
        for name, words in _MENU:
            self.menu_actions[name].setText(_(words))
        self._more.setToolTip(_("Story: new, rename, delete"))
        self._more.setAccessibleName(_("Story: new, rename, delete"))
        self.present.setText(_("Present"))
        self.close_button.setToolTip(_("Close the story"))
        self.close_button.setAccessibleName(_("Close the story"))
        self._show()

    def restyle(self) -> None:
        """Take the colours of the theme."""
        self.update()

    def take_focus(self) -> None:
        """Let the keyboard work on the steps, or on the button that adds the first."""
        target: QWidget = self.list if self.list.count() else self.buttons["add"]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Listen to nothing any longer; called when the window closes."""
        self._editor.changed.disconnect(self._show)

    # Parts

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 8, 6)
        head.setSpacing(8)
        self.chooser.setFixedWidth(220)
        self._hint.setMinimumWidth(0)
        self._more.setIcon(self._icons.icon("options"))
        self._more.setMenu(self._menu)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu.addActions(list(self.menu_actions.values()))
        self.present.setIcon(self._icons.icon("play"))
        self.close_button.setIcon(self._icons.icon("close"))
        for button in (self._more, self.close_button, self.buttons["up"], self.buttons["down"]):
            button.setIconSize(_ICON)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for name, _ in _ARROWS:
            self.buttons[name].setIcon(self._icons.icon(name))
        for widget in (self._head, self.chooser, self._more):
            head.addWidget(widget)
        head.addWidget(self._hint, 1)
        head.addStretch(1)
        head.addWidget(self.present)
        head.addWidget(self.close_button)
        body = QSplitter(Qt.Orientation.Horizontal)
        body.setHandleWidth(1)
        body.setChildrenCollapsible(False)
        body.addWidget(self._steps_part())
        body.addWidget(self._words_part())
        body.setSizes([430, 730])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(body, 1)
        self.setMinimumHeight(170)

    def _steps_part(self) -> QWidget:
        part = QWidget()
        rows = QVBoxLayout()
        rows.setSpacing(4)
        for name in ("add", "renew", "show", "remove"):
            rows.addWidget(self.buttons[name])
        arrows = QHBoxLayout()
        arrows.addWidget(self.buttons["up"])
        arrows.addWidget(self.buttons["down"])
        arrows.addStretch(1)
        rows.addLayout(arrows)
        rows.addStretch(1)
        both = QHBoxLayout(part)
        both.setContentsMargins(12, 0, 8, 8)
        both.addWidget(self.list, 1)
        both.addLayout(rows)
        return part

    def _words_part(self) -> QWidget:
        part = QWidget()
        self.title.setMaxLength(LONGEST_TITLE)
        for field in (self.text, self.notes):
            field.setTabChangesFocus(True)
            field.setMinimumHeight(44)
        form = QFormLayout(part)
        form.setContentsMargins(12, 0, 12, 8)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        fields: dict[str, QWidget] = {"title": self.title, "text": self.text, "notes": self.notes}
        for name, widget in fields.items():
            self._labels[name].setBuddy(widget)
            form.addRow(self._labels[name], widget)
        return part

    def _connect(self) -> None:
        editor = self._editor
        editor.changed.connect(self._show)
        self.chooser.activated.connect(lambda place: editor.choose(self.chooser.itemText(place)))
        self.list.currentRowChanged.connect(editor.select)
        self.list.itemActivated.connect(lambda _: editor.show_step())
        self.title.textEdited.connect(lambda words: editor.write("title", words))
        self.text.textChanged.connect(lambda: self._write("text", self.text))
        self.notes.textChanged.connect(lambda: self._write("notes", self.notes))
        actions: dict[str, Callable[[], object]] = {
            "add": editor.add_view,
            "renew": editor.renew_view,
            "show": editor.show_step,
            "remove": editor.remove_step,
            "up": lambda: editor.move(-1),
            "down": lambda: editor.move(1),
        }
        for name, action in actions.items():
            self.buttons[name].clicked.connect(lambda _=False, action=action: action())
        self.list.remove_wanted.connect(editor.remove_step)
        self.list.move_wanted.connect(editor.move)
        self.menu_actions["new"].triggered.connect(self._ask_new)
        self.menu_actions["rename"].triggered.connect(self._ask_rename)
        self.menu_actions["delete"].triggered.connect(lambda _=False: editor.remove_story())
        self.present.clicked.connect(lambda _=False: self.present_wanted.emit())
        self.close_button.clicked.connect(self.close_wanted)

    # What is shown

    def _show(self) -> None:
        editor, texts = self._editor, self._session.texts
        story, place = editor.story, editor.place
        with QSignalBlocker(self.chooser), QSignalBlocker(self.list):
            self.chooser.clear()
            self.chooser.addItems([one.name for one in editor.stories])
            if story is not None:
                self.chooser.setCurrentText(story.name)
            steps = story.steps if story is not None else ()
            titles = [
                f"{texts.number(number + 1)}  {step_title(step, number, texts)}"
                for number, step in enumerate(steps)
            ]
            if titles != [self.list.item(row).text() for row in range(self.list.count())]:
                self.list.clear()
                self.list.addItems(titles)
            self.list.setCurrentRow(place)
        step = editor.step
        self._show_words(self.title, step.title if step else "")
        self._show_words(self.text, step.text if step else "")
        self._show_words(self.notes, step.notes if step else "")
        for part in (self.title, self.text, self.notes, self.present):
            part.setEnabled(step is not None)
        for name in ("renew", "show", "remove"):
            self.buttons[name].setEnabled(step is not None)
        self.buttons["up"].setEnabled(place > 0)
        self.buttons["down"].setEnabled(step is not None and place + 1 < len(steps))
        for name in ("rename", "delete"):
            self.menu_actions[name].setEnabled(story is not None)
        self.chooser.setEnabled(story is not None)
        self._show_hint(step)

    def _show_hint(self, step: StoryStep | None) -> None:
        """Tell how to begin, or what of the step is lost."""
        texts = self._session.texts
        words = ""
        if step is None:
            words = texts.gettext(
                "Move the map and choose “Add this view”: each step keeps the view and its layers."
            )
        elif lost := lost_layers(self._session.document.state, step):
            words = texts.ngettext(
                "{n} layer of this step is no longer in the map",
                "{n} layers of this step are no longer in the map",
                lost,
            ).format(n=texts.number(lost))
        self._hint.setText(words)
        self._hint.setVisible(bool(words))

    def _show_words(self, field: QLineEdit | QPlainTextEdit, words: str) -> None:
        """Show what a step says; what is being written keeps its cursor."""
        with QSignalBlocker(field):
            if isinstance(field, QLineEdit):
                if field.text() != words:
                    field.setText(words)
            elif field.toPlainText() != words:
                field.setPlainText(words)

    # What the planner does

    def _write(self, part: str, field: QPlainTextEdit) -> None:
        self._editor.write(part, field.toPlainText())

    def _ask_new(self) -> None:
        _ = self._session.texts.gettext
        name = self._dialogs.ask_text(self, _("New story"), _("Name"), _("Story"))
        if name is not None and name.strip():
            self._editor.add_story(name[:LONGEST_NAME])

    def _ask_rename(self) -> None:
        _, story = self._session.texts.gettext, self._editor.story
        if story is None:
            return
        name = self._dialogs.ask_text(self, _("Rename story"), _("Name"), story.name)
        if name is not None:
            self._editor.rename(name[:LONGEST_NAME])
