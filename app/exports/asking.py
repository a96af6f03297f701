"""Asks the planner before marked data leaves the atlas (`layers.sharing`)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.dialogs import Dialogs
from layers.document import Layer
from layers.feature_tip import one_line
from layers.sharing import Mark
from layers.texts import Texts


def ask_to_leave(
    window: QWidget, dialogs: Dialogs, layer: Layer, name: str, texts: Texts
) -> bool | None:
    """Return whether internal data of a layer leaves too; None if nothing of it may leave.

    Args:
        window: the window that asks.
        dialogs: how it asks.
        layer: the layer whose data is to leave.
        name: its name.
        texts: the language.
    """
    _ = texts.gettext
    name = one_line(name, 60)
    if layer.sharing.mark is Mark.RESTRICTED:
        dialogs.warn(
            window,
            _("“{layer}” does not leave the atlas").format(layer=name),
            _("It is marked restricted. Change the mark first under “What may leave…”."),
        )
        return None
    if not layer.sharing.has_internal:
        return False
    choices = [("include", _("Let it out")), ("cancel", _("Cancel"))]
    if layer.sharing.mark is Mark.PUBLIC:
        choices.insert(1, ("leave out", _("Leave it out")))
    answer = dialogs.choose(
        window,
        _("Internal data"),
        _("“{layer}” holds data that is marked internal. Shall it leave?").format(layer=name),
        tuple(choices),
    )
    return {"include": True, "leave out": False}.get(answer)
