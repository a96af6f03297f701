"""Which names of a scene want to be written, the most important first."""

from __future__ import annotations

import numpy as np

from app.canvas.label_room import Box
from app.canvas.typesetting import Look, look_of
from geodata.frozen import frozen
from geodata.geometry import Family, Floats, GeometryArray, Ints
from layers.label_text import clean
from layers.scene import SceneLayer
from layers.style import LabelStyle
from layers.view import View

# Of more names than this a layer's least important ones are not even tried.
_MOST_TRIED = 1500


@frozen(eq=False)
class NamedLayer:
    """A layer in view whose features have names.

    Attributes:
        layer: the scene layer.
        rows: shape (k,), its features in view.
        geometry: those k features, metres (EPSG:3857).
        style: how to write.
        look: how that looks.
        bounds: shape (k, 4), left, top, right, bottom of each feature in logical pixels.
    """

    layer: SceneLayer
    rows: Ints
    geometry: GeometryArray
    style: LabelStyle
    look: Look
    bounds: Floats


@frozen(eq=False)
class Wish:
    """A name that wants to be written.

    Attributes:
        of: the layer.
        place: the feature's place in ``of.rows``.
        text: the name as it may be written, on one line.
    """

    of: NamedLayer
    place: int
    text: str

    @property
    def row(self) -> int:
        """The feature's row in its layer."""
        return int(self.of.rows[self.place])


def is_named(layer: SceneLayer, view: View) -> bool:
    """Return whether names of a layer are written at the view's scale."""
    style = layer.label_style
    return style is not None and (style.min_scale is None or view.scale <= style.min_scale)


def named_layer(
    layer: SceneLayer, rows: Ints, geometry: GeometryArray, view: View
) -> NamedLayer | None:
    """Return a layer with how its names are written, None if they are not at the view's scale."""
    style = layer.label_style
    if style is None or not is_named(layer, view):
        return None
    bounds = geometry.bounds()
    # Up is more in metres and less in pixels.
    left_top, right_bottom = view.to_screen(bounds[:, [0, 3]]), view.to_screen(bounds[:, [2, 1]])
    bounds = np.hstack([left_top, right_bottom])
    return NamedLayer(layer, rows, geometry, style, look_of(style), bounds)


def wishes(layers: list[NamedLayer], view: View, core: Box) -> tuple[list[Wish], int]:
    """Return the names to try, the most important first, and how many need not be tried.

    Names of a higher priority come first, then those of layers farther up, then those of larger
    areas, longer lines, more people. Not tried are names of areas that are much too small for
    them, and of more than can ever find room the least important.

    Args:
        layers: from the bottom up.
        view: the extent.
        core: the part of the view, in logical pixels, in which names count as hidden.
    """
    found: list[Wish] = []
    hopeless = 0
    upwards = list(enumerate(layers))
    for _, of in sorted(upwards, key=lambda each: (-each[1].style.priority, -each[0])):
        sizes = _sizes(of, view)
        order = [
            Wish(of, place, text)
            for place in _by_importance(of, sizes).tolist()
            if (text := _text(of.layer.labels[of.rows[place]]))
        ]
        tried = [wish for wish in order if _may_fit(wish, sizes)][:_MOST_TRIED]
        if len(tried) < len(order):
            chosen = {wish.place for wish in tried}
            left_out = np.array([wish.place for wish in order if wish.place not in chosen])
            hopeless += _count_in(of, left_out, core)
        found += tried
    return found, hopeless


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    return clean(str(value))


def _sizes(of: NamedLayer, view: View) -> Floats:
    """Return shape (k, 2): width and height of what is seen of each feature, logical pixels."""
    low = np.maximum(of.bounds[:, :2], 0.0)
    high = np.minimum(of.bounds[:, 2:], (view.width, view.height))
    result: Floats = np.maximum(high - low, 0.0)
    return result


def _by_importance(of: NamedLayer, sizes: Floats) -> Ints:
    if of.layer.family is not Family.POINT:
        return np.argsort(-sizes.prod(axis=1), kind="stable")
    people = of.layer.table.columns.get("population")
    if people is None or people.dtype == object:
        return np.arange(len(of.rows))
    return np.argsort(-np.nan_to_num(people[of.rows].astype(np.float64)), kind="stable")


def _may_fit(wish: Wish, sizes: Floats) -> bool:
    """Return whether a name is not much too large for its feature."""
    if wish.of.layer.family is not Family.POLYGON:
        return True
    width, height = sizes[wish.place]
    longest = max(map(len, wish.text.split(" ")))
    size = wish.of.style.size
    return bool(width >= 0.3 * longest * size and height >= 0.6 * size)


def _count_in(of: NamedLayer, places: Ints, box: Box) -> int:
    """Return how many features reach into a part of the view."""
    left, top, right, bottom = of.bounds[places].T
    inside = (left <= box[2]) & (right >= box[0]) & (top <= box[3]) & (bottom >= box[1])
    return int(inside.sum())
