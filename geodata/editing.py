"""Edited copies of feature tables; what an edit does not touch is shared with the original."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from geodata.edited_columns import EditedColumns, Value
from geodata.files.messages import N_
from geodata.files.report import filled
from geodata.frozen import frozen
from geodata.geometry import Family, GeometryArray, Ints, Objects, concatenate, from_shapely
from geodata.table import FeatureTable


class GeometryError(ValueError):
    """A geometry cannot be used.

    Attributes:
        reason: what is wrong and what to do, an English template with ``{names}``.
        values: the values for the template.
    """

    def __init__(self, reason: str, **values: object) -> None:
        self.reason = reason
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(self.text())

    def text(self, translate: Callable[[str], str] | None = None) -> str:
        """Return the message in the language of ``translate``, in English without it."""
        return filled(self.reason, self.values, translate)


@frozen
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
    except (shapely.errors.ShapelyError, TypeError) as error:
        raise GeometryError(N_("this is no geometry ({error})"), error=error) from error
    _check_coordinates(shape)
    if not shapely.is_valid(shape):
        raise GeometryError(
            N_("the geometry is not valid ({error}); draw it without crossing itself"),
            error=shapely.is_valid_reason(shape),
        )
    _check_family(shape, family)
    return shapely.force_2d(shape)


def _check_coordinates(shape: Any) -> None:
    coordinates = shapely.get_coordinates(shape)
    if not len(coordinates):
        raise GeometryError(N_("the geometry is empty; give it a place, or delete the feature"))
    if not np.isfinite(coordinates).all():
        raise GeometryError(N_("a coordinate is not a number"))
    if not (np.abs(coordinates) <= (180.0, 90.0)).all():
        raise GeometryError(N_("longitude goes from -180 to 180 degrees, latitude from -90 to 90"))


def _check_family(shape: Any, family: Family) -> None:
    try:
        from_shapely(np.array([shape], dtype=object), family)
    except ValueError:
        reasons = {
            Family.POINT: N_("the layer holds points, not lines or areas"),
            Family.LINE: N_("the layer holds lines, not points or areas"),
            Family.POLYGON: N_("the layer holds areas, not points or lines"),
        }
        raise GeometryError(reasons[family]) from None


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

    A column that the table has not is left out.

    Raises:
        GeometryError: as `check_geometry`.
        ValueError: if an id is taken, or ``rows`` do not fit.
    """
    taken = [new.id for new in features if table.has(new.id)]
    if taken or len({new.id for new in features}) < len(features):
        raise ValueError(f"there is a feature {taken[0] if taken else features[0].id} already")
    total = len(table) + len(features)
    if len(rows) != len(features) or list(rows) != sorted({*rows} & {*range(total)}):
        raise ValueError(f"{len(features)} rising rows below {total} are needed, not {rows}")
    shapes = np.empty(len(features), dtype=object)
    shapes[:] = [check_geometry(new.wkt, table.geometry.family) for new in features]
    order = _order(len(table), rows)
    longer = concatenate(table.geometry, from_shapely(shapes, table.geometry.family))
    is_at_end = order[0] == 0 and (np.diff(order) == 1).all() if len(order) else True
    columns = EditedColumns.of(table.columns, len(table))
    values = [{name: v for name, v in new.values if name in columns} for new in features]
    return replace(
        table,
        ids=_with_ids(table.ids, [new.id for new in features], order),
        geometry=longer if is_at_end else longer.take(order),
        columns=columns.with_added(values, rows),
    )


def delete(table: FeatureTable, rows: Sequence[int]) -> FeatureTable:
    """Return the table without the features at ``rows``."""
    kept = np.setdiff1d(np.arange(len(table)), np.asarray(rows, dtype=np.int64))
    return replace(
        table,
        ids=table.ids[kept],
        geometry=table.geometry.take(kept),
        columns=EditedColumns.of(table.columns, len(table)).with_rows(kept),
    )


def set_geometry(table: FeatureTable, row: int, wkt: str | None) -> FeatureTable:
    """Return the table with another geometry of one feature.

    Raises:
        GeometryError: as `check_geometry`.
        IndexError: if there is no such row.
    """
    if not 0 <= row < len(table):
        raise IndexError(row)
    shape = np.empty(1, dtype=object)
    shape[0] = check_geometry(wkt, table.geometry.family)
    new = from_shapely(shape, table.geometry.family)
    return replace(table, geometry=_with_feature(table.geometry, row, new))


def _with_feature(geometry: GeometryArray, row: int, new: GeometryArray) -> GeometryArray:
    """Return the features with another one at ``row``; the rest is copied in two pieces."""
    parts = slice(int(geometry.feature_starts[row]), int(geometry.feature_starts[row + 1]))
    points = slice(int(geometry.part_starts[parts.start]), int(geometry.part_starts[parts.stop]))
    more_points = len(new.coordinates) - (points.stop - points.start)
    more_parts = len(new.holes) - (parts.stop - parts.start)
    return GeometryArray(
        geometry.family,
        np.concatenate(
            [
                geometry.coordinates[: points.start],
                new.coordinates,
                geometry.coordinates[points.stop :],
            ]
        ),
        np.concatenate(
            [
                geometry.part_starts[: parts.start],
                new.part_starts[:-1] + points.start,
                geometry.part_starts[parts.stop :] + more_points,
            ]
        ),
        np.concatenate(
            [
                geometry.feature_starts[: row + 1],
                geometry.feature_starts[row + 1 :] + more_parts,
            ]
        ),
        np.concatenate([geometry.holes[: parts.start], new.holes, geometry.holes[parts.stop :]]),
    )


def set_values(table: FeatureTable, row: int, values: Mapping[str, Value]) -> FeatureTable:
    """Return the table with other values of one feature; a column that is new is added, empty.

    Raises:
        IndexError: if there is no such row.
    """
    if not 0 <= row < len(table):
        raise IndexError(row)
    columns = EditedColumns.of(table.columns, len(table)).with_values(row, values)
    return replace(table, columns=columns)


def without_columns(table: FeatureTable, names: Sequence[str]) -> FeatureTable:
    """Return the table without some columns."""
    return replace(table, columns=EditedColumns.of(table.columns, len(table)).without(names))


def _order(count: int, rows: Sequence[int]) -> Ints:
    """Return which of the old (0..count) and added (count..) features comes where."""
    total = count + len(rows)
    order = np.full(total, -1, dtype=np.int64)
    order[np.asarray(rows, dtype=np.int64)] = np.arange(count, total)
    order[order < 0] = np.arange(count)
    return order


def _with_ids(ids: Objects | Ints, new: Sequence[str], order: Ints) -> Objects | Ints:
    """Return the ids in their order; numbers as long as they rise, as `FeatureTable` wants."""
    if ids.dtype != object and all(id_.isdigit() and str(int(id_)) == id_ for id_ in new):
        numbers = np.concatenate([ids, np.array([int(id_) for id_ in new], dtype=np.int64)])[order]
        if (np.diff(numbers) > 0).all():
            return numbers
    longer = np.empty(len(order), dtype=object)
    longer[: len(ids)] = ids if ids.dtype == object else [str(id_) for id_ in ids.tolist()]
    longer[len(ids) :] = new
    return longer[order]
