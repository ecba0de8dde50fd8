"""When a mother leaves, each of her household who is still in the house is asked about, one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.census import census
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.residents.head import head
from shelter_app.services.stays.households import Comer, PlaceTogether, household_of
from shelter_app.ui.frame.workspace import Workspace
from tests.ui.pages.forms import ResidentForms

Open = Callable[[Actor], Workspace]


@pytest.fixture
def mother(director: Actor, beds: dict[str, str]) -> str:
    """Return a mother who sleeps in 1A; one child sleeps in 1B, one has no bed."""
    with_bed = Comer(sex="F", birth_year=2001, bed=beds["1A"])
    perform(
        director,
        PlaceTogether(
            shelter=beds["NORD"],
            at=director.clock() - timedelta(days=2),
            people=(with_bed, Comer(birth_year=2017, bed=beds["1B"]), Comer(birth_year=2024)),
        ),
    )
    rows = census(director, shelter="NORD").rows
    return next(row.resident_id for row in rows if row.bed == "1A")


@pytest.fixture
def forms(qtbot: QtBot, director: Actor, mother: str, open_frame: Open) -> ResidentForms:
    made = ResidentForms(qtbot, open_frame(director))
    made.go_to(mother)
    return made


def title(forms: ResidentForms) -> str:
    panel = forms.page.panel()
    return "" if panel is None or panel.form is None else panel.form.spec.title


def test_each_child_is_asked_about_and_who_stays_stays(
    forms: ResidentForms, qtbot: QtBot, director: Actor, mother: str
) -> None:
    older, younger = household_of(director, mother)
    form = forms.open("stays.end")
    assert f"{older.code}, 9 years old, {younger.code}, 2 years old" in form.spec.note
    forms.fill("reason", "own request")
    forms.save()
    qtbot.waitUntil(lambda: title(forms) == f"Has {older.code}, 9 years old left too?")
    assert head(director, mother).stay is None
    assert head(director, older.resident_id).stay is not None
    qtbot.waitUntil(forms.page.panel().save.isEnabled)
    forms.save()
    qtbot.waitUntil(lambda: title(forms) == f"Has {younger.code}, 2 years old left too?")
    forms.be_in_front()
    qtbot.keyClick(forms.form(), Qt.Key.Key_Escape)
    qtbot.waitUntil(forms.closed)
    left = head(director, older.resident_id)
    assert left.stay is None
    assert left.stays[0].exit_reason == head(director, mother).stays[0].exit_reason
    assert head(director, younger.resident_id).stay is not None
    assert beds_tonight(director, "NORD").free == 2


def test_who_lives_alone_is_asked_nothing_more(
    forms: ResidentForms, qtbot: QtBot, director: Actor, mother: str, beds: dict[str, str]
) -> None:
    for one in household_of(director, mother):
        forms.go_to(one.resident_id)
        qtbot.waitUntil(lambda who=one: forms.page.case.head.id == who.resident_id)
        forms.open("stays.end")
        forms.fill("reason", "own request")
        forms.save()
        qtbot.waitUntil(lambda: title(forms).startswith("Has "))
        forms.page.panel().leave()
        while title(forms):
            forms.page.panel().leave()
    forms.go_to(mother)
    qtbot.waitUntil(lambda: forms.page.case.head.id == mother)
    forms.ask_offered()
    assert forms.content("exit") == ()
    forms.open("stays.end")
    forms.fill("reason", "own request")
    forms.save()
    qtbot.waitUntil(forms.closed)
    assert census(director, shelter="NORD").persons == 0
