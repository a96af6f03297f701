"""A layer: what it holds, how sure that is, where it is from, and its features one by one."""

from __future__ import annotations

from collections.abc import Mapping

from app.panels.context import PageContext
from app.panels.dossier_page import program_presence, program_style
from app.panels.feature_list import FeatureList
from app.panels.links import show_layer, to_feature, to_program
from app.panels.page import Page
from app.panels.program_button import ProgramButton
from app.panels.prose import Paragraph, Piece, Style, paragraph
from geodata.table import FeatureTable
from layers.legend import BASIS_TEXTS, POSITION_TEXTS, placed_note
from layers.texts import N_

GROUP_TEXTS = {
    "own": N_("My data"),
    "programs": N_("Programs"),
    "areas": N_("Areas"),
    "base": N_("Base map"),
}
"""What the groups of layers are called (English; to be translated)."""


def layer_page(context: PageContext, layer_id: str) -> Page:
    """Return the page of a layer.

    Raises:
        KeyError: if the document has no such layer.
    """
    state, builder = context.session.document.state, context.session.builder
    layer = state.layer(layer_id)
    table = builder.table(layer_id, state)
    page = Page(context)
    page.add_tags((page.text(GROUP_TEXTS[layer.group]),))
    page.add_title(builder.layer_name(layer, context.language), *_about(context, layer_id, table))
    if table.placed_count:
        page.add_buttons((page.text("Show on the map"), show_layer(layer_id)))
    _add_programs(page, layer_id)
    counts = tuple(_counts(page, table))
    if counts:
        page.add_head(page.text("How sure it is"))
        page.add_prose(counts)
    _add_features(page, layer_id, table)
    page.add_sources(_sources(context, layer_id))
    return page


def _about(context: PageContext, layer_id: str, table: FeatureTable) -> tuple[str, ...]:
    info = context.session.layer_info(layer_id)
    about = info.about[context.language] if info else ""
    return tuple(filter(None, (about, placed_note(table, context.texts))))


def _counts(page: Page, table: FeatureTable) -> list[Paragraph]:
    """Return how many features have each basis of existence and of place."""
    lines = []
    for title, column, words in (
        (N_("That they exist"), "basis", BASIS_TEXTS),
        (N_("Where they are"), "position_basis", POSITION_TEXTS),
    ):
        counts = table.count_by_basis(column)
        if counts:
            lines.append(paragraph(Piece(page.text(title), Style.SMALL), space_before=4))
            lines.append(paragraph(Piece(_counted(page, counts, words))))
    return lines


def _counted(page: Page, counts: Mapping[str, int], words: Mapping[str, str]) -> str:
    number = page.context.texts.number
    return " · ".join(
        f"{number(count)} {page.text(words[basis])}" for basis, count in counts.items()
    )


def _add_programs(page: Page, layer_id: str) -> None:
    context = page.context
    for program in context.programs.of_layer(layer_id):
        button = ProgramButton(
            program.short_name.text(context.language),
            program_presence(context, program).words(context.texts),
            program_style(context, program),
            context.palette,
        )
        link = to_program(program.id)
        button.clicked.connect(lambda _=False, link=link: page.followed.emit(link))
        page.add(button)


def _add_features(page: Page, layer_id: str, table: FeatureTable) -> None:
    if not len(table):
        return
    number = page.context.texts.number(len(table))
    page.add_head(page.text("Features ({count})").format(count=number))
    features = FeatureList(layer_id, table, page.context.texts)
    features.setAccessibleName(page.text("Features"))
    features.chosen.connect(lambda feature: page.followed.emit(to_feature(feature)))
    page.add(features)


def _sources(context: PageContext, layer_id: str) -> tuple[str, ...]:
    """Return the source of a built-in layer's geometry, with licence and address."""
    info = context.session.layer_info(layer_id)
    if info is None:
        return ()
    return tuple(filter(None, (info.citation[context.language], info.licence, info.url)))
