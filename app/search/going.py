"""Goes to what was found: moves the map, opens the details, does the command."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from app.canvas.canvas import MapCanvas
from app.canvas.pointing import find
from app.search.found_mark import FoundMark
from app.session import Session
from layers.search.found import Found, Kind
from layers.view import Bounds

_MARGIN_SHARE = 0.25


class Going(QObject):
    """Leads to what was found.

    Attributes:
        told: something was done; what, in the interface's language.
        mark: shows a place that no symbol shows.
    """

    told = Signal(str)

    def __init__(
        self,
        session: Session,
        canvas: MapCanvas,
        actions: Mapping[str, QAction],
        show_details: Callable[[], object],
        go_to_bookmark: Callable[[str], object],
        parent: QObject,
    ) -> None:
        """Lead nowhere yet.

        Args:
            session: whose view state is changed.
            canvas: the map that is moved.
            actions: the commands.
            show_details: opens the details panel if it is closed.
            go_to_bookmark: shows a bookmark, by its name.
            parent: the owner; it must call `stop`.
        """
        super().__init__(parent)
        self._session, self._canvas, self._actions = session, canvas, actions
        self._show_details, self._go_to_bookmark = show_details, go_to_bookmark
        self.mark = FoundMark(session, canvas)

    def stop(self) -> None:
        """Listen to nothing any longer."""
        self.mark.stop()

    def go(self, found: Found) -> None:
        """Go there, open it, or do it."""
        match found.kind:
            case Kind.COMMAND:
                action = self._actions[found.key]
                if action.isEnabled():
                    action.trigger()
            case Kind.BOOKMARK:
                self._go_to_bookmark(found.key)
            case Kind.PROGRAM:
                self._session.view_state.open_program(found.key)
                self._show_details()
            case Kind.LAYER:
                self._session.view_state.open_layer(found.key)
                self._show_details()
            case Kind.COORDINATES:
                self._go_to_place(found)
            case _:
                self._go_to_feature(found)

    def _go_to_place(self, found: Found) -> None:
        _ = self._session.texts.gettext
        left, bottom, right, top = self._canvas.scene.limit
        bounds = found.bounds
        if bounds is None or found.lonlat is None:
            return
        x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
        if not (left <= x <= right and bottom <= y <= top):
            self.told.emit(_("{place} lies off the map").format(place=found.name))
            return
        self._canvas.zoom_to(self._shown(bounds))
        self.mark.show_at(found.lonlat)
        self.told.emit(_("Marked on the map: {place}").format(place=found.name))

    def _go_to_feature(self, found: Found) -> None:
        _ = self._session.texts.gettext
        feature, state = found.feature, self._session.document.state
        if feature is None or not state.has(feature.layer_id):
            return
        if not self._session.builder.table(feature.layer_id, state).has(feature.feature_id):
            self.told.emit(_("{name} is not there any more").format(name=found.name))
            return
        self._session.view_state.select(feature)
        self._show_details()
        if found.bounds is None or found.lonlat is None:
            words = _("The place of {name} is not published; what is known stands in the details")
            self.told.emit(words.format(name=found.name))
            return
        self._canvas.zoom_to(self._shown(found.bounds))
        if find(self._canvas.scene, feature) is None:
            # Its layer is off: nothing else would show where it is.
            self.mark.show_at(found.lonlat)

    def _shown(self, bounds: Bounds) -> Bounds:
        """Return what to show around: a little more than just what was found."""
        left, bottom, right, top = bounds
        beside = max(right - left, top - bottom) * _MARGIN_SHARE
        return left - beside, bottom - beside, right + beside, top + beside
