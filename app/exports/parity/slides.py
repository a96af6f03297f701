"""Slides read back: their texts, pictures and notes, and what they should be."""

from __future__ import annotations

import io
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from app.exports.atlas_painting import SheetReport, labels_block
from app.exports.atlas_sheet import Sheet, SheetText
from app.exports.parity.fresh import fresh_map
from app.exports.parity.picture import is_brief
from app.exports.parity.rendering import pixels_of_png
from app.exports.parity.words import joined, legend_differences, name_differences
from app.exports.slides import names_words
from geodata.frozen import frozen
from layers.texts import Texts


@frozen
class SlideContents:
    """What a slide holds.

    Attributes:
        texts: its texts and the cells of its tables, in order.
        pictures: the files of its pictures: the map, then the logo and symbols of the table.
        described: what is said of each picture to those who cannot see it.
        notes: the paragraphs of its notes.
    """

    texts: tuple[str, ...]
    pictures: tuple[bytes, ...]
    described: tuple[str, ...]
    notes: tuple[str, ...]


def slides_of(content: bytes) -> list[SlideContents]:
    """Return what each slide of a presentation holds."""
    from pptx import Presentation

    return [_contents(slide) for slide in Presentation(io.BytesIO(content)).slides]


def slide_differences(
    slide: SlideContents, sheet: Sheet, notes: list[str], texts: Texts
) -> Iterator[str]:
    """Yield in words in what a slide differs from its sheet.

    Args:
        slide: the slide.
        sheet: the sheet.
        notes: what its notes say besides the names on the map.
        texts: its language.
    """
    fresh, report = fresh_map(sheet, texts)
    if slide.pictures:
        yield from fresh.differences(pixels_of_png(slide.pictures[0]), exact=True)
    count = 1 + (sheet.logo is not None) + len(sheet.table)
    if len(slide.pictures) != count:
        yield f"pictures: {count} expected, {len(slide.pictures)} found"
    if not all(slide.described):
        yield "pictures: one is not described"
    yield from _changes("text", _words(sheet, report, texts), slide.texts)
    told = [*notes, names_words(report.names, texts)]
    yield from _changes("notes", [each for each in told if each], slide.notes)
    yield from name_differences(report.names, sheet.scene)
    if not is_brief(sheet.body.legend):
        yield from legend_differences(" ".join(slide.texts), sheet.scene)


def _words(sheet: Sheet, report: SheetReport, texts: Texts) -> Iterator[str]:
    """Yield the texts of a sheet as its slide has them, in order."""
    yield _text(sheet.title)
    yield from map(_text, sheet.texts)
    if sheet.body.legend is not None:
        yield from (" ".join(row.text.lines) for row in sheet.body.legend.rows)
    for row in sheet.table:
        yield "".join(map(_text, filter(None, (row.name, row.names))))
        yield _text(row.count)
    yield " ".join(labels_block(sheet, report.labels_hidden, texts).lines)


def _text(text: SheetText) -> str:
    return text.words if text.block.whole else " ".join(text.block.lines)


def _changes(kind: str, expected: Any, found: Any) -> Iterator[str]:
    """Yield which texts are missing, others or at another place."""
    one, two = ([text for text in map(joined, texts) if text] for texts in (expected, found))
    for tag, start, end, first, last in SequenceMatcher(None, one, two, False).get_opcodes():
        if tag != "equal":
            yield f"{kind}: {one[start:end]} expected, {two[first:last]} found"


def _contents(slide: Any) -> SlideContents:
    texts: list[str] = []
    pictures: list[Any] = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            texts.append(shape.text_frame.text)
        elif shape.has_table:
            texts += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
        else:
            pictures.append(shape)
    return SlideContents(
        tuple(texts),
        tuple(shape.image.blob for shape in pictures),
        tuple(shape._element.nvPicPr.cNvPr.get("descr") or "" for shape in pictures),
        tuple(slide.notes_slide.notes_text_frame.text.splitlines()),
    )
