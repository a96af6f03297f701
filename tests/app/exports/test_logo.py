"""Logos are pictures and nothing else."""

import base64

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from app.exports.logo import MOST_BYTES, LogoError, LogoPicture, checked_logo, read_logo
from app.exports.options import PageOptions
from app.exports.page_layout import lay_out_page
from app.exports.report import ExportError
from layers.layouts import Logo
from layers.texts import Texts

PLAIN = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    b'<rect width="40" height="20" fill="#d55e00"/></svg>'
)


def svg(inside, attributes=b""):
    return PLAIN.replace(b"<rect", inside + b"<rect " + attributes)


def png(width=40, height=20, colour="#0072b2"):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    image.setText("Author", "somebody")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


@pytest.mark.parametrize("content", [PLAIN, png()])
def test_a_picture_is_drawn(qapp, content):
    picture = LogoPicture(checked_logo(content))
    assert picture.fitted(100, 100) == QSizeF(100, 50)
    image = QImage(80, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    picture.draw(painter, QRectF(0, 0, 80, 40))
    painter.end()
    assert image.pixelColor(40, 20).name() in ("#d55e00", "#0072b2")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\nnothing",
        b"<html/>",
        PLAIN[:-6],
        svg(b"<script>window.pwned=1</script>"),
        svg(b"<foreignObject/>"),
        svg(b"<image href='file:///etc/passwd' width='1' height='1'/>"),
        svg(b"<style>@import url(https://a.example)</style>"),
        svg(b"<use href='#a'/>"),
        svg(b"", b"onload='window.pwned=1'"),
        svg(b"", b"style='fill:url(https://a.example/x)'"),
        svg(b"<animate attributeName='x'/>"),
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + PLAIN,
        b'<?xml-stylesheet href="https://a.example"?>' + PLAIN,
        svg(b"<g/>" * 30_000),
        PLAIN + b" " * MOST_BYTES,
    ],
)
def test_everything_else_is_refused(qapp, content):
    with pytest.raises(LogoError):
        checked_logo(content)


def test_one_from_a_project_is_checked_too(qapp):
    hostile = svg(b"<image href='file:///etc/passwd' width='1' height='1'/>")
    for logo in (
        Logo("svg", base64.b64encode(hostile).decode()),
        Logo("png", base64.b64encode(PLAIN).decode()),
        Logo("png", "no base64 !"),
    ):
        with pytest.raises(LogoError):
            LogoPicture(logo)


def test_a_file_that_is_no_logo_is_named(qapp, tmp_path):
    path = tmp_path / "logo.svg"
    with pytest.raises(ExportError, match=r"logo\.svg: the logo cannot be read"):
        read_logo(path, Texts("en"))
    path.write_bytes(svg(b"<script/>"))
    with pytest.raises(ExportError, match="holds more than a drawing"):
        read_logo(path, Texts("en"))
    path.write_bytes(PLAIN)
    assert read_logo(path, Texts("en")).kind == "svg"


def test_it_stands_beside_the_title_and_over_nothing(scene, texts):
    options = PageOptions(1280, 800, logo=checked_logo(PLAIN), notes="Para la reunión. " * 40)
    layout = lay_out_page(scene, options, texts)
    boxes = dict(layout.boxes())
    assert boxes["logo"].width() == pytest.approx(2 * boxes["logo"].height())
    for name, rect in boxes.items():
        shared = rect.intersected(boxes["logo"])
        assert name == "logo" or shared.width() < 0.01 or shared.height() < 0.01, name
    assert boxes["notes"].bottom() <= boxes["sources"].top()
    assert len(layout.notes.block.lines) <= 4


def test_parts_can_be_left_out(scene, texts):
    parts = ("legend", "scale bar", "north arrow", "sources")
    whole = set(dict(lay_out_page(scene, PageOptions(), texts).boxes()))
    assert whole.issuperset(parts)
    for part in parts:
        layout = lay_out_page(scene, PageOptions(without=(part,)), texts)
        assert set(dict(layout.boxes())) == whole - {part}
        assert not layout.body.legend_left_out
    alone = lay_out_page(scene, PageOptions(without=parts), texts)
    assert set(dict(alone.boxes())) == whole - set(parts)
    area = lay_out_page(scene, PageOptions(area=scene.home), texts).body.map
    assert alone.body.map.width() > area.width()
