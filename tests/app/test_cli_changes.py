"""``atlas-seguro changes``, as a user runs it."""

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from app.cli import main
from app.projects.saving import Snapshot, save_project
from geodata.geometry import from_points
from layers.document import FileSource
from layers.sharing import Mark, Sharing
from layers.story import Story, StoryStep
from layers.texts import Texts
from tests.layers.changes.tables import table, with_own

SVG = "{http://www.w3.org/2000/svg}"


def run(capsys, *arguments, language="en"):
    status = main([*map(str, arguments), "--language", language])
    said = capsys.readouterr()
    return status, said.out, said.err


def save(path, state):
    save_project(path, Snapshot(state, {}, embed=False, revision="1"), Texts("en"))
    return path


@pytest.fixture
def projects(data, tmp_path):
    old = save(tmp_path / "old.atlas", with_own(data, table(["Ana", "Berta"])))
    new = save(tmp_path / "new.atlas", with_own(data, table(["Ana", "Berta", "Carla"])))
    return old, new


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["What changed since old.atlas", "Posts: 1 added", "Added: Carla"]),
        ("es", ["Qué cambió desde old.atlas", "Posts: 1 agregado", "Agregado: Carla"]),
    ],
)
def test_two_projects(capsys, projects, language, words):
    status, out, err = run(capsys, "changes", *projects, language=language)
    assert (status, err) == (0, "")
    assert [line.strip() for line in out.splitlines()] == words


def test_json(capsys, projects):
    status, out, _ = run(capsys, "changes", *projects, "--json")
    data = json.loads(out)
    assert status == 0
    assert data["since"]["name"] == "old.atlas"
    assert [(change["kind"], change["name"]) for change in data["changes"]] == [("added", "Carla")]


def test_the_list_is_saved(capsys, projects, tmp_path):
    for name in ("list.csv", "list.txt"):
        status, _, err = run(capsys, "changes", *projects, "--save", tmp_path / name)
        assert (status, err.strip()) == (0, str(tmp_path / name))
        assert "Carla" in (tmp_path / name).read_text("utf-8-sig")


def test_since_the_last_export(capsys, data, projects, qapp, tmp_path):
    old, _ = projects
    status, _, err = run(capsys, "changes", old)
    assert status == 1
    assert "old.atlas was not exported yet" in err
    picture = tmp_path / "map.svg"
    assert run(capsys, "export", picture, "--project", old, "--size", "400x300")[0] == 0
    status, out, _ = run(capsys, "changes", old)
    assert status == 0
    assert "since map.svg" in out
    assert "Nothing is different." in out
    save(old, with_own(data, table(["Ana"])))
    assert "Removed: Berta" in run(capsys, "changes", old)[1]


@pytest.mark.parametrize(
    ("name", "more"), [("a.pptx", ("--atlas", "departments")), ("s.html", ("--story", "Informe"))]
)
def test_atlases_and_stories_are_kept_as_well(capsys, data, qapp, tmp_path, name, more):
    step = StoryStep("Un país", (-1.004e7, 1.47e6, -9.75e6, 1.63e6), None, "", "")
    state = replace(with_own(data, table(["Ana"])), stories=(Story("Informe", (step,)),))
    path = save(tmp_path / "plan.atlas", state)
    assert run(capsys, "export", tmp_path / name, "--project", path, *more)[0] == 0
    assert f"since {name}" in run(capsys, "changes", path)[1]


def test_what_does_not_leave_is_not_kept(capsys, data, qapp, tmp_path):
    state = with_own(data, table(["Ana", "Secret"]))
    layer = replace(state.layer("own-1"), sharing=Sharing(Mark.RESTRICTED))
    path = save(tmp_path / "plan.atlas", state.with_layer(layer))
    picture = tmp_path / "map.svg"
    assert run(capsys, "export", picture, "--project", path, "--size", "400x300")[0] == 0
    kept = (tmp_path / "plan.atlas.exported").read_bytes()
    assert b"Secret" not in kept
    assert b"Posts" not in kept
    assert str(tmp_path).encode() not in kept


def test_listing_what_would_leave_keeps_nothing(capsys, projects, qapp, tmp_path):
    old, _ = projects
    picture = tmp_path / "map.svg"
    assert run(capsys, "export", picture, "--project", old, "--list")[0] == 0
    assert not (tmp_path / "old.atlas.exported").exists()


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 nothing"])
def test_what_is_no_project_is_told(capsys, projects, tmp_path, content):
    other = tmp_path / "other.atlas"
    if content is not None:
        other.write_bytes(content)
    status, _, err = run(capsys, "changes", other, projects[1])
    assert status == 1
    assert "other.atlas" in err


def marks_said(path):
    """Return the texts of an SVG from the heading of the marks on."""
    texts = [text.text for text in ET.parse(path).getroot().iter(f"{SVG}text")]
    return texts[texts.index("What changed since old.atlas") :]


def test_a_map_is_exported_with_marks(capsys, data, projects, qapp, tmp_path):
    old, _ = projects
    unplaced = table(["Ana", "Carla", "Eva"], ids=[1, 3, 4])
    places, placed = np.array([(-89.0, 13.5), (-88.0, 13.6), (0, 0)]), np.array([True, True, False])
    unplaced = replace(unplaced, geometry=from_points(places, placed))
    new = save(tmp_path / "new.atlas", with_own(data, unplaced))
    picture = tmp_path / "map.svg"
    ask = ("export", picture, "--project", new, "--changes-since", old)
    assert run(capsys, *ask)[0] == 0
    said = marks_said(picture)
    assert said[1:4] == ["Added", "Removed", "1 change without a place is not marked"]
    first = picture.read_bytes()
    assert run(capsys, *ask)[0] == 0
    assert picture.read_bytes() == first
    out = run(capsys, *ask, "--list", language="es")[1]
    assert "Marcas: Qué cambió desde old.atlas" in out
    assert "Agregado: 1" in out


def test_marks_since_an_export(capsys, data, projects, qapp, tmp_path):
    old, _ = projects
    picture = tmp_path / "map.svg"
    assert run(capsys, "export", tmp_path / "first.png", "--project", old)[0] == 0
    save(old, with_own(data, table(["Ana"])))
    kept = tmp_path / "old.atlas.exported"
    status, out, _ = run(
        capsys, "export", picture, "--project", old, "--changes-since", kept, "--list"
    )
    assert status == 0
    assert "Marks: What changed since first.png of" in out
    assert "Removed: 1" in out


def test_what_is_restricted_now_is_not_marked(capsys, data, qapp, tmp_path):
    old = save(tmp_path / "old.atlas", with_own(data, table(["Ana", "Berta"])))
    state = with_own(data, table(["Ana"]))
    layer = replace(state.layer("own-1"), sharing=Sharing(Mark.RESTRICTED))
    new = save(tmp_path / "new.atlas", state.with_layer(layer))
    picture = tmp_path / "map.svg"
    assert run(capsys, "export", picture, "--project", new, "--changes-since", old)[0] == 0
    assert marks_said(picture)[1] == "Nothing is different."


def test_an_export_with_internal_data_is_not_compared_with_a_public_one(
    capsys, data, qapp, tmp_path
):
    state = with_own(data, table(["Ana", "Berta"]))
    layer = replace(state.layer("own-1"), sharing=Sharing(Mark.INTERNAL))
    path = save(tmp_path / "old.atlas", state.with_layer(layer))
    kept, picture = tmp_path / "old.atlas.exported", tmp_path / "map.svg"
    ask = ("export", picture, "--project", path)
    assert run(capsys, *ask, "--internal")[0] == 0
    since = ("--changes-since", kept)
    status, _, err = run(capsys, *ask, "--public", *since)
    assert status == 1
    assert "old.atlas.exported tells what left with internal data" in err
    assert run(capsys, *ask, "--internal", *since)[0] == 0
    # Since a public export, internal data is not compared.
    assert run(capsys, *ask, "--public")[0] == 0
    out = run(capsys, *ask, "--internal", *since, "--list")[1]
    assert "Nothing is different." in out
    assert "Posts · 2" in out


@pytest.mark.parametrize("more", [("--atlas", "departments"), ("--story", "Informe")])
def test_marks_are_for_one_map(capsys, projects, qapp, tmp_path, more):
    old, new = projects
    files = ("export", tmp_path / "a.pdf", "--project", new, "--changes-since", old)
    status, _, err = run(capsys, *files, *more)
    assert status == 1
    assert "--changes-since" in err
    assert not (tmp_path / "a.pdf").exists()


def test_an_old_project_that_is_not_whole_is_told(capsys, data, projects, tmp_path):
    csv = tmp_path / "posts.csv"
    csv.write_text("name,lon,lat\nAna,-89.2,13.7\n", "utf-8")
    source = FileSource(str(csv), "posts", "point")
    old = save(tmp_path / "old.atlas", with_own(data, table(["Ana"]), source=source))
    csv.unlink()
    status, _, err = run(
        capsys, "export", tmp_path / "a.svg", "--project", projects[1], "--changes-since", old
    )
    assert status == 1
    assert "posts.csv cannot be opened" in err
