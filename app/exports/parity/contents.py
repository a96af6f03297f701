"""Whether an export holds what its scene holds: the same layers, features, names and legend.

A scene and a page are both brought to the same form (`MapContents`) and compared in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from html.parser import HTMLParser
from typing import Any

import numpy as np

from app.exports.web_data import DATA_ID
from app.exports.web_symbols import symbol_data
from app.exports.web_text import readable
from geodata.frozen import frozen
from layers.label_text import clean
from layers.scene import Scene, SceneLayer


class ParityError(ValueError):
    """A file is no export whose contents can be read; the message says why."""


@frozen
class LayerContents:
    """One scene layer.

    Attributes:
        id: the scene layer's id.
        features: the rows of the features that are drawn, in order.
        symbols: for each of these features its symbol, as JSON.
        names: for each of these features the name that is written where there is room, or "".
    """

    id: str
    features: tuple[int, ...]
    symbols: tuple[str, ...]
    names: tuple[str, ...]


@frozen
class LegendContents:
    """What the legend says of one layer.

    Attributes:
        layer_id: the layer's id.
        name: its name.
        note: how sure it is.
        measure: what classes or sizes measure.
        remarks: what must be known of that.
        entries: symbol as JSON, text, and whether it is one of several sizes.
    """

    layer_id: str
    name: str
    note: str
    measure: str
    remarks: tuple[str, ...]
    entries: tuple[tuple[str, str, bool], ...]


@frozen
class MapContents:
    """What a map holds, its layers from the bottom to the top."""

    title: str
    language: str
    layers: tuple[LayerContents, ...]
    legend: tuple[LegendContents, ...]
    credits: tuple[str, ...]


def contents_of_scene(scene: Scene) -> MapContents:
    """Return what a scene holds, in the words that an export shows."""

    def symbol(look: Any) -> str:
        return _as_json(symbol_data(look, scene.paper))

    return MapContents(
        title=readable(scene.title),
        language=scene.language,
        layers=tuple(
            LayerContents(
                readable(layer.id),
                tuple(rows := _drawn_rows(layer)),
                tuple(symbol(layer.symbols[layer.symbol_of[row]]) for row in rows),
                tuple(_name(layer, row) for row in rows),
            )
            for layer in scene.layers
        ),
        legend=tuple(
            LegendContents(
                readable(section.layer_id),
                readable(section.name),
                readable(section.note),
                readable(section.measure),
                tuple(map(readable, section.remarks)),
                tuple(
                    (symbol(entry.symbol), readable(entry.text), entry.nested)
                    for entry in section.entries
                ),
            )
            for section in scene.legend
        ),
        credits=tuple(readable(credit.short) for credit in scene.credits),
    )


def contents_of_page(
    page: str, language: str | None = None, theme: str | None = None
) -> MapContents:
    """Return what a web page of the atlas holds.

    Args:
        page: the page.
        language: one of its languages; the one that it begins with if omitted.
        theme: one of its looks; the one that it begins with if omitted.

    Raises:
        ParityError: if the page has no data of the atlas, or none that can be read.
    """
    block = _DataBlock()
    block.feed(page)
    block.close()
    if not block.found:
        raise ParityError("the page holds no data of the atlas")
    try:
        return _contents(_switched(json.loads("".join(block.found)), language, theme))
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise ParityError(f"the page's data cannot be read ({error!r})") from error


def differences(expected: MapContents, found: MapContents) -> tuple[str, ...]:
    """Return in words in what two maps differ, nothing if they hold the same."""
    return tuple(_differences(expected, found))


def _differences(expected: MapContents, found: MapContents) -> Iterator[str]:
    for name in ("title", "language", "credits"):
        if getattr(expected, name) != getattr(found, name):
            yield f"{name}: {getattr(expected, name)!r} expected, {getattr(found, name)!r} found"
    yield from _different_parts("layer", expected.layers, found.layers)
    yield from _different_parts("legend of layer", expected.legend, found.legend)


def _different_parts(
    what: str,
    expected: Sequence[LayerContents | LegendContents],
    found: Sequence[LayerContents | LegendContents],
) -> Iterator[str]:
    ids = [_id(part) for part in expected]
    other_ids = [_id(part) for part in found]
    if ids != other_ids:
        yield f"{what}: {ids} expected, {other_ids} found"
        return
    for part, other in zip(expected, found, strict=True):
        for name in (field.name for field in fields(part)):
            one, two = getattr(part, name), getattr(other, name)
            if one != two:
                yield f"{what} {_id(part)}: {name}: {_told(one)} expected, {_told(two)} found"


def _id(part: LayerContents | LegendContents) -> str:
    return part.id if isinstance(part, LayerContents) else part.layer_id


def _told(value: object) -> str:
    return f"{len(value)} values" if isinstance(value, tuple) and len(value) > 8 else repr(value)


def _drawn_rows(layer: SceneLayer) -> list[int]:
    rows: list[int] = np.flatnonzero(layer.geometry.placed & (layer.symbol_of >= 0)).tolist()
    return rows


def _name(layer: SceneLayer, row: int) -> str:
    name = layer.labels[row]
    if layer.label_style is None or not name or np.isnan(layer.label_points[row]).any():
        return ""
    return clean(str(name))


def _switched(data: dict[str, Any], language: str | None, theme: str | None) -> dict[str, Any]:
    """Return a page's data after its switches were used, as its scripts do it.

    Raises:
        KeyError: if the page has no such language or look.
    """
    if theme not in (None, data["theme"]):
        data |= {"theme": theme, "symbols": data["looks"][theme]["symbols"]}
    if language in (None, data["language"]):
        return data
    other = data["others"][language]
    for layer, told in zip(data["layers"], other["layers"], strict=True):
        for feature, words in zip(layer["features"], told["features"] or (), strict=False):
            if words:
                feature.pop("label", None)
                feature |= words
    return {**data, **other, "layers": data["layers"], "language": language}


def _contents(data: dict[str, Any]) -> MapContents:
    symbols = [_as_json(symbol) for symbol in data["symbols"]]
    return MapContents(
        title=data["title"],
        language=data["language"],
        layers=tuple(_layer(layer, symbols) for layer in data["layers"]),
        legend=tuple(
            LegendContents(
                section["layer"],
                section["name"],
                section["note"],
                section["measure"],
                tuple(section["remarks"]),
                tuple(
                    (symbols[symbol], text, nested) for symbol, text, nested in section["entries"]
                ),
            )
            for section in data["legend"]
        ),
        credits=tuple(credit["short"] for credit in data["credits"]),
    )


def _layer(layer: dict[str, Any], symbols: list[str]) -> LayerContents:
    drawn = [feature for feature in layer["features"] if feature.get("parts")]
    return LayerContents(
        layer["id"],
        tuple(feature["row"] for feature in drawn),
        tuple(symbols[feature["symbol"]] for feature in drawn),
        tuple(feature.get("label", "") for feature in drawn),
    )


def _as_json(symbol: dict[str, Any]) -> str:
    return json.dumps(symbol, sort_keys=True)


class _DataBlock(HTMLParser):
    """Finds the page's block of data."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and ("id", DATA_ID) in attrs

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(data)
