"""What colour-blind readers see."""

import numpy as np
import pytest

from layers.colour_vision import Vision, alike, seen, seen_pixels

BLIND = [vision for vision in Vision if vision is not Vision.NORMAL]


@pytest.mark.parametrize("vision", BLIND)
@pytest.mark.parametrize("grey", ["#000000", "#7f7f7f", "#ffffff"])
def test_greys_stay_grey(vision, grey):
    assert (
        max(abs(int(seen(grey, vision)[at : at + 2], 16) - int(grey[1:3], 16)) for at in (1, 3, 5))
        <= 1
    )


def test_nothing_changes_for_most():
    assert seen("#0072b2", Vision.NORMAL) == "#0072b2"


def test_red_and_green_look_alike_to_who_sees_no_green():
    (pair,) = alike(["#ba645c", "#519347"])
    assert pair.vision is Vision.DEUTERANOPIA


def test_blue_and_orange_can_be_told_apart_by_everybody():
    assert alike(["#0072b2", "#e69f00"]) == ()


def test_the_same_colour_twice_is_alike_to_all():
    (pair,) = alike(["#123456", "#123456"])
    assert (pair.first, pair.second, pair.vision) == (0, 1, Vision.NORMAL)


@pytest.mark.parametrize("vision", list(Vision))
def test_pictures_look_as_their_colours_do(vision):
    colours = ["#0072b2", "#e69f00", "#009e73", "#ffffff", "#000000"]
    pixels = np.array(
        [[[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in colours]], dtype=np.uint8
    )
    found = seen_pixels(pixels, vision)[0]
    for colour, pixel in zip(colours, found.tolist(), strict=True):
        expected = seen(colour, vision)
        assert all(
            abs(value - int(expected[at : at + 2], 16)) <= 2
            for value, at in zip(pixel, (1, 3, 5), strict=True)
        )
