"""Stories: steps in an order, kept with the project, what each shows of the map."""

import json
import zipfile
from dataclasses import replace

import pytest

from layers.builtin_map import builtin_map
from layers.commands import CommandError, SetStories, SetVisible, run
from layers.document import MapDocument
from layers.period import Period
from layers.project import read_project, write_project
from layers.story import MOST_STEPS, Story, StoryStep, free_story_name, mistake_in
from layers.story_steps import (
    all_steps_state,
    renewed,
    selected_of,
    step_of_view,
    step_state,
    step_title,
)
from layers.texts import Texts
from layers.view_state import FeatureRef, ViewState

EXTENT = (-9_950_000.0, 1_500_000.0, -9_900_000.0, 1_550_000.0)
FULL = StoryStep(
    "Uno",
    EXTENT,
    (("delegations", 0.5), ("towns", 1.0)),
    "Dos líneas\nde texto",
    "Para quien habla",
    Period(2010, 2019),
    ("delegations", "x"),
)


@pytest.fixture
def start(data):
    return builtin_map(data)


def saved(tmp_path, state):
    path = tmp_path / "a.atlas"
    with path.open("wb") as file:
        write_project(file, path, state, {})
    return path


def altered(path, change):
    """Change the description of a project."""
    with zipfile.ZipFile(path) as archive:
        content = json.loads(archive.read("project.json"))
    change(content)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.json", json.dumps(content))


def test_stories_come_back_with_the_project(start, tmp_path):
    stories = (Story("Informe", (FULL, StoryStep("", EXTENT))), Story("Vacía"))
    state = SetStories(stories).apply(start)
    opened = read_project(saved(tmp_path, state), start)
    assert opened.problems == ()
    assert opened.state.stories == stories


def test_projects_of_before_open_without_stories(start, tmp_path):
    path = saved(tmp_path, start)
    altered(path, lambda content: content.pop("stories"))
    opened = read_project(path, start)
    assert opened.state.stories == ()
    assert opened.problems == ()


@pytest.mark.parametrize(
    "damage",
    [
        {"name": ""},
        {"name": "a" * 200},
        {"steps": [{"title": "a", "extent": [0, 0, 0, 0]}]},
        {"steps": [{"title": "a", "extent": [0, 0, 1, "x"]}]},
        {"steps": [{"title": "a", "extent": [0, 0, 1, 1], "layers": [["towns", 7]]}]},
        {"steps": 3},
    ],
)
def test_a_damaged_story_is_told_and_the_rest_opens(start, tmp_path, damage):
    path = saved(tmp_path, SetStories((Story("Una", (FULL,)), Story("Otra"))).apply(start))
    altered(path, lambda content: content["stories"][0].update(damage))
    opened = read_project(path, start)
    assert [story.name for story in opened.state.stories] == ["Otra"]
    assert [problem.reason for problem in opened.problems] == [
        "{file}: a story cannot be read ({error})"
    ]


def test_a_change_is_undone(start):
    document = MapDocument(start)
    inverse = run(document, SetStories((Story("Una", (FULL,)),)))
    run(document, inverse)
    assert document.state.stories == ()


def test_what_fits_no_map_is_refused(start):
    many = Story("a", (StoryStep("", EXTENT),) * (MOST_STEPS + 1))
    for stories in ((Story("a"), Story("a")), (Story(" "),), (many,)):
        with pytest.raises(CommandError):
            SetStories(stories).apply(start)
    assert mistake_in(Story("a", (FULL,))) == ""


def test_steps_are_put_in_order():
    one, two, three = (StoryStep(title, EXTENT) for title in ("1", "2", "3"))
    story = Story("a", (one, two, three))
    assert story.with_moved(0, 2).steps == (two, three, one)
    assert story.with_moved(2, 0).steps == (three, one, two)
    assert story.without(1).with_added(0, two).steps == (two, one, three)
    assert story.with_step(1, three).steps == (one, three, three)


def test_a_step_is_what_is_shown_and_shows_it_again(start):
    document = MapDocument(start)
    run(document, SetVisible("towns", True))
    view = ViewState(period=Period(None, 2015), selected=FeatureRef("delegations", "a"))
    step = step_of_view(document.state, view, EXTENT, "Título")
    assert step.period == Period(None, 2015)
    assert selected_of(step) == FeatureRef("delegations", "a")
    run(document, SetVisible("towns", False))
    shown = step_state(document.state, replace(step, layers=(*step.layers, ("gone", 1.0))))
    assert shown.layer("towns").visible
    assert {layer.id for layer in shown if layer.visible} == {id_ for id_, _ in step.layers}
    faint = step_state(document.state, FULL)
    assert {layer.id: layer.opacity for layer in faint if layer.visible} == dict(FULL.layers)
    both = all_steps_state(document.state, (step, FULL))
    visible = {layer.id for layer in both if layer.visible}
    assert visible == {id_ for id_, _ in (*step.layers, *FULL.layers)}


def test_another_view_leaves_the_words():
    now = StoryStep("x", (0.0, 0.0, 1.0, 1.0), None)
    step = renewed(FULL, now)
    assert (step.title, step.text, step.notes) == (FULL.title, FULL.text, FULL.notes)
    assert (step.extent, step.layers, step.period) == (now.extent, None, None)


def test_names():
    assert free_story_name("a", (Story("a"), Story("a 2"))) == "a 3"
    assert len(free_story_name("b" * 80, (Story("b" * 80),))) == 80
    assert step_title(FULL, 0, Texts("es")) == "Uno"
    assert step_title(StoryStep(" \n", EXTENT), 4, Texts("en")) == "Step 5"
