"""A place inside each area, where its name belongs."""

from __future__ import annotations

import numpy as np

from geodata.geometry import Bools, Floats, GeometryArray, Ints


def inner_points(areas: GeometryArray) -> Floats:
    """Return shape (n, 2): a place inside each area, NaN for one without a place.

    It is in the middle of the widest stretch that a horizontal line through about the middle of
    one of the area's polygons has in it: the very place that `shapely.point_on_surface` gives,
    found for all areas at once and without an object for each.

    Args:
        areas: polygons in any plane, every ring closed.
    """
    result = np.full((len(areas), 2), np.nan)
    placed = areas.placed
    # Nothing of an area without any extent is inside; its first point stands for it.
    result[placed] = areas.coordinates[areas.coordinate_starts[:-1][placed]]
    if not len(areas.coordinates):
        return result
    polygon_of_part = np.cumsum(~areas.holes) - 1
    polygon = np.repeat(polygon_of_part, np.diff(areas.part_starts))
    x, y = areas.coordinates.T
    height = _heights(y, np.flatnonzero(np.diff(polygon, prepend=-1)))[polygon]
    crossed, at = _crossings(x, y, height, areas.part_starts)
    # Every ring is crossed an even number of times, so that each two are a stretch inside.
    order = np.lexsort((at, polygon[crossed]))
    stretches, at = crossed[order[::2]], at[order]
    widths, middles = at[1::2] - at[::2], (at[::2] + at[1::2]) / 2
    features = np.repeat(np.arange(len(areas)), np.diff(areas.feature_starts))
    feature = np.repeat(features, np.diff(areas.part_starts))[stretches]
    # Of each area the widest, the first of those that are.
    widest = np.lexsort((-widths, feature))
    widest = widest[np.diff(feature[widest], prepend=-1) > 0]
    widest = widest[widths[widest] > 0]
    result[feature[widest], 0] = middles[widest]
    result[feature[widest], 1] = height[stretches[widest]]
    return result


def _heights(y: Floats, starts: Ints) -> Floats:
    """Return shape (polygons,): half way between the two vertices around the middle of each."""
    low, high = np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)
    counts = np.diff(starts, append=len(y))
    is_below: Bools = y <= np.repeat((low + high) / 2, counts)
    below = np.maximum.reduceat(np.where(is_below, y, -np.inf), starts)
    above = np.minimum.reduceat(np.where(is_below, np.inf, y), starts)
    # All of a flat polygon is at its middle.
    return (np.where(np.isinf(above), high, above) + below) / 2


def _crossings(x: Floats, y: Floats, height: Floats, part_starts: Ints) -> tuple[Ints, Floats]:
    """Return the edges that cross the line of their polygon, by their first points, and where."""
    is_edge = np.ones(len(y) - 1, dtype=np.bool_)
    is_edge[part_starts[1:-1] - 1] = False
    line = height[:-1]
    # An end on the line counts with the edge that goes down from it, or up to it, alone.
    is_over = y > height
    edges: Ints = np.flatnonzero((is_over[:-1] != is_over[1:]) & is_edge)
    x0, x1, y0, y1 = x[edges], x[edges + 1], y[edges], y[edges + 1]
    upright = x0 == x1
    slope = (y1 - y0) / np.where(upright, 1.0, x1 - x0)
    return edges, np.where(upright, x0, x0 + (line[edges] - y0) / slope)
