"""Whose data is drawn: one short line for a map's corner, sources with licences for a page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from app.fonts import map_font
from app.furniture.colours import secondary_ink
from app.furniture.text import draw_block, one_line, text_block
from layers.scene import Credit, Scene
from layers.texts import Texts

TEXT_PIXELS = 10.0
"""Height of letters at scale 1, logical pixels."""

_WIDEST = 100_000.0


def credits_line(scene: Scene) -> str:
    """Return the short names of the sources of what is drawn."""
    return " · ".join(one_line(credit.short) for credit in scene.credits)


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

    With citations and licences; with short names and licences; with short names alone.
    """
    if not scene.credits:
        return ()
    full = (_with_licence(credit.citation or credit.short, credit) for credit in scene.credits)
    short = (_with_licence(credit.short, credit) for credit in scene.credits)
    names = (credit.short for credit in scene.credits)
    sources = texts.gettext("Sources: {sources}")
    return tuple(
        sources.format(sources="; ".join(map(one_line, parts))) for parts in (full, short, names)
    )


def _with_licence(source: str, credit: Credit) -> str:
    source = source.rstrip(". ")
    return f"{source} ({credit.licence})" if credit.licence else source
