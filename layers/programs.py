"""The program dossiers: what each security program is, its figures, events, partners and sources.

A dossier is one TOML file in ``resources/programs``; ``sources.toml`` beside them holds the
citations that they refer to. Every text is there in English and Spanish, every figure, event,
partner and note names its sources, and reading checks both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Protocol

import resources
from geodata.basis import Basis
from geodata.frozen import frozen
from layers.dossier_table import DossierError, DossierTable, read_dossier

MAX_HIGHLIGHTS = 4
"""How many figures of a program may be shown as big tiles."""

NOTE_KINDS = ("not published", "sources differ", "remark")
"""What a note tells: something no source gives, a contradiction, or how to read a fact."""

SOURCE_KINDS = ("government", "embassy", "press", "report", "atlas")
"""Who published a source; "atlas" stands for the tables that ship with this program."""

SOURCES_FILE = "sources.toml"

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?|\d{4}-\d{4}")
_TIMES = re.compile(rf"(?:{_DATE.pattern})(?:; (?:{_DATE.pattern}))*")
_YEAR = re.compile(r"\d{4}")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class NumberFormat(Protocol):
    """How a language writes numbers; `layers.texts.Texts` is one."""

    def number(self, value: float) -> str:
        """Return ``value`` with the language's separators."""

    def percent(self, value: float) -> str:
        """Return ``value``, already in percent, with the language's percent sign."""


class _Sourced(Protocol):
    @property
    def sources(self) -> tuple[str, ...]: ...


@frozen
class Bilingual:
    """One text in English and in Spanish."""

    en: str
    es: str

    def text(self, language: str) -> str:
        """Return the text in ``language``: Spanish for ``es`` and ``es_SV``, else English."""
        return self.es if language.partition("_")[0] == "es" else self.en


@frozen
class Source:
    """Where a fact comes from.

    Attributes:
        id: the name by which dossiers refer to it.
        short: a few words for a tile or a line, for instance "La Prensa Gráfica, 2018".
        citation: who published what, and when.
        url: its address, or "" for a source without one.
        as_of: ISO year, month, day, or range of years; "" where the source shows no date.
        kind: one of `SOURCE_KINDS`.
    """

    id: str
    short: Bilingual
    citation: Bilingual
    url: str
    as_of: str
    kind: str


@frozen
class Figure:
    """A number that tells something of a program.

    Attributes:
        value: the number, in ``unit``.
        prefix: what stands before it, for instance "about" or "$"; may be empty.
        suffix: what stands after it, for instance "+" or "%"; may be empty.
        label: what the number is, in 2 to 6 words.
        unit: what is counted or measured.
        year: ISO year, month, day, or range of years that it holds for.
        sources: ids of its sources.
        basis: how sure it is.
        highlight: whether it belongs to the big tiles.
    """

    value: float
    prefix: Bilingual
    suffix: Bilingual
    label: Bilingual
    unit: Bilingual
    year: str
    sources: tuple[str, ...]
    basis: Basis
    highlight: bool

    def formatted(self, language: str, numbers: NumberFormat) -> str:
        """Return the value as ``language`` writes it, for instance "about 25" or "1,800+"."""
        prefix, suffix = self.prefix.text(language), self.suffix.text(language)
        if suffix == "%":
            number, suffix = numbers.percent(self.value), ""
        else:
            number = numbers.number(self.value)
        space = " " if prefix[-1:].isalpha() else ""
        return f"{prefix}{space}{number}{suffix}"


@frozen
class Event:
    """Something that happened.

    ``date`` is an ISO year, month, day, or range of years; where sources differ, what each says,
    with "; " between them.
    """

    date: str
    text: Bilingual
    sources: tuple[str, ...]


@frozen
class Partner:
    """A body that takes part, with what it does, and the ids of the sources that say so."""

    name: Bilingual
    role: Bilingual
    sources: tuple[str, ...]


@frozen
class Note:
    """What a reader must know beside the facts. ``kind`` is one of `NOTE_KINDS`."""

    kind: str
    text: Bilingual
    sources: tuple[str, ...]


@frozen
class Program:
    """One security program.

    Attributes:
        id: its name in the data, for instance "anti-extortion".
        order: its place in a list of the programs.
        name: its full name.
        short_name: its name where there is little room.
        since: the year it began, or "" where no source tells or the sources differ.
        summary: two to four sentences on what it is.
        sources: ids of the sources of name and summary.
        layers: ids of the layers that show it; empty if no place of it is published.
        partners: the bodies that take part.
        figures: its numbers, the most telling first.
        events: what happened, oldest first.
        notes: what is not published, contradictions, remarks.
    """

    id: str
    order: int
    name: Bilingual
    short_name: Bilingual
    since: str
    summary: Bilingual
    sources: tuple[str, ...]
    layers: tuple[str, ...]
    partners: tuple[Partner, ...]
    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    notes: tuple[Note, ...]

    @property
    def highlights(self) -> tuple[Figure, ...]:
        """The figures for the big tiles, `MAX_HIGHLIGHTS` at most."""
        return tuple(figure for figure in self.figures if figure.highlight)

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The ids of all sources of the dossier, each once, in the order of their use."""
        facts: tuple[_Sourced, ...]
        facts = (self, *self.figures, *self.events, *self.notes, *self.partners)
        return tuple(dict.fromkeys(source for fact in facts for source in fact.sources))


@frozen
class ProgramCatalogue:
    """All programs, in their order, and the sources that they refer to."""

    programs: tuple[Program, ...]
    sources: Mapping[str, Source]

    def __iter__(self) -> Iterator[Program]:
        return iter(self.programs)

    def __len__(self) -> int:
        return len(self.programs)

    def program(self, program_id: str) -> Program:
        """Return the program with this id.

        Raises:
            KeyError: if there is none.
        """
        for program in self.programs:
            if program.id == program_id:
                return program
        raise KeyError(program_id)

    def of_layer(self, layer_id: str) -> tuple[Program, ...]:
        """Return the programs that a layer shows: none, one, or several (``program-sites``)."""
        return tuple(program for program in self.programs if layer_id in program.layers)

    def sources_of(self, program: Program) -> tuple[Source, ...]:
        """Return the sources of a dossier, in the order of their use."""
        return tuple(self.sources[source_id] for source_id in program.source_ids)


def load_programs(folder: Traversable | None = None) -> ProgramCatalogue:
    """Read the dossiers and their sources.

    Args:
        folder: where the TOML files are; the atlas's own if omitted.

    Raises:
        DossierError: if a file is missing, is not TOML, lacks a text in one language, or refers
            to a source that is not there.
    """
    folder = folder or resources.FOLDER / "programs"
    if not folder.is_dir():
        raise DossierError(f"{folder}: no such folder; install the atlas again")
    sources = _read_sources(folder / SOURCES_FILE)
    dossiers = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    programs = [_read_program(file, sources) for file in dossiers if file.name != SOURCES_FILE]
    programs.sort(key=lambda program: (program.order, program.id))
    return ProgramCatalogue(tuple(programs), MappingProxyType(sources))


def _read_sources(file: Traversable) -> dict[str, Source]:
    root = read_dossier(file)
    sources: dict[str, Source] = {}
    for table in root.tables("sources"):
        source = Source(
            id=table.matching("id", _ID, "inl-summary"),
            short=_text(table, "short"),
            citation=_text(table, "citation"),
            url=table.line("url", required=False),
            as_of=table.line("as_of", required=False),
            kind=table.choice("kind", SOURCE_KINDS),
        )
        table.end()
        if source.as_of and not _DATE.fullmatch(source.as_of):
            raise table.error("as_of", f"{source.as_of!r} must look like 2019 or 2019-05")
        if source.id in sources:
            raise table.error("id", f"{source.id!r} is there twice; rename one")
        sources[source.id] = source
    root.end()
    return sources


def _read_program(file: Traversable, known: Mapping[str, Source]) -> Program:
    table = read_dossier(file)
    program = Program(
        id=table.matching("id", _ID, "border-security"),
        order=table.place_in_order("order"),
        name=_text(table, "name"),
        short_name=_text(table, "short_name"),
        since=table.line("since", required=False),
        summary=_text(table, "summary"),
        sources=_sources(table, known),
        layers=table.names("layers"),
        partners=tuple(_read_partner(part, known) for part in table.tables("partners")),
        figures=tuple(_read_figure(part, known) for part in table.tables("figures")),
        events=tuple(_read_event(part, known) for part in table.tables("events")),
        notes=tuple(_read_note(part, known) for part in table.tables("notes")),
    )
    table.end()
    if f"{program.id}.toml" != file.name:
        raise table.error("id", f"{program.id!r} must be the name of its file")
    if program.since and not _YEAR.fullmatch(program.since):
        raise table.error("since", f"{program.since!r} must be a year, or empty")
    if len(program.highlights) > MAX_HIGHLIGHTS:
        raise table.error("figures", f"only {MAX_HIGHLIGHTS} may have highlight = true")
    return program


def _read_partner(table: DossierTable, known: Mapping[str, Source]) -> Partner:
    partner = Partner(_text(table, "name"), _text(table, "role"), _sources(table, known))
    table.end()
    return partner


def _read_figure(table: DossierTable, known: Mapping[str, Source]) -> Figure:
    figure = Figure(
        value=table.number("value"),
        prefix=_text(table, "prefix", required=False),
        suffix=_text(table, "suffix", required=False),
        label=_text(table, "label"),
        unit=_text(table, "unit"),
        year=table.matching("year", _DATE, "2018, 2018-05 or 2009-2019"),
        sources=_sources(table, known),
        basis=Basis(table.choice("basis", tuple(Basis))),
        highlight=table.flag("highlight"),
    )
    table.end()
    return figure


def _read_event(table: DossierTable, known: Mapping[str, Source]) -> Event:
    event = Event(
        date=table.matching("date", _TIMES, "2018, 2018-05, 2018-05-01, 2017-2018 or 2009; 2012"),
        text=_text(table, "text"),
        sources=_sources(table, known),
    )
    table.end()
    return event


def _read_note(table: DossierTable, known: Mapping[str, Source]) -> Note:
    note = Note(table.choice("kind", NOTE_KINDS), _text(table, "text"), _sources(table, known))
    table.end()
    return note


def _text(table: DossierTable, key: str, *, required: bool = True) -> Bilingual:
    return Bilingual(*table.bilingual(key, required=required))


def _sources(table: DossierTable, known: Mapping[str, Source]) -> tuple[str, ...]:
    names = table.names("source")
    if not names:
        raise table.error("source", "is empty; name the source")
    for name in names:
        if name not in known:
            raise table.error("source", f"{name!r} is not in {SOURCES_FILE}; add it there")
    return names
