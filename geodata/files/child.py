"""Runs the child process that reads files, and ends it when it takes too much or is not wanted."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.report import FileError
from geodata.files.source import printable

_POLL_SECONDS = 0.02
_END_SECONDS = 5.0
_MEMORY_SHARE = 0.75
_LINES_KEPT = 20


class OpeningCancelledError(Exception):
    """The planner no longer wants the file."""


def run_child(
    request: dict[str, Any],
    folder: Path,
    limits: Limits,
    progress: Callable[[str, float], None],
    cancelled: Callable[[], bool],
) -> Any:
    """Return what the child process answers to a request.

    The child never outlives the call: it is ended when the call ends in any way, and ends by
    itself if this process is killed.

    Args:
        request: the request, as `worker.main` understands it.
        folder: where the request is written, and the child may write.
        limits: how long it may take and how much memory it may need.
        progress: called with stage and share.
        cancelled: asked again and again; the call ends when it returns True.

    Raises:
        FileError: if the child says so, or goes beyond the limits, or stops.
        OpeningCancelledError: if ``cancelled`` returned True.
    """
    file = printable(Path(request["path"]).name)
    request_path = folder / "request.json"
    request_path.write_text(json.dumps(request), encoding="utf-8")
    with _process(request_path, folder) as (process, lines, errors):
        return _Watch(file, process, limits, cancelled).follow(lines, errors, progress)


Lines = queue.SimpleQueue[str | None]


@contextmanager
def _process(
    request_path: Path, folder: Path
) -> Iterator[tuple[subprocess.Popen[str], Lines, list[str]]]:
    process = subprocess.Popen(
        # -P: a file of a library's name in the folder at hand must not be run in its place.
        [sys.executable, "-P", "-m", "geodata.files.worker", str(request_path)],
        stdin=subprocess.PIPE,  # the child ends when it closes
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd=folder,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    lines: Lines = queue.SimpleQueue()
    errors: list[str] = []
    readers = [
        threading.Thread(target=_forward, args=(process.stdout, lines.put), daemon=True),
        threading.Thread(target=_keep_last, args=(process.stderr, errors), daemon=True),
    ]
    for reader in readers:
        reader.start()
    try:
        yield process, lines, errors
    finally:
        process.kill()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:  # it hangs in the system, for instance on a dead drive
            return
        for reader in readers:
            reader.join()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def _environment() -> dict[str, str]:
    """Return the environment in which the child finds these packages."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    for name in ("PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONWARNINGS"):
        environment.pop(name, None)
    root = Path(__file__).resolve().parents[2]
    if root.name not in ("site-packages", "dist-packages"):
        paths = (str(root), environment.get("PYTHONPATH"))
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    return environment


def _forward(stream: IO[str], put: Callable[[str | None], None]) -> None:
    for line in stream:
        put(line)
    put(None)


def _keep_last(stream: IO[str], lines: list[str]) -> None:
    for line in stream:
        lines.append(line.strip())
        del lines[:-_LINES_KEPT]


class _Watch:
    """Follows what the child says, within the limits."""

    def __init__(
        self,
        file: str,
        process: subprocess.Popen[str],
        limits: Limits,
        cancelled: Callable[[], bool],
    ) -> None:
        import psutil

        self._file = file
        self._limits = limits
        self._memory = min(limits.memory, int(_MEMORY_SHARE * psutil.virtual_memory().total))
        self._cancelled = cancelled
        self._started = time.monotonic()
        self._process = process
        try:
            self._child: psutil.Process | None = psutil.Process(process.pid)
        except psutil.Error:
            self._child = None

    def follow(
        self, lines: Lines, errors: list[str], progress: Callable[[str, float], None]
    ) -> Any:
        """Return the child's answer."""
        while True:
            self._check()
            try:
                line = lines.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            if line is None:
                raise self._stopped(errors)
            message = json.loads(line)
            if "done" in message:
                return message["done"]
            if "error" in message:
                reason, advice, values = message["error"]
                raise FileError(reason, advice, **values)
            if "out of memory" in message:
                raise self._out_of_memory()
            progress(*message["progress"])

    def _check(self) -> None:
        if self._cancelled():
            raise OpeningCancelledError
        if time.monotonic() - self._started > self._limits.seconds:
            raise FileError(
                N_("{file} takes longer than {seconds} seconds to read"),
                N_("open a part of it"),
                file=self._file,
                seconds=f"{self._limits.seconds:g}",
            )
        if self._resident() > self._memory:
            raise self._out_of_memory()

    def _resident(self) -> int:
        import psutil

        try:
            return int(self._child.memory_info().rss) if self._child is not None else 0
        except psutil.Error:
            return 0

    def _out_of_memory(self) -> FileError:
        return FileError(
            N_("{file} needs more than {limit} MB of memory"),
            N_("open a part of it"),
            file=self._file,
            limit=self._memory // 1024**2,
        )

    def _stopped(self, errors: list[str]) -> FileError:
        """Return what to say of a child that ended without an answer."""
        try:
            code = self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            code = 0
        said = next((line for line in reversed(errors) if line), f"{code}")
        return FileError(
            N_("{file} could not be read: the reader stopped ({error})"),
            N_("ask its maker for another copy"),
            file=self._file,
            error=printable(said)[:500],
        )
