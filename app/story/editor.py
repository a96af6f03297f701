"""What can be done to the stories of the map; every change is a command that can be undone."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from app.canvas.canvas import MapCanvas
from app.canvas.subscriptions import Subscriptions
from app.session import Session
from layers.commands import Command, Compound, SetOpacity, SetStories, SetVisible
from layers.document import MapState
from layers.story import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_STEPS,
    MOST_STORIES,
    Story,
    StoryStep,
    free_story_name,
)
from layers.story_steps import renewed, selected_of, step_of_view
from layers.texts import N_
from layers.view import fit

WORDS = {"title": LONGEST_TITLE, "text": LONGEST_TEXT, "notes": LONGEST_TEXT}
"""What a step says, and how many characters each may have."""


class StoryEditor(QObject):
    """Changes the story that is chosen, and shows its steps on the map.

    Attributes:
        changed: there are other stories, or another story or step is chosen.
        told: something was done or cannot be; what, in the interface's language.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, session: Session, canvas: MapCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._canvas = session, canvas
        self._name, self._place = "", 0
        self._gesture: tuple[object, ...] | None = None
        self._subscriptions = Subscriptions(self)
        self._subscriptions.listen(session.document.events.changed, self._follow)

    # What there is

    @property
    def stories(self) -> tuple[Story, ...]:
        """The stories of the map."""
        return self._session.document.state.stories

    @property
    def story(self) -> Story | None:
        """The story that is chosen, None if there is none at all."""
        stories = self.stories
        return next((one for one in stories if one.name == self._name), next(iter(stories), None))

    @property
    def place(self) -> int:
        """The place of the step that is chosen, from 0; -1 if there is none."""
        story = self.story
        return min(self._place, len(story.steps) - 1) if story is not None else -1

    @property
    def step(self) -> StoryStep | None:
        """The step that is chosen, None if there is none."""
        story = self.story
        return story.steps[self.place] if story is not None and story.steps else None

    def stop(self) -> None:
        """Follow the map no more."""
        self._subscriptions.end()

    # Stories

    def choose(self, name: str) -> None:
        """Choose a story, and its first step."""
        self._name, self._place = name, 0
        self.end_writing()
        self.changed.emit()

    def add_story(self, name: str) -> None:
        """Make a story without steps, and choose it."""
        _ = self._session.texts.gettext
        if len(self.stories) >= MOST_STORIES:
            self.told.emit(_("There are as many stories as a map can have"))
            return
        story = Story(free_story_name(name.strip() or _("Story"), self.stories))
        self._name, self._place = story.name, 0
        self._set((*self.stories, story))

    def rename(self, name: str) -> None:
        """Give the story another name."""
        story = self.story
        if story is None or not name.strip():
            return
        others = [one for one in self.stories if one is not story]
        new = Story(free_story_name(name.strip(), others), story.steps)
        self._name = new.name
        self._set(tuple(new if one is story else one for one in self.stories))

    def remove_story(self) -> None:
        """Remove the story."""
        self._set(tuple(one for one in self.stories if one is not self.story))

    # Steps

    def select(self, place: int) -> None:
        """Choose a step; the map stays as it is."""
        if place != self._place:
            self._place = max(place, 0)
            self.end_writing()
            self.changed.emit()

    def add_view(self) -> None:
        """Add a step of what the map shows, behind the one that is chosen; choose it."""
        _ = self._session.texts.gettext
        if self.story is None:
            self.add_story(_("Story"))
        story = self.story
        assert story is not None, "a story was made just now"
        if len(story.steps) >= MOST_STEPS:
            self.told.emit(_("The story has as many steps as it can have"))
            return
        place = self.place + 1
        number = self._session.texts.number(len(story.steps) + 1)
        title = _("View {number}").format(number=number)
        self._place = place
        self._replace(story.with_added(place, self._now(title)))
        words = _("Added to the story “{story}”: {step}")
        self.told.emit(words.format(story=story.name, step=title))

    def renew_view(self) -> None:
        """Let the step show what the map shows now; its words stay."""
        story, step = self.story, self.step
        if story is not None and step is not None:
            self._replace(story.with_step(self.place, renewed(step, self._now(""))))
            self.told.emit(self._session.texts.gettext("The step shows what the map shows now"))

    def move(self, by: int) -> None:
        """Move the step forward (1) or back (-1) in the order."""
        story, place = self.story, self.place
        if story is not None and story.steps and 0 <= place + by < len(story.steps):
            self._place = place + by
            self._replace(story.with_moved(place, place + by))

    def remove_step(self) -> None:
        """Remove the step."""
        story, place = self.story, self.place
        if story is not None and place >= 0:
            self._place = max(min(place, len(story.steps) - 2), 0)
            self._replace(story.without(place))

    def write(self, part: str, words: str) -> None:
        """Change what a step says; what is written in one go is undone as one.

        Args:
            part: one of `WORDS`.
            words: the new words.
        """
        story, step = self.story, self.step
        if story is None or step is None or getattr(step, part) == words:
            return
        said = {name: getattr(step, name) for name in WORDS} | {part: words[: WORDS[part]]}
        new = StoryStep(
            extent=step.extent,
            layers=step.layers,
            period=step.period,
            selected=step.selected,
            **said,
        )
        if self._gesture is None or self._gesture[:3] != (part, story.name, self.place):
            self._gesture = (part, story.name, self.place, object())
        self._replace(story.with_step(self.place, new), self._gesture)

    def end_writing(self) -> None:
        """Let what is written next be undone by itself."""
        self._gesture = None

    def show_step(self) -> None:
        """Show the step on the map: its layers, its part of the map, its period."""
        step = self.step
        if step is None:
            return
        state = self._session.document.state
        changes = tuple(_layer_changes(state, step))
        if changes:
            self._session.execute(Compound(N_("Show layers"), changes))
        view = self._session.view_state
        view.period = step.period
        selected = selected_of(step)
        view.select(selected if selected is not None and state.has(selected.layer_id) else None)
        width, height = max(self._canvas.width(), 1), max(self._canvas.height(), 1)
        self._canvas.set_view(fit(step.extent, width, height, margin=0.0))

    # Parts

    def _now(self, title: str) -> StoryStep:
        session = self._session
        bounds = self._canvas.view.bounds
        return step_of_view(session.document.state, session.view_state, bounds, title)

    def _replace(self, story: Story, gesture: object | None = None) -> None:
        stories = (story if one.name == story.name else one for one in self.stories)
        self._set(tuple(stories), gesture)

    def _set(self, stories: tuple[Story, ...], gesture: object | None = None) -> None:
        if gesture is None:
            self.end_writing()
        self._session.execute(SetStories(stories), gesture)

    def _follow(self, old: MapState, new: MapState) -> None:
        # A step tells which of its layers are gone.
        has_others = {layer.id for layer in old} != {layer.id for layer in new}
        if old.stories is not new.stories or has_others:
            self.changed.emit()


def _layer_changes(state: MapState, step: StoryStep) -> Iterator[Command]:
    """Yield what must change for the map to have the layers of a step."""
    if step.layers is None:
        return
    shown = dict(step.layers)
    for layer in state:
        if layer.visible != (layer.id in shown):
            yield SetVisible(layer.id, layer.id in shown)
        if layer.id in shown and layer.opacity != shown[layer.id]:
            yield SetOpacity(layer.id, shown[layer.id])
