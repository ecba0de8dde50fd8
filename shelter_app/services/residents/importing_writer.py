"""Writing the people, stays and beds of a register, each record with the row that it came from."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select

from shelter_app.db.models import Record
from shelter_app.db.models.house import Bed, Room
from shelter_app.db.models.people import CaseAssignment, Resident, ResidentIdentity, TraffickingEvent
from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.db.models.trust import ImportChange, ImportSource
from shelter_app.db.vault.sealing import Compartment, SealedPlace
from shelter_app.domain import missing_values, names
from shelter_app.domain.clock import local_moment
from shelter_app.services.access import need_shelter
from shelter_app.services.acting import UnitOfWork
from shelter_app.services.residents.importing_known import Fresh, beds_by_name, lacking, room_key
from shelter_app.transfer.register_rows import ExitEntry, StayEntry

EXIT_FIELDS = ("ended_on", "ended_at", "exit_reason", "exit_destination", "exit_note")
BED_FIELDS = ("to_on", "to_at")


class Writer:
    """Writes entries of one shelter in the act's transaction, each with the row that it came from."""

    def __init__(self, uow: UnitOfWork, shelter_id: str, run_id: str) -> None:
        self.uow = uow
        self.session = uow.session
        self.shelter_id = shelter_id
        self.run_id = run_id
        self.residents: dict[str, str] = {}
        self.stays_of: dict[str, list[Stay]] = defaultdict(list)
        self.bed_ids: dict[tuple[str, str], str] = {}

    def came_from(self, kind: str, record_id: str, entry: Any, row_key: str) -> None:
        """Note the sheet and row that a record came from."""
        self.uow.add(
            ImportSource(
                run_id=self.run_id,
                record_type=kind,
                record_id=record_id,
                sheet=entry.at.sheet,
                row=entry.at.row,
                row_key=row_key,
            )
        )

    def was(self, record: Record, field: str, value: str) -> None:
        """Keep what a field of a record that was there before said, for the import to be taken back."""
        kept = self.uow.add(
            ImportChange(
                run_id=self.run_id, record_table=record.__tablename__, record_id=record.id, field=field
            )
        )
        place = SealedPlace("import_change", "was", kept.id, Compartment("IDENTITY"))
        kept.was = self.uow.vault.seal(place, value) if value else None

    # -- house ----------------------------------------------------------------------------------------

    def beds(self, fresh: Fresh) -> None:
        """Make the rooms and beds that the store lacks, in use from the first night seen."""
        beds, new_rooms = lacking(self.uow, self.shelter_id, fresh)
        rooms = {
            room_key(name): room_id
            for room_id, name in self.session.execute(
                select(Room.id, Room.name).where(Room.shelter_id == self.shelter_id)
            )
        }
        for room in sorted(new_rooms):
            made = self.uow.add(Room(shelter_id=self.shelter_id, name=f"Camera {room}", placement_rule="ANY"))
            rooms[room] = made.id
        self.session.flush()
        for (room, place), first in sorted(beds.items()):
            self.uow.add(
                Bed(room_id=rooms[room], label=f"{room}.{place}", kind="BED", features=[], in_use_from=first)
            )
        self.session.flush()
        self.bed_ids = beds_by_name(self.session, self.shelter_id)
        first_night: dict[str, date] = {}
        for entry, _key in fresh.stays:
            if entry.bed is not None:
                bed_id = self.bed_ids[entry.bed]
                first_night[bed_id] = min(entry.entry, first_night.get(bed_id, entry.entry))
        for bed_id, first in first_night.items():
            bed = self.uow.find(Bed, bed_id)
            if first < bed.in_use_from:
                self.was(bed, "in_use_from", bed.in_use_from.isoformat())
                bed.in_use_from = first
        self.session.flush()

    # -- people ---------------------------------------------------------------------------------------

    def people(self, entries: list[tuple[StayEntry, str]]) -> None:
        """Make the residents that the store lacks, with what is sealed of them."""
        for code, resident_id in self.session.execute(
            select(Resident.former_code, Resident.id).where(Resident.former_code.is_not(None))
        ):
            self.residents[str(code)] = resident_id
        taken = set(self.session.scalars(select(Resident.code)))
        chance = random.SystemRandom()
        by_code: dict[str, list[StayEntry]] = defaultdict(list)
        for entry, _key in entries:
            by_code[entry.code].append(entry)
        new = {}
        for code, rows in by_code.items():
            if code not in self.residents:
                new[code] = rows
                taken.add(name := names.new_code(taken, chance))
                self.residents[code] = self.uow.add(_resident(name, code, rows)).id
        self.session.flush()
        keys = {id(entry): row_key for entry, row_key in entries}
        for code, rows in new.items():
            self.came_from("resident", self.residents[code], rows[0], f"resident {keys[id(rows[0])]}")
        for code, rows in new.items():
            self._identity(self.residents[code], rows)
        for code, rows in by_code.items():
            self._case(self.residents[code], rows)
            if code not in new:
                self._notes_of_return(self.residents[code], rows)
        self.session.flush()

    def _identity(self, resident_id: str, rows: list[StayEntry]) -> None:
        identity = ResidentIdentity(resident_id=resident_id)
        self.uow.add(identity)
        spellings = {names.fold(r.name): r.name for r in reversed(rows) if r.name}
        first = next((r.name for r in rows if r.name), "")
        born = next((r.birth.on for r in rows if r.birth.on), None)
        notes = [text for r in rows for text in (r.notes, *r.kept) if text]
        for column, text in (
            ("legal_name", first),
            ("other_names", "; ".join(n for k, n in spellings.items() if k != names.fold(first))),
            ("birth_date", born.isoformat() if born else ""),
            ("cnp", next((r.cnp for r in rows if r.cnp), "")),
            ("notes", "\n".join(dict.fromkeys(notes))),
        ):
            if text:
                place = SealedPlace("resident_identity", column, identity.id, Compartment("IDENTITY"))
                setattr(identity, column, self.uow.vault.seal(place, text))

    def _notes_of_return(self, resident_id: str, rows: list[StayEntry]) -> None:
        """Add what the register says of somebody who came back to the notes that are there."""
        identity = self.session.scalars(
            select(ResidentIdentity).where(ResidentIdentity.resident_id == resident_id)
        ).first()
        texts = [text for r in rows for text in (r.notes, *r.kept) if text]
        if identity is None or not texts:
            return
        place = SealedPlace("resident_identity", "notes", identity.id, Compartment("IDENTITY"))
        before = self.uow.vault.open(place, identity.notes) if identity.notes else ""
        self.was(identity, "notes", before)
        lines = dict.fromkeys([*(before.split("\n") if before else []), *texts])
        identity.notes = self.uow.vault.seal(place, "\n".join(lines))

    def _case(self, resident_id: str, rows: list[StayEntry]) -> None:
        seen: set[tuple[str | None, str]] = set()
        for row in rows:
            if row.case_manager:
                self.uow.add(
                    CaseAssignment(
                        resident_id=resident_id,
                        staff_name=row.case_manager,
                        role="CASE_MANAGER",
                        from_on=row.entry,
                        to_on=row.exit,
                    )
                )
            story = (row.exploitation, row.exploitation_text)
            if any(story) and story not in seen:
                seen.add(story)
                self.uow.add(
                    TraffickingEvent(
                        resident_id=resident_id,
                        recruitment=[],
                        means_of_control=[],
                        sectors=[],
                        countries=[],
                        main_form=row.exploitation,
                        exploitation_forms=[row.exploitation] if row.exploitation else [],
                        recorded_on=row.entry,
                        unlisted_text=row.exploitation_text or None,
                    )
                )

    # -- stays ----------------------------------------------------------------------------------------

    def stays(self, entries: list[tuple[StayEntry, str]]) -> None:
        """Write stays and the beds slept in."""
        stays = []
        for entry, row_key in entries:
            stay = self.uow.add(
                Stay(
                    resident_id=self.residents[entry.code],
                    shelter_id=self.shelter_id,
                    referral_source=entry.source,
                    admitted_at=local_moment(entry.entry),
                    admitted_on=entry.entry,
                    ended_at=None if entry.exit is None else local_moment(entry.exit),
                    ended_on=entry.exit,
                    exit_reason=entry.exit_reason,
                    exit_destination=entry.destination,
                    exit_note=entry.destination_text or None,
                )
            )
            stays.append((entry, row_key, stay))
        self.session.flush()
        for entry, row_key, stay in stays:
            self.came_from("stay", stay.id, entry, row_key)
            if entry.bed is not None and entry.exit != entry.entry:
                self.uow.add(
                    BedPeriod(
                        stay_id=stay.id,
                        bed_id=self.bed_ids[entry.bed],
                        from_at=stay.admitted_at,
                        from_on=stay.admitted_on,
                        to_at=stay.ended_at,
                        to_on=stay.ended_on,
                    )
                )
        self.session.flush()
        ids = set(self.residents.values())
        for stay in self.session.scalars(select(Stay).order_by(Stay.admitted_on)):
            if stay.resident_id in ids:
                self.stays_of[stay.resident_id].append(stay)

    def exits(self, entries: list[ExitEntry]) -> None:
        """End stays that the store holds as going on, and let their beds go; kept so that it can be taken back."""
        for entry in entries:
            stay = self.uow.find(Stay, entry.stay)
            need_shelter(self.uow, stay.shelter_id)
            held = select(BedPeriod).where(BedPeriod.stay_id == stay.id, BedPeriod.to_at.is_(None))
            periods = self.session.scalars(held).all()
            for field in EXIT_FIELDS:
                self.was(stay, field, "")
            stay.ended_on, stay.ended_at = entry.exit, local_moment(entry.exit)
            stay.exit_reason, stay.exit_destination = entry.exit_reason, entry.destination
            stay.exit_note = entry.destination_text or None
            for period in periods:
                for field in BED_FIELDS:
                    self.was(period, field, "")
                period.to_on, period.to_at = stay.ended_on, stay.ended_at
        self.session.flush()

    def stay_on(self, resident_id: str, day: date) -> str | None:
        """Return the stay of a resident that holds a day, None where none does."""
        for stay in self.stays_of[resident_id]:
            if stay.admitted_on <= day and (stay.ended_on is None or day <= stay.ended_on):
                return stay.id
        return None


def _resident(name: str, code: str, rows: list[StayEntry]) -> Resident:
    born = next((r.birth for r in rows if r.birth.year is not None), rows[0].birth)
    return Resident(
        code=name,
        former_code=code,
        sex=next((r.sex for r in rows if r.sex), None),
        birth_year=born.year,
        birth_precision=born.precision,
        citizenships=list(dict.fromkeys(r.citizenship for r in rows if r.citizenship))[:1],
        county=next((r.county for r in rows if r.county), None),
        languages=[],
        vulnerabilities=[],
        unanswered={"birth_year": missing_values.REFUSED}
        if born.precision == missing_values.REFUSED
        else None,
    )
