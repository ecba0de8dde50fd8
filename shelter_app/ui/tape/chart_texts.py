"""What the tape chart says: a cell as a screen reader hears it, and what a drag would do before it does it."""

from __future__ import annotations

from datetime import date, timedelta

from shelter_app.domain import bed_names, placement, tape
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label
from shelter_app.i18n import _, day, ngettext
from shelter_app.services.beds.tape import AWAY, OUTAGE, STAY, Bar, BedRow, RoomRows


def room_name(room: RoomRows) -> str:
    """Return a room's name."""
    return bed_names.room_name(room.name)


def bed_name(bed: BedRow) -> str:
    """Return a bed's name."""
    return _("Bed {bed}").format(bed=bed.label)


def bar_text(bar: Bar) -> str:
    """Return what stands in a bar."""
    if bar.kind == STAY:
        return bar.words
    if bar.kind == AWAY:
        return label("absence_type", bar.words)
    kind = _("Out of service") if bar.kind == OUTAGE else _("Reserved")
    return f"{kind} · {bar.words}" if bar.words else kind


def cell_text(room: RoomRows, bed: BedRow, when: date) -> str:
    """Return a cell as a screen reader hears it: where, which night, who or what, since when and until when."""
    return _("{room}, {bed}, {night}: {state}").format(
        room=room_name(room), bed=bed_name(bed), night=day(when), state=state_text(bed, when)
    )


def state_text(bed: BedRow, when: date) -> str:
    """Return what lies on a bed in a night, in words."""
    bar = tape.bar_on(bed.bars, when)
    if bar is None:
        if when < bed.in_use_from or (bed.retired_on is not None and when >= bed.retired_on):
            return _("not in use")
        return _("free")
    assert isinstance(bar, Bar)
    away = tape.bar_on(bed.away, when)
    parts = [bar_text(bar)]
    if isinstance(away, Bar):
        parts.append(bar_text(away))
    parts.append(_span(bar))
    return ", ".join(parts)


def _span(bar: Bar) -> str:
    since = day(bar.start)
    if bar.end is None:
        return _("since {day}").format(day=since)
    return _("from {first} to {last}").format(first=since, last=day(bar.end))


def proposal_text(proposal: tape.Proposal, bar: Bar | None, bed: BedRow, room: RoomRows) -> str:
    """Return what a drag would do as a sentence, or why it cannot be done."""
    if proposal.objection is not None:
        return placement.Reason(proposal.objection, overridable=False).sentence
    where = _("{room}, bed {bed}").format(room=room_name(room), bed=bed.label)
    last = "" if proposal.end is None else day(proposal.end)
    if proposal.action == tape.MOVE:
        sentence = _("Move {who} to {where} from now on. The current bed becomes free.")
        return sentence.format(who=bar.words if bar is not None else "", where=where)
    if proposal.action == tape.REBOOK:
        return _("Reserve {where} from {first} to {last} instead of the bed reserved until now.").format(
            where=where, first=day(proposal.first), last=last
        )
    if proposal.action == tape.RESERVE:
        nights = (proposal.end - proposal.first).days if proposal.end is not None else 0
        sentence = ngettext(
            "Reserve {where} for {n} night, from {first} to {last}.",
            "Reserve {where} for {n} nights, from {first} to {last}.",
            nights,
        )
        return sentence.format(where=where, n=nights, first=day(proposal.first), last=last)
    if bar is not None and bar.kind == OUTAGE:
        return _("Keep {where} out of service until {last}.").format(where=where, last=last)
    return _("Keep {where} reserved until {last}.").format(where=where, last=last)


def month_heading(when: date) -> str:
    """Return what stands above the days of a month."""
    return day(when, "long").partition(" ")[2]


def day_heading(when: date, days: int) -> str:
    """Return what stands above a day: its number, of many days that of each Monday, of a year none."""
    if days > 90:
        return ""
    if days > 45:
        return str(when.day) if when.weekday() == 0 else ""
    return str(when.day)


def spoken_day(when: date, today: date) -> str:
    """Return a day as the column's head is heard."""
    return _("today, {day}").format(day=day(when)) if when == today else day(when)


def bar_times(bar: Bar) -> str:
    """Return from which minute to which a bar lies, for its tip."""
    since = bar.since.astimezone(LOCAL)
    first = _("from {day}, {time}").format(day=day(since.date(), "medium"), time=f"{since:%H:%M}")
    if bar.until is None:
        return first
    until = bar.until.astimezone(LOCAL)
    last = _("to {day}, {time}").format(day=day(until.date(), "medium"), time=f"{until:%H:%M}")
    return f"{first} {last}"


def range_text(first: date, end: date) -> str:
    """Return the days that a chart shows, both inside."""
    last = end - timedelta(days=1)
    return _("{first} to {last}").format(first=day(first, "medium"), last=day(last, "medium"))
