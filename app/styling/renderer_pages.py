"""What decides which symbol a feature gets: a page of controls for each way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from app.palette import Palette
from app.panels.swatch import SIZE
from app.styling.class_form import ClassForm
from app.styling.digest import Digest
from app.styling.form_parts import add_row, combo, form, note_label, silent
from app.styling.symbol_form import SymbolForm, symbol_icon
from geodata.geometry import Family
from layers.assigning import numbers_of
from layers.categories import MOST_CATEGORIES, classified, columns_to_choose
from layers.classification import ClassificationError, Method, breaks_of_sorted, tidy_of_sorted
from layers.classification import with_last_bound as up_to_the_last
from layers.fact_columns import FOR_DRAWING
from layers.feature_tip import one_line
from layers.fitting import fitted_symbol
from layers.indicator_style import LARGEST, NO_DATA_POINT, graduated
from layers.indicators import numeric_columns
from layers.legend import class_names
from layers.ramps import ramp_of
from layers.style import (
    LARGEST_SIZE,
    Categorized,
    Graduated,
    PointSymbol,
    Proportional,
    Renderer,
    Single,
    StyleError,
    Symbol,
    symbols_of,
)
from layers.texts import Texts

_LONGEST = 40
_LIST_HEIGHT = 150


class RendererPage(QWidget):
    """Controls of one way.

    Attributes:
        changed: the `Renderer` that is wanted.
    """

    changed = Signal(object)

    def __init__(
        self, digest: Digest, texts: Texts, palette: Palette, *, can_be_hollow: bool
    ) -> None:
        super().__init__()
        table = digest.facts.table
        self.digest, self.facts = digest, digest.facts
        self.table, self.texts, self.palette_ = table, texts, palette
        self.family = table.geometry.family
        self.can_be_hollow = can_be_hollow
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)

    def symbol_form(self, family: Family | None = None) -> SymbolForm:
        """Return controls of a symbol of the layer."""
        return SymbolForm(
            family or self.family, self.texts, self.palette_, can_be_hollow=self.can_be_hollow
        )

    def show_renderer(self, renderer: Renderer) -> None:
        """Show a renderer, without telling of it."""
        raise NotImplementedError

    def made_from(self, renderer: Renderer) -> Renderer | None:
        """Return a renderer of this way that begins as another one looks; None if there is none."""
        raise NotImplementedError

    def needs(self, _renderer: Renderer) -> Callable[[], object] | None:
        """Return what is to be looked through, perhaps for long, before `made_from`."""
        return None


class SinglePage(RendererPage):
    """All features look the same.

    Attributes:
        symbol: how.
    """

    def __init__(
        self, digest: Digest, texts: Texts, palette: Palette, *, can_be_hollow: bool
    ) -> None:
        super().__init__(digest, texts, palette, can_be_hollow=can_be_hollow)
        self.symbol = self.symbol_form()
        self._renderer: Single | None = None
        self.column.addWidget(self.symbol)
        self.column.addStretch()
        self.symbol.changed.connect(self._on_symbol)

    def show_renderer(self, renderer: Renderer) -> None:
        """Show a renderer."""
        if isinstance(renderer, Single):
            self._renderer = renderer
            self.symbol.show_symbol(renderer.symbol)

    def made_from(self, renderer: Renderer) -> Renderer:
        """Return the first symbol for all."""
        return Single(fitted_symbol(symbols_of(renderer)[0], self.family))

    def _on_symbol(self, symbol: Symbol) -> None:
        if self._renderer is not None:
            self.changed.emit(replace(self._renderer, symbol=symbol))


class _ListPage(RendererPage):
    """A list of looks, of which the chosen one can be changed.

    Attributes:
        field: the column.
        list: the looks.
        symbol: how the chosen one looks.
    """

    def __init__(
        self, digest: Digest, texts: Texts, palette: Palette, *, can_be_hollow: bool
    ) -> None:
        super().__init__(digest, texts, palette, can_be_hollow=can_be_hollow)
        self.field = combo()
        self.list = QListWidget()
        self.list.setIconSize(SIZE)
        self.list.setFixedHeight(_LIST_HEIGHT)
        self.list.setAccessibleName(texts.gettext("Symbols"))
        self.symbol = self.symbol_form()
        self.list.currentRowChanged.connect(self._on_row)
        self.symbol.changed.connect(self._on_symbol)

    def fill_fields(self, names: tuple[str, ...]) -> None:
        """Offer columns."""
        described = {column.name: column for column in self.table.described}
        for name in names:
            column = described.get(name)
            title = column.title.get(self.texts.language, "") if column is not None else ""
            self.field.addItem(one_line(title or name, _LONGEST), name)

    def show_field(self, field: str) -> None:
        """Show which column is chosen; one that is not offered is added."""
        with silent(self.field):
            if self.field.findData(field) < 0:
                own = self.texts.gettext("Kinds of the atlas")
                self.field.addItem(own if field in FOR_DRAWING else field, field)
            self.field.setCurrentIndex(self.field.findData(field))

    def fill_list(self, looks: list[tuple[Symbol, str]]) -> None:
        """Show looks and what they mean."""
        row = max(self.list.currentRow(), 0)
        with silent(self.list):
            self.list.clear()
            for symbol, words in looks:
                item = QListWidgetItem(symbol_icon(symbol, self.palette_), one_line(words))
                self.list.addItem(item)
            self.list.setCurrentRow(min(row, self.list.count() - 1))
        self._on_row(self.list.currentRow())

    def look(self, row: int) -> Symbol | None:
        """Return a look of the list."""
        raise NotImplementedError

    def with_look(self, row: int, symbol: Symbol) -> Renderer:
        """Return the renderer with another look in the list."""
        raise NotImplementedError

    def _on_row(self, row: int) -> None:
        symbol = self.look(row) if row >= 0 else None
        self.symbol.setEnabled(symbol is not None)
        if symbol is not None:
            self.symbol.show_symbol(symbol)

    def _on_symbol(self, symbol: Symbol) -> None:
        row = self.list.currentRow()
        if row < 0:
            return
        self.list.item(row).setIcon(symbol_icon(symbol, self.palette_))
        self.changed.emit(self.with_look(row, symbol))


class CategoryPage(_ListPage):
    """A look for each value of a column.

    Attributes:
        classify_button: makes a look for each value there is.
    """

    def __init__(
        self, digest: Digest, texts: Texts, palette: Palette, *, can_be_hollow: bool
    ) -> None:
        super().__init__(digest, texts, palette, can_be_hollow=can_be_hollow)
        _ = texts.gettext
        self._renderer: Categorized | None = None
        self._best: str | None = None
        self.fill_fields(columns_to_choose(self.table))
        self.classify_button = QPushButton(_("Classify"))
        self.classify_button.setToolTip(_("A look for each value that the column has"))
        self.classify_button.setAutoDefault(False)
        self._note = note_label()
        rows = form()
        add_row(rows, _("Column"), self.field)
        rows.addRow("", self.classify_button)
        self.column.addLayout(rows)
        self.column.addWidget(self.list)
        self.column.addWidget(self._note)
        self.column.addWidget(self.symbol)
        self.column.addStretch()
        self.classify_button.clicked.connect(self._classify)
        self.field.currentIndexChanged.connect(self._classify)

    def show_renderer(self, renderer: Renderer) -> None:
        """Show a renderer."""
        if not isinstance(renderer, Categorized):
            return
        self._renderer = renderer
        self.show_field(renderer.field)
        facts, field = self.facts, renderer.field
        # What is not known yet is shown once it is.
        self.digest.after(lambda: facts.kinds(field), self._show_kinds, facts.knows_kinds(field))

    def _show_kinds(self) -> None:
        """Show the looks with their counts."""
        renderer = self._renderer
        if renderer is None:
            return
        try:
            counts = self.facts.kinds(renderer.field)
        except StyleError:
            counts = {}
        language, number = self.texts.language, self.texts.number
        looks = [
            (each.symbol, f"{each.label_in(language)} ({number(counts.get(each.value, 0))})")
            for each in renderer.categories
        ]
        if renderer.other is not None:
            rest = sum(counts.values()) - sum(
                counts.get(each.value, 0) for each in renderer.categories
            )
            looks.append((renderer.other, f"{self.texts.gettext('Other')} ({number(rest)})"))
        self.fill_list(looks)
        too_many = len(counts) - MOST_CATEGORIES
        words = self.texts.gettext("{count} rarer values are “other”")
        self._note.setText(words.format(count=number(too_many)) if too_many > 0 else "")
        self._note.setVisible(too_many > 0)

    def made_from(self, renderer: Renderer) -> Renderer | None:
        """Return the values of the first column that tells few kinds apart."""
        names = columns_to_choose(self.table)
        if not names:
            return None
        symbol = fitted_symbol(symbols_of(renderer)[0], self.family)
        return classified(self.facts, self._best_of(names), symbol)

    def needs(self, _renderer: Renderer) -> Callable[[], object] | None:
        """Return what looks through the column that `made_from` takes."""
        names = columns_to_choose(self.table)
        return (lambda: self.facts.kinds(self._best_of(names))) if names else None

    def _best_of(self, names: tuple[str, ...]) -> str:
        if self._best is None:
            self._best = self.facts.best(names, MOST_CATEGORIES)
        return self._best

    def look(self, row: int) -> Symbol | None:
        """Return a look of the list."""
        if self._renderer is None:
            return None
        categories = self._renderer.categories
        return categories[row].symbol if row < len(categories) else self._renderer.other

    def with_look(self, row: int, symbol: Symbol) -> Renderer:
        """Return the renderer with another look in the list."""
        assert self._renderer is not None, "nothing is shown"
        categories = list(self._renderer.categories)
        if row < len(categories):
            categories[row] = replace(categories[row], symbol=symbol)
            self._renderer = replace(self._renderer, categories=tuple(categories))
        else:
            self._renderer = replace(self._renderer, other=symbol)
        return self._renderer

    def _classify(self, *_: object) -> None:
        symbol = self.look(0) if self._renderer and self._renderer.categories else None
        if symbol is None and self._renderer is not None:
            symbol = self._renderer.other
        if symbol is None:
            return
        facts, field = self.facts, str(self.field.currentData())

        def show() -> None:
            renderer = classified(facts, field, symbol)
            self.show_renderer(renderer)
            self.changed.emit(renderer)

        self.digest.after(lambda: facts.kinds(field), show, facts.knows_kinds(field))


class ClassPage(_ListPage):
    """Classes of a number.

    Attributes:
        classes: how they are made.
        problem: what stands in the way.
    """

    def __init__(
        self, digest: Digest, texts: Texts, palette: Palette, *, can_be_hollow: bool
    ) -> None:
        super().__init__(digest, texts, palette, can_be_hollow=can_be_hollow)
        _ = texts.gettext
        self._renderer: Graduated | None = None
        self.fill_fields(numeric_columns(self.table))
        self.classes = ClassForm(texts)
        self.problem = note_label(kind="problem")
        self.problem.hide()
        rows = form()
        add_row(rows, _("Column"), self.field)
        self.column.addLayout(rows)
        self.column.addWidget(self.classes)
        self.column.addWidget(self.problem)
        self.column.addWidget(self.list)
        self.column.addWidget(self.symbol)
        self.column.addStretch()
        self.field.currentIndexChanged.connect(self._classify)
        self.classes.changed.connect(self._classify)

    def show_renderer(self, renderer: Renderer) -> None:
        """Show a renderer."""
        if not isinstance(renderer, Graduated):
            return
        self._renderer = renderer
        self.show_field(renderer.field)
        with silent(self.classes.count):
            self.classes.count.setValue(len(renderer.breaks))
        if self.classes.chosen_method is not Method.MANUAL:
            self.classes.show_bounds(renderer.breaks)
        names = class_names(renderer.breaks, self.texts)
        looks = list(zip(renderer.symbols, names, strict=True))
        if renderer.no_data is not None:
            looks.append((renderer.no_data, self.texts.gettext("No data")))
        self.fill_list(looks)

    def made_from(self, renderer: Renderer) -> Renderer | None:
        """Return classes of the column of numbers that was chosen, or of the first."""
        field = self._first(renderer)
        return self._made(field) if field else None

    def look(self, row: int) -> Symbol | None:
        """Return a look of the list."""
        if self._renderer is None:
            return None
        symbols = self._renderer.symbols
        return symbols[row] if row < len(symbols) else self._renderer.no_data

    def with_look(self, row: int, symbol: Symbol) -> Renderer:
        """Return the renderer with another look in the list."""
        assert self._renderer is not None, "nothing is shown"
        symbols = list(self._renderer.symbols)
        if row < len(symbols):
            symbols[row] = symbol
            self._renderer = replace(self._renderer, symbols=tuple(symbols))
        else:
            self._renderer = replace(self._renderer, no_data=symbol)
        return self._renderer

    def needs(self, renderer: Renderer) -> Callable[[], object] | None:
        """Return what looks through the column that `made_from` takes."""
        field = self._first(renderer)
        return (lambda: self.facts.numbers(field)) if field else None

    def _first(self, renderer: Renderer) -> str:
        field = renderer.field if isinstance(renderer, Proportional) else None
        return str(field or self.field.currentData() or "")

    def _classify(self, *_: object) -> None:
        facts, field = self.facts, str(self.field.currentData())

        def show() -> None:
            renderer = self._made(field)
            if renderer is not None:
                self.show_renderer(renderer)
                self.changed.emit(renderer)

        self.digest.after(lambda: facts.numbers(field), show, facts.knows_numbers(field))

    def _made(self, field: str) -> Graduated | None:
        classes = self.classes
        try:
            numbers = self.facts.numbers(field)
            if classes.chosen_method is Method.MANUAL:
                breaks = up_to_the_last(classes.chosen_bounds, numbers)
            else:
                breaks = breaks_of_sorted(numbers, classes.chosen_method, classes.count.value())
                breaks = tidy_of_sorted(breaks, numbers)
        except (StyleError, ClassificationError) as error:
            self.problem.setText(self.texts.gettext(str(error)))
            self.problem.show()
            return None
        self.problem.hide()
        ramp = ramp_of(str(classes.ramp.currentData()))
        reverse = classes.is_reversed.isChecked()
        return graduated(self.table, field, breaks, ramp, is_reversed=reverse)


class SizePage(RendererPage):
    """Symbols whose size tells a number.

    Attributes:
        field: the column.
        symbol: the look of the largest number.
    """

    def __init__(
        self, digest: Digest, texts: Texts, palette: Palette, *, can_be_hollow: bool
    ) -> None:
        super().__init__(digest, texts, palette, can_be_hollow=can_be_hollow)
        _ = texts.gettext
        self._renderer: Proportional | None = None
        self.field = combo()
        for name in numeric_columns(self.table):
            self.field.addItem(one_line(self._title(name), _LONGEST), name)
        self.symbol = self.symbol_form(Family.POINT)
        self.symbol.marker_size.setMaximum(LARGEST_SIZE)
        rows = form()
        add_row(rows, _("Column"), self.field)
        self.column.addLayout(rows)
        self.column.addWidget(self.symbol)
        words = _("The area of the symbol tells the number; the size is that of the largest.")
        self.column.addWidget(note_label(words))
        self.column.addStretch()
        self.field.currentIndexChanged.connect(self._on_field)
        self.symbol.changed.connect(self._on_symbol)

    def show_renderer(self, renderer: Renderer) -> None:
        """Show a renderer."""
        if not isinstance(renderer, Proportional):
            return
        self._renderer = renderer
        with silent(self.field):
            if self.field.findData(renderer.field) < 0:
                self.field.addItem(renderer.field, renderer.field)
            self.field.setCurrentIndex(self.field.findData(renderer.field))
        self.symbol.show_symbol(renderer.symbol)

    def made_from(self, renderer: Renderer) -> Renderer | None:
        """Return sizes by the column of numbers that was chosen, or by the first."""
        fields = [self.field.itemData(place) for place in range(self.field.count())]
        if isinstance(renderer, Graduated):
            fields.insert(0, renderer.field)
        first = symbols_of(renderer)[0]
        symbol = fitted_symbol(first, Family.POINT)
        assert isinstance(symbol, PointSymbol), "made for points"
        symbol = replace(symbol, size=LARGEST)
        made = (
            self._made(Proportional(field, symbol, 1.0, None, NO_DATA_POINT)) for field in fields
        )
        return next((renderer for renderer in made if renderer is not None), None)

    def _title(self, name: str) -> str:
        described = {column.name: column for column in self.table.described}
        column = described.get(name)
        return (column.title.get(self.texts.language, "") if column is not None else "") or name

    def _on_field(self, *_: object) -> None:
        if self._renderer is not None and self.field.currentData():
            renderer = self._made(replace(self._renderer, field=str(self.field.currentData())))
            if renderer is not None:
                self._renderer = renderer
                self.changed.emit(renderer)

    def _on_symbol(self, symbol: Symbol) -> None:
        if self._renderer is not None and isinstance(symbol, PointSymbol):
            self._renderer = replace(self._renderer, symbol=symbol)
            self.changed.emit(self._renderer)

    def _made(self, renderer: Proportional) -> Proportional | None:
        """Return the renderer for the largest number of its column, None if there is none."""
        try:
            numbers = numbers_of(self.table, renderer.field)
        except StyleError:
            return None
        largest = np.max(numbers, where=np.isfinite(numbers), initial=0.0)
        return replace(renderer, value=float(largest)) if largest > 0 else None
