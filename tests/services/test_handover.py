"""The shift handover on the real store: told, read, withdrawn, and seen by whom the roles table lets in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter_app.db.cipher import DRIVER_ERROR
from shelter_app.domain import shifts
from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.handover.acts import MarkHandoverRead, WithdrawHandover, WriteHandover
from shelter_app.services.handover.views import lines
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.stays.acts import Admit
from tests.conftest import FixedClock

Make = Callable[..., Actor]


@pytest.fixture
def nord(director: Actor) -> str:
    return perform(director, AddShelter(code="NORD", name="Casa Nord"))


@pytest.mark.parametrize(
    ("hour", "shift"), [(7, "DAY"), (18, "DAY"), (19, "NIGHT"), (23, "NIGHT"), (0, "NIGHT"), (6, "NIGHT")]
)
def test_an_hour_belongs_to_the_shift_of_the_house_clock(hour: int, shift: str) -> None:
    for day in (date(2026, 1, 15), date(2026, 7, 15)):  # winter and summer time
        assert shifts.shift_at(local_moment(day, hour)) == shift


@given(
    written=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),
    later=st.timedeltas(timedelta(0), timedelta(days=60)),
    readers=st.sets(st.sampled_from("abc")),
    reader=st.sampled_from("abcd"),
)
def test_a_line_waits_only_for_others_who_have_not_read_it_within_a_fortnight(
    written: datetime, later: timedelta, readers: set[str], reader: str
) -> None:
    waits = shifts.is_unread("a", written, readers, reader, written + later)
    assert waits == (reader != "a" and reader not in readers and later <= timedelta(days=14))


def test_what_the_night_tells_waits_for_the_day_until_it_is_read(
    director: Actor, make_actor: Make, nord: str, clock: FixedClock
) -> None:
    night, day = make_actor("HOUSE_STAFF", name="Ana Noapte"), make_actor("HOUSE_STAFF", name="Ilinca Zi")
    line = perform(night, WriteHandover(shelter=nord, text="  Vine instalatorul la 9. "))
    (told,) = lines(day, "NORD")
    assert (told.text, told.author, told.shift, told.unread) == (
        "Vine instalatorul la 9.",
        "Ana Noapte",
        "DAY",
        True,
    )
    assert not lines(night, "NORD")[0].unread
    assert perform(day, MarkHandoverRead(lines=(line,))) == 1
    assert perform(day, MarkHandoverRead(lines=(line,))) == 0
    assert not lines(day, "NORD")[0].unread
    assert lines(night, "NORD")[0].read_by == ("Ilinca Zi",)
    assert lines(director, "NORD")[0].unread
    clock.forward(hours=49)
    assert lines(day, "NORD") == ()
    assert [one.unread for one in lines(director, "NORD")] == [True]
    clock.forward(days=13)
    assert lines(director, "NORD") == ()


def test_only_the_author_withdraws_and_the_line_stays_in_the_book(
    director: Actor, make_actor: Make, nord: str
) -> None:
    night = make_actor("HOUSE_STAFF")
    line = perform(night, WriteHandover(shelter=nord, text="Lumina pe hol."))
    with pytest.raises(NotAllowed):
        perform(director, WithdrawHandover(line=line))
    perform(night, WithdrawHandover(line=line))
    assert lines(director, "NORD") == ()
    with director.store.raw() as connection:
        rows = connection.execute("SELECT text, withdrawn_at IS NOT NULL FROM handover").fetchall()
        assert rows == [("Lumina pe hol.", 1)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE handover SET text = 'x'",
        "UPDATE handover SET withdrawn_at = '2026-11-24T10:00:00Z', text = 'x'",
        "UPDATE handover SET written_at = '2020-01-01T00:00:00Z', withdrawn_at = '2026-11-24T10:00:00Z'",
        "DELETE FROM handover",
        "DELETE FROM handover_read",
        "UPDATE handover_read SET account_id = created_by",
    ],
)
def test_the_book_is_never_reworded_whoever_writes(
    director: Actor, make_actor: Make, nord: str, statement: str
) -> None:
    night = make_actor("HOUSE_STAFF")
    line = perform(night, WriteHandover(shelter=nord, text="Lumina pe hol."))
    perform(director, MarkHandoverRead(lines=(line,)))
    with director.store.raw() as connection, pytest.raises(DRIVER_ERROR, match="handover_fixed"):
        connection.execute(statement)


def test_a_line_about_somebody_names_her_by_code_and_needs_reach(
    director: Actor, make_actor: Make, nord: str, clock: FixedClock
) -> None:
    sud = perform(director, AddShelter(code="SUD", name="Casa Sud"))
    who = perform(director, RegisterResident(preferred_name="Mira", sex="F"))
    perform(director, Admit(resident=who, shelter=sud, at=clock()))
    of_nord = make_actor("HOUSE_STAFF", shelters=[nord])
    with pytest.raises(NotAllowed):
        perform(of_nord, WriteHandover(shelter=nord, text="Doarme.", resident=who))
    with pytest.raises(NotAllowed):
        perform(of_nord, WriteHandover(shelter=sud, text="Doarme."))
    with pytest.raises(NotAllowed):
        lines(of_nord, "SUD")
    perform(make_actor("HOUSE_STAFF"), WriteHandover(shelter=sud, text="Doarme.", resident=who))
    (told,) = lines(director, "SUD")
    assert (told.resident_id, bool(told.resident_code), "Mira" in told.resident_code) == (who, True, False)


@pytest.mark.parametrize(("text", "code"), [("   ", "needed"), ("x" * 2001, "too_long")])
def test_an_empty_or_endless_line_is_refused_at_its_field(
    director: Actor, nord: str, text: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        perform(director, WriteHandover(shelter=nord, text=text))
    assert (refused.value.code, refused.value.fields) == (code, ("text",))
    assert lines(director, "NORD") == ()
