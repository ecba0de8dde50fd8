"""What every sheet of the house begins with: whose it is, who made it and when."""

from __future__ import annotations

from sqlalchemy import select

from shelter_app.db.models.house import Setting
from shelter_app.reports.dataset import Chart, Facts, Paragraph
from shelter_app.reports.letterhead import letterhead_of
from shelter_app.reports.sheet import Listing, Sheet
from shelter_app.reports.words import Words, phrase
from shelter_app.services.acting import ReadContext


def sheet_of(
    context: ReadContext,
    title: str,
    about: tuple[Words, ...],
    blocks: tuple[Listing | Facts | Paragraph | Chart, ...],
) -> Sheet:
    """Return a sheet of the house, made now by who asks for it; ``title`` is a message."""
    letterhead = letterhead_of(context.session)
    demo = context.session.scalar(
        select(Setting.value).where(Setting.key == "demo").order_by(Setting.from_on.desc()).limit(1)
    )
    return Sheet(
        title=phrase(title),
        about=about,
        organisation=letterhead.organisation,
        made_at=context.now,
        made_by=context.account.name,
        demo=bool(demo),
        blocks=blocks,
        letterhead=letterhead,
    )
