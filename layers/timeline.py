"""The timeline: dated events of the dossiers, and dated records of layers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import floor

import numpy as np

from geodata.frozen import frozen
from geodata.table import FeatureTable
from layers.dated_layers import LayerTimes
from layers.feature_tip import feature_name
from layers.moments import Moment, moments
from layers.period import Period
from layers.programs import ProgramCatalogue
from layers.texts import Texts
from layers.view_state import FeatureRef


@frozen
class Entry:
    """One line of the timeline.

    Attributes:
        moments: when it was; several where sources differ.
        date: the time as its source gives it (ISO), or the year of many records.
        words: what happened, in the language.
        group: the lane it belongs to: a program's or a layer's id.
        sources: who says so, in short.
        program: the id of the program whose dossier tells of it, or "".
        feature: the record, None for an event or for several records.
        layer: the id of the layer whose records these are, or "".
    """

    moments: tuple[Moment, ...]
    date: str
    words: str
    group: str
    sources: str = ""
    program: str = ""
    feature: FeatureRef | None = None
    layer: str = ""

    @property
    def start(self) -> float:
        """The earliest that it may have begun, as a decimal year."""
        return min(one.start for one in self.moments)

    def is_in(self, period: Period | None) -> bool:
        """Return whether it may lie in a period."""
        if period is None:
            return True
        return any(one.overlaps(*period.bounds) for one in self.moments)


@frozen
class Lane:
    """What is drawn side by side: the events of a program, or the records of a layer.

    Attributes:
        id: the program's or layer's id.
        name: its name in the language.
        entries: what it holds, by time.
        counts: for a layer, how many records begin in each year of the timeline; else ().
    """

    id: str
    name: str
    entries: tuple[Entry, ...]
    counts: tuple[int, ...] = ()


@frozen(eq=False)
class Timeline:
    """Lanes from top to bottom, and the years they span, both included."""

    lanes: tuple[Lane, ...]
    first: int
    last: int

    def entries(self, period: Period | None = None) -> list[Entry]:
        """Return what lies in a period, by time."""
        found = [one for lane in self.lanes for one in lane.entries if one.is_in(period)]
        return sorted(found, key=lambda one: (one.start, one.moments[-1].end))


@frozen(eq=False)
class DatedLayer:
    """A layer with dates: its id, name and features, and when they are."""

    id: str
    name: str
    table: FeatureTable
    times: LayerTimes


def timeline(programs: ProgramCatalogue, layers: Sequence[DatedLayer], texts: Texts) -> Timeline:
    """Return the timeline of the dossiers and of some layers.

    Args:
        programs: the dossiers.
        layers: the layers whose features are dated.
        texts: the language.
    """
    events = list(_event_lanes(programs, texts))
    ranges = [one.times.range() for one in layers]
    starts = [entry.start for lane in events for entry in lane.entries]
    ends = [one.end for lane in events for entry in lane.entries for one in entry.moments]
    starts += [found[0] for found in ranges if found]
    ends += [found[1] for found in ranges if found]
    first = floor(min(starts, default=2000.0))
    last = floor(max(ends, default=2001.0) - 1e-6)
    records = (_record_lane(layer, first, last, texts) for layer in layers)
    return Timeline((*events, *records), first, last)


def _event_lanes(programs: ProgramCatalogue, texts: Texts) -> Iterator[Lane]:
    language = texts.language
    for program in programs:
        entries = []
        for event in program.events:
            names = (programs.sources[id_].short.text(language) for id_ in event.sources)
            entries.append(
                Entry(
                    moments=moments(event.date),
                    date=event.date,
                    words=event.text.text(language),
                    group=program.id,
                    sources="; ".join(names),
                    program=program.id,
                )
            )
        if entries:
            yield Lane(program.id, program.short_name.text(language), _by_time(entries))


def _record_lane(layer: DatedLayer, first: int, last: int, texts: Texts) -> Lane:
    times = layer.times
    years = np.floor(times.starts[times.dated]).astype(np.int64)
    rows = np.flatnonzero(times.dated)
    entries = []
    for year in np.flatnonzero(np.bincount(years - first)) if len(years) else ():
        found = rows[years == year + first]
        entries.append(_records(layer, int(year) + first, found.tolist()[:2], len(found), texts))
    counts = tuple(times.counts(first, last))
    return Lane(layer.id, layer.name, tuple(entries), counts)


def _records(layer: DatedLayer, year: int, rows: Sequence[int], count: int, texts: Texts) -> Entry:
    """Return the records of a year in one line; a single one with its name and date."""
    if count > 1:
        words = texts.ngettext("{count} record: {layer}", "{count} records: {layer}", count)
        words = words.format(count=texts.number(count), layer=layer.name)
        return Entry(moments(str(year)), str(year), words, layer.id, layer=layer.id)
    row = rows[0]
    when = str(layer.table.value(row, layer.times.column))
    when = when.removesuffix(".0")
    name = feature_name(layer.table, row, texts.language)
    words = f"{name} ({layer.name})"
    feature = FeatureRef(layer.id, str(layer.table.ids[row]))
    return Entry(moments(when), when, words, layer.id, feature=feature, layer=layer.id)


def _by_time(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda one: one.start))


def date_words(text: str, texts: Texts) -> str:
    """Return a time as the language writes it; times that differ one after the other."""
    return "; ".join(texts.date(part.strip()) for part in text.split(";"))
