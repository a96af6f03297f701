"""Finished atlases and stories are read back page by page; tampering is noticed in each kind."""

from dataclasses import replace

import numpy as np
import pytest

from app.exports.atlas_export import write_atlas
from app.exports.atlas_job import AtlasJob
from app.exports.options import PageOptions
from app.exports.parity.job_check import JobCheck
from app.exports.story_job import StoryJob
from layers.atlas_leaving import leaving_atlas
from layers.builtin_map import builtin_map
from layers.commands import SetStories
from layers.scene_builder import SceneBuilder
from layers.story import Story, StoryStep
from layers.story_leaving import leaving_story
from layers.texts import LANGUAGES, Texts

UNITS, PLACE = "anti-extortion-units", "ahuachapan"
ENDINGS = ("pdf", "png", "pptx", "html")
OPTIONS = PageOptions(1123, 794, 96)
WEST = (-10_010_000.0, 1_520_000.0, -9_900_000.0, 1_600_000.0)
EAST = (-9_860_000.0, 1_480_000.0, -9_770_000.0, 1_550_000.0)
STORY = Story(
    "Informe",
    (
        StoryStep("Occidente", WEST, None, "Tres delegaciones."),
        StoryStep(
            "Oriente", EAST, (("delegations", 1.0), ("land", 1.0), ("anti-extortion-units", 1.0))
        ),
    ),
)


class Forged:
    """A job whose files carry the manifest of another: what forgers would do."""

    def __init__(self, job, genuine):
        self._job, self.manifest = job, genuine.manifest

    def __getattr__(self, name):
        return getattr(self._job, name)


def make_atlas(data, language):
    """Return the cover and the first two pages."""
    texts = Texts(language)
    made = leaving_atlas(
        builtin_map(data), SceneBuilder(data), "delegations", texts, "light", include_internal=False
    )
    atlas = replace(made.atlas, pages=made.atlas.pages[:2])
    return AtlasJob(atlas, made.scene, OPTIONS, texts)


def make_story(data, language):
    texts = Texts(language)
    state = SetStories((STORY,)).apply(builtin_map(data))
    made = leaving_story(state, SceneBuilder(data), STORY, texts, "light", include_internal=False)
    return StoryJob(made, OPTIONS, texts)


@pytest.fixture(scope="module")
def atlas(data, fonts):
    return make_atlas(data, "es")


@pytest.fixture(scope="module")
def story(data, fonts):
    return make_story(data, "es")


def differences(folder, ending, written, genuine):
    """Return in what a file of a job differs from another job, whose manifest it carries."""
    reports = write_atlas(folder / f"made.{ending}", Forged(written, genuine))
    return JobCheck(genuine).differences(*(report.path.read_bytes() for report in reports))


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [make_atlas, make_story])
def test_each_page_holds_what_its_sheet_holds(data, fonts, tmp_path, make, language, ending):
    job = make(data, language)
    assert differences(tmp_path, ending, job, job) == ()


# What is another


def with_layer(scene, layer_id, **changes):
    layers = tuple(
        replace(each, **changes) if each.id == layer_id else each for each in scene.layers
    )
    return replace(scene, layers=layers)


def without_a_feature(scene, layer_id, feature_id):
    layer = scene.layer(layer_id)
    symbol_of = layer.symbol_of.copy()
    symbol_of[layer.table.ids == feature_id] = -1
    assert (symbol_of != layer.symbol_of).any()
    return with_layer(scene, layer_id, symbol_of=symbol_of)


def with_other_names(scene):
    layer = scene.layer("delegations")
    labels = np.where(layer.labels == "Ahuachapán", "Elsewhere", layer.labels)
    assert (labels != layer.labels).any()
    return with_layer(scene, "delegations", labels=labels)


def with_other_words_in_the_legend(scene):
    section = next(each for each in scene.legend if len(each.entries) > 1)
    entries = (replace(section.entries[0], text="Elsewhere"), *section.entries[1:])
    other = replace(section, entries=entries)
    legend = tuple(other if each is section else each for each in scene.legend)
    return replace(scene, legend=legend)


SCENES = {
    "a feature": lambda scene: without_a_feature(scene, UNITS, f"unit-{PLACE}"),
    "an area": lambda scene: without_a_feature(scene, "delegations", PLACE),
    "a name": with_other_names,
    "the legend": with_other_words_in_the_legend,
}
SAID = {
    "a feature": (f"picture: {UNITS}", f"{UNITS}: "),
    "an area": ("delegations: ",),
    "a name": ("names: ",),
    "the legend": ("legend: ", "text: "),
}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("change", SCENES)
def test_an_atlas_that_shows_something_else_is_noticed(atlas, tmp_path, ending, change):
    other = replace(atlas, scene=SCENES[change](atlas.scene))
    found = differences(tmp_path, ending, other, atlas)
    assert any(words in each for each in found for words in SAID[change]), found


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("change", ["an area", "the legend"])
def test_a_story_that_shows_something_else_is_noticed(story, tmp_path, ending, change):
    first, second = story.made.scenes
    made = replace(story.made, scenes=(SCENES[change](first), second))
    found = differences(tmp_path, ending, replace(story, made=made), story)
    assert any(words in each for each in found for words in SAID[change]), found
    assert all(each.startswith("1: ") for each in found)


def with_page(atlas, number, **changes):
    pages = list(atlas.atlas.pages)
    pages[number] = replace(pages[number], **changes)
    return replace(atlas, atlas=replace(atlas.atlas, pages=tuple(pages)))


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_figure_that_is_another_is_noticed(atlas, tmp_path, ending):
    page = atlas.atlas.pages[1]
    figures = (replace(page.figures[0], value="98.765"), *page.figures[1:])
    found = differences(tmp_path, ending, with_page(atlas, 1, figures=figures), atlas)
    assert all(each.startswith("3: ") for each in found)
    said = "text: " if ending in ("png", "pptx") else "figure"
    assert any(each.startswith(f"3: {said}") for each in found), found


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_count_of_a_program_that_is_another_is_noticed(atlas, tmp_path, ending):
    page = atlas.atlas.pages[1]
    programs = (replace(page.programs[0], count=77), *page.programs[1:])
    found = differences(tmp_path, ending, with_page(atlas, 1, programs=programs), atlas)
    assert found
    assert all(each.startswith("3: ") for each in found)


@pytest.mark.parametrize("ending", ENDINGS)
def test_pages_that_changed_places_are_noticed(atlas, tmp_path, ending):
    first, second = atlas.atlas.pages
    pages = (replace(second, number=1), replace(first, number=2))
    other = replace(atlas, atlas=replace(atlas.atlas, pages=pages))
    found = differences(tmp_path, ending, other, atlas)
    assert {each.partition(":")[0] for each in found} >= {"2", "3"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_steps_that_changed_places_are_noticed(story, tmp_path, ending):
    made = story.made
    steps = tuple(reversed(made.story.steps))
    other = replace(made, story=replace(made.story, steps=steps), scenes=made.scenes[::-1])
    found = differences(tmp_path, ending, replace(story, made=other), story)
    assert {each.partition(":")[0] for each in found} == {"1", "2"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_page_that_is_missing_is_noticed(atlas, tmp_path, ending):
    short = replace(atlas, atlas=replace(atlas.atlas, pages=atlas.atlas.pages[:1]))
    assert "pages: 3 expected, 2 found" in differences(tmp_path, ending, short, atlas)


@pytest.mark.parametrize("ending", ENDINGS)
def test_another_text_is_noticed(story, tmp_path, ending):
    made = story.made
    steps = (replace(made.story.steps[0], text="Cuatro delegaciones."), made.story.steps[1])
    other = replace(made, story=replace(made.story, steps=steps))
    found = differences(tmp_path, ending, replace(story, made=other), story)
    assert any(each.startswith("1: text: ") for each in found), found
