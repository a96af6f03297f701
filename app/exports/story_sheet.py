"""A step of a story on a page or a slide: the map, and beside it what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF

from app.exports.atlas_sheet import (
    FACTORS,
    Flowed,
    Letters,
    Part,
    Parts,
    Role,
    Setter,
    Sheet,
    flow,
)
from app.exports.options import PageOptions
from app.furniture.credits import short_names
from layers.scene import Scene
from layers.story import StoryStep
from layers.texts import Texts

# What is said takes less room than the facts of an atlas: the map is what one looks at.
_COLUMN_SHARE = 0.3
_GAP = 7.0
_MOST_LINES = 1000


def story_sheet(
    step: StoryStep,
    title: str,
    kicker: str,
    place: tuple[int, int],
    scene: Scene,
    options: PageOptions,
    texts: Texts,
) -> Sheet:
    """Return the sheet of a step.

    Args:
        step: the step.
        title: what it is called.
        kicker: the line above the title.
        place: its number, from 1, and how many steps there are.
        scene: what its map shows.
        options: the size of the page.
        texts: its language.
    """
    setter = Setter(replace(options, area=step.extent), texts, scene, _COLUMN_SHARE)
    setter.head(title, kicker)
    setter.foot(*place, short_names(scene))
    return setter.sheet(None, _told(step.text), _flow_text)


def map_sheet(scene: Scene, kicker: str, options: PageOptions, texts: Texts) -> Sheet:
    """Return the sheet of one map, with the planner's notes beside it.

    Args:
        scene: what it shows.
        kicker: the line above the title.
        options: the size of the page, its area, notes and parts.
        texts: its language.
    """
    setter = Setter(options, texts, scene, _COLUMN_SHARE)
    setter.head(scene.title, kicker)
    setter.foot(1, 1, () if "sources" in options.without else short_names(scene))
    return setter.sheet(None, _told(options.notes), _flow_text)


def is_told(sheet: Sheet, text: str) -> bool:
    """Return whether all of a text stands on a sheet."""
    told = [each for each in sheet.texts if each.role is Role.TOLD and each.block.whole]
    return [each.words for each in told] == text_lines(text)


def cut_remarks(sheet: Sheet, text: str, number: int, texts: Texts) -> list[str]:
    """Return what whoever makes a sheet must know of it, if its title or a text was cut.

    Args:
        sheet: the sheet.
        text: what it should say.
        number: its number, the first being 0.
        texts: the language.
    """
    page = texts.number(number + 1)
    remarks = []
    if not sheet.title.block.whole:
        words = texts.gettext("page {number}: the title is too long and was cut; shorten it")
        remarks.append(words.format(number=page))
    if not is_told(sheet, text):
        words = texts.gettext(
            "page {number}: the text is too long and was cut; shorten or split it"
        )
        remarks.append(words.format(number=page))
    return remarks


def _told(text: str) -> Parts | None:
    """Return what sets a text beside the map, None without one; lines are cut from its end."""
    paragraphs = text_lines(text)

    def parts(letters: Letters, width: float, cut: int) -> list[Part]:
        made = [letters.part(Role.TOLD, words, width, _GAP, _MOST_LINES) for words in paragraphs]
        left = sum(map(_line_count, made)) - cut
        for place, part in enumerate(made):
            count = _line_count(part)
            more = place + 1 < len(made)
            if left < count or (left == count and more):
                # The mark of what is left out stands at the end, also where a paragraph ends there.
                words = f"{paragraphs[place]} …" if more else paragraphs[place]
                last = letters.part(Role.TOLD, words, width, _GAP, max(left, 1))
                return [*made[:place], last]
            left -= count
        return made

    return parts if paragraphs else None


def _flow_text(parts: Parts, columns: Sequence[QRectF], scale: float) -> Flowed:
    """Return a text in the largest letters in which all of it finds room, else as much as fits."""
    width = columns[0].width()
    for factor in FACTORS:
        found = flow(parts(Letters(scale * factor), width, 0), columns)
        if found is not None:
            return found
    letters = Letters(scale * FACTORS[-1])
    least, most = 0, sum(map(_line_count, parts(letters, width, 0)))
    best: Flowed = ([], [], columns[0].top())
    while most - least > 1:
        cut = (least + most) // 2
        found = flow(parts(letters, width, cut), columns)
        if found is None:
            least = cut
        else:
            most, best = cut, found
    return best


def _line_count(part: Part) -> int:
    return sum(len(text.block.lines) for text in part.texts)


def text_lines(text: str) -> list[str]:
    """Return the paragraphs of a text, those without words left out."""
    return [line for line in (" ".join(each.split()) for each in text.splitlines()) if line]
