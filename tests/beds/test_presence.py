"""The evening roll call, who is away, and what is decided on her bed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.domain.presence import DUE_TODAY, ESCALATED, LATE, REPORTED
from shelter_app.services.acting import perform
from shelter_app.services.beds.away import DecideBed, ReportMissing, UndoRelease, UndoReport, away
from shelter_app.services.beds.marks import MarkPresence, MarkRestPresent, UndoMarks
from shelter_app.services.beds.presence import roll_call
from shelter_app.services.house.rules import SetRule
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.residents.head import head
from shelter_app.services.stays.acts import EndStay, RecordAbsence

TONIGHT = date(2026, 11, 24)
CAME = local_moment(date(2026, 11, 20))


@pytest.fixture
def evening(clock):
    clock.now = local_moment(TONIGHT, 21)
    return clock


def test_a_roll_call_has_everybody_room_by_room_and_counts_the_marks(director, house, evening):
    _ana, first = house.admit(CAME, "1B")
    house.admit(CAME, "1A")
    house.admit(CAME)
    perform(director, MarkPresence(stay=first, day=TONIGHT, mark="PRESENT"))
    found = roll_call(director, "NORD")
    assert [row.bed for row in found.rows] == ["1A", "1B", None]
    assert (found.day, found.marked, found.count("PRESENT")) == (TONIGHT, 1, 1)


def test_a_later_mark_of_an_evening_replaces_the_one_before(director, house, evening):
    _who, stay = house.admit(CAME, "1A")
    perform(director, MarkPresence(stay=stay, day=TONIGHT, mark="ABSENT"))
    evening.forward(minutes=20)
    perform(director, MarkPresence(stay=stay, day=TONIGHT, mark="PRESENT"))
    assert [row.mark for row in roll_call(director, "NORD").rows] == ["PRESENT"]
    assert away(director, "NORD") == ()


def test_after_midnight_it_is_still_the_evening_before(director, house, clock):
    house.admit(CAME, "1A")
    clock.now = local_moment(date(2026, 11, 25), 1, 30)
    assert roll_call(director, "NORD").day == TONIGHT


def test_agreed_leave_is_expected_to_be_excused(director, house, evening):
    _who, stay = house.admit(CAME, "1A")
    back = evening() + timedelta(hours=14)
    perform(
        director,
        RecordAbsence(stay=stay, kind="LEAVE_NIGHT", since=evening() - timedelta(hours=4), expected_at=back),
    )
    (row,) = roll_call(director, "NORD").rows
    assert (row.expects, row.expected_at) == ("EXCUSED", back)


def test_who_is_missed_after_midnight_is_away_on_the_evening_before_too(director, house, clock):
    _who, stay = house.admit(CAME, "1A")
    clock.now = local_moment(date(2026, 11, 25), 1, 30)
    perform(director, MarkPresence(stay=stay, day=TONIGHT, mark="ABSENT"))
    (row,) = roll_call(director, "NORD").rows
    assert (row.mark, row.away, row.expects) == ("ABSENT", "UNAUTHORISED", "ABSENT")


def test_who_is_excused_without_an_hour_is_expected_at_noon_and_missed_after_it(director, house, clock):
    _who, stay = house.admit(CAME, "1A")
    clock.now = local_moment(TONIGHT, 21)
    perform(director, MarkPresence(stay=stay, day=TONIGHT, mark="EXCUSED"))
    (row,) = away(director, "NORD")
    assert (row.expected_at, row.state) == (local_moment(date(2026, 11, 25), 12), DUE_TODAY)
    clock.now = local_moment(date(2026, 11, 25), 12)
    assert away(director, "NORD")[0].state == LATE


def test_somebody_not_back_by_the_hours_of_the_shelter_asks_for_a_decision(director, house, evening):
    who, stay = house.admit(CAME, "1A")
    perform(director, MarkPresence(stay=stay, day=TONIGHT, mark="ABSENT"))
    (row,) = away(director, "NORD")
    assert (row.resident_id, row.kind, row.state) == (who, "UNAUTHORISED", LATE)
    evening.forward(hours=4)
    assert away(director, "NORD")[0].state == ESCALATED
    perform(director, SetRule(key="not_returned_hours", value="12"))
    assert away(director, "NORD")[0].state == LATE


def test_who_is_missing_is_missing_since_the_hour_agreed_or_the_roll_call_never_since_the_key(
    director, house, evening
):
    _who, stay = house.admit(CAME, "1A")
    _who, other = house.admit(CAME, birth_year=2011)
    left, back = evening() - timedelta(hours=7), evening() - timedelta(hours=1)
    perform(director, RecordAbsence(stay=stay, kind="LEAVE_DAY", since=left, expected_at=back))
    for one in (stay, other):
        perform(director, MarkPresence(stay=one, day=TONIGHT, mark="ABSENT"))
    found = {row.stay_id: row for row in away(director, "NORD")}
    assert (found[stay].missed_at, found[stay].missed_at_roll_call, found[stay].minor) == (back, None, False)
    assert (found[other].missed_at_roll_call, found[other].minor) == (TONIGHT, True)
    assert found[stay].kind == found[other].kind == "UNAUTHORISED"


def test_a_reported_person_stays_on_the_list_and_her_bed_is_kept_until_it_is_decided(
    director, house, evening
):
    _who, stay = house.admit(CAME, "1A")
    yesterday = TONIGHT - timedelta(days=1)
    perform(director, MarkPresence(stay=stay, day=yesterday, mark="PRESENT"))
    evening.forward(hours=2)
    perform(director, MarkPresence(stay=stay, day=TONIGHT, mark="ABSENT"))
    (row,) = away(director, "NORD")
    evening.forward(hours=5)
    perform(director, ReportMissing(absence=row.absence_id, reported_to="Poliția, secția 2"))
    perform(director, DecideBed(stay=stay, keep=True, reason="așteptăm până mâine"))
    (row,) = away(director, "NORD")
    assert (row.state, row.decision, row.last_seen) == (REPORTED, "HELD", yesterday)
    assert beds_tonight(director, "NORD").free == 4
    perform(director, DecideBed(stay=stay, keep=False, reason="locul e cerut"))
    assert beds_tonight(director, "NORD").free == 5
    perform(director, EndStay(stay=stay, at=evening(), reason="LEFT_UNANNOUNCED"))
    assert away(director, "NORD") == ()


@pytest.mark.parametrize("mark", ["PRESENT", "ABSENT", "EXCUSED"])
def test_a_first_mark_taken_back_leaves_neither_mark_nor_absence(director, house, evening, mark):
    _who, stay = house.admit(CAME, "1A")
    before = perform(director, MarkPresence(stay=stay, day=TONIGHT, mark=mark))
    perform(director, UndoMarks(marks=(before,)))
    assert roll_call(director, "NORD").marked == 0
    assert away(director, "NORD") == ()
    with pytest.raises(Refused):
        perform(director, UndoMarks(marks=(before,)))


@pytest.mark.parametrize("mark", ["PRESENT", "ABSENT"])
def test_a_mark_taken_back_gives_the_leave_back_that_it_ended_or_changed(director, house, evening, mark):
    _who, stay = house.admit(CAME, "1A")
    left, back = evening() - timedelta(hours=4), evening() + timedelta(hours=14)
    perform(director, RecordAbsence(stay=stay, kind="LEAVE_NIGHT", since=left, expected_at=back))
    perform(director, MarkPresence(stay=stay, day=TONIGHT, mark="EXCUSED"))
    evening.forward(minutes=2)
    before = perform(director, MarkPresence(stay=stay, day=TONIGHT, mark=mark))
    perform(director, UndoMarks(marks=(before,)))
    (row,) = away(director, "NORD")
    assert (row.kind, row.since, row.expected_at) == ("LEAVE_NIGHT", left, back)
    assert [row.mark for row in roll_call(director, "NORD").rows] == ["EXCUSED"]


def test_a_mark_is_not_taken_back_once_something_was_built_on_it_or_by_another(
    director, house, evening, make_actor
):
    _who, stay = house.admit(CAME, "1A")
    before = perform(director, MarkPresence(stay=stay, day=TONIGHT, mark="ABSENT"))
    with pytest.raises(NotAllowed):
        perform(make_actor("HOUSE_STAFF"), UndoMarks(marks=(before,)))
    perform(director, ReportMissing(absence=away(director, "NORD")[0].absence_id, reported_to="Poliția"))
    with pytest.raises(Refused):
        perform(director, UndoMarks(marks=(before,)))
    assert away(director, "NORD")[0].state == REPORTED
    assert roll_call(director, "NORD").count("ABSENT") == 1


def test_who_is_left_is_marked_present_in_one_act_and_taken_back_in_one(director, house, evening):
    stays = [house.admit(CAME, bed)[1] for bed in ("1A", "1B", "1C")]
    perform(director, MarkPresence(stay=stays[1], day=TONIGHT, mark="ABSENT"))
    before = perform(director, MarkRestPresent(stays=tuple(stays), day=TONIGHT))
    assert [row.mark for row in roll_call(director, "NORD").rows] == ["PRESENT", "ABSENT", "PRESENT"]
    perform(director, UndoMarks(marks=before))
    assert [row.mark for row in roll_call(director, "NORD").rows] == [None, "ABSENT", None]


def test_what_was_reported_or_decided_by_mistake_is_taken_back(director, house, evening):
    who, stay = house.admit(CAME, "1A")
    perform(director, MarkPresence(stay=stay, day=TONIGHT, mark="ABSENT"))
    (before,) = away(director, "NORD")
    kind = perform(director, ReportMissing(absence=before.absence_id, reported_to="Poliția"))
    perform(director, UndoReport(absence=before.absence_id, kind=kind))
    (after,) = away(director, "NORD")
    assert (after.kind, after.reported_to, after.state) == (before.kind, None, before.state)
    with pytest.raises(Refused):
        perform(director, UndoReport(absence=before.absence_id, kind=kind))

    kept = perform(director, DecideBed(stay=stay, keep=True, reason="vine mâine"))
    with pytest.raises(Refused):
        perform(director, UndoRelease(decision=kept))
    free = beds_tonight(director, "NORD").free
    released = perform(director, DecideBed(stay=stay, keep=False, reason="locul e cerut"))
    assert beds_tonight(director, "NORD").free == free + 1
    perform(director, UndoRelease(decision=released))
    assert beds_tonight(director, "NORD").free == free
    assert head(director, who).bed == "1 · 1A"
    assert away(director, "NORD")[0].decision == "HELD"


def test_a_bed_that_was_given_on_is_not_taken_back(director, house, evening):
    _who, stay = house.admit(CAME, "1A")
    perform(director, MarkPresence(stay=stay, day=TONIGHT, mark="ABSENT"))
    released = perform(director, DecideBed(stay=stay, keep=False, reason="locul e cerut"))
    other, _stay = house.admit(evening(), "1A")
    with pytest.raises(Refused):
        perform(director, UndoRelease(decision=released))
    assert head(director, other).bed == "1 · 1A"
    assert away(director, "NORD")[0].decision == "RELEASED"


def test_a_mark_from_paper_says_what_was_found_and_changes_nothing_of_tonight(director, house, evening):
    _who, stay = house.admit(CAME, "1A")
    perform(director, MarkPresence(stay=stay, day=TONIGHT - timedelta(days=2), mark="ABSENT", on_paper=True))
    assert away(director, "NORD") == ()
    assert roll_call(director, "NORD", TONIGHT - timedelta(days=2)).count("ABSENT") == 1


def test_a_day_outside_the_stay_or_ahead_is_refused(director, house, evening):
    _who, stay = house.admit(CAME, "1A")
    for day in (date(2026, 11, 19), date(2026, 11, 25)):
        with pytest.raises(Refused):
            perform(director, MarkPresence(stay=stay, day=day, mark="PRESENT"))


def test_a_mark_that_is_none_is_refused_and_nothing_is_stored(director, house, evening):
    _who, stay = house.admit(CAME, "1A")
    with pytest.raises(Refused):
        perform(director, MarkPresence(stay=stay, day=TONIGHT, mark="MAYBE"))
    assert roll_call(director, "NORD").marked == 0


def test_house_staff_take_the_roll_call_but_do_not_give_a_bed_away(director, house, evening, make_actor):
    _who, stay = house.admit(CAME, "1A")
    night = make_actor("HOUSE_STAFF")
    perform(night, MarkPresence(stay=stay, day=TONIGHT, mark="PRESENT"))
    with pytest.raises(NotAllowed):
        perform(night, DecideBed(stay=stay, keep=False, reason="nu s-a întors"))
