"""The style sheet, filled with the colours of a theme."""

from __future__ import annotations

from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from writer_gui.ui.tokens import Colours

_SHEET = Template(
    """
* { outline: none; }
QMainWindow, QDialog, #rail, #sessionPanel, #promptBar, #statusLine, #deskView, #modelsView,
#compareView, #tripletsView, #tripletPanelBody,
#modelsBody { background: $chrome; }
QWidget { color: $ink; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="faint"] { color: $faint; }
QLabel[tone="accent"] { color: $accent; font-weight: 600; }
QLabel[role="title"] { font-weight: 600; }
QLabel[role="empty"] { color: $muted; }
QToolTip { background: $raised; color: $ink; border: 1px solid $line; padding: 4px 8px; }

QMenuBar { background: $chrome; color: $muted; padding: 2px 8px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $soft_accent; color: $ink; }
QMenu { background: $raised; border: 1px solid $line; border-radius: 8px; padding: 8px 0; }
QMenu::item { padding: 6px 32px 6px 16px; }
QMenu::item:selected { background: $soft_accent; color: $ink; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 8px 0; }
QMenu::indicator { width: 12px; height: 12px; left: 6px; }

QPushButton { background: $raised; border: 1px solid $line; border-radius: 6px;
              padding: 5px 15px; min-height: 20px; }
QPushButton:hover { border-color: $faint; }
QPushButton:pressed { background: $soft_accent; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 14px; }
QPushButton:disabled { color: $faint; background: transparent; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[primary="true"]:focus { border: 2px solid $ink; }
QPushButton[primary="true"]:disabled { background: transparent; color: $faint;
                                       border-color: $line; }
QPushButton[link="true"] { background: transparent; border: 2px solid transparent;
                           padding: 4px 8px; color: $accent; text-align: left; }
QPushButton[link="true"]:hover { background: $soft_accent; }
QPushButton[link="true"]:focus { border-color: $accent; }

QPushButton[chip="true"] { background: $soft_accent; color: $accent; border: 1px solid $soft_accent;
                           border-radius: 10px; padding: 0 9px; min-height: 18px; }
QPushButton[chip="true"]:hover { border-color: $accent; }
QPushButton[chip="true"]:focus { border: 2px solid $accent; padding: 0 8px; min-height: 16px; }

QToolButton { background: transparent; border: 2px solid transparent; border-radius: 6px;
              padding: 2px; color: $muted; }
QToolButton:hover { background: $soft_accent; color: $ink; }
QToolButton:focus { border-color: $accent; }
QToolButton:checked { color: $accent; }
QToolButton:disabled { color: $faint; }
QToolButton[tight="true"] { padding: 1px 0; }
QToolButton::menu-indicator { image: none; width: 0; }
#rail QToolButton { border-radius: 8px; padding: 4px; }
#rail QToolButton:checked { background: $soft_accent; color: $accent; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox { background: $raised; border: 1px solid $line;
    border-radius: 6px; padding: 4px 8px; min-height: 20px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {
    border: 2px solid $accent; padding: 3px 7px; }
QComboBox[quiet="true"], QSpinBox[quiet="true"] { background: transparent;
    border-color: transparent; color: $muted; padding: 4px 6px; }
QComboBox[quiet="true"]:hover, QSpinBox[quiet="true"]:hover { background: $soft_accent;
    color: $ink; }
QComboBox[quiet="true"]:focus, QSpinBox[quiet="true"]:focus { border: 2px solid $accent;
    padding: 3px 5px; color: $ink; }
QComboBox::drop-down { border: none; width: 18px; subcontrol-position: center right; }
QComboBox::down-arrow { image: url($icons/down-$shade.svg); width: 12px; height: 12px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button,
QDoubleSpinBox::down-button { width: 0; border: none; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; padding: 4px 0;
    selection-background-color: $soft_accent; selection-color: $ink; outline: none; }
QComboBox QAbstractItemView::item { padding: 4px 8px; min-height: 20px; }

QSlider::groove:horizontal { height: 2px; background: $line; border-radius: 1px; }
QSlider::sub-page:horizontal { background: $faint; border-radius: 1px; }
QSlider::handle:horizontal { background: $raised; border: 2px solid $muted; width: 8px;
    height: 8px; margin: -5px 0; border-radius: 6px; }
QSlider::handle:horizontal:hover { border-color: $accent; }
QSlider:focus { border: none; }
QSlider::handle:horizontal:focus { border-color: $accent; background: $accent; }

QTextEdit, QPlainTextEdit { background: transparent; border: none;
    selection-background-color: $accent; selection-color: $on_accent; }
#promptField { background: $raised; border: 1px solid $line; border-radius: 8px; }
#promptField[active="true"] { border: 2px solid $accent; }

QFrame[field="true"] { background: $raised; border: 1px solid $line; border-radius: 8px; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator, QRadioButton::indicator { width: 13px; height: 13px;
    border: 1px solid $muted; background: $raised; }
QCheckBox::indicator { border-radius: 3px; }
QRadioButton::indicator { border-radius: 7px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent;
    image: url($icons/tick-$shade.svg); }
QRadioButton::indicator:checked { border-color: $accent; background: qradialgradient(cx: 0.5,
    cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5, stop: 0 $accent, stop: 0.55 $accent,
    stop: 0.65 $raised, stop: 1 $raised); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; }
QTreeView { background: transparent; border: none; }
QTreeView::item { padding: 4px; }
QTreeView::item:selected { background: $soft_accent; color: $ink; }
QListView, QTableView { background: transparent; border: none; }
QTableView { selection-background-color: $soft_accent; selection-color: $ink; }
QTableView::item { padding: 0 8px; border-bottom: 1px solid $line; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; color: $muted; border: none;
    border-bottom: 1px solid $line; padding: 4px 8px; }
QHeaderView::section:hover { color: $ink; }
QScrollArea { background: transparent; border: none; }
#planPane, #planCards, #planScroll { background: $page; }
#storyPane { background: $page; }
#paneHeader { background: $page; }
QFrame[card="true"] { background: transparent; border-radius: 8px; border: none; }
QFrame[card="true"][lit="true"] { background: $soft_accent; }
QFrame[card="true"] QLineEdit { background: transparent; border: none; padding: 0;
    font-weight: 600; }
#dropMark { background: $accent; }
#contradictionBar { background: $raised; border-bottom: 1px solid $line; }
#messageBar { background: $raised; border-top: 1px solid $line; }
#findBar, #rewriteBar, #provenanceBar, #candidatesPanel, #historyPanel {
    background: $chrome; border-top: 1px solid $line; }
#statusLine QLabel, #statusLine QToolButton { color: $muted; }
#statusLine QLabel[tone="badge"] { color: $on_accent; background: $accent;
    border-radius: 4px; padding: 0 8px; }
#hairline { background: $line; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $faint; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px;
    min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $line; border-radius: 3px; min-height: 32px;
    margin: 0 3px; }
QScrollBar::handle:vertical:hover { background: $faint; }
QScrollBar::handle:vertical:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollBar:horizontal { background: transparent; height: 12px; }
QScrollBar::handle:horizontal { background: $line; border-radius: 3px; min-width: 32px;
    margin: 3px 0; }
"""
)


def style_sheet(colours: Colours, icons: str) -> str:
    """Return the style sheet; `icons` is the folder of its pictures."""
    shade = "dark" if colours.is_dark else "light"
    return _SHEET.substitute(asdict(colours), icons=icons, shade=shade)
