"""The tape chart's rows: what lies on which bed in which nights."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shelter_app.db.models.stays import Reservation
from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import perform
from shelter_app.services.beds.tape import AWAY, OUTAGE, RESERVATION, STAY, tape
from shelter_app.services.house.acts import RetireBed, TakeBedOutOfUse
from shelter_app.services.stays.acts import EndAbsence, MoveToBed, RecordAbsence

FIRST = date(2026, 11, 9)


def rows(shown):
    return {bed.label: bed for room in shown.rooms for bed in room.beds}


def test_a_move_leaves_two_bars_that_touch_on_the_day(director, house):
    _who, stay = house.admit(local_moment(date(2026, 11, 10)), "1A")
    perform(director, MoveToBed(stay=stay, bed=house.beds["1B"], at=local_moment(date(2026, 11, 20))))
    shown = rows(tape(director, FIRST, 30, "NORD"))
    (before,), (after,) = shown["1A"].bars, shown["1B"].bars
    assert (before.kind, before.start, before.end) == (STAY, date(2026, 11, 10), date(2026, 11, 20))
    assert (after.start, after.end) == (date(2026, 11, 20), None)
    assert before.words == after.words


def test_leave_lies_over_the_nights_of_the_stay_it_belongs_to(director, house):
    _who, stay = house.admit(local_moment(date(2026, 11, 10)), "1A")
    leave = perform(
        director,
        RecordAbsence(stay=stay, kind="LEAVE_NIGHT", since=local_moment(date(2026, 11, 18))),
    )
    perform(director, EndAbsence(absence=leave, at=local_moment(date(2026, 11, 21))))
    (away,) = rows(tape(director, FIRST, 30, "NORD"))["1A"].away
    assert (away.kind, away.start, away.end) == (AWAY, date(2026, 11, 18), date(2026, 11, 21))


@pytest.mark.parametrize(("back_in", "shown_until"), [(3, 27), (None, 25), (-1, 25)])
def test_a_leave_that_is_not_over_is_shown_until_the_return_that_is_expected(
    director, house, clock, back_in, shown_until
):
    _who, stay = house.admit(local_moment(date(2026, 11, 10)), "1A")
    expected = None if back_in is None else clock() + timedelta(days=back_in)
    perform(
        director,
        RecordAbsence(
            stay=stay, kind="LEAVE_NIGHT", since=local_moment(date(2026, 11, 18)), expected_at=expected
        ),
    )
    (away,) = rows(tape(director, FIRST, 30, "NORD"))["1A"].away
    assert (away.start, away.end) == (date(2026, 11, 18), date(2026, 11, shown_until))


def test_outages_are_shown_and_reservations_until_they_lapse(director, house, clock):
    start = local_moment(date(2026, 11, 26))
    perform(
        director,
        TakeBedOutOfUse(bed=house.beds["1C"], since=start, until=start + timedelta(days=6), reason="mucegai"),
    )
    with director.store.writing() as session:
        session.add(
            Reservation(
                bed_id=house.beds["2A"],
                from_at=clock(),
                to_at=clock() + timedelta(hours=10),
                lapses_at=clock() + timedelta(hours=8),
                reason="DGASPC",
                created_at=clock(),
                created_by=director.account_id,
                updated_at=clock(),
                updated_by=director.account_id,
            )
        )
    shown = rows(tape(director, FIRST, 30, "NORD"))
    (out,), (held,) = shown["1C"].bars, shown["2A"].bars
    assert (out.kind, out.words, (out.end - out.start).days) == (OUTAGE, "mucegai", 6)
    assert (held.kind, held.start) == (RESERVATION, date(2026, 11, 24))
    clock.forward(hours=8)
    assert rows(tape(director, FIRST, 30, "NORD"))["2A"].bars == ()


def test_a_retired_bed_is_on_the_chart_as_long_as_it_was_in_use(director, house):
    perform(director, RetireBed(bed=house.beds["2B"], from_on=date(2026, 11, 12), reason="spart"))
    assert "2B" in rows(tape(director, FIRST, 30, "NORD"))
    assert "2B" not in rows(tape(director, date(2026, 11, 12), 30, "NORD"))


def test_a_chart_of_no_days_and_a_shelter_of_others_are_refused(director, house, make_actor):
    for days in (0, 4000):
        with pytest.raises(Refused):
            tape(director, FIRST, days, "NORD")
    night = make_actor("HOUSE_STAFF", shelters=[])
    with pytest.raises(NotAllowed):
        tape(night, FIRST, 30, "NORD")
    assert tape(night, FIRST, 30).rooms == ()
