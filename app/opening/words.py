"""What the window says of files, in the interface's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.status_bar import coordinates_text
from geodata.files.opening import OpenedLayer
from geodata.files.report import FileError, Finding, Outcome, filled
from geodata.files.request import LAMBERT, LAMBERT_CNR, UTM_16N, WGS84
from geodata.geometry import Family
from layers.project import Problem
from layers.texts import N_, Texts

CRS_NAMES = {
    WGS84: N_("WGS 84, degrees (EPSG:4326)"),
    UTM_16N: N_("UTM zone 16N, metres (EPSG:32616)"),
    LAMBERT: N_("Lambert El Salvador, metres (EPSG:5460)"),
    LAMBERT_CNR: N_("Lambert of the CNR, metres (SIRGAS-ES2007.8)"),
}
"""What the reference systems of the country are called (English; to be translated)."""

_STAGES = {
    "recognise": N_("Finding out what it is…"),
    "read": N_("Reading…"),
    "check": N_("Checking…"),
    "write": N_("Handing over…"),
}


def stage_words(stage: str, texts: Texts) -> str:
    """Return what is being done."""
    return texts.gettext(_STAGES.get(stage, _STAGES["read"]))


def error_words(error: Exception, texts: Texts) -> str:
    """Return what is wrong with a file, and what to do, each a sentence in a line."""
    if not isinstance(error, FileError):
        words = texts.gettext("It could not be read ({reason}); please report this")
        return words.format(reason=f"{type(error).__name__}: {error}")
    return _sentences(error.reason, error.advice, error.values, texts)


def problem_words(problem: Problem, texts: Texts) -> str:
    """Return what of a project could not be opened, and what to do."""
    return _sentences(problem.reason, problem.advice, dict(problem.values), texts)


def _sentences(reason: str, advice: str, values: dict[str, str], texts: Texts) -> str:
    return "\n".join(_sentence(part, values, texts) for part in (reason, advice) if part)


def _sentence(template: str, values: dict[str, str], texts: Texts) -> str:
    """Return a message with a full stop, and a capital unless it begins with a name."""
    words = filled(template, values, texts.gettext)
    begins_with_name = texts.gettext(template).startswith("{")
    return f"{words if begins_with_name else words[:1].upper() + words[1:]}."


def crs_words(crs: str, texts: Texts) -> str:
    """Return the name of a reference system."""
    return texts.gettext(CRS_NAMES[crs]) if crs in CRS_NAMES else crs


def count_words(family: Family, count: int, texts: Texts) -> str:
    """Return how many features of a family there are, for instance "12 points"."""
    match family:
        case Family.POINT:
            words = texts.ngettext("{count} point", "{count} points", count)
        case Family.LINE:
            words = texts.ngettext("{count} line", "{count} lines", count)
        case Family.POLYGON:
            words = texts.ngettext("{count} area", "{count} areas", count)
    return words.format(count=texts.number(count))


def layer_words(layer: OpenedLayer, texts: Texts) -> str:
    """Return what a layer holds: rows, columns, and how many rows have no place."""
    table = layer.table
    missing = len(table) - table.placed_count
    columns = texts.ngettext("{count} column", "{count} columns", len(table.columns))
    parts = [
        count_words(table.geometry.family, len(table), texts),
        columns.format(count=texts.number(len(table.columns))),
    ]
    if missing:
        words = texts.ngettext("{count} without a place", "{count} without a place", missing)
        parts.append(words.format(count=texts.number(missing)))
    return " · ".join(parts)


def extent_words(bounds: tuple[float, float, float, float] | None, texts: Texts) -> str:
    """Return the south-western and north-eastern corner of an extent in degrees, "" of none."""
    if bounds is None:
        return ""
    west, south, east, north = bounds
    return texts.gettext("{corner} to {opposite}").format(
        corner=coordinates_text(west, south, texts),
        opposite=coordinates_text(east, north, texts),
    )


def findings_words(findings: Sequence[Finding], texts: Texts) -> str:
    """Return how many rows were skipped, repaired, and so on, "" if nothing was found."""
    counts = Counter(finding.outcome for finding in findings)
    return " · ".join(
        f"{texts.number(counts[outcome])} {texts.gettext(outcome.value)}"
        for outcome in Outcome
        if counts[outcome]
    )
