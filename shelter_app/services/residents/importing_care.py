"""Writing what hangs on the stays of a register: sessions with their notes, services given, goals."""

from __future__ import annotations

from sqlalchemy import select

from shelter_app.db.models.care import CarePlan, Goal
from shelter_app.db.models.counselling import Session as Counselling
from shelter_app.db.models.counselling import SessionAttendance, SessionNote
from shelter_app.db.models.services import Funder, ServiceDelivery
from shelter_app.db.models.stays import Stay
from shelter_app.db.vault import grants
from shelter_app.db.vault.sealing import Compartment, SealedPlace
from shelter_app.domain import codes, names
from shelter_app.domain.clock import local_moment
from shelter_app.services.residents.importing_writer import Writer
from shelter_app.transfer.register_rows import GoalEntry, ServiceEntry, SessionEntry

HELD = ("ATTENDED", "LATE_SHORT")


class CareWriter(Writer):
    """Writes sessions, services and goals once the people and their stays are written."""

    def sessions(self, entries: list[tuple[SessionEntry, str]]) -> None:
        """Write sessions with who attended, and their notes."""
        made = []
        for entry, row_key in entries:
            planned_at = None
            if entry.clock is not None:
                planned_at = local_moment(entry.day, entry.clock.hour, entry.clock.minute)
            held = entry.status in HELD
            session = self.uow.add(
                Counselling(
                    shelter_id=self.shelter_id,
                    kind=entry.kind,
                    planned_at=planned_at,
                    planned_on=entry.day,
                    minutes=entry.minutes,
                    counsellor_name=entry.counsellor or "-",
                    status=entry.status,
                    held_at=(planned_at or local_moment(entry.day)) if held else None,
                )
            )
            made.append((entry, session))
            self.came_from("session", session.id, entry, row_key)
        self.session.flush()
        for entry, session in made:
            resident_id = self.residents[entry.code]
            self.uow.add(
                SessionAttendance(
                    session_id=session.id,
                    resident_id=resident_id,
                    stay_id=self.stay_on(resident_id, entry.day),
                    status=entry.status,
                    minutes=entry.minutes if entry.status in HELD else None,
                )
            )
        self.session.flush()
        for entry, session in made:
            if entry.note:
                self._note(entry, session)
        self.session.flush()

    def _note(self, entry: SessionEntry, session: Counselling) -> None:
        resident_id = self.residents[entry.code]
        compartment = Compartment("COUNSEL", resident_id)
        if not self.uow.vault.holds(compartment):
            grants.ensure_case_key(
                self.session,
                self.uow.vault,
                compartment,
                actor_id=self.uow.actor.account_id,
                now=self.uow.now,
                reason="import",
                custody=True,
            )
        note = SessionNote(
            session_id=session.id,
            resident_id=resident_id,
            format="NARRATIVE",
            note_class="PROGRESS",
            written_author=entry.counsellor or "-",
            body=b"",
        )
        self.uow.add(note)
        note.body = self.uow.vault.seal(SealedPlace("session_note", "body", note.id, compartment), entry.note)

    def services(self, entries: list[tuple[ServiceEntry, str]]) -> None:
        """Write services given, and who paid."""
        funders = {names.fold(n): i for i, n in self.session.execute(select(Funder.id, Funder.name))}
        for entry, _key in entries:
            if entry.funder and names.fold(entry.funder) not in funders:
                funders[names.fold(entry.funder)] = self.uow.add(Funder(name=entry.funder)).id
        self.session.flush()
        for entry, row_key in entries:
            resident_id = self.residents[entry.code]
            delivery = self.uow.add(
                ServiceDelivery(
                    resident_id=resident_id,
                    stay_id=self.stay_on(resident_id, entry.day),
                    shelter_id=self.shelter_id,
                    service=entry.service,
                    given_on=entry.day,
                    quantity_hundredths=entry.quantity_hundredths,
                    unit=str(codes.code("service", entry.service).extra["unit"]),
                    cost_bani=entry.value_bani,
                    funder_id=funders[names.fold(entry.funder)] if entry.funder else None,
                    batch=self.run_id,
                    unlisted_text=entry.service_text or None,
                )
            )
            self.came_from("service_delivery", delivery.id, entry, row_key)
        self.session.flush()

    def goals(self, entries: list[tuple[GoalEntry, str]]) -> None:
        """Write goals, in one plan for each stay."""
        plans: dict[str, str] = {}
        for entry, _key in entries:
            stay = self._stay_for_goal(entry)
            if stay.id not in plans:
                plans[stay.id] = self._plan(stay)
        self.session.flush()
        for entry, row_key in entries:
            goal = self.uow.add(
                Goal(
                    plan_id=plans[self._stay_for_goal(entry).id],
                    domain=entry.domain,
                    origin="IMPORT",
                    statement=entry.statement,
                    target_on=entry.target,
                    status=entry.status,
                    unlisted_domain=entry.domain_text or None,
                )
            )
            self.came_from("goal", goal.id, entry, row_key)

    def _stay_for_goal(self, entry: GoalEntry) -> Stay:
        """Return the stay that a goal belongs to: the last that began before its target."""
        stays = self.stays_of[self.residents[entry.code]]
        began = [s for s in stays if entry.target is None or s.admitted_on <= entry.target]
        return (began or stays[:1])[-1]

    def _plan(self, stay: Stay) -> str:
        there = self.session.scalars(select(CarePlan).where(CarePlan.stay_id == stay.id)).all()
        imported = [p for p in there if p.origin == "IMPORT"]
        if imported:
            return imported[0].id
        in_force = any(p.status in ("IN_FORCE", "UNDER_REVIEW") for p in there)
        status = "DRAFT" if in_force else "IN_FORCE" if stay.ended_on is None else "COMPLETED"
        plan = CarePlan(
            stay_id=stay.id,
            number=max((p.number for p in there), default=0) + 1,
            status=status,
            origin="IMPORT",
            author_id=self.uow.actor.account_id,
            valid_from=stay.admitted_on,
            valid_to=stay.ended_on,
        )
        return self.uow.add(plan).id
