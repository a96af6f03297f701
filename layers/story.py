"""Stories: views in an order, each with what is to be said of it, to be shown to others.

A step keeps which layers are shown, not their records or looks: it shows the map as it is now.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from geodata.frozen import frozen
from layers.period import Period
from layers.view import Bounds

MOST_STORIES, MOST_STEPS = 100, 300
LONGEST_NAME, LONGEST_TITLE, LONGEST_TEXT = 80, 200, 10_000
"""Characters that a story's name, a step's title, and its text or notes may have."""


@frozen
class StoryStep:
    """A view with what is to be said of it.

    Attributes:
        title: what it is called, "" for nothing.
        extent: the part of the map that is shown, metres (EPSG:3857).
        layers: id and opacity (0 to 1) of each layer that is shown; None for the layers as the
            map has them.
        text: what those who look at it read.
        notes: what the speaker reads; they are in slides, and in no page that others read.
        period: the period of time that is looked at, None for all time.
        selected: layer and feature that are marked, None for none.
    """

    title: str
    extent: Bounds
    layers: tuple[tuple[str, float], ...] | None = None
    text: str = ""
    notes: str = ""
    period: Period | None = None
    selected: tuple[str, str] | None = None


@frozen
class Story:
    """Steps in an order.

    Attributes:
        name: what the planner calls it; unique in a map.
        steps: the steps.
    """

    name: str
    steps: tuple[StoryStep, ...] = ()

    def with_step(self, place: int, step: StoryStep) -> Story:
        """Return the story with one step replaced."""
        return Story(self.name, (*self.steps[:place], step, *self.steps[place + 1 :]))

    def with_added(self, place: int, step: StoryStep) -> Story:
        """Return the story with a step put in at a place."""
        return Story(self.name, (*self.steps[:place], step, *self.steps[place:]))

    def without(self, place: int) -> Story:
        """Return the story without a step."""
        return Story(self.name, (*self.steps[:place], *self.steps[place + 1 :]))

    def with_moved(self, place: int, to: int) -> Story:
        """Return the story with a step moved to another place."""
        return self.without(place).with_added(to, self.steps[place])


def mistake_in(story: Story) -> str:
    """Return what is wrong with a story, "" if nothing is."""
    if not story.name.strip() or len(story.name) > LONGEST_NAME:
        return f"a story has a name of at most {LONGEST_NAME} characters"
    if len(story.steps) > MOST_STEPS:
        return f"a story has at most {MOST_STEPS} steps"
    for step in story.steps:
        if len(step.title) > LONGEST_TITLE:
            return f"a step's title has at most {LONGEST_TITLE} characters"
        if max(len(step.text), len(step.notes)) > LONGEST_TEXT:
            return f"a step's text has at most {LONGEST_TEXT} characters"
        low_x, low_y, high_x, high_y = step.extent
        if not (all(map(math.isfinite, step.extent)) and low_x < high_x and low_y < high_y):
            return "an extent has its lower bounds first"
        if any(not 0 <= opacity <= 1 for _, opacity in step.layers or ()):
            return "opacity is a number from 0 to 1"
    return ""


def free_story_name(name: str, stories: Iterable[Story]) -> str:
    """Return a name that none of the stories has, with a number if it needs one."""
    taken = {story.name for story in stories}
    name = name[:LONGEST_NAME]
    number, free = 1, name
    while free in taken:
        number += 1
        ending = f" {number}"
        free = name[: LONGEST_NAME - len(ending)] + ending
    return free
