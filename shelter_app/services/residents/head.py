"""One resident as her page shows her: code name, stays with their beds, alerts, who works with her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from shelter_app.db.models.house import Bed, Room, Shelter
from shelter_app.db.models.people import CaseAssignment, Resident, ResidentAlert, ResidentIdentity
from shelter_app.db.models.stays import Absence, BedPeriod, Stay
from shelter_app.db.models.trust import Account
from shelter_app.db.vault.sealing import Compartment, SealedPlace
from shelter_app.domain import permissions
from shelter_app.domain.bed_names import bed_name
from shelter_app.domain.codes import codes
from shelter_app.domain.periods import age_band, age_on
from shelter_app.i18n import N_
from shelter_app.services.access import need_resident, reached
from shelter_app.services.acting import Changed, ReadContext, last_changes, view
from shelter_app.services.lists.printing import printed_list

PrintStay = printed_list(
    "stay", N_("Stays and beds"), told=N_("exported a resident's stays and beds"), of_resident=True
)


@dataclass(frozen=True, slots=True)
class BedLine:
    """A bed slept in during a stay; ``why`` is said where a rule was set aside for it; ``now`` it is the person's."""

    id: str
    version: int
    bed_id: str
    room_bed: str
    from_at: datetime
    to_at: datetime | None
    why: str | None = None
    now: bool = False


@dataclass(frozen=True, slots=True)
class StayLine:
    """A stay with its beds in their order; ``away`` is the absence she has not returned from."""

    id: str
    version: int
    shelter_id: str
    shelter: str
    admitted_at: datetime
    ended_at: datetime | None
    source: str | None
    reason: str | None
    exit_reason: str | None
    exit_destination: str | None
    beds: tuple[BedLine, ...]
    away: tuple[str, str] | None
    changed: Changed
    leaves_on: date | None = None


@dataclass(frozen=True, slots=True)
class TeamLine:
    """Somebody who works with the resident now, in a role of the case; ``account`` is empty for a name only."""

    id: str
    version: int
    role: str
    name: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class AlertLine:
    """Something that the house must know, until a day or until it is ended."""

    id: str
    version: int
    level: str
    text: str
    until_on: date | None


@dataclass(frozen=True, slots=True)
class ResidentHead:
    """A resident under her code name; the newest stay first, the most serious alert first.

    ``safe_contact`` says how she may be reached safely: empty where nobody wrote it down, None for whom it is sealed.
    """

    id: str
    code: str
    former_code: str
    preferred_name: str
    age_band: str
    languages: tuple[str, ...]
    interpreter_needed: bool
    alerts: tuple[AlertLine, ...]
    team: tuple[TeamLine, ...]
    stays: tuple[StayLine, ...]
    safe_contact: str | None = None

    @property
    def stay(self) -> StayLine | None:
        """The stay that has not ended."""
        return next((stay for stay in self.stays if stay.ended_at is None), None)

    @property
    def bed(self) -> str:
        """Where the resident sleeps, empty without a bed."""
        return self.period.room_bed if self.period is not None else ""

    @property
    def period(self) -> BedLine | None:
        """The bed that the resident has now."""
        beds = () if self.stay is None else self.stay.beds
        return next((bed for bed in beds if bed.now), None)


@view("residents.head")
def head(context: ReadContext, resident_id: str) -> ResidentHead:
    """Return one resident within reach; of what is sealed only how she may be reached, for who holds the key."""
    return _head(context, need_resident(context, resident_id))


@view("residents.open_case", audited=True, told=N_("opened a case"))
def open_case(context: ReadContext, resident_id: str) -> ResidentHead:
    """Return the same for somebody who opens the case anew, which is an event of the trail."""
    who = need_resident(context, resident_id)
    context.audit_subject(who, case_id=who.id)
    return _head(context, who)


def _head(context: ReadContext, who: Resident) -> ResidentHead:
    levels = codes("alert_level")
    alerts = context.session.scalars(
        select(ResidentAlert)
        .where(
            ResidentAlert.resident_id == who.id,
            or_(ResidentAlert.until_on.is_(None), ResidentAlert.until_on >= context.today),
        )
        .order_by(ResidentAlert.id)
    )
    return ResidentHead(
        id=who.id,
        code=who.code,
        former_code=who.former_code or "",
        preferred_name=who.preferred_name or "",
        age_band=age_band(age_on(who.birth_year, context.today)),
        languages=tuple(who.languages),
        interpreter_needed=who.interpreter_needed,
        alerts=tuple(
            AlertLine(row.id, row.version, row.level, row.text, row.until_on)
            for row in sorted(alerts, key=lambda row: levels.index(row.level))
        ),
        team=_team(context, who, context.today),
        stays=_stays(context, who),
        safe_contact=_safe_contact(context, who),
    )


def _safe_contact(context: ReadContext, who: Resident) -> str | None:
    """Return the rules of contact where the account may show this resident's identity, else None."""
    scope = permissions.scope(context.roles, "residents.identity")
    if scope is None or not context.vault.holds(Compartment("IDENTITY")):
        return None
    if (
        context.session.scalar(select(Resident.id).where(Resident.id == who.id, reached(context, scope)))
        is None
    ):
        return None
    row = context.session.scalars(
        select(ResidentIdentity).where(ResidentIdentity.resident_id == who.id)
    ).first()
    if row is None or row.contact_rules is None:
        return ""
    place = SealedPlace("resident_identity", "contact_rules", row.id, Compartment("IDENTITY"))
    return str(context.vault.open(place, row.contact_rules))


def _team(context: ReadContext, who: Resident, day: date) -> tuple[TeamLine, ...]:
    rows = context.session.execute(
        select(CaseAssignment, Account.name)
        .outerjoin(Account, Account.id == CaseAssignment.account_id)
        .where(
            CaseAssignment.resident_id == who.id,
            CaseAssignment.from_on <= day,
            or_(CaseAssignment.to_on.is_(None), CaseAssignment.to_on > day),
        )
        .order_by(CaseAssignment.role, CaseAssignment.from_on)
    )
    return tuple(
        TeamLine(row.id, row.version, row.role, name or row.staff_name or "", row.account_id or "")
        for row, name in rows
    )


def _stays(context: ReadContext, who: Resident) -> tuple[StayLine, ...]:
    rows = context.session.execute(
        select(Stay, Shelter.name)
        .join(Shelter, Shelter.id == Stay.shelter_id)
        .where(Stay.resident_id == who.id)
        .order_by(Stay.admitted_at.desc())
    ).all()
    ids = [stay.id for stay, _name in rows]
    beds: dict[str, list[BedLine]] = {stay_id: [] for stay_id in ids}
    for period, room, bed in context.session.execute(
        select(BedPeriod, Room.name, Bed.label)
        .join(Bed, Bed.id == BedPeriod.bed_id)
        .join(Room, Room.id == Bed.room_id)
        .where(BedPeriod.stay_id.in_(ids))
        .order_by(BedPeriod.from_at)
    ):
        beds[period.stay_id].append(
            BedLine(
                period.id,
                period.version,
                period.bed_id,
                bed_name(room, bed),
                period.from_at,
                period.to_at,
                period.override_reason,
                period.to_at is None or period.to_at > context.now,
            )
        )
    away = {
        stay_id: (absence, kind)
        for stay_id, absence, kind in context.session.execute(
            select(Absence.stay_id, Absence.id, Absence.kind).where(
                Absence.stay_id.in_(ids), Absence.from_at <= context.now, Absence.to_at.is_(None)
            )
        )
    }
    changes = last_changes(context, [stay for stay, _name in rows])
    return tuple(
        StayLine(
            id=stay.id,
            version=stay.version,
            shelter_id=stay.shelter_id,
            shelter=name,
            admitted_at=stay.admitted_at,
            ended_at=stay.ended_at,
            source=stay.referral_source,
            reason=stay.admission_reason,
            exit_reason=stay.exit_reason,
            exit_destination=stay.exit_destination,
            beds=tuple(beds[stay.id]),
            away=away.get(stay.id),
            changed=changes[stay.id],
            leaves_on=stay.leaves_on,
        )
        for stay, name in rows
    )
