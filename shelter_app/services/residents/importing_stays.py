"""Writing another programme's stays: shelter by shelter, those who belong together as households."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from sqlalchemy import select

from shelter_app.db.models.house import Shelter
from shelter_app.db.models.people import Household, HouseholdMember, Resident
from shelter_app.db.models.trust import ImportRun
from shelter_app.domain.names import fold
from shelter_app.domain.periods import age_on, overlaps
from shelter_app.services.access import need_shelter
from shelter_app.services.acting import ReadContext, UnitOfWork
from shelter_app.services.residents import importing_known, importing_rows
from shelter_app.services.residents.importing_known import Fresh
from shelter_app.services.residents.importing_rows import ImportedRows
from shelter_app.services.residents.importing_writer import Writer
from shelter_app.transfer.problems import WARNING, Problem
from shelter_app.transfer.register_rows import Reading, StayEntry

ADULT = 18
Keyed = list[tuple[StayEntry, str]]


@dataclass(frozen=True, slots=True)
class Houses:
    """The shelters that the stays belong to: by what the rows call them; ``lacking`` are to be made."""

    ids: dict[str, str]
    lacking: tuple[str, ...]


def houses(context: ReadContext, reading: Reading, default: str | None) -> Houses:
    """Return the shelters that the rows name; rows that name none belong to ``default``, or to the only one.

    Raises Refused when there are several and it is not said which, NotAllowed for a shelter out of reach.
    """
    there: dict[str, str] = {}
    rows = context.session.execute(select(Shelter.id, Shelter.code, Shelter.name)).all()
    there.update({fold(row.name): row.id for row in rows})
    there.update({fold(row.code): row.id for row in rows})  # a code goes before a name
    ids: dict[str, str] = {}
    lacking: dict[str, None] = {}
    for label in dict.fromkeys(entry.shelter for entry in reading.stays):
        if not label:
            ids[label] = importing_known.shelter_of(context, default)
        elif fold(label) in there:
            ids[label] = there[fold(label)]
        else:
            lacking[label] = None
        need_shelter(context, ids.get(label, ""))
    return Houses(ids, tuple(lacking))


def without_taken_beds(context: ReadContext, reading: Reading, found: Houses) -> None:
    """Leave a bed out where the store has it for somebody else in that time; the stay stays."""
    held = {
        label: importing_known.existing_records(context.session, shelter_id, b"").beds
        for label, shelter_id in found.ids.items()
    }
    for at, entry in enumerate(reading.stays):
        beds = held.get(entry.shelter, {})
        if entry.bed is not None and any(
            overlaps(entry.entry, entry.exit, h.start, h.end) for h in beds.get(entry.bed, ())
        ):
            reading.stays[at] = replace(entry, bed=None)
            reading.problems.append(Problem(entry.at.sheet, entry.at.row, "", "bed_left_out", WARNING))


def would_make(context: ReadContext, found: Houses, fresh: Fresh) -> ImportedRows:
    """Return what ``write`` would make."""
    parts = [
        importing_rows.would_make(context, found.ids.get(label, ""), part)
        for label, part in _by_house(fresh).items()
    ]
    known = set(
        context.session.scalars(select(Resident.former_code).where(Resident.former_code.is_not(None)))
    )
    created = {key: sum(part.created[key] for part in parts) for key in importing_rows.KINDS}
    created["residents"] = len({entry.code for entry, _key in fresh.stays} - known)
    return ImportedRows(
        created,
        tuple(room for part in parts for room in part.rooms),
        tuple(bed for part in parts for bed in part.beds),
        found.lacking if fresh.stays else (),
        exits=len(fresh.exits),
    )


def write(uow: UnitOfWork, found: Houses, fresh: Fresh, *, sha256: str, suffix: str) -> ImportedRows:
    """Write the fresh stays in the act's transaction; returns what was made."""
    made = would_make(uow, found, fresh)
    importing_rows.keep_secret(uow, fresh)
    run = uow.add(ImportRun(file_name=f"stays{suffix}", sha256=sha256, profile="stays", counts=made.created))
    uow.session.flush()
    uow.audit_subject(run)
    ids = dict(found.ids)
    for label in made.shelters:
        ids[label] = uow.add(Shelter(code=_code(uow, label), name=label, kind="CENTRE")).id
        uow.session.flush()
        entry, key = next((entry, key) for entry, key in fresh.stays if entry.shelter == label)
        Writer(uow, ids[label], run.id).came_from("shelter", ids[label], entry, f"shelter {key}")
    Writer(uow, "", run.id).exits(fresh.exits)
    residents: dict[str, str] = {}
    for label, part in _by_house(fresh).items():
        writer = Writer(uow, ids[label], run.id)
        writer.beds(part)
        writer.people(part.stays)
        writer.stays(part.stays)
        residents.update(writer.residents)
    _households(uow, fresh.stays, residents)
    uow.session.flush()
    return replace(made, run=run.id)


def _by_house(fresh: Fresh) -> dict[str, Fresh]:
    found: dict[str, Keyed] = defaultdict(list)
    for entry, key in fresh.stays:
        found[entry.shelter].append((entry, key))
    return {label: replace(fresh, stays=stays, exits=[]) for label, stays in found.items()}


def _code(uow: UnitOfWork, label: str) -> str:
    """Return a code for a shelter that the store lacks, made of its name."""
    plain = re.sub(r"[^A-Z0-9]+", "-", fold(label).upper()).strip("-")[:12] or "CASA"
    taken = set(uow.session.scalars(select(Shelter.code)))
    return next(
        code for n in range(1, len(taken) + 2) if (code := plain if n == 1 else f"{plain}-{n}") not in taken
    )


def _households(uow: UnitOfWork, stays: Keyed, residents: dict[str, str]) -> None:
    """Put those who came with the same household into one; minors beside an adult are accompanying children."""
    together: dict[str, dict[str, StayEntry]] = defaultdict(dict)
    for entry, _key in stays:
        if entry.household:
            together[fold(entry.household)].setdefault(entry.code, entry)
    for members in together.values():
        if len(members) < 2:
            continue
        adults = [code for code, entry in members.items() if not _minor(entry)]
        home = uow.add(Household(label=next(iter(members.values())).household))
        uow.session.flush()
        for code, entry in members.items():
            child = _minor(entry)
            role = "CHILD" if child else "HEAD" if code == adults[0] else "OTHER"
            uow.add(
                HouseholdMember(
                    household_id=home.id,
                    resident_id=residents[code],
                    role=role,
                    accompanying_child=child and bool(adults),
                    from_on=entry.entry,
                    to_on=entry.exit,
                )
            )


def _minor(entry: StayEntry) -> bool:
    age = age_on(entry.birth.year, entry.entry)
    return age is not None and age < ADULT
