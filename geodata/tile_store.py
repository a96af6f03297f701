"""Tiles kept on disk, so that a map that was looked at once is there without a network."""

from __future__ import annotations

import re
import secrets
import time
from contextlib import suppress
from pathlib import Path

from geodata.tiles import TileKey, TileSource

MOST_BYTES = 300_000_000
"""What all tiles of all sources may take on disk."""

FRESH_S = 30 * 24 * 3600
"""Seconds after which a tile is fetched again when there is a network; kept all the same."""

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


class TileStore:
    """The tiles of one source that are kept.

    Attributes:
        source: where they come from.
    """

    def __init__(self, source: TileSource, folder: Path) -> None:
        """Use a folder; nothing is made before the first tile is kept.

        Args:
            source: where the tiles come from.
            folder: where the tiles of all sources are kept.
        """
        self.source = source
        self._folder = folder / _UNSAFE.sub("_", source.id)

    def read(self, key: TileKey) -> bytes | None:
        """Return the picture of a tile as it came, None if it is not kept or cannot be read."""
        try:
            return self._path(key).read_bytes()
        except OSError:
            return None

    def is_fresh(self, key: TileKey) -> bool:
        """Return whether a tile is kept and not so old that it should be fetched again."""
        try:
            return time.time() - self._path(key).stat().st_mtime < FRESH_S
        except OSError:
            return False

    def write(self, key: TileKey, data: bytes) -> None:
        """Keep a tile, whole or not at all.

        Raises:
            OSError: if it cannot be written.
        """
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def _path(self, key: TileKey) -> Path:
        return self._folder / str(key.zoom) / str(key.column) / f"{key.row}.tile"


def trim(folder: Path, most_bytes: int = MOST_BYTES) -> int:
    """Remove the tiles that were fetched longest ago until the rest fits; return how many.

    Args:
        folder: where the tiles of all sources are kept.
        most_bytes: what they may take.
    """
    kept: list[tuple[float, int, Path]] = []
    for path in folder.rglob("*.tile"):
        with suppress(OSError):
            facts = path.stat()
            kept.append((facts.st_mtime, facts.st_size, path))
    total = sum(size for _, size, _ in kept)
    removed = 0
    for _, size, path in sorted(kept):
        if total <= most_bytes:
            break
        with suppress(OSError):
            path.unlink()
            total -= size
            removed += 1
    return removed
