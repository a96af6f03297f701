"""Promise 6: an export holds what was listed, and no path, user name or hidden column.

Markers are planted wherever something could leak from: in restricted layers and columns, in values
that styles and labels use, in paths, and in the environment.
"""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from app.exports.formats import FORMATS
from app.exports.options import PageOptions
from app.exports.sealing.seal import State, check
from app.fonts import register_fonts
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.document import FileSource, Layer
from layers.leaving import Sender
from layers.scene_builder import SceneBuilder
from layers.sharing import Mark, Sharing
from layers.style import Categorized, Category, LabelStyle, PointSymbol, Single, Style
from layers.texts import Texts
from tests.app.exports.readable import readable_parts

RED, BLUE = PointSymbol("star", "#ff0000", 14), PointSymbol("star", "#0000ff", 14)
MARK = "Zqxj7"
PLACES = np.array([[-89.2182, 13.6929], [-88.1779, 13.4833]])


def column(*values):
    return np.array(values, object)


def own(layer_id, columns, style, sharing):
    table = FeatureTable(layer_id, column(f"{MARK}id1", f"{MARK}id2"), from_points(PLACES), columns)
    source = FileSource(f"/home/{MARK}user/{MARK}file.csv", f"{MARK}layer", "point")
    name = f"{MARK}name" if sharing.mark is Mark.RESTRICTED else "Posts"
    return Layer(layer_id, "own", style, name=name, source=source, sharing=sharing), table


@pytest.fixture
def fonts(qapp):
    register_fonts()


@pytest.fixture
def state(data):
    secret = {
        "name": column("One", "Two"),
        "kind": column(f"{MARK}kind", "b"),
        "phone": column(f"{MARK}phone", f"{MARK}phone2"),
    }
    by_kind = Categorized("kind", (Category(f"{MARK}kind", RED), Category("b", BLUE)))
    marks = tuple((name, Mark.RESTRICTED) for name in ("kind", "name", "phone"))
    made = (
        own(
            "own-1", secret, Style(Single(RED), LabelStyle(field="name")), Sharing(Mark.RESTRICTED)
        ),
        own("own-2", secret, Style(by_kind, LabelStyle(field="phone")), Sharing(columns=marks)),
    )
    start = builtin_map(data)
    return replace(
        start,
        layers=(*start.layers, *(layer for layer, _ in made)),
        tables=MappingProxyType({layer.id: table for layer, table in made}),
    )


@pytest.fixture
def written(tmp_path, data, state, fonts, monkeypatch):
    """Write the map in a format, from a folder and by a user whose names are markers."""
    for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME", "COMPUTERNAME"):
        monkeypatch.setenv(name, f"{MARK}{name}")
    folder = tmp_path / f"{MARK}folder"
    folder.mkdir()

    def write(format_, language):
        texts = Texts(language)
        scene = Sender(SceneBuilder(data)).scene(state, texts, include_internal=True)
        path = folder / f"{MARK}{format_.endings[0]}"
        format_.write(path, scene, PageOptions(900, 600), texts)
        return path.read_bytes()

    return write


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.endings[0])
def test_no_marker_is_in_any_file(written, format_, language):
    content = written(format_, language)
    assert check(content).state is State.SOUND
    for part in readable_parts(content):
        assert MARK.encode() not in part
        assert MARK.encode("utf-16-be") not in part
        assert b"/home/" not in part


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.endings[0])
def test_two_runs_give_the_same_bytes(written, format_):
    assert written(format_, "es") == written(format_, "es")


def test_the_markers_would_be_found(data, state, tmp_path, fonts):
    public = replace(
        state, layers=tuple(replace(layer, sharing=Sharing()) for layer in state.layers)
    )
    texts = Texts("en")
    scene = Sender(SceneBuilder(data)).scene(public, texts)
    for format_ in FORMATS:
        if not format_.holds_facts:
            continue
        path = tmp_path / f"map{format_.endings[0]}"
        format_.write(path, scene, PageOptions(900, 600), texts)
        assert any(MARK.encode() in part for part in readable_parts(path.read_bytes()))
