"""Numbers as people write them in either language."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter_app.i18n import in_language, number
from shelter_app.ui.forms.numbers import read_number


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    (
        ("2", "ro", "2"),
        (" 1,5 ", "ro", "1.5"),
        ("1.5", "ro", "1.5"),
        ("2.500", "ro", "2500"),
        ("2.500", "en", "2.500"),
        ("2,500", "en", "2500"),
        ("2,500", "ro", "2.500"),
        ("1.234.567,8", "ro", "1234567.8"),
        ("1 000 000", "ro", "1000000"),
        ("-3", "en", "-3"),
        ("", "ro", None),
        ("1,5,2", "ro", None),
        ("1.5.2", "en", None),
        ("two", "en", None),
        ("1e5", "en", None),
        ("½", "ro", None),
    ),
)
def test_a_number_is_read_as_the_language_writes_it(typed: str, language: str, meant: str | None) -> None:
    assert read_number(typed, language) == (None if meant is None else Decimal(meant))


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["ro", "en"]))
def test_what_the_program_says_it_reads_again(value: Decimal, language: str) -> None:
    with in_language(language):
        assert read_number(number(value, 2), language) == value


@given(st.text(max_size=12), st.sampled_from(["ro", "en"]))
def test_nothing_that_is_typed_breaks_it(text: str, language: str) -> None:
    found = read_number(text, language)
    assert found is None or found.is_finite()
