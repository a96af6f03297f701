"""The filters of the table as chips, each of which can be taken back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget

from app.icons import Icons
from app.writing import Writing, writing_font
from layers.texts import Texts

_GAP = 6


class FilterChips(QWidget):
    """A button a filter.

    Attributes:
        removed: a chip was pressed; its number.
        cleared: all filters shall go.
    """

    removed = Signal(int)
    cleared = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._words: tuple[str, ...] | None = None
        self._flow = _Flow(self)
        self._flow.setContentsMargins(12, 0, 12, 6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def buttons(self) -> list[QPushButton]:
        """The chips, and last the button that takes all back."""
        return self.findChildren(QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def show_filters(self, words: tuple[str, ...], texts: Texts) -> None:
        """Show a chip for each filter, named in words."""
        if words == self._words:
            return
        had_focus = any(button.hasFocus() for button in self.buttons)
        self._words = words
        for button in self.buttons:
            button.setParent(None)
            button.deleteLater()
        for number, name in enumerate(words):
            chip = self._button(name.replace("&", "&&"), "chip")
            chip.setIcon(self._icons.icon("close"))
            chip.setIconSize(QSize(12, 12))
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.setAccessibleName(texts.gettext("Remove filter: {filter}").format(filter=name))
            chip.setToolTip(chip.accessibleName())
            chip.clicked.connect(lambda _=False, number=number: self.removed.emit(number))
        if words:
            self._button(texts.gettext("Clear filters"), "link").clicked.connect(self.cleared)
        self.setVisible(bool(words))
        if had_focus and words:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def retranslate(self) -> None:
        """Forget the words, which are shown anew."""
        self._words = None

    def _button(self, words: str, kind: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("kind", kind)
        button.setFont(writing_font(Writing.SMALL))
        self._flow.addWidget(button)
        button.show()
        return button


class _Flow(QLayout):
    """Puts widgets side by side, in as many lines as they need."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), moves=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._items), default=0)
        tallest = max((item.sizeHint().height() for item in self._items), default=0)
        margins = self.contentsMargins()
        return QSize(0 * widest, tallest + margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, moves=True)

    def _arrange(self, rect: QRect, *, moves: bool) -> int:
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        x, y, tallest = inner.left(), inner.top(), 0
        for item in self._items:
            size = item.sizeHint()
            size.setWidth(min(size.width(), inner.width()))
            if x > inner.left() and x + size.width() > inner.right() + 1:
                x, y, tallest = inner.left(), y + tallest + _GAP, 0
            if moves:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + _GAP
            tallest = max(tallest, size.height())
        return y + tallest - rect.top() + margins.bottom()
