"""What the export dialog offers."""

from __future__ import annotations

from app.exports.options import NOMINAL_DPI, PageOptions
from geodata.builtin import BuiltinData
from geodata.frozen import frozen
from layers.areas import areas
from layers.layouts import PAPERS
from layers.texts import N_, Texts
from layers.view import Bounds, View


@frozen
class SizePreset:
    """A usual size of a picture.

    Attributes:
        name: what it is for (English, to be translated).
        width, height: pixels.
        dpi: dots per inch.
    """

    name: str
    width: int
    height: int
    dpi: float


SIZE_PRESETS = (
    # What is shown to a room is read from afar.
    SizePreset(N_("Slides and screens"), 1920, 1080, 120.0),
    SizePreset(N_("Large screens"), 3840, 2160, 240.0),
    SizePreset(N_("A4 landscape"), 3508, 2480, 300.0),
    SizePreset(N_("A4 portrait"), 2480, 3508, 300.0),
    SizePreset(N_("A3 landscape"), 4961, 3508, 300.0),
    SizePreset(N_("A3 portrait"), 3508, 4961, 300.0),
    SizePreset(N_("Letter landscape"), 3300, 2550, 300.0),
    SizePreset(N_("Letter portrait"), 2550, 3300, 300.0),
    SizePreset(N_("Slide 16:9"), 4000, 2250, 300.0),
)


def paper_of_page(options: PageOptions) -> tuple[str, bool] | None:
    """Return the id of the paper that a page is as large as, and whether it is upright."""
    for paper in PAPERS:
        for portrait in (False, True):
            size = paper.size(portrait=portrait)
            if all(
                abs(one - other) < 1 for one, other in zip(size, options.millimetres, strict=True)
            ):
                return paper.id, portrait
    return None


def window_preset(view: View) -> SizePreset:
    """Return the size of the map in the window."""
    ratio = view.pixel_ratio
    return SizePreset(
        N_("As large as the map in the window"),
        round(view.width * ratio),
        round(view.height * ratio),
        NOMINAL_DPI * ratio,
    )


@frozen
class AreaChoice:
    """A part of the map that can be shown.

    Attributes:
        label: how the choice is called.
        name: what the page says of it, "" for nothing.
        bounds: metres (EPSG:3857), None for the whole country.
    """

    label: str
    name: str
    bounds: Bounds | None


def area_choices(data: BuiltinData, view: View, texts: Texts) -> list[tuple[str, list[AreaChoice]]]:
    """Return the parts of the map that can be shown, under their headings."""
    _ = texts.gettext
    usual = [
        AreaChoice(_("Whole country"), "", None),
        AreaChoice(_("What the window shows"), "", view.bounds),
    ]
    choices = [("", usual)]
    for layer_id in ("delegations", "departments"):
        found = [
            AreaChoice(area.name, area.name, area.bounds)
            for area in areas(data, layer_id, texts.language)
            if area.bounds is not None
        ]
        name = data.layer(layer_id).name[texts.language]
        choices.append((name, sorted(found, key=lambda choice: choice.label)))
    return choices
