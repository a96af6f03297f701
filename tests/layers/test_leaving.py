"""What is marked stays; what leaves is listed, and nothing else leaves."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
import shapely

from geodata.geometry import Family, from_points, from_shapely
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.commands import SetSharing
from layers.document import FileSource, Layer
from layers.leaving import Sender
from layers.scene_builder import SceneBuilder
from layers.sharing import Mark, Positions, Sharing
from layers.style import Categorized, Category, LabelStyle, PointSymbol, Single, Style
from layers.texts import Texts

SECRET = "SECRET-7f3a"
RED, BLUE = PointSymbol("circle", "#ff0000", 8), PointSymbol("circle", "#0000ff", 8)


def own_table(id_="own-1"):
    places = np.array([[-89.2182, 13.6929], [-88.1779, 13.4833], [-80.0, 10.0]])
    columns = {
        "name": np.array(["One", "Two", "Three"], object),
        "kind": np.array([SECRET, "b", SECRET], object),
        "phone": np.array([f"{SECRET} 1", None, f"{SECRET} 2"], object),
    }
    return FeatureTable(
        id_, np.array([f"{SECRET}-{n}" for n in range(3)], object), from_points(places), columns
    )


def own_layer(sharing=None, style=None, id_="own-1"):
    sharing = sharing or Sharing()
    style = style or Style(Single(RED), LabelStyle(field="name"))
    return Layer(
        id_,
        "own",
        style,
        name="Mine",
        source=FileSource("/home/ana/x.csv", "x", "point"),
        sharing=sharing,
    )


@pytest.fixture
def start(data):
    return builtin_map(data)


def with_own(start, layer, table=None):
    tables = MappingProxyType({layer.id: table or own_table(layer.id)})
    return replace(start, layers=(*start.layers, layer), tables=tables)


@pytest.fixture
def sender(data):
    return Sender(SceneBuilder(data))


def everything(value, depth=0):
    """Return all texts that a value holds, whatever it is made of."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict | MappingProxyType):
        return [text for pair in value.items() for part in pair for text in everything(part)]
    if isinstance(value, tuple | list):
        return [text for part in value for text in everything(part)]
    if isinstance(value, np.ndarray):
        return everything(value.tolist()) if value.dtype == object else []
    if isinstance(value, FeatureTable):
        return everything([value.ids, dict(value.columns), value.described])
    if hasattr(value, "__dataclass_fields__"):
        return everything([getattr(value, name) for name in value.__dataclass_fields__])
    return []


def test_without_marks_the_scene_is_that_of_the_document(data, start, texts, sender):
    builder = SceneBuilder(data)
    scene, plain = sender.scene(start, texts), builder.build(start, texts)
    assert [layer.id for layer in scene.layers] == [layer.id for layer in plain.layers]
    assert all(
        one.table is other.table for one, other in zip(scene.layers, plain.layers, strict=True)
    )
    assert scene.legend == plain.legend


@pytest.mark.parametrize("include", [False, True])
def test_restricted_layers_never_leave(start, texts, sender, include):
    state = with_own(start, own_layer(Sharing(Mark.RESTRICTED)))
    scene = sender.scene(state, texts, include_internal=include)
    assert "own-1" not in {layer.layer_id for layer in scene.layers}
    assert "Mine" not in {section.name for section in scene.legend}
    left = sender.state(state, include_internal=include)
    assert not any(SECRET in text or "/home" in text for text in everything([left, scene]))
    told = sender.leaving(state, scene, texts)
    assert told.kept_back == (("Mine", Mark.RESTRICTED),)


def test_internal_layers_leave_if_somebody_said_so(start, texts, sender):
    state = with_own(start, own_layer(Sharing(Mark.INTERNAL)))
    assert not sender.state(state).has("own-1")
    assert sender.state(state, include_internal=True).has("own-1")
    told = sender.leaving(state, sender.scene(state, texts), texts)
    assert told.has_internal
    assert told.kept_back == (("Mine", Mark.INTERNAL),)


def test_marked_columns_leave_no_trace(start, texts, sender):
    by_kind = Categorized("kind", (Category(SECRET, RED), Category("b", BLUE)))
    style = Style(by_kind, LabelStyle(field="phone"))
    marks = (("kind", Mark.RESTRICTED), ("name", Mark.RESTRICTED), ("phone", Mark.RESTRICTED))
    state = with_own(start, own_layer(Sharing(columns=marks), style))
    assert any(SECRET in text for text in everything(state))
    scene = sender.scene(state, texts, include_internal=True)
    assert not any(SECRET in text for text in everything([sender.state(state), scene]))
    layer = scene.layer("own-1")
    assert layer.drawn_count == 3
    assert set(layer.symbols) == {RED}
    told = sender.leaving(state, scene, texts).layers[0]
    assert told.columns == ()
    assert told.label == ""
    assert set(told.kept_back) == {"name", "kind", "phone"}


def test_internal_columns_ask(start, texts, sender):
    state = with_own(start, own_layer(Sharing(columns=(("phone", Mark.INTERNAL),))))
    assert "phone" not in sender.scene(state, texts).layer("own-1").table.columns
    scene = sender.scene(state, texts, include_internal=True)
    assert "phone" in scene.layer("own-1").table.columns
    told = sender.leaving(state, scene, texts)
    assert told.has_internal
    assert told.layers[0].columns == ("name", "kind", "phone")
    assert told.layers[0].label == "name"


def test_columns_of_built_in_registers_are_taken_out_in_both_languages(start, sender):
    for language in ("en", "es"):
        layer = start.layer("model-precincts")
        sharing = Sharing(columns=(("position_note", Mark.RESTRICTED),))
        state = SetSharing(layer.id, sharing).apply(start)
        table = sender.scene(state, Texts(language)).layer(layer.id).table
        assert not any(name.startswith("position_note") for name in table.columns)
        assert all("position_note" not in column.name for column in table.described)


def test_positions_are_rounded(start, texts, sender):
    state = with_own(start, own_layer(Sharing(positions=Positions.HUNDREDTH)))
    scene = sender.scene(state, texts)
    layer = scene.layer("own-1")
    assert layer.table.geometry.coordinates[:2].tolist() == [[-89.22, 13.69], [-88.18, 13.48]]
    assert layer.table.value(0, "position_note_en") == "places rounded to 0.01 degrees (about 1 km)"
    (section,) = (section for section in scene.legend if section.layer_id == "own-1")
    assert "rounded to 0.01 degrees" in section.note
    assert sender.leaving(state, scene, texts).layers[0].positions is Positions.HUNDREDTH


def test_exact_places_are_not_told_in_columns_either(start, texts, sender):
    table = own_table()
    east, north = table.geometry.coordinates.T
    columns = {**table.columns, "Latitud": north, "p1": east.copy(), "height": north * 100}
    sharing = Sharing(positions=Positions.HUNDREDTH)
    state = with_own(start, own_layer(sharing), replace(table, columns=columns))
    scene = sender.scene(state, texts)
    assert not {"Latitud", "p1"} & scene.layer("own-1").table.columns.keys()
    assert "height" in scene.layer("own-1").table.columns
    told = sender.leaving(state, scene, texts).layers[0]
    assert told.kept_back == ("Latitud", "p1")


@pytest.mark.parametrize(
    "words",
    ["{lat}, {lon}", "{lat}° N {west}° W", "https://maps.example/?q={lat},{lon}", "{comma}"],
)
def test_exact_places_are_not_told_in_texts_either(start, texts, sender, words):
    table = own_table()
    east, north = table.geometry.coordinates.T

    def told(place):
        lat, lon = f"{north[place]:.5f}", f"{east[place]:.5f}"
        west, comma = lon.removeprefix("-"), f"{lat}; {lon}".replace(".", ",")
        return words.format(lat=lat, lon=lon, west=west, comma=comma)

    donde = np.array([told(place) for place in range(len(table))], dtype=object)
    weight = np.array(["13.123 kg"] * len(table), dtype=object)
    columns = {**table.columns, "donde": donde, "weight": weight}
    sharing = Sharing(positions=Positions.HUNDREDTH)
    state = with_own(start, own_layer(sharing), replace(table, columns=columns))
    scene = sender.scene(state, texts)
    left = scene.layer("own-1").table.columns.keys()
    assert "donde" not in left
    assert {"weight", "phone"} <= left
    assert sender.leaving(state, scene, texts).layers[0].kept_back == ("donde",)


def test_no_name_stands_at_the_exact_place(start, texts, sender):
    for layer_id in ("pbs-sites", "anti-extortion-units", "plan-seguro-municipalities"):
        layer = start.layer(layer_id)
        state = SetSharing(layer.id, Sharing(positions=Positions.TENTH)).apply(start)
        shown = sender.scene(state, texts).layer(layer.id)
        placed = shown.geometry.placed
        assert np.allclose(shown.label_points[placed], shown.geometry.coordinates)
        assert not {"label_lon", "seat_lon"} & shown.table.columns.keys()


def test_places_are_moved_to_their_area_or_not_told(data, start, texts, sender):
    state = with_own(start, own_layer(Sharing(positions=Positions.DEPARTMENT)))
    table = sender.scene(state, texts).layer("own-1").table
    departments = data.table("departments")
    names = [departments.text(row, "name", "es") for row in range(14)]
    for place, name in enumerate(("San Salvador", "San Miguel")):
        shape = departments.geometry.shape(names.index(name))
        assert shapely.point_on_surface(shape).equals(table.geometry.shape(place))
    assert table.geometry.placed.tolist() == [True, True, False]


def test_areas_are_rounded_and_stay_valid(start, texts, sender):
    shape = shapely.box(-89.2182, 13.6929, -89.1, 13.8)
    tiny = shapely.box(-89.2182, 13.6929, -89.2181, 13.693)
    table = replace(
        own_table(), geometry=from_shapely(np.array([shape, tiny, None], object), Family.POLYGON)
    )
    state = with_own(start, own_layer(Sharing(positions=Positions.HUNDREDTH)), table)
    found = sender.scene(state, texts).layer("own-1").table.geometry
    assert found.placed.tolist() == [True, False, False]
    assert found.shape(0).equals(shapely.box(-89.22, 13.69, -89.1, 13.8))


def test_a_documented_place_that_was_moved_is_approximate(start, texts, sender):
    layer = start.layer("pbs-sites")
    state = SetSharing(layer.id, Sharing(positions=Positions.TENTH)).apply(start)
    table = sender.scene(state, texts).layer(layer.id).table
    placed = table.geometry.placed
    assert placed.any()
    assert set(table.columns["position_basis"][placed]) == {"approximate"}


def test_what_did_not_change_is_not_made_again(start, texts, sender):
    state = with_own(start, own_layer(Sharing(columns=(("phone", Mark.RESTRICTED),))))
    one = sender.scene(state, texts)
    other = sender.scene(replace(state, title="Another"), texts)
    assert one.layer("own-1") is other.layer("own-1")


@pytest.fixture
def texts():
    return Texts("en")
