"""The yardstick only measures: it changes no byte of what is built."""

import ast
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

pytest.importorskip("scipy", reason="scipy comes with the extra 'data', which builds the data")

from scripts.build_data import __main__ as program
from scripts.build_data import assemble, compare, describe, facts, fetch

FOLDER = Path(program.__file__).parent


@pytest.fixture
def rows():
    """Return rows for every layer, each area a square of its own."""
    square = {
        row["id"]: shapely.box(-89 + 0.1 * k, 13, -88.9 + 0.1 * k, 13.1)
        for k, row in enumerate([*facts.delegation_rows(), *facts.department_rows()])
    }
    found: dict[str, list[facts.Row]] = {layer["id"]: [] for layer in describe.read().layers}
    for layer, records in (
        ("delegations", facts.delegation_rows()),
        ("departments", facts.department_rows()),
    ):
        common = {"position_basis": "approximate"}
        found[layer] = [r | common | {"geom": square[r["id"]]} for r in records]
    return found


@pytest.fixture
def yardstick(tmp_path, rows):
    """Write official areas that are half of the drawn ones."""
    path = tmp_path / "official.gpkg"
    iso = {d["name"]: d["iso"] for d in facts.table("departments")}
    shapes = [_half(row["geom"]) for row in rows["departments"]]
    names = {"shapeISO": [row["id"] for row in rows["departments"]]}
    towns = [
        (_half(row["geom"]), iso[row["department"]], name.upper())
        for row in rows["delegations"]
        for name in row["municipalities"].split(";")
    ]
    fields = {"iso": [town[1] for town in towns], "municipio": [town[2] for town in towns]}
    for layer, parts, columns in (
        ("departamentos_14", shapes, names),
        ("municipios_262", [town[0] for town in towns], fields),
    ):
        pyogrio.raw.write(
            path,
            shapely.to_wkb(parts),
            [np.array(column, dtype=object) for column in columns.values()],
            list(columns),
            layer=layer,
            geometry_type="Polygon",
            crs="EPSG:4326",
            append=path.exists(),
        )
    return path


def _half(shape):
    west, south, east, north = shape.bounds
    return shapely.box(west, south, (west + east) / 2, north)


def test_half_an_area_is_half_an_overlap(rows, yardstick):
    for overlap in compare.departments(rows["departments"], yardstick):
        assert overlap.iou == pytest.approx(0.5, abs=0.001)
        assert overlap.official == pytest.approx(overlap.drawn / 2, rel=0.001)
    assert len(compare.delegations(rows["delegations"], yardstick)) == 19


def test_the_report_lists_every_area_and_the_mean(rows, yardstick):
    report = compare.report(rows, yardstick)
    assert "| San Salvador Sur | 0.500 |" in report
    assert report.count("| **mean** | **0.500** |") == 2


def test_the_same_bytes_with_and_without_the_yardstick(rows, yardstick, tmp_path, monkeypatch):
    monkeypatch.setattr(assemble, "read", lambda _: None)
    monkeypatch.setattr(assemble, "layers", lambda _: rows)
    written = []
    for name, measure in (("with", yardstick), ("without", tmp_path / "missing.gpkg")):
        target, report = tmp_path / f"{name}.gpkg", tmp_path / f"{name}.md"
        arguments = ("--target", target, "--report", report, "--yardstick", measure)
        assert program.main([str(a) for a in arguments]) == 0
        assert report.exists() == measure.exists()
        written.append(target.read_bytes())
    assert written[0] == written[1]


def test_nothing_that_builds_knows_the_yardstick():
    """Only the entry point imports the module that reads it, after the file is written."""
    for path in FOLDER.glob("*.py"):
        if path.name in ("compare.py", "__main__.py"):
            continue
        text = path.read_text(encoding="utf-8")
        imports = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.ImportFrom)]
        assert not [n for n in imports for name in n.names if name.name == "compare"], path.name
        assert "yardstick" not in text.lower(), path.name
        assert "official_boundaries" not in text, path.name


def test_a_missing_package_is_told(tmp_path, monkeypatch, capsys):
    def fail(_):
        raise fetch.FetchError("thing 1.0: no such version")

    monkeypatch.setattr(assemble, "read", fail)
    assert program.main(["--target", str(tmp_path / "x.gpkg")]) == 1
    assert "thing 1.0: no such version" in capsys.readouterr().err
