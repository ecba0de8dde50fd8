"""The forms of a session: plan, move, record as held, record as not held; and what takes each back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from shelter_app.domain.clock import LOCAL, local_moment
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.sessions import PLANNED
from shelter_app.i18n import _, day, moment
from shelter_app.services.acting import Act
from shelter_app.services.counselling.acts import (
    CANCELLED,
    Attended,
    CancelSession,
    HoldSession,
    MoveSession,
    PlanSession,
    ReopenSession,
    UndoPlannedSession,
)
from shelter_app.services.counselling.views import Following, SessionView
from shelter_app.ui.features.counselling import words
from shelter_app.ui.forms.spec import Choices, FieldSpec, FormSpec, Outcome

CAME = ("ATTENDED", "LATE_SHORT", "NO_SHOW", "CANCEL_LATE", "CANCEL_CLIENT")
USUAL = 50
WEEK = timedelta(days=7)
USUAL_KIND = "IND_COUNSEL"


def plan(
    shelter: str,
    people: Choices,
    chosen: tuple[str, ...] = (),
    at: datetime | None = None,
    kind: str = USUAL_KIND,
    minutes: int | None = None,
    asked: Callable[[], Choices] | None = None,
) -> FormSpec:
    """Return the form of a session to come; with whom is chosen from ``people``, or from what ``asked`` returns."""
    return FormSpec(
        PlanSession,
        _("Plan a session"),
        _("The session was planned."),
        (
            FieldSpec("residents", _("With whom"), choices=people, asked=asked, start=chosen),
            FieldSpec("planned_at", _("When"), start=at),
            FieldSpec("minutes", _("Length"), unit=_("minutes"), start=minutes or USUAL),
            FieldSpec("kind", _("Kind"), codes="session_type", start=kind),
            FieldSpec("mode", _("Mode"), codes="mode"),
        ),
        known={"shelter": shelter},
        undo=lambda _act, made: UndoPlannedSession(session=made),
        subject=lambda act, _made: _codes_of(act.residents, people if asked is None else asked()),
    )


def hold(session: SessionView) -> FormSpec:
    """Return the form of a session that was held: when, how long, who came."""
    ways = tuple((code, code_label("attendance", code)) for code in CAME)
    came = tuple(
        FieldSpec(f"came_{at}", part.resident_code, choices=ways, kind=str, start="ATTENDED", needed=True)
        for at, part in enumerate(session.parts)
    )

    def compose(typed: dict[str, Any]) -> dict[str, Any]:
        parts = tuple(
            Attended(resident=part.resident_id, status=typed[f"came_{at}"])
            for at, part in enumerate(session.parts)
        )
        return {"held_at": typed["held_at"], "minutes": typed["minutes"], "attendances": parts}

    return FormSpec(
        HoldSession,
        _("Record a held session"),
        _("The session was recorded."),
        (
            FieldSpec("held_at", _("When it was held"), start=session.planned_at),
            FieldSpec("minutes", _("Length"), unit=_("minutes"), start=session.minutes or USUAL),
            *came,
        ),
        known={"session": session.id, "version": session.version},
        changed=session.changed,
        note=_("{kind}, planned for {day}.").format(
            kind=code_label("session_type", session.kind), day=day(session.planned_on)
        ),
        compose=compose,
        undo=lambda _act, version: _reopen(session, version),
        subject=words.codes_in(session),
    )


def cancel(session: SessionView) -> FormSpec:
    """Return the form of a session that was not held."""
    ways = tuple((code, code_label("attendance", code)) for code in sorted(CANCELLED))
    return FormSpec(
        CancelSession,
        _("Record as not held"),
        _("The session was recorded as not held."),
        (FieldSpec("status", _("Why"), choices=ways),),
        known={"session": session.id, "version": session.version},
        changed=session.changed,
        undo=lambda _act, version: _reopen(session, version),
        subject=words.codes_in(session),
    )


def move(session: SessionView) -> FormSpec:
    """Return the form that moves a planned session."""
    at = session.planned_at or local_moment(session.planned_on)
    return _move(session.id, session.version, at, session.minutes, words.codes_in(session))


def move_next(following: Following, code: str) -> FormSpec:
    """Return the form that moves the session after this one, with the resident of this code name."""
    return _move(following.session_id, following.version, following.planned_at, following.minutes, code)


def next_after(session: SessionView) -> FormSpec:
    """Return the form of the next session with the same people: a week later, at the same time by the house's clock."""
    people = tuple((part.resident_id, part.resident_code) for part in session.parts)
    at = session.planned_at or session.held_at or local_moment(session.planned_on)
    chosen = tuple(resident for resident, _code in people)
    later = at.astimezone(LOCAL) + WEEK
    return plan(session.shelter_id, people, chosen, later, session.kind, session.minutes)


def possible(session: SessionView, following: Following | None, now: datetime) -> list[FormSpec]:
    """Return the forms that there is something to do with now."""
    found = [hold(session)] if words.is_open(session, now) else []
    if session.status == PLANNED:
        found += [cancel(session), move(session)]
    return found if following is not None else [*found, next_after(session)]


def _move(session: str, version: int, at: datetime, minutes: int | None, subject: str) -> FormSpec:
    return FormSpec(
        MoveSession,
        _("Move the session"),
        _("The session was moved."),
        (
            FieldSpec("planned_at", _("New time"), start=at),
            FieldSpec("minutes", _("Length"), unit=_("minutes"), start=minutes or USUAL),
        ),
        known={"session": session, "version": version},
        undo=lambda _act, after: MoveSession(session=session, version=after, planned_at=at, minutes=minutes),
        subject=subject,
    )


def held_as_planned(session: SessionView) -> HoldSession:
    """Return the act that records a session as held just as it was planned, everybody there."""
    assert session.planned_at is not None
    return HoldSession(
        session=session.id,
        version=session.version,
        held_at=session.planned_at,
        minutes=session.minutes or USUAL,
        attendances=tuple(Attended(part.resident_id, "ATTENDED") for part in session.parts),
    )


def nobody_came(session: SessionView) -> CancelSession:
    """Return the act that records that nobody came."""
    return CancelSession(session=session.id, version=session.version, status="NO_SHOW")


def moved(session: SessionView, at: datetime) -> MoveSession:
    """Return the act that moves a planned session, its length as it was."""
    return MoveSession(session=session.id, version=session.version, planned_at=at)


def done(session: SessionView, act: Act[Any], version: int) -> Outcome:
    """Return the sentence of what was done to a session without a form, and what takes it back."""
    if isinstance(act, MoveSession):
        at = moment(act.planned_at.astimezone(LOCAL))
        assert session.planned_at is not None
        back = MoveSession(session=session.id, version=version, planned_at=session.planned_at)
        said = _("The session was moved to {when}.").format(when=at)
        return Outcome(said, back, version, subject=words.codes_in(session))
    held = isinstance(act, HoldSession)
    said = _("The session was recorded.") if held else _("The session was recorded as not held.")
    return Outcome(said, _reopen(session, version), version, subject=words.codes_in(session))


def _codes_of(residents: tuple[str, ...], people: Choices) -> str:
    codes = dict(people)
    return ", ".join(codes[one] for one in residents if one in codes)


def _reopen(session: SessionView, version: int) -> ReopenSession:
    return ReopenSession(session=session.id, version=version, minutes=session.minutes)
