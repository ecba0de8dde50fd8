"""A code that is shipped no more: records still hold it, and no list or report falls over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shelter_app.domain import codes
from shelter_app.domain.codes import Change
from shelter_app.reports.indicators.people import _planned

GONE = "GONE"


@pytest.fixture(autouse=True)
def dropped_from_every_list() -> Iterator[None]:
    codes.apply_changes(
        Change(name, GONE, "dispărut", "gone", own=False, counts_as=None, from_on=None, to_on=None)
        for name in codes.shipped()
    )
    yield
    codes.apply_changes(())


def test_it_keeps_its_words_and_is_in_no_list() -> None:
    for name in codes.shipped():
        assert codes.label(name, GONE) in ("dispărut", "gone")
        assert GONE not in codes.codes(name)
        assert all(code.extra is not None and code.code != GONE for code in codes.lists()[name])


def test_its_marks_are_not_known() -> None:
    for name, entries in codes.shipped().items():
        for mark in entries[0].extra:
            assert codes.code(name, GONE).extra[mark] is None


def test_an_exit_for_such_a_reason_counts_as_unknown() -> None:
    assert _planned(GONE) == "UNKNOWN"


def test_an_own_code_that_counts_as_such_a_code_has_no_known_marks_either() -> None:
    own = Change("exit_reason", "X_OWN", "propriu", "own", True, GONE, None, None)
    codes.apply_changes([own])
    assert "X_OWN" in codes.codes("exit_reason")
    assert codes.code("exit_reason", "X_OWN").extra["planned"] is None
    assert _planned("X_OWN") == "UNKNOWN"
