"""The web page as a file: one piece, the same at every run, with all the scene holds."""

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from app.exports.options import PageOptions
from app.exports.parity.contents import (
    ParityError,
    contents_of_page,
    contents_of_scene,
    differences,
)
from app.exports.report import ExportError
from app.exports.sealing.seal import State, check, manifest_for, sealed
from app.exports.web import MOST_FEATURES, html_text, write_html
from geodata.geometry import Family, from_points, from_shapely
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.document import Layer, MapState
from layers.programs import load_programs
from layers.sampling import sampled
from layers.scene_builder import SceneBuilder
from layers.style import (
    Categorized,
    Category,
    Graduated,
    PointSymbol,
    PolygonSymbol,
    Proportional,
    Single,
    Style,
)
from layers.texts import Texts

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def programs():
    return load_programs()


@pytest.fixture(scope="module")
def page(scene_of, programs):
    return html_text(scene_of(), PageOptions(), Texts("en"), programs)


class Tags(HTMLParser):
    """Collects the tags of a page with their attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_the_file_is_the_page(tmp_path, scene, texts, programs, page):
    report = write_html(tmp_path / "map.html", scene, PageOptions(), texts, programs)
    assert report.path == tmp_path / "map.html"
    written = report.path.read_bytes()
    assert check(written).state is State.SOUND
    assert written == sealed(page.encode("utf-8"), manifest_for(scene))


def test_a_file_that_cannot_be_written_is_told(tmp_path, scene, texts, programs):
    with pytest.raises(ExportError, match="no such folder"):
        write_html(tmp_path / "none" / "map.html", scene, PageOptions(), texts, programs)


def test_the_page_is_small(page):
    assert len(page.encode("utf-8")) < 0.8 * MEGABYTE


def test_what_records_share_is_written_once(page):
    """In both languages, and every record still has its own."""
    data = json.loads(page.partition('id="atlas-data">')[2].partition("</script>")[0])
    parts = [json.dumps(part) for part in data["shared"]]
    assert len(parts) == len(set(parts))
    (stations,) = [layer for layer in data["layers"] if layer["id"] == "model-precincts"]
    spanish = data["others"]["es"]["layers"][data["layers"].index(stations)]["features"]
    for features, words in (
        (stations["features"], "place not published"),
        (spanish, "lugar no publicado"),
    ):
        (number,) = features[9]["position"]
        assert words in data["shared"][number][0]
        assert all(data["shared"][number] for number in features[9]["sources"])
    used = set()
    for layer in (*data["layers"], *data["others"]["es"]["layers"]):
        for feature in filter(None, layer["features"] or ()):
            for key in ("honesty", "existence", "position", "facts", "sources"):
                used.update(feature.get(key, ()))
    assert used == set(range(len(parts)))


def test_the_page_with_every_layer_on_is_below_its_limit(data, programs):
    state = builtin_map(data)
    layers = tuple(replace(layer, visible=True, possible_areas=True) for layer in state)
    scene = SceneBuilder(data).build(replace(state, layers=layers), Texts("es"))
    page = html_text(scene, PageOptions(), Texts("es"), programs)
    assert len(page.encode("utf-8")) < 1.5 * MEGABYTE
    assert differences(contents_of_scene(scene), contents_of_page(page)) == ()


def test_nothing_in_the_page_is_loaded_from_elsewhere(page):
    for tag, attributes in Tags(page).found:
        assert not attributes.keys() & {"src", "srcset", "data", "poster", "background", "style"}
        assert not any(name.startswith("on") for name in attributes)
        assert tag not in ("link", "iframe", "object", "embed", "base", "form")
        assert attributes.get("href", "#").startswith("#")
    assert all(
        address.startswith(("data:", "#")) for address in re.findall(r"url\(([^)]+)\)", page)
    )
    assert "@import" not in page
    assert "sourceMappingURL" not in page


def test_the_page_says_its_language_and_lets_readers_enlarge_it(scene_of, programs):
    texts = Texts("es")
    tags = Tags(html_text(scene_of("es"), PageOptions(), texts, programs)).found
    assert ("html", {"lang": "es"}) in tags
    (viewport,) = (found for tag, found in tags if found.get("name") == "viewport")
    assert "maximum-scale" not in viewport["content"]
    assert "user-scalable" not in viewport["content"]


def test_the_title_is_text(scene_of, programs):
    title = "{{ 1 }} </title><script>alert(1)</script> & `x`"
    page = html_text(scene_of(title=title), PageOptions(), Texts("en"), programs)
    assert page.count("<script") == 5
    assert "alert(1)</script>" not in page
    assert contents_of_page(page).title == title


def test_the_bytes_are_the_same_in_any_process(page):
    script = (
        "import hashlib; from app.exports.options import PageOptions;"
        "from app.exports.web import html_text; from geodata.builtin import BuiltinData;"
        "from layers.builtin_map import builtin_map; from layers.programs import load_programs;"
        "from layers.scene_builder import SceneBuilder; from layers.texts import Texts;"
        "data, texts = BuiltinData(), Texts('en');"
        "scene = SceneBuilder(data).build(builtin_map(data), texts);"
        "page = html_text(scene, PageOptions(), texts, load_programs());"
        "print(hashlib.sha256(page.encode()).hexdigest())"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.split() == [hashlib.sha256(page.encode()).hexdigest()]


def test_the_page_names_nothing_of_the_machine_that_made_it(page):
    for secret in (str(ROOT), str(Path.home()), os.environ.get("USER") or "/root", "tmp"):
        assert f"{secret}/" not in page


def test_folium_is_imported_for_an_export_only_and_left_as_it_was(page):
    script = (
        "import sys, app.exports.web, app.exports.web_data, app.web_preview;"
        "assert not {'folium', 'branca', 'PySide6.QtWebEngineCore'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
    from folium import Map

    assert len(Map.default_js) == 4
    assert len(Map.default_css) == 6


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_page_holds_what_the_scene_holds_in_every_language_and_look(
    scene_of, programs, language, theme
):
    scene = scene_of(language, theme)
    page = html_text(scene, PageOptions(), Texts(language), programs)
    assert differences(contents_of_scene(scene), contents_of_page(page)) == ()
    other_look = "dark" if theme == "light" else "light"
    for spoken in ("en", "es"):
        for look in (theme, other_look):
            expected = contents_of_scene(scene_of(spoken, look))
            found = contents_of_page(page, spoken, look)
            assert differences(expected, found) == ()


def test_what_was_tampered_with_in_the_other_language_is_noticed(scene_of, page):
    expected = contents_of_scene(scene_of("es"))
    for before, after in (
        ("Precintos modelo, lugar aproximado", "Precintos modelo"),
        ("El Salvador: programas", "Salvador: programas"),
    ):
        assert before in page
        changed = page.replace(before, after)
        assert differences(expected, contents_of_page(changed, "es"))


def test_what_was_tampered_with_is_noticed(scene, page):
    expected = contents_of_scene(scene)
    for before, after in (
        ('"row":2,', '"row":3,'),
        ("Model precincts, place approximate", "Model precincts"),
        ("0072b2", "0072b3"),
        ("Chalatenango", "Chalatenanga"),
        ('"title":"El Salvador', '"title":"Salvador'),
    ):
        assert before in page
        assert differences(expected, contents_of_page(page.replace(before, after)))


def test_a_page_of_somebody_else_is_refused():
    with pytest.raises(ParityError, match="no data of the atlas"):
        contents_of_page("<html><script>1</script></html>")
    with pytest.raises(ParityError, match="cannot be read"):
        contents_of_page('<script id="atlas-data">{"title": 1}</script>')


def own_layer(id_, table, symbol, name=None, **options):
    style = Style(options.pop("renderer", None) or Single(symbol), **options)
    return Layer(id_, "own", style, name=name or id_), table


def scene_with(data, *own):
    state = builtin_map(data)
    layers = (*state.layers, *(layer for layer, _ in own))
    tables = {layer.id: table for layer, table in own}
    return SceneBuilder(data).build(replace(state, layers=layers, tables=tables), Texts("en"))


def test_unusual_layers_are_as_in_the_scene(data, programs):
    point = PointSymbol("star", "#123456", 20)
    empty = FeatureTable("empty", np.empty(0, object), from_points(np.empty((0, 2))), {})
    unnamed = FeatureTable(
        "unnamed",
        np.array(["a", "b", "c"], object),
        from_points(
            np.array([[-89.0, 13.7], [-88.9, 13.6], [0, 0]]), np.array([True, True, False])
        ),
        {
            "name": np.array(["", None, "somewhere"], object),
            "kind": np.array(["x", "y", "x"], object),
        },
    )
    import shapely

    holed = shapely.box(-89.5, 13.5, -89, 14).difference(shapely.box(-89.3, 13.6, -89.2, 13.7))
    two = shapely.MultiPolygon([holed, shapely.box(-88, 13.5, -87.9, 13.6)])
    areas = FeatureTable(
        "areas",
        np.array(["two", "none"], object),
        from_shapely(np.array([two, None], object), Family.POLYGON),
        {"name": np.array(["Two parts", "Nowhere"], object)},
    )
    only_x = Categorized("kind", (Category("x", point),), other=None)
    scene = scene_with(
        data,
        own_layer("empty", empty, point),
        own_layer("unnamed", unnamed, point, renderer=only_x),
        own_layer("areas", areas, PolygonSymbol("#ff0000", hatch="#00ff00", opacity=0.5)),
    )
    contents = contents_of_page(html_text(scene, PageOptions(), Texts("en"), programs))
    assert differences(contents_of_scene(scene), contents) == ()
    drawn = {layer.id: layer.features for layer in contents.layers}
    assert drawn["empty"] == ()
    assert drawn["unnamed"] == (0,)
    assert drawn["areas"] == (0,)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_classes_and_sizes_are_as_in_the_scene(data, programs, theme):
    symbol = PointSymbol("circle", "#0072b2", 40)
    sizes = Proportional("homicides_2017", symbol, 1000.0)
    areas = tuple(PolygonSymbol(colour) for colour in ("#deebf7", "#6baed6", "#08519c"))
    classes = Graduated(
        "density_2007_per_km2", (100.0, 500.0, 9000.0), areas, PolygonSymbol("#eeeeee")
    )
    state = builtin_map(data)
    for layer_id, renderer in (("departments", sizes), ("municipalities", classes)):
        layer = state.layer(layer_id)
        layer = replace(layer, visible=True, style=replace(layer.style, renderer=renderer))
        state = state.with_layer(layer)
    scene = SceneBuilder(data).build(state, Texts("es"), theme)
    page = html_text(scene, PageOptions(), Texts("es"), programs)
    found = contents_of_page(page)
    assert differences(contents_of_scene(scene), found) == ()
    told = {section.layer_id: section for section in found.legend}
    assert told["departments"].measure == "Homicidios 2017"
    assert [text for _, text, nested in told["departments"].entries if nested] == [
        *("1,000", "200", "50")
    ]
    assert any("Nuevo Cuscatlán" in remark for remark in told["municipalities"].remarks)


def test_a_page_holds_a_part_of_a_large_layer_and_says_so(tmp_path, data, programs, texts):
    count = MOST_FEATURES + 1
    places = np.random.default_rng(1).uniform((-90, 13), (-88, 14), (count, 2))
    ids = np.array([str(number) for number in range(count)], object)
    table = FeatureTable("many", ids, from_points(places), {})
    layer, table = own_layer("many", table, PointSymbol("circle", "#123456", 8), name="My posts")
    scene = SceneBuilder(data).build(MapState((layer,), tables={"many": table}), texts)
    report = write_html(tmp_path / "map.html", scene, PageOptions(), texts, programs)
    assert report.notes == ("“My posts”: the page holds 5,000 of 5,001 features",)
    page = report.path.read_text(encoding="utf-8")
    assert "This page holds 5,000 of 5,001 features; the atlas has them all" in page
    (found,) = contents_of_page(page).layers
    assert len(found.features) == MOST_FEATURES
    part, thinned = sampled(scene, MOST_FEATURES)
    assert thinned == {"many": count}
    assert differences(contents_of_scene(part), contents_of_page(page)) == ()


def test_the_page_opens_with_the_area_that_was_asked_for(scene, texts, programs):
    area = (-9_950_000.0, 1_500_000.0, -9_900_000.0, 1_540_000.0)
    options = PageOptions(area=area, area_name="Santa Ana (department)")
    page = html_text(scene, options, texts, programs)
    assert '"view":[-9950000,1500000,-9900000,1540000]' in page
    assert '"subtitle":"Santa Ana (department)"' in page
