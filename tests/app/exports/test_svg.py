"""Pages as SVG: drawings with words, and nothing that runs or loads."""

from xml.etree import ElementTree as ET

import pytest

from app.exports.formats import format_of
from app.exports.options import layout_options
from layers.layouts import paper_layout
from layers.texts import Texts

SVG = "{http://www.w3.org/2000/svg}"
KNOWN = {
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
    "circle",
} | {*("ellipse", "line", "polyline", "polygon", "text", "use", "image")}


@pytest.fixture
def write(tmp_path, scene_of):
    """Return a function that writes the map as SVG and reads it."""

    def make(language="es", title="", theme="light"):
        texts = Texts(language)
        path = tmp_path / "map.svg"
        options = layout_options(paper_layout("a4"))
        format_of(path, texts).write(path, scene_of(language, theme, title), options, texts)
        return ET.parse(path).getroot()

    return make


def texts_of(root):
    return [element.text for element in root.iter(f"{SVG}text")]


def test_it_is_as_large_as_its_paper(write):
    root = write()
    assert float(root.get("width").removesuffix("mm")) == pytest.approx(297, abs=0.1)
    assert float(root.get("height").removesuffix("mm")) == pytest.approx(210, abs=0.1)
    assert root.find(f"{SVG}title").text == "El Salvador: programas de seguridad"
    assert "Unidades antiextorsión" in root.find(f"{SVG}desc").text


def test_texts_are_texts_with_weight_and_width(write):
    root = write(title="Título de prueba")
    title = next(each for each in root.iter(f"{SVG}text") if each.text == "Título de prueba")
    assert title.get("font-weight") == "600"
    assert title.get("font-family").startswith("Noto Sans, ")
    assert float(title.get("textLength")) > 100
    words = texts_of(root)
    for expected in ("SANTA ANA", "Océano Pacífico", "Ríos", "50\xa0km"):
        assert expected in words
    sea = next(each for each in root.iter(f"{SVG}text") if each.text == "Océano Pacífico")
    assert sea.get("font-style") == "italic"
    assert float(sea.get("letter-spacing")) > 0


def test_symbols_are_kept_once_and_used(write):
    root = write()
    uses = [use.get("{http://www.w3.org/1999/xlink}href") for use in root.iter(f"{SVG}use")]
    ids = [f"#{symbol.get('id')}" for symbol in root.iter(f"{SVG}symbol")]
    assert len(uses) > len(ids) > 3
    assert set(uses) == set(ids)
    assert all(use.get("stroke") == "none" for use in root.iter(f"{SVG}use"))


def test_it_holds_nothing_but_a_drawing(write):
    for element in write().iter():
        assert element.tag.removeprefix(SVG) in KNOWN
        for name in element.attrib:
            assert not name.lower().startswith("on")
