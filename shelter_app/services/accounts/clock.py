"""The computer's clock when it cannot be right: asked about at sign-in, believed when somebody says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import event

from shelter_app.db.trail import CONFIRM_CLOCK
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.clock_doubt import BEHIND
from shelter_app.i18n import N_, _, moment
from shelter_app.services.acting import Act, Actor, UnitOfWork, act


@dataclass(frozen=True, slots=True)
class ClockQuestion:
    """Why the clock is doubted (``clock_doubt``), what it shows, and when something was last done."""

    why: str
    shown: datetime
    last: datetime

    def sentence(self) -> str:
        """Return what is said of it to a person, in local time."""
        shown, last = (moment(one.astimezone(LOCAL), "medium") for one in (self.shown, self.last))
        if self.why == BEHIND:
            said = _("The computer's clock shows {shown}, but the last work here was done on {last}.")
        else:
            said = _("The computer's clock shows {shown}, long after the last work here, on {last}.")
        return said.format(shown=shown, last=last)


def clock_question(actor: Actor) -> ClockQuestion | None:
    """Return what is to be asked about the clock before anything is written, None when it is believed."""
    doubted = actor.store.clock_doubt
    return None if doubted is None else ClockQuestion(doubted.why, actor.clock(), doubted.last)


@act(CONFIRM_CLOCK, told=N_("confirmed the computer's clock"))
class ConfirmClock(Act[None]):
    """Say that the clock is right: from now on what is written is dated by it. The trail tells who said so."""

    def apply(self, uow: UnitOfWork) -> None:
        """Believe the clock once this is stored; nothing happens to a clock that nobody doubts."""
        store = uow.actor.store
        uow.audit_subject(uow.account)
        if store.clock_doubt is not None:
            uow.notes["doubt"] = store.clock_doubt.why
            event.listen(uow.session, "after_commit", lambda _session: store.believe_clock(), once=True)
