"""What legend and page say where points are drawn as density."""

from dataclasses import replace

from layers.density_note import density_text, with_density_notes
from layers.scene import LegendSection
from layers.texts import Texts
from tests.app.canvas.drawing import marker, scene_layer, scene_with


def _section(layer_id, note=""):
    return LegendSection(layer_id, layer_id.title(), (), note)


def _scene():
    layers = [
        replace(scene_layer([(0, 0)], marker(), id=name), layer_id=name, name=name.title())
        for name in ("shops", "wells")
    ]
    legend = (_section("wells", note="2 placed"), _section("shops"))
    return replace(scene_with(*layers), legend=legend)


def test_the_legend_tells_it_of_those_layers_alone():
    told = with_density_notes(_scene(), ["wells"], Texts("en")).legend
    assert told[0].note == "2 placed; drawn as density: the stronger, the more points"
    assert told[1].note == ""


def test_nothing_changes_where_every_point_is_a_symbol():
    scene = _scene()
    assert with_density_notes(scene, [], Texts("en")) is scene
    assert density_text(scene, [], Texts("en")) == ""


def test_a_page_names_the_layers_from_the_top_down():
    words = density_text(_scene(), ["shops", "wells"], Texts("es"))
    assert words == "Wells, Shops: dibujado como densidad; cuanto más intenso, más puntos"
