"""What a tab of a resident's page does: one filled button, a short menu, letters that never change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from shelter_app.i18n import language
from shelter_app.services.acting import Actor, perform
from shelter_app.services.plans.acts import AddGoal, AddIntervention, WritePlan
from shelter_app.services.residents.acts import AssignCase, RegisterResident
from shelter_app.services.residents.alerts import AddAlert
from shelter_app.services.residents.keep_apart import KeepResidentsApart
from shelter_app.services.stays.acts import Admit, EndStay
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.workspace import Workspace
from tests.ui.pages.forms import ResidentForms

Open = Callable[[Actor], Workspace]
MOST = 8
ROLES = ("DIRECTOR", "CASE_MANAGER", "COUNSELLOR", "LEGAL", "HOUSE_STAFF")


def somebody(director: Actor, shelter: str, bed: str) -> str:
    made = perform(director, RegisterResident(preferred_name="Mira", sex="F", birth_year=1999))
    perform(director, Admit(resident=made, shelter=shelter, at=director.clock(), bed=bed))
    return made


@pytest.fixture
def full(director: Actor, who: str, beds: dict[str, str], make_actor: Callable[..., Actor]) -> str:
    """Return a resident with something of everything: most can be done with her."""
    other = somebody(director, beds["NORD"], beds["1B"])
    perform(director, AddAlert(resident=who, text="Allergic to penicillin", level="HIGH"))
    perform(director, KeepResidentsApart(resident=who, other=other, reason="a quarrel"))
    return who


def lines(forms: ResidentForms) -> dict[str, str]:
    """Open the menu and return the letter of each of its lines."""
    forms.page.acts.menu.aboutToShow.emit()
    forms.page.acts.menu.show()
    try:
        shown = [one for one in forms.page.acts.menu.actions() if one.isEnabled() and not one.isSeparator()]
        return {one.objectName(): one.text()[one.text().index("&") + 1].lower() for one in shown}
    finally:
        forms.page.acts.menu.hide()


def filled(forms: ResidentForms) -> list[QPushButton]:
    buttons = forms.page.findChildren(QPushButton)
    return [one for one in buttons if one.property("part") == "filled" and one.isVisible()]


def test_every_tab_has_one_next_step_and_a_short_menu_for_every_role(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, full: str
) -> None:
    most = 0
    for role in ROLES:
        actor = director if role == "DIRECTOR" else make_actor(role)
        if role in ("CASE_MANAGER", "COUNSELLOR", "LEGAL"):
            since = date(2026, 1, 1)
            perform(director, AssignCase(resident=full, account=actor.account_id, role=role, from_on=since))
        forms = ResidentForms(qtbot, open_frame(actor))
        forms.go_to(full)
        for tab in forms.page.tabs():
            forms.page.open_tab(tab)
            qtbot.waitUntil(forms.page.is_settled)
            shown = lines(forms)
            most = max(most, len(shown))
            assert len(shown) <= MOST, (role, tab, shown)
            assert len(filled(forms)) <= 1, (role, tab)
            assert all(shown.values()), (role, tab, shown)
            assert len(set(shown.values())) == len(shown), (role, tab, shown)
            assert lines(forms) == shown
    assert most > 1


@pytest.mark.parametrize("tongue", ["en", "ro"])
def test_a_line_has_its_letter_in_every_state_and_for_every_role(
    qtbot: QtBot,
    director: Actor,
    make_actor: Callable[..., Actor],
    open_frame: Open,
    full: str,
    tongue: str,
) -> None:
    seen: dict[tuple[str, str], set[str]] = {}

    def note(forms: ResidentForms) -> None:
        for tab in forms.page.tabs():
            forms.page.open_tab(tab)
            qtbot.waitUntil(forms.page.is_settled)
            for act, letter in lines(forms).items():
                seen.setdefault((tab, act), set()).add(letter)

    for actor in (director, make_actor("HOUSE_STAFF")):
        forms = ResidentForms(qtbot, open_frame(actor))
        forms.go_to(full)
        shell = forms.frame.window()
        assert isinstance(shell, MainWindow)
        shell.choose_language(tongue)
        qtbot.waitUntil(lambda: language() == tongue)
        note(forms)
    stay = forms.page.case.head.stay  # type: ignore[union-attr]
    perform(
        director,
        EndStay(
            stay=stay.id,
            version=stay.version,
            at=director.clock(),
            reason="PLAN_COMPLETED",
            destination="OWN_RENTED",
        ),
    )
    forms.come_back(full)
    note(forms)
    assert {line: letters for line, letters in seen.items() if len(letters) > 1} == {}
    assert ("stay", "stays.leave") in seen
    assert ("overview", "residents.change_alert") in seen


def test_the_filled_button_is_the_next_step_of_the_stay(
    qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str]
) -> None:
    who = perform(director, RegisterResident(preferred_name="Mira", sex="F", birth_year=1999))
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(who)
    forms.page.open_tab("stay")
    qtbot.waitUntil(forms.page.is_settled)
    assert forms.step() == "Admit"
    an_hour_ago = director.clock() - timedelta(hours=1)
    perform(director, Admit(resident=who, shelter=beds["NORD"], at=an_hour_ago))
    forms.page.refresh()
    qtbot.waitUntil(forms.page.is_settled)
    assert forms.step() == "Assign a bed"
    forms.page.acts.step.click()
    qtbot.waitUntil(forms.page.is_settled)
    forms.fill("bed", "1a")
    forms.save()
    qtbot.waitUntil(forms.closed)
    qtbot.waitUntil(lambda: forms.step() == "Record the exit")
    assert "stays.leave" in lines(forms)
    assert "stays.end" not in lines(forms)


def test_what_belongs_to_another_tab_is_found_by_words(
    qtbot: QtBot, director: Actor, open_frame: Open, full: str
) -> None:
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(full)
    forms.page.open_tab("services")
    qtbot.waitUntil(forms.page.is_settled)
    assert "residents.assign_case" not in lines(forms)
    assert "residents.assign_case" in forms.offered()
    assert "Assign the case" in [words for words, _do in forms.page.offered()]


def test_the_next_step_of_a_plan_follows_its_state(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, who: str
) -> None:
    manager = make_actor("CASE_MANAGER")
    since = date(2026, 1, 1)
    perform(
        director, AssignCase(resident=who, account=manager.account_id, role="CASE_MANAGER", from_on=since)
    )
    forms = ResidentForms(qtbot, open_frame(manager))
    forms.go_to(who)
    forms.page.open_tab("plan")
    qtbot.waitUntil(forms.page.is_settled)
    assert forms.step() == "Write a plan"
    stay = forms.page.case.head.stay  # type: ignore[union-attr]
    draft = perform(manager, WritePlan(stay=stay.id))
    forms.page.refresh()
    qtbot.waitUntil(lambda: forms.step() == "Change the resident's wishes")
    forms.page.acts.step.click()
    qtbot.waitUntil(forms.page.is_settled)
    forms.fill("own_wishes", "My own key.")
    forms.save()
    qtbot.waitUntil(lambda: forms.closed() and forms.step() == "Add a goal")
    goal = perform(
        manager,
        AddGoal(plan=draft, domain="HOUSING", statement="A rented room", target_on=date(2027, 3, 1)),
    )
    forms.page.refresh()
    qtbot.waitUntil(lambda: forms.step() == "Add an intervention")
    perform(manager, AddIntervention(goal=goal, service="LEGAL_ADVICE", responsible="RESIDENT"))
    forms.page.refresh()
    qtbot.waitUntil(lambda: forms.step() == "Propose the plan")
    forms.page.acts.step.click()
    qtbot.waitUntil(forms.page.is_settled)
    forms.save()
    qtbot.waitUntil(forms.closed)
    qtbot.waitUntil(forms.page.is_settled)
    assert forms.step() == ""  # somebody else approves it
    boss = ResidentForms(qtbot, open_frame(director))
    boss.go_to(who)
    boss.page.open_tab("plan")
    qtbot.waitUntil(lambda: boss.step() == "Approve the plan")


def test_a_list_of_a_colleagues_case_is_not_offered_to_be_printed(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, who: str
) -> None:
    manager = make_actor("CASE_MANAGER")
    forms = ResidentForms(qtbot, open_frame(manager))
    forms.go_to(who)
    forms.page.open_tab("stay")
    forms.settle()
    tab = forms.page.list_of("stay")
    assert tab.model.rows
    assert not tab.bar.print.isVisible()
    today = director.clock().date()
    perform(
        director,
        AssignCase(resident=who, account=manager.account_id, role="CASE_MANAGER", from_on=today),
    )
    forms.page.refresh()
    forms.settle()
    assert tab.bar.print.isVisible()
