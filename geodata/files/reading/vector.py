"""Reads GeoJSON, GeoPackage, shapefile and KML with GDAL. The one module that imports pyogrio.

GDAL recognises files by content and knows formats that point to other files or to the network;
`restrictions.restrict_gdal` must therefore run before pyogrio is first imported.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.files.formats import Format
from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.reading.rows import Rows, check_columns, check_rows, numbered
from geodata.files.report import FileError, Finding, Outcome
from geodata.files.request import WGS84
from geodata.files.source import Source
from geodata.frozen import frozen

if TYPE_CHECKING:
    import pyarrow as pa

    from geodata.files.reading.catalogue import Entry

# Columns that the KML driver gives every layer, with what they hold if the file says nothing.
_KML_COLUMNS = (
    *("Name", "description", "id", "timestamp", "begin", "end", "altitudeMode", "tessellate"),
    *("extrude", "visibility", "drawOrder", "icon", "snippet"),
)
_UNKNOWN_CRS = ("ENGCRS", "LOCAL_CS", "ENGINEERINGCRS")
_UNDEFINED = "undefined geographic srs"


@frozen
class LayerInfo:
    """What a file says of one of its layers.

    Attributes:
        name: the layer's name.
        rows: how many features it has, None if that is not known without reading them.
        geometry: GDAL's name of the geometry, "" for a table without.
    """

    name: str
    rows: int | None
    geometry: str


@frozen
class VectorLayer:
    """A layer as it stands in the file.

    Attributes:
        table: the attributes; there may be none.
        count: how many features there are.
        blobs: the geometries as well-known binary, None for a table without.
        crs: what pyproj understands, None if the file states none.
        findings: what was noticed.
    """

    table: pa.Table
    count: int
    blobs: pa.ChunkedArray | None
    crs: str | None
    findings: list[Finding]


def layer_names(path: Path) -> list[str]:
    """Return the names of the layers of a file that GDAL opens.

    Raises:
        FileError: if GDAL cannot open it.
    """
    return [layer.name for layer in layers(Source.of(path))]


def layers(source: Source, *, count: bool = False) -> list[LayerInfo]:
    """Return the layers of a file.

    Args:
        source: the file, as `prepared.prepared` returned it.
        count: whether to count their features.

    Raises:
        FileError: if GDAL cannot open it.
    """
    import pyogrio

    with _reporting(source, []):
        found = [(str(name), kind) for name, kind in pyogrio.list_layers(source.path)]
        return [
            LayerInfo(name, _count(source, name) if count else None, kind or "")
            for name, kind in found
        ]


def _count(source: Source, name: str) -> int | None:
    import pyogrio

    rows = int(pyogrio.read_info(source.path, layer=name, force_feature_count=True)["features"])
    return rows if rows >= 0 else None


def read_rows(
    entry: Entry, limits: Limits, progress: Callable[[float], None]
) -> tuple[Rows, Any | None, str | None]:
    """Return a layer's rows, its geometries as well-known binary, and its reference system.

    Geometries and reference system are None if there are none.

    Args:
        entry: the layer.
        limits: how many rows and columns it may have.
        progress: called with the share of rows read.

    Raises:
        FileError: if it is damaged or too large.
    """
    from geodata.files.arrow_arrays import as_numpy
    from geodata.files.reading.columns import tidied, unique_names
    from geodata.files.reading.plain import plain_columns

    source = entry.source
    layer = _read_layer(entry, limits, progress)
    numbers = numbered(layer.count, 1)
    names, renamed = unique_names(layer.table.column_names, source.name)
    table = plain_columns(layer.table).rename_columns(names)
    table, repaired = tidied(table, numbers, source, limits.cell, typing=False)
    findings = [*layer.findings, *renamed, *repaired]
    rows = Rows(source, table, numbers, findings, entry.encoding)
    return rows, None if layer.blobs is None else as_numpy(layer.blobs), layer.crs


def _read_layer(entry: Entry, limits: Limits, progress: Callable[[float], None]) -> VectorLayer:
    import pyarrow as pa
    import pyogrio.raw

    source = entry.source
    findings: list[Finding] = []
    encoding = entry.encoding if entry.format is Format.SHAPEFILE else None
    # Text that looks like a date is text all the same.
    options = {"DATE_AS_STRING": "YES"} if entry.format is Format.GEOJSON else {}
    with (
        _reporting(source, findings),
        pyogrio.raw.open_arrow(
            source.path, layer=entry.inner, encoding=encoding, use_pyarrow=True, **options
        ) as (meta, reader),
    ):
        check_columns(source, len(reader.schema), limits)
        batches, rows = [], 0
        for batch in reader:
            batches.append(batch)
            rows += batch.num_rows
            check_rows(source, rows, limits)
            progress(1 - 0.5 ** (rows / 100_000))
        table = pa.Table.from_batches(batches, reader.schema)
    blobs = None
    geometry = meta["geometry_name"] or "wkb_geometry"
    if geometry in table.column_names:
        blobs = table[geometry]
        table = table.drop_columns([geometry])
    if entry.format is Format.KML:
        table = _own_columns(table, source)
    return VectorLayer(table, rows, blobs, _stated_crs(meta.get("crs")), findings)


@contextmanager
def _reporting(source: Source, findings: list[Finding]) -> Iterator[None]:
    """Turn what GDAL complains of into findings, and its errors into `FileError`."""
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            yield
    except FileError:
        raise
    except Exception as error:  # pyogrio maps GDAL's errors to several classes
        raise FileError(
            N_("{file} cannot be read: it is damaged or cut short ({error})"),
            N_("ask its maker for another copy"),
            file=source.name,
            error=_named(str(error), source),
        ) from error
    findings += [
        Finding(
            Outcome.NOTED,
            N_("while it was read: {message}"),
            N_("compare what the map shows with the file"),
            values=(("message", _named(message, source)),),
            file=source.name,
        )
        for message in dict.fromkeys(str(each.message) for each in said)
        if "Measured (M) geometry types are not supported" not in message
    ]


def _named(message: str, source: Source) -> str:
    whole = message.replace(str(source.path), source.name)
    # What GDAL advises is for programmers.
    return re.split(r"; It might help|\. (?=[A-Z])", whole)[0]


def _own_columns(table: pa.Table, source: Source) -> pa.Table:
    """Return a KML table without the driver's own columns of which the file says nothing.

    A column of the file that is called as one of the driver's gets a 2 from it, which it loses
    here if the driver's says nothing, or the same.
    """
    content = source.path.read_bytes()
    for name in _KML_COLUMNS:
        if name not in table.column_names:
            continue
        values = table[name].to_pylist()
        twin = next((each for each in table.column_names if each.lower() == f"{name.lower()}2"), "")
        if twin and f'name="{twin}"'.encode() in content:
            twin = ""
        is_empty = set(values) <= {None, -1, 0, ""} and name not in ("Name", "description")
        if is_empty or (twin and (set(values) <= {None} or table[twin].to_pylist() == values)):
            table = table.drop_columns([name])
            names = [each[:-1] if each == twin else each for each in table.column_names]
            table = table.rename_columns(names)
    return table


def _stated_crs(crs: str | None) -> str | None:
    """Return a stated reference system, None for one that says that it is none."""
    if crs is None or crs.startswith(_UNKNOWN_CRS) or _UNDEFINED in crs.lower()[:60]:
        return None
    # With heights GDAL names the reference system of WGS 84 that has them.
    return WGS84 if crs == "EPSG:4979" else crs
