"""The text of a file: which encoding it is in, which sign parts its columns."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

from geodata.files.messages import N_
from geodata.files.report import FileError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 50
# Letters of Spanish as one byte each. 0x81-0x9f are letters in CP850 (DOS) and mostly signs in
# Windows-1252, so text whose high bytes lie there is CP850.
_CP850_LETTERS = frozenset(b"\x81\x82\x90\xa0\xa1\xa2\xa3\xa4\xa5\xb5\xd6\xe0\xe9")
_CP1252_LETTERS = frozenset("áéíóúñüÁÉÍÓÚÑÜ".encode("cp1252"))


def find_encoding(data: bytes) -> str:
    """Return the encoding of ``data``: by its mark, as UTF-8 if it is, else by its letters."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        high = [byte for byte in data if byte >= 0x80]
        dos = sum(byte in _CP850_LETTERS for byte in high)
        windows = sum(byte in _CP1252_LETTERS for byte in high)
        return "cp850" if dos > windows else "cp1252"
    return "utf-8"


def decode(path: Path, data: bytes, encoding: str) -> str:
    """Return the text of a file.

    Raises:
        FileError: if the bytes are no text in this encoding; the message names the line.
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileError(
            N_("{file}, line {line}: not text in the encoding {encoding}"),
            N_("choose another encoding"),
            file=path.name,
            line=line,
            encoding=encoding,
        ) from error
    except LookupError as error:
        raise FileError(
            N_("there is no encoding {encoding}"), N_("choose another encoding"), encoding=encoding
        ) from error


def find_delimiter(text: str) -> str:
    """Return the sign that parts the columns: the one that gives most rows the same number."""
    lines = "\n".join(text.splitlines()[:_SAMPLE_LINES])

    def score(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(lines), delimiter=delimiter) if row]
        if not widths or widths[0] < 2:
            return 0.0, 0
        return sum(width == widths[0] for width in widths) / len(widths), widths[0]

    best = max(_DELIMITERS, key=score)
    return best if score(best)[1] else ","
