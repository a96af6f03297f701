"""What a tool on the map is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.editing.place import Place, pixel_of
from layers.view import View

LonLat = tuple[float, float]

_CORNER = 4.0
_LINE_WIDTH, _CASING = 2.0, 4.5


class Tool(QObject):
    """One way to work on the map with the mouse and keys, until it ends.

    Attributes:
        changed: it is to be painted anew.
        ended: it has done what it was for, or was given up.
        problem: what it was told to do cannot be done; why, in the interface's language.
        hint: what the planner should do (English; to be translated).
        can_finish: whether it makes something of several steps, which has to be finished.
        can_copy: whether it has a result that can be copied.
        figures: what it has found out so far, in the interface's language, or "".
        result: what is copied, "" if there is nothing yet.
    """

    changed = Signal()
    ended = Signal()
    problem = Signal(str)
    hint = ""
    can_finish = can_copy = False

    @property
    def figures(self) -> str:
        """What it has found out so far, or ""."""
        return ""

    @property
    def result(self) -> str:
        """What is copied, "" if there is nothing yet."""
        return ""

    def click(self, place: Place) -> None:
        """The map was clicked."""

    def key_click(self, place: Place) -> None:
        """The space bar was pressed, which clicks without a mouse."""
        self.click(place)

    def double_click(self, place: Place) -> None:
        """The map was clicked twice."""
        self.click(place)

    def hover(self, place: Place | None) -> None:
        """The mouse is over a place, or off the map."""

    def grab(self, _place: Place, _view: View) -> bool:
        """A button was pressed; return whether the tool takes hold of something there."""
        return False

    def drag(self, place: Place) -> None:
        """What the tool took hold of is dragged."""

    def drop(self, place: Place) -> None:
        """It is let go of."""

    def key(self, _key: Qt.Key) -> bool:
        """A key was pressed; return whether it means something to the tool."""
        return False

    def finish(self) -> None:
        """Make what was begun."""

    def paint(self, painter: QPainter, view: View, ink: QColor, paper: QColor) -> None:
        """Paint what is in the making; the painter's unit is the logical pixel."""


def paint_line(
    painter: QPainter,
    view: View,
    corners: list[LonLat],
    ink: QColor,
    paper: QColor,
    *,
    closed: bool,
) -> None:
    """Paint a line or the edge of an area that is being drawn."""
    pixels = QPolygonF([pixel_of(view, corner) for corner in corners])
    for colour, width in ((paper, _CASING), (ink, _LINE_WIDTH)):
        pen = QPen(colour, width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if closed and len(corners) > 2:
            painter.drawPolygon(pixels)
        else:
            painter.drawPolyline(pixels)


def paint_corner(
    painter: QPainter,
    view: View,
    corner: LonLat,
    ink: QColor,
    paper: QColor,
    *,
    strong: bool = True,
) -> None:
    """Paint a corner that can be taken hold of; one that could be made is weak."""
    radius = _CORNER if strong else _CORNER - 1.5
    painter.setPen(QPen(ink, 1.6 if strong else 1.0))
    painter.setBrush(paper if strong else ink)
    painter.drawEllipse(pixel_of(view, corner), radius, radius)
