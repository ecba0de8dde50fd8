"""The small rules: days, nights, ages, codes, names, personal codes, plans, milestones, sessions, statuses."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter_app.domain import cnp, codes, deliveries, identification, milestones, names, plans, sessions
from shelter_app.domain.clock import local_day, local_moment
from shelter_app.domain.identification import Step
from shelter_app.domain.periods import Period, age_band, age_on, nights, overlaps
from shelter_app.i18n import in_language

DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))
JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
LATER = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 1, 10), date(2026, 1, 20), 10),
        (date(2025, 12, 20), date(2026, 2, 5), 31),
        (date(2026, 1, 15), date(2026, 1, 15), 0),
        (date(2026, 1, 31), None, 1),
    ],
)
def test_the_worked_examples_of_nights(start: date, end: date | None, expected: int) -> None:
    assert nights(Period(start, end), JANUARY, LATER) == expected


@given(DAYS, st.one_of(st.none(), st.integers(0, 500)), DAYS, st.integers(0, 400), DAYS)
def test_nights_are_the_days_counted_one_by_one(
    start: date, length: int | None, within: date, span: int, until: date
) -> None:
    stay = Period(start, None if length is None else start + timedelta(days=length))
    frame = Period(within, within + timedelta(days=span))
    one_by_one = sum(
        stay.holds(day) and day < until for day in (within + timedelta(days=d) for d in range(span))
    )
    assert nights(stay, frame, until) == one_by_one


def test_no_night_of_the_future_counts() -> None:
    assert nights(Period(date(2026, 1, 1)), JANUARY, date(2026, 1, 3)) == 2


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before"):
        Period(date(2026, 1, 2), date(2026, 1, 1))
    assert Period(date(2026, 1, 1), date(2026, 1, 3)).last == date(2026, 1, 2)


small = st.integers(0, 12)
end = st.one_of(st.none(), small)


@given(small, end, small, end)
def test_two_periods_overlap_when_they_share_a_moment(
    a: int, a_to: int | None, b: int, b_to: int | None
) -> None:
    def held(start: int, stop: int | None) -> set[int]:
        return set(range(start, 40 if stop is None else stop))

    assert overlaps(a, a_to, b, b_to) == bool(held(a, a_to) & held(b, b_to))


def test_every_age_has_its_band_and_unknown_is_one() -> None:
    assert [age_band(a) for a in (0, 13, 14, 17, 18, 25, 26, 40, 41, 60, 61, 120, None)] == [
        "A00_13", "A00_13", "A14_17", "A14_17", "A18_25", "A18_25", "A26_40", "A26_40", "A41_60", "A41_60",
        "A61_UP", "A61_UP", "UNK",
    ]  # fmt: skip
    assert age_on(2000, date(2026, 1, 1)) == 26
    assert age_on(None, date(2026, 1, 1)) is None


@given(DAYS, st.integers(3, 23), st.integers(0, 59))
def test_a_local_moment_lies_on_its_day_all_year(day: date, hour: int, minute: int) -> None:
    moment = local_moment(day, hour if hour != 3 else 5, minute)
    assert moment.tzinfo is UTC
    assert local_day(moment) == day


def test_midnight_belongs_to_the_day_of_the_house_not_of_greenwich() -> None:
    assert local_day(datetime(2026, 7, 1, 21, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert local_day(datetime(2026, 1, 1, 21, 30, tzinfo=UTC)) == date(2026, 1, 1)


def test_every_code_has_both_labels_and_stands_once_in_its_list() -> None:
    for name, entries in codes.lists().items():
        found = [entry.code for entry in entries]
        assert len(found) == len(set(found)), name
        assert all(entry.ro and entry.en for entry in entries), name


def test_a_label_follows_the_language_and_a_strange_code_is_shown_as_it_is() -> None:
    with in_language("en"):
        assert codes.label("sex", "F") == "Female"
    with in_language("ro"):
        assert codes.label("sex", "F") == "Feminin"
        assert codes.label("sex", "X_OWN") == "X_OWN"


def test_code_names_are_short_known_words_with_a_number_that_nobody_has() -> None:
    words = names.code_words()
    assert len(words) >= 200
    assert len(set(words)) == len(words)
    taken: set[str] = set()
    chance = random.Random(7)
    for _i in range(3000):
        name = names.new_code(taken, chance)
        word, number = name.rsplit("-", 1)
        assert word in words
        assert number.isdigit()
        assert name not in taken
        taken.add(name)


@pytest.mark.parametrize("text", ["Ștefănescu", "Ştefănescu", "Ştefănescu", "stefanescu", "STEFANESCU"])
def test_a_name_is_found_however_its_diacritics_were_typed(text: str) -> None:
    assert names.fold(text) == "stefanescu"


def test_a_name_without_its_second_name_or_diacritics_is_alike() -> None:
    assert names.likeness("Stefanescu Ana", "Ștefănescu Ana-Maria") >= names.LIKELY_SAME
    assert names.likeness("Ana Ştefănescu", "Ștefănescu Ana") == 100
    assert names.likeness("Popescu Ana", "Popescu Maria") < names.LIKELY_SAME
    assert names.likeness("Popescu Ana", "Ionescu Vasilica") < names.LIKELY_SAME
    assert names.likeness("", "Ana") == 0


def personal_code(first: str, birth: date, county: str = "12", number: str = "345") -> str:
    twelve = f"{first}{birth:%y%m%d}{county}{number}"
    return f"{twelve}{cnp.check_digit(twelve)}"


@given(st.dates(date(2000, 1, 1), date(2026, 12, 31)), st.sampled_from("56"))
def test_a_personal_code_says_sex_and_birth(birth: date, first: str) -> None:
    found = cnp.read_cnp(personal_code(first, birth))
    assert (found.birth, found.sex) == (birth, "M" if first == "5" else "F")


@given(st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(at: int, more: int) -> None:
    sound = personal_code("2", date(1990, 5, 17))
    wrong = sound[:at] + str((int(sound[at]) + more) % 10) + sound[at + 1 :]
    if at == 12 or cnp.check_digit(wrong[:12]) != int(wrong[12]):
        with pytest.raises(ValueError, match=r"^(length|checksum|date)$"):
            cnp.read_cnp(wrong)


def test_what_differs_from_the_personal_code_is_a_warning() -> None:
    found = cnp.read_cnp(personal_code("2", date(1990, 5, 17)))
    assert cnp.mismatches(found, sex="F", birth=date(1990, 5, 17)) == ()
    assert cnp.mismatches(found, sex="M", birth=date(1991, 5, 17)) == ("sex", "birth")
    assert cnp.mismatches(found, sex="X") == ()
    foreigner = cnp.read_cnp(personal_code("7", date(1990, 5, 17)))
    assert cnp.mismatches(foreigner, birth=date(1990, 5, 17)) == ()
    assert cnp.mismatches(foreigner, birth=date(1990, 5, 18)) == ("birth",)


def test_a_plan_is_complete_when_each_goal_has_a_day_and_an_intervention() -> None:
    goal = plans.GoalOutline("Gets an identity card", date(2026, 12, 1), 1)
    assert plans.missing("to work", [goal]) is None
    assert plans.missing(" ", [goal]) == "own_wishes"
    assert plans.missing("to work", []) == "goals"
    assert plans.missing("to work", [plans.GoalOutline("", goal.target_on, 1)]) == "statement"
    assert plans.missing("to work", [plans.GoalOutline("x", None, 1)]) == "target_on"
    assert plans.missing("to work", [goal, plans.GoalOutline("x", goal.target_on, 0)]) == "interventions"
    assert plans.may_approve("a", "b")
    assert not plans.may_approve("a", "a")


def test_a_milestone_is_sustained_once_it_has_held_long_enough() -> None:
    reached = date(2026, 1, 1)
    held = date(2026, 4, 1)
    assert milestones.sustained_on("MS_JOB_3M", reached) == held
    assert not milestones.is_sustained("MS_JOB_3M", reached, None, held - timedelta(days=1))
    assert milestones.is_sustained("MS_JOB_3M", reached, None, held)
    assert not milestones.is_sustained("MS_JOB_3M", reached, held - timedelta(days=1), held)
    assert milestones.is_sustained("MS_JOB_3M", reached, held, held)
    assert not milestones.is_sustained("MS_JOB_3M", None, None, held)
    assert milestones.is_sustained("MS_ID_CARD", reached, None, reached)
    assert milestones.domain_of("MS_JOB_3M") == "EMPLOYMENT"


def test_a_note_is_late_after_three_days() -> None:
    at = datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert not sessions.is_late(at, at + timedelta(hours=72))
    assert sessions.is_late(at, at + timedelta(hours=72, seconds=1))


def test_every_status_has_a_way_on_and_none_leads_back_from_identified() -> None:
    known = set(codes.codes("victim_status"))
    assert set(identification.FOLLOWS) - {None} == known
    for status, after in identification.FOLLOWS.items():
        assert after <= known
        assert status not in after
    assert identification.FOLLOWS["IDENTIFIED_FORMAL"] == {"IDENTIFIED_ABROAD"}


def test_a_status_holds_from_its_day_and_the_chain_moves_forward() -> None:
    day, today = date(2026, 3, 1), date(2026, 11, 24)
    steps = [Step("POTENTIAL", day), Step("PRESUMED", date(2026, 4, 1))]
    assert identification.status_on(steps, date(2026, 2, 28)) is None
    assert identification.status_on(steps, date(2026, 3, 31)) == "POTENTIAL"
    assert identification.status_on(steps, today) == "PRESUMED"
    assert identification.objection(steps, Step("IDENTIFIED_FORMAL", today), today) is None
    assert identification.objection(steps, Step("POTENTIAL", today), today) == "backwards"
    assert identification.objection(steps, Step("IDENTIFIED_FORMAL", day), today) == "before_last"
    assert identification.objection(steps, Step("IDENTIFIED_FORMAL", date(2026, 11, 25)), today) == "future"


def test_only_work_outside_the_house_is_given_to_somebody_who_does_not_live_there() -> None:
    for entry in codes.lists()["service"]:
        if entry.extra["domain"] == deliveries.POST_EXIT_DOMAIN:
            assert deliveries.given_outside_stay(entry.code)
    assert {*deliveries.OUTREACH} <= set(codes.codes("service"))
    assert deliveries.hundredths(None, "hour", 90) == 150
