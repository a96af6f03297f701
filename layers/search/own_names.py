"""The names of a layer of the planner's own, of which there may be a million."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geodata.geometry import Floats, Ints
from geodata.table import FeatureTable
from geodata.text_columns import text_column
from layers.document import Layer
from layers.feature_tip import name_column, one_line
from layers.search.extents import extents, middles
from layers.search.found import Found, Kind, Scored
from layers.search.indexing import index_column
from layers.search.nearest import LonLat, best
from layers.search.query import Query
from layers.search.words import WordIndex
from layers.view import Bounds
from layers.view_state import FeatureRef

_REACH = 1500.0
"""True metres around a point that are shown."""


def searched_column(layer: Layer, table: FeatureTable) -> str:
    """Return the column by which features of a layer are found, or "": the label, or the name."""
    label = layer.style.label
    if label is not None and label.field in table.columns:
        return label.field
    return name_column(table)


@dataclass(frozen=True, eq=False)
class OwnNames:
    """Finds the features of a layer by their names.

    Attributes:
        layer_id: the layer.
        table: its features.
        column: the column that holds the names.
        index: their words.
    """

    layer_id: str
    table: FeatureTable
    column: str
    index: WordIndex

    @classmethod
    def of(
        cls, layer: Layer, table: FeatureTable, is_unwanted: Callable[[], bool] = lambda: False
    ) -> OwnNames | None:
        """Return the names of a layer; None if it has none, or ``is_unwanted`` says so.

        May be called in a thread; a million names take some seconds.
        """
        column = searched_column(layer, table)
        if not column:
            return None
        index = index_column(text_column(table, column), is_unwanted)
        if index is None:
            return None
        names = cls(layer.id, table, column, index)
        # The first question shall not wait for what every question needs: the places, and memory
        # that was not touched yet.
        _ = names._columns
        names.find(Query.of("a"), (0.0, 0.0), 1, "")
        return names

    def find(
        self, query: Query, centre: LonLat, most: int, layer_name: str
    ) -> tuple[list[Scored], int]:
        """Return the best features for a query, and how many there are in all.

        Args:
            query: what is looked for.
            centre: longitude and latitude of the map's centre (EPSG:4326).
            most: how many are wanted.
            layer_name: what the layer is called.
        """
        matches = self.index.find(query)

        def distances(rows: Ints) -> Floats:
            narrow = np.float32(np.cos(np.radians(centre[1])))
            right, up = self._columns
            if len(rows) < len(right):
                right, up = right.take(rows), up.take(rows)
            # In place, for each array of a million more costs a millisecond.
            squares = right - np.float32(centre[0])
            squares *= narrow
            squares *= squares
            upward = up - np.float32(centre[1])
            upward *= upward
            squares += upward
            return squares

        chosen = best(matches, distances, most)
        rows = matches.rows[chosen]
        shown = extents(self.table.geometry.take(rows), _REACH)
        found = [
            Scored(int(quality), self._found(row, extent, layer_name))
            for row, quality, extent in zip(
                rows.tolist(), matches.quality[chosen].tolist(), shown, strict=True
            )
        ]
        return found, len(matches)

    def _found(self, row: int, extent: Bounds | None, layer_name: str) -> Found:
        x, y = self._places[row].tolist()
        return Found(
            Kind.FEATURE,
            one_line(str(self.table.value(row, self.column))),
            one_line(layer_name),
            lonlat=None if np.isnan(x) else (x, y),
            bounds=extent,
            feature=FeatureRef(self.layer_id, str(self.table.ids[row])),
        )

    @cached_property
    def _columns(self) -> tuple[Floats, Floats]:
        """Longitudes and latitudes, each in a piece of memory of its own, as small as will do."""
        lonlat = self._places.astype(np.float32)
        return np.ascontiguousarray(lonlat[:, 0]), np.ascontiguousarray(lonlat[:, 1])

    @cached_property
    def _places(self) -> Floats:
        """Shape (n, 2): where each feature is, NaN without a place (EPSG:4326)."""
        return middles(self.table.geometry)
