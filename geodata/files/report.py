"""What was skipped, repaired or worth knowing when a file was opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from geodata.files.messages import N_
from geodata.frozen import frozen


class Outcome(StrEnum):
    """What became of a row, or of the whole file."""

    SKIPPED = "skipped"
    UNPLACED = "kept without a place"
    REPAIRED = "repaired"
    NOTED = "noted"


_OUTCOMES = (N_("skipped"), N_("kept without a place"), N_("repaired"), N_("noted"))
_HEAD = (N_("File"), N_("Row"), N_("Outcome"), N_("Reason"), N_("What to do"))


@frozen
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
        file: the file, or the archive and its member.
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

    def cells(self, translate: Callable[[str], str]) -> tuple[str, str, str, str, str]:
        """Return file, row, outcome, reason and advice in the language of ``translate``."""
        values = dict(self.values)
        return (
            self.file,
            "" if self.row is None else str(self.row),
            translate(self.outcome.value),
            filled(self.reason, values, translate),
            filled(self.advice, values, translate),
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
        super().__init__(self.text())

    def text(self, translate: Callable[[str], str] | None = None) -> str:
        """Return reason and advice in the language of ``translate``, in English without it."""
        reason = filled(self.reason, self.values, translate)
        return f"{reason}; {filled(self.advice, self.values, translate)}" if self.advice else reason

    def as_finding(self, outcome: Outcome) -> Finding:
        """Return what it says, for a part of a file the rest of which is opened."""
        return Finding(
            outcome,
            self.reason,
            self.advice,
            values=tuple(self.values.items()),
            file=self.values.get("file", ""),
        )


def filled(
    template: str, values: dict[str, str], translate: Callable[[str], str] | None = None
) -> str:
    """Return a message with its values, in the language of ``translate``."""
    message = translate(template) if translate and template else template
    return message.format(**values)


def report_as_text(findings: Sequence[Finding], translate: Callable[[str], str]) -> str:
    """Return findings as lines of text, one each, to be saved or copied."""
    return "".join(f"{_line(finding.cells(translate), translate)}\n" for finding in findings)


def _line(cells: tuple[str, str, str, str, str], translate: Callable[[str], str]) -> str:
    file, row, outcome, reason, advice = cells
    row_of = translate(N_("row {number}")).format(number=row)
    where = ", ".join(part for part in (file, row and row_of) if part)
    text = f"{outcome}: {reason}" + (f"; {advice}" if advice else "")
    return f"{where}: {text}" if where else text


def report_as_csv(findings: Sequence[Finding], translate: Callable[[str], str]) -> str:
    """Return findings as CSV with a head; no cell can be taken for a formula."""
    import csv
    import io

    from geodata.files.formulas import without_formula

    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([translate(title) for title in _HEAD])
    for finding in findings:
        writer.writerow([without_formula(cell) for cell in finding.cells(translate)])
    return text.getvalue()
