"""What an export has to say once it is done, or when it cannot be done."""

from __future__ import annotations

from pathlib import Path

from geodata.frozen import frozen


class ExportError(Exception):
    """An export cannot be made.

    The message is one line in the reader's language; it names the file or option and says what to
    do about it.
    """


@frozen
class ExportReport:
    """What was written.

    Attributes:
        path: the file.
        labels_hidden: how many names found no room.
        notes: what the reader must know of the file, each one line in the export's language.
    """

    path: Path
    labels_hidden: int = 0
    notes: tuple[str, ...] = ()
