"""The dossiers are complete, in both languages, and every fact has its source."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from geodata.basis import Basis
from layers.programs import (
    MAX_HIGHLIGHTS,
    Bilingual,
    Figure,
    Program,
    ProgramCatalogue,
    load_programs,
)
from layers.texts import Texts

ROOT = Path(__file__).resolve().parents[2]

IDS = [
    "border-security",
    "model-precincts",
    "place-based-strategy",
    "prison-reform",
    "vetted-units",
    "anti-extortion",
    "anti-corruption",
    "youth-programs",
    "country-context",
]
PROGRAM_LAYERS = {
    "plan-seguro-municipalities",
    "model-precincts",
    "pbs-sites",
    "plan-seguro-sectors",
    "border-points",
    "anti-extortion-units",
    "program-sites",
}


@pytest.fixture(scope="module")
def catalogue() -> ProgramCatalogue:
    return load_programs()


@pytest.fixture(params=IDS)
def program(request, catalogue) -> Program:
    return catalogue.program(request.param)


def _prose(program: Program) -> Iterator[tuple[str, Bilingual]]:
    """Yield every text of a dossier that is written anew in each language, with its place."""
    yield "summary", program.summary
    yield "name", program.name
    for index, figure in enumerate(program.figures, start=1):
        yield f"figures[{index}].label", figure.label
        yield f"figures[{index}].unit", figure.unit
    for index, event in enumerate(program.events, start=1):
        yield f"events[{index}]", event.text
    for index, partner in enumerate(program.partners, start=1):
        yield f"partners[{index}].name", partner.name
        yield f"partners[{index}].role", partner.role
    for index, note in enumerate(program.notes, start=1):
        yield f"notes[{index}]", note.text


# ------------------------------------------------------------------------------- what is there


def test_there_is_a_dossier_for_every_program_in_order(catalogue):
    assert [program.id for program in catalogue] == IDS
    assert [program.order for program in catalogue] == list(range(1, len(IDS) + 1))


def test_a_dossier_has_every_part(program):
    assert program.figures
    assert program.events
    assert program.partners
    assert program.notes
    assert 1 <= len(program.highlights) <= MAX_HIGHLIGHTS
    assert len(program.short_name.en) <= 30
    assert len(program.short_name.es) <= 32


def test_a_summary_has_two_to_four_sentences(program):
    for language in ("en", "es"):
        summary = re.sub(r"\w\.(\w\.)+", "", program.summary.text(language))
        assert 2 <= len(re.findall(r"[.!?](?= |$)", summary)) <= 4, summary


def test_labels_are_two_to_six_words(program):
    for figure in program.figures:
        for label in (figure.label.en, figure.label.es):
            assert 1 < len(label.replace(",", "").split()) <= 7, label
        if figure.highlight:
            assert len(figure.label.en.split()) <= 6, figure.label.en


def test_events_stand_in_the_order_of_their_years(program):
    years = [event.date[:4] for event in program.events]
    assert years == sorted(years)


def test_since_is_the_year_of_an_event(program):
    assert not program.since or program.since in {event.date[:4] for event in program.events}


def test_every_source_is_there_and_each_is_used(catalogue):
    used = {source_id for program in catalogue for source_id in program.source_ids}
    assert used == set(catalogue.sources)


def test_every_source_but_our_own_tables_has_an_address(catalogue):
    for source in catalogue.sources.values():
        if source.kind == "atlas":
            assert source.url == ""
        else:
            assert re.fullmatch(r"https?://[\w.-]+/\S+", source.url), source.id


def test_layers_are_known_and_each_program_layer_belongs_to_a_program(catalogue):
    assert {layer for program in catalogue for layer in program.layers} == PROGRAM_LAYERS
    for layer in PROGRAM_LAYERS - {"program-sites"}:
        assert len(catalogue.of_layer(layer)) == 1
    assert len(catalogue.of_layer("program-sites")) > 1
    assert catalogue.of_layer("rivers") == ()


def test_what_is_not_published_is_said(catalogue):
    """A figure of what is missing comes with a note that says so."""
    for program in catalogue:
        if any(figure.basis is Basis.NOT_PUBLISHED for figure in program.figures):
            assert any(note.kind == "not published" for note in program.notes), program.id


# ------------------------------------------------------------------------------ both languages


def test_spanish_is_not_english(program):
    for place, text in _prose(program):
        assert text.en != text.es, f"{program.id}: {place}: {text.en!r}"


_ENGLISH_WORDS = re.compile(r"\b(the|and|of|with|from|which|their|police|prison)\b")
_SPANISH_WORDS = re.compile(r"\b(los|las|del|que|una|policía|según)\b", re.IGNORECASE)
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\([^)]*\)")


def test_no_language_is_left_in_the_other(program):
    for place, text in _prose(program):
        assert not _ENGLISH_WORDS.search(_QUOTED.sub("", text.es)), f"{place}: {text.es!r}"
        english = re.sub(r"Las (Chinamas|Delicias)", "", _QUOTED.sub("", text.en))
        assert not _SPANISH_WORDS.search(english), f"{place}: {text.en!r}"


_MISSING_ACCENTS = re.compile(
    r"\b(policias?|extorsion|corrupcion|fiscalia|operacion|prision|reinsercion|poblacion|"
    r"proteccion|capacitacion|delegacion|subvencion|migracion|investigacion|prevencion|"
    r"contribucion|ubicacion|informacion|accion|seccion|condicion|situacion|educacion|"
    r"pais|paises|region|nacion|numeros?|maximo|minimo|publico|publica|unico|unica|comun|"
    r"asi|despues|tambien|mas|segun|ningun|algun|estan|habia|dias?|"
    r"anos?|nin[oa]s?|pequenos?|espanol|Espana|"
    r"Melendez|Gonzalez|Panameno|Usulutan|Cuscatlan|Morazan|Ahuachapan|Cabanas|Colon|Anguiatu|"
    r"Cristobal|Mexico|Canada|America|Centroamerica)\b",
    re.IGNORECASE,
)


def test_accents_are_there(program, catalogue):
    texts = [text.es for _, text in _prose(program)]
    texts += [source.citation.es for source in catalogue.sources_of(program)]
    for text in texts:
        found = _MISSING_ACCENTS.search(_QUOTED.sub("", text))
        assert not found, f"{found and found.group()} in {text!r}"


@pytest.mark.parametrize("wrong", ["la policia", "los ninos", "mas de 50", "Lourdes, Colon"])
def test_a_missing_accent_is_seen(wrong):
    assert _MISSING_ACCENTS.search(wrong)


def _numbers(text: str) -> list[str]:
    return sorted(re.findall(r"\d[\d,]*(?:\.\d+)?", text.replace(", ", " ")))


def test_both_languages_tell_the_same_numbers(program):
    for place, text in _prose(program):
        assert _numbers(text.en) == _numbers(text.es), f"{program.id}: {place}"


def test_numbers_in_prose_have_separators(program):
    for place, text in _prose(program):
        for number in re.findall(r"\d{4,}", text.en + text.es):
            assert re.fullmatch(r"(19|20)\d\d", number), f"{program.id}: {place}: {number}"


# ------------------------------------------------------------------------------------- reading


def _figure(value: float, prefix: str = "", suffix: str = "") -> Figure:
    text = Bilingual("people", "personas")
    return Figure(
        value=value,
        prefix=Bilingual(prefix, prefix.replace("about", "unos")),
        suffix=Bilingual(suffix, suffix),
        label=text,
        unit=text,
        year="2018",
        sources=("inl-summary",),
        basis=Basis.DOCUMENTED,
        highlight=False,
    )


@pytest.mark.parametrize(
    ("figure", "english"),
    [
        (_figure(19495), "19,495"),
        (_figure(50.2), "50.2"),
        (_figure(25, prefix="about"), "about 25"),
        (_figure(1800, suffix="+"), "1,800+"),
        (_figure(300000, prefix="$", suffix="+"), "$300,000+"),
        (_figure(96, suffix="%"), "96%"),
        (_figure(0), "0"),
    ],
)
def test_a_figure_is_written_as_the_language_does(figure, english):
    assert figure.formatted("en", Texts("en")) == english


def test_the_words_before_a_figure_are_in_the_language():
    assert _figure(25, prefix="about").formatted("es", Texts("en")) == "unos 25"


def test_a_text_is_given_in_the_language():
    text = Bilingual("prison", "penal")
    assert [text.text(language) for language in ("en", "en_US", "es", "es_SV")] == [
        "prison",
        "prison",
        "penal",
        "penal",
    ]


def test_sources_come_once_each_in_the_order_of_their_use(catalogue):
    program = catalogue.program("vetted-units")
    assert [source.id for source in catalogue.sources_of(program)] == ["inl-summary", "fbi-2007"]


def test_a_program_that_is_not_there_is_an_error(catalogue):
    with pytest.raises(KeyError, match="no-such-program"):
        catalogue.program("no-such-program")


def test_nothing_can_be_changed(catalogue):
    program = catalogue.program("vetted-units")
    with pytest.raises(FrozenInstanceError):
        program.order = 3
    with pytest.raises(TypeError):
        catalogue.sources["inl-summary"] = None
    assert replace(program, order=3).order == 3


def test_reading_loads_nothing_heavy():
    script = (
        "import sys, layers.programs as p; p.load_programs(); "
        "print(*sorted(m for m in ('numpy', 'pydantic', 'babel', 'PySide6') if m in sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == ""
