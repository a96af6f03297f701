"""Several features of a layer that are selected together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.editing.links import DELETE_SELECTED
from app.panels.context import PageContext
from app.panels.links import TABLE, ZOOM_SELECTED, to_feature, to_layer
from app.panels.page import Page
from app.panels.prose import Paragraph, Piece, Style, paragraph
from geodata.geometry import Ints
from geodata.table import FeatureTable
from layers.feature_tip import feature_name, one_line
from layers.legend import BASIS_TEXTS
from layers.presence import presence
from layers.view_state import FeatureRef, Selection

_MOST_NAMED = 40


def selection_page(context: PageContext, selection: Selection) -> Page:
    """Return the page of a selection.

    Raises:
        KeyError: if the document has no such layer.
    """
    state, builder, texts = context.session.document.state, context.session.builder, context.texts
    layer = state.layer(selection.layer_id)
    table = builder.table(layer.id, state)
    chosen = selection.rows(table)
    rows = np.flatnonzero(chosen)
    page = Page(context)
    page.add_tags((builder.layer_name(layer, context.language),))
    words = texts.ngettext("{count} selected", "{count} selected", len(rows))
    found = presence(table, chosen)
    page.add_title(words.format(count=texts.number(len(rows))), found.words(texts))
    buttons = [(page.gettext("Show in the table"), f"{TABLE}:{layer.id}")]
    if found.placed:
        buttons.insert(0, (page.gettext("Zoom to"), f"{ZOOM_SELECTED}:"))
    page.add_buttons(*buttons)
    second = [(page.gettext("Whole layer"), to_layer(layer.id))]
    if layer.group == "own":
        second.append((page.gettext("Delete"), f"{DELETE_SELECTED}:"))
    page.add_buttons(*second)
    sure = tuple(_sureness(page, table, rows))
    if sure:
        page.add_head(page.gettext("How sure it is"))
        page.add_prose(sure)
    page.add_head(page.gettext("Features"))
    page.add_prose(tuple(_names(page, layer.id, table, rows)))
    return page


def _sureness(page: Page, table: FeatureTable, rows: Ints) -> Iterator[Paragraph]:
    if "basis" not in table.columns or not table.described:
        return
    values = table.columns["basis"][rows].tolist()
    counts = {basis: values.count(basis) for basis in BASIS_TEXTS if basis in values}
    number = page.context.texts.number
    words = " · ".join(f"{page.gettext(BASIS_TEXTS[b])}: {number(n)}" for b, n in counts.items())
    if words:
        yield paragraph(Piece(words))


def _names(page: Page, layer_id: str, table: FeatureTable, rows: Ints) -> Iterator[Paragraph]:
    """Yield the names of the first features, each the way to its own page."""
    texts = page.context.texts
    for row in rows[:_MOST_NAMED].tolist():
        name = one_line(feature_name(table, row, texts.language))
        link = to_feature(FeatureRef(layer_id, str(table.ids[row])))
        yield paragraph(Piece(name, Style.BODY, link), space_before=3)
    rest = len(rows) - _MOST_NAMED
    if rest > 0:
        words = texts.ngettext("and {count} more", "and {count} more", rest)
        yield paragraph(Piece(words.format(count=texts.number(rest)), Style.SECONDARY))
