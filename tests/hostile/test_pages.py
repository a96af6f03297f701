"""Hostile texts in every field, key and name: pages are made, and hold them as plain text."""

import io
import re
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from app.exports.formats import format_of
from app.exports.options import PageOptions
from layers.builtin_map import builtin_map
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from tests.hostile.maps import altered_data, own_layers
from tests.hostile.texts import LONG, texts_for

SVG = "{http://www.w3.org/2000/svg}"
# What makes a PDF do something when it is opened or clicked.
ACTIVE = re.compile(rb"/(JavaScript|JS|OpenAction|AA|Launch|URI)\b")
STREAM = re.compile(rb"stream\n.*?endstream", re.DOTALL)


@pytest.fixture
def write(qapp, fonts, tmp_path):
    """Return a function that writes the page of a document and returns its bytes."""

    def make(name, data, state, text):
        texts = Texts("en")
        scene = SceneBuilder(data).build(state, texts)
        path = tmp_path / name
        options = PageOptions(1200, 800, area_name=text, subtitle=text, notes=text)
        format_of(path, texts).write(path, scene, options, texts)
        return path.read_bytes()

    return make


@pytest.fixture
def fonts(qapp):
    from app.fonts import register_fonts

    register_fonts()


def assert_harmless_svg(content, folder):
    root = ET.fromstring(content)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {
        "svg",
        "title",
        "desc",
        "metadata",
        "defs",
        "symbol",
        "clipPath",
        "g",
        "path",
        "rect",
    } | {*("circle", "polyline", "polygon", "ellipse", "line", "text", "use")}
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            if name.endswith("href"):
                assert value.startswith("#")
    assert not folder.exists()


def assert_harmless_pdf(content, folder):
    assert not ACTIVE.search(STREAM.sub(b"", content))
    reader = PdfReader(io.BytesIO(content), strict=True)
    assert list(reader.attachments) == ["atlas-manifest.json"]
    assert reader.pages[0].extract_text()
    assert not folder.exists()


CHECKS = {"map.svg": assert_harmless_svg, "map.pdf": assert_harmless_pdf}


@pytest.mark.parametrize("name", CHECKS)
def test_own_layers(folder, data, write, name):
    texts = texts_for(folder)
    title = " ".join(texts.values())
    state = own_layers(texts, title, builtin_map(data).layers)
    CHECKS[name](write(name, data, state, title), folder)


@pytest.mark.parametrize("name", CHECKS)
def test_altered_built_in_data(tmp_path, folder, write, name):
    text = " ".join(texts_for(folder).values()).encode("utf-8", "replace").decode("utf-8")
    data = altered_data(tmp_path / "altered.gpkg", text)
    CHECKS[name](write(name, data, builtin_map(data), text), folder)


@pytest.mark.parametrize("name", CHECKS)
def test_a_megabyte_of_text(folder, data, write, name):
    state = own_layers({"long": LONG}, LONG, builtin_map(data).layers)
    CHECKS[name](write(name, data, state, LONG), folder)
