"""What a web page of a scene holds, as data: layers, legend, facts, programs, credits.

The page's scripts (``resources/web``) read exactly this; `app.exports.parity` compares it with
the scene.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from app.exports.options import PageOptions
from app.exports.web_geometry import GRID, PageGeometry, metres
from app.exports.web_programs import program_data
from app.exports.web_style import selection_colour
from app.exports.web_symbols import SymbolTable
from app.exports.web_words import GROUP_NAMES, page_words
from geodata.geometry import Family
from layers.facts import Fact, FeatureFacts, feature_facts, split_links
from layers.feature_tip import honesty
from layers.label_text import clean
from layers.legend import SURE
from layers.programs import ProgramCatalogue
from layers.scene import Scene, SceneLayer
from layers.style import LabelStyle
from layers.texts import Texts

DATA_ID = "atlas-data"
"""The id of the page's element that holds the data."""

FORMAT = 1
"""Changes whenever scripts of the older form could not read the data."""


def page_data(
    scene: Scene, options: PageOptions, texts: Texts, programs: ProgramCatalogue
) -> dict[str, Any]:
    """Return everything that a page of ``scene`` shows, ready to be written as JSON."""
    symbols = SymbolTable(scene.paper)
    geometry = PageGeometry(scene)
    layers = [_layer(layer, geometry, symbols, texts) for layer in scene.layers]
    legend = _legend(scene, symbols)
    # Only now the table of symbols is whole.
    return {
        "format": FORMAT,
        "language": scene.language,
        "title": scene.title,
        "subtitle": options.area_name,
        "asOf": texts.date(scene.as_of),
        "words": page_words(texts),
        "selection": selection_colour(scene),
        "home": metres(scene.home),
        "view": metres(options.area or scene.home),
        "limit": metres(scene.limit),
        "grid": GRID,
        "arcs": geometry.arcs(),
        "symbols": symbols.as_data(),
        "layers": layers,
        "groups": _groups(scene, programs, texts),
        "legend": legend,
        "programs": program_data(_programs_of(scene, programs), programs, texts),
        "credits": [
            {
                "short": credit.short,
                "citation": split_links(credit.citation),
                "licence": credit.licence,
                "url": split_links(credit.url),
            }
            for credit in scene.credits
        ],
    }


def _layer(
    layer: SceneLayer, geometry: PageGeometry, symbols: SymbolTable, texts: Texts
) -> dict[str, Any]:
    told = layer.interactive and layer.id == layer.layer_id
    columns = _Columns()
    numbers = [symbols.number(symbol) for symbol in layer.symbols]
    features = []
    for row, (parts, look) in enumerate(
        zip(geometry.parts(layer), layer.symbol_of.tolist(), strict=True)
    ):
        drawn = parts is not None and look >= 0
        if not (drawn or told):
            continue
        feature: dict[str, Any] = {"row": row}
        if drawn:
            feature |= {"symbol": numbers[look], "parts": parts} | _placing(layer, row)
        if told:
            feature |= _told(layer, row, columns, texts)
        features.append(feature)
    return {
        "id": layer.id,
        "layer": layer.layer_id,
        "family": layer.family.value,
        "opacity": layer.opacity,
        "minScale": layer.min_scale,
        "maxScale": layer.max_scale,
        "interactive": told,
        "sized": layer.measure is not None and bool(layer.measure.sizes),
        "label": _label_style(layer.label_style),
        "columns": columns.as_data(),
        "features": features,
    }


def _placing(layer: SceneLayer, row: int) -> dict[str, Any]:
    """Return where a drawn feature's name stands and by how much its symbol is set aside."""
    result: dict[str, Any] = {}
    label = layer.labels[row]
    if layer.label_style is not None and label and not np.isnan(layer.label_points[row]).any():
        result["label"] = clean(str(label))
        result["at"] = metres(layer.label_points[row].tolist())
    if layer.offsets is not None and layer.offsets[row].any():
        result["offset"] = [round(value, 1) for value in layer.offsets[row].tolist()]
    return result


def _label_style(style: LabelStyle | None) -> dict[str, Any] | None:
    if style is None:
        return None
    return {
        "size": style.size,
        "color": style.color,
        "bold": style.bold,
        "italic": style.italic,
        "capitals": style.capitals,
        "spacing": style.spacing,
        "halo": style.halo,
        "haloWidth": style.halo_width,
        "priority": style.priority,
        "minScale": style.min_scale,
    }


class _Columns:
    """What the facts of a layer's features have in common, each written once."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str, str], int] = {}

    def number(self, fact: Fact) -> int:
        """Return the place of a fact's column in `as_data`."""
        key = (fact.title, fact.remark, fact.source)
        return self._numbers.setdefault(key, len(self._numbers))

    def as_data(self) -> list[dict[str, Any]]:
        """Return the columns in their order."""
        return [
            {"title": title, "remark": remark, "source": split_links(source)}
            for title, remark, source in self._numbers
        ]


def _told(layer: SceneLayer, row: int, columns: _Columns, texts: Texts) -> dict[str, Any]:
    facts: FeatureFacts = feature_facts(layer.table, row, texts)
    return {
        "name": facts.name,
        "honesty": honesty(layer.table, row, texts),
        "facts": [
            [columns.number(fact), fact.value, fact.statement.basis, fact.statement.note]
            for fact in facts.facts
        ],
        "sure": layer.table.value(row, "position_basis") in SURE,
        "existence": [facts.existence.basis, facts.existence.note],
        "position": [facts.position.basis, facts.position.note],
        "sources": [split_links(source) for source in facts.sources],
        "asOf": facts.as_of,
        "program": facts.program,
    }


def _legend(scene: Scene, symbols: SymbolTable) -> list[dict[str, Any]]:
    return [
        {
            "layer": section.layer_id,
            "name": section.name,
            "note": section.note,
            "measure": section.measure,
            "remarks": section.remarks,
            "entries": [
                [symbols.number(entry.symbol), entry.text, entry.nested]
                for entry in section.entries
            ],
        }
        for section in scene.legend
    ]


def _groups(scene: Scene, programs: ProgramCatalogue, texts: Texts) -> list[dict[str, Any]]:
    """Return the rows of the layer switch from the top of the map down, group by group."""
    notes = {section.layer_id: section.note for section in scene.legend}
    groups = []
    for group, name in GROUP_NAMES.items():
        rows = [
            {
                "id": layer.layer_id,
                "name": layer.name,
                "count": len(layer.table),
                "placed": layer.table.placed_count,
                "total": texts.number(len(layer.table)),
                "countText": _count_text(layer, texts),
                "note": notes.get(layer.layer_id, ""),
                "programs": [program.id for program in programs.of_layer(layer.layer_id)],
            }
            for layer in reversed(scene.layers)
            if layer.id == layer.layer_id and layer.group == group
        ]
        if rows:
            groups.append({"id": group, "name": texts.gettext(name), "layers": rows})
    return groups


def _count_text(layer: SceneLayer, texts: Texts) -> str:
    """Return the layer's count as the list of layers has it."""
    # How many pieces the base map's land or rivers are in means nothing to anybody.
    if layer.group == "base" and layer.family is not Family.POINT:
        return ""
    count, placed = len(layer.table), layer.table.placed_count
    total = texts.number(count)
    return total if count == placed else f"{texts.number(placed)} / {total}"


def _programs_of(scene: Scene, programs: ProgramCatalogue) -> Iterable[str]:
    """Return the ids of the programs that a layer or a feature of the scene belongs to."""
    ids: dict[str, None] = {}
    for layer in scene.layers:
        ids.update((program.id, None) for program in programs.of_layer(layer.layer_id))
        if "program" in layer.table.columns and layer.interactive:
            ids.update((str(value), None) for value in layer.table.columns["program"] if value)
    return [program.id for program in programs if program.id in ids]
