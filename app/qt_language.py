"""Qt's own words (buttons of dialogs, names of keys) in the interface's language."""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from layers.texts import Texts

_log = logging.getLogger(__name__)


class QtLanguage(QObject):
    """Has Qt speak one language."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._translator: QTranslator | None = None

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
        QCoreApplication.installTranslator(translator)
        self._translator = translator

    def stop(self) -> None:
        """Let Qt speak English again."""
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator.deleteLater()
            self._translator = None
