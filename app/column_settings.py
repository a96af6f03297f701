"""The layouts of tables' columns as JSON keeps them, in settings and projects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layers.view_state import ColumnLayout

_MOST_LAYERS, _MOST_COLUMNS, _LONGEST = 200, 2000, 200
_WIDEST = 5000

Layouts = Mapping[str, ColumnLayout]


def is_own(layer_id: str) -> bool:
    """Return whether a layer is the planner's own: its layout is kept with the project."""
    return layer_id.startswith("own-")


def written_layouts(layouts: Layouts) -> dict[str, Any]:
    """Return layouts as JSON can write them."""
    return {
        layer_id: {
            "order": list(layout.order),
            "hidden": list(layout.hidden),
            "widths": dict(layout.widths),
        }
        for layer_id, layout in list(layouts.items())[:_MOST_LAYERS]
    }


def read_layouts(value: object) -> dict[str, ColumnLayout]:
    """Return the layouts that `written_layouts` wrote; what is no layout is left out."""
    if not isinstance(value, dict) or len(value) > _MOST_LAYERS:
        return {}
    found = {str(key)[:_LONGEST]: _layout(layout) for key, layout in value.items()}
    return {key: layout for key, layout in found.items() if layout is not None}


def _layout(value: object) -> ColumnLayout | None:
    if not isinstance(value, dict):
        return None
    order, hidden = _names(value.get("order")), _names(value.get("hidden"))
    widths = value.get("widths")
    if order is None or hidden is None or not isinstance(widths, dict):
        return None
    kept = tuple((str(name), width) for name, width in widths.items() if _is_width(width))
    return ColumnLayout(order, hidden, kept[:_MOST_COLUMNS])


def _names(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list) or len(value) > _MOST_COLUMNS:
        return None
    return tuple(value) if all(isinstance(name, str) for name in value) else None


def _is_width(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 10 <= value <= _WIDEST
