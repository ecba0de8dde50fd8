"""What can be seen of residents: the list by code names, and one resident's head."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from shelter_app.db.models.house import Bed, Room, Shelter
from shelter_app.db.models.people import CaseAssignment, Resident, ResidentAlert, ResidentIdentity
from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.db.models.trust import Account
from shelter_app.db.vault.sealing import Compartment, Place
from shelter_app.domain.errors import Refused
from shelter_app.domain.names import fold
from shelter_app.domain.periods import age_band, age_on
from shelter_app.i18n import _, sort_key
from shelter_app.services.acting import Look, view
from shelter_app.services.reach import need_resident, reached

NEVER_HERE: tuple[None, None, str, str] = (None, None, "", "")
SORTS = ("code", "preferred_name", "age_band", "since", "room_bed", "case_manager")


@dataclass(frozen=True, slots=True)
class ResidentRow:
    """A resident as the list shows her: never a legal name; ``state`` is HERE or LEFT."""

    id: str
    code: str
    former_code: str
    preferred_name: str
    sex: str
    age_band: str
    since: date | None
    left_on: date | None
    shelter: str
    room_bed: str
    case_manager: str
    alerts: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class ResidentPage:
    """A part of the list, and how many there are in all."""

    rows: tuple[ResidentRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a resident is, opened for one look; empty text for what nobody wrote down."""

    legal_name: str
    other_names: str
    birth_date: str
    cnp: str
    phones: str
    contact_rules: str
    home_address: str
    notes: str
    unanswered: str

    def why_not(self, field: str) -> str | None:
        """Return why a field has no value: unknown, refused, or None when it was not asked."""
        said: dict[str, str] = json.loads(self.unanswered or "{}")
        return said.get(field)


@view("residents.list")
def residents(
    look: Look,
    search: str = "",
    sort: str = "code",
    descending: bool = False,
    limit: int = 200,
    offset: int = 0,
    include_left: bool = True,
) -> ResidentPage:
    """Return the residents in reach whose code, former code or preferred name holds ``search``.

    Search ignores case and diacritics. ``sort`` is one of ``SORTS``; unknown values come last.
    """
    return listed(look, search, sort, descending, limit, offset, include_left)


def listed(
    look: Look, search: str, sort: str, descending: bool, limit: int, offset: int, include_left: bool
) -> ResidentPage:
    """Return the list for another act that needs it."""
    last: dict[str, tuple[date | None, date | None, str, str]] = {}
    for resident_id, stay, admitted, ended, name in look.session.execute(
        select(Stay.resident_id, Stay.id, Stay.admitted_on, Stay.ended_on, Shelter.name)
        .join(Shelter, Shelter.id == Stay.shelter_id)
        .order_by(Stay.admitted_on)
    ):
        last[resident_id] = (admitted, ended, stay, name)
    beds = _beds(look)
    managers = _managers(look)
    alerts = _alerts(look)
    wanted = fold(search)
    found = []
    for row in look.session.execute(
        select(
            Resident.id,
            Resident.code,
            Resident.former_code,
            Resident.preferred_name,
            Resident.sex,
            Resident.birth_year,
        ).where(reached(look))
    ):
        if wanted and wanted not in fold(f"{row.code} {row.former_code or ''} {row.preferred_name or ''}"):
            continue
        start, end, stay_id, shelter = last.get(row.id, NEVER_HERE)
        here = start is not None and end is None
        if not here and not include_left:
            continue
        found.append(
            ResidentRow(
                id=row.id,
                code=row.code,
                former_code=row.former_code or "",
                preferred_name=row.preferred_name or "",
                sex=row.sex or "",
                age_band=age_band(age_on(row.birth_year, look.today)),
                since=start,
                left_on=end,
                shelter=shelter,
                room_bed=beds.get(stay_id, "") if here else "",
                case_manager=managers.get(row.id, ""),
                alerts=alerts.get(row.id, ()),
                state="HERE" if here else "LEFT",
            )
        )
    if sort not in SORTS:
        raise Refused("unknown_sort", _("The list cannot be sorted by this."), ("sort",))
    found.sort(key=lambda r: _order(r, sort), reverse=descending)
    return ResidentPage(tuple(found[offset : offset + limit]), len(found))


def _order(row: ResidentRow, sort: str) -> tuple[object, ...]:
    value = getattr(row, sort)
    if isinstance(value, date):
        return (0, value.isoformat(), sort_key(row.code))
    return (int(value in ("", None)), sort_key(str(value or "")), sort_key(row.code))


def _beds(look: Look) -> dict[str, str]:
    rows = look.session.execute(
        select(BedPeriod.stay_id, Room.name, Bed.label)
        .join(Bed, Bed.id == BedPeriod.bed_id)
        .join(Room, Room.id == Bed.room_id)
        .where(BedPeriod.from_at <= look.now, or_(BedPeriod.to_at.is_(None), BedPeriod.to_at > look.now))
    )
    return {stay_id: f"{room} · {bed}" for stay_id, room, bed in rows}


def _managers(look: Look) -> dict[str, str]:
    rows = look.session.execute(
        select(CaseAssignment.resident_id, Account.name, CaseAssignment.staff_name)
        .outerjoin(Account, Account.id == CaseAssignment.account_id)
        .where(
            CaseAssignment.role == "CASE_MANAGER",
            CaseAssignment.from_on <= look.today,
            or_(CaseAssignment.to_on.is_(None), CaseAssignment.to_on > look.today),
        )
        .order_by(CaseAssignment.from_on)
    )
    return {who: name or staff or "" for who, name, staff in rows}


def _alerts(look: Look) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    rows = look.session.execute(
        select(ResidentAlert.resident_id, ResidentAlert.level)
        .where(or_(ResidentAlert.until_on.is_(None), ResidentAlert.until_on >= look.today))
        .order_by(ResidentAlert.level)
    )
    for who, level in rows:
        found.setdefault(who, []).append(level)
    return {who: tuple(levels) for who, levels in found.items()}


@view("residents.identity", audited=True)
def identity(look: Look, resident_id: str, reason: str) -> Identity:
    """Open a resident's sealed identity for one look; the reason goes into the trail.

    Raises Refused without a reason, NotAllowed when the case or the key is out of reach.
    """
    if len(reason.strip()) < 3:
        raise Refused("reason_needed", _("Say in a few words why you open the identity."), ("reason",))
    resident = need_resident(look, resident_id)
    look.about(resident, case_id=resident.id, reason=reason.strip())
    row = look.session.scalars(
        select(ResidentIdentity).where(ResidentIdentity.resident_id == resident.id)
    ).first()
    opened = {}
    for column in Identity.__dataclass_fields__:
        blob = None if row is None else getattr(row, column)
        if row is None or blob is None:
            opened[column] = ""
            continue
        place = Place("resident_identity", column, row.id, Compartment("IDENTITY"))
        opened[column] = look.vault.open(place, blob)
    return Identity(**opened)


@view("residents.names", audited=True)
def names(look: Look) -> tuple[tuple[str, str], ...]:
    """Open the sealed names of those whom the account reaches, to find people by them; id and name of each.

    One event tells of it and of how many there were. Who is found is shown by code name all the same.
    """
    rows = look.session.execute(
        select(ResidentIdentity.resident_id, ResidentIdentity.id, ResidentIdentity.legal_name)
        .join(Resident, Resident.id == ResidentIdentity.resident_id)
        .where(reached(look), ResidentIdentity.legal_name.is_not(None))
    ).all()
    identity_key = Compartment("IDENTITY")
    look.notes["names"] = len(rows)
    return tuple(
        (who, look.vault.open(Place("resident_identity", "legal_name", row_id, identity_key), sealed))
        for who, row_id, sealed in rows
    )
