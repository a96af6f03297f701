"""Styles as text: copied from one layer, pasted into another, checked before they are used."""

from __future__ import annotations

import json

from layers.plain_data import PlainDataError, read_style, write_style
from layers.style import Style
from layers.texts import N_

_FORMAT = "atlas-seguro-style"
_VERSION = 1
_LONGEST = 1_000_000


class StyleTextError(ValueError):
    """Text is no style; the message (to be translated) says so."""


def style_text(style: Style) -> str:
    """Return a style as JSON text, readable by people."""
    content = {"format": _FORMAT, "version": _VERSION, "style": write_style(style)}
    return json.dumps(content, indent=2, ensure_ascii=False)


def style_from_text(text: str) -> Style:
    """Return the style that `style_text` wrote.

    Raises:
        StyleTextError: if it wrote no such thing, or what it wrote was altered.
    """
    if len(text) > _LONGEST:
        raise StyleTextError(N_("The clipboard holds no style"))
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StyleTextError(N_("The clipboard holds no style")) from error
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise StyleTextError(N_("The clipboard holds no style"))
    if content.get("version") != _VERSION:
        raise StyleTextError(N_("This style is of a newer version of the atlas"))
    try:
        return read_style(content.get("style"))
    except PlainDataError as error:
        raise StyleTextError(N_("This style says something that cannot be drawn")) from error
