"""What the store already holds of a register: its people, stays and beds, and which rows came in before."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shelter_app.db.models.house import Bed, Room, Setting, Shelter
from shelter_app.db.models.people import Resident
from shelter_app.db.models.stays import Absence, BedPeriod, Stay
from shelter_app.db.models.trust import ImportSource
from shelter_app.domain.errors import Refused
from shelter_app.domain.names import fold
from shelter_app.i18n import _
from shelter_app.services.access import need_shelter
from shelter_app.services.acting import ReadContext
from shelter_app.transfer.register_rows import (
    ExitEntry,
    GoalEntry,
    OpenStay,
    Reading,
    ServiceEntry,
    SessionEntry,
    StayEntry,
    StoreContents,
    StoredStay,
)

SECRET = "import.row_secret"


@dataclass(frozen=True, slots=True)
class Fresh:
    """The entries that are not in the store yet, each with the key that will find it again."""

    stays: list[tuple[StayEntry, str]]
    sessions: list[tuple[SessionEntry, str]]
    services: list[tuple[ServiceEntry, str]]
    goals: list[tuple[GoalEntry, str]]
    exits: list[ExitEntry]
    secret: str
    secret_is_new: bool


def shelter_of(context: ReadContext, code: str | None) -> str:
    """Return the id of the shelter that a register belongs to.

    Raises Refused when ``code`` names none, or when it is not given and there are several.
    """
    rows = context.session.execute(select(Shelter.id, Shelter.code).order_by(Shelter.code)).all()
    if code is not None:
        rows = [row for row in rows if row.code == code]
    if not rows:
        raise Refused("unknown_shelter", _("There is no shelter with this code."), ("shelter",))
    if len(rows) > 1:
        raise Refused(
            "which_shelter", _("There are several shelters. Choose whose records these are."), ("shelter",)
        )
    shelter_id = str(rows[0].id)
    need_shelter(context, shelter_id)
    return shelter_id


def room_key(name: str) -> str:
    """Return how a register would name a room: ``Camera 2`` is ``2``."""
    plain = re.sub(r"\b(camera|cam|room|nr)\b", " ", fold(name)).split()
    return " ".join(p.lstrip("0") or "0" if p.isdigit() else p.upper() for p in plain)


def bed_key(label: str, room: str) -> str:
    """Return how a register would name a bed in its room: ``2.3`` in room 2 is ``3``."""
    plain = re.sub(r"\b(patul|pat|bed|nr)\b", " ", fold(label)).strip().upper()
    rest = plain.removeprefix(room.upper()).strip(" .-/") if plain != room.upper() else plain
    return rest.lstrip("0") or rest


def beds_by_name(session: Session, shelter_id: str) -> dict[tuple[str, str], str]:
    """Return the ids of the beds of a shelter by (room, bed) as a register names them."""
    rows = session.execute(
        select(Bed.id, Bed.label, Room.name)
        .join(Room, Room.id == Bed.room_id)
        .where(Room.shelter_id == shelter_id)
    )
    found = {}
    for bed_id, label, room in rows:
        key = room_key(room)
        found[(key, bed_key(label, key))] = str(bed_id)
    return found


def row_secret(session: Session) -> tuple[str, bool]:
    """Return the store's own key for row keys, and whether it was only made now."""
    kept = session.scalar(select(Setting.value).where(Setting.key == SECRET))
    return (str(kept), False) if kept is not None else (secrets.token_hex(32), True)


def existing_records(session: Session, shelter_id: str, secret: bytes) -> StoreContents:
    """Return the stays of people with a former code, and the nights for which each bed is held.

    A stay that came from a register and goes on, nobody being away from it, may still get its exit from another.
    """
    stays: dict[str, list[StoredStay]] = defaultdict(list)
    for code, start, end in session.execute(
        select(Resident.former_code, Stay.admitted_on, Stay.ended_on)
        .join(Stay, Stay.resident_id == Resident.id)
        .where(Resident.former_code.is_not(None))
    ):
        stays[str(code)].append(StoredStay(start, end))
    went_on = select(Absence.id).where(Absence.stay_id == Stay.id, Absence.to_at.is_(None)).exists()
    latest = func.max(BedPeriod.from_on)
    imported = select(ImportSource.record_id).where(ImportSource.record_type == "stay")
    open_stays = {
        (str(code), start): OpenStay(stay_id, max(start, since or start))
        for code, start, stay_id, since in session.execute(
            select(Resident.former_code, Stay.admitted_on, Stay.id, latest)
            .join(Stay, Stay.resident_id == Resident.id)
            .outerjoin(BedPeriod, BedPeriod.stay_id == Stay.id)
            .where(
                Resident.former_code.is_not(None), Stay.ended_on.is_(None), Stay.id.in_(imported), ~went_on
            )
            .group_by(Stay.id)
        )
    }
    names = {bed_id: name for name, bed_id in beds_by_name(session, shelter_id).items()}
    beds: dict[tuple[str, str], list[StoredStay]] = defaultdict(list)
    for bed_id, start, end in session.execute(select(BedPeriod.bed_id, BedPeriod.from_on, BedPeriod.to_on)):
        if bed_id in names:
            beds[names[bed_id]].append(StoredStay(start, end))
    return StoreContents(dict(stays), dict(beds), secret, open_stays)


def only_new(session: Session, reading: Reading, key: str, is_new: bool) -> Fresh:
    """Return the accepted entries whose row did not come in before, in whatever file or order.

    A row is known again by a keyed hash of what it says and of how often it says so; the key is the store's
    own, so that the hash tells nothing to somebody who guesses at rows.
    """
    there = set(session.scalars(select(ImportSource.row_key)))

    def fresh(kind: str, entries: list[Any]) -> list[tuple[Any, str]]:
        times: Counter[str] = Counter()
        found = []
        for entry in entries:
            said = asdict(entry)
            del said["at"]
            plain = f"{kind}|{sorted(said.items())!r}"
            times[plain] += 1
            row_key = hmac.new(
                bytes.fromhex(key), f"{plain}|{times[plain]}".encode(), hashlib.sha256
            ).hexdigest()
            if row_key not in there:
                found.append((entry, row_key))
        return found

    return Fresh(
        fresh("stay", reading.stays),
        fresh("session", reading.sessions),
        fresh("service", reading.services),
        fresh("goal", reading.goals),
        reading.exits,
        key,
        is_new,
    )


def lacking(
    context: ReadContext, shelter_id: str, fresh: Fresh
) -> tuple[dict[tuple[str, str], date], set[str]]:
    """Return the beds that the store lacks with their first night, and the rooms that it lacks."""
    there = beds_by_name(context.session, shelter_id)
    rooms = {
        room_key(n) for n in context.session.scalars(select(Room.name).where(Room.shelter_id == shelter_id))
    }
    beds: dict[tuple[str, str], date] = {}
    for entry, _key in fresh.stays:
        if entry.bed is not None and entry.bed not in there:
            beds[entry.bed] = min(entry.entry, beds.get(entry.bed, entry.entry))
    return beds, {room for room, _bed in beds} - rooms
