"""What a bed's card says: its heading, the line below, and the whole sentence for tip and screen reader."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from shelter_app.domain.bed_names import floor_name, room_name
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label
from shelter_app.i18n import _, day, ngettext, pgettext
from shelter_app.services.house.views import (
    FREE,
    HELD_LEAVE,
    MISSING,
    OCCUPIED,
    OUT,
    RESERVED,
    BedCard,
    RoomCard,
)

PARTS = " · "


class CardText(NamedTuple):
    """The words of a card."""

    heading: str
    below: str
    spoken: str
    called: str = ""


def card_text(bed: BedCard, room: RoomCard, now: datetime) -> CardText:
    """Return what the card of ``bed`` says."""
    heading = _heading(bed)
    parts = _parts(bed, now)
    where = _("{room}, bed {bed}").format(room=room_text(room)[0], bed=bed.label)
    alerts = [_("alert: {level}").format(level=label("alert_level", level)) for level in bed.alerts]
    called = bed.preferred_name or ""
    said = [where, *filter(None, (heading, called)), *alerts, *parts]
    return CardText(heading, PARTS.join(_short(bed, parts)), ", ".join(said), called)


def _short(bed: BedCard, parts: list[str]) -> list[str]:
    """Leave out what a card has no room for: of who leaves all but that, of a child the first day."""
    if (bed.expected_leave or bed.bed_until) is not None and bed.state == OCCUPIED:
        return parts[-1:]
    return parts if bed.child_age is None or len(parts) < 3 else [parts[0], parts[-1]]


def room_text(room: RoomCard) -> tuple[str, str]:
    """Return a room's name and, in small, its rule and floor."""
    name = room_name(room.name)
    small = [label("placement_rule", room.rule)]
    if room.floor:
        small.append(floor_name(room.floor))
    return name, PARTS.join(small)


def _heading(bed: BedCard) -> str:
    if bed.state == FREE:
        return pgettext("bed", "Free")
    if bed.state == RESERVED:
        return pgettext("bed", "Reserved")
    if bed.state == OUT:
        return pgettext("bed", "Out of service")
    if not bed.resident_id:  # somebody of whom the account must not know
        return pgettext("bed", "Occupied")
    return bed.resident_code or ""


def _parts(bed: BedCard, now: datetime) -> list[str]:
    if bed.state == FREE:
        only = [] if bed.until is None else [_only_until(bed.until, now)]
        return [*only, label("bed_kind", bed.kind), *(label("bed_feature", each) for each in bed.features)]
    if bed.state in (RESERVED, OUT):
        until = [] if bed.until is None else [_until(bed.until, now)]
        reason = [] if not bed.reason else [bed.reason]
        return [*until, *reason] if bed.state == RESERVED else [*reason, *until]
    if bed.state == HELD_LEAVE:
        kind = _("on leave") if bed.away is None else label("absence_type", bed.away)
        return [kind] if bed.until is None else [_until(bed.until, now), kind]
    if bed.state == MISSING:
        gone = [] if bed.away is None else [label("absence_type", bed.away)]
        return [*([_("minor")] if bed.minor else []), _missing(bed, now), *gone]
    parts = []
    if bed.child_age is not None:
        age = ngettext("child, {n} year old", "child, {n} years old", bed.child_age)
        parts.append(age.format(n=bed.child_age))
    if bed.since is not None:
        parts.append(_("since {day}").format(day=day(bed.since, "medium")))
        parts.append(ngettext("{n} night", "{n} nights", bed.nights or 0).format(n=bed.nights or 0))
    if bed.expected_leave is not None:
        parts.append(_leaves(bed.expected_leave, now))
    if bed.bed_until is not None:
        parts.append(_only_until(bed.bed_until, now))
    return parts


def _missing(bed: BedCard, now: datetime) -> str:
    """Say since when somebody is missing: the hour agreed, the roll call, or else when the absence began."""
    today = now.astimezone(LOCAL).date()
    if bed.until is not None and bed.until <= now:
        return _("not back by {when}").format(when=_hour_or_day(bed.until, today))
    if bed.missed_on is not None:
        if bed.missed_on == today:
            return _("missing since the roll call")
        return _("missing since the roll call of {day}").format(day=day(bed.missed_on, "medium"))
    if bed.away_since is None:
        return _("missing (police told)")
    return _("missing since {moment}").format(moment=_hour_or_day(bed.away_since, today))


def _hour_or_day(moment: datetime, today: date) -> str:
    local = moment.astimezone(LOCAL)
    return f"{local:%H:%M}" if local.date() == today else day(local.date(), "medium")


def _leaves(on: date, now: datetime) -> str:
    today = now.astimezone(LOCAL).date()
    if on == today:
        return _("leaves today")
    when = day(on, "medium")
    if on < today:
        return _("was due to leave on {day}").format(day=when)
    return _("leaves on {day}").format(day=when)


def _only_until(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(LOCAL)
    if local.date() == now.astimezone(LOCAL).date():
        return _("only until {time}").format(time=f"{local:%H:%M}")
    return _("only until {day}").format(day=day(local.date(), "medium"))


def _until(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(LOCAL)
    if local.date() == now.astimezone(LOCAL).date():
        return _("until today at {time}").format(time=f"{local:%H:%M}")
    return _("until {day}").format(day=day(local.date(), "medium"))
