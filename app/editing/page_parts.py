"""What pages of the details panel offer for editing."""

from __future__ import annotations

from app.editing.attribute_form import AttributeForm
from app.editing.links import (
    ADD_COLUMN,
    ADD_FEATURE,
    DELETE,
    EDIT_SHAPE,
    PLACE_BY_CLICK,
    PLACE_BY_COORDINATES,
    PLACE_BY_SEARCH,
    REMOVE_LAYER,
    RENAME_LAYER,
    SAVE_LAYER,
    SHARE_LAYER,
    TAKE_BACK,
    to_feature,
    to_layer,
)
from app.panels.page import Page
from app.panels.prose import Piece, Style, paragraph
from geodata.geometry import Family
from geodata.table import FeatureTable
from layers.view_state import FeatureRef

_PLACEABLE = ("programs", "areas")


def add_feature_parts(page: Page, feature: FeatureRef, table: FeatureTable, row: int) -> None:
    """Add what can be done with a feature: edited if it is one's own, placed if it is a record."""
    state = page.context.session.document.state
    layer = state.layer(feature.layer_id)
    if layer.group == "own":
        _add_own(page, feature, table, row)
    elif layer.group in _PLACEABLE and table.geometry.family is Family.POINT:
        _add_placing(page, feature, is_placed=bool(table.geometry.placed[row]))


def add_layer_parts(page: Page, layer_id: str) -> None:
    """Add what can be done with a layer: what may leave, saved as data, edited if one's own."""
    _ = page.gettext
    save = (_("Save layer as…"), to_layer(SAVE_LAYER, layer_id))
    group = page.context.session.document.state.layer(layer_id).group
    if group != "base":
        page.add_buttons((_("What may leave…"), to_layer(SHARE_LAYER, layer_id)))
    if group != "own":
        page.add_buttons(save)
        return
    page.add_buttons((_("Add features"), to_layer(ADD_FEATURE, layer_id)))
    page.add_buttons(
        (_("Rename…"), to_layer(RENAME_LAYER, layer_id)),
        (_("Add column…"), to_layer(ADD_COLUMN, layer_id)),
    )
    page.add_buttons(save, (_("Remove layer"), to_layer(REMOVE_LAYER, layer_id)))


def _add_own(page: Page, feature: FeatureRef, table: FeatureTable, row: int) -> None:
    _ = page.gettext
    is_point = table.geometry.family is Family.POINT
    buttons = [(_("Delete"), to_feature(DELETE, feature))]
    if table.geometry.placed[row]:
        words = _("Move") if is_point else _("Edit shape")
        buttons.insert(0, (words, to_feature(EDIT_SHAPE, feature)))
    else:
        buttons.insert(0, (_("Place on the map"), to_feature(EDIT_SHAPE, feature)))
    page.add_buttons(*buttons)
    page.add_head(_("Attributes"))
    page.add(AttributeForm(page.context.session, feature, table))


def _add_placing(page: Page, feature: FeatureRef, *, is_placed: bool) -> None:
    _ = page.gettext
    key = (feature.layer_id, feature.feature_id)
    is_own_place = key in page.context.session.document.state.placements
    if is_placed and not is_own_place:
        return
    page.add_head(_("Place on the map"))
    if not is_own_place:
        words = _("If you know where it is, you can place it; it is marked as placed by you.")
        page.add_prose((paragraph(Piece(words, Style.SECONDARY)),))
    page.add_buttons(
        (_("By click"), to_feature(PLACE_BY_CLICK, feature)),
        (_("By coordinates…"), to_feature(PLACE_BY_COORDINATES, feature)),
    )
    second = [(_("At a town…"), to_feature(PLACE_BY_SEARCH, feature))]
    if is_own_place:
        second.append((_("Take back"), to_feature(TAKE_BACK, feature)))
    page.add_buttons(*second)
