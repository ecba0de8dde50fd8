"""A list on paper goes on over the page with its head, and never leaves its last row alone there."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pypdf
import pytest

from shelter_app.reports.render.sheet import NOT_ALONE, pdf
from shelter_app.reports.sheet import Listing, Sheet
from shelter_app.reports.words import literal

MADE = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize("times", [60, 110, 400])
def test_rows_too_high_for_a_page_together_or_alone_are_parted_not_refused(times: int) -> None:
    long = literal("a long goal " * times)
    rows = tuple((long, literal(f"end {n}.")) for n in range(NOT_ALONE))
    listing = Listing(None, (literal("Goal"), literal("End")), (1, 3), rows)
    made = pdf(Sheet(literal("Goals"), (), "House", MADE, "Somebody", False, (listing,)), "en")
    read = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert len(read) > 1
    whole = " ".join("".join(read).split())
    assert all(f"end {n}." in whole for n in range(NOT_ALONE))
    assert whole.count("goal") == NOT_ALONE * times


def pages(rows: int) -> list[str]:
    listing = Listing(
        None,
        (literal("Room"), literal("Nights")),
        (1, 1),
        tuple((literal(f"room {n}."), literal("3")) for n in range(rows)),
        total=True,
    )
    made = pdf(Sheet(literal("Nights"), (), "House", MADE, "Somebody", False, (listing,)), "en")
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]


@pytest.mark.parametrize("more", range(4))
def test_what_goes_on_over_the_page_has_its_head_and_company(more: int) -> None:
    full = next(n for n in range(1, 200) if len(pages(n)) > 1) - 1
    first, *others = pages(full + more)
    if not more:
        assert others == []
        return
    (second,) = others
    there = [n for n in range(full + more) if f"room {n}." in second]
    assert there == list(range(full + more - max(NOT_ALONE, more), full + more))
    assert "Nights" in second
    assert all(f"room {n}." in first for n in range(full + more) if n not in there)
