"""The whole briefing by one command: document, slides and steps that tell the same of each area."""

import re
import shutil
import subprocess

import pytest
from pptx import Presentation

from app.cli import main
from layers.atlas_pages import build_atlas
from layers.atlas_scene import atlas_state
from layers.builtin_map import builtin_map
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from tests.app.exports.test_steps import Read


@pytest.fixture(scope="module")
def pages(data):
    state = atlas_state(builtin_map(data), "delegations")
    return build_atlas(state, SceneBuilder(data), "delegations", Texts("es")).pages


@pytest.fixture(scope="module")
def briefing(data, fonts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("briefing")
    files = [str(folder / f"briefing.{ending}") for ending in ("pdf", "pptx", "html")]
    assert main(["export", *files, "--atlas", "delegations", "--language", "es"]) == 0
    return folder


def squeezed(text):
    return re.sub(r"\s+", "", text)


def test_document_slides_and_steps_tell_the_same_of_every_delegation(briefing, pages):
    assert len(pages) == 19
    slides = list(Presentation(str(briefing / "briefing.pptx")).slides)
    steps = Read((briefing / "briefing.html").read_text(encoding="utf-8")).steps
    assert len(slides) == len(steps) == 20
    on_slides = [
        squeezed(" ".join(each.text_frame.text for each in slide.shapes if each.has_text_frame))
        for slide in slides[1:]
    ]
    on_paper = on_pages(briefing / "briefing.pdf")
    for number, page in enumerate(pages):
        told = [page.title, *(figure.value for figure in page.figures)]
        for words in (on_slides[number], squeezed(steps[number + 1]), on_paper[number]):
            assert all(squeezed(each) in words for each in told), page.title


def on_pages(path):
    """Return what pdftotext finds on each page behind the cover."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("poppler is not installed")
    done = subprocess.run([tool, "-raw", str(path), "-"], capture_output=True, check=True)
    found = done.stdout.decode("utf-8").split("\f")
    assert len(found) == 21, "20 pages and what follows the last"
    return [squeezed(words) for words in found[1:20]]
