"""What a web page says of the features of a layer, in one language."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import cache
from math import isnan
from typing import Any

from app.exports.web_geometry import metres
from app.exports.web_shared import SharedParts
from layers.facts import FactColumn, Statement, TableFacts, split_links
from layers.feature_tip import honesty_of
from layers.label_text import clean
from layers.legend import SURE
from layers.scene import SceneLayer
from layers.texts import Texts


class FeatureWords:
    """What of the features of a layer is in a language."""

    def __init__(self, layer: SceneLayer, texts: Texts, shared: SharedParts, *, told: bool) -> None:
        """Look at what all features have in common.

        Args:
            layer: the layer.
            texts: the language, that of the layer.
            shared: what is written once for all.
            told: whether the page tells what is known of its features.
        """
        self._layer = layer
        has_names = layer.label_style is not None
        self._points: list[list[float]] = layer.label_points.tolist()
        self._labelled = [has_names and not isnan(x) for x, _ in self._points]
        self._known = _Known(layer, texts, shared) if told else None

    def placing(self, row: int) -> dict[str, Any]:
        """Return where a drawn feature's name stands and how far its symbol is set aside."""
        result: dict[str, Any] = {}
        if self._labelled[row]:
            result["at"] = metres(self._points[row])
        offsets = self._layer.offsets
        if offsets is not None and offsets[row].any():
            result["offset"] = [round(value, 1) for value in offsets[row].tolist()]
        return result

    def of(self, row: int, *, drawn: bool) -> dict[str, Any]:
        """Return a feature's name on the map, and what is told of it; nothing that is empty."""
        label = self._layer.labels[row] if drawn and self._labelled[row] else None
        result: dict[str, Any] = {"label": clean(str(label))} if label else {}
        return result if self._known is None else result | self._known.of(row)

    def columns(self) -> list[dict[str, Any]]:
        """Return what the facts told so far have in common, each written once."""
        return [] if self._known is None else self._known.columns()


class _Known:
    """What is known of each feature of a layer."""

    def __init__(self, layer: SceneLayer, texts: Texts, shared: SharedParts) -> None:
        table, facts = layer.table, TableFacts(layer.table, texts)
        positions = table.values("position_basis")
        say = cache(lambda basis, position: _one(honesty_of(basis, position, texts)))
        self._columns: dict[tuple[str, str, str], int] = {}
        self._number, self._names = shared.number, facts.names
        # Of each feature the parts that others may share, and what it has for itself.
        self._shared: dict[str, list[Sequence[Hashable]]] = {
            "honesty": list(map(say, table.values("basis"), positions)),
            "existence": [_one(_said(each)) for each in facts.existence],
            "position": [_one(_said(each)) for each in facts.position],
            "facts": list(self._facts(facts.columns, len(table))),
            "sources": [tuple(map(split_links, sources)) for sources in facts.sources],
        }
        self._own: dict[str, Sequence[bool | str]] = {
            "sure": [position in SURE for position in positions],
            "asOf": facts.as_of,
            "program": facts.programs,
        }

    def of(self, row: int) -> dict[str, Any]:
        """Return what is told of a feature; nothing that is empty."""
        result: dict[str, Any] = {"name": self._names[row]}
        for key, column in self._shared.items():
            if parts := column[row]:
                result[key] = [self._number(part) for part in parts]
        for key, values in self._own.items():
            if value := values[row]:
                result[key] = value
        return result

    def columns(self) -> list[dict[str, Any]]:
        """Return what the facts have in common, in the order of their numbers."""
        return [
            {"title": title, "remark": remark, "source": split_links(source)}
            for title, remark, source in self._columns
        ]

    def _facts(self, columns: Sequence[FactColumn], count: int) -> Iterator[Sequence[Hashable]]:
        """Yield the facts of each feature: the number of the column, the value, how sure it is."""
        for row in range(count):
            told = []
            for column in columns:
                words, statement = column.words[row], column.statements[row]
                if words or statement.note:
                    key = (column.title, column.remark, column.source)
                    number = self._columns.setdefault(key, len(self._columns))
                    told.append((number, words, *_said(statement)))
            yield told


def _said(statement: Statement) -> tuple[str, ...]:
    """Return the basis of a fact and the note on it, nothing if there is neither."""
    return (statement.basis, statement.note) if statement.basis or statement.note else ()


def _one(part: str | tuple[str, ...]) -> tuple[Hashable, ...]:
    """Return a part as the only one, no part if it is empty."""
    return (part,) if part else ()
