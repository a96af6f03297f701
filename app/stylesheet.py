"""One style sheet for the whole window, made from a palette.

Widgets say what they are by the property ``kind``; their fonts are set in code
(`app.writing`), everything else of their look is here.
"""

from __future__ import annotations

from dataclasses import asdict
from string import Template

import resources
from app.palette import Palette

_SHEET = Template(
    """
QMainWindow, QSplitter { background: $window; }
QDialog { background: $paper; }
QToolTip { background: $paper; color: $text; border: 1px solid $hairline; padding: 4px 6px; }

#header { background: $paper; border-bottom: 1px solid $hairline; }
#brand { color: $text; }
QMenuBar { background: transparent; border: none; }
QMenuBar::item { padding: 5px 9px; border-radius: 7px; background: transparent; color: $text; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $paper; color: $text; border: 1px solid $hairline; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 10px; border-radius: 5px; }
QMenu::item:selected { background: $chosen; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $hairline; margin: 4px 8px; }

QStatusBar { background: $paper; border-top: 1px solid $hairline; color: $secondary; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $secondary; padding: 0 8px; }

QSplitter::handle { background: $hairline; }
QSplitter::handle:hover { background: $frame; }

#layersPanel, #detailsPanel, #tablePane, #timelinePane, #changesPane, #storyPane, #presenter {
    background: $paper;
}
#storyPane > QSplitter > QWidget { background: $paper; }
#speakerNotes { border: 1px solid $note_line; border-radius: 8px; background: $note; }
#speakerNotes QLabel { color: $on_note; }
#tablePane QTableView, #timelinePane QTableView, #changesPane QTableView {
    border: none; border-top: 1px solid $hairline; border-radius: 0;
}
#tablePane QTableView:focus, #timelinePane QTableView:focus, #changesPane QTableView:focus {
    border: 2px solid $action;
}
#tablePane QTableView::item:selected, #timelinePane QTableView::item:selected,
#changesPane QTableView::item:selected {
    background: $button; color: $on_button;
}
QScrollArea, QScrollArea > #qt_scrollarea_viewport, #page {
    background: transparent; border: none;
}
QScrollBar:vertical { width: 10px; background: transparent; margin: 2px; }
QScrollBar:horizontal { height: 10px; background: transparent; margin: 2px; }
QScrollBar::handle { background: $hairline; border-radius: 3px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $frame; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QLabel[kind="secondary"], QLabel[kind="head"] { color: $secondary; }
QLabel[kind="problem"] { color: $danger; }
QLabel[kind="tag"] {
    background: $tile; color: $secondary; border-radius: 9px; padding: 2px 9px;
}

QToolButton {
    background: transparent; color: $text; border: 2px solid transparent; border-radius: 7px;
    padding: 3px;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $chosen; }
QToolButton:focus { border-color: $action; }
QToolButton:disabled { color: $faint; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="segment"] {
    border: 2px solid transparent; border-radius: 6px; padding: 3px 7px; color: $secondary;
}
QToolButton[kind="segment"]:checked { background: $paper; color: $text; }
QToolButton[kind="segment"]:focus { border-color: $action; }
#segments { background: $tile; border: 1px solid $hairline; border-radius: 8px; }

QPushButton {
    background: $paper; color: $text; border: 1px solid $frame; border-radius: 7px;
    padding: 6px 12px;
}
QPushButton:hover { background: $hover; }
QPushButton:focus { border: 2px solid $action; padding: 5px 11px; }
QPushButton:disabled { color: $faint; border-color: $hairline; }
QPushButton[kind="primary"], QPushButton:default {
    background: $button; color: $on_button; border-color: $button;
}
QPushButton[kind="primary"]:focus, QPushButton:default:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled, QPushButton:default:disabled {
    background: $paper; color: $faint; border-color: $hairline;
}
QPushButton[kind="link"] {
    background: transparent; border: 2px solid transparent; color: $action;
    padding: 2px 4px; text-align: left; text-decoration: underline;
}
QPushButton[kind="link"]:hover { background: $hover; }
QPushButton[kind="link"]:focus { border: 2px solid $action; }
QPushButton[kind="link"]:disabled { color: $faint; }
QPushButton[kind="chip"] {
    background: $chosen; color: $text; border: 2px solid transparent; border-radius: 11px;
    padding: 2px 9px;
}
QPushButton[kind="chip"]:hover { background: $hover; }
QPushButton[kind="chip"]:focus { border-color: $action; }
QPushButton[kind="row"] {
    background: transparent; border: 2px solid transparent; border-radius: 7px; color: $text;
    padding: 0; text-align: left;
}
QPushButton[kind="row"]:hover { background: $hover; }
QPushButton[kind="row"]:focus { border: 2px solid $action; }

QTextBrowser {
    background: transparent; border: 2px solid transparent; border-radius: 5px; color: $text;
}
QTextBrowser:focus { border-color: $action; }
QTextBrowser[kind="tile"] { background: $tile; border-radius: 8px; padding: 8px 9px; }
QTextBrowser[kind="note"] {
    background: $note; border: 1px solid $note_line; border-radius: 8px; padding: 9px 11px;
}
QTextBrowser[kind="tile"]:focus, QTextBrowser[kind="note"]:focus { border: 2px solid $action; }
QTextBrowser[kind="timeline"] {
    border-left: 2px solid $hairline; border-radius: 0; padding-left: 12px;
}
QTextBrowser[kind="timeline"]:focus { border: 2px solid $action; }

QPushButton[kind="find"] {
    background: $field; color: $secondary; border: 1px solid $frame; border-radius: 8px;
    padding: 0 10px; text-align: left;
}
QPushButton[kind="find"]:hover { background: $hover; }
QPushButton[kind="find"]:focus { border: 2px solid $action; padding: 0 9px; }

QLineEdit, QListView, QTreeView, QTableView, QPlainTextEdit {
    background: $field; color: $text; border: 1px solid $frame; border-radius: 7px;
    selection-background-color: $button; selection-color: $on_button;
}
QLineEdit { padding: 5px 8px; }
QLineEdit:focus, QListView:focus, QTreeView:focus, QTableView:focus, QPlainTextEdit:focus {
    border: 2px solid $action;
}
QListView, QTableView { outline: none; padding: 2px; }
QListView::item { border-radius: 5px; padding: 0 6px; color: $text; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $chosen; color: $text; }

#findLine { font-size: 15px; padding: 7px 8px; }
QListView#foundList { background: transparent; border: none; padding: 0; }

QTableView { alternate-background-color: $tile; }
QTableView::item { padding: 2px 6px; }
QHeaderView, QHeaderView::section, QTableCornerButton::section {
    background: $paper; color: $secondary; border: none;
}
QHeaderView::section { border-bottom: 1px solid $hairline; padding: 5px 8px; }
QTabWidget::pane { border: none; }
QTabBar { background: transparent; }
QTabBar::tab {
    background: transparent; color: $secondary; padding: 6px 12px;
    border-bottom: 2px solid transparent;
}
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $action; }
QTabBar::tab:hover, QTabBar::tab:focus { background: $hover; }

#dropMark { background: $action; border-radius: 1px; }

QCheckBox { color: $text; spacing: 6px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus { border-color: $action; }
QCheckBox:disabled { color: $faint; }
QCheckBox::indicator {
    width: 14px; height: 14px; border: 1px solid $frame; border-radius: 4px; background: $field;
}
QCheckBox::indicator:checked {
    background: $button; border-color: $button; image: url("$check");
}

QComboBox, QAbstractSpinBox {
    background: $field; color: $text; border: 1px solid $frame; border-radius: 7px;
    padding: 4px 8px; selection-background-color: $button; selection-color: $on_button;
}
QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid $action; padding: 3px 7px; }
QComboBox:disabled, QAbstractSpinBox:disabled { color: $faint; border-color: $hairline; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {
    background: transparent; border: none; padding: 0;
}
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$arrow"); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
    background: $paper; color: $text; border: 1px solid $hairline;
    selection-background-color: $chosen; selection-color: $text; padding: 2px;
}
QProgressBar {
    background: $hairline; border: none; border-radius: 3px; max-height: 6px; min-height: 6px;
}
QProgressBar::chunk { background: $action; border-radius: 3px; }

QSlider::groove:horizontal { height: 4px; background: $hairline; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $action; border-radius: 2px; }
QSlider::handle:horizontal {
    width: 12px; height: 12px; margin: -5px 0; border-radius: 7px;
    background: $paper; border: 1px solid $frame;
}
QSlider::handle:horizontal:focus { border: 3px solid $action; width: 10px; height: 10px; }
"""
)


def stylesheet(colours: Palette) -> str:
    """Return the style sheet of the window in ``colours``."""
    icons = resources.FOLDER / "icons"
    return _SHEET.substitute(
        asdict(colours),
        check=(icons / "check.svg").as_posix(),
        arrow=(icons / f"arrow-{'dark' if colours.is_dark else 'light'}.svg").as_posix(),
    )
