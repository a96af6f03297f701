"""The web page in real browser engines, from disk, with the network off."""

from collections import namedtuple

import pytest

from app.exports.options import PageOptions
from app.exports.parity.contents import contents_of_scene
from app.exports.web import write_html
from layers.programs import load_programs
from layers.texts import Texts
from tests.app.exports.page_steps import PHONE_STEPS, STEPS, values_of
from tests.browser.chromium import visit as visit_in_chromium
from tests.browser.engines import ENGINES, without_chromium

Seen = namedtuple("Seen", "found of scene")


@pytest.fixture(scope="module", params=ENGINES)
def seen(request, tmp_path_factory, scene_of):
    page = tmp_path_factory.mktemp("page") / "map.html"
    scene = scene_of()
    write_html(page, scene, PageOptions(), Texts("en"), load_programs())
    found = request.param(page, list(STEPS.values()))
    return Seen(found, values_of(STEPS, found), scene)


def overlapping(boxes, others):
    return [
        (one[0], other[0])
        for one in boxes
        for other in others
        if one is not other
        and one[1] < other[3] - 1
        and other[1] < one[3] - 1
        and one[2] < other[4] - 1
        and other[2] < one[4] - 1
    ]


def test_nothing_is_asked_of_any_network(seen):
    assert seen.found.requests == []


def test_the_policy_refuses_nothing_that_the_page_does(seen):
    assert seen.found.reports == []


def test_the_console_is_silent(seen):
    assert seen.found.console == []


def test_every_feature_of_the_scene_is_on_the_map(seen):
    contents = contents_of_scene(seen.scene)
    assert seen.of["features"] == {layer.id: list(layer.features) for layer in contents.layers}
    assert list(seen.of["features"]) == [layer.id for layer in contents.layers]


def test_the_legend_is_that_of_the_scene(seen):
    shown = {}
    for row in seen.of["legend"]:
        texts = row["entries"] or ([row["row"]] if row["symbols"] else [])
        shown[row["row"].split(",")[0]] = (texts, row["note"], row["symbols"])
    expected = {
        section.name: (
            [entry.text for entry in section.entries],
            section.note,
            len(section.entries),
        )
        for section in seen.scene.legend
    }
    assert shown == expected


def test_the_switch_tells_how_many_there_are(seen):
    counts = {row["row"].split(",")[0]: row["count"] for row in seen.of["legend"]}
    assert counts["Model precincts"] == "3 / 50"
    assert counts["Delegations"] == "19"
    assert counts["Anti-extortion units"] == "20 / 21"
    assert counts["Rivers"] == ""
    assert seen.of["groups"] == ["Programs", "Areas", "Base map"]


def test_title_language_scale_and_credits_are_shown(seen):
    title = seen.scene.title
    assert seen.of["title"] == [title, title, "en"]
    assert seen.of["scale"].endswith(" km")
    for credit in seen.scene.credits:
        for source in credit.short.split(" · "):
            assert source in seen.of["credits"]


def test_names_stand_apart_from_each_other_and_from_symbols(seen):
    for names in (seen.of["names"], seen.of["near"]):
        assert len(names) > 10
        assert overlapping(names, names) == []
    symbols = [symbol for symbol in seen.of["symbols"] if symbol[3] - symbol[1] > 15]
    assert len(symbols) > 30
    assert overlapping(seen.of["names"], symbols) == []
    written = {name[0] for name in seen.of["names"]}
    assert {"Santa Ana", "Chalatenango", "Guatemala", "Honduras"} <= written
    # The country needs no name where its delegations bear theirs.
    assert "El Salvador" not in written


def test_the_search_knows_neither_accents_nor_case(seen):
    found = seen.of["search"]
    assert "Anti-extortion unit, Ahuachapán | Anti-extortion units" in found
    assert "Ahuachapán | Delegations" in found
    # Names that begin with it come first.
    assert found[0].startswith("Ahuachapán")
    expanded, said, first = seen.of["search said"]
    assert expanded == "true"
    assert said == f"{len(found)} found"
    assert first.startswith("Ahuachapán")
    assert seen.of["search down"] != first
    hidden, title = seen.of["search chosen"]
    assert hidden
    assert "Ahuachapán" in title
    assert seen.of["search nothing"][0] == "Nothing found"
    assert seen.of["search nothing"][2]


def test_the_other_language_is_in_the_same_file(seen, scene_of):
    spanish = scene_of("es")
    language, title, name, focus, selected, home = seen.of["other language"]
    assert (language, title) == ("es", spanish.title)
    assert name == "Unidad antiextorsión, Santa Ana"
    assert focus == "language"
    assert selected == 1
    assert home == "Mostrar todo el país"
    assert seen.of["other features"] == seen.of["features"]
    names = [section.name for section in spanish.legend]
    assert all(any(shown.startswith(name) for shown in seen.of["other legend"]) for name in names)


def test_the_other_look_is_in_the_same_file(seen):
    theme, colour, label = seen.of["other look"]
    assert theme == "dark"
    assert min(map(int, colour[4:-1].split(","))) > 180
    assert label == "Aspecto claro"
    assert seen.of["as before"] == ["light", seen.scene.title]


def test_every_control_has_a_name(seen):
    assert seen.of["unnamed controls"] == 0


def test_layers_are_switched_off_and_on(seen):
    assert seen.of["switch off"] == {
        layer.id: layer.layer_id != "border-points" for layer in seen.scene.layers
    }
    assert all(seen.of["switch on"].values())
    without = {name[0] for name in seen.of["names without"]}
    assert "Chalatenango" not in without
    assert "El Salvador" in without


def test_a_click_shows_facts_bases_program_and_sources(seen):
    text = seen.of["marker"]
    for line in (
        "Anti-extortion unit, Santa Ana",
        "as of 2019",
        "That it exists: documented",
        "lists none by name",
        "Place inferred",
        "an inference",
        "Anti-extortion unit of a delegation",
        "conviction rate, San Salvador task force",
        "INL, El Salvador Summary",
    ):
        assert line in text
    assert seen.of["marked"] == 1
    assert seen.of["focus"] == "details"


def test_sources_are_links_that_give_nothing_away(seen):
    assert "La Hachadura" in seen.of["border point"]
    assert len(seen.of["links"]) > 3
    for address, rel, target in seen.of["links"]:
        assert address.startswith(("https://", "http://"))
        assert (rel, target) == ("noopener noreferrer", "_blank")
    assert "https://www.soest.hawaii.edu/pwessel/gshhg/" in seen.of["sources"]
    assert "Licence: LGPL-3.0-or-later" in seen.of["sources"]


def test_escape_closes_the_details(seen):
    assert seen.of["escape"] == [True, 0]


def test_an_area_is_outlined(seen):
    assert "Chalatenango" in seen.of["area"]
    assert "Number of municipalities" in seen.of["area"]
    assert seen.of["outline"] == 1


def test_a_layer_lists_its_features_with_and_without_a_place(seen):
    assert "features (50)" in seen.of["layer"].lower()
    assert seen.of["records"] == [
        "Usulután model precinct",
        "Lourdes precinct, Colón",
        "Santa Ana precinct",
    ]
    assert seen.of["others"] == 47
    assert "Place not published" in seen.of["record"]
    assert "Zoom to" not in seen.of["record"]
    assert "Usulután model precinct" in seen.of["back"]


def test_a_program_tells_its_dossier(seen):
    program = load_programs().program("model-precincts")
    text = " ".join(seen.of["program"].split())
    assert program.name.en in text
    for event in program.events:
        assert " ".join(event.text.en.split()) in text
    for note in program.notes:
        assert " ".join(note.text.en.split()) in text


def test_nobody_gets_lost(seen):
    assert seen.of["far"] == seen.of["farthest"] > 5
    assert seen.of["lost"] is True


@without_chromium
def test_on_a_phone_layers_and_details_are_sheets(tmp_path, scene_of):
    page = tmp_path / "map.html"
    write_html(page, scene_of(), PageOptions(), Texts("en"), load_programs())
    found = visit_in_chromium(page, list(PHONE_STEPS.values()), size=(390, 844), touch=True)
    of = values_of(PHONE_STEPS, found)
    assert (found.requests, found.reports, found.console) == ([], [], [])
    assert of["size"] == [390, 844]
    assert of["map"] > 600
    visible = [of["layers at first"], of["layers opened"], of["layers closed"]]
    assert visible == [False, True, False]
    assert of["focus"] == "close-layers"
    symbol, map_, details = of["chosen"]
    assert map_[3] <= details[1] < 844
    assert map_[0] <= symbol[0] < symbol[2] <= map_[2]
    assert map_[1] <= symbol[1] < symbol[3] <= map_[3]


def test_without_scripts_the_page_says_what_it_needs(tmp_path, scene_of):
    page = tmp_path / "map.html"
    write_html(page, scene_of("es"), PageOptions(), Texts("es"), load_programs())
    words = page.read_text(encoding="utf-8").split("<noscript>")[1].split("</noscript>")[0]
    assert "JavaScript" in words
