"""The one font of map and exports, the same on every machine."""

from __future__ import annotations

from pathlib import Path

import fontpkg_noto_sans
from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Noto Sans"
"""The family's name once `register_fonts` was called."""

_WEIGHT = QFont.Tag.fromString("wght")
_REGULAR, _SEMIBOLD = 400.0, 600.0
_LIGATURES = QFont.Tag.fromString("liga")


def font_files() -> tuple[Path, ...]:
    """Return the files of the family: one upright, one italic, each with every weight."""
    return tuple(sorted((Path(fontpkg_noto_sans.ROOT) / "files").glob("*.ttf")))


def register_fonts() -> None:
    """Make the family known to Qt; to be called once, when there is an application.

    Raises:
        FileNotFoundError: if a font file is missing or broken; the message names it.
    """
    files = font_files()
    if not files:
        folder = Path(fontpkg_noto_sans.ROOT) / "files"
        raise FileNotFoundError(
            f"{folder}: the font of the map is missing; install the atlas again"
        )
    for file in files:
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise FileNotFoundError(f"{file}: this font cannot be read; install the atlas again")


def is_bold(font: QFont) -> bool:
    """Return whether a font is the bold of `map_font`."""
    return bool(font.variableAxisValue(_WEIGHT) > _REGULAR)


def map_font(
    pixels: float, bold: bool = False, italic: bool = False, spacing: float = 0.0
) -> QFont:
    """Return the map's font.

    Args:
        pixels: height of the letters, logical pixels; Qt takes whole ones.
        bold: semibold, the bold of maps.
        italic: slanted.
        spacing: extra space after each letter, in em.
    """
    font = QFont(FAMILY)
    font.setPixelSize(max(1, round(pixels)))
    font.setItalic(italic)
    # The weight is an axis of the font: asked for by QFont.setWeight, Qt 6 would smear the
    # regular letters instead, and a PDF would hold them so.
    font.setVariableAxis(_WEIGHT, _SEMIBOLD if bold else _REGULAR)
    # Hinted letters would have other widths on each machine and at each pixel ratio.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    # Two letters in one sign would not be found by who searches a PDF for them.
    font.setFeature(_LIGATURES, 0)
    if spacing:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing * font.pixelSize())
    return font
