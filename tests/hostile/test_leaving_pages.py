"""Promise 6 for pages and atlases: what is restricted is on none of them, in no word of them."""

import io
import re
import zipfile
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from pypdf import PdfReader

from app.exports.atlas_export import write_atlas
from app.exports.atlas_job import AtlasJob
from app.exports.formats import format_of
from app.exports.options import PageOptions, layout_options
from app.fonts import register_fonts
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.atlas_leaving import leaving_atlas
from layers.atlas_pages import AtlasError
from layers.builtin_map import builtin_map
from layers.document import Layer
from layers.layouts import paper_layout
from layers.leaving import Sender
from layers.scene_builder import SceneBuilder
from layers.sharing import Mark, Positions, Sharing
from layers.style import LabelStyle, PointSymbol, Single, Style
from layers.texts import Texts
from tests.app.exports.readable import readable_parts

TEXTS = Texts("en")
SECRETS = ("Zqxj7layer", "Zqxj7one", "Zqxj7two")
RESTRICTED = Sharing(Mark.RESTRICTED)
FILES = ("map.pdf", "map.svg", "atlas.pdf", "atlas.pptx", "atlas.html")


@pytest.fixture(scope="module", autouse=True)
def _fonts(qapp):
    register_fonts()


@pytest.fixture(scope="module")
def start(data):
    """The map with a layer of one's own whose name and records are markers."""
    places = from_points(np.array([[-89.2182, 13.6929], [-88.1779, 13.4833]]))
    names = np.array(SECRETS[1:], object)
    table = FeatureTable("own-1", np.array([1, 2]), places, {"name": names})
    style = Style(Single(PointSymbol("star", "#ff00ff", 14)), LabelStyle(field="name"))
    layer = Layer("own-1", "own", style, name=SECRETS[0])
    state = builtin_map(data)
    return replace(state, layers=(*state.layers, layer), tables=MappingProxyType({"own-1": table}))


def marked(state, **sharings):
    def of(layer):
        return replace(layer, sharing=sharings.get(layer.id.replace("-", "_"), layer.sharing))

    return replace(state, layers=tuple(map(of, state.layers)))


def made(data, state, layer_id="departments", *, include_internal=True):
    return leaving_atlas(
        state, SceneBuilder(data), layer_id, TEXTS, "light", include_internal=include_internal
    )


def write(path, data, state):
    """Write a page or an atlas of San Salvador and San Miguel, where the records lie."""
    if path.stem == "map":
        scene = Sender(SceneBuilder(data)).scene(state, TEXTS, include_internal=True)
        format_of(path, TEXTS).write(path, scene, PageOptions(1200, 800), TEXTS)
    else:
        whole = made(data, state)
        pages = [page for page in whole.atlas.pages if page.title.startswith("San ")]
        assert {"San Salvador", "San Miguel"} <= {page.title for page in pages}
        numbered = (replace(page, number=at) for at, page in enumerate(pages, start=1))
        atlas = replace(whole.atlas, pages=tuple(numbered))
        options = layout_options(paper_layout("a4"), 80.0)
        write_atlas(path, AtlasJob(atlas, whole.scene, options, TEXTS))
    return path.read_bytes()


def words_of(content):
    """Return all that a reader or a program finds in a file, without white space."""
    parts = [part.decode("utf-8", "replace") for part in readable_parts(content)]
    if content.startswith(b"%PDF"):
        parts += [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            assert any(name.startswith("ppt/notesSlides/") for name in package.namelist())
    return re.sub(r"\s+", "", "".join(parts))


@pytest.mark.parametrize("name", FILES)
def test_a_restricted_layer_is_in_no_page_and_in_no_atlas(data, start, tmp_path, name):
    words = words_of(write(tmp_path / name, data, marked(start, own_1=RESTRICTED)))
    assert not any(secret in words for secret in SECRETS)
    assert "PBSsites" in words


@pytest.mark.parametrize("name", FILES)
def test_the_same_layer_would_be_found_if_it_were_public(data, start, tmp_path, name):
    words = words_of(write(tmp_path / name, data, start))
    found = [secret for secret in SECRETS if secret in words]
    assert len(found) >= 2 if name.startswith("map") else found == list(SECRETS)


def test_a_restricted_column_is_on_no_page_of_an_atlas(data, start):
    columns = Sharing(columns=(("name", Mark.RESTRICTED),))
    atlas = made(data, marked(start, own_1=columns)).atlas
    own = [p for page in atlas.pages for p in page.programs if p.layer_id == "own-1"]
    assert sum(program.count for program in own) == 2
    assert not any(secret in str(atlas) for secret in SECRETS[1:])


def test_hidden_layers_of_which_an_atlas_tells_are_left_out_and_listed(data, start):
    hidden = replace(
        start,
        layers=tuple(
            replace(layer, visible=layer.visible and layer.group != "programs") for layer in start
        ),
    )
    whole = made(data, hidden)
    assert "pbs-sites" in {layer.layer_id for layer in whole.leaving.layers}
    assert any(p.layer_id == "pbs-sites" for page in whole.atlas.pages for p in page.programs)
    internal = marked(hidden, pbs_sites=Sharing(Mark.INTERNAL))
    without = made(data, internal, include_internal=False)
    assert without.leaving.has_internal
    assert ("PBS sites", Mark.INTERNAL) in without.leaving.kept_back
    assert "PBS sites" not in str(without.atlas)
    assert made(data, internal).atlas == whole.atlas


def test_figures_of_restricted_layers_are_on_no_page(data, start):
    def told(state):
        atlas = made(data, state, "delegations").atlas
        figures = [figure for page in atlas.pages for figure in page.figures]
        return {figure.label for figure in figures}, {figure.note for figure in figures}

    labels, notes = told(start)
    assert "Plan Seguro municipalities" in labels
    assert any("of the department" in note for note in notes)
    restricted = marked(start, departments=RESTRICTED, plan_seguro_municipalities=RESTRICTED)
    labels, notes = told(restricted)
    assert "Number of municipalities" in labels
    assert "Plan Seguro municipalities" not in labels
    assert not any("of the department" in note for note in notes)


@pytest.mark.parametrize("layer_id", ["delegations", "departments"])
@pytest.mark.parametrize(
    "mark_layer", ["delegations", "departments", "municipalities", "pbs_sites"]
)
def test_an_atlas_does_without_any_column(data, start, layer_id, mark_layer):
    table = SceneBuilder(data).table(mark_layer.replace("_", "-"), start)
    columns = tuple((name, Mark.RESTRICTED) for name in sorted(table.columns))
    atlas = made(data, marked(start, **{mark_layer: Sharing(columns=columns)}), layer_id).atlas
    assert len(atlas.pages) == {"delegations": 19, "departments": 14}[layer_id]


def test_areas_that_may_not_leave_make_no_atlas(data, start):
    with pytest.raises(AtlasError, match="“Departments” is marked"):
        made(data, marked(start, departments=RESTRICTED))


def test_that_places_are_rounded_is_told_on_the_cover(data, start):
    rounded = marked(start, own_1=Sharing(positions=Positions.HUNDREDTH))
    (note,) = set(made(data, rounded).atlas.notes) - set(made(data, start).atlas.notes)
    assert note.startswith(f"{SECRETS[0]}: places rounded to 0.01 degrees")
