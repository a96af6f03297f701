"""``atlas-seguro verify``, as a user runs it."""

import json
import os

import pytest

from app.cli import main


def run(capsys, *arguments, language="en"):
    status = main(["--language", language, *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture(scope="module")
def exported(tmp_path_factory, qapp):
    folder = tmp_path_factory.mktemp("exported")
    files = [folder / "map.png", folder / "map.html"]
    assert main(["export", *map(str, files), "--size", "400x300", "--language", "en"]) == 0
    return files


def damaged(path, folder):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    copy = folder / path.name
    copy.write_bytes(bytes(content))
    return copy


def test_whole_files_are_whole(capsys, exported):
    status, out, err = run(capsys, "verify", *exported)
    assert (status, err) == (0, "")
    assert out.count("whole, byte by byte as it was exported") == 2
    assert "Title: El Salvador: security programs" in out
    assert "not forgery" in out


def test_one_changed_byte_is_found(capsys, exported, tmp_path):
    for path in exported:
        status, out, _ = run(capsys, "verify", damaged(path, tmp_path), exported[0])
        assert status == 1
        assert "damaged, it is not as it was exported" in out


def test_what_cannot_be_checked_is_told(capsys, exported, tmp_path):
    other = tmp_path / "other.png"
    other.write_bytes(b"hello")
    status, out, _ = run(capsys, "verify", other, exported[0])
    assert status == 2
    assert "cannot be checked" in out
    status, out, _ = run(capsys, "verify", tmp_path / "none.pdf")
    assert status == 2
    assert "cannot be read (No such file or directory)" in out
    status, out, _ = run(capsys, "verify", tmp_path)
    assert status == 2
    assert "cannot be read (it is a folder)" in out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")
def test_what_never_ends_is_not_read(capsys, tmp_path):
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    status, out, _ = run(capsys, "verify", pipe)
    assert status == 2
    assert "cannot be read (it is no file)" in out


def test_what_is_too_large_for_an_export_is_not_read(capsys, tmp_path):
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(3 << 30)
    status, out, _ = run(capsys, "verify", huge, language="es")
    assert status == 2
    assert "no se puede leer (ninguna exportación es tan grande)" in out


def test_spanish(capsys, exported, tmp_path):
    status, out, _ = run(capsys, "verify", exported[0], language="es")
    assert status == 0
    assert "íntegro" in out
    assert "falsificación" in out
    _, out, _ = run(capsys, "verify", damaged(exported[0], tmp_path), language="es")
    assert "dañado" in out


def test_json_for_programs(capsys, exported, tmp_path):
    broken = damaged(exported[1], tmp_path)
    status, out, _ = run(capsys, "verify", "--json", exported[0], broken)
    assert status == 1
    first, second = json.loads(out)
    assert (first["file"], first["state"]) == (str(exported[0]), "sound")
    assert first["manifest"]["program"].startswith("Atlas Seguro ")
    assert second["state"] == "damaged"


def test_two_runs_give_the_same_bytes(exported, tmp_path):
    again = [tmp_path / path.name for path in exported]
    assert main(["export", *map(str, again), "--size", "400x300", "--language", "en"]) == 0
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in exported]
