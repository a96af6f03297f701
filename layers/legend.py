"""The legend: what is drawn, and how sure the atlas is of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from geodata.basis import Basis
from geodata.table import FeatureTable
from layers.scene import LegendEntry, LegendSection, SceneLayer
from layers.style import Categorized, Graduated, Proportional, Renderer, Single
from layers.texts import N_, Texts

SURE = frozenset({Basis.DOCUMENTED.value, Basis.APPROXIMATE.value})
"""Position bases whose symbols are filled: the place itself is known, exactly or nearly."""

POSITION_TEXTS = {
    Basis.DOCUMENTED.value: N_("place documented"),
    Basis.APPROXIMATE.value: N_("place approximate"),
    Basis.INFERRED.value: N_("place inferred"),
    Basis.UNVERIFIED.value: N_("place unverified"),
    Basis.USER.value: N_("placed by the user"),
    Basis.NOT_PUBLISHED.value: N_("place not published"),
}
"""What each position basis is called (English; to be translated)."""

BASIS_TEXTS = {
    Basis.DOCUMENTED.value: N_("documented"),
    Basis.APPROXIMATE.value: N_("approximate"),
    Basis.INFERRED.value: N_("inferred"),
    Basis.UNVERIFIED.value: N_("unverified"),
    Basis.USER.value: N_("by the user"),
    Basis.NOT_PUBLISHED.value: N_("not published"),
}
"""What each basis is called (English; to be translated)."""


def placed_note(table: FeatureTable, texts: Texts) -> str:
    """Return how many records have a place and how many have none, "" if all have one."""
    missing = len(table) - table.placed_count
    if not missing:
        return ""
    words = (
        texts.gettext("{placed} placed, {missing} not published")
        if table.described
        else texts.gettext("{placed} placed, {missing} without a place")
    )
    return words.format(placed=texts.number(table.placed_count), missing=texts.number(missing))


def symbol_names(renderer: Renderer, texts: Texts) -> tuple[str, ...]:
    """Return what each of `layers.style.symbols_of` means, "" where it is just the layer."""
    match renderer:
        case Single(_, label):
            return (dict(label).get(texts.language, ""),)
        case Categorized(_, categories, other, in_legend):
            if not in_legend:
                return ("",) * (len(categories) + (other is not None))
            words = tuple(category.label_in(texts.language) for category in categories)
            return words + (texts.gettext("Other"),) * (other is not None)
        case Graduated(_, breaks, _, no_data):
            return class_names(breaks, texts) + (texts.gettext("No data"),) * (no_data is not None)
        case Proportional(_, _, _, _, no_data):
            return ("",) + (texts.gettext("No data"),) * (no_data is not None)


def class_names(breaks: Sequence[float], texts: Texts) -> tuple[str, ...]:
    """Return what each class means, from its lower to its upper bound."""
    bounds = [texts.number(bound) for bound in breaks]
    first = tuple(texts.gettext("up to {bound}").format(bound=bound) for bound in bounds[:1])
    return first + tuple(f"{low} \N{EN DASH} {high}" for low, high in pairwise(bounds))


def legend_section(
    layer: SceneLayer, parts: Sequence[SceneLayer], texts: Texts
) -> LegendSection | None:
    """Return what the legend says of a layer and its parts, None if it has nothing to say.

    Args:
        layer: the layer.
        parts: the scene layers that belong to it, such as the lines of areas.
        texts: the legend's language.
    """
    everything = (layer, *parts)
    measure = next((part.measure for part in everything if part.measure is not None), None)
    entries = [entry for part in everything for entry in _entries(part, texts)]
    if measure is not None and measure.sizes and layer.measure is None:
        # Areas beneath symbols that grow bear the layer's name, which stands above already.
        entries = [entry for entry in entries if entry.text != layer.name]
    note = placed_note(layer.table, texts) if layer.group != "base" else ""
    if not entries and not note:
        return None
    return LegendSection(
        layer.layer_id,
        layer.name,
        tuple(entries),
        note,
        measure.title if measure is not None else "",
        measure.remarks if measure is not None else (),
    )


def _entries(layer: SceneLayer, texts: Texts) -> list[LegendEntry]:
    shown = set(layer.drawn_symbols)
    sizes = layer.measure.sizes if layer.measure is not None and shown else ()
    half = len(layer.symbols) or 1
    if layer.measure is not None and shown:
        # Of places that are not sure the looks follow in a second half.
        names, middle = layer.symbol_names, len(layer.symbols) // 2
        half = middle if middle and names[:middle] == names[middle:] else half
        shown |= {place for place in range(layer.measure.classes) if place + half not in shown}
    entries = {entry.text: entry for entry in sizes}
    for place in sorted(shown, key=lambda place: (place % half, place)):
        text = _with_basis(layer.symbol_names[place] or layer.name, layer, place, texts)
        if sizes and text == layer.name:
            continue
        # Looks of the same meaning (the tints of areas) share the entry of the first.
        entries.setdefault(text, LegendEntry(layer.symbols[place], text))
    return list(entries.values())


def _with_basis(name: str, layer: SceneLayer, place: int, texts: Texts) -> str:
    """Return the name followed by how sure the places are, unless one is documented."""
    if layer.group != "programs" or "position_basis" not in layer.table.columns:
        return name
    bases = set(layer.table.columns["position_basis"][layer.symbol_of == place].tolist())
    words = [
        texts.gettext(POSITION_TEXTS[basis.value])
        for basis in Basis
        if basis.value in bases and basis is not Basis.NOT_PUBLISHED
    ]
    if Basis.DOCUMENTED.value in bases or not words:
        return name
    return texts.gettext("{name}, {basis}").format(
        name=name, basis=texts.gettext(" or ").join(words)
    )
