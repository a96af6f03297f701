"""Times, dated layers, and the timeline made of them."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.dated_layers import BUILTIN_DATES, DatedLayers, date_column, layer_times
from layers.document import Layer
from layers.moments import decimal_year, moments
from layers.own_layers import default_style
from layers.period import Period, period_words
from layers.programs import load_programs
from layers.scene_builder import SceneBuilder
from layers.table_commands import AddLayer
from layers.texts import Texts
from layers.timeline import DatedLayer, date_words, timeline

EN, ES = Texts("en"), Texts("es")


def own_table(dates, name="fecha"):
    count = len(dates)
    values = np.empty(count, dtype=object)
    values[:] = dates
    if all(isinstance(value, int) for value in dates):
        values = np.array(dates)
    xy = np.column_stack([np.linspace(-89.5, -88.5, count), np.full(count, 13.7)])
    columns = {"nombre": np.array(list("abcdefgh")[:count], dtype=object), name: values}
    return FeatureTable("own-1", np.arange(1, count + 1), from_points(xy), columns)


# ---------------------------------------------------------------------------- times


@pytest.mark.parametrize(
    ("text", "start", "end", "is_exact"),
    [
        ("2016", 2016.0, 2017.0, False),
        ("2016-04", 2016 + 91 / 366, 2016 + 121 / 366, False),
        ("2017-03-30", 2017 + 88 / 365, 2017 + 89 / 365, True),
        ("2017-2018", 2017.0, 2019.0, False),
        ("2017\N{EN DASH}2018", 2017.0, 2019.0, False),
        ("31/12/2016", 2016 + 365 / 366, 2017.0, True),
        ("2016-12-31T10:00:00", 2016 + 365 / 366, 2017.0, True),
        ("1.2.2015 10:30", 2015 + 31 / 365, 2015 + 32 / 365, True),
    ],
)
def test_times_are_as_exact_as_they_are_given(text, start, end, is_exact):
    (found,) = moments(text)
    assert found.start == pytest.approx(start)
    assert found.end == pytest.approx(end)
    assert found.is_exact is is_exact


def test_sources_that_differ_give_a_time_each():
    found = moments("2009; 2010; 2012")
    assert [one.start for one in found] == [2009, 2010, 2012]
    assert date_words("2009; 2012-04", ES) == "2009; abril de 2012"


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2016-13", "2016-02-30", "32/12/2016", "2018-2016", "999", "12345", "2016;"],
)
def test_what_is_no_time_is_none(text):
    assert moments(text) == ()


@given(st.dates(date(1500, 1, 1), date(2200, 12, 30)))
def test_a_day_lies_in_its_year_and_before_the_next_day(day):
    (found,) = moments(day.isoformat())
    assert found.is_exact
    assert day.year <= found.start < found.end <= day.year + 1
    assert found.start == decimal_year(day.toordinal())
    assert found.overlaps(day.year, day.year + 1)
    assert not found.overlaps(day.year + 1, day.year + 2)
    assert moments(day.strftime("%d/%m/%Y")) == (found,)


@given(st.text(max_size=12))
def test_any_text_is_read_without_an_error(text):
    for one in moments(text):
        assert one.start < one.end


# ---------------------------------------------------------------------------- dated layers


def test_built_in_layers_with_documented_dates(data):
    for layer in data.layers:
        assert date_column(layer.id, data.table(layer.id)) == BUILTIN_DATES.get(layer.id, "")
    table = data.table("plan-seguro-municipalities")
    times = layer_times("plan-seguro-municipalities", table)
    assert times.counts(2014, 2018) == [0, 10, 16, 24, 0]
    assert times.range() == (2015.0, 2018.0)
    assert times.is_lasting
    for layer_id in BUILTIN_DATES:
        assert layer_times(layer_id, data.table(layer_id)).dated.all()


def test_own_columns_of_dates_are_found_by_name_and_content():
    assert date_column("own-1", own_table(["2016-01-02", "x", "03/04/2017"])) == "fecha"
    assert date_column("own-1", own_table(["a", "b", "2016"])) == ""
    assert date_column("own-1", own_table(["2016", "2017"], "código")) == ""
    assert date_column("own-1", own_table([2016, 2017], "Año")) == "Año"
    assert date_column("own-1", own_table([], "fecha")) == ""
    assert layer_times("own-1", own_table(["a"])) is None


def test_what_is_hidden_in_a_period():
    table = own_table(["2014", "2015-06-01", None, "2016-2018", "31/12/2013"])
    times = layer_times("own-1", table)
    assert times.dated.tolist() == [True, True, False, True, True]
    assert times.hidden(Period(None, 2014)).tolist() == [False, True, False, True, False]
    assert times.hidden(Period(2014, 2015)).tolist() == [False, False, False, True, True]
    assert times.hidden(Period(2017, 2020)).tolist() == [True, True, False, False, True]
    lasting = layer_times("own-1", table)
    lasting = type(lasting)(lasting.column, lasting.starts, lasting.ends, is_lasting=True)
    assert lasting.hidden(Period(2017, 2020)).tolist() == [False] * 5


def test_dates_are_looked_through_once():
    dated, table = DatedLayers(), own_table(["2014"])
    assert not dated.is_known("own-1", table)
    found = dated.find("own-1", table)
    assert dated.is_known("own-1", table)
    assert dated.find("own-1", table) is found
    assert not dated.is_known("own-1", own_table(["2014"]))


def test_a_period_is_said_in_words():
    assert period_words(Period(None, 2012), EN) == "Showing up to 2012"
    assert period_words(Period(2010, 2012), EN) == "Showing 2010 to 2012"
    assert period_words(Period(2012, 2012), ES) == "Se muestra 2012"


# ---------------------------------------------------------------------------- scenes


def test_a_scene_leaves_out_what_is_not_in_the_period_and_says_so(data):
    builder, state = SceneBuilder(data), builtin_map(data)
    table = own_table(["2014", "2015", None])
    layer = Layer("own-1", "own", default_style(table, 0), name="P")
    state = AddLayer(layer, table).apply(state)
    whole = builder.build(state, EN)
    builder.period = Period(None, 2014)
    early = builder.build(state, EN)
    assert early.title == f"{whole.title} · Showing up to 2014"
    assert early.layer("own-1").drawn_count == 2
    assert early.layer("plan-seguro-municipalities").drawn_count == 0
    assert whole.layer("plan-seguro-municipalities").drawn_count == 50
    for layer_id in ("border-points", "anti-extortion-units", "delegations"):
        assert early.layer(layer_id).drawn_count == whole.layer(layer_id).drawn_count
    assert builder.build(state, EN).layer("own-1") is early.layer("own-1")
    builder.period = None
    assert builder.build(state, EN).layer("own-1") is whole.layer("own-1")
    assert state.tables["own-1"] is table


# ---------------------------------------------------------------------------- timeline


@pytest.mark.parametrize("texts", [EN, ES], ids=["en", "es"])
def test_every_event_of_every_dossier_is_on_the_timeline(data, texts):
    programs = load_programs()
    found = timeline(programs, [], texts)
    events = [event for program in programs for event in program.events]
    entries = found.entries()
    assert sorted(e.words for e in entries) == sorted(e.text.text(texts.language) for e in events)
    assert all(entry.moments and entry.sources for entry in entries)
    assert [entry.start for entry in entries] == sorted(entry.start for entry in entries)
    assert found.first == 1992
    assert found.last >= 2021
    assert {lane.id for lane in found.lanes} == {p.id for p in programs if p.events}


def test_the_start_of_great_stays_open():
    entries = timeline(load_programs(), [], EN).entries()
    (great,) = [entry for entry in entries if "G.R.E.A.T. begins" in entry.words]
    assert great.date == "2009; 2010; 2012"
    assert len(great.moments) == 3
    assert great.is_in(Period(None, 2009))
    assert great.is_in(Period(2012, 2012))
    assert not great.is_in(Period(2011, 2011))


def test_records_are_listed_one_by_one_or_by_year(data):
    def dated(layer_id, name):
        table = data.table(layer_id)
        return DatedLayer(layer_id, name, table, layer_times(layer_id, table))

    layers = [dated("plan-seguro-municipalities", "Plan"), dated("program-sites", "Sites")]
    found = timeline(load_programs(), layers, EN)
    plan = next(lane for lane in found.lanes if lane.id == "plan-seguro-municipalities")
    assert [entry.words for entry in plan.entries] == [
        "10 records: Plan",
        "16 records: Plan",
        "24 records: Plan",
    ]
    assert sum(plan.counts) == 50
    sites = next(lane for lane in found.lanes if lane.id == "program-sites")
    single = [entry for entry in sites.entries if entry.feature is not None]
    assert any(entry.date == "2007" and entry.feature.feature_id == "tag" for entry in single)
    assert sum(sites.counts) == 18
    early = found.entries(Period(None, 2007))
    assert {entry.date for entry in early} == {"1992", "2003", "2007"}


@given(st.integers(1990, 2022), st.integers(0, 10))
def test_a_longer_period_holds_no_less(first, more):
    found = timeline(load_programs(), [], EN)
    short = set(found.entries(Period(first, first)))
    longer = set(found.entries(Period(first, first + more)))
    assert short <= longer <= set(found.entries())
