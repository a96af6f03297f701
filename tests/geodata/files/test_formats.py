"""What a file is, told by its content; files that cannot be read at all."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import geodata
from geodata.files.formats import ENDINGS, Format, beside, recognise
from geodata.files.report import FileError
from geodata.files.source import Source, printable
from tests.geodata.files.sample_files import text

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a,b\n1,2\n", Format.CSV),
        ("[a],[b]\n1,2\n", Format.CSV),
        ("{a};{b}\n1;2\n", Format.CSV),
        ('{"type": "FeatureCollection"}', Format.GEOJSON),
        ("\ufeff \n{}", Format.GEOJSON),
        ("[]", Format.GEOJSON),
        ("<kml>", Format.KML),
        ("<?xml version='1.0'?>\n<!-- a <b> -->\n<k:kml xmlns:k='x'>", Format.KML),
    ],
)
def test_text_formats(tmp_path, content, expected):
    for encoding in ("utf-8", "utf-16"):
        path = text(tmp_path / "a.bin", content, encoding)
        assert recognise(Source.of(path)) is expected


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"Rar!\x1a\x07\0", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0", "no format"),
        (b"<html><body>", "web page"),
        (b"  <!DOCTYPE html>", "web page"),
        (b"<table><tr>", "web page"),
        (b"<OGRVRTDataSource>", "virtual"),
        (b"<gpx>", "no KML"),
        (b"SQLite format 3\0" + bytes(100), "no GeoPackage"),
    ],
)
def test_other_formats_are_named(tmp_path, content, word):
    path = tmp_path / "a.geojson"
    path.write_bytes(content)
    with pytest.raises(FileError, match=word):
        recognise(Source.of(path))


def test_every_ending_is_of_a_format():
    assert set(ENDINGS.values()) == set(Format)
    assert all(ending == ending.lower() and ending.startswith(".") for ending in ENDINGS)


def test_folder_and_missing_file(tmp_path, refusal):
    assert "folder" in refusal(tmp_path).text()
    assert "no file" in refusal(tmp_path / "a.csv").text()


@posix
def test_link_to_a_file_is_the_file(tmp_path, one_layer):
    target = text(tmp_path / "b.csv", "lon,lat\n-89,13\n")
    (tmp_path / "a.csv").symlink_to(target)
    layer, _ = one_layer(tmp_path / "a.csv")
    assert layer.name == "a"


@posix
def test_link_to_itself(tmp_path, refusal):
    (tmp_path / "a.csv").symlink_to(tmp_path / "a.csv")
    assert "links" in refusal(tmp_path / "a.csv").text()


@posix
def test_pipe_and_device_do_not_hang(tmp_path, refusal):
    os.mkfifo(tmp_path / "a.csv")
    assert "pipe" in refusal(tmp_path / "a.csv").text()
    assert "device" in refusal(Path("/dev/zero")).text()
    (tmp_path / "b.geojson").symlink_to("/dev/stdin")
    assert "pipe" in refusal(tmp_path / "b.geojson").text()


@posix
@pytest.mark.parametrize("ending", [".dbf", ".prj", ".cpg", ".shx"])
def test_pipe_as_a_part_of_a_shapefile_does_not_hang(tmp_path, opened, ending):
    from geodata.files.limits import Limits
    from tests.geodata.files.sample_files import shapefile

    path = shapefile(tmp_path, [(-89.2, 13.7)], code_page="UTF-8")
    path.with_suffix(ending).unlink()
    os.mkfifo(path.with_suffix(ending))
    with pytest.raises(FileError, match=f"puntos{ending}"):
        opened(path, limits=Limits(seconds=20))


@posix
def test_no_permission(tmp_path):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        path = text(folder / "a.csv", "lon,lat\n-89,13\n")
        path.chmod(0)
        assert "may not be read" in _refused_to_nobody(path)


def _refused_to_nobody(path):
    """Return what a user is told who may not read a file; root may read everything."""
    code = (
        "import sys; from pathlib import Path; from geodata.files.opening import open_file;"
        "from geodata.files.report import FileError\n"
        "try: open_file(Path(sys.argv[1]))\n"
        "except FileError as error: print(error)"
    )
    nobody = 65534 if os.geteuid() == 0 else None
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-c", code, str(path)],
            cwd=Path(geodata.__file__).parents[1],
            capture_output=True,
            text=True,
            check=False,
            user=nobody,
            group=nobody,
        )
    except PermissionError as error:
        pytest.skip(f"root may read everything, and nobody may not run Python here: {error}")
    return done.stdout


def test_no_permission_as_the_system_says_it(tmp_path, monkeypatch):
    path = text(tmp_path / "a.csv", "lon,lat\n")
    real = Path.open

    def refuse(self, *how, **more):
        if self == path:
            raise PermissionError(13, "Permission denied")
        return real(self, *how, **more)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileError, match="may not be read"):
        recognise(Source.of(path))


def test_parts_are_found_in_any_case(tmp_path):
    (tmp_path / "A.ShX").touch()
    (tmp_path / "b.DBF").touch()
    assert beside(tmp_path / "a.shp", ".shx") == tmp_path / "A.ShX"
    assert beside(tmp_path / "b.shp", ".dbf") == tmp_path / "b.DBF"
    assert beside(tmp_path / "c.shp", ".dbf") is None
    assert beside(tmp_path / "none" / "c.shp", ".dbf") is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("año 日本", "año 日本"),
        ("a\nb", "a\ufffdb"),
        ("a\u202egpj", "a\ufffdgpj"),
        ("\udcff", "\ufffd"),
    ],
)
def test_names_in_messages_are_one_honest_line(name, shown):
    assert printable(name) == shown
