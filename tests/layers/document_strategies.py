"""Random documents and commands for property tests."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from geodata.editing import Feature
from geodata.geometry import from_points
from geodata.municipality_match import MatchReport
from geodata.official_areas import OfficialAreas
from geodata.table import FeatureTable
from layers import commands, layout_commands, table_commands
from layers.bookmarks import Bookmark
from layers.commands import Command, Compound
from layers.document import Layer, MapState, Placement
from layers.layouts import PAPERS, PARTS, Layout, Logo
from layers.period import Period
from layers.sharing import Mark, Positions, Sharing
from layers.story import Story, StoryStep
from layers.style import (
    Categorized,
    Category,
    Graduated,
    LabelStyle,
    LineSymbol,
    PointSymbol,
    PolygonSymbol,
    Proportional,
    Single,
    Stroke,
    Style,
)

OWN = "own-1"
_STYLES = (
    Style(Single(PointSymbol("circle", "#0072b2", 6))),
    Style(
        Graduated("n", (1.0, 5.5), (PointSymbol("star", "#d55e00"), PointSymbol("ring", "#009e73")))
    ),
    Style(Proportional("n", PointSymbol("circle", "#0072b2", 40), 12.5)),
    Style(
        Proportional(
            "n",
            PointSymbol("square", "#0072b2", 20),
            3.0,
            PolygonSymbol(None, Stroke("#7d7566", 0.5, dashed=True)),
            PointSymbol("cross", "#8d8779", 7),
        ),
        LabelStyle("name", min_scale=50_000.0),
        min_scale=2_000_000.0,
        max_scale=1_000.0,
    ),
    Style(
        Categorized(
            "name",
            (Category("a", LineSymbol(Stroke("#123456", 2.5, casing="#ffffff"))),),
            PolygonSymbol("#ffffff", hatch="#123456", opacity=0.5),
        )
    ),
)
_LONGITUDES = st.floats(-180, 180).map(lambda value: round(value, 6))
_LATITUDES = st.floats(-90, 90).map(lambda value: round(value, 6))
_VALUES = st.one_of(
    st.none(), st.text(max_size=8), st.integers(-(2**40), 2**40), st.floats(-1e6, 1e6)
)


BOUNDARIES = OfficialAreas("municipios.zip", {}, MatchReport("", "", (), (), (), 262))
"""Official boundaries that give no layer other areas."""


def own_table(count: int = 3) -> FeatureTable:
    """Return a small table of points."""
    places = np.column_stack([np.linspace(-90, -88, count), np.linspace(13, 14, count)])
    names = np.array([f"lugar {number}" for number in range(count)], dtype=object)
    columns = {"name": names, "n": np.arange(count, dtype=np.int64)}
    return FeatureTable(OWN, np.arange(1, count + 1, dtype=np.int64), from_points(places), columns)


def own_layer() -> Layer:
    """Return the layer of `own_table`."""
    return Layer(OWN, "own", _STYLES[0], name="Datos propios")


def sharings() -> st.SearchStrategy[Sharing]:
    """Return what may leave of a layer."""
    columns = st.dictionaries(st.sampled_from(["name", "n", "ñ"]), st.sampled_from(Mark))
    pairs = columns.map(lambda marks: tuple(sorted(marks.items())))
    return st.builds(Sharing, st.sampled_from(Mark), pairs, st.sampled_from(Positions))


def layouts() -> st.SearchStrategy[Layout]:
    """Return page layouts, of few names so that they meet."""
    return st.builds(
        Layout,
        st.sampled_from(["Sala", "Informe", "{{ 7*7 }}"]),
        paper=st.sampled_from([paper.id for paper in PAPERS]),
        portrait=st.booleans(),
        title=st.text(max_size=6),
        subtitle=st.text(max_size=6),
        notes=st.text(max_size=6),
        without=st.sets(st.sampled_from(PARTS)).map(lambda parts: tuple(sorted(parts))),
        area=st.one_of(st.none(), st.just((-9.9e6, 1.5e6, -9.8e6, 1.6e6))),
        theme=st.sampled_from(["light", "dark", "contrast"]),
        logo=st.one_of(st.none(), st.just(Logo("png", "iVBORw0KGgo="))),
    )


def points() -> st.SearchStrategy[str]:
    """Return well-known text of points anywhere on the globe."""
    return st.builds("POINT ({} {})".format, _LONGITUDES, _LATITUDES)


def bookmarks() -> st.SearchStrategy[tuple[Bookmark, ...]]:
    """Return bookmarks, no two of the same name."""
    numbers = st.floats(-2e7, 2e7)
    one = st.builds(
        Bookmark,
        st.text(min_size=1, max_size=6),
        st.tuples(numbers, numbers, numbers, numbers),
        st.one_of(st.none(), st.just(("towns", "delegations"))),
    )
    return st.lists(one, max_size=3, unique_by=lambda bookmark: bookmark.name).map(tuple)


def stories() -> st.SearchStrategy[tuple[Story, ...]]:
    """Return stories, no two of the same name."""
    numbers = st.floats(-2e7, 2e7)
    extents = st.tuples(numbers, numbers).map(lambda low: (*low, low[0] + 9000, low[1] + 5000))
    shown = st.lists(st.tuples(st.sampled_from(["towns", "gone"]), st.floats(0, 1)), max_size=3)
    periods = st.builds(Period, st.one_of(st.none(), st.integers(1990, 2000)), st.just(2019))
    step = st.builds(
        StoryStep,
        st.text(max_size=6),
        extents,
        st.one_of(st.none(), shown.map(tuple)),
        st.text(max_size=6),
        st.text(max_size=6),
        st.one_of(st.none(), periods),
        st.one_of(st.none(), st.just(("towns", "a"))),
    )
    names = st.text(min_size=1, max_size=6).filter(str.strip)
    one = st.builds(Story, names, st.lists(step, max_size=3).map(tuple))
    return st.lists(one, max_size=2, unique_by=lambda story: story.name).map(tuple)


@st.composite
def commands_for(draw: Any, state: MapState) -> Command:
    """Return a command that fits a state."""
    layer = draw(st.sampled_from(state.layers))
    choices: list[st.SearchStrategy[Any]] = [
        st.builds(commands.SetVisible, st.just(layer.id), st.booleans()),
        st.builds(commands.SetOpacity, st.just(layer.id), st.floats(0, 1)),
        st.builds(commands.SetLabels, st.just(layer.id), st.booleans()),
        st.builds(commands.SetPossibleAreas, st.just(layer.id), st.booleans()),
        st.builds(commands.MoveLayer, st.just(layer.id), st.integers(0, len(state.layers) - 1)),
        st.builds(commands.SetStyle, st.just(layer.id), st.sampled_from(_STYLES)),
        st.builds(commands.SetSharing, st.just(layer.id), sharings()),
        st.builds(commands.SetTitle, st.text(max_size=10)),
        st.sampled_from(["", "OpenTopoMap", "¿?"]).map(commands.SetOnlineMap),
        st.builds(commands.SetBookmarks, bookmarks()),
        st.builds(commands.SetStories, stories()),
        st.builds(layout_commands.SetLayout, layouts()),
        st.builds(table_commands.RenameLayer, st.just(layer.id), st.just("Otro nombre")),
        st.builds(
            table_commands.PlaceRecord,
            st.just("model-precincts"),
            st.sampled_from(["a", "b"]),
            st.one_of(
                st.none(), st.builds(Placement, _LONGITUDES, _LATITUDES, st.just("2026-11-23"))
            ),
        ),
        st.sampled_from([None, BOUNDARIES]).map(table_commands.UseBoundaries),
    ]
    if state.layouts:
        names = st.sampled_from([layout.name for layout in state.layouts])
        choices.append(st.builds(layout_commands.RemoveLayout, names))
    choices += _table_choices(draw, state)
    # Just the one that is chosen: hypothesis would examine all of `one_of`, which takes long.
    return draw(choices[draw(st.integers(0, len(choices) - 1))])


def _table_choices(draw: Any, state: MapState) -> list[st.SearchStrategy[Any]]:
    table = state.tables.get(OWN)
    if table is None:
        return [st.just(table_commands.AddLayer(own_layer(), own_table()))]
    choices: list[st.SearchStrategy[Any]] = [
        st.just(table_commands.RemoveLayer(OWN)),
        st.just(Compound("Both", (commands.SetTitle("x"), table_commands.RemoveLayer(OWN)))),
        st.just(table_commands.RestoreTable(own_layer(), own_table(5))),
        st.builds(
            lambda wkt, value: table_commands.InsertFeatures(
                OWN, (Feature(_new_id(table), wkt, (("name", value), ("n", 4))),)
            ),
            st.one_of(st.none(), points()),
            _VALUES,
        ),
        points().map(
            lambda wkt: (
                table_commands.InsertFeatures(
                    OWN, (Feature(_new_id(table), wkt, ()), Feature("99999", None, ())), (0, 1)
                )
                if not table.has("99999")
                else table_commands.DeleteFeatures(OWN, tuple(map(str, table.ids)))
            )
        ),
    ]
    if len(table):
        feature_id = str(table.ids[draw(st.integers(0, len(table) - 1))])
        choices += [
            st.just(table_commands.DeleteFeatures(OWN, (feature_id,))),
            st.builds(table_commands.SetGeometry, st.just(OWN), st.just(feature_id), points()),
            st.builds(
                lambda name, value: table_commands.SetValues(OWN, feature_id, ((name, value),)),
                st.sampled_from(["name", "n", "nueva"]),
                _VALUES,
            ),
        ]
    return choices


def _new_id(table: FeatureTable) -> str:
    return str(max((int(id_) for id_ in table.ids), default=0) + 1)


def plain(state: MapState) -> dict[str, Any]:
    """Return everything a state holds as plain values, to be compared."""
    return {
        "layers": state.layers,
        "title": state.title,
        "bookmarks": state.bookmarks,
        "layouts": state.layouts,
        "stories": state.stories,
        "placements": dict(state.placements),
        "boundaries": state.boundaries,
        "tables": {layer_id: plain_table(table) for layer_id, table in state.tables.items()},
    }


def plain_table(table: FeatureTable) -> dict[str, Any]:
    """Return everything a table holds as plain values, to be compared."""
    return {
        "ids": [str(id_) for id_ in table.ids],
        "shapes": [None if shape is None else shape.wkt for shape in table.geometry.to_shapely()],
        "columns": {
            name: [table.value(row, name) for row in range(len(table))] for name in table.columns
        },
    }
