"""Layers, styles and commands as JSON can write them, and back.

Reading builds nothing but the classes named here: data in a file can never become code. What a
file says that these classes do not know is refused.
"""

from __future__ import annotations

from typing import Any

from layers import commands, layout_commands, table_commands
from layers.bookmarks import Bookmark
from layers.commands import Command
from layers.document import Layer, Placement
from layers.layout_commands import mistake_in
from layers.layouts import Layout
from layers.story import Story
from layers.story import mistake_in as mistake_in_story
from layers.style import Style

_COMMANDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        commands.SetVisible,
        commands.SetOpacity,
        commands.MoveLayer,
        commands.SetLabels,
        commands.SetPossibleAreas,
        commands.SetStyle,
        commands.SetSharing,
        commands.SetTitle,
        commands.SetOnlineMap,
        commands.SetBookmarks,
        commands.SetStories,
        layout_commands.SetLayout,
        layout_commands.RemoveLayout,
        table_commands.RemoveLayer,
        table_commands.RenameLayer,
        table_commands.InsertFeatures,
        table_commands.DeleteFeatures,
        table_commands.SetGeometry,
        table_commands.SetValues,
        table_commands.PlaceRecord,
    )
}
"""Commands that are plain values; those that carry whole tables are written beside the JSON
(`layers.project`)."""


class PlainDataError(ValueError):
    """Data does not describe what it should; the message says where and why."""


def prepare() -> None:
    """Make ready what checks layers and commands, which else is made when it is first needed."""
    for kind in (*_COMMANDS.values(), Layer, Placement, Bookmark, Layout, Story):
        _adapter(kind)


def write_layer(layer: Layer) -> dict[str, Any]:
    """Return a layer as JSON can write it."""
    return dict(_adapter(Layer).dump_python(layer, mode="json"))


def read_layer(data: object) -> Layer:
    """Return the layer that `write_layer` wrote.

    Raises:
        PlainDataError: if it describes none.
    """
    layer: Layer = _read(Layer, data)
    return layer


def write_placement(placement: Placement) -> dict[str, Any]:
    """Return a placement as JSON can write it."""
    return dict(_adapter(Placement).dump_python(placement, mode="json"))


def read_placement(data: object) -> Placement:
    """Return the placement that `write_placement` wrote.

    Raises:
        PlainDataError: if it describes none.
    """
    placement: Placement = _read(Placement, data)
    return placement


def write_bookmark(bookmark: Bookmark) -> dict[str, Any]:
    """Return a bookmark as JSON can write it."""
    return dict(_adapter(Bookmark).dump_python(bookmark, mode="json"))


def read_bookmark(data: object) -> Bookmark:
    """Return the bookmark that `write_bookmark` wrote.

    Raises:
        PlainDataError: if it describes none.
    """
    bookmark: Bookmark = _read(Bookmark, data)
    return bookmark


def write_style(style: Style) -> dict[str, Any]:
    """Return a style as JSON can write it."""
    return dict(_adapter(Style).dump_python(style, mode="json"))


def read_style(data: object) -> Style:
    """Return the style that `write_style` wrote.

    Raises:
        PlainDataError: if it describes none.
    """
    style: Style = _read(Style, data)
    return style


def write_layout(layout: Layout) -> dict[str, Any]:
    """Return a layout as JSON can write it."""
    return dict(_adapter(Layout).dump_python(layout, mode="json"))


def read_layout(data: object) -> Layout:
    """Return the layout that `write_layout` wrote.

    Raises:
        PlainDataError: if it describes none.
    """
    layout: Layout = _read(Layout, data)
    wrong = mistake_in(layout)
    if wrong:
        raise PlainDataError(f"Layout: {wrong}")
    return layout


def write_story(story: Story) -> dict[str, Any]:
    """Return a story as JSON can write it."""
    return dict(_adapter(Story).dump_python(story, mode="json"))


def read_story(data: object) -> Story:
    """Return the story that `write_story` wrote.

    Raises:
        PlainDataError: if it describes none.
    """
    story: Story = _read(Story, data)
    wrong = mistake_in_story(story)
    if wrong:
        raise PlainDataError(f"Story: {wrong}")
    return story


def write_command(command: Command) -> dict[str, Any] | None:
    """Return a command as JSON can write it, None if it carries a whole table."""
    if isinstance(command, commands.Compound):
        parts = [write_command(part) for part in command.commands]
        if any(part is None for part in parts):
            return None
        return {"kind": "Compound", "text": command.text, "commands": parts}
    kind = type(command)
    if _COMMANDS.get(kind.__name__) is not kind:
        return None
    return {"kind": kind.__name__, "data": _adapter(kind).dump_python(command, mode="json")}


def read_command(data: object) -> Command:
    """Return the command that `write_command` wrote.

    Raises:
        PlainDataError: if it describes none.
    """
    if not isinstance(data, dict):
        raise PlainDataError("a command is an object")
    if data.get("kind") == "Compound":
        parts = data.get("commands")
        if not isinstance(parts, list):
            raise PlainDataError("a compound command has a list of commands")
        return commands.Compound(str(data.get("text", "")), tuple(map(read_command, parts)))
    kind = _COMMANDS.get(str(data.get("kind")))
    if kind is None:
        raise PlainDataError(f"there is no command {data.get('kind')!r}")
    command: Command = _read(kind, data.get("data"))
    return command


def _read(kind: type[Any], data: object) -> Any:
    from pydantic import ValidationError

    try:
        # JSON has lists where we have tuples, so types are converted, but nothing is guessed:
        # text never becomes a number.
        return _adapter(kind).validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise PlainDataError(f"{kind.__name__}.{where}: {first['msg']}") from error


def _adapter(kind: type[Any]) -> Any:
    """Return what checks and converts the fields of a class."""
    from pydantic import TypeAdapter

    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


_ADAPTERS: dict[type[Any], Any] = {}
"""Made at first use: pydantic takes longer to import than the first map takes to draw."""
