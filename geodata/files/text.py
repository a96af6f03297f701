"""The text of a file: which encoding it is in, which sign parts its columns."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from geodata.files.messages import N_
from geodata.files.report import FileError, Finding, Outcome
from geodata.files.source import Source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 50
_SAMPLE_BYTES = 1_000_000
# Letters of Spanish as one byte each. 0x81-0x9f are letters in CP850 (DOS) and mostly signs in
# Windows-1252, so text whose high bytes lie there is CP850.
_CP850_LETTERS = b"\x81\x82\x90\xa0\xa1\xa2\xa3\xa4\xa5\xb5\xd6\xe0\xe9"
_CP1252_LETTERS = "áéíóúñüÁÉÍÓÚÑÜ".encode("cp1252")
_ASCII = bytes(range(0x80))
# Where at most this share of the letters beyond ASCII is no UTF-8, the text is UTF-8 with flaws.
_FLAWS = 0.1
_CONTROL = bytes(sorted(set(range(0x20)) - set(b"\t\n\r\f\v\x1a\x1b\0")))
_SCANNED_FLAWS = 1000
_STRANGE_SIGNS = 8


def find_encoding(data: bytes) -> str:
    """Return the encoding of ``data``: by its mark, as UTF-8 if it is, else by its letters.

    UTF-8 with a few flaws, as table formats produce that cut texts at a fixed width, counts as
    UTF-8. Text of two bytes a letter without a mark is told by its zero bytes.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    wide = _without_mark(data[:_SAMPLE_BYTES])
    if wide:
        return wide
    if data.isascii() or is_utf8(data):
        return "utf-8"
    sample = data if len(data) < 4 * _SAMPLE_BYTES else _around_high_bytes(data)
    if _nearly_utf8(sample):
        return "utf-8"
    high = sample.translate(None, _ASCII)
    dos = len(high) - len(high.translate(None, _CP850_LETTERS))
    windows = len(high) - len(high.translate(None, _CP1252_LETTERS))
    if dos > windows:
        return "cp850"
    return "cp1252" if decodes(data, "cp1252") else "latin-1"


def is_utf8(data: bytes) -> bool:
    """Return whether bytes are flawless UTF-8."""
    return decodes(data, "utf-8")


def _is_plain_utf8(data: bytes) -> bool:
    """Return whether bytes are flawless UTF-8 without a mark or zero bytes."""
    return not data.startswith(codecs.BOM_UTF8) and b"\0" not in data and is_utf8(data)


def decodes(data: bytes, encoding: str) -> bool:
    """Return whether bytes are text in an encoding; False too if there is no such encoding."""
    try:
        data.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


def _without_mark(sample: bytes) -> str:
    """Return the encoding of text of two bytes a letter that bears no mark, or ""."""
    pairs = len(sample) // 2
    if pairs < 2:
        return ""
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > 0.7 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * pairs and odd < 0.1 * pairs else ""


def _around_high_bytes(data: bytes) -> bytes:
    """Return the lines in which the first letters beyond ASCII stand."""
    found = re.search(rb"[\x80-\xff]", data)
    start = data.rfind(b"\n", 0, found.start()) + 1 if found else 0
    return data[start : start + 4 * _SAMPLE_BYTES]


def _nearly_utf8(data: bytes) -> bool:
    good = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", data))
    flaws = data.decode("utf-8", errors="replace").count("\N{REPLACEMENT CHARACTER}")
    return good > 0 and flaws <= _FLAWS * good


def as_utf8(source: Source, data: bytes, stated: str | None) -> tuple[bytes, str, list[Finding]]:
    """Return a file's text as UTF-8 without a mark, its encoding, and what was repaired.

    Args:
        source: the file.
        data: its bytes.
        stated: the encoding, if it is known.

    Raises:
        FileError: if the bytes are no text, or none in the stated encoding.
    """
    findings: list[Finding] = []
    plain = stated is None and _is_plain_utf8(data)
    encoding = "utf-8" if plain else stated or find_encoding(data)
    try:
        text = data if plain else data.decode(encoding).removeprefix("\N{BOM}").encode("utf-8")
    except UnicodeDecodeError as error:
        if stated is not None:
            raise _no_text(source, data, encoding, error) from None
        findings += _flaws(source, data)
        text = data.decode(encoding, errors="replace").encode("utf-8")
    except (LookupError, UnicodeError):
        raise FileError(
            N_("{file}: there is no encoding {encoding}"),
            N_("choose another encoding"),
            file=source.name,
            encoding=encoding,
        ) from None
    zeros = text.count(b"\0") if b"\0" in text else 0
    if zeros or text[:_SAMPLE_BYTES].translate(None, _CONTROL) != text[:_SAMPLE_BYTES]:
        _check_is_text(source, text)
    if zeros:
        text = text.replace(b"\0", b"")
        findings.append(
            Finding(
                Outcome.REPAIRED,
                N_("zero bytes were left out: {count}"),
                N_("ask the file's maker for another copy"),
                values=(("count", str(zeros)),),
                file=source.name,
            )
        )
    return text.removesuffix(b"\x1a"), encoding, findings


def _no_text(source: Source, data: bytes, encoding: str, error: UnicodeDecodeError) -> FileError:
    return FileError(
        N_("{file}, line {line}: not text in the encoding {encoding}"),
        N_("choose another encoding"),
        file=source.name,
        line=data.count(b"\n", 0, error.start) + 1,
        encoding=encoding,
    )


def _flaws(source: Source, data: bytes) -> list[Finding]:
    """Return a finding for each line in which letters cannot be read."""
    return [
        Finding(
            Outcome.REPAIRED,
            N_("line {line}: a letter cannot be read and was replaced by “{sign}”"),
            N_("mend the text, or choose another encoding"),
            values=(("line", str(line)), ("sign", "\N{REPLACEMENT CHARACTER}")),
            file=source.name,
        )
        for line in _flawed_lines(data)
    ]


def _flawed_lines(data: bytes) -> Iterator[int]:
    found = 0
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.isascii() and not is_utf8(line):
            yield number
            found += 1
            if found == _SCANNED_FLAWS:
                return


def _check_is_text(source: Source, text: bytes) -> None:
    """Raise `FileError` if a hundredth of the signs are control characters, as in no text."""
    sample = text[:_SAMPLE_BYTES]
    strange = len(sample) - len(sample.translate(None, _CONTROL + b"\0"))
    if strange > _STRANGE_SIGNS + len(sample) / 100:
        raise not_text(source)


def not_text(source: Source) -> FileError:
    """Return the error for a file of which the atlas can make nothing."""
    return FileError(
        N_("{file} is of no format that the atlas opens"),
        N_("convert it to GeoJSON, GeoPackage, Shapefile, KML, KMZ, CSV, XLSX or GeoParquet"),
        file=source.name,
    )


def find_delimiter(text: str) -> str:
    """Return the sign that parts the columns: the one that gives most rows the same number.

    Of several, it is one by which quotation marks close where a cell ends.
    """

    def score(delimiter: str) -> tuple[float, float, int]:
        loose, strict = (_share(_widths(text, delimiter, strict=s)) for s in (False, True))
        return loose[0], strict[0], loose[1]

    best = max(_DELIMITERS, key=score)
    return best if score(best)[2] else ","


def _share(widths: list[int]) -> tuple[float, int]:
    """Return how large a share of rows is as wide as most are, and how wide these are."""
    wide = [width for width in widths if width > 1]
    if not wide:
        return 0.0, 0
    usual = max(set(wide), key=lambda width: (wide.count(width), width))
    return wide.count(usual) / len(widths), usual


def _widths(text: str, delimiter: str, *, strict: bool) -> list[int]:
    """Return how many columns the first rows have, those that are not empty.

    A row that cannot be read has none: it has a cell longer than the module's limit or, if
    ``strict``, a quoted cell that goes on behind its quotation mark.
    """
    widths: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    while len(widths) < _SAMPLE_ROWS:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            widths.append(0)
        else:
            if any(cell.strip() for cell in row):
                widths.append(len(row))
    # The last row may have been cut where the sample ends.
    return widths[:-1] if 1 < len(widths) < _SAMPLE_ROWS else widths
