"""The atlas counts what belongs to each area, tells what is not known, and cites who says so."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from geodata.basis import Basis
from geodata.builtin import BuiltinData
from geodata.geometry import from_points, from_wkb
from geodata.projection import to_map
from geodata.table import FeatureTable
from layers.atlas_members import NOWHERE, Gazetteer, unit_of_records
from layers.atlas_pages import (
    MOST_PAGES,
    AtlasError,
    atlas_layers,
    build_atlas,
    find_layer,
)
from layers.atlas_scene import OUTSIDE, atlas_state, unit_scene
from layers.builtin_map import builtin_map
from layers.commands import SetTitle
from layers.document import Layer, Placement
from layers.legend import SURE
from layers.period import Period
from layers.scene_builder import SceneBuilder
from layers.style import PointSymbol, PolygonSymbol, Single, Style
from layers.table_commands import AddLayer, PlaceRecord
from layers.texts import Texts

DATA = BuiltinData()
START = builtin_map(DATA)
EN = Texts("en")
REGISTERS = (
    *("model-precincts", "border-points", "anti-extortion-units", "pbs-sites"),
    *("plan-seguro-sectors", "program-sites", "plan-seguro-municipalities"),
)


@pytest.fixture(scope="module")
def builder():
    return SceneBuilder(DATA)


@pytest.fixture(scope="module")
def atlas(builder):
    return build_atlas(START, builder, "delegations", EN)


def page_of(atlas, title):
    return next(page for page in atlas.pages if page.title == title)


def count_of(page, layer_id):
    return sum(program.count for program in page.programs if program.layer_id == layer_id)


@pytest.mark.parametrize("layer_id", ["delegations", "departments"])
@pytest.mark.parametrize("register", REGISTERS)
def test_every_record_is_counted_once_or_told_to_be_nowhere(builder, layer_id, register):
    atlas = build_atlas(START, builder, layer_id, EN)
    table = DATA.table(register)
    counted = sum(count_of(page, register) for page in atlas.pages)
    rows = [row for page in atlas.pages for each in page.programs for row in each.rows]
    assert counted <= len(table)
    lost = len(table) - counted
    name = DATA.layer(register).name["en"]
    told = [note for note in atlas.notes if note.startswith(f"{name}: ")]
    assert told == ([f"{name}: {lost} of {len(table)} have no published place."] if lost else [])
    assert lost <= len(table) - table.placed_count, "a placed record is in no area"
    assert rows


def test_there_is_a_page_for_each_area(atlas):
    assert len(atlas.pages) == 19
    assert [page.number for page in atlas.pages] == list(range(1, 20))
    assert {page.title for page in atlas.pages} == set(DATA.table("delegations").columns["name_en"])
    assert all(page.sources and page.gaps and page.figures for page in atlas.pages)


def test_each_delegation_has_its_own_anti_extortion_unit(atlas):
    for page in atlas.pages:
        names = [name for each in page.programs for name in each.names]
        assert f"Anti-extortion unit, {page.title}" in names
    assert count_of(page_of(atlas, "San Salvador Centro"), "anti-extortion-units") == 2


def test_what_the_table_says_goes_before_where_the_point_lies(atlas):
    page = page_of(atlas, "Morazán")
    (program,) = [each for each in page.programs if each.layer_id == "border-points"]
    assert program.names[0].startswith("Pasamono La Concordia")
    assert "1 without a published place" in program.note


def test_figures_of_a_department_are_those_of_the_delegation_that_covers_it(atlas):
    figures = {figure.label: figure for figure in page_of(atlas, "Ahuachapán").figures}
    departments = DATA.table("departments")
    row = list(departments.columns["name_es"]).index("Ahuachapán")
    population = figures["Population 2007"]
    assert population.value == EN.number(departments.value(row, "population_2007"))
    assert "Censo" in population.source
    assert figures["Homicides 2017"].value == "219"
    for label in ("Area", "Homicides 2017", "Homicide rate 2017"):
        assert figures[label].note == "of the department, which it covers whole"


def test_a_part_of_a_department_has_none_of_its_figures(atlas):
    page = page_of(atlas, "San Salvador Sur")
    labels = {figure.label for figure in page.figures}
    # Its population is the sum of its municipalities; nothing else is known of them.
    assert labels == {"Number of municipalities", "Plan Seguro municipalities", "Population 2007"}
    assert any("homicides 2017" in gap and "San Salvador" in gap for gap in page.gaps)
    other = page_of(atlas, "La Libertad Norte")
    assert any("population 2007" in gap and "La Libertad" in gap for gap in other.gaps)
    assert any("only one of the 19 whose name no source gives" in gap for gap in page.gaps)
    # Two delegations have a figure of their own; no rate is made of it.
    own = {figure.label: figure.value for figure in page_of(atlas, "Soyapango").figures}
    assert own["Homicides 2017"] == "357"
    assert "Homicide rate 2017" not in own


def test_sectors_may_be_nowhere_but_at_the_sites(atlas):
    with_sites = {page.title for page in atlas.pages if count_of(page, "pbs-sites")}
    told = {
        page.title
        for page in atlas.pages
        if any(gap.startswith("Plan Seguro sectors") for gap in page.gaps)
    }
    assert with_sites == told == {"Ciudad Delgado", "La Paz", "La Libertad Norte"}


def test_a_record_of_another_department_cannot_be_here(atlas):
    # The two sites without a place and municipality are in the department of San Salvador.
    told = {
        page.title
        for page in atlas.pages
        if any(gap.startswith("Other program sites") for gap in page.gaps)
    }
    delegations = DATA.table("delegations")
    names = delegations.columns["name_en"][delegations.columns["department"] == "San Salvador"]
    assert told == set(names)


def test_hollow_on_the_map_is_hollow_on_the_page(atlas):
    table = DATA.table("anti-extortion-units")
    for page in atlas.pages:
        for program in page.programs:
            if program.layer_id == "anti-extortion-units":
                bases = {table.value(row, "position_basis") for row in program.rows}
                assert isinstance(program.symbol, PointSymbol)
                assert program.symbol.hollow == (not bases & SURE)


def test_what_a_planner_placed_is_counted_there(builder):
    free = next(
        row
        for row in range(50)
        if DATA.table("model-precincts").value(row, "position_basis") == Basis.NOT_PUBLISHED.value
    )
    feature = str(DATA.table("model-precincts").ids[free])
    place = Placement(-88.18, 13.48, "2026-11-25")
    state = PlaceRecord("model-precincts", feature, place).apply(START)
    page = page_of(build_atlas(state, builder, "delegations", EN), "San Miguel")
    (program,) = [each for each in page.programs if each.layer_id == "model-precincts"]
    assert program.rows == (free,)
    assert program.note == "placed by the user"


def own_areas(shapes=2):
    squares = [
        f"POLYGON (({x} 13.3, {x + 0.5} 13.3, {x + 0.5} 14.3, {x} 14.3, {x} 13.3))"
        for x in np.linspace(-89.5, -88.5, shapes)
    ]
    return FeatureTable(
        "own-1",
        np.arange(1, shapes + 1),
        from_wkb([shapely.to_wkb(shapely.from_wkt(square)) for square in squares]),
        {
            "name": np.array([f"Zona {n}" for n in range(shapes)], dtype=object),
            "agentes": np.arange(shapes) * 10.0,
        },
    )


def with_areas(shapes=2):
    layer = Layer("own-1", "own", Style(Single(PolygonSymbol("#cccccc"))), name="Zonas")
    return AddLayer(layer, own_areas(shapes)).apply(START)


def test_own_areas_have_their_own_numbers_and_records_by_place(builder):
    state = with_areas()
    assert find_layer(state, builder, "Zonas", EN).id == "own-1"
    atlas = build_atlas(state, builder, "own-1", EN)
    page = atlas.pages[1]
    assert page.title == "Zona 1"
    assert [(figure.label, figure.value) for figure in page.figures] == [("agentes", "10")]
    assert count_of(page, "anti-extortion-units") > 0
    places = DATA.table("anti-extortion-units").geometry.coordinates
    inside = (places[:, 0] >= -88.5) & (places[:, 0] <= -88.0)
    assert count_of(page, "anti-extortion-units") == int(inside.sum())


def test_a_layer_without_areas_has_no_atlas(builder):
    points = Layer("own-2", "own", Style(Single(PointSymbol("star", "#000000"))), name="Puntos")
    table = FeatureTable("own-2", np.array([1]), from_points(np.array([[-89.0, 13.5]])), {})
    state = AddLayer(points, table).apply(START)
    assert [layer.id for layer in atlas_layers(state, builder)] == ["delegations", "departments"]
    with pytest.raises(AtlasError, match="there are delegations, departments"):
        find_layer(state, builder, "own-2", EN)
    with pytest.raises(AtlasError, match="“Puntos” has 0"):
        build_atlas(state, builder, "own-2", EN)


def test_too_many_areas_are_refused(builder):
    with pytest.raises(AtlasError, match=f"1 to {MOST_PAGES} areas; “Zonas” has 301"):
        build_atlas(with_areas(301), builder, "own-1", EN)


def with_boxes(*boxes):
    """Return the map with areas of these extents (degrees), named A, B and so on."""
    shapes = [shapely.to_wkb(shapely.box(*each)) for each in boxes]
    names = np.array([chr(65 + place) for place in range(len(boxes))], dtype=object)
    table = FeatureTable("own-1", np.arange(len(boxes)), from_wkb(shapes), {"name": names})
    layer = Layer("own-1", "own", Style(Single(PolygonSymbol("#cccccc"))), name="Zonas")
    return AddLayer(layer, table).apply(START)


INSIDE, HONDURAS, PARIS = (-89.5, 13.5, -89.0, 14.0), (-87.0, 14.5, -86.5, 15.0), (2, 48, 3, 49)


def test_areas_outside_of_the_map_have_no_page_and_are_named(builder):
    atlas = build_atlas(with_boxes(PARIS, INSIDE, HONDURAS), builder, "own-1", EN)
    assert [(page.title, page.number, page.row) for page in atlas.pages] == [
        ("B", 1, 1),
        ("C", 2, 2),
    ]
    assert atlas.notes[-1] == "1 area lies outside of the map and has no page: A."
    with pytest.raises(AtlasError, match="the areas of “Zonas” lie outside of the map"):
        build_atlas(with_boxes(PARIS), builder, "own-1", EN)


def test_no_record_may_be_in_an_area_abroad(builder):
    here, abroad = build_atlas(with_boxes(INSIDE, HONDURAS), builder, "own-1", EN).pages
    assert any("some may be here" in gap for gap in here.gaps)
    assert abroad.gaps == ()


def test_names_with_commas_are_told_apart(builder):
    (page,) = build_atlas(with_boxes((-89.5, 13.4, -88.9, 14.0)), builder, "own-1", EN).pages
    told = {each.layer_id: each for each in page.programs}
    units = told["anti-extortion-units"]
    assert all("," in name for name in units.names[:2])
    assert f"{units.names[0]}; {units.names[1]}" in units.told
    towns = told["plan-seguro-municipalities"]
    assert ";" not in towns.told
    assert f"{towns.names[0]}, {towns.names[1]}" in towns.told


def test_an_area_on_a_shared_boundary_counts_once(builder):
    areas = own_areas(3)  # they touch at -89.0 and -88.5
    records = FeatureTable("r", np.array([1]), from_points(np.array([[-89.0, 13.5]])), {})
    places = Gazetteer(DATA.table("delegations"), DATA.table("municipalities"))
    assert unit_of_records(records, areas, "own-1", places).tolist() == [0]
    far = FeatureTable("r", np.array([1]), from_points(np.array([[-80.0, 10.0]])), {})
    assert unit_of_records(far, areas, "own-1", places).tolist() == [NOWHERE]


def test_spanish_pages_are_spanish(builder):
    atlas = build_atlas(SetTitle("").apply(START), builder, "delegations", Texts("es"))
    page = page_of(atlas, "Ahuachapán")
    assert page.kind == "Delegación policial"
    assert "Población 2007" in {figure.label for figure in page.figures}
    assert all("published" not in words for words in (*page.gaps, *atlas.notes))


# What the map of a page shows


@pytest.fixture(scope="module")
def scene(builder):
    return builder.build(atlas_state(START, "delegations"), EN)


def test_the_map_shows_one_area_and_fades_the_rest(scene, atlas):
    page = page_of(atlas, "Santa Ana")
    found = unit_scene(scene, "delegations", page, EN)
    ids = [layer.id for layer in found.layers]
    assert ids.index("delegations") < ids.index("atlas/veil") < ids.index("border-points")
    inside, outside = found.layer("border-points"), found.layer(f"border-points/{OUTSIDE}")
    members = {each.layer_id: each.rows for each in page.programs}["border-points"]
    assert np.flatnonzero(inside.symbol_of >= 0).tolist() == list(members)
    assert not np.intersect1d(members, np.flatnonzero(outside.symbol_of >= 0)).size
    assert outside.opacity < 0.5
    assert outside.label_style is None
    names = found.layer("delegations").labels
    assert [name for name in names if name] == ["Santa Ana"]
    assert "Santa Ana" not in found.layer("atlas/names").labels


def test_the_veil_covers_all_but_the_area(scene, atlas):
    page = page_of(atlas, "Usulután")
    veil = unit_scene(scene, "delegations", page, EN).layer("atlas/veil").geometry
    (shape,) = veil.to_shapely()
    import shapely

    inside, outside = to_map(np.array([[-88.45, 13.38], [-89.2, 13.7]]))
    assert not shapely.contains_xy(shape, *inside)
    assert shapely.contains_xy(shape, *outside)


def test_the_legend_explains_what_is_near(scene, atlas):
    page = page_of(atlas, "San Salvador Centro")
    found = unit_scene(scene, "delegations", page, EN, page.extent)
    assert {"sea", "country-borders"}.isdisjoint(each.layer_id for each in found.legend)
    assert "delegations" in {each.layer_id for each in found.legend}
    assert all(not each.note for each in found.legend)


def test_the_areas_of_an_atlas_are_shown_and_others_of_their_kind_hidden():
    state = atlas_state(START, "departments")
    assert state.layer("departments").visible
    assert not state.layer("delegations").visible
    hidden = replace(START.layer("delegations"), visible=False, labels=False)
    again = atlas_state(START.with_layer(hidden), "delegations")
    assert again.layer("delegations").visible
    assert again.layer("delegations").labels


@pytest.fixture
def of_1990():
    """A builder that looks at the time up to 1990."""
    builder = SceneBuilder(DATA)
    builder.period = Period(None, 1990)
    return builder


@pytest.mark.parametrize(("language", "words"), [("en", "up to 1990"), ("es", "hasta 1990")])
def test_a_period_is_told_and_kept_to(of_1990, atlas, language, words):
    early = build_atlas(START, of_1990, "delegations", Texts(language))
    assert words in early.title
    assert any(words in note for note in early.notes)
    counts = [
        sum(program.count for page in made.pages for program in page.programs)
        for made in (early, atlas)
    ]
    assert counts[0] < counts[1]
    counted = {program.layer_id: program.count for page in early.pages for program in page.programs}
    assert "plan-seguro-municipalities" not in counted
    figures = [figure for page in early.pages for figure in page.figures]
    plan = [each.value for each in figures if "Plan Seguro" in each.label]
    assert plan
    assert all(value.startswith("0 ") for value in plan)


def test_what_a_period_leaves_out_is_nowhere_lost(of_1990, atlas):
    """A record that is left out is told neither as here nor as one that may be here."""
    early = build_atlas(START, of_1990, "delegations", EN)
    assert len([gap for page in early.pages for gap in page.gaps]) < len(
        [gap for page in atlas.pages for gap in page.gaps]
    )
