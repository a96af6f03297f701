"""What the atlas itself knows by name: areas, towns, sites of programs, programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from geodata.builtin import BuiltinData
from geodata.table import FeatureTable
from layers.document import MapState
from layers.programs import Program
from layers.scene_builder import SceneBuilder
from layers.search.extents import extents, middles
from layers.search.found import KIND_WORDS, Entry, Found, Kind
from layers.search.whereabouts import Whereabouts
from layers.texts import LANGUAGES, N_, Texts
from layers.view_state import FeatureRef

_COUNTRY = "SV"

_LAYERS = {
    "delegations": (Kind.DELEGATION, ""),
    "departments": (Kind.DEPARTMENT, ""),
    "municipalities": (Kind.MUNICIPALITY, ""),
    "towns": (Kind.TOWN, ""),
    "border-points": (Kind.BORDER_POINT, ""),
    "model-precincts": (Kind.SITE, N_("Model precinct")),
    "pbs-sites": (Kind.SITE, N_("PBS site")),
    "anti-extortion-units": (Kind.SITE, N_("Anti-extortion unit")),
    "plan-seguro-municipalities": (Kind.SITE, N_("Plan Seguro municipality")),
    "plan-seguro-sectors": (Kind.SITE, N_("Plan Seguro sector")),
    "program-sites": (Kind.SITE, ""),
    "lakes": (Kind.WATER, ""),
    "rivers": (Kind.WATER, ""),
}
"""The layers whose features are found, with their kind and what one of them is called where the
kind does not say it."""

_REACH = {Kind.MUNICIPALITY: 6000.0, Kind.TOWN: 4000.0}
_USUAL_REACH = 3000.0
"""True metres around a point that are shown."""

_ALIASES = ("code", "municipality_2024")
"""Columns by which a feature is found too: its code, the municipality it is a district of now."""


def gazetteer(
    data: BuiltinData,
    builder: SceneBuilder,
    state: MapState,
    programs: Iterable[Program],
    texts: Texts,
) -> list[Entry]:
    """Return everything of the atlas's own that has a name; may be called in a thread.

    Args:
        data: the built-in data.
        builder: knows the features as the document has them.
        state: the document.
        programs: the dossiers.
        texts: the language of what is shown; names of every language are found.
    """
    where = Whereabouts(builder.table("departments", state), texts.language)
    entries = [
        entry
        for layer_id in _LAYERS
        if state.has(layer_id)
        for entry in _features(layer_id, builder.table(layer_id, state), data, where, texts)
    ]
    return [*entries, *(_program(program, texts) for program in programs)]


def _features(
    layer_id: str, table: FeatureTable, data: BuiltinData, where: Whereabouts, texts: Texts
) -> Iterator[Entry]:
    kind, sort = _LAYERS[layer_id]
    places = middles(table.geometry)
    shown = extents(table.geometry, _REACH.get(kind, _USUAL_REACH))
    departments = where.departments(places) if kind is Kind.TOWN else []
    countries = _countries(data, texts.language) if kind is Kind.TOWN else {}
    for row in range(len(table)):
        name = table.text(row, "name", texts.language)
        if not name:
            continue
        if departments:
            country = str(table.value(row, "country"))
            lies = departments[row] if country == _COUNTRY else countries.get(country, "")
        else:
            lies = _lies_in(table, row, kind, texts.language)
        is_placed = not np.isnan(places[row, 0])
        one = table.text(row, "kind", texts.language) or texts.gettext(sort or KIND_WORDS[kind])
        found = Found(
            kind,
            name,
            one,
            lies,
            (float(places[row, 0]), float(places[row, 1])) if is_placed else None,
            shown[row],
            FeatureRef(layer_id, str(table.ids[row])),
            note="" if is_placed else texts.gettext("place not published"),
        )
        names = _names(table, row)
        if kind in (Kind.SITE, Kind.BORDER_POINT):
            # Who looks for all of a kind types what they are.
            names.append(f"{texts.gettext(sort or KIND_WORDS[kind])} {name}")
        yield Entry(found, tuple(names), tuple(_aliases(table, row)))


def _names(table: FeatureTable, row: int) -> list[str]:
    names = (table.text(row, "name", language) for language in LANGUAGES)
    return list(dict.fromkeys(filter(None, names)))


def _aliases(table: FeatureTable, row: int) -> list[str]:
    values = (table.value(row, column) for column in _ALIASES)
    return [value for value in values if isinstance(value, str)]


def _lies_in(table: FeatureTable, row: int, kind: Kind, language: str) -> str:
    if kind is Kind.DEPARTMENT:
        return ""
    municipality = table.value(row, "municipality") or table.text(row, "municipality", language)
    department = table.value(row, "department")
    parts = [municipality if kind is not Kind.MUNICIPALITY else None, department]
    return ", ".join(dict.fromkeys(str(part) for part in parts if part))


def _countries(data: BuiltinData, language: str) -> dict[str, str]:
    """Return the names of the countries around by their codes."""
    table = data.table("land")
    return {
        str(table.value(row, "iso")): table.text(row, "name", language) for row in range(len(table))
    }


def _program(program: Program, texts: Texts) -> Entry:
    name = program.name.text(texts.language)
    names = (program.name.en, program.name.es, program.short_name.en, program.short_name.es)
    found = Found(Kind.PROGRAM, name, texts.gettext(KIND_WORDS[Kind.PROGRAM]), key=program.id)
    return Entry(found, tuple(dict.fromkeys(names)))
