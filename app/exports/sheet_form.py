"""What can be chosen for a file that is made sheet by sheet: its kind, its paper."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.exports.leaving_view import LeavingView
from layers.layouts import PAPERS, PORTRAIT, Layout, paper_layout
from layers.texts import N_, Texts

_KINDS = (
    (".pdf", N_("PDF document")),
    (".pptx", N_("Slides")),
    (".png", N_("PNG pictures, one a page")),
    (".html", N_("Web page in steps")),
)

# Slides and steps are as large as the screen they are shown on.
_WITHOUT_PAPER = frozenset({".pptx", ".html"})


class SheetForm(QWidget):
    """A page of choices: what the sheets are of, the kind of file, its paper.

    Below them stand words on what they make, and the list of what the file will hold.

    Attributes:
        changed: something else was chosen.
        leaving: what the file will hold.
    """

    changed = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._subject, self._kind, self._paper = (QComboBox(self) for _ in range(3))
        self.leaving = LeavingView(texts, self)
        self._fill()

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

    def arrange(self, subject: str, words: str) -> None:
        """Put the choices under their names, the words and the list below them.

        Args:
            subject: the name of the choice of what the sheets are of.
            words: what the choices make.
        """
        _ = self._texts.gettext
        rows = QFormLayout()
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows.setVerticalSpacing(9)
        for name, box in (
            (subject, self._subject),
            (_("File"), self._kind),
            (_("Paper"), self._paper),
        ):
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            box.setMinimumContentsLength(12)
            box.setAccessibleName(name)
            box.setEnabled(self._subject.count() > 0)
            box.currentIndexChanged.connect(self._change)
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
        self._change()

    def _fill(self) -> None:
        _ = self._texts.gettext
        for ending, name in _KINDS:
            self._kind.addItem(f"{_(name)} ({ending})", ending)
        for paper in PAPERS:
            upright = _("{paper}, upright").format(paper=_(paper.name))
            self._paper.addItem(_(paper.name), paper.id)
            self._paper.addItem(upright, f"{paper.id}{PORTRAIT}")

    def _change(self) -> None:
        has_paper = self.ending not in _WITHOUT_PAPER
        self._paper.setEnabled(has_paper and self._subject.count() > 0)
        self.changed.emit()
