"""How long a key stroke in the search box takes with a million features of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from app.bench.data import map_of, random_points
from app.bench.measure import Measure, timed
from geodata.builtin import BuiltinData
from layers.builtin_map import builtin_map
from layers.document import Layer
from layers.own_layers import default_style
from layers.programs import load_programs
from layers.scene_builder import SceneBuilder
from layers.search.entries import Entries
from layers.search.finder import Finder
from layers.search.gazetteer import gazetteer
from layers.search.own_names import OwnNames
from layers.search.whereabouts import Whereabouts
from layers.texts import Texts

_ROWS = 1_000_000
_BUDGET_MS = 30.0
_WORDS = (
    *("Caserío", "Cantón", "San José", "El Tránsito"),
    *("Puente", "Escuela", "Usulután", "Mercado"),
)
_TYPED = (
    *("Usulután", "mercdo san jsoe", "escuela 12"),
    *("puente el transito", "zacatecoluca", "13.7 -89.2"),
    "lugar 12",
)


def measure_search(data: BuiltinData, runs: int) -> Iterator[Measure]:
    """Yield how long the index takes in its thread, and the answer to each key stroke."""
    random = np.random.default_rng(7)
    choice = random.integers(0, len(_WORDS), (2, _ROWS)).tolist()
    pairs = enumerate(zip(*choice, strict=True))
    # A word that every name has is the most that a key stroke can find.
    names = [f"{_WORDS[one]} {_WORDS[other]} lugar {row}" for row, (one, other) in pairs]
    points = random_points(_ROWS)
    table = replace(points, columns={"name": np.array(names, dtype=object)})
    state = map_of(data, table)
    layer = Layer("own-1", "own", default_style(table, 0), name="points")
    made: list[OwnNames | None] = []
    yield Measure(
        "Search index of 1,000,000 names, in a thread",
        "ms",
        timed(lambda: made.append(OwnNames.of(layer, table)), max(1, runs // 10), 0),
        None,
    )
    own = made[-1]
    assert own is not None, "the table has names"
    builder, texts = SceneBuilder(data), Texts("en")
    places = Entries(gazetteer(data, builder, builtin_map(data), load_programs(), texts))
    where = Whereabouts(builder.table("departments", state), "en")
    finder = Finder((places,), ((own, "points"),), where, texts)
    # As the program does in its thread, for the sake of what this imports.
    finder.find("16N 262000 1515000", (-89.0, 13.7))
    samples: list[float] = []
    for typed in _TYPED:
        for end in range(1, len(typed) + 1):
            samples += timed(partial(finder.find, typed[:end], (-89.0, 13.7)), 3)
    yield Measure(
        "Search, a key stroke, 1,000,000 own points", "ms", tuple(samples), _BUDGET_MS, judged="p99"
    )
