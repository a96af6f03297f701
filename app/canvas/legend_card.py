"""The legend on the map: folded away by its title, scrolled if it is tall."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.canvas.card import Card
from app.fonts import map_font
from app.furniture.legend import Legend, LegendRow, arrange_legend
from layers.scene import Scene
from layers.texts import N_, Texts

_SCALE = 0.92
_TITLE_PIXELS = 12.0
_COLUMN_WIDTH = 212.0
_PADDING = 10
_ROW_GAP = 1.5
_SCROLL_BAR = 12
_AROUND_BODY = 9


class LegendCard(Card):
    """Title and legend.

    Attributes:
        resized: it wants another size.
    """

    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = QToolButton(self)
        self._title.setAutoRaise(True)
        self._title.setFont(map_font(_TITLE_PIXELS, bold=True))
        self._title.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title.clicked.connect(self._toggle)
        self._body = _LegendBody()
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._body)
        self._scroll.installEventFilter(self)
        # The style sheet lets the sheet beneath be the background; asking for the viewport here
        # would cost the start 20 ms, as PySide then looks at every class of widget there is.
        self._body.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 3, 3, 4)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._scroll)
        self._texts: Texts | None = None
        self._wish: bool | None = None
        self._is_cramped = False
        self._show_state()

    @property
    def is_open(self) -> bool:
        """Whether the legend is unfolded: as the planner wished, else where there is room."""
        return not self._is_cramped if self._wish is None else self._wish

    @property
    def words(self) -> str:
        """All that the legend says, for those who hear it."""
        return self._body.accessibleName()

    def set_open(self, open_: bool) -> None:
        """Unfold the legend, or fold it away."""
        if open_ != self.is_open:
            self._wish = open_
            self._show_state()
            self.resized.emit()

    def set_cramped(self, is_cramped: bool) -> None:
        """Take note whether there is little room for an unfolded legend."""
        if is_cramped != self._is_cramped:
            self._is_cramped = is_cramped
            self._show_state()

    def set_scene(self, scene: Scene, texts: Texts) -> None:
        """Explain another scene."""
        self._texts = texts
        legend = arrange_legend(scene, texts, scale=_SCALE, column_width=_COLUMN_WIDTH)
        self._body.set_legend(scene, legend)
        self._scroll.setAccessibleName(texts.gettext("Legend"))
        self._show_state()
        self.resized.emit()

    def fitted(self, room: QSize) -> QSize:
        """Return the size it takes if it may take ``room``."""
        title = self._title.sizeHint()
        if not self.is_open:
            return QSize(title.width() + 8, title.height() + 6)
        body = self._body.size()
        around = title.height() + _AROUND_BODY
        scrolls = around + body.height() > room.height()
        shown = self._body.whole_rows(room.height() - around) if scrolls else body.height()
        width = max(body.width(), title.width()) + 8 + _SCROLL_BAR * scrolls
        return QSize(min(width, room.width()), around + shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show whether the keyboard scrolls the legend."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet, and a ring around what the keyboard scrolls."""
        super().paintEvent(event)
        if not self._scroll.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.colours.action), 2))
        painter.drawRoundedRect(QRectF(self._scroll.geometry()).adjusted(-1, -1, 1, 1), 5, 5)
        painter.end()

    def _toggle(self) -> None:
        self.set_open(not self.is_open)

    def _show_state(self) -> None:
        self._scroll.setVisible(self.is_open)
        arrow = Qt.ArrowType.DownArrow if self.is_open else Qt.ArrowType.RightArrow
        self._title.setArrowType(arrow)
        if self._texts is not None:
            self._title.setText(self._texts.gettext("Legend"))
            action = N_("Hide the legend") if self.is_open else N_("Show the legend")
            self._title.setToolTip(self._texts.gettext(action))
            self._title.setAccessibleName(self._texts.gettext(action))


class _LegendBody(QWidget):
    """The painted legend; kept as a picture, for it is painted again at each frame of a pan."""

    def __init__(self) -> None:
        super().__init__()
        self._scene: Scene | None = None
        self._legend: Legend | None = None
        self._picture = QPixmap()

    def set_legend(self, scene: Scene, legend: Legend) -> None:
        """Show a legend that was measured."""
        self._scene, self._legend = scene, legend
        self._picture = QPixmap()
        width, height = legend.size.width(), legend.size.height()
        self.resize(round(width + 2 * _PADDING + 0.5), round(height + _PADDING + 0.5))
        words = [" ".join(row.text.lines) for row in legend.rows]
        self.setAccessibleName("; ".join(words))
        self.update()

    def whole_rows(self, room: int) -> int:
        """Return the greatest height up to ``room`` at which no row is cut."""
        rows = self._legend.rows if self._legend is not None else ()
        bottoms = [round(_bottom(row) + _ROW_GAP) for row in rows]
        return max((bottom for bottom in bottoms if bottom <= room), default=max(room, 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture of the legend."""
        ratio = self.devicePixelRatioF()
        if self._picture.isNull() or self._picture.devicePixelRatioF() != ratio:
            self._picture = self._drawn(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()

    def _drawn(self, ratio: float) -> QPixmap:
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        if self._scene is not None and self._legend is not None:
            painter = QPainter(picture)
            try:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._legend.draw(painter, _PADDING, 0, self._scene)
            finally:
                painter.end()
        return picture


def _bottom(row: LegendRow) -> float:
    """Return where a row ends; symbols that tell a size are not cut either."""
    swatch = row.swatch if row.leader else None
    return max(row.text_rect.bottom(), swatch.bottom() if swatch is not None else 0.0)
