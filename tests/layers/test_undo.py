"""Undo after every kind of change gives back the very document."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import layers
from geodata.builtin import BuiltinData
from geodata.editing import Feature
from layers import commands, table_commands
from layers.builtin_map import builtin_map
from layers.commands import Command, CommandError, run
from layers.document import MapDocument, Placement
from tests.layers import document_strategies
from tests.layers.document_strategies import (
    OWN,
    commands_for,
    own_layer,
    own_table,
    plain,
    plain_table,
)

START = builtin_map(BuiltinData())


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_undoing_any_commands_gives_back_every_state_on_the_way(data: st.DataObject) -> None:
    document = MapDocument(START)
    states, inverses = [plain(document.state)], []
    for _ in range(data.draw(st.integers(1, 12))):
        command = data.draw(commands_for(document.state))
        inverses.append(run(document, command))
        states.append(plain(document.state))
    for inverse in reversed(inverses):
        states.pop()
        redo = run(document, inverse)
        assert plain(document.state) == states[-1]
        # What undoes the undoing leads forth and back again.
        run(document, run(document, redo))
        assert plain(document.state) == states[-1]


def test_every_kind_of_command_is_among_the_random_ones() -> None:
    kinds = set()
    for found in pkgutil.iter_modules(layers.__path__):
        module = importlib.import_module(f"layers.{found.name}")
        kinds |= {
            kind.__name__
            for _, kind in inspect.getmembers(module, inspect.isclass)
            if hasattr(kind, "apply") and hasattr(kind, "inverse") and kind is not Command
        }
    assert len(kinds) >= 17
    named = re.findall(r"\w+", inspect.getsource(document_strategies))
    assert kinds - set(named) == set()


def test_what_a_command_does_not_touch_stays_the_same_object() -> None:
    document = MapDocument(START)
    before = document.state
    run(document, commands.SetOpacity("lakes", 0.5))
    changed = [new for old, new in zip(before, document.state, strict=True) if old is not new]
    assert [layer.id for layer in changed] == ["lakes"]


def test_one_edit_copies_one_column() -> None:
    document = MapDocument(START)
    table = own_table()
    run(document, table_commands.AddLayer(own_layer(), table))
    run(document, table_commands.SetValues(OWN, "2", (("name", "cambiado"),)))
    edited = document.state.tables[OWN]
    assert edited.value(1, "name") == "cambiado"
    assert table.value(1, "name") == "lugar 1"
    assert edited.columns["n"] is table.columns["n"]
    assert edited.geometry is table.geometry


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (commands.SetVisible("nowhere", True), "no layer 'nowhere'"),
        (commands.SetOpacity("lakes", 1.5), "from 0 to 1"),
        (commands.MoveLayer("lakes", 999), "place 999"),
        (table_commands.RemoveLayer("lakes"), "not a layer of your own"),
        (table_commands.RenameLayer("lakes", "  "), "needs a name"),
        (table_commands.AddLayer(own_layer(), own_table()), "already"),
        (table_commands.SetGeometry(OWN, "9", "POINT (0 0)"), "no feature '9'"),
        (table_commands.SetGeometry(OWN, "1", "POINT (500 0)"), "longitude"),
        (table_commands.SetGeometry(OWN, "1", "LINESTRING (0 0, 1 1)"), "points, not lines"),
        (table_commands.SetGeometry(OWN, "1", "nonsense"), "no geometry"),
        (
            table_commands.InsertFeatures(OWN, (Feature("1", "POINT (0 0)", ()),)),
            "feature 1 already",
        ),
        (
            table_commands.PlaceRecord("lakes", "x", Placement(0, 91, "2026-01-01")),
            "latitude",
        ),
    ],
)
def test_a_command_that_does_not_fit_says_why_and_changes_nothing(
    command: commands.Command, message: str
) -> None:
    document = MapDocument(START)
    run(document, table_commands.AddLayer(own_layer(), own_table()))
    before = document.state
    with pytest.raises(CommandError, match=message):
        run(document, command)
    assert document.state is before


def test_an_edited_layer_is_no_longer_the_one_of_its_file() -> None:
    from dataclasses import replace

    from layers.document import FileSource

    document = MapDocument(START)
    layer = replace(own_layer(), source=FileSource("/data/a.csv", "a", "point"))
    run(document, table_commands.AddLayer(layer, own_table()))
    undo = run(document, table_commands.DeleteFeatures(OWN, ("2",)))
    assert document.state.layer(OWN).source is None
    run(document, undo)
    assert document.state.layer(OWN).source == layer.source
    assert plain_table(document.state.tables[OWN]) == plain_table(own_table())


def test_show_only_names_what_there_is() -> None:
    with pytest.raises(CommandError, match=r"it has .*border-points"):
        commands.show_only(START, frozenset({"roads"}))
    state = commands.show_only(START, frozenset({"lakes"})).apply(START)
    assert [layer.id for layer in state if layer.visible] == ["lakes"]
