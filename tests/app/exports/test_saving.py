"""Files are written whole or not at all, and what keeps them from being written is told."""

from pathlib import Path

import pytest

from app.exports.image import write_png
from app.exports.options import PageOptions
from app.exports.report import ExportError
from app.exports.saving import replacing, write_bytes
from layers.texts import Texts


def test_a_file_is_written(tmp_path, texts):
    write_bytes(tmp_path / "ñ a.bin", b"new", texts)
    assert (tmp_path / "ñ a.bin").read_bytes() == b"new"


def test_a_new_file_may_be_read_by_whom_others_may(tmp_path, texts):
    usual, path = tmp_path / "usual", tmp_path / "ours"
    usual.write_bytes(b"")
    write_bytes(path, b"new", texts)
    assert path.stat().st_mode == usual.stat().st_mode


def test_until_the_end_the_old_file_is_there(tmp_path, texts):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with replacing(path, texts) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


def test_after_an_error_the_old_file_is_there_and_nothing_else(tmp_path, texts):
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def write_half():
        with replacing(path, texts) as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("folder", "is a folder; add a file name"),
        ("missing/map.png", "there is no such folder; make it first"),
        ("file/map.png", "lies in a file, not in a folder"),
    ],
)
def test_places_that_take_no_file_are_named(tmp_path, texts, name, words):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExportError, match=words) as caught:
        write_bytes(tmp_path / name, b"new", texts)
    assert str(caught.value).startswith(f"{tmp_path / name}: ")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="this system has no /proc")
def test_a_folder_that_takes_no_files_is_named(texts):
    # Not even the administrator may make files there.
    with pytest.raises(ExportError, match=r"/proc/map\.png: cannot be written"):
        write_bytes(Path("/proc/map.png"), b"new", texts)


@pytest.fixture
def full_disk():
    """Let no file grow beyond 100 kB, as if the disk were full then."""
    resource = pytest.importorskip("resource", reason="this system knows no limits of file size")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("size", [100_001, 1_000_000, 20_000_000])
def test_a_full_disk_leaves_the_old_file(tmp_path, texts, full_disk, size):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(ExportError, match="make room on the disk"):
        write_bytes(path, b"x" * size, texts)
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_picture_on_a_full_disk_leaves_the_old_file(tmp_path, scene, texts, full_disk):
    path = tmp_path / "map.png"
    path.write_bytes(b"old")
    with pytest.raises(ExportError, match="make room on the disk"):
        write_png(path, scene, PageOptions(1280, 800), texts)
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_messages_are_in_the_readers_language(tmp_path):
    with pytest.raises(ExportError) as caught:
        write_bytes(tmp_path / "missing" / "map.png", b"", Texts("es"))
    assert "make it first" not in str(caught.value)
