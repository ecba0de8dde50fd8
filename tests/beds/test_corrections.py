"""Past days put right, with the old value kept; what would overlap is refused."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text

from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import perform
from shelter_app.services.beds.corrections import (
    AddPastBedPeriod,
    CorrectBedPeriod,
    CorrectStay,
    WithdrawBedPeriod,
    corrections,
)
from shelter_app.services.stays.acts import EndStay


def at(day, hour=12):
    return local_moment(date(2026, 11, day), hour)


@pytest.fixture
def ended(director, house):
    """A stay of 2 to 12 November in bed 1A."""
    _who, stay = house.admit(at(2), "1A")
    perform(director, EndStay(stay=stay, at=at(12), reason="OTHER"))
    return stay


def period_of(director, stay):
    with director.store.reading() as session:
        return session.scalars(select(BedPeriod).where(BedPeriod.stay_id == stay)).one()


def test_a_bed_is_put_right_and_what_was_written_is_kept(director, house, ended):
    period = period_of(director, ended)
    perform(
        director,
        CorrectBedPeriod(
            period=period.id, from_at=at(2), to_at=at(10), bed=house.beds["1B"], reason="caietul de tură"
        ),
    )
    now = period_of(director, ended)
    assert (now.bed_id, now.to_at) == (house.beds["1B"], at(10))
    ((_when, who, why, was, became, _beds),) = corrections(director, ended)
    assert (who, why) == (director.name, "caietul de tură")
    assert (was["bed_id"], became["bed_id"]) == (house.beds["1A"], house.beds["1B"])


def test_a_correction_that_would_overlap_is_refused_and_one_that_touches_is_not(director, house, ended):
    _other, stay = house.admit(at(12), "1A")
    period = period_of(director, ended)
    with pytest.raises(Refused):
        perform(
            director,
            CorrectStay(stay=stay, admitted_at=at(11), ended_at=None, reason="a venit mai devreme"),
        )
    perform(
        director, CorrectBedPeriod(period=period.id, from_at=at(2), to_at=at(11), reason="a plecat în 11")
    )
    perform(director, CorrectStay(stay=stay, admitted_at=at(11), ended_at=None, reason="a venit mai devreme"))
    assert period_of(director, stay).from_at == at(11)


@pytest.mark.parametrize(("begins", "ends"), [(1, 12), (5, 12), (2, 9), (2, 15), (1, 15), (14, 20)])
def test_the_ends_of_a_stay_move_with_the_bed_at_them(director, ended, begins, ends):
    perform(
        director,
        CorrectStay(stay=ended, admitted_at=at(begins), ended_at=at(ends), reason="registrul de hârtie"),
    )
    period = period_of(director, ended)
    assert (period.from_at, period.to_at) == (at(begins), at(ends))
    with director.store.reading() as session:
        assert session.get(Stay, ended).admitted_on == date(2026, 11, begins)


def test_a_past_bed_is_entered_later_and_a_mistaken_one_taken_back(director, house):
    _who, stay = house.admit(at(2))
    period = perform(
        director,
        AddPastBedPeriod(
            stay=stay, bed=house.beds["2A"], from_at=at(2), to_at=at(6), reason="uitat la cazare"
        ),
    )
    perform(director, WithdrawBedPeriod(period=period, reason="era alt pat"))
    assert [len(was) for _w, _n, _r, was, _b, _beds in corrections(director, stay)] == [3, 0]


def test_a_correction_needs_a_reason_an_order_and_a_past(director, house, ended):
    period = period_of(director, ended)
    for begins, ends, reason in ((at(2), at(10), "  "), (at(10), at(10), "x"), (at(2), at(28), "x")):
        with pytest.raises(Refused):
            perform(director, CorrectBedPeriod(period=period.id, from_at=begins, to_at=ends, reason=reason))
    assert period_of(director, ended).to_at == at(12)


def test_night_staff_put_no_past_day_right_and_nobody_changes_a_correction(
    director, house, ended, make_actor
):
    period = period_of(director, ended)
    right = CorrectBedPeriod(period=period.id, from_at=at(2), to_at=at(10), reason="caietul de tură")
    with pytest.raises(NotAllowed):
        perform(make_actor("HOUSE_STAFF"), right)
    perform(director, right)
    with director.store.raw() as connection:
        for statement in ("UPDATE correction SET reason = 'x'", "DELETE FROM correction"):
            with pytest.raises(Exception, match="correction_fixed"):
                connection.execute(statement)
    with director.store.reading() as session:
        assert session.execute(text("SELECT count(*) FROM correction")).scalar() == 1
