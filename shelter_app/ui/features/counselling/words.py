"""How sessions and notes are said: on the calendar, on the session's page, to a screen reader."""

from __future__ import annotations

from datetime import datetime

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.sessions import PLANNED
from shelter_app.i18n import N_, _, moment, ngettext
from shelter_app.services.counselling.views import NoteLine, SessionView

SECTIONS = {
    "subjective": N_("Subjective · what the resident says"),
    "objective": N_("Objective · what is observed"),
    "assessment": N_("Assessment"),
    "plan": N_("Plan"),
    "data": N_("Data · what was said and observed"),
    "behaviour": N_("Behaviour"),
    "intervention": N_("Intervention"),
    "response": N_("Response"),
    "text": N_("Note"),
    "addendum": N_("Addendum"),
}
NAMED = 2
NOON = 720


def codes_in(session: SessionView) -> str:
    """Return with whom a session is, by code name."""
    return ", ".join(part.resident_code for part in session.parts)


def code_of(session: SessionView, resident: str) -> str:
    """Return the code name of somebody who is in a session; empty for who is not."""
    return next((part.resident_code for part in session.parts if part.resident_id == resident), "")


def section(name: str) -> str:
    """Return the words above a section of a note."""
    return _(SECTIONS[name])


def begins(session: SessionView) -> datetime | None:
    """Return when a session was held, or is planned, by the house's clock; None when nobody wrote a time."""
    at = session.held_at or session.planned_at
    return None if at is None else at.astimezone(LOCAL)


def hour(session: SessionView) -> str:
    """Return the time of a session in figures."""
    at = begins(session)
    return f"{at:%H:%M}" if at is not None else _("no time")


def people(session: SessionView) -> str:
    """Return the code names of a session's people, or how many they are."""
    if len(session.parts) > NAMED:
        n = len(session.parts)
        return ngettext("{n} person", "{n} people", n).format(n=n)
    return ", ".join(part.resident_code for part in session.parts)


def kind(session: SessionView) -> str:
    """Return the kind of a session."""
    return code_label("session_type", session.kind)


def is_open(session: SessionView, now: datetime) -> bool:
    """Say whether a session's time has come and nobody has recorded how it went."""
    return session.status == PLANNED and session.planned_at is not None and session.planned_at <= now


def state(session: SessionView, now: datetime) -> str:
    """Return how a session stands."""
    return _("not recorded yet") if is_open(session, now) else code_label("attendance", session.status)


def cell(session: SessionView, now: datetime) -> str:
    """Return all of a session in one line, as a screen reader says it; never anything of a note's text."""
    return _("{time}, {people}, {kind}, {state}").format(
        time=hour(session), people=people(session), kind=kind(session), state=state(session, now)
    )


def minutes(n: int | None) -> str:
    """Return a length in minutes."""
    return ngettext("{n} minute", "{n} minutes", n).format(n=n) if n is not None else ""


def signed(line: NoteLine) -> str:
    """Return who wrote a note and whether it is signed."""
    if line.signed_at is None:
        return _("Written by {author}, not signed").format(author=line.author)
    when = moment(line.signed_at.astimezone(LOCAL))
    return _("Signed by {author}, {when}").format(author=line.author, when=when)


def clock_minutes(session: SessionView) -> int:
    """Return the minutes from midnight at which a session begins by the house's clock; noon when nobody knows."""
    at = begins(session)
    return NOON if at is None else at.hour * 60 + at.minute
