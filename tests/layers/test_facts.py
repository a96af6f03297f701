"""What the details panel and the exports say of a feature."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.builtin import BuiltinData
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.facts import TableFacts, feature_facts, split_links, split_sources
from layers.texts import Texts


@pytest.fixture(scope="module")
def data():
    return BuiltinData()


def facts_of(data, layer, feature, language="en"):
    table = data.table(layer)
    return feature_facts(table, table.row_of(feature), Texts(language))


def by_title(facts):
    return {fact.title: fact for fact in facts.facts}


def test_a_feature_tells_its_name_bases_sources_time_and_program(data):
    facts = facts_of(data, "anti-extortion-units", "unit-santa-ana")
    assert facts.name == "Anti-extortion unit, Santa Ana"
    assert facts.existence.basis == "documented"
    assert "lists none by name" in facts.existence.note
    assert facts.position.basis == "place inferred"
    assert "an inference" in facts.position.note
    assert facts.sources
    assert facts.as_of == "2019"
    assert facts.program == "anti-extortion"


def test_pairs_of_languages_are_one_fact_in_the_readers_language(data):
    english = by_title(facts_of(data, "border-points", "las-chinamas", "en"))
    spanish = by_title(facts_of(data, "border-points", "las-chinamas", "es"))
    assert english["Kind"].value == "Land border post"
    assert spanish["Tipo"].value == "Puesto fronterizo terrestre"


def test_how_sure_a_fact_is_stands_beside_it(data):
    facts = by_title(facts_of(data, "delegations", "santa-ana"))
    assert facts["Seat"].value == "Santa Ana"
    assert facts["Seat"].statement.basis == "unverified"
    assert facts["Seat"].statement.note
    assert "Basis of the seat" not in facts
    # Coverage has no value of its own: how sure it is, is the fact.
    assert facts["Basis of the coverage"].value == "inferred"
    assert "chief answers" in facts["Basis of the coverage"].statement.note
    assert facts["Basis of the name"].statement.note


def test_a_fact_without_value_is_told_by_its_note(data):
    support = by_title(facts_of(data, "border-points", "las-chinamas"))["US support"]
    assert support.value == ""
    assert "No support" in support.statement.note


def test_numbers_are_written_with_their_unit_and_years_are_not_numbers(data):
    department = by_title(facts_of(data, "departments", "SV-SA"))
    assert department["Area"].value == "2,023.2 km²"
    assert department["Illiteracy 2007"].value == "15.74%"
    assert "do not mix" in department["Population 2013"].remark
    assert department["Homicides 2017"].source
    phase = by_title(facts_of(data, "plan-seguro-municipalities", "0503"))
    assert phase["Year"].value == "2015"


def test_what_only_drawing_needs_is_no_fact(data):
    table = data.table("delegations")
    table = replace(
        table, columns={**table.columns, "label_lon": np.zeros(19), "label_lat": np.zeros(19)}
    )
    titles = {
        fact.title for row in range(19) for fact in feature_facts(table, row, Texts("en")).facts
    }
    assert not titles & {"Tint", "label_lon", "label_lat", "Identifier", "Program", "Source"}


def test_an_own_table_shows_each_column_under_its_own_name():
    table = FeatureTable(
        "mine",
        np.array(["a"], dtype=object),
        from_points(np.array([[-89.0, 13.7]])),
        {
            "name": np.array(["Post"], dtype=object),
            "cost": np.array([1250.5]),
            "remark": np.array(["seen"], dtype=object),
            "empty": np.array([None], dtype=object),
        },
    )
    facts = feature_facts(table, 0, Texts("en"))
    assert facts.name == "Post"
    assert [(fact.title, fact.value) for fact in facts.facts] == [
        ("cost", "1,250.5"),
        ("remark", "seen"),
    ]


LAYERS = """departments delegations municipalities plan-seguro-municipalities model-precincts
pbs-sites plan-seguro-sectors border-points program-sites anti-extortion-units towns lakes rivers"""


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("layer", LAYERS.split())
def test_every_built_in_feature_has_facts_with_a_source(data, layer, language):
    texts = Texts(language)
    table = data.table(layer)
    for row in range(len(table)):
        facts = feature_facts(table, row, texts)
        assert facts.name
        assert facts.sources
        assert facts.as_of
        assert all(fact.title and (fact.value or fact.statement.note) for fact in facts.facts)


def test_sources_are_told_apart():
    assert split_sources("PNC | https://a.example/x ") == ("PNC", "https://a.example/x")
    assert split_sources(None) == ()


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://a.example/x (EFE 2021)", ["https://a.example/x"]),
        ("see http://a.example/b?c=1&d=2.", ["http://a.example/b?c=1&d=2"]),
        ("(https://a.example/metapán)", ["https://a.example/metapán"]),
        ("HTTPS://A.EXAMPLE/x", ["HTTPS://A.EXAMPLE/x"]),
        ("javascript:alert(1)", []),
        ("data:text/html,<script>", []),
        ("file:///etc/passwd", []),
        ("no address", []),
        ("", []),
    ],
)
def test_only_web_addresses_are_links(text, links):
    pieces = split_links(text)
    assert [address for _, address in pieces if address] == links


@given(st.text())
def test_splitting_loses_nothing(text):
    pieces = split_links(f"https://a.example/{text}")
    assert "".join(piece for piece, _ in pieces) == f"https://a.example/{text}"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("layer", LAYERS.split())
def test_the_facts_of_a_whole_table_are_those_of_each_feature(data, layer, language):
    table, texts = data.table(layer), Texts(language)
    whole = TableFacts(table, texts)
    each = [feature_facts(table, row, texts) for row in range(len(table))]
    assert [whole.of(row) for row in range(len(table))] == each


def test_cells_without_a_value_are_no_facts_in_a_whole_table_either():
    table = FeatureTable(
        "mine",
        np.array([1, 2, 3]),
        from_points(np.array([[-89.0, 13.7]] * 3)),
        {
            "cost": np.array([np.nan, 2.5, 1e6]),
            "remark": np.array([None, "", np.float64("nan")], dtype=object),
            "": np.array(["a", "b", "c"], dtype=object),
        },
    )
    whole = TableFacts(table, Texts("en"))
    assert whole.names == ["1", "2", "3"]
    told = [[(fact.column, fact.value) for fact in whole.of(row).facts] for row in range(3)]
    assert told == [[("", "a")], [("cost", "2.5"), ("", "b")], [("cost", "1,000,000"), ("", "c")]]
