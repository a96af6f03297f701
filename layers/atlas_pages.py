"""The atlas: one page for each area, as plain data that every format shows.

A page says what is known of its area, which records of the programs belong to it, what is not
published, and who says all this. Counts follow the tables' own coverage (`layers.atlas_members`);
records of which nothing tells the place are never dealt to an area.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely

from geodata.basis import Basis
from geodata.geometry import Bools, Family, Ints
from geodata.projection import to_map
from geodata.table import FeatureTable
from layers.atlas_members import (
    DELEGATIONS,
    DEPARTMENTS,
    NOWHERE,
    Gazetteer,
    said,
    unit_of_records,
)
from layers.document import Layer, MapState
from layers.facts import Fact, feature_facts, split_sources
from layers.feature_tip import feature_name
from layers.legend import BASIS_TEXTS, POSITION_TEXTS
from layers.period import period_words
from layers.scene_builder import SceneBuilder
from layers.scene_symbols import symbols_for
from layers.style import Symbol
from layers.texts import N_, Texts
from layers.view import Bounds

MOST_PAGES = 300
"""Areas that an atlas may have."""

_NOT_IN_PERIOD = NOWHERE - 1
_PLAN_SEGURO, _SITES, _SECTORS = "plan-seguro-municipalities", "pbs-sites", "plan-seguro-sectors"
# What an atlas tells of a department, the most telling first; the rest is in its table.
_FIGURES = ("population_2007", "area_km2", "homicides_2017", "homicide_rate_2017")
_MORE_FIGURES = ("illiteracy_2007", "density_2007", "homicides_2018")
_MOST_FIGURES = 6
_MOST_NAMED = 12
_UNSURE = frozenset({Basis.UNVERIFIED.value, Basis.INFERRED.value, Basis.APPROXIMATE.value})
_SINGULAR = {DELEGATIONS: N_("Police delegation"), DEPARTMENTS: N_("Department")}


class AtlasError(ValueError):
    """There can be no atlas of a layer; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class AtlasFigure:
    """A number of an area.

    Attributes:
        value: the number, as the language writes it.
        label: what it is, with its year.
        note: whose number it is if it is not the area's own, how sure it is, or its parts; or "".
        source: who says so, or "".
        remark: what a reader must know of all numbers of this kind, or "".
        unit: what is counted or measured, or "".
    """

    value: str
    label: str
    note: str
    source: str
    remark: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class AtlasProgram:
    """What a layer has in an area.

    Attributes:
        layer_id: the layer.
        name: what it is called.
        symbol: its look in the legend.
        count: how many of its records belong to the area.
        names: what these are called.
        note: how many have no place, how sure the places are, or "".
        rows: the rows of these records in the layer's table.
    """

    layer_id: str
    name: str
    symbol: Symbol
    count: int
    names: tuple[str, ...]
    note: str
    rows: tuple[int, ...]

    @property
    def told(self) -> str:
        """Its names in one line, with the note."""
        # Names of the form "Unit, Place" need a stronger sign between them.
        sign = "; " if any("," in name for name in self.names) else ", "
        words = sign.join(self.names)
        return f"{words} ({self.note})" if self.note else words


@dataclass(frozen=True, slots=True)
class AtlasPage:
    """All that an atlas says of one area.

    Attributes:
        number: its place in the atlas, from 1.
        row: its row in the layer's table.
        feature_id: its id.
        title: its name.
        kind: what it is ("Police delegation"), or the layer's name.
        facts: lines of what is known beside the figures ("Seat: San Marcos").
        figures: its numbers, the most telling first.
        programs: what the layers have in it, those with nothing left out.
        absent: the names of layers that have nothing in it.
        gaps: what is not published or not sure, a sentence each.
        sources: who says so, each once, in the order of their use.
        as_of: the time the area's own facts are from, or "".
        extent: what the map shows whole, metres (EPSG:3857).
    """

    number: int
    row: int
    feature_id: str
    title: str
    kind: str
    facts: tuple[str, ...]
    figures: tuple[AtlasFigure, ...]
    programs: tuple[AtlasProgram, ...]
    absent: tuple[str, ...]
    gaps: tuple[str, ...]
    sources: tuple[str, ...]
    as_of: str
    extent: Bounds


@dataclass(frozen=True, slots=True)
class Atlas:
    """An atlas.

    Attributes:
        layer_id: the layer whose features are its areas.
        title: the map's title, with the period if it is of one.
        subject: what its pages are of, the layer's name.
        notes: what a reader must know of the whole, a sentence each.
        pages: one for each area.
    """

    layer_id: str
    title: str
    subject: str
    notes: tuple[str, ...]
    pages: tuple[AtlasPage, ...]


def atlas_layers(state: MapState, builder: SceneBuilder) -> list[Layer]:
    """Return the layers that an atlas can be made of: delegations, departments, own areas."""
    return [
        layer
        for layer in reversed(state.layers)
        if layer.id in (DELEGATIONS, DEPARTMENTS)
        or (layer.group == "own" and _has_areas(builder.table(layer.id, state)))
    ]


def find_layer(state: MapState, builder: SceneBuilder, name: str, texts: Texts) -> Layer:
    """Return the layer of an id or name that an atlas can be made of.

    Raises:
        AtlasError: if there is none; the message names those there are.
    """
    layers = atlas_layers(state, builder)
    for layer in layers:
        if name in (layer.id, layer.name, builder.layer_name(layer, texts.language)):
            return layer
    message = texts.gettext("--atlas: there are no areas “{name}”; there are {names}")
    raise AtlasError(message.format(name=name, names=", ".join(layer.id for layer in layers)))


def build_atlas(state: MapState, builder: SceneBuilder, layer_id: str, texts: Texts) -> Atlas:
    """Return the atlas of a layer.

    Args:
        state: the document.
        builder: knows the features of its layers.
        layer_id: the layer whose features get a page each.
        texts: the atlas's language.

    Raises:
        AtlasError: if the layer has no areas on the map, or too many.
    """
    layer = state.layer(layer_id)
    table = builder.table(layer_id, state)
    placed = np.flatnonzero(table.geometry.placed).tolist() if _has_areas(table) else []
    rows = [row for row in placed if _meet(_extent(table, row), builder.limit)]
    if placed and not rows:
        message = texts.gettext("the areas of “{name}” lie outside of the map; choose other areas")
        raise AtlasError(message.format(name=builder.layer_name(layer, texts.language)))
    if not 0 < len(rows) <= MOST_PAGES:
        message = texts.gettext("an atlas has 1 to {most} areas; “{name}” has {count}")
        raise AtlasError(
            message.format(
                most=texts.number(MOST_PAGES),
                name=builder.layer_name(layer, texts.language),
                count=texts.number(len(rows)),
            )
        )
    writer = _Writer(state, builder, layer, table, texts)
    title = state.title or texts.gettext("El Salvador: security programs")
    if builder.period is not None:
        title = f"{title} · {period_words(builder.period, texts)}"
    return Atlas(
        layer_id,
        title,
        builder.layer_name(layer, texts.language),
        (*writer.notes(), *writer.left_out(sorted(set(placed) - set(rows)))),
        tuple(writer.page(row, number) for number, row in enumerate(rows, start=1)),
    )


def counted_layers(state: MapState, layer_id: str) -> list[Layer]:
    """Return the layers whose records an atlas counts, the top one first.

    Args:
        state: the document.
        layer_id: the layer of the areas.
    """
    return [
        layer
        for layer in reversed(state.layers)
        if layer.id != layer_id
        and (
            layer.group == "programs"
            or layer.id == _PLAN_SEGURO
            or (layer.group == "own" and layer.visible)
        )
    ]


def _has_areas(table: FeatureTable) -> bool:
    return table.geometry.family is Family.POLYGON


@dataclass(frozen=True, eq=False)
class _Register:
    """A layer whose records are dealt to the areas."""

    layer: Layer
    name: str
    table: FeatureTable
    units: Ints
    symbols: tuple[Symbol, ...]
    symbol_of: Ints

    @cached_property
    def lost_departments(self) -> tuple[str, ...]:
        """The departments of the records of which nothing tells the area, "" for none."""
        rows = np.flatnonzero((self.units == NOWHERE) & ~self.table.geometry.placed).tolist()
        return tuple(said(self.table, row, "department") for row in rows)

    @property
    def lost(self) -> int:
        """How many records nothing tells the area of."""
        return len(self.lost_departments)


@dataclass(eq=False)
class _Writer:
    """Writes the pages of one atlas."""

    state: MapState
    builder: SceneBuilder
    layer: Layer
    table: FeatureTable
    texts: Texts
    _registers: list[_Register] = field(init=False)
    _places: Gazetteer = field(init=False)
    _departments: FeatureTable | None = field(init=False)

    def __post_init__(self) -> None:
        def table(layer_id: str) -> FeatureTable:
            return self.builder.table(layer_id, self.state)

        self._places = Gazetteer(table(DELEGATIONS), table("municipalities"))
        self._departments = table(DEPARTMENTS) if self.state.has(DEPARTMENTS) else None
        counted = counted_layers(self.state, self.layer.id)
        self._registers = [self._register(layer) for layer in counted]

    def notes(self) -> Iterator[str]:
        """Yield what a reader must know of the whole."""
        _ = self.texts.gettext
        if self.layer.id == DELEGATIONS:
            yield _(
                "The 19 areas are the delegations of the National Civil Police; the country has "
                "14 departments."
            )
            yield _("Boundaries inside San Salvador and La Libertad are approximate.")
        yield _(
            "Records are counted where their own table says they belong, else where their point "
            "lies. Records without a published place are counted in no area."
        )
        period = self.builder.period
        if period is not None:
            words = _("{period}: records dated outside of this period are not counted.")
            yield words.format(period=period_words(period, self.texts))
        lost = [register for register in self._registers if register.lost]
        for register in lost:
            words = _("{name}: {count} of {all} have no published place")
            yield _sentence(
                words.format(
                    name=register.name,
                    count=self.texts.number(register.lost),
                    all=self.texts.number(len(register.table)),
                )
            )

    def left_out(self, rows: Sequence[int]) -> Iterator[str]:
        """Yield which areas have no page, if there are any."""
        if not rows:
            return
        names = [feature_name(self.table, row, self.texts.language) for row in rows]
        listed = ", ".join(filter(None, names[:_MOST_NAMED]))
        more = "…" if len(rows) > _MOST_NAMED else ""
        words = self.texts.ngettext(
            "{count} area lies outside of the map and has no page: {names}",
            "{count} areas lie outside of the map and have no page: {names}",
            len(rows),
        )
        yield _sentence(words.format(count=self.texts.number(len(rows)), names=listed + more))

    def page(self, row: int, number: int) -> AtlasPage:
        """Return the page of an area."""
        facts = feature_facts(self.table, row, self.texts)
        figures = tuple(self._figures(row, facts.facts))
        programs = [(register, self._program(register, row)) for register in self._registers]
        present = tuple(program for _, program in programs if program is not None)
        sources = [source for each in figures for source in split_sources(each.source)]
        if self.layer.id != DEPARTMENTS:
            # Those of a department just say again what its figures are from.
            sources = [*facts.sources, *sources]
        for register, program in programs:
            if program is not None:
                sources += _sources_of(register.table, np.flatnonzero(register.units == row))
        return AtlasPage(
            number=number,
            row=row,
            feature_id=str(self.table.ids[row]),
            title=facts.name or str(self.table.ids[row]),
            kind=self.texts.gettext(_SINGULAR[self.layer.id])
            if self.layer.id in _SINGULAR
            else self.builder.layer_name(self.layer, self.texts.language),
            facts=tuple(self._lines(facts.facts)),
            figures=figures,
            programs=present,
            absent=tuple(register.name for register, each in programs if each is None),
            gaps=tuple(self._gaps(row, facts.facts, figures)),
            sources=tuple(dict.fromkeys(sources)),
            as_of=facts.as_of,
            extent=_extent(self.table, row),
        )

    # Figures

    def _figures(self, row: int, facts: Sequence[Fact]) -> Iterator[AtlasFigure]:
        if self.layer.id == DELEGATIONS:
            yield from self._delegation_figures(row, facts)
            return
        numbers = {fact.column: fact for fact in facts if fact.is_number}
        if self.layer.id == DEPARTMENTS:
            yield from (_figure(numbers[name]) for name in _FIGURES if name in numbers)
            yield from self._plan_seguro(row)
            names = [name for name in _MORE_FIGURES if name in numbers]
        else:
            names = list(numbers)[:_MOST_FIGURES]
        yield from (_figure(numbers[name]) for name in names[: _MOST_FIGURES - 4])

    def _delegation_figures(self, row: int, facts: Sequence[Fact]) -> Iterator[AtlasFigure]:
        own = {fact.column: fact for fact in facts if fact.is_number}
        if "municipality_count" in own:
            yield _figure(own["municipality_count"])
        yield from self._plan_seguro(row)
        department = self._covered_department(row)
        note = self.texts.gettext("of the department, which it covers whole")
        for name in _FIGURES:
            if name in own:
                yield _figure(own[name])
            elif name in department:
                yield _figure(department[name], note)

    def _covered_department(self, row: int) -> dict[str, Fact]:
        """Return the numbers of the department that a delegation covers whole, by column."""
        table = self._departments
        if table is None or not self._places.covers_department(row):
            return {}
        department = said(self.table, row, "department")
        names = [said(table, each, "name_es") for each in range(len(table))]
        if not department or department not in names:
            return {}
        found = feature_facts(table, names.index(department), self.texts)
        return {fact.column: fact for fact in found.facts if fact.is_number}

    def _plan_seguro(self, row: int) -> Iterator[AtlasFigure]:
        """Yield how many Plan Seguro municipalities an area has, phase by phase."""
        if not self.state.has(_PLAN_SEGURO):
            return
        texts = self.texts
        table = self.builder.table(_PLAN_SEGURO, self.state)
        mine = self._units_of(_PLAN_SEGURO, table) == row
        phases = [said(table, each, "phase") for each in np.flatnonzero(mine).tolist()]
        words = [
            texts.gettext("phase {phase}: {count}").format(
                phase=phase, count=texts.number(phases.count(phase))
            )
            for phase in sorted(set(filter(None, phases)))
        ]
        value = texts.gettext("{count} of {all}").format(
            count=texts.number(int(mine.sum())), all=texts.number(len(table))
        )
        sources = _sources_of(table, np.flatnonzero(mine))
        label = texts.gettext("Plan Seguro municipalities")
        yield AtlasFigure(value, label, ", ".join(words), " | ".join(sources))

    # Programs

    def _register(self, layer: Layer) -> _Register:
        table = self.builder.table(layer.id, self.state)
        units = self._units_of(layer.id, table)
        symbols, _, of, _ = symbols_for(layer.style.renderer, layer.group, table, self.texts)
        name = self.builder.layer_name(layer, self.texts.language)
        return _Register(layer, name, table, units, symbols, of)

    def _units_of(self, layer_id: str, table: FeatureTable) -> Ints:
        """Return shape (n,): the area of each record, `NOWHERE`, or that it is in no period."""
        units = unit_of_records(table, self.table, self.layer.id, self._places)
        hidden = self.builder.hidden_rows(layer_id, table)
        return units if hidden is None else np.where(hidden, _NOT_IN_PERIOD, units)

    def _program(self, register: _Register, row: int) -> AtlasProgram | None:
        rows = np.flatnonzero(register.units == row)
        if not len(rows):
            return None
        # The looks of what is not sure come last: hollow, as on the map, where no place is sure.
        shown = register.symbol_of[rows]
        symbol = register.symbols[int(shown[shown >= 0].min(initial=len(register.symbols) - 1))]
        names = (feature_name(register.table, each, self.texts.language) for each in rows.tolist())
        return AtlasProgram(
            register.layer.id,
            register.name,
            symbol,
            len(rows),
            tuple(filter(None, names)),
            " · ".join(self._sureness(register, rows)),
            tuple(rows.tolist()),
        )

    def _sureness(self, register: _Register, rows: Ints) -> Iterator[str]:
        texts, table = self.texts, register.table
        if not register.layer.visible:
            yield texts.gettext("not drawn on the map")
        missing = int(np.count_nonzero(~table.geometry.placed[rows]))
        if missing:
            words = texts.ngettext(
                "{count} without a published place", "{count} without a published place", missing
            )
            yield words.format(count=texts.number(missing))
        if register.layer.group != "programs" or "position_basis" not in table.columns:
            return
        bases = [str(table.value(row, "position_basis")) for row in rows.tolist()]
        for basis in Basis:
            count = bases.count(basis.value)
            if basis.value in (Basis.NOT_PUBLISHED.value, Basis.DOCUMENTED.value) or not count:
                continue
            word = texts.gettext(POSITION_TEXTS[basis.value])
            yield word if count == len(bases) else f"{word}: {texts.number(count)}"

    # What is not known

    def _gaps(
        self, row: int, facts: Sequence[Fact], figures: Sequence[AtlasFigure]
    ) -> Iterator[str]:
        texts = self.texts
        for fact in facts:
            if fact.statement.note and fact.statement.basis in self._words(_UNSURE):
                yield _sentence(f"{fact.title}: {_without_basis(fact)}")
            elif fact.column.endswith("_basis") and fact.value in self._words(_UNSURE):
                yield _sentence(f"{fact.title}: {fact.statement.note or fact.value}")
        approximate = Basis.APPROXIMATE.value
        if "boundary" in self.table.columns and self.table.value(row, "boundary") == approximate:
            note = self.table.text(row, "position_note", texts.language)
            yield _sentence(texts.gettext("Boundary: {note}").format(note=note))
        if self.layer.id == DELEGATIONS:
            yield from self._missing_figures(row, figures)
        for register in self._registers:
            lost = self._may_be_here(register, row)
            if lost:
                words = texts.gettext(
                    "{name}: {count} of {all} have no published place; some may be here"
                )
                yield _sentence(
                    words.format(
                        name=register.name,
                        count=texts.number(lost),
                        all=texts.number(len(register.table)),
                    )
                )

    def _missing_figures(self, row: int, figures: Sequence[AtlasFigure]) -> Iterator[str]:
        texts = self.texts
        department, table = said(self.table, row, "department"), self._departments
        if not department or table is None or self._places.covers_department(row):
            return
        titles = {column.name: column.title[texts.language] for column in table.described}
        labels = {figure.label for figure in figures}
        wanted = (titles[name] for name in _FIGURES if name in titles)
        missing = [title for title in wanted if title not in labels]
        if not missing:
            return
        words = texts.gettext("Not found for this part of {department} alone: {figures}")
        yield _sentence(words.format(department=department, figures=", ".join(missing).lower()))

    def _may_be_here(self, register: _Register, row: int) -> int:
        """Return how many records without a place may be in an area."""
        if register.layer.group == "own" or not self._in_country[row]:
            return 0
        if register.layer.id == _SECTORS:
            # The sectors lie in the municipalities of the sites, nowhere else.
            sites = next((each for each in self._registers if each.layer.id == _SITES), None)
            if sites is None or not (sites.units == row).any():
                return 0
        department = None
        if self.layer.id == DELEGATIONS:
            department = said(self.table, row, "department") or None
        return sum(department in (None, said) or not said for said in register.lost_departments)

    @cached_property
    def _in_country(self) -> Bools:
        """Shape (n,): which areas reach into a delegation, hence into El Salvador."""
        country = shapely.STRtree(self._places.delegations.geometry.to_shapely())
        areas = self.table.geometry.to_shapely()
        found: Bools = np.zeros(len(areas), dtype=np.bool_)
        found[country.query(areas, predicate="intersects")[0]] = True
        return found

    def _words(self, bases: Iterable[str]) -> frozenset[str]:
        return frozenset(self.texts.gettext(BASIS_TEXTS[basis]) for basis in bases)

    def _lines(self, facts: Sequence[Fact]) -> Iterator[str]:
        """Yield what is known beside the figures and beside how sure it is."""
        for fact in facts:
            technical = fact.column in ("code", "boundary") or fact.column.endswith("_basis")
            if fact.is_number or technical or not fact.value:
                continue
            yield f"{fact.title}: {fact.value}"


def _figure(fact: Fact, note: str = "") -> AtlasFigure:
    notes = "; ".join(filter(None, [note, fact.statement.basis]))
    value, _, unit = fact.value.partition(" ")
    return AtlasFigure(value, fact.title, notes, fact.source, fact.remark, unit)


def _without_basis(fact: Fact) -> str:
    """Return how sure a fact is in the table's own words, with ours where they do not say it."""
    note, basis = fact.statement.note, fact.statement.basis
    return note if note.lower().startswith(basis.lower()) else f"{basis}. {note}"


def _sentence(words: str) -> str:
    words = words.strip()
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _sources_of(table: FeatureTable, rows: Ints) -> list[str]:
    if "source" not in table.columns:
        return []
    found = (split_sources(table.value(row, "source")) for row in rows.tolist())
    return list(dict.fromkeys(source for sources in found for source in sources))


def _meet(one: Bounds, other: Bounds) -> bool:
    """Return whether two extents share a part."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _extent(table: FeatureTable, row: int) -> Bounds:
    low_x, low_y, high_x, high_y = table.geometry.bounds()[row].tolist()
    (min_x, min_y), (max_x, max_y) = to_map(np.array([[low_x, low_y], [high_x, high_y]])).tolist()
    return min_x, min_y, max_x, max_y
