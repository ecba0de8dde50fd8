"""A view of the list of residents: kept under a name, offered as a chip, renamed, removed, each taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.residents.acts import AssignCase, RegisterResident
from shelter_app.services.residents.saved_views import (
    MOST,
    RemoveView,
    RenameView,
    SaveView,
    saved_views,
)
from shelter_app.services.residents.views import residents
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.residents.page import ResidentsPage
from tests.ui.pages.parts import button

Open = Callable[[Actor], Workspace]


@pytest.fixture
def people(director: Actor, beds: dict[str, str]) -> dict[str, str]:
    """Ana in a bed, Ina in the house without one, Mara who is assigned to the director and not here."""
    found = {}
    for name in ("Ana", "Ina", "Mara"):
        found[name] = perform(director, RegisterResident(preferred_name=name, sex="F", birth_year=2000))
    for name, bed in (("Ana", beds["1A"]), ("Ina", None)):
        perform(director, Admit(resident=found[name], shelter=beds["NORD"], at=director.clock(), bed=bed))
    perform(
        director,
        AssignCase(
            resident=found["Mara"],
            account=director.account_id,
            role="CASE_MANAGER",
            from_on=date(2026, 11, 1),
        ),
    )
    return found


@pytest.fixture
def page(qtbot: QtBot, director: Actor, people: dict[str, str], open_frame: Open) -> ResidentsPage:
    frame = open_frame(director)
    frame.go("residents")
    made = frame.pages["residents"]
    assert isinstance(made, ResidentsPage)
    qtbot.waitUntil(lambda: len(made.model.rows) == 2)
    return made


def names(page: ResidentsPage) -> list[str]:
    return sorted(row.preferred_name for row in page.model.rows)


def offered(page: ResidentsPage) -> dict[str, object]:
    page.views.fill_menu()
    return {action.objectName(): action for action in page.views.menu.actions() if action.objectName()}


def keep(qtbot: QtBot, page: ResidentsPage, name: str) -> None:
    offered(page)["residents.save_view"].trigger()  # type: ignore[attr-defined]
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    qtbot.keyClicks(panel.form.fields["name"].control, name)
    panel.save.click()
    qtbot.waitUntil(lambda: name in [chip.text() for chip in page.views.chips])


def test_chips_leave_out_whom_they_do_not_fit(
    qtbot: QtBot, director: Actor, page: ResidentsPage, people: dict[str, str]
) -> None:
    button(page, "residents_bedless").click()
    qtbot.waitUntil(lambda: names(page) == ["Ina"])
    button(page, "residents_bedless").click()
    button(page, "residents_mine").click()
    qtbot.waitUntil(lambda: page.model.rows == [])
    button(page, "residents_all").click()
    qtbot.waitUntil(lambda: names(page) == ["Mara"])
    assert [row.preferred_name for row in residents(director, only=("bedless",)).rows] == ["Ina"]
    assert residents(director, only=("alerts",)).rows == ()


def test_a_view_is_kept_chosen_renamed_and_removed_and_each_is_taken_back(
    qtbot: QtBot, director: Actor, page: ResidentsPage
) -> None:
    frame = page.window().findChild(Workspace)
    assert frame is not None
    button(page, "residents_all").click()
    button(page, "residents_mine").click()
    page.list.hide_columns([[column.key for column in page.model.columns].index("age_band")])
    page.list.sort_wanted.emit("since", True)
    qtbot.waitUntil(lambda: names(page) == ["Mara"])
    keep(qtbot, page, "Ale mele")
    (view,) = saved_views(director)
    assert (view.shown.everybody, view.shown.only, view.shown.sort) == (True, ("mine",), "since")
    assert view.shown.hidden == ("age_band",)
    assert page.views.chips[0].isChecked()
    button(page, "residents_mine").click()
    qtbot.waitUntil(lambda: len(page.model.rows) == 3)
    assert not page.views.chips[0].isChecked()
    qtbot.mouseClick(page.views.chips[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(page) == ["Mara"])
    assert page.views.chips[0].isChecked()
    offered(page)["residents.remove_view"].trigger()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page.views.chips == [])
    frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: [chip.text() for chip in page.views.chips] == ["Ale mele"])
    offered(page)["residents.rename_view"].trigger()  # type: ignore[attr-defined]
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    field = panel.form.fields["name"].control
    field.clear()
    qtbot.keyClicks(field, "Cazurile mele")
    panel.save.click()
    qtbot.waitUntil(lambda: [chip.text() for chip in page.views.chips] == ["Cazurile mele"])
    frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: [chip.text() for chip in page.views.chips] == ["Ale mele"])


def test_a_view_is_its_accounts_alone_and_its_name_is_given_once(
    director: Actor, make_actor: Callable[..., Actor]
) -> None:
    view = perform(director, SaveView(name="  Ale   mele ", search="ana"))
    other = make_actor("COUNSELLOR")
    assert saved_views(other) == ()
    for act in (RenameView(view=view, name="x"), RemoveView(view=view)):
        with pytest.raises(NotAllowed):
            perform(other, act)
    perform(other, SaveView(name="Ale mele"))
    for name, code in (("Ale mele", "view_name_taken"), ("", "view_name"), ("x" * 41, "view_name")):
        with pytest.raises(Refused) as refused:
            perform(director, SaveView(name=name))
        assert refused.value.code == code
    with pytest.raises(Refused):
        perform(director, SaveView(name="Altele", sort="legal_name"))
    for at in range(MOST - 1):
        perform(director, SaveView(name=f"Vedere {at}"))
    with pytest.raises(Refused) as refused:
        perform(director, SaveView(name="Una prea mult"))
    assert refused.value.code == "too_many_views"


def test_what_a_view_hides_is_not_printed(qtbot: QtBot, page: ResidentsPage) -> None:
    button(page, "residents_bedless").click()
    qtbot.waitUntil(lambda: names(page) == ["Ina"])
    button(page, "residents_print").click()
    qtbot.waitUntil(lambda: page.sheet_view() is not None)
