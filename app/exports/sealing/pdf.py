"""The manifest of a PDF: an attached file, added as an incremental update (ISO 32000-1, 7.5.6)."""

from __future__ import annotations

import re

from app.exports.sealing.carriers import CarrierError

_FILE = b"atlas-manifest.json"
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_ROOT = re.compile(rb"/Root\s+(\d+)\s+(\d+)\s+R")
_SIZE = re.compile(rb"/Size\s+(\d+)")
_NAMES = re.compile(rb"/Names\s+(\d+)\s+\d+\s+R")
_KEPT = re.compile(rb"/(?:Info\s+\d+\s+\d+\s+R|ID\s*\[[^\]]*\])")


class PdfCarrier:
    """Adds the manifest at the end; what was written before stays, byte by byte.

    It reads documents with a plain table of objects, as Qt writes them.
    """

    comes_first = False

    def embed(self, content: bytes, text: bytes) -> bytes:
        """Return the document with the attached file."""
        end = _START.search(content, max(0, len(content) - 1024))
        if end is None:
            raise CarrierError("the document has no end")
        table = int(end[1])
        trailer = content[content.rfind(b"trailer", table) :]
        root, size = _ROOT.search(trailer), _SIZE.search(trailer)
        if not content.startswith(b"xref", table) or root is None or size is None:
            raise CarrierError("the document has no plain table of its objects")
        first = int(size[1])
        objects = _with_file(content, table, int(root[1]), first)
        objects |= {first: _specification(first + 1), first + 1: _stream(text)}
        kept = b" ".join(found.group() for found in _KEPT.finditer(trailer))
        return _updated(content, table, objects, b"/Root " + root[0][6:] + b" " + kept)

    def mended(self, content: bytes) -> bytes:
        """Return the document as it is: it keeps no sums of itself."""
        return content


def _object(content: bytes, table: int, number: int) -> bytes:
    """Return what stands in an object of the document."""
    lines = re.compile(rb"(\d{10}) \d{5} [nf]")
    section = re.compile(rb"xref\s+0 (\d+)\s+").match(content, table)
    if section is None or number >= int(section[1]):
        raise CarrierError("the document's table of objects is not in one piece")
    entry = lines.match(content, section.end() + 20 * number)
    start = re.compile(rb"%d\s+\d+\s+obj\s*" % number)
    head = start.match(content, int(entry[1])) if entry else None
    end = content.find(b"endobj", head.end()) if head else -1
    if head is None or end < 0:
        raise CarrierError(f"object {number} of the document is not where it should be")
    return content[head.end() : end].rstrip()


def _with_file(content: bytes, table: int, root: int, file: int) -> dict[int, bytes]:
    """Return the document's catalogue, and its list of names, with the attached file in them."""
    objects = {root: _with_entry(_object(content, table, root), b"/AF [%d 0 R]" % file)}
    listed = b"/EmbeddedFiles << /Names [(%s) %d 0 R] >>" % (_FILE, file)
    names = _NAMES.search(objects[root])
    if names is None:
        objects[root] = _with_entry(objects[root], b"/Names << %s >>" % listed)
        return objects
    # Qt keeps the list of names in an object of its own.
    body = _object(content, table, int(names[1]))
    if b"/EmbeddedFiles" not in body:
        objects[int(names[1])] = _with_entry(body, listed)
    return objects


def _with_entry(dictionary: bytes, entry: bytes) -> bytes:
    if not dictionary.endswith(b">>"):
        raise CarrierError("the document's catalogue cannot be read")
    return dictionary[:-2] + b"\n" + entry + b"\n>>"


def _specification(stream: int) -> bytes:
    return (
        b"<< /Type /Filespec /F (%s) /UF (%s) /AFRelationship /Data\n/EF << /F %d 0 R >>\n"
        b"/Desc (What this file is made of: atlas-seguro verify checks it) >>"
    ) % (_FILE, _FILE, stream)


def _stream(text: bytes) -> bytes:
    head = b"<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length %d >>" % len(text)
    return head + b"\nstream\n" + text + b"\nendstream"


def _updated(content: bytes, table: int, objects: dict[int, bytes], trailer: bytes) -> bytes:
    result = bytearray(content if content.endswith(b"\n") else content + b"\n")
    entries = [b"0 1\n0000000000 65535 f \n"]
    for number, body in objects.items():
        entries.append(b"%d 1\n%010d 00000 n \n" % (number, len(result)))
        result += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    place = len(result)
    result += b"xref\n" + b"".join(entries)
    size = max(objects) + 1
    result += b"trailer\n<< /Size %d /Prev %d %s >>\n" % (size, table, trailer)
    result += b"startxref\n%d\n%%%%EOF\n" % place
    return bytes(result)
