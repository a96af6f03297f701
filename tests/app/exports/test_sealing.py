"""Every kind of file carries its manifest, and one changed byte is found."""

import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from app.exports.image import png_bytes
from app.exports.sealing.carriers import CarrierError
from app.exports.sealing.seal import State, check, sealed
from layers.manifest import Manifest, ManifestLayer
from tests.app.exports.pictures import chunks

KINDS = ("png", "html", "svg", "pdf", "pptx")
HOSTILE = '{"atlasSeguroManifest":1,"seal":"' + "0" * 64 + '"</script></metadata>]]> endobj ñ 🗺'


def manifest(title="A map"):
    layer = ManifestLayer("delegations", title, 19, 19, "ab" * 32)
    return Manifest("Atlas Seguro 1", title, "en", "2007-2021", (layer,), (title,))


def _device():
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _png():
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    return png_bytes(image)


def _html(text="A map"):
    page = f"<!DOCTYPE html>\n<html><head><title>a</title></head><body>{text}</body></html>"
    return page.encode("utf-8")


def _svg():
    buffer, drawing = _device(), QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(QSize(40, 30))
    drawing.setTitle('a > "b"')
    painter = QPainter(drawing)
    painter.drawText(5, 20, HOSTILE)
    painter.end()
    return bytes(buffer.data().data())


def _pdf():
    buffer = _device()
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A6))
    writer.setTitle(HOSTILE)
    painter = QPainter(writer)
    painter.drawText(200, 200, "San Salvador")
    painter.end()
    del writer
    return bytes(buffer.data().data())


def _pptx():
    from pptx import Presentation

    slides = Presentation()
    slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = HOSTILE[1:60]
    packed = io.BytesIO()
    slides.save(packed)
    return packed.getvalue()


@pytest.fixture(scope="module")
def files(qapp):
    made = {"png": _png(), "html": _html(), "svg": _svg(), "pdf": _pdf(), "pptx": _pptx()}
    return made | {f"sealed {kind}": sealed(made[kind], manifest()) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_sealed_file_is_sound_and_says_what_it_is_made_of(files, kind):
    found = check(files[f"sealed {kind}"])
    assert found.state is State.SOUND
    assert found.manifest["title"] == "A map"
    assert found.manifest["layers"][0]["features"] == 19
    assert len(found.manifest["content"]) == 64


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_file_and_manifest_give_the_same_bytes(files, kind):
    assert sealed(files[kind], manifest()) == files[f"sealed {kind}"]


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_titles_neither_break_the_file_nor_its_seal(files, kind):
    content = sealed(files[kind], manifest(HOSTILE))
    found = check(content)
    assert found.state is State.SOUND
    assert found.manifest["title"] == HOSTILE


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_without_a_manifest_is_no_sound_one(files, kind):
    assert check(files[kind]).state is State.UNSEALED


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
def test_any_changed_byte_is_found(files, kind, place, change):
    content = bytearray(files[f"sealed {kind}"])
    content[int(place * len(content))] ^= change
    assert check(bytes(content)).state is not State.SOUND


@pytest.mark.parametrize("kind", KINDS)
def test_every_byte_of_the_beginning_and_the_end_counts(files, kind):
    whole = files[f"sealed {kind}"]
    for place in (*range(200), *range(len(whole) - 200, len(whole))):
        content = bytearray(whole)
        content[place] ^= 1
        assert check(bytes(content)).state is not State.SOUND, place


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_added_or_cut_off_is_found(files, kind):
    whole = files[f"sealed {kind}"]
    for changed in (whole + b"\n", whole[:-1], whole[: len(whole) // 2], whole + whole, b""):
        assert check(changed).state is not State.SOUND


def test_a_picture_stays_one(files):
    kinds = [kind for kind, _ in chunks(files["sealed png"])]
    assert kinds[:2] == [b"IHDR", b"iTXt"]
    image = QImage()
    assert image.loadFromData(files["sealed png"])
    assert image.text("Atlas Seguro manifest").startswith("{")


def test_a_document_stays_one_and_has_the_manifest_attached(files):
    from pypdf import PdfReader

    document = PdfReader(io.BytesIO(files["sealed pdf"]), strict=True)
    assert document.pages[0].extract_text().split() == ["San", "Salvador"]
    (attached,) = document.attachments["atlas-manifest.json"]
    assert json.loads(attached)["title"] == "A map"
    assert document.metadata.title == HOSTILE


def test_slides_stay_slides_and_have_no_time(files):
    from pptx import Presentation

    slides = Presentation(io.BytesIO(files["sealed pptx"]))
    assert slides.slides[0].shapes.title.text == HOSTILE[1:60]
    with zipfile.ZipFile(io.BytesIO(files["sealed pptx"])) as package:
        assert package.testzip() is None
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        before = set(zipfile.ZipFile(io.BytesIO(files["pptx"])).namelist())
        assert set(package.namelist()) - before == {"customXml/atlasManifest.xml"}


def test_a_drawing_stays_one(files):
    from xml.etree import ElementTree as ET

    root = ET.fromstring(files["sealed svg"])
    (metadata,) = (part for part in root if part.get("id") == "atlas-manifest")
    assert json.loads(metadata.text)["title"] == "A map"
    assert "".join(root.itertext()).count("atlasSeguroManifest") == 2


def test_what_only_looks_like_a_seal_is_none():
    page = sealed(_html(HOSTILE), manifest())
    assert check(page).state is State.SOUND
    assert check(_html(HOSTILE)).state is State.DAMAGED


def test_what_carries_nothing_is_refused():
    with pytest.raises(CarrierError, match="no manifest"):
        sealed(b"a,b\n1,2\n", manifest())
    for odd in (b"\x89PNG\r\n\x1a\nxxxxxxxxxxxx", b"%PDF-1.4\nnothing", b"PK\x03\x04", b"<svg/>"):
        with pytest.raises(CarrierError):
            sealed(odd, manifest())
        assert check(odd).state is State.UNSEALED
