"""A story as it may leave: the scene of each step, of what the marks let out."""

from __future__ import annotations

from geodata.frozen import frozen
from layers.document import MapState
from layers.leaving import Leaving, Sender
from layers.scene import Scene
from layers.scene_builder import SceneBuilder
from layers.story import Story
from layers.story_steps import all_steps_state, find_story, lost_layers, step_state
from layers.texts import Texts


class StoryError(ValueError):
    """A story cannot be shown; the message says why and what to do."""


@frozen
class LeavingStory:
    """A story that may leave.

    Attributes:
        story: its words.
        title: what the map is called.
        scenes: what the map of each step shows.
        whole: every layer that one of them shows.
        leaving: all that it holds.
        lost: how many layers of its steps the map has no longer.
    """

    story: Story
    title: str
    scenes: tuple[Scene, ...]
    whole: Scene
    leaving: Leaving
    lost: int


def story_of(state: MapState, name: str, texts: Texts) -> Story:
    """Return the story of a name, which has steps.

    Raises:
        StoryError: if there is none, or it is empty; the message names those there are.
    """
    story = find_story(state, name)
    if story is None:
        names = ", ".join(one.name for one in state.stories)
        message = texts.gettext("--story: the map has no story “{name}”; it has {names}")
        if not names:
            message = texts.gettext(
                "--story: the map has no stories; name a project that has one with --project"
            )
        raise StoryError(message.format(name=name, names=names))
    if not story.steps:
        message = texts.gettext("the story “{name}” has no steps; add views to it first")
        raise StoryError(message.format(name=name))
    return story


def leaving_story(
    state: MapState,
    builder: SceneBuilder,
    story: Story,
    texts: Texts,
    theme: str,
    *,
    include_internal: bool,
) -> LeavingStory:
    """Return what may leave of a story.

    Args:
        state: the document.
        builder: makes its scenes; its period is changed.
        story: the story.
        texts: the language.
        theme: one of `layers.looks.LOOKS`.
        include_internal: whether what is internal leaves too; somebody was asked.
    """
    sender = Sender(builder)
    told = all_steps_state(state, story.steps)
    builder.period = None
    whole = sender.scene(told, texts, theme, include_internal=include_internal)
    leaving = sender.leaving(told, whole, texts)
    scenes: list[Scene] = []
    for step in story.steps:
        shown = step_state(state, step)
        if step.period is not None:
            _know_dates(builder, sender.state(shown, include_internal=include_internal))
        builder.period = step.period
        scenes.append(sender.scene(shown, texts, theme, include_internal=include_internal))
    builder.period = None
    lost = sum(lost_layers(state, step) for step in story.steps)
    return LeavingStory(story, whole.title, tuple(scenes), whole, leaving, lost)


def _know_dates(builder: SceneBuilder, state: MapState) -> None:
    """Look through the dates of every layer, however large: here one can wait for it."""
    for layer in state:
        if layer.visible and layer.group != "base":
            builder.dated.find(layer.id, builder.table(layer.id, state))
