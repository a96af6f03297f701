"""On pages (PDF, SVG) the map is made of vectors and text, not of pixels."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer

from app.canvas.renderer import Renderer
from layers.style import LabelStyle
from layers.view import fit
from tests.app.canvas.drawing import (
    BLUE,
    RED,
    VIEW,
    at,
    box,
    drawing_of,
    fill,
    hexed,
    marker,
    picture,
    rgb,
    scene_layer,
    scene_with,
    share_of,
    without_labels,
)

pytestmark = pytest.mark.usefixtures("fonts")


def as_svg(scene, view=VIEW):
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSizeF(view.width, view.height).toSize())
    generator.setViewBox(generator.viewBoxF().adjusted(0, 0, view.width, view.height))
    painter = QPainter(generator)
    report = Renderer().draw(painter, scene, view)
    painter.end()
    return bytes(data.data()).decode(), report


def as_pdf(scene, view, path):
    writer = QPdfWriter(str(path))
    writer.setResolution(96)
    size = QPageSize(QSizeF(view.width * 0.75, view.height * 0.75), QPageSize.Unit.Point)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    report = Renderer().draw(painter, scene, view)
    painter.end()
    return report


def svg_pixels(text, view=VIEW):
    image = QImage(round(view.width), round(view.height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill("#ffffff")
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(text.encode())).render(painter)
    painter.end()
    return rgb(image)


def test_the_built_in_map_is_all_vectors(scene):
    text, report = as_svg(scene, fit(scene.home, 800, 500))
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(text).iter()}
    assert not tags & {"image", "pattern", "use"}
    assert {"path", "text"} & tags == {"path", "text"}
    assert report.labels_placed > 10


def test_a_pdf_holds_no_images_and_its_names_can_be_found(scene, tmp_path):
    view = fit(scene.home, 1000, 640)
    report = as_pdf(scene, view, tmp_path / "map.pdf")
    assert b"/Subtype /Image" not in (tmp_path / "map.pdf").read_bytes()
    document = QPdfDocument()
    assert document.load(str(tmp_path / "map.pdf")) == QPdfDocument.Error.None_
    text = document.getAllText(0).text()
    words = re.sub(r"\s+", "", text)
    assert report.labels_placed > 10
    for label in report.labels:
        for line in label.lines:
            assert line.replace(" ", "") in words, line
    document.close()


def test_a_pdf_looks_like_the_screen(scene, tmp_path):
    view = fit(scene.home, 700, 440)
    as_pdf(scene, view, tmp_path / "map.pdf")
    document = QPdfDocument()
    document.load(str(tmp_path / "map.pdf"))
    page = document.render(0, QSizeF(700, 440).toSize())
    document.close()
    page_pixels, screen = rgb(page), picture(scene, view)
    difference = np.abs(page_pixels - screen).mean()
    blank = np.abs(screen - np.median(screen, axis=(0, 1))).mean()
    assert difference < blank / 3


def test_symbols_are_drawn_as_vectors():
    text, _ = as_svg(scene_with(scene_layer([(0, 0)], marker("square", size=40))))
    assert "<image" not in text
    assert at(svg_pixels(text), 0, 0) == RED


def test_hatches_are_drawn_as_lines():
    text, _ = as_svg(scene_with(scene_layer([box(-50, -50, 50, 50)], fill(hatch=hexed(BLUE)))))
    assert "<image" not in text
    pixels = svg_pixels(text)
    assert 0.1 < share_of(pixels[30:130, 50:150], BLUE, 120) < 0.4
    assert share_of(pixels, RED, 0) > 0.1


def test_layers_are_transparent_on_pages_too():
    text, _ = as_svg(
        scene_with(
            scene_layer([box(-50, -50, 50, 50)], fill(), opacity=0.5),
            scene_layer([box(60, 0, 70, 10)], fill()),
        )
    )
    pixels = svg_pixels(text)
    assert at(pixels, 0, 0) == pytest.approx((255, 128, 128), abs=2)
    assert at(pixels, 65, 5) == RED


def test_names_stand_at_the_same_places_on_pages_and_on_screen(scene):
    view = fit(scene.home, 800, 500)
    _, report = as_svg(scene, view)
    assert report.labels == drawing_of(scene, view).report.labels


def test_letters_are_text_over_a_halo_that_is_a_path():
    style = LabelStyle(color="#ff0000", halo="#0000ff", halo_width=2, size=14)
    layer = scene_layer([box(-90, -70, 90, 70)], fill(), labels=["Izalco"], label_style=style)
    text, _ = as_svg(scene_with(replace(layer, symbol_of=np.array([0]))))
    root = ET.fromstring(text)
    letters = [element for element in root.iter() if element.tag.endswith("}text")]
    assert ["".join(element.itertext()).strip() for element in letters] == ["Izalco"]
    assert 'stroke="#0000ff"' in text
    assert text.index('stroke="#0000ff"') < text.index("Izalco")


def test_a_page_keeps_details_that_the_screen_leaves_out(scene):
    view = fit(scene.home, 300, 190)
    plain = without_labels(scene)
    vertices = len(re.findall(r"[ML]", as_svg(plain, view)[0]))
    assert vertices > 2 * len(re.findall(r"[ML]", as_svg(plain, fit(scene.home, 60, 38))[0]))
