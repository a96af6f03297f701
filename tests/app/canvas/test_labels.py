"""Names: none over another, none over the symbol of a program, none cut; and in good places."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.canvas.renderer import Renderer
from geodata.geometry import Family, from_points
from layers.builtin_map import builtin_map
from layers.markers import casing_width
from layers.scene_builder import SceneBuilder
from layers.style import LabelStyle
from layers.texts import Texts
from layers.view import fit
from tests.app.canvas.drawing import (
    BLUE,
    VIEW,
    WHITE,
    box,
    drawing_of,
    fill,
    line,
    marker,
    picture,
    rgb,
    scene_layer,
    scene_with,
)

pytestmark = pytest.mark.usefixtures("fonts")

PLAIN = LabelStyle(size=12, color="#0000ff", halo=None)


@pytest.fixture(scope="module")
def full_scene(data, fonts):
    """Every layer of the built-in map switched on, names of points at every scale."""
    state = builtin_map(data)
    layers = []
    for layer in state.layers:
        label = layer.style.label and replace(layer.style.label, min_scale=None)
        layers.append(replace(layer, visible=True, style=replace(layer.style, label=label)))
    state = replace(state, layers=tuple(layers))
    return SceneBuilder(data).build(state, Texts("es"))


def overlap(one, other):
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def program_symbols(scene, view):
    """Return the boxes of the symbols of programs with their casings."""
    boxes = []
    for layer in scene.layers:
        program = layer.group == "programs" and layer.id == layer.layer_id
        if layer.family is not Family.POINT or not program or not layer.shown_at(view.scale):
            continue
        points = view.to_screen(layer.label_points)
        points = points if layer.offsets is None else points + layer.offsets
        for row in np.flatnonzero(layer.geometry.placed & (layer.symbol_of >= 0)):
            symbol = layer.symbols[layer.symbol_of[row]]
            reach = symbol.size / 2 + casing_width(symbol)
            x, y = points[row]
            boxes.append((x - reach, y - reach, x + reach, y + reach))
    return boxes


def assert_in_order(report, scene, view):
    boxes = [label.box for label in report.labels]
    for place, one in enumerate(boxes):
        assert not any(overlap(one, other) for other in boxes[place + 1 :])
    symbols = program_symbols(scene, view)
    assert not any(overlap(one, symbol) for one in boxes for symbol in symbols)
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= view.width
        assert bottom <= view.height


# ------------------------------------------------------------------------------ what never happens


@settings(max_examples=40, deadline=None)
@given(
    x=st.floats(0, 1),
    y=st.floats(0, 1),
    closer=st.floats(0.3, 40),
    width=st.integers(120, 1300),
    height=st.integers(100, 900),
)
def test_names_never_overlap_wherever_one_looks(full_scene, x, y, closer, width, height):
    home = full_scene.home
    view = fit(home, width, height)
    view = replace(
        view,
        x=home[0] + x * (home[2] - home[0]),
        y=home[1] + y * (home[3] - home[1]),
        resolution=view.resolution / closer,
    )
    assert_in_order(drawing_of(full_scene, view).report, full_scene, view)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    places=st.lists(
        st.tuples(st.integers(-110, 110), st.integers(-90, 90)), min_size=1, max_size=40
    ),
    sizes=st.lists(st.sampled_from([8, 12, 19, 40]), min_size=1, max_size=3),
)
def test_names_of_any_points_never_overlap(places, sizes):
    scene = scene_with(
        *(
            scene_layer(
                places,
                marker(size=size),
                labels=[f"Name {number} of {size}" for number in range(len(places))],
                label_style=replace(PLAIN, size=size),
                group="programs",
            )
            for size in sizes
        )
    )
    report = drawing_of(scene).report
    assert_in_order(report, scene, VIEW)
    seen = sum(-100 <= x <= 100 and -80 <= y <= 80 for x, y in places) * len(sizes)
    # The same name on nearly the same place is written once; all else is written or counted.
    assert report.labels_placed + report.labels_hidden <= seen


def test_ink_stays_in_the_boxes_that_are_reported():
    style = LabelStyle(size=13, bold=True, color="#0000ff", halo="#ff0000", halo_width=1.4)
    areas = [box(-90, 0, 0, 70), box(0, 0, 90, 70), box(-90, -70, 90, 0)]
    names = ["Ágil yg", "Ñandú", "Bajo\u0302 quipu"]
    layer = scene_layer(areas, fill(WHITE), labels=names, label_style=style)
    drawing = drawing_of(scene_with(layer))
    pixels = rgb(drawing.image)
    assert drawing.report.labels_placed == 3
    outside = np.ones(pixels.shape[:2], dtype=bool)
    for label in drawing.report.labels:
        left, top, right, bottom = label.box
        outside[int(top) - 1 : int(bottom) + 2, int(left) - 1 : int(right) + 2] = False
        inside = pixels[int(top) : int(bottom) + 1, int(left) : int(right) + 1]
        assert (np.abs(inside - BLUE).max(axis=-1) < 90).any()
    assert (pixels[outside] == 255).all()


# ------------------------------------------------------------------------------ areas


def names_of(report):
    return {label.feature_id: " ".join(label.lines) for label in report.labels}


def test_a_name_stands_inside_its_area():
    shape = shapely.Polygon([(-90, -70), (90, -70), (90, -30), (-40, -30), (-40, 70), (-90, 70)])
    layer = scene_layer([shape], fill(), labels=["Corner"], label_style=PLAIN)
    (label,) = drawing_of(scene_with(layer)).report.labels
    left, top, right, bottom = label.box
    corners = [VIEW.point_to_map(x, y) for x in (left, right) for y in (top, bottom)]
    assert all(shape.contains(shapely.Point(corner)) for corner in corners)


def test_a_long_name_is_broken_where_the_area_is_narrow():
    narrow, wide = box(-30, -70, 30, 70), box(-90, -70, 90, 70)
    for shape, lines in ((narrow, 3), (wide, 1)):
        layer = scene_layer([shape], fill(), labels=["La Libertad Norte"], label_style=PLAIN)
        (label,) = drawing_of(scene_with(layer)).report.labels
        assert len(label.lines) == lines
        assert " ".join(label.lines) == "La Libertad Norte"


def test_a_name_makes_way_for_symbols_inside_its_area():
    area = scene_layer([box(-90, -70, 90, 70)], fill(), labels=["Sonsonate"], label_style=PLAIN)
    unit = scene_layer([(0, 0)], marker(size=30), group="programs")
    scene = scene_with(area, unit)
    report = drawing_of(scene).report
    assert report.labels_placed == 1
    assert_in_order(report, scene, VIEW)


def test_names_shun_boundaries_and_rings_but_stand_on_them_if_need_be():
    area = scene_layer([box(-90, -70, 90, 70)], fill(), labels=["Cabañas"], label_style=PLAIN)
    ring = scene_layer([(0, 0)], marker("ring", size=14), group="areas")
    river = scene_layer([shapely.LineString([(-90, 8), (90, -4)])], line(), group="base")
    (label,) = drawing_of(scene_with(area, ring, river)).report.labels
    _, top, _, bottom = label.box
    assert bottom < 72 or top > 84
    tiny = scene_layer([box(-32, -9, 32, 9)], fill(), labels=["Cabañas"], label_style=PLAIN)
    assert drawing_of(scene_with(tiny, ring, river)).report.labels_placed == 1


def test_the_name_of_an_area_stands_in_the_part_that_is_seen():
    shape = box(-900, -900, -20, 900)
    layer = scene_layer([shape], fill(), labels=["Usulután"], label_style=PLAIN)
    (label,) = drawing_of(scene_with(layer)).report.labels
    left, top, right, bottom = label.box
    assert (left + right) / 2 == pytest.approx(40, abs=12)
    assert (top + bottom) / 2 == pytest.approx(80, abs=12)
    assert right < 80


def test_the_name_of_an_area_of_which_hardly_anything_is_seen_is_left_out():
    layer = scene_layer([box(-900, -900, -95, 900)], fill(), labels=["Usulután"], label_style=PLAIN)
    report = drawing_of(scene_with(layer)).report
    assert (report.labels_placed, report.labels_hidden) == (0, 1)


def test_an_area_out_of_view_has_no_name_and_hides_none():
    layer = scene_layer([box(300, 300, 900, 900)], fill(), labels=["Usulután"], label_style=PLAIN)
    report = drawing_of(scene_with(layer)).report
    assert (report.labels_placed, report.labels_hidden) == (0, 0)


def test_a_whole_whose_parts_are_named_needs_no_name():
    parts = [box(-90, -70, 0, 70), box(0, -70, 90, 70)]
    whole = scene_layer(
        [box(-90, -70, 90, 70)], fill(), labels=["Whole"], label_style=replace(PLAIN, size=8)
    )
    named = scene_layer(
        parts, fill(), labels=["West", "East"], label_style=replace(PLAIN, priority=9)
    )
    report = drawing_of(scene_with(whole, named)).report
    assert sorted(names_of(report).values()) == ["East", "West"]
    assert report.labels_hidden == 0
    assert drawing_of(scene_with(whole)).report.labels_placed == 1


def test_capitals_are_written_in_capitals_accents_and_all():
    style = replace(PLAIN, capitals=True)
    layer = scene_layer([box(-90, -70, 90, 70)], fill(), labels=["Cuscatlán"], label_style=style)
    (label,) = drawing_of(scene_with(layer)).report.labels
    assert label.lines == ("CUSCATLÁN",)


# ------------------------------------------------------------------------------ points and lines


def test_the_name_of_a_point_stands_right_of_it_where_there_is_room():
    layer = scene_layer([(-30, 0)], marker(size=10), labels=["Izalco"], label_style=PLAIN)
    (label,) = drawing_of(scene_with(layer)).report.labels
    left, top, _, bottom = label.box
    assert 75 < left < 80
    assert (top + bottom) / 2 == pytest.approx(80, abs=1)


def test_the_name_of_a_point_at_the_edge_stands_on_the_other_side():
    layer = scene_layer([(92, 0)], marker(size=10), labels=["Izalco"], label_style=PLAIN)
    (label,) = drawing_of(scene_with(layer)).report.labels
    assert label.box[2] < 190


def test_the_name_of_a_town_under_symbols_stands_beside_them():
    town = scene_layer([(0, 0)], marker("circle", size=4), labels=["Apopa"], label_style=PLAIN)
    offsets = np.array([[-9.0, 0.0], [9.0, 0.0]])
    units = scene_layer([(0, 0), (0, 0)], marker(size=16), group="programs", offsets=offsets)
    scene = scene_with(town, units)
    report = drawing_of(scene).report
    assert report.labels_placed == 1
    assert_in_order(report, scene, VIEW)
    assert report.labels[0].box[0] == pytest.approx(100 + 9 + 8 + 1.5 + 0.5, abs=1)


def test_a_name_that_several_layers_know_is_written_once():
    towns = scene_layer([(0, 0)], marker(size=5), labels=["Apopa"], label_style=PLAIN)
    seats = scene_layer([(3, 2)], marker(size=5), labels=["APOPA"], label_style=PLAIN)
    report = drawing_of(scene_with(towns, seats)).report
    assert (report.labels_placed, report.labels_hidden) == (1, 0)


def test_far_from_each_other_the_same_name_is_written_twice():
    layer = scene_layer(
        [(-60, 40), (60, -40)], marker(size=5), labels=["San José"] * 2, label_style=PLAIN
    )
    assert drawing_of(scene_with(layer)).report.labels_placed == 2


def test_the_name_of_a_line_stands_on_its_longest_piece_in_view():
    river = shapely.LineString([(-900, 50), (20, 50), (20, 900)])
    layer = scene_layer([river], line(), labels=["Lempa"], label_style=PLAIN)
    (label,) = drawing_of(scene_with(layer)).report.labels
    left, top, right, bottom = label.box
    assert (left + right) / 2 == pytest.approx(75, abs=20)
    assert (top + bottom) / 2 == pytest.approx(30, abs=2)


# ------------------------------------------------------------------------------ which come first


def test_names_of_a_higher_priority_are_placed_first():
    low = scene_layer([box(-40, -12, 40, 12)], fill(), labels=["Lowly"], label_style=PLAIN)
    high = scene_layer(
        [(0, 0)], marker(size=5), labels=["Highly placed"], label_style=replace(PLAIN, priority=5)
    )
    for layers in ((low, high), (high, low)):
        report = drawing_of(scene_with(*layers)).report
        assert report.labels[0].lines == ("Highly placed",)


def test_larger_areas_and_places_of_more_people_come_first():
    areas = [box(-90, -70, -60, -40), box(-50, -70, 90, 70)]
    layer = scene_layer(areas, fill(), labels=["Bo", "Al"], label_style=PLAIN)
    assert [label.lines for label in drawing_of(scene_with(layer)).report.labels] == [
        ("Al",),
        ("Bo",),
    ]
    towns = scene_layer([(-50, 0), (50, 0)], marker(size=4), labels=["Bo", "Al"], label_style=PLAIN)
    people = {"population": np.array([10, 2000])}
    towns = replace(towns, table=replace(towns.table, columns=people))
    assert [label.lines for label in drawing_of(scene_with(towns)).report.labels] == [
        ("Al",),
        ("Bo",),
    ]


def test_names_that_find_no_room_are_counted():
    places = [(x, y) for x in range(-20, 21, 4) for y in range(-20, 21, 4)]
    names = [f"Place number {number}" for number in range(len(places))]
    layer = scene_layer(places, marker(size=4), labels=names, label_style=PLAIN)
    report = drawing_of(scene_with(layer)).report
    assert report.labels_placed > 3
    assert report.labels_placed + report.labels_hidden == len(places)


def test_names_are_written_only_close_enough():
    style = replace(PLAIN, min_scale=3000)
    layer = scene_layer([(0, 0)], marker(size=4), labels=["Apopa"], label_style=style)
    report = drawing_of(scene_with(layer)).report
    assert (report.labels_placed, report.labels_hidden) == (0, 0)
    near = replace(VIEW, resolution=0.5)
    assert drawing_of(scene_with(layer), near).report.labels_placed == 1


@pytest.mark.parametrize("value", [None, "", "   ", "\t\n", float("nan"), "\u200b"])
def test_features_without_a_name_have_none(value):
    layer = scene_layer([box(-90, -70, 90, 70)], fill(), labels=[value], label_style=PLAIN)
    report = drawing_of(scene_with(layer)).report
    assert (report.labels_placed, report.labels_hidden) == (0, 0)


def test_numbers_can_be_written_too():
    layer = scene_layer([(0, 0)], marker(size=4), labels=[42], label_style=PLAIN)
    assert names_of(drawing_of(scene_with(layer)).report) == {"f0": "42"}


# ------------------------------------------------------------------------------ the view around


def test_nothing_is_written_where_it_is_to_be_kept_clear():
    layer = scene_layer([box(-90, -70, 90, 70)], fill(), labels=["Pacific"], label_style=PLAIN)
    legend = (0.0, 60.0, 200.0, 160.0)
    (label,) = drawing_of(scene_with(layer), keep_clear=[legend]).report.labels
    assert not overlap(label.box, legend)


@settings(max_examples=15, deadline=None)
@given(st.floats(0.5, 8), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_no_name_is_cut_by_the_edge_of_what_is_seen_first(full_scene, closer, right, up):
    core = fit(full_scene.home, 500, 320)
    core = replace(core, resolution=core.resolution / closer).panned(500 * right, 320 * up)
    view = replace(core, width=700, height=448)
    report = drawing_of(full_scene, view, core=core).report
    assert_in_order(report, full_scene, view)
    left, top = (700 - 500) / 2, (448 - 320) / 2
    for label in report.labels:
        inside = (
            label.box[0] >= left - 1e-6
            and label.box[1] >= top - 1e-6
            and label.box[2] <= left + 500 + 1e-6
            and label.box[3] <= top + 320 + 1e-6
        )
        assert inside or not overlap(label.box, (left, top, left + 500, top + 320))


def test_names_hidden_in_the_margin_do_not_count():
    core = VIEW
    view = replace(VIEW, width=400, height=320)
    places = [(130 + x, y) for x in range(0, 20, 2) for y in range(0, 20, 2)]
    names = [f"Number {number}" for number in range(len(places))]
    layer = scene_layer(places, marker(size=4), labels=names, label_style=PLAIN)
    assert drawing_of(scene_with(layer), view, core=core).report.labels_hidden == 0
    assert drawing_of(scene_with(layer), view).report.labels_hidden > 50


def test_names_stay_where_they_are_on_the_map_when_it_is_moved(scene):
    view = fit(scene.home, 900, 560)
    moved = view.panned(-30, 20)
    before, after = (drawing_of(scene, each).report.labels for each in (view, moved))
    # Of areas that are seen whole in both; what is seen of the others changes.
    areas = {label.feature_id: label.box for label in before if label.layer_id == "delegations"}
    kept = [
        label for label in after if label.layer_id == "delegations" and label.feature_id in areas
    ]
    assert len(kept) > 10
    same = sum(
        np.allclose(np.add(label.box, (30, -20, 30, -20)), areas[label.feature_id], atol=0.01)
        for label in kept
    )
    assert same >= len(kept) - 1


def test_names_are_placed_alike_every_time(full_scene):
    view = fit(full_scene.home, 800, 500)
    renderer = Renderer()
    reports = [
        drawing_of(full_scene, view, each).report for each in (renderer, renderer, Renderer())
    ]
    assert reports[0] == reports[1] == reports[2]


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_names_stand_at_the_same_places_at_every_pixel_ratio(scene, ratio):
    view = fit(scene.home, 700, 440)
    plain = drawing_of(scene, view).report.labels
    fine = drawing_of(scene, replace(view, pixel_ratio=ratio)).report.labels
    assert [label.feature_id for label in plain] == [label.feature_id for label in fine]
    for one, other in zip(plain, fine, strict=True):
        assert np.allclose(one.box, other.box, atol=4.1)


def test_names_are_as_transparent_as_their_layer():
    style = LabelStyle(size=30, bold=True, color="#0000ff", halo=None)
    solid = scene_layer([box(-90, -70, 90, 70)], fill(WHITE), labels=["HHH"], label_style=style)
    darkest = [
        picture(scene_with(replace(solid, opacity=opacity)))[:, :, 0].min()
        for opacity in (1.0, 0.5)
    ]
    assert darkest[0] < 10
    assert darkest[1] == pytest.approx(128, abs=8)


def test_the_home_view_names_every_area_with_room_for_it(scene):
    report = drawing_of(scene, fit(scene.home, 1280, 800)).report
    delegations = {label.feature_id for label in report.labels if label.layer_id == "delegations"}
    assert len(delegations) >= 15
    assert {"HN", "GT"} <= {label.feature_id for label in report.labels}


def test_of_a_hundred_thousand_names_those_are_tried_that_may_find_room():
    places = np.random.default_rng(5).uniform(-400, 400, (100_000, 2))
    names = [f"Name {number}" for number in range(len(places))]
    layer = scene_layer(
        from_points(places),
        marker(size=4),
        labels=names,
        label_style=PLAIN,
        label_points=places,
    )
    report = drawing_of(scene_with(layer)).report
    seen = int(((np.abs(places) <= (100, 80)).all(axis=1)).sum())
    assert report.labels_placed + report.labels_hidden == seen
