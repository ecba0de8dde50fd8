"""What the house has set for itself, by key: read once for all the views of a page, and written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from shelter_app.db.models.house import Setting
from shelter_app.services.acting import ReadContext, UnitOfWork


def settings(context: ReadContext) -> Mapping[str, Any]:
    """Return the value of every setting that holds today, by its key; what was never set has none."""

    def ask() -> Mapping[str, Any]:
        rows = context.session.execute(
            select(Setting.key, Setting.value)
            .where(Setting.from_on <= context.today)
            .order_by(Setting.from_on)
        )
        return {key: value for key, value in rows}

    return context.once(settings, ask)


def put_setting(
    uow: UnitOfWork, key: str, value: Any, *, source: str | None = None, on: date | None = None
) -> str:
    """Write a setting for a day (today) and return its id; a day has one value of each."""
    day = on or uow.today
    row = uow.session.scalars(select(Setting).where(Setting.key == key, Setting.from_on == day)).first()
    if row is None:
        row = uow.add(Setting(key=key, value=value, from_on=day))
    row.value, row.source = value, source
    return row.id
