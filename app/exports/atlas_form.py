"""What can be chosen for an atlas: its areas, its kind of file, its paper."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.exports.leaving_view import LeavingView
from app.session import Session
from layers.atlas_pages import atlas_layers
from layers.layouts import PAPERS, PORTRAIT, Layout, paper_layout
from layers.scene_builder import SceneBuilder
from layers.texts import N_, Texts

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


class FormPage(QWidget):
    """A page of choices, with words on what they make, and the list of what it will hold.

    Attributes:
        leaving: what the file will hold.
    """

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.leaving = LeavingView(texts, self)

    def arrange(self, choices: tuple[tuple[str, QComboBox], ...], words: str) -> None:
        """Put choices under their names, and the words and the list below them."""
        rows = QFormLayout()
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows.setVerticalSpacing(9)
        for name, box in choices:
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            box.setMinimumContentsLength(12)
            box.setAccessibleName(name)
            rows.addRow(name, box)
        label = QLabel(words, self)
        label.setWordWrap(True)
        label.setProperty("kind", "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addLayout(rows)
        column.addWidget(label)
        column.addSpacing(8)
        column.addWidget(self.leaving, 1)

    def takes_paper(self, ending: str) -> bool:
        """Return whether a kind of file is made of pages of a size that can be chosen."""
        return ending not in _WITHOUT_PAPER


def add_kinds(box: QComboBox, texts: Texts) -> None:
    """Offer the kinds of file that are made sheet by sheet."""
    for ending, name in _KINDS:
        box.addItem(f"{texts.gettext(name)} ({ending})", ending)


def add_papers(box: QComboBox, texts: Texts) -> None:
    """Offer the papers, lying and upright."""
    _ = texts.gettext
    for paper in PAPERS:
        upright = _("{paper}, upright").format(paper=_(paper.name))
        box.addItem(_(paper.name), paper.id)
        box.addItem(upright, f"{paper.id}{PORTRAIT}")


class AtlasForm(FormPage):
    """Areas, kind of file and paper of an atlas.

    Attributes:
        changed: something else was chosen.
    """

    changed = Signal()

    def __init__(
        self, session: Session, builder: SceneBuilder, parent: QWidget | None = None
    ) -> None:
        super().__init__(session.texts, parent)
        self._texts = session.texts
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
        add_kinds(self._kind, self._texts)
        add_papers(self._paper, self._texts)

    def _arrange(self) -> None:
        _ = self._texts.gettext
        choices = ((_("Pages"), self._areas), (_("File"), self._kind), (_("Paper"), self._paper))
        self.arrange(
            choices,
            _(
                "Each page holds the area's map with its neighbours faded, its figures, the "
                "programs present, what is not published, and the sources. Title and look are "
                "those chosen for the map."
            ),
        )

    def _change(self) -> None:
        self._paper.setEnabled(self.takes_paper(self.ending))
        self.changed.emit()
