"""Hostile texts in every field, key and name: the web page shows them, and nothing runs."""

import contextlib
import json

import pytest

from app.exports.options import PageOptions
from app.exports.parity.contents import contents_of_page, contents_of_scene, differences
from app.exports.web import html_text, write_html
from app.exports.web_text import readable
from layers.builtin_map import builtin_map
from layers.programs import load_programs
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from tests.browser.engines import ENGINES
from tests.hostile.maps import altered_data, own_layers
from tests.hostile.texts import LONG, TEMPLATE, texts_for

# What a page of the atlas adds to the window; everything else was brought in by a text.
GLOBALS = {"L", "leaflet", "_leaflet_events", "map_atlas", "L_NO_TOUCH", "L_DISABLE_3D"}
HARNESS = {"policyReports", "stepResult"}

# Opens each own layer, its feature with a place and the one without, and reads what is shown.
READ_ALL = """((text) => {
  const texts = (selector) => [...document.querySelectorAll(selector)].map(text);
  const read = () => ({
    title: texts("#details h2")[0],
    tags: texts("#details .head .tag"),
    keys: texts("#details dt"),
    values: texts("#details dd .value"),
    notes: texts("#details .note p, #details .tile p"),
    sources: texts("#details .sources li"),
    links: [...document.querySelectorAll("#details a")].map((each) => each.href),
    elements: document.querySelectorAll("#details script, #details img, #details style").length,
  });
  return [...document.querySelectorAll("#groups > ul:first-of-type > li")].map((layer) => {
    layer.querySelector(".name").click();
    const found = { row: text(layer.querySelector(".name")), layer: read(), features: [] };
    const count = Math.min(4, document.querySelectorAll("#details .record").length);
    for (let number = 0; number < count; number += 1) {
      layer.querySelector(".name").click();
      document.querySelectorAll("#details .record")[number].click();
      found.features.push(read());
    }
    return found;
  });
})"""
READ = f"{READ_ALL}((each) => each.textContent)"
# Of long texts their length and a sum is enough.
SUM = """((each) => { let sum = 0;
  for (const sign of each.textContent) sum = (sum * 31 + sign.codePointAt(0)) % 1000003;
  return `${each.textContent.length} ${sum}`; })"""
ADDED = """(() => {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const plain = new Set(Object.getOwnPropertyNames(frame.contentWindow));
  frame.remove();
  return Object.getOwnPropertyNames(window).filter((name) => !plain.has(name) && isNaN(name));
})()"""
HEADING = '[document.title, document.querySelector("h1").textContent]'
TIPS = """[...document.querySelectorAll(".marker")].slice(-40).map((marker) => {
  marker.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
  return document.querySelector(".leaflet-tooltip strong")?.textContent ?? "";
})"""


@pytest.fixture(scope="module")
def programs():
    return load_programs()


@pytest.fixture
def folder(tmp_path):
    """A folder that a hostile text would make."""
    target = tmp_path / "made_by_a_text"
    yield target
    assert not target.exists(), "a text ran as code"


@pytest.fixture(params=ENGINES)
def visit(request):
    return request.param


def test_own_layers_are_shown_as_they_are(tmp_path, folder, data, programs, visit):
    texts = texts_for(folder)
    title, below = " ".join(texts.values()), builtin_map(data).layers
    scene = SceneBuilder(data).build(own_layers(texts, title, below), Texts("en"))
    page = tmp_path / "map.html"
    write_html(page, scene, PageOptions(area_name=title), Texts("en"), programs)
    found = visit(page, [ADDED, HEADING, READ, TIPS, "window.pwned ?? null"])
    added, (document_title, heading), layers, tips, pwned = found.values
    assert (found.requests, found.reports, found.console) == ([], [], [])
    assert pwned is None
    assert set(added) <= GLOBALS | HARNESS
    assert heading == readable(title)
    # Of what is no writing a browser leaves out of a title what it likes.
    assert document_title.startswith("{{ cycler.__init__.__globals__.os.mkdir(")
    assert any(tips)
    # Own layers stand at the top, the last one first.
    for layer, text in zip(layers, reversed(texts.values()), strict=True):
        check_layer(layer, readable(text))


def check_layer(layer, text):
    assert layer["row"] == text
    assert layer["layer"]["title"] == text
    for feature in layer["features"]:
        assert feature["title"] == (text or feature["title"])
        assert feature["tags"][0] == text
        assert feature["keys"] == [text, f"{text} 2"]
        assert feature["values"] == [text, text]
        assert set(feature["notes"]) == {text} - {""}
        assert feature["elements"] == 0
        assert all(link.startswith(("http://", "https://")) for link in feature["links"])
        for source in feature["sources"]:
            assert source in text


def test_altered_built_in_data_is_shown_as_it_is(tmp_path, folder, programs, visit):
    # SQLite holds no halves of surrogate pairs.
    text = readable(" ".join(texts_for(folder).values()))
    data = altered_data(tmp_path / "altered.gpkg", text)
    scene = SceneBuilder(data).build(builtin_map(data), Texts("es"))
    page = tmp_path / "map.html"
    write_html(page, scene, PageOptions(), Texts("es"), programs)
    sources = (
        'document.querySelector(".credits").click(), document.querySelector("#details").innerText'
    )
    found = visit(page, [ADDED, READ, sources, "window.pwned ?? null"])
    added, layers, _, pwned = found.values
    assert (found.requests, found.reports, found.console) == ([], [], [])
    assert pwned is None
    assert set(added) <= GLOBALS | HARNESS
    assert len(layers) == 5
    for layer in layers:
        assert layer["layer"]["title"] == text
        for feature in layer["features"]:
            assert feature["title"] == text
            assert feature["elements"] == 0


def test_a_megabyte_of_text_is_shown_whole(tmp_path, data, programs, visit):
    scene = SceneBuilder(data).build(own_layers({"long": LONG}, "t"), Texts("en"))
    page = tmp_path / "map.html"
    write_html(page, scene, PageOptions(), Texts("en"), programs)
    found = visit(page, [f"{READ_ALL}({SUM})", "window.pwned ?? null"])
    (layer,), pwned = found.values
    assert pwned is None
    assert (found.requests, found.reports, found.console) == ([], [], [])
    once, twice = summed(LONG), summed(f"{LONG} 2")
    assert layer["row"] == layer["layer"]["title"] == once
    for feature in layer["features"]:
        assert feature["title"] == feature["tags"][0] == once
        assert feature["keys"] == [once, twice]
        assert {*feature["values"], *feature["notes"]} == {once}
        assert feature["elements"] == 0


def summed(text):
    total = 0
    for sign in text:
        total = (total * 31 + ord(sign)) % 1000003
    return f"{len(text)} {total}"


@pytest.mark.parametrize("name", texts_for("x"))
def test_each_text_alone_is_in_the_page_as_data_only(folder, data, programs, name):
    text = texts_for(folder)[name]
    scene = SceneBuilder(data).build(own_layers({name: text}, text), Texts("es"))
    page = html_text(scene, PageOptions(area_name=text), Texts("es"), programs)
    assert differences(contents_of_scene(scene), contents_of_page(page)) == ()
    before, _, after = page.partition('<script type="application/json"')
    block, _, behind = after.partition("</script>")
    assert json.loads(block.partition(">")[2])["title"] == readable(text)
    assert page.count("<script") == 5
    assert "pwned" not in behind
    head, _, rest = before.partition("<title>")
    shown, _, rest = rest.partition("</title>")
    assert not set(shown) & set("<>\"'`{}$")
    assert "pwned" not in head + rest


def test_folium_itself_would_run_the_text(tmp_path):
    """The danger is real: what the page guards against happens where data goes to folium."""
    from folium import Map
    from folium.map import Popup

    folder = tmp_path / "made"
    map_ = Map(tiles=None)
    map_.add_child(Popup(TEMPLATE.replace("FOLDER", str(folder))))
    with contextlib.suppress(Exception):
        map_.get_root().render()
    assert folder.is_dir()
