"""All kinds of files of one scene hold the same; what was tampered with is noticed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from app.canvas.renderer import Renderer
from app.exports.image import write_png
from app.exports.options import PageOptions
from app.exports.page import Page
from app.exports.parity_files import file_differences
from app.exports.sealing.seal import manifest_for, sealed
from app.exports.web import write_html
from layers.builtin_map import builtin_map
from layers.programs import load_programs
from layers.scene_builder import SceneBuilder
from layers.texts import Texts

OPTIONS = PageOptions(1754, 1240, 96)


def painted(device, scene):
    painter = QPainter(device)
    page = Page(scene, OPTIONS, Texts(scene.language), Renderer())
    for _ in page.steps(painter):
        pass
    painter.end()
    return [" ".join(label.lines) for label in page._drawn.labels]


def pdf_of(scene):
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    size = QPageSize(QSizeF(OPTIONS.width, OPTIONS.height) / 96, QPageSize.Unit.Inch)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    names = painted(writer, scene)
    del writer
    return sealed(bytes(buffer.data().data()), manifest_for(scene)), names


def svg_of(scene):
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(QSize(OPTIONS.width, OPTIONS.height))
    names = painted(drawing, scene)
    return sealed(bytes(buffer.data().data()), manifest_for(scene)), names


def text_of_pdf(content):
    import io

    from pypdf import PdfReader

    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.fixture(scope="module", params=["en", "es"])
def every_layer(request, data, fonts):
    """A scene with every layer of the atlas, in each language."""
    state = builtin_map(data)
    layers = tuple(replace(layer, visible=True, possible_areas=True) for layer in state)
    return SceneBuilder(data).build(replace(state, layers=layers), Texts(request.param))


@pytest.fixture
def html(tmp_path, every_layer):
    path, texts = tmp_path / "map.html", Texts(every_layer.language)
    write_html(path, every_layer, PageOptions(), texts, load_programs())
    return path.read_bytes()


@pytest.fixture
def png(tmp_path, every_layer):
    path = tmp_path / "map.png"
    write_png(path, every_layer, PageOptions(800, 600), Texts(every_layer.language))
    return path.read_bytes()


def test_pages_and_pictures_hold_what_the_scene_holds(every_layer, html, png):
    assert file_differences(html, every_layer) == ()
    assert file_differences(png, every_layer) == ()


def test_drawings_and_documents_show_what_the_scene_holds(scene_of):
    for language in ("en", "es"):
        scene = scene_of(language)
        for make in (pdf_of, svg_of):
            content, names = make(scene)
            assert len(names) > 15
            assert file_differences(content, scene, names=names, text_of_pdf=text_of_pdf) == ()


def test_a_tampered_page_is_noticed_even_if_sealed_anew(every_layer, html):
    assert file_differences(html.replace(b'"row":2,', b'"row":3,', 1), every_layer)
    other = replace(every_layer, title="Another title")
    assert any("title" in words for words in file_differences(html, other))


def test_a_tampered_picture_is_noticed(every_layer, png):
    changed = bytearray(png)
    changed[len(changed) // 2] ^= 1
    assert file_differences(bytes(changed), every_layer) == ("seal: damaged",)
    fewer = replace(every_layer, layers=every_layer.layers[:-1])
    assert any("layers" in words for words in file_differences(png, fewer))


def test_a_text_that_is_missing_is_noticed(scene_of):
    scene = scene_of("en")
    for make in (pdf_of, svg_of):
        content, names = make(replace(scene, legend=scene.legend[1:]))
        found = file_differences(content, scene, names=names, text_of_pdf=text_of_pdf)
        assert any("Model precincts" in words for words in found)


def test_names_that_are_missing_are_noticed(scene_of):
    scene = scene_of("en")
    nameless = tuple(replace(layer, label_style=None) for layer in scene.layers)
    content, _ = svg_of(replace(scene, layers=nameless))
    found = file_differences(content, scene, names=["Chalatenango", "Nowhere"])
    assert "names: 'Chalatenango' is not shown" in found
    assert "names: 'Nowhere' is none of the scene" in found
