"""Acts that fill a new store with fictional people: the team, the house and its years, the sealed notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import or_, select

from shelter_app.db.models.counselling import NoteAddendum, Session, SessionAttendance, SessionNote
from shelter_app.db.models.house import Setting
from shelter_app.db.models.people import CaseAssignment, Resident
from shelter_app.db.models.trust import Account
from shelter_app.db.vault import SealedPlace, grants
from shelter_app.domain import names
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.counselling.notes import compartment_of, seal_hash
from shelter_app.services.demo import care, house, occupancy, people
from shelter_app.services.demo.chance import Chance, noon, texts
from shelter_app.services.demo.records import Team
from shelter_app.services.demo.rows import Rows

NOTE_SHARE = 0.5
PROCESS_SHARE = 0.04
KINDS_WITH_NOTES = frozenset({"IND_COUNSEL", "IND_THERAPY", "CRISIS", "ASSESSMENT", "PSYCHOEDUCATION"})


def _need_fictional_store(uow: UnitOfWork) -> bool:
    """Refuse a store that holds real people; say whether it is already marked as fictional."""
    marked = uow.session.scalar(select(Setting.id).where(Setting.key == house.DEMO)) is not None
    if not marked and uow.session.scalar(select(Resident.id).limit(1)) is not None:
        raise Refused(
            "not_empty",
            _("This register contains real people. Fictional people can only be added to a new register."),
        )
    return marked


@act("demo.add_team", told=N_("created the fictional team"))
class AddTeam(Act[dict[str, str]]):
    """Add the accounts of a fictional team: name to role; returns name to id."""

    members: dict[str, str]
    since: date

    def apply(self, uow: UnitOfWork) -> dict[str, str]:
        """Write one account for each member."""
        _need_fictional_store(uow)
        staff = {"CASE_MANAGER": "CASE_MANAGER", "COUNSELLOR": "PSYCHOLOGIST", "LEGAL": "LEGAL_ADVISER"}
        staff |= {"HOUSE_STAFF": "SHIFT_WORKER", "ADMIN": "ADMIN_FINANCE"}
        return {
            name: uow.add(
                Account(name=name, roles=[role], staff_role=staff.get(role), active_from=self.since)
            ).id
            for name, role in self.members.items()
        }


@act("demo.fill_blocks", told=N_("created fictional people"))
class FillBlocks(Act[dict[str, int]]):
    """Write some blocks of a fictional store, each a centre with its people and years; returns counts.

    ``beds`` holds the beds of each block, ``first`` the number of the first one.
    """

    seed: int
    team: Team
    first: int
    beds: tuple[int, ...]
    people: int
    scale: float
    start: date
    today: date

    def apply(self, uow: UnitOfWork) -> dict[str, int]:
        """Write each block in bulk, with the digest of every record in the audit trail."""
        marked = _need_fictional_store(uow)
        taken = set(uow.session.scalars(select(Resident.code)))
        born = noon(self.today) + timedelta(seconds=self.first)
        rows = Rows(Chance(f"{self.seed}/rows/{self.first}", born), self.team.director)
        money = None
        if not marked:
            house.mark_fictional(rows, self.seed, self.start)
            money = house.promise_money(rows, self.today, sum(self.beds))
        for number, beds in enumerate(self.beds, self.first):
            seed = f"{self.seed}/{number}"
            block = occupancy.settled(seed, beds, self.start, self.today, self.scale, self.people)
            built = house.build(rows, uow.vault, block, number, self.start)
            house.pause_beds(rows, block, built, self.start, self.today)
            if number < house.BLOCKS_WITH_BOOKS:
                house.keep_books(rows, block, built, self.start, self.today)
            new_codes = []
            for _person in block.people:
                new_codes.append(names.new_code(taken, rows.chance))
                taken.add(new_codes[-1])
            lived = people.settle(rows, uow.vault, block, built, self.team, new_codes, self.today)
            care.care_for(rows, lived, self.team, money, uow.now, self.today)
            if number == 0:
                here = next((one.resident for one in lived.stays if one.end is None), None)
                house.hand_over(rows, built, self.team.house, here, uow.now)
        uow.records += rows.write(uow.session)
        uow.notes["counts"] = dict(rows.counts)
        return dict(rows.counts)


@act("demo.write_notes", told=N_("created fictional notes"))
class WriteNotes(Act[Mapping[str, int]]):
    """Write, seal and sign the fictional counsellor's notes on the cases assigned to her; returns counts."""

    seed: int
    most: int

    def apply(self, uow: UnitOfWork) -> dict[str, int]:
        """Seal each note to its case; the newest ones stay unsigned."""
        if not _need_fictional_store(uow):
            raise Refused("not_demo", _("This is not a demonstration register."))
        chance = Chance(f"{self.seed}/notes", uow.now)
        rows = Rows(chance, uow.actor.account_id)
        for session, resident_id in self._own_sessions(uow):
            if chance.happens(NOTE_SHARE):
                self._note(uow, rows, session, resident_id)
        uow.records += rows.write(uow.session)
        uow.notes["counts"] = dict(rows.counts)
        return dict(rows.counts)

    def _own_sessions(self, uow: UnitOfWork) -> list[tuple[Session, str]]:
        assigned = select(CaseAssignment.resident_id).where(
            CaseAssignment.account_id == uow.actor.account_id,
            or_(CaseAssignment.to_on.is_(None), CaseAssignment.to_on > uow.today),
        )
        found = uow.session.execute(
            select(Session, SessionAttendance.resident_id)
            .join(SessionAttendance, SessionAttendance.session_id == Session.id)
            .where(
                Session.counsellor_id == uow.actor.account_id,
                Session.status.in_(("ATTENDED", "LATE_SHORT")),
                Session.kind.in_(KINDS_WITH_NOTES),
                SessionAttendance.resident_id.in_(assigned),
            )
            .order_by(Session.held_at.desc(), Session.id)
            .limit(self.most)
        )
        return [(session, resident_id) for session, resident_id in found]

    def _note(self, uow: UnitOfWork, rows: Rows, session: Session, resident_id: str) -> None:
        chance = rows.chance
        held = session.held_at or uow.now
        note_class = "PROCESS" if chance.happens(PROCESS_SHARE) else "PROGRESS"
        compartment = compartment_of(note_class, resident_id, uow.actor.account_id)
        grants.ensure_case_key(
            uow.session,
            uow.vault,
            compartment,
            actor_id=uow.actor.account_id,
            now=uow.now,
            reason="note",
        )
        written = held + timedelta(hours=chance.randrange(1, 30))
        signed = written + timedelta(hours=1) if written < uow.now - timedelta(days=3) else None
        note_id = chance.new_id()
        words = chance.one(texts()["process_notes" if note_class == "PROCESS" else "notes"])
        body = uow.vault.seal(SealedPlace("session_note", "body", note_id, compartment), words)
        text_hash = seal_hash(body)
        rows.add(
            SessionNote,
            min(written, uow.now),
            id=note_id,
            session_id=session.id,
            resident_id=resident_id,
            format="NARRATIVE",
            note_class=note_class,
            body=body,
            author_id=uow.actor.account_id,
            signed_at=signed,
            text_hash=text_hash if signed else None,
            signature=uow.vault.sign(text_hash.encode()) if signed else None,
        )
        if signed is not None and chance.happens(0.05):
            later = min(signed + timedelta(days=2), uow.now)
            addendum_id = chance.new_id()
            place = SealedPlace("note_addendum", "body", addendum_id, compartment)
            added = uow.vault.seal(place, chance.one(texts()["addenda"]))
            rows.add(
                NoteAddendum,
                later,
                id=addendum_id,
                note_id=note_id,
                body=added,
                author_id=uow.actor.account_id,
                signed_at=later,
                text_hash=seal_hash(added),
                signature=uow.vault.sign(seal_hash(added).encode()),
            )
