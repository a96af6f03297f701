"""Commands on the pages that planners arrange."""

from __future__ import annotations

import math
from dataclasses import replace

from geodata.frozen import frozen
from layers.commands import Command, CommandError, Compound
from layers.document import MapState
from layers.layouts import LAYOUT_THEMES, PAPERS, PARTS, Layout
from layers.texts import N_

MOST_LAYOUTS = 200


def mistake_in(layout: Layout) -> str:
    """Return what is wrong with a layout, "" if nothing is."""
    if not layout.name.strip():
        return "a layout has a name"
    if layout.paper not in {paper.id for paper in PAPERS}:
        return f"there is no paper {layout.paper!r}"
    if layout.theme not in LAYOUT_THEMES:
        return f"there is no look {layout.theme!r}"
    if set(layout.without) - set(PARTS):
        return "a layout can leave out its parts alone"
    if layout.logo is not None and layout.logo.kind not in ("png", "svg"):
        return "a logo is a PNG or an SVG"
    if layout.area is not None:
        low_x, low_y, high_x, high_y = layout.area
        if not (all(map(math.isfinite, layout.area)) and low_x <= high_x and low_y <= high_y):
            return "an area has its lower bounds first"
    return ""


@frozen
class SetLayout:
    """Keep a page under its name, in the place of one of the same name."""

    layout: Layout

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Keep page layout")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        wrong = mistake_in(self.layout)
        if wrong:
            raise CommandError(wrong)
        names = [layout.name for layout in state.layouts]
        if self.layout.name not in names:
            if len(names) >= MOST_LAYOUTS:
                raise CommandError(f"a map has at most {MOST_LAYOUTS} layouts")
            return replace(state, layouts=(*state.layouts, self.layout))
        place = names.index(self.layout.name)
        rest = state.layouts[place + 1 :]
        return replace(state, layouts=(*state.layouts[:place], self.layout, *rest))

    def inverse(self, state: MapState) -> Command:
        """Return the command that undoes this one."""
        before = state.layout(self.layout.name)
        return RemoveLayout(self.layout.name) if before is None else SetLayout(before)


@frozen
class RemoveLayout:
    """Keep a page no longer."""

    name: str

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Remove page layout")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        if state.layout(self.name) is None:
            raise CommandError(f"the map has no layout {self.name!r}")
        kept = tuple(layout for layout in state.layouts if layout.name != self.name)
        return replace(state, layouts=kept)

    def inverse(self, state: MapState) -> Compound:
        """Return the command that undoes this one: it comes back to its place."""
        names = [layout.name for layout in state.layouts]
        if self.name not in names:
            raise CommandError(f"the map has no layout {self.name!r}")
        place = names.index(self.name)
        after = state.layouts[place + 1 :]
        commands: list[Command] = [RemoveLayout(layout.name) for layout in after]
        commands += [SetLayout(layout) for layout in state.layouts[place:]]
        return Compound(self.text, tuple(commands))
