"""Links of the details panel that lead to editing."""

from __future__ import annotations

from layers.view_state import FeatureRef

PLACE_BY_CLICK = "place-by-click"
PLACE_BY_COORDINATES = "place-by-coordinates"
PLACE_BY_SEARCH = "place-by-search"
TAKE_BACK = "take-back"
EDIT_SHAPE = "edit-shape"
DELETE = "delete-feature"
DELETE_SELECTED = "delete-selected"
ADD_FEATURE = "add-feature"
ADD_COLUMN = "add-column"
RENAME_LAYER = "rename-layer"
REMOVE_LAYER = "remove-layer"
EDIT_STYLE = "edit-style"
COPY_STYLE = "copy-style"
PASTE_STYLE = "paste-style"
SAVE_LAYER = "save-layer"
SHARE_LAYER = "share-layer"


def to_feature(verb: str, feature: FeatureRef) -> str:
    """Return the link that does something with a feature."""
    return f"{verb}:{feature.layer_id}/{feature.feature_id}"


def to_layer(verb: str, layer_id: str) -> str:
    """Return the link that does something with a layer."""
    return f"{verb}:{layer_id}"
