"""Where an export goes, as the planner says; nothing is replaced that they were not asked about."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.dialogs import Dialogs
from layers.texts import Texts

# What else follows a dot is part of a name: "Informe 26.11.2026", "St. Ana".
_ENDING = re.compile(r"\.[A-Za-z]\w{0,6}")


def ask_file(
    dialogs: Dialogs,
    window: QWidget,
    suggestion: Path,
    filters: list[str],
    texts: Texts,
    *,
    are_sheets: bool = False,
) -> Path | None:
    """Ask where an export goes, and before files are replaced that the system did not ask about.

    Args:
        dialogs: how to ask.
        window: the window that asks.
        suggestion: folder and name to begin with; a name without an ending gets the same.
        filters: kinds of files.
        texts: the language.
        are_sheets: whether pictures are one for each page, numbered.

    Returns:
        The file, None if the planner changed their mind.
    """
    asked = dialogs.save_file(window, texts.gettext("Export the map"), suggestion, filters)
    if asked is None:
        return None
    path = asked if _ENDING.fullmatch(asked.suffix) else Path(f"{asked}{suggestion.suffix}")
    there = [path] if path != asked and path.exists() else []
    if are_sheets and path.suffix.lower() == ".png":
        from app.exports.atlas_writers import numbered_before

        there = numbered_before(path)
    return path if not there or _may_replace(dialogs, window, there, texts) else None


def _may_replace(dialogs: Dialogs, window: QWidget, there: list[Path], texts: Texts) -> bool:
    _ = texts.gettext
    message = _("{file} is there already.").format(file=there[0].name)
    if len(there) > 1:
        words = _("{first} to {last} are there already; those of the same number are replaced.")
        message = words.format(first=there[0].name, last=there[-1].name)
    title = _("Replace the file?") if len(there) == 1 else _("Replace the files?")
    choices = (("replace", _("Replace")), ("cancel", _("Cancel")))
    return dialogs.choose(window, title, message, choices) == "replace"
