from datetime import date

import pytest

from shelter_app.ui.forms.days import read_day

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
