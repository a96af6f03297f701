"""Colours in OKLab (Björn Ottosson, 2020, https://bottosson.github.io/posts/oklab/).

Equal steps look equal in it: a colour is lightness (0 to 1) and two hues against each other.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Lab = npt.NDArray[np.float64]
"""Shape (3,) or (n, 3): lightness, green to red, blue to yellow."""

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def to_linear(colour: str) -> Lab:
    """Return shape (3,): ``#rrggbb`` in linear light, 0 to 1 (sRGB, IEC 61966-2-1)."""
    encoded = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear: Lab = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return linear


def from_linear(linear: Lab) -> str:
    """Return the colour (``#rrggbb``) of red, green and blue in linear light; others are cut."""
    linear = np.clip(linear, 0, 1)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    red, green, blue = (int(value) for value in np.round(encoded * 255))
    return f"#{red:02x}{green:02x}{blue:02x}"


def to_lab(colour: str) -> Lab:
    """Return shape (3,): ``#rrggbb`` in OKLab."""
    lab: Lab = _TO_LAB @ np.cbrt(_TO_LMS @ to_linear(colour))
    return lab


def from_lab(lab: Lab) -> str:
    """Return the colour (``#rrggbb``) of OKLab values; what no screen can show is cut."""
    return from_linear(np.linalg.inv(_TO_LMS) @ (np.linalg.inv(_TO_LAB) @ lab) ** 3)


def distance(one: str, other: str) -> float:
    """Return how different two colours look; about 0.02 can just be told apart side by side."""
    return float(np.linalg.norm(to_lab(one) - to_lab(other)))
