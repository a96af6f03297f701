"""Where an area stands, and what changed in it."""

from dataclasses import replace

import numpy as np
import pytest

from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.indicators import Indicator, Kind, builtin_indicators
from layers.profile import Measured, homicide_series, standings
from layers.texts import Texts

EN, ES = Texts("en"), Texts("es")


def own(values):
    ids = np.arange(len(values))
    places = from_points(np.zeros((len(values), 2)))
    return FeatureTable("own-1", ids, places, {"n": np.array(values, dtype=float)})


INDICATOR = Indicator("own-1", "n", Kind.OWN)


def test_places_are_counted_from_the_highest():
    table = own([5, 9, 5, np.nan, 1])
    ranks = [standings(table, row, (INDICATOR,)) for row in range(5)]
    assert [found[0].rank if found else None for found in ranks] == [2, 1, 2, None, 4]
    (found,) = ranks[0]
    assert (found.value, found.highest, found.middle, found.count) == (5, 9, 5, 4)
    assert found.share is None


def test_shares_are_of_whole_totals_only():
    total = replace_kind(Kind.TOTAL)
    assert standings(own([1, 3]), 0, (total,))[0].share == 25
    assert standings(own([1, 3, np.nan]), 0, (total,))[0].share is None
    assert standings(own([1, 3]), 0, (replace_kind(Kind.RATE),))[0].share is None


def replace_kind(kind):
    return Indicator("own-1", "n", kind)


def test_one_alone_has_no_place():
    assert standings(own([5, np.nan]), 0, (INDICATOR,)) == ()
    assert standings(own([1.0] * 6000), 0, (INDICATOR,)) == ()


def test_every_department_is_measured_by_its_facts(data):
    table = data.table("departments")
    indicators = builtin_indicators(data)
    row = table.row_of("SV-SS")
    found = {each.indicator.column: each for each in standings(table, row, indicators)}
    assert found["population_2007"].rank == 1
    counts = table.columns["homicides_2017"]
    assert found["homicides_2017"].share == pytest.approx(100 * counts[row] / 3954)
    for each in found.values():
        assert 0 <= each.value <= each.highest


def series_of(data, layer_id, feature_id, texts=EN):
    table = data.table(layer_id)
    return homicide_series(data, table, table.row_of(feature_id), texts)


def test_counts_of_one_institution_have_a_change(data):
    count, rate = series_of(data, "municipalities", "0710")
    assert [(value.year, value.value) for value in count.values] == [(2015, 143), (2016, 97)]
    assert count.change == pytest.approx(-32.17, abs=0.01)
    assert (rate.measured, rate.change) == (Measured.RATE, pytest.approx(-42.3, abs=0.05))
    assert rate.remarks == ()


def test_rates_that_contradict_the_counts_are_remarked(data):
    count, rate = series_of(data, "municipalities", "0614")
    assert count.change < 0 < rate.change
    assert any("different populations" in remark for remark in rate.remarks)


def test_the_country_is_of_several_institutions(data):
    _department, country = series_of(data, "departments", "SV-SS")
    assert country.place == "El Salvador"
    values = {value.year: value.value for value in country.values}
    assert (values[2015], values[2017]) == (6656, 3954)
    assert country.change is None
    assert any("different institutions" in remark for remark in country.remarks)


def test_a_department_says_which_years_cannot_be_compared(data):
    table = data.table("departments")
    with_rate = np.isfinite(table.columns["homicide_rate_2015_early_dec"])
    with_2018 = np.isfinite(table.columns["homicides_2018"])
    for row in range(len(table)):
        series = homicide_series(data, table, row, ES)
        own_ones = [each for each in series if each.place != "El Salvador"]
        assert len(own_ones) == with_2018[row]
        if own_ones:
            remarked = any("early December" in remark for remark in own_ones[0].remarks)
            assert remarked == with_rate[row]


def test_one_year_alone_is_no_series(data):
    assert series_of(data, "municipalities", "0602") == ()
    assert series_of(data, "delegations", "soyapango") == ()


def test_nothing_but_the_facts(data):
    known = {
        (int(each["year"]), float(each[name]))
        for each in data.homicides
        for name in ("homicides", "rate_per_100k")
        if each[name] is not None
    }
    table = data.table("municipalities")
    for row in range(len(table)):
        for series in homicide_series(data, table, row, EN):
            assert {(value.year, value.value) for value in series.values} <= known


def test_a_table_without_the_column_has_no_standing(data):
    table = replace(own([1, 2]), columns={})
    assert standings(table, 0, (INDICATOR,)) == ()
