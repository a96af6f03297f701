"""Styles as text: every style comes back, nothing else gets in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.builtin_map import default_styles
from layers.style_text import StyleTextError, style_from_text, style_text
from tests.layers import document_strategies


@pytest.mark.parametrize(
    "style", [*default_styles().values(), *document_strategies._STYLES], ids=lambda _: ""
)
def test_every_style_comes_back(style):
    assert style_from_text(style_text(style)) == style


@given(st.text(max_size=200))
def test_other_text_is_refused(text):
    with pytest.raises(StyleTextError):
        style_from_text(text)


def altered(change):
    content = json.loads(style_text(default_styles()["towns"]))
    change(content)
    return json.dumps(content)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.pop("format"),
        lambda content: content.update(version=2),
        lambda content: content.update(style=None),
        lambda content: content["style"].update(renderer={"symbol": {"marker": "skull"}}),
        lambda content: content["style"]["renderer"]["symbol"].update(color="url(http://x)"),
        lambda content: content["style"]["renderer"]["symbol"].update(size=1e9),
        lambda content: content["style"]["label"].update(size="large"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change):
    with pytest.raises(StyleTextError):
        style_from_text(altered(change))


def test_what_is_endless_is_refused_at_once():
    with pytest.raises(StyleTextError):
        style_from_text("[" * 2_000_000)
    with pytest.raises(StyleTextError):
        style_from_text("[" * 100_000)
