"""What a page of the beds asks is asked together, in one transaction, and nothing is asked that is not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import Engine, event

from shelter_app.services.acting import Actor
from shelter_app.ui.features.beds.tabs import PAGES
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.board.page import BedsPage
from shelter_app.ui.pages.beds.finding.page import FindingPage
from shelter_app.ui.pages.beds.reservations.page import HeldPage
from tests.beds.conftest import House
from tests.beds.steps import at, frame_of, hold, opened, request, settle
from tests.conftest import FixedClock

Open = Callable[[Actor], Workspace]
LISTED, WHOLE = (
    "former_code",
    "interpreter_needed",
)  # the list reads the first of these, a whole resident has both


class Asked:
    """What went to the store: how many transactions, and the statements."""

    def __init__(self) -> None:
        self.transactions = 0
        self.statements: list[str] = []

    def lists_residents(self) -> bool:
        return any(LISTED in statement and WHOLE not in statement for statement in self.statements)


@contextmanager
def asked() -> Iterator[Asked]:
    """Note what goes to every store until the end of the block."""
    found = Asked()

    def begin(_connection: Any) -> None:
        found.transactions += 1

    def execute(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.statements.append(statement)

    event.listen(Engine, "begin", begin)
    event.listen(Engine, "before_cursor_execute", execute)
    try:
        yield found
    finally:
        event.remove(Engine, "begin", begin)
        event.remove(Engine, "before_cursor_execute", execute)


@pytest.fixture
def frame(qtbot: QtBot, director: Actor, house: House, clock: FixedClock, open_window: Open) -> Workspace:
    """Open the window on a house with somebody in a bed, one without, one who waits and a bed that is held."""
    house.admit(at(10), "1A")
    house.admit(at(10))
    house.resident()
    hold(director, house, clock, "1B", reason="expected")
    request(director, house, clock, accept=False)
    made = open_window(director)
    for page in made.pages.loaded():  # the page that the window opens with
        settle(qtbot, page)
    return made


@pytest.mark.parametrize("name", [page for page in PAGES if page != "finding"])
def test_a_page_asks_in_one_transaction(name: str, qtbot: QtBot, frame: Workspace) -> None:
    frame.go(name)
    page = frame.pages[name]
    settle(qtbot, page)
    with asked() as found:
        page.refresh()
        settle(qtbot, page)
    assert found.transactions == 1
    assert not found.lists_residents()


def test_who_is_looked_for_is_asked_first_then_the_beds(qtbot: QtBot, frame: Workspace) -> None:
    page = opened(qtbot, frame, FindingPage)
    with asked() as found:
        page.refresh()
        settle(qtbot, page)
    assert found.transactions == 2
    assert not found.lists_residents()
    with asked() as typed:
        page.whom.age.setText("24")
        page.look_for()
        settle(qtbot, page)
    assert typed.transactions == 1


def test_a_menu_of_the_board_asks_nothing_and_the_steps_list_nobody(
    qtbot: QtBot, frame: Workspace, house: House
) -> None:
    page = opened(qtbot, frame, BedsPage)
    with asked() as menu:
        entries = dict(page.offered_at(house.beds["1C"]))
        settle(qtbot, page)
    assert menu.statements == []
    with asked() as steps:
        entries["Somebody has arrived: 1 · 1C"]()
        settle(qtbot, page)
    assert not steps.lists_residents()
    assert page.arrival.steps is not None
    assert page.arrival.steps.beds.key() == house.beds["1C"]


def test_the_row_one_stands_on_is_shown_without_asking(
    qtbot: QtBot, director: Actor, house: House, clock: FixedClock, frame: Workspace
) -> None:
    hold(director, house, clock, "2A", reason="another")
    page = opened(qtbot, frame, HeldPage)
    with asked() as found:
        page.list.point_at(1)
        assert [form.kind.NAME for form in page.forms()] == [
            "beds.arrive",
            "beds.change_reservation",
            "beds.cancel_reservation",
        ]
        settle(qtbot, page)
    assert found.statements == []


def test_after_an_act_a_page_asks_for_what_it_shows_and_no_more(
    qtbot: QtBot, house: House, frame: Workspace
) -> None:
    page = opened(qtbot, frame, BedsPage)
    dict(page.offered_at(house.beds["1C"]))["Take 1 · 1C out of service"]()
    settle(qtbot, page)
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    panel.form.fields["reason"].begin("mould")
    with asked() as alone:
        page.refresh()
        settle(qtbot, page)
    with asked() as found:
        panel.save.click()
        settle(qtbot, page)
    act = len(found.statements) - len(alone.statements)
    assert page.out.text() == "1 out of service"
    assert len(alone.statements) <= 25
    assert 0 < act <= 25
    assert frame_of(page).undo_bar.text().endswith(" – The bed is out of service.")


def test_the_days_that_are_looked_through_are_asked_once_each(qtbot: QtBot, frame: Workspace) -> None:
    page = opened(qtbot, frame, FindingPage)
    page.until.show_day(date(2026, 11, 26))
    with asked() as found:
        page.look_for()
        page.look_for()
        settle(qtbot, page)
    assert page.count.text().startswith("3 suitable beds")
    assert found.transactions <= 2
