"""Layers written as data from the command line."""

from dataclasses import replace

import pytest

from app.cli import main
from geodata.builtin import BuiltinData
from geodata.files.opening import open_file
from layers.builtin_map import builtin_map
from layers.commands import run as run_command
from layers.document import MapDocument
from layers.project import write_project
from layers.sharing import Mark, Sharing
from layers.table_commands import AddLayer
from tests.layers.document_strategies import own_layer, own_table


@pytest.fixture
def run(capsys):
    """Runs the atlas in this process; returns status, output, errors."""

    def run_atlas(*arguments, language="en"):
        status = main(["--language", language, *map(str, arguments)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run_atlas


def test_several_layers_in_a_geopackage_and_kml(run, tmp_path):
    files = [tmp_path / "a.gpkg", tmp_path / "a.kml"]
    status, out, err = run("save", *files, "--layers", "towns,departments")
    assert (status, err) == (0, "")
    assert out.split() == [str(path) for path in files]
    for path in files:
        tables = {layer.name: layer.table for layer in open_file(path).layers}
        assert {name: len(table) for name, table in tables.items()} == {
            "Towns": 564,
            "Departments": 14,
        }
        assert tables["Towns"].value(0, "licence") == "CC-BY-4.0"
        assert tables["Towns"].value(0, "source_url") == "https://www.geonames.org/"


@pytest.mark.parametrize("ending", ["csv", "geojson"])
def test_one_layer_alone(run, tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    status, _, err = run("save", path, "--layers", "towns,departments")
    assert status == 1
    assert "holds one layer; name one with --layers" in err
    assert not path.exists()
    assert run("save", path, "--layers", "model-precincts")[0] == 0
    (layer,) = open_file(path).layers
    assert (len(layer.table), layer.table.placed_count) == (50, 3)


def test_layers_of_a_project_by_name(run, tmp_path):
    document = MapDocument(builtin_map(BuiltinData()))
    run_command(document, AddLayer(own_layer(), own_table()))
    project = tmp_path / "plan.atlas"
    with project.open("wb") as file:
        write_project(file, project, document.state, {})
    path = tmp_path / "a.csv"
    status, _, err = run("save", path, "--layers", "Datos propios", "--project", project)
    assert (status, err) == (0, "")
    (layer,) = open_file(path).layers
    assert [layer.table.value(row, "name") for row in range(3)] == [
        "lugar 0",
        "lugar 1",
        "lugar 2",
    ]


@pytest.mark.parametrize(
    ("name", "layers", "words"),
    [
        ("a.xyz", "towns", "a.xyz: la extensión no indica el formato"),
        ("a.csv", "roads", "--layers: el mapa no tiene"),
        ("none/a.csv", "towns", "no se puede escribir a.csv"),
    ],
)
def test_what_cannot_be_written_is_told_in_one_line(run, tmp_path, name, layers, words):
    status, out, err = run("save", tmp_path / name, "--layers", layers, language="es")
    assert (status, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert words in err


def test_a_project_that_is_none_is_told(run, tmp_path):
    project = tmp_path / "plan.atlas"
    project.write_text("nothing")
    status, _, err = run("save", tmp_path / "a.csv", "--layers", "towns", "--project", project)
    assert status == 1
    assert "plan.atlas" in err


def test_a_file_without_layers_is_not_understood(run, tmp_path):
    with pytest.raises(SystemExit) as end:
        raise SystemExit(run("save", tmp_path / "a.csv")[0])
    assert end.value.code == 2


@pytest.mark.parametrize(
    ("sharing", "option", "columns"),
    [
        (Sharing(Mark.RESTRICTED), "--internal", None),
        (Sharing(Mark.INTERNAL), "--public", None),
        (Sharing(Mark.INTERNAL), "", None),
        (Sharing(Mark.INTERNAL), "--internal", {"name", "n"}),
        (Sharing(columns=(("n", Mark.RESTRICTED),)), "--internal", {"name"}),
        (Sharing(columns=(("n", Mark.INTERNAL),)), "--public", {"name"}),
        (Sharing(columns=(("n", Mark.INTERNAL),)), "", None),
    ],
)
def test_marked_data_stays_here(run, tmp_path, sharing, option, columns):
    document = MapDocument(builtin_map(BuiltinData()))
    run_command(document, AddLayer(replace(own_layer(), sharing=sharing), own_table()))
    project, file = tmp_path / "a.atlas", tmp_path / "a.gpkg"
    with project.open("wb") as target:
        write_project(target, project, document.state, {}, embed=True)
    arguments = ["save", file, "--layers", "own-1", "--project", project, *filter(None, [option])]
    status, _, _ = run(*arguments)
    if columns is None:
        assert status != 0
        assert not file.exists()
        return
    assert status == 0
    assert set(open_file(file).layers[0].table.columns) & {"name", "n"} == columns
