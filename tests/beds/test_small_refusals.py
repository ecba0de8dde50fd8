"""Refusals of what cannot be, each naming its field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Actor, ReadContext, perform
from shelter_app.services.beds.corrections import CorrectBedPeriod
from shelter_app.services.beds.presence import roll_call
from shelter_app.services.beds.reservations import ReserveBed
from shelter_app.services.beds.roster import missing_sheet
from shelter_app.services.beds.transfers import MoveToShelter
from shelter_app.services.counselling.acts import CancelSession, PlanSession, ReopenSession
from shelter_app.services.house.acts import AddBed, TakeBedOutOfUse
from shelter_app.services.residents.acts import AssignCase
from shelter_app.services.residents.alerts import AddAlert
from shelter_app.services.stays.absences import RecordAbsence
from shelter_app.services.stays.households import plan_together
from tests.beds.conftest import House
from tests.beds.steps import at, period
from tests.conftest import FixedClock

pytestmark = pytest.mark.usefixtures("english")


def test_a_session_is_not_planned_again_at_the_time_of_another(
    director: Actor, house: House, make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    c = make_actor("COUNSELLOR")
    a, b = house.admit(at(10), "1A")[0], house.admit(at(10), "1B")[0]
    for x in (a, b):
        perform(
            director,
            AssignCase(resident=x, account=c.account_id, role="COUNSELLOR", from_on=date(2026, 11, 1)),
        )

    def plan(who: str) -> str:
        return perform(
            c,
            PlanSession(
                shelter=house.shelter, kind="IND_COUNSEL", planned_at=at(26, 10), residents=(who,), minutes=60
            ),
        )

    s1 = plan(a)
    perform(c, CancelSession(session=s1, version=1, status="CANCEL_CLIENT"))
    plan(b)
    with pytest.raises(Refused):
        perform(c, ReopenSession(session=s1, version=2, minutes=60))


def test_nobody_misses_a_session_that_has_not_begun(
    director: Actor, house: House, make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    c = make_actor("COUNSELLOR")
    a = house.admit(at(10), "1A")[0]
    perform(
        director, AssignCase(resident=a, account=c.account_id, role="COUNSELLOR", from_on=date(2026, 11, 1))
    )
    s = perform(
        c,
        PlanSession(
            shelter=house.shelter, kind="IND_COUNSEL", planned_at=at(24, 18), residents=(a,), minutes=60
        ),
    )
    with pytest.raises(Refused):
        perform(c, CancelSession(session=s, version=1, status="NO_SHOW"))  # 12:00 now


def test_an_extra_mattress_needs_its_own_act(
    director: Actor, house: House, make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    with pytest.raises((Refused, NotAllowed)):
        perform(
            make_actor("CASE_MANAGER"),
            AddBed(room=house.rooms["1"], label="M", in_use_from=date(2026, 11, 24), kind="EXTRA"),
        )


def test_an_outage_says_its_time_zone(director: Actor, house: House, clock: FixedClock) -> None:
    with pytest.raises(Exception) as e:
        perform(director, TakeBedOutOfUse(bed=house.beds["2A"], since=datetime(2026, 11, 24, 12), reason="x"))
    assert type(e.value).__name__ in ("Refused", "ValidationError")


def test_nobody_is_placed_together_with_nobody(director: Actor, house: House, clock: FixedClock) -> None:
    with pytest.raises(Refused):
        plan_together(director, "NORD", clock(), ())


def test_an_alert_that_is_over_is_not_told_to_the_police(
    director: Actor, house: House, clock: FixedClock
) -> None:
    who, st = house.admit(at(10), "1A")
    perform(director, AddAlert(resident=who, level="HIGH", text="OLDALERT", until_on=date(2026, 11, 24)))
    clock.forward(days=3)
    perform(director, RecordAbsence(stay=st, kind="UNAUTHORISED", since=clock()))
    assert roll_call(director).rows[0].alerts == ()
    with director.store.reading() as ses:
        assert "OLDALERT" not in repr(missing_sheet(ReadContext(ses, director, "beds.print_missing"), st))


@pytest.mark.parametrize("what", ["reserve", "transfer", "correct", "addbed", "outage", "absence"])
def test_a_refusal_of_the_database_names_its_field(
    director: Actor, build_house: Callable[..., House], clock: FixedClock, what: str
) -> None:
    n, s = build_house("NORD"), build_house("SUD")
    st = n.admit(at(20), "1A")[1]
    s.admit(at(20), "1A")
    act = {
        "reserve": lambda: ReserveBed(bed=n.beds["1A"], from_at=clock(), to_at=at(25), lapses_at=at(24, 20)),
        "transfer": lambda: MoveToShelter(stay=st, shelter=s.shelter, at=clock(), bed=s.beds["1A"]),
        "correct": lambda: CorrectBedPeriod(
            period=period(director, st).id, from_at=at(19), to_at=None, reason="x"
        ),
        "addbed": lambda: AddBed(room=n.rooms["1"], label="1A", in_use_from=date(2026, 1, 1)),
        "outage": lambda: TakeBedOutOfUse(bed=n.beds["1A"], since=clock(), reason="x"),
        "absence": lambda: RecordAbsence(stay=st, kind="HOSPITAL", since=at(19)),
    }[what]()
    with pytest.raises(Refused) as e:
        perform(director, act)
    assert e.value.fields
