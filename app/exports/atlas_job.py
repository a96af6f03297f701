"""An atlas to be written: its sheets, and its steps."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.exports.atlas_sheet import Sheet, cover_sheet, unit_sheet
from app.exports.options import PageOptions
from app.exports.sealing.seal import manifest_for
from app.exports.steps.atlas_steps import cover_step, unit_looks, unit_step
from app.exports.steps.drawing import MapDrawer
from app.exports.steps.looks import Looks, other_look
from app.exports.steps.page import Step
from app.exports.story_sheet import cut_remarks
from layers.atlas_pages import Atlas
from layers.atlas_scene import unit_scene
from layers.manifest import Manifest
from layers.scene import Scene
from layers.texts import Texts


@dataclass(frozen=True, eq=False)
class AtlasJob:
    """What shall be written.

    Attributes:
        atlas: the pages as data.
        scene: what the document of `layers.atlas_scene.atlas_state` shows.
        options: the size of the pages; its area is not used.
        texts: the language.
    """

    atlas: Atlas
    scene: Scene
    options: PageOptions
    texts: Texts

    @property
    def title(self) -> str:
        """What the whole is called."""
        return self.atlas.title

    @property
    def manifest(self) -> Manifest:
        """What the files are made of."""
        return manifest_for(self.scene, self.atlas.title, self.count)

    @property
    def count(self) -> int:
        """How many pages there are, the cover among them."""
        return len(self.atlas.pages) + 1

    def sheet(self, number: int) -> Sheet:
        """Return a page; the cover is number 0."""
        if not number:
            return cover_sheet(self.atlas, self.scene, self.options, self.texts)
        page = self.atlas.pages[number - 1]
        layer_id, texts = self.atlas.layer_id, self.texts
        scene = unit_scene(self.scene, layer_id, page, texts)
        sheet = unit_sheet(self.atlas, page, scene, self.options, texts)
        # Now that it is known what the map shows, the legend explains just that.
        scene = unit_scene(self.scene, layer_id, page, texts, sheet.body.view.bounds)
        return unit_sheet(self.atlas, page, scene, self.options, texts)

    def resized(self, options: PageOptions) -> AtlasJob:
        """Return the same atlas at another size."""
        return replace(self, options=self.options.resized(options))

    def notes(self, number: int, sheet: Sheet) -> list[str]:
        """Return remarks, what is not sure, every source whole."""
        _ = self.texts.gettext
        if not number:
            whose = [credit.citation or credit.short for credit in sheet.scene.credits]
            return [*self.atlas.notes, _("Sources") + ":", *whose]
        page = self.atlas.pages[number - 1]
        lines = [f"{figure.label}: {figure.remark}" for figure in page.figures if figure.remark]
        lines += [f"{f.label}: {f.value} {f.unit}. {f.source}" for f in page.figures if f.source]
        return [*lines, *page.gaps, _("Sources") + ":", *page.sources]

    def remarks(self, number: int, sheet: Sheet) -> list[str]:
        """Return whether the title was cut; what else finds no room, the page itself tells."""
        return cut_remarks(sheet, "", number, self.texts)

    def looks(self) -> Looks:
        """Return what the cover's map shows, and with it most of every other."""
        return Looks(self.scene, other_look(self.scene))

    def step(self, number: int, looks: Looks, drawer: MapDrawer) -> Step:
        """Return a step; the cover is number 0."""
        if not number:
            return cover_step(self.atlas, looks, self.texts)
        page = self.atlas.pages[number - 1]
        unit = unit_looks(looks, self.atlas, page, self.texts)
        return unit_step(self.atlas, page, unit, self.texts, drawer)
