"""What opening a file is asked for, and what it gives back."""

from __future__ import annotations

from dataclasses import asdict, field
from typing import Any

from geodata.frozen import frozen, mutable

WGS84 = "EPSG:4326"
UTM_16N = "EPSG:32616"
LAMBERT = "EPSG:5460"
LAMBERT_CNR = (
    "+proj=lcc +lat_1=14.25 +lat_2=13.31666666666667 +lat_0=13.78333333333333 +lon_0=-89 "
    "+x_0=500000 +y_0=295809.184 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs"
)
"""The Lambert conic of the Centro Nacional de Registros on WGS 84 (SIRGAS-ES2007.8): the
parameters of EPSG:5460 without its shift from the old datum of Ocotepeque."""


@frozen
class OpenOptions:
    """What the planner says of a file where what was recognised is not right.

    Attributes:
        layers: names of the layers to read; None for all.
        encoding: the text's encoding, a Python codec's name; None to find out.
        crs: anything pyproj understands; None to find out.
        delimiter: of a CSV file; None to find out.
        x_column, y_column: columns of longitude (easting) and latitude (northing); None to find
            out, "" for none; the same for both if its cells hold latitude and longitude.
        join_column: column of names or codes of places; None to find out, "" for none.
        join_to: "municipalities", "delegations" or "departments"; None to find out.
    """

    layers: tuple[str, ...] | None = None
    encoding: str | None = None
    crs: str | None = None
    delimiter: str | None = None
    x_column: str | None = None
    y_column: str | None = None
    join_column: str | None = None
    join_to: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON can write it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> OpenOptions:
        """Return the options that `as_dict` wrote."""
        layers = data["layers"]
        rest = {name: value for name, value in data.items() if name != "layers"}
        return cls(layers=None if layers is None else tuple(layers), **rest)


@frozen
class Place:
    """A built-in place that rows can be joined to.

    Attributes:
        kind: "municipalities", "delegations" or "departments".
        id: the feature's id.
        codes: codes it is known by, without leading zeros.
        names: names it is known by.
        department: the name of its department, to tell places of one name apart.
    """

    kind: str
    id: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    department: str

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Place:
        """Return the place of which this is ``dataclasses.asdict``, read from JSON."""
        return cls(
            data["kind"],
            data["id"],
            tuple(data["codes"]),
            tuple(data["names"]),
            data["department"],
        )


@mutable
class Recognised:
    """What was recognised in a layer of a file, for the preview.

    Attributes:
        format: the format's name.
        encoding: the text's encoding, "" if it does not matter.
        crs: the coordinate reference system, "" if there are no coordinates.
        crs_stated: whether the file states it; else it was concluded from the numbers.
        delimiter: of a CSV file.
        x_column, y_column: the columns of coordinates.
        join_column, join_to: the column and kind of places that rows were joined to.
        other_layers: families of geometry besides this layer's that it was taken apart into.
    """

    format: str
    encoding: str = ""
    crs: str = ""
    crs_stated: bool = True
    delimiter: str = ""
    x_column: str = ""
    y_column: str = ""
    join_column: str = ""
    join_to: str = ""
    other_layers: list[str] = field(default_factory=list)
