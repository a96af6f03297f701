"""How the columns of the table are laid out: as the planner left them, or by what they hold."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView

from app.table.row_model import RowModel
from layers.view_state import ColumnLayout

_NARROWEST, _WIDEST = 64, 280
_PADDING = 26
_SAMPLE = 10


def lay_out(header: QHeaderView, model: RowModel, layout: ColumnLayout | None) -> None:
    """Show, order and size the columns."""
    widths = dict(layout.widths) if layout else {}
    metrics = header.fontMetrics()
    for number, column in enumerate(model.columns):
        is_hidden = column.name in layout.hidden if layout else column.is_hidden
        header.setSectionHidden(number, is_hidden)
        if not is_hidden:
            width = widths.get(column.name) or _wanted(model, number, metrics)
            header.resizeSection(number, width)
    names = [column.name for column in model.columns]
    if layout is None:
        wanted = names
    else:
        known = [name for name in layout.order if name in names]
        wanted = [*known, *(name for name in names if name not in known)]
    for place, name in enumerate(wanted):
        header.moveSection(header.visualIndex(names.index(name)), place)


def _wanted(model: RowModel, number: int, metrics: QFontMetrics) -> int:
    """Return a width that fits the head and the first rows, within limits."""
    texts = [str(model.headerData(number, Qt.Orientation.Horizontal))]
    rows = min(model.rowCount(), _SAMPLE)
    texts += [str(model.index(row, number).data() or "") for row in range(rows)]
    longest = max(texts[1:], key=len, default="")
    head = metrics.horizontalAdvance(texts[0]) + 14
    width = max(metrics.horizontalAdvance(longest), head) + _PADDING
    return min(max(width, _NARROWEST), _WIDEST)


def layout_of(header: QHeaderView, model: RowModel) -> ColumnLayout:
    """Return how the columns are laid out now."""
    names = [column.name for column in model.columns]
    order = tuple(names[header.logicalIndex(place)] for place in range(len(names)))
    hidden = tuple(name for n, name in enumerate(names) if header.isSectionHidden(n))
    widths = tuple(
        (name, header.sectionSize(n)) for n, name in enumerate(names) if name not in hidden
    )
    return ColumnLayout(order, hidden, widths)
