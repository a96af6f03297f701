"""The steps of an atlas: a cover, then a step for each area."""

from __future__ import annotations

from collections.abc import Iterable

from app.exports.atlas_sheet import SHORT_UNIT
from app.exports.steps.drawing import FRAMES, MapDrawer, map_view
from app.exports.steps.looks import Looks
from app.exports.steps.page import Step, heading, items, lines
from app.exports.web_text import escaped
from layers.atlas_pages import Atlas, AtlasFigure, AtlasPage
from layers.atlas_scene import unit_scene
from layers.looks import LOOKS
from layers.texts import Texts


def unit_looks(looks: Looks, atlas: Atlas, page: AtlasPage, texts: Texts) -> Looks:
    """Return what the map of an area shows.

    Args:
        looks: what the document of `layers.atlas_scene.atlas_state` shows.
        atlas: the atlas.
        page: the area.
        texts: the language of the legend.
    """
    extent = map_view(page.extent, FRAMES[0]).bounds
    own, other = (
        unit_scene(scene, atlas.layer_id, page, texts, extent) for scene in (looks.own, looks.other)
    )
    return Looks(own, other)


def cover_step(atlas: Atlas, looks: Looks, texts: Texts) -> Step:
    """Return the first step: the whole map, what the others are of, and what to know of them."""
    _, scene = texts.gettext, looks.own
    words = _("{subject}: one page for each, {count} in all").format(
        subject=atlas.subject, count=texts.number(len(atlas.pages))
    )
    as_of = _("Facts as of {years}").format(years=texts.date(scene.as_of)) if scene.as_of else ""
    places = "".join(
        f'<li><a href="#step-{page.number + 1}">{escaped(page.title)}</a></li>'
        for page in atlas.pages
    )
    body = heading(_("Contents")) + f'<ol class="places">{places}</ol>'
    if atlas.notes:
        body += heading(_("How to read it")) + items(atlas.notes, "reading")
    return Step(
        title=atlas.title,
        kicker=" · ".join(filter(None, (words, as_of))),
        looks=looks,
        area=scene.home,
        body=body,
        sources=tuple(credit.citation or credit.short for credit in scene.credits),
        words=_shown_words(atlas.title, [section.name for section in scene.legend], texts),
    )


def unit_step(atlas: Atlas, page: AtlasPage, looks: Looks, texts: Texts, drawer: MapDrawer) -> Step:
    """Return the step of an area: what its page on paper says, word by word."""
    _ = texts.gettext
    as_of = _("Facts as of {years}").format(years=page.as_of) if page.as_of else ""
    shown = [program.name for program in page.programs]
    shown += [section.name for section in looks.own.legend]
    body = _figures(page.figures) + lines("p", page.facts, "fact")
    if page.programs:
        body += heading(_("Programs present")) + _table(page, looks, texts, drawer)
    if page.absent:
        words = _("Nothing recorded here: {layers}").format(layers=", ".join(page.absent))
        body += lines("p", [words], "note")
    if page.gaps:
        body += heading(_("Not published or not sure")) + items(page.gaps, "gaps")
    remarks = dict.fromkeys(figure.remark for figure in page.figures if figure.remark)
    body += lines("p", remarks, "note")
    return Step(
        title=page.title,
        kicker=" · ".join(filter(None, (page.kind, atlas.title, as_of))),
        looks=looks,
        area=page.extent,
        body=body,
        sources=page.sources,
        words=_shown_words(page.title, shown, texts),
    )


def _figures(figures: tuple[AtlasFigure, ...]) -> str:
    if not figures:
        return ""
    made = []
    for figure in figures:
        short = len(figure.unit) <= SHORT_UNIT
        unit = f" <small>{escaped(figure.unit)}</small>" if figure.unit and short else ""
        words = ", ".join(filter(None, ("" if short else figure.unit, figure.note)))
        note = f'<dd class="note">{escaped(words)}</dd>' if words else ""
        value = f'<dd class="value">{escaped(figure.value)}{unit}</dd>'
        made.append(f"<div><dt>{escaped(figure.label)}</dt>{value}{note}</div>")
    return f'<dl class="figures">{"".join(made)}</dl>'


def _table(page: AtlasPage, looks: Looks, texts: Texts, drawer: MapDrawer) -> str:
    rows = []
    for program in page.programs:
        symbols = [LOOKS[scene.theme].symbol(program.symbol) for scene in (looks.own, looks.other)]
        name, told = escaped(program.name), escaped(program.told)
        rows.append(
            f"<tr><td>{drawer.signs.swatch(*symbols)}</td>"
            f'<th scope="row"><b>{name}</b><span>{told}</span></th>'
            f"<td>{escaped(texts.number(program.count))}</td></tr>"
        )
    return f"<table>{''.join(rows)}</table>"


def _shown_words(title: str, shown: Iterable[str], texts: Texts) -> str:
    """Return what a map shows, for those who cannot see it."""
    words = texts.gettext("Map of {area}. It shows: {layers}.")
    return words.format(area=title, layers=", ".join(dict.fromkeys(shown)))
