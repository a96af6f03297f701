"""Text that goes into a page comes out as it was, and means nothing on the way."""

import html
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exports.web_text import escaped, json_block, readable

ANY_TEXT = st.text(st.characters(exclude_categories=()))
DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | ANY_TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc", max_size=3), inner),
)


def expected(data):
    """The data as the page shows it."""
    if isinstance(data, str):
        return readable(data)
    if isinstance(data, list):
        return [expected(item) for item in data]
    if isinstance(data, dict):
        return {key: expected(value) for key, value in data.items()}
    return data


@given(DATA)
def test_a_block_says_what_the_data_says(data):
    assert json.loads(json_block(data)) == expected(data)


@given(ANY_TEXT)
def test_no_text_means_anything_to_html_scripts_or_templates(text):
    block = json_block([text])
    assert block.isascii()
    assert not set(block[2:-2]) & set("<>&'`{}%#$")


@pytest.mark.parametrize("text", ["</script>", "<!--", "{{ 1 }}", "{% x %}", "${x}", "`", "]]>"])
def test_what_is_known_to_break_out_is_not_in_a_block(text):
    assert text not in json_block({"a": [text, {"b": text}]})


def test_a_block_of_a_megabyte_takes_no_time_to_speak_of():
    text = '\\"{{<a>}}' * 120_000
    assert json.loads(json_block([text])) == [text]


def test_numbers_that_json_does_not_know_are_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_block([float("nan")])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\0b", "a\ufffdb"),
        ("\ud800", "\ufffd"),
        ("\udfff\ud83d", "\ufffd\ufffd"),
        ("\U0001f600", "\U0001f600"),
        ("\u202e\u2028\x07\r\n", "\u202e\u2028\x07\r\n"),
    ],
)
def test_only_what_is_no_character_of_html_is_replaced(text, shown):
    assert readable(text) == shown


@given(ANY_TEXT)
def test_escaped_text_is_the_same_text_on_one_line(text):
    result = escaped(text)
    assert not set(result) & set("<>'\"`{}%$\n\r\0")
    assert "#" not in result.replace("&#", "")
    shown = " ".join(readable(text).split())
    assert html.unescape(result) == re.sub(r"[\x00-\x1f\x7f-\x9f]", "\ufffd", shown)
