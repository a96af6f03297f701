"""The search box over the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.icons import Icons
from app.panels.plain_label import plain_label
from app.search.results import Looks, ResultsView, spoken
from app.writing import Writing
from layers.search.found import Found, Results
from layers.texts import Texts

_WIDTH, _BESIDE, _TOP = 640, 32, 8
_RADIUS = 10.0
_MOST_RECENT = 6
_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_LEAST_LIST = 90


class FindBox(QFrame):
    """A line to type into, and what is found under it.

    The keyboard stays in the line: arrows and pages choose, Enter goes there, Escape closes.

    Attributes:
        chosen: one of the things was chosen; the `Found`.
        closed: the box is gone.
        line: what is typed.
        view: what was found.
        hint: what can be typed, or that nothing was found.
        status: how much was found, and the keys.
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(
        self,
        window: QWidget,
        top: QWidget,
        texts: Callable[[], Texts],
        icons: Icons,
        looks: Looks,
        find: Callable[[str], Results],
        is_complete: Callable[[], bool],
    ) -> None:
        """Make the box, hidden.

        Args:
            window: what it lies on.
            top: what it hangs under.
            texts: returns the interface's language.
            icons: draws signs in the theme's colours.
            looks: returns the symbol of what was found.
            find: answers a search.
            is_complete: whether everything can be found already.
        """
        super().__init__(window)
        self.setObjectName("findBox")
        self._window, self._top, self._texts, self._icons = window, top, texts, icons
        self._find, self._is_complete = find, is_complete
        self._before: QWidget | None = None
        self._recent: list[Found] = []
        self.line = QLineEdit()
        self.line.setObjectName("findLine")
        self.line.setClearButtonEnabled(True)
        self._glass: QAction = self.line.addAction(
            icons.icon("find", "secondary"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.view = ResultsView(texts, icons, looks)
        self.hint = plain_label("", "secondary", Writing.TEXT)
        self.hint.setWordWrap(True)
        self.status = plain_label("", "secondary", Writing.SMALL)
        self._keys = plain_label("", "secondary", Writing.SMALL)
        self._arrange()
        self.line.textChanged.connect(self.search)
        self.line.installEventFilter(self)
        self.view.chosen.connect(self._choose)
        self.view.selectionModel().currentChanged.connect(self._tell_current)
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the box, what was typed the last time chosen, so that it can be typed over."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.retranslate()
        self.line.selectAll()
        self.search()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_box(self, *, gives_back: bool = True) -> None:
        """Hide the box; the keyboard goes back to where it was."""
        if not self.isVisible():
            return
        before, self._before = self._before, None
        self.hide()
        if gives_back and before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def search(self) -> None:
        """Show what is found for what is typed; what was chosen lately for nothing."""
        text = self.line.text().strip()
        results = self._find(text) if text else Results(tuple(self._recent))
        self.view.results.show_found(results.found)
        if results.found:
            self.view.setCurrentIndex(self.view.results.index(0))
            self.view.scrollToTop()
        self._tell(text, results)
        self._place()

    def more_can_be_found(self) -> None:
        """Search again, for more is known than before."""
        if self.isVisible():
            current = self.view.current
            self.search()
            if current in self.view.results.found:
                row = self.view.results.found.index(current)
                self.view.setCurrentIndex(self.view.results.index(row))

    def remember(self, found: Found) -> None:
        """Keep something that was chosen, to be offered before anything is typed."""
        self._recent = [found, *(one for one in self._recent if one.name != found.name)]
        del self._recent[_MOST_RECENT:]

    def forget(self) -> None:
        """Offer nothing that was chosen before: it may be gone, or called otherwise."""
        self._recent.clear()

    def retranslate(self) -> None:
        """Take the words of the interface's language."""
        _ = self._texts().gettext
        self.setAccessibleName(_("Find"))
        self.line.setAccessibleName(_("Find"))
        self.line.setPlaceholderText(_("Place, program, feature, command or coordinates"))
        self.view.setAccessibleName(_("What was found"))
        self._keys.setText(_("↑ ↓ choose · Enter go there · Esc close"))

    # Words

    def _tell(self, text: str, results: Results) -> None:
        texts = self._texts()
        _ = texts.gettext
        self.view.setVisible(bool(results.found))
        hint = status = ""
        if not text:
            status = _("Found lately") if results.found else ""
            if not results.found:
                hint = _(
                    "Type a name: accents, capital letters and small typos do not matter. "
                    "Coordinates too: 13.69, -89.22 · 13°41'34\"N 89°13'5\"W · 16N 262000 1515000. "
                    "And what you want to do: export, dark, measure."
                )
        elif results.found:
            words = texts.ngettext("{n} found", "{n} found", results.total)
            status = words.format(n=texts.number(results.total))
            if results.total > len(results.found):
                words = _("{shown} of {n} found; the best and nearest are shown")
                status = words.format(
                    shown=texts.number(len(results.found)), n=texts.number(results.total)
                )
        else:
            hint = _("Nothing is called “{text}”. Try fewer letters or another word.")
            hint = hint.format(text=text[:60])
        if not self._is_complete():
            status = " · ".join(filter(None, (status, _("More is being looked at…"))))
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.status.setText(status)
        self.line.setAccessibleDescription(hint or status)

    def _tell_current(self) -> None:
        current = self.view.current
        if current is not None and QAccessible.isActive() and self.isVisible():
            words = spoken(current, self._texts())
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.line, words))

    # What is done

    def _choose(self, found: Found | None) -> None:
        if found is None:
            return
        self.close_box()
        self.remember(found)
        self.chosen.emit(found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that choose; close when the keyboard goes elsewhere; follow the window."""
        if watched is self._window:
            if event.type() == QEvent.Type.Resize:
                self._place()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        # Another window in front, or a menu of the line's own, is no going elsewhere.
        is_out = event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent)
        if is_out and event.reason() not in _STAYS:  # type: ignore[attr-defined]
            self.close_box(gives_back=False)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: self.view.page,
            Qt.Key.Key_PageUp: -self.view.page,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.view.step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.view.current)
        elif key == Qt.Key.Key_Escape or key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.close_box()
        else:
            return False
        return True

    # Look

    def _arrange(self) -> None:
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        column.setSpacing(6)
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 0, 4, 0)
        foot.addWidget(self.status, 1)
        foot.addWidget(self._keys)
        self.hint.setContentsMargins(6, 4, 6, 4)
        for widget in (self.line, self.view, self.hint):
            column.addWidget(widget)
        column.addLayout(foot)

    def _place(self) -> None:
        """Hang in the middle of the window, as high as what was found needs."""
        room = self._window.width() - 2 * _BESIDE
        width = min(_WIDTH, room)
        top = self._top.mapTo(self._window, self._top.rect().bottomLeft()).y() + _TOP
        most = max(self._window.height() - top - 2 * _BESIDE, _LEAST_LIST)
        others = self._column.totalSizeHint().height()
        if self.view.isVisibleTo(self):
            others -= self.view.sizeHint().height()
            most_rows = max(most - others, _LEAST_LIST)
            self.view.setFixedHeight(min(self.view.wanted_height(), most_rows))
        self.setFixedWidth(width)
        self._column.invalidate()
        # The height of a hint depends on its width; lists have none such, and Qt then says -1.
        wrapped = self._column.totalHeightForWidth(width) if self.hint.isVisibleTo(self) else 0
        self.setFixedHeight(wrapped if wrapped > 0 else self._column.totalSizeHint().height())
        self.move((self._window.width() - width) // 2, top)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet, and a line around that parts it from any map."""
        palette = self._icons.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.frame), 1))
        painter.setBrush(QColor(palette.paper))
        sheet = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(sheet, _RADIUS, _RADIUS)
        painter.end()
