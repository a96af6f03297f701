"""Qt's own words (buttons of dialogs, names of keys) in the interface's language."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from layers.texts import Texts

_log = logging.getLogger(__name__)
_KEYS = {"es": {"Ctrl": "Ctrl", "Shift": "Mayús", "Del": "Supr"}}
"""Names of keys as they stand on keyboards and in the guide, where Qt's own do not fit a menu."""


class QtLanguage(QObject):
    """Has Qt speak one language."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._translator: QTranslator | None = None
        self._keys: QTranslator | None = None

    def speak(self, texts: Texts) -> None:
        """Take Qt's words from the language of ``texts``."""
        self.stop()
        QLocale.setDefault(QLocale(texts.locale))
        if texts.language == "en":
            return  # what Qt says by itself
        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if not translator.load(f"qtbase_{texts.language}", folder):
            _log.warning("Qt has no words in the language %s in %s", texts.language, folder)
            return
        self._keys = _KeyNames(_KEYS.get(texts.language, {}), self)
        QCoreApplication.installTranslator(translator)
        QCoreApplication.installTranslator(self._keys)  # asked before the one above
        self._translator = translator

    def stop(self) -> None:
        """Let Qt speak English again."""
        for translator in filter(None, (self._keys, self._translator)):
            QCoreApplication.removeTranslator(translator)
            translator.deleteLater()
        self._keys = self._translator = None


class _KeyNames(QTranslator):
    """Names keys."""

    def __init__(self, names: Mapping[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self._names = names

    def isEmpty(self) -> bool:
        return not self._names

    def translate(
        self, context: str, source: str, _disambiguation: str | None = None, _n: int = -1
    ) -> str | None:
        return self._names.get(source) if context == "QShortcut" else None
