"""What a bed's card says: its heading, the line below, and the whole sentence for tip and screen reader."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label
from shelter_app.i18n import _, day, ngettext
from shelter_app.services.house.views import BedCard, RoomCard

FREE, OCCUPIED, RESERVED, OUT, HELD_LEAVE = "FREE", "OCCUPIED", "RESERVED", "OUT", "HELD_LEAVE"
PARTS = " · "


class Said(NamedTuple):
    """The words of a card."""

    heading: str
    below: str
    spoken: str


def of_bed(bed: BedCard, room: RoomCard, now: datetime) -> Said:
    """Return what the card of ``bed`` says."""
    heading = _heading(bed)
    parts = _parts(bed, now)
    if bed.label.casefold().startswith(room.name.casefold()):
        where = _("Bed {bed}").format(bed=bed.label)
    else:
        where = _("Room {room}, bed {bed}").format(room=room.name, bed=bed.label)
    alerts = [alert_words(level, text) for level, text in alerts_of(bed)]
    return Said(heading, PARTS.join(parts), ", ".join([where, heading, *alerts, *parts]))


def of_room(room: RoomCard) -> tuple[str, str]:
    """Return a room's name and, in small, its rule and floor."""
    name = _("Room {room}").format(room=room.name) if room.name[:1].isdigit() else room.name
    small = [label("placement_rule", room.rule)]
    if room.floor:
        small.append(_("floor {floor}").format(floor=room.floor) if room.floor.isdigit() else room.floor)
    return name, PARTS.join(small)


def alerts_of(bed: BedCard) -> tuple[tuple[str, str], ...]:
    """Return the alerts of who has the bed, as level and text."""
    return tuple((alert.level, alert.text) for alert in bed.alerts)


def alert_words(level: str, text: str) -> str:
    """Say an alert with its level."""
    return _("alert ({level}): {text}").format(level=label("alert_level", level), text=text)


def _heading(bed: BedCard) -> str:
    if bed.state == FREE:
        return _("Free")
    if bed.state == RESERVED:
        return _("Reserved")
    if bed.state == OUT:
        return _("Out of service")
    return bed.resident_code or ""


def _parts(bed: BedCard, now: datetime) -> list[str]:
    if bed.state == FREE:
        return [label("bed_kind", bed.kind), *(label("bed_feature", feature) for feature in bed.features)]
    if bed.state in (RESERVED, OUT):
        until = [] if bed.until is None else [_until(bed.until, now)]
        reason = [] if not bed.reason else [bed.reason]
        return [*until, *reason] if bed.state == RESERVED else [*reason, *until]
    if bed.state == HELD_LEAVE and bed.until is not None:
        return [_("on leave {until}").format(until=_until(bed.until, now))]
    parts = []
    if bed.since is not None:
        parts.append(_("since {day}").format(day=day(bed.since, "medium")))
        parts.append(ngettext("{n} night", "{n} nights", bed.nights or 0).format(n=bed.nights or 0))
    return parts


def _until(moment: date | datetime, now: datetime) -> str:
    if not isinstance(moment, datetime):
        return _("until {day}").format(day=day(moment, "medium"))
    local = moment.astimezone(LOCAL)
    if local.date() == now.astimezone(LOCAL).date():
        return _("until today at {time}").format(time=f"{local:%H:%M}")
    return _("until {day}").format(day=day(local.date(), "medium"))
