"""Acts on counselling sessions: plan, hold, cancel. Notes are in ``notes``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import AwareDatetime
from sqlalchemy import or_, select

from shelter_app.db.models.counselling import Session, SessionAttendance, SessionNote
from shelter_app.db.models.house import Shelter
from shelter_app.db.models.stays import Stay
from shelter_app.db.models.trust import Account
from shelter_app.domain.clock import LOCAL, local_day
from shelter_app.domain.codes import base, code
from shelter_app.domain.errors import Refused
from shelter_app.domain.periods import overlaps
from shelter_app.i18n import N_, _, moment
from shelter_app.services.access import need_code, need_residents, need_shelter
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.counselling.notes import AddAddendum, ChangeNote, SignNote, WriteNote
from shelter_app.services.undo import need_fresh_entry

__all__ = [
    "AddAddendum",
    "Attended",
    "CancelSession",
    "ChangeNote",
    "HoldSession",
    "MoveSession",
    "PlanSession",
    "ReopenSession",
    "SignNote",
    "UndoPlannedSession",
    "WriteNote",
]

LONGEST = 1440  # minutes
FOR_SEVERAL = frozenset({"GROUP", "FAMILY", "PSYCHOEDUCATION"})
CANCELLED = frozenset({"NO_SHOW", "CANCEL_LATE", "CANCEL_CLIENT", "CANCEL_STAFF", "CANCEL_EVENT"})


@dataclass(frozen=True, slots=True)
class Attended:
    """How one resident's part in a session went; minutes only when she was there for a part of it."""

    resident: str
    status: str
    minutes: int | None = None


def stay_on(uow: UnitOfWork, resident_id: str, day: date) -> str | None:
    """Return the stay of a resident that holds ``day``, its last day included, or None."""
    return uow.session.scalar(
        select(Stay.id)
        .where(
            Stay.resident_id == resident_id,
            Stay.admitted_on <= day,
            or_(Stay.ended_on.is_(None), Stay.ended_on >= day),
        )
        .order_by(Stay.admitted_at.desc())
        .limit(1)
    )


def _need_minutes(minutes: int, field: str = "minutes") -> None:
    if not 1 <= minutes <= LONGEST:
        raise Refused("minutes", _("Enter between 1 and 1440 minutes. Check the number."), (field,))


def _need_time(
    uow: UnitOfWork, counsellor_id: str | None, at: datetime, minutes: int | None, session_id: str = ""
) -> None:
    """Refuse a time at which the counsellor has another planned session; one of no length takes its minute."""

    def until(begin: datetime, length: int | None) -> datetime:
        return begin + timedelta(minutes=length or 1)

    if counsellor_id is None:  # known by name only: nobody of this house
        return
    about = local_day(at)
    near = uow.session.scalars(
        select(Session)
        .where(
            Session.planned_on.between(about - timedelta(days=1), about + timedelta(days=1)),
            Session.counsellor_id == counsellor_id,
            Session.status == "PLANNED",
            Session.id != session_id,
        )
        .order_by(Session.planned_at)
    )
    for other in near:
        begin = other.planned_at
        if begin is None or not overlaps(at, until(at, minutes), begin, until(begin, other.minutes)):
            continue
        said = _("The counsellor has another session from {start} to {end}. Choose another time.").format(
            start=moment(begin.astimezone(LOCAL)),
            end=f"{until(begin, other.minutes).astimezone(LOCAL):%H:%M}",
        )
        raise Refused("counsellor_busy", said, ("planned_at",))


def _one_only(field: str) -> Refused:
    return Refused(
        "one_resident", _("This kind of session is for one person. Choose a group session."), (field,)
    )


def _attendance_missing() -> Refused:
    return Refused("attendances", _("Choose for each person, once, whether they attended."), ("attendances",))


def _session_in_reach(
    uow: UnitOfWork, session_id: str, version: int | None
) -> tuple[Session, list[SessionAttendance]]:
    row = uow.change(Session, session_id, version)
    parts = list(uow.session.scalars(select(SessionAttendance).where(SessionAttendance.session_id == row.id)))
    need_residents(uow, [part.resident_id for part in parts])
    uow.audit_subject(row, case_id=parts[0].resident_id if len(parts) == 1 else None)
    return row, parts


def _session_to_change(
    uow: UnitOfWork, session_id: str, version: int | None
) -> tuple[Session, list[SessionAttendance]]:
    row, parts = _session_in_reach(uow, session_id, version)
    if row.status != "PLANNED":
        raise Refused("session_done", _("This session is already recorded as held or cancelled."))
    return row, parts


def _version_after(uow: UnitOfWork, row: Session) -> int:
    uow.session.flush()
    return row.version


@act("counselling.plan_session", told=N_("planned a session"))
class PlanSession(Act[str]):
    """Plan a session with one resident, or a group with several; returns its id.

    Without ``counsellor`` it is the one who plans it.
    """

    shelter: str
    kind: str
    planned_at: AwareDatetime
    residents: tuple[str, ...]
    counsellor: str | None = None
    minutes: int | None = None
    mode: str | None = None
    language: str | None = None
    interpreter: bool = False

    def apply(self, uow: UnitOfWork) -> str:
        """Refuse unknown kinds, nobody, several people in a session for one, and cases out of reach."""
        need_code(uow, "session_type", self.kind, "kind")
        need_code(uow, "mode", self.mode, "mode")
        shelter = uow.find(Shelter, self.shelter)
        need_shelter(uow, shelter.id)
        people = list(dict.fromkeys(self.residents))
        if not people:
            raise Refused("nobody", _("Choose at least one person for the session."), ("residents",))
        if len(people) > 1 and base("session_type", self.kind) not in FOR_SEVERAL:
            raise _one_only("residents")
        need_residents(uow, people)
        if self.minutes is not None:
            _need_minutes(self.minutes)
        counsellor = uow.find(Account, self.counsellor or uow.actor.account_id)
        _need_time(uow, counsellor.id, self.planned_at, self.minutes)
        day = local_day(self.planned_at)
        row = uow.add(
            Session(
                shelter_id=shelter.id,
                kind=self.kind,
                planned_at=self.planned_at,
                planned_on=day,
                minutes=self.minutes,
                counsellor_id=counsellor.id,
                mode=self.mode,
                language=self.language,
                interpreter=self.interpreter,
                status="PLANNED",
            )
        )
        uow.session.flush()
        for resident_id in people:
            uow.add(
                SessionAttendance(
                    session_id=row.id,
                    resident_id=resident_id,
                    stay_id=stay_on(uow, resident_id, day),
                    status="PLANNED",
                )
            )
        uow.audit_subject(row, case_id=people[0] if len(people) == 1 else None)
        return row.id


@act("counselling.undo_plan", told=N_("withdrew a planned session"))
class UndoPlannedSession(Act[None]):
    """Take back a session just planned by mistake."""

    session: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, still only planned, with no note on it."""
        row, parts = _session_to_change(uow, self.session, None)
        need_fresh_entry(uow, row)
        noted = select(SessionNote.id).where(SessionNote.session_id == row.id)
        if uow.session.scalar(noted.limit(1)) is not None:
            raise Refused(
                "note_written",
                _("There is a note about this session. Record the session as not held instead."),
            )
        for part in parts:
            uow.session.delete(part)
        uow.session.flush()  # before the session that they refer to
        uow.session.delete(row)


@act("counselling.move_session", told=N_("moved a session"))
class MoveSession(Act[int]):
    """Move a planned session to another time, with another length where one is given; returns its version."""

    session: str
    version: int
    planned_at: AwareDatetime
    minutes: int | None = None

    def apply(self, uow: UnitOfWork) -> int:
        """Refuse a session that is no longer only planned, and cases out of reach."""
        row, parts = _session_to_change(uow, self.session, self.version)
        if self.minutes is not None:
            _need_minutes(self.minutes)
            row.minutes = self.minutes
        _need_time(uow, row.counsellor_id, self.planned_at, row.minutes, row.id)
        day = local_day(self.planned_at)
        row.planned_at, row.planned_on = self.planned_at, day
        for part in parts:
            part.stay_id = stay_on(uow, part.resident_id, day)
        return _version_after(uow, row)


@act("counselling.hold_session", told=N_("recorded a session as held"))
class HoldSession(Act[int]):
    """Record that a session was held: when, how long, who came; the session's status follows from that.

    ``attendances`` names everybody who was planned; in a group it may name others who came too. Returns the
    session's version.
    """

    session: str
    version: int
    held_at: AwareDatetime
    minutes: int
    attendances: tuple[Attended, ...]

    def apply(self, uow: UnitOfWork) -> int:
        """Refuse a future time, nobody there, somebody planned and not named, somebody twice."""
        row, parts = _session_to_change(uow, self.session, self.version)
        _need_minutes(self.minutes)
        if self.held_at > uow.now:
            raise Refused("future_date", _("This time is in the future. Check the time."), ("held_at",))
        came = self._checked(uow, row, {part.resident_id for part in parts})
        day = local_day(self.held_at)
        known = {part.resident_id: part for part in parts}
        need_residents(uow, came)
        stays = {resident_id: stay_on(uow, resident_id, day) for resident_id in came}
        for resident_id, attended in came.items():
            delivered = code("attendance", attended.status).extra["delivered"]
            part = known.get(resident_id) or SessionAttendance(session_id=row.id, resident_id=resident_id)
            part.status = attended.status
            part.stay_id = stays[resident_id]
            part.minutes = (attended.minutes or self.minutes) if delivered else None
            if resident_id not in known:
                uow.add(part)
        statuses = {attended.status for attended in came.values()}
        row.status = "ATTENDED" if "ATTENDED" in statuses else "LATE_SHORT"
        row.minutes = self.minutes
        row.held_at = self.held_at
        row.planned_on = day
        return _version_after(uow, row)

    def _checked(self, uow: UnitOfWork, row: Session, planned: set[str]) -> dict[str, Attended]:
        came = {attended.resident: attended for attended in self.attendances}
        if len(came) < len(self.attendances) or not planned <= set(came):
            raise Refused(
                "attendances",
                _("Choose for each person, once, whether they attended the session."),
                ("attendances",),
            )
        if set(came) - planned and base("session_type", row.kind) not in FOR_SEVERAL:
            raise Refused(
                "one_resident",
                _("This kind of session is for one person. Choose a group session."),
                ("attendances",),
            )
        for attended in came.values():
            need_code(uow, "attendance", attended.status, "attendances")
            if attended.status == "PLANNED":
                raise _attendance_missing()
            if attended.minutes is not None:
                _need_minutes(attended.minutes, "attendances")
        if not any(code("attendance", a.status).extra["delivered"] for a in came.values()):
            raise Refused(
                "nobody_came", _("Nobody attended: record the session as not held instead."), ("attendances",)
            )
        return came


@act("counselling.cancel_session", told=N_("recorded a session as not held"))
class CancelSession(Act[int]):
    """Record that a planned session was not held: nobody came, or who cancelled it; returns its version."""

    session: str
    version: int
    status: str

    def apply(self, uow: UnitOfWork) -> int:
        """Refuse a status that says that the session was held, and an absence from a future session."""
        if self.status not in CANCELLED:
            raise Refused("status", _("Write why the session was not held."), ("status",))
        row, parts = _session_to_change(uow, self.session, self.version)
        ahead = row.planned_on > uow.today or (row.planned_at is not None and row.planned_at > uow.now)
        if self.status == "NO_SHOW" and ahead:
            raise Refused(
                "future_date", _("This session has not taken place yet. Check the date."), ("status",)
            )
        row.status = self.status
        row.minutes = None
        for part in parts:
            part.status = self.status
        return _version_after(uow, row)


@act("counselling.reopen_session", told=N_("undid the recording of a session"))
class ReopenSession(Act[int]):
    """Take back that a session was held or not held: it is planned again, ``minutes`` long; returns its version."""

    session: str
    version: int
    minutes: int | None = None

    def apply(self, uow: UnitOfWork) -> int:
        """Refuse a session that is only planned, and one that a signed note tells of."""
        row, parts = _session_in_reach(uow, self.session, self.version)
        if row.status == "PLANNED":
            raise Refused("session_planned", _("This session is still planned. There is nothing to undo."))
        signed = select(SessionNote.id).where(
            SessionNote.session_id == row.id, SessionNote.signed_at.is_not(None)
        )
        if uow.session.scalar(signed.limit(1)) is not None:
            raise Refused(
                "note_signed",
                _("There is a signed note about this session. Correct it with an addendum to the note."),
            )
        if self.minutes is not None:
            _need_minutes(self.minutes)
        if row.planned_at is not None:
            _need_time(uow, row.counsellor_id, row.planned_at, self.minutes, row.id)
        row.status, row.minutes, row.held_at = "PLANNED", self.minutes, None
        if row.planned_at is not None:
            row.planned_on = local_day(row.planned_at)
        for part in parts:
            part.status, part.minutes = "PLANNED", None
        return _version_after(uow, row)
