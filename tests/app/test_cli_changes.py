"""``atlas-seguro changes``, as a user runs it."""

import json
from dataclasses import replace

import pytest

from app.cli import main
from app.projects.saving import Snapshot, save_project
from layers.sharing import Mark, Sharing
from layers.story import Story, StoryStep
from layers.texts import Texts
from tests.layers.changes.tables import table, with_own


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
