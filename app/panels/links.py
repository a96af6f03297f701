"""What the links and buttons of the details panel lead to.

A link is one text, so that it fits into written text as well as into a button. Data never makes
one: pages do, from ids that the atlas knows.
"""

from __future__ import annotations

from layers.view_state import FeatureRef

OVERVIEW = "overview:"
TABLE = "table"
"""What a link to the attribute table of a layer begins with."""

ZOOM_SELECTED = "zoom-selected"
"""What a link begins with that moves the map to everything that is selected."""


def to_program(program_id: str) -> str:
    """Return the link to the dossier of a program."""
    return f"program:{program_id}"


def to_layer(layer_id: str) -> str:
    """Return the link to the page of a layer."""
    return f"layer:{layer_id}"


def to_feature(feature: FeatureRef) -> str:
    """Return the link that selects a feature."""
    return f"feature:{feature.layer_id}/{feature.feature_id}"


def show_program(program_id: str) -> str:
    """Return the link that shows the layers of a program on the map."""
    return f"show-program:{program_id}"


def show_layer(layer_id: str) -> str:
    """Return the link that shows a layer on the map."""
    return f"show-layer:{layer_id}"


def zoom_to_feature(feature: FeatureRef) -> str:
    """Return the link that moves the map to a feature."""
    return f"zoom:{feature.layer_id}/{feature.feature_id}"


def split(link: str) -> tuple[str, str]:
    """Return what a link does and to what; the verb is "" for an address of the web."""
    if link.startswith(("http://", "https://")):
        return "", link
    verb, _, target = link.partition(":")
    return verb, target


def feature_of(target: str) -> FeatureRef:
    """Return the feature that a link's target names; layer ids have no slash."""
    layer_id, _, feature_id = target.partition("/")
    return FeatureRef(layer_id, feature_id)
