"""The ending of a file's name tells what it will be."""

from pathlib import Path

import pytest

from app.exports.formats import FORMATS, format_of
from app.exports.report import ExportError


@pytest.mark.parametrize(
    ("name", "ending"),
    [("map.png", ".png"), ("MAP.PNG", ".png"), ("a.b.html", ".html"), ("a.htm", ".html")],
)
def test_known_endings(texts, name, ending):
    assert format_of(Path(name), texts).endings[0] == ending


@pytest.mark.parametrize("name", ["map", "map.gif", "map.png.txt", ".png", "map."])
def test_other_endings_are_refused_with_those_there_are(texts, name):
    with pytest.raises(ExportError) as caught:
        format_of(Path(name), texts)
    assert str(caught.value).startswith(f"{name}: ")
    for format_ in FORMATS:
        assert format_.endings[0] in str(caught.value)
