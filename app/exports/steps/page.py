"""A page of steps: HTML that stands by itself, is read by keyboard and prints a step a page.

Everything is in the page as it is read, so that it is whole without scripts too; the page's own
script (``resources/web/steps.js``) shows one step at a time. Texts of the data go through
`app.exports.web_text.escaped`; the policy lets nothing run or load but what is in the page.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSizeF

import resources
from app import __version__
from app.exports.image import png_bytes
from app.exports.logo import LogoPicture
from app.exports.page_layout import labels_text
from app.exports.steps.drawing import FRAMES, MapDrawer
from app.exports.steps.looks import Looks
from app.exports.web_policy import with_policy
from app.exports.web_text import escaped
from app.furniture.legend import needs_heading, without_name
from geodata.frozen import frozen
from layers.layouts import Logo
from layers.scene import LegendSection
from layers.texts import N_, Texts
from layers.view import Bounds


@frozen
class Step:
    """A step of a page.

    Attributes:
        title: what it is called.
        kicker: the line above the title, or "".
        looks: what its map shows.
        area: the part of the map that is seen whole, metres (EPSG:3857).
        body: what is said beside the map: markup whose texts were escaped.
        sources: who says so, or whom the map credits.
        words: what the map shows, for those who cannot see it.
        exact: whether the area is the extent rather than something to leave a margin around.
        extra: what the map's legend is followed by: lines, plain text.
        is_view: whether the map is what one looks at: it is larger, its legend among the words.
    """

    title: str
    kicker: str
    looks: Looks
    area: Bounds
    body: str
    sources: tuple[str, ...]
    words: str
    exact: bool = False
    extra: tuple[str, ...] = ()
    is_view: bool = False


# Twice what the page shows, for fine screens and paper.
_LOGO_PIXELS = QSizeF(440, 144)

_LOOKS = {
    "light": N_("Light look"),
    "dark": N_("Dark look"),
    "contrast": N_("High contrast"),
}


class StepPage:
    """Makes a page, step by step."""

    def __init__(
        self, title: str, looks: Looks, texts: Texts, count: int, logo: Logo | None = None
    ) -> None:
        """Begin without steps.

        Args:
            title: the page's title.
            looks: what most of its maps show.
            texts: its language.
            count: how many steps it will have.
            logo: stands at the right of every title; None for none.

        Raises:
            app.exports.logo.LogoError: if the logo is damaged, or does more than draw.
        """
        self._title, self._looks, self._texts, self._count = title, looks, texts, count
        self._logo = None if logo is None else LogoPicture(logo)
        self.drawer = MapDrawer(looks, texts)
        self._steps: list[str] = []
        self._titles: list[str] = []

    def add(self, step: Step) -> None:
        """Add a step."""
        number = len(self._steps) + 1
        maps, hidden = [], 0
        for frame in FRAMES:
            drawing, missing = self.drawer.drawing(
                step.looks, step.area, frame, step.words, exact=step.exact
            )
            maps.append(drawing)
            hidden = hidden or missing
        notes = [*step.extra, *self.drawer.thinned(step.looks)]
        if hidden:
            notes.append(labels_text(hidden, self._texts))
        legend = self._legend(step.looks)
        inset = self.drawer.inset(step.looks, step.area, exact=step.exact)
        below = f"{inset}{legend}{lines('p', notes, 'note')}"
        kicker = f'<p class="kicker">{escaped(step.kicker)}</p>' if step.kicker else ""
        beside, caption = step.body, f"<figcaption>{below}</figcaption>"
        if step.is_view:
            beside, caption = f'{step.body}<div class="key">{below}</div>', ""
        name = "step view" if step.is_view else "step"
        title = f'<h2 id="title-{number}" tabindex="-1">{escaped(step.title)}</h2>'
        self._titles.append(step.title)
        self._steps.append(
            f'<section class="{name}" id="step-{number}" aria-labelledby="title-{number}">'
            f"<header>{self._shown_logo()}{kicker}{title}</header>"
            f"<figure>{''.join(maps)}{caption}</figure>"
            f'<div class="facts">{beside}</div><footer>{self._sources(step.sources)}'
            f'<p class="made">{escaped(self._made(number))}</p></footer></section>'
        )

    def content(self) -> bytes:
        """Return the page, which has no manifest yet."""
        own = self._looks.own
        # Every map is drawn: now all colours, symbols and shapes are known.
        markup, style = self.drawer.signs.markup(), self.drawer.colours.style(self._looks)
        steps = "\n".join(self._steps)
        page = (
            f'<!DOCTYPE html>\n<html lang="{own.language}" data-look="{own.theme}"'
            f' data-other="{self._looks.other.theme}">\n<head>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escaped(self._title)}</title>\n"
            f"<style>{style}{_asset('steps.css')}</style>\n</head>\n<body>\n"
            '<svg class="shapes" width="0" height="0" aria-hidden="true"><defs>'
            f"{self.drawer.shapes.markup()}{markup}{self._kept_logo()}</defs></svg>\n"
            f'<main id="steps">\n{steps}\n</main>\n{self._controls()}\n'
            f'<script>"use strict";\n{_asset("steps.js")}</script>\n</body>\n</html>\n'
        )
        return with_policy(page).encode("utf-8")

    def _kept_logo(self) -> str:
        """Return the logo, once for all steps: nothing of a file of others but its pixels."""
        if self._logo is None:
            return ""
        image = self._logo.image(_LOGO_PIXELS)
        content = base64.b64encode(png_bytes(image)).decode("ascii")
        size = f'width="{image.width()}" height="{image.height()}"'
        return f'<image id="logo" {size} href="data:image/png;base64,{content}"/>'

    def _shown_logo(self) -> str:
        if self._logo is None:
            return ""
        size = self._logo.fitted(_LOGO_PIXELS.width(), _LOGO_PIXELS.height())
        name = escaped(self._texts.gettext("Logo"))
        box = f"0 0 {max(round(size.width()), 1)} {max(round(size.height()), 1)}"
        return (
            f'<svg class="logo" role="img" aria-label="{name}" viewBox="{box}" '
            'preserveAspectRatio="xMaxYMin"><use href="#logo"/></svg>'
        )

    def _controls(self) -> str:
        """Return the way through the steps."""
        _ = self._texts.gettext
        names = (_("Steps"), _("Previous"), _("Next"), _("Contents"))
        nav, previous, following, contents = map(escaped, names)
        # The button is called after the look that it leads to.
        own, other = (
            escaped(_(_LOOKS[each.theme])) for each in (self._looks.own, self._looks.other)
        )
        look = f'<button type="button" id="look" data-own="{own}" data-other="{other}"></button>'
        where = escaped(_("{number} of {count}"))
        two = self._looks.own.theme != self._looks.other.theme
        links = "".join(
            f'<li><a href="#step-{number}">{escaped(title)}</a></li>'
            for number, title in enumerate(self._titles, start=1)
        )
        return (
            f'<nav id="controls" aria-label="{nav}">'
            f'<button type="button" id="previous"><span>{previous}</span></button>'
            f'<details id="contents"><summary>{contents}</summary><ol>{links}</ol></details>'
            f'<p id="where" aria-live="polite" data-words="{where}"></p>'
            + (look if two else "")
            + f'<button type="button" id="next"><span>{following}</span></button></nav>'
        )

    def _made(self, number: int) -> str:
        _ = self._texts.gettext
        made = _("Made with Atlas Seguro {version}").format(version=__version__)
        numbers = self._texts.number(number), self._texts.number(self._count)
        place = _("{number} of {count}").format(number=numbers[0], count=numbers[1])
        return f"{made} · {place}"

    def _sources(self, sources: Sequence[str]) -> str:
        if not sources:
            return ""
        listed = "; ".join(sources).rstrip(".")
        words = self._texts.gettext("Sources: {sources}.").format(sources=listed)
        return f'<p class="sources">{escaped(words)}</p>'

    def _legend(self, looks: Looks) -> str:
        pairs = zip(looks.own.legend, looks.other.legend, strict=True)
        parts = [self._legend_section(*pair) for pair in pairs]
        return f'<div class="legend">{"".join(parts)}</div>' if parts else ""

    def _legend_section(self, own: LegendSection, other: LegendSection) -> str:
        headed = needs_heading(own)
        head = f"<h3>{escaped(own.name)}</h3>" if headed else ""
        rows = [
            f"<li>{self.drawer.signs.swatch(one.symbol, twin.symbol)}<span>"
            f"{escaped(without_name(one.text, own.name) if headed else one.text)}</span></li>"
            for one, twin in zip(own.entries, other.entries, strict=True)
        ]
        told = lines("p", [each for each in (own.note, own.measure, *own.remarks) if each], "note")
        return f"<section>{head}<ul>{''.join(rows)}</ul>{told}</section>"


def heading(words: str) -> str:
    """Return a plain text as a heading within a step."""
    return f"<h3>{escaped(words)}</h3>"


def lines(tag: str, texts: Iterable[str], name: str) -> str:
    """Return each of some plain texts in an element of its own."""
    return "".join(f'<{tag} class="{name}">{escaped(text)}</{tag}>' for text in texts)


def items(texts: Iterable[str], name: str) -> str:
    """Return plain texts as a list."""
    return f'<ul class="{name}">{"".join(f"<li>{escaped(text)}</li>" for text in texts)}</ul>'


def _asset(name: str) -> str:
    return (resources.FOLDER / "web" / name).read_text(encoding="utf-8")
