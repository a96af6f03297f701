"""What was skipped, repaired or worth knowing when a file was opened."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What became of a row, or of the whole file."""

    SKIPPED = "skipped"
    UNPLACED = "kept without a place"
    REPAIRED = "repaired"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a reader of the file must know.

    Messages are English templates with ``{names}`` for the values, so that they can be shown in
    every language.

    Attributes:
        outcome: what became of the row or file.
        reason: what was found, a template.
        advice: what to do, a template; "" where nothing is to be done.
        row: the row's number in the file, counted as its maker would (the first row of data of a
            CSV file with a head is 2, the first feature of other formats 1); None for the file.
        values: the values for the templates.
        file: the file, or the archive's member.
    """

    outcome: Outcome
    reason: str
    advice: str
    row: int | None = None
    values: tuple[tuple[str, str], ...] = ()
    file: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON can write it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Finding:
        """Return the finding that `as_dict` wrote."""
        values = tuple((str(name), str(value)) for name, value in data["values"])
        return cls(
            Outcome(data["outcome"]),
            data["reason"],
            data["advice"],
            data["row"],
            values,
            data["file"],
        )


class FileError(Exception):
    """A file cannot be opened.

    Attributes:
        reason: what is wrong, an English template with ``{names}``.
        advice: what to do, a template.
        values: the values for the templates.
    """

    def __init__(self, reason: str, advice: str, **values: object) -> None:
        self.reason = reason
        self.advice = advice
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(f"{reason}; {advice}".format(**self.values))
