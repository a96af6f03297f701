"""What is different between two maps, in words: a row for each thing, and lines that sum up."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from typing import Any

from geodata import geodesic
from geodata.files.formulas import without_formula
from geodata.frozen import frozen
from geodata.geometry import Family
from layers.changes.comparing import LayerChanges, Look, MapChanges
from layers.changes.kept import KeptTable
from layers.feature_tip import one_line
from layers.legend import BASIS_TEXTS
from layers.measures import length_words
from layers.texts import N_, Texts

MOST_NAMES = 12
"""Names that a line lists; of the rest it tells how many they are."""

_LONGEST = 80
LonLat = tuple[float, float]


class Kind(StrEnum):
    """What became different."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    ALTERED = "altered"
    LAYER = "layer"


KIND_TEXTS = {
    Kind.ADDED: N_("Added"),
    Kind.REMOVED: N_("Removed"),
    Kind.MOVED: N_("Moved"),
    Kind.ALTERED: N_("Changed"),
    Kind.LAYER: N_("Layer"),
}
"""What each is called (English; to be translated)."""

_LOOK_TEXTS = {
    Look.SHOWN: N_("is shown now"),
    Look.HIDDEN: N_("is hidden now"),
    Look.STYLE: N_("has another style"),
    Look.OPACITY: N_("has another opacity"),
    Look.LABELS: N_("names switched on or off"),
    Look.POSSIBLE_AREAS: N_("possible places switched on or off"),
    Look.ORDER: N_("lies higher or lower in the drawing order"),
    Look.NAME: N_("has another name"),
}


@frozen
class ChangeRow:
    """One thing that is different.

    Attributes:
        kind: what became of it.
        layer_id: the layer, "" for the map.
        layer: the layer's name.
        feature_id: the id of the record, "" for the layer itself.
        name: what the record is called.
        words: what else is to be said: how far it was moved, values before and after.
        place: longitude and latitude in degrees; where it was, if it is no more.
        place_before: where it was if it was moved.
        columns: title, value before and after of each column that is different; None for values
            that are not known any more.
    """

    kind: Kind
    layer_id: str
    layer: str
    feature_id: str = ""
    name: str = ""
    words: str = ""
    place: LonLat | None = None
    place_before: LonLat | None = None
    columns: tuple[tuple[str, str | None, str | None], ...] = ()


def change_rows(changes: MapChanges, texts: Texts, most: int | None = None) -> Iterator[ChangeRow]:
    """Yield everything that is different, layer by layer from the top of the map.

    Args:
        changes: what is different.
        texts: the language.
        most: of each layer and kind yield this many records at most.
    """
    if changes.title is not None:
        words = texts.gettext("Title: “{old}” → “{new}”")
        own = texts.gettext("El Salvador: security programs")
        named = (title or own for title in changes.title)
        old, new = (one_line(title, _LONGEST) for title in named)
        yield ChangeRow(Kind.LAYER, "", "", words=words.format(old=old, new=new))
    for layer in changes.layers:
        yield from _layer_rows(layer, texts)
        yield from islice(_added_or_removed(layer, texts, Kind.ADDED), most)
        yield from islice(_added_or_removed(layer, texts, Kind.REMOVED), most)
        yield from islice(_moved(layer, texts), most)
        yield from islice(_altered(layer, texts), most)


def _layer_rows(layer: LayerChanges, texts: Texts) -> Iterator[ChangeRow]:
    name = layer.names[texts.language]
    for words in layer_words(layer, texts):
        yield ChangeRow(Kind.LAYER, layer.layer_id, name, words=words)


def layer_words(layer: LayerChanges, texts: Texts) -> list[str]:
    """Return what is different in a layer besides its records, a line each."""
    _ = texts.gettext
    lines = []
    known = layer.new or layer.old
    assert known is not None, "a layer was there before or is there after"
    count = len(known.table) if known.table is not None else 0
    if layer.old is None:
        words = texts.ngettext(
            "layer added, with {n} record", "layer added, with {n} records", count
        )
        lines.append(words.format(n=texts.number(count)))
    elif layer.new is None:
        words = texts.ngettext(
            "layer removed, with {n} record", "layer removed, with {n} records", count
        )
        lines.append(words.format(n=texts.number(count)))
    lines += [_(_LOOK_TEXTS[look]) for look in layer.looks]
    if layer.as_of is not None:
        old, new = (_times(times, texts) for times in layer.as_of)
        lines.append(_("facts as of {new}, before {old}").format(old=old, new=new))
    for words, sources in (
        (N_("new source: {source}"), layer.sources_added),
        (N_("no longer a source: {source}"), layer.sources_removed),
    ):
        lines += [_(words).format(source=one_line(source, 200)) for source in sources]
    return lines


def _times(times: str, texts: Texts) -> str:
    years = sorted({part for time in times.split(" | ") for part in time.split("-")[:1] if part})
    if not years:
        return texts.gettext("no date")
    return years[0] if len(years) == 1 else f"{years[0]}\N{EN DASH}{years[-1]}"


def _added_or_removed(layer: LayerChanges, texts: Texts, kind: Kind) -> Iterator[ChangeRow]:
    side, rows = (layer.new, layer.added) if kind is Kind.ADDED else (layer.old, layer.removed)
    table = side.table if side is not None else None
    if table is None:
        return
    for row in rows.tolist():
        yield ChangeRow(
            kind,
            layer.layer_id,
            layer.names[texts.language],
            str(table.ids[row]),
            one_line(table.name(row, texts.language), _LONGEST),
            place=table.place(row),
        )


def _moved(layer: LayerChanges, texts: Texts) -> Iterator[ChangeRow]:
    if layer.old is None or layer.new is None:
        return
    old, new = layer.old.table, layer.new.table
    if old is None or new is None:
        return
    for before, after in layer.moved.tolist():
        here, there = new.place(after), old.place(before)
        yield ChangeRow(
            Kind.MOVED,
            layer.layer_id,
            layer.names[texts.language],
            str(new.ids[after]),
            one_line(new.name(after, texts.language), _LONGEST),
            _move_words(there, here, new.family, texts),
            here,
            there,
        )


def _move_words(there: LonLat | None, here: LonLat | None, family: Family, texts: Texts) -> str:
    _ = texts.gettext
    if here is None:
        return _("has no place any more")
    if there is None:
        return _("has a place now")
    if family is not Family.POINT:
        return _("has another shape")
    metres, _bearing = geodesic.leg(there, here)
    return _("by {length}").format(length=length_words(metres, texts))


def _altered(layer: LayerChanges, texts: Texts) -> Iterator[ChangeRow]:
    if layer.old is None or layer.new is None:
        return
    old, new = layer.old.table, layer.new.table
    if old is None or new is None:
        return
    for number, (before, after) in enumerate(layer.altered.tolist()):
        columns: dict[str, tuple[str, str | None, str | None]] = {}
        for name, is_other in layer.columns.items():
            if not is_other[number] or _is_of_other_language(name, texts, layer):
                continue
            titles = (new.titles if name in new.titles else old.titles)[name]
            title = one_line(titles[texts.language], _LONGEST)
            value = _value(old, before, name, texts), _value(new, after, name, texts)
            columns.setdefault(title, (title, *value))
        yield ChangeRow(
            Kind.ALTERED,
            layer.layer_id,
            layer.names[texts.language],
            str(new.ids[after]),
            one_line(new.name(after, texts.language), _LONGEST),
            "; ".join(_value_words(*column) for column in columns.values()),
            new.place(after),
            columns=tuple(columns.values()),
        )


def _is_of_other_language(name: str, texts: Texts, layer: LayerChanges) -> bool:
    """Return whether a column tells in the other language what its twin tells in this one."""
    base, _, language = name.rpartition("_")
    return bool(base) and language != texts.language and f"{base}_{texts.language}" in layer.columns


def _value(table: KeptTable, row: int, name: str, texts: Texts) -> str | None:
    if name not in table.hashes:
        return ""
    value = table.text(row, name, texts)
    is_basis = name.endswith("basis") and value in BASIS_TEXTS
    return texts.gettext(BASIS_TEXTS[value]) if is_basis and value is not None else value


def _value_words(title: str, old: str | None, new: str | None) -> str:
    if old is None or new is None:
        return title
    nothing = "\N{EN DASH}"
    before, after = (one_line(value, _LONGEST) or nothing for value in (old, new))
    return f"{title}: {before} → {after}"


def headline(changes: MapChanges, texts: Texts) -> str:
    """Return since when or what the differences are."""
    _, old = texts.gettext, changes.old
    of, day = one_line(old.of, _LONGEST), texts.date(old.day)
    if of and day:
        return _("What changed since {file} of {day}").format(file=of, day=day)
    return _("What changed since {file}").format(file=of) if of else _("What changed")


def counts_words(layer: LayerChanges, texts: Texts) -> str:
    """Return how many records of a layer are different, for instance "3 added, 1 moved"."""
    ngettext = texts.ngettext
    numbers = tuple(map(len, (layer.added, layer.removed, layer.moved, layer.altered)))
    words = (
        ngettext("{n} added", "{n} added", numbers[0]),
        ngettext("{n} removed", "{n} removed", numbers[1]),
        ngettext("{n} moved", "{n} moved", numbers[2]),
        ngettext("{n} changed", "{n} changed", numbers[3]),
    )
    return ", ".join(
        each.format(n=texts.number(number))
        for each, number in zip(words, numbers, strict=True)
        if number
    )


def change_lines(changes: MapChanges, texts: Texts) -> list[str]:
    """Return what is different in some lines, as a text for people or a page's notes has it."""
    lines = [headline(changes, texts)]
    if changes.is_nothing:
        return [*lines, texts.gettext("Nothing is different.")]
    titled = [row.words for row in change_rows(changes, texts, 0) if not row.layer_id]
    lines += titled
    for layer in changes.layers:
        is_whole = layer.old is None or layer.new is None
        parts = [*layer_words(layer, texts)]
        if not is_whole and layer.count:
            parts.insert(0, counts_words(layer, texts))
        name = one_line(layer.names[texts.language], _LONGEST)
        lines.append(f"{name}: {'; '.join(parts)}")
        lines += [f"  {line}" for line in _name_lines(layer, texts)]
    return lines


def _name_lines(layer: LayerChanges, texts: Texts) -> Iterator[str]:
    """Yield the names of records of each kind, the first ones by name, the rest counted."""
    for kind, rows, count in (
        (Kind.ADDED, _added_or_removed(layer, texts, Kind.ADDED), len(layer.added)),
        (Kind.REMOVED, _added_or_removed(layer, texts, Kind.REMOVED), len(layer.removed)),
        (Kind.MOVED, _moved(layer, texts), len(layer.moved)),
        (Kind.ALTERED, _altered(layer, texts), len(layer.altered)),
    ):
        if not count:
            continue
        told = [
            f"{row.name} ({row.words})" if row.words else row.name
            for row in islice(rows, MOST_NAMES)
        ]
        words = f"{texts.gettext(KIND_TEXTS[kind])}: {', '.join(told)}"
        if count > MOST_NAMES:
            more = texts.gettext("and {n} more")
            words += f" {more.format(n=texts.number(count - MOST_NAMES))}"
        yield words


def change_csv(rows: Iterable[ChangeRow], texts: Texts) -> bytes:
    """Return rows as a table: UTF-8 with a mark, for Excel; no text can be taken for a formula.

    A record with several other values has a line for each.
    """
    _ = texts.gettext
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    titles = (_("Change"), _("Layer"), _("Record"), _("Name"), _("What"), _("Before"), _("After"))
    writer.writerow([*titles, "lon", "lat", "lon_before", "lat_before"])
    for row in rows:
        head = [_(KIND_TEXTS[row.kind]), row.layer, row.feature_id, row.name]
        places = [repr(n) for n in row.place] if row.place else ["", ""]
        places += [repr(n) for n in row.place_before] if row.place_before else ["", ""]
        for what in row.columns or ((row.words, "", ""),):
            cells = [without_formula(cell or "") for cell in (*head, *what)]
            writer.writerow([*cells, *places])
    return written.getvalue().encode("utf-8-sig", "backslashreplace")


def change_json(changes: MapChanges, texts: Texts) -> str:
    """Return everything as JSON, in ASCII so that every terminal bears it."""
    data = {
        "since": {"name": changes.old.of, "day": changes.old.day},
        "title": None if changes.title is None else list(changes.title),
        "layers": [_layer_data(layer, texts) for layer in changes.layers],
        "changes": [_row_data(row) for row in change_rows(changes, texts)],
    }
    return json.dumps(data, indent=2, ensure_ascii=True)


def _layer_data(layer: LayerChanges, texts: Texts) -> dict[str, Any]:
    return {
        "id": layer.layer_id,
        "name": layer.names[texts.language],
        "is": "added" if layer.old is None else "removed" if layer.new is None else "kept",
        "looks": [look.value for look in layer.looks],
        "added": len(layer.added),
        "removed": len(layer.removed),
        "moved": len(layer.moved),
        "altered": len(layer.altered),
        "asOf": None if layer.as_of is None else list(layer.as_of),
        "sourcesAdded": list(layer.sources_added),
        "sourcesRemoved": list(layer.sources_removed),
    }


def _row_data(row: ChangeRow) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "layer": row.layer_id,
        "id": row.feature_id,
        "name": row.name,
        "words": row.words,
        "place": row.place,
        "placeBefore": row.place_before,
        "columns": [list(column) for column in row.columns],
    }
