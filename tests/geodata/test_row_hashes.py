"""Hashes tell values and places apart, and are the same for the same ones."""

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.geometry import from_points, from_shapely
from geodata.row_hashes import NOTHING, number_hashes, pack, place_hashes, together


@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=30))
def test_texts_are_told_apart(texts):
    hashes = pack(np.array([*texts, None], object)).hashes().tolist()
    known = [text or "" for text in texts]
    written = [text.encode("utf-8", "backslashreplace") for text in known]
    for one, two in zip(hashes, written, strict=False):
        assert (one == NOTHING) == (two == b"")
    assert len(set(hashes[: len(known)])) == len(set(written))


def test_texts_come_back():
    texts = ["ñandú", None, "", "a" * 10_000, "\N{GRINNING FACE}"]
    packed = pack(np.array(texts, object))
    assert [packed[row] for row in range(5)] == [text or "" for text in texts]


def test_long_texts_differ_by_one_sign_anywhere():
    long = "x" * 20_000
    texts = [long, f"y{long[1:]}", f"{long[:9_000]}y{long[9_001:]}", f"{long[:-1]}y", f"{long}x"]
    assert len(set(pack(np.array(texts, object)).hashes().tolist())) == 5


def test_letters_in_another_order_are_another_text():
    assert len(set(pack(np.array(["abc", "acb", "cba"], object)).hashes().tolist())) == 3


def test_pyarrow_columns_hash_as_arrays_do():
    texts = ["a", None, "b", "", "ñ"]
    pieces = pa.chunked_array([pa.array(texts[:2]), pa.array(texts[2:]).slice(0)])
    assert pack(pieces).hashes().tolist() == pack(np.array(texts, object)).hashes().tolist()
    cut = pa.chunked_array([pa.array(["x", *texts]).slice(1)])
    assert pack(cut).hashes().tolist() == pack(np.array(texts, object)).hashes().tolist()


def test_whole_numbers_and_decimals_are_the_same():
    whole, decimals = np.array([0, 1, -5, 2**40]), np.array([0.0, 1.0, -5.0, 2.0**40])
    assert number_hashes(whole).tolist() == number_hashes(decimals).tolist()
    assert number_hashes(np.array([-0.0])).tolist() == number_hashes(np.array([0])).tolist()
    assert number_hashes(np.array([np.nan])).tolist() == [NOTHING]
    assert NOTHING not in number_hashes(np.array([0, 1])).tolist()


def test_large_whole_numbers_are_told_apart():
    numbers = np.array([2**53, 2**53 + 1, 2**62, 2**62 + 1])
    assert len(set(number_hashes(numbers).tolist())) == 4


@pytest.mark.parametrize(
    "other",
    [
        "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))",
        "POLYGON ((0 0, 4 0, 4 4, 0 0))",
        "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 3, 1 1))",
        "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 4, 0 0)), ((1 1, 2 1, 2 2, 1 1)))",
    ],
)
def test_shapes_are_told_apart(other):
    whole = "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 1))"
    shapes = shapely.from_wkt(np.array([whole, other, whole], object))
    one, two, three = place_hashes(from_shapely(shapes)).tolist()
    assert one == three != two


def test_places_are_the_same_within_a_centimetre():
    places = np.array([[-89.0, 13.5], [-89.0 + 1e-9, 13.5], [-89.0 + 1e-6, 13.5], [13.5, -89.0]])
    one, two, three, four = place_hashes(from_points(places)).tolist()
    assert one == two
    assert len({one, three, four}) == 3
    nowhere = from_points(places, np.array([True, False, True, False]))
    assert [bool(each) for each in place_hashes(nowhere)] == [True, False, True, False]


def test_several_columns_in_another_order_are_something_else():
    one, two = (number_hashes(np.array(values)) for values in ([1, 2], [2, 1]))
    assert together([one, two], 2).tolist() == together([two, one], 2).tolist()[::-1]
    assert together([one, two], 2).tolist() != together([two, one], 2).tolist()
