"""What is said of a feature that is pointed at, in a few words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from geodata.basis import Basis
from geodata.frozen import frozen
from geodata.table import FeatureTable
from layers.legend import BASIS_TEXTS, POSITION_TEXTS
from layers.scene import SceneLayer
from layers.texts import Texts

_NAMES = re.compile(r"(^|[_ ])(name|nombre|nom|label|etiqueta|titulo|título)", re.IGNORECASE)
_LONGEST = 120


@frozen
class FeatureTip:
    """A few words on a feature; plain text, one line each.

    Attributes:
        name: its name, cut if it is long.
        layer: the name of its layer.
        honesty: how sure the atlas is of it and of its place, or "".
    """

    name: str
    layer: str
    honesty: str


def feature_tip(layer: SceneLayer, row: int, texts: Texts) -> FeatureTip:
    """Return what is said of the feature at ``row`` of a scene layer."""
    return FeatureTip(
        one_line(feature_name(layer.table, row, texts.language)),
        one_line(layer.name),
        honesty(layer.table, row, texts),
    )


def feature_name(table: FeatureTable, row: int, language: str) -> str:
    """Return a feature's name in a language, its id if it has none."""
    return feature_names(table, language, [row])[0]


def feature_names(
    table: FeatureTable, language: str, rows: Sequence[int] | None = None
) -> list[str]:
    """Return the names of the features at some rows, of all if omitted, as `feature_name` does."""
    spoken = table.values(f"name_{language}", rows)
    column = name_column(table)
    own = table.values(column, rows) if column else [None] * len(spoken)
    ids = table.ids if rows is None else table.ids[rows]
    return [str(name or other or id_) for name, other, id_ in zip(spoken, own, ids, strict=True)]


def name_column(table: FeatureTable) -> str:
    """Return the column that holds the names of features, as far as its own name tells, or ""."""
    if "name" in table.columns:
        return "name"
    return next((name for name in table.columns if _NAMES.search(name)), "")


def honesty(table: FeatureTable, row: int, texts: Texts) -> str:
    """Return how sure the atlas is of a feature and of its place, "" if the table does not say.

    That something documented exists goes without saying.
    """
    return honesty_of(table.value(row, "basis"), table.value(row, "position_basis"), texts)


def honesty_of(basis: Any, position: Any, texts: Texts) -> str:
    """Return the same for the values of the two columns."""
    words = []
    if basis in BASIS_TEXTS and basis != Basis.DOCUMENTED.value:
        words.append(texts.gettext(BASIS_TEXTS[basis]))
    if position in POSITION_TEXTS:
        words.append(texts.gettext(POSITION_TEXTS[position]))
    return " · ".join(words)


def one_line(text: str, longest: int = _LONGEST) -> str:
    """Return ``text`` in one line of at most ``longest`` characters, what is cut marked by "…".

    Control characters and line breaks become spaces. A text of a million characters costs no more
    than one of a few hundred.
    """
    beginning = text[: 4 * longest]
    printable = "".join(sign if sign.isprintable() else " " for sign in beginning)
    line = " ".join(printable.split())
    if len(line) <= longest and len(text) == len(beginning):
        return line
    return line[: longest - 1].rstrip() + "…"
