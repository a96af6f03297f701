"""Hostile texts in every field, key and name: a picture of the map is made all the same."""

import pytest
from PySide6.QtGui import QImage

from app.exports.image import write_png
from app.exports.options import PageOptions
from layers.builtin_map import builtin_map
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from tests.hostile.maps import altered_data, own_layers
from tests.hostile.texts import LONG, texts_for

OPTIONS = PageOptions(width=640, height=420)


@pytest.fixture
def draw(qapp, tmp_path):
    """Return a function that writes a picture of a document and reads it back."""

    def make(data, state, area_name=""):
        texts = Texts("en")
        scene = SceneBuilder(data).build(state, texts)
        path = tmp_path / "map.png"
        options = PageOptions(OPTIONS.width, OPTIONS.height, area_name=area_name)
        write_png(path, scene, options, texts)
        image = QImage(str(path))
        assert (image.width(), image.height()) == (OPTIONS.width, OPTIONS.height)
        colours = {
            image.pixel(x, y)
            for x in range(0, OPTIONS.width, 8)
            for y in range(0, OPTIONS.height, 8)
        }
        assert len(colours) > 5, "the picture is empty"

    return make


def test_own_layers_are_drawn(folder, data, draw):
    texts = texts_for(folder)
    title = " ".join(texts.values())
    draw(data, own_layers(texts, title, builtin_map(data).layers), area_name=title)


def test_altered_built_in_data_is_drawn(tmp_path, folder, draw):
    text = " ".join(texts_for(folder).values()).encode("utf-8", "replace").decode("utf-8")
    data = altered_data(tmp_path / "altered.gpkg", text)
    draw(data, builtin_map(data))


def test_a_megabyte_of_text_is_drawn(data, draw):
    draw(data, own_layers({"long": LONG}, LONG, builtin_map(data).layers), area_name=LONG)
