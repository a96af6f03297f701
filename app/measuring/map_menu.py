"""The menu of a place on the map."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from app.canvas.canvas import MapCanvas
from app.editing.place import place_at
from app.session import Session
from layers.feature_tip import feature_name, one_line
from layers.measurement import Measured
from layers.position_words import NOTATION_NAMES, Notation, position_words
from layers.view_state import FeatureRef

LonLat = tuple[float, float]

_MOST_FEATURES, _LONGEST = 12, 60
_CLOSER = 4.0


class MapMenu(QObject):
    """Opens at a right click or the menu key.

    Attributes:
        told: something was done; what, in the interface's language.
        menu: the menu that was opened last.
    """

    told = Signal(str)

    def __init__(
        self,
        session: Session,
        canvas: MapCanvas,
        measure_from: Callable[[Measured, LonLat], object],
        show_details: Callable[[], object],
        parent: QObject,
    ) -> None:
        """Make a menu that opens on ``canvas``."""
        super().__init__(parent)
        self._session, self._canvas = session, canvas
        self._measure_from, self._show_details = measure_from, show_details
        self.menu: QMenu | None = None

    def open(self, pixel: QPoint) -> None:
        """Open the menu of the place under a logical pixel."""
        _ = self._session.texts.gettext
        lonlat = place_at(self._canvas.view, QPointF(pixel)).lonlat
        menu = self.menu = QMenu(self._canvas)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.destroyed.connect(self._forget)
        self._fill_here(menu.addMenu(_("What is here")), QPointF(pixel))
        menu.addAction(_("Zoom here")).triggered.connect(lambda: self._zoom_to(QPointF(pixel)))
        menu.addSeparator()
        for words, what in (
            (_("Measure a distance from here"), Measured.DISTANCE),
            (_("Measure an area from here"), Measured.AREA),
        ):
            menu.addAction(words).triggered.connect(
                lambda _=False, what=what: self._measure_from(what, lonlat)
            )
        menu.addSeparator()
        self._fill_coordinates(menu.addMenu(_("Copy coordinates")), lonlat)
        menu.popup(self._canvas.mapToGlobal(pixel))

    def copy(self, notation: Notation, lonlat: LonLat) -> None:
        """Copy a place in a notation."""
        words = position_words(lonlat, notation, self._session.texts)
        QGuiApplication.clipboard().setText(words)
        self.told.emit(self._session.texts.gettext("Copied: {words}").format(words=words))

    def _fill_here(self, menu: QMenu, pixel: QPointF) -> None:
        found = self._canvas.features_at(pixel)[:_MOST_FEATURES]
        for feature in found:
            # An ampersand would be taken for a mnemonic.
            action = menu.addAction(self._words(feature).replace("&", "&&"))
            action.triggered.connect(lambda _=False, feature=feature: self._select(feature))
        if not found:
            menu.addAction(self._session.texts.gettext("Nothing that can be chosen")).setEnabled(
                False
            )

    def _fill_coordinates(self, menu: QMenu, lonlat: LonLat) -> None:
        texts = self._session.texts
        for notation, name in NOTATION_NAMES.items():
            words = position_words(lonlat, notation, texts)
            action = menu.addAction(f"{words}\t{texts.gettext(name)}")
            action.triggered.connect(lambda _=False, notation=notation: self.copy(notation, lonlat))

    def _words(self, feature: FeatureRef) -> str:
        state, language = self._session.document.state, self._session.texts.language
        table = self._session.builder.table(feature.layer_id, state)
        name = feature_name(table, table.row_of(feature.feature_id), language)
        layer = self._session.builder.layer_name(state.layer(feature.layer_id), language)
        return f"{one_line(name, _LONGEST)} · {one_line(layer, _LONGEST)}"

    def _select(self, feature: FeatureRef) -> None:
        self._session.view_state.select(feature)
        self._show_details()

    def _zoom_to(self, pixel: QPointF) -> None:
        view = self._canvas.view
        x, y = view.point_to_map(pixel.x(), pixel.y())
        right = view.width * view.resolution / 2 / _CLOSER
        up = view.height * view.resolution / 2 / _CLOSER
        self._canvas.zoom_to((x - right, y - up, x + right, y + up))

    def _forget(self) -> None:
        self.menu = None
