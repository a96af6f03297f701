"""One map as a slide: title, map and legend that can be edited, the sources in the notes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.exports.atlas_sheet import Sheet
from app.exports.options import PageOptions
from app.exports.page_layout import subtitle_text
from app.exports.sealing.seal import manifest_for
from app.exports.steps.drawing import MapDrawer
from app.exports.steps.looks import Looks, other_look
from app.exports.steps.page import Step, lines
from app.exports.story_sheet import cut_remarks, map_sheet, text_lines
from app.furniture.credits import short_names
from layers.manifest import Manifest
from layers.scene import Scene
from layers.texts import Texts


@dataclass(frozen=True, eq=False)
class MapJob:
    """What shall be written (an `app.exports.sheet_job.SheetJob`) of one map.

    Attributes:
        scene: what it shows.
        options: the area, the words and the parts of its page.
        texts: the language.
    """

    scene: Scene
    options: PageOptions
    texts: Texts

    @property
    def title(self) -> str:
        """What the map is called."""
        return self.scene.title

    @property
    def count(self) -> int:
        """One: the map."""
        return 1

    @property
    def manifest(self) -> Manifest:
        """What the file is made of."""
        return manifest_for(self.scene)

    def resized(self, options: PageOptions) -> MapJob:
        """Return the same map at another size."""
        return replace(self, options=self.options.resized(options))

    def sheet(self, number: int) -> Sheet:  # noqa: ARG002 - there is one
        """Return the sheet."""
        kicker = subtitle_text(self.scene, self.options, self.texts)
        return map_sheet(self.scene, kicker, self.options, self.texts)

    def notes(self, number: int, sheet: Sheet) -> list[str]:  # noqa: ARG002 - there is one
        """Return what the planner noted, and whom the map credits."""
        whose = [credit.citation or credit.short for credit in self.scene.credits]
        noted = text_lines(self.options.notes)
        return [*noted, self.texts.gettext("Sources") + ":", *whose]

    def remarks(self, number: int, sheet: Sheet) -> list[str]:
        """Return whether the title or the notes were cut."""
        return cut_remarks(sheet, self.options.notes, number, self.texts)

    def looks(self) -> Looks:
        """Return what the map shows, in both looks."""
        return Looks(self.scene, other_look(self.scene))

    def step(self, number: int, looks: Looks, drawer: MapDrawer) -> Step:  # noqa: ARG002
        """Return the one step."""
        shown = ", ".join(dict.fromkeys(section.name for section in self.scene.legend))
        words = self.texts.gettext("Map of {area}. It shows: {layers}.")
        return Step(
            title=self.title,
            kicker=subtitle_text(self.scene, self.options, self.texts),
            looks=looks,
            area=self.options.area or self.scene.home,
            body=lines("p", text_lines(self.options.notes), "told"),
            sources=short_names(self.scene),
            words=words.format(area=self.title, layers=shown),
            is_view=True,
        )
