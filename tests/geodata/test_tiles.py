"""Tiles: which ones cover a part of the map, where they lie, how they are kept."""

import math
import os
import time

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geodata.projection import to_map
from geodata.tile_catalogue import load_catalogue
from geodata.tile_store import FRESH_S, TileStore, trim
from geodata.tiles import HALF, TileKey, TileSource, parent, tile_bounds, tiles_over, zoom_for

keys = st.integers(0, 18).flatmap(
    lambda zoom: st.builds(
        TileKey, st.just(zoom), st.integers(0, 2**zoom - 1), st.integers(0, 2**zoom - 1)
    )
)
metres = st.floats(-HALF, HALF)


def source(url="https://tiles.example/{z}/{x}/{y}.png", **more):
    return TileSource("Example.Map", "Example", url, "© Example", **more)


def test_san_salvador_is_in_the_tile_that_web_maps_have_for_it():
    # The usual formula of web maps for 13.69 N, 89.19 W at zoom 10.
    x, y = to_map(np.array([[-89.19, 13.69]]))[0]
    (key,) = tiles_over((x, y, x, y), 10)
    latitude = math.radians(13.69)
    row = (1 - math.asinh(math.tan(latitude)) / math.pi) / 2 * 1024
    assert key == TileKey(10, int((-89.19 + 180) / 360 * 1024), int(row))


@given(st.tuples(metres, metres), st.tuples(metres, metres), st.integers(0, 18))
@example((0.0, -HALF), (0.0, -HALF), 0)
@example((HALF, 0.0), (HALF, 0.0), 7)
def test_tiles_cover_the_whole_part(one, other, zoom):
    west, east = sorted((one[0], other[0]))
    south, north = sorted((one[1], other[1]))
    found = tiles_over((west, south, east, north), zoom)
    assert 0 < len(found) <= 400
    assert len(set(found)) == len(found)
    boxes = [tile_bounds(key) for key in found]
    slack = 1e-6 * HALF
    assert min(box[0] for box in boxes) <= west + slack
    assert min(box[1] for box in boxes) <= south + slack
    assert max(box[2] for box in boxes) >= east - slack
    assert max(box[3] for box in boxes) >= north - slack


@given(keys)
def test_a_tile_lies_in_its_parent(key):
    above = parent(key)
    if key.zoom == 0:
        assert above is None
        return
    inner, outer = tile_bounds(key), tile_bounds(above)
    assert outer[0] <= inner[0] + 1e-6
    assert outer[3] >= inner[3] - 1e-6
    assert inner[2] - inner[0] == pytest.approx((outer[2] - outer[0]) / 2)


@pytest.mark.parametrize("zoom", range(19))
def test_the_zoom_of_a_resolution_is_its_own(zoom):
    resolution = 2 * HALF / 256 / 2**zoom
    assert zoom_for(resolution, 18) == zoom
    assert zoom_for(resolution, 5) == min(zoom, 5)


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.example/{z}/{x}/{y}.png",
        "file:///etc/{z}/{x}/{y}",
        "https://tiles.example/{z}/{x}.png",
        "https://tiles.example/{z}/{x}/{y}.png?key={apikey}",
    ],
)
def test_addresses_that_are_not_safe_or_no_tiles_are_refused(url):
    with pytest.raises(ValueError, match="no address of tiles"):
        source(url)


def test_a_tile_always_has_the_same_address():
    tiles = source("https://{s}.tiles.example/{z}/{x}/{y}.png", subdomains="abc")
    assert tiles.address(TileKey(3, 1, 2)) == "https://a.tiles.example/3/1/2.png"
    assert tiles.address(TileKey(3, 2, 2)) == "https://b.tiles.example/3/2/2.png"


def test_the_catalogue_has_safe_addresses_and_credits():
    catalogue = load_catalogue()
    assert len(catalogue) >= 10
    assert len({one.id for one in catalogue}) == len(catalogue)
    for one in catalogue:
        assert one.url.startswith("https://")
        assert one.attribution
        assert "{" not in one.address(TileKey(1, 0, 1))
    assert "OpenStreetMap contributors" in catalogue[0].attribution


def test_what_is_kept_is_read_and_grows_old(tmp_path):
    store, key = TileStore(source(), tmp_path), TileKey(2, 1, 3)
    assert store.read(key) is None
    assert not store.is_fresh(key)
    store.write(key, b"one")
    store.write(key, b"two")
    assert store.read(key) == b"two"
    assert store.is_fresh(key)
    (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    old = time.time() - FRESH_S - 1
    os.utime(path, (old, old))
    assert not store.is_fresh(key)
    assert store.read(key) == b"two"


def test_names_of_providers_never_leave_the_folder(tmp_path):
    tiles = TileSource("../../x", "x", "https://t.example/{z}/{x}/{y}", "")
    TileStore(tiles, tmp_path / "tiles").write(TileKey(0, 0, 0), b"x")
    assert [path.parent.name for path in tmp_path.iterdir()] == [tmp_path.name]


def test_the_oldest_tiles_make_room(tmp_path):
    store = TileStore(source(), tmp_path)
    now = time.time()
    for row in range(4):
        store.write(TileKey(2, 0, row), bytes(100))
        path = tmp_path / "Example.Map" / "2" / "0" / f"{row}.tile"
        os.utime(path, (now - 100 + row, now - 100 + row))
    assert trim(tmp_path, 250) == 2
    assert [store.read(TileKey(2, 0, row)) is not None for row in range(4)] == [
        *(False, False, True, True)
    ]
    assert trim(tmp_path / "nowhere") == 0
