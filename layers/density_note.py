"""Telling that points are drawn as density: an honest word in the legend and on pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from layers.scene import Scene
from layers.texts import N_, Texts

_NOTE = N_("drawn as density: the stronger, the more points")


def with_density_notes(scene: Scene, dense: Collection[str], texts: Texts) -> Scene:
    """Return the scene with a note in its legend for each layer that is drawn as density.

    Args:
        scene: what is drawn.
        dense: ids of the scene layers whose points are drawn as density.
        texts: the legend's language.
    """
    if not dense:
        return scene
    note = texts.gettext(_NOTE)
    legend = tuple(
        replace(section, note="; ".join(filter(None, (section.note, note))))
        if section.layer_id in dense
        else section
        for section in scene.legend
    )
    return replace(scene, legend=legend)


def density_text(scene: Scene, dense: Collection[str], texts: Texts) -> str:
    """Return which layers are drawn as density, for the foot of a page; "" if none is."""
    names = [layer.name for layer in reversed(scene.layers) if layer.id in dense]
    if not names:
        return ""
    message = texts.gettext("{layers}: drawn as density, the stronger, the more points")
    return message.format(layers=", ".join(names))
