"""Files on the command line."""

from pathlib import Path

import pytest

from app.cli import main
from app.cli_parser import parse, with_command
from layers.texts import Texts


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ([], []),
        (["layers"], ["layers"]),
        (["export", "a.png"], ["export", "a.png"]),
        (["a.csv"], ["open", "a.csv"]),
        (["a.csv", "b.atlas"], ["open", "a.csv", "b.atlas"]),
        (["folder/data"], ["open", "folder/data"]),
        (["--language", "es", "a.csv"], ["--language", "es", "open", "a.csv"]),
        (["--language=es", "a.csv"], ["--language=es", "open", "a.csv"]),
        (["--version"], ["--version"]),
        (["expotr"], ["expotr"]),
    ],
)
def test_files_without_a_command_are_opened(given, meant):
    assert with_command(given) == meant


def test_the_files_reach_the_window(monkeypatch):
    opened: list[Path] = []

    def run(_arguments, files=()):
        opened.extend(files)
        return 0

    monkeypatch.setattr("app.application.run", run)
    assert main(["a.csv", "plan.atlas"]) == 0
    assert main(["open", "b.gpkg"]) == 0
    assert opened == [Path("a.csv"), Path("plan.atlas"), Path("b.gpkg")]


def test_open_needs_a_file(capsys):
    with pytest.raises(SystemExit):
        parse(["open"], Texts("en"))
    assert "FILE" in capsys.readouterr().err
