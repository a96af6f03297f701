"""The map's font: registered, with true weights and slants."""

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF, QImage, QPainter, QRawFont

from app.fonts import FAMILY, font_files, map_font, register_fonts
from tests.app.canvas.drawing import rgb

pytestmark = pytest.mark.usefixtures("fonts")


def ink(font, text="La Libertad"):
    image = QImage(300, 60, QImage.Format.Format_RGB32)
    image.fill("#ffffff")
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(10, 40, text)
    painter.end()
    return rgb(image)


def test_the_package_brings_an_upright_and_an_italic_font():
    assert len(font_files()) == 2


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("italic", [False, True])
def test_the_font_is_the_one_of_the_package(bold, italic):
    font = map_font(20, bold=bold, italic=italic)
    assert QFontInfo(font).family() == FAMILY
    assert QFontInfo(font).pixelSize() == 20
    assert QRawFont.fromFont(font).styleName() == ("Italic" if italic else "Regular")


def test_bold_letters_are_drawn_so_not_smeared():
    plain, bold = map_font(24), map_font(24, bold=True)
    assert (255 - ink(bold)).sum() > 1.15 * (255 - ink(plain)).sum()
    # Smeared letters would be as wide as the plain ones.
    widths = [QFontMetricsF(font).horizontalAdvance("La Libertad") for font in (plain, bold)]
    assert widths[1] > widths[0] + 2


def test_spacing_is_in_em():
    plain, wide = (QFontMetricsF(map_font(10, spacing=em)) for em in (0.0, 0.3))
    assert wide.horizontalAdvance("ABCD") == pytest.approx(plain.horizontalAdvance("ABCD") + 12)


def test_letters_are_grey_not_coloured_at_their_edges():
    pixels = ink(map_font(18))
    assert (pixels.max(axis=-1) == pixels.min(axis=-1)).all()


def test_spanish_letters_are_there():
    font = QRawFont.fromFont(map_font(12))
    letters = "áéíóúüñÁÉÍÓÚÜÑ¿¡«»\u2013\u2014…°²\ufffd"
    assert all(font.supportsCharacter(ord(letter)) for letter in letters)


def test_a_missing_font_file_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr("fontpkg_noto_sans.ROOT", tmp_path)
    with pytest.raises(FileNotFoundError, match="font of the map is missing; install"):
        register_fonts()


def test_a_broken_font_file_is_named(monkeypatch, tmp_path, qtlog):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "Broken.ttf").write_bytes(b"no font")
    monkeypatch.setattr("fontpkg_noto_sans.ROOT", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"Broken\.ttf: this font cannot be read"):
        register_fonts()
