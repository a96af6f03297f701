"""The few words said of a feature that is pointed at."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.builtin import BuiltinData
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.feature_tip import feature_name, feature_tip, honesty, one_line
from layers.scene_builder import SceneBuilder
from layers.texts import Texts


@pytest.fixture(scope="module")
def data():
    return BuiltinData()


def tip(data, layer_id, feature_id, language):
    texts = Texts(language)
    layer = SceneBuilder(data).build(builtin_map(data), texts).layer(layer_id)
    return feature_tip(layer, layer.table.row_of(feature_id), texts)


def own_table(**columns):
    columns = {name: np.array([value], dtype=object) for name, value in columns.items()}
    ids = np.array(["only"], dtype=object)
    return FeatureTable("own", ids, from_points(np.zeros((1, 2))), columns)


def test_name_layer_and_how_sure_the_place_is_in_both_languages(data):
    english = tip(data, "anti-extortion-units", "unit-santa-ana", "en")
    spanish = tip(data, "anti-extortion-units", "unit-santa-ana", "es")
    assert english.name == "Anti-extortion unit, Santa Ana"
    assert english.layer == "Anti-extortion units"
    assert english.honesty == "place inferred"
    assert "Santa Ana" in spanish.name
    assert spanish.layer != english.layer
    assert spanish.honesty not in ("", english.honesty)


def test_doubt_about_the_existence_comes_first():
    table = own_table(basis="unverified", position_basis="approximate")
    assert honesty(table, 0, Texts("en")) == "unverified · place approximate"


def test_a_table_that_tells_no_basis_has_no_line():
    assert honesty(own_table(name="x"), 0, Texts("en")) == ""


def test_a_name_in_the_language_before_a_plain_one_before_the_id():
    assert feature_name(own_table(name_en="a", name_es="b", name="c"), 0, "es") == "b"
    assert feature_name(own_table(name="c"), 0, "es") == "c"
    assert feature_name(own_table(name=None), 0, "es") == "only"


def test_a_long_text_is_cut_and_says_so():
    assert one_line("a" * 1_000_000, 10) == "a" * 9 + "…"
    assert one_line("short", 10) == "short"
    assert one_line("exactly 10", 10) == "exactly 10"


@given(st.text(), st.integers(2, 50))
def test_one_line_is_one_line_of_what_was_there(text, longest):
    line = one_line(text, longest)
    assert len(line) <= longest
    assert line.isprintable()
    assert line.splitlines() in ([line], [])
    kept = "".join(line.removesuffix("…").split())
    assert "".join(sign for sign in text if sign.isprintable() and sign != " ").startswith(
        "".join(kept)
    )
