"""Which forms and acts a bed offers: by its state, by whom it fits, by what the roles may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from shelter_app.domain import placement
from shelter_app.domain.errors import Refused
from shelter_app.domain.inspections import need_nothing_broken
from shelter_app.domain.permissions import Access
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.finding import FoundBed, find_bed, to_place
from shelter_app.services.beds.reservations import ReserveBed, reservations
from shelter_app.services.beds.rooms import ReportDefect, defects
from shelter_app.services.house.acts import AddBed, AddRoom, TakeBedOutOfUse
from shelter_app.services.house.views import FREE, OCCUPIED, OUT, RESERVED, BedCard, RoomCard, beds_tonight
from shelter_app.services.residents.views import residents
from shelter_app.services.stays.acts import EndStay
from shelter_app.ui.features.beds import reservation_forms
from shelter_app.ui.features.beds.bed_context import BedContext, ask_context
from shelter_app.ui.features.beds.board_acts import MOST, forms_at, people_for
from shelter_app.ui.features.beds.choices import people_to_admit
from shelter_app.ui.features.beds.forms import fit_text, forms_for
from shelter_app.ui.features.beds.people import person_text
from shelter_app.ui.features.house.forms import HouseChoices, assign_defect, house_forms
from tests.beds.conftest import House
from tests.beds.steps import at, request
from tests.conftest import FixedClock

ALL = Access(("DIRECTOR",))
READERS = Access(("COUNSELLOR",))


@pytest.fixture
def context(director: Actor, house: House, english: None) -> BedContext:
    return ask_context(director, ALL, "NORD")


def card(director: Actor, house: House, bed: str) -> tuple[BedCard, RoomCard]:
    return next(
        (one, room)
        for room in beds_tonight(director, "NORD").rooms
        for one in room.beds
        if one.bed_id == house.beds[bed]
    )


def offered(director: Actor, house: House, bed: str, context: BedContext) -> list[str]:
    return [form.kind.NAME for form in forms_at(*card(director, house, bed), context)]


def found(director: Actor, bed: str, **about: object) -> FoundBed:
    beds = find_bed(director, "NORD", director.clock(), None, **about)  # type: ignore[arg-type]
    return next(one for one in beds if one.room_bed == bed)


def test_each_state_of_a_bed_offers_its_own_forms(director: Actor, house: House, context: BedContext) -> None:
    now = director.clock()
    house.admit(at(10), "1A")
    perform(
        director,
        ReserveBed(bed=house.beds["1B"], from_at=now, to_at=at(26), lapses_at=at(25), reason="police"),
    )
    perform(director, TakeBedOutOfUse(bed=house.beds["2A"], since=at(20), reason="mould"))
    states = {bed: card(director, house, bed)[0].state for bed in house.beds}
    assert states == {"1A": OCCUPIED, "1B": RESERVED, "1C": FREE, "2A": OUT, "2B": FREE}
    assert {bed: offered(director, house, bed, context) for bed in house.beds} == {
        "1A": [],
        "1B": ["beds.arrive", "beds.cancel_reservation"],
        "1C": ["beds.reserve", "house.take_bed_out"],
        "2A": ["house.return_bed"],
        "2B": ["beds.reserve", "house.take_bed_out"],
    }
    (back,) = forms_at(*card(director, house, "2A"), context)
    assert (back.title, back.note) == ("Return 2 · 2A to service", "mould")


def test_who_may_do_nothing_is_offered_nothing_at_any_bed(
    director: Actor, house: House, context: BedContext
) -> None:
    perform(director, TakeBedOutOfUse(bed=house.beds["2A"], since=at(20), reason="mould"))
    looking = replace(context, access=READERS)
    assert [offered(director, house, bed, looking) for bed in house.beds] == [[]] * len(house.beds)
    assert people_for(card(director, house, "1A")[0], looking) == []


def test_a_free_bed_is_given_to_those_without_one_the_first_of_them(
    director: Actor, house: House, clock: FixedClock, english: None
) -> None:
    house.admit(at(10), "1A")
    for _more in range(MOST + 2):
        house.admit(at(10))
    context = ask_context(director, ALL, "NORD")
    people = people_for(card(director, house, "1B")[0], context)
    assert len(people) == MOST
    assert all(person_text(one).endswith(", in the shelter without a bed") for one in people)
    assert people_for(card(director, house, "1A")[0], context) == []


def test_somebody_is_named_by_bed_or_request(
    director: Actor, house: House, clock: FixedClock, english: None
) -> None:
    house.admit(at(10), "1A")
    request(director, house, clock, persons=3)
    named = {person_text(one).partition(",")[2] or person_text(one) for one in to_place(director, "NORD")}
    assert " now in 1 · 1A" in named
    assert any(words.endswith("tonight, 3 people") for words in named)


def test_who_was_never_here_is_offered_who_was_is_searched_and_of_who_is_it_is_said_where(
    director: Actor, house: House, english: None
) -> None:
    outside = house.resident(preferred_name="Mira")
    inside, _stay = house.admit(at(10), "1A")
    house.admit(at(10))
    former, stay = house.admit(at(10), preferred_name="Ana")
    perform(director, EndStay(stay=stay, at=at(20), reason="FAMILY_REINTEGRATION"))
    asked = people_to_admit(director, ALL)()
    codes = {row.id: row.code for row in residents(director).rows}
    assert asked.choices == ((outside, f"{codes[outside]} · Mira"),)
    assert asked.searched == ((former, f"{codes[former]} · Ana"),)
    why = dict(asked.elsewhere)
    assert why[codes[inside]].endswith("in 1 · 1A: use “Move to another bed”.")
    assert sum("without a bed" in words for words in why.values()) == 1


def test_who_sees_no_residents_has_nobody_to_admit(director: Actor, house: House, english: None) -> None:
    house.resident()
    assert people_to_admit(director, Access(("AUDITOR",)))().choices == ()


def test_a_bed_that_fits_needs_no_words_and_one_for_a_while_says_until_when(
    director: Actor, house: House, english: None
) -> None:
    bed = replace(found(director, "1 · 1A"), merits=())
    assert fit_text(bed) == ""
    until = replace(bed, until=at(26))
    assert fit_text(until).endswith(
        "Free only until 26 Nov 2026, 12:00; then it is reserved for somebody else."
    )


def test_a_bed_that_does_not_fit_is_offered_to_who_may_set_the_rule_aside(
    director: Actor, house: House, context: BedContext
) -> None:
    room = perform(director, AddRoom(shelter=house.shelter, name="M", placement_rule="MEN"))
    perform(director, AddBed(room=room, label="MA", in_use_from=date(2025, 1, 1)))
    who, _stay = house.admit(at(10))
    bed = found(director, "M · MA", resident=who)
    (person,) = to_place(director, "NORD")
    assert context.may_give(bed)
    (form,) = forms_for(bed, person, context)
    override = next(ask for ask in form.asks if ask.name == "override")
    assert not override.hidden
    staff = replace(context, access=Access(("HOUSE_STAFF",)))
    assert not staff.may_give(bed)
    assert forms_for(bed, person, staff) == []
    assert "It can still be assigned, with a written reason, by: " in fit_text(bed)


def test_what_no_reason_outweighs_is_given_by_nobody(
    director: Actor, house: House, context: BedContext
) -> None:
    house.admit(at(10), "1A")
    bed = found(director, "1 · 1A", sex="F")
    assert not bed.fits
    assert bed.set_aside_by == ()
    assert {reason.code for reason in bed.reasons} <= placement.FINAL
    assert not context.may_give(bed)
    assert fit_text(bed).endswith("There are no exceptions to this rule.")


def test_somebody_with_a_bed_is_moved_somebody_without_is_given_one(
    director: Actor, house: House, context: BedContext
) -> None:
    house.admit(at(10), "1A")
    house.admit(at(10))
    kinds = {}
    for person in to_place(director, "NORD"):
        (form,) = forms_for(found(director, "1 · 1B", resident=person.resident_id), person, context)
        kinds[person.bed] = form.kind.NAME
    assert kinds == {"1 · 1A": "stays.move", "": "stays.place_in_bed"}


def test_a_bed_is_held_for_a_request_before_and_after_it_is_accepted(
    director: Actor, house: House, clock: FixedClock, context: BedContext
) -> None:
    request(director, house, clock, accept=False)
    (open_request,) = to_place(director, "NORD")
    bed = found(director, "1 · 1B", referral=open_request.referral_id)
    accepted = replace(open_request, accepted=True)
    for one in (open_request, accepted):
        assert [form.kind.NAME for form in forms_for(bed, one, context)] == ["beds.reserve"]


def test_a_bed_is_held_for_the_days_that_are_looked_for_a_week_where_no_end_is_known(
    director: Actor, house: House, context: BedContext
) -> None:
    bed = found(director, "1 · 1B")
    later = context.at(at(26), at(28), ("QUIET",))
    hold = next(form for form in forms_for(bed, None, later) if form.kind is ReserveBed)
    begins = {ask.name: ask.start for ask in hold.asks}
    assert (begins["from_at"], begins["to_at"], begins["lapses_at"]) == (at(26), at(28), at(26, 20))
    open_end = next(form for form in forms_for(bed, None, context.at(at(26))) if form.kind is ReserveBed)
    assert {ask.name: ask.start for ask in open_end.asks}["to_at"] == at(26) + timedelta(days=7)
    assert later.needs == ("QUIET",)
    assert context.needs == ()


def test_the_forms_of_a_held_bed_are_taken_back_by_what_stood_before(
    director: Actor, house: House, english: None
) -> None:
    now = director.clock()
    held = perform(director, ReserveBed(bed=house.beds["1B"], from_at=now, to_at=at(26), lapses_at=at(25)))
    (row,) = reservations(director, "NORD")
    form = reservation_forms.another_time(row)
    act = form.kind(**form.known, from_at=now, to_at=at(28), lapses_at=at(27))
    perform(director, act)
    undo = form.undo_of(act, None)
    assert undo is not None
    perform(director, undo)
    (again,) = reservations(director, "NORD")
    assert (again.id, again.to_at, again.lapses_at) == (held, at(26), at(25))


@pytest.mark.parametrize(
    ("access", "kinds"),
    [
        (READERS, set()),
        (Access(("HOUSE_STAFF",)), {"beds.block_places"}),
        (
            ALL,
            {
                "beds.block_places",
                "beds.add_mattress",
                "house.add_room",
                "house.add_bed",
                "house.retire_bed",
                "house.retire_room",
                "house.set_capacity",
                "house.use_beds_since",
            },
        ),
    ],
)
def test_the_house_is_changed_by_whom_the_roles_let(
    access: Access, kinds: set[str], house: House, english: None
) -> None:
    choices = HouseChoices(house.shelter, tuple((room, name) for name, room in house.rooms.items()))
    assert {form.kind.NAME for form in house_forms(access, choices, date(2026, 11, 24))} >= kinds
    if not kinds:
        assert house_forms(access, choices, date(2026, 11, 24)) == []


def test_the_room_one_stands_on_is_chosen_in_the_forms_about_rooms(house: House, english: None) -> None:
    rooms = tuple((room, name) for name, room in house.rooms.items())
    choices = HouseChoices(house.shelter, rooms, (), house.rooms["2"])
    started = {
        form.kind.NAME: ask.start
        for form in house_forms(ALL, choices, date(2026, 11, 24))
        for ask in form.asks
        if ask.name == "room" and ask.start is not None
    }
    assert set(started.values()) == {house.rooms["2"]}
    assert "house.add_bed" in started


def test_who_mends_a_defect_is_said_and_taken_back(director: Actor, house: House, english: None) -> None:
    perform(director, ReportDefect(room=house.rooms["1"], text="a broken pane", on=date(2026, 11, 24)))
    (row,) = defects(director, "NORD")
    form = assign_defect(ALL, row, ((director.account_id, director.name),))
    assert form is not None
    assert form.note == "1 · a broken pane"
    act = form.kind(**form.known, assignee=director.account_id, due_on=date(2026, 11, 27))
    perform(director, act)
    assert defects(director, "NORD")[0].assignee == director.name
    undo = form.undo_of(act, None)
    assert undo is not None
    perform(director, undo)
    (again,) = defects(director, "NORD")
    assert (again.assignee_id, again.due_on) == (row.assignee_id, row.due_on)
    assert assign_defect(READERS, row, ()) is None


def test_an_account_that_gives_no_beds_asks_for_nobody(
    director: Actor, house: House, make_actor: Callable[..., Actor]
) -> None:
    house.admit(at(10))
    auditor = make_actor("AUDITOR")
    context = ask_context(auditor, Access(("AUDITOR",)), "NORD")
    assert context.people == ()
    assert context.shelter == house.shelter


def test_a_room_is_in_order_only_while_nothing_is_written_as_broken(english: None) -> None:
    need_nothing_broken(" ")
    with pytest.raises(Refused) as refused:
        need_nothing_broken("a broken pane")
    assert (refused.value.code, refused.value.fields) == ("not_in_order", ("text",))
