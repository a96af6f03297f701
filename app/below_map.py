"""What opens below the map: the table, the timeline, the story; and what selects on the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.actions import Actions
from app.canvas.canvas import MapCanvas
from app.canvas.subscriptions import Subscriptions
from app.icons import Icons
from app.lower_panes import LowerPanes, as_lower
from app.panels.links import TABLE
from app.session import Session
from layers.ordering import listed

if TYPE_CHECKING:
    from app.changes.pane import ChangesPane
    from app.dialogs import Dialogs
    from app.story.editor import StoryEditor
    from app.story.pane import StoryPane
    from app.story.presenter import Presenter
    from app.table.pane import TablePane
    from app.timeline.pane import TimelinePane
    from app.workspace import Workspace
    from layers.programs import ProgramCatalogue

_TABLE = "table:"
_HEIGHTS = {"table": 250, "timeline": 226, "changes": 210, "story": 270}


class BelowMap(QObject):
    """Holds the panes below the map, each imported and made when it is first opened.

    Attributes:
        told: something was done; what, in the interface's language.
        save_wanted: features shall be saved as a file: the layer's id, and which rows, shape (n,).
        panes: the map with its panels, and the panes below.
        presenter: what shows a story on the whole screen, None while nothing does.
    """

    told = Signal(str)
    save_wanted = Signal(str, object)

    def __init__(
        self,
        window: QWidget,
        session: Session,
        canvas: MapCanvas,
        icons: Icons,
        actions: Actions,
        programs: Callable[[], ProgramCatalogue],
        upper: QWidget,
        dialogs: Dialogs,
        workspace: Callable[[], Workspace],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._canvas = window, session, canvas
        self._icons, self._programs = icons, programs
        self._dialogs, self._workspace = dialogs, workspace
        self._actions: dict[str, QAction] = {name: actions[name] for name in _HEIGHTS}
        makers = {
            "table": self._make_table,
            "timeline": self._make_timeline,
            "changes": self._make_changes,
            "story": self._make_story,
        }
        self.panes = LowerPanes(upper, makers, _HEIGHTS)
        self._editor: StoryEditor | None = None
        self.presenter: Presenter | None = None
        self.panes.closed_or_opened.connect(self._show_open)
        self._subscriptions = Subscriptions(self)
        self._subscriptions.listen(session.view_state.events.panes, self._follow_panes)

    @property
    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the window's actions do, by name."""
        return {
            "table": self._set_table,
            "timeline": self._set_timeline,
            "changes": self._set_changes,
            "story": self._set_story,
            "add_step": self.add_step,
            "present": self.present,
            "features_in_view": self.list_features_in_view,
            "select_box": self._select_box,
        }

    @property
    def table(self) -> TablePane:
        """The attribute table."""
        return cast("TablePane", self.panes.pane("table"))

    @property
    def timeline(self) -> TimelinePane:
        """The timeline."""
        return cast("TimelinePane", self.panes.pane("timeline"))

    @property
    def changes(self) -> ChangesPane:
        """What changed."""
        return cast("ChangesPane", self.panes.pane("changes"))

    @property
    def story(self) -> StoryPane:
        """The story."""
        return cast("StoryPane", self.panes.pane("story"))

    @property
    def story_editor(self) -> StoryEditor:
        """What changes stories; made when it is first needed."""
        if self._editor is None:
            from app.story.editor import StoryEditor

            self._editor = StoryEditor(self._session, self._canvas, self)
            self._editor.told.connect(self.told)
        return self._editor

    def add_step(self) -> None:
        """Add what the map shows to the story, and show the story."""
        self.story_editor.add_view()
        self.panes.set_open("story", True)

    def present(self) -> None:
        """Show the story to the room, from its first step on."""
        story = self.story_editor.story
        if story is None or not story.steps:
            words = self._session.texts.gettext(
                "There is no story yet: add views to one with “Add this view to the story”"
            )
            self.told.emit(words)
            return
        if self.presenter is not None:
            return
        from app.story.presenter import Presenter

        theme = self._canvas.scene.theme
        self.presenter = Presenter(self._session, story, theme, self._window)
        self.presenter.left.connect(self._leave_presenter)
        self.presenter.present(self._window.screen())

    def open_panes(self) -> list[QWidget]:
        """Return the panes that are open, from top to bottom."""
        made = self.panes.made
        return [made[name] for name in _HEIGHTS if self.panes.is_open(name)]

    def show_table(self, layer_id: str = "") -> None:
        """Open the table of a layer; of the one that is looked at if none is named."""
        state = self._session.document.state
        table = self.table
        wanted = layer_id or self._looked_at()
        if not state.has(wanted):
            wanted = table.content.layer_id or listed(state)[0].id
        table.show_layer(wanted)
        self.panes.set_open("table", True)
        table.take_focus()

    def list_features_in_view(self) -> None:
        """List the features that the map shows, in step with it."""
        from layers.features_in_view import IN_VIEW

        self.table.show_layer(IN_VIEW)
        self.panes.set_open("table", True)
        self.table.take_focus()

    def follow(self, verb: str, target: str) -> None:
        """Do what a link of the panels says, if it is about the table."""
        if verb == TABLE:
            self.show_table(target)

    def retranslate(self) -> None:
        """Take the words of the interface's language."""
        for pane in self.panes.made.values():
            as_lower(pane).retranslate()

    def restyle(self) -> None:
        """Take the colours of the theme."""
        for pane in self.panes.made.values():
            as_lower(pane).restyle()

    def keep(self) -> None:
        """Keep how the columns of the table are laid out now."""
        if "table" in self.panes.made:
            self.table.heads.keep()

    def stop(self) -> None:
        """Listen to nothing any longer; called when the window closes."""
        self._subscriptions.end()
        if self.presenter is not None:
            self.presenter.close()
        if self._editor is not None:
            self._editor.stop()
        self.panes.stop()

    def _looked_at(self) -> str:
        view = self._session.view_state
        if view.selected is not None:
            return view.selected.layer_id
        if view.selection is not None:
            return view.selection.layer_id
        return view.layer or ""

    def _make_table(self) -> QWidget:
        from app.table.pane import TablePane

        pane = TablePane(self._window, self._session, self._canvas, self._icons)
        pane.save_wanted.connect(self.save_wanted)
        pane.content.renewed.connect(self._tell_panes)
        pane.close_wanted.connect(lambda: self._close("table"))
        pane.told.connect(self.told)
        return pane

    def _make_timeline(self) -> QWidget:
        from app.timeline.pane import TimelinePane

        pane = TimelinePane(self._session, self._programs, self._icons)
        pane.close_wanted.connect(lambda: self._close("timeline"))
        pane.told.connect(self.told)
        return pane

    def _make_changes(self) -> QWidget:
        from app.changes.pane import ChangesPane

        pane = ChangesPane(
            self._window,
            self._session,
            self._canvas,
            self._icons,
            self._dialogs,
            self._workspace,
        )
        pane.close_wanted.connect(lambda: self._close("changes"))
        pane.told.connect(self.told)
        return pane

    def _set_changes(self, on: bool) -> None:
        if on:
            self.panes.set_open("changes", True)
            self.changes.take_focus()
        else:
            self._close("changes")

    def _make_story(self) -> QWidget:
        from app.story.pane import StoryPane

        pane = StoryPane(self._session, self.story_editor, self._dialogs, self._icons)
        pane.close_wanted.connect(lambda: self._close("story"))
        pane.present_wanted.connect(self.present)
        return pane

    def _set_story(self, on: bool) -> None:
        if on:
            self.panes.set_open("story", True)
            self.story.take_focus()
        else:
            self._close("story")

    def _leave_presenter(self) -> None:
        self.presenter = None
        self._window.activateWindow()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_timeline(self, on: bool) -> None:
        if on:
            self.panes.set_open("timeline", True)
            self.timeline.take_focus()
        else:
            self._close("timeline")

    def _set_table(self, on: bool) -> None:
        if on:
            self.show_table()
        else:
            self._close("table")

    def _close(self, name: str) -> None:
        had_focus = self.panes.pane(name).isAncestorOf(self._window.focusWidget())
        self.panes.set_open(name, False)
        if had_focus:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_open(self) -> None:
        for name, action in self._actions.items():
            action.setChecked(self.panes.is_open(name))
        self._tell_panes()

    def _tell_panes(self) -> None:
        """Tell the view what is open."""
        self._session.view_state.panes = self._open_now()

    def _open_now(self) -> tuple[str, ...]:
        names = [name for name in _HEIGHTS if self.panes.is_open(name)]
        return tuple(
            f"{_TABLE}{self.table.content.layer_id}" if name == "table" else name for name in names
        )

    def _follow_panes(self, panes: tuple[str, ...]) -> None:
        """Open what the view says, as a project does that is opened."""
        if panes == self._open_now():
            return
        tables = [one.removeprefix(_TABLE) for one in panes if one.startswith(_TABLE)]
        if tables:
            # What the layer was is gone, perhaps; the table then shows another one.
            self.table.show_layer(tables[0])
        for name in _HEIGHTS:
            self.panes.set_open(name, bool(tables) if name == "table" else name in panes)

    def _select_box(self) -> None:
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._canvas.start_box_selection(self._box_layer())
        words = self._session.texts.gettext("Drag a box over what to select; Escape gives it up")
        self.told.emit(words)

    def _box_layer(self) -> str:
        """Return the layer that a box selects from: the one looked at, or that of the table."""
        if self.panes.is_open("table") and not self.table.content.is_in_view_list:
            return self.table.content.layer_id
        return self._looked_at()
