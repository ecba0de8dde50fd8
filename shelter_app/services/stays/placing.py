"""Which beds fit a person in a time, and refusing one that does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shelter_app.db.models.house import Bed, Room
from shelter_app.domain import placement
from shelter_app.domain.clock import local_day, local_moment
from shelter_app.domain.codes import label
from shelter_app.domain.errors import Refused
from shelter_app.domain.placement import Person, Place, Reason
from shelter_app.i18n import _
from shelter_app.services.acting import ReadContext, UnitOfWork
from shelter_app.services.stays.bed_occupancy import (
    BedOccupancy,
    BedRequest,
    family_of,
    person_asked,
    read_occupancy,
)
from shelter_app.services.stays.conflicts import need_free


@dataclass(frozen=True, slots=True)
class Candidate:
    """A bed, what placing asks of it, and why it does not fit (nothing: it does)."""

    bed: Bed
    room: Room
    place: Place
    reasons: list[Reason]


def candidates(
    context: ReadContext, asked: BedRequest, person: Person, occupancy: BedOccupancy
) -> list[Candidate]:
    """Return the beds of which it was read what is on them, each with why it does not fit."""
    day = local_day(asked.since)
    family = family_of(context, asked, person)
    found = []
    comes = {"bed_out_of_service": occupancy.out, "bed_reserved": occupancy.reserved}
    for row, room in occupancy.rows:
        usable = day < occupancy.extra.get(row.id, date.max)  # an extra mattress is there until its day
        place = Place(
            rule=room.placement_rule,
            kind=row.kind,
            shelter=room.shelter_id,
            age_from=room.age_from,
            age_to=room.age_to,
            features=frozenset(row.features),
            in_use=_in_use(row, room, asked) and usable,
            in_service=row.id not in occupancy.out,
            taken=row.id in occupancy.taken,
            reserved=row.id in occupancy.reserved,
            later=_later(row, room, asked, comes) if usable else {},
            roommates=tuple(s.person for s in occupancy.sleepers if s.room == room.id),
        )
        reasons = placement.fits(
            place,
            person,
            family=family,
            capacity=occupancy.capacity,
            present=occupancy.present + len(asked.children),
        )
        found.append(Candidate(row, room, place, reasons))
    return found


def need_fit(
    uow: UnitOfWork, asked: BedRequest, bed: str, override: str | None, *, may_end: bool = False
) -> str | None:
    """Refuse a bed that does not fit; returns the reason given for a rule set aside, else None.

    Where the bed may be given until a time (``may_end``), one that is free only for a while is refused beside that.

    What was set aside, and why, goes into the trail.
    """
    uow.find(Bed, bed)
    person = person_asked(uow, asked)
    (found,) = candidates(uow, asked, person, read_occupancy(uow, asked, person, bed))
    stands = placement.first_blocking_reason(found.reasons, uow.roles, override)
    if stands is not None:
        field = ("override",) if placement.sets_aside(stands, uow.roles) else ("bed",)
        if stands.overridable and (override or "").strip():
            raise Refused(
                "not_yours_to_override",
                _("Your role does not allow exceptions to this rule. Choose another bed, or ask a director."),
                ("bed",),
            )
        if stands.overridable and field == ("bed",):
            raise Refused(stands.code, _not_ones_own(stands), field)
        if stands.code == "bed_taken":
            need_free(uow, bed, asked.since, asked.until, resident=asked.resident)
        if stands.until is not None and may_end:
            raise Refused(stands.code, stands.sentence, ("until",), stands.until)
        raise Refused(stands.code, stands.sentence, field)
    if not found.reasons or override is None:
        return None
    before = uow.notes.get("set_aside", [])
    uow.notes["set_aside"] = [*before, *(reason.code for reason in found.reasons)]
    uow.reason = override.strip()
    return override.strip()


def need_bed_free(uow: UnitOfWork, asked: BedRequest, bed: str) -> None:
    """Refuse a bed that is somebody else's, held, out of service or gone in the time asked for, whoever sleeps there."""
    person = person_asked(uow, asked)
    (found,) = candidates(uow, asked, person, read_occupancy(uow, asked, person, bed))
    stands = next((reason for reason in found.reasons if reason.code in placement.NOT_FREE), None)
    if stands is not None:
        raise Refused(stands.code, stands.sentence, ("until",))


def _not_ones_own(reason: placement.Reason) -> str:
    """Say why a bed does not fit, and who may give it all the same."""
    roles = ", ".join(label("account_role", role) for role in placement.may_set_aside((reason,)))
    why = reason.sentence.partition(". ")[0].rstrip(".")
    return _(
        "{why}. Choose another bed; only these roles can assign this one, with a written reason: {roles}."
    ).format(why=why, roles=roles)


def _later(
    bed: Bed,
    room: Room,
    asked: BedRequest,
    lying: Mapping[str, Mapping[str, datetime]],
) -> dict[str, datetime]:
    """Return what comes over a bed only after the time asked for has begun: from when on, by the reason's code."""
    found = {code: begins[bed.id] for code, begins in lying.items() if bed.id in begins}
    retired = [day for day in (bed.retired_on, room.retired_on) if day is not None]
    if retired and local_day(asked.since) >= bed.in_use_from:
        found["bed_not_in_use"] = local_moment(min(retired), 0)
    return {code: begins for code, begins in found.items() if begins > asked.since}


def _in_use(bed: Bed, room: Room, asked: BedRequest) -> bool:
    ends = [day for day in (bed.retired_on, room.retired_on) if day is not None]
    last = None if asked.until is None else local_day(asked.until)
    return local_day(asked.since) >= bed.in_use_from and all(last is not None and last <= end for end in ends)
