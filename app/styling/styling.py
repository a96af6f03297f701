"""Styles and indicators: opens their dialogs; every change is a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QDialog, QWidget

from app.canvas.canvas import MapCanvas
from app.canvas.subscriptions import Subscriptions
from app.editing import links
from app.icons import Icons
from app.panels.layer_row import LayerRow
from app.session import Session
from layers.commands import SetStyle
from layers.texts import N_

if TYPE_CHECKING:
    from app.styling.indicator_dialog import IndicatorDialog
    from app.styling.style_dialog import StyleDialog

_MARGIN, _ABOVE, _BELOW = 4, 72, 40


class Styling(QObject):
    """Opens the dialogs of styles and indicators, which are imported at the first one.

    Attributes:
        told: something was done; what, in the interface's language.
        indicators: the dialog of indicators, None while it is not open.
        style: the dialog of a layer's style, None while it is not open.
    """

    told = Signal(str)

    def __init__(self, window: QWidget, session: Session, canvas: MapCanvas, icons: Icons) -> None:
        super().__init__(window)
        self._window, self._session, self._canvas, self._icons = window, session, canvas, icons
        self.indicators: IndicatorDialog | None = None
        self.style: StyleDialog | None = None
        self._subscriptions = Subscriptions(self)
        self._subscriptions.listen(session.view_state.events.language, self._retranslate)

    @property
    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the window's actions do, by name."""
        return {"indicators": self.show_indicators, "layer_style": self.edit_chosen}

    def follow(self, verb: str, target: str) -> None:
        """Do what a link says; those of others are left to others."""
        match verb:
            case links.EDIT_STYLE:
                self.edit(target)
            case links.COPY_STYLE:
                self.copy(target)
            case links.PASTE_STYLE:
                self.paste(target)

    def copy(self, layer_id: str) -> None:
        """Put the style of a layer on the clipboard, as text."""
        from layers.style_text import style_text

        style = self._session.document.state.layer(layer_id).style
        QGuiApplication.clipboard().setText(style_text(style))
        self.told.emit(self._session.texts.gettext("The style is on the clipboard"))

    def paste(self, layer_id: str) -> None:
        """Give a layer the style that is on the clipboard, or tell why it cannot be done."""
        from layers.fitting import fitted_style
        from layers.style_text import StyleTextError, style_from_text

        state = self._session.document.state
        table = self._session.builder.table(layer_id, state)
        try:
            style = style_from_text(QGuiApplication.clipboard().text())
        except StyleTextError as error:
            self.told.emit(self._session.texts.gettext(str(error)))
            return
        fitted = fitted_style(style, table.geometry.family)
        self._session.execute(SetStyle(layer_id, fitted))

    def edit_chosen(self) -> None:
        """Edit the style of the layer that the details tell of, or that has the keyboard."""
        view = self._session.view_state
        chosen = view.layer or (view.selected.layer_id if view.selected is not None else None)
        layer_id = chosen or self._focused_layer()
        if layer_id is None or not self._session.document.state.has(layer_id):
            words = N_("Choose a layer first: click on it in the list of layers")
            self.told.emit(self._session.texts.gettext(words))
            return
        self.edit(layer_id)

    def edit(self, layer_id: str) -> None:
        """Edit the style of a layer beside the map."""
        if self.style is not None:
            if self.style.layer_id == layer_id:
                self.style.activateWindow()
                return
            self.style.accept()
        from app.styling.style_dialog import StyleDialog

        dialog = StyleDialog(
            self._session, layer_id, self._icons.palette, self._map_image, self._window
        )
        dialog.told.connect(self.told)
        dialog.finished.connect(self._forget_style)
        self.style = dialog
        self._show(dialog)

    def show_indicators(self) -> None:
        """Show the indicators beside the map."""
        if self.indicators is not None:
            self.indicators.activateWindow()
            return
        from app.styling.indicator_dialog import IndicatorDialog

        dialog = IndicatorDialog(self._session, self._window)
        dialog.told.connect(self.told)
        dialog.finished.connect(self._forget_indicators)
        self.indicators = dialog
        self._show(dialog)
        dialog.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Close what is open; called when the window closes."""
        self._subscriptions.end()
        if self.style is not None:
            self.style.accept()
        if self.indicators is not None:
            self.indicators.close()

    def _focused_layer(self) -> str | None:
        """Return the layer in whose row the keyboard is."""
        widget: QWidget | None = self._window.focusWidget()
        while widget is not None and not isinstance(widget, LayerRow):
            widget = widget.parentWidget()
        return widget.layer.id if isinstance(widget, LayerRow) else None

    def _map_image(self) -> QImage:
        return self._canvas.grab().toImage()

    def _show(self, dialog: QDialog) -> None:
        """Show a dialog at the right edge, so that it leaves the map free."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        area = self._window.frameGeometry()
        height = min(dialog.height(), area.height() - _ABOVE - _BELOW)
        dialog.resize(dialog.width(), height)
        dialog.move(area.right() - dialog.width() - _MARGIN, area.top() + _ABOVE)
        dialog.show()

    def _retranslate(self) -> None:
        """Open what is open anew, in the other language."""
        if self.indicators is not None:
            self.indicators.close()
            self.indicators = None
            self.show_indicators()
        if self.style is not None:
            layer_id = self.style.layer_id
            self.style.accept()
            self.edit(layer_id)

    def _forget_style(self) -> None:
        self.style = None

    def _forget_indicators(self) -> None:
        self.indicators = None
