"""The same PDF each time: objects in the order of their use, no clock, an id made of the content.

Qt writes fonts in the order of their places in memory, and the time. The structure read here is
that of the PDF 1.4 that Qt writes: a table of objects, one trailer, no object streams.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_REFERENCE = re.compile(rb"(?<![\w.])(\d+) 0 R\b")
_DATES = re.compile(rb"/(?:CreationDate|ModDate) \(D:[^)]*\)\n")
_SUBSET = re.compile(rb"(/FontName /)[A-Z]{6}\+")
_STREAM = b"stream\n"


@dataclass(frozen=True, slots=True)
class Link:
    """A place on a page that leads to another.

    Attributes:
        page: the page it is on, from 0.
        rect: left, bottom, right, top in points from the page's lower left corner.
        target: the page it leads to, from 0.
    """

    page: int
    rect: tuple[float, float, float, float]
    target: int


@dataclass(slots=True)
class _Object:
    """An object of the file.

    Attributes:
        head: everything before the stream, where references stand.
        stream: the rest, from the word "stream" on; empty without one.
    """

    head: bytes
    stream: bytes = b""

    def references(self) -> Iterator[int]:
        """Yield the numbers of the objects it refers to."""
        return (int(match[1]) for match in _REFERENCE.finditer(self.head))


@dataclass(slots=True)
class _File:
    objects: dict[int, _Object]
    root: int
    info: int
    pages: list[int] = field(default_factory=list)

    def add(self, head: bytes) -> int:
        """Add an object and return its number."""
        number = max(self.objects) + 1
        self.objects[number] = _Object(head)
        return number

    def extend(self, number: int, entries: bytes) -> None:
        """Add entries to an object that is a dictionary."""
        head = self.objects[number].head
        end = head.rindex(b">>")
        self.objects[number].head = head[:end] + entries + b"\n" + head[end:]


def canonical_pdf(
    content: bytes, language: str, outline: Sequence[str] = (), links: Sequence[Link] = ()
) -> bytes:
    """Return a PDF that Qt wrote as it would be at any time, on any day, in any process.

    Args:
        content: the file.
        language: the language code of its texts.
        outline: the name of each page, for the reader's side bar; none for no outline.
        links: places that lead to other pages.
    """
    file = _read(content)
    file.objects[file.info].head = _DATES.sub(b"", file.objects[file.info].head)
    file.extend(file.root, b"/Lang (%s)" % language.encode("ascii"))
    file.extend(file.root, b"/ViewerPreferences << /DisplayDocTitle true >>")
    if outline:
        _add_outline(file, outline)
    if links:
        _add_links(file, links)
    return _written(file)


def _read(content: bytes) -> _File:
    start = int(content[content.rindex(b"startxref") + 9 :].split()[0])
    table = content[start:].splitlines()
    count = int(table[1].split()[1])
    offsets = {
        number: int(line[:10])
        for number, line in enumerate(table[2 : 2 + count])
        if line[17:18] == b"n"
    }
    ends = sorted([*offsets.values(), start])
    following = dict(pairwise(ends))
    objects = {
        number: _object(content[offset : following[offset]])
        for number, offset in sorted(offsets.items())
    }
    trailer = content[content.rindex(b"trailer") :]
    root, info = (_referred(trailer, key) for key in (b"Root", b"Info"))
    file = _File(objects, root, info)
    kids = objects[_referred(objects[root].head, b"Pages")].head
    file.pages = [int(match[1]) for match in _REFERENCE.finditer(kids[kids.index(b"/Kids") :])]
    return file


def _object(content: bytes) -> _Object:
    inside = content[content.index(b"obj\n") + 4 : content.rindex(b"endobj")]
    place = inside.find(_STREAM)
    return _Object(inside) if place < 0 else _Object(inside[:place], inside[place:])


def _referred(dictionary: bytes, key: bytes) -> int:
    match = re.search(rb"/%s (\d+) 0 R" % key, dictionary)
    if match is None:
        raise ValueError(f"this PDF has no {key.decode()}")
    return int(match[1])


def _add_outline(file: _File, names: Sequence[str]) -> None:
    whole = file.add(b"")
    items = [file.add(b"") for _ in names]
    for place, (item, name) in enumerate(zip(items, names, strict=True)):
        entries = [
            b"/Title <feff%s>" % name.encode("utf-16-be", "replace").hex().encode("ascii"),
            b"/Parent %d 0 R" % whole,
            b"/Dest [%d 0 R /Fit]" % file.pages[place],
        ]
        if place:
            entries.append(b"/Prev %d 0 R" % items[place - 1])
        if place + 1 < len(items):
            entries.append(b"/Next %d 0 R" % items[place + 1])
        file.objects[item].head = b"<<\n" + b"\n".join(entries) + b"\n>>\n"
    file.objects[whole].head = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>\n" % (
        items[0],
        items[-1],
        len(items),
    )
    file.extend(file.root, b"/Outlines %d 0 R\n/PageMode /UseOutlines" % whole)


def _add_links(file: _File, links: Sequence[Link]) -> None:
    for page in sorted({link.page for link in links}):
        notes = b" ".join(
            b"<< /Type /Annot /Subtype /Link /Border [0 0 0] /Rect [%s] /Dest [%d 0 R /Fit] >>"
            % (
                " ".join(f"{side:.2f}" for side in link.rect).encode("ascii"),
                file.pages[link.target],
            )
            for link in links
            if link.page == page
        )
        annotations = _referred(file.objects[file.pages[page]].head, b"Annots")
        file.objects[annotations].head = b"[ " + notes + b" ]\n"


def _written(file: _File) -> bytes:
    numbers = _numbers_by_use(file)
    content = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets: list[int] = []
    for old, new in numbers.items():
        source = file.objects[old]
        head = _REFERENCE.sub(lambda match: b"%d 0 R" % numbers[int(match[1])], source.head)
        head = _SUBSET.sub(lambda match, new=new: match[1] + _subset_tag(new), head)  # type: ignore[misc]
        offsets.append(len(content))
        content += b"%d 0 obj\n" % new + head + source.stream + b"endobj\n"
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest().encode("ascii")
    content += b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>] >>\n" % (
        len(offsets) + 1,
        numbers[file.root],
        numbers[file.info],
        digest,
        digest,
    )
    content += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(content)


def _numbers_by_use(file: _File) -> dict[int, int]:
    """Return new numbers by old ones, in the order in which the objects are first referred to."""
    numbers: dict[int, int] = {}
    waiting = [file.info, file.root]
    while waiting:
        number = waiting.pop()
        if number in numbers or number not in file.objects:
            continue
        numbers[number] = len(numbers) + 1
        waiting += reversed(list(file.objects[number].references()))
    return numbers


def _subset_tag(number: int) -> bytes:
    """Return the six capitals that mark a font of which only some letters are embedded."""
    letters = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(65 + letter)
    return bytes(reversed(letters)) + b"+"
