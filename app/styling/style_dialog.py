"""The style of one layer, changed while the map shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.canvas.subscriptions import Subscriptions
from app.palette import Palette
from app.session import Session
from app.styling.digest import Digest
from app.styling.form_parts import add_row, combo, form, note_label, silent
from app.styling.label_form import LabelForm
from app.styling.renderer_pages import CategoryPage, ClassPage, RendererPage, SinglePage, SizePage
from app.styling.scale_form import ScaleForm
from app.styling.vision_check import VisionCheck
from geodata.geometry import Family
from layers.builtin_map import default_styles
from layers.categories import columns_to_choose
from layers.commands import SetStyle
from layers.document import Layer, MapState
from layers.feature_tip import one_line
from layers.fitting import fits, fitted_style
from layers.legend import symbol_names
from layers.official_map import official_style
from layers.own_layers import default_style
from layers.style import (
    Categorized,
    Graduated,
    Proportional,
    Renderer,
    Single,
    Style,
    StyleError,
    symbols_of,
)
from layers.style_text import StyleTextError, style_from_text, style_text
from layers.texts import N_

_SIZE = QSize(332, 640)
_MANY = 50_000
_SOON_MS = 120
_TABS = (N_("Symbols"), N_("Names"), N_("Scales"), N_("Colours"))
_NAMES, _SCALES, _COLOURS = 1, 2, 3
_WAYS: dict[type[Renderer], tuple[str, type[RendererPage]]] = {
    Single: (N_("All the same"), SinglePage),
    Categorized: (N_("By kind"), CategoryPage),
    Graduated: (N_("By class of a number"), ClassPage),
    Proportional: (N_("By size of a number"), SizePage),
}


class StyleDialog(QDialog):
    """Changes a style; the map shows every step, Cancel takes all of them back.

    Attributes:
        told: something was done; what, in the interface's language.
        way: what decides on symbols; `page` returns its controls.
        tabs: the four parts.
        copy_button, paste_button, reset_button, ok_button, cancel_button: the buttons.
    """

    told = Signal(str)

    def __init__(
        self,
        session: Session,
        layer_id: str,
        palette: Palette,
        map_image: Callable[[], QImage],
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            session: the document.
            layer_id: the layer whose style it is.
            palette: the colours of the window.
            map_image: returns what the map shows.
            parent: the window.

        Raises:
            KeyError: if the document has no such layer.
        """
        super().__init__(parent)
        self._session, self.layer_id = session, layer_id
        self._texts = session.texts
        self._layer = session.document.state.layer(layer_id)
        self._table = session.builder.table(layer_id, session.document.state)
        self._before = self._layer.style
        self._style = self._shown_style(self._layer)
        self._gesture = object()
        self._is_setting = False
        self._wanted: Style | None = None
        self._digest = Digest(self._table, self)
        self._digest.busy_changed.connect(self._show_state)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._set_wanted)
        name = session.builder.layer_name(self._layer, self._texts.language)
        title = self._texts.gettext("Style of {layer}").format(layer=one_line(name, 60))
        self.setWindowTitle(title)
        self._make_controls(palette, map_image)
        self._arrange()
        self._show_style()
        self._connect()
        self._subscriptions = Subscriptions(self)
        self._subscriptions.listen(session.document.events.changed, self._on_document_changed)

    @property
    def style_now(self) -> Style:
        """The style that the controls show."""
        return self._style

    def page(self, kind: type[Renderer]) -> RendererPage:
        """Return the controls of a way, made when they are first needed."""
        if kind not in self._pages:
            # Hollow tells that a place is not documented; of own data it tells nothing.
            is_own = self._layer.group == "own"
            make = _WAYS[kind][1]
            page = make(self._digest, self._texts, self._palette, can_be_hollow=is_own)
            page.changed.connect(self._on_renderer)
            self._pages[kind] = page
            self._stack.addWidget(page)
        return self._pages[kind]

    def stop(self) -> None:
        """Listen no more."""
        self._soon.stop()
        self._digest.stop()
        if "vision" in self.__dict__:
            self.vision.stop()
        self._subscriptions.end()

    def reject(self) -> None:
        """Take back what was changed, and close."""
        self._soon.stop()
        self._is_setting = True
        state = self._session.document.state
        is_changed = state.has(self.layer_id) and state.layer(self.layer_id).style != self._before
        if is_changed and not self._session.give_up(self._gesture):
            self._session.execute(SetStyle(self.layer_id, self._before))
        super().reject()

    def accept(self) -> None:
        """Keep what was changed, and close."""
        self._set_wanted()
        super().accept()

    def done(self, result: int) -> None:
        """Listen no more, however it is closed."""
        self.stop()
        super().done(result)

    # Parts

    def _make_controls(self, palette: Palette, map_image: Callable[[], QImage]) -> None:
        table, _ = self._table, self._texts.gettext
        self.way, self._stack = combo(), QStackedWidget()
        self._pages: dict[type[Renderer], RendererPage] = {}
        self._palette = palette
        for kind, (words, _make) in _WAYS.items():
            if kind is not Proportional or table.geometry.family is not Family.LINE:
                self.way.addItem(_(words), kind.__name__)
        self._map_image = map_image
        self._state = note_label()
        self._problem = note_label(kind="problem")
        self.copy_button = QPushButton(_("Copy style"))
        self.paste_button = QPushButton(_("Paste style"))
        self.reset_button = QPushButton(_("Reset"))
        self.reset_button.setToolTip(_("As the atlas draws this layer by itself"))
        self.ok_button, self.cancel_button = QPushButton(_("OK")), QPushButton(_("Cancel"))

    @cached_property
    def label(self) -> LabelForm:
        """How names are written."""
        made = LabelForm(self._texts, self._label_fields())
        made.show_label(self._style.label)
        made.changed.connect(lambda label: self._want(replace(self._style, label=label)))
        self._fill_tab(_NAMES, made)
        return made

    @cached_property
    def scales(self) -> ScaleForm:
        """At which scales the layer is drawn."""
        made = ScaleForm(self._texts)
        made.show_scales(self._style.min_scale, self._style.max_scale)
        made.changed.connect(self._on_scales)
        self._fill_tab(_SCALES, made)
        return made

    @cached_property
    def vision(self) -> VisionCheck:
        """How colour-blind readers see the map."""
        made = VisionCheck(self._texts, self._map_image)
        self._fill_tab(_COLOURS, made)
        return made

    def _fill_tab(self, place: int, widget: QWidget) -> None:
        area = self.tabs.widget(place)
        assert isinstance(area, QScrollArea), "every tab scrolls"
        widget.setObjectName("page")
        widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        area.setWidget(widget)
        widget.setAutoFillBackground(False)

    def _on_tab(self, place: int) -> None:
        """Make what a tab holds when it is first shown."""
        if place == _NAMES:
            self.label.show_label(self._style.label)
        elif place == _SCALES:
            self.scales.show_scales(self._style.min_scale, self._style.max_scale)
        self._check_colours()

    def _label_fields(self) -> list[tuple[str, str]]:
        described = {column.name: column for column in self._table.described}
        fields = [("name", self._texts.gettext("Name"))]
        for name in columns_to_choose(self._table):
            column = described.get(name)
            title = column.title.get(self._texts.language, "") if column is not None else ""
            if name not in ("name", "name_en", "name_es"):
                fields.append((name, one_line(title or name, 40)))
        return fields

    def _arrange(self) -> None:
        _ = self._texts.gettext
        self.tabs = QTabWidget()
        symbols = QWidget()
        inner = QVBoxLayout(symbols)
        inner.setContentsMargins(0, 8, 4, 0)
        inner.setSpacing(10)
        rows = form()
        add_row(rows, _("Symbols"), self.way)
        inner.addLayout(rows)
        inner.addWidget(self._problem)
        inner.addWidget(self._stack, 1)
        for words in _TABS:
            self.tabs.addTab(_scroll_area(), _(words))
        self._fill_tab(0, symbols)
        copying, ending = QHBoxLayout(), QHBoxLayout()
        for button in (self.copy_button, self.paste_button, self.reset_button):
            button.setAutoDefault(False)
            copying.addWidget(button)
        copying.addStretch()
        ending.addStretch()
        self.ok_button.setDefault(True)
        self.cancel_button.setAutoDefault(False)
        for button in (self.cancel_button, self.ok_button):
            ending.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._state)
        column.addWidget(self.tabs, 1)
        column.addLayout(copying)
        column.addLayout(ending)
        self._problem.hide()
        self.resize(_SIZE)

    def _connect(self) -> None:
        self.way.currentIndexChanged.connect(self._on_way)
        self.tabs.currentChanged.connect(self._on_tab)
        self.copy_button.clicked.connect(self._copy)
        self.paste_button.clicked.connect(self._paste)
        self.reset_button.clicked.connect(self._reset)
        self.ok_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)

    # From the controls to the map

    def _on_way(self) -> None:
        page = self.page(self._chosen_kind())
        needs = page.needs(self._style.renderer)
        if needs is None:
            self._digest.forget()
            self._begin_way(page)
        else:
            self._digest.after(needs, lambda: self._begin_way(page))

    def _begin_way(self, page: RendererPage) -> None:
        """Show the first renderer of the way that was chosen."""
        try:
            renderer = page.made_from(self._style.renderer)
        except StyleError as error:
            self._tell(str(error))
            renderer = None
        if renderer is None:
            self._tell(N_("This layer has no column for that"))
            self._show_way()
            return
        self._problem.hide()
        page.show_renderer(renderer)
        self._stack.setCurrentWidget(page)
        self._on_renderer(renderer)

    def _chosen_kind(self) -> type[Renderer]:
        return next(kind for kind in _WAYS if kind.__name__ == self.way.currentData())

    def _on_renderer(self, renderer: Renderer) -> None:
        self._want(replace(self._style, renderer=renderer))

    def _on_scales(self, low: float | None, high: float | None) -> None:
        self._want(replace(self._style, min_scale=low, max_scale=high))

    def _want(self, style: Style) -> None:
        """Show a style on the map: at once, or soon if drawing it takes long."""
        self._style = self._wanted = style
        if len(self._table) > _MANY:
            self._soon.start()
        else:
            self._set_wanted()

    def _set_wanted(self) -> None:
        self._soon.stop()
        style, self._wanted = self._wanted, None
        state = self._session.document.state
        if style is None or not state.has(self.layer_id):
            return
        if style == state.layer(self.layer_id).style:
            return
        self._is_setting = True
        try:
            self._session.execute(SetStyle(self.layer_id, style), self._gesture)
        finally:
            self._is_setting = False
        self._check_colours()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(style_text(self._style))
        self.told.emit(self._texts.gettext("The style is on the clipboard"))

    def _paste(self) -> None:
        try:
            style = style_from_text(QGuiApplication.clipboard().text())
        except StyleTextError as error:
            self._tell(str(error))
            return
        self._problem.hide()
        self._style = fitted_style(style, self._table.geometry.family)
        self._show_style()
        self._want(self._style)

    def _reset(self) -> None:
        self._problem.hide()
        self._style = self._builtin_style()
        self._show_style()
        self._want(self._style)

    def _tell(self, words: str) -> None:
        self._problem.setText(self._texts.gettext(words))
        self._problem.show()
        self.tabs.setCurrentIndex(0)

    # From the map to the controls

    def _builtin_style(self) -> Style:
        if self._layer.group != "own":
            return default_styles()[self.layer_id]
        state = self._session.document.state
        number = sorted(state.tables).index(self.layer_id)
        return default_style(self._table, number)

    def _shown_style(self, layer: Layer) -> Style:
        """Return how the layer is drawn: official areas have a look of their own by default."""
        family = self._table.geometry.family
        is_builtin = layer.group != "own" and layer.style == default_styles().get(layer.id)
        if is_builtin and not fits(layer.style.renderer, family):
            return official_style(layer.id)
        return fitted_style(layer.style, family)

    def _show_style(self) -> None:
        style = self._style
        self._show_way()
        self.page(type(style.renderer)).show_renderer(style.renderer)
        if "label" in self.__dict__:
            self.label.show_label(style.label)
        if "scales" in self.__dict__:
            self.scales.show_scales(style.min_scale, style.max_scale)
        self._show_state()
        self._check_colours()

    def _show_state(self) -> None:
        """Tell what keeps the map from showing the style."""
        _, layer = self._texts.gettext, self._session.document.state.layer(self.layer_id)
        words = [_("Looking through the values…")] if self._digest.is_busy else []
        words += [] if layer.visible else [_("The layer is off: the map does not show it.")]
        if layer.style.label is not None and not layer.labels:
            words.append(_("Its names are off."))
        self._state.setText(" ".join(words))
        self._state.setVisible(bool(words))

    def _show_way(self) -> None:
        kind = type(self._style.renderer)
        with silent(self.way):
            self.way.setCurrentIndex(self.way.findData(kind.__name__))
        self._stack.setCurrentWidget(self.page(kind))

    def _check_colours(self) -> None:
        if self.tabs.currentIndex() != _COLOURS:
            return
        renderer = self._style.renderer
        names = symbol_names(renderer, self._texts)
        self.vision.check(list(zip(symbols_of(renderer), names, strict=True)))
        self.vision.refresh_soon()

    def _on_document_changed(self, old: MapState, new: MapState) -> None:
        """Follow what an undo, or anybody else, did to the layer."""
        if self._is_setting:
            return
        if not new.has(self.layer_id):
            self.done(QDialog.DialogCode.Rejected)
            return
        own, before = new.tables.get(self.layer_id), old.tables.get(self.layer_id)
        is_elsewhere = new.placements is not old.placements
        if own is not before or new.boundaries is not old.boundaries or is_elsewhere:
            # Its features are others now, which the controls do not know.
            self.accept()
            return
        layer = new.layer(self.layer_id)
        self._show_state()
        if layer.style != self._layer.style or layer.style != self._style:
            self._layer = layer
            self._style = self._shown_style(layer)
            self._gesture = object()
            self._show_style()


def _scroll_area() -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
