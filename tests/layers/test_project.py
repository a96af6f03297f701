"""Projects come back as they were saved; what is damaged is told, the rest opens."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.builtin import BuiltinData
from geodata.files.limits import Limits
from geodata.files.opening import open_file
from geodata.files.report import FileError
from geodata.geometry import Family, from_shapely
from geodata.table import FeatureTable
from layers import project
from layers.builtin_map import builtin_map
from layers.commands import run
from layers.document import FileSource, Layer, MapDocument, MapState
from layers.project import read_project, write_project
from layers.table_commands import AddLayer
from tests.layers.document_strategies import (
    OWN,
    commands_for,
    own_layer,
    own_table,
    plain,
    plain_table,
)

START = builtin_map(BuiltinData())


def save(path: Path, state: MapState, *, embed: bool = False) -> Path:
    with path.open("wb") as file:
        write_project(file, path, state, {"language": "es"}, embed=embed)
    return path


# Every example starts a process that reads the features.
@pytest.mark.timeout(300)
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_document_comes_back(tmp_path: Path, data: st.DataObject) -> None:
    document = MapDocument(START)
    run(document, AddLayer(own_layer(), own_table()))
    for _ in range(data.draw(st.integers(0, 12))):
        run(document, data.draw(commands_for(document.state)))
    opened = read_project(save(tmp_path / "a.atlas", document.state), START)
    assert opened.problems == ()
    assert opened.view == {"language": "es"}
    expected = plain(document.state)
    # Values of one column that are of several kinds come back as text.
    for table in (expected["tables"], found := plain(opened.state)["tables"]):
        for columns in (entry["columns"] for entry in table.values()):
            for name, values in columns.items():
                columns[name] = [None if value is None else str(value) for value in values]
    assert found.keys() == expected["tables"].keys()
    for layer_id, table in expected["tables"].items():
        assert found[layer_id]["ids"] == table["ids"]
        assert found[layer_id]["shapes"] == table["shapes"]
    assert plain(opened.state)["layers"] == expected["layers"]
    assert plain(opened.state)["placements"] == expected["placements"]
    assert opened.state.bookmarks == document.state.bookmarks
    assert opened.state.layouts == document.state.layouts


@pytest.mark.parametrize("family", Family)
def test_a_layer_without_features_comes_back(tmp_path: Path, family: Family) -> None:
    wkt = {
        Family.POINT: "POINT (-89 13.7)",
        Family.LINE: "LINESTRING (-89 13.7, -88 13.5)",
        Family.POLYGON: "POLYGON ((-89 13, -88 13, -88 14, -89 13))",
    }[family]
    shapes = np.array([shapely.from_wkt(wkt)], dtype=object)[:0]
    columns = {"name": np.empty(0, dtype=object), "n": np.empty(0, dtype=np.int64)}
    table = FeatureTable(OWN, np.empty(0, np.int64), from_shapely(shapes, family), columns)
    document = MapDocument(START)
    run(document, AddLayer(own_layer(), table))
    opened = read_project(save(tmp_path / "a.atlas", document.state), START)
    assert opened.problems == ()
    (found,) = opened.state.tables.values()
    assert len(found) == 0
    assert found.geometry.family is family
    assert list(found.columns) == ["name", "n"]


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    document = MapDocument(START)
    run(document, AddLayer(own_layer(), own_table()))
    first, second = io.BytesIO(), io.BytesIO()
    for file in (first, second):
        write_project(file, tmp_path / "a.atlas", document.state, {})
    assert first.getvalue() == second.getvalue()


def with_file(folder: Path) -> MapState:
    """Return a document with a layer of a CSV file beside the project."""
    csv = folder / "datos" / "puestos.csv"
    csv.parent.mkdir()
    csv.write_text("nombre,lon,lat\nUno,-89.2,13.7\nDos,-88.9,13.5\n", "utf-8")
    opened = open_file(csv).layers[0]
    source = FileSource(str(csv), opened.name, "point")
    layer = Layer("own-file", "own", own_layer().style, name="Puestos", source=source)
    document = MapDocument(START)
    run(document, AddLayer(layer, opened.table))
    return document.state


def test_files_are_referred_to_by_relative_paths(tmp_path: Path) -> None:
    state = with_file(tmp_path)
    path = save(tmp_path / "a.atlas", state)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["project.json"]
        text = archive.read("project.json").decode("utf-8")
    assert str(tmp_path) not in text
    moved = tmp_path.with_name(tmp_path.name + "-moved")
    tmp_path.rename(moved)
    opened = read_project(moved / "a.atlas", START)
    assert opened.problems == ()
    table = opened.state.tables["own-file"]
    assert [table.value(row, "nombre") for row in range(2)] == ["Uno", "Dos"]
    moved.rename(tmp_path)


def test_data_is_embedded_on_request(tmp_path: Path) -> None:
    state = with_file(tmp_path)
    path = save(tmp_path / "a.atlas", state, embed=True)
    (tmp_path / "datos" / "puestos.csv").unlink()
    opened = read_project(path, START)
    assert opened.problems == ()
    assert opened.state.layer("own-file").source is None
    assert plain_table(opened.state.tables["own-file"]) == plain_table(state.tables["own-file"])


def test_a_missing_data_file_is_told_and_not_forgotten(tmp_path: Path) -> None:
    state = with_file(tmp_path)
    path = save(tmp_path / "a.atlas", state)
    (tmp_path / "datos" / "puestos.csv").unlink()
    opened = read_project(path, START)
    assert [problem.reason for problem in opened.problems] == [
        "layer {layer}: its file {file} cannot be opened ({error})"
    ]
    assert len(opened.state.layers) == len(state.layers)
    assert opened.state.layer("own-file").source == state.layer("own-file").source
    save(path, opened.state)
    (tmp_path / "datos" / "puestos.csv").write_text("nombre,lon,lat\nUno,-89.2,13.7\n", "utf-8")
    again = read_project(path, START)
    assert again.problems == ()
    assert len(again.state.tables["own-file"]) == 1


def rewritten(path: Path, change: Any) -> Path:
    """Return a copy of a project with another description."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    content = json.loads(members["project.json"])
    members["project.json"] = json.dumps(change(content)).encode()
    target = path.with_name("changed.atlas")
    with zipfile.ZipFile(target, "w") as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return target


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    document = MapDocument(START)
    run(document, AddLayer(own_layer(), own_table()))
    return save(tmp_path / "a.atlas", document.state)


def test_a_newer_version_is_refused_by_name(saved: Path) -> None:
    newer = rewritten(saved, lambda content: content | {"version": project.VERSION + 1})
    with pytest.raises(FileError, match=r"changed\.atlas was saved by a newer version"):
        read_project(newer, START)


def test_an_older_version_is_brought_up_step_by_step(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = {
        project.VERSION: lambda content: content | {"title": content["title"] + "a"},
        project.VERSION + 1: lambda content: content | {"title": content["title"] + "b"},
    }
    monkeypatch.setattr(project, "MIGRATIONS", steps)
    monkeypatch.setattr(project, "VERSION", project.VERSION + 2)
    assert read_project(saved, START).state.title == "ab"


@pytest.mark.parametrize(
    "change",
    [
        lambda content: [],
        lambda content: content | {"format": "something else"},
        lambda content: content | {"version": "1"},
    ],
)
def test_what_is_no_project_is_refused(saved: Path, change: Any) -> None:
    with pytest.raises(FileError, match=r"changed\.atlas"):
        read_project(rewritten(saved, change), START)


def test_every_cut_of_a_project_gives_a_message_or_the_document(saved: Path) -> None:
    whole = saved.read_bytes()
    cut = saved.with_name("cut.atlas")
    for size in range(0, len(whole), max(1, len(whole) // 40)):
        cut.write_bytes(whole[:size])
        with pytest.raises(FileError, match=r"cut\.atlas"):
            read_project(cut, START)


def test_a_damaged_table_is_told_and_the_rest_opens(saved: Path) -> None:
    data = bytearray(saved.read_bytes())
    place = data.index(b"PAR1")
    data[place : place + 200] = bytes(200)
    saved.write_bytes(data)
    opened = read_project(saved, START)
    assert [problem.reason for problem in opened.problems] == [
        "the features of layer {layer} are damaged ({error})"
    ]
    assert len(opened.state.layers) == len(START.layers) + 1


def test_damaged_layers_and_places_are_told_one_by_one(saved: Path) -> None:
    def damage(content: dict[str, Any]) -> dict[str, Any]:
        content["layers"][0]["opacity"] = "much"
        content["layers"][1]["id"] = "no-such-layer"
        content["placements"] = [{"layer_id": "model-precincts"}]
        return content

    opened = read_project(rewritten(saved, damage), START)
    assert len(opened.problems) == 3
    # Built-in layers that could not be read are there as at the first start, switched off.
    assert {layer.id for layer in START} <= {layer.id for layer in opened.state}


def test_names_in_a_project_never_lead_out_of_it(saved: Path, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.parquet"
    outside.write_bytes(b"secret")
    changed = rewritten(saved, lambda content: content | {"tables": {OWN: "../outside.parquet"}})
    opened = read_project(changed, START)
    assert len(opened.problems) == 1
    assert len(opened.state.tables[OWN]) == 0


def test_a_layer_the_atlas_gained_later_is_there_but_off(saved: Path) -> None:
    def forget(content: dict[str, Any]) -> dict[str, Any]:
        content["layers"] = [layer for layer in content["layers"] if layer["id"] != "lakes"]
        return content

    opened = read_project(rewritten(saved, forget), START)
    assert not opened.state.layer("lakes").visible
    assert replace(opened.state.layer("lakes"), visible=True) == START.layer("lakes")


def packed(path: Path, method: int) -> Path:
    """Return a copy of a project whose members are all packed, or none."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    target = path.with_name("changed.atlas")
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return target


def test_one_changed_byte_of_a_packed_description_is_told(saved: Path) -> None:
    changed = packed(saved, zipfile.ZIP_DEFLATED)
    whole = changed.read_bytes()
    start = whole.index(b"project.json") + len("project.json")
    for place in range(start, start + 200, 5):
        data = bytearray(whole)
        data[place] ^= 0x5A
        changed.write_bytes(data)
        with pytest.raises(FileError, match=r"changed\.atlas is no project, or a damaged one"):
            read_project(changed, START)


def test_an_encrypted_description_is_told(saved: Path) -> None:
    data = bytearray(saved.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    saved.write_bytes(data)
    with pytest.raises(FileError, match=r"encrypted"):
        read_project(saved, START)


def test_one_changed_byte_of_a_packed_table_is_told_and_the_rest_opens(saved: Path) -> None:
    changed = packed(saved, zipfile.ZIP_DEFLATED)
    data = bytearray(changed.read_bytes())
    place = data.index(b"tables/1.parquet") + 40
    data[place : place + 20] = bytes(20)
    changed.write_bytes(data)
    opened = read_project(changed, START)
    assert [problem.reason for problem in opened.problems] == [
        "the features of layer {layer} are damaged ({error})"
    ]


def test_a_table_that_unfolds_to_more_than_a_file_may_have_is_not_unpacked(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(saved) as archive:
        size = archive.getinfo("tables/1.parquet").file_size
    monkeypatch.setattr(project, "Limits", lambda: Limits(unzipped_size=size - 1))
    assert len(read_project(saved, START).problems) == 1
    monkeypatch.setattr(project, "Limits", lambda: Limits(unzipped_size=size))
    assert read_project(saved, START).problems == ()


@pytest.mark.parametrize("version", [0, -1, -(10**9), False])
def test_versions_that_never_were_are_refused(saved: Path, version: int) -> None:
    changed = rewritten(saved, lambda content: content | {"version": version})
    with pytest.raises(FileError, match=r"changed\.atlas is no project of the atlas"):
        read_project(changed, START)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_beyond_any_keep_no_map_from_being_saved(saved: Path, number: str) -> None:
    def change(content: dict[str, Any]) -> dict[str, Any]:
        layer = next(layer for layer in content["layers"] if layer["id"] == OWN)
        layer["style"]["min_scale"] = 12345.5
        return content

    changed = rewritten(saved, change)
    changed = with_text(changed, lambda text: text.replace("12345.5", number))
    opened = read_project(changed, START)
    assert opened.state.layer(OWN).style.min_scale is None
    save(changed, opened.state)


def with_text(path: Path, change: Any) -> Path:
    """Return a project whose description is another text."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["project.json"] = change(members["project.json"].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return path


def test_names_that_are_no_text_come_back(tmp_path: Path) -> None:
    state = with_file(tmp_path)
    layer = state.layer("own-file")
    odd = replace(layer, name="Pe\udcf1a")
    layers = tuple(odd if each.id == odd.id else each for each in state)
    path = save(tmp_path / "a.atlas", replace(state, layers=layers, title="\ud800"))
    with zipfile.ZipFile(path) as archive:
        archive.read("project.json").decode("utf-8")
    opened = read_project(path, START)
    assert opened.problems == ()
    assert (opened.state.title, opened.state.layer("own-file").name) == ("\ud800", "Pe\udcf1a")
