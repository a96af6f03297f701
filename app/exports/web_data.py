"""What a web page of a scene holds, as data: layers, legend, facts, programs, credits.

The page's scripts (``resources/web``) read exactly this; `app.exports.parity` compares it with
the scene.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isnan
from typing import Any

from app.exports.options import PageOptions
from app.exports.web_geometry import GRID, PageGeometry, metres
from app.exports.web_programs import program_data
from app.exports.web_shared import SharedParts
from app.exports.web_style import selection_colour
from app.exports.web_symbols import SymbolTable
from app.exports.web_words import GROUP_NAMES, page_words
from geodata.geometry import Family
from geodata.table import FeatureTable
from layers.facts import (
    Fact,
    FeatureFacts,
    Statement,
    feature_facts,
    shown_columns,
    split_links,
)
from layers.feature_tip import honesty
from layers.label_text import clean
from layers.legend import SURE
from layers.programs import ProgramCatalogue
from layers.scene import Scene, SceneLayer
from layers.style import LabelStyle
from layers.texts import LANGUAGES, Texts

DATA_ID = "atlas-data"
"""The id of the page's element that holds the data."""

FORMAT = 3
"""Changes whenever scripts of the older form could not read the data."""


def page_data(
    scene: Scene,
    options: PageOptions,
    texts: Texts,
    programs: ProgramCatalogue,
    looks: Sequence[Scene] = (),
    thinned: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Return everything that a page of ``scene`` shows, ready to be written as JSON.

    Args:
        scene: what the page shows at first.
        options: the area that it opens with.
        texts: the language, that of the scene.
        programs: the dossiers.
        looks: the same scene in other looks.
        thinned: how many features layers have of which the scene holds just a part, by their ids.
    """
    symbols = SymbolTable()
    geometry = PageGeometry(scene)
    counts = thinned or {}
    shared = SharedParts()
    layers = [_layer(layer, geometry, symbols, texts, shared) for layer in scene.layers]
    spoken = _spoken(scene, options, texts, programs, symbols, counts)
    others = {
        language: _spoken_otherwise(
            scene, options, language, programs, symbols, counts, layers, shared
        )
        for language in LANGUAGES
        if language != scene.language and scene.variants is not None
    }
    # Only now the symbols and what records share are whole.
    return {
        "format": FORMAT,
        "language": scene.language,
        "languages": dict(LANGUAGES),
        **spoken,
        "theme": scene.theme,
        "selection": selection_colour(scene),
        "home": metres(scene.home),
        "view": metres(options.area or scene.home),
        "limit": metres(scene.limit),
        "grid": GRID,
        "arcs": geometry.arcs(),
        "symbols": symbols.as_data(scene.paper),
        "shared": shared.as_data(),
        "layers": layers,
        "looks": {look.theme: _look(scene, look, symbols) for look in looks},
        "others": others,
    }


def _spoken(
    scene: Scene,
    options: PageOptions,
    texts: Texts,
    programs: ProgramCatalogue,
    symbols: SymbolTable,
    thinned: Mapping[str, int],
) -> dict[str, Any]:
    """Return what of a page is in a language, but for its features."""
    return {
        "title": scene.title,
        "subtitle": options.area_name,
        "asOf": texts.date(scene.as_of),
        "words": page_words(texts),
        "groups": _groups(scene, programs, texts, thinned),
        "legend": _legend(scene, symbols),
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


def _spoken_otherwise(
    scene: Scene,
    options: PageOptions,
    language: str,
    programs: ProgramCatalogue,
    symbols: SymbolTable,
    thinned: Mapping[str, int],
    layers: Sequence[dict[str, Any]],
    shared: SharedParts,
) -> dict[str, Any]:
    """Return what of a page is in another language; features that say the same are left out."""
    assert scene.variants is not None
    other, texts = scene.variants(language, scene.theme), Texts(language)
    told = []
    for layer, data in zip(other.layers, layers, strict=True):
        words = _Words(layer, texts, shared, told=data["interactive"])
        features: list[Any] | None = None
        if not _says_the_same(layer.table):
            features = [
                _if_other(feature, words.of(feature["row"], drawn="symbol" in feature))
                for feature in data["features"]
            ]
        columns = words.columns.as_data() if features else data["columns"]
        told.append({"columns": columns, "features": features})
    return {**_spoken(other, options, texts, programs, symbols, thinned), "layers": told}


def _look(scene: Scene, look: Scene, symbols: SymbolTable) -> dict[str, Any]:
    """Return what of a page is different in another look."""
    twins = {
        symbol: twin
        for layer, other in zip(scene.layers, look.layers, strict=True)
        for symbol, twin in zip(layer.symbols, other.symbols, strict=True)
    }
    # Examples of sizes are in the legend alone.
    twins |= {
        entry.symbol: twin.symbol
        for section, other in zip(scene.legend, look.legend, strict=True)
        for entry, twin in zip(section.entries, other.entries, strict=True)
    }
    return {
        "symbols": symbols.as_data(look.paper, twins),
        "labels": [_label_style(layer.label_style) for layer in look.layers],
        "selection": selection_colour(look),
    }


def _layer(
    layer: SceneLayer,
    geometry: PageGeometry,
    symbols: SymbolTable,
    texts: Texts,
    shared: SharedParts,
) -> dict[str, Any]:
    told = layer.interactive and layer.id == layer.layer_id
    words = _Words(layer, texts, shared, told=told)
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
            feature |= {"symbol": numbers[look], "parts": parts} | words.placing(row)
        features.append(feature | words.of(row, drawn=drawn))
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
        "columns": words.columns.as_data(),
        "features": features,
    }


class _Words:
    """What of the features of a layer is in a language.

    Attributes:
        columns: what their facts have in common.
    """

    def __init__(self, layer: SceneLayer, texts: Texts, shared: SharedParts, *, told: bool) -> None:
        """Look at what all features have in common.

        Args:
            layer: the layer.
            texts: the language, that of the layer.
            shared: what is written once for all.
            told: whether the page tells what is known of its features.
        """
        self.columns = _Columns()
        self._layer, self._texts, self._told = layer, texts, told
        self._shared = shared
        points = layer.label_points
        has_names = layer.label_style is not None
        self._labelled = [has_names and not isnan(x) for x in points[:, 0].tolist()]
        self._points: list[list[float]] = points.tolist()
        self._shown = tuple(shown_columns(layer.table, texts.language))

    def placing(self, row: int) -> dict[str, Any]:
        """Return where a drawn feature's name stands and how far its symbol is set aside."""
        result: dict[str, Any] = {}
        if self._labelled[row]:
            result["at"] = metres(self._points[row])
        offsets = self._layer.offsets
        if offsets is not None and offsets[row].any():
            result["offset"] = [round(value, 1) for value in offsets[row].tolist()]
        return result

    def of(self, row: int, *, drawn: bool) -> dict[str, Any]:
        """Return a feature's name on the map, and what is told of it; nothing that is empty."""
        label = self._layer.labels[row] if drawn and self._labelled[row] else None
        result: dict[str, Any] = {"label": clean(str(label))} if label else {}
        if not self._told:
            return result
        table = self._layer.table
        facts: FeatureFacts = feature_facts(table, row, self._texts, self._shown)
        number = self._shared.number
        shared = {
            "honesty": honesty(table, row, self._texts),
            "existence": _said(facts.existence),
            "position": _said(facts.position),
        }
        parts = {
            **{key: [number(part)] for key, part in shared.items() if part},
            "facts": [number(self._fact(fact)) for fact in facts.facts],
            "sure": table.value(row, "position_basis") in SURE,
            "sources": [number(split_links(source)) for source in facts.sources],
            "asOf": facts.as_of,
            "program": facts.program,
        }
        return {**result, "name": facts.name, **{key: part for key, part in parts.items() if part}}

    def _fact(self, fact: Fact) -> list[Any]:
        return [self.columns.number(fact), fact.value, *_said(fact.statement)]


def _said(statement: Statement) -> list[str]:
    """Return the basis of a fact and the note on it, nothing if there is neither."""
    return [statement.basis, statement.note] if statement.basis or statement.note else []


def _says_the_same(table: FeatureTable) -> bool:
    """Return whether nothing in the rows of a table is different in another language."""
    endings = tuple(f"_{language}" for language in LANGUAGES)
    return not table.described and not any(
        name.endswith((*endings, "basis")) or name == "as_of" for name in table.columns
    )


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


def _if_other(feature: dict[str, Any], words: dict[str, Any]) -> dict[str, Any] | int:
    """Return what is said of a feature in another language, 0 if it is the same."""
    return 0 if all(feature.get(key) == part for key, part in words.items()) else words


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


def _groups(
    scene: Scene, programs: ProgramCatalogue, texts: Texts, thinned: Mapping[str, int]
) -> list[dict[str, Any]]:
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
                "thinned": _thinned_text(layer, thinned, texts),
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


def _thinned_text(layer: SceneLayer, thinned: Mapping[str, int], texts: Texts) -> str:
    """Return how many features of how many a large layer shows, "" for one that shows all."""
    if layer.id not in thinned:
        return ""
    words = texts.gettext("This page holds {part} of {whole} features; the atlas has them all")
    return words.format(part=texts.number(len(layer.table)), whole=texts.number(thinned[layer.id]))


def _programs_of(scene: Scene, programs: ProgramCatalogue) -> Iterable[str]:
    """Return the ids of the programs that a layer or a feature of the scene belongs to."""
    ids: dict[str, None] = {}
    for layer in scene.layers:
        ids.update((program.id, None) for program in programs.of_layer(layer.layer_id))
        if "program" in layer.table.columns and layer.interactive:
            ids.update((str(value), None) for value in layer.table.columns["program"] if value)
    return [program.id for program in programs if program.id in ids]
