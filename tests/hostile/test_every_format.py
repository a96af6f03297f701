"""Hostile texts through every kind of file: nothing runs, and what is read back is the text.

What a format cannot hold is said here: pages, slides and drawings show no control characters, no
halves of surrogate pairs and no marks of direction (`shown`); CSV and GeoPackage hold no NUL and
no halves (`kept`), KML no control character but tab and line ends.
"""

import csv
import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from pptx import Presentation
from pypdf import PdfReader

from app.exports.data_files import save_data
from app.exports.formats import format_of
from app.exports.options import PageOptions
from app.fonts import register_fonts
from geodata.files.formulas import with_formula
from geodata.files.opening import open_file
from geodata.files.saving.kml_file import UNWRITABLE
from layers.builtin_map import builtin_map
from layers.changes.comparing import compare
from layers.changes.file import kept_bytes, read_kept
from layers.changes.kept import keep_map
from layers.changes.words import change_csv, change_json, change_lines, change_rows
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from tests.hostile.maps import own_layers, own_table
from tests.hostile.test_pages import CHECKS
from tests.hostile.texts import LONG, texts_for

FORMULA = ("=", "+", "-", "@", "\t", "\r")
EVERY = list(texts_for("FOLDER"))


@pytest.fixture(scope="module", autouse=True)
def _fonts(qapp):
    register_fonts()


@pytest.fixture
def text(request, folder):
    return texts_for(folder)[request.param]


def assert_harmless_slides(content, folder):
    """A whole package without programs, objects or anything from elsewhere."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            assert not name.lower().endswith((".bin", ".vml", ".exe"))
            if name.endswith((".xml", ".rels")):
                for element in ET.fromstring(package.read(name)).iter():
                    assert element.get("TargetMode") != "External"
                    assert not element.tag.endswith(("oleObj", "control", "script"))
    assert not folder.exists()


def shown(text):
    """Return what people see of a text: what no writing has is a space."""
    # Halves of surrogate pairs come out as one sign or another that stands for what is no text.
    text = re.sub("[\ud800-\udfff\ufffd]", " ", text)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def joined(text):
    """Return a text without white space, which lines and letter spacing change."""
    return "".join(text.split())


def latin(text):
    """Return what of a text the font of the pages has letters for, and pypdf can read back."""
    return "".join(sign for sign in text if sign.isascii() or "¡" <= sign <= "ɏ")


def written(data, tmp_path, name, text, options=None):
    """Write a map whose title and one layer are called ``text``; return the bytes."""
    texts = Texts("en")
    base = tuple(layer for layer in builtin_map(data).layers if layer.group == "base")
    scene = SceneBuilder(data).build(own_layers({"it": text}, text, base), texts)
    options = options or PageOptions(1400, 1000, area_name=text, subtitle=text, notes=text)
    path = tmp_path / name
    format_of(path, texts).write(path, scene, options, texts)
    return path.read_bytes()


def texts_of(name, content):
    """Return what a page, a drawing or slides show, each text in one piece."""
    if name.endswith(".pdf"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if name.endswith(".svg"):
        return "".join(ET.fromstring(content).itertext())
    parts = []
    for slide in Presentation(io.BytesIO(content)).slides:
        parts += [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        parts.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(parts)


@pytest.mark.parametrize("name", ["map.pdf", "map.svg", "map.pptx"])
@pytest.mark.parametrize("text", EVERY, indirect=True)
def test_pages_and_slides_show_it_as_it_is(data, tmp_path, folder, text, name):
    content = written(data, tmp_path, name, text)
    CHECKS.get(name, assert_harmless_slides)(content, folder)
    found = shown(texts_of(name, content))
    expected = joined(shown(text))
    if name.endswith(".pdf"):
        assert joined(latin(shown(text)))[:60] in joined(latin(found))
    else:
        assert expected[:60] in joined(found)
    if name.endswith(".pptx"):
        title = Presentation(io.BytesIO(content)).slides[0].shapes.title.text_frame.text
        assert joined(shown(title)).rstrip("…") in expected


@pytest.mark.parametrize("name", ["map.pdf", "map.svg", "map.pptx"])
def test_a_megabyte_of_text_passes(data, tmp_path, folder, name):
    content = written(data, tmp_path, name, LONG)
    assert joined("<b>{{ 7*7 }}</b>") in joined(texts_of(name, content))
    assert len(content) < 20_000_000


def kept(text, ending):
    """Return a text as a file of data can hold it."""
    if ending == "kml":
        return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return re.sub("[\0\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)


def names_in(path):
    """Return the names of the records of a file of data, without the atlas's own reader."""
    match path.suffix:
        case ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
            assert not any(
                cell.startswith(FORMULA) for row in rows for key, cell in row.items()
                if key not in ("lon", "lat")
            )  # fmt: skip
            return [with_formula(row["name"]) for row in rows]
        case ".geojson":
            features = json.loads(path.read_text("utf-8"))["features"]
            return [feature["properties"]["name"] for feature in features]
        case ".gpkg":
            with closing(sqlite3.connect(path)) as db:
                (name,) = db.execute("SELECT table_name FROM gpkg_contents").fetchone()
                quoted = name.replace('"', '""')
                return [row[0] for row in db.execute(f'SELECT name FROM "{quoted}"')]
        case _:
            root = ET.parse(path).getroot()
            found = [each for each in root.iter() if each.get("name") == "name"]
            return [each.text or "" for each in found if each.tag.endswith("SimpleData")]


@pytest.mark.parametrize("ending", ["csv", "geojson", "gpkg", "kml"])
@pytest.mark.parametrize("text", EVERY, indirect=True)
def test_data_holds_it_as_it_is(tmp_path, text, ending):
    path = tmp_path / f"data.{ending}"
    save_data(path, [(text, own_table("own-1", text))], "en")
    assert names_in(path) == [kept(text, ending)] * 2


@pytest.mark.parametrize("ending", ["csv", "geojson", "gpkg", "kml"])
def test_data_of_a_megabyte_of_text(tmp_path, folder, ending):
    path = tmp_path / f"data.{ending}"
    csv.field_size_limit(10_000_000)
    save_data(path, [(LONG, own_table("own-1", LONG))], "en")
    assert names_in(path) == [LONG] * 2


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "\uff1d1"])
def test_a_spreadsheet_runs_no_cell_that_the_atlas_wrote(tmp_path, text):
    """Cells come back as they were; with an apostrophe before them no program runs them."""
    path = tmp_path / "data.csv"
    save_data(path, [("Posts", own_table("own-1", text))], "en")
    assert names_in(path) == [text] * 2
    (layer,) = open_file(path).layers
    assert [with_formula(layer.table.value(row, "name")) for row in range(2)] == [text] * 2


@pytest.mark.parametrize("text", EVERY, indirect=True)
def test_workbooks_are_read_as_text_and_never_run(tmp_path, text):
    """The atlas writes no XLSX; what it reads of one is text, formulas their last value."""
    writable = re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["name", "lat", "lon", "formula"])
    sheet.append(["", 13.7, -89.2, None])
    sheet["A2"].value = writable
    sheet["A2"].data_type = "s"
    sheet["D2"] = '=HYPERLINK("https://a.example","x")'
    path = tmp_path / "data.xlsx"
    book.save(path)
    (layer,) = open_file(path).layers
    found = layer.table.value(0, "name") or ""
    assert joined(found) == joined(writable)
    assert layer.table.value(0, "formula") in (None, "")


def test_lists_of_what_changed_hold_them_as_they_are(data, tmp_path, folder):
    texts = texts_for(folder)
    old, new = (own_layers(texts, title) for title in ("old", " ".join(texts.values())))
    state = {key: table for key, table in new.tables.items() if not key.startswith("0 ")}
    new = type(new)(tuple(each for each in new.layers if each.id in state), new.title, state)
    builder = SceneBuilder(data)
    kept_old = keep_map(old, builder, of="\u202e</script>{{ 7*7 }}")
    path = tmp_path / "kept"
    path.write_bytes(kept_bytes(kept_old))
    assert compare(kept_old, read_kept(path)).is_nothing
    changes = compare(read_kept(path), keep_map(new, builder))
    table = list(csv.reader(io.StringIO(
        change_csv(change_rows(changes, Texts("en")), Texts("en")).decode("utf-8-sig")
    )))  # fmt: skip
    assert not any(cell.startswith(FORMULA) for row in table for cell in row[:7])
    json.loads(change_json(changes, Texts("es")))
    lines = change_lines(changes, Texts("en"))
    assert not any(sign in line for line in lines for sign in "\u202e\0\u2028\n")
