"""What a web page of a scene holds, as data: layers, legend, facts, programs, credits.

The page's scripts (``resources/web``) read exactly this; `app.exports.parity.contents`
compares it with the scene.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.exports.options import PageOptions
from app.exports.web_features import FeatureWords
from app.exports.web_geometry import GRID, PageGeometry, metres
from app.exports.web_programs import program_data
from app.exports.web_shared import SharedParts
from app.exports.web_style import selection_colour
from app.exports.web_symbols import SymbolTable
from app.exports.web_words import GROUP_NAMES, page_words
from geodata.geometry import Family
from geodata.table import FeatureTable
from layers.facts import split_links
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
    told = [
        _told_otherwise(layer, data, texts, shared)
        for layer, data in zip(other.layers, layers, strict=True)
    ]
    return {**_spoken(other, options, texts, programs, symbols, thinned), "layers": told}


def _told_otherwise(
    layer: SceneLayer, data: Mapping[str, Any], texts: Texts, shared: SharedParts
) -> dict[str, Any]:
    """Return what is told of a layer's features in another language, None for the very same."""
    if _says_the_same(layer.table):
        return {"columns": data["columns"], "features": None}
    words = FeatureWords(layer, texts, shared, told=data["interactive"])
    features = [
        _if_other(feature, words.of(feature["row"], drawn="symbol" in feature))
        for feature in data["features"]
    ]
    return {"columns": words.columns(), "features": features}


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
    words = FeatureWords(layer, texts, shared, told=told)
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
        "columns": words.columns(),
        "features": features,
    }


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
