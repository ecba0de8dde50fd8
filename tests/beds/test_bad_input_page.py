"""What cannot be is refused in one sentence that says what to do; the form stays as it was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from shelter_app.domain.clock import local_moment
from shelter_app.services.acting import Actor
from shelter_app.services.beds.census import census
from shelter_app.services.beds.tape import tape
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.residents.head import head
from shelter_app.services.residents.keep_apart import kept_apart
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.rooms.page import RoomsPage
from tests.beds.conftest import House
from tests.beds.steps import settle
from tests.ui.pages.forms import ResidentForms, agree

Open = Callable[[Actor], Workspace]
CAME = local_moment(date(2026, 11, 10))


@pytest.fixture
def who(house: House) -> str:
    """Return somebody in 1A since 10 November; another had 1B from the 12th on."""
    resident, _stay = house.admit(CAME, "1A")
    house.admit(local_moment(date(2026, 11, 12)), "1B")
    return resident


@pytest.fixture
def forms(qtbot: QtBot, director: Actor, who: str, open_window: Open) -> ResidentForms:
    made = ResidentForms(qtbot, open_window(director))
    made.go_to(who)
    return made


def save(forms: ResidentForms) -> None:
    panel = forms.page.panel()
    assert panel is not None
    panel.save.click()


def begin(forms: ResidentForms, name: str, at: datetime) -> None:
    forms.form().fields[name].begin(at)


def test_a_stay_that_would_end_before_it_begins(
    forms: ResidentForms, qtbot: QtBot, director: Actor, who: str
) -> None:
    forms.open("stays.end")
    forms.fill("reason", "own request")
    wrong = CAME - timedelta(days=1)
    begin(forms, "at", wrong)
    save(forms)
    settle(qtbot, forms.page)
    assert forms.said_under("at") == "The exit is before the admission."
    assert forms.form().fields["at"].value() == wrong
    assert head(director, who).stay is not None


def test_a_backdated_bed_that_would_overlap_says_whose_it_was(
    forms: ResidentForms, qtbot: QtBot, director: Actor, house: House, who: str, clock: Any
) -> None:
    forms.open("stays.end")
    forms.fill("reason", "own request")
    save(forms)
    settle(qtbot, forms.page)
    assert forms.closed()
    before = tape(director, date(2026, 11, 1), 30)
    forms.open("beds.add_period")
    forms.fill("bed", "1B")
    begin(forms, "from_at", CAME + timedelta(days=1))
    begin(forms, "to_at", CAME + timedelta(days=5))
    forms.fill("reason", "from the paper list")
    save(forms)
    settle(qtbot, forms.page)
    assert forms.said_under("bed").startswith("1 · 1B is occupied: ")
    assert "12 November 2026" in forms.said_under("bed")
    assert "11 November 2026" in forms.said_under("bed")
    begin(forms, "to_at", CAME)
    save(forms)
    ends = "The end is before the beginning. Check the dates."
    settle(qtbot, forms.page)
    assert forms.said_under("to_at") == ends
    assert tape(director, date(2026, 11, 1), 30).rooms == before.rooms


def test_a_move_with_a_clock_that_was_set_back(
    forms: ResidentForms, qtbot: QtBot, director: Actor, house: House, who: str, clock: Any
) -> None:
    clock.now = CAME - timedelta(hours=2)
    forms.open("stays.move")
    forms.fill("bed", "1C")
    save(forms)
    sentence = "The move is before this bed was assigned. Check the time."
    settle(qtbot, forms.page)
    assert forms.said_under("at") == sentence
    control = forms.form().fields["bed"].control
    assert isinstance(control, QComboBox)
    assert "1C" in control.currentText()
    clock.now = local_moment(date(2026, 11, 24))
    assert {row.bed for row in census(director, shelter="NORD").rows} == {"1A", "1B"}


@pytest.mark.parametrize(
    ("act", "what", "words"), [("house.retire_bed", "bed", "1 · 1A"), ("house.retire_room", "room", "1")]
)
def test_a_bed_or_room_that_is_slept_in_is_not_retired(
    qtbot: QtBot, director: Actor, who: str, open_window: Open, act: str, what: str, words: str
) -> None:
    frame = open_window(director)
    frame.go("rooms")
    page = frame.pages["rooms"]
    assert isinstance(page, RoomsPage)
    settle(qtbot, page)
    assert len(page.rooms.rows) == 2 and bool(page.forms())
    page.fill_menu()
    next(one for one in page.menu.actions() if one.objectName() == act).trigger()
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    control = panel.form.fields[what].control
    assert isinstance(control, QComboBox)
    control.setEditText(words)
    panel.save.click()
    settle(qtbot, page)
    assert panel.form is not None and bool(panel.form.fields["reason"].error.text())
    panel.form.fields["reason"].begin("old wood")
    panel.save.click()
    agree(qtbot, panel)
    settle(qtbot, page)
    why = panel.form.fields[what].error.text()
    assert why == "Somebody is sleeping in this bed during that period. Move the person first."
    assert control.currentText() == words
    assert panel.form.fields["reason"].value() == "old wood"
    assert beds_tonight(director, "NORD").occupied == 2


def test_who_must_be_kept_apart_gets_no_bed_in_the_room_and_it_is_seen_on_her_page(
    forms: ResidentForms, qtbot: QtBot, director: Actor, house: House, who: str
) -> None:
    settle(qtbot, forms.page)
    assert "residents.keep_apart" in forms.offered()
    other = next(row for row in census(director, shelter="NORD").rows if row.bed == "1B")
    moved = next(row for row in census(director, shelter="NORD").rows if row.bed == "1A")
    forms.open("residents.keep_apart")
    forms.fill("other", other.code)
    forms.fill("reason", "a threat")
    save(forms)
    settle(qtbot, forms.page)
    assert forms.closed()
    assert [one.code for one in kept_apart(director, moved.resident_id)] == [other.code]
    assert f"to be kept apart from {other.code}" in [chip.text() for chip in forms.page.findChildren(QLabel)]
    forms.open("stays.move")
    forms.fill("bed", "1C")
    save(forms)
    sentence = "Somebody in this room must be kept apart from this person. Choose another room;"
    settle(qtbot, forms.page)
    assert forms.said_under("override").startswith(sentence)
    forms.fill("bed", "2A")
    save(forms)
    settle(qtbot, forms.page)
    assert forms.closed()
    assert {row.bed for row in census(director, shelter="NORD").rows} == {"1B", "2A"}
