"""The line at the bottom of the window: where, how close, what is selected."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from app.canvas.subscriptions import Subscriptions
from app.session import Session
from app.writing import Writing, writing_font
from layers.feature_tip import feature_name, one_line
from layers.texts import Texts

_DECIMALS = 4
_LONGEST_NAME = 60


class StatusBar(QStatusBar):
    """Shows what the view state and the canvas tell.

    Attributes:
        coordinates, scale, selected, offline, hidden: the parts, from left to right.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._hidden_count = 0
        self._is_offline = False
        self.setSizeGripEnabled(False)
        self.coordinates, self.scale, self.selected, self.hidden = (_label() for _ in range(4))
        self.coordinates.setMinimumWidth(190)
        self.scale.setMinimumWidth(110)
        for label in (self.coordinates, self.scale, self.selected):
            self.addWidget(label)
        self.offline = _label()
        self.offline.setProperty("kind", "problem")
        self.addPermanentWidget(self.offline)
        self.addPermanentWidget(self.hidden)
        self._subscriptions = Subscriptions(self)
        events, listen = session.view_state.events, self._subscriptions.listen
        listen(events.cursor, self._show_cursor)
        listen(events.scale, self._show_scale)
        listen(events.selected, self._show_selected)
        listen(events.selection, self._show_selected)

    def stop(self) -> None:
        """Listen to nothing any longer; called when the window closes."""
        self._subscriptions.end()
        self.clearMessage()

    def retranslate(self) -> None:
        """Take the words of the interface's language."""
        _ = self._session.texts.gettext
        self.coordinates.setToolTip(_("Latitude and longitude under the cursor (WGS 84)"))
        self.scale.setToolTip(_("Scale at the middle of the map, for a screen of 96 dpi"))
        self.hidden.setToolTip(_("Names that found no room; zoom in to read them"))
        self._show_cursor()
        self._show_scale()
        self._show_selected()
        self.offline.setToolTip(
            _("The provider of the online map cannot be reached; what was kept is shown")
        )
        self.show_hidden(self._hidden_count)
        self.show_offline(self._is_offline)

    def show_hidden(self, count: int) -> None:
        """Tell how many names found no room on the map."""
        self._hidden_count = count
        texts = self._session.texts
        words = texts.ngettext("{count} label hidden", "{count} labels hidden", count)
        self.hidden.setText(words.format(count=texts.number(count)) if count else "")

    def show_offline(self, is_offline: bool) -> None:
        """Tell whether the online map that is shown is not whole, for it cannot be reached."""
        self._is_offline = is_offline
        words = self._session.texts.gettext("Offline: online map not complete")
        self.offline.setText(words if is_offline else "")

    def _show_cursor(self) -> None:
        cursor = self._session.view_state.cursor
        if cursor is None:
            self.coordinates.setText("")
            return
        longitude, latitude = cursor
        self.coordinates.setText(coordinates_text(longitude, latitude, self._session.texts))

    def _show_scale(self) -> None:
        scale = self._session.view_state.scale
        number = self._session.texts.number(_rounded(scale))
        self.scale.setText(f"1 : {number}" if scale else "")

    def _show_selected(self) -> None:
        feature, texts = self._session.view_state.selected, self._session.texts
        state = self._session.document.state
        words, several = "", self._session.view_state.selection
        if several is not None:
            counted = texts.ngettext("{count} selected", "{count} selected", len(several))
            words = counted.format(count=texts.number(len(several)))
        if feature is not None and state.has(feature.layer_id):
            table = self._session.builder.table(feature.layer_id, state)
            if table.has(feature.feature_id):
                name = feature_name(table, table.row_of(feature.feature_id), texts.language)
                words = texts.gettext("{name} selected").format(name=one_line(name, _LONGEST_NAME))
        self.selected.setText(words)


def coordinates_text(longitude: float, latitude: float, texts: Texts) -> str:
    """Return a position in degrees, for instance "13.6929° N, 89.2182° W"."""
    north = texts.pgettext("compass", "N") if latitude >= 0 else texts.pgettext("compass", "S")
    east = texts.pgettext("compass", "E") if longitude >= 0 else texts.pgettext("compass", "W")
    return (
        f"{texts.number(abs(latitude), _DECIMALS)}° {north}, "
        f"{texts.number(abs(longitude), _DECIMALS)}° {east}"
    )


def _rounded(scale: float) -> int:
    """Return a scale with three digits that count, as nobody reads more of it."""
    digits = max(len(str(int(scale))) - 3, 0)
    return int(round(scale, -digits))


def _label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(writing_font(Writing.SMALL))
    return label
