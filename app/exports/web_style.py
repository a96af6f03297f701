"""The colours of a web page: those of the window."""

from __future__ import annotations

from dataclasses import fields

from app.palette import PALETTES
from layers.builtin_map import SELECTION
from layers.dark import dark_marker_colour
from layers.scene import Scene


def theme_style(scene: Scene, other: Scene | None = None) -> str:
    """Return the style sheet that names the colours of a page's looks.

    Args:
        scene: what the page shows at first.
        other: the same scene in the other look, None if the page has just one.
    """
    own = _colours(scene)
    if other is None:
        return f":root {own}"
    themes = "".join(
        f':root[data-theme="{each.theme}"] {_colours(each)}' for each in (scene, other)
    )
    # Ink is saved on paper, whatever the look on the screen.
    light = next((each for each in (scene, other) if each.theme == "light"), scene)
    return f":root {own}{themes}@media print {{ :root[data-theme] {_colours(light)}}}\n"


def _colours(scene: Scene) -> str:
    palette = PALETTES[scene.theme]
    colours = {
        field.name.replace("_", "-"): getattr(palette, field.name)
        for field in fields(palette)
        if isinstance(getattr(palette, field.name), str) and field.name != "name"
    }
    colours |= {"map": scene.background, "selection": selection_colour(scene)}
    lines = "".join(f"  --{name}: {colour};\n" for name, colour in colours.items())
    scheme = "dark" if palette.is_dark else "light"
    return f"{{\n  color-scheme: {scheme};\n{lines}}}\n"


def selection_colour(scene: Scene) -> str:
    """Return the colour that marks what is chosen, ``#rrggbb``."""
    return dark_marker_colour(SELECTION) if scene.theme == "dark" else SELECTION
