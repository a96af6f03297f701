"""A step of a story on a page or a slide: the map, and beside it what is said of it."""

from __future__ import annotations

from dataclasses import replace

from app.exports.atlas_sheet import Letters, Part, Parts, Role, Setter, Sheet
from app.exports.options import PageOptions
from app.furniture.credits import short_names
from layers.scene import Scene
from layers.story import StoryStep
from layers.texts import Texts

# What is said takes less room than the facts of an atlas: the map is what one looks at.
_COLUMN_SHARE = 0.3


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
    return setter.sheet(None, _told(step.text))


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
    return setter.sheet(None, _told(options.notes))


def _told(text: str) -> Parts | None:
    """Return what sets a text beside the map, None without one."""
    lines = text_lines(text)

    def parts(letters: Letters, width: float, cut: int) -> list[Part]:
        most = {0: 99, 1: 12, 2: 6}.get(cut, 2)
        kept = lines if cut < 3 else lines[: max(len(lines) - (cut - 2) * 3, 1)]
        return [letters.part(Role.TOLD, line, width, 7.0, most) for line in kept]

    return parts if lines else None


def text_lines(text: str) -> list[str]:
    """Return the paragraphs of a text, those without words left out."""
    return [line for line in (" ".join(each.split()) for each in text.splitlines()) if line]
