"""Sessions and notes as a section of a resident's page: facts of sessions, the state of their notes, never a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from shelter_app.domain.clock import local_day
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.sessions import PLANNED, order_to_record
from shelter_app.i18n import _, pgettext
from shelter_app.services.acting import Act
from shelter_app.services.counselling.acts import HoldSession, PlanSession
from shelter_app.services.counselling.notes import AddAddendum, SignNote, WriteNote
from shelter_app.services.counselling.views import (
    NoteLine,
    PrintSessions,
    SessionView,
    notes_of_resident,
    people,
    sessions,
)
from shelter_app.ui.features.counselling import forms, note_forms
from shelter_app.ui.features.section import Case, Event, Line, Section
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.tables.model import Column
from shelter_app.ui.widgets.cells import day_cell

AHEAD = timedelta(days=120)  # sessions planned later are not told yet


@dataclass(frozen=True)
class SessionRow:
    """A session with one resident: its facts, the resident's own part in it, the notes on that part."""

    session: SessionView
    status: str
    notes: tuple[NoteLine, ...]


@dataclass(frozen=True)
class SessionsContent:
    """The sessions of a resident, the newest first, and the notes on them; no notes where they are not told of."""

    sessions: tuple[SessionView, ...]
    notes: tuple[NoteLine, ...]
    resident: str

    @property
    def to_record(self) -> SessionView | None:
        """The earliest session that was planned and not yet recorded."""
        planned = [one for one in self.sessions if one.status == PLANNED]
        return min(planned, key=lambda one: order_to_record(one.planned_on, one.planned_at), default=None)


def _notes(row: SessionRow) -> str:
    if not row.notes:
        return ""
    signed = all(note.signed_at is not None for note in row.notes)
    return pgettext("note", "signed") if signed else pgettext("note", "not signed")


class SessionsSection(Section[SessionsContent, SessionRow]):
    """A row leads to the page of its session."""

    NAME = "sessions"
    ORDER = 30
    LINES = (
        Line(PlanSession, lambda: _("Plan a session")),
        Line(HoldSession, lambda: _("Record a held session")),
        Line(WriteNote, lambda: _("Write a note")),
        Line(SignNote, lambda: _("Sign a note")),
        Line(AddAddendum, lambda: _("Add an addendum to a signed note")),
    )
    NEEDS = ("counselling.sessions",)
    PRINTS = PrintSessions
    ON_OVERVIEW = True
    COLUMNS = (
        Column(
            "",
            lambda: _("Day"),
            lambda row: day_cell(row.session.planned_on),
            3,
            bold=True,
            order=lambda row: row.session.planned_on,
        ),
        Column("", lambda: _("Kind"), lambda row: code_label("session_type", row.session.kind), 4),
        Column("", lambda: _("State"), lambda row: code_label("attendance", row.status), 3),
        Column(
            "",
            lambda: _("Minutes"),
            lambda row: str(row.session.minutes or ""),
            2,
            muted=True,
            order=lambda row: row.session.minutes,
        ),
        Column("", lambda: _("Counsellor"), lambda row: row.session.counsellor, 3, muted=True),
        Column("", lambda: _("Note"), _notes, 2),
    )

    def title(self) -> str:
        """Return the title of the tab."""
        return _("Sessions")

    def ask(self, case: Case) -> SessionsContent:
        """Return the sessions since the first admission, and the notes where the account is told of them."""
        first = min((local_day(stay.admitted_at) for stay in case.head.stays), default=case.today)
        found = sessions(case.actor, first, case.today + AHEAD, resident_id=case.resident)
        told = case.access.may("counselling.notes_of_resident")
        notes = notes_of_resident(case.actor, case.resident) if told else ()
        return SessionsContent(tuple(reversed(found)), notes, case.resident)

    def rows(self, content: SessionsContent) -> Sequence[SessionRow]:
        """Return a row for each session, with the notes on it."""
        return tuple(
            SessionRow(
                session,
                next(
                    (part.status for part in session.parts if part.resident_id == content.resident),
                    session.status,
                ),
                tuple(note for note in content.notes if note.session_id == session.id),
            )
            for session in content.sessions
        )

    def key(self, row: SessionRow) -> object:
        """Return the session's id."""
        return row.session.id

    def leads_to_session(self, row: SessionRow) -> str:
        """Return the session's id."""
        return row.session.id

    def empty(self, content: SessionsContent) -> str:
        """Say what would be here."""
        return _("There are no sessions yet. Sessions are shown here once they are planned.")

    def steps(self, case: Case, content: SessionsContent) -> Iterator[type[Act[Any]]]:
        """Record the session whose day has come, or plan one."""
        waiting = content.to_record
        if waiting is not None and waiting.planned_on <= case.today:
            yield HoldSession
        yield PlanSession
        yield WriteNote

    def forms(self, case: Case, content: SessionsContent) -> Iterator[FormSpec | None]:
        """Plan a session, record the earliest, write, sign and add to notes."""
        stay, own = case.head.stay, case.access.may("counselling.people")
        if stay is not None:
            asked = (lambda: people(case.actor)) if own else tuple
            yield forms.plan(stay.shelter_id, (), (case.resident,), asked=asked)
        if content.to_record is not None:
            yield forms.hold(content.to_record)
        yield note_forms.write(case.resident, content.sessions)
        yield note_forms.sign(content.notes)
        yield note_forms.add_addendum(content.notes)

    def events(self, case: Case, content: SessionsContent) -> Iterator[Event]:
        """Tell of each that was held."""
        for session in content.sessions:
            if session.held_at is not None:
                yield Event(session.planned_on, "message-circle", code_label("session_type", session.kind))


SECTIONS = (SessionsSection(),)
