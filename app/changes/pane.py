"""What changed: a list below the map, and marks on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.canvas.canvas import MapCanvas
from app.canvas.subscriptions import Subscriptions
from app.changes.last_export import changes_since_export
from app.changes.list_file import write_list
from app.changes.other_project import IsUnwanted, Progress, changes_between, open_project
from app.changes.rows import KIND, LAYER, NAME, ChangeModel
from app.dialogs import Dialogs
from app.exports.report import ExportError
from app.icons import Icons
from app.opening.words import error_words
from app.panels.plain_label import plain_label
from app.row_list import arrange_rows
from app.session import Session
from app.tasks import TaskRunner, Told, Work
from app.writing import Writing
from geodata.files.opening import OpeningCancelledError
from geodata.projection import to_map
from layers.changes.comparing import MapChanges
from layers.changes.kept import NotWantedError
from layers.changes.words import ChangeRow, Kind, change_lines, change_rows, headline
from layers.texts import N_
from layers.view_state import FeatureRef

if TYPE_CHECKING:
    from app.workspace import Workspace

_MOST_ROWS = 500
"""Records of each layer and kind that are listed; a saved list has them all."""

_SETTLED_MS = 400
_ICON = QSize(18, 18)
_AROUND_METRES = 4000.0
_NO_EXPORT = N_("Nothing was exported of this map yet; compare it with another project")


class ChangesPane(QFrame):
    """The list of what is different, and what it is compared with.

    Attributes:
        close_wanted: the pane shall be closed.
        told: something was done or cannot be done; in the interface's language.
        changes: what is different; None as long as it is not known.
        list, model: the rows.
        since_export, since_project, marks, copy_button, save_button, close_button: the controls.
        words: what is compared, and how much is different.
    """

    close_wanted = Signal()
    told = Signal(str)

    def __init__(
        self,
        window: QWidget,
        session: Session,
        canvas: MapCanvas,
        icons: Icons,
        dialogs: Dialogs,
        workspace: Callable[[], Workspace],
    ) -> None:
        super().__init__()
        self.setObjectName("changesPane")
        self._window, self._session, self._canvas = window, session, canvas
        self._icons, self._dialogs, self._workspace = icons, dialogs, workspace
        self._is_awake = False
        self._project: Path | None = None
        self._reason = ""
        self.changes: MapChanges | None = None
        self.model = ChangeModel(session.texts)
        self.model.setParent(self)
        self.list = QTableView()
        self.since_export, self.since_project = QPushButton(), QPushButton()
        self.copy_button, self.save_button = QPushButton(), QPushButton()
        self.marks = QCheckBox()
        self.close_button = QToolButton()
        self._title = plain_label("", "", Writing.STRONG)
        self.words = plain_label("", "secondary", Writing.TEXT)
        self._work = TaskRunner(self)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self.renew)
        self._arrange()
        self._connect()

    # What the window asks for

    def set_awake(self, is_awake: bool) -> None:
        """Follow what happens, or rest while the pane is closed."""
        self._is_awake = is_awake
        if is_awake:
            self.renew()
        else:
            self._settled.stop()
            self._work.cancel()
            self._session.view_state.changes = None

    def retranslate(self) -> None:
        """Take the words of the interface's language."""
        _ = self._session.texts.gettext
        self.setAccessibleName(_("What changed"))
        self._title.setText(_("What changed"))
        self.since_export.setText(_("Since the last export"))
        self.since_project.setText(_("Since another project…"))
        self.marks.setText(_("Mark on the map"))
        self.copy_button.setText(_("Copy"))
        self.copy_button.setToolTip(_("Copy the list in words, for instance for a page's notes"))
        self.save_button.setText(_("Save list…"))
        self.list.setAccessibleName(_("List of what changed"))
        self.close_button.setToolTip(_("Close the list of what changed"))
        self.close_button.setAccessibleName(_("Close the list of what changed"))
        self._show()

    def restyle(self) -> None:
        """Take the colours of the theme."""
        self.model.palette = self._icons.palette
        self.list.viewport().update()

    def take_focus(self) -> None:
        """Let the keyboard work on what to compare with."""
        self.since_export.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Listen to nothing any longer; called when the window closes."""
        self._subscriptions.end()
        self._settled.stop()
        self._work.stop()

    @property
    def is_busy(self) -> bool:
        """Whether differences are being looked for."""
        return self._work.is_busy or self._settled.isActive()

    # Parts

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 8, 6)
        head.setSpacing(8)
        self.close_button.setIcon(self._icons.icon("close"))
        self.close_button.setIconSize(_ICON)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.marks.setChecked(True)
        self.words.setMinimumWidth(0)
        for widget, stretch in (
            (self._title, 0),
            (self.since_export, 0),
            (self.since_project, 0),
            (self.words, 1),
            (self.marks, 0),
            (self.copy_button, 0),
            (self.save_button, 0),
            (self.close_button, 0),
        ):
            head.addWidget(widget, stretch)
        arrange_rows(self.list, self.model, {KIND: 100, LAYER: 170, NAME: 260})
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, stretch=1)
        self.setMinimumHeight(130)

    def _connect(self) -> None:
        self.since_export.clicked.connect(self.compare_with_export)
        self.since_project.clicked.connect(self.ask_project)
        self.marks.toggled.connect(self._show_marks)
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self.ask_save)
        self.close_button.clicked.connect(self.close_wanted)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self._subscriptions = Subscriptions(self)
        self._subscriptions.listen(self._session.document.events.changed, self._on_document_changed)

    # What is compared

    def compare_with_export(self) -> None:
        """Tell what changed since the last export."""
        self._project = None
        self.renew()

    def ask_project(self) -> None:
        """Ask for another project, and tell what changed since."""
        _ = self._session.texts.gettext
        here = self._workspace().projects.path
        paths = self._dialogs.open_files(
            self._window,
            _("Compare with another project"),
            here.parent if here is not None else Path.home(),
            [f"{_('Atlas Seguro project')} (*.atlas *.atlas.bak)"],
        )
        if paths:
            self.compare_with_project(paths[0])

    def compare_with_project(self, path: Path) -> None:
        """Tell what changed since another project, or since a former version of this one."""
        self._project = path
        self.renew()

    def renew(self) -> None:
        """Look for what is different, in a thread."""
        self._settled.stop()
        if not self._is_awake:
            return
        work = self._comparison()
        if work is None:
            self._fail_with(self._session.texts.gettext(_NO_EXPORT))
            return
        self.words.setText(self._session.texts.gettext("Comparing…"))
        stops = (NotWantedError, OpeningCancelledError)
        self._work.start(work, Told(self._take, self._fail, stops=stops))

    def _comparison(self) -> Work | None:
        """Return what finds the differences, None if there is nothing to compare with."""
        state, data, project = self._session.document.state, self._session.data, self._project
        if project is None:
            place = self._workspace().place_of_last_export
            if place is None or not place.exists():
                return None
            return lambda _progress, is_unwanted: changes_since_export(
                place, state, data, is_unwanted
            )

        def compare(progress: Progress, is_unwanted: IsUnwanted) -> MapChanges:
            old, _problems = open_project(project, data, progress, is_unwanted)
            return changes_between(old, state, data, project, is_unwanted)

        return compare

    def _take(self, changes: MapChanges) -> None:
        self._reason, self.changes = "", changes
        self._show()

    def _fail(self, error: Exception) -> None:
        self._fail_with(" ".join(error_words(error, self._session.texts).split()))

    def _fail_with(self, reason: str) -> None:
        self._reason, self.changes = reason, None
        self._show()

    # What is shown

    def _show(self) -> None:
        texts, changes = self._session.texts, self.changes
        rows = [] if changes is None else list(change_rows(changes, texts, _MOST_ROWS))
        self.model.show_rows(rows, texts)
        self.words.setText(self._reason if changes is None else self._summary(changes, rows))
        self.words.setToolTip(self.words.text())
        for button in (self.copy_button, self.save_button):
            button.setEnabled(changes is not None)
        self._show_marks()

    def _summary(self, changes: MapChanges, rows: list[ChangeRow]) -> str:
        texts = self._session.texts
        if changes.is_nothing:
            return f"{headline(changes, texts)}: {texts.gettext('Nothing is different.')}"
        words = texts.ngettext("{n} record", "{n} records", changes.count)
        parts = [headline(changes, texts), words.format(n=texts.number(changes.count))]
        listed = sum(row.kind is not Kind.LAYER for row in rows)
        if listed < changes.count:
            part = texts.gettext("the first {n} are listed; a saved list has all")
            parts.append(part.format(n=texts.number(listed)))
        return " · ".join(parts)

    def _show_marks(self) -> None:
        if self._is_awake:
            is_marked = self.marks.isChecked() and self.changes is not None
            self._session.view_state.changes = self.changes if is_marked else None

    def _go(self, index: QModelIndex) -> None:
        """Show the record of a row on the map."""
        row = self.model.rows[index.row()]
        state, view = self._session.document.state, self._session.view_state
        if row.layer_id and state.has(row.layer_id):
            table = self._session.builder.table(row.layer_id, state)
            if not row.feature_id:
                view.open_layer(row.layer_id)
            elif row.kind is not Kind.REMOVED and table.has(row.feature_id):
                view.select(FeatureRef(row.layer_id, row.feature_id))
        if row.place is not None:
            x, y = to_map(np.array([row.place]))[0].tolist()
            left, bottom, right, top = self._canvas.view.bounds
            if not (left < x < right and bottom < y < top):
                more = _AROUND_METRES
                self._canvas.zoom_to((x - more, y - more, x + more, y + more))

    # What leaves

    def copy(self) -> None:
        """Put the list in words on the clipboard."""
        if self.changes is not None:
            lines = change_lines(self.changes, self._session.texts)
            QGuiApplication.clipboard().setText("\n".join(lines))
            self.told.emit(self._session.texts.gettext("The list is on the clipboard"))

    def ask_save(self) -> None:
        """Ask where to save the list, and save it."""
        if self.changes is None:
            return
        _ = self._session.texts.gettext
        here = self._workspace().projects.path
        folder = here.parent if here is not None else Path.home()
        path = self._dialogs.save_file(
            self._window,
            _("Save the list of what changed"),
            folder / f"{_('changes')}.csv",
            [f"{_('CSV table')} (*.csv)", f"{_('Text')} (*.txt)"],
        )
        if path is not None:
            self.save(path if path.suffix else path.with_suffix(".csv"))

    def save(self, path: Path) -> None:
        """Save the list, as a table or, where the name ends in .txt, in words."""
        if self.changes is None:
            return
        changes, texts = self.changes, self._session.texts
        write = partial(write_list, path, changes)
        told = Told(
            lambda _: self.told.emit(texts.gettext("Saved: {file}").format(file=path.name)),
            partial(self._tell_not_saved, path),
        )
        self._work.start(lambda *_: write(texts), told)

    def _tell_not_saved(self, path: Path, error: Exception) -> None:
        texts = self._session.texts
        title = texts.gettext("{file} was not saved").format(file=path.name)
        message = str(error) if isinstance(error, ExportError) else error_words(error, texts)
        self._dialogs.warn(self._window, title, message)

    def _on_document_changed(self, *_: object) -> None:
        if self._is_awake:
            self._settled.start()
