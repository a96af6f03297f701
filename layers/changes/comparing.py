"""What is different between two kept maps, as data."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import field
from enum import StrEnum
from pathlib import Path

import numpy as np

from geodata.frozen import frozen
from geodata.geometry import Bools, Family, Floats, Ints
from layers.changes.kept import KeptLayer, KeptMap, KeptTable
from layers.changes.matching import matched

_SAME_PLACE = 5e-7  # degrees, about 5 cm: rounding is no move
_NO_ROWS: Ints = np.empty(0, np.int64)
_NO_PAIRS: Ints = np.empty((0, 2), np.int64)


class Look(StrEnum):
    """What of a layer's look is different."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    STYLE = "style"
    OPACITY = "opacity"
    LABELS = "labels"
    POSSIBLE_AREAS = "possible areas"
    ORDER = "order"
    NAME = "name"


@frozen(eq=False)
class LayerChanges:
    """What is different in a layer.

    Attributes:
        layer_id: its id, that of the new map if it is there.
        names: language code to its name.
        old, new: the layer before and after; None where it is not there.
        looks: what of its look is different.
        added: shape (a,), rows of the new table.
        removed: shape (r,), rows of the old table.
        moved: shape (m, 2), rows of the old and the new table whose place or shape is another.
        altered: shape (c, 2), rows of the old and the new table with other values.
        columns: name of a column to shape (c,), which of the altered records have another value.
        as_of: the times of the facts before and after; None if they are the same.
        sources_added, sources_removed: who says so since, and who no longer does.
    """

    layer_id: str
    names: Mapping[str, str]
    old: KeptLayer | None
    new: KeptLayer | None
    looks: tuple[Look, ...] = ()
    added: Ints = field(default_factory=lambda: _NO_ROWS)
    removed: Ints = field(default_factory=lambda: _NO_ROWS)
    moved: Ints = field(default_factory=lambda: _NO_PAIRS)
    altered: Ints = field(default_factory=lambda: _NO_PAIRS)
    columns: Mapping[str, Bools] = field(default_factory=dict)
    as_of: tuple[str, str] | None = None
    sources_added: tuple[str, ...] = ()
    sources_removed: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the layer is as it was."""
        return (
            self.old is not None
            and self.new is not None
            and not self.looks
            and not self.count
            and self.as_of is None
            and not self.sources_added
            and not self.sources_removed
        )

    @property
    def count(self) -> int:
        """How many records are added, removed, moved or have other values, each counted once."""
        both = len(np.union1d(self.moved[:, 1], self.altered[:, 1]))
        return len(self.added) + len(self.removed) + both


@frozen(eq=False)
class MapChanges:
    """What is different between two maps.

    Attributes:
        old, new: the maps.
        title: the titles before and after; None if they are the same.
        layers: the layers that are different, from the top of the map to the bottom.
        since: the file that the old map was read from, None if it was not.
    """

    old: KeptMap
    new: KeptMap
    title: tuple[str, str] | None
    layers: tuple[LayerChanges, ...]
    since: Path | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is different."""
        return self.title is None and not self.layers

    @property
    def count(self) -> int:
        """How many records are different."""
        return sum(layer.count for layer in self.layers)


def compare(old: KeptMap, new: KeptMap) -> MapChanges:
    """Return what is different in a map since it was as ``old``."""
    partners = _partners(old, new)
    moved = _out_of_order([pair for pair in partners if None not in pair], old)
    changes = []
    for before, after in partners:
        found = _layer_changes(before, after, after is not None and after.id in moved)
        if not found.is_nothing:
            changes.append(found)
    title = None if old.title == new.title else (old.title, new.title)
    return MapChanges(old, new, title, tuple(changes))


Pair = tuple[KeptLayer | None, KeptLayer | None]


def _partners(old: KeptMap, new: KeptMap) -> list[Pair]:
    """Return which layer was which, top of the new map first, then those that are gone.

    Layers of the planner's own have numbers for ids, which other projects have as well: they are
    the same if their names are the same too, or if no other layer has the name.
    """
    left = {layer.id: layer for layer in old.layers}
    by_name = {layer.names["en"]: layer.id for layer in old.layers if layer.group == "own"}
    new_names = {layer.names["en"] for layer in new.layers if layer.group == "own"}
    pairs: list[Pair] = []
    for layer in reversed(new.layers):
        before = left.get(layer.id)
        has_its_name = before is not None and before.names["en"] == layer.names["en"]
        if layer.group == "own" and not has_its_name:
            named = left.get(by_name.get(layer.names["en"], ""))
            renamed = before is not None and before.names["en"] not in new_names
            before = named or (before if renamed else None)
        pairs.append((before if before is None else left.pop(before.id), layer))
    return [*pairs, *((layer, None) for layer in reversed(old.layers) if layer.id in left)]


def _out_of_order(pairs: Iterable[Pair], old: KeptMap) -> frozenset[str]:
    """Return the ids of the fewest layers that were moved up or down in the drawing order."""
    place = {layer.id: number for number, layer in enumerate(reversed(old.layers))}
    both = [(place[one.id], two.id) for one, two in pairs if one is not None and two is not None]
    ends: list[int] = []  # the last of the shortest run of each length
    runs: list[list[str]] = []
    for number, layer_id in both:
        length = bisect_left(ends, number)
        run = [*(runs[length - 1] if length else []), layer_id]
        ends[length:length + 1], runs[length:length + 1] = [number], [run]  # fmt: skip
    kept = set(runs[-1]) if runs else set()
    return frozenset(layer_id for _, layer_id in both if layer_id not in kept)


def _layer_changes(
    old: KeptLayer | None, new: KeptLayer | None, is_out_of_order: bool
) -> LayerChanges:
    known = new or old
    assert known is not None, "a pair has a layer"
    if old is None or new is None:
        count = len(known.table) if known.table is not None else 0
        rows = np.arange(count)
        none = _NO_ROWS
        return LayerChanges(
            known.id,
            known.names,
            old,
            new,
            added=rows if old is None else none,
            removed=rows if new is None else none,
        )
    looks = tuple(_looks(old, new, is_out_of_order))
    if old.table is None or new.table is None:
        return LayerChanges(new.id, new.names, old, new, looks)
    return _record_changes(old, new, old.table, new.table, looks)


def _looks(old: KeptLayer, new: KeptLayer, is_out_of_order: bool) -> Iterable[Look]:
    if old.names != new.names:
        yield Look.NAME
    if old.visible != new.visible:
        yield Look.SHOWN if new.visible else Look.HIDDEN
    if is_out_of_order:
        yield Look.ORDER
    for look, attribute in (
        (Look.STYLE, "style"),
        (Look.OPACITY, "opacity"),
        (Look.LABELS, "labels"),
        (Look.POSSIBLE_AREAS, "possible_areas"),
    ):
        if getattr(old, attribute) != getattr(new, attribute):
            yield look


def _record_changes(
    old: KeptLayer, new: KeptLayer, before: KeptTable, after: KeptTable, looks: tuple[Look, ...]
) -> LayerChanges:
    by_ids = old.has_own_ids and new.has_own_ids and before.ids.dtype.kind == after.ids.dtype.kind
    rows_old, rows_new = matched(before, after, by_ids=by_ids)
    pairs = np.column_stack([rows_old, rows_new])
    is_moved = _is_moved(before, after, rows_old, rows_new)
    columns = _other_values(before, after, rows_old, rows_new)
    is_altered: Bools = np.zeros(len(pairs), np.bool_)
    for other in columns.values():
        is_altered |= other
    times = " | ".join(before.as_of), " | ".join(after.as_of)
    return LayerChanges(
        new.id,
        new.names,
        old,
        new,
        looks,
        added=np.setdiff1d(np.arange(len(after)), rows_new),
        removed=np.setdiff1d(np.arange(len(before)), rows_old),
        moved=pairs[is_moved],
        altered=pairs[is_altered],
        columns={name: other[is_altered] for name, other in columns.items() if other.any()},
        as_of=None if times[0] == times[1] else times,
        sources_added=tuple(each for each in after.sources if each not in before.sources),
        sources_removed=tuple(each for each in before.sources if each not in after.sources),
    )


def _is_moved(old: KeptTable, new: KeptTable, rows_old: Ints, rows_new: Ints) -> Bools:
    """Return shape (m,): which records have another place or shape."""
    is_other: Bools = old.shapes[rows_old] != new.shapes[rows_new]
    if old.family is Family.POINT and new.family is Family.POINT and is_other.any():
        away: Floats = np.abs(old.places[rows_old] - new.places[rows_new]).max(axis=1)
        is_other &= ~(away < _SAME_PLACE)
    return is_other


def _other_values(
    old: KeptTable, new: KeptTable, rows_old: Ints, rows_new: Ints
) -> dict[str, Bools]:
    """Return column name to shape (m,): which records have another value.

    A column that only one of the tables has is different where it has a value.
    """
    names = [*new.hashes, *(name for name in old.hashes if name not in new.hashes)]
    result = {}
    for name in names:
        nothing = np.zeros(1, np.uint64)
        one = old.hashes[name][rows_old] if name in old.hashes else nothing
        two = new.hashes[name][rows_new] if name in new.hashes else nothing
        result[name] = np.broadcast_to(one != two, rows_new.shape)
    return result
