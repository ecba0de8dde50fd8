"""The pages of the beds lead to each other by a button each, those that the roles see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor
from shelter_app.ui.features.beds.bed_page import BedPage, FiguresPage
from shelter_app.ui.features.beds.tabs import PAGES, BedTabs
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.widgets.mnemonics import unmarked
from tests.beds.conftest import House
from tests.beds.steps import settle

Open = Callable[[Actor], Workspace]


def buttons(tabs: BedTabs) -> dict[str, QPushButton]:
    return {made.objectName().removeprefix("tab_"): made for made in tabs.offered()}


def press(tabs: BedTabs, name: str) -> None:
    """Press a tab where it is: in the row, or in the menu at its end."""
    tab = buttons(tabs)[name]
    if tab not in tabs.in_menu():
        tab.click()
        return
    menu = tabs.more.menu()
    menu.aboutToShow.emit()
    (action,) = [one for one in menu.actions() if unmarked(one.text()) == unmarked(tab.text())]
    action.trigger()


def at_page(qtbot: QtBot, frame: Workspace, name: str) -> BedPage:
    page = frame.pages[name]
    assert isinstance(page, BedPage)
    settle(qtbot, page)
    return page


def test_every_page_leads_to_every_other(
    qtbot: QtBot, director: Actor, house: House, open_window: Open
) -> None:
    frame = open_window(director)
    frame.go("beds")
    here = "beds"
    for name in [*PAGES, "beds"]:
        press(at_page(qtbot, frame, here).tabs, name)
        here = name
        assert at_page(qtbot, frame, name).isVisible()


@pytest.mark.parametrize("name", PAGES)
def test_the_button_of_the_page_is_marked_and_leads_nowhere(
    name: str, qtbot: QtBot, director: Actor, house: House, open_window: Open
) -> None:
    frame = open_window(director)
    frame.go(name)
    page = at_page(qtbot, frame, name)
    marked = [one for one, made in buttons(page.tabs).items() if made.isChecked()]
    assert marked == [name]
    with qtbot.assertNotEmitted(page.wanted):
        buttons(page.tabs)[name].click()
    assert buttons(page.tabs)[name].isChecked()


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        ("COUNSELLOR", {"occupancy", "rooms", "rollcall"}),
        ("HOUSE_STAFF", {"occupancy"}),
        ("CASE_MANAGER", set()),
    ],
)
def test_only_pages_that_the_roles_see_have_a_button(
    role: str,
    hidden: set[str],
    qtbot: QtBot,
    house: House,
    open_window: Open,
    make_actor: Callable[..., Actor],
) -> None:
    frame = open_window(make_actor(role, shelters=[house.shelter]))
    frame.go("beds")
    tabs = at_page(qtbot, frame, "beds").tabs
    assert set(PAGES) - set(buttons(tabs)) == hidden
    for name in PAGES:
        assert tabs.leads_to(name) == (name not in hidden)


def test_each_page_stands_below_the_board_and_has_its_shelter(
    qtbot: QtBot, director: Actor, house: House, open_window: Open, build_house: Callable[..., House]
) -> None:
    build_house("SUD")
    frame = open_window(director)
    for name in PAGES:
        frame.go(name)
        page = at_page(qtbot, frame, name)
        assert ("" if name == "beds" else "beds") == page.UNDER
        assert page.asked_shelter() == "NORD"
        if isinstance(page, FiguresPage):
            assert page.all.isVisible()
            page.all.click()
            assert page.asked_shelter() is None
            settle(qtbot, page)
    assert unmarked(buttons(at_page(qtbot, frame, "finding").tabs)["tape"].text()) == "Calendar"
