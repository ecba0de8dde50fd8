"""What staff type into a cell, read as they mean it."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter_app.transfer import values
from shelter_app.transfer.meanings import meaning

TODAY = date(2026, 11, 24)
MONTHS = ("ian", "feb", "mar", "apr", "mai", "iun", "iul", "aug", "sept", "oct", "noi", "dec")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LONG = (
    "ianuarie", "februarie", "martie", "aprilie", "mai", "iunie",
    "iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie",
)  # fmt: skip


@given(st.dates(date(1927, 1, 1), TODAY), st.sampled_from(range(11)))
def test_every_way_of_writing_a_day_means_that_day(day, way):
    month = day.month - 1
    written = (
        f"{day:%d.%m.%Y}", f" {day.day}.{day.month}.{day:%y} ", f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}",
        f"{day:%Y.%m.%d}", f"{day.day} {LONG[month]} {day.year}", f"{day.day}-{MONTHS[month]}-{day:%y}",
        f"{day.day} {MONTHS[month]}. {day.year}", f"{day.day}.{ROMAN[month]}.{day.year}",
        f"{day:%Y-%m-%d} 00:00:00", float((day - date(1899, 12, 30)).days),
    )[way]  # fmt: skip
    assert values.day(written, today=TODAY) == day


@pytest.mark.parametrize(
    "written", ["31.02.2024", "30/02/2023", "2021-13-01", "curând", "00.01.2021", "32.1.21"]
)
def test_a_day_that_no_calendar_has_is_said(written):
    with pytest.raises(values.Unreadable) as said:
        values.day(written, today=TODAY)
    assert said.value.kind == "impossible_date"


@pytest.mark.parametrize("written", ["", "-", "n/a", "N/A", "–", "  ", None, "?"])
def test_a_dash_is_no_day(written):
    assert values.day(written, today=TODAY) is None


@pytest.mark.parametrize(
    ("written", "bed"),
    [
        ("camera 6, patul 2", ("6", "2")), ("Cam. 6 pat 3", ("6", "3")), ("C4/P2", ("4", "2")),
        ("2-3", ("2", "3")),
        ("cam 3/pat B", ("3", "B")), ("c1p2", ("1", "2")), ("cam3 pat2", ("3", "2")), ("3B", ("3", "B")),
        (date(2026, 3, 2), ("2", "3")), ("-", None),
    ],
)  # fmt: skip
def test_a_bed_is_known_by_each_of_its_names(written, bed):
    assert values.bed(written) == bed


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("50 min", 50), ("0:45", 45), ("90'", 90), ("1h 15", 75), ("1,5 h", 90), ("o oră", 60),
        (45.0, 45), (time(1, 15), 75),
    ],
)  # fmt: skip
def test_minutes_are_read_from_text_numbers_and_times(written, minutes):
    assert values.minutes(written) == minutes


@pytest.mark.parametrize(
    ("written", "bani"),
    [
        ("1.250,75 lei", 125075), ("35,50", 3550), ("RON 120", 12000), ("1,250.75", 125075),
        (0.0, 0), ("1 250,75", 125075),
    ],
)  # fmt: skip
def test_money_is_read_to_the_ban(written, bani):
    assert values.bani(written) == bani


@pytest.mark.parametrize(
    ("written", "clock"), [("9", time(9)), ("930", time(9, 30)), ("14.30", time(14, 30))]
)
def test_hours_are_read_as_they_are_typed(written, clock):
    assert values.clock(written) == clock


def test_an_approximate_birth_is_kept_as_that_and_a_future_one_is_said():
    assert values.birth("aprox. 2004", today=TODAY) == values.Birth(None, 2004, "ABOUT")
    assert values.birth("1998", today=TODAY) == values.Birth(None, 1998, "YEAR")
    with pytest.raises(values.Unreadable) as said:
        values.birth("01.01.2030", today=TODAY)
    assert said.value.kind == "future_date"


def test_words_are_known_without_diacritics_and_unlike_words_are_not_guessed():
    assert meaning("exploitation", "exploitation_form", "Cerșetorie") == "BEGGING"
    assert meaning("exploitation", "exploitation_form", "cersetorie") == "BEGGING"
    assert meaning("source", "referral_source", "DGASPC Iaşi") == "DGASPC"
    assert meaning("county", "county", "Timis") == "TM"
    assert meaning("exploitation", "exploitation_form", "altceva cu totul") is None
