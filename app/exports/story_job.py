"""A story to be written: its sheets, and its steps."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.exports.atlas_sheet import Sheet
from app.exports.options import PageOptions
from app.exports.sealing.seal import manifest_for
from app.exports.steps.drawing import MapDrawer
from app.exports.steps.looks import Looks, other_look
from app.exports.steps.page import Step, lines
from app.exports.story_sheet import cut_remarks, is_told, story_sheet, text_lines
from app.furniture.credits import short_names
from layers.manifest import Manifest
from layers.story_leaving import LeavingStory
from layers.story_steps import step_title
from layers.texts import Texts


@dataclass(frozen=True, eq=False)
class StoryJob:
    """What shall be written (an `app.exports.sheet_job.SheetJob`).

    Attributes:
        made: the story, of what may leave.
        options: the size of the pages; its area is not used.
        texts: the language.
    """

    made: LeavingStory
    options: PageOptions
    texts: Texts

    @property
    def title(self) -> str:
        """What the story is called."""
        return self.made.story.name

    @property
    def count(self) -> int:
        """How many steps there are."""
        return len(self.made.story.steps)

    @property
    def manifest(self) -> Manifest:
        """What the files are made of."""
        return manifest_for(self.made.scenes, self.title, self.count)

    def resized(self, options: PageOptions) -> StoryJob:
        """Return the same story at another size."""
        return replace(self, options=self.options.resized(options))

    def sheet(self, number: int) -> Sheet:
        """Return the sheet of a step, the first being number 0."""
        step, scene = self.made.story.steps[number], self.made.scenes[number]
        place = number + 1, self.count
        title = step_title(step, number, self.texts)
        return story_sheet(
            step, title, self._kicker(number), place, scene, self.options, self.texts
        )

    def notes(self, number: int, sheet: Sheet) -> list[str]:
        """Return the speaker's notes, a text that found no room whole, and whom the map credits."""
        whose = [credit.citation or credit.short for credit in sheet.scene.credits]
        step = self.made.story.steps[number]
        noted = text_lines(step.notes)
        if not is_told(sheet, step.text):
            noted += text_lines(step.text)
        return [*noted, self.texts.gettext("Sources") + ":", *whose]

    def remarks(self, number: int, sheet: Sheet) -> list[str]:
        """Return whether the title or the text was cut."""
        return cut_remarks(sheet, self.made.story.steps[number].text, number, self.texts)

    def looks(self) -> Looks:
        """Return what all maps show together."""
        return Looks(self.made.whole, other_look(self.made.whole))

    def step(self, number: int, looks: Looks, drawer: MapDrawer) -> Step:  # noqa: ARG002
        """Return a step, the first being number 0."""
        step, scene = self.made.story.steps[number], self.made.scenes[number]
        title = step_title(step, number, self.texts)
        shown = ", ".join(dict.fromkeys(section.name for section in scene.legend))
        words = self.texts.gettext("Map of {area}. It shows: {layers}.")
        return Step(
            title=title,
            kicker=self._kicker(number),
            looks=Looks(scene, other_look(scene)),
            area=step.extent,
            body=lines("p", text_lines(step.text), "told"),
            sources=short_names(scene),
            words=words.format(area=title, layers=shown),
            is_view=True,
        )

    def _kicker(self, number: int) -> str:
        """Return the line above a title: the story, the map, the years of its facts."""
        scene = self.made.scenes[number]
        as_of = self.texts.gettext("Facts as of {years}").format(years=self.texts.date(scene.as_of))
        said = (self.title, scene.title, as_of if scene.as_of else "")
        return " · ".join(dict.fromkeys(filter(None, said)))
