"""Pages as planners arrange them: paper, words, and what explains the map on it.

A layout is kept with the map under its name; every page format is made from it.
"""

from __future__ import annotations

from geodata.frozen import frozen
from layers.texts import N_
from layers.view import Bounds

MILLIMETRES_PER_INCH = 25.4

PARTS = ("legend", "scale bar", "north arrow", "inset", "sources")
"""What explains a map on its page and may be left out."""


@frozen
class Paper:
    """A size of paper or slides.

    Attributes:
        id: how the command line and project files call it.
        name: what it is called (English, to be translated).
        width, height: millimetres, the longer side first.
    """

    id: str
    name: str
    width: float
    height: float

    def size(self, *, portrait: bool = False) -> tuple[float, float]:
        """Return width and height in millimetres."""
        return (self.height, self.width) if portrait else (self.width, self.height)


PAPERS = (
    Paper("a4", N_("A4"), 297.0, 210.0),
    Paper("a3", N_("A3"), 420.0, 297.0),
    Paper("letter", N_("Letter"), 279.4, 215.9),
    Paper("16:9", N_("Slide 16:9"), 338.666, 190.5),
)
"""The papers there are; the last one is the size of slides."""

LAYOUT_THEMES = ("light", "dark", "contrast")
"""The looks a page may have."""

PORTRAIT = "-portrait"
"""Ends the name of a paper that stands upright."""


def paper_of(paper_id: str) -> Paper:
    """Return the paper of an id.

    Raises:
        KeyError: if there is none.
    """
    for paper in PAPERS:
        if paper.id == paper_id:
            return paper
    raise KeyError(paper_id)


@frozen
class Logo:
    """A picture that stands on the page, checked by whoever reads its file.

    Attributes:
        kind: "png" or "svg".
        content: the file, base64.
    """

    kind: str
    content: str


@frozen
class Layout:
    """A page of a map.

    Attributes:
        name: what the planner calls it; unique in a map.
        paper: the id of one of `PAPERS`.
        portrait: whether the paper stands upright.
        title: the title, "" for the map's.
        subtitle: the line below it, "" for the area and the years of the facts.
        notes: what else the planner says, "" for nothing.
        without: the `PARTS` that are left out.
        area: the part of the map to show whole, metres (EPSG:3857); None for the whole country.
        area_name: what that part is called, "" for nothing.
        theme: one of `LAYOUT_THEMES`.
        logo: None without one.
    """

    name: str
    paper: str = "a4"
    portrait: bool = False
    title: str = ""
    subtitle: str = ""
    notes: str = ""
    without: tuple[str, ...] = ()
    area: Bounds | None = None
    area_name: str = ""
    theme: str = "light"
    logo: Logo | None = None

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        return paper_of(self.paper).size(portrait=self.portrait)


def paper_layout(text: str) -> Layout | None:
    """Return the layout that "a4", "letter-portrait" and the like ask for, None for other words."""
    name = text.casefold()
    paper_id = name.removesuffix(PORTRAIT)
    if paper_id not in {paper.id for paper in PAPERS}:
        return None
    return Layout(name, paper_id, portrait=name.endswith(PORTRAIT))
