"""The ending of a file's name tells what it will be."""

from pathlib import Path

import pytest
from pptx import Presentation

from app.exports.formats import FORMATS, format_of
from app.exports.options import PageOptions
from app.exports.report import ExportError
from app.exports.sealing.seal import State, check


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


def test_a_map_becomes_one_slide_with_words_that_can_be_edited(scene, texts, tmp_path):
    options = PageOptions(notes="Para la reunión", area_name="Todo el país")
    path = tmp_path / "map.pptx"
    format_of(path, texts).write(path, scene, options, texts)
    (slide,) = Presentation(str(path)).slides
    assert slide.shapes.title.text_frame.text == scene.title
    words = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert "Para la reunión" in words
    assert any(text.startswith("Todo el país") for text in words)
    joined = " ".join(words)
    assert all(section.name in joined for section in scene.legend)
    notes = slide.notes_slide.notes_text_frame.text
    assert notes.startswith("Para la reunión\n")
    assert all(credit.citation in notes for credit in scene.credits)
    assert check(path.read_bytes()).state is State.SOUND
