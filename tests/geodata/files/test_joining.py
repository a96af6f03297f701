"""Tables without coordinates, joined to built-in places by name or code."""

import pytest

from geodata.files.reading.joining import join_key
from geodata.files.report import Outcome
from geodata.files.request import OpenOptions, Place
from layers.own_layers import places as builtin_places
from tests.geodata.files.outcomes import rows_of
from tests.geodata.files.sample_files import text


@pytest.fixture(scope="module")
def known(data):
    """The built-in places."""
    return builtin_places(data)


def joined(layer, known):
    """Return kind and id of the place each row was joined to."""
    return [None if place < 0 else (known[place].kind, known[place].id) for place in layer.place_of]


def names(layer, known):
    """Return the name of the place each row was joined to."""
    return [None if place < 0 else known[place].names[0] for place in layer.place_of]


def open_table(one_layer, tmp_path, content, known, **options):
    """Open a CSV file with places to join to."""
    path = text(tmp_path / "a.csv", content)
    return one_layer(path, places=known, options=OpenOptions(**options))


@pytest.mark.parametrize("codes", [("0101", "0614"), ("101", "614"), ("SV0101", "SV0614")])
def test_by_code(tmp_path, one_layer, known, codes):
    content = "cod_mun,n\n" + "".join(f"{code},1\n" for code in codes)
    layer, findings = open_table(one_layer, tmp_path, content, known)
    assert names(layer, known) == ["Ahuachapán", "San Salvador"]
    assert layer.recognised.join_to == "municipalities"
    assert (len(layer.table), layer.table.placed_count) == (2, 0)
    assert findings == ()


def test_by_name_without_accents_and_case(tmp_path, one_layer, known):
    content = "MUNICIPIO,n\nAHUACHAPAN,1\nsta. ana,2\nZacatecoluca,3\nSan  Rafael Cedros,4\n"
    layer, findings = open_table(one_layer, tmp_path, content, known)
    assert names(layer, known) == ["Ahuachapán", "Santa Ana", "Zacatecoluca", "San Rafael Cedros"]
    assert findings == ()


def test_names_with_the_word_for_what_they_are(tmp_path, one_layer, known):
    content = "lugar,n\nMunicipio de Apopa,1\nmunicipio Ilopango,2\n"
    layer, _ = open_table(one_layer, tmp_path, content, known)
    assert names(layer, known) == ["Apopa", "Ilopango"]


def test_name_that_several_places_bear(tmp_path, one_layer, known):
    bearers = [place for place in known if "El Rosario" in place.names]
    assert len(bearers) == 3
    content = "municipio,n\nEl Rosario,1\nApopa,2\n"
    layer, findings = open_table(one_layer, tmp_path, content, known)
    assert names(layer, known) == [None, "Apopa"]
    assert rows_of(findings, Outcome.UNPLACED) == [2]
    assert "department" in findings[0].advice


def test_department_tells_them_apart(tmp_path, one_layer, known):
    content = (
        "municipio,departamento\nEl Rosario,La Paz\nEl Rosario,MORAZAN\nEl Rosario,Cuscatlán\n"
    )
    layer, findings = open_table(one_layer, tmp_path, content, known)
    departments = [known[place].department for place in layer.place_of]
    assert departments == ["La Paz", "Morazán", "Cuscatlán"]
    assert findings == ()


def test_unknown_names_are_kept_without_a_place(tmp_path, one_layer, known):
    content = "municipio,n\nApopa,1\nMacondo,2\nIlopango,3\n,4\n"
    layer, findings = open_table(one_layer, tmp_path, content, known)
    assert len(layer.table) == 4
    assert rows_of(findings, Outcome.UNPLACED) == [3, 5]


def test_departments_and_delegations(tmp_path, one_layer, known):
    content = "departamento,n\nCuscatlan,1\nSanta Ana,2\nMorazán,3\n"
    layer, _ = open_table(one_layer, tmp_path, content, known)
    assert {kind for kind, _ in joined(layer, known)} == {"departments"}
    content = "delegación,n\nAhuachapán,1\nSonsonate,2\n"
    layer, _ = open_table(one_layer, tmp_path, content, known)
    assert {kind for kind, _ in joined(layer, known)} == {"delegations"}


def test_numbers_that_are_no_codes_are_not_taken_for_some(tmp_path, one_layer, known):
    content = "mes,casos\n" + "".join(f"{n},{100 + n}\n" for n in range(1, 13))
    layer, findings = open_table(one_layer, tmp_path, content, known)
    assert layer.place_of is None
    assert [each.outcome for each in findings] == [Outcome.NOTED]


def test_chosen_column_and_kind(tmp_path, one_layer, known):
    content = "a,b\nSanta Ana,Apopa\nSonsonate,Ilopango\n"
    layer, _ = open_table(
        one_layer, tmp_path, content, known, join_column="a", join_to="departments"
    )
    assert {kind for kind, _ in joined(layer, known)} == {"departments"}
    layer, _ = open_table(one_layer, tmp_path, content, known, join_column="b")
    assert names(layer, known) == ["Apopa", "Ilopango"]
    layer, _ = open_table(one_layer, tmp_path, content, known, join_column="")
    assert layer.place_of is None


def test_coordinates_count_more_than_names(tmp_path, one_layer, known):
    content = "municipio,lat,lon\nApopa,13.7,-89.2\n"
    layer, _ = open_table(one_layer, tmp_path, content, known)
    assert layer.place_of is None
    assert layer.table.placed_count == 1


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("SV-AH", "sv ah"),
        ("SV0614", "614"),
        ("SV06", "6"),
        ("0614", "614"),
        ("000", "0"),
        ("Sto. Tomás", "santo tomas"),
        ("", ""),
        ("Núm. 5", "num 5"),
    ],
)
def test_keys(text, key):
    assert join_key(text) == key


def test_place_survives_json():
    from dataclasses import asdict

    place = Place("departments", "x", ("1",), ("a", "b"), "d")
    assert Place.from_dict(asdict(place)) == place
