"""How much a file may cost."""

from __future__ import annotations

from geodata.frozen import frozen


@frozen
class Limits:
    """Bounds within which a file is opened; beyond them opening ends with a clear message.

    Attributes:
        seconds: time from start to end.
        memory: resident set of the child process, bytes; never more than three quarters of what
            the computer has.
        rows: rows of all tables together.
        file_size: bytes on disk.
        unzipped_size: bytes of all members of an archive.
        members: files in an archive.
        columns: columns of a table.
        cell: characters of one text; longer ones are cut and reported.
    """

    seconds: float = 120.0
    memory: int = 4 * 1024**3
    rows: int = 6_000_000
    file_size: int = 2 * 1024**3
    unzipped_size: int = 2 * 1024**3
    members: int = 1000
    columns: int = 1000
    cell: int = 1_000_000
