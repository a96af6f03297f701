"""Edited copies of feature tables; what an edit does not touch is shared with the original."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geodata.geometry import Family, Ints, concatenate, from_shapely
from geodata.table import FeatureTable


class GeometryError(ValueError):
    """A geometry cannot be used; the message says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature as plain data.

    Attributes:
        id: its id in the table.
        wkt: its geometry (longitude and latitude, EPSG:4326) as well-known text, None for none.
        values: column name to value.
    """

    id: str
    wkt: str | None
    values: tuple[tuple[str, Any], ...]


def check_geometry(wkt: str | None, family: Family) -> Any:
    """Return the shapely geometry of well-known text, None for None.

    Raises:
        GeometryError: if it is no geometry, of another family, not valid, or off the globe.
    """
    if wkt is None:
        return None
    try:
        shape = shapely.from_wkt(wkt)
    except shapely.errors.ShapelyError as error:
        raise GeometryError(f"this is no geometry: {error}") from error
    if not shapely.is_valid(shape):
        raise GeometryError(f"the geometry is not valid: {shapely.is_valid_reason(shape)}")
    try:
        from_shapely(np.array([shape], dtype=object), family)
    except ValueError as error:
        raise GeometryError(str(error)) from error
    west, south, east, north = shapely.bounds(shape)
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise GeometryError("longitude goes from -180 to 180 degrees, latitude from -90 to 90")
    return shape


def feature(table: FeatureTable, row: int) -> Feature:
    """Return one feature of a table as plain data."""
    shape = table.geometry.shape(row)
    return Feature(
        str(table.ids[row]),
        None if shape is None else shapely.to_wkt(shape, rounding_precision=-1),
        tuple((name, table.value(row, name)) for name in table.columns),
    )


def insert(table: FeatureTable, features: Sequence[Feature], rows: Sequence[int]) -> FeatureTable:
    """Return the table with ``features`` at ``rows`` of the result (rising).

    Raises:
        GeometryError: as `check_geometry`.
        ValueError: if an id is taken.
    """
    for new in features:
        if table.has(new.id):
            raise ValueError(f"there is a feature {new.id} already")
    shapes = np.empty(len(features), dtype=object)
    shapes[:] = [check_geometry(new.wkt, table.geometry.family) for new in features]
    added = from_shapely(shapes, table.geometry.family)
    order = _order(len(table), rows)
    geometry = concatenate(table.geometry, added).take(order)
    columns = {
        name: _extended(table.columns[name], [dict(new.values).get(name) for new in features])[
            order
        ]
        for name in table.columns
    }
    ids = _extended(table.ids, [_id(table.ids, new.id) for new in features])[order]
    return replace(table, ids=ids, geometry=geometry, columns=columns)


def delete(table: FeatureTable, rows: Sequence[int]) -> FeatureTable:
    """Return the table without the features at ``rows``."""
    kept = np.setdiff1d(np.arange(len(table)), np.asarray(rows, dtype=np.int64))
    return replace(
        table,
        ids=table.ids[kept],
        geometry=table.geometry.take(kept),
        columns={name: table.columns[name][kept] for name in table.columns},
    )


def set_geometry(table: FeatureTable, row: int, wkt: str | None) -> FeatureTable:
    """Return the table with another geometry of one feature.

    Raises:
        GeometryError: as `check_geometry`.
    """
    shape = np.empty(1, dtype=object)
    shape[0] = check_geometry(wkt, table.geometry.family)
    longer = concatenate(table.geometry, from_shapely(shape, table.geometry.family))
    order = np.arange(len(table))
    order[row] = len(table)
    return replace(table, geometry=longer.take(order))


def set_values(table: FeatureTable, row: int, values: Mapping[str, Any]) -> FeatureTable:
    """Return the table with other values of one feature; a column that is new is added, empty."""
    columns: dict[str, npt.NDArray[Any]] = {name: table.columns[name] for name in table.columns}
    for name, value in values.items():
        old = columns.get(name)
        if old is None:
            old = np.full(len(table), None, dtype=object)
        columns[name] = _with_value(old, row, value)
    return replace(table, columns=columns)


def without_columns(table: FeatureTable, names: Sequence[str]) -> FeatureTable:
    """Return the table without some columns."""
    kept = {name: table.columns[name] for name in table.columns if name not in names}
    return replace(table, columns=kept)


def _order(count: int, rows: Sequence[int]) -> Ints:
    """Return which of the old (0..count) and added (count..) features comes where."""
    total = count + len(rows)
    order = np.full(total, -1, dtype=np.int64)
    order[np.asarray(rows, dtype=np.int64)] = np.arange(count, total)
    order[order < 0] = np.arange(count)
    return order


def _id(ids: npt.NDArray[Any], new: str) -> Any:
    return new if ids.dtype == object else int(new)


def _extended(values: npt.NDArray[Any], added: Sequence[Any]) -> npt.NDArray[Any]:
    """Return ``values`` and ``added``, as numbers if all are, else as objects."""
    extra = np.empty(len(added), dtype=object)
    extra[:] = added
    numeric = values.dtype != object
    if numeric and all(isinstance(value, int | float) for value in added):
        whole = values.dtype.kind in "iu" and all(isinstance(value, int) for value in added)
        return np.concatenate([values, extra.astype(values.dtype if whole else np.float64)])
    if numeric and all(value is None or isinstance(value, int | float) for value in added):
        floats = [np.nan if value is None else float(value) for value in added]
        return np.concatenate([values.astype(np.float64), floats])
    return np.concatenate([values.astype(object), extra])


def _with_value(values: npt.NDArray[Any], row: int, value: Any) -> npt.NDArray[Any]:
    fits = (
        values.dtype == object
        or (values.dtype.kind in "iu" and isinstance(value, int) and not isinstance(value, bool))
        or (values.dtype.kind == "f" and isinstance(value, int | float))
    )
    result = values.copy() if fits else values.astype(object)
    result[row] = value
    return result
