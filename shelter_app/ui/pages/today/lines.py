"""A day's work as lines: what, for whom, how it stands, and where it is dealt with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from shelter_app.domain import deadlines, law, permissions, presence
from shelter_app.domain.clock import LOCAL, local_day
from shelter_app.domain.codes import label
from shelter_app.domain.referrals import ACCEPTED
from shelter_app.i18n import N_, _, day, moment, ngettext
from shelter_app.services.due_items import DueItem
from shelter_app.ui.pages.today.queries import TodayFacts

LATE, TODAY, SOON = "LATE", "TODAY", "SOON"  # how a line stands: its day has passed, is today's, is ahead
MEANINGS = {LATE: "danger", TODAY: "warning", SOON: "plain"}
MISSED = {
    presence.ESCALATED: N_("decide what to do"),
    presence.LATE: N_("not back"),
    presence.REPORTED: N_("missing"),
}
ICONS = {LATE: "circle-alert", TODAY: "hourglass", SOON: "calendar-days"}


@dataclass(frozen=True)
class TodayLine:
    """One line; ``session``, ``resident``, ``bed_for`` or ``page`` says where it leads, ``law`` which rule asks for it.

    ``tab`` is the part of the resident's page where it is done; ``bed_for`` is whom a bed is to be found for;
    ``tonight`` is what cannot wait until the morning.
    """

    standing: str
    when: str
    who: str
    what: str
    beside: str
    on: date
    resident: str | None = None
    page: str = ""
    session: str = ""
    bed_for: str = ""
    law: str = ""
    tonight: bool = False
    tab: str = ""

    @property
    def spoken(self) -> str:
        """The line as a screen reader says it."""
        return ", ".join(part for part in (self.what, self.who, self.when, self.beside) if part)


def to_do(found: TodayFacts) -> list[TodayLine]:
    """Return what there is to do: first what cannot wait until the morning, then the latest."""
    lines = [_of_item(item, found.day) for item in (found.due.items if found.due is not None else ())]
    lines += _not_returned(found)
    lines += _asked_for_tonight(found)
    lines += _without_bed(found)
    lines += _beds_that_end(found)
    lines += _too_near(found)
    lines += _left_behind(found)
    lines += _to_mend(found)
    for row in found.to_approve or ():
        since = local_day(row.proposed_at) if row.proposed_at is not None else found.day
        told = _("proposed by {author} on {day}").format(author=row.author, day=day(since, "medium"))
        lines.append(
            TodayLine(
                TODAY,
                _("waits"),
                row.resident_code,
                _("Plan to approve"),
                told,
                found.day,
                row.resident_id,
                tab="plan",
            )
        )
    for note in found.unsigned or ():
        line = _dated(found.day, note.session_on, note.resident_code, _("Note not signed"), "", None)
        lines.append(replace(line, session=note.session_id))
    for session in found.unrecorded:
        who = ", ".join(part.resident_code for part in session.parts)
        kind = label("session_type", session.kind)
        line = _dated(found.day, session.planned_on, who, _("Session not recorded"), kind, None)
        lines.append(replace(line, session=session.id))
    rank = {LATE: 0, TODAY: 1, SOON: 2}
    return sorted(
        lines, key=lambda line: (not line.tonight, rank[line.standing], line.on, line.who, line.what)
    )


def counts(lines: list[TodayLine]) -> str:
    """Say how many lines are late, for today and ahead."""
    late, now, ahead = (sum(1 for line in lines if line.standing == s) for s in (LATE, TODAY, SOON))
    said = [
        ngettext("{n} late", "{n} late", late).format(n=late) if late else "",
        ngettext("{n} for today", "{n} for today", now).format(n=now) if now else "",
        ngettext("{n} soon", "{n} soon", ahead).format(n=ahead) if ahead else "",
    ]
    return ", ".join(part for part in said if part)


def standing(on: date, today: date) -> str:
    """Return how a line of this day stands: LATE, TODAY or SOON."""
    if on == today:
        return TODAY
    return LATE if deadlines.state(on, None, today) == deadlines.OVERDUE else SOON


def when(on: date, today: date) -> str:
    """Say how a day stands to today: late by so many days, today, in so many days."""
    days = abs((on - today).days)
    return {
        LATE: lambda: ngettext("{n} day late", "{n} days late", days).format(n=days),
        TODAY: lambda: _("today"),
        SOON: lambda: ngettext("in {n} day", "in {n} days", days).format(n=days),
    }[standing(on, today)]()


def _of_item(item: DueItem, today: date) -> TodayLine:
    what = item.words.said()
    line = _dated(today, item.due_on, item.resident_code, what, item.manager, item.resident_id, item.page)
    return replace(line, law=law.of_deadline(item.rule) or "", tab=item.section)


def _dated(
    today: date, on: date, who: str, what: str, beside: str, resident: str | None, page: str = ""
) -> TodayLine:
    told = _("until {day}").format(day=day(on, "medium"))
    return TodayLine(
        standing(on, today),
        when(on, today),
        who,
        what,
        " · ".join(part for part in (told, beside) if part),
        on,
        resident,
        page,
    )


def _not_returned(found: TodayFacts) -> list[TodayLine]:
    lines = []
    for row in found.away or ():
        if row.standing not in MISSED:
            continue
        missed = row.expected_at or row.since
        told = _("expected {moment}").format(moment=moment(missed.astimezone(LOCAL), "medium"))
        if row.standing == presence.REPORTED:
            told = _("reported to {whom}").format(whom=row.reported_to or "")
        lines.append(
            TodayLine(
                LATE,
                _(MISSED[row.standing]),
                row.code,
                label("absence_type", row.kind),
                told,
                local_day(missed),
                page="rollcall",
                tonight=True,
            )
        )
    return lines


def _without_bed(found: TodayFacts) -> list[TodayLine]:
    return [
        TodayLine(
            TODAY,
            _("tonight"),
            row.code,
            _("In the house without a bed"),
            _("since {moment}").format(moment=moment(row.admitted_at.astimezone(LOCAL), "medium")),
            found.day,
            bed_for=row.resident_id,
            tonight=True,
        )
        for row in (found.beds.without_bed if found.beds is not None else ())
        if permissions.scope(found.roles, "beds.find") is not None
    ]


def _beds_that_end(found: TodayFacts) -> list[TodayLine]:
    """Tell of the beds that are somebody else's within a day."""
    if found.beds is None or permissions.scope(found.roles, "beds.find") is None:
        return []
    within = found.now + timedelta(days=1)
    return [
        TodayLine(
            TODAY,
            _("until {time}").format(time=f"{bed.bed_until.astimezone(LOCAL):%H:%M}"),
            bed.resident_code or "",
            _("The bed is another's then"),
            f"{room.name} · {bed.label}",
            found.day,
            bed_for=bed.resident_id or "",
            tonight=True,
        )
        for room in found.beds.rooms
        for bed in room.beds
        if bed.bed_until is not None and bed.bed_until <= within
    ]


def _too_near(found: TodayFacts) -> list[TodayLine]:
    return [
        TodayLine(
            LATE,
            _("tonight"),
            f"{row.code} · {row.other_code}",
            _("Kept apart, and in one room"),
            row.room,
            found.day,
            bed_for=row.resident_id,
            tonight=True,
        )
        for row in found.too_near
    ]


def _left_behind(found: TodayFacts) -> list[TodayLine]:
    return [
        TodayLine(
            LATE,
            _("tonight"),
            row.code,
            _("A child without a grown-up of the family"),
            _("{code} left on {day}").format(code=row.left_code, day=day(row.left_on, "medium")),
            found.day,
            resident=row.resident_id,
            tonight=True,
        )
        for row in found.left_behind
    ]


def _to_mend(found: TodayFacts) -> list[TodayLine]:
    lines = []
    for row in found.to_mend:
        where = row.room if row.bed is None else f"{row.room} · {row.bed}"
        out = _("the bed is out of service") if row.bed_out else ""
        if row.due_on is not None:
            lines.append(
                _dated(
                    found.day,
                    row.due_on,
                    where,
                    _("To mend: {what}").format(what=row.text),
                    out,
                    None,
                    "rooms",
                )
            )
        else:
            told = _("since {day}").format(day=day(row.found_on, "medium"))
            beside = " · ".join(part for part in (told, out) if part)
            what = _("To mend: {what}").format(what=row.text)
            lines.append(TodayLine(SOON, _("no day yet"), where, what, beside, found.day, page="rooms"))
    return lines


def _asked_for_tonight(found: TodayFacts) -> list[TodayLine]:
    lines = []
    for row in (*found.accepted, *(found.waiting or ())):
        if row.urgency != "TONIGHT":
            continue
        fits = len(row.fitting)
        told = ngettext("{n} bed fits", "{n} beds fit", fits).format(n=fits) if fits else _("no bed fits")
        if row.held:
            told = _("held: {beds}").format(beds=", ".join(bed for bed, _until in row.held))
        lines.append(
            TodayLine(
                TODAY,
                _("tonight"),
                label("referral_source", row.source),
                _("Accepted, not here yet") if row.decision == ACCEPTED else _("A bed is asked for"),
                told,
                local_day(row.received_at),
                page="waiting",
                tonight=True,
            )
        )
    return lines
