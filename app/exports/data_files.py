"""Layers as files of data, each with its manifest beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from app import __version__
from app.exports.sealing.seal import Check, State
from geodata.files.saving.tables import SAVE_ENDINGS, SaveReport, save_tables, write_whole
from geodata.table import FeatureTable
from layers.data_manifest import data_manifest, read_manifest, sealed_manifest

MANIFEST_ENDING = ".manifest.json"
"""What the name of a file's manifest has in addition."""

_PIECE = 1024 * 1024


def manifest_path(path: Path) -> Path:
    """Return where the manifest of a file of data lies."""
    return path.with_name(path.name + MANIFEST_ENDING)


def save_data(
    path: Path,
    layers: Sequence[tuple[str, FeatureTable]],
    language: str,
    progress: Callable[[float], None] | None = None,
) -> SaveReport:
    """Save layers, and beside them the manifest by which damage is found.

    Args:
        path: the file, replaced if it is there.
        layers: as of `geodata.files.saving.tables.save_tables`.
        language: the language of their names.
        progress: called with the share written; what it raises ends the saving, and the old file
            and its manifest stay.

    Raises:
        geodata.files.report.FileError: if a file cannot be written.
    """
    beside = manifest_path(path)
    seals: list[tuple[str, int]] = []

    def seal(new: Path) -> None:
        seals.append(_hash(new))
        # A manifest of former data must never lie beside the new.
        beside.unlink(missing_ok=True)

    report = save_tables(path, layers, progress=progress, before_replacing=seal)
    manifest = data_manifest(layers, f"Atlas Seguro {__version__}", language)
    write_whole(beside, sealed_manifest(manifest, *seals[0]))
    return report


def data_of(path: Path) -> Path | None:
    """Return the file of data whose manifest may lie beside it, None for other files.

    Args:
        path: that file, or its manifest.
    """
    if path.name.endswith(MANIFEST_ENDING):
        path = path.with_name(path.name.removesuffix(MANIFEST_ENDING) or path.name)
    is_data = path.suffix.lower() in SAVE_ENDINGS and manifest_path(path).exists()
    return path if is_data else None


def check_data(path: Path) -> Check:
    """Return whether a file of data is, byte by byte, as its manifest says.

    Raises:
        OSError: if one of the two cannot be read.
    """
    manifest = read_manifest(manifest_path(path).read_bytes())
    if manifest is None:
        return Check(State.DAMAGED)
    is_sound = (manifest.get("seal"), manifest.get("bytes")) == _hash(path)
    return Check(State.SOUND if is_sound else State.DAMAGED, manifest)


def _hash(path: Path) -> tuple[str, int]:
    """Return the SHA-256 and the size of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size
