"""Every number and every named body of the source page is in a dossier, in both languages.

``source_page.toml`` is the list. Where the page itself is at hand, its numbers, its names and its
quoted phrases are also taken from its text, and each must lie within a phrase of the list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from layers.programs import Program, ProgramCatalogue, load_programs

SOURCE = "inl-summary"
SHARED = Path(__file__).resolve().parents[3] / "shared"
PAGE = SHARED / "source" / "inl-el-salvador-summary.txt"
FACTS_README = SHARED / "facts" / "README.md"


@dataclass(frozen=True)
class Fact:
    """A fact of the page; the head of ``source_page.toml`` explains its parts."""

    fact: str
    page: list[str]
    en: list[str]
    es: list[str]
    program: str = ""


LIST = tomllib.loads(Path(__file__).with_name("source_page.toml").read_text(encoding="utf-8"))
NUMBERS = tuple(Fact(**fact) for fact in LIST["numbers"])
NAMES = tuple(Fact(**fact) for fact in LIST["names"])
FACTS = NUMBERS + NAMES
FURNITURE = {item["line"]: item["reason"] for item in LIST["furniture"]}
SENTENCE_STARTS = set(LIST["sentence_starts"]["words"])

CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"

NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|nineteen|twenty|"
    "first|second|third|fourth|fifth|half|dozen|hundred|thousand|million|I-III"
)


# --------------------------------------------------------------------------------- what is found


class _Plain:
    """Numbers as both languages of the atlas write them (es_SV groups with commas, too)."""

    def number(self, value: float) -> str:
        return f"{value:,}"

    def percent(self, value: float) -> str:
        return f"{value:,}%"


@dataclass(frozen=True)
class Record:
    """Something that a dossier says, in both languages, with its sources."""

    program: str
    sources: tuple[str, ...]
    en: str
    es: str


@pytest.fixture(scope="module")
def catalogue() -> ProgramCatalogue:
    return load_programs()


@pytest.fixture(scope="module")
def records(catalogue) -> list[Record]:
    return [
        Record(program.id, sources, english, spanish)
        for program in catalogue
        for (sources, english), (_, spanish) in zip(
            _told(program, "en"), _told(program, "es"), strict=True
        )
    ]


def _told(program: Program, language: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield all that a dossier says in a language, each with its sources."""
    yield program.sources, f"{program.name.text(language)}. {program.summary.text(language)}"
    for figure in program.figures:
        number = figure.formatted(language, _Plain())
        what = f"{figure.unit.text(language)}; {figure.label.text(language)}; {figure.year}"
        yield figure.sources, f"{number} {what}"
    for event in program.events:
        yield event.sources, f"{event.date}: {event.text.text(language)}"
    for partner in program.partners:
        yield partner.sources, f"{partner.name.text(language)}: {partner.role.text(language)}"
    for note in program.notes:
        yield note.sources, note.text.text(language)


def _says(text: str, word: str) -> bool:
    if word[0].isdigit():
        return re.search(rf"(?<![\w.,-]){re.escape(word)}(?!\w|[.,]\d)", text) is not None
    if word != word.lower():
        return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
    return re.search(rf"(?<!\w){re.escape(word)}", text.casefold()) is not None


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.fact)
def test_a_dossier_tells_the_fact_in_both_languages_with_its_source(fact, records):
    told = [
        record
        for record in records
        if fact.program in ("", record.program) and SOURCE in record.sources
    ]
    english = [record for record in told if all(_says(record.en, word) for word in fact.en)]
    assert english, f"no English text with {fact.en}"
    assert any(all(_says(record.es, word) for word in fact.es) for record in english), (
        f"none of these tells it in Spanish with {fact.es}: {[record.es for record in english]}"
    )


@pytest.mark.parametrize(
    ("text", "word", "said"),
    [
        ("19,495 young people", "19,495", True),
        ("19,495 young people", "19", False),
        ("19,495 young people", "495", False),
        ("MS-13 and Barrio 18", "13", False),
        ("in 2018.", "2018", True),
        ("a police station", "ICE", False),
        ("ICE sends mentors", "ICE", True),
        ("Homicides fell", "homicide", True),
        ("1,800+ gang members", "1,800+", True),
    ],
)
def test_a_word_is_found_whole(text, word, said):
    assert _says(text, word) is said


def test_the_citation_of_the_page_gives_the_years_of_the_archive(catalogue):
    page = catalogue.sources[SOURCE]
    for word in ("20 January 2017", "20 January 2021", "INL", "El Salvador Summary"):
        assert word in page.citation.en
    for word in ("20 de enero de 2017", "20 de enero de 2021", "INL", "El Salvador Summary"):
        assert word in page.citation.es
    assert page.url.startswith("https://2017-2021.state.gov/")
    assert page.as_of == "2019"


# -------------------------------------------------------------------- is the list itself complete?

needs_page = pytest.mark.skipif(not PAGE.exists(), reason=f"the source page is not at {PAGE}")


@cache
def _page() -> str:
    return PAGE.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")


@cache
def _body() -> str:
    """The page without its furniture, line by line."""
    lines = [line.strip() for line in _page().splitlines()]
    return "\n".join(line for line in lines if line and line not in FURNITURE)


@cache
def _listed_spans() -> tuple[tuple[int, int], ...]:
    phrases = {phrase for fact in FACTS for phrase in fact.page}
    return tuple(
        match.span() for phrase in phrases for match in re.finditer(re.escape(phrase), _body())
    )


def _unlisted(pattern: str, flags: int = 0) -> list[str]:
    """Return what matches on the page and lies in no phrase of the list, with its surroundings."""
    body = _body()
    return [
        f"{match.group()!r} in “…{body[max(0, match.start() - 40) : match.end() + 40]}…”"
        for match in re.finditer(pattern, body, flags)
        if not any(start <= match.start() and match.end() <= end for start, end in _listed_spans())
        and not _starts_sentence(match)
    ]


def _starts_sentence(match: re.Match[str]) -> bool:
    before = match.string[: match.start()].rstrip(" ")
    begins = not before or before[-1] in ".\n\N{EN DASH}"
    return begins and match.group() in SENTENCE_STARTS


@needs_page
def test_the_page_says_what_the_list_quotes():
    assert [phrase for fact in FACTS for phrase in fact.page if phrase not in _body()] == []


@needs_page
def test_the_furniture_is_on_the_page():
    lines = {line.strip() for line in _page().splitlines()}
    assert set(FURNITURE) <= lines


@needs_page
def test_the_list_holds_every_number_of_the_page():
    assert _unlisted(r"\d[\d,.]*\d|\d") == []
    assert _unlisted(rf"\b({NUMBER_WORDS})\b", re.IGNORECASE) == []


@needs_page
def test_the_list_holds_every_name_of_the_page():
    assert _unlisted(r"\b[A-Z][\w.]*(?:[-/][\w.]+)*\b") == []


@needs_page
def test_the_list_holds_every_phrase_that_the_page_quotes():
    assert _unlisted(r"“[^”]*?[.,]?”") == []


@needs_page
def test_extraction_sees_what_is_not_listed(monkeypatch):
    """A number, a name and a quoted phrase that nobody listed are all reported."""
    body = _body() + "\nThe Wombat Brigade of 47 “quiet men” met twice, seven times."
    monkeypatch.setattr(f"{__name__}._body", lambda: body)
    assert "'Wombat'" in _unlisted(r"\b[A-Z][\w.]*(?:[-/][\w.]+)*\b")[0]
    assert "'47'" in _unlisted(r"\d[\d,.]*\d|\d")[0]
    assert "'seven'" in _unlisted(rf"\b({NUMBER_WORDS})\b", re.IGNORECASE)[0]
    assert "“quiet men”" in _unlisted(r"“[^”]*?[.,]?”")[0]


# ------------------------------------------------------------------------- and nothing is copied

_LONG_NAMES = sorted(
    {
        name
        for fact in NAMES
        for name in (*fact.page, *fact.en)
        if len(name.split()) > 3 and name != name.lower()
    },
    key=len,
    reverse=True,
)


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Return every run of ``length`` words, the names of bodies taken out: they have one form."""
    text = text.replace(CURLY, "'")
    for name in _LONG_NAMES:
        text = text.replace(name.replace(CURLY, "'"), " § ")
    runs = set()
    for part in text.split("§"):
        words = re.findall(r"[\w$%]+(?:[.,'-]\w+)*", part.casefold())
        runs |= {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
    return runs


@pytest.mark.parametrize("original", [PAGE, FACTS_README], ids=lambda path: path.name)
def test_no_sentence_is_copied(original, records, catalogue):
    if not original.exists():
        pytest.skip(f"the original is not at {original}")
    theirs = _runs(original.read_text(encoding="utf-8"), 8)
    assert len(theirs) > 500
    ours = [record.en for record in records]
    ours += [source.citation.en for source in catalogue.sources.values()]
    for text in ours:
        copied = {" ".join(run) for run in _runs(text, 8) & theirs}
        assert not copied, f"copied from {original.name}: {sorted(copied)} in {text!r}"
