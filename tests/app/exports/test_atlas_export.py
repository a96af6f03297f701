"""Atlases: a sheet for each area on which nothing overlaps, as PDF, pictures and slides."""

import io
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from itertools import combinations

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage

from app.exports.atlas_export import write_atlas
from app.exports.atlas_job import AtlasJob
from app.exports.options import layout_options
from app.exports.report import ExportError
from layers.atlas_pages import build_atlas
from layers.atlas_scene import atlas_state
from layers.builtin_map import builtin_map
from layers.layouts import paper_layout
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from tests.hostile.texts import texts_for


@pytest.fixture(scope="module")
def job_of(data, fonts):
    """Return a function that makes jobs: language, paper, areas, how many pages."""
    builder = SceneBuilder(data)

    def make(language="es", paper="a4", layer_id="delegations", pages=None, dpi=100.0):
        texts = Texts(language)
        state = atlas_state(builtin_map(data), layer_id)
        atlas = build_atlas(state, builder, layer_id, texts)
        if pages is not None:
            atlas = replace(atlas, pages=atlas.pages[:pages])
        options = layout_options(paper_layout(paper), dpi)
        return AtlasJob(atlas, builder.build(state, texts), options, texts)

    return make


PAPERS = ["a4", "a4-portrait", "a3", "letter-portrait", "16:9"]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_overlaps_or_leaves_the_page(job_of, paper, language):
    for layer_id in ("delegations", "departments"):
        job = job_of(language, paper, layer_id)
        for number in range(job.count):
            sheet = job.sheet(number)
            boxes = [(name, rect) for name, rect in sheet.boxes() if not rect.isEmpty()]
            for name, rect in boxes:
                assert rect.left() >= -0.01, name
                assert rect.top() >= -0.01, name
                assert rect.right() <= sheet.width + 0.01, name
                assert rect.bottom() <= sheet.height + 0.01, name
            for (name, rect), (other, place) in combinations(boxes, 2):
                shared = rect.intersected(place)
                lies_on = shared.width() > 0.01 and shared.height() > 0.01
                assert not lies_on, f"{sheet.title.words}: {name} on {other}"


def test_every_program_of_a_page_stands_on_its_sheet(job_of):
    job, insets = job_of(), 0
    for number, page in enumerate(job.atlas.pages, start=1):
        sheet = job.sheet(number)
        assert [row.name.words for row in sheet.table] == [each.name for each in page.programs]
        words = [text.words for text in sheet.texts]
        assert all(any(figure.value in each for each in words) for figure in page.figures)
        assert sheet.body.legend is not None
        insets += sheet.body.inset is not None
    assert insets >= 17, "areas that are a large part of the country may do without"


@pytest.fixture(scope="module")
def pdf(job_of, tmp_path_factory):
    path = tmp_path_factory.mktemp("atlas") / "briefing.pdf"
    job = job_of()
    done = []
    write_atlas(path, job, lambda *counts: done.append(counts))
    assert done == [(number, 20) for number in range(1, 21)]
    return job, path.read_bytes()


def squeezed(text):
    return re.sub(r"\s+", "", text)


def test_the_pdf_has_a_cover_and_a_page_for_each_area(pdf):
    job, content = pdf
    pages = PdfReader(io.BytesIO(content), strict=True).pages
    assert len(pages) == 20
    shown = texts_of(content)
    assert all(squeezed(page.title) in shown[0] for page in job.atlas.pages)
    for page, words in zip(job.atlas.pages, shown[1:], strict=False):
        assert squeezed(page.title) in words
        for figure in page.figures:
            assert squeezed(figure.value) in words
            assert squeezed(figure.label) in words
        for program in page.programs:
            assert squeezed(program.name) in words


def texts_of(content):
    """Return what a reader finds on each page; on the first three where poppler is missing."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pages = list(PdfReader(io.BytesIO(content)).pages)[:3]
        return [squeezed(page.extract_text()) for page in pages]
    done = subprocess.run(
        [tool, "-raw", "-", "-"], input=content, capture_output=True, check=True, timeout=60
    )
    return [squeezed(page) for page in done.stdout.decode("utf-8").split("\f")]


def test_the_pdf_leads_from_its_contents_to_its_pages(pdf):
    job, content = pdf
    found = PdfReader(io.BytesIO(content), strict=True)
    titles = [item.title for item in found.outline]
    assert titles == [job.atlas.title, *(page.title for page in job.atlas.pages)]
    links = [note.get_object() for note in found.pages[0]["/Annots"]]
    targets = {link["/Dest"][0].idnum for link in links}
    assert targets == {page.indirect_reference.idnum for page in found.pages[1:]}


@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.pptx", "a.html"])
def test_two_runs_give_the_same_bytes(job_of, tmp_path, name):
    found = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write_atlas(tmp_path / folder / name, job_of(pages=2))
        files = sorted((tmp_path / folder).iterdir())
        found.append([(file.name, file.read_bytes()) for file in files])
    assert found[0] == found[1]


def test_pictures_are_numbered(job_of, tmp_path):
    job = job_of(pages=2, paper="letter")
    reports = write_atlas(tmp_path / "hoja.png", job)
    names = ["hoja-01.png", "hoja-02.png", "hoja-03.png"]
    assert [report.path.name for report in reports] == names
    assert sorted(file.name for file in tmp_path.iterdir()) == names
    assert QImage(str(tmp_path / names[1])).size().toTuple() == (1100, 850)


def test_other_endings_are_refused(job_of, tmp_path):
    with pytest.raises(ExportError, match=r"de \.pdf, \.png, \.pptx, \.html"):
        write_atlas(tmp_path / "a.svg", job_of(pages=1))


# Slides


@pytest.fixture(scope="module")
def slides(job_of, tmp_path_factory):
    path = tmp_path_factory.mktemp("slides") / "briefing.pptx"
    job = job_of()
    write_atlas(path, job)
    return job, path


def words_on(slide):
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            for row in shape.table.rows:
                yield from (cell.text_frame.text for cell in row.cells)


def test_slides_hold_native_text_tables_and_a_described_map(slides):
    from pptx import Presentation

    job, path = slides
    deck = Presentation(str(path))
    assert len(deck.slides) == 20
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, rel=1e-3)
    for slide, page in zip(list(deck.slides)[1:], job.atlas.pages, strict=True):
        assert slide.shapes.title.text_frame.text == page.title
        words = "\n".join(words_on(slide))
        for figure in page.figures:
            assert figure.value in words
        (table,) = [shape.table for shape in slide.shapes if shape.has_table]
        rows = [[cell.text_frame.text for cell in row.cells] for row in table.rows]
        assert [row[1].splitlines()[0] for row in rows] == [each.name for each in page.programs]
        assert [row[2] for row in rows] == [str(each.count) for each in page.programs]
        notes = slide.notes_slide.notes_text_frame.text
        assert all(source in notes for source in page.sources)
        pictures = [shape for shape in slide.shapes if shape.shape_type == 13]
        described = [each._element.nvPicPr.cNvPr.get("descr") for each in pictures]
        assert any(page.title in words for words in described)
        assert all(described)


def test_nothing_leaves_the_slide(slides):
    from pptx import Presentation

    deck = Presentation(str(slides[1]))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height + 1


def test_slides_tell_no_time_and_no_place(slides, tmp_path):
    with zipfile.ZipFile(slides[1]) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"1980-01-01T"}
        for name in archive.namelist():
            assert str(tmp_path.parent).encode() not in archive.read(name)


def test_another_program_shows_every_slide_whole(slides, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    job, path = slides
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [
            office,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    pages = PdfReader(tmp_path / "briefing.pdf").pages
    assert len(pages) == 20
    for page, shown in zip(job.atlas.pages, list(pages)[1:], strict=True):
        words = squeezed(shown.extract_text())
        assert squeezed(page.title) in words
        assert all(squeezed(figure.value) in words for figure in page.figures)
        assert all(squeezed(program.name) in words for program in page.programs)


def test_hostile_texts_are_plain_text_on_slides_and_pages(job_of, tmp_path):
    folder = tmp_path / "made_by_a_text"
    hostile = " ".join(texts_for(folder).values())
    job = job_of(pages=1)
    page = job.atlas.pages[0]
    programs = tuple(replace(each, name=hostile, names=(hostile,)) for each in page.programs)
    figures = tuple(replace(each, label=hostile, source=hostile) for each in page.figures)
    altered = replace(
        page,
        title=hostile,
        facts=(hostile,),
        programs=programs,
        figures=figures,
        gaps=(hostile,) * 9,
        sources=(hostile,) * 5,
    )
    atlas = replace(job.atlas, title=hostile, pages=(altered,), notes=(hostile,))
    for name in ("a.pptx", "a.pdf", "a.png", "a.html"):
        write_atlas(tmp_path / name, replace(job, atlas=atlas))
    with zipfile.ZipFile(tmp_path / "a.pptx") as archive:
        for name in archive.namelist():
            assert not name.lower().endswith((".bin", ".vba", ".js"))
            if name.endswith((".xml", ".rels")):
                root = ET.fromstring(archive.read(name))
                targets = [each.get("TargetMode") for each in root.iter()]
                assert "External" not in targets, "a text became a link"
    assert len(PdfReader(tmp_path / "a.pdf", strict=True).pages) == 2
    assert not folder.exists()
