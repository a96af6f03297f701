"""What of a layer may leave the atlas, and how exactly its places are told."""

from __future__ import annotations

from enum import StrEnum

from geodata.frozen import frozen


class Mark(StrEnum):
    """Whom data is for: everybody; the office, which is asked each time; nobody outside.

    The later, the stricter.
    """

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


class Positions(StrEnum):
    """How exactly places are told to others; the later, the less exactly."""

    EXACT = "exact"
    HUNDREDTH = "0.01"
    TENTH = "0.1"
    DELEGATION = "delegations"
    DEPARTMENT = "departments"

    @property
    def step(self) -> float | None:
        """Degrees that places are rounded to, None if they are not."""
        return float(self.value) if self in (Positions.HUNDREDTH, Positions.TENTH) else None

    @property
    def area_layer(self) -> str | None:
        """The layer to whose areas places are moved, None if they are not."""
        return self.value if self in (Positions.DELEGATION, Positions.DEPARTMENT) else None


@frozen
class Sharing:
    """What of a layer may leave the atlas.

    Attributes:
        mark: whom the layer is for.
        columns: marks of single columns; columns that are not named are for whom the layer is.
        positions: how exactly places are told.
    """

    mark: Mark = Mark.PUBLIC
    columns: tuple[tuple[str, Mark], ...] = ()
    positions: Positions = Positions.EXACT

    def leaves(self, mark: Mark, *, include_internal: bool) -> bool:
        """Return whether what bears ``mark`` is part of an export."""
        return mark is Mark.PUBLIC or (mark is Mark.INTERNAL and include_internal)

    def mark_of(self, column: str) -> Mark:
        """Return the mark of a column of the table.

        The mark of a column is that of its forms in each language, and of what says how sure it is.
        """
        for name, mark in self.columns:
            if column == name or column in {f"{name}{ending}" for ending in _COMPANIONS}:
                return mark
        return Mark.PUBLIC

    def with_column(self, column: str, mark: Mark) -> Sharing:
        """Return the sharing with a column marked."""
        others = {name: old for name, old in self.columns if name != column}
        if mark is not Mark.PUBLIC:
            others[column] = mark
        return Sharing(self.mark, tuple(sorted(others.items())), self.positions)

    @property
    def has_internal(self) -> bool:
        """Whether somebody must be asked before the layer leaves whole."""
        return self.mark is Mark.INTERNAL or any(mark is Mark.INTERNAL for _, mark in self.columns)

    def stricter(self, other: Sharing) -> Sharing:
        """Return what both let out, and no more."""
        columns: dict[str, Mark] = dict(self.columns)
        for name, mark in other.columns:
            columns[name] = max(columns.get(name, Mark.PUBLIC), mark, key=list(Mark).index)
        return Sharing(
            max(self.mark, other.mark, key=list(Mark).index),
            tuple(sorted(columns.items())),
            max(self.positions, other.positions, key=list(Positions).index),
        )


_LANGUAGES = ("_en", "_es")
_COMPANIONS = (
    *_LANGUAGES,
    "_basis",
    "_note",
    *(f"_note{language}" for language in _LANGUAGES),
)
