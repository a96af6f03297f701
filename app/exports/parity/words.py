"""Whether the text of a file is that of its scene: nothing is missing, nothing is added."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from geodata.frozen import frozen
from geodata.geometry import Family, Floats
from layers.label_text import clean
from layers.scene import Scene, SceneLayer

# What readers of documents leave out, or put in, where a line ends; and what no reader shows.
_UNSTEADY = re.compile(r"[-\u00ad\ufffe\x00-\x1f]")
_TAKEN = "\0"
_NAMES = "names"


@frozen
class Said:
    """Texts that stand in a file one after the other.

    Attributes:
        kind: what they are, in a word.
        parts: the texts.
    """

    kind: str
    parts: tuple[str, ...]


@frozen
class Writing:
    """All that is written on a page.

    Attributes:
        said: what stands around the map.
        names: what is written on the map, each line by line.
    """

    said: tuple[Said, ...]
    names: tuple[tuple[str, ...], ...]


def joined(text: str) -> str:
    """Return text without white space, hyphens and case, which lines and letter spacing change."""
    plain = _UNSTEADY.sub("", unicodedata.normalize("NFKC", text).casefold())
    return "".join(plain.split())


def text_differences(text: str, writing: Writing) -> Iterator[str]:
    """Yield in words in what a file's text differs from what it should say.

    Every text takes its own place, so that a name which is missing is not found in another.

    Args:
        text: all of the file's text, in whatever order.
        writing: what it should say.
    """
    rest = joined(text)
    wanted = [*writing.said, *(Said(_NAMES, lines) for lines in writing.names)]
    for one in sorted(wanted, key=lambda each: -len(joined("".join(each.parts)))):
        left = _without(rest, "".join(one.parts))
        if left is None and one.kind == _NAMES:
            # Readers go along the lines of the page: between those of a name may stand another.
            left = _without(rest, *one.parts)
        if left is None:
            yield from _missing(one, rest)
        else:
            rest = left
    added = [part for part in rest.split(_TAKEN) if part]
    if added:
        yield f"text: {added} is not of the scene"


def _without(rest: str, *parts: str) -> str | None:
    """Return a text without parts of it, None if it lacks one."""
    for part in filter(None, map(joined, parts)):
        if part not in rest:
            return None
        rest = rest.replace(part, _TAKEN, 1)
    return rest


def _missing(one: Said, rest: str) -> Iterator[str]:
    missing = [part for part in one.parts if joined(part) not in rest]
    for part in missing:
        yield f"{one.kind}: {part!r} is not shown"
    if not missing:
        yield f"{one.kind}: {one.parts[0]!r} and what follows stand otherwise"


def legend_differences(text: str, scene: Scene) -> Iterator[str]:
    """Yield in words what a scene's legend says and a text does not.

    Args:
        text: what a whole legend says, or a file that has one.
        scene: the scene.
    """
    shown = joined(text)
    for section in scene.legend:
        if joined(section.name) not in shown:
            yield f"legend: {section.name!r} is not shown"
        for entry in section.entries:
            # Below the layer's name an entry need not repeat it.
            rest = entry.text.removeprefix(section.name).lstrip(", ")
            if joined(entry.text) not in shown and joined(rest) not in shown:
                yield f"legend: {entry.text!r} is not shown"
        if section.note and joined(section.note) not in shown:
            yield f"legend: {section.note!r} is not shown"


def name_differences(names: Iterable[str], scene: Scene) -> Iterator[str]:
    """Yield in words which names of a map are none of its scene."""
    known = {joined(name) for layer in scene.layers for name in _names(layer)}
    for name in names:
        if joined(name) not in known:
            yield f"names: {name!r} is none of the scene"


def _names(layer: SceneLayer) -> Iterator[str]:
    """Yield each name of a layer that may be written on the map."""
    if layer.label_style is None:
        return
    # Names of lines follow them, and have no place of their own.
    points: Floats = layer.label_points
    for row, label in enumerate(layer.labels):
        is_placed = layer.family is Family.LINE or not (points[row] != points[row]).any()
        if label and is_placed and layer.symbol_of[row] >= 0 and layer.geometry.placed[row]:
            yield clean(str(label))
