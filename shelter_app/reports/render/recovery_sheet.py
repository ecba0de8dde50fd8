"""The recovery sheet: one page, Romanian and English, with the recovery key as groups and as a square code.

It names no organisation, no address and no person: whoever finds it must not learn what it opens.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

import segno
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from shelter_app import i18n
from shelter_app.i18n import _, in_language
from shelter_app.reports.render.styles import BOLD, LEFT, PAGE, REGULAR, RIGHT, register_fonts

CODE_SIDE = 52 * mm
GROUPS_IN_ROW = 3
QUIET_ZONE = 4


def recovery_sheet(key: str, made_on: date) -> bytes:
    """Return the sheet as PDF; ``key`` is the recovery key, its groups joined by hyphens."""
    register_fonts()
    made = BytesIO()
    canvas = Canvas(made, pagesize=PAGE, invariant=1, lang="ro")
    canvas.setTitle("Foaie de recuperare / Recovery sheet")
    top = PAGE[1] - 26 * mm
    for code in i18n.LANGUAGES:
        with in_language(code):
            top = _draw_intro(canvas, top, made_on) - 6 * mm
    top = _groups(canvas, top, key.split("-"))
    _square_code(canvas, LEFT, top - CODE_SIDE - 6 * mm, key)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def _draw_intro(canvas: Canvas, top: float, made_on: date) -> float:
    canvas.setFont(BOLD, 17)
    canvas.drawString(LEFT, top, _("Recovery sheet"))
    canvas.setFont(REGULAR, 10.5)
    top -= 8 * mm
    for sentence in (
        _("Made on {day}.").format(day=i18n.day(made_on)),
        _("This key restores access when the last passphrase has been forgotten. There is no other way."),
        _("Put the sheet in a sealed envelope, in a safe, away from the computer."),
        _("Do not photograph it or keep it on any computer or phone, or in any message."),
        _("Anyone with this sheet and the data files can open the register. If it is lost, make a new one."),
    ):
        for line in simpleSplit(sentence, REGULAR, 10.5, RIGHT - LEFT):
            canvas.drawString(LEFT, top, line)
            top -= 5.6 * mm
    return top


def _groups(canvas: Canvas, top: float, groups: list[str]) -> float:
    width = (RIGHT - LEFT) / GROUPS_IN_ROW
    canvas.setLineWidth(0.8)
    for index, group in enumerate(groups):
        column, row = index % GROUPS_IN_ROW, index // GROUPS_IN_ROW
        x, y = LEFT + column * width, top - (row + 1) * 16 * mm
        canvas.roundRect(x, y, width - 4 * mm, 12 * mm, 2 * mm)
        canvas.setFont(REGULAR, 8)
        canvas.drawString(x + 2.5 * mm, y + 4.4 * mm, str(index + 1))
        canvas.setFont("Courier-Bold", _fitting(group, width - 14 * mm))
        canvas.drawString(x + 7 * mm, y + 4 * mm, group)
    rows = -(-len(groups) // GROUPS_IN_ROW)
    return top - rows * 16 * mm


def _fitting(group: str, width: float) -> float:
    """Return the size at which a group fills its box: every letter of Courier is 0.6 of its size wide."""
    return min(16.0, width / (0.6 * len(group)))


def _square_code(canvas: Canvas, x: float, y: float, text: str) -> None:
    modules = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    side = CODE_SIDE / (len(modules) + 2 * QUIET_ZONE)
    path = canvas.beginPath()
    for row, cells in enumerate(modules):
        for column, dark in enumerate(cells):
            if dark:
                across = x + (column + QUIET_ZONE) * side
                path.rect(across, y + CODE_SIDE - (row + QUIET_ZONE + 1) * side, side, side)
    canvas.drawPath(path, stroke=0, fill=1)
