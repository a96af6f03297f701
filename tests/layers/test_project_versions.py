"""Projects of every version that ever was are read for ever; the files were saved by that version.

Where the last test fails, what is saved has changed: raise `layers.project.VERSION`, say in
`MIGRATIONS` what becomes of older files, and store a file of the new version beside the others.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geodata.builtin import BuiltinData
from layers import project
from layers.builtin_map import builtin_map
from layers.document import MapState, Placement
from layers.project import read_project, write_project
from layers.sharing import Mark, Positions, Sharing
from layers.style import PointSymbol, Proportional, Single

STORED = Path(__file__).parent / "projects"
START = builtin_map(BuiltinData())
EVERY = sorted(STORED.glob("version-*.atlas"))
BOUNDS = (-9950000.0, 1500000.0, -9900000.0, 1550000.0)


def description(file: Path | io.BytesIO) -> dict[str, Any]:
    with zipfile.ZipFile(file) as archive:
        found: dict[str, Any] = json.loads(archive.read("project.json"))
    return found


def saved_again(state: MapState, revision: str = "") -> dict[str, Any]:
    file = io.BytesIO()
    write_project(file, Path("a.atlas"), state, {"language": "es"}, revision=revision)
    return description(file)


def stored(name: str) -> MapState:
    opened = read_project(STORED / f"{name}.atlas", START)
    assert opened.problems == ()
    return opened.state


def test_there_is_a_file_of_every_version() -> None:
    versions = {description(path)["version"] for path in EVERY}
    assert versions == set(range(1, project.VERSION + 1))
    assert set(project.MIGRATIONS) == set(range(1, project.VERSION))


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_each_opens_with_all_that_it_held(path: Path) -> None:
    held = description(path)
    opened = read_project(path, START)
    state = opened.state
    assert opened.problems == ()
    assert (state.title, opened.view) == (held["title"], {"language": "es"})
    assert opened.revision == f"r{held['version']}"
    assert state.placements == {
        ("model-precincts", "station-10"): Placement(-89.1, 13.6, "2026-11-01")
    }
    assert not state.layer("lakes").visible
    table = state.tables["own-1"]
    assert [table.value(row, "name") for row in range(len(table))] == ["Uno", "Dós"]
    assert [table.value(row, "n") for row in range(len(table))] == [3, 5]
    assert [layer.id for layer in state][-len(held["layers"]) :] == [
        layer["id"] for layer in held["layers"]
    ]


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_each_is_saved_as_the_newest_and_loses_nothing(path: Path) -> None:
    held = description(path)
    again = saved_again(read_project(path, START).state, held["revision"])
    assert again.pop("version") == project.VERSION
    del held["version"]
    known = {layer["id"] for layer in held["layers"]}
    again["layers"] = [layer for layer in again["layers"] if layer["id"] in known]
    assert_holds(again, held)


def assert_holds(again: Any, held: Any) -> None:
    """Make sure that all of ``held`` is in ``again``, which may know more."""
    if isinstance(held, dict):
        for name, value in held.items():
            assert_holds(again[name], value)
    elif isinstance(held, list) and isinstance(again, list):
        assert len(again) == len(held)
        for one, other in zip(again, held, strict=True):
            assert_holds(one, other)
    else:
        assert again == held


def test_version_1_has_what_there_was() -> None:
    state = stored("version-1")
    assert state.layer("own-1").style.renderer == Single(PointSymbol("star", "#0072b2", 6))
    assert state.layer("own-1").sharing == Sharing()
    assert (state.bookmarks, state.layouts, state.stories) == ((), (), ())


@pytest.mark.parametrize("name", ["version-2", "version-2-with-stories", "version-3"])
def test_version_2_knows_sizes_marks_bookmarks_and_layouts(name: str) -> None:
    state = stored(name)
    assert isinstance(state.layer("own-1").style.renderer, Proportional)
    sharing = Sharing(Mark.INTERNAL, (("n", Mark.RESTRICTED),), Positions.HUNDREDTH)
    assert state.layer("own-1").sharing == sharing
    assert [(mark.name, mark.extent) for mark in state.bookmarks] == [("Costa", BOUNDS)]
    assert [(layout.name, layout.paper) for layout in state.layouts] == [("Informe", "letter")]


@pytest.mark.parametrize(
    ("name", "count"), [("version-2", 0), ("version-2-with-stories", 1), ("version-3", 1)]
)
def test_stories_come_with_version_3_and_with_the_last_files_of_version_2(
    name: str, count: int
) -> None:
    stories = stored(name).stories
    assert len(stories) == count
    for story in stories:
        (step,) = story.steps
        assert (story.name, step.title, step.text, step.notes) == (
            "Brief",
            "Costa",
            "Texto",
            "Nota",
        )
        assert step.layers == (("own-1", 0.5),)


def names_in(value: Any, place: str = "") -> Iterator[str]:
    """Yield where names stand in a description, whatever their values."""
    if isinstance(value, dict):
        for name, part in value.items():
            # These names are ids of layers.
            known = "*" if place == ".tables" else name
            yield f"{place}.{known}"
            yield from names_in(part, f"{place}.{known}")
    elif isinstance(value, list):
        for part in value:
            yield from names_in(part, place)


def test_what_is_saved_is_what_the_newest_version_has() -> None:
    path = STORED / f"version-{project.VERSION}.atlas"
    again = saved_again(read_project(path, START).state)
    assert set(names_in(again)) == set(names_in(description(path)))
