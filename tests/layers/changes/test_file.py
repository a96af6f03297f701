"""Kept maps come back from their files as they were; damaged files are refused."""

import io
import zipfile

import numpy as np
import pytest

from geodata.files.report import FileError
from layers.changes.comparing import compare
from layers.changes.file import kept_bytes, kept_path, read_kept
from layers.changes.kept import MOST_VALUES, keep_map
from layers.scene_builder import SceneBuilder
from tests.layers.changes.tables import table, with_own


@pytest.fixture(scope="module")
def kept(data):
    names = np.array(["Ana", None, "\ud800", "ñandú"], object)
    own = table(names, staff=[1, 2, 3, 4], share=[0.5, np.nan, np.inf, -0.0])
    return keep_map(with_own(data, own), SceneBuilder(data), of="map.pdf", day="2026-11-20")


def test_it_comes_back(kept, tmp_path):
    path = tmp_path / "map.atlas.exported"
    path.write_bytes(kept_bytes(kept))
    again = read_kept(path)
    assert compare(kept, again).is_nothing
    assert (again.of, again.day, again.include_internal) == ("map.pdf", "2026-11-20", False)
    own = again.layers[-1].table
    assert own.names["es"][3] == "ñandú"
    assert own.values["staff"].tolist() == [1, 2, 3, 4]


def test_the_same_map_gives_the_same_bytes(kept, tmp_path):
    path = tmp_path / "kept"
    path.write_bytes(kept_bytes(kept))
    assert kept_bytes(read_kept(path)) == kept_bytes(kept)


def test_a_large_layer_keeps_no_values(data):
    count = MOST_VALUES + 1
    own = table(["secret"] * count, [(-89.0, 13.5)] * count, hidden=np.arange(count))
    kept = keep_map(with_own(data, own), SceneBuilder(data)).layers[-1].table
    assert kept.values == {}
    assert set(kept.hashes) == {"name", "hidden"}


def test_it_lies_beside_its_project(tmp_path):
    assert kept_path(tmp_path / "plan.atlas") == tmp_path / "plan.atlas.exported"


def altered(content, change):
    """Return the archive with its members changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            found = change(name, old.read(name))
            if found is not None:
                new.writestr(name, found)
    return packed.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: None if name == "map.json" else content,
        lambda name, content: content.replace(b'"version": 1', b'"version": 9'),
        lambda name, content: None if name.endswith("shapes.npy") else content,
        lambda name, content: content[:40] if name.endswith("places.npy") else content,
        lambda name, content: content.replace(b'"count": 50', b'"count": 51'),
        lambda name, content: b"[" * 100 if name == "map.json" else content,
    ],
)
def test_damaged_ones_are_refused(kept, tmp_path, change):
    path = tmp_path / "map.atlas.exported"
    path.write_bytes(altered(kept_bytes(kept), change))
    with pytest.raises(FileError):
        read_kept(path)


def test_one_changed_byte_anywhere_is_refused_or_changes_nothing(kept, tmp_path):
    path, whole = tmp_path / "map.atlas.exported", kept_bytes(kept)
    for place in range(40, len(whole), len(whole) // 60):
        damaged = bytearray(whole)
        damaged[place] ^= 0x5A
        path.write_bytes(damaged)
        try:
            again = read_kept(path)
        except FileError:
            continue
        assert kept_bytes(again) == whole


def test_no_pickle_is_read(kept, tmp_path):
    objects = io.BytesIO()
    np.save(objects, np.array([{}], object), allow_pickle=True)

    def change(name, content):
        return objects.getvalue() if name.endswith("places.npy") else content

    path = tmp_path / "map.atlas.exported"
    path.write_bytes(altered(kept_bytes(kept), change))
    with pytest.raises(FileError):
        read_kept(path)


def test_none_is_told(tmp_path):
    with pytest.raises(FileError):
        read_kept(tmp_path / "nothing.exported")
