"""The page of steps, in real engines: it asks nothing of any network, and is read by keyboard."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader

from app.exports.atlas_export import write_atlas
from app.exports.atlas_job import AtlasJob
from app.exports.options import layout_options
from app.exports.sealing.seal import State, check
from layers.atlas_pages import build_atlas
from layers.atlas_scene import atlas_state
from layers.builtin_map import builtin_map
from layers.layouts import paper_layout
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from tests.browser.chromium import chromium_path
from tests.browser.engines import ENGINES
from tests.hostile.texts import texts_for


@pytest.fixture(scope="module")
def job(data, fonts):
    texts, builder = Texts("es"), SceneBuilder(data)
    state = atlas_state(builtin_map(data), "delegations")
    atlas = build_atlas(state, builder, "delegations", texts)
    options = layout_options(paper_layout("a4"), 100.0)
    return AtlasJob(atlas, builder.build(state, texts), options, texts)


@pytest.fixture(scope="module")
def page(job, tmp_path_factory):
    path = tmp_path_factory.mktemp("steps") / "briefing.html"
    write_atlas(path, job)
    return path


class Read(HTMLParser):
    """Collects the texts of each step, the ids of a page and what refers to them."""

    def __init__(self, text):
        super().__init__()
        self.steps, self.ids, self.references = [], [], []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        self.references += [value for name, value in attrs if name == "href"]
        self.references += re.findall(r"url\((#\w+)\)", found.get("fill", ""))
        if tag == "section" and found.get("class") == "step":
            self._inside = True
            self.steps.append("")
        elif tag == "nav":
            self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.steps[-1] += f" {data}"


def squeezed(text):
    return re.sub(r"\s+", "", text)


def test_each_step_says_what_the_page_on_paper_says(job, page):
    found = Read(page.read_text(encoding="utf-8"))
    assert len(found.steps) == 20
    assert all(each.title in found.steps[0] for each in job.atlas.pages)
    assert all(squeezed(note) in squeezed(found.steps[0]) for note in job.atlas.notes)
    for each, words in zip(job.atlas.pages, map(squeezed, found.steps[1:]), strict=True):
        told = [each.title, each.kind, *each.facts, *each.absent, *each.gaps, *each.sources]
        for figure in each.figures:
            told += [figure.value, figure.label, figure.unit, figure.note, figure.remark]
        for program in each.programs:
            told += [program.name, *program.names, program.note, str(program.count)]
        missing = [text for text in told if squeezed(text).rstrip(".") not in words]
        assert not missing


def test_every_reference_leads_to_an_element_of_the_page(page):
    found = Read(page.read_text(encoding="utf-8"))
    assert len(set(found.ids)) == len(found.ids)
    assert {each.removeprefix("#") for each in found.references} <= set(found.ids)
    assert len(found.references) > 1000


def test_the_geometry_is_there_once(page):
    text = page.read_text(encoding="utf-8")
    shapes = re.findall(r' d="(M[^"]{200,})"', text)
    assert len(shapes) > 100
    assert len(set(shapes)) == len(shapes)
    assert len(text) < 2_000_000


def test_the_page_can_be_checked(page):
    content = page.read_bytes()
    found = check(content)
    assert found.state is State.SOUND
    assert found.manifest["pages"] == 20
    changed = content.replace(b"Soyapango", b"Soyapangu", 1)
    assert check(changed).state is State.DAMAGED


def test_nothing_may_be_loaded_or_run_but_what_is_in_the_page(page):
    text = page.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert not re.search(r"\sstyle=|\son\w+=", text.partition("<body>")[2].partition("<script>")[0])


def test_both_looks_have_every_colour(page):
    text = page.read_text(encoding="utf-8")
    used = set(re.findall(r"var\(--(c\d+)\)", text))
    looks = [
        dict(re.findall(r"--(c\d+):(#[0-9a-f]{6});", block))
        for block in re.findall(r':root\[data-theme="(?:light|dark)"\]\{([^}]*)\}', text)
    ]
    assert len(looks) == 2
    assert all(set(look) == used for look in looks)
    assert looks[0] != looks[1]


NOW = """(() => { const shown = [...document.querySelectorAll(".step")]
  .filter((step) => step.getClientRects().length);
  return [shown.length, shown[0].querySelector("h2").textContent, document.activeElement.id,
    document.getElementById("where").textContent]; })()"""


def key(name, **more):
    event = json.dumps({"key": name, "bubbles": True, "cancelable": True, **more})
    return f"(document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {event})), {NOW})"


@pytest.mark.parametrize("visit", ENGINES)
def test_keys_lead_from_step_to_step_without_a_network(job, page, visit):
    titles = [job.atlas.title, *(each.title for each in job.atlas.pages)]
    steps = [NOW, key("ArrowRight"), key(" "), key("PageDown"), key("ArrowLeft"), key("End")]
    steps += [key("ArrowRight"), key("Home"), key("PageUp"), key("1"), key("2")]
    found = visit(page, steps)
    places = [0, 1, 2, 3, 2, 19, 19, 0, 0, 0, 11]
    assert [value[:2] for value in found.values] == [[1, titles[place]] for place in places]
    assert found.values[1][2] == "title-2"
    assert found.values[1][3] == f"2 de 20 · {titles[1]}"
    assert found.requests == []
    assert found.console == []
    assert found.reports == []


VISIBLE = """(number) => {
  location.hash = `#step-${number}`;
  return new Promise((done) => setTimeout(() => {
    const step = document.getElementById(`step-${number}`);
    const map = [...step.querySelectorAll(".map")].filter((each) => each.getClientRects().length);
    const box = map[0].getBoundingClientRect();
    const uses = [...map[0].querySelectorAll("use")].filter((each) => {
      const place = each.getBoundingClientRect();
      return place.width > 0 && place.right > box.left && place.left < box.right;
    });
    done([map.length, box.width, uses.length, map[0].querySelectorAll("text").length,
      document.documentElement.scrollWidth <= innerWidth]);
  }, 20));
}"""


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize("visit", ENGINES)
def test_every_step_shows_its_map_on_desktop_and_phone(page, visit, size):
    found = visit(page, [f"({VISIBLE})({number})" for number in range(1, 21)], size=size)
    for maps, width, uses, names, fits in found.values:
        assert maps == 1
        assert width > size[0] * 0.4
        assert uses > 5
        assert names > 3
        assert fits, "the page is wider than the screen"


@pytest.mark.parametrize("visit", ENGINES)
def test_the_look_can_be_switched(page, visit):
    colour = "getComputedStyle(document.body).backgroundColor"
    click = "document.getElementById('look').click()"
    name = "document.getElementById('look').textContent"
    found = visit(page, [colour, f"({click}, {colour})", name, f"({click}, {colour})", name])
    assert found.values[0] == found.values[3] != found.values[1]
    assert found.values[2::2] == ["Aspecto claro", "Aspecto oscuro"]


def test_it_prints_a_step_a_page(job, page, tmp_path):
    browser = chromium_path()
    if browser is None:
        pytest.skip("this machine has no Chromium")
    printed = tmp_path / "printed.pdf"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command = [browser, *flags, f"--user-data-dir={tmp_path}/profile"]
    subprocess.run(
        [*command, f"--print-to-pdf={printed}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    shutil.rmtree(tmp_path / "profile", ignore_errors=True)
    pages = PdfReader(printed).pages
    assert len(pages) == 20
    for each, shown in zip(job.atlas.pages, list(pages)[1:], strict=True):
        assert squeezed(each.title) in squeezed(shown.extract_text())


@pytest.mark.parametrize("visit", ENGINES)
def test_hostile_texts_are_plain_text(job, tmp_path, visit):
    folder = tmp_path / "made_by_a_text"
    texts = texts_for(folder)
    hostile = " ".join(texts.values())
    page = job.atlas.pages[0]
    altered = replace(
        page,
        title=hostile,
        facts=(hostile,),
        programs=tuple(replace(each, name=hostile, names=(hostile,)) for each in page.programs),
        figures=tuple(replace(each, label=hostile, note=hostile) for each in page.figures),
        gaps=(hostile,),
        sources=(hostile,),
    )
    atlas = replace(job.atlas, title=hostile, pages=(altered,), notes=(hostile,))
    path = tmp_path / "a.html"
    write_atlas(path, replace(job, atlas=atlas))
    count = "['script', 'img', 'iframe', 'style', 'a', 'object'].map((name) => "
    count += "document.querySelectorAll(name).length)"
    found = visit(path, [NOW, key("ArrowRight"), count])
    assert found.values[1][1] == found.values[0][1]
    # The manifest and the page's own script; its own style; contents and cover lead to steps.
    assert found.values[2] == [2, 0, 0, 1, 3, 0]
    assert found.requests == []
    assert found.console == []
    assert found.reports == []
    assert not folder.exists()
