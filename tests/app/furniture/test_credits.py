"""Sources are named once each, with their licences where a page has room."""

from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.furniture.credits import credits_line, credits_size, draw_credits, sources_texts
from layers.scene import Credit
from layers.texts import Texts

CREDITS = (
    Credit("GSHHG", "GSHHG 2.3.6, LGPL-3.", "LGPL-3.0-or-later", ""),
    Credit("GSHHG · Natural Earth", "Natural Earth, public domain.", "LGPL-3.0-or-later", ""),
    Credit("GeoNames", "GeoNames, CC BY 4.0.", "CC-BY-4.0", ""),
    Credit("Own survey", "", "", ""),
)


def test_every_source_is_named_once(scene):
    line = credits_line(replace(scene, credits=CREDITS))
    assert line == "GSHHG · Natural Earth · GeoNames · Own survey"


def test_pages_name_citations_then_licences_then_names(scene, texts):
    full, licensed, names = sources_texts(replace(scene, credits=CREDITS), texts)
    assert full == (
        "Sources: GSHHG 2.3.6, LGPL-3; Natural Earth, public domain; GeoNames, CC BY 4.0;"
        " Own survey."
    )
    assert licensed == (
        "Sources: GSHHG, Natural Earth (LGPL-3.0-or-later); GeoNames (CC-BY-4.0); Own survey."
    )
    assert names == "Sources: GSHHG, Natural Earth, GeoNames, Own survey."


def test_a_map_without_sources_says_nothing(scene, texts):
    bare = replace(scene, credits=())
    assert sources_texts(bare, texts) == ()
    assert credits_line(bare) == ""


def test_every_drawn_source_of_the_built_in_map_is_named(scene_of):
    for language in ("en", "es"):
        scene = scene_of(language)
        full = sources_texts(scene, Texts(language))[0]
        for credit in scene.credits:
            assert credit.citation.rstrip(". ") in full


def test_the_line_is_cut_rather_than_painted_beyond_its_room(scene):
    size = credits_size(scene)
    assert size.width() > 100
    image = QImage(300, 30, QImage.Format.Format_RGB32)
    image.fill(QColor(scene.paper))
    painter = QPainter(image)
    draw_credits(painter, QRectF(10, 5, 90, size.height()), scene)
    painter.end()
    paper = QColor(scene.paper).rgb()
    inked = {x for x in range(300) for y in range(30) if image.pixel(x, y) != paper}
    assert 80 < max(inked) <= 101
