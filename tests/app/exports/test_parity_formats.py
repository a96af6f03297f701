"""Finished files of one scene are read back and hold the same; tampering is noticed in each."""

import re
from dataclasses import replace
from functools import cache

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.exports.atlas_writers import AtlasSlides
from app.exports.formats import format_of
from app.exports.map_job import MapJob
from app.exports.options import PageOptions
from app.exports.parity_check import SceneCheck
from app.exports.sealing.seal import manifest_for, sealed
from layers.style import PointSymbol
from layers.texts import LANGUAGES, Texts
from tests.app.exports.parity_scenes import SCENES, scene_of

OPTIONS = PageOptions(1754, 1240, 150)
PAGES = ("map.png", "map.pdf", "map.svg")
FORMATS = (*PAGES, "map.pptx", "map.html")
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


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request, fonts):
    return request.param


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
    assert len(fresh.names) > 10


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
    data, tmp_path, language, change
):
    check = check_of("every layer", data, language)
    scene = check.fresh.scene
    image = QImage.fromData(written(tmp_path, "map.png", scene), "PNG")
    (x, y), layer = one_symbol(check)
    painter = QPainter(image)
    colour = QColor("#f6f0e0" if change == "gone" else "#ff00ff")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(int(x) - 22, int(y) - 22, 44, 44)
    painter.end()
    found = check.differences(sealed(png_bytes(image), manifest_for(scene)))
    assert any(words.startswith(f"picture: {layer.id}: ") for words in found)


@pytest.mark.parametrize("name", [*PAGES, "map.pptx"])
def test_a_layer_that_was_left_out_is_noticed(data, tmp_path, language, name):
    """Of points and of lines, though seal and manifest are those of the whole scene."""
    check = check_of("every layer", data, language)
    scene = check.fresh.scene
    for layer_id in ("anti-extortion-units", "rivers"):
        fewer = replace(scene, layers=tuple(each for each in scene.layers if each.id != layer_id))
        content = written_as(tmp_path, name, fewer, scene)
        assert any(f"picture: {layer_id}: " in words for words in check.differences(content))


@pytest.mark.parametrize("name", [*PAGES, "map.pptx"])
def test_an_area_of_another_colour_is_noticed(data, tmp_path, language, name):
    check = check_of("every layer", data, language)
    scene = check.fresh.scene
    layer = scene.layer("land")
    other = replace(layer, symbols=tuple(replace(each, fill="#d9f0d0") for each in layer.symbols))
    layers = tuple(other if each is layer else each for each in scene.layers)
    content = written_as(tmp_path, name, replace(scene, layers=layers), scene)
    assert any("plain ground" in words for words in check.differences(content))


@pytest.mark.parametrize("name", ["map.pdf", "map.svg", "map.pptx"])
def test_a_legend_that_says_something_else_is_noticed(data, tmp_path, language, name):
    check = check_of("every style", data, language)
    scene = check.fresh.scene
    first = replace(scene.legend[0], name="Something else", entries=())
    content = written_as(tmp_path, name, replace(scene, legend=(first, *scene.legend[1:])), scene)
    assert any(words.startswith("legend: ") for words in check.differences(content))


@pytest.mark.parametrize("name", ["map.pdf", "map.svg"])
def test_a_name_that_is_another_is_noticed(data, tmp_path, language, name):
    check = check_of("every layer", data, language)
    scene = check.fresh.scene
    layer = scene.layer("delegations")
    labels = layer.labels.copy()
    labels[:] = ["Elsewhere" if label else None for label in labels]
    layers = tuple(replace(each, labels=labels) if each is layer else each for each in scene.layers)
    content = written_as(tmp_path, name, replace(scene, layers=layers), scene)
    assert any(words.startswith("names: ") for words in check.differences(content))


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
    from app.canvas.renderer import Renderer
    from app.exports.page import draw_page

    draw_page(painter, drawn, OPTIONS, texts, Renderer())
    painter.end()
    return sealed(medium.content(), manifest_for(told))


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
def test_a_page_whose_data_was_changed_is_noticed(data, tmp_path, language, old, new):
    check = check_of("every layer", data, language)
    scene = check.fresh.scene
    content = written(tmp_path, "map.html", scene)
    assert check.differences(resealed(content, scene)) == ()
    assert old in content
    assert check.differences(resealed(content.replace(old, new, 1), scene))


@pytest.mark.parametrize("name", FORMATS)
def test_a_damaged_file_is_noticed(data, tmp_path, language, name):
    check = check_of("every style", data, language)
    content = bytearray(written(tmp_path, name, check.fresh.scene))
    content[len(content) // 2] ^= 1
    assert any("seal: " in words for words in check.differences(bytes(content)))
