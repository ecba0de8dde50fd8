"""Somebody comes: what a line says about the person, who may be meant, what is due in the first days."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from shelter_app.domain import deadlines
from shelter_app.domain.first_day import FIRST_DAY, first_dues
from shelter_app.domain.newcomers import CODE, COUNTY, NAME, YEAR, Known, Typed, likely, read_typed

TODAY = date(2026, 11, 24)
MARIA = Known("1", "IZVOR-21", "M-07", "Măria", "F", 2002, "RO-IS")
MARIANA = Known("2", "CEDRU-14", "", "Mariana", "F", 1970)
ION = Known("3", "PLOP-05", "", "Ion", "M", 2002)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("maria", Typed("maria")),
        ("maria, 24", Typed("maria", 2002)),
        ("maria 2002", Typed("maria", 2002)),
        ("24, maria", Typed("maria", 2002)),
        ("IZVOR-21", Typed("IZVOR-21")),
        ("maria 1799", Typed("maria 1799")),
        ("  ", Typed()),
    ],
)
def test_a_line_says_name_year_and_county(line: str, said: Typed) -> None:
    assert read_typed(line, TODAY) == said


def test_a_county_stands_between_commas_whatever_the_diacritics() -> None:
    assert read_typed("maria, 24, iasi", TODAY) == Typed("maria", 2002, "IS")


def test_nobody_is_like_nothing_and_less_than_two_letters_are_nothing() -> None:
    assert likely([MARIA], Typed()) == []
    assert likely([MARIA], Typed("m", 2002)) == []
    assert likely([MARIA], Typed("", 2002, "RO-IS")) == []


def test_the_likeliest_comes_first_with_why() -> None:
    found = likely([MARIANA, ION, MARIA], Typed("maria", 2003, "RO-IS"))
    assert found == [(MARIA, (NAME, YEAR, COUNTY)), (MARIANA, (NAME,))]


def test_a_code_and_a_former_code_find_their_person() -> None:
    assert likely([MARIA, ION], Typed("izvor 21")) == [(MARIA, (CODE,))]
    assert likely([MARIA, ION], Typed("m-07")) == [(MARIA, (CODE,))]


def test_a_year_alone_makes_nobody_likely_and_another_sex_nobody() -> None:
    assert likely([ION], Typed("maria", 2002)) == []
    assert likely([ION], Typed("ion"), "F") == []


def test_what_is_due_within_a_day_is_computed_from_the_rules() -> None:
    came = datetime(2026, 11, 23, 21, 42, tzinfo=ZoneInfo("Europe/Bucharest"))
    dues = first_dues(came, FIRST_DAY)
    assert [one.rule for one in dues] == ["D_SAFETY_CHECK", "D_BELONGINGS", "D_INFO_NOTICE"]
    assert {one.by for one in dues} == {came + FIRST_DAY}


def test_a_term_of_the_house_holds_and_days_come_after_hours() -> None:
    came = datetime(2026, 11, 23, 21, 42, tzinfo=ZoneInfo("Europe/Bucharest"))
    deadlines.take_up({"D_SAFETY_CHECK": 12, "D_MEDICAL_CHECK": 1})
    try:
        dues = first_dues(came)
    finally:
        deadlines.take_up({})
    assert dues[0].rule == "D_SAFETY_CHECK"
    assert dues[0].by == datetime(2026, 11, 24, 9, 42, tzinfo=ZoneInfo("Europe/Bucharest"))
    days = [(one.rule, one.on) for one in dues if one.by is None]
    assert days[0] == ("D_MEDICAL_CHECK", date(2026, 11, 24))
    assert ("D_CONTRACT", date(2026, 11, 26)) in days


def test_letters_within_a_code_are_no_likeness() -> None:
    assert likely([Known("4", "LEANDRU-45", "", "Ovidiu")], Typed("an")) == []
