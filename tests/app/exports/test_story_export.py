"""The same story as pages, slides and steps: the words of each step, the layers that it shows."""

import io
import re
import zipfile
from dataclasses import replace
from html import unescape
from itertools import combinations
from types import MappingProxyType

import numpy as np
import pytest
import shapely
from pptx import Presentation
from pypdf import PdfReader
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from app.cli import main
from app.exports.atlas_export import write_atlas
from app.exports.atlas_sheet import Role
from app.exports.options import layout_options
from app.exports.running_atlas import RunningAtlas
from app.exports.sealing.seal import State, check
from app.exports.steps.names import MOST_FEATURES
from app.exports.story_job import StoryJob
from geodata.geometry import from_points, from_shapely
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.commands import SetStories
from layers.document import Layer
from layers.layouts import paper_layout
from layers.period import Period
from layers.project import write_project
from layers.scene_builder import SceneBuilder
from layers.sharing import Mark, Sharing
from layers.story import LONGEST_TEXT, LONGEST_TITLE, Story, StoryStep
from layers.story_leaving import StoryError, leaving_story, story_of
from layers.style import LabelStyle, PointSymbol, PolygonSymbol, Single, Style
from layers.texts import Texts
from tests.app.exports.test_steps import Read
from tests.browser import chromium
from tests.browser.engines import ENGINES, without_chromium
from tests.hostile.texts import texts_for

TEXTS = Texts("es")
WEST = (-9_980_000.0, 1_530_000.0, -9_930_000.0, 1_600_000.0)
FEW = (("delegations", 1.0), ("anti-extortion-units", 0.4))
STORY = Story(
    "Informe",
    (
        StoryStep(
            "Un país", (-1.004e7, 1.47e6, -9.75e6, 1.63e6), None, "Para el público", "Saludo"
        ),
        StoryStep("El oeste", WEST, FEW, "Primera línea\n\nSegunda", "Recordar\nla cifra"),
        StoryStep("", WEST, (("delegations", 1.0),), "", "", Period(None, 2012)),
    ),
)
NAMES = ["a.pdf", "a.pptx", "a.html"]


@pytest.fixture(scope="module")
def start(data):
    return SetStories((STORY, Story("Vacía"))).apply(builtin_map(data))


@pytest.fixture(scope="module")
def job_of(data, fonts):
    def make(state, story=STORY, *, include_internal=False):
        made = leaving_story(
            state, SceneBuilder(data), story, TEXTS, "light", include_internal=include_internal
        )
        return StoryJob(made, layout_options(paper_layout("a4"), 90.0), TEXTS)

    return make


@pytest.fixture(scope="module")
def files(job_of, start, tmp_path_factory):
    folder = tmp_path_factory.mktemp("story")
    job = job_of(start)
    for name in NAMES:
        write_atlas(folder / name, job)
    return folder


def squeezed(text):
    return re.sub(r"\s+", "", text)


def test_the_pdf_has_a_page_for_each_step_and_no_notes(files):
    pages = PdfReader(io.BytesIO((files / "a.pdf").read_bytes()), strict=True).pages
    words = [squeezed(page.extract_text()) for page in pages]
    assert len(words) == 3
    assert squeezed("Un país") in words[0]
    assert squeezed("Para el público") in words[0]
    assert squeezed("Segunda") in words[1]
    assert "Paso3" in words[2]
    assert squeezed("hasta 2012") in words[2]
    assert not any(note in "".join(words) for note in ("Saludo", "Recordar"))


def test_slides_hold_native_text_and_the_notes(files):
    slides = list(Presentation(str(files / "a.pptx")).slides)
    assert [slide.shapes.title.text_frame.text for slide in slides] == [
        "Un país",
        "El oeste",
        "Paso 3",
    ]
    texts = [each.text_frame.text for each in slides[1].shapes if each.has_text_frame]
    assert {"Primera línea", "Segunda"} <= set(texts)
    (whose,) = [text for text in texts if text.startswith("Fuentes:")]
    named = re.split("; | · ", whose.removeprefix("Fuentes: ").rstrip("."))
    assert len(named) > 2
    assert len(set(named)) == len(named)
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides]
    assert notes[0].startswith("Saludo\n")
    assert notes[1].startswith("Recordar\nla cifra\n")
    assert all("Fuentes:" in note for note in notes)
    # Names in a picture are found by no search.
    named = notes[1].splitlines()[-1]
    assert named.startswith("Nombres en el mapa: ")
    assert "SANTA ANA" in named
    assert "LA UNIÓN" not in named


def test_steps_show_just_the_layers_of_each_view(files):
    page = (files / "a.html").read_text(encoding="utf-8")
    sections = page.split("<section class=")[1:]
    steps = [part for part in sections if part.startswith('"step view"')]
    assert len(steps) == 3
    shown = [set(re.findall(r'data-layer="([\w/-]+)"', part)) for part in page_steps(page)]
    assert "border-points" in shown[0]
    assert {layer.partition("/")[0] for layer in shown[1]} == {
        "delegations",
        "anti-extortion-units",
    }
    assert {layer.partition("/")[0] for layer in shown[2]} == {"delegations"}
    assert 'data-layer="anti-extortion-units" opacity="0.4"' in page_steps(page)[1]
    assert "Saludo" not in page


def page_steps(page):
    return re.split(r'<section class="step', page)[1:]


LONG = "Una frase de la historia que dice bastante. " * 60


@pytest.mark.parametrize("paper", ["a4", "a4-portrait", "letter", "16:9"])
@pytest.mark.parametrize("text", ["", "Una línea", "Primera\n\n\nSegunda", LONG, f"{LONG}\n" * 4])
def test_nothing_overlaps_or_leaves_the_page(job_of, start, paper, text):
    steps = (StoryStep("Título " * 12, WEST, None, text), StoryStep("", WEST, FEW, text))
    job = job_of(start, Story("a", steps)).resized(layout_options(paper_layout(paper), 96.0))
    for number in range(job.count):
        sheet = job.sheet(number)
        boxes = [(name, rect) for name, rect in sheet.boxes() if not rect.isEmpty()]
        page = QRectF(0, 0, sheet.width, sheet.height).adjusted(-0.01, -0.01, 0.01, 0.01)
        for name, rect in boxes:
            assert page.contains(rect), name
        for (name, rect), (other, place) in combinations(boxes, 2):
            shared = rect.intersected(place)
            assert not (shared.width() > 0.01 and shared.height() > 0.01), f"{name} on {other}"
        assert bool(text) == any(each.role is Role.TOLD for each in sheet.texts)


def test_every_file_can_be_checked_and_is_the_same_again(files, job_of, start, tmp_path):
    for name in NAMES:
        found = check((files / name).read_bytes())
        assert found.state is State.SOUND
        assert (found.manifest["title"], found.manifest["pages"]) == ("Informe", 3)
        write_atlas(tmp_path / name, job_of(start))
        assert (tmp_path / name).read_bytes() == (files / name).read_bytes()


SECRETS = ("Zqxj7layer", "Zqxj7one", "Zqxj7two")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_restricted_is_in_no_story(data, job_of, start, tmp_path, name):
    places = from_points(np.array([[-89.5, 13.9], [-89.4, 13.9]]))
    table = FeatureTable("own-1", np.array([1, 2]), places, {"name": np.array(SECRETS[1:], object)})
    layer = Layer(
        "own-1",
        "own",
        Style(Single(PointSymbol("star", "#ff00ff", 14))),
        name=SECRETS[0],
        sharing=Sharing(Mark.RESTRICTED),
    )
    state = replace(start, layers=(*start.layers, layer), tables=MappingProxyType({"own-1": table}))
    step = StoryStep("a", WEST, (*FEW, ("own-1", 1.0)))
    job = job_of(state, Story("b", (step,)), include_internal=True)
    assert job.made.leaving.kept_back == ((SECRETS[0], Mark.RESTRICTED),)
    write_atlas(tmp_path / name, job)
    content = (tmp_path / name).read_bytes()
    if name.endswith(".pptx"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b"".join(map(package.read, package.namelist()))
    assert not any(secret.encode() in content for secret in SECRETS)
    if name.endswith(".pdf"):
        words = PdfReader(io.BytesIO(content)).pages[0].extract_text()
        assert not any(secret in words for secret in SECRETS)


def test_a_story_that_is_not_there_or_empty_is_told(start):
    with pytest.raises(StoryError, match="Informe, Vacía"):
        story_of(start, "Otra", TEXTS)
    with pytest.raises(StoryError, match="no tiene pasos"):
        story_of(start, "Vacía", TEXTS)
    with pytest.raises(StoryError, match="--project"):
        story_of(SetStories(()).apply(start), "Otra", TEXTS)


@pytest.mark.parametrize("visit", ENGINES)
def test_hostile_texts_are_plain_text_everywhere(job_of, start, tmp_path, visit):
    folder = tmp_path / "made_by_a_text"
    hostile = " ".join(texts_for(folder).values())
    step = StoryStep(hostile, WEST, FEW, hostile, hostile)
    job = job_of(start, Story(hostile[:80], (step, step)))
    for name in NAMES:
        write_atlas(tmp_path / name, job)
    found = visit(
        tmp_path / "a.html",
        [
            "document.querySelectorAll('script, img, iframe, object').length",
            "document.querySelectorAll('.told').length",
        ],
    )
    assert found.values[0] == 2, "the manifest and the page's own script"
    assert found.values[1] >= 2
    assert found.requests == []
    assert found.console == []
    assert found.reports == []
    assert len(PdfReader(tmp_path / "a.pdf", strict=True).pages) == 2
    with zipfile.ZipFile(tmp_path / "a.pptx") as package:
        for name in package.namelist():
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in package.read(name)
    assert not folder.exists()


def test_the_command_line_writes_all_three(start, tmp_path, capsys, fonts):
    project = tmp_path / "a.atlas"
    with project.open("wb") as file:
        write_project(file, project, start, {})
    paths = [tmp_path / name for name in NAMES]
    asked = ["export", *map(str, paths), "--project", str(project), "--story", "Informe"]
    assert main([*asked, "--dpi", "60", "--language", "es"]) == 0
    assert capsys.readouterr().out.split() == list(map(str, paths))
    assert len(PdfReader(paths[0]).pages) == 3
    assert len(Presentation(str(paths[1])).slides) == 3
    assert len(page_steps(paths[2].read_text(encoding="utf-8"))) == 3
    assert main([*asked, "--list", "--language", "es"]) == 0
    told = capsys.readouterr().out
    assert told.count("La historia «Informe»") == 3
    assert told.count("Las notas para quien habla") == 1
    assert main([*asked, "--area", "Santa Ana", "--language", "es"]) == 1
    assert "--story" in capsys.readouterr().err


def test_layers_that_are_gone_are_told(start, tmp_path, capsys, fonts):
    step = replace(STORY.steps[0], layers=(("gone", 1.0), ("land", 1.0)))
    project = tmp_path / "a.atlas"
    with project.open("wb") as file:
        write_project(file, project, SetStories((Story("Uno", (step,)),)).apply(start), {})
    asked = ["export", str(tmp_path / "a.html"), "--project", str(project), "--story", "Uno"]
    said = "1 capa de sus vistas ya no está en el mapa"
    assert main([*asked, "--list", "--language", "es"]) == 0
    assert said in capsys.readouterr().out
    assert main([*asked, "--language", "es"]) == 0
    assert said in capsys.readouterr().err


def test_it_can_be_cancelled(qtbot, job_of, start, tmp_path):
    running = RunningAtlas(tmp_path / "a.html", lambda: job_of(start), TEXTS)
    running.progressed.connect(
        lambda stage, _: running.cancel() if stage.startswith("Página 2") else None
    )
    with qtbot.waitSignal(running.cancelled, timeout=30_000):
        running.start()
    running.stop()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("areas", [False, True])
def test_of_very_many_features_a_step_shows_a_part_and_says_so(job_of, start, tmp_path, areas):
    rng = np.random.default_rng(7)
    count = MOST_FEATURES + 1500
    places = rng.uniform((-89.6, 13.6), (-89.3, 14.0), (count, 2))
    geometry = from_points(places)
    symbol = PointSymbol("circle", "#0072b2", 6)
    if areas:
        geometry = from_shapely(shapely.buffer(shapely.points(places), 0.002, quad_segs=1))
        symbol = PolygonSymbol("#0072b2")
    names = np.array([f"Qwv{number}" for number in range(count)], object)
    table = FeatureTable("own-1", np.arange(count), geometry, {"name": names})
    style = Style(Single(symbol), LabelStyle(field="name"))
    state = replace(
        start,
        layers=(*start.layers, Layer("own-1", "own", style, name="Muchos")),
        tables=MappingProxyType({"own-1": table}),
    )
    job = job_of(state, Story("a", (StoryStep("a", WEST, (("own-1", 1.0),)),)))
    path = tmp_path / "a.html"
    write_atlas(path, job)
    page = path.read_text(encoding="utf-8")
    wide = page.partition('class="map wide"')[2].partition("</svg>")[0]
    if areas:
        assert page.count('<path id="p') <= MOST_FEATURES
    else:
        assert 1000 < wide.count("<use ") <= MOST_FEATURES
    assert "Qwv" not in wide
    assert "«Muchos»: la página contiene 5,000 de 6,500" in unescape(page)


@without_chromium
def test_hatched_areas_are_hatched_in_every_step(job_of, start, tmp_path):
    square = from_shapely(np.array([shapely.box(-89.7, 13.6, -89.2, 14.3)], object))
    table = FeatureTable("own-1", np.array([1]), square, {"name": np.array(["a"], object)})
    style = Style(Single(PolygonSymbol("#ffffff", hatch="#ff0000")))
    state = replace(
        start,
        layers=(*start.layers, Layer("own-1", "own", style, name="Zona")),
        tables=MappingProxyType({"own-1": table}),
    )
    step = StoryStep("a", WEST, (("own-1", 1.0),))
    path = tmp_path / "a.html"
    write_atlas(path, job_of(state, Story("a", (step, step))))
    found = Read(path.read_text(encoding="utf-8"))
    assert len(set(found.ids)) == len(found.ids)
    assert {each.removeprefix("#") for each in found.references} <= set(found.ids)
    pictures = [tmp_path / "1.png", tmp_path / "2.png"]
    go = "(location.hash = '#step-2', new Promise((done) => setTimeout(done, 300)))"
    chromium.visit(path, ["1", go], pictures=pictures)
    for picture in pictures:
        image = QImage(str(picture))
        colours = {image.pixelColor(x, 400).name() for x in range(200, 500)}
        reds = [each for each in colours if int(each[1:3], 16) > 200 > int(each[5:7], 16)]
        assert reds, "there is no hatch"
        assert len(colours) > 2


@pytest.mark.parametrize("paper", ["a4", "16:9", "letter-portrait"])
def test_of_a_text_beyond_all_room_as_much_stands_as_fits(job_of, start, paper):
    paragraph = "Palabras que se leen en la reunión del gabinete. " * 60
    step = StoryStep("Largo", WEST, FEW, f"{paragraph}\n\n{paragraph}\n\nFinal")
    job = job_of(start, Story("a", (step,))).resized(layout_options(paper_layout(paper), 90.0))
    sheet = job.sheet(0)
    told = [text for text in sheet.texts if text.role is Role.TOLD]
    assert told[-1].block.lines[-1].endswith("…")
    foot = min(text.rect.top() for text in sheet.texts if text.role is Role.SOURCES)
    line = told[-1].block.height / len(told[-1].block.lines)
    assert 0 < foot - told[-1].rect.bottom() < 3 * line
    assert job.remarks(0, sheet) == [
        "página 1: el texto es demasiado largo y se cortó; acórtelo o divídalo"
    ]
    assert job.notes(0, sheet)[:3] == [paragraph.strip(), paragraph.strip(), "Final"]


def test_a_text_that_ends_with_a_paragraph_is_told_to_be_cut(job_of, start):
    step = StoryStep("Largo", WEST, FEW, "\n".join(["Un renglón"] * 300))
    sheet = job_of(start, Story("a", (step,))).sheet(0)
    told = [text for text in sheet.texts if text.role is Role.TOLD]
    assert len(told) < 300
    assert told[-1].words == "Un renglón …"
    assert all(text.block.whole for text in told)


def test_what_is_cut_is_told_to_whoever_exports(job_of, start, tmp_path):
    steps = (
        StoryStep("Corto", WEST, FEW, "Breve"),
        StoryStep("W" * LONGEST_TITLE, WEST, FEW, "x" * 10_000),
    )
    job = job_of(start, Story("a", steps))
    for name in ("a.pdf", "a.pptx", "a.png"):
        first, *others = write_atlas(tmp_path / name, job)
        assert first.notes == (
            "página 2: el título es demasiado largo y se cortó; acórtelo",
            "página 2: el texto es demasiado largo y se cortó; acórtelo o divídalo",
        )
        assert not any(report.notes for report in others)
    (report,) = write_atlas(tmp_path / "a.html", job)
    assert report.notes == ()


def test_slides_hold_notes_of_any_length_that_can_be_typed(job_of, start, tmp_path):
    step = StoryStep("Uno", WEST, FEW, "", "n" * (LONGEST_TEXT - 3) + "fin")
    write_atlas(tmp_path / "a.pptx", job_of(start, Story("a", (step,))))
    (slide,) = Presentation(str(tmp_path / "a.pptx")).slides
    assert step.notes in slide.notes_slide.notes_text_frame.text
