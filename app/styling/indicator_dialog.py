"""The indicators: choose what, and see it on the map at once."""

from __future__ import annotations

from functools import cached_property
from html import escape

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.canvas.subscriptions import Subscriptions
from app.session import Session
from app.styling.class_form import ClassForm
from app.styling.form_parts import add_row, combo, form, note_label, silent
from app.styling.size_form import SizeForm
from app.tasks import TaskRunner, Told
from app.writing import Writing, writing_font
from geodata.geometry import Family
from geodata.names import fold
from geodata.table import FeatureTable
from layers.classification import ClassificationError, Method
from layers.commands import CommandError
from layers.document import MapState
from layers.feature_tip import one_line
from layers.indicator_style import Choice, indicator_style, remove_indicators, show_indicator
from layers.indicators import (
    Indicator,
    Kind,
    Way,
    builtin_indicators,
    field_of,
    own_indicators,
    shown_indicator,
    ways,
)
from layers.style import Graduated, Proportional, Style, StyleError
from layers.texts import N_

_SIZE = (332, 640)
_PIECE_MS = 40
_MANY = 50_000
"""From so many features on classes are made in a thread."""

_WAYS = {
    Way.AREAS: N_("Areas in colours"),
    Way.POINTS: N_("Symbols in colours"),
    Way.SIZES: N_("Symbols by size"),
}
_Role = Qt.ItemDataRole.UserRole


class IndicatorDialog(QDialog):
    """Lists the indicators and shows the chosen one by commands.

    Attributes:
        told: something was done, or cannot be; what, in the interface's language.
        search, list: what is looked for, and the indicators.
        way: how the chosen one is drawn.
        remove_button: takes it off the map.
    """

    told = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._texts = session.texts
        self._gesture = object()
        self._is_showing = False
        self._current: Indicator | None = None
        self._indicators: tuple[Indicator, ...] = ()
        self._working = TaskRunner(self)
        _ = self._texts.gettext
        self.setWindowTitle(_("Indicators"))
        self.search, self.list = QLineEdit(), QListWidget()
        self.search.setPlaceholderText(_("Search indicators"))
        self.search.setAccessibleName(_("Search indicators"))
        self.search.setClearButtonEnabled(True)
        self.list.setAccessibleName(_("Indicators"))
        self.list.setMinimumHeight(170)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.way = combo()
        self.remove_button = QPushButton(_("Take off the map"))
        self._note = note_label()
        self._problem = note_label(kind="problem")
        self._arrange()
        self._fill()
        self._connect()
        self._show_current()
        self._subscriptions = Subscriptions(self)
        self._subscriptions.listen(session.document.events.changed, self._on_document_changed)
        # The list is there at once; the rest is made in pieces while the planner reads it.
        self._pieces = QTimer(self, interval=_PIECE_MS)
        self._pieces.timeout.connect(self._make_piece)
        self._pieces.start()

    @cached_property
    def classes(self) -> ClassForm:
        """How numbers are put into classes."""
        made = ClassForm(self._texts)
        made.hide()
        self._inner.insertWidget(1, made)
        made.changed.connect(self._apply)
        return made

    @cached_property
    def sizes(self) -> SizeForm:
        """How large symbols are."""
        made = SizeForm(self._texts)
        made.hide()
        self._inner.insertWidget(1, made)
        made.changed.connect(self._apply)
        return made

    def _make_piece(self) -> None:
        if "classes" not in self.__dict__:
            self.classes.hide()
        else:
            self._pieces.stop()
            if "sizes" not in self.__dict__:
                self.sizes.hide()
            self._show_way()

    @property
    def current(self) -> Indicator | None:
        """The indicator that is shown."""
        return self._current

    @property
    def note(self) -> str:
        """What must be known of the indicator."""
        return self._note.text()

    def choose(self, indicator_id: str) -> None:
        """Choose an indicator, as a click on it does."""
        for place in range(self.list.count()):
            if self.list.item(place).data(_Role) == indicator_id:
                self.list.setCurrentRow(place)

    def wait(self) -> None:
        """Wait until classes are made; for tests and for closing."""
        self._working.wait()

    def stop(self) -> None:
        """Give up what is going on; called when the window closes."""
        self._pieces.stop()
        self._working.stop()
        self._subscriptions.end()

    def done(self, result: int) -> None:
        """Listen no more, however it is closed."""
        self.stop()
        super().done(result)

    # Parts

    def _arrange(self) -> None:
        _ = self._texts.gettext
        body = QWidget()
        body.setObjectName("page")
        body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._inner = inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 4, 0)
        inner.setSpacing(10)
        rows = form()
        add_row(rows, _("Shown as"), self.way)
        inner.addLayout(rows)
        inner.addWidget(self._problem)
        inner.addWidget(self._note)
        inner.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        body.setAutoFillBackground(False)
        close = QPushButton(_("Close"))
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addWidget(self.remove_button)
        buttons.addStretch()
        buttons.addWidget(close)
        for button in (self.remove_button, close):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(10)
        column.addWidget(self.search)
        column.addWidget(self.list, 3)
        column.addWidget(scroll, 4)
        column.addLayout(buttons)
        self._problem.hide()
        self.resize(*_SIZE)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(self._on_chosen)
        self.way.currentIndexChanged.connect(self._on_way)
        self.remove_button.clicked.connect(self._remove)

    # The list

    def _fill(self) -> None:
        session, _ = self._session, self._texts.gettext
        state = session.document.state
        self._indicators = (*builtin_indicators(session.data), *own_indicators(state))
        with silent(self.list):
            self.list.clear()
            group = ""
            for indicator in self._indicators:
                if indicator.layer_id != group:
                    group = indicator.layer_id
                    self.list.addItem(_head(self._head(group)))
                title = one_line(indicator.title(self._texts))
                item = QListWidgetItem(title)
                item.setData(_Role, indicator.id)
                # Escaped: a tip would read a name that looks like HTML as that.
                item.setToolTip(f"<p>{escape(title)}</p>")
                self.list.addItem(item)
        self._filter(self.search.text())

    def _head(self, layer_id: str) -> str:
        state, builder = self._session.document.state, self._session.builder
        layer = state.layer(layer_id)
        table = builder.table(layer_id, state)
        name = one_line(builder.layer_name(layer, self._texts.language), 60)
        return f"{name} ({self._texts.number(len(table))})"

    def _filter(self, wanted: str) -> None:
        words = fold(wanted).split()
        head: QListWidgetItem | None = None
        for place in range(self.list.count()):
            item = self.list.item(place)
            if item.data(_Role) is None:
                head = item
                head.setHidden(bool(words))
            else:
                item.setHidden(any(word not in fold(item.text()) for word in words))
                if head is not None and not item.isHidden():
                    head.setHidden(False)

    # What is chosen

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        indicator_id = item.data(_Role) if item is not None else None
        found = [each for each in self._indicators if each.id == indicator_id]
        if not found:
            return
        self._current = found[0]
        self._gesture = object()
        self._show_ways()
        self._apply()

    def _on_way(self) -> None:
        # Classes and sizes are steps of their own, for one does not go on with the other.
        self._gesture = object()
        self._show_way()
        self._apply()

    def _show_ways(self) -> None:
        indicator = self._current
        with silent(self.way):
            self.way.clear()
            if indicator is not None:
                for way in ways(indicator, self._table(indicator)):
                    self.way.addItem(self._texts.gettext(_WAYS[way]), way.value)
        self.way.setEnabled(self.way.count() > 1)
        self._show_way()

    def _show_way(self) -> None:
        chosen = self._current is not None
        is_sizes = chosen and self._way is Way.SIZES
        self.way.setVisible(chosen)
        if "classes" in self.__dict__ or (chosen and not is_sizes):
            self.classes.setVisible(chosen and not is_sizes)
        if "sizes" in self.__dict__ or is_sizes:
            self.sizes.setVisible(is_sizes)
        self._note.setText(self._about() if chosen else self._texts.gettext(_INVITATION))
        self.remove_button.setEnabled(self._is_on_the_map())

    @property
    def _way(self) -> Way:
        return Way(self.way.currentData() or Way.AREAS.value)

    def _choice(self) -> Choice:
        if self._way is Way.SIZES:
            return Choice(
                way=self._way,
                largest=self.sizes.largest.value(),
                colour=self.sizes.colour.colour,
            )
        classes = self.classes
        return Choice(
            way=self._way,
            method=classes.chosen_method,
            count=classes.count.value(),
            ramp=str(classes.ramp.currentData()),
            is_reversed=classes.is_reversed.isChecked(),
            bounds=classes.chosen_bounds,
        )

    def _apply(self) -> None:
        """Show the chosen indicator as it was chosen to look."""
        indicator = self._current
        if indicator is None or self._is_showing:
            return
        table, choice = self._table(indicator), self._choice()
        label = self._session.document.state.layer(indicator.layer_id).style.label
        if choice.method is Method.MANUAL and not choice.bounds and choice.way is not Way.SIZES:
            self._offer_bounds()
            choice = self._choice()
        if len(table) < _MANY:
            try:
                self._show(indicator, indicator_style(indicator, table, choice, label))
            except (ClassificationError, StyleError) as error:
                self._tell(error)
            return
        self._working.start(
            lambda _progress, _cancelled: indicator_style(indicator, table, choice, label),
            Told(lambda style: self._show(indicator, style), self._tell),
        )

    def _offer_bounds(self) -> None:
        """Begin bounds by hand with those that were computed last."""
        indicator = self._current
        if indicator is None:
            return
        renderer = self._session.document.state.layer(indicator.layer_id).style.renderer
        if isinstance(renderer, Graduated) and renderer.field == indicator.column:
            self.classes.show_bounds(renderer.breaks)

    def _show(self, indicator: Indicator, style: Style) -> None:
        self._is_showing = True
        try:
            command = show_indicator(self._session.document.state, indicator, style)
            self._session.execute(command, self._gesture)
        except (CommandError, KeyError) as error:
            self._tell(error)
        else:
            self._problem.hide()
            self._show_way()
        finally:
            self._is_showing = False

    def _tell(self, error: Exception) -> None:
        words = self._texts.gettext(str(error))
        self._problem.setText(words)
        self._problem.show()

    def _remove(self) -> None:
        state, indicator = self._session.document.state, self._current
        if indicator is not None and indicator.kind is Kind.OWN:
            from layers.commands import SetStyle
            from layers.own_layers import default_style

            table = self._table(indicator)
            number = sorted(state.tables).index(indicator.layer_id)
            command = SetStyle(indicator.layer_id, default_style(table, number))
            self._session.execute(command)
        else:
            self._session.execute(remove_indicators(state))

    # What the map shows

    def _show_current(self) -> None:
        """Show what the map shows, if it is an indicator."""
        indicator = shown_indicator(self._session.document.state, self._indicators)
        self._current = indicator
        with silent(self.list):
            self.list.setCurrentRow(-1)
            if indicator is not None:
                self.choose(indicator.id)
        self._show_ways()
        if indicator is None:
            return
        renderer = self._session.document.state.layer(indicator.layer_id).style.renderer
        if isinstance(renderer, Proportional):
            with silent(self.way):
                self.way.setCurrentIndex(self.way.findData(Way.SIZES.value))
            self.sizes.show_symbol(renderer.symbol.size, renderer.symbol.color)
        elif isinstance(renderer, Graduated):
            with silent(self.classes.count):
                self.classes.count.setValue(len(renderer.breaks))
        self._show_way()

    def _is_on_the_map(self) -> bool:
        indicator, state = self._current, self._session.document.state
        return (
            indicator is not None
            and state.has(indicator.layer_id)
            and field_of(state.layer(indicator.layer_id)) == indicator.column
        )

    def _on_document_changed(self, old: MapState, new: MapState) -> None:
        """Tell of what an undo, or anybody else, did."""
        if self._is_showing:
            return
        if new.tables is not old.tables or new.boundaries is not old.boundaries:
            self._fill()
        if new.layers is not old.layers:
            self._show_current()

    def _table(self, indicator: Indicator) -> FeatureTable:
        return self._session.builder.table(indicator.layer_id, self._session.document.state)

    def _about(self) -> str:
        """Return year, source and remark of the indicator, and what of it cannot be shown."""
        indicator, texts = self._current, self._texts
        if indicator is None:
            return ""
        _ = texts.gettext
        table = self._table(indicator)
        lines = []
        if indicator.source():
            lines.append(_("Source: {source}").format(source=indicator.source()))
        if indicator.remark(texts):
            lines.append(indicator.remark(texts))
        missing = int((~np.isfinite(indicator.numbers(table))).sum())
        if missing:
            words = texts.ngettext("{n} has no data", "{n} have no data", missing)
            lines.append(words.format(n=texts.number(missing)))
        if indicator.layer_id == "municipalities" and table.geometry.family is Family.POINT:
            words = _(
                "No open file has the boundaries of municipalities: the {count} known seats are "
                "shown. With an official file (Data, Use official boundaries) they become areas."
            )
            lines.append(words.format(count=texts.number(table.placed_count)))
        return "\n\n".join(lines)


_INVITATION = N_("Choose an indicator: the map shows it at once. Undo takes it back.")


def _head(words: str) -> QListWidgetItem:
    item = QListWidgetItem(words)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    font = QFont(writing_font(Writing.STRONG))
    item.setFont(font)
    return item
