"""A layer: what it holds, how sure that is, where it is from, and its features one by one."""

from __future__ import annotations

from collections.abc import Mapping

from app.editing.links import EDIT_STYLE
from app.editing.links import to_layer as edit_link
from app.editing.page_parts import add_layer_parts
from app.panels.context import PageContext
from app.panels.dossier_page import program_button
from app.panels.feature_list import FeatureList
from app.panels.layer_words import GROUP_TEXTS
from app.panels.links import TABLE, show_layer, to_feature
from app.panels.page import Page
from app.panels.prose import Paragraph, Piece, Style, paragraph
from geodata.table import FeatureTable
from layers.legend import BASIS_TEXTS, placed_note
from layers.official_map import official_credit
from layers.texts import N_

_EXPLANATIONS = {
    "delegations": (
        N_(
            "The source counts 19 “departments”. El Salvador has 14 departments; the police had "
            "19 delegations in 2019, and the atlas takes these for the 19."
        ),
        ("inl-summary", "cronio-2019", "departments-wikipedia"),
    )
}
"""What must be known of a layer that its records do not say: words and ids of their sources."""


def layer_page(context: PageContext, layer_id: str) -> Page:
    """Return the page of a layer.

    Raises:
        KeyError: if the document has no such layer.
    """
    state, builder = context.session.document.state, context.session.builder
    layer = state.layer(layer_id)
    table = builder.table(layer_id, state)
    page = Page(context)
    page.add_tags((page.gettext(GROUP_TEXTS[layer.group]),))
    page.add_title(builder.layer_name(layer, context.language), *_about(context, layer_id, table))
    buttons = [(page.gettext("Attribute table"), f"{TABLE}:{layer_id}")]
    if table.placed_count:
        buttons.insert(0, (page.gettext("Show on the map"), show_layer(layer_id)))
    page.add_buttons(*buttons)
    if table.placed_count:
        page.add_buttons((page.gettext("Style…"), edit_link(EDIT_STYLE, layer_id)))
    add_layer_parts(page, layer_id)
    _add_explanation(page, layer_id)
    programs = context.programs.of_layer(layer_id)
    page.add_list([program_button(page, program) for program in programs])
    counts = tuple(_counts(page, table))
    if counts:
        page.add_head(page.gettext("How sure it is"))
        page.add_prose(counts)
    _add_features(page, layer_id, table)
    page.add_sources(_sources(context, layer_id))
    return page


def _add_explanation(page: Page, layer_id: str) -> None:
    """Add why a layer is what it is, with the sources that say so."""
    if layer_id not in _EXPLANATIONS:
        return
    words, source_ids = _EXPLANATIONS[layer_id]
    sources, language = page.context.programs.sources, page.context.language
    names = "; ".join(sources[id_].short.text(language) for id_ in source_ids)
    source = Piece(f" ({names})", Style.SMALL)
    page.add_prose((paragraph(Piece(page.gettext(words)), source),), "tile")


def _about(context: PageContext, layer_id: str, table: FeatureTable) -> tuple[str, ...]:
    info = context.session.layer_info(layer_id)
    about = info.about[context.language] if info else ""
    return tuple(filter(None, (about, placed_note(table, context.texts))))


def _counts(page: Page, table: FeatureTable) -> list[Paragraph]:
    """Return how many features have each basis of existence and of place."""
    lines = []
    for title, column in (
        (N_("That they exist"), "basis"),
        (N_("Where they are"), "position_basis"),
    ):
        counts = table.count_by_basis(column)
        if counts:
            lines.append(paragraph(Piece(page.gettext(title), Style.SMALL), space_before=4))
            lines.append(paragraph(Piece(_counted(page, counts))))
    return lines


def _counted(page: Page, counts: Mapping[str, int]) -> str:
    number = page.context.texts.number
    return " · ".join(
        f"{page.gettext(BASIS_TEXTS[basis])}: {number(count)}" for basis, count in counts.items()
    )


def _add_features(page: Page, layer_id: str, table: FeatureTable) -> None:
    if not len(table):
        return
    number = page.context.texts.number(len(table))
    page.add_head(page.gettext("Features ({count})").format(count=number))
    features = FeatureList(layer_id, table, page.context.texts)
    features.setAccessibleName(page.gettext("Features"))
    features.chosen.connect(lambda feature: page.followed.emit(to_feature(feature)))
    page.add(features)


def _sources(context: PageContext, layer_id: str) -> tuple[str, ...]:
    """Return the source of a built-in layer's geometry, with licence and address."""
    info = context.session.layer_info(layer_id)
    if info is None:
        return ()
    state = context.session.document.state
    table = context.session.builder.table(layer_id, state)
    official = official_credit(table, state.boundaries, context.texts)
    if official is not None:
        return (official.citation,)
    licence = context.texts.gettext(info.licence)
    return tuple(filter(None, (info.citation[context.language], licence, info.url)))
