"""Loose ends of border lines."""

import pytest
import shapely

from scripts.build_data.lines import close_ends

COAST = shapely.LineString([(0, 0), (100_000, 0)])


def _closed(lines, lakes=(), coast=COAST):
    parts = close_ends(lines, [], list(lakes), coast)
    return parts[len(lines) :]


def test_an_end_near_the_coast_reaches_it():
    (piece,) = _closed([shapely.LineString([(10_000, 1_500), (10_000, 90_000)])])
    assert piece.coords[0] == (10_000, 1_500)
    assert piece.crosses(COAST)


def test_an_end_near_a_line_goes_there_rather_than_to_the_coast():
    long = shapely.LineString([(0, 50_000), (100_000, 50_000)])
    near = shapely.LineString([(20_000, 50_200), (20_000, 70_000)])
    pieces = _closed([long, near])
    assert [piece.crosses(long) for piece in pieces] == [True]


def test_ends_on_a_lake_meet_in_it():
    lake = shapely.Point(50_000, 50_000).buffer(5_000)
    west = shapely.LineString([(0, 50_000), (44_900, 50_000)])
    east = shapely.LineString([(100_000, 50_000), (55_100, 50_000)])
    pieces = _closed([west, east], [lake])
    assert [piece.coords[-1] for piece in pieces] == [pytest.approx((50_000, 50_000))] * 2


def test_a_small_lake_holds_no_ends():
    pond = shapely.Point(50_000, 50_000).buffer(500)
    west = shapely.LineString([(0, 50_000), (49_400, 50_000)])
    assert _closed([west], [pond]) == []


def test_the_last_resort_is_a_line_within_5_km():
    long = shapely.LineString([(0, 50_000), (100_000, 50_000)])
    far = shapely.LineString([(20_000, 54_000), (20_000, 90_000)])
    too_far = shapely.LineString([(40_000, 56_000), (40_000, 90_000)])
    (piece,) = _closed([long, far, too_far])
    assert piece.coords[0] == (20_000, 54_000)


def test_rings_have_no_ends():
    ring = shapely.LinearRing([(0, 100), (1000, 100), (1000, 1000)])
    assert _closed([shapely.LineString(ring.coords)]) == []
