"""Asks what of a layer may leave the atlas, and how exactly its places are told."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.panels.plain_label import plain_label
from app.writing import Writing
from geodata.geometry import Family
from layers.coarse_places import POSITION_TEXTS
from layers.feature_tip import one_line
from layers.leaving import MARK_TEXTS
from layers.sharing import Mark, Positions, Sharing
from layers.texts import N_, Texts

_SIZE = (520, 520)
_LONGEST_NAME = 48
_EXPLANATION = N_(
    "Restricted data never leaves the atlas: no picture, page or file holds it. Internal data "
    "leaves only if you say so at each export."
)


class SharingDialog(QDialog):
    """Shows the marks of a layer and of its columns, to be changed.

    Attributes:
        chosen: another `layers.sharing.Sharing` is wanted.
        mark, positions: the controls of the layer.
        columns: the controls of the columns by their names.
        accept_button: takes what was chosen.
    """

    chosen = Signal(object)

    def __init__(
        self,
        texts: Texts,
        name: str,
        sharing: Sharing,
        family: Family,
        columns: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            texts: its language.
            name: the layer's name.
            sharing: what is set now.
            family: what the layer's features are.
            columns: name and title of its columns.
            parent: the window.
        """
        super().__init__(parent)
        _ = texts.gettext
        self._texts, self._sharing = texts, sharing
        self.setWindowTitle(_("What may leave: {layer}").format(layer=one_line(name, 60)))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.mark = self._mark_box(sharing.mark, _("The layer is"))
        self.positions = QComboBox()
        self.positions.setAccessibleName(_("Its places"))
        for positions in _offered(family):
            words = _(POSITION_TEXTS[positions])
            self.positions.addItem(words[0].upper() + words[1:], positions.value)
        place = self.positions.findData(sharing.positions.value)
        self.positions.setCurrentIndex(max(place, 0))
        self.columns = {
            column: self._mark_box(sharing.mark_of(column), title) for column, title in columns
        }
        self._titles = dict(columns)
        self.accept_button = QPushButton(_("Apply"))
        self._arrange()

    def apply(self) -> None:
        """Take what was chosen."""
        sharing = Sharing(Mark(self.mark.currentData()), (), self._position())
        for column, box in self.columns.items():
            sharing = sharing.with_column(column, Mark(box.currentData()))
        self.accept()
        if sharing != self._sharing:
            self.chosen.emit(sharing)

    def _position(self) -> Positions:
        return Positions(self.positions.currentData())

    def _mark_box(self, mark: Mark, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(one_line(name))
        for kind, words in MARK_TEXTS.items():
            text = self._texts.gettext(words)
            box.addItem(text[0].upper() + text[1:], kind.value)
        box.setCurrentIndex(box.findData(mark.value))
        return box

    def _arrange(self) -> None:
        _ = self._texts.gettext
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(plain_label(_("The layer is"), "secondary", Writing.TEXT), self.mark)
        form.addRow(plain_label(_("Its places"), "secondary", Writing.TEXT), self.positions)
        rows = QWidget()
        listed = QFormLayout(rows)
        listed.setContentsMargins(0, 0, 8, 0)
        listed.setVerticalSpacing(6)
        listed.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for column, box in self.columns.items():
            title = one_line(self._titles[column], _LONGEST_NAME)
            listed.addRow(plain_label(title, "secondary", Writing.TEXT), box)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        # It goes where its rows have the focus.
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(rows)
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        buttons = QDialogButtonBox()
        buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self.accept_button.setDefault(True)
        buttons.accepted.connect(self.apply)
        buttons.rejected.connect(self.reject)
        explanation = plain_label(_(_EXPLANATION), "secondary", Writing.TEXT)
        explanation.setWordWrap(True)
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(16, 16, 16, 16)
        column_box.setSpacing(10)
        column_box.addWidget(explanation)
        column_box.addLayout(form)
        if self.columns:
            column_box.addWidget(plain_label(_("Columns"), "head", Writing.HEAD))
            column_box.addWidget(scroll, 1)
        else:
            scroll.deleteLater()
            column_box.addStretch()
        column_box.addWidget(buttons)
        self.resize(*_SIZE)


def _offered(family: Family) -> tuple[Positions, ...]:
    """Return how places can be told: only points have an area that they are in."""
    if family is Family.POINT:
        return tuple(Positions)
    return tuple(positions for positions in Positions if positions.area_layer is None)
