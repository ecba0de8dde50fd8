"""The one style sheet, written from the tokens and the text size."""

from __future__ import annotations

from pathlib import Path

from shelter_app.ui.theme.tokens import Tokens

BODY = 14
NOTE = 12
TITLE = 20
POPUP_ROW = 36  # height of a row in a list to choose from
FIGURE = 28
_ICONS = Path(__file__).parents[1] / "icons"
MEANINGS = ("free", "info", "warning", "danger", "sealed")


def sheet(colour: Tokens, scale: float) -> str:
    """Return the style sheet of a look at a text size (1.0 to 2.0)."""

    def px(steps: float) -> str:
        return f"{round(steps * scale)}px"

    tick = (_ICONS / ("tick-white.svg" if colour.on_accent == "#FFFFFF" else "tick-black.svg")).as_posix()
    chips = "".join(
        f'QLabel[chip="{meaning}"] {{ color: {getattr(colour, meaning)};'
        f" background: {getattr(colour, f'{meaning}_soft')}; border-color: {getattr(colour, meaning)}; }}\n"
        for meaning in MEANINGS
    )
    return f"""
QMainWindow, QDialog, QWidget[part="page"], QWidget[part="signin"] {{ background: {colour.window}; }}
QLabel {{ background: transparent; }}
QLabel[part="title"] {{ font-size: {px(TITLE)}; font-weight: 600; min-height: {px(32)}; }}
QLabel[part="figure"] {{ font-size: {px(FIGURE)}; font-weight: 600; }}
QLabel[part="heading"] {{ font-weight: 600; }}
QLabel[part="step"] {{ border: 1px solid {colour.accent}; border-radius: {px(12)}; color: {colour.accent};
  font-size: {px(NOTE)}; font-weight: 600; }}
QLabel[part="note"] {{ font-size: {px(NOTE)}; color: {colour.muted}; }}
QLabel[part="muted"] {{ color: {colour.muted}; }}
QLabel[part="brand"] {{ color: {colour.accent}; font-weight: 600; }}
QLabel[part="name"] {{ color: {colour.accent}; font-size: {px(TITLE)}; font-weight: 600; }}
QLabel[part="error"] {{ font-size: {px(NOTE)}; color: {colour.danger}; }}
QLabel[part="caution"] {{ font-size: {px(NOTE)}; color: {colour.warning}; }}
QLabel[part="command"] {{ background: {colour.raised}; border: 1px solid {colour.line};
  border-radius: {px(6)}; padding: {px(8)}; }}
QFrame[part="card"] {{ background: {colour.surface}; border: 1px solid {colour.line};
  border-radius: {px(8)}; }}
QFrame[part="warned_card"] {{ background: {colour.warning_soft}; border: 1px solid {colour.warning};
  border-radius: {px(8)}; }}
QFrame[part="row"] {{ background: transparent; border: none; border-bottom: 1px solid {colour.line}; }}
QFrame[part="fresh_row"] {{ background: {colour.free_soft}; border: none; border-bottom: 1px solid {colour.line}; }}
QFrame[part="side"] {{ background: {colour.surface}; border: none; border-right: 1px solid {colour.line}; }}
QFrame[part="top"] {{ background: {colour.surface}; border: none; border-bottom: 1px solid {colour.line}; }}
QFrame[part="state"] {{ background: {colour.surface}; border: none; border-top: 1px solid {colour.line}; }}
QFrame[part="tour"] {{ background: {colour.accent_soft}; border: none; border-bottom: 1px solid {colour.accent}; }}
QFrame[part="strip"] {{ background: {colour.warning_soft}; border: none;
  border-bottom: 1px solid {colour.warning}; }}
QFrame[part="strip"] QLabel {{ color: {colour.warning}; font-size: {px(NOTE)}; font-weight: 600; }}

QPushButton {{ min-height: {px(30)}; padding: 0 {px(12)}; border: 1px solid {colour.line};
  border-radius: {px(6)}; background: {colour.surface}; color: {colour.text}; }}
QPushButton:hover {{ background: {colour.raised}; border-color: {colour.muted}; }}
QPushButton:pressed {{ background: {colour.accent_soft}; }}
QPushButton:focus {{ border: 2px solid {colour.accent}; padding: 0 {px(11)}; min-height: {px(28)}; }}
QPushButton:disabled {{ color: {colour.muted}; background: {colour.window}; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
QPushButton[arrow="true"] {{ padding: 0 {px(30)} 0 {px(12)}; }}
QPushButton[arrow="true"]:focus {{ padding: 0 {px(29)} 0 {px(11)}; }}
QPushButton[part="tile"] {{ border-radius: {px(8)}; padding: 0; }}
QPushButton[part="tile"]:focus {{ padding: 0; }}
QPushButton[part="tile"][tone="free"] {{ background: {colour.free_soft}; border-color: {colour.free}; }}
QPushButton[part="tile"][tone="free"] QLabel {{ color: {colour.free}; }}
QPushButton[part="law"] {{ min-height: {px(22)}; max-height: {px(22)}; min-width: {px(22)}; max-width: {px(22)};
  padding: 0; border-radius: {px(11)}; font-weight: 600; color: {colour.accent}; }}
QPushButton[part="law"]:focus {{ min-height: {px(20)}; max-height: {px(20)}; min-width: {px(20)};
  max-width: {px(20)}; padding: 0; }}
QPushButton[part="search"] {{ text-align: left; padding: 0 {px(9)}; background: {colour.window};
  color: {colour.muted}; min-width: {px(40)}; }}
QPushButton[part="search"]:focus {{ padding: 0 {px(8)}; }}
QPushButton[part="filled"] {{ background: {colour.accent}; border-color: {colour.accent};
  color: {colour.on_accent}; font-weight: 600; }}
QPushButton[part="filled"]:focus {{ border: 2px solid {colour.text}; }}
QPushButton[part="filled"]:disabled {{ background: {colour.window}; border-color: {colour.line};
  color: {colour.muted}; }}
QPushButton[part="bare"] {{ border-color: transparent; background: transparent; }}
QPushButton[part="bare"]:hover {{ background: {colour.raised}; border-color: {colour.line}; }}
QPushButton[part="bare"]:focus {{ border: 2px solid {colour.accent}; }}
QPushButton[part="small"] {{ border-color: transparent; background: transparent; color: {colour.muted};
  font-size: {px(NOTE)}; min-height: {px(24)}; padding: 0 {px(6)}; }}
QPushButton[part="small"]:focus {{ border: 2px solid {colour.accent}; padding: 0 {px(5)};
  min-height: {px(22)}; }}
QPushButton[part="small"][arrow="true"] {{ padding: 0 {px(22)} 0 {px(6)}; }}
QPushButton[part="small"][arrow="true"]:focus {{ padding: 0 {px(21)} 0 {px(5)}; }}
QPushButton[part="eye"] {{ border-color: transparent; background: transparent; padding: 0;
  min-height: {px(24)}; }}
QPushButton[part="eye"]:focus {{ border: 2px solid {colour.accent}; padding: 0; min-height: {px(22)}; }}
QPushButton[part="square"] {{ padding: 0; min-width: {px(30)}; }}
QPushButton[part="square"]:focus {{ padding: 0; min-width: {px(28)}; }}
QPushButton[part="filter"] {{ min-height: {px(22)}; border-radius: {px(10)}; padding: 0 {px(13)};
  font-size: {px(NOTE)}; background: {colour.window}; }}
QPushButton[part="filter"]:focus {{ min-height: {px(20)}; }}
QPushButton[part="filter"]:checked {{ padding: 0 {px(8)}; background: {colour.accent_soft};
  border-color: {colour.accent}; color: {colour.accent}; font-weight: 600; }}
QFrame[part="tabs"] {{ background: transparent; border: none; border-bottom: 1px solid {colour.line}; }}
QPushButton[part="tab"] {{ min-height: {px(34)}; border: 2px solid transparent; border-radius: 0;
  padding: 0 {px(10)}; background: transparent; color: {colour.muted}; }}
QPushButton[part="tab"][arrow="true"] {{ padding-right: {px(26)}; }}
QPushButton[part="tab"]:hover {{ background: {colour.raised}; color: {colour.text}; }}
QPushButton[part="tab"]:checked {{ color: {colour.accent}; border-bottom: 2px solid {colour.accent};
  font-weight: 600; }}
QPushButton[part="tab"]:focus {{ border: 2px solid {colour.accent}; border-radius: {px(4)};
  padding: 0 {px(10)}; min-height: {px(34)}; }}
QPushButton[part="nav"] {{ min-height: {px(38)}; border: 1px solid transparent; background: transparent;
  text-align: left; padding: 0 {px(7)}; }}
QPushButton[part="nav"]:hover {{ background: {colour.raised}; }}
QPushButton[part="nav"]:focus {{ border: 2px solid {colour.accent}; padding: 0 {px(6)};
  min-height: {px(36)}; }}
QPushButton[part="nav"][here="true"] {{ background: {colour.accent_soft}; color: {colour.accent};
  font-weight: 600; }}

QLineEdit, QComboBox, QSpinBox {{ min-height: {px(30)}; padding: 0 {px(9)};
  border: 1px solid {colour.line}; border-radius: {px(6)}; background: {colour.surface};
  color: {colour.text}; placeholder-text-color: {colour.muted};
  selection-background-color: {colour.accent};
  selection-color: {colour.on_accent}; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus {{ border: 2px solid {colour.accent};
  padding: 0 {px(8)}; min-height: {px(28)}; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: none; }}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {{ border: none; padding: 0; min-height: 0;
  background: transparent; }}
QPlainTextEdit {{ padding: {px(6)}; border: 1px solid {colour.line}; border-radius: {px(6)};
  background: {colour.surface}; color: {colour.text}; selection-background-color: {colour.accent};
  selection-color: {colour.on_accent}; }}
QPlainTextEdit:focus {{ border: 2px solid {colour.accent}; padding: {px(5)}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{ border-color: {colour.danger}; }}
QLineEdit[part="search"] {{ padding-left: {px(33)}; }}
QFrame[part="top"] QLineEdit {{ background: {colour.window}; }}
QLineEdit[part="search"]:focus {{ padding-left: {px(32)}; }}
QLineEdit[part="passphrase"] {{ lineedit-password-character: 8226; padding-right: {px(36)}; }}
QLineEdit[part="passphrase"]:focus {{ padding-right: {px(35)}; }}
QComboBox::drop-down {{ border: none; width: {px(28)}; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView, QListView[part="found"] {{ background: {colour.surface}; border: 1px solid {colour.line};
  border-radius: 0; padding: 0; selection-background-color: {colour.accent_soft}; selection-color: {colour.text}; }}
QComboBox QAbstractItemView::item, QListView[part="found"]::item {{ min-height: {px(POPUP_ROW)}; padding: 0 {px(12)};
  border: none; color: {colour.text}; }}

QLabel[chip] {{ font-size: {px(NOTE)}; border: 1px solid {colour.line}; border-radius: {px(10)};
  min-height: {px(22)}; max-height: {px(22)}; padding: 0 {px(9)}; background: {colour.window}; }}
QLabel[chip][wraps="true"] {{ max-height: 9999px; }}
{chips}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QMenu {{ background: {colour.surface}; border: 1px solid {colour.line}; padding: {px(4)}; }}
QMenu::item {{ min-height: {px(28)}; padding: 0 {px(16)} 0 {px(28)}; border-radius: {px(4)};
  color: {colour.text}; }}
QMenu::item:selected {{ background: {colour.accent_soft}; color: {colour.text}; }}
QMenu::item:disabled {{ color: {colour.muted}; }}
QMenu::separator {{ height: 1px; background: {colour.line}; margin: {px(4)} 0; }}
QToolTip {{ background: {colour.surface}; color: {colour.text}; border: 1px solid {colour.line};
  padding: {px(6)}; }}

QScrollArea, QScrollArea > QWidget > QWidget[part="bare"] {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {px(10)}; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {px(10)}; margin: 0; }}
QScrollBar::handle {{ background: {colour.muted}; border-radius: {px(4)}; min-height: {px(32)};
  min-width: {px(32)}; margin: {px(2)}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ border: none; background: {colour.line}; border-radius: {px(3)}; max-height: {px(6)};
  min-height: {px(6)}; }}
QProgressBar::chunk {{ background: {colour.accent}; border-radius: {px(3)}; }}

QTableView {{ background: {colour.surface}; border: 1px solid {colour.line}; border-radius: {px(8)}; padding: 3px;
  gridline-color: {colour.line}; outline: none; selection-background-color: {colour.accent_soft};
  selection-color: {colour.text}; }}
QTableView::item {{ border: none; border-bottom: 1px solid {colour.line}; padding: 0 {px(8)}; }}
QTableView::item:selected {{ background: {colour.accent_soft}; color: {colour.text}; }}
QTableView:focus {{ border: 2px solid {colour.accent}; padding: 2px; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: {colour.surface}; color: {colour.muted}; font-size: {px(NOTE)};
  border: none; border-bottom: 1px solid {colour.line}; padding: 0 {px(11)}; min-height: {px(32)};
  text-align: left; }}
QHeaderView::section:hover {{ color: {colour.text}; background: {colour.raised}; }}
QListView {{ background: transparent; border: 2px solid transparent; padding: 2px; outline: none;
  border-radius: {px(8)}; }}
QListView::item {{ border: none; border-bottom: 1px solid {colour.line}; padding: {px(12)};
  color: {colour.text}; }}
QListView::item:selected {{ background: {colour.accent_soft}; color: {colour.text}; }}
QListView::indicator, QCheckBox::indicator {{ width: {px(16)}; height: {px(16)}; border: 1px solid {colour.muted};
  border-radius: {px(3)}; background: {colour.surface}; }}
QListView::indicator:checked, QCheckBox::indicator:checked {{ background: {colour.accent};
  border-color: {colour.accent}; image: url("{tick}"); }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled, QListView:disabled {{ color: {colour.muted};
  background: {colour.window}; border-style: dashed; }}
QCheckBox {{ min-height: {px(24)}; spacing: {px(8)}; }}
QCheckBox::indicator:focus {{ border: 2px solid {colour.accent}; }}
QRadioButton {{ min-height: {px(24)}; spacing: {px(8)}; }}
QRadioButton::indicator {{ width: {px(12)}; height: {px(12)}; border: 1px solid {colour.muted};
  border-radius: {px(7)}; background: {colour.surface}; }}
QRadioButton::indicator:checked {{ width: {px(6)}; height: {px(6)}; border: {px(4)} solid {colour.accent}; }}
QRadioButton:checked {{ font-weight: 600; }}
QRadioButton:focus {{ color: {colour.accent}; text-decoration: underline; }}
QListView[part="ticks"] {{ background: {colour.surface}; border: 1px solid {colour.line}; padding: {px(2)}; }}
QListView[part="ticks"]::item {{ border: none; padding: {px(7)}; }}
QListView:focus, QListView[part="ticks"]:focus {{ border: 2px solid {colour.accent}; }}
QLabel[part="sheet"] {{ background: #FFFFFF; border: 1px solid {colour.line}; }}
"""
