"""Any sequence of acts, in any order, against a house kept as plain lists.

``BEDS_SEQUENCES=10000`` runs as many, drawn anew; without it the same sample of them runs. ``BEDS_LENGTH`` is the
length of the longest.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from shelter_app.db.models import new_id
from shelter_app.db.models.house import Bed
from shelter_app.db.models.stays import BedPeriod, Reservation, Stay
from shelter_app.domain.clock import local_day, local_moment
from shelter_app.domain.errors import Refused
from shelter_app.services.acting import Act, Actor, perform
from shelter_app.services.beds.census import census, nights
from shelter_app.services.beds.corrections import (
    AddPastBedPeriod,
    CorrectBedPeriod,
    CorrectStay,
    WithdrawBedPeriod,
)
from shelter_app.services.beds.occupancy import occupancy
from shelter_app.services.beds.outages import ChangeOutage
from shelter_app.services.beds.reservations import (
    ArriveOnReservation,
    CancelReservation,
    ChangeReservation,
    ReserveBed,
)
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter, RetireBed, TakeBedOutOfUse
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.stays.acts import Admit, EndStay, MoveToBed, PlaceInBed, SetBedEnd
from tests.beds.plain import Held, Outage, Period, Plain, Stayed
from tests.conftest import FixedClock

IN_USE = date(2026, 11, 2)
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 29)
NOW = local_moment(date(2026, 11, 24))
SEQUENCES = int(os.environ.get("BEDS_SEQUENCES", "14"))
LENGTH = int(os.environ.get("BEDS_LENGTH", "50"))

moments = st.builds(
    lambda day, hour: local_moment(date(2026, 11, day), *hour),
    st.integers(1, 23),
    st.sampled_from([(0, 0), (6, 0), (12, 0), (23, 50)]),
)
early = st.builds(
    lambda day, hour: local_moment(date(2026, 11, day), *hour),
    st.integers(1, 9),
    st.sampled_from([(0, 0), (6, 0), (12, 0), (23, 50)]),
)
laters = st.sampled_from([-6, 0, 1, 6, 12, 18, 24, 30, 48, 72, 100, 160, 240, 600]).map(
    lambda hours: timedelta(hours=hours)
)
picks = st.integers(0, 1000)
ends = (
    st.none() | st.none() | st.sampled_from([-6, 1, 6, 24, 48, 160]).map(lambda hours: timedelta(hours=hours))
)


class House(RuleBasedStateMachine):
    """Each rule asks the plain lists whether the act may be, and holds the real services to it."""

    actor: Actor
    clock: FixedClock
    number = itertools.count()

    @initialize()
    def build(self) -> None:
        """Open a new shelter with four beds and six people."""
        self.clock.now = NOW
        self.code = f"S{next(self.number)}"
        self.shelter = self.act(AddShelter(code=self.code, name=self.code))
        room = self.act(AddRoom(shelter=self.shelter, name="1"))
        self.model = Plain(self.actor.clock(), IN_USE)
        for label in "ABCD":
            bed = self.act(AddBed(room=room, label=label, in_use_from=IN_USE))
            self.model.beds[bed] = None
        self.people = [self.act(RegisterResident(sex="F", birth_year=1999)) for _ in range(6)]

    @rule(who=picks, bed=picks, at=early | moments, with_bed=st.booleans(), end=ends)
    def admit(self, who: int, bed: int, at: datetime, with_bed: bool, end: timedelta | None) -> None:
        """Somebody comes, or comes again; the bed may be given until a time to come."""
        person, place = self.person(who), self.bed(bed) if with_bed else None
        new, until = Stayed(at, None, "", person), self.until(end)
        may = self.model.may_stay(person, at, None) and (
            place is None or (self.comes(until, at) and self.model.may_sleep(person, new, place, at, until))
        )
        stay = self.held_to(may, Admit(resident=person, shelter=self.shelter, at=at, bed=place, until=until))
        if may:
            new.id = stay
            self.model.stays.append(new)
            if place is not None:
                self.model.periods.append(Period(at, until, self.last_period(stay), place, stay))

    @precondition(lambda self: self.model.stays)
    @rule(which=picks, bed=picks, later=laters, end=ends)
    def place(self, which: int, bed: int, later: timedelta, end: timedelta | None) -> None:
        """Somebody who is here is given a bed, or only until a time to come."""
        stay, place = self.a_stay(which), self.bed(bed)
        at, until = stay.since + later, self.until(end)
        asked = stay.to is None and at <= self.model.now and self.comes(until, at)
        may = asked and self.model.may_sleep(stay.who, stay, place, at, until)
        if asked:
            self.raw_period(may, stay, place, at, until)
        period = self.held_to(may, PlaceInBed(stay=stay.id, bed=place, since=at, until=until))
        if may:
            self.model.periods.append(Period(at, until, period, place, stay.id))

    @precondition(lambda self: self.model.stays)
    @rule(which=picks, bed=picks, later=laters, end=ends)
    def move(self, which: int, bed: int, later: timedelta, end: timedelta | None) -> None:
        """Somebody moves: the old bed ends at the minute at which the new one begins."""
        stay, place, until = self.a_stay(which), self.bed(bed), self.until(end)
        now = self.model.open_period(stay.id)
        at = (stay if now is None else now).since + later
        now = now or self.model.last_bed_at(stay.id, at)
        may = (
            stay.to is None
            and at <= self.model.now
            and (now is None or (now.bed != place and at > now.since))
            and self.comes(until, at)
        )
        before = None if now is None else now.to
        if may and now is not None:
            now.to = at
        may = may and self.model.may_sleep(stay.who, stay, place, at, until)
        if not may and now is not None:
            now.to = before
        period = self.held_to(may, MoveToBed(stay=stay.id, bed=place, at=at, until=until))
        if may:
            self.model.periods.append(Period(at, until, period, place, stay.id))

    @precondition(lambda self: self.model.stays)
    @rule(which=picks, end=ends)
    def end_of_bed(self, which: int, end: timedelta | None) -> None:
        """It is said until when somebody has the bed, or that there is no end."""
        stay, until = self.a_stay(which), self.until(end)
        now = self.model.open_period(stay.id)
        may = (
            stay.to is None
            and now is not None
            and (until is None or until > self.model.now)
            and self.model.may_sleep(stay.who, stay, now.bed, now.since, until, now.id)
        )
        self.held_to(may, SetBedEnd(stay=stay.id, until=until))
        if may and now is not None:
            now.to = until

    @precondition(lambda self: self.model.stays)
    @rule(which=picks, later=laters)
    def leave(self, which: int, later: timedelta) -> None:
        """Somebody leaves for good; a bed that was given later than that was never hers."""
        stay = self.a_stay(which)
        at = stay.since + later
        now = self.model.open_period(stay.id) or self.model.last_bed_at(stay.id, at)
        mine = [p for p in self.model.periods if p.stay == stay.id and p is not now]
        may = (
            stay.to is None
            and stay.since <= at <= self.model.now
            and not any(p.to and at < p.to <= self.model.now for p in mine)
        )
        self.held_to(may, EndStay(stay=stay.id, at=at, reason="OTHER"))
        if may:
            stay.to = at
            if now is not None and now.since >= at:
                self.model.periods.remove(now)
            elif now is not None:
                now.to = at

    @rule(bed=picks, at=moments, later=laters, open_end=picks)
    def outage(self, bed: int, at: datetime, later: timedelta, open_end: int) -> None:
        """A bed goes out of service."""
        place = self.bed(bed)
        until = None if open_end % 8 == 0 else at + later
        ordered = until is None or until > at
        may = ordered and self.model.may_go_out(place, at, until)
        self.raw_outage(may, place, at, until)
        outage = self.held_to(may, TakeBedOutOfUse(bed=place, since=at, until=until, reason="vopsit"))
        if may:
            self.model.outages.append(Outage(at, until, outage, place))

    @precondition(lambda self: self.model.outages)
    @rule(which=picks, later=laters, open_end=picks)
    def change_outage(self, which: int, later: timedelta, open_end: int) -> None:
        """An outage becomes longer or shorter."""
        outage = self.model.outages[which % len(self.model.outages)]
        until = None if open_end % 8 == 0 else outage.since + later
        ordered = until is None or until > outage.since
        may = ordered and self.model.may_go_out(outage.bed, outage.since, until, outage.id)
        self.held_to(may, ChangeOutage(outage=outage.id, until=until))
        if may:
            outage.to = until

    @precondition(lambda self: len(self.model.periods) > 2)
    @rule(bed=picks, day=st.integers(12, 28))
    def retire(self, bed: int, day: int) -> None:
        """A bed goes out of use for good; at least one stays."""
        place, last = self.bed(bed), date(2026, 11, day)
        if sum(retired is None for retired in self.model.beds.values()) == 1:
            return
        may = self.model.may_retire(place, last)
        self.held_to(may, RetireBed(bed=place, from_on=last, reason="spart"))
        if may:
            self.model.beds[place] = last

    @precondition(lambda self: local_day(self.model.now) < LAST)
    @rule(hours=st.sampled_from([1, 6, 24]))
    def time_passes(self, hours: int) -> None:
        """Hours go by; what nobody came for is free again."""
        self.model.now = self.clock.forward(hours=hours)
        self.model.lapse()

    @rule(bed=picks, later=laters, length=laters, lapses=laters)
    def reserve(self, bed: int, later: timedelta, length: timedelta, lapses: timedelta) -> None:
        """A bed is held for somebody who is expected."""
        place, since = self.bed(bed), self.model.now + later
        until, hour = since + length, since + lapses
        may = self.in_hours(since, until, hour) and self.model.may_be_held(place, since, until)
        act = ReserveBed(bed=place, from_at=since, to_at=until, lapses_at=hour, reason="DGASPC")
        held = self.held_to(may, act)
        if may:
            self.model.held.append(Held(since, until, held, place, hour))

    @precondition(lambda self: self.model.held)
    @rule(which=picks, bed=picks, length=laters, lapses=laters)
    def change_reservation(self, which: int, bed: int, length: timedelta, lapses: timedelta) -> None:
        """Another bed is held instead, or for longer or shorter."""
        held = self.model.held[which % len(self.model.held)]
        place, until, hour = self.bed(bed), held.since + length, held.since + lapses
        may = self.in_hours(held.since, until, hour) and self.model.may_be_held(
            place, held.since, until, held.id
        )
        act = ChangeReservation(
            reservation=held.id, from_at=held.since, to_at=until, lapses_at=hour, bed=place
        )
        self.held_to(may, act)
        if may:
            held.bed, held.to, held.lapses = place, until, hour

    @precondition(lambda self: self.model.held)
    @rule(which=picks)
    def cancel_reservation(self, which: int) -> None:
        """A reservation is let go."""
        held = self.model.held.pop(which % len(self.model.held))
        self.held_to(True, CancelReservation(reservation=held.id))

    @precondition(lambda self: self.model.held)
    @rule(which=picks, who=picks)
    def arrive(self, which: int, who: int) -> None:
        """Somebody for whom a bed was held comes."""
        held, person, now = self.model.held[which % len(self.model.held)], self.person(who), self.model.now
        new = Stayed(now, None, "", person)
        self.model.held.remove(held)
        may = self.model.may_stay(person, now, None) and self.model.may_sleep(
            person, new, held.bed, now, None
        )
        stay = self.held_to(may, ArriveOnReservation(reservation=held.id, resident=person, at=now))
        if may:
            new.id = stay
            self.model.stays.append(new)
            self.model.periods.append(Period(now, None, self.last_period(stay), held.bed, stay))
        else:
            self.model.held.append(held)

    @precondition(lambda self: self.model.periods)
    @rule(which=picks, first=laters, later=st.none() | laters, bed=st.none() | picks)
    def correct_period(self, which: int, first: timedelta, later: timedelta | None, bed: int | None) -> None:
        """Which bed somebody had, and when, is put right later."""
        period = self.model.periods[which % len(self.model.periods)]
        at = period.since + first
        until = None if later is None else period.since + later
        stay = self.model.stay(period.stay)
        place = period.bed if bed is None else self.bed(bed)
        may = (
            (until is None or at < until <= self.model.now)
            and at <= self.model.now
            and self.model.may_sleep(stay.who, stay, place, at, until, period.id)
        )
        act = CorrectBedPeriod(period=period.id, from_at=at, to_at=until, bed=place, reason="caiet")
        self.held_to(may, act)
        if may:
            period.since, period.to, period.bed = at, until, place

    @precondition(lambda self: self.model.stays)
    @rule(which=picks, bed=picks, first=laters, later=laters)
    def add_past_period(self, which: int, bed: int, first: timedelta, later: timedelta) -> None:
        """A bed that nobody wrote down is entered later."""
        stay, place = self.a_stay(which), self.bed(bed)
        at, until = stay.since + first, stay.since + first + later
        may = until > at and self.model.may_sleep(stay.who, stay, place, at, until)
        self.raw_period(may, stay, place, at, until)
        may = may and until <= self.model.now
        act = AddPastBedPeriod(stay=stay.id, bed=place, from_at=at, to_at=until, reason="uitat")
        period = self.held_to(may, act)
        if may:
            self.model.periods.append(Period(at, until, period, place, stay.id))

    @precondition(lambda self: self.model.periods)
    @rule(which=picks)
    def withdraw_period(self, which: int) -> None:
        """A bed entered by mistake is taken back."""
        period = self.model.periods.pop(which % len(self.model.periods))
        self.held_to(True, WithdrawBedPeriod(period=period.id, reason="greșit"))

    @precondition(lambda self: self.model.stays)
    @rule(which=picks, first=laters, later=laters)
    def correct_stay(self, which: int, first: timedelta, later: timedelta) -> None:
        """When a stay began or ended is put right; the beds at its ends move with them."""
        stay = self.a_stay(which)
        at = stay.since + first
        end = None if stay.to is None else stay.to + later - timedelta(hours=24)
        mine = [p for p in self.model.periods if p.stay == stay.id]
        after = {
            p.id: (
                at if p.since == stay.since else p.since,
                end if stay.to is not None and p.to == stay.to else p.to,
            )
            for p in mine
        }
        may = at <= self.model.now and (end is None or at <= end <= self.model.now)
        wide = (min(at, stay.since), None if end is None or stay.to is None else max(end, stay.to))
        may = may and self.model.may_stay(stay.who, *wide, stay.id)
        before = stay.since, stay.to
        stay.since, stay.to = at, end
        for p in mine if may else ():
            begin, stop = after[p.id]
            ordered = stop is None or stop > begin
            moved = (begin, stop) != (p.since, p.to)
            may = may and ordered and self.inside(stay, begin, stop)
            may = may and (not moved or self.model.may_sleep(stay.who, stay, p.bed, begin, stop, p.id))
        stay.since, stay.to = before
        act = CorrectStay(stay=stay.id, admitted_at=at, ended_at=end, reason="registru")
        self.held_to(may, act)
        if may:
            stay.since, stay.to = at, end
            for p in mine:
                p.since, p.to = after[p.id]

    @invariant()
    def the_store_holds_what_the_lists_hold(self) -> None:
        """Nothing lost, nothing twice."""
        if not hasattr(self, "people"):
            return
        with self.actor.store.reading() as session:
            stays = session.execute(
                select(Stay.id, Stay.admitted_at, Stay.ended_at).where(Stay.shelter_id == self.shelter)
            ).all()
            periods = session.execute(
                select(BedPeriod.stay_id, BedPeriod.bed_id, BedPeriod.from_at, BedPeriod.to_at)
                .join(Stay, Stay.id == BedPeriod.stay_id)
                .where(Stay.shelter_id == self.shelter)
            ).all()
            retired = session.execute(select(Bed.id, Bed.retired_on).where(Bed.id.in_(self.model.beds))).all()
        assert {tuple(row) for row in stays} == {(s.id, s.since, s.to) for s in self.model.stays}
        assert {tuple(row) for row in periods} == {(p.stay, p.bed, p.since, p.to) for p in self.model.periods}
        assert len(periods) == len(self.model.periods)
        assert {bed: day for bed, day in retired} == self.model.beds
        for one, other in itertools.combinations(periods, 2):
            if one.bed_id == other.bed_id:
                assert not Period(one.from_at, one.to_at, "", "", "").meets(other.from_at, other.to_at)

    def teardown(self) -> None:
        """At the end every midnight and every sum is what the lists say."""
        if not hasattr(self, "people"):
            return
        expected = self.model.nights(FIRST, LAST)
        assert dict(nights(self.actor, FIRST, LAST, self.code)) == expected
        found = occupancy(self.actor, FIRST, LAST, self.code)
        assert (found.whole.used or 0) == sum(expected.values())
        assert sum(room.nights for room in found.rooms) + found.without_bed == sum(expected.values())
        labels = {bed: label for bed, label in zip(self.model.beds, "ABCD", strict=True)}
        for day in expected:
            late = local_moment(day, 23, 59) + timedelta(seconds=59)
            rows = census(self.actor, late, self.code).rows
            slept = {(who, None if bed is None else labels[bed]) for who, bed in self.model.in_beds(late)}
            assert {(row.resident_id, row.bed) for row in rows} == slept
            assert len(rows) == expected[day]

    def act(self, doing: Act[Any]) -> Any:
        return perform(self.actor, doing)

    def held_to(self, may: bool, doing: Act[Any]) -> Any:
        """Do what may be done; what may not is refused in a sentence."""
        if may:
            return self.act(doing)
        with pytest.raises(Refused) as refused:
            self.act(doing)
        assert refused.value.message.endswith((".", "?"))
        return None

    def until(self, end: timedelta | None) -> datetime | None:
        return None if end is None else self.model.now + end

    def comes(self, until: datetime | None, since: datetime) -> bool:
        """Say whether an end that is agreed is one to come."""
        return until is None or until > max(since, self.model.now)

    def person(self, pick: int) -> str:
        return self.people[pick % len(self.people)]

    def bed(self, pick: int) -> str:
        return list(self.model.beds)[pick % len(self.model.beds)]

    def a_stay(self, pick: int) -> Stayed:
        return self.model.stays[pick % len(self.model.stays)]

    def in_hours(self, since: datetime, until: datetime, lapses: datetime) -> bool:
        return since <= lapses <= until and since < until and self.model.now < lapses

    @staticmethod
    def inside(stay: Stayed, since: datetime, to: datetime | None) -> bool:
        return since >= stay.since and (stay.to is None or (to is not None and to <= stay.to))

    def last_period(self, stay: str) -> str:
        with self.actor.store.reading() as session:
            return session.scalars(select(BedPeriod.id).where(BedPeriod.stay_id == stay)).one()

    def raw_period(self, may: bool, stay: Stayed, bed: str, since: datetime, to: datetime | None) -> None:
        """The guards alone say the same as the lists."""
        self.raw(
            may,
            "INSERT INTO bed_period (id, created_at, created_by, updated_at, updated_by, version, stay_id,"
            " bed_id, from_at, from_on, to_at, to_on) VALUES"
            " (:id, :now, 'x', :now, 'x', 1, :stay, :bed, :since, :since_on, :to, :to_on)",
            {"stay": stay.id, "bed": bed, **_dated(since, to)},
        )

    def raw_outage(self, may: bool, bed: str, since: datetime, to: datetime | None) -> None:
        """The guards alone say the same as the lists."""
        self.raw(
            may,
            "INSERT INTO bed_outage (id, created_at, created_by, updated_at, updated_by, version,"
            " bed_id, from_at, from_on, to_at, to_on, reason) VALUES"
            " (:id, :now, 'x', :now, 'x', 1, :bed, :since, :since_on, :to, :to_on, 'x')",
            {"bed": bed, **_dated(since, to)},
        )

    def raw(self, may: bool, statement: str, values: dict[str, str | None]) -> None:
        if self.unclosed():
            return
        refused = False
        try:
            with self.actor.store.writing() as session:
                session.execute(text(statement), {"id": new_id(), "now": _said(self.model.now), **values})
                raise _TakeBackError
        except IntegrityError:
            refused = True
        except _TakeBackError:
            pass
        assert refused is not may

    def unclosed(self) -> bool:
        """Say whether a reservation has lapsed that no act has closed yet: the guards know no clock."""
        with self.actor.store.reading() as session:
            over = select(Reservation.id).where(
                Reservation.outcome.is_(None), Reservation.lapses_at <= self.model.now
            )
            return session.execute(over.limit(1)).first() is not None


class _TakeBackError(Exception):
    """What was tried is not kept."""


def _dated(since: datetime, to: datetime | None) -> dict[str, str | None]:
    return {
        "since": _said(since),
        "since_on": local_day(since).isoformat(),
        "to": None if to is None else _said(to),
        "to_on": None if to is None else local_day(to).isoformat(),
    }


def _said(moment: datetime) -> str:
    return moment.isoformat()[:19] + "Z"


@pytest.fixture
def any_order(director: Actor, clock: FixedClock) -> Iterator[Callable[[], type[House]]]:
    House.actor, House.clock = director, clock
    yield lambda: House
    del House.actor, House.clock


def test_in_any_order_nothing_overlaps_and_no_night_is_lost_or_counted_twice(
    any_order: Callable[[], type[House]],
) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        any_order(),
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=LENGTH,
            deadline=None,
            database=None,
            derandomize="BEDS_SEQUENCES" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )
