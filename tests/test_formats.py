"""Days and numbers are written as Babel writes them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as some

from shelter_app import formats, i18n

FIRST = date(2023, 12, 25)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("style", ["short", "medium", "long", "full"])
def test_every_day_of_two_years(language: str, style: str) -> None:
    for after in range(740):
        day = FIRST + timedelta(days=after)
        assert formats.day(day, style, language) == format_date(day, style, locale=i18n.DAYS[language])


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("style", "pattern"), [("day_month", "d MMM"), ("month", "MMM")])
def test_every_day_without_its_year(language: str, style: str, pattern: str) -> None:
    for after in range(366):
        day = FIRST + timedelta(days=after)
        assert formats.day(day, style, language) == format_date(day, pattern, locale=i18n.DAYS[language])


@given(
    some.one_of(
        some.integers(-(10**9), 10**9),
        some.floats(-(10**9), 10**9),
        some.decimals(-(10**9), 10**9, places=5),
    ),
    some.sampled_from([None, 0, 1, 2]),
    some.sampled_from(i18n.LANGUAGES),
)
def test_any_number(value: int | float | Decimal, decimals: int | None, language: str) -> None:
    form = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    assert formats.number(value, decimals, language) == format_decimal(value, format=form, locale=language)
