"""The dossiers of programs as a web page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from geodata.basis import Basis
from layers.facts import split_links
from layers.legend import BASIS_TEXTS
from layers.programs import Figure, Program, ProgramCatalogue
from layers.texts import Texts


def program_data(
    ids: Iterable[str], programs: ProgramCatalogue, texts: Texts
) -> list[dict[str, Any]]:
    """Return the dossiers of the programs of these ids, in one language."""
    return [_program(programs.program(id_), programs, texts) for id_ in ids]


def _program(program: Program, programs: ProgramCatalogue, texts: Texts) -> dict[str, Any]:
    language = texts.language
    return {
        "id": program.id,
        "name": program.name.text(language),
        "since": program.since,
        "summary": program.summary.text(language),
        "figures": [_figure(figure, programs, texts) for figure in program.highlights],
        "notes": [
            {"missing": note.kind == "not published", "text": note.text.text(language)}
            for note in program.notes
        ],
        "events": [
            {"date": texts.date(event.date), "text": event.text.text(language)}
            for event in program.events
        ],
        "sources": [
            _cited(source.citation.text(language), source.url)
            for source in programs.sources_of(program)
        ],
    }


def _figure(figure: Figure, programs: ProgramCatalogue, texts: Texts) -> dict[str, str]:
    sources = [programs.sources[id_].short.text(texts.language) for id_ in figure.sources]
    words = [] if figure.basis is Basis.DOCUMENTED else [texts.gettext(BASIS_TEXTS[figure.basis])]
    date = texts.date(figure.year)
    if not any(date in source for source in sources):
        words.append(date)
    return {
        "value": figure.formatted(texts.language, texts),
        "label": figure.label.text(texts.language),
        "from": " · ".join([*words, *sources]),
    }


def _cited(citation: str, url: str) -> list[tuple[str, str]]:
    pieces = list(split_links(citation))
    return [*pieces, (" ", ""), *split_links(url)] if url else pieces
