"""Measuring put together: tools, the map's menu, coordinates that are copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.canvas.canvas import MapCanvas
from app.measuring.map_menu import MapMenu
from app.measuring.measure_tool import MeasureTool
from app.session import Session
from geodata.projection import point_to_lonlat
from layers.measurement import Measured
from layers.position_words import Notation

if TYPE_CHECKING:
    from app.editing.tool_host import ToolHost

LonLat = tuple[float, float]


class Measuring(QObject):
    """Lets the planner measure.

    Attributes:
        told: something was done; what, in the interface's language.
        menu: the menu of a place on the map.
    """

    told = Signal(str)

    def __init__(
        self,
        session: Session,
        canvas: MapCanvas,
        host: ToolHost,
        show_details: Callable[[], object],
        parent: QObject,
    ) -> None:
        """Measure nothing yet; ``host`` lets tools work on ``canvas``."""
        super().__init__(parent)
        self._session, self._canvas, self._host = session, canvas, host
        self.menu = MapMenu(session, canvas, self.measure, show_details, self)
        self.menu.told.connect(self.told)

    def measure(self, what: str, start: LonLat | None = None) -> None:
        """Let a distance or an area be measured, from a place (EPSG:4326) if one is given.

        Args:
            what: a value of `Measured`.
            start: longitude and latitude of the first corner.
        """
        tool = MeasureTool(Measured(what), lambda: self._session.texts, self)
        self._host.begin(tool)
        if start is not None:
            tool.begin_at(start)

    def copy(self, notation: str) -> None:
        """Copy the place under the cursor, or else the middle of the map.

        Args:
            notation: a value of `Notation`.
        """
        view = self._canvas.view
        here = self._session.view_state.cursor or point_to_lonlat(view.x, view.y)
        self.menu.copy(Notation(notation), here)
