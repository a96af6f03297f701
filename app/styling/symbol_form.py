"""Asks how one symbol looks."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from app.palette import Palette
from app.panels.swatch import SIZE, paint_symbol
from app.styling.colour_button import ColourButton
from app.styling.form_parts import add_row, combo, form, pixels_box, silent
from geodata.geometry import Family
from layers.style import (
    MARKERS,
    LineSymbol,
    PointSymbol,
    PolygonSymbol,
    Stroke,
    Symbol,
)
from layers.texts import N_, Texts

MARKER_TEXTS = {
    "circle": N_("Circle"),
    "square": N_("Square"),
    "triangle": N_("Triangle"),
    "diamond": N_("Diamond"),
    "hexagon": N_("Hexagon"),
    "star": N_("Star"),
    "cross": N_("Cross"),
    "times": N_("Diagonal cross"),
    "arrow": N_("Arrow"),
    "ring": N_("Ring"),
    "shield": N_("Shield"),
    "house": N_("House"),
    "barrier": N_("Barrier"),
}
"""What markers are called (English; to be translated)."""

_SMALLEST, _LARGEST = 2.0, 60.0
_ICON = QSize(SIZE)


class SymbolForm(QWidget):
    """Controls of the symbol of one family.

    Attributes:
        changed: the symbol that is wanted.
        marker, colour, marker_size, hollow: of a point.
        line_width, dashed, casing, casing_colour: of a line.
        fill, opacity, hatch, hatch_colour, outline, outline_colour: of an area.
    """

    changed = Signal(object)

    def __init__(
        self,
        family: Family,
        texts: Texts,
        palette: Palette,
        *,
        can_be_hollow: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make the controls.

        Args:
            family: what the symbol is of.
            texts: the language.
            palette: the colours of the window, for pictures of markers.
            can_be_hollow: whether points may be drawn as outlines; where these tell that a place
                is not documented they may not.
            parent: the owner.
        """
        super().__init__(parent)
        self._texts, self._family = texts, family
        _ = texts.gettext
        self._rows = form()
        self.colour = ColourButton(texts, _("Colour"))
        self._symbol: Symbol = PointSymbol("circle", "#0072b2")
        match family:
            case Family.POINT:
                self._make_point(palette, can_be_hollow)
            case Family.LINE:
                self._make_line()
            case Family.POLYGON:
                self._make_area()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._rows)
        self.colour.chosen.connect(self._tell)

    @property
    def symbol(self) -> Symbol:
        """The symbol that the controls show."""
        match self._family:
            case Family.POINT:
                return self._point()
            case Family.LINE:
                return self._line()
            case Family.POLYGON:
                return self._area()

    def show_symbol(self, symbol: Symbol) -> None:
        """Show how a symbol looks, without telling of it."""
        self._symbol = symbol
        match symbol:
            case PointSymbol():
                self._show_point(symbol)
            case LineSymbol(stroke):
                self._show_stroke(stroke)
            case PolygonSymbol():
                self._show_area(symbol)

    def _tell(self, *_: object) -> None:
        self.changed.emit(self.symbol)

    # Points

    def _make_point(self, palette: Palette, can_be_hollow: bool) -> None:
        _ = self._texts.gettext
        self.marker = combo()
        self.marker.setIconSize(_ICON)
        for marker in sorted(MARKERS, key=list(MARKER_TEXTS).index):
            icon = symbol_icon(PointSymbol(marker, "#5f594d", 15), palette)
            self.marker.addItem(icon, _(MARKER_TEXTS[marker]), marker)
        self.marker_size = pixels_box(self._texts, _SMALLEST, _LARGEST, 1)
        self.hollow = QCheckBox(_("Outline only"))
        add_row(self._rows, _("Symbol"), self.marker)
        add_row(self._rows, _("Colour"), self.colour)
        add_row(self._rows, _("Size"), self.marker_size)
        if can_be_hollow:
            self._rows.addRow("", self.hollow)
        else:
            self.hollow.setParent(self)
            self.hollow.hide()
        self.marker.currentIndexChanged.connect(self._tell)
        self.marker_size.valueChanged.connect(self._tell)
        self.hollow.toggled.connect(self._tell)

    def _show_point(self, symbol: PointSymbol) -> None:
        with silent(self.marker, self.marker_size, self.hollow):
            self.marker.setCurrentIndex(self.marker.findData(symbol.marker))
            self.marker_size.setValue(symbol.size)
            self.hollow.setChecked(symbol.hollow)
        self.colour.colour = symbol.color

    def _point(self) -> PointSymbol:
        badge = self._symbol.badge if isinstance(self._symbol, PointSymbol) else None
        return PointSymbol(
            str(self.marker.currentData()),
            self.colour.colour,
            self.marker_size.value(),
            self.hollow.isChecked(),
            badge,
        )

    # Lines

    def _make_stroke(self) -> None:
        self.line_width = pixels_box(self._texts, 0.2, 20, 0.2)
        self.dashed = QCheckBox(self._texts.gettext("Dashed"))

    def _make_line(self) -> None:
        _ = self._texts.gettext
        self._make_stroke()
        self.casing = QCheckBox(_("Casing"))
        self.casing_colour = ColourButton(self._texts, _("Colour of the casing"))
        add_row(self._rows, _("Colour"), self.colour)
        add_row(self._rows, _("Width"), self.line_width)
        self._rows.addRow("", self.dashed)
        self._rows.addRow(self.casing, self.casing_colour)
        self.casing_colour.colour = "#ffffff"
        self.line_width.valueChanged.connect(self._tell)
        for check in (self.dashed, self.casing):
            check.toggled.connect(self._tell)
        self.casing_colour.chosen.connect(self._tell)

    def _show_stroke(self, stroke: Stroke) -> None:
        with silent(self.line_width, self.dashed, self.casing):
            self.line_width.setValue(stroke.width)
            self.dashed.setChecked(stroke.dashed)
            self.casing.setChecked(stroke.casing is not None)
        self.colour.colour = stroke.color
        if stroke.casing is not None:
            self.casing_colour.colour = stroke.casing

    def _line(self) -> LineSymbol:
        width = self.line_width.value()
        casing = self.casing_colour.colour if self.casing.isChecked() else None
        return LineSymbol(
            Stroke(self.colour.colour, width, self.dashed.isChecked(), casing, width + 2.0)
        )

    # Areas

    def _make_area(self) -> None:
        _ = self._texts.gettext
        self.fill, self.hatch = QCheckBox(_("Fill")), QCheckBox(_("Hatch"))
        self._make_stroke()
        self.outline = QCheckBox(_("Outline"))
        self.hatch_colour = ColourButton(self._texts, _("Colour of the hatch"))
        self.outline_colour = ColourButton(self._texts, _("Colour of the outline"))
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        line = QHBoxLayout()
        line.addWidget(self.outline_colour, 1)
        line.addWidget(self.line_width)
        self.line_width.setAccessibleName(_("Width of the outline"))
        self._rows.addRow(self.fill, self.colour)
        add_row(self._rows, _("Opacity"), self.opacity)
        self._rows.addRow(self.hatch, self.hatch_colour)
        self._rows.addRow(self.outline, line)
        self._rows.addRow("", self.dashed)
        for check in (self.fill, self.hatch, self.outline, self.dashed):
            check.toggled.connect(self._tell)
        for button in (self.hatch_colour, self.outline_colour):
            button.chosen.connect(self._tell)
        self.opacity.valueChanged.connect(self._tell)
        self.line_width.valueChanged.connect(self._tell)

    def _show_area(self, symbol: PolygonSymbol) -> None:
        checks = (self.fill, self.hatch, self.outline, self.dashed)
        with silent(*checks, self.opacity, self.line_width):
            self.fill.setChecked(symbol.fill is not None)
            self.hatch.setChecked(symbol.hatch is not None)
            self.outline.setChecked(symbol.stroke is not None)
            self.opacity.setValue(round(symbol.opacity * 100))
            if symbol.stroke is not None:
                self.line_width.setValue(symbol.stroke.width)
                self.dashed.setChecked(symbol.stroke.dashed)
                self.outline_colour.colour = symbol.stroke.color
        self.colour.colour = symbol.fill or self.colour.colour
        self.hatch_colour.colour = symbol.hatch or self.hatch_colour.colour

    def _area(self) -> PolygonSymbol:
        stroke = None
        if self.outline.isChecked():
            colour, width = self.outline_colour.colour, self.line_width.value()
            stroke = Stroke(colour, width, self.dashed.isChecked())
            before = self._symbol.stroke if isinstance(self._symbol, PolygonSymbol) else None
            if before is not None and before.casing is not None:
                stroke = replace(stroke, casing=before.casing, casing_width=before.casing_width)
        return PolygonSymbol(
            self.colour.colour if self.fill.isChecked() else None,
            stroke,
            self.hatch_colour.colour if self.hatch.isChecked() else None,
            self.opacity.value() / 100,
        )


def symbol_icon(symbol: Symbol, palette: Palette) -> QIcon:
    """Return a symbol as lists show it; it is drawn when it is first seen."""
    return QIcon(_SymbolEngine(symbol, palette))


class _SymbolEngine(QIconEngine):
    """Draws a symbol where it is shown: most of a list's are never looked at."""

    def __init__(self, symbol: Symbol, palette: Palette) -> None:
        super().__init__()
        self._symbol, self._palette = symbol, palette

    def paint(self, painter: QPainter, rect: QRect, _mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Paint the symbol in the middle of a rectangle."""
        left = rect.left() + (rect.width() - SIZE.width()) / 2
        top = rect.top() + (rect.height() - SIZE.height()) / 2
        paint_symbol(painter, QPointF(left, top), self._symbol, self._palette)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the symbol at one device pixel a pixel."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """Return the symbol, sharp at a device pixel ratio."""
        if size.isEmpty():
            return QPixmap()
        pixmap = QPixmap(size * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """Return another one of the same symbol."""
        return _SymbolEngine(self._symbol, self._palette)
