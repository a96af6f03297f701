"""``atlas-seguro verify``: whether exported files are as they were made."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from app.exports.verifying import verdict_lines, verify_file
from layers.texts import Texts

SOUND, DAMAGED, UNKNOWN = 0, 1, 2


def run_verify(files: Iterable[Path], texts: Texts, *, as_json: bool) -> int:
    """Print what can be found out about each file, and return the exit status.

    Returns:
        0 if every file is as it was exported, 1 if one is damaged, 2 if one cannot be checked.
    """
    verdicts = [verify_file(path) for path in files]
    if as_json:
        print(json.dumps([verdict.as_data() for verdict in verdicts], indent=2))
    else:
        print("\n\n".join("\n".join(verdict_lines(verdict, texts)) for verdict in verdicts))
    if any(verdict.is_damaged for verdict in verdicts):
        return DAMAGED
    return SOUND if all(verdict.is_sound for verdict in verdicts) else UNKNOWN
