"""What is written sheet by sheet, whatever it tells: an atlas, a story."""

from __future__ import annotations

from typing import Protocol

from app.exports.atlas_sheet import Sheet
from app.exports.options import PageOptions
from app.exports.steps.drawing import MapDrawer
from app.exports.steps.looks import Looks
from app.exports.steps.page import Step
from layers.manifest import Manifest
from layers.texts import Texts


class SheetJob(Protocol):
    """Sheets that shall be written as pages, pictures, slides or steps."""

    @property
    def title(self) -> str:
        """What the whole is called."""

    @property
    def options(self) -> PageOptions:
        """The size of the pages; its area is not used."""

    @property
    def texts(self) -> Texts:
        """The language."""

    @property
    def count(self) -> int:
        """How many sheets there are."""

    @property
    def manifest(self) -> Manifest:
        """What the files are made of."""

    def resized(self, options: PageOptions) -> SheetJob:
        """Return the same sheets at another size."""

    def sheet(self, number: int) -> Sheet:
        """Return a sheet, the first being number 0."""

    def notes(self, number: int, sheet: Sheet) -> list[str]:
        """Return what a speaker may be asked, and whatever else goes into a slide's notes."""

    def remarks(self, number: int, sheet: Sheet) -> list[str]:
        """Return what whoever makes the sheets must know of one: what was cut."""

    def looks(self) -> Looks:
        """Return what most of the maps show, in both looks of a page of steps."""

    def step(self, number: int, looks: Looks, drawer: MapDrawer) -> Step:
        """Return a step of a page, the first being number 0.

        Args:
            number: which.
            looks: what `looks` returned.
            drawer: draws the page's maps.
        """
