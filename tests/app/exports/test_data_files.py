"""Files of data have a manifest beside them, by which one changed byte is found."""

import json
from pathlib import Path

import pytest

from app.exports.data_files import manifest_path, save_data
from app.exports.verifying import verify_file
from geodata.files.report import FileError
from layers.builtin_map import builtin_map
from layers.saved_table import saved_table
from layers.scene_builder import SceneBuilder
from layers.texts import Texts

ENDINGS = ("csv", "geojson", "gpkg", "kml")


@pytest.fixture(scope="module")
def layer(data):
    state = builtin_map(data)
    table = saved_table(SceneBuilder(data), data, state, "model-precincts", Texts("en"))
    return "Model precincts", table


@pytest.fixture(params=ENDINGS)
def saved(request, layer, tmp_path):
    path = tmp_path / f"stations.{request.param}"
    save_data(path, [layer], "en")
    return path


def test_it_says_what_is_in_the_file(saved):
    verdict = verify_file(saved)
    assert verdict.is_sound
    manifest = json.loads(manifest_path(saved).read_text())
    assert verdict.manifest == manifest
    assert manifest["bytes"] == saved.stat().st_size
    assert manifest["title"] == "Model precincts"
    assert manifest["as_of"]
    (layer,) = manifest["layers"]
    assert (layer["features"], layer["records"]) == (3, 50)
    assert {"licence", "citation"} <= set(layer["columns"])
    assert any("INL" in source for source in manifest["sources"])


def test_the_manifest_leads_to_the_file(saved):
    assert verify_file(manifest_path(saved)).is_sound


def test_one_changed_byte_is_found(saved):
    whole = saved.read_bytes()
    for place in (0, len(whole) // 3, len(whole) // 2, len(whole) - 1):
        content = bytearray(whole)
        content[place] ^= 1
        saved.write_bytes(bytes(content))
        assert verify_file(saved).is_damaged, place
    for content in (whole[:-1], whole + b"\n", b""):
        saved.write_bytes(content)
        assert verify_file(saved).is_damaged
    saved.write_bytes(whole)
    assert verify_file(saved).is_sound


def test_one_changed_byte_of_the_manifest_is_found(saved):
    path = manifest_path(saved)
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        content = bytearray(whole)
        content[place] ^= 1
        path.write_bytes(bytes(content))
        assert verify_file(saved).is_damaged, place
    path.write_bytes(b"[" * 100_000)
    assert verify_file(saved).is_damaged


def test_without_its_manifest_it_cannot_be_checked(saved):
    manifest_path(saved).unlink()
    assert verify_file(saved).state == "unsealed"


def test_another_file_of_data_is_not_taken_for_it(saved, layer, tmp_path):
    other = tmp_path / f"other{saved.suffix}"
    save_data(other, [(f"{layer[0]} again", layer[1])], "es")
    manifest_path(other).replace(manifest_path(saved))
    expected = saved.suffix == ".csv"  # a table knows no name: it is the same to the byte
    assert verify_file(saved).is_sound == expected


def test_it_names_no_folder(saved):
    for path in (saved, manifest_path(saved)):
        content = path.read_bytes()
        assert str(saved.parent).encode() not in content
        assert saved.name.encode() not in manifest_path(saved).read_bytes()


def test_saving_that_is_given_up_leaves_file_and_manifest(saved, layer):
    before = saved.read_bytes(), manifest_path(saved).read_bytes()

    def give_up(_share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_data(saved, [layer], "en", give_up)
    assert (saved.read_bytes(), manifest_path(saved).read_bytes()) == before
    assert sorted(path.name for path in saved.parent.iterdir()) == sorted(
        [saved.name, manifest_path(saved).name]
    )


def test_no_manifest_of_former_data_lies_beside_new(saved, layer, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.exports.data_files.write_whole", full)
    with pytest.raises(OSError, match="No space"):
        save_data(saved, [layer], "en")
    assert verify_file(saved).state == "unsealed"


def test_a_manifest_that_cannot_be_written_is_told(layer, tmp_path):
    path = tmp_path / "stations.csv"
    manifest_path(path).mkdir()
    with pytest.raises(FileError):
        save_data(path, [layer], "en")


def test_a_missing_file_is_told(tmp_path):
    assert verify_file(Path(tmp_path / "nothing.csv")).state == "unreadable"
