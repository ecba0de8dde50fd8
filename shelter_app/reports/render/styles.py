"""How paper looks: fonts, sizes, colours. White, Noto Sans, one accent rule (look: the "paper" row)."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final

from reportlab.graphics import shapes
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR: Final = "NotoSans"
BOLD: Final = "NotoSans-SemiBold"

ACCENT: Final[Color] = HexColor("#0E6A6B")
SOFT: Final[Color] = HexColor("#DFF0EF")
LINE: Final[Color] = HexColor("#D9DEE5")
TEXT: Final[Color] = HexColor("#1B2430")
MUTED: Final[Color] = HexColor("#566273")
PALE: Final[Color] = HexColor("#9CC7C5")
WARNING: Final[Color] = HexColor("#8A5300")
WARNING_SOFT: Final[Color] = HexColor("#FFF1D6")

PAGE: Final = A4
LEFT: Final = 20 * mm
RIGHT: Final = PAGE[0] - 20 * mm
WIDTH: Final = RIGHT - LEFT
TOP: Final = PAGE[1] - 27 * mm
BOTTOM: Final = 22 * mm

BODY, BODY_LEADING = 9.5, 13.5
NOTE, NOTE_LEADING = 8, 11
TITLE, TITLE_LEADING = 16, 21
HEADING, HEADING_LEADING = 11.5, 16
SUBHEADING = 9.5


@lru_cache
def register_fonts() -> None:
    """Make the two bundled weights known to the PDF library, once in a process."""
    folder = files("shelter_app.fonts")
    for name, file in ((REGULAR, "NotoSans-Regular.ttf"), (BOLD, "NotoSans-SemiBold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(folder.joinpath(file))))
    # Every drawing begins by setting a font; this one is embedded, the library's own is not.
    shapes.STATE_DEFAULTS["fontName"] = REGULAR
