"""The dialog that shows which municipalities a file holds, before its areas are used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.opening.reading import IsUnwanted, Progress, ReadFile, read_file
from app.opening.tables import plain_table_view
from app.opening.words import error_words, stage_words
from app.panels.plain_label import plain_label
from app.row_list import Index, RowModel
from app.session import Session
from app.tasks import TaskCancelledError, TaskRunner, Told
from app.writing import Writing
from geodata.files.opening import OpeningCancelledError
from geodata.files.report import FileError
from geodata.files.request import OpenOptions
from geodata.geometry import Family
from geodata.municipality_match import MatchedBy, MatchReport, OtherKind, match_municipalities
from geodata.official_areas import OfficialAreas, build_areas
from geodata.table import FeatureTable
from layers.texts import N_, Texts

_SIZE = (760, 560)
_WIDTHS = (240, 240, 200)
_LEAST_SHARE = 0.5
_BY = {
    MatchedBy.CODE: N_("by code"),
    MatchedBy.NAME: N_("by name"),
    MatchedBy.SIMILAR_NAME: N_("by a similar name"),
    MatchedBy.POSITION: N_("by its seat"),
}
_KINDS = {
    OtherKind.LAKE: N_("no municipality: a lake"),
    OtherKind.BORDER_ZONE: N_("no municipality: a border zone"),
    OtherKind.UNKNOWN: N_("not recognised"),
}
_MISSING = N_("missing in the file")
_Tables = dict[str, FeatureTable]


class BoundariesDialog(QDialog):
    """Reads a file, recognises its municipalities, builds the areas, and lets them be used.

    Attributes:
        accepted_areas: the areas shall be used; the `OfficialAreas`.
        failed: the file cannot be used; the message. The dialog closes.
        use_button: uses the areas.
        table: what of the file is what.
        areas: the areas, None before they are built.
    """

    accepted_areas = Signal(object)
    failed = Signal(str)

    def __init__(
        self, session: Session, path: Path, read: ReadFile | None, parent: QWidget | None = None
    ) -> None:
        """Make the dialog and begin; `open` shows it.

        Args:
            session: the document.
            path: the file.
            read: the file if it was read already.
            parent: the window.
        """
        super().__init__(parent)
        self._session, self._texts, self._path = session, session.texts, path
        self.areas: OfficialAreas | None = None
        self._tasks = TaskRunner(self)
        _ = self._texts.gettext
        self.use_button = QPushButton(_("Use these boundaries"))
        self.table = plain_table_view(_("Municipalities"))
        self._head = plain_label("", "", Writing.TITLE)
        self._summary = plain_label("", "secondary", Writing.TEXT)
        self._stage, self._progress = QLabel(), QProgressBar()
        self._arrange()
        self._begin(read)

    @property
    def is_working(self) -> bool:
        """Whether the areas are being built."""
        return self._tasks.is_busy

    def done(self, result: int) -> None:
        """Close; what is going on is given up."""
        self._tasks.stop()
        super().done(result)

    def _begin(self, read: ReadFile | None) -> None:
        data, path = self._session.data, self._path

        def work(progress: Progress, is_unwanted: IsUnwanted) -> OfficialAreas:
            from app.opening.boundaries import builtin_tables

            done = read or read_file(
                path, OpenOptions(), data, lambda _: None, progress, is_unwanted
            )
            return _areas(done, builtin_tables(data), progress, is_unwanted)

        self._tasks.start(
            work,
            Told(
                self._take,
                self._fail,
                self.reject,
                self._show_progress,
                (OpeningCancelledError, TaskCancelledError),
            ),
        )

    def _arrange(self) -> None:
        _ = self._texts.gettext
        self.setWindowTitle(_("Official boundaries: {file}").format(file=self._path.name))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._summary.setWordWrap(True)
        self._progress.setRange(0, 100)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Progress"))
        self.use_button.setDefault(True)
        self.use_button.setEnabled(False)
        self.use_button.clicked.connect(self._use)
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        buttons = QDialogButtonBox()
        buttons.addButton(self.use_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        lower = QHBoxLayout()
        lower.setSpacing(12)
        lower.addWidget(self._stage)
        lower.addWidget(self._progress, 1)
        lower.addStretch()
        lower.addWidget(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(10)
        for widget in (self._head, self._summary):
            whole.addWidget(widget)
        whole.addWidget(self.table, 1)
        whole.addLayout(lower)
        self.resize(*_SIZE)
        self._show_progress("recognise", 0.0)

    def _take(self, areas: OfficialAreas) -> None:
        self.areas = areas
        report, texts = areas.report, self._texts
        for widget in (self._stage, self._progress):
            widget.hide()
        self._head.setText(
            texts.gettext("{count} of {total} municipalities were recognised").format(
                count=texts.number(report.matched), total=texts.number(report.total)
            )
        )
        is_enough = report.matched >= _LEAST_SHARE * report.total
        self._summary.setText(_summary(report, texts, is_enough=is_enough))
        self.table.setModel(_ReportModel(report, texts, self.table))
        for column, width in enumerate(_WIDTHS):
            self.table.horizontalHeader().resizeSection(column, width)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.use_button.setEnabled(is_enough)
        if is_enough:
            self.use_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _use(self) -> None:
        areas = self.areas
        self.accept()
        self.accepted_areas.emit(areas)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error_words(error, self._texts))
        self.reject()

    def _show_progress(self, stage: str, share: float) -> None:
        words = self._texts.gettext("Building the areas…")
        self._stage.setText(words if stage == "build" else stage_words(stage, self._texts))
        self._progress.setValue(round(share * 100))


def _areas(
    read: ReadFile, builtin: _Tables, progress: Progress, is_unwanted: IsUnwanted
) -> OfficialAreas:
    """Return the areas built from the layer of a file that holds most municipalities.

    Raises:
        FileError: if the file holds no areas.
        TaskCancelledError: if they are no longer wanted.
    """
    progress("build", 0.5)
    best: tuple[MatchReport, FeatureTable] | None = None
    for place, layer in enumerate(read.opened.layers):
        if layer.table.geometry.family is not Family.POLYGON or not len(layer.table):
            continue
        known = read.boundaries
        report = (
            known[1]
            if known is not None and known[0] == place
            else match_municipalities(
                layer.table, builtin["municipalities"], builtin["departments"]
            )
        )
        if best is None or report.matched > best[0].matched:
            best = report, layer.table
    if best is None:
        raise FileError(
            N_("{file} holds no areas"),
            N_("open a file with the municipalities as polygons"),
            file=read.opened.path.name,
        )
    if is_unwanted():
        raise TaskCancelledError
    progress("build", 0.7)
    return build_areas(read.opened.path.name, best[1], best[0], builtin)


def _summary(report: MatchReport, texts: Texts, *, is_enough: bool) -> str:
    _ = texts.gettext
    if not is_enough:
        return _(
            "These are too few to build the areas from. Is it a file of El Salvador's "
            "municipalities before the reform of 2023?"
        )
    by = Counter(match.by for match in report.matches)
    parts = [f"{texts.number(by[how])} {_(_BY[how])}" for how in MatchedBy if by[how]]
    if report.others:
        words = texts.ngettext(
            "{count} other feature", "{count} other features", len(report.others)
        )
        parts.append(words.format(count=texts.number(len(report.others))))
    lines = [" · ".join(parts)]
    if report.missing:
        lines.append(_("Areas that municipalities are missing of are drawn without them."))
    lines.append(
        _("Delegations, departments, Plan Seguro municipalities and PBS areas are built from them.")
    )
    return "\n".join(lines)


class _ReportModel(RowModel):
    """What features of a file are; what needs a look comes first."""

    titles = (N_("In the file"), N_("Municipality"), N_("How it was recognised"))

    def __init__(self, report: MatchReport, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(texts, parent)
        self._rows = [("", name, _MISSING) for _code, name in report.missing]
        self._rows += [(other.file_name, "", _KINDS[other.kind]) for other in report.others]
        for how in reversed(MatchedBy):
            matches = [match for match in report.matches if match.by is how]
            self._rows += [(match.file_name, match.name, _BY[how]) for match in matches]

    @property
    def listed(self) -> Sequence[tuple[str, str, str]]:
        """The cells of each row: the file's name, the municipality, the way it was found."""
        return self._rows

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        cell = self._rows[index.row()][index.column()]
        return self._texts.gettext(cell) if index.column() == 2 else cell
