"""Pages as PDF: their words can be found, their fonts are inside, their bytes are the same."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from app.exports.formats import format_of
from app.exports.options import PageOptions, layout_options
from app.exports.pdf import PdfMedium
from app.exports.pdf_bytes import Link
from layers.layouts import PAPERS, paper_layout
from layers.texts import Texts


@pytest.fixture
def write(tmp_path, scene_of):
    """Return a function that writes the map as PDF and returns its bytes."""

    def make(options=None, language="es", title="", name="map.pdf"):
        texts = Texts(language)
        path = tmp_path / name
        options = options or layout_options(paper_layout("a4"))
        format_of(path, texts).write(path, scene_of(language, "light", title), options, texts)
        return path.read_bytes()

    return make


def reader(content):
    return PdfReader(io.BytesIO(content), strict=True)


def words_of(content, page=0):
    return re.sub(r"\s+", " ", reader(content).pages[page].extract_text())


@pytest.mark.parametrize("paper", [paper.id for paper in PAPERS])
@pytest.mark.parametrize("upright", [False, True])
def test_a_page_is_as_large_as_its_paper(write, paper, upright):
    layout = paper_layout(f"{paper}-portrait" if upright else paper)
    width, height = layout.size
    assert (width < height) == upright
    box = reader(write(layout_options(layout))).pages[0].mediabox
    # Qt rounds to whole points, a third of a millimetre.
    assert float(box.width) == pytest.approx(width / 25.4 * 72, abs=1.01)
    assert float(box.height) == pytest.approx(height / 25.4 * 72, abs=1.01)


def test_what_is_written_can_be_found(write):
    words = words_of(write(title="Señales de fin y oficina"))
    for expected in ("Señales de fin y oficina", "Unidades antiextorsión", "SANTA ANA", "50 km"):
        assert expected in words
    assert "superficies publicadas" in words, "ligatures are not letters"


def test_every_font_is_inside(write):
    fonts = reader(write()).pages[0]["/Resources"]["/Font"]
    assert len(fonts) >= 3
    for font in fonts.values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        descriptor = descendant["/FontDescriptor"].get_object()
        assert descriptor["/FontFile2"].get_object().get_data()
        assert re.match(r"/[A-Z]{6}\+NotoSans", descriptor["/FontName"])


def test_the_map_is_vectors(write):
    page = reader(write()).pages[0]
    assert not page["/Resources"].get("/XObject", DictionaryObject())
    assert len(page.get_contents().get_data()) > 500_000


def test_nothing_tells_when_or_by_whom(write, tmp_path):
    content = write()
    info = reader(content).metadata
    assert info["/Title"] == "El Salvador: programas de seguridad"
    assert "/CreationDate" not in info
    assert b"CreateDate" not in content
    for secret in (str(tmp_path), str(Path.home())):
        assert secret.encode() not in content
    root = reader(content).trailer["/Root"]
    assert root["/Lang"] == "es"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True


_SCRIPT = """
import sys
from pathlib import Path
from pathlib import Path
from app.cli import main
sys.exit(main(["export", *sys.argv[1:], "--layout", "a4", "--language", "es"]))
"""


def test_another_process_writes_the_same_bytes(tmp_path):
    names = ["map.pdf", "map.svg", "map.png"]
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        files = [str(folder / name) for name in names]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", _SCRIPT, *files], check=True, env=environment)
    for name in names:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_pages_have_an_outline_and_links(fonts, tmp_path):
    options = PageOptions(400, 300)
    medium = PdfMedium(options, "Título ñ", "es", tmp_path / "a.pdf")
    painter = medium.painter()
    painter.drawLine(0, 0, 100, 100)
    medium.next_page(painter)
    painter.drawLine(0, 0, 50, 50)
    painter.end()
    medium.outline = ["Portada", "Ahuachapán 😀"]
    medium.links = [Link(0, (10, 10, 50, 20), 1)]
    found = reader(medium.content())
    assert [item.title for item in found.outline] == ["Portada", "Ahuachapán 😀"]
    assert found.get_destination_page_number(found.outline[1]) == 1
    (link,) = found.pages[0]["/Annots"]
    assert link.get_object()["/Dest"][0] == found.pages[1].indirect_reference
