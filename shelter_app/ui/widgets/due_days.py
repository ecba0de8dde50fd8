"""How a day on which something is due is said and marked, wherever it stands."""

from __future__ import annotations

from datetime import date

from shelter_app.domain.today import LATE, SOON, TODAY, state_of
from shelter_app.i18n import _, ngettext

MEANINGS = {LATE: "danger", TODAY: "warning", SOON: "plain"}
ICONS = {LATE: "circle-alert", TODAY: "hourglass", SOON: "calendar-days"}


def due_words(on: date, today: date) -> str:
    """Say how a day stands to today: late by so many days, today, in so many days."""
    days = abs((on - today).days)
    state = state_of(on, today)
    if state == LATE:
        return ngettext("{n} day late", "{n} days late", days).format(n=days)
    if state == TODAY:
        return _("today")
    return ngettext("in {n} day", "in {n} days", days).format(n=days)
