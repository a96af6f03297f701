"""How sure a fact is."""

from __future__ import annotations

from enum import StrEnum


class Basis(StrEnum):
    """How sure the atlas is of a fact, in the words of the fact tables.

    Every feature carries two: one for its existence (``basis``) and one for its place
    (``position_basis``).
    """

    DOCUMENTED = "documented"
    INFERRED = "inferred"
    APPROXIMATE = "approximate"
    UNVERIFIED = "unverified"
    USER = "user"
    NOT_PUBLISHED = "not published"
