"""Indicators: traced to their facts, drawn as they may be, shown by one command."""

import csv
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.geometry import Family, from_points, from_shapely
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map, default_styles
from layers.classification import Method, class_counts
from layers.commands import SetVisible
from layers.document import Layer, MapDocument
from layers.indicator_style import (
    Choice,
    breaks_for,
    indicator_style,
    remove_indicators,
    show_indicator,
)
from layers.indicators import (
    Kind,
    Way,
    builtin_indicators,
    numeric_columns,
    own_indicators,
    shown_indicator,
    ways,
)
from layers.ramps import RAMPS
from layers.style import Graduated, PointSymbol, Proportional, Single, Style
from layers.table_commands import AddLayer
from layers.texts import Texts
from scripts.build_data import facts

EN, ES = Texts("en"), Texts("es")
_FACT_TABLES = {
    "departments": ("departments", "iso"),
    "municipalities": ("municipality_indicators", "code"),
    "delegations": ("delegations", "id"),
}


@pytest.fixture(scope="module")
def catalogue(data):
    return builtin_indicators(data)


@pytest.fixture
def state(data):
    return builtin_map(data)


def of(catalogue, id_):
    return next(indicator for indicator in catalogue if indicator.id == id_)


def test_every_number_of_the_fact_tables_is_there(catalogue, data):
    for indicator in catalogue:
        name, key = _FACT_TABLES[indicator.layer_id]
        table = data.table(indicator.layer_id)
        numbers = indicator.numbers(table)
        rows = {row[key]: row for row in facts.table(name)}
        if indicator.column not in next(iter(rows.values())):
            continue
        for row, number in enumerate(numbers.tolist()):
            cell = rows[str(table.ids[row])][indicator.column]
            assert (np.isnan(number) and not cell) or float(cell) == number, indicator.id


def test_population_is_that_of_the_census(catalogue, data):
    path = facts.FOLDER / "san_salvador_population.csv"
    with path.open(encoding="utf-8", newline="") as file:
        expected = {row["code"]: float(row["population_2007"]) for row in csv.DictReader(file)}
    table = data.table("municipalities")
    numbers = of(catalogue, "municipalities/population_2007").numbers(table)
    found = {
        str(table.ids[row]): numbers[row] for row in np.flatnonzero(np.isfinite(numbers)).tolist()
    }
    assert found == expected


def test_delegations_are_summed_from_one_series_only(catalogue, data):
    table = data.table("delegations")
    numbers = of(catalogue, "delegations/population_2007").numbers(table)
    of_name = dict(zip(table.columns["name_es"].tolist(), numbers.tolist(), strict=True))
    assert np.isnan(of_name["La Libertad Norte"])
    assert np.isnan(of_name["La Libertad Centro Sur"])
    assert of_name["Ahuachapán"] == 319503
    capital = table.columns["department"] == "San Salvador"
    assert numbers[capital].sum() == 1567156


@pytest.mark.parametrize("texts", [EN, ES], ids=["en", "es"])
def test_every_indicator_says_what_it_is_when_and_who_says_so(catalogue, texts):
    titles = [(each.layer_id, each.title(texts)) for each in catalogue]
    assert len(set(titles)) == len(titles)
    for indicator in catalogue:
        assert indicator.year() in indicator.title(texts)
        assert indicator.year()
        assert indicator.source()
        assert "http" not in indicator.source()


def test_swapped_densities_are_told_and_make_no_classes(catalogue, data):
    density = of(catalogue, "municipalities/density_2007_per_km2")
    table = data.table("municipalities")
    assert "0510" in density.remark(EN)
    used = density.numbers_for_classes(table)
    assert len(used) == len(table) - 2
    numbers = density.numbers(table)
    changed = np.where(np.isin(table.ids.astype(str), ["0510", "0518"]), 1.0, numbers)
    altered = replace(table, columns={**table.columns, density.column: changed})
    choice = Choice(Way.POINTS, Method.JENKS, 6)
    assert breaks_for(density, table, choice) == breaks_for(density, altered, choice)


def test_totals_colour_no_areas(catalogue, data):
    for indicator in catalogue:
        allowed = ways(indicator, data.table(indicator.layer_id))
        if indicator.kind is Kind.TOTAL:
            assert allowed == (Way.SIZES,)
        else:
            assert allowed[0] in (Way.AREAS, Way.POINTS)
    assert ways(of(catalogue, "departments/density_2007"), data.table("departments")) == (
        *(Way.AREAS, Way.SIZES),
    )
    seats = data.table("municipalities")
    assert ways(of(catalogue, "municipalities/pct_urban_2007"), seats)[0] is Way.POINTS


@pytest.mark.parametrize("method", [method for method in Method if method is not Method.MANUAL])
@pytest.mark.parametrize("count", [2, 5, 9])
def test_every_value_is_in_a_class(catalogue, data, method, count):
    for indicator in catalogue:
        table = data.table(indicator.layer_id)
        breaks = breaks_for(indicator, table, Choice(Way.AREAS, method, count))
        numbers = indicator.numbers(table)
        assert sum(class_counts(breaks, numbers)) == np.isfinite(numbers).sum()


def test_bounds_by_hand(catalogue, data):
    rate = of(catalogue, "departments/homicide_rate_2017")
    table = data.table("departments")
    choice = Choice(Way.AREAS, Method.MANUAL, bounds=(60.0, 40.0))
    breaks = breaks_for(rate, table, choice)
    assert breaks[:2] == (40.0, 60.0)
    assert breaks[-1] == rate.numbers(table).max()


def test_missing_values_have_a_look_of_their_own(catalogue, data):
    rate = of(catalogue, "departments/homicide_rate_2015_early_dec")
    style = indicator_style(rate, data.table("departments"), Choice(Way.AREAS), None)
    assert isinstance(style.renderer, Graduated)
    assert style.renderer.no_data.hatch
    sizes = indicator_style(rate, data.table("departments"), Choice(Way.SIZES), None)
    assert isinstance(sizes.renderer, Proportional)
    assert sizes.renderer.no_data.marker == "cross"


def shown(state):
    return {layer.id for layer in state if layer.visible}


def test_one_indicator_takes_the_place_of_the_other(catalogue, data, state):
    before = state
    document = MapDocument(state)
    for id_ in ("departments/illiteracy_2007", "municipalities/pct_urban_2007"):
        indicator = of(catalogue, id_)
        table = data.table(indicator.layer_id)
        choice = Choice(ways(indicator, table)[0])
        command = show_indicator(
            document.state, indicator, indicator_style(indicator, table, choice, None)
        )
        document.update(command.apply)
        assert shown_indicator(document.state, catalogue) == indicator
        if indicator.layer_id == "departments":
            assert "delegations" not in shown(document.state)
            order = [layer.id for layer in document.state]
            assert order.index("departments") > order.index("delegations")
    assert "departments" not in shown(document.state)
    assert "delegations" in shown(document.state)
    assert document.state.layer("departments").style == default_styles()["departments"]
    document.update(remove_indicators(document.state).apply)
    assert shown(document.state) == shown(before)
    assert shown_indicator(document.state, catalogue) is None


@settings(max_examples=30, deadline=None)
@given(choices=st.lists(st.integers(0, 21), min_size=1, max_size=4), hide=st.booleans())
def test_undo_leads_back(catalogue, data, choices, hide):
    state = builtin_map(data)
    if hide:
        state = SetVisible("delegations", False).apply(state)
    states, inverses = [state], []
    for number in choices:
        indicator = catalogue[number % len(catalogue)]
        table = data.table(indicator.layer_id)
        style = indicator_style(indicator, table, Choice(ways(indicator, table)[0]), None)
        command = show_indicator(states[-1], indicator, style)
        inverses.append(command.inverse(states[-1]))
        states.append(command.apply(states[-1]))
    # What was shown in a row may be undone as one, for each sets the same.
    assert inverses[0].apply(states[-1]) == state or len(choices) > 1
    state = states[-1]
    for inverse, expected in zip(reversed(inverses), reversed(states[:-1]), strict=True):
        state = inverse.apply(state)
        assert state == expected


def own_table(**columns):
    count = len(next(iter(columns.values())))
    places = from_points(np.column_stack([np.full(count, -89.0), np.full(count, 13.7)]))
    return FeatureTable("own-1", np.arange(count), places, columns)


def test_numbers_of_ones_own(state):
    names = np.array(["a", "b"], dtype=object)
    table = own_table(
        name=names, code=np.array([1, 2]), cases=np.array([3, 9]), t=np.array([-1.5, 2])
    )
    assert numeric_columns(table) == ("cases", "t")
    layer = Layer("own-1", "own", Style(Single(PointSymbol("circle", "#0072b2"))), name="Mine")
    state = AddLayer(layer, table).apply(state)
    cases, change = own_indicators(state)
    assert (cases.title(ES), cases.source(), cases.year(), cases.remark(ES)) == (
        "cases",
        "",
        "",
        "",
    )
    assert ways(cases, table) == (Way.POINTS, Way.SIZES)
    assert ways(change, table) == (Way.POINTS,)


@pytest.mark.parametrize("family", [Family.LINE, Family.POLYGON])
@pytest.mark.parametrize("ramp", [RAMPS[0].id, RAMPS[-1].id])
def test_classes_of_lines_and_areas(family, ramp):
    import shapely

    shape = shapely.box(-89, 13, -88, 14)
    shape = shape if family is Family.POLYGON else shape.exterior
    shapes = np.array([shape] * 4, dtype=object)
    table = replace(
        own_table(n=np.array([1.0, 2.0, np.nan, 9.0])), geometry=from_shapely(shapes, family)
    )
    from layers.fitting import fits
    from layers.indicators import Indicator

    indicator = Indicator("own-1", "n", Kind.OWN)
    for way in ways(indicator, table):
        style = indicator_style(indicator, table, Choice(way, count=3, ramp=ramp), None)
        assert fits(style.renderer, family)
