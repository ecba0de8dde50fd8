"""The head of each page: logo, whose paper it is, the lines of its letterhead, one accent rule."""

from __future__ import annotations

import io

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from shelter_app.reports.letterhead import Letterhead
from shelter_app.reports.render import styles
from shelter_app.reports.render.styles import BOLD, LEFT, MUTED, REGULAR, RIGHT, TOP

NAME, LINE = 9, 7.5
STEP = 10
LOGO_HIGH, LOGO_WIDE = 34, 90


def draw_head(canvas: Canvas, letterhead: Letterhead, beside: str = "") -> None:
    """Draw the head of a page; ``beside`` stands at its right end. What has no room is cut."""
    left = LEFT + _draw_logo(canvas, letterhead.logo)
    room = RIGHT - left
    above = TOP + 14
    for line in reversed(letterhead.lines):
        canvas.setFillColor(MUTED)
        canvas.setFont(REGULAR, LINE)
        words = " · ".join(part.text() for part in line)
        canvas.drawString(left, above, cut(words, room, REGULAR, LINE))
        above += STEP
    if beside:
        canvas.setFillColor(MUTED)
        canvas.setFont(REGULAR, 8.5)
        canvas.drawRightString(RIGHT, above, beside)
        room -= stringWidth(beside, REGULAR, 8.5) + 12
    canvas.setFillColor(styles.TEXT)
    canvas.setFont(BOLD, NAME)
    canvas.drawString(left, above, cut(letterhead.organisation, room))
    canvas.setStrokeColor(styles.ACCENT)
    canvas.setLineWidth(1.5)
    canvas.line(LEFT, TOP + 8, RIGHT, TOP + 8)


def cut(text: str, room: float, font: str = BOLD, size: float = NAME) -> str:
    """Return as much of a text as fits on one line."""
    while stringWidth(text, font, size) > room:
        text = text[:-2].rstrip() + "…"
    return text


def _draw_logo(canvas: Canvas, logo: bytes | None) -> float:
    """Draw the logo against the left edge; returns the room that it takes."""
    if logo is None:
        return 0
    picture = ImageReader(io.BytesIO(logo))
    wide, high = picture.getSize()
    scale = min(LOGO_WIDE / wide, LOGO_HIGH / high)
    canvas.drawImage(picture, LEFT, TOP + 12, wide * scale, high * scale, mask="auto")
    return wide * scale + 10
