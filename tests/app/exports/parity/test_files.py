"""Web pages and manifests hold what the scene holds; what was tampered with is noticed."""

from dataclasses import replace

import pytest

from app.exports.image import write_png
from app.exports.options import PageOptions
from app.exports.parity.files import file_differences
from app.exports.web import write_html
from layers.builtin_map import builtin_map
from layers.programs import load_programs
from layers.scene_builder import SceneBuilder
from layers.texts import Texts


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
