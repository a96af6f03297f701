"""Maps with a layer of the planner's own, to be compared."""

from dataclasses import replace

import numpy as np

from geodata.files.request import OpenOptions
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.document import FileSource, Layer
from layers.style import PointSymbol, Single, Style

STYLE = Style(Single(PointSymbol("circle", "#123456", 8)))
SOURCE = FileSource("/somewhere/posts.csv", "posts", "point", OpenOptions())


def table(names, places=None, ids=None, **columns):
    """Return a table of points with names, and what other columns are given."""
    count = len(names)
    if places is None:
        places = [(-89.0 + 0.1 * number, 13.5) for number in range(count)]
    every = {"name": np.array(names, object)}
    every |= {key: np.array(values) for key, values in columns.items()}
    numbers = np.arange(1, count + 1) if ids is None else np.array(ids)
    return FeatureTable("own-1", numbers, from_points(np.array(places, float)), every)


def with_own(data, own, *, name="Posts", layer_id="own-1", source=None, **looks):
    """Return the built-in map with the table as a layer on top."""
    state = builtin_map(data)
    layer = Layer(layer_id, "own", STYLE, name=name, source=source, **looks)
    return replace(
        state, layers=(*state.layers, layer), tables={layer_id: replace(own, id=layer_id)}
    )
