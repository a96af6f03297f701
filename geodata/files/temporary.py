"""Folders for what the child process writes, and how they go away again."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from pathlib import Path

_PREFIX = "atlas-seguro-"
_NAME = re.compile(rf"{_PREFIX}(\d+)-.+")
_OLD_SECONDS = 7 * 24 * 3600


def new_folder() -> Path:
    """Return an empty folder that only this user can read; it bears this process's number."""
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def remove(folder: Path) -> bool:
    """Remove a folder with all that is in it, and return whether it is gone.

    On Windows it stays while a file in it is open or mapped into memory; `remove_left_over`
    removes it another time.
    """
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def remove_left_over() -> None:
    """Remove the folders of processes that ended without doing so themselves."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        match = _NAME.fullmatch(folder.name)
        if match and _is_abandoned(folder, int(match[1])):
            remove(folder)


def _is_abandoned(folder: Path, number: int) -> bool:
    import psutil

    if number == os.getpid():
        return False
    try:
        age = time.time() - folder.stat().st_mtime
    except OSError:
        return False
    return not psutil.pid_exists(number) or age > _OLD_SECONDS
