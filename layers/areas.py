"""The parts of the country that a map can be asked to show."""

from __future__ import annotations

import difflib

import numpy as np

from geodata.builtin import BuiltinData
from geodata.frozen import frozen
from geodata.names import fold
from geodata.projection import ground_scale, to_map
from geodata.table import FeatureTable
from layers.texts import Texts
from layers.view import Bounds

AREA_LAYERS = ("delegations", "departments", "municipalities")
"""The layers whose features are areas; where names agree the earlier layer is meant."""

_SEAT_REACH = 6000.0
"""True metres around a seat that show a municipality of which no boundary is known; the mean
municipality (21,041 km2 in 262 parts) is 9 km across."""

_SUGGESTIONS = 6


class AreaError(ValueError):
    """There is no such area, or more than one; the message says which there are."""


@frozen
class Area:
    """A part of the country.

    Attributes:
        layer_id: the layer it is a feature of, one of `AREA_LAYERS`.
        feature_id: the feature's id in that layer.
        name: its name.
        department: the department it lies in, "" for a department or delegation.
        bounds: metres (EPSG:3857), None if its place is not published.
    """

    layer_id: str
    feature_id: str
    name: str
    department: str
    bounds: Bounds | None

    @property
    def full_name(self) -> str:
        """The name that tells it from others of the same name."""
        return f"{self.name}, {self.department}" if self.department else self.name


def areas(data: BuiltinData, layer_id: str, language: str) -> list[Area]:
    """Return the areas of one of `AREA_LAYERS` in the layer's order.

    Raises:
        geodata.builtin.BuiltinDataError: if the GeoPackage cannot be read.
    """
    table = data.table(layer_id)
    bounds = _bounds(table)
    return [
        Area(
            layer_id,
            str(table.ids[row]),
            table.text(row, "name", language),
            str(table.value(row, "department") or "") if layer_id == "municipalities" else "",
            bounds[row],
        )
        for row in range(len(table))
    ]


def find_area(data: BuiltinData, wanted: str, texts: Texts) -> Area:
    """Return the area of a name, whatever its accents and case.

    Args:
        data: where areas are looked up.
        wanted: a name, a municipality's name and department ("El Carmen, La Unión"), or an id
            or official code.
        texts: the language of names and messages.

    Raises:
        AreaError: if no area, several, or one without a published place is meant.
        geodata.builtin.BuiltinDataError: if the GeoPackage cannot be read.
    """
    key = fold(wanted)
    known = [area for layer_id in AREA_LAYERS for area in areas(data, layer_id, texts.language)]
    found = _matches(known, key)
    if not found:
        raise AreaError(_unknown(wanted, key, known, texts))
    if len(found) > 1:
        message = texts.gettext("“{name}” is the name of several areas; write one of: {names}")
        raise AreaError(message.format(name=wanted, names=_listed(found)))
    if found[0].bounds is None:
        message = texts.gettext(
            "the place of {name} is not published; show its department, {department}, instead"
        )
        raise AreaError(message.format(name=found[0].name, department=found[0].department))
    return found[0]


def _matches(known: list[Area], key: str) -> list[Area]:
    """Return the areas that ``key`` names, those of one layer only."""
    found = [area for area in known if key and key in (fold(area.name), fold(area.feature_id))]
    if not found:
        found = [area for area in known if key and key == fold(area.full_name)]
    return [area for area in found if area.layer_id == found[0].layer_id]


def _unknown(wanted: str, key: str, known: list[Area], texts: Texts) -> str:
    names = {fold(area.name): area for area in reversed(known)}
    near = difflib.get_close_matches(key, names, _SUGGESTIONS, 0.6)
    near += [name for name in names if key and key in name and name not in near]
    if near:
        message = texts.gettext("there is no area “{name}”; did you mean: {names}")
        return message.format(
            name=wanted, names=_listed([names[name] for name in near[:_SUGGESTIONS]])
        )
    message = texts.gettext(
        "there is no area “{name}”; name a delegation, department or municipality: {names}…"
    )
    return message.format(name=wanted, names=_listed(known[:_SUGGESTIONS]))


def _listed(found: list[Area]) -> str:
    return "; ".join(area.full_name for area in found)


def _bounds(table: FeatureTable) -> list[Bounds | None]:
    """Return the extent of each feature; around a point, that of a usual municipality."""
    degrees = table.geometry.bounds()
    low, high = to_map(degrees[:, :2]), to_map(degrees[:, 2:])
    result: list[Bounds | None] = []
    for (left, bottom), (right, top) in zip(low.tolist(), high.tolist(), strict=True):
        if np.isnan(left):
            result.append(None)
            continue
        reach = _SEAT_REACH / ground_scale(bottom) if left == right and bottom == top else 0.0
        result.append((left - reach, bottom - reach, right + reach, top + reach))
    return result
