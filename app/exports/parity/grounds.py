"""The plain ground of a map: whether areas have the colours that they should have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from app.exports.parity.rendering import Pixels
from geodata.geometry import Bools, Floats, Ints
from layers.scene import SceneLayer

# Small squares on which nothing is drawn, and what makes the colour of one another.
_BLOCK, _FLAT, _OTHER = 8, 2, 6
# Of all of them a few differ where edges are smoothed otherwise; of one area it is less than half.
_MOST_OTHER, _LEAST_BLOCKS, _AREA_SHARE = 0.04, 4, 0.5
_MOST_TOLD = 5


def ground_differences(
    areas: Sequence[tuple[SceneLayer, Floats]], fresh: Pixels, picture: Pixels
) -> Iterator[str]:
    """Yield in words where the ground has another colour than in a fresh drawing.

    Args:
        areas: the layers of areas on the map from the bottom, each with the pixels at which its
            coordinates are.
        fresh: shape (height, width, 3), the drawing.
        picture: what is held against it, as large.
    """
    rows, columns, is_other = _plain_blocks(fresh, picture)
    if not len(rows):
        return
    share = float(is_other.mean())
    if share > _MOST_OTHER:
        yield f"picture: {share:.1%} of the plain ground have another colour"
    if not is_other.any():
        return
    free = np.ones(len(rows), np.bool_)
    middles: Floats = np.stack([columns, rows], axis=1).astype(np.float64)
    middles = (middles + 0.5) * _BLOCK
    # What lies on top hides what is below.
    for layer, places in reversed(areas):
        owners = _owners(layer, places, middles, free)
        free &= owners < 0
        counts = np.bincount(owners[owners >= 0], minlength=len(layer.table))
        others = np.bincount(owners[(owners >= 0) & is_other], minlength=len(layer.table))
        gone = np.flatnonzero((counts >= _LEAST_BLOCKS) & (others > _AREA_SHARE * counts))
        if len(gone):
            told = [str(layer.labels[row] or layer.table.ids[row]) for row in gone[:_MOST_TOLD]]
            yield f"picture: {layer.id}: {len(gone)} features are not shown ({', '.join(told)})"


def _plain_blocks(fresh: Pixels, picture: Pixels) -> tuple[Ints, Ints, Bools]:
    """Return row and column of the squares that are plain in a fresh drawing, and which differ."""
    expected, found = _blocks(fresh), _blocks(picture)
    flat = (expected.max(axis=(2, 3)) - expected.min(axis=(2, 3))).max(axis=-1) <= _FLAT
    away = np.abs(expected.mean(axis=(2, 3)) - found.mean(axis=(2, 3))).max(axis=-1)
    rows, columns = np.nonzero(flat)
    is_other: Bools = away[flat] > _OTHER
    return rows, columns, is_other


def _blocks(pixels: Pixels) -> npt.NDArray[np.int16]:
    """Return shape (rows, columns, height, width, 3): a picture cut into small squares."""
    height, width = (side // _BLOCK for side in pixels.shape[:2])
    cut = pixels[: height * _BLOCK, : width * _BLOCK].astype(np.int16)
    return cut.reshape(height, _BLOCK, width, _BLOCK, 3).swapaxes(1, 2)


def _owners(layer: SceneLayer, places: Floats, middles: Floats, free: Bools) -> Ints:
    """Return shape (n,): the row of the drawn area that holds each place, -1 for none."""
    import shapely

    owners = np.full(len(middles), -1)
    candidates = np.flatnonzero(free)
    rows = np.flatnonzero(layer.geometry.placed & (layer.symbol_of >= 0))
    if not len(rows) or not len(candidates):
        return owners
    shapes = layer.geometry.with_coordinates(places).take(rows).to_shapely()
    points: Any = shapely.points(middles[candidates])
    tree = shapely.STRtree(points)
    # What was moved to pixels may touch itself there.
    area, place = tree.query(shapely.make_valid(shapes), predicate="contains")
    owners[candidates[place]] = rows[area]
    return owners
