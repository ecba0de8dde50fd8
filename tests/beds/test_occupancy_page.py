"""The page of bed-nights and occupancy: any period, each part, the sum over beds beside the sum over residents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from shelter_app.domain.clock import local_moment
from shelter_app.services.acting import Actor, perform
from shelter_app.services.stays.acts import EndStay
from shelter_app.ui.features.beds.tabs import PAGES as ALL
from shelter_app.ui.forms.period import OTHER
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.occupancy.page import OccupancyPage
from tests.beds.conftest import House
from tests.beds.steps import settle
from tests.conftest import FixedClock

Open = Callable[[Actor], Workspace]


@pytest.fixture
def november(director: Actor, house: House) -> House:
    """One had 1A from the 10th to the 20th and left; one has 2A since the 15th; one has no bed since the 22nd."""
    _who, stay = house.admit(local_moment(date(2026, 11, 10)), "1A")
    leaving = EndStay(
        stay=stay, at=local_moment(date(2026, 11, 20)), reason="OWN_REQUEST", destination="FRIENDS"
    )
    perform(director, leaving)
    house.admit(local_moment(date(2026, 11, 15)), "2A")
    house.admit(local_moment(date(2026, 11, 22)))
    return house


def opened(qtbot: QtBot, frame: Workspace) -> OccupancyPage:
    frame.go("occupancy")
    page = frame.pages["occupancy"]
    assert isinstance(page, OccupancyPage)
    page.period.choose("this_month")
    page.refresh()
    settle(qtbot, page)
    return page


def part(page: OccupancyPage, name: str) -> list[list[str]]:
    page.part_buttons[name].click()
    columns = [page.model.columns[at] for at in page.list.shown_columns()]
    return [[column.text(row) for column in columns] for row in page.model.rows]


def test_each_part_says_its_figures_and_beds_and_residents_agree(
    qtbot: QtBot, director: Actor, november: House, open_window: Open
) -> None:
    page = opened(qtbot, open_window(director))
    # 10 nights of her who left, 9 in 2A up to the 24th, 2 without a bed; 5 beds on the 23 nights that are over
    assert part(page, "month") == [["November 2026", "21", "115", "18.3 %", "3", "1"]]
    assert part(page, "shelter") == [["NORD", "21", "115", "18.3 %", "3", "1"]]
    assert part(page, "room") == [["1", "10"], ["2", "9"]]
    assert page.sum.text() == "Nights in beds: 19. Without a bed: 2. Total: 21, the same as by resident."
    assert part(page, "bed") == [
        ["1 · 1A", "10"],
        ["1 · 1B", "0"],
        ["1 · 1C", "0"],
        ["2 · 2A", "9"],
        ["2 · 2B", "0"],
    ]
    assert part(page, "destination") == [["With friends", "1"]]
    assert not page.sum.isVisible()
    assert [chip.text() for chip in page.chips] == [
        "21 of 115 bed-nights",
        "occupancy 18.3 %",
        "3 arrivals, 1 departure",
        "average stay 10.0, median 10.0 nights",
    ]


def test_another_period_is_typed_and_one_that_ends_before_it_begins_is_refused(
    qtbot: QtBot, director: Actor, november: House, open_window: Open
) -> None:
    page = opened(qtbot, open_window(director))
    page.period.choose(OTHER, (date(2026, 11, 1), date(2026, 11, 14)))
    page.refresh()
    settle(qtbot, page)
    assert part(page, "room") == [["1", "5"], ["2", "0"]]
    page.period.choose(OTHER, (date(2026, 11, 14), date(2026, 11, 1)))
    page.refresh()
    settle(qtbot, page)
    assert bool(page.error.text())
    assert page.error.text() == "The last day is before the first day. Swap the two days."
    assert page.period.days() == (date(2026, 11, 14), date(2026, 11, 1))


def test_the_page_comes_back_with_its_period_and_part(
    qtbot: QtBot, director: Actor, november: House, open_window: Open
) -> None:
    frame = open_window(director)
    page = opened(qtbot, frame)
    page.period.choose(OTHER, (date(2026, 11, 1), date(2026, 11, 14)))
    part(page, "bed")
    frame.go("beds")
    for one in frame.pages.loaded():
        settle(qtbot, one)
    while frame.pages.let_one_go(frame.pages["beds"]):
        pass
    frame.go("occupancy")
    again = frame.pages["occupancy"]
    assert isinstance(again, OccupancyPage)
    assert again is not page
    settle(qtbot, again)
    assert bool(again.model.rows)
    assert again.period.days() == (date(2026, 11, 1), date(2026, 11, 14))
    assert again.model.rows[0].name == "1 · 1A"


def test_figures_are_for_those_who_may_see_them(
    make_actor: Callable[..., Actor], november: House, open_window: Open, clock: FixedClock
) -> None:
    frame = open_window(make_actor("HOUSE_STAFF", shelters=[november.shelter]))
    assert "occupancy" not in frame.pages
    frame.go("beds")
    tabs = frame.pages["beds"].tabs  # type: ignore[attr-defined]
    shown = {made.objectName() for made in tabs.offered()}
    assert shown == {f"tab_{name}" for name in ALL if name in frame.pages}
    assert "tab_occupancy" not in shown
    assert "tab_rollcall" in shown
