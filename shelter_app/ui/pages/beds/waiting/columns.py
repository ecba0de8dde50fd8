"""A request in three lines, with how urgent it is and which beds fit; its columns on paper; its words."""

from __future__ import annotations

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import codes
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.referrals import ACCEPTED, DAYS, PLANNED, TONIGHT
from shelter_app.i18n import _, moment, ngettext, number
from shelter_app.services.beds.waiting import WaitingRow
from shelter_app.ui.tables.model import Column

SIGNS = {
    TONIGHT: ("danger", "triangle-alert"),
    DAYS: ("warning", "hourglass"),
    PLANNED: ("plain", "calendar-days"),
    ACCEPTED: ("info", "check"),
}
REQUEST = 1  # the column whose cells hold the three lines
HOURS_A_DAY = 24


def columns() -> tuple[Column[WaitingRow], ...]:
    """Return the columns of the window."""
    return (
        Column("", lambda: _("Urgency"), state, 3, bold=True, mark=_mark, order=_how_urgent),
        Column("", lambda: _("Request"), lines, 6, order=lambda row: row.received_at),
        Column("", lambda: _("Suitable beds"), _beds, 3, mark=_bed_mark, order=lambda row: len(row.fitting)),
    )


def paper_columns() -> tuple[Column[WaitingRow], ...]:
    """Return the columns on paper, one fact each."""
    return (
        Column("", lambda: _("Urgency"), _urgency, 3.6),
        Column("", lambda: _("Situation"), decision, 2.8),
        Column("", lambda: _("Waiting since"), since, 3.2),
        Column("", lambda: _("Referred by"), source, 3.6),
        Column("", lambda: _("For whom"), whom, 4.6),
        Column("", lambda: _("Needs"), needs, 2.6),
        Column("", lambda: _("Suitable beds"), lambda row: number(len(row.fitting)), 2),
    )


def sign(row: WaitingRow) -> tuple[str, str]:
    """Return the meaning and the icon of how a request stands: accepted, or how urgent."""
    return SIGNS[ACCEPTED if row.decision == ACCEPTED else row.urgency]


def state(row: WaitingRow) -> str:
    """Return how a request stands: accepted, or how urgent it is."""
    return decision(row) if row.decision == ACCEPTED else _urgency(row)


def whom(row: WaitingRow) -> str:
    """Return for whom the place is asked."""
    parts = [ngettext("{n} person", "{n} people", row.persons).format(n=row.persons)]
    if row.sex is not None:
        parts.append(code_label("sex", row.sex))
    if row.age is not None:
        parts.append(ngettext("{n} year old", "{n} years old", row.age).format(n=row.age))
    return ", ".join(parts)


def needs(row: WaitingRow) -> str:
    """Return what the bed must have."""
    return ", ".join(code_label("bed_feature", need) for need in row.needs)


def source(row: WaitingRow) -> str:
    """Return who asks."""
    return code_label("referral_source", row.source)


def decision(row: WaitingRow) -> str:
    """Return how the request is decided."""
    return code_label("referral_decision", row.decision)


def since(row: WaitingRow) -> str:
    """Return when the request came."""
    return moment(row.received_at.astimezone(LOCAL), "medium")


def waits(row: WaitingRow) -> str:
    """Return for how long the request has been there: in hours, from the second day on in days."""
    hours = int(row.hours)
    if hours < HOURS_A_DAY:
        return ngettext("waiting for {n} hour", "waiting for {n} hours", hours).format(n=hours)
    days = hours // HOURS_A_DAY
    return ngettext("waiting for {n} day", "waiting for {n} days", days).format(n=days)


def lines(row: WaitingRow) -> str:
    """Return the request in three lines: for whom, from whom and what it needs, how it stands and how long."""
    second = " · ".join(filter(None, (source(row), needs(row))))
    third = (
        f"{decision(row)} · {since(row)}" if row.decision == ACCEPTED else f"{decision(row)} · {waits(row)}"
    )
    return f"{whom(row)}\n{second}\n{third}"


def _urgency(row: WaitingRow) -> str:
    return code_label("urgency", row.urgency)


def _how_urgent(row: WaitingRow) -> int:
    return codes("urgency").index(row.urgency)


def _mark(row: WaitingRow) -> tuple[str, str]:
    meaning, icon = sign(row)
    return icon, "muted" if meaning == "plain" else meaning


def _beds(row: WaitingRow) -> str:
    if row.held:
        return ", ".join(bed for bed, _until in row.held)
    count = len(row.fitting)
    return (
        ngettext("{n} suitable bed", "{n} suitable beds", count).format(n=count) if count else _("none yet")
    )


def _bed_mark(row: WaitingRow) -> tuple[str, str]:
    return "bed-double", "info" if row.held else "free" if row.fitting else "muted"
