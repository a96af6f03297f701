"""The figures of the dossiers are those of the fact tables, under the same sources."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from layers.programs import Figure, ProgramCatalogue, load_programs

FACTS = Path(__file__).resolve().parents[3] / "shared" / "facts"
pytestmark = pytest.mark.skipif(not FACTS.exists(), reason=f"the fact tables are not at {FACTS}")


@pytest.fixture(scope="module")
def catalogue() -> ProgramCatalogue:
    return load_programs()


def _numbers(text: str) -> list[str]:
    return sorted(re.findall(r"\d[\d,]*(?:\.\d+)?", text.replace(", ", " ")))


def _rows(name: str) -> list[dict[str, str]]:
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_WORDS = {"two": 2.0, "four": 4.0, "five": 5.0, "ten": 10.0}


def _figures(catalogue: ProgramCatalogue, source_text: str) -> set[float]:
    """Return the values and the numbers in texts that dossiers give with one of these sources."""
    found: set[float] = set()
    for program in catalogue:
        for fact in (*program.figures, *program.events, *program.notes):
            sources = [catalogue.sources[source_id] for source_id in fact.sources]
            if not any(source.url and source.url in source_text for source in sources):
                continue
            if isinstance(fact, Figure):
                found.add(fact.value)
                text = f"{fact.unit.en} {fact.label.en}"
            else:
                text = fact.text.en
            found |= {_value(number) for number in _numbers(text)}
            found |= {
                value for word, value in _WORDS.items() if re.search(rf"\b{word}\b", text, re.I)
            }
    return found


def _value(number: str) -> float:
    return float(number.rstrip(",").replace(",", ""))


def test_national_homicides_are_those_of_the_table(catalogue):
    for row in _rows("homicides_partial.csv"):
        if row["level"] != "country":
            continue
        figures = _figures(catalogue, row["source"])
        assert float(row["homicides"]) in figures, row
        if row["rate_per_100k"]:
            assert float(row["rate_per_100k"]) in figures, row


def test_figures_of_the_program_sites_are_told_with_their_source(catalogue):
    """Every number of the table's figure column, but for those of dates."""
    page = catalogue.sources["inl-summary"]
    for row in _rows("programme_sites.csv"):
        figures = _figures(catalogue, row["source"].replace("INL page (source document)", page.url))
        undated = re.sub(r"(19|20)\d\d(-\d\d)*|\d\d? (?=March)", "", row["figure"])
        for number in _numbers(undated):
            assert _value(number) in figures, f"{number} of {row['programme']}: {row['name']}"


def test_phases_of_plan_seguro_are_those_of_the_table(catalogue):
    rows = _rows("pess_municipalities.csv")
    labels = {
        figure.label.en: figure.value for figure in catalogue.program("country-context").figures
    }
    for phase in "123":
        counted = sum(row["phase"] == phase for row in rows)
        assert labels[f"municipalities, Plan Seguro phase {phase}"] == counted
    assert labels["Plan Seguro municipalities"] == len(rows)


def test_border_points_are_those_of_the_table(catalogue):
    rows = _rows("border_points.csv")
    labels = {
        figure.label.en: figure.value for figure in catalogue.program("border-security").figures
    }
    assert labels["border points in the atlas"] == len(rows)
    assert labels["land posts facing Guatemala"] == sum(
        row["facing_country"] == "Guatemala" for row in rows
    )
    assert labels["border points with police dogs"] == sum(
        row["pnc_k9_posted"].startswith("yes") for row in rows
    )


def test_homicides_at_the_pilot_precinct_are_those_of_the_table(catalogue):
    row = next(row for row in _rows("model_precincts.csv") if row["municipality"] == "Colón")
    told = {
        (figure.year, figure.value)
        for figure in catalogue.program("model-precincts").figures
        if figure.sources == ("round-earth-2012",)
    }
    assert told == {
        (year, float(count)) for count, year in re.findall(r"(\d+) \((\d{4})\)", row["evidence"])
    }
