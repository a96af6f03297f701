"""Words on a panel that are shown as they are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.writing import Writing, writing_font


def plain_label(words: str, kind: str, writing: Writing) -> QLabel:
    """Return a label that shows ``words`` and never interprets them."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(words)
    label.setProperty("kind", kind)
    label.setFont(writing_font(writing))
    return label
