"""Counselling on the page of the day: the sessions of today, those that nobody recorded, notes that are not signed."""

from __future__ import annotations

from collections.abc import Iterator

from shelter_app.domain.codes import label
from shelter_app.domain.sessions import ASKED_FOR, PLANNED
from shelter_app.i18n import _
from shelter_app.services.counselling.views import NoteLine, SessionView, sessions, unsigned_notes
from shelter_app.ui.features.counselling.sessions_card import SessionsCard
from shelter_app.ui.features.today.part import Day, TodayLine, TodayPart, dated
from shelter_app.ui.page import Page


class SessionsPart(TodayPart[tuple[SessionView, ...]]):
    """Sessions of today on a card; of the days before, a line for each that is still to be recorded."""

    NAME = "sessions"
    ORDER = 40
    NEEDS = "counselling.sessions"

    def ask(self, day: Day) -> tuple[SessionView, ...]:
        """Return the sessions of today, and of the days before where the account records them."""
        records = day.access.may("counselling.hold_session")
        return sessions(day.actor, day.today - ASKED_FOR if records else day.today, day.today)

    def lines(self, day: Day, content: tuple[SessionView, ...]) -> Iterator[TodayLine]:
        """Tell of each that was planned for an earlier day and not recorded."""
        for session in content:
            if session.planned_on < day.today and session.status == PLANNED:
                yield dated(
                    day.today,
                    session.planned_on,
                    who=", ".join(part.resident_code for part in session.parts),
                    what=_("Session not recorded"),
                    beside=label("session_type", session.kind),
                    session=session.id,
                )

    def make_card(self, page: Page) -> SessionsCard:
        """Return the card of today's sessions."""
        card = SessionsCard()
        card.opened.connect(page.session_wanted)
        card.more_wanted.connect(lambda: page.wanted.emit("calendar"))
        return card


class NotesPart(TodayPart[tuple[NoteLine, ...]]):
    """A line for each note that the account wrote and has not signed."""

    NAME = "notes"
    ORDER = 100
    NEEDS = "counselling.unsigned_notes"

    def ask(self, day: Day) -> tuple[NoteLine, ...]:
        """Return the notes."""
        return unsigned_notes(day.actor)

    def lines(self, day: Day, content: tuple[NoteLine, ...]) -> Iterator[TodayLine]:
        """Tell of each; it leads to its session."""
        for note in content:
            yield dated(
                day.today,
                note.session_on,
                who=note.resident_code,
                what=_("Note not signed"),
                session=note.session_id,
            )


PARTS = (SessionsPart(), NotesPart())
