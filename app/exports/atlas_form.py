"""What can be chosen for an atlas: its areas, its kind of file, its paper."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.exports.sheet_form import SheetForm
from app.session import Session
from layers.atlas_pages import atlas_layers
from layers.scene_builder import SceneBuilder
from layers.texts import N_

_ONE_PAGE_EACH = {
    "delegations": N_("One page per delegation"),
    "departments": N_("One page per department"),
}


class AtlasForm(SheetForm):
    """Areas, kind of file and paper of an atlas."""

    def __init__(
        self, session: Session, builder: SceneBuilder, parent: QWidget | None = None
    ) -> None:
        super().__init__(session.texts, parent)
        _, state = session.texts.gettext, session.document.state
        for layer in sorted(
            atlas_layers(state, builder), key=lambda layer: layer.id not in _ONE_PAGE_EACH
        ):
            if layer.id in _ONE_PAGE_EACH:
                self._subject.addItem(_(_ONE_PAGE_EACH[layer.id]), layer.id)
                continue
            name = builder.layer_name(layer, session.texts.language)
            self._subject.addItem(_("One page per area of “{name}”").format(name=name), layer.id)
        self.arrange(
            _("Pages"),
            _(
                "Each page holds the area's map with its neighbours faded, its figures, the "
                "programs present, what is not published, and the sources. Title, look and logo "
                "are those chosen for the map."
            ),
        )

    @property
    def layer_id(self) -> str:
        """The layer whose features get a page each."""
        return str(self._subject.currentData())
