"""A painted page shows the map, explains it, and says what it had to leave out."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from app.canvas.renderer import Renderer
from app.exports.image import page_image
from app.exports.options import PageOptions, layout_options
from app.exports.page import Page, draw_page
from app.exports.page_layout import labels_text, lay_out_page
from layers.areas import find_area
from layers.layouts import Layout, paper_layout
from layers.scene import LegendEntry, LegendSection
from layers.style import PointSymbol
from layers.texts import Texts
from tests.app.exports.pictures import mask, part, pixels

OPTIONS = PageOptions(1280, 800)


def painted(scene, options=OPTIONS, language="en"):
    image, report = page_image(scene, options, Texts(language), Renderer(), Path("map.png"))
    return pixels(image), report


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_sea_and_symbols_are_in_the_frame_and_paper_around_it(scene_of, texts, theme):
    scene = scene_of("en", theme)
    array, _ = painted(scene)
    layout = lay_out_page(scene, OPTIONS, texts)
    inside = part(array, layout.body.map)
    assert mask(inside, scene.background).mean() > 0.1
    outside = array.copy()
    frame = layout.body.map.toAlignedRect()
    outside[frame.top() : frame.bottom() + 1, frame.left() : frame.right() + 1] = 0
    margin = round(layout.title.rect.left()) - 2
    for strip in (array[:margin], array[-margin:], array[:, :margin], array[:, -margin:]):
        assert mask(strip, scene.paper).all()
    for layer in ("model-precincts", "pbs-sites", "border-points", "anti-extortion-units"):
        drawn = scene.layer(layer)
        for number in set(drawn.symbol_of[drawn.geometry.placed].tolist()):
            symbol = drawn.symbols[number]
            assert isinstance(symbol, PointSymbol)
            assert mask(inside, symbol.color, 24).any(), layer
            legend = part(array, layout.body.legend_rect)
            assert mask(legend, symbol.color, 24).any(), layer


def test_every_text_of_the_layout_is_painted_where_it_stands(scene, texts):
    array, _ = painted(scene)
    layout = lay_out_page(scene, OPTIONS, texts)
    for name, rect in layout.boxes():
        assert not mask(part(array, rect), scene.paper).all(), name
    everything = ~mask(array, scene.paper)
    for _, rect in layout.boxes():
        box = rect.adjusted(-2, -2, 2, 2).toAlignedRect()
        everything[max(box.top(), 0) : box.bottom() + 1, max(box.left(), 0) : box.right() + 1] = (
            False
        )
    assert not everything.any()


def changed(one, other):
    """Return left, top, right, bottom of where two pictures differ."""
    rows, columns = np.nonzero((one != other).any(axis=2))
    return columns.min(), rows.min(), columns.max(), rows.max()


def test_another_title_changes_the_title_alone(scene_of, texts):
    one, other = scene_of("en", "light", "One title"), scene_of("en", "light", "One letter")
    left, top, right, bottom = changed(painted(one)[0], painted(other)[0])
    rect = lay_out_page(one, OPTIONS, texts).title.rect.adjusted(-2, -2, 40, 2)
    assert rect.contains(float(left), float(top))
    assert rect.contains(float(right), float(bottom))


def test_another_date_changes_the_subtitle_alone(scene, texts):
    other = replace(scene, as_of="1999-2000")
    left, top, right, bottom = changed(painted(scene)[0], painted(other)[0])
    rect = lay_out_page(scene, OPTIONS, texts).subtitle.rect.adjusted(-2, -2, 40, 2)
    assert rect.contains(float(left), float(top))
    assert rect.contains(float(right), float(bottom))


def test_hidden_labels_are_counted_on_the_page(scene, texts):
    array, report = painted(scene)
    assert report.labels_hidden > 0
    assert labels_text(report.labels_hidden, texts) in report.notes
    bare = replace(scene, layers=tuple(replace(layer, label_style=None) for layer in scene.layers))
    silent, quiet = painted(bare)
    assert (quiet.labels_hidden, quiet.notes) == (0, ())
    rect = lay_out_page(scene, OPTIONS, texts).labels_note
    assert not mask(part(array, rect), scene.paper).all()
    assert mask(part(silent, rect), scene.paper).all()


def test_honesty_is_only_explained_where_there_are_hollow_symbols(scene, texts):
    assert lay_out_page(scene, OPTIONS, texts).honesty is not None
    sure = tuple(section for section in scene.legend if section.layer_id != "anti-extortion-units")
    assert lay_out_page(replace(scene, legend=sure), OPTIONS, texts).honesty is None


def test_dpi_scales_symbols(scene):
    def precincts(options):
        array, _ = painted(scene, options)
        frame = lay_out_page(scene, options, Texts("en")).body.map
        ratio = options.dpi / 96
        return mask(part(array, frame, ratio), "#0072b2", 30).sum()

    one, two = precincts(PageOptions(1280, 800)), precincts(PageOptions(2560, 1600, 192))
    assert two == pytest.approx(4 * one, rel=0.15)


def test_an_area_is_shown_larger_and_named(scene, data, texts):
    area = find_area(data, "Santa Ana", texts)
    options = PageOptions(1280, 800, area=area.bounds, area_name=area.full_name)
    layout = lay_out_page(scene, options, texts)
    assert layout.subtitle.block.lines[0].startswith("Santa Ana · ")
    array, _ = painted(scene, options)
    assert mask(part(array, layout.body.inset), "#0072b2", 12).any()


def test_steps_give_the_picture_that_is_drawn_at_once(scene, texts):
    at_once, _ = painted(scene, PageOptions(640, 480))
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    page = Page(scene, PageOptions(640, 480), texts, Renderer())
    steps = sum(1 for _ in page.steps(painter))
    painter.end()
    assert steps > 5
    assert (pixels(image) == at_once).all()


def test_the_painter_is_left_as_it_was(scene, texts):
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    draw_page(painter, scene, PageOptions(640, 480), texts, Renderer())
    assert painter.transform().isIdentity()
    assert not painter.hasClipping()
    painter.fillRect(0, 0, 640, 480, QColor("#123456"))
    painter.end()
    assert mask(pixels(image), "#123456").all()


def test_a_small_page_says_that_its_legend_is_short(scene, texts):
    _, report = painted(scene, PageOptions(400, 300))
    assert "room for a short legend only; choose a larger size" in report.notes
    _, report = painted(scene, PageOptions(400, 300, 600))
    assert any("600 dots per inch" in note for note in report.notes)


def test_what_is_cut_of_the_planners_words_is_told(scene):
    longest = "Notas para la reunión del gabinete. " * 100
    title = replace(scene, title="Programas de seguridad en los municipios " * 20)
    _, report = painted(title, replace(OPTIONS, subtitle=longest, notes=longest))
    for words in ("the title is", "the subtitle is", "the notes are"):
        assert sum(note.startswith(words) for note in report.notes) == 1
    _, report = painted(scene, replace(OPTIONS, subtitle="Short", notes="Short"))
    assert not any("too long" in note for note in report.notes)


def test_notes_of_a_thousand_letters_stand_on_a_page_of_paper(scene, texts):
    notes = "Notas para la reunión del gabinete. " * 33
    options = replace(layout_options(Layout("a4")), notes=notes)
    assert lay_out_page(scene, options, texts).notes.block.whole


def test_a_page_of_paper_explains_sixty_categories(scene, texts):
    entries = tuple(
        LegendEntry(PointSymbol("circle", "#0072b2", 8), f"Tipo {number}") for number in range(60)
    )
    scene = replace(scene, legend=(LegendSection("own-1", "Tipos", entries), *scene.legend))
    for paper in ("a4", "16:9", "a4-portrait"):
        layout = lay_out_page(scene, layout_options(paper_layout(paper)), texts)
        said = {line for row in layout.body.legend.rows for line in row.text.lines}
        assert {f"Tipo {number}" for number in range(60)} <= said
