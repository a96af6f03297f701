"""Whether a project's file is still the one that was read or written."""

from __future__ import annotations

from pathlib import Path

Stamp = tuple[int, int]


def stamp_of(path: Path | None) -> Stamp | None:
    """Return what changes whenever a file is written: its time (nanoseconds) and its size.

    Returns:
        None if there is no file, or it cannot be looked at.
    """
    try:
        status = path.stat() if path is not None else None
    except OSError:
        return None
    return None if status is None else (status.st_mtime_ns, status.st_size)
