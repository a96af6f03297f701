"""A file to read: where its bytes lie, and what messages call it."""

from __future__ import annotations

from pathlib import Path

from geodata.frozen import frozen


@frozen
class Source:
    """A file on disk, or a member of an archive that was unpacked.

    Attributes:
        path: where its bytes lie.
        name: what messages call it.
        title: what its layer is called if it has no name of its own.
    """

    path: Path
    name: str
    title: str

    @classmethod
    def of(cls, path: Path) -> Source:
        """Return the source for a file on disk."""
        return cls(path, printable(path.name), printable(path.stem))

    def member(self, path: Path, name: str, title: str) -> Source:
        """Return the source for a member of this archive, unpacked to ``path``."""
        return Source(path, f"{self.name}: {printable(name)}", printable(title))

    def moved(self, path: Path) -> Source:
        """Return the same source with its bytes at another path."""
        return Source(path, self.name, self.title)


def printable(text: str) -> str:
    """Return a text in one line, with a mark for each sign that cannot be shown.

    Signs that cannot be shown are control characters, halves of characters that a file system
    may hold, and marks that turn the direction of writing, by which a name can be disguised.
    """
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
