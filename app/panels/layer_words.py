"""What the list says of a layer."""

from __future__ import annotations

from dataclasses import dataclass

from app.session import Session
from geodata.geometry import Family
from layers.document import Layer
from layers.feature_tip import one_line
from layers.presence import Presence, presence
from layers.texts import N_, Texts

GROUP_TEXTS = {
    "own": N_("My data"),
    "programs": N_("Programs"),
    "areas": N_("Areas"),
    "base": N_("Base map"),
}
"""What the groups of layers are called (English; to be translated)."""

_LONGEST = 160


@dataclass(frozen=True, slots=True)
class LayerWords:
    """Plain texts, each in one line.

    Attributes:
        name: the layer's name.
        note: what a reader must know of it, or "".
        count: how many records have a place, and how many there are where these differ.
        spoken: all of it, for a screen reader.
    """

    name: str
    note: str
    count: str
    spoken: str


def layer_words(session: Session, layer: Layer) -> LayerWords:
    """Return what the list says of a layer of the session's document."""
    texts = session.texts
    name = one_line(session.builder.layer_name(layer, texts.language), _LONGEST)
    info = session.layer_info(layer.id)
    about = info.about[texts.language] if info else ""
    table = session.builder.table(layer.id, session.document.state)
    found = presence(table)
    missing = ""
    if found.missing:
        missing = (
            texts.ngettext("{count} not published", "{count} not published", found.missing)
            if "position_basis" in table.columns
            else texts.ngettext("{count} without a place", "{count} without a place", found.missing)
        )
        missing = missing.format(count=texts.number(found.missing))
    # The count already tells that something is missing; what it does not tell comes first.
    note = about or missing
    # How many pieces the base map's land or rivers are in means nothing to anybody.
    counts = layer.group != "base" or table.geometry.family is Family.POINT
    count = _count(found, texts) if counts else ""
    spoken = ", ".join(filter(None, (name, count, about, missing)))
    return LayerWords(name, one_line(note, _LONGEST), count, spoken)


def _count(found: Presence, texts: Texts) -> str:
    count = texts.number(found.count)
    return count if not found.missing else f"{texts.number(found.placed)} / {count}"
