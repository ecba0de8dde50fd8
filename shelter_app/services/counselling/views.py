"""What is seen of counselling: sessions of some days, notes without text, one note opened with its key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select, true

from shelter_app.db.models.counselling import NoteAddendum, Session, SessionAttendance, SessionNote
from shelter_app.db.models.people import Resident
from shelter_app.db.models.stays import Stay
from shelter_app.domain import roles
from shelter_app.domain.errors import NotAllowed
from shelter_app.domain.sessions import is_late
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_known, need_resident, need_residents, reached, unrestricted
from shelter_app.services.acting import Changed, ReadContext, accounts_named, last_changes, names_then, view
from shelter_app.services.counselling.notes import (
    LEGAL_PRIV,
    PROCESS,
    addendum_place,
    note_place,
    refresh_keys,
)
from shelter_app.services.lists.printing import printed_list

PrintSessions = printed_list(
    "sessions", N_("Sessions"), told=N_("exported a resident's sessions"), of_resident=True
)


@dataclass(frozen=True, slots=True)
class PartView:
    """One resident's part in a session."""

    resident_id: str
    resident_code: str
    preferred_name: str | None
    status: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as a fact, without any text."""

    id: str
    version: int
    shelter_id: str
    kind: str
    planned_on: date
    planned_at: datetime | None
    held_at: datetime | None
    minutes: int | None
    counsellor_id: str | None
    counsellor: str
    mode: str | None
    language: str | None
    interpreter: bool
    status: str
    parts: tuple[PartView, ...]
    notes: int
    changed: Changed


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note in a list: everything but its text; ``readable`` says whether this account holds its key."""

    id: str
    version: int
    session_id: str
    session_on: date
    resident_id: str
    resident_code: str
    format: str
    note_class: str
    author_id: str | None
    author: str
    written_at: datetime
    signed_at: datetime | None
    late_entry: bool
    addenda: int
    readable: bool


@dataclass(frozen=True, slots=True)
class Following:
    """The next session that is planned with a resident."""

    resident_id: str
    session_id: str
    version: int
    planned_at: datetime
    minutes: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class SessionFile:
    """One session with its notes, the oldest first, and the next one of each person."""

    session: SessionView
    notes: tuple[NoteLine, ...]
    following: tuple[Following, ...]


@dataclass(frozen=True, slots=True)
class AddendumText:
    """Later words on a signed note."""

    id: str
    author: str
    signed_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note opened with its key."""

    line: NoteLine
    text: str
    addenda: tuple[AddendumText, ...]


@dataclass(frozen=True, slots=True)
class SessionCount:
    """How many sessions of a kind ended in a status."""

    kind: str
    status: str
    sessions: int
    participations: int


@view("counselling.sessions")
def sessions(
    context: ReadContext,
    from_on: date,
    until_on: date,
    *,
    resident_id: str | None = None,
    status: str | None = None,
) -> tuple[SessionView, ...]:
    """Return the sessions of the days ``from_on`` to ``until_on`` (included) with people within reach.

    Only those with one of them where ``resident_id`` is given, only those that stand so where ``status`` is.
    """
    attended = (
        select(SessionAttendance.session_id)
        .join(Resident, Resident.id == SessionAttendance.resident_id)
        .where(reached(context))
    )
    if resident_id is None:  # the days choose few sessions of many; somebody's are found by her attendance
        with_them: ColumnElement[bool] = (
            attended.where(SessionAttendance.session_id == Session.id).correlate(Session).exists()
        )
    else:
        with_them = Session.id.in_(attended.where(Resident.id == resident_id))
    rows = context.session.scalars(
        select(Session)
        .where(
            Session.planned_on >= from_on,
            Session.planned_on <= until_on,
            with_them,
            Session.status == status if status is not None else true(),
        )
        .order_by(Session.planned_on, Session.planned_at, Session.id)
    ).all()
    return _seen(context, rows)


@view("counselling.session")
def session(context: ReadContext, session_id: str) -> SessionFile:
    """Return one session with its notes (never their text) and what is planned after it with each person.

    Raises NotAllowed when none of its people is within reach.
    """
    row = context.find(Session, session_id)
    (seen,) = _seen(context, [row])
    people = [part.resident_id for part in seen.parts]
    if not people:
        everybody = select(SessionAttendance.resident_id).where(SessionAttendance.session_id == row.id)
        need_residents(context, context.session.scalars(everybody).all())
    ids = context.session.scalars(
        select(SessionNote.id).where(
            SessionNote.session_id == row.id, SessionNote.resident_id.in_(people), _may_know_of(context)
        )
    ).all()
    return SessionFile(seen, tuple(reversed(_lines(context, ids))), _following(context, row, people))


@view("counselling.people")
def people(context: ReadContext) -> tuple[tuple[str, str], ...]:
    """Return who is in the house and may be given a session: id and code name."""
    rows = context.session.execute(
        select(Resident.id, Resident.code)
        .where(reached(context), Resident.id.in_(select(Stay.resident_id).where(Stay.ended_on.is_(None))))
        .order_by(Resident.code)
    )
    return tuple((resident_id, code_name) for resident_id, code_name in rows)


def _following(context: ReadContext, row: Session, people: list[str]) -> tuple[Following, ...]:
    planned = context.session.execute(
        select(SessionAttendance.resident_id, Session)
        .join(Session, Session.id == SessionAttendance.session_id)
        .where(
            SessionAttendance.resident_id.in_(people),
            Session.status == "PLANNED",
            Session.planned_on >= row.planned_on,
            Session.planned_at > (row.held_at or row.planned_at or context.now),
            Session.id != row.id,
        )
        .order_by(Session.planned_at)
    )
    first: dict[str, Following] = {}
    for resident_id, later in planned:
        if later.planned_at is not None:
            first.setdefault(
                resident_id,
                Following(resident_id, later.id, later.version, later.planned_at, later.minutes, later.kind),
            )
    return tuple(first.values())


def _seen(context: ReadContext, rows: Sequence[Session]) -> tuple[SessionView, ...]:
    if not rows:
        return ()
    ids = [row.id for row in rows]
    names = accounts_named(context, {row.counsellor_id for row in rows if row.counsellor_id is not None})
    parts: dict[str, list[PartView]] = {session_id: [] for session_id in ids}
    attended = context.session.execute(
        select(SessionAttendance, Resident)
        .join(Resident, Resident.id == SessionAttendance.resident_id)
        .where(SessionAttendance.session_id.in_(ids), reached(context))
        .order_by(Resident.code)
    )
    for part, resident in attended:
        parts[part.session_id].append(
            PartView(resident.id, resident.code, resident.preferred_name, part.status, part.minutes)
        )
    written = select(SessionNote.session_id).where(SessionNote.session_id.in_(ids), _may_know_of(context))
    notes = Counter(context.session.scalars(written))
    changes = last_changes(context, rows)
    return tuple(
        SessionView(
            id=row.id,
            version=row.version,
            shelter_id=row.shelter_id,
            kind=row.kind,
            planned_on=row.planned_on,
            planned_at=row.planned_at,
            held_at=row.held_at,
            minutes=row.minutes,
            counsellor_id=row.counsellor_id,
            counsellor=names.get(row.counsellor_id or "", row.counsellor_name or ""),
            mode=row.mode,
            language=row.language,
            interpreter=row.interpreter,
            status=row.status,
            parts=tuple(parts[row.id]),
            notes=notes[row.id],
            changed=changes[row.id],
        )
        for row in rows
    )


@view("counselling.session_counts")
def session_counts(context: ReadContext, from_on: date, until_on: date) -> tuple[SessionCount, ...]:
    """Return how many sessions there were by kind and status, without saying whose."""
    rows = context.session.execute(
        select(
            Session.kind,
            Session.status,
            func.count(Session.id.distinct()),
            func.count(SessionAttendance.id),
        )
        .outerjoin(SessionAttendance, SessionAttendance.session_id == Session.id)
        .where(Session.planned_on >= from_on, Session.planned_on <= until_on)
        .group_by(Session.kind, Session.status)
        .order_by(Session.kind, Session.status)
    )
    return tuple(SessionCount(*row) for row in rows)


@view("counselling.note", audited=True, told=N_("read a note"))
def note(context: ReadContext, note_id: str, reason: str | None = None) -> NoteText:
    """Open a note with its key; each opening is in the audit trail.

    Raises NotAllowed ``no_key`` when this account holds no key to it.
    """
    row = context.find(SessionNote, note_id)
    need_known(context, row.resident_id)
    context.audit_subject(row, case_id=row.resident_id, reason=reason)
    place = note_place(row)
    if not refresh_keys(context, place.compartment):
        raise NotAllowed(
            "no_key", _("You have no access to this note. Ask its author for access to the case.")
        )
    addenda = context.session.scalars(
        select(NoteAddendum)
        .where(NoteAddendum.note_id == row.id)
        .order_by(NoteAddendum.signed_at, NoteAddendum.id)
    ).all()
    name_at = names_then(context)
    return NoteText(
        line=_lines(context, [row.id])[0],
        text=context.vault.open(place, row.body),
        addenda=tuple(
            AddendumText(
                id=addendum.id,
                author=name_at(addendum.author_id, addendum.signed_at),
                signed_at=addendum.signed_at,
                text=context.vault.open(addendum_place(row, addendum.id), addendum.body),
            )
            for addendum in addenda
        ),
    )


@view("counselling.notes_of_resident")
def notes_of_resident(context: ReadContext, resident_id: str) -> tuple[NoteLine, ...]:
    """Return a resident's notes without their text, the newest session first."""
    need_resident(context, resident_id)
    ids = context.session.scalars(
        select(SessionNote.id).where(SessionNote.resident_id == resident_id, _may_know_of(context))
    ).all()
    return _lines(context, ids)


@view("counselling.unsigned_notes")
def unsigned_notes(context: ReadContext) -> tuple[NoteLine, ...]:
    """Return the notes that this account wrote and has not signed, the newest session first."""
    ids = context.session.scalars(
        select(SessionNote.id).where(
            SessionNote.author_id == context.actor.account_id, SessionNote.signed_at.is_(None)
        )
    ).all()
    return _lines(context, ids)


def _may_know_of(context: ReadContext) -> ColumnElement[bool]:
    """Keep process notes to their author, and lawyer-client notes to whose role writes them."""
    hidden = {PROCESS} if roles.may_write(context.roles, LEGAL_PRIV) else {PROCESS, LEGAL_PRIV}
    return or_(SessionNote.author_id == context.actor.account_id, SessionNote.note_class.not_in(hidden))


def _lines(context: ReadContext, ids: Collection[str]) -> tuple[NoteLine, ...]:
    rows = context.session.execute(
        select(SessionNote, Session, Resident)
        .join(Session, Session.id == SessionNote.session_id)
        .join(Resident, Resident.id == SessionNote.resident_id)
        .where(SessionNote.id.in_(ids), unrestricted(context))
        .order_by(Session.planned_on.desc(), SessionNote.id.desc())
    ).all()
    added = Counter(
        context.session.scalars(select(NoteAddendum.note_id).where(NoteAddendum.note_id.in_(ids)))
    )
    name_at = names_then(context)
    return tuple(
        NoteLine(
            id=row.id,
            version=row.version,
            session_id=session.id,
            session_on=session.planned_on,
            resident_id=resident.id,
            resident_code=resident.code,
            format=row.format,
            note_class=row.note_class,
            author_id=row.author_id,
            author=name_at(row.author_id, row.signed_at or context.now) or row.written_author or "",
            written_at=row.created_at,
            signed_at=row.signed_at,
            late_entry=_is_late(row, session),
            addenda=added[row.id],
            readable=context.vault.holds(note_place(row).compartment),
        )
        for row, session, resident in rows
    )


def _is_late(row: SessionNote, session: Session) -> bool:
    held = session.held_at or session.planned_at
    return held is not None and is_late(held, row.created_at)
