"""The child process: its limits, its end, and what it leaves behind."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
import pytest

from geodata.files import child
from geodata.files.limits import Limits
from geodata.files.opening import OpeningCancelledError, list_layers, open_file
from geodata.files.report import FileError
from tests.geodata.files.sample_files import geojson, point, text

posix = pytest.mark.skipif(os.name == "nt", reason="signals as on Linux and macOS")


@pytest.fixture
def csv(tmp_path):
    """A CSV file of one point."""
    return text(tmp_path / "a.csv", "lon,lat,n\n-89.2,13.7,1\n")


@pytest.fixture
def large(tmp_path):
    """A CSV file that takes a second or more to read."""
    rows = "-89.2,13.7,abcdefghijklmnopqrstuvwxyz,1,2,3\n" * 600_000
    return text(tmp_path / "large.csv", "lon,lat,a,b,c,d\n" + rows)


@pytest.fixture(autouse=True)
def no_process_left():
    """Fail a test that leaves a child process."""
    yield
    assert psutil.Process().children(recursive=True) == []


def test_time(large, refusal):
    error = refusal(large, limits=Limits(seconds=0.05))
    assert error.values == {"file": "large.csv", "seconds": "0.05"}


def test_memory(large, refusal):
    error = refusal(large, limits=Limits(memory=60 * 1024**2))
    assert error.values["limit"] == "60"


def test_memory_of_a_small_file_that_unfolds(tmp_path, refusal):
    import pyarrow as pa
    import pyarrow.parquet

    path = tmp_path / "a.parquet"
    values = pa.DictionaryArray.from_arrays(pa.array([0] * 3000, pa.int32()), ["x" * 1_000_000])
    pyarrow.parquet.write_table(pa.table({"a": values}), path, compression="zstd")
    assert path.stat().st_size < 100_000
    assert "memory" in refusal(path, limits=Limits(memory=500 * 1024**2)).text()


def test_rows(csv, tmp_path, refusal):
    path = text(tmp_path / "b.csv", "lon,lat\n" + "-89,13\n" * 11)
    assert refusal(path, limits=Limits(rows=10)).values["limit"] == "10"
    uneven = text(tmp_path / "c.csv", "lon,lat\n" + "-89,13\n\n" * 11)
    assert refusal(uneven, limits=Limits(rows=10)).values["limit"] == "10"
    features = geojson(tmp_path / "d.geojson", *[point(-89, 13)] * 11)
    assert refusal(features, limits=Limits(rows=10)).values["limit"] == "10"


def test_columns(tmp_path, refusal):
    path = text(tmp_path / "b.csv", ",".join("abcdefghijk") + "\n" + ",".join("1" * 11) + "\n")
    error = refusal(path, limits=Limits(columns=10))
    assert (error.values["count"], error.values["limit"]) == ("11", "10")
    features = geojson(tmp_path / "d.geojson", point(-89, 13, **dict.fromkeys("abcdefghijk", 1)))
    assert refusal(features, limits=Limits(columns=10)).values["limit"] == "10"


def test_file_size(csv, refusal):
    assert refusal(csv, limits=Limits(file_size=10)).values["limit"] == "10"


def test_cancelling(large):
    started = time.monotonic()
    asked = []

    def cancelled():
        asked.append(time.monotonic())
        return len(asked) > 3

    with pytest.raises(OpeningCancelledError):
        open_file(large, cancelled=cancelled)
    assert time.monotonic() - started < 5


def test_cancelling_a_listing(csv):
    with pytest.raises(OpeningCancelledError):
        list_layers(csv, cancelled=lambda: True)


def test_error_in_the_callers_own_code_ends_the_child(csv):
    def progress(_stage, _share):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_file(csv, progress=progress)


def test_progress_begins_at_once_and_never_falls(csv):
    said = []
    open_file(csv, progress=lambda stage, share: said.append((stage, share)))
    assert [stage for stage, _ in said] == ["recognise", "read", "check", "write"]
    assert [share for _, share in said] == sorted(share for _, share in said)


def test_threads_and_pipes_are_closed(csv):
    open_file(csv)
    threads, files = threading.active_count(), psutil.Process().num_fds() if os.name != "nt" else 0
    for _ in range(3):
        open_file(csv)
    assert threading.active_count() == threads
    assert os.name == "nt" or psutil.Process().num_fds() == files


@pytest.mark.parametrize("garbage", ["", "import sys; sys.exit(7)", "import os; os.abort()"])
def test_child_that_stops(csv, monkeypatch, garbage):
    real = subprocess.Popen

    def popen(command, **how):
        return real([sys.executable, "-c", garbage], **how)

    monkeypatch.setattr(subprocess, "Popen", popen)
    with pytest.raises(FileError, match=r"the reader stopped"):
        open_file(csv)


def test_what_libraries_print_is_no_message(csv, monkeypatch):
    real = subprocess.Popen
    code = (
        "import os, sys; from geodata.files import worker;"
        "from geodata.files.reading import reader;"
        "read = reader.Reader.read;"
        "reader.Reader.read = lambda *a: (print('{'), os.write(1, b'junk'), read(*a))[2];"
        "sys.exit(worker.main(sys.argv[1]))"
    )

    def popen(command, **how):
        return real([sys.executable, "-P", "-c", code, command[-1]], **how)

    monkeypatch.setattr(subprocess, "Popen", popen)
    assert len(open_file(csv).layers) == 1


def _request(path, folder):
    request = {
        "task": "read",
        "path": str(path),
        "folder": str(folder),
        "limits": {},
        "options": {"layers": None},
        "places": [],
    }
    (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
    return folder / "request.json"


@posix
def test_child_ends_when_its_parent_is_gone(tmp_path):
    os.mkfifo(tmp_path / "wait")
    code = (
        "import os, sys, time; from geodata.files.reading import reader;"
        "reader.Reader.read = lambda *a: time.sleep(600);"
        "from geodata.files import worker; worker.main(sys.argv[1])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(_request(tmp_path / "a.csv", tmp_path))],
        stdin=subprocess.PIPE,
        cwd=Path(child.__file__).parents[2],
    )
    time.sleep(1)
    assert process.poll() is None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(20) == 3


@posix
def test_killed_parent_leaves_no_child(large):
    code = (
        "import sys; from pathlib import Path; from geodata.files.opening import open_file;"
        "open_file(Path(sys.argv[1]), progress=lambda *_: print('begun', flush=True))"
    )
    root = Path(child.__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", code, str(large)], stdout=subprocess.PIPE, cwd=root
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        children = psutil.Process(parent.pid).children()
        parent.send_signal(signal.SIGKILL)
    _, alive = psutil.wait_procs(children, timeout=20)
    assert children
    assert alive == []
    open_file(text(large.with_name("b.csv"), "lon,lat\n-89,13\n"))
    left = list(Path(tempfile.gettempdir()).glob(f"atlas-seguro-{parent.pid}-*"))
    assert left == [], "the next opening removes what a killed one left"


def test_file_that_changes_while_it_is_read(large):
    def progress(stage, _share):
        if stage == "read":
            with large.open("ab") as file:
                file.write(b"-89.2,13.7,x,1,2,3\n")

    with pytest.raises(FileError, match="changed while it was read"):
        open_file(large, progress=progress)


def test_file_that_goes_away_while_it_is_read(large):
    def progress(stage, _share):
        if stage == "check":
            large.unlink()

    with pytest.raises(FileError, match="changed while it was read"):
        open_file(large, progress=progress)


@pytest.mark.parametrize("name", ["numpy", "pyarrow", "csv", "geodata", "json"])
def test_module_in_the_folder_at_hand_is_not_run(csv, tmp_path, monkeypatch, name):
    (tmp_path / f"{name}.py").write_text("import os; os._exit(9)")
    monkeypatch.chdir(tmp_path)
    assert len(open_file(csv).layers) == 1
    assert len(open_file(Path("a.csv")).layers) == 1


def test_relative_paths_are_of_the_callers_folder(csv, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert open_file(Path("a.csv")).layers[0].name == "a"


def test_many_at_once(csv):
    results: list[int] = []
    threads = [
        threading.Thread(target=lambda: results.append(len(open_file(csv).layers)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [1] * 4
