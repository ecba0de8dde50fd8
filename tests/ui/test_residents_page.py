"""The list of residents: what begins there, what is copied, hidden and printed."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import openpyxl
import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from shelter_app.db.models.trust import Disclosure
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.waiting import waiting
from shelter_app.services.deliveries.views import deliveries_of_resident
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.milestones.acts import PlanMilestone
from shelter_app.services.residents.acts import AssignCase, RegisterResident
from shelter_app.services.residents.printing import PrintList
from shelter_app.services.residents.views import residents
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.frame.workspace import Workspace
from tests.ui.pages.parts import button
from tests.ui.pages.residents import ResidentsList

Open = Callable[[Actor], Workspace]
DOWN_WITH_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def three(director: Actor, beds: dict[str, str]) -> list[str]:
    """Three residents in the house, by preferred name Ana, Ina and Xenia."""
    found = []
    for name in ("Ana", "Ina", "Xenia"):
        who = perform(director, RegisterResident(preferred_name=name, sex="F", birth_year=2000))
        perform(director, Admit(resident=who, shelter=beds["NORD"], at=director.clock()))
        found.append(who)
    return found


def test_the_list_is_of_the_shelter_one_is_in_and_ones_own_are_those_of_each(
    qtbot: QtBot, director: Actor, open_frame: Open, three: list[str]
) -> None:
    south = perform(director, AddShelter(code="SUD", name="Casa Sud"))
    other = perform(director, RegisterResident(preferred_name="Sorina", sex="F", birth_year=2000))
    perform(director, Admit(resident=other, shelter=south, at=director.clock()))
    perform(
        director,
        AssignCase(
            resident=other, account=director.account_id, role="CASE_MANAGER", from_on=date(2026, 1, 1)
        ),
    )
    frame = open_frame(director)
    page = ResidentsList(qtbot, frame).list_page

    def names() -> set[str]:
        return {row.preferred_name for row in page.model.rows}

    qtbot.waitUntil(lambda: names() == {"Ana", "Ina", "Xenia"})
    paper = page.paper()("en")
    text = pypdf.PdfReader(io.BytesIO(perform(director, paper).content)).pages[0].extract_text()
    assert "Casa Nord" in text and "Sorina" not in text
    frame.top.shelter_chosen.emit("SUD")
    qtbot.waitUntil(lambda: names() == {"Sorina"})
    frame.top.shelter_chosen.emit("NORD")
    qtbot.waitUntil(lambda: names() == {"Ana", "Ina", "Xenia"})
    button(page, "residents_mine").click()
    qtbot.waitUntil(lambda: names() == {"Sorina"})
    button(page, "residents_mine").click()
    button(page, "residents_all").click()
    qtbot.waitUntil(lambda: names() == {"Ana", "Ina", "Xenia", "Sorina"})


def test_a_request_is_recorded_waits_and_is_taken_back(
    qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str]
) -> None:
    page = ResidentsList(qtbot, open_frame(director))
    page.open("referrals.record")
    page.fill("source", "anitp helpl")
    page.fill("urgency", "tonight")
    page.fill("birth_year", "1999")
    page.save()
    qtbot.waitUntil(page.closed)
    (row,) = waiting(director, "NORD").rows
    assert (row.urgency, row.source, row.persons) == ("TONIGHT", "ANITP_TELVERDE", 1)
    page.frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: waiting(director, "NORD").rows == ())


def test_a_person_is_registered_and_her_page_opens(
    qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str]
) -> None:
    page = ResidentsList(qtbot, open_frame(director))
    page.open("residents.register")
    page.fill("preferred_name", "Mira")
    page.fill("birth_year", "1899")
    page.save()
    qtbot.waitUntil(lambda: bool(page.said_under("birth_year")))
    page.fill("birth_year", "1999")
    page.save()
    qtbot.waitUntil(page.frame.pages["resident"].isVisible)
    (row,) = residents(director, search="mira").rows
    assert page.frame.pages["resident"].resident == row.id  # type: ignore[attr-defined]


def test_a_service_is_recorded_for_the_chosen_rows_at_once(
    qtbot: QtBot, director: Actor, open_frame: Open, three: list[str]
) -> None:
    page = ResidentsList(qtbot, open_frame(director))
    qtbot.waitUntil(lambda: len(page.codes()) == 3)
    page.press(Qt.Key.Key_Home)
    page.press(Qt.Key.Key_Down, held=DOWN_WITH_SHIFT)
    page.open("deliveries.record_service_for_many")
    page.fill("service", "social assistance")
    field = page.form().fields["service"]
    field.begin("SOCIAL_ASSIST")
    page.save()
    qtbot.waitUntil(page.closed)
    assert [len(deliveries_of_resident(director, who)) for who in three].count(1) == 2
    page.frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: all(deliveries_of_resident(director, who) == () for who in three))


def test_the_chosen_rows_are_copied_as_they_are_shown(
    qtbot: QtBot, director: Actor, open_frame: Open, three: list[str]
) -> None:
    page = ResidentsList(qtbot, open_frame(director))
    qtbot.waitUntil(lambda: len(page.codes()) == 3)
    page.list_page.list.hide_columns([2, 3, 4, 5, 6, 7])
    page.press(Qt.Key.Key_Home)
    page.press(Qt.Key.Key_Down, held=DOWN_WITH_SHIFT)
    page.press(Qt.Key.Key_C, held=Qt.KeyboardModifier.ControlModifier)
    rows = page.list_page.model.rows[:2]
    assert QGuiApplication.clipboard().text() == "\n".join(f"{r.code}\t{r.preferred_name}" for r in rows)


def test_hidden_columns_stay_hidden_and_the_first_is_never_hidden(
    qtbot: QtBot, director: Actor, open_frame: Open, three: list[str]
) -> None:
    page = ResidentsList(qtbot, open_frame(director))
    page.list_page.list.hide_columns([0, 2])
    state = page.list_page.state()
    page.list_page.list.hide_columns([])
    page.list_page.restore(state)
    assert page.list_page.list.shown_columns() == [0, 1, 3, 4, 5, 6, 7]


def test_down_goes_from_the_search_into_the_list_and_enter_opens(
    qtbot: QtBot, director: Actor, open_frame: Open, three: list[str]
) -> None:
    page = ResidentsList(qtbot, open_frame(director))
    qtbot.waitUntil(lambda: len(page.codes()) == 3 and page.list_page.is_settled())
    page.be_in_front()
    page.list_page.search.setFocus()
    qtbot.keyClicks(page.list_page.search, "xenia")
    qtbot.waitUntil(lambda: len(page.codes()) == 1 and page.list_page.is_settled())
    page.be_in_front()  # a window of an earlier test that goes late takes the front with it
    qtbot.keyClick(page.list_page.search, Qt.Key.Key_Down)
    qtbot.waitUntil(page.list_page.list.hasFocus)
    page.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.frame.pages["resident"].isVisible)


def test_the_list_is_printed_with_the_columns_shown_and_the_act_is_registered(
    director: Actor, three: list[str]
) -> None:
    made = perform(director, PrintList(columns=("code", "preferred_name"), language="en"))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.content)).pages)
    assert all(name in text for name in ("Ana", "Ina", "Xenia", "page 1 of 1", "24 November 2026"))
    assert "Case manager" not in text
    book = perform(director, PrintList(columns=("code", "preferred_name"), language="en", form="xlsx"))
    cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(book.content)).active for cell in row]
    assert {"Ana", "Ina", "Xenia"} <= set(cells)
    with director.store.reading() as session:
        kinds = [row.kind for row in session.scalars(select(Disclosure))]
    assert sorted(kinds) == ["EXPORT", "PRINT"]


def test_a_column_that_is_none_is_refused_and_staff_do_not_print_the_list(
    director: Actor, make_actor: Callable[..., Actor], three: list[str]
) -> None:
    with pytest.raises(Refused):
        perform(director, PrintList(columns=("legal_name",)))
    with pytest.raises(Refused):
        perform(director, PrintList(columns=()))
    with pytest.raises(NotAllowed):
        perform(make_actor("HOUSE_STAFF"), PrintList(columns=("code",)))


def test_a_name_that_looks_like_a_formula_stays_a_text(director: Actor, beds: dict[str, str]) -> None:
    who = perform(director, RegisterResident(preferred_name="=1+1"))
    perform(director, Admit(resident=who, shelter=beds["NORD"], at=director.clock()))
    book = perform(director, PrintList(columns=("code", "preferred_name"), form="xlsx"))
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(book.content)).active for cell in row]
    found = next(cell for cell in cells if str(cell.value).lstrip("'") == "=1+1")
    assert found.data_type == "s"


def test_staff_are_offered_what_the_table_gives_them(
    qtbot: QtBot, make_actor: Callable[..., Actor], open_frame: Open, three: list[str]
) -> None:
    page = ResidentsList(qtbot, open_frame(make_actor("HOUSE_STAFF")))
    qtbot.waitUntil(lambda: len(page.codes()) == 3)
    page.press(Qt.Key.Key_Home)
    assert "deliveries.record_service_for_many" in page.offered()
    assert not page.list_page.print.isVisible()
    assert date(2026, 11, 24) == page.list_page.model.rows[0].since


def test_what_is_due_next_is_told_by_word_and_mark(
    qtbot: QtBot, director: Actor, open_frame: Open, three: list[str]
) -> None:
    today = director.clock().date()
    for who, off in zip(three[:2], (-3, 5), strict=True):
        perform(director, PlanMilestone(resident=who, kind="MS_BANK", target_on=today + timedelta(days=off)))
    page = ResidentsList(qtbot, open_frame(director))
    qtbot.waitUntil(lambda: len(page.codes()) == 3 and page.list_page.is_settled())
    column = next(c for c in page.list_page.model.columns if c.key == "next_due")
    told = {row.id: (column.text(row), column.mark(row)) for row in page.list_page.model.rows}
    what = "Milestone: Own bank account"
    assert told[three[0]] == (f"3 days late · {what}", ("circle-alert", "danger"))
    assert told[three[1]] == (f"29 Nov 2026 · {what}", ("calendar-days", "muted"))
    assert told[three[2]] == ("", None)


def test_who_is_not_told_of_the_plan_sees_no_column_of_what_is_due(
    qtbot: QtBot,
    make_actor: Callable[..., Actor],
    open_frame: Open,
    three: list[str],
    director: Actor,
    beds: dict[str, str],
) -> None:
    staff = ResidentsList(qtbot, open_frame(make_actor("HOUSE_STAFF", shelters=[beds["NORD"]])))
    qtbot.waitUntil(lambda: len(staff.codes()) == 3)
    due = next(at for at, c in enumerate(staff.list_page.model.columns) if c.key == "next_due")
    assert due not in staff.list_page.list.shown_columns()
    staff.list_page.restore({**staff.list_page.state(), "hidden": []})
    assert due not in staff.list_page.list.shown_columns()
    menu = QMenu()
    staff.list_page.list.fill_columns(menu)
    assert "Next due" not in [action.text() for action in menu.actions()]
    manager = ResidentsList(qtbot, open_frame(make_actor("CASE_MANAGER", shelters=[beds["NORD"]])))
    qtbot.waitUntil(lambda: len(manager.codes()) == 3)
    assert due in manager.list_page.list.shown_columns()
    column = manager.list_page.model.columns[due]
    assert {column.text(row) for row in manager.list_page.model.rows} == {"access restricted"}
