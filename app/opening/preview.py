"""What a file holds: its layers, the first rows, and what became of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.dialogs import Dialogs
from app.exports.report import ExportError
from app.exports.saving import write_bytes
from app.opening.tables import FindingsModel, SampleModel, plain_table_view
from app.opening.words import count_words, findings_words
from geodata.files.opening import OpenedFile, OpenedLayer
from geodata.files.report import Finding, report_as_csv, report_as_text
from layers.texts import Texts

_FINDING_WIDTHS = (120, 60, 110, 260, 240)
_LAYERS_HEIGHT = 112


class Preview(QWidget):
    """Shows a file that was read.

    Attributes:
        layer_shown: another layer is looked at; its place in the file.
        choice_changed: other layers are to be added to the map.
        layers: the layers, each with a box to tick; hidden where there is just one.
        sample: the first rows of the layer that is looked at.
        findings: what was skipped or repaired.
        tabs: sample and findings.
    """

    layer_shown = Signal(int)
    choice_changed = Signal()

    def __init__(self, texts: Texts, dialogs: Dialogs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._dialogs = texts, dialogs
        self._opened: OpenedFile | None = None
        self.layers = QListWidget(self)
        self.layers.setAccessibleName(texts.gettext("Layers of the file"))
        self.layers.setMaximumHeight(_LAYERS_HEIGHT)
        self.layers.currentRowChanged.connect(self._show_layer)
        self.layers.itemChanged.connect(lambda _: self.choice_changed.emit())
        self.sample = plain_table_view(texts.gettext("First rows"))
        self.findings = plain_table_view(texts.gettext("Report"))
        self._summary = QLabel(self)
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self.save_report = QPushButton(texts.gettext("Save report…"), self)
        self.save_report.clicked.connect(self._save_report)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self._arrange()

    def show_file(self, opened: OpenedFile) -> None:
        """Show another file, or the same read anew; all its layers are chosen."""
        self._opened = opened
        chosen = {layer.name for layer in self.chosen} if self.layers.count() else None
        self.layers.clear()
        for layer in opened.layers:
            words = count_words(layer.table.geometry.family, len(layer.table), self._texts)
            item = QListWidgetItem(f"{layer.name or opened.path.stem}  ·  {words}")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_on = chosen is None or layer.name in chosen
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
            self.layers.addItem(item)
        self.layers.setVisible(len(opened.layers) > 1)
        if opened.layers:
            self.layers.setCurrentRow(0)
        self._show_findings(opened.findings)

    @property
    def chosen(self) -> tuple[OpenedLayer, ...]:
        """The layers to add to the map."""
        if self._opened is None:
            return ()
        return tuple(
            layer
            for place, layer in enumerate(self._opened.layers)
            if place < self.layers.count()
            and self.layers.item(place).checkState() == Qt.CheckState.Checked
        )

    def _arrange(self) -> None:
        report = QWidget(self)
        head = QHBoxLayout()
        head.addWidget(self._summary, 1)
        head.addWidget(self.save_report)
        below = QVBoxLayout(report)
        below.setContentsMargins(0, 8, 0, 0)
        below.addLayout(head)
        below.addWidget(self.findings, 1)
        self.tabs.addTab(self.sample, self._texts.gettext("First rows"))
        self.tabs.addTab(report, self._texts.gettext("Report"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.layers)
        column.addWidget(self.tabs, 1)

    def _show_layer(self, place: int) -> None:
        if self._opened is None or not 0 <= place < len(self._opened.layers):
            return
        table = self._opened.layers[place].table
        model = SampleModel(table, self._texts, self.sample)
        _replace_model(self.sample, model)
        header = self.sample.horizontalHeader()
        for column, width in enumerate(model.widths(self.sample.fontMetrics())):
            header.resizeSection(column, width)
        self.layer_shown.emit(place)

    def _show_findings(self, findings: Sequence[Finding]) -> None:
        _replace_model(self.findings, FindingsModel(findings, self._texts, self.findings))
        header = self.findings.horizontalHeader()
        for column, width in enumerate(_FINDING_WIDTHS):
            header.resizeSection(column, width)
        header.setStretchLastSection(True)
        self._summary.setText(
            findings_words(findings, self._texts)
            or self._texts.gettext("Every row was taken as it is")
        )
        self.save_report.setEnabled(bool(findings))
        words = self._texts.gettext("Report ({count})")
        number = self._texts.number(len(findings))
        self.tabs.setTabText(1, words.format(count=number))

    def _save_report(self) -> None:
        if self._opened is None:
            return
        _ = self._texts.gettext
        path = self._dialogs.save_file(
            self,
            _("Save report"),
            self._opened.path.with_name(f"{self._opened.path.stem}-report.csv"),
            [_("CSV table (*.csv)"), _("Text (*.txt)")],
        )
        if path is None:
            return
        write = report_as_text if path.suffix.lower() == ".txt" else report_as_csv
        # The mark tells spreadsheet programs that the text is UTF-8.
        text = "\N{ZERO WIDTH NO-BREAK SPACE}" + write(self._opened.findings, _)
        self._write(path, text)

    def _write(self, path: Path, text: str) -> None:
        try:
            write_bytes(path, text.encode(), self._texts)
        except ExportError as error:
            self._dialogs.warn(self, self._texts.gettext("The report was not saved"), str(error))


def _replace_model(view: QTableView, model: SampleModel | FindingsModel) -> None:
    old = view.model()
    view.setModel(model)
    if old is not None:
        old.deleteLater()
