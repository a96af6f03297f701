"""The command line, run as a user does."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app import __version__
from app.cli import main
from app.cli_parser import system_language, wanted_language
from geodata.builtin import default_path
from layers.builtin_map import builtin_map
from layers.layout_commands import SetLayout
from layers.layouts import Layout
from layers.project import write_project

ROOT = Path(__file__).resolve().parents[2]


def atlas(*arguments, cwd=ROOT, **environment):
    """Run the atlas in a process of its own, without a display."""
    variables = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LANG", "LC_ALL")
    }
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        cwd=cwd,
        env=variables | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )


def run(capsys, *arguments):
    """Run the atlas in this process; return status, output, errors."""
    status = main(["--language", "en", *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def copy(tmp_path):
    """A copy of the built-in GeoPackage."""
    path = tmp_path / "a copy, ñ.gpkg"
    shutil.copy(default_path(), path)
    return path


# layers


EXPECTED = {
    "departments": (14, 14),
    "delegations": (19, 19),
    "municipalities": (262, 238),
    "plan-seguro-municipalities": (50, 50),
    "model-precincts": (50, 3),
    "pbs-sites": (3, 3),
    "plan-seguro-sectors": (13, 0),
    "border-points": (11, 10),
    "anti-extortion-units": (21, 20),
}


def test_layers_are_counted(capsys):
    status, out, err = run(capsys, "layers", "--json")
    assert (status, err) == (0, "")
    layers = {layer["id"]: layer for layer in json.loads(out)}
    for layer_id, counts in EXPECTED.items():
        assert (layers[layer_id]["count"], layers[layer_id]["placed"]) == counts
    for layer in layers.values():
        assert list(layer) == [
            "id",
            "name",
            "group",
            "count",
            "placed",
            "basis",
            "position_basis",
        ]
        assert layer["group"] in ("areas", "programs", "base")
        assert sum(layer["basis"].values()) == layer["count"]
        assert sum(layer["position_basis"].values()) == layer["count"]


def test_the_counts_are_those_of_the_geopackage(capsys):
    _, out, _ = run(capsys, "layers", "--json")
    with sqlite3.connect(default_path()) as connection:
        for layer in json.loads(out):
            (table,) = connection.execute(
                "SELECT table_name FROM atlas_layers WHERE id = ?", [layer["id"]]
            ).fetchone()
            count, placed = connection.execute(
                f'SELECT count(*), count(geom) FROM "{table}"'
            ).fetchone()
            assert (layer["count"], layer["placed"]) == (count, placed)
            for column in ("basis", "position_basis"):
                found = connection.execute(
                    f'SELECT {column}, count(*) FROM "{table}" GROUP BY 1'
                ).fetchall()
                assert layer[column] == dict(found)
    connection.close()


@pytest.mark.parametrize(
    ("table", "layer", "change"),
    [
        ("model_precincts", "model-precincts", (-1, -1)),
        ("municipalities", "municipalities", (-1, -1)),
        ("plan_seguro_sectors", "plan-seguro-sectors", (-1, 0)),
    ],
)
def test_a_row_that_is_taken_out_is_no_longer_counted(capsys, copy, table, layer, change):
    connection = sqlite3.connect(copy)
    connection.execute("PRAGMA trusted_schema = ON")
    order = "geom IS NULL, fid"
    # The index of places has triggers that only a GeoPackage's own functions could run.
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table]
    ).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute(
        f'DELETE FROM "{table}" WHERE fid = (SELECT fid FROM "{table}" ORDER BY {order} LIMIT 1)'
    )
    connection.commit()
    connection.close()
    _, out, _ = run(capsys, "layers", "--json", "--data", copy)
    found = next(row for row in json.loads(out) if row["id"] == layer)
    count, placed = EXPECTED[layer]
    assert (found["count"], found["placed"]) == (count + change[0], placed + change[1])


def test_layers_speak_both_languages(capsys):
    names = {}
    for language in ("en", "es"):
        assert main(["layers", "--json", "--language", language]) == 0
        rows = json.loads(capsys.readouterr().out)
        names[language] = {row["id"]: row["name"] for row in rows}
    assert names["en"]["delegations"] == "Delegations"
    assert names["es"]["delegations"] == "Delegaciones"


def test_layers_as_a_table(capsys):
    status, out, _ = run(capsys, "layers")
    assert status == 0
    rows = [line.split("  ") for line in out.splitlines()]
    assert len(rows) > 15
    assert any(row[0] == "model-precincts" and row[-1].strip() == "3" for row in rows)
    assert len({len(line) for line in out.splitlines()}) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "there is no such file"),
        (b"", "no such table"),
        (b"text, not data", "file is not a database"),
    ],
)
def test_other_files_than_geopackages_are_told(capsys, tmp_path, content, words):
    path = tmp_path / "x.gpkg"
    if content is not None:
        path.write_bytes(content)
    status, out, err = run(capsys, "layers", "--data", path)
    assert (status, out) == (1, "")
    assert err.startswith("atlas-seguro: --data: ")
    assert str(path) in err
    assert words in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "damage",
    [
        "ALTER TABLE atlas_layers DROP COLUMN family",
        "UPDATE atlas_layers SET family = 'cloud'",
        "UPDATE pbs_sites SET geom = x'4750000100'",
        "UPDATE pbs_sites SET geom = 'text'",
        "DROP TABLE rivers",
        "UPDATE departments SET geom = substr(geom, 1, 300)",
    ],
)
def test_damaged_geopackages_are_told(capsys, copy, damage):
    connection = sqlite3.connect(copy)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute(damage)
    connection.commit()
    connection.close()
    status, out, err = run(capsys, "layers", "--json", "--data", copy)
    assert (status, out) == (1, "")
    assert str(copy) in err
    assert len(err.splitlines()) == 1


def test_layers_need_no_qt_and_no_heavy_library():
    code = (
        "import sys; from app.cli import main; status = main(['layers', '--json'])\n"
        "heavy = {'PySide6', 'pandas', 'geopandas', 'folium', 'pyogrio', 'pyproj', 'pydantic'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_layers_from_another_folder(tmp_path):
    done = atlas("layers", "--json", cwd=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)


def test_a_reader_that_stops_reading_is_no_error():
    done = subprocess.run(
        f'"{sys.executable}" -m app layers --json | head -c 10',
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""


def test_a_terminal_of_few_letters_gets_marks_for_the_others():
    done = atlas("layers", "--language", "es", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "R\\xedos" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full but on Linux")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_the_output_is_told_in_one_line(unbuffered):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "app", "layers", "--language", "en"],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["atlas-seguro: [Errno 28] No space left on device"]


@pytest.mark.parametrize("disguise", [KeyboardInterrupt, SystemError, ImportError])
def test_an_interruption_is_one_whatever_a_library_makes_of_it(capsys, monkeypatch, disguise):
    def pressed(*_):
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise disguise from None

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr("app.cli.summarize", pressed)
    assert run(capsys, "layers") == (130, "", "")
    assert signal.getsignal(signal.SIGINT) is before


def test_an_error_that_is_no_interruption_is_not_hidden(capsys, monkeypatch):
    def broken(*_):
        raise SystemError("broken")

    monkeypatch.setattr("app.cli.summarize", broken)
    with pytest.raises(SystemError):
        run(capsys, "layers")


# export


@pytest.mark.skipif(sys.platform != "linux", reason="names are text on other systems")
def test_a_name_of_bytes_is_refused_or_taken_as_it_is(tmp_path):
    name = os.fsdecode(b"ma\xf1a")
    refused = atlas("export", f"{name}.svg", "--size", "400x300", cwd=tmp_path)
    assert refused.returncode == 1
    assert refused.stderr.endswith("the name is no text; choose another name or folder\n")
    saved = atlas("save", f"{name}.csv", "--layers", "departments", cwd=tmp_path)
    assert (saved.returncode, saved.stdout) == (0, "ma\\udcf1a.csv\n")
    assert {each.name for each in tmp_path.iterdir()} == {
        f"{name}.csv",
        f"{name}.csv.manifest.json",
    }


def test_files_are_written_without_a_display(tmp_path):
    picture, page = tmp_path / "a map, ñ.png", tmp_path / "page.html"
    done = atlas("export", picture, page, "--size", "640x480")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [str(picture), str(page)]
    assert QImage(str(picture)).size().toTuple() == (640, 480)
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    for line in done.stderr.splitlines():
        names = (f"{picture}: ", f"{picture.name} holds: ", f"{page.name} holds: ")
        assert line.startswith(names)


def test_paths_are_those_of_the_folder_it_is_run_in(tmp_path):
    done = atlas("export", "map.png", "--size", "400x300", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "map.png").is_file()


@pytest.fixture
def export(capsys, tmp_path, fonts):
    """Return a function that exports a picture in this process and reads it."""

    def make(*options, name="map.png", size="640x480"):
        path = tmp_path / name
        status, _, err = run(capsys, "export", path, "--size", size, *options)
        assert status == 0, err
        return QImage(str(path))

    return make


def test_every_option_changes_the_picture(export):
    usual = export()
    pictures = [
        export("--title", "Another title"),
        export("--area", "Santa Ana"),
        export("--layers", "base,delegations"),
        export("--theme", "dark"),
        export("--language", "es"),
        export("--dpi", "120"),
    ]
    assert all(picture != usual for picture in pictures)
    for one, picture in enumerate(pictures):
        assert all(picture != other for other in pictures[one + 1 :])
    assert export() == usual


def test_dpi_is_written_into_the_picture(export):
    assert export("--dpi", "300").dotsPerMeterX() == round(300 / 0.0254)


def test_the_title_is_taken_as_it_is(export):
    assert export("--title", "<b>{0} %s ñ").text("Title") == "<b>{0} %s ñ"


def test_layers_are_just_those_that_were_named(export):
    from tests.app.exports.pictures import mask, pixels

    def blue(picture):
        return mask(pixels(picture), "#0072b2", 30).sum()

    assert blue(export()) > 0
    assert blue(export("--layers", "base,areas")) == 0
    assert blue(export("--layers", "model-precincts")) > 0
    sea = mask(pixels(export("--layers", "model-precincts")), "#d7e5ec")
    assert sea.mean() > 0.3


def test_an_old_file_is_replaced(export, tmp_path):
    (tmp_path / "map.png").write_text("old")
    assert not export().isNull()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["map.gif"], ["map.gif", ".png, .pdf, .svg, "]),
        (["map.png", "map.doc"], ["map.doc"]),
        (["missing/map.png"], ["missing/map.png", "no such folder"]),
        (["map.png", "--area", "El Carmen"], ["--area", "El Carmen, La Unión"]),
        (["map.png", "--area", "Atlantis"], ["--area", "Atlantis"]),
        (["map.png", "--layers", "roads"], ["--layers", "roads", "model-precincts"]),
        (["map.png", "--size", "30000x30000"], ["map.png", "900 million pixels"]),
    ],
)
def test_what_cannot_be_exported_is_told_in_one_line(
    capsys, tmp_path, monkeypatch, fonts, arguments, words
):
    monkeypatch.chdir(tmp_path)
    status, out, err = run(capsys, "export", *arguments)
    assert (status, out) == (1, "")
    assert err.startswith("atlas-seguro: ")
    assert len(err.splitlines()) == 1
    for word in words:
        assert word in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["FILE"]),
        (["map.png", "--size", "big"], ["--size", "“big”", "1920x1080"]),
        (["map.png", "--size", "10x10"], ["--size", "200 to 30,000 pixels"]),
        (["map.png", "--size", "99999x99999"], ["--size"]),
        (["map.png", "--size", "-5x10"], ["--size"]),
        (["map.png", "--layers", " , "], ["--layers", "at least one"]),
        (["map.png", "--dpi", "0"], ["--dpi", "48 to 1,200"]),
        (["map.png", "--dpi", "nan"], ["--dpi"]),
        (["map.png", "--language", "fr"], ["--language", "'fr'"]),
        (["map.png", "--theme", "pink"], ["--theme"]),
        (["map.png", "--colour", "red"], ["--colour"]),
        (["map.png", "--lang", "es"], ["--lang"]),
    ],
)
def test_what_is_not_understood_ends_with_2(capsys, arguments, words):
    status, out, err = run(capsys, "export", *arguments)
    assert (status, out) == (2, "")
    assert err.startswith("usage: atlas-seguro")
    for word in words:
        assert word in err.splitlines()[-1]


@pytest.mark.parametrize("size", ["1920x1080", "1920X1080", " 640 × 480 "])  # noqa: RUF001
def test_sizes_may_be_written_in_several_ways(size):
    from app.cli_parser import parse
    from layers.texts import Texts

    width, height = parse(["export", "x.png", "--size", size], Texts("en")).size
    assert width > height > 400


# help, version, language


@pytest.mark.parametrize("arguments", [[], ["export"], ["layers"], ["doctor"]])
def test_everything_has_help_in_both_languages(capsys, arguments):
    said = {}
    for language in ("en", "es"):
        assert main(["--language", language, *arguments, "--help"]) == 0
        captured = capsys.readouterr()
        assert captured.err == ""
        said[language] = captured.out
    assert said["en"].startswith("usage: ")
    assert said["es"].startswith("uso: ")
    english = {line for line in said["en"].splitlines() if len(line.split()) > 3}
    assert not english & set(said["es"].splitlines())


def test_messages_of_the_parser_are_spanish_too(capsys):
    assert main(["--language", "es", "export"]) == 2
    err = capsys.readouterr().err
    assert "required" not in err
    assert "error: " in err
    assert main(["--language", "es", "fly"]) == 2
    assert "invalid choice" not in capsys.readouterr().err


def test_version(capsys):
    status, out, _ = run(capsys, "--version")
    assert (status, out) == (0, f"atlas-seguro {__version__}\n")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "es_SV.UTF-8"}, "es"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "es_ES"}, "es"),
        ({"LC_MESSAGES": "es", "LANG": "en_US"}, "es"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
    ],
)
def test_the_systems_language_is_spoken(environment, expected):
    assert system_language(environment) == expected


def test_the_language_option_is_seen_before_the_rest_is_read():
    assert wanted_language(["export", "x.png", "--language", "es"]) == "es"
    assert wanted_language(["--language=es", "layers"]) == "es"
    assert wanted_language(["--language", "en", "layers", "--language", "es"]) == "es"


def test_the_systems_language_is_that_of_messages():
    done = atlas("export", "x.gif", LC_ALL="es_SV.UTF-8")
    assert done.returncode == 1
    assert "end the file" not in done.stderr
    assert "x.gif" in done.stderr


def test_without_a_command_and_without_a_display_it_is_told():
    done = atlas()
    assert done.returncode != 0
    assert "export map.png" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_layout_gives_the_page(tmp_path, capsys):
    path = tmp_path / "page.png"
    status, out, _ = run(capsys, "export", path, "--layout", "A4-portrait", "--dpi", "100")
    assert (status, out.strip()) == (0, str(path))
    assert QImage(str(path)).size().toTuple() == (827, 1169)


def test_a_layout_of_a_project_gives_page_title_and_theme(tmp_path, capsys, data):
    layout = Layout("Sala", "16:9", title="Para la sala", theme="dark", without=("legend",))
    state = SetLayout(layout).apply(builtin_map(data))
    project = tmp_path / "mapa.atlas"
    with project.open("wb") as file:
        write_project(file, project, state, {})
    named, plain = tmp_path / "named.png", tmp_path / "plain.png"
    options = ("--dpi", "72")
    asked = ("export", named, "--project", project, "--layout", "Sala", *options)
    assert run(capsys, *asked)[0] == 0
    assert run(capsys, "export", plain, "--layout", "16:9", *options)[0] == 0
    one, other = QImage(str(named)), QImage(str(plain))
    assert one.size() == other.size()
    assert one.text("Title") == "Para la sala"
    assert one.pixelColor(2, 2).lightness() < 100 < other.pixelColor(2, 2).lightness()
    status, _, err = run(capsys, "export", plain, "--project", project, "--layout", "Nadie")
    assert status == 1
    assert "Nadie" in err
    assert "Sala, a4, a4-portrait" in err
