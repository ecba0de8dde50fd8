"""What staff type into a cell, read as the person meant it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter_app.transfer import values
from shelter_app.transfer.values import Unreadable

TODAY = date(2026, 11, 24)
FORMS = [
    "{d}.{m}.{y}",
    " {d:02}.{m:02}.{y}\u00a0",
    "{d}/{m}/{y}",
    "{y}-{m:02}-{d:02}",
    "{y}.{m:02}.{d:02}",
    "{d} - {m} - {y}",
    "{d},{m},{y}",
    "{y}{m:02}{d:02}",
    "{d:02}{m:02}{y}",
    "{d}.{m}.{y} 14:30",
    "vineri, {d}.{m}.{y}",
]


@given(st.dates(date(1990, 1, 1), TODAY), st.sampled_from(FORMS))
def test_a_day_is_the_same_in_every_form(day, form):
    assert values.day(form.format(d=day.day, m=day.month, y=day.year), today=TODAY) == day


@given(st.dates(date(1990, 1, 1), TODAY))
def test_a_serial_number_is_its_day_in_both_epochs(day):
    assert values.day(float((day - date(1899, 12, 30)).days), today=TODAY) == day
    assert values.day((day - date(1904, 1, 1)).days, today=TODAY, epoch_1904=True) == day


@pytest.mark.parametrize(
    "said", ["12 martie 2021", "12-mar-21", "12 mar. 2021", "12/III/21", "12..03.2021", "l2.O3.2021"]
)
def test_months_have_names_and_hands_slip(said):
    assert values.day(said, today=TODAY) == date(2021, 3, 12)


@pytest.mark.parametrize("said", ["31.02.2024", "29.02.2023", "mar 2021", "12.13.2024", "curând", "1.1.1021"])
def test_what_no_calendar_has_is_no_day(said):
    with pytest.raises(Unreadable, match="impossible_date"):
        values.day(said, today=TODAY)


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers()))
def test_no_cell_is_too_strange_to_be_judged(cell):
    for parse in (values.clock, values.minutes, values.bani, values.number, values.bed):
        try:
            parse(cell)
        except Unreadable:
            continue
    try:
        values.day(cell, today=TODAY)
        values.birth(cell, today=TODAY)
    except Unreadable:
        return


@pytest.mark.parametrize(
    ("said", "meant"),
    [("50 min", 50), ("0:45", 45), ("1h 15", 75), ("1,5 h", 90), ("90'", 90), (45.0, 45), ("o oră", 60),
     ("1:15", 75), (time(0, 45), 45), (timedelta(minutes=30), 30), ("60 de minute", 60), ("", None)],
)  # fmt: skip
def test_a_length_of_time_has_many_spellings(said, meant):
    assert values.minutes(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [("1.250,75 lei", 125075), ("35,50", 3550), ("RON 120", 12000), ("1,250.75", 125075), (120.0, 12000),
     ("120,-", 12000), ("35 lei 50 bani", 3550), ("120,00RON", 12000), ("-", None), (0, 0)],
)  # fmt: skip
def test_money_is_read_to_the_ban(said, meant):
    assert values.bani(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "camera 6, patul 2",
        "Cam. 6 pat 2",
        "C6/P2",
        "6-2",
        "6.2",
        "pat 2, camera 6",
        "P2/C6",
        "et. 1 cam 6 pat 2",
        "06/02",
    ],
)
def test_a_bed_has_one_name_however_it_is_written(said):
    assert values.bed(said) == ("6", "2")


@pytest.mark.parametrize(
    ("said", "meant"),
    [("9", time(9)), ("930", time(9, 30)), ("14.30", time(14, 30)), (14.3, time(14, 30)), (0.5, time(12))],
)
def test_a_time_of_day_has_many_spellings(said, meant):
    assert values.clock(said) == meant
