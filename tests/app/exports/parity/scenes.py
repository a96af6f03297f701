"""Maps that together have every layer of the atlas and every kind of style."""

from dataclasses import replace
from functools import cache

import numpy as np

from geodata.geometry import Family, from_points, from_wkb
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.document import Layer
from layers.scene_builder import SceneBuilder
from layers.style import (
    MARKERS,
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
from layers.texts import Texts

LABEL = LabelStyle(field="name", size=11, priority=90)
_LINE = "LINESTRING ({0} {1}, {2} {1})"
_BOX = "POLYGON (({0} {1}, {2} {1}, {2} {3}, {0} {3}, {0} {1}))"


def every_layer(data, language):
    """Return a scene with every built-in layer on."""
    state = builtin_map(data)
    layers = tuple(replace(layer, visible=True, possible_areas=True) for layer in state)
    return SceneBuilder(data).build(replace(state, layers=layers), Texts(language))


def every_style(data, language):
    """Return a scene with layers of the planner's own in every kind of style."""
    import shapely

    state = builtin_map(data)
    made = list(_styles())
    layers, tables = [], {}
    for number, (style, family) in enumerate(made):
        layer_id = f"own-{number + 1}"
        top = 14.35 - 0.11 * number
        if family is Family.POINT:
            xy = np.array([(-90.0 + 0.28 * place, top) for place in range(len(MARKERS))])
            geometry = from_points(xy)
        elif family is Family.LINE:
            shapes = [_LINE.format(-90 + 0.7 * n, top, -89.5 + 0.7 * n) for n in range(4)]
            geometry = from_wkb([shapely.to_wkb(shapely.from_wkt(each)) for each in shapes])
        else:
            lefts = [-90 + 0.7 * n for n in range(4)]
            shapes = [_BOX.format(left, top, left + 0.4, top + 0.07) for left in lefts]
            geometry = from_wkb([shapely.to_wkb(shapely.from_wkt(each)) for each in shapes])
        count = len(geometry)
        columns = {
            "name": np.array([f"L{number}-{place}" for place in range(count)], object),
            "kind": np.array([f"k{place % 3}" for place in range(count)], object),
            "n": np.linspace(1, 100, count),
        }
        tables[layer_id] = FeatureTable(layer_id, np.arange(1, count + 1), geometry, columns)
        layers.append(Layer(layer_id, "own", style, name=f"Layer {number}"))
    base = tuple(layer for layer in state.layers if layer.group == "base")
    return SceneBuilder(data).build(
        replace(state, layers=(*base, *layers), tables=tables), Texts(language)
    )


def _styles():
    """Yield styles and the geometry that each is for."""
    point, line, area = Family.POINT, Family.LINE, Family.POLYGON
    red, blue = PointSymbol("circle", "#b01020", 12), PointSymbol("star", "#1030c0", 14)
    for hollow in (False, True):
        categories = tuple(
            Category(f"k{n}", PointSymbol(marker, colour, 13, hollow=hollow))
            for n, (marker, colour) in enumerate(
                [("shield", "#b01020"), ("house", "#1030c0"), ("times", "#107030")]
            )
        )
        yield Style(Categorized("kind", categories), LABEL), point
    yield Style(Single(replace(red, badge="#102030")), LABEL), point
    yield Style(Categorized("kind", (Category("k0", blue),), other=red)), point
    reds = tuple(replace(red, color=colour) for colour in ("#f09090", "#d04050", "#800010"))
    yield Style(Graduated("n", (20.0, 60.0, 100.0), reds)), point
    yield Style(Proportional("n", PointSymbol("circle", "#107030", 22), 100.0)), point
    yield Style(Single(LineSymbol(Stroke("#b01020", 2.4))), LABEL), line
    dashed = Stroke("#1030c0", 2.0, dashed=True, casing="#ffffff", casing_width=5.0)
    yield Style(Single(LineSymbol(dashed))), line
    yield Style(Single(PolygonSymbol("#e0d090", Stroke("#604010", 1.6), opacity=0.7)), LABEL), area
    yield Style(Single(PolygonSymbol(None, Stroke("#104060", 1.6), hatch="#c02040"))), area
    fills = tuple(PolygonSymbol(c, Stroke("#303030", 1.2)) for c in ("#c0e0c0", "#50a050"))
    yield Style(Graduated("n", (50.0, 100.0), fills)), area
    on_areas = PointSymbol("square", "#5030a0", 16)
    base = PolygonSymbol("#eeeeee", Stroke("#707070", 1.0))
    yield Style(Proportional("n", on_areas, 100.0, base=base)), area


SCENES = {"every layer": every_layer, "every style": every_style}


@cache
def scene_of(name, data, language):
    return SCENES[name](data, language)
