"""The views of residents: the list by code name, the head of one resident's page, the sealed identity."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Text, and_, or_, select, true, type_coerce

from shelter_app.db.models.house import Bed, Room, Shelter
from shelter_app.db.models.people import CaseAssignment, Resident, ResidentAlert, ResidentIdentity
from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.db.models.trust import Account
from shelter_app.db.vault.sealing import Compartment, SealedPlace
from shelter_app.domain import permissions
from shelter_app.domain.bed_names import bed_name
from shelter_app.domain.codes import codes
from shelter_app.domain.errors import Refused
from shelter_app.domain.names import fold
from shelter_app.domain.periods import age_band, age_on
from shelter_app.i18n import N_, _, sort_key
from shelter_app.services.access import assigned, need_resident, reached
from shelter_app.services.acting import ReadContext, view
from shelter_app.services.due_items import DueItem, next_of
from shelter_app.services.residents.columns import ResidentRow, SortFacts, sorts

HERE, LEFT = "HERE", "LEFT"
NEVER_HERE: tuple[None, None, str] = (None, None, "")
READ_AT_ONCE = 5000
ONLY = ("alerts", "bedless", "mine")  # who has an alert, is here without a bed, is assigned to the account


@dataclass(frozen=True, slots=True)
class ResidentPage:
    """A part of the list, and how many there are in all."""

    rows: tuple[ResidentRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Identity:
    """The decrypted identity of a resident; an empty text for a field that was never filled in."""

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
    context: ReadContext,
    search: str = "",
    sort: str = "code",
    descending: bool = False,
    limit: int = 200,
    offset: int = 0,
    include_left: bool = True,
    only: tuple[str, ...] = (),
    shelter: str = "",
) -> ResidentPage:
    """Return the residents in reach whose code, former code or preferred name holds ``search``.

    Search ignores case and diacritics. ``sort`` is the key of a column that has an order; unknown values come last.
    Each of ``only`` (``ONLY``) leaves out whom it does not fit. Of those who are in a house, only those of ``shelter``
    (its code) are listed where one is named.
    """
    return listed(context, search, sort, descending, limit, offset, include_left, only, shelter)


def listed(
    context: ReadContext,
    search: str,
    sort: str,
    descending: bool,
    limit: int,
    offset: int,
    include_left: bool,
    only: tuple[str, ...] = (),
    shelter: str = "",
) -> ResidentPage:
    """Return the list for another act that needs it.

    Everybody's words and the one value that is sorted by are read; the rest only of those on the page.
    """
    order = sorts().get(sort)
    if order is None:
        raise Refused("unknown_sort", _("The list cannot be sorted by this."), ("sort",))
    here = {
        resident: stay
        for resident, stay in context.session.execute(
            select(Stay.resident_id, Stay.id).where(Stay.ended_at.is_(None))
        )
    }
    beds, managers = _beds(context), _managers(context)
    since = _since(context) if sort == "since" else {}
    dues = _dues(context) if sort == "next_due" else {}
    wanted = fold(search)
    found = []
    query = select(
        Resident.id, Resident.code, Resident.former_code, Resident.preferred_name, Resident.birth_year
    ).where(reached(context))
    if not include_left:
        present = select(Stay.resident_id).where(Stay.ended_at.is_(None))
        if shelter:
            present = present.join(Shelter, Shelter.id == Stay.shelter_id).where(Shelter.code == shelter)
        query = query.where(Resident.id.in_(present))
    if "alerts" in only:
        warned = or_(ResidentAlert.until_on.is_(None), ResidentAlert.until_on >= context.today)
        query = query.where(Resident.id.in_(select(ResidentAlert.resident_id).where(warned)))
    if "mine" in only:
        query = query.where(Resident.id.in_(assigned(context.actor.account_id, context.today)))
    bedless = {who for who, stay in here.items() if stay not in beds} if "bedless" in only else None
    for who, code, former, name, born in context.session.execute(query):
        if bedless is not None and who not in bedless:
            continue
        if wanted and wanted not in fold(f"{code} {former or ''} {name or ''}"):
            continue
        facts = SortFacts(
            code=code,
            former_code=former,
            preferred_name=name,
            age=age_on(born, context.today),
            since=since.get(who),
            room_bed=beds.get(here.get(who, "")),
            case_manager=managers.get(who),
            next_due=dues[who].due_on.isoformat() if who in dues else None,
        )
        found.append((_row_order(order(facts), code), who))
    found.sort(reverse=descending)
    page = [who for _key, who in found[offset : offset + limit]]
    return ResidentPage(tuple(_filled(context, page, here, beds, managers)), len(found))


def _row_order(value: str | None, code: str) -> tuple[object, ...]:
    return (not value, sort_key(value or ""), sort_key(code))


def _since(context: ReadContext) -> dict[str, str]:
    """Return the latest day of admission by resident id, as the ISO text that the column stores and that sorts by day.

    Reading the stays in the order of the file is faster than GROUP BY, which reads pages of the encrypted file at random.
    """
    last: dict[str, str] = {}
    for resident, admitted in context.session.execute(
        select(Stay.resident_id, type_coerce(Stay.admitted_on, Text))
    ):
        if admitted > last.get(resident, ""):
            last[resident] = admitted
    return last


def _filled(
    context: ReadContext,
    page: list[str],
    here: dict[str, str],
    beds: dict[str, str],
    managers: dict[str, str],
) -> Iterator[ResidentRow]:
    """Return a row for each resident id of one page of the list, in the order of the ids."""
    rows: dict[str, Resident] = {}
    last: dict[str, tuple[date | None, date | None, str]] = {}
    alerts: dict[str, list[tuple[str, str]]] = {}
    dues: dict[str, DueItem] = {}
    told: set[str] = set()
    for start in range(0, len(page), READ_AT_ONCE):
        some = page[start : start + READ_AT_ONCE]
        rows |= {
            row.id: row for row in context.session.scalars(select(Resident).where(Resident.id.in_(some)))
        }
        for resident_id, admitted, ended, name in context.session.execute(
            select(Stay.resident_id, Stay.admitted_on, Stay.ended_on, Shelter.name)
            .join(Shelter, Shelter.id == Stay.shelter_id)
            .where(Stay.resident_id.in_(some))
            .order_by(Stay.admitted_on)
        ):
            last[resident_id] = (admitted, ended, name)
        alerts |= _alerts(context, some)
        dues |= _dues(context, some)
        told |= _due_visible(context, some)
    for who in page:
        row = rows[who]
        since, left, shelter = last.get(who, NEVER_HERE)
        yield ResidentRow(
            id=who,
            code=row.code,
            former_code=row.former_code or "",
            preferred_name=row.preferred_name or "",
            sex=row.sex or "",
            age_band=age_band(age_on(row.birth_year, context.today)),
            since=since,
            left_on=left,
            shelter=shelter,
            room_bed=beds.get(here.get(who, ""), ""),
            case_manager=managers.get(who, ""),
            alerts=tuple(level for level, _text in alerts.get(who, ())),
            to_know=tuple(text for _level, text in alerts.get(who, ())),
            next_due=dues.get(who),
            due_told=who in told,
            state=HERE if who in here else LEFT,
        )


def _dues(context: ReadContext, some: list[str] | None = None) -> dict[str, DueItem]:
    """Return the next item due by resident id, for the residents whose deadlines the account may see."""
    scope = permissions.scope(context.roles, "today.due")
    if scope is None:
        return {}
    asked = true() if some is None else Resident.id.in_(some)
    return next_of(context, and_(asked, reached(context, scope)))


def _due_visible(context: ReadContext, some: list[str]) -> set[str]:
    """Return the ids of the residents whose deadlines the account may see."""
    scope = permissions.scope(context.roles, "today.due")
    if scope is None:
        return set()
    return set(
        context.session.scalars(select(Resident.id).where(Resident.id.in_(some), reached(context, scope)))
    )


def _beds(context: ReadContext) -> dict[str, str]:
    rows = context.session.execute(
        select(BedPeriod.stay_id, Room.name, Bed.label)
        .join(Bed, Bed.id == BedPeriod.bed_id)
        .join(Room, Room.id == Bed.room_id)
        .where(
            BedPeriod.from_at <= context.now, or_(BedPeriod.to_at.is_(None), BedPeriod.to_at > context.now)
        )
    )
    return {stay_id: bed_name(room, bed) for stay_id, room, bed in rows}


def _managers(context: ReadContext) -> dict[str, str]:
    rows = context.session.execute(
        select(CaseAssignment.resident_id, Account.name, CaseAssignment.staff_name)
        .outerjoin(Account, Account.id == CaseAssignment.account_id)
        .where(
            CaseAssignment.role == "CASE_MANAGER",
            CaseAssignment.from_on <= context.today,
            or_(CaseAssignment.to_on.is_(None), CaseAssignment.to_on > context.today),
        )
        .order_by(CaseAssignment.from_on)
    )
    return {who: name or staff or "" for who, name, staff in rows}


def _alerts(context: ReadContext, residents: list[str]) -> dict[str, list[tuple[str, str]]]:
    """Return the open alerts by resident id as (level, text), the gravest first."""
    order = codes("alert_level")
    found: dict[str, list[tuple[str, str]]] = {}
    for who, level, text in context.session.execute(
        select(ResidentAlert.resident_id, ResidentAlert.level, ResidentAlert.text)
        .where(
            ResidentAlert.resident_id.in_(residents),
            or_(ResidentAlert.until_on.is_(None), ResidentAlert.until_on >= context.today),
        )
        .order_by(ResidentAlert.id)
    ):
        found.setdefault(who, []).append((level, text))
    return {who: sorted(rows, key=lambda row: order.index(row[0])) for who, rows in found.items()}


@view("residents.identity", audited=True, told=N_("opened an identity"))
def identity(context: ReadContext, resident_id: str, reason: str) -> Identity:
    """Return a resident's decrypted identity; the reason is written into the audit trail.

    Raises Refused without a reason, NotAllowed when the case or the key is out of reach.
    """
    if len(reason.strip()) < 3:
        raise Refused("reason_needed", _("Write briefly why you are opening the identity."), ("reason",))
    resident = need_resident(context, resident_id)
    context.audit_subject(resident, case_id=resident.id, reason=reason.strip())
    row = context.session.scalars(
        select(ResidentIdentity).where(ResidentIdentity.resident_id == resident.id)
    ).first()
    opened = {}
    for column in Identity.__dataclass_fields__:
        blob = None if row is None else getattr(row, column)
        if row is None or blob is None:
            opened[column] = ""
            continue
        place = SealedPlace("resident_identity", column, row.id, Compartment("IDENTITY"))
        opened[column] = context.vault.open(place, blob)
    return Identity(**opened)


@view("residents.names", audited=True, told=N_("used the search by name"))
def names(context: ReadContext) -> tuple[tuple[str, str], ...]:
    """Open the sealed names of those whom the account reaches, to find people by them; id and name of each.

    One event tells of it and of how many there were. Who is found is shown by code name all the same.
    """
    rows = context.session.execute(
        select(ResidentIdentity.resident_id, ResidentIdentity.id, ResidentIdentity.legal_name)
        .join(Resident, Resident.id == ResidentIdentity.resident_id)
        .where(reached(context), ResidentIdentity.legal_name.is_not(None))
    ).all()
    identity_key = Compartment("IDENTITY")
    context.notes["names"] = len(rows)
    return tuple(
        (
            who,
            context.vault.open(SealedPlace("resident_identity", "legal_name", row_id, identity_key), sealed),
        )
        for who, row_id, sealed in rows
    )
