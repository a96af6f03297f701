"""The logo of a layout stands on every page, slide and step of maps, atlases and stories."""

import base64
import re
from dataclasses import replace
from itertools import combinations

import pytest
from pptx import Presentation
from PySide6.QtGui import QImage

from app.exports.atlas_export import write_atlas
from app.exports.atlas_job import AtlasJob
from app.exports.logo import checked_logo
from app.exports.map_job import MapJob
from app.exports.options import layout_options
from app.exports.story_job import StoryJob
from layers.atlas_pages import build_atlas
from layers.atlas_scene import atlas_state
from layers.builtin_map import builtin_map
from layers.layouts import paper_layout
from layers.scene_builder import SceneBuilder
from layers.story import Story, StoryStep
from layers.story_leaving import leaving_story
from layers.texts import Texts
from tests.app.exports.test_logo import PLAIN, png

TEXTS = Texts("es")
LONG = "Programas de seguridad y delegaciones policiales de El Salvador " * 3


def map_job(data, options):
    state = replace(builtin_map(data), title=LONG)
    return MapJob(SceneBuilder(data).build(state, TEXTS), options, TEXTS)


def story_job(data, options):
    state, builder = builtin_map(data), SceneBuilder(data)
    home = builder.build(state, TEXTS).home
    story = Story("Informe", (StoryStep(LONG, home, None, "Para el público", ""),))
    made = leaving_story(state, builder, story, TEXTS, "light", include_internal=False)
    return StoryJob(made, options, TEXTS)


def atlas_job(data, options):
    builder, state = SceneBuilder(data), atlas_state(builtin_map(data), "delegations")
    atlas = build_atlas(state, builder, "delegations", TEXTS)
    atlas = replace(atlas, pages=atlas.pages[:1])
    return AtlasJob(atlas, builder.build(state, TEXTS), options, TEXTS)


@pytest.fixture(scope="module", params=[map_job, story_job, atlas_job])
def job(request, data, fonts):
    options = layout_options(paper_layout("a4"), 96.0)
    logo = checked_logo(PLAIN)
    return request.param(data, replace(options, logo=logo, without=("scale bar",)))


def test_it_stands_on_nothing_else(job):
    for number in range(job.count):
        sheet = job.sheet(number)
        boxes = [each for each in sheet.boxes() if not each[1].isEmpty()]
        assert "logo" in dict(boxes)
        for (name, rect), (other, place) in combinations(boxes, 2):
            shared = rect.intersected(place)
            assert shared.width() < 0.01 or shared.height() < 0.01, f"{name} on {other}"


@pytest.mark.parametrize("content", [PLAIN, png(400, 200, "#d55e00")])
def test_slides_and_pages_show_it(job, tmp_path, content):
    job = replace(job, options=replace(job.options, logo=checked_logo(content)))
    write_atlas(tmp_path / "a.png", job)
    write_atlas(tmp_path / "a.pptx", job)
    slides = Presentation(str(tmp_path / "a.pptx")).slides
    for number, slide in enumerate(slides):
        (shape,) = [each for each in slide.shapes if each.name == "Logotipo"]
        title = slide.shapes.title
        assert title.left + title.width <= shape.left
        assert shape.width == pytest.approx(2 * shape.height, rel=0.01)
        picture = QImage.fromData(shape.image.blob)
        page = QImage(str(tmp_path / f"a-{number + 1:02}.png"))
        place = job.sheet(number).logo_rect.center()
        for image, x, y in (
            (picture, picture.width() // 2, picture.height() // 2),
            (page, int(place.x()), int(place.y())),
        ):
            assert image.pixelColor(x, y).name() == "#d55e00"


def test_slides_leave_out_what_the_layout_leaves_out(job):
    sheet = job.resized(layout_options(paper_layout("16:9"), 200.0)).sheet(0)
    assert sheet.body.scale_bar is None
    assert sheet.pixel_ratio == pytest.approx(200.0 / 96.0)


@pytest.mark.parametrize("content", [PLAIN, png(400, 200, "#d55e00")])
def test_a_page_of_steps_holds_it_once_and_shows_it_in_every_step(job, tmp_path, content):
    path = tmp_path / "a.html"
    write_atlas(path, replace(job, options=replace(job.options, logo=checked_logo(content))))
    page = path.read_text("utf-8")
    (kept,) = re.findall(r'<image id="logo" [^>]*href="data:image/png;base64,([^"]+)"/>', page)
    picture = QImage.fromData(base64.b64decode(kept))
    assert picture.width() == 2 * picture.height()
    assert picture.pixelColor(picture.width() // 2, picture.height() // 2).name() == "#d55e00"
    headers = re.findall(r"<header>(.*?)</header>", page)
    assert len(headers) == job.count
    assert all('aria-label="Logotipo"' in each and 'href="#logo"' in each for each in headers)
