"""On a page of any size nothing overlaps, nothing is cut, and the map shows what it should."""

from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.exports.options import MOST_DPI, PageOptions, usual_dpi
from app.exports.page_layout import labels_text, lay_out_page
from app.furniture.legend import Fullness
from geodata.projection import point_to_map
from layers.areas import find_area
from layers.texts import Texts

LONG = "Programas de seguridad en los municipios del Plan El Salvador Seguro " * 6

SIZES = [(400, 300), (1280, 800), (1920, 1080), (3508, 2480), (2480, 3508), (8000, 6000)]


def assert_sound(layout):
    boxes = [(name, rect) for name, rect in layout.boxes() if not rect.isEmpty()]
    for name, rect in boxes:
        assert rect.left() >= -0.01, name
        assert rect.top() >= -0.01, name
        assert rect.right() <= layout.width + 0.01, name
        assert rect.bottom() <= layout.height + 0.01, name
    for (name, rect), (other, place) in combinations(boxes, 2):
        shared = rect.intersected(place)
        assert shared.width() < 0.01 or shared.height() < 0.01, f"{name} on {other}"


def contains(outer, inner):
    slack = 1.0
    return (
        outer[0] <= inner[0] + slack
        and outer[1] <= inner[1] + slack
        and outer[2] >= inner[2] - slack
        and outer[3] >= inner[3] - slack
    )


@given(
    width=st.integers(400, 8000),
    height=st.integers(300, 6000),
    dpi=st.floats(48, 1200),
    language=st.sampled_from(["en", "es"]),
    title=st.sampled_from(["", "Map", LONG, "W" * 300, "😀 ñandú"]),
    area=st.sampled_from(["", "Santa Ana", "San Salvador Centro", "Morazán"]),
)
@example(400, 300, 96.0, "es", LONG, "")
@example(400, 300, 1200.0, "en", "", "")
@example(8000, 300, 96.0, "en", "", "")
@example(7832, 300, 119.0, "en", "W" * 300, "")
@example(400, 6000, 96.0, "es", LONG, "Santa Ana")
@settings(deadline=None, max_examples=80)
def test_nothing_overlaps_or_leaves_the_page(
    scene_of, data, width, height, dpi, language, title, area
):
    texts = Texts(language)
    found = find_area(data, area, texts) if area else None
    scene = scene_of(language, "light", title)
    bounds = found.bounds if found else None
    layout = lay_out_page(scene, PageOptions(width, height, dpi, bounds, area), texts)
    assert_sound(layout)
    assert contains(layout.body.view.bounds, bounds or scene.home)
    assert contains(scene.limit, layout.body.view.bounds)
    assert layout.width * layout.pixel_ratio == pytest.approx(width)
    assert layout.height * layout.pixel_ratio == pytest.approx(height)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_usual_sizes_have_every_part(scene_of, width, height, language):
    dpi = 300.0 if width in (2480, 3508) else 96.0
    options = PageOptions(width, height, dpi)
    layout = lay_out_page(scene_of(language), options, Texts(language))
    assert {name for name, _ in layout.boxes()} >= {
        "title",
        "subtitle",
        "map",
        "legend",
        "scale bar",
        "north arrow",
        "honesty",
        "made_with",
        "sources",
    }
    assert not layout.body.legend_left_out
    assert layout.sources.block.whole
    assert (layout.body.legend.fullness is Fullness.BRIEF) == (width == 400)
    # The map is what a page is for.
    share = layout.body.map.width() * layout.body.map.height() / (layout.width * layout.height)
    assert share > (0.3 if width == 400 else 0.45)


def test_dpi_makes_letters_and_symbols_larger_not_the_page(scene, texts):
    plain = lay_out_page(scene, PageOptions(3508, 2480, 96), texts)
    fine = lay_out_page(scene, PageOptions(3508, 2480, 300), texts)
    assert (plain.pixel_ratio, fine.pixel_ratio) == (1.0, 3.125)
    assert fine.width == pytest.approx(3508 / 3.125)


def test_a_resolution_beyond_the_pixels_is_lowered(scene, texts):
    layout = lay_out_page(scene, PageOptions(400, 300, 1200), texts)
    assert layout.width >= 300
    assert layout.pixel_ratio < 1200 / 96


def test_the_area_is_in_the_middle_of_the_map(scene, data, texts):
    for name in ("Santa Ana", "Usulután", "Zacatecoluca"):
        area = find_area(data, name, texts)
        layout = lay_out_page(scene, PageOptions(1280, 800, area=area.bounds), texts)
        view = layout.body.view
        middle = [(area.bounds[n] + area.bounds[n + 2]) / 2 for n in (0, 1)]
        assert view.point_to_screen(*middle) == pytest.approx((view.width / 2, view.height / 2))
        assert layout.body.inset is not None


def test_the_whole_country_needs_no_inset(scene, texts):
    layout = lay_out_page(scene, PageOptions(), texts)
    assert layout.body.inset is None
    x, y = point_to_map(-88.9, 13.7)
    column, row = layout.body.view.point_to_screen(x, y)
    assert 0 < column < layout.body.view.width
    assert 0 < row < layout.body.view.height


def test_long_titles_are_cut_after_two_lines(scene_of, texts):
    layout = lay_out_page(scene_of("en", "light", LONG), PageOptions(800, 600), texts)
    assert len(layout.title.block.lines) == 2
    assert layout.title.block.lines[1].endswith("…")


def test_the_number_of_hidden_labels_has_its_words():
    texts = Texts("en")
    assert labels_text(0, texts) == ""
    assert labels_text(1, texts) == "1 label left out for lack of space"
    assert labels_text(1234, texts) == "1,234 labels left out for lack of space"


def test_the_frame_lies_between_pixels(scene, texts):
    for dpi in (96, 120, 300):
        layout = lay_out_page(scene, PageOptions(3000, 2000, dpi), texts)
        frame = layout.body.map
        for edge in (frame.left(), frame.top()):
            assert edge * layout.pixel_ratio == pytest.approx(round(edge * layout.pixel_ratio))


def test_large_pictures_look_like_usual_ones_unless_told_otherwise():
    assert usual_dpi(1920, 1080) == 96
    assert usual_dpi(400, 300) == 96
    assert usual_dpi(3840, 2160) == pytest.approx(192)
    assert usual_dpi(30_000, 30_000) == MOST_DPI


def test_no_text_of_the_legend_is_cut_at_usual_sizes(scene_of):
    for language in ("en", "es"):
        for width, height in SIZES[1:]:
            options = PageOptions(width, height, usual_dpi(width, height))
            legend = lay_out_page(scene_of(language), options, Texts(language)).body.legend
            assert all(row.text.whole for row in legend.rows)
