"""Since when somebody is missing, in words: the hour agreed or the evening's roll call, never the minute of marking."""

from __future__ import annotations

from shelter_app.domain import presence
from shelter_app.domain.clock import LOCAL
from shelter_app.i18n import _, day, moment
from shelter_app.services.beds.away import AwayRow


def missing_since(row: AwayRow) -> str:
    """Return since when somebody who should be back is missing."""
    if row.missed_at_roll_call is not None:
        return _("missing since the roll call of {day}").format(day=day(row.missed_at_roll_call, "medium"))
    return _("missing since {moment}").format(moment=moment(row.missed_at.astimezone(LOCAL), "medium"))


def minor_not_back(row: AwayRow) -> bool:
    """Say whether somebody under age should be back and is not."""
    return row.minor and row.state in presence.NOT_BACK
