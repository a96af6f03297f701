"""Scenes of the built-in map, in both languages and themes."""

from dataclasses import replace
from functools import cache

import pytest

from app.fonts import register_fonts
from geodata.builtin import BuiltinData
from layers.builtin_map import builtin_map
from layers.scene_builder import SceneBuilder
from layers.texts import Texts


@pytest.fixture(scope="session")
def data():
    return BuiltinData()


@pytest.fixture(scope="session")
def fonts(qapp):
    register_fonts()


@pytest.fixture(scope="session")
def scene_of(data, fonts):
    """Return a function that makes scenes: language, theme, title."""
    builder = SceneBuilder(data)

    @cache
    def make(language="en", theme="light", title=""):
        state = replace(builtin_map(data), title=title)
        return builder.build(state, Texts(language), theme)

    return make


@pytest.fixture
def scene(scene_of):
    return scene_of()


@pytest.fixture
def texts():
    return Texts("en")
