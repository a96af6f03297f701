"""Areas are found by what a planner would type."""

import pytest

from geodata.builtin import BuiltinData
from geodata.projection import point_to_lonlat
from layers.areas import AREA_LAYERS, AreaError, areas, find_area
from layers.texts import Texts

ENGLISH = Texts("en")


@pytest.fixture(scope="module")
def data():
    return BuiltinData()


@pytest.mark.parametrize(
    ("wanted", "layer", "feature"),
    [
        ("Santa Ana", "delegations", "santa-ana"),
        ("usulutan", "delegations", "usulutan"),
        ("  CABAÑAS ", "delegations", "cabanas"),
        ("La Libertad-Centro  Sur", "delegations", "la-libertad-centro-sur"),
        ("San Salvador", "departments", "SV-SS"),
        ("SV-LI", "departments", "SV-LI"),
        ("Zacatecoluca", "municipalities", "0821"),
        ("el carmen, la unión", "municipalities", "1405"),
        ("0101", "municipalities", "0101"),
    ],
)
def test_names_are_found_whatever_their_accents_and_case(data, wanted, layer, feature):
    found = find_area(data, wanted, ENGLISH)
    assert (found.layer_id, found.feature_id) == (layer, feature)


def test_every_area_is_found_by_its_full_name_and_by_its_id(data):
    for layer_id in AREA_LAYERS:
        for area in areas(data, layer_id, "es"):
            if area.bounds is None:
                continue
            assert find_area(data, area.full_name, ENGLISH).name == area.name
            assert find_area(data, area.feature_id, ENGLISH).name == area.name


def test_bounds_hold_the_area(data):
    for layer_id in ("delegations", "departments"):
        table = data.table(layer_id)
        for row, area in enumerate(areas(data, layer_id, "en")):
            west, south, east, north = table.geometry.bounds()[row]
            assert point_to_lonlat(*area.bounds[:2]) == pytest.approx((west, south))
            assert point_to_lonlat(*area.bounds[2:]) == pytest.approx((east, north))


def test_a_municipality_is_shown_around_its_seat(data):
    area = find_area(data, "Apopa", ENGLISH)
    table = data.table("municipalities")
    seat = table.geometry.bounds()[table.row_of(area.feature_id)][:2]
    middle = [(area.bounds[n] + area.bounds[n + 2]) / 2 for n in (0, 1)]
    assert point_to_lonlat(*middle) == pytest.approx(tuple(seat), abs=1e-6)
    assert 10_000 < area.bounds[2] - area.bounds[0] < 15_000


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("El Rosario", ["several areas", "El Rosario, Cuscatlán", "El Rosario, La Paz"]),
        ("Sta Ana", ["did you mean", "Santa Ana"]),
        ("Chalatenago", ["did you mean", "Chalatenango"]),
        ("libertad", ["did you mean", "La Libertad Norte"]),
        ("Xyz", ["there is no area “Xyz”", "Ahuachapán"]),
        ("", ["there is no area “”"]),
        ("{}{0}%s", ["there is no area “{}{0}%s”"]),
    ],
)
def test_what_is_not_found_is_told_with_what_there_is(data, wanted, words):
    with pytest.raises(AreaError) as caught:
        find_area(data, wanted, ENGLISH)
    for word in words:
        assert word in str(caught.value)


def test_a_municipality_without_a_published_place_is_told(data):
    table = data.table("municipalities")
    row = int((~table.geometry.placed).nonzero()[0][0])
    with pytest.raises(AreaError, match="is not published; show its department"):
        find_area(data, str(table.ids[row]), ENGLISH)
