"""Lines and areas of a stepped page: every one is written once, and its maps refer to it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from geodata.geometry import Family, GeometryArray, Ints
from geodata.topology import Path, Topology, shared_arcs
from layers.scene import Scene, SceneLayer
from layers.view import Bounds

GRID = 4.0
"""Metres (EPSG:3857) that a unit of the page's coordinates is long."""

_TOLERANCE, _BASE_TOLERANCE = 25.0, 50.0
"""Metres (EPSG:3857) by which thinning may move a line; a step's map shows about 30 m a pixel and
more."""


class SharedShapes:
    """The lines and areas of several maps, in elements that the maps refer to.

    Coordinates are whole multiples of `GRID`, to the right and down from the middle of the country.
    """

    def __init__(self, scene: Scene) -> None:
        """Take the lines and areas that most maps share.

        Args:
            scene: has them all; boundaries that its layers have in common stay in common.
        """
        self._origin = _middle(scene.home)
        self._paths: dict[int, tuple[GeometryArray, list[list[str]]]] = {}
        self._numbers: dict[str, int] = {}
        self._groups: dict[tuple[str, ...], int] = {}
        self._written: list[str] = []
        self._take(scene.layers)

    @property
    def origin(self) -> tuple[float, float]:
        """Metres (EPSG:3857) of the point from which coordinates are counted."""
        return self._origin

    def take(self, scene: Scene) -> None:
        """Take what one more map has."""
        self._take(scene.layers)

    def reference(self, layer: SceneLayer, rows: Ints) -> str:
        """Return the id of the element that holds some features of a layer, "" for nothing.

        Args:
            layer: lines or areas that were taken.
            rows: which of its features.
        """
        _, paths = self._paths[id(layer.geometry)]
        shapes = tuple(shape for row in rows.tolist() for shape in paths[row])
        if not shapes:
            return ""
        if layer.family is Family.LINE:
            # Lines fill nothing, so that they can be one element.
            shapes = ("".join(shapes),)
        number = self._groups.get(shapes)
        if number is None:
            number = self._groups[shapes] = len(self._groups)
            members = "".join(map(self._member, shapes))
            self._written.append(f'<g id="g{number}">{members}</g>')
        return f"g{number}"

    def markup(self) -> str:
        """Return every shape, to stand among the definitions of the page's first drawing."""
        return "\n".join(self._written)

    def _member(self, shape: str) -> str:
        """Return a shape, or a reference to where it stands already."""
        number = self._numbers.get(shape)
        if number is not None:
            return f'<use href="#p{number}"/>'
        number = self._numbers[shape] = len(self._numbers)
        return f'<path id="p{number}" d="{shape}"/>'

    def _take(self, layers: Iterable[SceneLayer]) -> None:
        new = {
            id(layer.geometry): layer
            for layer in layers
            if layer.family is not Family.POINT and id(layer.geometry) not in self._paths
        }
        drawn = list(new.values())
        if not drawn:
            return
        tolerances = [_BASE_TOLERANCE if one.group == "base" else _TOLERANCE for one in drawn]
        topology = shared_arcs([one.geometry for one in drawn], tolerances, GRID)
        for layer, features in zip(drawn, topology.paths, strict=True):
            closed = layer.family is Family.POLYGON
            written = [self._written_feature(topology, paths, closed=closed) for paths in features]
            # The geometry is kept, or another one might get its id.
            self._paths[id(layer.geometry)] = layer.geometry, written

    def _written_feature(
        self, topology: Topology, paths: tuple[Path, ...], *, closed: bool
    ) -> list[str]:
        pieces = (self._written_path(topology.points(path), closed=closed) for path in paths)
        whole = "".join(pieces)
        return [whole] if whole else []

    def _written_path(self, points: Ints, *, closed: bool) -> str:
        """Return the data of a path (SVG 2, 9.3): the first point, then the ways from each."""
        right = points[:, 0] - round(self._origin[0] / GRID)
        down = round(self._origin[1] / GRID) - points[:, 1]
        if closed:
            right, down = right[:-1], down[:-1]
        steps = np.stack([np.diff(right), np.diff(down)], axis=1).ravel().tolist()
        ways = f"l{_joined(steps)}" if steps else ""
        return f"M{right[0]} {down[0]}{ways}" + ("z" if closed else "")


def _joined(numbers: list[int]) -> str:
    """Return numbers as short as a path can have them: a minus parts them as well as a space."""
    text = " ".join(map(str, numbers))
    return text.replace(" -", "-")


def _middle(bounds: Bounds) -> tuple[float, float]:
    """Return the middle of an extent, a whole multiple of `GRID`."""
    min_x, min_y, max_x, max_y = bounds
    x, y = (min_x + max_x) / 2, (min_y + max_y) / 2
    return round(x / GRID) * GRID, round(y / GRID) * GRID
