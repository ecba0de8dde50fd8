"""Days and times of day as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytestqt.qtbot import QtBot

from shelter_app.domain.errors import Refused
from shelter_app.ui.forms.days import read_day
from shelter_app.ui.forms.fields import MomentField

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3", date(2026, 11, 3)),
        ("3.5", date(2026, 5, 3)),
        ("3.5.26", date(2026, 5, 3)),
        ("03/05/2026", date(2026, 5, 3)),
        ("2026-05-03", date(2026, 5, 3)),
        ("+7", date(2026, 12, 1)),
        ("-1", date(2026, 11, 23)),
        ("azi", TODAY),
        ("Mâine", date(2026, 11, 25)),
        ("maine", date(2026, 11, 25)),
        ("31.2", None),
        ("curând", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, meant: date | None) -> None:
    assert read_day(typed, TODAY) == meant


def test_a_time_that_the_clock_skipped_is_said_and_stays_typed(qtbot: QtBot, english: None) -> None:
    field = MomentField("at", "Admitted", lambda: datetime(2026, 3, 30, 8, tzinfo=UTC), needed=True)
    qtbot.addWidget(field)
    field.day.setText("29.3.2026")
    field.hour.setText("3:30")
    with pytest.raises(Refused) as refused:
        field.value()
    assert (refused.value.code, refused.value.fields) == ("skipped", ("at",))
    assert field.hour.text() == "3:30"
    field.hour.setText("4:30")
    assert field.value() == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
