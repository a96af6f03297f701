"""PNG files have the size, resolution and words they should, and replace old ones whole."""

import struct
from dataclasses import replace

import pytest
from PySide6.QtGui import QImage

from app.canvas.renderer import Renderer
from app.exports import image as image_module
from app.exports import medium as medium_module
from app.exports.image import page_image, write_png
from app.exports.options import PageOptions
from app.exports.report import ExportError
from layers.scene import Credit
from tests.app.exports.pictures import chunks


@pytest.mark.parametrize(
    ("width", "height", "dpi"), [(640, 480, 96), (400, 300, 150), (1240, 877, 300)]
)
def test_size_and_resolution_are_those_asked_for(tmp_path, scene, texts, width, height, dpi):
    path = tmp_path / "map.png"
    report = write_png(path, scene, PageOptions(width, height, dpi), texts)
    assert report.path == path
    read = QImage(str(path))
    assert (read.width(), read.height()) == (width, height)
    found = dict(chunks(path.read_bytes()))
    assert struct.unpack(">IIB", found[b"pHYs"]) == (round(dpi / 0.0254),) * 2 + (1,)
    assert struct.unpack(">II", found[b"IHDR"][:8]) == (width, height)


def test_the_file_tells_title_and_program_and_no_path(tmp_path, scene_of, texts):
    path = tmp_path / "a map, señor.png"
    write_png(path, scene_of("en", "light", "Ñandú <b>"), PageOptions(400, 300), texts)
    read = QImage(str(path))
    assert read.text("Title") == "Ñandú <b>"
    assert read.text("Software").startswith("Atlas Seguro ")
    assert sorted(read.textKeys()) == ["Atlas Seguro manifest", "Software", "Title"]
    assert str(tmp_path).encode() not in path.read_bytes()


def test_the_same_map_gives_the_same_bytes(tmp_path, scene, texts):
    for name in ("one.png", "two.png"):
        write_png(tmp_path / name, scene, PageOptions(500, 400), texts)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_an_old_file_is_replaced(tmp_path, scene, texts):
    path = tmp_path / "map.png"
    path.write_text("old")
    write_png(path, scene, PageOptions(400, 300), texts)
    assert QImage(str(path)).width() == 400
    assert [file.name for file in tmp_path.iterdir()] == ["map.png"]


def test_after_a_failure_the_old_file_is_there(tmp_path, scene, texts, monkeypatch):
    path = tmp_path / "map.png"
    path.write_text("old")

    def fail(*_):
        raise RuntimeError("drawing failed")

    monkeypatch.setattr(medium_module, "draw_page", fail)
    with pytest.raises(RuntimeError, match="drawing failed"):
        write_png(path, scene, PageOptions(400, 300), texts)
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["map.png"]


def test_too_many_pixels_are_refused(tmp_path, scene, texts):
    path = tmp_path / "map.png"
    with pytest.raises(ExportError, match=r"map\.png: 900 million pixels .* smaller size"):
        write_png(path, scene, PageOptions(30_000, 30_000), texts)
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_finds_no_memory_is_refused(tmp_path, scene, texts, monkeypatch):
    monkeypatch.setattr(image_module, "QImage", _NoMemory)
    with pytest.raises(ExportError, match="do not fit into memory"):
        page_image(scene, PageOptions(640, 480), texts, Renderer(), tmp_path / "map.png")


class _NoMemory(QImage):
    """A picture for which the system has no memory: Qt makes it null."""

    def __init__(self, *_):
        super().__init__()


HOSTILE = (
    "{{ cycler.__init__.__globals__.os.mkdir('x') }}{% set x = 1 %}",
    "</script><img src=x onerror=alert(1)> `${1}` %s {0}",
    "a\u2028b\u2029c\x00d\ne\u202ef\ufffe",
    "\N{PILE OF POO}" * 500,
    "x" * 1_000_000,
    "",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_only_texts(tmp_path, scene, texts, text):
    legend = tuple(
        replace(
            section,
            name=text,
            note=text,
            entries=tuple(replace(entry, text=text) for entry in section.entries),
        )
        for section in scene.legend
    )
    credits_ = tuple(Credit(text, text, text, text) for _ in range(3))
    hostile = replace(scene, title=text, legend=legend, credits=credits_, as_of=text)
    path = tmp_path / "map.png"
    write_png(path, hostile, PageOptions(640, 480, area_name=text), texts)
    assert QImage(str(path)).size().toTuple() == (640, 480)
    assert [file.name for file in tmp_path.iterdir()] == ["map.png"]
