"""A computer whose clock cannot be right: what opens, what waits, and one act by which somebody vouches for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from shelter_app.db import opening as stores
from shelter_app.db.models.trust import AuditEvent
from shelter_app.db.store import Store
from shelter_app.domain.clock_doubt import AHEAD, BEHIND
from shelter_app.domain.errors import Refused
from shelter_app.services.accounts.clock import ConfirmClock, clock_question
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.census import census
from shelter_app.services.beds.printing import PrintRoster
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.reporting.figures import figures
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.views import residents
from tests.conftest import DIRECTOR, PASSPHRASE

FAR = timedelta(days=400)
Days = tuple[date, date]
DAYS: Days = (date(2026, 1, 1), date(2026, 12, 31))


@contextmanager
def signed_in(store: Store, now: datetime) -> Iterator[Actor]:
    """The director, signed in at a computer whose clock shows ``now``."""
    clock: Callable[[], datetime] = lambda: now  # noqa: E731 - a clock that stands
    with stores.unlock(store.folder, DIRECTOR, PASSPHRASE, clock=clock) as opened:
        yield Actor(opened, opened.account_id, DIRECTOR, clock, opened.session_id)


@pytest.fixture
def worked(director: Actor) -> datetime:
    """A store in which somebody was registered; returns when."""
    perform(director, AddShelter(code="NORD", name="Casa Nord"))
    perform(director, RegisterResident(preferred_name="Ana", sex="F"))
    return director.clock()


@pytest.mark.parametrize(("off", "why"), [(-FAR, BEHIND), (FAR, AHEAD)])
def test_beds_and_people_open_but_nothing_is_written_or_counted(
    store: Store, worked: datetime, off: timedelta, why: str
) -> None:
    with signed_in(store, worked + off) as actor:
        question = clock_question(actor)
        assert question is not None
        assert (question.why, question.last) == (why, worked)
        census(actor, shelter="NORD")
        assert residents(actor, include_left=True).total == 1
        perform(actor, PrintRoster(shelter="NORD", kind="EMERGENCY"))
        for wanted in (
            lambda: perform(actor, RegisterResident(preferred_name="Ina", sex="F")),
            lambda: figures(actor, *DAYS),
        ):
            with pytest.raises(Refused) as refused:
                wanted()
            assert refused.value.code == "clock_in_doubt"
    with signed_in(store, worked + off + timedelta(minutes=1)) as actor:
        assert clock_question(actor) is not None  # signing in and printing make no wrong clock right


def test_one_act_believes_the_clock_and_the_trail_tells_who_said_so(store: Store, worked: datetime) -> None:
    with signed_in(store, worked + FAR) as actor:
        perform(actor, ConfirmClock())
        assert clock_question(actor) is None
        perform(actor, RegisterResident(preferred_name="Ina", sex="F"))
        figures(actor, *DAYS)
        with actor.store.reading() as session:
            (told,) = session.scalars(
                select(AuditEvent).where(AuditEvent.action == "accounts.confirm_clock")
            ).all()
        assert (told.actor, told.at) == (actor.account_id, worked + FAR)
        assert AHEAD in told.detail
    with signed_in(store, worked + FAR + timedelta(days=1)) as actor:
        assert clock_question(actor) is None
    with signed_in(store, worked) as actor:  # it was wrong after all
        question = clock_question(actor)
        assert question is not None and question.why == BEHIND


def test_a_clock_that_is_right_is_not_asked_about(store: Store, worked: datetime) -> None:
    with signed_in(store, worked + timedelta(days=1)) as actor:
        assert clock_question(actor) is None
        perform(actor, RegisterResident(preferred_name="Ina", sex="F"))
