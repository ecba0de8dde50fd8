"""Who is away: until when, who did not come back, and what was decided about the report and the bed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select

from shelter_app.db.models.house import Bed, Room
from shelter_app.db.models.people import Resident
from shelter_app.db.models.presence import BedDecision, Presence
from shelter_app.db.models.stays import Absence, BedPeriod, Stay
from shelter_app.domain import presence
from shelter_app.domain.bed_names import bed_name
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.domain.periods import age_on
from shelter_app.domain.placement import is_minor
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_code, needed, shelters_asked, shown_code, shown_id, stay_of
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act, view
from shelter_app.services.beds.absence_steps import StepTaken, steps_taken
from shelter_app.services.lists.printing import printed_list
from shelter_app.services.settings import settings
from shelter_app.services.stays.absences import missed_roll_call
from shelter_app.services.stays.stay_rules import open_absence
from shelter_app.services.stays.undo import have_again
from shelter_app.services.undo import need_fresh_change, need_fresh_entry, nothing_to_undo

HELD, RELEASED = "HELD", "RELEASED"  # what is decided on the bed of somebody who is away

PrintAway = printed_list("away", N_("Who is away"), told=N_("exported the list of who is away"))


@dataclass(frozen=True, slots=True)
class AwayRow:
    """Somebody who is away: since when, until when, how it stands, and what was decided on her bed.

    ``missed_at`` is since when she is missed; where no hour was agreed and a roll call found her absent,
    ``missed_at_roll_call`` is its evening: the minute in which somebody pressed the key says nothing of her.
    ``taken`` are the steps taken since, the first one first.
    """

    absence_id: str
    version: int
    stay_id: str
    resident_id: str
    code: str
    shelter: str
    room_bed: str | None
    bed_id: str | None
    kind: str
    since: datetime
    expected_at: datetime | None
    state: str
    reported_to: str | None
    decision: str | None
    last_seen: date | None
    missed_at: datetime
    missed_at_roll_call: date | None = None
    minor: bool = False
    taken: tuple[StepTaken, ...] = ()


@view("beds.away")
def away(context: ReadContext, shelter: str | None = None) -> tuple[AwayRow, ...]:
    """Return who is away now, those first who should have been back the longest."""
    asked = shelters_asked(context, shelter)
    # Of the decisions on the bed the last about this absence: one of an earlier absence says nothing of it.
    decided = (
        select(BedDecision.decision)
        .where(BedDecision.stay_id == Stay.id, BedDecision.decided_at >= Absence.from_at)
        .order_by(BedDecision.decided_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    seen = (
        select(func.max(Presence.day))
        .where(Presence.stay_id == Stay.id, Presence.mark == presence.PRESENT)
        .scalar_subquery()
    )
    rows = context.session.execute(
        select(
            Absence,
            Stay,
            shown_id(context),
            shown_code(context),
            Resident.birth_year,
            Room.name,
            Bed,
            decided,
            seen,
            missed_roll_call(),
        )
        .join(Stay, Stay.id == Absence.stay_id)
        .join(Resident, Resident.id == Stay.resident_id)
        .outerjoin(BedPeriod, and_(BedPeriod.stay_id == Stay.id, BedPeriod.goes_on(context.now)))
        .outerjoin(Bed, Bed.id == BedPeriod.bed_id)
        .outerjoin(Room, Room.id == Bed.room_id)
        .where(
            Stay.shelter_id.in_(asked),
            Stay.ended_at.is_(None),
            Absence.from_at <= context.now,
            or_(Absence.to_at.is_(None), Absence.to_at > context.now),
        )
    ).all()
    taken = steps_taken(context, [leave.id for leave, *_others in rows])
    hours = {code: hours_of(context, code) for code in asked.values()}
    found = [
        AwayRow(
            absence_id=leave.id,
            version=leave.version,
            stay_id=stay.id,
            resident_id=who,
            code=code,
            shelter=asked[stay.shelter_id],
            room_bed=None if bed is None else bed_name(room, bed.label),
            bed_id=None if bed is None else bed.id,
            kind=leave.kind,
            since=leave.from_at,
            expected_at=leave.expected_at,
            state=presence.absence_state(
                leave.kind, leave.from_at, leave.expected_at, context.now, hours[asked[stay.shelter_id]]
            ),
            reported_to=leave.reported_to,
            decision=decision,
            last_seen=last_seen,
            missed_at=presence.missed_at(leave.kind, leave.from_at, leave.expected_at, context.now),
            missed_at_roll_call=missed_on if leave.kind in presence.UNANNOUNCED else None,
            minor=is_minor(age_on(born, context.today)),
            taken=taken.get(leave.id, ()),
        )
        for leave, stay, who, code, born, room, bed, decision, last_seen, missed_on in rows
    ]
    return tuple(sorted(found, key=lambda row: (presence.WORRY.index(row.state), row.since)))


def hours_of(context: ReadContext, shelter: str) -> float:
    """Return after how many hours the shelter asks what to do about somebody who did not come back."""
    held = settings(context)
    of_all = held.get(presence.HOURS_SETTING, presence.HOURS)
    return float(held.get(f"{presence.HOURS_SETTING}.{shelter}", of_all))


@act("beds.report_missing", told=N_("recorded that the police were told about a missing person"))
class ReportMissing(Act[str]):
    """Record that somebody who did not come back was reported, and to whom; returns what the absence was before."""

    absence: str
    reported_to: str
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Make the absence one of a missing person; raises Refused for who is back."""
        leave = uow.change(Absence, self.absence, self.version)
        stay_of(uow, leave.stay_id)
        if leave.to_at is not None and leave.to_at <= uow.now:
            raise Refused("already_back", _("The resident is already recorded as back."))
        before = leave.kind
        leave.kind, leave.reported_to = "MISSING", needed(self.reported_to, "reported_to")
        return before


@act("beds.undo_report", told=N_("undid recording that the police were told about a missing person"))
class UndoReport(Act[None]):
    """Take back that somebody was reported missing; ``kind`` is what the absence was before."""

    absence: str
    kind: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, while the person is away."""
        need_code(uow, "absence_type", self.kind, "kind")
        leave = uow.find(Absence, self.absence)
        stay_of(uow, leave.stay_id)
        need_fresh_change(uow, leave)
        if leave.reported_to is None or leave.to_at is not None:
            raise nothing_to_undo()
        leave.kind, leave.reported_to = self.kind, None


@act("beds.decide_bed", told=N_("decided about the bed of somebody who is away"))
class DecideBed(Act[str]):
    """Decide on the bed of somebody who is away: keep it, or give it free; both with a reason; returns the decision."""

    stay: str
    keep: bool
    reason: str

    def apply(self, uow: UnitOfWork) -> str:
        """Write the decision; a bed given free ends the bed period now, the stay goes on."""
        stay = stay_of(uow, self.stay)
        period = uow.session.scalars(
            select(BedPeriod).where(BedPeriod.stay_id == stay.id, BedPeriod.goes_on(uow.now))
        ).first()
        if stay.ended_at is not None or period is None:
            raise Refused("no_bed", _("The resident has no bed now. Refresh the page."))
        if not self.keep:
            if open_absence(uow, stay.id) is None:
                raise Refused(
                    "not_away",
                    _(
                        "The resident is in the shelter. Move them to another bed, or first record that they "
                        "are away."
                    ),
                )
            if uow.now <= period.from_at:
                raise Refused("ends_before", _("The end is before the beginning. Check the dates."))
            period.to_at, period.to_on = uow.now, local_day(uow.now)
        made = uow.add(
            BedDecision(
                stay_id=stay.id,
                bed_id=period.bed_id,
                decision=HELD if self.keep else RELEASED,
                reason=needed(self.reason, "reason"),
                decided_at=uow.now,
            )
        )
        return made.id


@act("beds.undo_release", told=N_("undid freeing a bed"))
class UndoRelease(Act[None]):
    """Take back that a bed was given free: it is the resident's again, and kept; both decisions stand in the history."""

    decision: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old; a guard refuses it when the bed was given to another meanwhile."""
        made = uow.find(BedDecision, self.decision)
        stay = stay_of(uow, made.stay_id)
        need_fresh_entry(uow, made)
        period = uow.session.scalars(
            select(BedPeriod).where(
                BedPeriod.stay_id == stay.id,
                BedPeriod.bed_id == made.bed_id,
                BedPeriod.to_at == made.decided_at,
            )
        ).first()
        if made.decision != RELEASED or period is None or stay.ended_at is not None:
            raise nothing_to_undo()
        have_again(uow, period)
        kept = BedDecision(stay_id=stay.id, bed_id=made.bed_id, decision=HELD, reason=made.reason)
        kept.decided_at = uow.now
        uow.add(kept)
