"""What the list says of a layer."""

from __future__ import annotations

from app.session import Session
from geodata.frozen import frozen
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


@frozen
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
    found = _presence(session, layer)
    missing = ""
    if found.missing:
        missing = (
            texts.ngettext("{count} not published", "{count} not published", found.missing)
            if info is not None
            else texts.ngettext("{count} without a place", "{count} without a place", found.missing)
        )
        missing = missing.format(count=texts.number(found.missing))
    # The count already tells that something is missing; what it does not tell comes first.
    note = about or missing
    # How many pieces the base map's land or rivers are in means nothing to anybody.
    counts = info is None or layer.group != "base" or info.family is Family.POINT
    count = _count(found, texts) if counts else ""
    spoken = ", ".join(filter(None, (name, count, about, missing)))
    return LayerWords(name, one_line(note, _LONGEST), count, spoken)


def _presence(session: Session, layer: Layer) -> Presence:
    """Return how many records have a place, without reading a table that nobody needs yet."""
    state = session.document.state
    is_untouched = (
        session.layer_info(layer.id) is not None
        and layer.id not in state.tables
        and state.boundaries is None
        and not any(layer_id == layer.id for layer_id, _ in state.placements)
    )
    if is_untouched:
        return Presence(*session.data.counts(layer.id))
    return presence(session.builder.table(layer.id, state))


def _count(found: Presence, texts: Texts) -> str:
    count = texts.number(found.count)
    return count if not found.missing else f"{texts.number(found.placed)} / {count}"
