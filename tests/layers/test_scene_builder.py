"""From documents to scenes."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
import shapely

from geodata.geometry import Family, from_shapely
from geodata.municipality_match import MatchReport
from geodata.official_areas import OfficialAreas
from layers.builtin_map import LINES_OF, builtin_map
from layers.dark import dark_colour, dark_symbol
from layers.document import Placement
from layers.legend import SURE
from layers.oklab import to_lab
from layers.ramps import ramp_of
from layers.scene_builder import SceneBuilder
from layers.style import (
    Graduated,
    PointSymbol,
    PolygonSymbol,
    Proportional,
    Single,
    Stroke,
    Style,
)
from layers.texts import Texts

EN, ES = Texts("en"), Texts("es")


@pytest.fixture
def builder(data):
    return SceneBuilder(data)


@pytest.fixture
def state(data):
    return builtin_map(data)


def changed(state, layer_id, **more):
    return state.with_layer(replace(state.layer(layer_id), **more))


def test_visible_layers_are_shown_from_bottom_to_top(builder, state):
    scene = builder.build(state, EN)
    shown = [layer.id for layer in scene.layers if layer.id == layer.layer_id]
    assert shown == [layer.id for layer in state.layers if layer.visible]
    assert "towns" not in shown
    with pytest.raises(KeyError):
        scene.layer("towns")


def test_coordinates_are_metres_and_inside_the_limit(builder, state):
    scene = builder.build(state, EN)
    min_x, min_y, max_x, max_y = scene.limit
    for layer in scene.layers:
        bounds = layer.geometry.total_bounds()
        if bounds is not None and layer.group != "base":
            assert min_x <= bounds[0]
            assert bounds[3] <= max_y
    assert scene.home[0] > min_x
    assert scene.home[2] < max_x
    assert scene.home[1] > min_y


def test_a_layer_that_did_not_change_is_the_same_object(builder, state):
    before = builder.build(state, EN)
    faded = builder.build(changed(state, "lakes", opacity=0.5), EN)
    for layer in before.layers:
        if layer.layer_id != "lakes":
            assert faded.layer(layer.id) is layer
    assert faded.layer("lakes").opacity == 0.5
    assert faded.layer("lakes").geometry is before.layer("lakes").geometry


def test_geometry_is_projected_once_for_both_languages_and_themes(builder, state):
    english, spanish = builder.build(state, EN), builder.build(state, ES, "dark")
    for layer in english.layers:
        assert spanish.layer(layer.id).geometry is layer.geometry


def test_both_languages_are_spoken(builder, state):
    english, spanish = builder.build(state, EN), builder.build(state, ES)
    assert (english.language, spanish.language) == ("en", "es")
    assert english.layer("border-points").name == "Border inspection points"
    assert spanish.layer("border-points").name != "Border inspection points"
    assert "Pacific Ocean" in english.layer("sea").labels.tolist()
    assert "Océano Pacífico" in spanish.layer("sea").labels.tolist()
    assert english.title != spanish.title
    assert {section.name for section in english.legend} != {
        section.name for section in spanish.legend
    }


def test_the_planners_title_stands_in_both_languages(builder, state):
    titled = replace(state, title="Plan 2019")
    assert builder.build(titled, ES).title == "Plan 2019"


def test_boundaries_are_lines_of_their_own(builder, state):
    scene = builder.build(state, EN)
    lines = scene.layer("delegations/lines")
    assert lines.family is Family.LINE
    assert not lines.interactive
    assert scene.layer("delegations").interactive
    hidden = builder.build(changed(state, "delegations", visible=False), EN)
    assert not any(layer.layer_id == "delegations" for layer in hidden.layers)
    assert set(LINES_OF) == {"delegations", "departments"}


def test_places_that_are_not_sure_have_hollow_symbols(builder, state):
    scene = builder.build(state, EN)
    layer = scene.layer("anti-extortion-units")
    bases = layer.table.columns["position_basis"]
    for row in np.flatnonzero(layer.geometry.placed):
        symbol = layer.symbols[layer.symbol_of[row]]
        assert isinstance(symbol, PointSymbol)
        assert symbol.hollow == (bases[row] in ("inferred", "unverified", "user"))
    assert {"inferred"} <= set(bases[layer.geometry.placed])


def test_areas_where_stations_may_be_are_shown_when_asked_for(builder, state):
    scene = builder.build(changed(state, "model-precincts", possible_areas=True), EN)
    place = [layer.id for layer in scene.layers].index("model-precincts/possible")
    assert scene.layers[place + 1].id == "model-precincts"
    possible = scene.layers[place]
    assert possible.drawn_count == 50
    assert set(possible.symbol_names) == {"Stations may be here; none is listed"}
    assert "Stations may be here; none is listed" in {
        entry.text for section in scene.legend for entry in section.entries
    }
    assert not any(layer.id.endswith("/possible") for layer in builder.build(state, EN).layers)


def test_a_record_that_the_planner_placed_is_drawn_there_and_says_so(builder, state, data):
    table = data.table("plan-seguro-sectors")
    record = str(table.ids[0])
    place = Placement(-89.2, 13.7, "2026-01-31")
    placed = replace(state, placements=MappingProxyType({("plan-seguro-sectors", record): place}))
    layer = builder.build(placed, EN).layer("plan-seguro-sectors")
    assert layer.drawn_count == 1
    assert layer.symbols[layer.symbol_of[0]].hollow
    assert layer.table.value(0, "position_basis") == "user"
    assert "2026-01-31" in layer.table.text(0, "position_note", "es")
    # The data themselves stay as they are.
    assert table.placed_count == 0
    assert data.table("plan-seguro-sectors").value(0, "position_basis") == "not published"
    assert builder.build(state, EN).layer("plan-seguro-sectors").drawn_count == 0


def test_labels_can_be_switched_off(builder, state):
    scene = builder.build(changed(state, "delegations", labels=False), EN)
    assert scene.layer("delegations").label_style is None
    assert set(scene.layer("delegations").labels.tolist()) == {None}


def test_every_area_has_a_point_for_its_name_inside(builder, state):
    layer = builder.build(state, EN).layer("delegations")
    points = shapely.points(layer.label_points)
    assert shapely.contains(layer.geometry.to_shapely(), points).all()


def test_the_dark_scene_is_painted_dark(builder, state):
    light, dark = builder.build(state, EN), builder.build(state, EN, "dark")
    assert dark.theme == "dark"
    assert dark.background == dark_colour(light.background)
    for layer in light.layers:
        assert dark.layer(layer.id).symbols == tuple(map(dark_symbol, layer.symbols))
        assert (dark.layer(layer.id).symbol_of == layer.symbol_of).all()


def test_credits_name_each_source_of_what_is_drawn_once(builder, state):
    scene = builder.build(state, EN)
    shorts = [credit.short for credit in scene.credits]
    assert len(shorts) == len(set(shorts)) > 0
    assert all(credit.citation and credit.licence for credit in scene.credits)
    bare = replace(state, layers=tuple(replace(layer, visible=False) for layer in state.layers))
    assert builder.build(bare, EN).credits == ()
    assert builder.build(bare, EN).legend == ()
    assert builder.build(bare, EN).as_of == ""


def test_credits_name_the_file_that_official_areas_are_from(builder, state, data):
    tables = {"delegations": replace(data.table("delegations"))}
    tables["pbs-areas"] = replace(data.table("departments"))
    official = OfficialAreas("municipios.zip", tables, MatchReport("", "", (), (), (), 262))
    scene = builder.build(replace(state, boundaries=official), ES)
    credits_ = {credit.short: credit for credit in scene.credits}
    assert "municipios.zip" in credits_["municipios.zip"].citation
    assert credits_["municipios.zip"].licence == "la de municipios.zip"
    # No other layer that is shown has its lines from these.
    assert "GSHHG · Natural Earth · GeoNames" not in credits_
    assert "GSHHG · Natural Earth · GeoNames" in {
        each.short for each in builder.build(state, ES).credits
    }


def test_the_years_of_the_facts_shown(builder, state):
    first, last = builder.build(state, EN).as_of.split("-")
    assert 2000 < int(first) < int(last) < 2030


def test_names_of_drawn_features_only_are_counted(builder, state, data):
    for layer in builder.build(state, EN).layers:
        if layer.id == layer.layer_id:
            assert layer.drawn_count <= data.table(layer.id).placed_count


def proportional(state, layer_id, field, value):
    symbol = PointSymbol("circle", "#0072b2", 40)
    style = replace(state.layer(layer_id).style, renderer=Proportional(field, symbol, value))
    return changed(state, layer_id, style=style, visible=True)


def test_areas_bear_symbols_of_a_size_in_their_middle(builder, state):
    scene = builder.build(proportional(state, "departments", "homicides_2017", 1000.0), EN)
    areas, sizes = scene.layer("departments"), scene.layer("departments/sizes")
    assert (areas.family, sizes.family) == (Family.POLYGON, Family.POINT)
    assert sizes.layer_id == "departments"
    assert not sizes.interactive
    assert len(sizes.table) == sizes.drawn_count == 14
    for row, shape in enumerate(areas.geometry.to_shapely()):
        assert shape.contains(shapely.Point(sizes.geometry.coordinates[row]))
    counts = sizes.table.columns["homicides_2017"]
    drawn = np.array([sizes.symbols[place].size for place in sizes.symbol_of])
    assert drawn == pytest.approx(40 * np.sqrt(counts / 1000), rel=0.02)
    (section,) = [each for each in scene.legend if each.layer_id == "departments"]
    assert section.measure == "Homicides 2017"
    assert [entry.text for entry in section.entries if entry.nested] == ["1,000", "200", "50"]
    assert section.remarks[0] == "Source: PNC"


def test_what_is_approximate_stays_dashed_whatever_the_style_says(builder, state):
    solid = Style(Single(PolygonSymbol("#0072b2", Stroke("#000000", 2))))
    layer = builder.build(changed(state, "delegations", style=solid), EN).layer("delegations")
    dashed = [layer.symbols[place].stroke.dashed for place in layer.symbol_of]
    approximate = layer.table.columns["boundary"] == "approximate"
    assert dashed == approximate.tolist()
    assert 0 < sum(dashed) < len(dashed)


def test_sizes_of_places_that_are_not_sure_are_hollow(builder, state):
    numbered = Style(Proportional("number", PointSymbol("circle", "#0072b2", 30), 50.0))
    state = changed(state, "model-precincts", style=numbered)
    layer = builder.build(state, EN).layer("model-precincts")
    rows = np.flatnonzero(layer.geometry.placed)
    sure = np.isin(layer.table.columns["position_basis"][rows].astype(str), list(SURE))
    hollow = [layer.symbols[place].hollow for place in layer.symbol_of[rows]]
    assert hollow == (~sure).tolist()


def test_a_column_that_is_gone_is_told(builder, state):
    scene = builder.build(proportional(state, "departments", "no_such", 5.0), EN)
    (section,) = [each for each in scene.legend if each.layer_id == "departments"]
    assert "no_such" in section.remarks[0]


def test_areas_of_an_indicator_are_points_where_there_are_seats_only(builder, state):
    classes = Graduated(
        "illiteracy_rate_2007",
        (20.0, 90.0),
        (PolygonSymbol("#deebf7"), PolygonSymbol("#08519c")),
        PolygonSymbol("#eeeeee", hatch="#888888"),
    )
    layer = builder.build(
        changed(state, "municipalities", style=Style(classes), visible=True), EN
    ).layer("municipalities")
    assert layer.family is Family.POINT
    assert {symbol.color for symbol in layer.symbols[:2]} == {"#deebf7", "#08519c"}
    assert layer.drawn_count == 238


def test_markers_of_classes_keep_their_order_in_the_dark(builder, state):
    ramp = ramp_of("blues").colours(5, for_marks=True)
    symbols = tuple(PointSymbol("circle", colour, 9) for colour in ramp)
    classes = Graduated("illiteracy_rate_2007", (10.0, 20.0, 30.0, 40.0, 90.0), symbols)
    shown = changed(state, "municipalities", style=Style(classes), visible=True)
    layer = builder.build(shown, EN, "dark").layer("municipalities")
    lightness = [to_lab(symbol.color)[0] for symbol in layer.symbols]
    assert lightness == sorted(lightness)
    assert lightness[0] > 0.44


def test_an_indicator_fills_the_areas_once_there_are_some(builder, state, data):
    seats = data.table("municipalities")
    placed = seats.geometry.placed
    points = seats.geometry.to_shapely()
    shapes = np.array([p and shapely.buffer(p, 0.01) for p in points], dtype=object)
    areas = replace(seats, geometry=from_shapely(shapes, Family.POLYGON))
    classes = Graduated(
        "illiteracy_rate_2007",
        (20.0, 90.0),
        (PointSymbol("circle", "#deebf7", 9), PointSymbol("circle", "#08519c", 9)),
        PointSymbol("cross", "#6d675c", 7),
    )
    state = changed(state, "municipalities", style=Style(classes), visible=True)
    official = OfficialAreas("file.gpkg", {"municipalities": areas, "pbs-areas": areas}, None)
    layer = builder.build(replace(state, boundaries=official), EN).layer("municipalities")
    assert layer.family is Family.POLYGON
    assert [symbol.fill for symbol in layer.symbols[:2]] == ["#deebf7", "#08519c"]
    assert layer.drawn_count == placed.sum()
    sizes = proportional(state, "municipalities", "population_2007", 200_000.0)
    scene = builder.build(replace(sizes, boundaries=official), EN)
    assert scene.layer("municipalities/sizes").drawn_count == 19
