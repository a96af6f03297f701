"""What the map shows, in words, for those who do not see it."""

from __future__ import annotations

from layers.features_in_view import count_in_view
from layers.scene import Scene
from layers.texts import Texts
from layers.view import View

_MOST_LAYERS = 8
_MOST_COUNTED = 50_000
"""Features of a layer; those of larger ones are not counted at every stop of the map."""


def map_words(scene: Scene, view: View, texts: Texts) -> str:
    """Return scale and what is in view: "Scale 1 to 850,000. Delegations: 5 of 19, …".

    Args:
        scene: what is shown.
        view: where the map looks.
        texts: the language.
    """
    number = texts.number
    parts = []
    for layer, count in count_in_view(scene, view, _MOST_COUNTED):
        total = number(len(layer.table))
        words = texts.gettext("{layer}: {count} of {total}")
        if count is None:
            words = texts.gettext("{layer}: some of {total}")
        shown = "" if count is None else number(count)
        parts.append(words.format(layer=layer.name, count=shown, total=total))
    words = texts.gettext("Scale 1 to {scale}.").format(scale=number(_rounded(view.scale)))
    listed = ", ".join(parts[:_MOST_LAYERS])
    return f"{words} {listed}." if parts else words


def _rounded(scale: float) -> int:
    """Return a scale as it is read out: with two digits that count."""
    return int(round(scale, 2 - len(str(int(scale)))))
