"""The main window: it puts the parts together and lets actions reach them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from app.actions import LANGUAGE, TEXT_SIZE, THEME, Actions
from app.below_map import BelowMap
from app.canvas.canvas import MapCanvas
from app.canvas.subscriptions import Subscriptions
from app.column_settings import is_own, read_layouts, written_layouts
from app.dialogs import Dialogs
from app.header import Header
from app.help import Help
from app.icons import Icons
from app.lower_panes import as_lower
from app.output import Output
from app.panels.details_panel import DetailsPanel
from app.panels.layers_panel import LayersPanel
from app.panes import Panes
from app.qt_language import QtLanguage
from app.session import Session
from app.settings import Settings, SettingsFile
from app.status_bar import StatusBar
from app.theme import Theme
from app.tips import Tips
from app.window_place import first_place, on_screen, screens
from layers.commands import SetBookmarks, run

if TYPE_CHECKING:
    from app.exploring import Exploring
    from app.online.online_map import OnlineMap
    from app.paths import OwnFolders
    from app.styling.styling import Styling
    from app.workspace import Workspace
    from layers.document import MapState
    from layers.programs import ProgramCatalogue

_MESSAGE_MS = 12_000
_AFTER_THE_MAP_MS = 200


class MainWindow(QMainWindow):
    """The window of a session.

    Attributes:
        session: the document and what is looked at.
        actions_by_name: everything it can be told to do.
        canvas: the map.
        layers_panel, details_panel: the panels beside it.
        workspace: files and data of the planner's own.
        styling: styles and indicators.
        online: the online map over the built-in one.
        exploring: what finds and measures.
        below_map: the panes below the map.
        tips: what is shown at the first start.
        header, panes, status: its other parts.
    """

    def __init__(
        self,
        session: Session,
        programs: Callable[[], ProgramCatalogue],
        settings: Settings,
        settings_file: SettingsFile | None = None,
        dialogs: Dialogs | None = None,
        folders: OwnFolders | None = None,
    ) -> None:
        """Put the window together.

        Args:
            session: the document and what is looked at.
            programs: reads the dossiers, once; called when they are first needed.
            settings: how the window was left.
            settings_file: where to keep how it is left this time; nowhere if omitted.
            dialogs: how to ask the planner.
            folders: where to keep unsaved changes and the like; nowhere if omitted.
        """
        super().__init__()
        self.session = session
        self._settings_file = settings_file
        self._dialogs = dialogs or Dialogs()
        self._folders, self._programs, self._left = folders, programs, settings
        self._theme = Theme(cast(QApplication, QApplication.instance()), session.view_state, self)
        self._icons = Icons(self._theme.palette)
        self.actions_by_name = Actions(self, self._icons)
        self.canvas = MapCanvas(session)
        self.layers_panel = LayersPanel(session, programs, self._icons)
        self.details_panel = DetailsPanel(session, programs, self._icons)
        self.panes = Panes(self.layers_panel, self.canvas, self.details_panel)
        self.below_map = BelowMap(
            self,
            session,
            self.canvas,
            self._icons,
            self.actions_by_name,
            programs,
            self.panes,
            self._dialogs,
            lambda: self.workspace,
        )
        self.header = Header(self.actions_by_name, self._icons)
        self.status = StatusBar(session)
        self._output = Output(self, session, self.canvas, programs, self._dialogs)
        self._help = Help(
            self, session, programs, self._icons, self.actions_by_name, self._open_link
        )
        self.tips = Tips(session, self.canvas, self, settings.tips)
        self._qt_language = QtLanguage(self)
        self._subscriptions = Subscriptions(self)
        self._work = QTimer(self, singleShot=True, interval=_AFTER_THE_MAP_MS)
        self._is_closed = False
        self.setWindowTitle("Atlas Seguro")
        self.actions_by_name["builtin_boundaries"].setEnabled(False)
        self._arrange()
        self._connect()
        self._restore(settings)
        self._restyle()
        self.retranslate()

    @cached_property
    def workspace(self) -> Workspace:
        """Files and data of the planner's own; made once the map is there, if not before."""
        from app.workspace import Workspace

        workspace = Workspace(
            self, self.session, self.canvas, self._dialogs, self._folders, self._left.recent
        )
        workspace.told.connect(self.show_message)
        workspace.projects.changed.connect(self._show_title)
        workspace.projects.changed.connect(lambda: self.exploring.give_bookmarks())
        builtin = self.actions_by_name["builtin_boundaries"]
        builtin.setEnabled(workspace.boundaries.are_used)
        workspace.boundaries.changed.connect(builtin.setEnabled)
        return workspace

    @cached_property
    def online(self) -> OnlineMap:
        """The online map over the built-in one; made when it is first wanted."""
        from app.online.online_map import OnlineMap

        tiles, is_allowed = self._folders and self._folders.tiles, self._left.online_allowed
        online = OnlineMap(
            self, self.session, self.canvas, self._dialogs, tiles or None, is_allowed
        )
        online.told.connect(self.show_message)
        online.offline_changed.connect(self.status.show_offline)
        return online

    @cached_property
    def styling(self) -> Styling:
        """Styles and indicators; made once the map is there, if not before."""
        from app.styling.styling import Styling

        styling = Styling(self, self.session, self.canvas, self._icons)
        styling.told.connect(self.show_message)
        return styling

    @cached_property
    def exploring(self) -> Exploring:
        """What finds and measures; made once the map is there, if not before."""
        from app.exploring import Exploring

        exploring = Exploring(self, self._programs, self._icons, self._left.bookmarks)
        exploring.told.connect(self.show_message)
        return exploring

    def settings(self) -> Settings:
        """Return how the window is now."""
        self.below_map.keep()
        view = self.session.view_state
        layouts = {key: kept for key, kept in view.columns.items() if not is_own(key)}
        place = self.normalGeometry()
        return Settings(
            language=view.language,
            theme=view.theme,
            text_size=view.text_size,
            extent=self.canvas.view.bounds if self.canvas.view.width > 1 else view.extent,
            window=(place.x(), place.y(), place.width(), place.height()),
            maximized=self.isMaximized(),
            panels=self.panes.widths,
            flat_layers=self.layers_panel.is_flat,
            columns=written_layouts(layouts),
            online_allowed=self.online.is_allowed,
            bookmarks=self.exploring.personal_bookmarks,
            recent=tuple(str(path) for path in self.workspace.projects.recent),
            tips=self.tips.are_wanted,
            panes=tuple(one for one in view.panes if not is_own(one.removeprefix("table:"))),
        )

    def retranslate(self) -> None:
        """Take the words of the interface's language, in every part."""
        texts = self.session.texts
        self._qt_language.speak(texts)
        self.actions_by_name.retranslate(texts)
        self.actions_by_name[LANGUAGE + texts.language].setChecked(True)
        self.header.retranslate(texts)
        self.layers_panel.retranslate()
        self.details_panel.retranslate()
        self.below_map.retranslate()
        self.status.retranslate()
        self.panes.setAccessibleName(texts.gettext("Layers, map and details"))
        self._show_undo()

    # Parts

    def _begin_work(self) -> None:
        if self._left.panes and not self.session.view_state.panes:
            self.session.view_state.panes = self._left.panes
        self.workspace.begin_soon()
        self.exploring.begin_soon()
        self.tips.show_first()

    def _do_work(self, name: str, *values: object) -> None:
        for part in (self.styling, self.exploring, self.workspace):
            if name in part.handlers:
                part.handlers[name](*values)
                return
        raise KeyError(name)

    def _arrange(self) -> None:
        self.setMenuWidget(self.header)
        if self.header.menu_bar.parent() is None:
            self.setMenuBar(self.header.menu_bar)
        self.setCentralWidget(self.below_map.panes)
        self.setStatusBar(self.status)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def _connect(self) -> None:
        events, listen = self.session.view_state.events, self._subscriptions.listen
        listen(events.language, self.retranslate)
        listen(self.session.document.events.changed, self._follow_online_map)
        listen(events.text_size, self._tell_text_size)
        self._theme.changed.connect(self._restyle)
        for panel in (self.layers_panel, self.details_panel):
            panel.zoom_wanted.connect(self.canvas.zoom_to)
        self.layers_panel.flat_changed.connect(self.actions_by_name["drawing_order"].setChecked)
        self.details_panel.link_wanted.connect(self._open_link)
        for panel in (self.layers_panel, self.details_panel):
            panel.edit_wanted.connect(lambda verb, id_: self.workspace.follow(verb, id_))
            panel.edit_wanted.connect(lambda verb, id_: self.styling.follow(verb, id_))
            panel.edit_wanted.connect(self.below_map.follow)
        self.below_map.told.connect(self.show_message)
        self.below_map.save_wanted.connect(lambda *what: self.workspace.saving.save(*what))
        self.layers_panel.open_wanted.connect(lambda: self.workspace.opening.ask())
        self._output.told.connect(self.show_message)
        self._output.exported.connect(lambda *what: self.workspace.keep_export(*what))
        recent = self.header.recent_menu
        recent.aboutToShow.connect(lambda: self.workspace.projects.fill_recent(recent))
        marks = self.header.bookmarks_menu
        marks.aboutToShow.connect(lambda: self.exploring.bookmarks.fill(marks))
        self.canvas.sharpened.connect(self._show_hidden_labels)
        self._work.timeout.connect(self._begin_work)
        self.canvas.sharpened.connect(self._work.start, Qt.ConnectionType.SingleShotConnection)
        self.canvas.sharpened.connect(self.layers_panel.wake)
        self.canvas.sharpened.connect(self.details_panel.wake)
        self.panes.closed_or_opened.connect(self._show_panes)
        stack = self.session.undo_stack
        stack.canUndoChanged.connect(self._show_undo)
        stack.canRedoChanged.connect(self._show_undo)
        stack.indexChanged.connect(self._show_undo)
        stack.cleanChanged.connect(self._show_title)
        self._connect_actions()

    def _connect_actions(self) -> None:
        view = self.session.view_state
        handlers: dict[str, Callable[..., object]] = {
            **self.below_map.handlers,
            "export": self._output.export,
            "copy_map": self._output.copy_map,
            "check_file": self._output.check_file,
            "print": self._output.print_map,
            "web_preview": self._output.preview_page,
            "quit": self.close,
            "undo": self.session.undo_stack.undo,
            "redo": self.session.undo_stack.redo,
            "zoom_in": self.canvas.zoom_in,
            "zoom_out": self.canvas.zoom_out,
            "fit": self.canvas.fit_home,
            "online_map": lambda: self.online.ask(),
            "box_zoom": self._start_box_zoom,
            "layers_panel": lambda on: self._set_panel(self.layers_panel, on),
            "details_panel": lambda on: self._set_panel(self.details_panel, on),
            "drawing_order": self.layers_panel.set_flat,
            "overview": view.open_overview,
            "back": self.details_panel.go_back,
            "next_pane": lambda: self._go_to_pane(1),
            "previous_pane": lambda: self._go_to_pane(-1),
            "guide": self._help.show_guide,
            "tips": self.tips.show,
            "shortcuts": self._help.show_shortcuts,
            "sources": self._help.show_sources,
            "about": self._help.show_about,
        }
        kinds = (LANGUAGE, THEME, TEXT_SIZE)
        for name, action in self.actions_by_name.items():
            if name.startswith(kinds):
                continue
            # Whatever nobody else does is done by the parts that are made after the map.
            handler = handlers.get(name) or partial(self._do_work, name)
            if action.isCheckable():
                action.triggered.connect(lambda on, handler=handler: handler(on))
            else:
                action.triggered.connect(lambda _=False, handler=handler: handler())
        for name, action in self.actions_by_name.items():
            for beginning, attribute, kind in (
                (LANGUAGE, "language", str),
                (THEME, "theme", str),
                (TEXT_SIZE, "text_size", int),
            ):
                if name.startswith(beginning):
                    value = kind(name.removeprefix(beginning))
                    action.triggered.connect(
                        lambda _=False, a=attribute, v=value: setattr(view, a, v)
                    )

    def _restore(self, settings: Settings) -> None:
        usable = screens()
        place = on_screen(settings.window, usable) if settings.window else first_place(usable[0])
        self.setGeometry(*place)
        if settings.maximized:
            self.setWindowState(Qt.WindowState.WindowMaximized)
        if settings.panels is not None:
            self.panes.restore(settings.panels)
        self.session.view_state.columns = read_layouts(settings.columns)
        self.layers_panel.set_flat(settings.flat_layers)
        if settings.bookmarks:
            run(self.session.document, SetBookmarks(settings.bookmarks))
        view = self.session.view_state
        self.actions_by_name[THEME + view.theme].setChecked(True)
        self.actions_by_name[f"{TEXT_SIZE}{view.text_size}"].setChecked(True)
        self._show_panes()

    # What changed

    def _restyle(self) -> None:
        palette = self._theme.palette
        self._icons.palette = palette
        self.canvas.set_theme(palette.name)
        self.layers_panel.restyle()
        self.details_panel.restyle()
        self.below_map.restyle()

    def _show_undo(self) -> None:
        stack, _ = self.session.undo_stack, self.session.texts.gettext
        for name, words, can, change in (
            ("undo", _("Undo: {change}"), stack.canUndo(), stack.undoText()),
            ("redo", _("Redo: {change}"), stack.canRedo(), stack.redoText()),
        ):
            action = self.actions_by_name[name]
            action.setEnabled(can)
            if can and change:
                action.setText(words.format(change=_(change)))
            else:
                action.setText(_("Undo") if name == "undo" else _("Redo"))

    def _tell_text_size(self) -> None:
        """Qt takes its scale once, at the start; telling so is better than half a change."""
        _ = self.session.texts.gettext
        self.show_message(_("Text and symbols take the new size at the next start of the atlas"))

    def _show_title(self) -> None:
        projects = self.workspace.projects
        name = projects.name
        self.setWindowTitle(f"{name}[*] · Atlas Seguro" if name else "Atlas Seguro")
        self.setWindowModified(projects.is_modified)
        self.actions_by_name["embed"].setChecked(projects.embeds)

    def _follow_online_map(self, old: MapState, new: MapState) -> None:
        if old.online_map != new.online_map:
            self.online.follow(old, new)

    def _show_panes(self) -> None:
        for name, panel in (
            ("layers_panel", self.layers_panel),
            ("details_panel", self.details_panel),
        ):
            self.actions_by_name[name].setChecked(self.panes.is_open(panel))

    def _show_hidden_labels(self) -> None:
        self.status.show_hidden(self.canvas.labels_hidden)

    def show_message(self, words: str) -> None:
        """Tell something in the status bar for a while."""
        self.status.showMessage(words, _MESSAGE_MS)

    def show_error(self, line: str) -> None:
        """Tell of an error that nothing foresaw."""
        _ = self.session.texts.gettext
        self._dialogs.warn(
            self,
            _("Something went wrong"),
            _("The atlas goes on, but what you did last may not be done. The log has the details."),
            line,
        )

    # What the planner wants

    def _set_panel(self, panel: QWidget, is_open: bool) -> None:
        self.panes.set_open(panel, is_open)

    def _start_box_zoom(self) -> None:
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.canvas.start_box_zoom()
        self.show_message(self.session.texts.gettext("Drag a box on the map; Escape gives it up"))

    def _open_link(self, address: str) -> None:
        if not self._dialogs.open_link(address):
            words = self.session.texts.gettext("No browser could be opened for {address}")
            self.show_message(words.format(address=address[:200]))

    def _go_to_pane(self, step: int) -> None:
        """Let the keyboard work on the next part of the window, or on the one before."""
        panes: list[QWidget] = [self.header, self.layers_panel, self.canvas, self.details_panel]
        focused = self.focusWidget()
        parts = [*panes, *self.below_map.open_panes()]
        here = next((p for p in parts if p is focused or p.isAncestorOf(focused)), None)
        open_ = [pane for pane in panes if pane is self.header or self.panes.is_open(pane)]
        open_ += self.below_map.open_panes()
        place = open_.index(here) if here in open_ else -1 if step > 0 else 0
        target = open_[(place + step) % len(open_)]
        if target is self.layers_panel:
            self.layers_panel.take_focus()
        elif target is self.details_panel:
            self.details_panel.take_focus()
        elif target is self.canvas:
            self.canvas.setFocus(Qt.FocusReason.TabFocusReason)
        elif target in self.below_map.open_panes():
            as_lower(target).take_focus()
        else:
            self.header.take_focus()

    # Qt's own

    def showEvent(self, event: QShowEvent) -> None:
        """Let the keyboard move the map from the start."""
        super().showEvent(event)
        if self.focusWidget() is None:
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep how the window is left, and let go of everything."""
        if not self._is_closed and not self.workspace.may_close(self.close):
            event.ignore()
            return
        if not self._is_closed:
            self._is_closed = True
            if self._settings_file is not None:
                self._settings_file.write(self.settings())
            self._subscriptions.end()
            self._work.stop()
            self.workspace.stop()
            self.online.stop()
            self.styling.stop()
            self.exploring.stop()
            self.below_map.stop()
            self.tips.stop()
            for part in (self.layers_panel, self.details_panel, self.status):
                part.stop()
            self._theme.stop()
            self._qt_language.stop()
            self.canvas.close()
        super().closeEvent(event)
