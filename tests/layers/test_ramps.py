"""Ramps of colours: known colours, told apart by everybody."""

import pytest

from layers.colour_vision import Vision, alike
from layers.oklab import to_lab
from layers.ramps import CATEGORY_COLOURS, DIVERGING, RAMPS, ramp_of


@pytest.mark.parametrize("ramp", RAMPS, ids=[ramp.id for ramp in RAMPS])
@pytest.mark.parametrize("count", range(2, 10))
@pytest.mark.parametrize("for_marks", [False, True])
def test_classes_can_be_told_apart_by_everybody(ramp, count, for_marks):
    colours = ramp.colours(count, for_marks=for_marks)
    assert len(set(colours)) == count
    assert alike(colours, tuple(Vision)) == ()


@pytest.mark.parametrize("ramp", RAMPS, ids=[ramp.id for ramp in RAMPS])
def test_sequential_ramps_get_darker_and_diverging_ones_lighter_in_the_middle(ramp):
    lightness = [to_lab(colour)[0] for colour in ramp.colours(9)]
    falling = sorted(lightness, reverse=True)
    if ramp.kind == DIVERGING:
        assert lightness[:5] == sorted(lightness[:5])
        assert lightness[4:] == sorted(lightness[4:], reverse=True)
    else:
        assert lightness == falling


def test_the_ends_are_those_of_the_source():
    anchors = ramp_of("red-blue").anchors
    assert ramp_of("red-blue").colours(3)[1] == anchors[4]
    with pytest.raises(KeyError):
        ramp_of("rainbow")


def test_colours_of_kinds_can_be_told_apart():
    assert alike(CATEGORY_COLOURS[:8]) == ()
