"""The colours of the window: a calm paper look, light and dark."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from geodata.frozen import frozen


@frozen
class Palette:
    """Colours by what they are for, each ``#rrggbb``.

    Writing keeps a contrast of 4.5 to 1 with what it stands on (WCAG 2.2, 1.4.3), marks and
    frames of controls 3 to 1 (1.4.11); a test measures both.

    Attributes:
        name: a key of `PALETTES`, which also is the map's look that goes with it.
        is_dark: whether writing is lighter than what it stands on.
        window: the ground between panels.
        paper: panels, menus, dialogs.
        field: what is written into, and lists.
        tile: cards on paper.
        hover: what the mouse is over.
        chosen: what is selected or switched on.
        hairline: lines that divide.
        frame: edges of controls.
        text: writing.
        secondary: writing that matters less; group heads.
        faint: writing of what is off or cannot be used now.
        action: links, focus, figures.
        button, on_button: the one button that matters most, and its writing.
        note, note_line, on_note: cards that tell what is not published.
        danger: what went wrong.
    """

    name: str
    is_dark: bool
    window: str
    paper: str
    field: str
    tile: str
    hover: str
    chosen: str
    hairline: str
    frame: str
    text: str
    secondary: str
    faint: str
    action: str
    button: str
    on_button: str
    note: str
    note_line: str
    on_note: str
    danger: str


LIGHT = Palette(
    name="light",
    is_dark=False,
    window="#f6f5f2",
    paper="#fbfaf8",
    field="#ffffff",
    tile="#f2efe7",
    hover="#f0ede5",
    chosen="#e6edf2",
    hairline="#dedad1",
    frame="#8d8779",
    text="#2b2a27",
    secondary="#6a6458",
    faint="#6e685c",
    action="#0b4f79",
    button="#0b4f79",
    on_button="#ffffff",
    note="#fcf3dd",
    note_line="#e8d6a6",
    on_note="#65500f",
    danger="#a3261d",
)
DARK = Palette(
    name="dark",
    is_dark=True,
    window="#1b1a18",
    paper="#232220",
    field="#1d1c1a",
    tile="#2f2d2a",
    hover="#32302c",
    chosen="#2a3943",
    hairline="#3d3a35",
    frame="#8a8579",
    text="#ece9e2",
    secondary="#b0aa9d",
    faint="#a8a295",
    action="#8cc3e6",
    button="#2a75a5",
    on_button="#ffffff",
    note="#3a3320",
    note_line="#5c5130",
    on_note="#ecdcaa",
    danger="#f2948b",
)
CONTRAST = Palette(
    name="contrast",
    is_dark=False,
    window="#ffffff",
    paper="#ffffff",
    field="#ffffff",
    tile="#e8edf2",
    hover="#dfe9f2",
    chosen="#cfe0ee",
    hairline="#4d4d4d",
    frame="#000000",
    text="#000000",
    secondary="#1f1f1f",
    faint="#3d3d3d",
    action="#003a66",
    button="#00325a",
    on_button="#ffffff",
    note="#fff8d6",
    note_line="#000000",
    on_note="#000000",
    danger="#8a0000",
)
PALETTES = {palette.name: palette for palette in (LIGHT, DARK, CONTRAST)}
"""The colours of the window by the name of the theme."""


def qt_palette(colours: Palette) -> QPalette:
    """Return the colours for what Qt's own style draws."""
    palette = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, colours.paper),
        (role.Base, colours.field),
        (role.AlternateBase, colours.tile),
        (role.Button, colours.paper),
        (role.WindowText, colours.text),
        (role.Text, colours.text),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.danger),
        (role.PlaceholderText, colours.secondary),
        (role.Link, colours.action),
        (role.LinkVisited, colours.action),
        (role.Highlight, colours.button),
        (role.HighlightedText, colours.on_button),
        (role.Accent, colours.button),
        (role.ToolTipBase, colours.paper),
        (role.ToolTipText, colours.text),
    ):
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.faint))
    return palette
