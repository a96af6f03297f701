"""Opening a user's file: the one way in.

The file is read in a child process (`worker`), watched from here: when it takes too long, needs
too much memory, or is no longer wanted, it is ended, and the message says so.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from geodata.files.arrow_columns import ArrowColumns
from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.report import FileError, Finding
from geodata.files.request import OpenOptions, Place, Recognised
from geodata.geometry import Family, GeometryArray, Ints
from geodata.table import FeatureTable

_POLL_SECONDS = 0.02


class OpeningCancelledError(Exception):
    """The planner no longer wants the file."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenedLayer:
    """A layer of a file, of one geometry family.

    Attributes:
        name: its name in the file.
        recognised: what was recognised.
        table: the features.
        numbers: shape (n,), each feature's row in the file.
        place_of: shape (n,), for rows joined to built-in places the index of the place, -1 for
            none; None if rows were not joined.
    """

    name: str
    recognised: Recognised
    table: FeatureTable
    numbers: Ints
    place_of: Ints | None


@dataclass(frozen=True, slots=True, eq=False)
class OpenedFile:
    """A file that was opened: its layers, and what was skipped, repaired or worth knowing."""

    path: Path
    layers: tuple[OpenedLayer, ...]
    findings: tuple[Finding, ...]


def open_file(
    path: Path,
    *,
    options: OpenOptions | None = None,
    limits: Limits | None = None,
    places: Sequence[Place] = (),
    progress: Callable[[str, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> OpenedFile:
    """Open a file; blocks until it is read, so call it from a thread where a window is open.

    Args:
        path: the file.
        options: what is known of it.
        limits: how much it may cost.
        places: built-in places that rows may be joined to by name or code.
        progress: called with the stage ("recognise", "read", "check", "write") and the share
            done, 0 to 1.
        cancelled: asked again and again; opening ends when it returns True.

    Raises:
        FileError: if the file cannot be opened within the limits.
        OpeningCancelledError: if ``cancelled`` returned True.
    """
    limits = limits or Limits()
    folder = Path(tempfile.mkdtemp(prefix="atlas-seguro-"))
    try:
        request = {
            "path": str(path.absolute()),
            "folder": str(folder),
            "limits": asdict(limits),
            "options": (options or OpenOptions()).as_dict(),
            "places": [asdict(place) for place in places],
        }
        manifest = _run(path, request, limits, progress or _ignore, cancelled or _never)
        return _opened(path, folder, manifest)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _ignore(_stage: str, _share: float) -> None:
    """Take no notice of progress."""


def _never() -> bool:
    return False


def _run(
    path: Path,
    request: dict[str, Any],
    limits: Limits,
    progress: Callable[[str, float], None],
    cancelled: Callable[[], bool],
) -> dict[str, Any]:
    root = str(Path(__file__).resolve().parents[2])
    search_path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        [sys.executable, "-m", "geodata.files.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": search_path, "PYTHONIOENCODING": "utf-8"},
    )
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    errors: list[str] = []
    readers = [
        threading.Thread(target=_forward, args=(process.stdout, lines.put), daemon=True),
        threading.Thread(target=_forward, args=(process.stderr, errors.append), daemon=True),
    ]
    for reader in readers:
        reader.start()
    try:
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.close()
        except BrokenPipeError:
            pass  # The child ended already; why, its output tells.
        return _watch(path, process, lines, errors, limits, progress, cancelled)
    finally:
        process.kill()
        process.wait()
        for reader in readers:
            reader.join()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def _forward(stream: Any, put: Callable[[Any], None]) -> None:
    for line in stream:
        put(line)
    put(None)


def _watch(
    path: Path,
    process: subprocess.Popen[str],
    lines: queue.SimpleQueue[str | None],
    errors: list[str],
    limits: Limits,
    progress: Callable[[str, float], None],
    cancelled: Callable[[], bool],
) -> dict[str, Any]:
    import psutil

    started = time.monotonic()
    child = psutil.Process(process.pid)
    while True:
        if cancelled():
            raise OpeningCancelledError
        if time.monotonic() - started > limits.seconds:
            raise FileError(
                N_("{file} takes longer than {seconds} seconds to read"),
                N_("open a part of it"),
                file=path.name,
                seconds=f"{limits.seconds:g}",
            )
        if _resident(child) > limits.memory:
            raise FileError(
                N_("{file} needs more than {limit} MB of memory"),
                N_("open a part of it"),
                file=path.name,
                limit=limits.memory // 1024**2,
            )
        try:
            line = lines.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            continue
        if line is None:
            raise FileError(
                N_("{file} could not be read: the reader stopped ({error})"),
                N_("ask its maker for another copy"),
                file=path.name,
                error=_last_line(errors),
            )
        message = json.loads(line)
        if "done" in message:
            return dict(message["done"])
        if "error" in message:
            reason, advice, values = message["error"]
            raise FileError(reason, advice, **values)
        stage, share = message["progress"]
        progress(stage, share)


def _resident(child: Any) -> int:
    import psutil

    try:
        return int(child.memory_info().rss)
    except psutil.Error:
        return 0


def _last_line(errors: list[str]) -> str:
    said = [line.strip() for line in errors if line and line.strip()]
    return said[-1] if said else "?"


def _opened(path: Path, folder: Path, manifest: dict[str, Any]) -> OpenedFile:
    layers = tuple(_layer(path, folder / entry["folder"], entry) for entry in manifest["layers"])
    findings = tuple(Finding.from_dict(finding) for finding in manifest["findings"])
    return OpenedFile(path, layers, findings)


def _layer(path: Path, folder: Path, entry: dict[str, Any]) -> OpenedLayer:
    def load(name: str) -> Any:
        return np.load(folder / f"{name}.npy", allow_pickle=False)

    geometry = GeometryArray(
        Family(entry["family"]),
        load("coordinates"),
        load("part_starts"),
        load("feature_starts"),
        load("holes"),
    )
    table = FeatureTable(
        id=entry["name"] or path.stem,
        ids=np.arange(1, len(geometry) + 1, dtype=np.int64),
        geometry=geometry,
        columns=ArrowColumns(folder / "columns.arrow", folder),
    )
    place_of = load("place_of") if entry["joined"] else None
    return OpenedLayer(
        entry["name"], Recognised(**entry["recognised"]), table, load("numbers"), place_of
    )
