"""What is different is told in both languages, as lines, table and JSON."""

import csv
import io
import json

import numpy as np
import pytest

from layers.changes.comparing import compare
from layers.changes.kept import keep_map
from layers.changes.words import (
    MOST_NAMES,
    Kind,
    change_csv,
    change_json,
    change_lines,
    change_rows,
)
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from tests.layers.changes.tables import table, with_own


def compared(data, old, new, of=""):
    builder = SceneBuilder(data)
    kept = keep_map(with_own(data, old), builder, of=of, day="2026-11-20" if of else "")
    return compare(kept, keep_map(with_own(data, new), builder))


@pytest.fixture(scope="module")
def found(data):
    old = table(["Ana", "Berta", "Carla"], ids=[1, 2, 3], staff=[5, 6, 7])
    places = [(-89.0, 13.5), (-88.9, 13.51), (-88.0, 13.0)]
    new = table(["Ana", "Berta", "Eva"], places, ids=[1, 2, 4], staff=[1200, 6, 1])
    return compared(data, old, new, "map.pdf")


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "What changed since map.pdf of Nov 20, 2026",
                "Posts: 1 added, 1 removed, 1 moved, 1 changed",
                "  Added: Eva",
                "  Removed: Carla",
                "  Moved: Berta (by 1.11 km)",
                "  Changed: Ana (staff: 5 → 1,200)",
            ],
        ),
        (
            "es",
            [
                "Qué cambió desde map.pdf del 20 nov 2026",
                "Posts: 1 agregado, 1 eliminado, 1 movido, 1 modificado",
                "  Agregado: Eva",
                "  Eliminado: Carla",
                "  Movido: Berta (1.11 km)",
                "  Modificado: Ana (staff: 5 → 1,200)",
            ],
        ),
    ],
)
def test_lines(found, language, lines):
    assert change_lines(found, Texts(language)) == lines


def test_nothing_is_told_as_such(data):
    same = compared(data, table(["Ana"]), table(["Ana"]))
    assert change_lines(same, Texts("en")) == ["What changed", "Nothing is different."]


def test_long_lists_are_cut_and_counted(data):
    names = [f"Post {number}" for number in range(MOST_NAMES + 30)]
    lines = change_lines(compared(data, table(names[:1]), table(names)), Texts("en"))
    assert lines[-1].endswith("Post 12 and 29 more")
    rows = list(change_rows(compared(data, table(names[:1]), table(names)), Texts("en"), 5))
    assert len(rows) == 5


def test_table_has_a_line_for_each_change_and_no_formula(data):
    old = table(["=Ana", "Berta"], ids=[1, 2], note=np.array(["a", "b"], object))
    new = table(["=Ana"], ids=[1], note=np.array(["+1"], object))
    rows = change_rows(compared(data, old, new), Texts("en"))
    lines = list(csv.reader(io.StringIO(change_csv(rows, Texts("en")).decode("utf-8-sig"))))
    head = ["Change", "Layer", "Record", "Name", "What", "Before", "After"]
    assert lines[0] == [*head, "lon", "lat", "lon_before", "lat_before"]
    assert lines[1][:4] == ["Removed", "Posts", "2", "Berta"]
    assert lines[2][:7] == ["Changed", "Posts", "1", "'=Ana", "note", "a", "'+1"]
    assert not any(cell.startswith(("=", "+")) for line in lines for cell in line)


def test_json_holds_everything(found):
    data = json.loads(change_json(found, Texts("es")))
    assert data["since"] == {"name": "map.pdf", "day": "2026-11-20"}
    assert [layer["id"] for layer in data["layers"]] == ["own-1"]
    kinds = [change["kind"] for change in data["changes"]]
    assert kinds == [Kind.ADDED, Kind.REMOVED, Kind.MOVED, Kind.ALTERED]
    assert data["changes"][3]["columns"] == [["staff", "5", "1,200"]]


def test_values_that_cannot_be_written_as_numbers_are_told(data):
    old, new = table(["Ana"], x=[1.0]), table(["Ana"], x=[np.inf])
    assert "x: 1 → inf" in change_lines(compared(data, old, new), Texts("en"))[-1]
