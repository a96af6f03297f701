"""One layer in the list: symbol, name, what to know of it, count, on or off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.icons import Icons
from app.panels.eye import Eye
from app.panels.layer_options import LayerOptions
from app.panels.layer_words import LayerWords
from app.panels.row_text import RowText
from app.panels.swatch import Swatch
from app.writing import Writing, writing_font
from layers.document import Layer
from layers.style import Symbol
from layers.texts import Texts

_RADIUS = 8.0
_OPTIONS_ICON = QSize(16, 16)


class LayerRow(QWidget):
    """Shows a layer of the document, and says what the planner wants of it.

    Attributes:
        layer: what is shown.
        visible_wanted: it shall be shown, or not.
        possible_areas_wanted: the areas where its unplaced records may lie shall be shown, or not.
        opened: its page, or its program's, shall be shown.
        options_wanted: what can be set of it shall be shown, or folded away.
        menu_wanted: the menu shall open at a place of the screen.
        step_wanted: it shall go up (-1) or down (1) by one row.
        focus_wanted: the keyboard shall go to another row, so many rows down.
        dragged: it is dragged, the mouse at a place of the screen.
        dropped: it was let go there.
    """

    visible_wanted = Signal(bool)
    possible_areas_wanted = Signal(bool)
    opened = Signal()
    options_wanted = Signal(bool)
    menu_wanted = Signal(QPoint)
    step_wanted = Signal(int)
    focus_wanted = Signal(int)
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)

    def __init__(self, layer: Layer, icons: Icons, has_areas: bool) -> None:
        super().__init__()
        self.layer = layer
        self._icons = icons
        self._symbol: Symbol | None = None
        self._is_chosen = False
        self._pressed: QPoint | None = None
        self._is_dragged = False
        self.swatch = Swatch(icons.palette)
        self.text = RowText(icons.palette)
        self.count = QLabel()
        self.count.setFont(writing_font(Writing.SMALL))
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.eye = Eye(icons)
        self.more = QToolButton()
        self.more.setIcon(icons.icon("options", "secondary"))
        self.more.setIconSize(_OPTIONS_ICON)
        self.more.setCheckable(True)
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.more.hide()
        self.areas = QCheckBox() if has_areas else None
        self.options: LayerOptions | None = None
        self._arrange()
        self._connect()

    # What is shown

    def show_layer(self, layer: Layer, symbol: Symbol, words: LayerWords, texts: Texts) -> None:
        """Show a layer as it is now, with the symbol that stands for it."""
        _ = texts.gettext
        self.layer, self._symbol = layer, symbol
        self.text.set_texts(words.name, words.note)
        self.count.setText(words.count)
        self.eye.setChecked(layer.visible)
        self.eye.setAccessibleName(words.spoken)
        self.eye.setToolTip(_("Hide layer") if layer.visible else _("Show layer"))
        self.more.setToolTip(_("Opacity, names, order"))
        self.more.setAccessibleName(_("Opacity, names, order"))
        if self.areas is not None:
            self.areas.setText(_("Show where stations may be"))
            self.areas.setToolTip(_("Hatches the areas where unplaced records may lie"))
            self.areas.setChecked(layer.possible_areas)
        if self.options is not None:
            self.options.show_layer(layer, texts)
        self.restyle()

    def restyle(self) -> None:
        """Take the colours of the theme."""
        palette, is_on = self._icons.palette, self.layer.visible
        if self._symbol is not None:
            self.swatch.set_look(self._symbol, palette, is_on)
        self.text.set_look(palette, is_on)
        colours = self.count.palette()
        colours.setColor(
            self.count.foregroundRole(), QColor(palette.secondary if is_on else palette.faint)
        )
        self.count.setPalette(colours)
        self.update()

    def set_chosen(self, is_chosen: bool) -> None:
        """Mark the row whose layer the details panel tells of."""
        if is_chosen != self._is_chosen:
            self._is_chosen = is_chosen
            self.update()

    def show_options(self, texts: Texts) -> LayerOptions:
        """Unfold what can be set; return the controls, made when first asked for."""
        if self.options is None:
            self.options = LayerOptions(self._icons)
            self._below.addWidget(self.options)
        self.options.show_layer(self.layer, texts)
        self.options.show()
        self.more.setChecked(True)
        self._offer_options()
        return self.options

    def fold_options(self) -> None:
        """Fold away what can be set."""
        if self.options is not None:
            self.options.hide()
        self.more.setChecked(False)
        self._offer_options()

    def tab_widgets(self) -> list[QWidget]:
        """Return what the keyboard can reach, in order."""
        below = [self.areas] if self.areas is not None else []
        return [self.eye, *below, *(self.options.tab_widgets() if self.options else [])]

    @property
    def is_unfolded(self) -> bool:
        """Whether what can be set is shown."""
        return self.more.isChecked()

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 3, 2, 3)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.swatch, 0, 0)
        grid.addWidget(self.text, 0, 1)
        grid.addWidget(self.count, 0, 2)
        # The button takes the place of the count while it can be needed.
        grid.addWidget(self.more, 0, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.eye, 0, 3)
        grid.setColumnStretch(1, 1)
        self._below = QVBoxLayout()
        self._below.setContentsMargins(0, 0, 6, 0)
        self._below.setSpacing(0)
        if self.areas is not None:
            self.areas.setFont(writing_font(Writing.SMALL))
            # In a narrow panel its words are cut rather than the panel made wider.
            self.areas.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._below.addWidget(self.areas)
        grid.addLayout(self._below, 1, 1, 1, 3)

    def _connect(self) -> None:
        # The document answers, and `show_layer` then sets the switch: it never shows a wish.
        self.eye.clicked.connect(self.visible_wanted)
        self.more.clicked.connect(self.options_wanted)
        if self.areas is not None:
            self.areas.clicked.connect(self.possible_areas_wanted)
        self.eye.installEventFilter(self)

    # Keys; the switch is where the keyboard is

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give keys on the switch their meaning for the row."""
        if watched is not self.eye:
            return False
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            return self._key(event)
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._offer_options(has_focus=event.type() == QEvent.Type.FocusIn)
        return False

    def _offer_options(self, *, has_focus: bool | None = None) -> None:
        """Show the button of the options while mouse or keyboard are here, else the count."""
        focused = self.eye.hasFocus() if has_focus is None else has_focus
        offered = focused or self.is_unfolded or self.underMouse()
        self.more.setVisible(offered)
        self.count.setVisible(not offered)

    def _key(self, event: QKeyEvent) -> bool:
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        jumps = {Qt.Key.Key_Home: -_FAR, Qt.Key.Key_End: _FAR, **steps}
        key = Qt.Key(event.key())
        if alt and key in steps:
            self.step_wanted.emit(steps[key])
        elif plain and key in jumps:
            self.focus_wanted.emit(jumps[key])
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif plain and key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.options_wanted.emit(key == Qt.Key.Key_Right)
        else:
            return False
        return True

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the mouse took hold."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            self.eye.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the row to another place of the order."""
        if self._pressed is None:
            return
        moved = (event.position().toPoint() - self._pressed).manhattanLength()
        if self._is_dragged or moved >= QApplication.startDragDistance():
            self._is_dragged = True
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the row, or open it."""
        pressed, was_dragged = self._pressed, self._is_dragged
        self._pressed, self._is_dragged = None, False
        if pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if was_dragged:
            self.dropped.emit(event.globalPosition().toPoint())
        elif self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the layer."""
        self.menu_wanted.emit(event.globalPos())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the row can be clicked."""
        super().enterEvent(event)
        self._offer_options()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Look as before."""
        super().leaveEvent(event)
        self._offer_options()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground of a row that is chosen or under the mouse."""
        super().paintEvent(event)
        palette = self._icons.palette
        colour = palette.chosen if self._is_chosen else palette.hover
        if not (self._is_chosen or self._is_dragged or self.underMouse()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.end()


_FAR = 100_000
"""More rows than any list has."""
