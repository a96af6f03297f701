"""Steps of a story and the map: a step of what is shown, and the map that a step shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from layers.document import MapState
from layers.story import LONGEST_TITLE, Story, StoryStep
from layers.texts import Texts
from layers.view import Bounds
from layers.view_state import FeatureRef, ViewState


def step_of_view(state: MapState, view: ViewState, extent: Bounds, title: str) -> StoryStep:
    """Return a step of what is shown now.

    Args:
        state: the document.
        view: what is looked at.
        extent: the part of the map that is shown, metres (EPSG:3857).
        title: what the step is called.
    """
    selected = view.selected
    return StoryStep(
        title=title[:LONGEST_TITLE],
        extent=extent,
        layers=tuple((layer.id, layer.opacity) for layer in state if layer.visible),
        period=view.period,
        selected=None if selected is None else (selected.layer_id, selected.feature_id),
    )


def renewed(step: StoryStep, now: StoryStep) -> StoryStep:
    """Return a step with the view of another; its words stay."""
    return replace(now, title=step.title, text=step.text, notes=step.notes)


def step_state(state: MapState, step: StoryStep) -> MapState:
    """Return the document as a step shows it; layers that are gone are left out."""
    if step.layers is None:
        return state
    shown = dict(step.layers)
    layers = tuple(
        replace(layer, visible=layer.id in shown, opacity=shown.get(layer.id, layer.opacity))
        for layer in state
    )
    return replace(state, layers=layers)


def lost_layers(state: MapState, step: StoryStep) -> int:
    """Return how many layers of a step the document has no longer."""
    return sum(not state.has(layer_id) for layer_id, _ in step.layers or ())


def lost_words(count: int, texts: Texts) -> str:
    """Return what is said of layers that steps show and the map has no longer."""
    words = texts.ngettext(
        "{n} layer of its views is no longer in the map",
        "{n} layers of its views are no longer in the map",
        count,
    )
    return words.format(n=texts.number(count))


def all_steps_state(state: MapState, steps: Iterable[StoryStep]) -> MapState:
    """Return the document with every layer shown that one of the steps shows."""
    ids = {layer.id for step in steps for layer in step_state(state, step) if layer.visible}
    layers = tuple(replace(layer, visible=layer.id in ids) for layer in state)
    return replace(state, layers=layers)


def selected_of(step: StoryStep) -> FeatureRef | None:
    """Return the feature that a step marks, None for none."""
    return None if step.selected is None else FeatureRef(*step.selected)


def step_title(step: StoryStep, place: int, texts: Texts) -> str:
    """Return what a step is called, its number if it has no title; the first place is 0."""
    title = " ".join(step.title.split())
    return title or texts.gettext("Step {number}").format(number=texts.number(place + 1))


def find_story(state: MapState, name: str) -> Story | None:
    """Return the story of a name, None if there is none."""
    return next((story for story in state.stories if story.name == name), None)
