"""What leaves by the command line: listed, marked, asked for."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from app.cli import main
from app.exports.parity.contents import contents_of_page
from geodata.builtin import BuiltinData
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.document import Layer
from layers.project import write_project
from layers.sharing import Mark, Positions, Sharing
from layers.style import LabelStyle, PointSymbol, Single, Style

SECRET = "SECRET-51c9"


def run(capsys, *arguments):
    status = main(["--language", "en", *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def project(tmp_path, qapp):
    """Return a function that writes a project with a layer of marked data."""

    def write(sharing):
        table = FeatureTable(
            "own-1",
            np.array([1, 2]),
            from_points(np.array([[-89.2182, 13.6929], [-88.1779, 13.4833]])),
            {
                "name": np.array(["Post one", "Post two"], object),
                "phone": np.array([f"{SECRET}-a", f"{SECRET}-b"], object),
            },
        )
        style = Style(Single(PointSymbol("circle", "#cc79a7", 9)), LabelStyle(field="name"))
        layer = Layer("own-1", "own", style, name="My posts", sharing=sharing)
        state = builtin_map(BuiltinData())
        state = replace(
            state, layers=(*state.layers, layer), tables=MappingProxyType({"own-1": table})
        )
        path = tmp_path / "secret-folder" / "my.atlas"
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            write_project(file, path, state, {})
        return path

    return write


def test_list_tells_all_and_writes_nothing(capsys, tmp_path, project):
    path = project(Sharing(columns=(("phone", Mark.RESTRICTED),), positions=Positions.HUNDREDTH))
    page = tmp_path / "map.html"
    status, out, err = run(capsys, "export", page, "--project", path, "--list")
    assert (status, err) == (0, "")
    assert not page.exists()
    lines = [line.strip() for line in out.splitlines()]
    start = lines.index("My posts · 2")
    assert lines[start : start + 5] == [
        "My posts · 2",
        "Places rounded to 0.01 degrees (about 1 km)",
        "Names on the map: name",
        "Columns of all 2 records: name, Note on its place",
        "Columns left out: phone",
    ]
    assert "Language: English, Español" in lines
    assert SECRET not in out


def test_restricted_columns_are_in_no_file(capsys, tmp_path, project):
    path = project(Sharing(columns=(("phone", Mark.RESTRICTED),)))
    files = [tmp_path / name for name in ("map.html", "map.png")]
    options = ("--project", path, "--internal", "--size", "600x400")
    assert run(capsys, "export", *files, *options)[0] == 0
    for file in files:
        content = file.read_bytes()
        assert SECRET.encode() not in content
        assert b"secret-folder" not in content
    assert "Post one" in files[0].read_text(encoding="utf-8")


def test_internal_data_needs_a_word(capsys, tmp_path, project):
    path, page = project(Sharing(Mark.INTERNAL)), tmp_path / "map.html"
    status, _, err = run(capsys, "export", page, "--project", path)
    assert status == 1
    assert "--public" in err
    assert not page.exists()
    status, _, err = run(capsys, "export", page, "--project", path, "--public")
    assert status == 0
    assert "left out: My posts" in err
    assert "own-1" not in {layer.id for layer in contents_of_page(page.read_text()).layers}
    assert SECRET not in page.read_text()
    assert run(capsys, "export", page, "--project", path, "--internal")[0] == 0
    assert SECRET in page.read_text()


def test_a_project_that_is_none_is_told(capsys, tmp_path, qapp):
    status, _, err = run(capsys, "export", tmp_path / "a.png", "--project", tmp_path / "no.atlas")
    assert status == 1
    assert "there is no file no.atlas" in err


def test_an_atlas_lists_and_asks_as_every_export_does(capsys, tmp_path, project):
    path, file = project(Sharing(Mark.INTERNAL)), tmp_path / "atlas.pptx"
    asked = ("export", file, "--project", path, "--atlas", "departments")
    status, _, err = run(capsys, *asked)
    assert status == 1
    assert "--public" in err
    status, out, err = run(capsys, *asked, "--internal", "--list")
    assert (status, err) == (0, "")
    lines = [line.strip() for line in out.splitlines()]
    assert "My posts · 2" in lines
    assert "Columns of all 2 records: name, phone" in lines
    assert "Language: English" in lines
    status, out, _ = run(capsys, *asked, "--public", "--list")
    assert status == 0
    assert "My posts (internal)" in out
    assert not file.exists()
