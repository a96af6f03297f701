"""How colours look to readers who are colour-blind, and which of them look alike then.

Machado, Oliveira and Fernandes: A physiologically-based model for simulation of color vision
deficiency, IEEE Transactions on Visualization and Computer Graphics 15(6), 2009; the matrices of
full severity, which work on linear light.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import combinations

import numpy as np
import numpy.typing as npt

from geodata.frozen import frozen
from layers.oklab import distance, from_linear, to_linear
from layers.texts import N_


class Vision(StrEnum):
    """How a reader sees colours."""

    NORMAL = "normal"
    DEUTERANOPIA = "deuteranopia"
    PROTANOPIA = "protanopia"
    TRITANOPIA = "tritanopia"


VISION_TEXTS = {
    Vision.NORMAL: N_("As most people see it"),
    Vision.DEUTERANOPIA: N_("Without green (deuteranopia)"),
    Vision.PROTANOPIA: N_("Without red (protanopia)"),
    Vision.TRITANOPIA: N_("Without blue (tritanopia)"),
}
"""What they are called (English; to be translated)."""

ALIKE = 0.036
"""Colours this near to each other in OKLab cannot be told apart in a legend."""

_MATRICES = {
    Vision.NORMAL: np.eye(3),
    Vision.PROTANOPIA: np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    Vision.DEUTERANOPIA: np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    Vision.TRITANOPIA: np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


@frozen
class Alike:
    """Two of several colours that look alike.

    Attributes:
        first, second: their places.
        vision: to whom.
    """

    first: int
    second: int
    vision: Vision


def seen(colour: str, vision: Vision) -> str:
    """Return how a colour (``#rrggbb``) looks to a reader."""
    return from_linear(_MATRICES[vision] @ to_linear(colour))


def seen_pixels(pixels: npt.NDArray[np.uint8], vision: Vision) -> npt.NDArray[np.uint8]:
    """Return shape (h, w, 3): how a picture (red, green, blue; sRGB) looks to a reader."""
    steps = np.arange(256) / 255
    linear = np.where(steps <= 0.04045, steps / 12.92, ((steps + 0.055) / 1.055) ** 2.4)
    turned = linear.astype(np.float32)[pixels] @ _MATRICES[vision].T.astype(np.float32)
    turned = np.clip(turned, 0, 1)
    back = np.arange(4096) / 4095
    encoded = np.where(back <= 0.0031308, back * 12.92, 1.055 * back ** (1 / 2.4) - 0.055)
    table = np.round(encoded * 255).astype(np.uint8)
    result: npt.NDArray[np.uint8] = table[(turned * 4095 + 0.5).astype(np.int32)]
    return result


def alike(colours: Sequence[str], visions: Iterable[Vision] = tuple(Vision)) -> tuple[Alike, ...]:
    """Return which of several colours look alike to whom, each pair once."""
    found: dict[tuple[int, int], Alike] = {}
    for vision in visions:
        turned = [seen(colour, vision) for colour in colours]
        for first, second in combinations(range(len(colours)), 2):
            if distance(turned[first], turned[second]) < ALIKE:
                found.setdefault((first, second), Alike(first, second, vision))
    return tuple(found.values())
