"""Where the window stands on the screen."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

_USUAL = (1280, 800)
_SHARE = 0.92

Place = tuple[int, int, int, int]
"""Left, top, width, height in logical pixels."""


def first_place(screen: QRect) -> Place:
    """Return the place of a window that was never opened before: the middle of the screen."""
    width = min(_USUAL[0], round(screen.width() * _SHARE))
    height = min(_USUAL[1], round(screen.height() * _SHARE))
    left = screen.left() + (screen.width() - width) // 2
    top = screen.top() + (screen.height() - height) // 2
    return left, top, width, height


def on_screen(place: Place, screens: list[QRect]) -> Place:
    """Return ``place`` moved and shrunk so that it is on one of the screens.

    Screens come and go: a window must not open where no screen is any more.

    Args:
        place: where the window was.
        screens: the usable parts of the screens, the main one first; at least one.
    """
    rect = QRect(*place)
    screen = max(screens, key=lambda one: _area(one.intersected(rect)))
    width, height = min(rect.width(), screen.width()), min(rect.height(), screen.height())
    left = min(max(rect.left(), screen.left()), screen.left() + screen.width() - width)
    top = min(max(rect.top(), screen.top()), screen.top() + screen.height() - height)
    return left, top, width, height


def screens() -> list[QRect]:
    """Return the usable parts of the screens there are, the main one first."""
    main = QGuiApplication.primaryScreen()
    others = [screen for screen in QGuiApplication.screens() if screen is not main]
    return [screen.availableGeometry() for screen in (main, *others)]


def _area(rect: QRect) -> int:
    return max(rect.width(), 0) * max(rect.height(), 0)
