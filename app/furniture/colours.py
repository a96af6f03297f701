"""The colours of a map's furniture, from those of its scene."""

from __future__ import annotations

from PySide6.QtGui import QColor

from layers.scene import Scene

# How far from ink to paper; light ink on dark paper has less contrast to give away.
_SECONDARY = {"light": 0.32, "dark": 0.2, "contrast": 0.12}
_HAIRLINE = {"light": 0.82, "dark": 0.82, "contrast": 0.4}


def ink(scene: Scene) -> QColor:
    """Return the colour of writing."""
    return QColor(scene.ink)


def secondary_ink(scene: Scene) -> QColor:
    """Return the colour of writing that matters less; its contrast stays above 4.5 to 1."""
    return _between(scene.ink, scene.paper, _SECONDARY[scene.theme])


def hairline(scene: Scene) -> QColor:
    """Return the colour of frames and dividing lines."""
    return _between(scene.ink, scene.paper, _HAIRLINE[scene.theme])


def _between(first: str, second: str, share: float) -> QColor:
    one, other = QColor(first), QColor(second)
    return QColor(
        round(one.red() + (other.red() - one.red()) * share),
        round(one.green() + (other.green() - one.green()) * share),
        round(one.blue() + (other.blue() - one.blue()) * share),
    )
