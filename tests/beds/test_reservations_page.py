"""The page of held beds: what is held and what was, and each act on a held bed re-read from the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from shelter_app.domain.clock import local_moment
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.reservations import CancelReservation, ReserveBed, reservations
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.referrals.acts import AcceptReferral, RecordReferral
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.reservations.page import HeldPage
from tests.beds.conftest import House
from tests.beds.steps import settle
from tests.conftest import FixedClock
from tests.front import be_in_front
from tests.ui.pages.arrival import ArrivalPage
from tests.ui.pages.forms import PageForms


def at(hour: int, day: int = 24) -> datetime:
    return local_moment(date(2026, 11, day), hour)


def hold(
    bed: str, *, lapses: datetime, reason: str | None = "DGASPC", referral: str | None = None
) -> ReserveBed:
    return ReserveBed(
        bed=bed, from_at=at(14), to_at=at(12, 26), lapses_at=lapses, reason=reason, referral=referral
    )


@pytest.fixture
def held(director: Actor, house: House) -> dict[str, str]:
    """Return three held beds: one lapses first, one is for a request of three people, one was let go."""
    asked = perform(
        director,
        RecordReferral(
            shelter=house.shelter, received_at=at(9), source="DGASPC", urgency="TONIGHT", persons=3
        ),
    )
    made = {
        "1A": perform(director, hold(house.beds["1A"], lapses=at(22), reason=None, referral=asked)),
        "1B": perform(director, hold(house.beds["1B"], lapses=at(20))),
        "2A": perform(director, hold(house.beds["2A"], lapses=at(21), reason="ANITP")),
    }
    perform(director, CancelReservation(reservation=made["2A"]))
    return made


def opened(qtbot: QtBot, frame: Workspace) -> HeldPage:
    frame.go("held")
    page = frame.pages["held"]
    assert isinstance(page, HeldPage)
    settle(qtbot, page)
    return page


def let_go(qtbot: QtBot, frame: Workspace) -> None:
    """Let go of every page that is at rest."""
    frame.go("beds")
    for one in frame.pages.loaded():
        settle(qtbot, one)
    while frame.pages.let_one_go(frame.pages["beds"]):
        pass


def cells(page: HeldPage) -> list[list[str]]:
    return [[column.text(row) for column in page.model.columns] for row in page.model.rows]


def test_what_is_held_comes_by_its_hour_and_the_history_says_how_each_ended(
    qtbot: QtBot,
    director: Actor,
    held: dict[str, str],
    clock: FixedClock,
    open_window: Callable[[Actor], Workspace],
) -> None:
    page = opened(qtbot, open_window(director))
    assert [row[:2] for row in cells(page)] == [
        ["1 · 1B", "DGASPC"],
        ["1 · 1A", "a request: County social assistance and child protection directorate, 3 people"],
    ]
    assert {row[5] for row in cells(page)} == {"upcoming"}
    clock.now = at(21)
    page.over.click()
    settle(qtbot, page)
    assert len(page.model.rows) == 2
    assert [(row[0], row[4], row[5]) for row in cells(page)] == [
        ("1 · 1B", "24 Nov 2026, 20:00", "lapsed"),
        ("2 · 2A", "24 Nov 2026, 12:00", "cancelled"),
    ]
    assert not any(made.isVisible() for made in (page.arrive, page.longer, page.let_go))
    page.live.click()
    settle(qtbot, page)
    assert len(page.model.rows) == 1
    assert page.model.rows[0].id == held["1A"]


def test_the_page_comes_back_as_it_was_left(
    qtbot: QtBot, director: Actor, held: dict[str, str], open_window: Callable[[Actor], Workspace]
) -> None:
    frame = open_window(director)
    page = opened(qtbot, frame)
    page.list.point_at(1)
    let_go(qtbot, frame)
    again = opened(qtbot, frame)
    assert again is not page
    row = again.model.at(again.list.currentIndex())
    assert row is not None
    assert row.id == held["1A"]
    again.over.click()
    settle(qtbot, again)
    let_go(qtbot, frame)
    again = opened(qtbot, frame)
    assert again.over.isChecked()
    assert [row.id for row in again.model.rows] == [held["2A"]]


def test_who_comes_is_admitted_from_the_list_with_the_keyboard(
    qtbot: QtBot,
    director: Actor,
    house: House,
    held: dict[str, str],
    clock: FixedClock,
    open_window: Callable[[Actor], Workspace],
) -> None:
    who = house.resident(preferred_name="Mira")
    clock.now = at(18)
    frame = open_window(director)
    page = opened(qtbot, frame)
    be_in_front(qtbot, page)
    assert page.list.hasFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    settle(qtbot, page)
    forms = PageForms(qtbot, frame, page)
    forms.begin("resident", who)
    forms.save()
    settle(qtbot, page)
    assert beds_tonight(director, "NORD").occupied == 1
    assert [row.outcome for row in reservations(director, "NORD", over=True)] == ["ARRIVED", "CANCELLED"]


def test_another_hour_is_given_and_taken_back_and_a_bed_is_let_go(
    qtbot: QtBot, director: Actor, held: dict[str, str], open_window: Callable[[Actor], Workspace]
) -> None:
    frame = open_window(director)
    page = opened(qtbot, frame)
    forms = PageForms(qtbot, frame, page)

    def lapses() -> datetime:
        return {row.id: row.lapses_at for row in reservations(director, "NORD")}[held["1B"]]

    page.longer.click()
    forms.begin("to_at", at(12, 27))
    forms.begin("lapses_at", at(23))
    forms.save()
    settle(qtbot, page)
    assert frame.undo_bar.button.isVisible()
    assert lapses() == at(23)
    frame.undo_bar.button.click()
    settle(qtbot, page)
    assert frame.undo_bar.text().startswith("Undone")
    assert lapses() == at(20)
    row = page.model.at(page.list.currentIndex())
    assert row is not None
    assert row.id == held["1B"], "another bed is chosen, although only the order has changed"
    page.let_go.click()
    forms.save()
    settle(qtbot, page)
    assert held["1B"] not in [row.id for row in reservations(director, "NORD")]


def test_a_later_begin_takes_the_end_and_the_hour_along_until_they_are_typed(
    qtbot: QtBot,
    director: Actor,
    held: dict[str, str],
    clock: FixedClock,
    open_window: Callable[[Actor], Workspace],
) -> None:
    frame = open_window(director)
    page = opened(qtbot, frame)
    forms = PageForms(qtbot, frame, page)
    before = {row.id: row for row in reservations(director, "NORD")}[held["1B"]]
    clock.now = at(15)
    page.longer.click()
    fields = forms.form().fields

    def type_into(line: QLineEdit, words: str) -> None:
        line.selectAll()
        qtbot.keyClicks(line, words)

    day = fields["from_at"].control.findChildren(QLineEdit)[0]
    type_into(day, "25/11/2026")
    assert fields["from_at"].value() == before.from_at.replace(second=0, microsecond=0) + timedelta(days=1)
    assert fields["to_at"].value() == before.to_at + timedelta(days=1)
    assert fields["lapses_at"].value() == before.lapses_at + timedelta(days=1)
    type_into(fields["lapses_at"].control.findChildren(QLineEdit)[1], "23:00")
    type_into(day, "26/11/2026")
    assert fields["lapses_at"].value() == at(23, 25)
    assert fields["to_at"].value() == before.to_at + timedelta(days=2)
    type_into(fields["lapses_at"].control.findChildren(QLineEdit)[0], "26/11/2026")
    forms.save()
    told = {"1 · 1B": "upcoming", "1 · 1A": "reserved"}
    settle(qtbot, page)
    assert {row[0]: row[5] for row in cells(page)} == told


def test_an_hour_that_is_over_is_refused_in_the_form_as_it_was_typed(
    qtbot: QtBot, director: Actor, held: dict[str, str], open_window: Callable[[Actor], Workspace]
) -> None:
    frame = open_window(director)
    page = opened(qtbot, frame)
    forms = PageForms(qtbot, frame, page)
    page.longer.click()
    forms.begin("lapses_at", at(8))
    forms.save()
    settle(qtbot, page)
    assert bool(forms.said_under("lapses_at"))
    assert forms.said_under("lapses_at").startswith(
        "The time until which the bed is reserved must be in the future"
    )
    assert {row.lapses_at for row in reservations(director, "NORD")} == {at(20), at(22)}


def test_who_may_only_look_is_offered_no_act(
    qtbot: QtBot,
    house: House,
    held: dict[str, str],
    make_actor: Callable[..., Actor],
    open_window: Callable[[Actor], Workspace],
) -> None:
    page = opened(qtbot, open_window(make_actor("COUNSELLOR", shelters=[house.shelter])))
    assert len(page.model.rows) == 2
    assert page.offered() == []
    assert not any(made.isVisible() for made in (page.arrive, page.longer, page.let_go, page.bar.print))


def test_a_bed_held_for_an_accepted_request_is_given_in_the_steps_of_an_arrival(
    qtbot: QtBot,
    director: Actor,
    house: House,
    held: dict[str, str],
    clock: FixedClock,
    open_window: Callable[[Actor], Workspace],
) -> None:
    clock.now = at(18)
    (row,) = [one for one in reservations(director, "NORD") if one.id == held["1A"]]
    assert row.referral_id is not None and not row.accepted
    perform(director, AcceptReferral(referral=row.referral_id, version=1))
    frame = open_window(director)
    page = opened(qtbot, frame)
    page.list.point_to(held["1A"])
    page.arrive.click()
    came = ArrivalPage(qtbot, frame)
    came.settle()
    assert (came.steps.who(), came.steps.bed().room_bed) == (row.referral_id, "1 · 1A")  # type: ignore[union-attr]
    came.panel.save.click()
    came.settle()
    assert beds_tonight(director, "NORD").occupied == 1
    (gone,) = [one for one in reservations(director, "NORD", over=True) if one.id == held["1A"]]
    assert gone.outcome == "ARRIVED"
