"""Finished files of one scene are read back and hold the same; tampering is noticed in each."""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.canvas.renderer import Renderer
from app.exports.atlas_writers import AtlasSlides
from app.exports.formats import format_of
from app.exports.map_job import MapJob
from app.exports.options import PageOptions
from app.exports.page import draw_page
from app.exports.parity.check import SceneCheck
from app.exports.sealing.seal import manifest_for, sealed
from layers.style import PointSymbol
from layers.texts import LANGUAGES, Texts
from tests.app.exports.parity.scenes import SCENES, scene_of

OPTIONS = PageOptions(1404, 992, 120)
DRAWINGS = ("map.pdf", "map.svg")
PAGES = ("map.png", *DRAWINGS)
SHOWN = (*PAGES, "map.pptx")
FORMATS = (*SHOWN, "map.html")
SPANISH = "es"
_MANIFEST = re.compile(
    rb'<script type="application/json" id="atlas-manifest">.*?</script>\n', re.DOTALL
)


@cache
def check_of(name, data, language):
    return SceneCheck(scene_of(name, data, language), OPTIONS, Texts(language))


def written(folder, name, scene):
    texts = Texts(scene.language)
    path = folder / name
    format_of(path, texts).write(path, scene, OPTIONS, texts)
    return path.read_bytes()


def written_as(folder, name, drawn, told):
    """Return a file that shows one scene and carries the manifest of another, sealed anew."""
    texts = Texts(drawn.language)
    if name == "map.pptx":
        writer = AtlasSlides(folder / name, MapJob(drawn, OPTIONS, texts))
        for _ in writer.draw(0):
            pass
        writer.keep()
        return sealed(writer.files()[0][1], manifest_for(told))
    medium = format_of(folder / name, texts).medium(folder / name, drawn, OPTIONS, texts)
    painter = medium.painter()
    draw_page(painter, drawn, OPTIONS, texts, Renderer())
    painter.end()
    return sealed(medium.content(), manifest_for(told))


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request, fonts):
    return request.param


@pytest.fixture
def every_layer(data, fonts):
    """The check and the scene with every layer of the atlas."""
    check = check_of("every layer", data, SPANISH)
    return check, check.fresh.scene


@pytest.fixture
def every_style(data, fonts):
    """The check and the scene with every kind of style."""
    check = check_of("every style", data, SPANISH)
    return check, check.fresh.scene


@pytest.mark.parametrize("kind", SCENES)
@pytest.mark.parametrize("name", FORMATS)
def test_the_file_holds_what_its_scene_holds(data, tmp_path, language, kind, name):
    content = written(tmp_path, name, scene_of(kind, data, language))
    assert check_of(kind, data, language).differences(content) == ()


@pytest.mark.parametrize("kind", SCENES)
def test_a_page_shows_the_symbols_that_others_leave_free(data, language, kind):
    """The yardstick itself: programs, and symbols of one's own, are plainly seen."""
    fresh = check_of(kind, data, language).fresh
    all_seen = []
    for layer in fresh.scene.layers:
        if layer.group not in ("programs", "own") or layer.family.value != "point":
            continue
        rows, places = (each.tolist() for each in fresh.points(layer))
        symbols = [layer.symbols[layer.symbol_of[row]] for row in rows]
        seen = [
            fresh.is_seen(place, symbol)
            for place, symbol in zip(places, symbols, strict=True)
            if isinstance(symbol, PointSymbol) and symbol.size > 6
        ]
        assert sum(seen) * 2 >= len(seen), layer.id
        all_seen += seen
    assert len(all_seen) > 45
    assert sum(all_seen) > 0.9 * len(all_seen)


@pytest.mark.parametrize("kind", SCENES)
def test_a_page_has_ink_wherever_names_and_legend_stand(data, language, kind):
    """The yardstick itself: no place of a name, a text or a symbol is plain."""
    fresh = check_of(kind, data, language).fresh
    kinds = [mark.kind for mark in fresh.marks]
    assert kinds.count("names") > 10
    entries = sum(len(section.entries) for section in fresh.scene.legend)
    assert kinds.count("symbol") + kinds.count("hatch") == entries
    for mark in fresh.marks:
        part = fresh.part(fresh.pixels, mark.rect).astype(int)
        assert np.ptp(part, axis=(0, 1)).max() > 4, mark.words


# What is missing


def without(scene, layer_id):
    return replace(scene, layers=tuple(each for each in scene.layers if each.id != layer_id))


# The sea is as what lies below it. Departments are names, and lines below those of delegations.
UNSEEN = {"sea", "departments", "departments/lines"}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("kind", SCENES)
def test_every_layer_that_was_left_out_is_noticed(data, tmp_path, fonts, kind, name):
    """Though seal and manifest are those of the whole scene."""
    check = check_of(kind, data, SPANISH)
    scene, looked_at = check.fresh.scene, 0
    # Each layer as a picture and as one of the drawings.
    layers = scene.layers if name == "map.png" else scene.layers[PAGES.index(name) - 1 :: 2]
    for layer in layers:
        if not layer.drawn_count or (layer.id in UNSEEN and name != "map.png"):
            continue
        content = written_as(tmp_path, name, without(scene, layer.id), scene)
        found = check.differences(content)
        assert found, layer.id
        if layer.id not in UNSEEN:
            seen = [f"picture: {layer.id}: " in words or "plain ground" in words for words in found]
            assert any(seen), layer.id
        looked_at += 1
    assert looked_at > 0.7 * len(layers)


@pytest.mark.parametrize("name", SHOWN)
def test_a_line_that_was_left_out_is_noticed(every_style, tmp_path, name):
    check, scene = every_style
    layer = next(each for each in scene.layers if each.id == "own-7")
    symbol_of = layer.symbol_of.copy()
    symbol_of[1] = -1
    fewer = replace(layer, symbol_of=symbol_of)
    layers = tuple(fewer if each is layer else each for each in scene.layers)
    found = check.differences(written_as(tmp_path, name, replace(scene, layers=layers), scene))
    assert any(f"picture: {layer.id}: 1 features" in words for words in found)


@pytest.mark.parametrize("name", SHOWN)
def test_an_empty_page_is_noticed(every_layer, tmp_path, name):
    check, scene = every_layer
    empty = replace(scene, layers=(), legend=(), credits=())
    found = check.differences(written_as(tmp_path, name, empty, scene))
    assert any(words.startswith("picture: ") for words in found)
    assert name == "map.png" or any(words.startswith("text: ") for words in found)


@pytest.mark.parametrize("name", SHOWN)
def test_the_other_language_is_noticed(data, every_layer, tmp_path, name):
    check, scene = every_layer
    other = scene_of("every layer", data, "en")
    found = check.differences(written_as(tmp_path, name, other, scene))
    assert any("names: 'Océano Pacífico'" in words for words in found)


@pytest.mark.parametrize("name", SHOWN)
def test_a_row_of_the_legend_that_is_missing_is_noticed(every_style, tmp_path, name):
    check, scene = every_style
    section = next(each for each in scene.legend if len(each.entries) > 2)
    short = replace(section, entries=section.entries[:-1])
    legend = tuple(short if each is section else each for each in scene.legend)
    content = written_as(tmp_path, name, replace(scene, legend=legend), scene)
    found = check.differences(content)
    last = section.entries[-1].text
    if name == "map.pptx":
        assert any(words.startswith("text: ") and last.lower() in words for words in found)
    assert any(words.startswith(("legend: ", "symbol: ")) for words in found)


@pytest.mark.parametrize("name", SHOWN)
def test_a_symbol_of_the_legend_that_is_another_is_noticed(every_style, tmp_path, name):
    """Its words being the same."""
    check, scene = every_style
    for section in scene.legend:
        symbol = section.entries[0].symbol
        if isinstance(symbol, PointSymbol):
            break
    entry = replace(section.entries[0], symbol=replace(symbol, color="#00b050"))
    other = replace(section, entries=(entry, *section.entries[1:]))
    legend = tuple(other if each is section else each for each in scene.legend)
    found = check.differences(written_as(tmp_path, name, replace(scene, legend=legend), scene))
    assert f"symbol: {entry.text!r} is drawn otherwise" in found


@pytest.mark.parametrize("name", SHOWN)
def test_a_name_that_is_missing_is_noticed(every_layer, tmp_path, name):
    check, scene = every_layer
    layer = scene.layer("sea")
    labels = np.full_like(layer.labels, None)
    layers = tuple(replace(each, labels=labels) if each is layer else each for each in scene.layers)
    found = check.differences(written_as(tmp_path, name, replace(scene, layers=layers), scene))
    assert any(words.startswith("names: 'Océano Pacífico'") for words in found)


# What is another


def one_symbol(check):
    """Return where a symbol of the top layer with points stands, in pixels, and its size."""
    fresh = check.fresh
    for layer in reversed(fresh.scene.layers):
        if layer.family.value == "point" and layer.drawn_count:
            _rows, places = fresh.points(layer)
            return places[len(places) // 2].tolist(), layer
    raise LookupError


def png_bytes(image):
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


@pytest.mark.parametrize("change", ["gone", "recoloured"])
def test_a_symbol_that_was_painted_over_is_noticed_though_sealed_anew(
    every_layer, tmp_path, change
):
    check, scene = every_layer
    image = QImage.fromData(written(tmp_path, "map.png", scene), "PNG")
    (x, y), layer = one_symbol(check)
    painter = QPainter(image)
    colour = QColor("#f6f0e0" if change == "gone" else "#ff00ff")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(int(x) - 18, int(y) - 18, 36, 36)
    painter.end()
    found = check.differences(sealed(png_bytes(image), manifest_for(scene)))
    assert any(words.startswith(f"picture: {layer.id}: ") for words in found)


def test_one_pixel_that_is_another_is_noticed(every_layer, tmp_path):
    check, scene = every_layer
    image = QImage.fromData(written(tmp_path, "map.png", scene), "PNG")
    assert check.differences(sealed(png_bytes(image), manifest_for(scene))) == ()
    image.setPixelColor(700, 500, QColor("#010203"))
    found = check.differences(sealed(png_bytes(image), manifest_for(scene)))
    assert "picture: 1 pixels are others" in found


@pytest.mark.parametrize("name", SHOWN)
def test_an_area_of_another_colour_is_noticed(every_layer, tmp_path, name):
    check, scene = every_layer
    layer = scene.layer("land")
    other = replace(layer, symbols=tuple(replace(each, fill="#d9f0d0") for each in layer.symbols))
    layers = tuple(other if each is layer else each for each in scene.layers)
    content = written_as(tmp_path, name, replace(scene, layers=layers), scene)
    assert any("plain ground" in words for words in check.differences(content))


@pytest.mark.parametrize("name", SHOWN)
def test_a_name_that_is_another_is_noticed(every_layer, tmp_path, name):
    check, scene = every_layer
    layer = scene.layer("delegations")
    labels = layer.labels.copy()
    labels[:] = ["Elsewhere" if label else None for label in labels]
    layers = tuple(replace(each, labels=labels) if each is layer else each for each in scene.layers)
    content = written_as(tmp_path, name, replace(scene, layers=layers), scene)
    found = check.differences(content)
    assert any(words.startswith("names: ") for words in found)
    if name in DRAWINGS:
        assert any(words.startswith("text: ") and "elsewhere" in words for words in found)


def resealed(content, scene):
    """Return a page without its manifest, sealed anew."""
    return sealed(_MANIFEST.sub(b"", content), manifest_for(scene))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"row":2,', b'"row":3,'),
        (b'"legend":[{"layer":', b'"legend":[{"x":1,"layer":"other","y":'),
    ],
)
def test_a_page_whose_data_was_changed_is_noticed(every_layer, tmp_path, old, new):
    check, scene = every_layer
    content = written(tmp_path, "map.html", scene)
    assert check.differences(resealed(content, scene)) == ()
    assert old in content
    assert check.differences(resealed(content.replace(old, new, 1), scene))


@pytest.mark.parametrize("name", FORMATS)
def test_a_damaged_file_is_noticed(every_style, tmp_path, name):
    check, scene = every_style
    content = bytearray(written(tmp_path, name, scene))
    content[len(content) // 2] ^= 1
    assert any("seal: " in words for words in check.differences(bytes(content)))
