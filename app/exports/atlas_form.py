"""What can be chosen for an atlas: its areas, its kind of file, its paper."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.exports.leaving_view import LeavingView
from app.session import Session
from layers.atlas_pages import atlas_layers
from layers.layouts import PAPERS, PORTRAIT, Layout, paper_layout
from layers.scene_builder import SceneBuilder
from layers.texts import N_

_ONE_PAGE_EACH = {
    "delegations": N_("One page per delegation"),
    "departments": N_("One page per department"),
}
_KINDS = (
    (".pdf", N_("PDF document")),
    (".pptx", N_("Slides")),
    (".png", N_("PNG pictures, one a page")),
    (".html", N_("Web page in steps")),
)

# Slides and steps are as large as the screen they are shown on.
_WITHOUT_PAPER = frozenset({".pptx", ".html"})


class AtlasForm(QWidget):
    """Areas, kind of file and paper of an atlas.

    Attributes:
        changed: something else was chosen.
        leaving: what the file will hold.
    """

    changed = Signal()

    def __init__(
        self, session: Session, builder: SceneBuilder, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts = session.texts
        self.leaving = LeavingView(self._texts, self)
        self._areas, self._kind, self._paper = (QComboBox(self) for _ in range(3))
        self._fill(session, builder)
        self._arrange()
        for box in (self._areas, self._kind, self._paper):
            box.currentIndexChanged.connect(self._change)
        self._change()

    @property
    def layer_id(self) -> str:
        """The layer whose features get a page each."""
        return str(self._areas.currentData())

    @property
    def ending(self) -> str:
        """The ending of the file."""
        return str(self._kind.currentData())

    @property
    def layout_of_pages(self) -> Layout:
        """The page; slides and steps have their own."""
        layout = paper_layout(str(self._paper.currentData()))
        assert layout is not None, "the list holds papers alone"
        return layout

    def _fill(self, session: Session, builder: SceneBuilder) -> None:
        _, state = self._texts.gettext, session.document.state
        for layer in sorted(
            atlas_layers(state, builder), key=lambda layer: layer.id not in _ONE_PAGE_EACH
        ):
            if layer.id in _ONE_PAGE_EACH:
                self._areas.addItem(_(_ONE_PAGE_EACH[layer.id]), layer.id)
                continue
            name = builder.layer_name(layer, self._texts.language)
            self._areas.addItem(_("One page per area of “{name}”").format(name=name), layer.id)
        for ending, name in _KINDS:
            self._kind.addItem(f"{_(name)} ({ending})", ending)
        for paper in PAPERS:
            upright = _("{paper}, upright").format(paper=_(paper.name))
            self._paper.addItem(_(paper.name), paper.id)
            self._paper.addItem(upright, f"{paper.id}{PORTRAIT}")

    def _arrange(self) -> None:
        _ = self._texts.gettext
        for box, name in (
            (self._areas, _("Pages")),
            (self._kind, _("File")),
            (self._paper, _("Paper")),
        ):
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            box.setMinimumContentsLength(12)
            box.setAccessibleName(name)
        rows = QFormLayout()
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows.setVerticalSpacing(9)
        rows.addRow(_("Pages"), self._areas)
        rows.addRow(_("File"), self._kind)
        rows.addRow(_("Paper"), self._paper)
        words = QLabel(
            _(
                "Each page holds the area's map with its neighbours faded, its figures, the "
                "programs present, what is not published, and the sources. Title and look are "
                "those chosen for the map."
            ),
            self,
        )
        words.setWordWrap(True)
        words.setProperty("kind", "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addLayout(rows)
        column.addWidget(words)
        column.addSpacing(8)
        column.addWidget(self.leaving, 1)

    def _change(self) -> None:
        self._paper.setEnabled(self.ending not in _WITHOUT_PAPER)
        self.changed.emit()
