"""Where an export goes: names keep their dots, and no file is replaced unasked."""

from pathlib import Path

import pytest

from app.dialogs import Dialogs
from app.exports.destination import ask_file
from layers.texts import Texts


class Answers(Dialogs):
    """Names a file, and answers whether others may be replaced."""

    def __init__(self, path, answer="cancel"):
        self.path, self.answer, self.asked = path, answer, []

    def save_file(self, _parent, _title, _suggestion, _filters):
        return self.path

    def choose(self, _parent, _title, message, choices, _details=""):
        self.asked.append(message)
        assert self.answer in dict(choices)
        return self.answer


def ask(answers, suggestion="map.png", **more):
    return ask_file(answers, None, Path(suggestion), ["*"], Texts("en"), **more)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mapa", "mapa.png"),
        ("mapa.pdf", "mapa.pdf"),
        ("mapa.docx", "mapa.docx"),
        ("Informe 26.11.2026", "Informe 26.11.2026.png"),
        ("v1.2", "v1.2.png"),
        ("St. Ana", "St. Ana.png"),
        ("niñez y prevención.", "niñez y prevención..png"),
    ],
)
def test_a_name_without_an_ending_gets_one(tmp_path, typed, meant):
    answers = Answers(tmp_path / typed)
    assert ask(answers) == tmp_path / meant
    assert answers.asked == []


@pytest.mark.parametrize(("answer", "is_replaced"), [("cancel", False), ("replace", True)])
def test_a_file_that_the_system_did_not_ask_about_is_asked_about(tmp_path, answer, is_replaced):
    there = tmp_path / "mapa.png"
    there.touch()
    answers = Answers(tmp_path / "mapa", answer)
    assert ask(answers) == (there if is_replaced else None)
    assert answers.asked == ["mapa.png is there already."]
    # With its ending, the dialog of the system has asked.
    assert ask(Answers(there)) == there


def test_the_numbered_pictures_of_an_atlas_are_asked_about(tmp_path):
    for name in ("a-01.png", "a-02.png", "a-10.png", "a-cover.png", "a-03.pdf", "b-01.png"):
        (tmp_path / name).touch()
    answers = Answers(tmp_path / "a.png")
    assert ask(answers, "atlas.png", are_sheets=True) is None
    assert answers.asked == [
        "a-01.png to a-10.png are there already; those of the same number are replaced."
    ]
    assert ask(Answers(tmp_path / "a.png")) == tmp_path / "a.png"
    assert ask(Answers(tmp_path / "c.png"), are_sheets=True) == tmp_path / "c.png"
    assert ask(Answers(tmp_path / "a.pdf"), are_sheets=True) == tmp_path / "a.pdf"
