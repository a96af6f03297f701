"""The child process that reads user files: the one place in which their bytes are interpreted.

It is told the path of a request (JSON), writes its progress and its end as lines of JSON to
standard output, and the tables as arrays (``.npy``, Arrow IPC) into the folder of the request. It
ends when its standard input does, for then its parent is gone.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import IO, Any


def main(request_path: str) -> int:
    """Serve the request in a file and return the exit code."""
    say = _messages_to(_taken_output())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # the process is short, and much of what it makes it keeps
    request = json.loads(Path(request_path).read_text(encoding="utf-8"))
    sys.meta_path.insert(0, _LeftOut())

    from geodata.files.reading.restrictions import restrict_gdal
    from geodata.files.report import FileError

    restrict_gdal()
    try:
        say({"done": _serve(request, lambda stage, share: say({"progress": [stage, share]}))})
    except FileError as error:
        say({"error": [error.reason, error.advice, error.values]})
    except MemoryError:
        say({"out of memory": True})
    return 0


def _taken_output() -> IO[str]:
    """Return standard output, and send to standard error whatever libraries print from now on."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return channel


def _messages_to(channel: IO[str]) -> Callable[[dict[str, Any]], None]:
    def say(message: dict[str, Any]) -> None:
        channel.write(json.dumps(message) + "\n")
        channel.flush()

    return say


def _end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os._exit(3)


class _LeftOut(MetaPathFinder):
    """Keeps libraries from importing what they can do without; it takes a second."""

    def find_spec(self, name: str, *_: Any) -> None:
        """Refuse the modules that are left out."""
        if name in ("pandas", "geopandas"):
            raise ModuleNotFoundError(name=name)


def _serve(request: dict[str, Any], progress: Callable[[str, float], None]) -> Any:
    from geodata.files.limits import Limits
    from geodata.files.reading.progress import Progress
    from geodata.files.reading.reader import Reader
    from geodata.files.request import OpenOptions, Place

    reader = Reader(
        Path(request["folder"]),
        OpenOptions.from_dict(request["options"]),
        Limits(**request["limits"]),
        [Place.from_dict(place) for place in request["places"]],
        Progress(progress),
    )
    path = Path(request["path"])
    return reader.catalogue(path) if request["task"] == "catalogue" else reader.read(path)


if __name__ == "__main__":
    code = main(sys.argv[1])
    # Threads of libraries must not keep the parent's pipe open at the end.
    sys.stderr.flush()
    os._exit(code)
