"""The two looks of a stepped page: every colour that maps use is a custom property of the page.

Custom properties reach into what is drawn by reference, so that one copy of the geometry serves
all steps in either look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.exports.web_style import theme_style
from geodata.frozen import frozen
from layers.scene import Scene, SceneLayer

_COLOUR = re.compile(r"#[0-9a-f]{6}")


@frozen
class Looks:
    """What a step shows, in the look that the page begins with and in the other one.

    Attributes:
        own: the scene.
        other: the same scene in the other look; the scene itself if there is no other.
    """

    own: Scene
    other: Scene

    def layers(self) -> Iterator[tuple[SceneLayer, SceneLayer]]:
        """Yield each layer in both looks, from the bottom to the top."""
        yield from zip(self.own.layers, self.other.layers, strict=True)


def other_look(scene: Scene) -> Scene:
    """Return a scene in the other look: dark, or light if it is dark or of high contrast."""
    if scene.variants is None:
        return scene
    return scene.variants(scene.language, "dark" if scene.theme == "light" else "light")


class Colours:
    """The colours of a page, each pair of them once."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}

    def pair(self, own: str, other: str) -> str:
        """Return what stands for a colour in the page.

        Args:
            own: ``#rrggbb`` in the look that the page begins with.
            other: ``#rrggbb`` in the other one.
        """
        number = self._numbers.setdefault((own, other), len(self._numbers))
        return f"var(--c{number})"

    def replaced(self, own: str, other: str) -> str:
        """Return markup with its colours replaced by what stands for them.

        Args:
            own: the markup in the look that the page begins with.
            other: the same in the other one.
        """
        found = _COLOUR.findall(own), _COLOUR.findall(other)
        twins = iter(zip(*found, strict=True))
        return _COLOUR.sub(lambda _: self.pair(*next(twins)), own)

    def style(self, looks: Looks) -> str:
        """Return the style sheet that gives all colours, those of the page around the maps too."""
        own = "".join(f"--c{n}:{pair[0]};" for pair, n in self._numbers.items())
        other = "".join(f"--c{n}:{pair[1]};" for pair, n in self._numbers.items())
        if looks.own.theme == looks.other.theme:
            return f"{theme_style(looks.own)}:root{{{own}}}\n"
        light = own if looks.own.theme == "light" else other
        return (
            f"{theme_style(looks.own, looks.other)}:root{{{own}}}"
            f'\n:root[data-theme="{looks.own.theme}"]{{{own}}}'
            f'\n:root[data-theme="{looks.other.theme}"]{{{other}}}'
            f"\n@media print{{:root,:root[data-theme]{{{light}}}}}\n"
        )
