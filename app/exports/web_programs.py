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

    def names(ids: Iterable[str]) -> str:
        return "; ".join(programs.sources[id_].short.text(language) for id_ in ids)

    return {
        "id": program.id,
        "name": program.name.text(language),
        "since": program.since,
        "summary": program.summary.text(language),
        "figures": [
            {
                "value": figure.formatted(language, texts),
                "label": figure.label.text(language),
                "unit": figure.unit.text(language),
                "from": _when_and_who(figure, names(figure.sources), texts),
                "highlight": figure.highlight,
            }
            for figure in program.figures
        ],
        "events": [
            [texts.date(event.date), event.text.text(language), names(event.sources)]
            for event in program.events
        ],
        "partners": [
            [partner.name.text(language), partner.role.text(language), names(partner.sources)]
            for partner in program.partners
        ],
        "notes": [
            [note.kind, note.text.text(language), names(note.sources)] for note in program.notes
        ],
        "sources": [
            _cited(source.citation.text(language), source.url)
            for source in programs.sources_of(program)
        ],
    }


def _when_and_who(figure: Figure, names: str, texts: Texts) -> str:
    """Return year and sources of a figure, the year once, and how sure it is unless documented."""
    year = texts.date(figure.year)
    words = [names] if names.endswith(year) else [year, names]
    if figure.basis is not Basis.DOCUMENTED:
        words.append(texts.gettext(BASIS_TEXTS[figure.basis.value]))
    return " · ".join(words)


def _cited(citation: str, url: str) -> list[tuple[str, str]]:
    pieces = list(split_links(citation))
    return [*pieces, (" ", ""), *split_links(url)] if url else pieces
