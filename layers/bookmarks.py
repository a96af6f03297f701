"""Views with a name, to come back to."""

from __future__ import annotations

from geodata.frozen import frozen
from layers.view import Bounds


@frozen
class Bookmark:
    """A view with a name.

    Attributes:
        name: what the planner calls it; no two of a map have the same.
        extent: metres (EPSG:3857).
        layers: ids of the layers that are shown with it, None to leave the layers as they are.
    """

    name: str
    extent: Bounds
    layers: tuple[str, ...] | None = None


def free_name(name: str, taken: tuple[Bookmark, ...]) -> str:
    """Return a name that none of the bookmarks has, with a number if it needs one."""
    names = {bookmark.name for bookmark in taken}
    number, free = 1, name
    while free in names:
        number += 1
        free = f"{name} {number}"
    return free
