"""The geometry of the built-in map is read as GEOS reads it, and nothing else is taken for it."""

import sqlite3
import struct
from contextlib import closing

import numpy as np
import pytest
import shapely
from hypothesis import given

from geodata.builtin import BuiltinData
from geodata.geometry import Family, from_wkb
from geodata.wkb import read_wkb
from tests.geodata.test_geometry import features


def same(one, other):
    return one.family is other.family and all(
        np.array_equal(getattr(one, name), getattr(other, name))
        and getattr(one, name).dtype == getattr(other, name).dtype
        for name in ("coordinates", "part_starts", "feature_starts", "holes")
    )


@given(features())
def test_what_is_written_is_read_as_geos_reads_it(made):
    family, shapes = made
    blobs = [None if shape is None else shapely.to_wkb(shape) for shape in shapes]
    assert same(read_wkb(blobs, family), from_wkb(blobs, family))


def test_every_layer_of_the_map():
    data = BuiltinData()
    with closing(sqlite3.connect(data.path)) as db:
        for layer in data.layers:
            rows = db.execute(f'SELECT geom FROM "{layer.table}" ORDER BY fid').fetchall()
            heads = (0, 32, 48, 48, 64)
            blobs = [blob and blob[8 + heads[blob[3] >> 1 & 7] :] for (blob,) in rows]
            assert same(data.table(layer.id).geometry, from_wkb(blobs, layer.family)), layer.id


POLYGON = shapely.to_wkb(shapely.box(0, 0, 1, 1))
SOLID = shapely.Polygon([(0, 0, 1), (1, 0, 1), (1, 1, 1)])
BROKEN = {
    "cut short": POLYGON[:-1],
    "cut in its head": POLYGON[:7],
    "nothing": b"",
    "another kind": shapely.to_wkb(shapely.Point(1, 2)),
    "the high byte first": shapely.to_wkb(shapely.box(0, 0, 1, 1), byte_order=0),
    "a place that is none": POLYGON[:-8] + struct.pack("<d", float("nan")),
    "an open ring": POLYGON[:-8] + struct.pack("<d", 7.0),
    "an endless ring": POLYGON[:9] + struct.pack("<I", 2**32 - 1) + POLYGON[13:],
    "three dimensions": shapely.to_wkb(SOLID, output_dimension=3),
    "an empty ring": POLYGON[:9] + struct.pack("<I", 0) + POLYGON[13:],
}


@pytest.mark.parametrize("name", BROKEN)
def test_anything_else_is_refused(name):
    with pytest.raises(ValueError, match=r"geometry|ring|buffer"):
        read_wkb([POLYGON, BROKEN[name]], Family.POLYGON)
