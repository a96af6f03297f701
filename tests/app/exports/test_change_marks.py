"""What changed is marked on maps that leave: at its place, by shape, explained in every format."""

import io
import json
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from pptx import Presentation
from pypdf import PdfReader
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.canvas.symbols import draw_swatch
from app.exports.formats import FORMATS, format_of
from app.exports.leaving_words import leaving_entries
from app.exports.options import PageOptions
from app.exports.page_layout import lay_out_page
from app.exports.parity.contents import contents_of_page, contents_of_scene, differences
from app.furniture.legend import Fullness, arrange_legend
from geodata.geometry import from_points
from geodata.projection import point_to_map
from layers.changes.comparing import compare
from layers.changes.kept import keep_map
from layers.changes.marks import MARKS
from layers.leaving import Sender
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from tests.app.exports.pictures import mask, part, pixels
from tests.layers.changes.tables import table, with_own

SVG = "{http://www.w3.org/2000/svg}"
GONE, MOVED_TO, NEW = (-88.9, 13.5), (-88.6, 13.9), (-89.0, 14.1)
OPTIONS = PageOptions(1600, 1000)
WORDS = {
    "en": ["What changed since old.atlas", "Added", "Removed", "Moved", "Changed",
           "From where it was", "1 change without a place is not marked"],
    "es": ["Qué cambió desde old.atlas", "Agregado", "Eliminado", "Movido", "Modificado",
           "Desde donde estaba", "1 cambio sin lugar no está marcado"],
}  # fmt: skip


@pytest.fixture(scope="module")
def now(data):
    """The map of today: one record is new, one moved, one changed, one new without a place."""
    new = table(
        ["Ana", "Berta", "Dora", "Eva", "Nadie"], ids=[1, 2, 4, 5, 6], staff=[1, 2, 9, 5, 6]
    )
    places = np.array([(-89.6, 13.9), MOVED_TO, (-88.4, 13.6), NEW, (0.0, 0.0)])
    placed = np.array([True, True, True, True, False])
    return with_own(data, replace(new, geometry=from_points(places, placed)))


@pytest.fixture(scope="module")
def changes(data, now):
    places = [(-89.6, 13.9), (-89.2, 13.7), GONE, (-88.4, 13.6)]
    old = table(["Ana", "Berta", "Carla", "Dora"], places, ids=[1, 2, 3, 4], staff=[1, 2, 3, 4])
    builder = SceneBuilder(data)
    return compare(keep_map(with_own(data, old), builder, of="old.atlas"), keep_map(now, builder))


@pytest.fixture
def marked(data, fonts, now, changes):
    """Return a function that makes scenes, with the marks unless it is told otherwise."""

    def make(language="en", theme="light", found=changes):
        builder = SceneBuilder(data)
        builder.changes = found
        return Sender(builder).scene(now, Texts(language), theme)

    return make


def written(tmp_path, scene, ending, name="map", options=OPTIONS):
    path, texts = tmp_path / f"{name}{ending}", Texts(scene.language)
    format_of(path, texts).write(path, scene, options, texts)
    return path


def around(page, layout, place, right=0.0, up=0.0, reach=6.0):
    """Return the pixels of a page around a place, and around what stands beside it."""
    view, frame = layout.body.view, layout.body.map
    x, y = point_to_map(*place)
    left = frame.left() + (x - view.x) / view.resolution + view.width / 2 + right
    top = frame.top() + (view.y - y) / view.resolution + view.height / 2 - up
    square = QRectF(left - reach, top - reach, 2 * reach, 2 * reach)
    return part(page, square, layout.pixel_ratio)


def colour_of(scene, number):
    return scene.layer(MARKS).symbols[number].color


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_marks_stand_where_something_changed(tmp_path, marked, theme):
    scene = marked(theme=theme)
    layout = lay_out_page(scene, OPTIONS, Texts("en"))
    page = pixels(QImage(str(written(tmp_path, scene, ".png"))))
    plain = pixels(QImage(str(written(tmp_path, marked(theme=theme, found=None), ".png", "plain"))))
    for number, place, aside in ((0, NEW, 11), (1, GONE, 0), (2, MOVED_TO, 11)):
        spot = around(page, layout, place, aside, aside)
        assert mask(spot, colour_of(scene, number), 30).mean() > 0.2, number
        assert not mask(around(plain, layout, place, aside, aside), colour_of(scene, number)).any()


def test_nothing_is_drawn_for_what_has_no_place(tmp_path, marked):
    scene = marked()
    assert scene.layer(MARKS).drawn_count == 4
    root = ET.parse(written(tmp_path, scene, ".svg")).getroot()
    link = "{http://www.w3.org/1999/xlink}href"
    drawn = {
        symbol.get("id"): ET.tostring(symbol, "unicode") for symbol in root.iter(f"{SVG}symbol")
    }
    for number in range(4):
        ids = {key for key, text in drawn.items() if colour_of(scene, number) in text}
        uses = [use for use in root.iter(f"{SVG}use") if use.get(link).removeprefix("#") in ids]
        # One on the map, one in the legend.
        assert len(uses) == 2, number


def test_marks_are_told_apart_by_their_shapes_alone(fonts, marked):
    shapes = []
    for symbol in marked().layer(MARKS).symbols:
        image = QImage(64, 64, QImage.Format.Format_RGB32)
        image.fill("#ffffff")
        painter = QPainter(image)
        draw_swatch(
            painter, QRectF(0, 0, 64, 64), replace(symbol, color="#000000", size=40.0), "#ffffff"
        )
        painter.end()
        shapes.append(mask(pixels(image), "#000000", 90))
    for one, other in combinations(shapes, 2):
        assert (one & other).sum() < 0.75 * (one | other).sum()


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_format_explains_them(tmp_path, marked, language):
    scene = marked(language)
    pdf = PdfReader(written(tmp_path, scene, ".pdf")).pages[0].extract_text()
    svg = ET.parse(written(tmp_path, scene, ".svg")).getroot()
    slide = Presentation(written(tmp_path, scene, ".pptx")).slides[0]
    said = {
        "pdf": re.sub(r"\s+", " ", pdf),
        "svg": " ".join(text.text for text in svg.iter(f"{SVG}text")),
        "pptx": " ".join(
            " ".join(
                shape.text_frame.text for shape in slide.shapes if shape.has_text_frame
            ).split()
        ),
    }
    for kind, words in said.items():
        place = words.index(WORDS[language][0])
        # Together, in the order of the legend.
        for expected in WORDS[language]:
            place = words.index(expected, place)
            assert place >= 0, (kind, expected)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_web_page_has_them_in_both_languages(tmp_path, marked, language):
    scene = marked()
    page = written(tmp_path, scene, ".html").read_text("utf-8")
    assert differences(contents_of_scene(marked(language)), contents_of_page(page, language)) == ()
    found = contents_of_page(page, language)
    section = found.legend[0]
    assert [section.name, *(text for _, text, _ in section.entries), section.note] == WORDS[
        language
    ]
    marks = next(layer for layer in found.layers if layer.id == MARKS)
    assert len(marks.features) == 4
    assert "Nadie" not in json.dumps([layer.names for layer in found.layers if layer.id == MARKS])


@pytest.mark.parametrize("ending", [format_.endings[0] for format_ in FORMATS])
def test_the_same_marks_give_the_same_bytes(tmp_path, marked, ending):
    first, second = (
        written(tmp_path, marked(), ending, name).read_bytes() for name in ("first", "second")
    )
    assert first == second
    assert first != written(tmp_path, marked(found=None), ending, "plain").read_bytes()


def test_a_short_legend_says_all_of_them(fonts, marked):
    legend = arrange_legend(marked(), Texts("en"), fullness=Fullness.BRIEF)
    said = [" ".join(text.lines) for text in legend.texts]
    assert said[: len(WORDS["en"])] == WORDS["en"]
    assert "Place approximate" not in said


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_without_a_legend_still_says_since_when(tmp_path, marked, language):
    options = replace(OPTIONS, without=("legend",))
    path = written(tmp_path, marked(language), ".pdf", options=options)
    text = re.sub(r"\s+", " ", PdfReader(path).pages[0].extract_text())
    words = WORDS[language]
    assert f"{words[0]}: {words[-1]}" in text
    plain = written(tmp_path, marked(language, found=None), ".pdf", "plain", options)
    assert words[0] not in PdfReader(plain).pages[0].extract_text()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            (
                "Marks: What changed since old.atlas",
                ("Added: 1", "Removed: 1", "Moved: 1", "Changed: 1", WORDS["en"][-1],
                 "No names and no values of records"),
            ),
        ),
        (
            "es",
            (
                "Marcas: Qué cambió desde old.atlas",
                ("Agregado: 1", "Eliminado: 1", "Movido: 1", "Modificado: 1", WORDS["es"][-1],
                 "Ni nombres ni valores de registros"),
            ),
        ),
    ],
)  # fmt: skip
def test_they_are_listed_before_they_leave(data, marked, now, language, expected):
    texts = Texts(language)

    def listed(scene):
        leaving = Sender(SceneBuilder(data)).leaving(now, scene, texts)
        entries = leaving_entries(leaving, scene, OPTIONS, FORMATS[0], texts)
        return [(entry.text, entry.details) for entry in entries]

    with_marks, without = listed(marked(language)), listed(marked(language, found=None))
    assert with_marks == [expected, *without]


def test_no_name_of_a_record_leaves_with_its_mark(tmp_path, marked):
    for ending in (".svg", ".html", ".pdf"):
        content = written(tmp_path, marked(), ending).read_bytes()
        if ending == ".pdf":
            content = PdfReader(io.BytesIO(content)).pages[0].extract_text().encode()
        assert b"Carla" not in content
        assert str(Path(tmp_path)).encode() not in content
