"""Whose data is drawn: one short line for a map's corner, sources with licences for a page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from app.fonts import map_font
from app.furniture.colours import secondary_ink
from app.furniture.text import draw_block, one_line, text_block
from layers.scene import Credit, Scene
from layers.texts import N_, Texts

TEXT_PIXELS = 10.0
"""Height of letters at scale 1, logical pixels."""

_WIDEST = 100_000.0
_BETWEEN = " · "


def credits_line(scene: Scene) -> str:
    """Return the sources of what is drawn in one short line."""
    return _BETWEEN.join(short_names(scene))


def credits_size(scene: Scene, scale: float = 1.0) -> QSizeF:
    """Return the room the short line takes whole, in logical pixels."""
    block = text_block(credits_line(scene), map_font(TEXT_PIXELS * scale), _WIDEST, 1)
    return QSizeF(block.width, block.height)


def draw_credits(painter: QPainter, rect: QRectF, scene: Scene, scale: float = 1.0) -> None:
    """Paint the short line at the upper left corner of ``rect``, cut where it must be."""
    font = map_font(TEXT_PIXELS * scale)
    block = text_block(credits_line(scene), font, rect.width(), 1)
    draw_block(painter, block, rect.left(), rect.top(), secondary_ink(scene))


def sources_texts(scene: Scene, texts: Texts) -> tuple[str, ...]:
    """Return what a page may say of its sources, the fullest first.

    With citations, which name versions and licences; with short names and licences; with short
    names alone. Nothing, if nothing that has a source is drawn.
    """
    if not scene.credits:
        return ()
    citations = dict.fromkeys(one_line(c.citation or c.short).rstrip(". ") for c in scene.credits)
    choices = (
        "; ".join(citations),
        "; ".join(_names_with_licences(scene.credits, texts)),
        ", ".join(short_names(scene)),
    )
    sources = texts.gettext("Sources: {sources}.")
    return tuple(sources.format(sources=choice) for choice in choices)


def short_names(scene: Scene) -> tuple[str, ...]:
    """Return the short names of the sources of what is drawn, each once."""
    names = (name for credit in scene.credits for name in credit.names)
    return tuple(dict.fromkeys(map(one_line, names)))


def _names_with_licences(credits_: Sequence[Credit], texts: Texts) -> list[str]:
    """Return the sources by licence: "GSHHG, Natural Earth (LGPL-3.0-or-later)"."""
    by_licence: dict[str, dict[str, None]] = {}
    for credit in credits_:
        names = by_licence.setdefault(texts.gettext(credit.licence) if credit.licence else "", {})
        names.update(dict.fromkeys(map(one_line, credit.names)))
    return [
        f"{', '.join(names)} ({licence})" if licence else ", ".join(names)
        for licence, names in by_licence.items()
    ]


# The one licence of the data that is words and not an identifier.
N_("facts, no licence")
