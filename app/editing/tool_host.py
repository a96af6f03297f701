"""Lets a tool work on the canvas: hands it mouse and keys, paints it, says what to do."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from app.canvas.canvas import MapCanvas
from app.canvas.highlight import mark_colour
from app.canvas.pointing import CLICK_REACH
from app.editing.mode_bar import ModeBar
from app.editing.place import Place, distance, pixel_of, place_at
from app.editing.tool import Tool
from app.palette import PALETTES
from app.session import Session
from geodata.projection import point_to_lonlat
from layers.snapping import Snapper

_SNAP_RADIUS = 6.0
_GIVE_UP, _CLICK = Qt.Key.Key_Escape, Qt.Key.Key_Space
_AIM = 9.0
# Keys that are the tool's while one works, whatever the window has them for.
_KEYS = frozenset(
    {_GIVE_UP, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
)


class ToolHost(QObject):
    """Holds at most one tool. While it works the map can still be moved and zoomed.

    Attributes:
        tool_changed: another tool works now, or none.
        bar: says what to do, over the map.
        snaps: whether places are drawn to borders.
    """

    tool_changed = Signal()

    def __init__(self, session: Session, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._session, self._canvas = session, canvas
        self._tool: Tool | None = None
        self._pressed: QMouseEvent | None = None
        self._is_held = self._is_forwarded = self._skips_release = False
        self._here: Place | None = None
        self._snapper = Snapper()
        self._sketch = _Sketch(self, canvas)
        self.snaps = True
        self.bar = ModeBar(canvas)
        self.bar.done.connect(self.finish)
        self.bar.given_up.connect(self.end)
        self.bar.copy_wanted.connect(self.copy)
        self.bar.snap_changed.connect(self._set_snaps)
        canvas.view_changed.connect(self._sketch.update)
        canvas.scene_changed.connect(self._restyle)

    @property
    def tool(self) -> Tool | None:
        """The tool that works, None if none does."""
        return self._tool

    def begin(self, tool: Tool) -> None:
        """Let a tool work; another one is given up."""
        self.end()
        self._tool = tool
        tool.changed.connect(self._sketch.update)
        tool.changed.connect(self._show_figures)
        tool.ended.connect(self.end)
        tool.problem.connect(self.bar.show_problem)
        # Nothing is pointed at while a tool works.
        QApplication.sendEvent(self._canvas, QEvent(QEvent.Type.Leave))
        self._canvas.installEventFilter(self)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._canvas.setCursor(Qt.CursorShape.CrossCursor)
        self._restyle()
        self.bar.show_tool(tool, self._session.texts, snaps=self.snaps)
        self._arrange()
        self._sketch.show()
        self._sketch.lower()
        self.tool_changed.emit()

    def finish(self) -> None:
        """Have the tool make what was begun, and end it."""
        tool = self._tool
        if tool is None:
            return
        if tool.can_finish:
            tool.finish()
        else:
            self.end()

    def copy(self) -> None:
        """Copy what the tool has found out, if it has."""
        if self._tool is not None and self._tool.result:
            QApplication.clipboard().setText(self._tool.result)
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Give the tool up; what it did stays."""
        tool, self._tool = self._tool, None
        if tool is None:
            return
        self._canvas.removeEventFilter(self)
        self._canvas.unsetCursor()
        self._sketch.hide()
        self.bar.hide()
        self._pressed = self._here = None
        self._is_held = self._is_forwarded = self._skips_release = False
        tool.deleteLater()
        self.tool_changed.emit()

    def retranslate(self) -> None:
        """Take the words of the interface's language."""
        if self._tool is not None:
            self.bar.show_tool(self._tool, self._session.texts, snaps=self.snaps)
            self._arrange()

    def paint(self, painter: QPainter) -> None:
        """Paint what the tool has in the making, and where a place would be drawn to."""
        if self._tool is None:
            return
        scene, view = self._canvas.scene, self._canvas.view
        ink, paper = mark_colour(scene), PALETTES[scene.theme].paper
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._tool.paint(painter, view, ink, QColor(paper))
        if self._here is None and self._canvas.hasFocus():
            self._paint_aim(painter, ink)
        if self._here is not None and self._here.is_snapped:
            painter.setPen(QPen(ink, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(pixel_of(view, self._here.lonlat), _SNAP_RADIUS, _SNAP_RADIUS)

    def _paint_aim(self, painter: QPainter, ink: QColor) -> None:
        """Paint where the space bar clicks while the mouse is elsewhere."""
        middle = self._keyboard_pixel()
        painter.setPen(QPen(ink, 1.6))
        for arm in (QPointF(_AIM, 0), QPointF(0, _AIM)):
            painter.drawLine(middle - arm, middle + arm)

    # Events of the canvas

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the tool what is its; the rest moves the map as ever."""
        if watched is not self._canvas or self._tool is None:
            return False
        match event.type():
            case QEvent.Type.MouseButtonPress:
                return self._press(cast(QMouseEvent, event))
            case QEvent.Type.MouseMove:
                return self._move(cast(QMouseEvent, event))
            case QEvent.Type.MouseButtonRelease:
                return self._release(cast(QMouseEvent, event))
            case QEvent.Type.MouseButtonDblClick:
                return self._double_click(cast(QMouseEvent, event))
            case QEvent.Type.ShortcutOverride:
                if self._is_ours(cast(QKeyEvent, event)):
                    event.accept()
                    return True
            case QEvent.Type.KeyPress:
                return self._key(cast(QKeyEvent, event))
            case QEvent.Type.Leave:
                self._here = self._session.view_state.cursor = None
                self._tool.hover(None)
            case QEvent.Type.Resize:
                self._arrange()
        return False

    def _press(self, event: QMouseEvent) -> bool:
        tool = self._tool
        if tool is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False  # a box to zoom to
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        self.bar.show_problem("")
        pixel = event.position()
        # What is taken hold of is where the mouse is, not where it would be drawn to.
        if tool.grab(place_at(self._canvas.view, pixel), self._canvas.view):
            self._is_held = True
            return True
        # Kept back until it is known whether it becomes a click or moves the map.
        self._pressed = QMouseEvent(
            event.type(),
            pixel,
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
        )
        return True

    def _move(self, event: QMouseEvent) -> bool:
        tool = self._tool
        if tool is None:
            return False
        place = self._place(event.position())
        if self._is_held:
            self._here = place
            tool.drag(place)
            return True
        pressed = self._pressed
        if (
            pressed is not None
            and not self._is_forwarded
            and distance(pressed.position(), event.position()) > CLICK_REACH
        ):
            self._is_forwarded = True
            self._canvas.mousePressEvent(pressed)
        if event.buttons() == Qt.MouseButton.NoButton:
            self._here = place
            tool.hover(place)
            self._session.view_state.cursor = place.lonlat
            if self._canvas.cursor().shape() != Qt.CursorShape.CrossCursor:
                self._canvas.setCursor(Qt.CursorShape.CrossCursor)
        self._sketch.update()
        return not self._is_forwarded

    def _release(self, event: QMouseEvent) -> bool:
        tool = self._tool
        if tool is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        if self._skips_release:
            self._skips_release = False
            return True
        if self._is_held:
            self._is_held = False
            tool.drop(self._place(event.position()))
            return True
        pressed, was_forwarded = self._pressed, self._is_forwarded
        self._pressed, self._is_forwarded = None, False
        if pressed is None or was_forwarded:
            return False
        tool.click(self._place(event.position()))
        return True

    def _double_click(self, event: QMouseEvent) -> bool:
        if self._tool is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        self._skips_release = True
        self._tool.double_click(self._place(event.position()))
        return True

    def _key(self, event: QKeyEvent) -> bool:
        tool = self._tool
        if tool is None:
            return False
        if event.key() == _GIVE_UP:
            self.end()
            return True
        if tool.can_copy and event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return True
        if event.key() == _CLICK:
            tool.key_click(self._place(self._keyboard_pixel()))
            return True
        return tool.key(Qt.Key(event.key()))

    def _is_ours(self, event: QKeyEvent) -> bool:
        """Return whether a key is the tool's while it works, whatever the window has it for."""
        copies = self._tool is not None and self._tool.can_copy
        return event.key() in _KEYS or (copies and event.matches(QKeySequence.StandardKey.Copy))

    def _keyboard_pixel(self) -> QPointF:
        """Return where the space bar clicks: under the mouse, else in the middle of the map."""
        if self._here is not None:
            return self._here.pixel
        return QPointF(self._canvas.width() / 2, self._canvas.height() / 2)

    def _place(self, pixel: QPointF) -> Place:
        """Return the place under a pixel, drawn to a border where that is wanted."""
        view = self._canvas.view
        if self.snaps:
            found = self._snapper.snap(self._canvas.scene, view, pixel.x(), pixel.y())
            if found is not None:
                return Place(pixel, *point_to_lonlat(*found), is_snapped=True)
        return place_at(view, pixel)

    # Parts

    def _show_figures(self) -> None:
        if self._tool is not None:
            self.bar.show_figures(self._tool, self._session.texts)

    def _set_snaps(self, on: bool) -> None:
        self.snaps = on
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restyle(self) -> None:
        self.bar.set_colours(PALETTES[self._canvas.scene.theme])
        self._sketch.update()

    def _arrange(self) -> None:
        self._sketch.setGeometry(self._canvas.rect())
        self.bar.arrange(self._canvas.width())


class _Sketch(QWidget):
    """A glass over the map on which the tool is painted."""

    def __init__(self, host: ToolHost, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._host = host
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tool."""
        painter = QPainter(self)
        try:
            self._host.paint(painter)
        finally:
            painter.end()
