"""The house's own rules of time: what it has set, else what the program ships with."""

from __future__ import annotations

from sqlalchemy import select

from shelter_app.db.models.house import Setting
from shelter_app.domain.codes import code
from shelter_app.services.acting import ReadContext


def days(context: ReadContext, rule: str) -> int:
    """Return the days of a rule of ``deadlines.yaml`` as the house has set them, today."""
    row = context.session.execute(
        select(Setting.value)
        .where(Setting.key == f"deadline.{rule}", Setting.from_on <= context.today)
        .order_by(Setting.from_on.desc())
        .limit(1)
    ).first()
    return int(row.value if row is not None else code("deadline_rule", rule).extra["value"])
