"""After an act its row is chosen, in sight and on a ground of its own for a while; a colleague's row moves nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.milestones.acts import PlanMilestone
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.tables.view import ListView
from tests.ui.pages.forms import ResidentForms

Open = Callable[[Actor], Workspace]
LATER = date(2027, 3, 1)


def chosen(listed: ListView) -> str:
    row = listed.rows().at(listed.currentIndex())
    assert row is not None
    return str(row.id)


def on_fresh_ground(listed: ListView) -> set[str]:
    rows, role = listed.rows(), Qt.ItemDataRole.BackgroundRole
    every = range(rows.rowCount())
    return {rows.rows[at].id for at in every if rows.index(at, 0).data(role) is not None}


@pytest.fixture
def mira(director: Actor) -> tuple[str, str]:
    """Return a resident and her one milestone."""
    who = perform(director, RegisterResident(preferred_name="Mira", sex="F"))
    return who, perform(director, PlanMilestone(resident=who, kind="MS_BANK", target_on=LATER))


@pytest.fixture
def forms(qtbot: QtBot, director: Actor, open_frame: Open, mira: tuple[str, str]) -> ResidentForms:
    """Return the resident's page at her milestones."""
    made = ResidentForms(qtbot, open_frame(director))
    made.go_to(mira[0])
    made.page.open_tab("milestones")
    made.settle()
    return made


def test_what_was_just_entered_is_chosen_and_shown_for_a_while(
    forms: ResidentForms, qtbot: QtBot, mira: tuple[str, str]
) -> None:
    _who, first = mira
    listed = forms.page.list_of("milestones").list
    assert chosen(listed) == first
    assert on_fresh_ground(listed) == set()
    forms.open("milestones.plan_milestone")
    forms.begin("kind", "MS_GP")
    forms.begin("target_on", LATER)
    forms.save()
    qtbot.waitUntil(forms.closed)
    forms.settle()
    new = chosen(listed)
    assert new != first
    assert listed.visualRect(listed.currentIndex()).intersects(listed.viewport().rect())
    assert on_fresh_ground(listed) == {new}
    qtbot.waitUntil(lambda: on_fresh_ground(listed) == set())


def test_what_a_colleague_entered_leaves_the_chosen_row_chosen(
    forms: ResidentForms, director: Actor, mira: tuple[str, str]
) -> None:
    who, first = mira
    listed = forms.page.list_of("milestones").list
    perform(director, PlanMilestone(resident=who, kind="MS_GP", target_on=LATER))
    forms.page.refresh()
    forms.settle()
    assert listed.rows().rowCount() == 2
    assert chosen(listed) == first
    assert on_fresh_ground(listed) == set()
