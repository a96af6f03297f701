"""What is measured, in the words of both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.position_text import read_position
from layers.measurement import Measured, Measurement
from layers.measures import area_words, bearing_words, direction, length_words
from layers.position_words import Notation, position_words
from layers.texts import Texts

EN, ES = Texts("en"), Texts("es")
# Where easting and northing of zone 16 are those that are read back.
PLACES = st.tuples(st.floats(-90.4, -83.6), st.floats(5.0, 20.0))


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (0.0, "0.0 m"),
        (5.25, "5.2 m"),
        (999.4, "999 m"),
        (999.6, "1.00 km"),
        (1234.0, "1.23 km"),
        (12_345.0, "12.3 km"),
        (1_234_567.0, "1,235 km"),
    ],
)
def test_lengths(metres, words):
    assert length_words(metres, ES) == words


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (950.0, "950 m²"),
        (12_300.0, "1.23 ha"),
        (456_000.0, "45.6 ha"),
        (1_500_000.0, "1.50 km²"),
        (21_041e6, "21,041 km²"),
    ],
)
def test_areas(metres, words):
    assert area_words(metres, EN) == words


def test_bearings():
    assert [bearing_words(d) for d in (0.0, 44.6, 359.7)] == ["000°", "045°", "000°"]
    assert [direction(d, ES) for d in (10.0, 44.6, 350.0, 181.0)] == [
        *("norte", "noreste", "norte", "sur"),
    ]


def test_a_distance_tells_all_and_the_last_leg():
    one = Measurement(Measured.DISTANCE, ((-89.0, 13.5), (-89.0, 13.6)))
    assert one.words(EN) == "11.1 km · 000° north"
    two = Measurement(Measured.DISTANCE, (*one.corners, (-88.9, 13.6)))
    assert two.words(EN) == "21.9 km in all · last leg 10.8 km · 090° east"
    assert two.words(ES) == "21.9 km en total · último tramo 10.8 km · 090° este"
    assert Measurement(Measured.DISTANCE, ()).words(EN) == ""
    assert two.square_metres == 0.0


def test_an_area_tells_what_is_around_it():
    square = ((-89.0, 13.5), (-88.99, 13.5), (-88.99, 13.51), (-89.0, 13.51))
    measured = Measurement(Measured.AREA, square)
    assert measured.words(EN) == "1.20 km² · 4.38 km around"
    report = measured.report(EN).splitlines()
    assert report[0].startswith("Area: 1.20 km² (1,19")
    assert report[1].startswith("Perimeter: 4.38 km (4,37")
    assert report[2] == "1. 13.500000, -89.000000"
    assert report[3].startswith("2. 13.500000, -88.990000 · 1,08")
    assert len(report) == 6


@given(PLACES, st.sampled_from(list(Notation)), st.sampled_from([EN, ES]))
def test_every_notation_is_read_back(place, notation, texts):
    read = read_position(position_words(place, notation, texts))
    assert read is not None
    # A hundredth of a second, and a tenth of a metre, are less than this.
    assert read == pytest.approx(place, abs=3e-6)


def test_seconds_never_reach_sixty():
    assert (
        position_words((-89.0, 13.999999999), Notation.DMS, EN) == "14°00'00.00\"N 89°00'00.00\"W"
    )
    assert position_words((-89.5, 13.25), Notation.DMS, ES) == "13°15'00.00\"N 89°30'00.00\"O"
    assert position_words((-89.2, 13.7), Notation.UTM, ES) == "16N 262063.1 E 1515630.5 N"
