"""What to do about somebody who did not come back: the steps of the house, and whom was told, when, with what outcome."""

from __future__ import annotations

from datetime import date, timedelta

import pypdfium2
import pytest

from shelter_app.db.models.presence import AbsenceStep
from shelter_app.domain import house_rules, missing_minor
from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.absence_steps import TakeStep, UndoStep, missing_steps
from shelter_app.services.beds.away import away
from shelter_app.services.beds.marks import MarkPresence, UndoMarks
from shelter_app.services.beds.printing import PrintMissing
from shelter_app.services.house.rules import SetRule
from shelter_app.services.sheet_files import RenderedFile
from tests.beds.conftest import House
from tests.beds.steps import rows
from tests.conftest import FixedClock

CAME, TONIGHT = local_moment(date(2026, 11, 20)), date(2026, 11, 24)
POLICE = "Call the police"


@pytest.fixture
def missing(director: Actor, house: House, clock: FixedClock, english: None) -> str:
    """Let a girl of fifteen be absent at the roll call marked at 21:07; returns the id of her absence."""
    clock.now = local_moment(TONIGHT, 21, 7)
    _who, stay = house.admit(CAME, birth_year=2011)
    perform(director, MarkPresence(stay=stay, day=TONIGHT, mark="ABSENT"))
    return away(director, "NORD")[0].absence_id


def words_of(made: RenderedFile) -> str:
    """Return the words of a sheet; a cell may go on in a second line."""
    document = pypdfium2.PdfDocument(made.content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def police(absence: str, clock: FixedClock, **more: object) -> TakeStep:
    told = {"step": POLICE, "whom": "112, officer Exemplu", "taken_at": clock(), "outcome": "a patrol looks"}
    return TakeStep(absence=absence, **{**told, **more})


def test_the_proposed_steps_hold_until_the_house_writes_its_own(director: Actor, english: None) -> None:
    assert missing_steps(director) == missing_minor.PROPOSED
    assert any("112" in step for step in missing_steps(director))
    before = perform(director, SetRule(key=house_rules.MISSING_MINOR, value=" Look outside. \n\n Call 112. "))
    assert missing_steps(director) == ("Look outside.", "Call 112.")
    perform(director, SetRule(key=house_rules.MISSING_MINOR, value=before))
    assert missing_steps(director) == missing_minor.PROPOSED


@pytest.mark.parametrize("typed", ["", " \n ", "x" * 161, "\n".join(["step"] * 13)])
def test_steps_that_are_none_too_many_or_too_long_are_refused(director: Actor, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        perform(director, SetRule(key=house_rules.MISSING_MINOR, value=typed))
    assert (refused.value.code, refused.value.fields) == ("steps", ("value",))


def test_who_was_told_when_and_the_outcome_stand_on_the_absence(
    director: Actor, missing: str, clock: FixedClock
) -> None:
    perform(director, police(missing, clock))
    perform(
        director, police(missing, clock, step="Call", whom="her", taken_at=clock() - timedelta(minutes=9))
    )
    (row,) = away(director, "NORD")
    assert [(one.step, one.whom, one.outcome) for one in row.taken] == [
        ("Call", "her", "a patrol looks"),
        (POLICE, "112, officer Exemplu", "a patrol looks"),
    ]
    assert row.taken[1].taken_at == clock()
    assert row.taken[1].recorded_by == director.name


def test_a_step_is_taken_back_for_a_while_by_who_recorded_it(
    director: Actor, missing: str, clock: FixedClock, make_actor, house: House
) -> None:
    made = perform(director, police(missing, clock))
    staff = make_actor("HOUSE_STAFF", shelters=[house.shelter])
    with pytest.raises(NotAllowed):
        perform(staff, UndoStep(step=made))
    perform(director, UndoStep(step=made))
    assert away(director, "NORD")[0].taken == ()
    made = perform(director, police(missing, clock))
    clock.now += timedelta(hours=1)
    with pytest.raises(Refused) as refused:
        perform(director, UndoStep(step=made))
    assert refused.value.code == "undo_too_late"


def test_house_staff_record_steps_and_a_counsellor_only_sees_them(
    missing: str, clock: FixedClock, make_actor, house: House
) -> None:
    perform(make_actor("HOUSE_STAFF", shelters=[house.shelter]), police(missing, clock))
    counsellor = make_actor("COUNSELLOR", shelters=[house.shelter])
    assert len(away(counsellor, "NORD")[0].taken) == 1
    with pytest.raises(NotAllowed):
        perform(counsellor, police(missing, clock))


@pytest.mark.parametrize(
    ("about", "code", "field"),
    [
        ({"whom": "  "}, "needed", "whom"),
        ({"taken_at": local_moment(TONIGHT, 22)}, "future_date", "taken_at"),
        ({"taken_at": local_moment(date(2026, 11, 23))}, "before_absence", "taken_at"),
    ],
)
def test_a_step_without_whom_or_at_another_time_is_refused(
    director: Actor, missing: str, clock: FixedClock, about: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        perform(director, police(missing, clock, **about))
    assert (refused.value.code, refused.value.fields) == (code, (field,))


def test_the_mark_is_not_taken_back_once_something_was_done_about_it(
    director: Actor, house: House, clock: FixedClock, english: None
) -> None:
    clock.now = local_moment(TONIGHT, 21)
    _who, stay = house.admit(CAME, birth_year=2011)
    before = perform(director, MarkPresence(stay=stay, day=TONIGHT, mark="ABSENT"))
    made = perform(director, police(away(director, "NORD")[0].absence_id, clock))
    with pytest.raises(Refused) as refused:
        perform(director, UndoMarks(marks=(before,)))
    assert refused.value.code == "absence_has_steps"
    assert len(rows(director.store, AbsenceStep)) == 1
    perform(director, UndoStep(step=made))
    perform(director, UndoMarks(marks=(before,)))
    assert away(director, "NORD") == ()


def test_the_sheet_for_the_police_says_the_evening_not_the_minute_of_the_mark_and_who_was_told(
    director: Actor, missing: str, clock: FixedClock
) -> None:
    stay = away(director, "NORD")[0].stay_id
    clock.now += timedelta(minutes=4)
    read = words_of(perform(director, PrintMissing(stay=stay, language="en")))
    assert "missing since the roll call of 24 November 2026" in read
    assert "21:07" not in read
    perform(director, police(missing, clock))
    read = words_of(perform(director, PrintMissing(stay=stay, language="en")))
    for part in (POLICE, "112, officer Exemplu", "a patrol looks", "24 November 2026, 21:11"):
        assert part in read, part
    assert "21:07" not in read
