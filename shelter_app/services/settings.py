"""What the house has set for itself, by key: looked up once for all the views of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from shelter_app.db.models.house import Setting
from shelter_app.services.acting import ReadContext


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
