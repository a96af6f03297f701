"""The timeline: what happened when, and the map as far as a year."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSlider,
    QSpinBox,
    QSplitter,
    QTableView,
    QToolButton,
    QVBoxLayout,
)

from app.canvas.subscriptions import Subscriptions
from app.icons import Icons
from app.panels.plain_label import plain_label
from app.row_list import arrange_rows
from app.session import Session
from app.tasks import TaskRunner, Told
from app.timeline.axis import TimeAxis
from app.timeline.entries import DATE, GROUP, EntryModel
from app.writing import Writing
from layers.document import MapState
from layers.ordering import listed
from layers.period import Period, period_words
from layers.timeline import DatedLayer, Entry, Timeline, timeline

if TYPE_CHECKING:
    from layers.programs import ProgramCatalogue

_STEP_MS = 900
_AT_ONCE = 20_000
"""Rows; the dates of larger layers are looked through in a thread."""

_ICON = QSize(18, 18)


class TimelinePane(QFrame):
    """Axis, list, and what chooses the period.

    Attributes:
        close_wanted: the pane shall be closed.
        told: something cannot be done; why, in the interface's language.
        timeline: what is shown.
        axis, list, model: the marks and the entries.
        play, since, until, everything, close_button: the controls.
        words: what is shown.
    """

    close_wanted = Signal()
    told = Signal(str)

    def __init__(
        self, session: Session, programs: Callable[[], ProgramCatalogue], icons: Icons
    ) -> None:
        super().__init__()
        self.setObjectName("timelinePane")
        self._session, self._programs, self._icons = session, programs, icons
        self._is_awake = False
        self.timeline: Timeline | None = None
        self.axis = TimeAxis()
        self.model = EntryModel(session.texts)
        self.model.setParent(self)
        self.list = QTableView()
        self.play, self.everything = QToolButton(), QPushButton()
        self.since, self.until = QSpinBox(), QSlider(Qt.Orientation.Horizontal)
        self._title = plain_label("", "", Writing.STRONG)
        self.words = plain_label("", "secondary", Writing.TEXT)
        self._from = plain_label("", "secondary", Writing.TEXT)
        self.close_button = QToolButton()
        self._work = TaskRunner(self)
        self._clock = QTimer(self, interval=_STEP_MS)
        self._clock.timeout.connect(self._go_on)
        self._arrange()
        self._connect()

    # What the window asks for

    def set_awake(self, is_awake: bool) -> None:
        """Follow what happens, or rest while the pane is closed."""
        self._is_awake = is_awake
        if is_awake:
            self._renew()
        else:
            self._pause()

    def retranslate(self) -> None:
        """Take the words of the interface's language."""
        _ = self._session.texts.gettext
        self.setAccessibleName(_("Timeline"))
        self._title.setText(_("Timeline"))
        self._from.setText(_("From"))
        for part in (self.since, self.since.lineEdit()):
            part.setAccessibleName(_("First year"))
        self.until.setAccessibleName(_("Last year"))
        self.until.setToolTip(_("The list and the map show what is dated up to this year"))
        self.everything.setText(_("All time"))
        self.axis.setAccessibleDescription(
            _("The arrows move the last year, with Shift the first; Home and End go to the ends")
        )
        self.axis.setAccessibleName(_("Axis of time"))
        self.list.setAccessibleName(_("Dated facts and records"))
        self.close_button.setToolTip(_("Close the timeline"))
        self.close_button.setAccessibleName(_("Close the timeline"))
        self._show_play()
        if self._is_awake:
            self._renew()

    def restyle(self) -> None:
        """Take the colours of the theme."""
        self.axis.set_colours(self._icons.palette)
        self.model.palette = self._icons.palette
        self.list.viewport().update()

    def take_focus(self) -> None:
        """Let the keyboard work on the last year."""
        self.until.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Listen to nothing any longer; called when the window closes."""
        self._subscriptions.end()
        self._clock.stop()
        self._work.stop()

    # Parts

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 8, 6)
        head.setSpacing(8)
        self.play.setIconSize(_ICON)
        self.close_button.setIcon(self._icons.icon("close"))
        self.close_button.setIconSize(_ICON)
        for button in (self.play, self.close_button):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.until.setMinimumWidth(140)
        self.until.setPageStep(5)
        self.since.setMinimumWidth(64)
        self.since.lineEdit().setTextMargins(6, 0, 6, 0)
        self.words.setMinimumWidth(0)
        for widget, stretch in (
            (self._title, 0),
            (self.play, 0),
            (self._from, 0),
            (self.since, 0),
            (self.until, 2),
            (self.words, 3),
            (self.everything, 0),
            (self.close_button, 0),
        ):
            head.addWidget(widget, stretch)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.axis)
        self.axis.setAutoFillBackground(False)
        arrange_rows(self.list, self.model, {DATE: 132, GROUP: 150})
        body = QSplitter(Qt.Orientation.Horizontal)
        body.setHandleWidth(1)
        body.setChildrenCollapsible(False)
        body.addWidget(scroll)
        body.addWidget(self.list)
        body.setSizes([640, 520])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(body, stretch=1)
        self.setMinimumHeight(130)

    def _connect(self) -> None:
        self.play.clicked.connect(self._toggle_play)
        self.until.valueChanged.connect(self._on_controls)
        self.since.valueChanged.connect(self._on_controls)
        self.everything.clicked.connect(self.show_everything)
        self.close_button.clicked.connect(self.close_wanted)
        self.axis.entry_chosen.connect(self.open_entry)
        self.axis.year_chosen.connect(self.until.setValue)
        self.axis.years_chosen.connect(self._look_at)
        self.list.clicked.connect(self._open_row)
        self.list.activated.connect(self._open_row)
        self._subscriptions = Subscriptions(self)
        self._subscriptions.listen(self._session.view_state.events.period, self._show_period)
        self._subscriptions.listen(self._session.document.events.changed, self._on_document_changed)

    # What is shown

    def _renew(self) -> None:
        """Look for dates, in a thread where there are many."""
        session, texts = self._session, self._session.texts
        state, builder, dated = session.document.state, session.builder, session.builder.dated
        layers = [
            (layer.id, builder.layer_name(layer, texts.language), builder.table(layer.id, state))
            for layer in listed(state)
            if layer.group != "base"
        ]
        programs = self._programs()

        def find(*_: object) -> Timeline:
            found = [
                DatedLayer(layer_id, name, table, times)
                for layer_id, name, table in layers
                if (times := dated.find(layer_id, table)) is not None
            ]
            return timeline(programs, found, texts)

        if all(dated.is_known(i, t) or len(t) <= _AT_ONCE for i, _name, t in layers):
            self._show(find())
            return

        def take(found: Timeline) -> None:
            self._show(found)
            if session.view_state.period is not None:
                # The map waited for the dates.
                session.view_state.events.period.emit(session.view_state.period)

        self._work.start(find, Told(take, lambda error: self.told.emit(str(error))))

    def _show(self, found: Timeline) -> None:
        self.timeline = found
        self.axis.show_timeline(found, self._session.texts)
        for control in (self.since, self.until):
            control.blockSignals(True)
            control.setRange(found.first, found.last)
            control.blockSignals(False)
        self._show_period()

    def _show_period(self) -> None:
        """Show the period that is looked at, in every part."""
        found, period = self.timeline, self._session.view_state.period
        if found is None:
            return
        for control, year in (
            (self.since, period.since if period and period.since else found.first),
            (self.until, period.until if period else found.last),
        ):
            control.blockSignals(True)
            control.setValue(year)
            control.blockSignals(False)
        self.axis.show_period(period)
        texts = self._session.texts
        entries = found.entries(period)
        self.model.show_entries(entries, {lane.id: lane.name for lane in found.lanes}, texts)
        words = period_words(period, texts) if period else texts.gettext("Showing all time")
        counted = texts.ngettext("{count} entry", "{count} entries", len(entries))
        self.words.setText(f"{words} · {counted.format(count=texts.number(len(entries)))}")
        self.words.setToolTip(
            texts.gettext(
                "Records of the atlas stay once a source tells of them; dated rows of your own "
                "layers are shown if they fall into the period. What has no date is always shown."
            )
        )
        self.until.setAccessibleDescription(words)
        # Named anew, for screen readers tell of another name at once.
        self.axis.setAccessibleName(f"{texts.gettext('Axis of time')}: {words}")
        self.everything.setEnabled(period is not None)

    # What the planner does

    def _on_controls(self) -> None:
        found = self.timeline
        if found is None:
            return
        until = self.until.value()
        since = min(self.since.value(), until)
        self._look_at(since, until)

    def _look_at(self, since: int, until: int) -> None:
        found = self.timeline
        if found is None:
            return
        if since <= found.first and until >= found.last:
            period = None
        else:
            period = Period(None if since <= found.first else since, until)
        if period == self._session.view_state.period:
            self._show_period()
        else:
            self._session.view_state.period = period

    def show_everything(self) -> None:
        """Look at all time again."""
        self._pause()
        self._session.view_state.period = None

    def open_entry(self, entry: Entry) -> None:
        """Show the dossier, the record or the layer that an entry is about."""
        state = self._session.view_state
        if entry.program:
            state.open_program(entry.program)
        elif entry.feature is not None:
            state.select(entry.feature)
        elif self._session.document.state.has(entry.layer):
            state.open_layer(entry.layer)
        row = self.model.entries.index(entry) if entry in self.model.entries else -1
        if row >= 0:
            self.list.selectRow(row)

    def _open_row(self, index: QModelIndex) -> None:
        self.open_entry(self.model.entries[index.row()])

    # Playing

    @property
    def is_playing(self) -> bool:
        """Whether the last year goes on by itself."""
        return self._clock.isActive()

    def _toggle_play(self) -> None:
        if self.is_playing:
            self._pause()
            return
        found = self.timeline
        if found is None:
            return
        if self.until.value() >= found.last:
            self._look_at(self.since.value(), max(found.first, self.since.value()))
        self._clock.start()
        self._show_play()

    def _go_on(self) -> None:
        found = self.timeline
        if found is None or self.until.value() >= found.last:
            self._pause()
            return
        self._look_at(self.since.value(), self.until.value() + 1)
        if self.until.value() >= found.last:
            self._pause()

    def _pause(self) -> None:
        self._clock.stop()
        self._show_play()

    def _show_play(self) -> None:
        _ = self._session.texts.gettext
        words = _("Pause") if self.is_playing else _("Play year by year")
        self.play.setIcon(self._icons.icon("pause" if self.is_playing else "play"))
        self.play.setToolTip(words)
        self.play.setAccessibleName(words)

    def _on_document_changed(self, old: MapState, new: MapState) -> None:
        if self._is_awake and (not new.has_features_of(old) or len(old.layers) != len(new.layers)):
            self._renew()
