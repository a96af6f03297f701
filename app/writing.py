"""How the window writes: one family, a few sizes."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from PySide6.QtGui import QFont

from app.fonts import map_font


class Writing(Enum):
    """What a text in the window is."""

    TEXT = "text"
    STRONG = "strong"
    SMALL = "small"
    HEAD = "head"
    TITLE = "title"
    FIGURE = "figure"
    BRAND = "brand"


_PIXELS = {
    Writing.TEXT: 13,
    Writing.STRONG: 13,
    Writing.SMALL: 11,
    Writing.HEAD: 11,
    Writing.TITLE: 19,
    Writing.FIGURE: 22,
    Writing.BRAND: 15,
}
_BOLD = frozenset({Writing.STRONG, Writing.HEAD, Writing.TITLE, Writing.FIGURE, Writing.BRAND})
_HEAD_SPACING = 0.07  # em


@lru_cache(maxsize=len(Writing))
def writing_font(writing: Writing) -> QFont:
    """Return the font of a kind of text.

    Weights are set here rather than in a style sheet: that could only ask Qt to smear the regular
    letters (see `app.fonts.map_font`).
    """
    head = writing is Writing.HEAD
    font = map_font(_PIXELS[writing], bold=writing in _BOLD, spacing=_HEAD_SPACING if head else 0.0)
    if head:
        font.setCapitalization(QFont.Capitalization.AllUppercase)
    return font
