"""The doctor tells versions and places, and finds what is broken."""

import sys

import pytest

from app import __version__, doctor
from app.cli import main
from app.doctor import examine
from layers.texts import Texts


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_sound_atlas_is_found_sound(fonts, language):
    found = examine(Texts(language))
    words = "\n".join(found.lines)
    assert found.broken == 0, words
    for part in ("Qt 6", "PySide6 6", "GEOS", "PROJ", "pyogrio", "Noto Sans", "Chromium"):
        assert part in words
    assert "elsalvador.gpkg" in words
    assert "settings.json" in words
    assert "atlas-seguro.log" in words


def test_it_starts_with_the_version(fonts, capsys):
    assert main(["--language", "en", "doctor"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"Atlas Seguro {__version__}\n")
    assert said.err == ""


def test_a_missing_data_file_is_found(monkeypatch, fonts, capsys, tmp_path):
    monkeypatch.setattr("geodata.builtin.default_path", lambda: tmp_path / "gone.gpkg")
    assert main(["--language", "en", "doctor"]) == 1
    said = capsys.readouterr()
    broken = [line for line in said.out.splitlines() if "BROKEN" in line]
    assert any("gone.gpkg" in line and "install the atlas again" in line for line in broken)
    assert said.err == "atlas-seguro: 1 check failed\n"


@pytest.mark.parametrize(
    "module", ["shapely", "pyproj", "PySide6.QtWebEngineWidgets", "geodata.files.reading.vector"]
)
def test_a_library_that_cannot_be_loaded_is_found(monkeypatch, fonts, module):
    monkeypatch.setitem(sys.modules, module, None)
    found = examine(Texts("en"))
    assert found.broken >= 1
    assert any("BROKEN" in line and module in line for line in found.lines)


def test_a_folder_that_may_not_be_written_to_is_found(monkeypatch, fonts, tmp_path):
    monkeypatch.setattr(doctor.os, "access", lambda *_: False)
    found = examine(Texts("en"))
    assert any("BROKEN" in line and "change its permissions" in line for line in found.lines)


def test_whatever_a_check_raises_is_one_line(monkeypatch, fonts):
    def fail(_):
        raise OSError("one\n  two")

    monkeypatch.setattr(doctor, "_CHECKS", (("Geometry", fail),))
    found = examine(Texts("en"))
    assert found.broken == 1
    assert "one two" in found.lines[-1]
