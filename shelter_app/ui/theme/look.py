"""The look in force: font, palette, style sheet, text size. Changing it redraws the whole program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from shelter_app.ui.theme.style import BODY, sheet
from shelter_app.ui.theme.tokens import DARK, LIGHT, Tokens, tokens

SYSTEM = "system"
SCALES = (100, 125, 150, 175, 200)

STYLE = ("-style", "fusion")  # words for the application: asking for a style later would make it twice
_FONTS = Path(__file__).parents[2] / "fonts"
_FACES = ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf")


class _InForce:
    look = LIGHT
    percent = 100
    family = ""


def colours() -> Tokens:
    """Return the colours of the look in force."""
    return tokens(_InForce.look)


def look() -> str:
    """Return the look in force: light, dark or high_contrast."""
    return _InForce.look


def percent() -> int:
    """Return the text size in force, 100 to 200."""
    return _InForce.percent


def px(steps: float) -> int:
    """Return a length of the 100 % design at the text size in force."""
    return round(steps * _InForce.percent / 100)


def font(size: float = BODY, *, bold: bool = False) -> QFont:
    """Return the program's font at a size of the 100 % design."""
    made = QFont(QApplication.font())
    made.setPixelSize(px(size))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


def apply(wanted: str, percent: int) -> None:
    """Draw the program in a look (``system`` follows the desktop) at a text size."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("a look needs an application")
    _InForce.look = _of_the_desktop(application) if wanted == SYSTEM else wanted
    _InForce.percent = percent
    if not _InForce.family:
        _InForce.family = _load_fonts()
    application.setStyleSheet(
        ""
    )  # changed from one to another, Qt goes over each part once for each around it
    body = QFont(_InForce.family)
    body.setPixelSize(px(BODY))
    application.setFont(body)
    application.setPalette(_palette(colours()))
    application.setStyleSheet(sheet(colours(), percent / 100))


def _of_the_desktop(application: QApplication) -> str:
    return DARK if application.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _load_fonts() -> str:
    for face in _FACES:
        QFontDatabase.addApplicationFont(str(_FONTS / face))
    return "Noto Sans"


def _palette(colour: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for where, value in {
        role.Window: colour.window,
        role.WindowText: colour.text,
        role.Base: colour.surface,
        role.AlternateBase: colour.raised,
        role.Text: colour.text,
        role.Button: colour.surface,
        role.ButtonText: colour.text,
        role.BrightText: colour.danger,
        role.Highlight: colour.accent,
        role.HighlightedText: colour.on_accent,
        role.ToolTipBase: colour.surface,
        role.ToolTipText: colour.text,
        role.PlaceholderText: colour.muted,
        role.Link: colour.accent,
        role.Light: colour.raised,
        role.Midlight: colour.line,
        role.Mid: colour.line,
        role.Dark: colour.muted,
        role.Shadow: colour.muted,
    }.items():
        palette.setColor(where, QColor(value))
    for where in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(colour.muted))
    return palette
