"""What can be chosen for an export, and the list of what it will hold."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.exports.choices import (
    SIZE_PRESETS,
    AreaChoice,
    SizePreset,
    area_choices,
    window_preset,
)
from app.exports.formats import FORMATS, Format
from app.exports.leaving_view import LeavingView
from app.exports.leaving_words import leaving_entries
from app.exports.marks_choice import MarksChoice
from app.exports.options import (
    LEAST_DPI,
    LEAST_SIDE,
    MOST_DPI,
    MOST_SIDE,
    PageOptions,
    layout_options,
)
from app.session import Session
from layers.layouts import Layout
from layers.leaving import Leaving
from layers.scene import Scene
from layers.texts import Texts
from layers.view import View

_LONGEST_TITLE = 300
_LETTERS_MARGIN = 6


class ExportForm(QWidget):
    """Kind of file, title, area, size, look, marks, and what the file will hold.

    Attributes:
        changed: something else was chosen.
        marks: whether the marks of what changed leave with the map.
        leaving: the list of what the file will hold.
    """

    changed = Signal()

    def __init__(self, session: Session, view: View, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = session.texts
        self._format = QComboBox(self)
        self._title = QLineEdit(session.document.state.title, self)
        self._area = QComboBox(self)
        self._preset = QComboBox(self)
        self._width, self._height = (self._number(LEAST_SIDE, MOST_SIDE) for _ in range(2))
        self._dpi = self._number(LEAST_DPI, MOST_DPI)
        self._theme = QComboBox(self)
        self.marks = MarksChoice(session, self)
        self.leaving = LeavingView(self._texts, self)
        self._fill(session, view)
        self._arrange()
        self._take_preset()
        self._connect()

    # What was chosen

    @property
    def format(self) -> Format:
        """The kind of file."""
        return FORMATS[self._format.currentIndex()]

    @property
    def title(self) -> str:
        """The map's title, "" for the atlas's own."""
        return self._title.text().strip()

    @property
    def theme(self) -> str:
        """The look, one of `layers.looks.LOOKS`."""
        return str(self._theme.currentData())

    @property
    def options(self) -> PageOptions:
        """The page's size and the area shown."""
        area: AreaChoice = self._area.currentData()
        return PageOptions(
            self._width.value(),
            self._height.value(),
            float(self._dpi.value()),
            area.bounds,
            area.name,
        )

    def take(self, layout: Layout) -> None:
        """Show what a layout says of title, look, area and paper."""
        options = layout_options(layout)
        with QSignalBlocker(self):
            self._title.setText(layout.title)
            self._theme.setCurrentIndex(max(self._theme.findData(layout.theme), 0))
            self._take_area(layout)
            with (
                QSignalBlocker(self._width),
                QSignalBlocker(self._height),
                QSignalBlocker(self._dpi),
            ):
                self._width.setValue(options.width)
                self._height.setValue(options.height)
                self._dpi.setValue(round(options.dpi))
            self._find_preset()
        self.changed.emit()

    def _take_area(self, layout: Layout) -> None:
        """Choose the area of a layout, which may be none of those that are listed."""
        for place in range(self._area.count()):
            choice = self._area.itemData(place)
            same = isinstance(choice, AreaChoice) and choice.bounds == layout.area
            if same and choice.name == layout.area_name:
                self._area.setCurrentIndex(place)
                return
        label = layout.area_name or self._texts.gettext("Area of the layout")
        self._area.addItem(label, AreaChoice(label, layout.area_name, layout.area))
        self._area.setCurrentIndex(self._area.count() - 1)

    def show_contents(self, scene: Scene, options: PageOptions, leaving: Leaving) -> None:
        """List what the file will hold."""
        self._title.setPlaceholderText(scene.title)
        entries = leaving_entries(leaving, scene, options, self.format, self._texts)
        self.leaving.show_entries(entries, has_internal=leaving.has_internal)

    # Parts

    def _number(self, least: int, most: int) -> QSpinBox:
        field = QSpinBox(self, minimum=least, maximum=most)
        field.setLocale(QLocale(self._texts.locale))
        field.setKeyboardTracking(False)
        # The window's style sheet does not reach the letters' margin.
        field.lineEdit().setTextMargins(_LETTERS_MARGIN, 0, _LETTERS_MARGIN, 0)
        return field

    def _fill(self, session: Session, view: View) -> None:
        _ = self._texts.gettext
        for format_ in FORMATS:
            self._format.addItem(f"{_(format_.name)} ({format_.endings[0]})")
        for heading, choices in area_choices(session.data, view, self._texts):
            if heading:
                self._add_heading(heading)
            for choice in choices:
                self._area.addItem(choice.label, choice)
        for preset in (*SIZE_PRESETS, window_preset(view)):
            self._preset.addItem(_preset_words(preset, self._texts), preset)
        self._preset.addItem(_("Another size"), None)
        self._theme.addItem(_("Light"), "light")
        self._theme.addItem(_("Dark"), "dark")
        self._theme.addItem(_("High contrast"), "contrast")
        self._dpi.setSuffix(_(" dpi"))
        self._title.setMaxLength(_LONGEST_TITLE)
        self._area.setMaxVisibleItems(24)

    def _add_heading(self, words: str) -> None:
        self._area.addItem(words)
        model = self._area.model()
        assert isinstance(model, QStandardItemModel)
        heading = model.item(self._area.count() - 1)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)

    def _arrange(self) -> None:
        _ = self._texts.gettext
        size = QHBoxLayout()
        for widget in (self._width, QLabel("\N{MULTIPLICATION SIGN}", self), self._height):
            size.addWidget(widget, isinstance(widget, QSpinBox))
        size.addWidget(self._dpi)
        for box in (self._format, self._area, self._preset, self._theme):
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            box.setMinimumContentsLength(12)
        self._width.setAccessibleName(_("Width in pixels"))
        self._height.setAccessibleName(_("Height in pixels"))
        self._dpi.setAccessibleName(_("Dots per inch"))
        self._dpi.setToolTip(_("Symbols and letters grow with it"))
        rows = QFormLayout()
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        rows.setVerticalSpacing(9)
        rows.addRow(_("File"), self._format)
        rows.addRow(_("Title"), self._title)
        rows.addRow(_("Area"), self._area)
        rows.addRow(_("Size"), self._preset)
        rows.addRow("", size)
        rows.addRow(_("Look"), self._theme)
        rows.addRow("", self.marks)
        heading = QLabel(_("What the file will hold"), self)
        heading.setBuddy(self.leaving.tree)
        heading.setProperty("kind", "head")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(9)
        column.addLayout(rows)
        column.addSpacing(4)
        column.addWidget(heading)
        column.addWidget(self.leaving, 1)

    def _connect(self) -> None:
        self._preset.activated.connect(self._take_preset)
        for field in (self._width, self._height, self._dpi):
            field.valueChanged.connect(self._find_preset)
        for box in (self._format, self._area, self._theme):
            box.currentIndexChanged.connect(self._change)
        self._title.textChanged.connect(self._change)
        self.marks.changed.connect(self._change)
        self.leaving.include_internal_changed.connect(self._change_internal)

    # What happens

    def _change(self) -> None:
        for field in (self._preset, self._width, self._height, self._dpi):
            field.setEnabled(self.format.is_page)
        self.changed.emit()

    def _change_internal(self) -> None:
        self.marks.let_internal(self.leaving.include_internal)
        self._change()

    def _take_preset(self) -> None:
        preset: SizePreset | None = self._preset.currentData()
        if preset is None:
            self._width.setFocus()
            return
        with (
            QSignalBlocker(self._width),
            QSignalBlocker(self._height),
            QSignalBlocker(self._dpi),
        ):
            self._width.setValue(preset.width)
            self._height.setValue(preset.height)
            self._dpi.setValue(round(preset.dpi))
        self._change()

    def _find_preset(self) -> None:
        """Name the size that was typed."""
        typed = (self._width.value(), self._height.value(), self._dpi.value())
        presets: list[SizePreset | None] = [
            self._preset.itemData(n) for n in range(self._preset.count())
        ]
        same = (
            n
            for n, preset in enumerate(presets)
            if preset and (preset.width, preset.height, round(preset.dpi)) == typed
        )
        self._preset.setCurrentIndex(next(same, len(presets) - 1))
        self._change()


def _preset_words(preset: SizePreset, texts: Texts) -> str:
    return f"{texts.gettext(preset.name)}, {preset.width} \N{MULTIPLICATION SIGN} {preset.height}"
