"""What every list has: search, sorting, columns, count, paper, workbook, and words while it is empty."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from shelter_app.db import audit
from shelter_app.db.models.people import Resident
from shelter_app.db.models.trust import Account, AuditEvent
from shelter_app.domain.codes import label as code_label
from shelter_app.services.accounts import trail as trails
from shelter_app.services.acting import Actor, perform
from shelter_app.services.deliveries.acts import RecordService
from shelter_app.services.referrals.acts import RecordReferral
from shelter_app.services.reporting.acts import MakeReport
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.views import residents
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.pages.beds.waiting.page import WaitingPage
from shelter_app.ui.pages.resident.page import ResidentPage
from shelter_app.ui.pages.settings.page import SettingsPage
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.mnemonics import unmarked
from tests.front import be_in_front
from tests.ui.pages.parts import button, choose_file, label

Open = Callable[[Actor], Workspace]
MANY = 3000


@pytest.fixture
def waiting(qtbot: QtBot, director: Actor, beds: dict[str, str], open_frame: Open) -> WaitingPage:
    """Three requests: of today at the most urgent, of yesterday and of the day before."""
    for days, urgency in enumerate(("TONIGHT", "DAYS", "PLANNED")):
        at = director.clock() - timedelta(days=days)
        perform(
            director,
            RecordReferral(
                shelter=beds["NORD"],
                source="ANITP_TELVERDE",
                received_at=at,
                urgency=urgency,
                persons=days + 1,
            ),
        )
    frame = open_frame(director)
    frame.go("waiting")
    page = frame.pages["waiting"]
    assert isinstance(page, WaitingPage)
    qtbot.waitUntil(lambda: len(page.model.rows) == 3)
    return page


def press_head(qtbot: QtBot, view: ListView, section: int) -> None:
    header = view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(section) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def chosen_in(bar: ListBar, name: str) -> None:
    menu = bar.print.menu()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.objectName() == name).trigger()


def test_words_of_any_cell_without_diacritics_find_rows_and_the_count_says_of_how_many(
    qtbot: QtBot, waiting: WaitingPage
) -> None:
    bar = waiting.bar
    assert bar.count.text() == "3 rows"
    qtbot.keyClicks(bar.search, code_label("urgency", "DAYS").upper())
    qtbot.waitUntil(lambda: len(waiting.model.rows) == 1)
    assert bar.count.text() == "1 of 3"
    assert waiting.model.rows[0].persons == 2
    bar.search.setText("xyz")
    qtbot.waitUntil(bar.nothing.isVisible)
    assert bar.nothing.text() == "No results. Try part of the words."
    assert not waiting.list.isVisible()
    be_in_front(qtbot, waiting)
    bar.search.setFocus()
    qtbot.keyClick(bar.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(waiting.model.rows) == 3)
    assert waiting.list.isVisible()


def test_a_column_sorts_by_what_it_means_not_by_its_words(qtbot: QtBot, waiting: WaitingPage) -> None:
    oldest_first = [2, 1, 0]
    press_head(qtbot, waiting.list, 1)
    assert [row.persons - 1 for row in waiting.model.rows] == oldest_first
    assert waiting.model.headerData(1, Qt.Orientation.Horizontal).endswith("↑")
    press_head(qtbot, waiting.list, 1)
    assert [row.persons - 1 for row in waiting.model.rows] == oldest_first[::-1]
    waiting.refresh()
    qtbot.waitUntil(waiting.is_settled)
    assert [row.persons - 1 for row in waiting.model.rows] == oldest_first[::-1]


def test_the_paper_is_looked_at_first_and_back_leads_to_the_list(qtbot: QtBot, waiting: WaitingPage) -> None:
    chosen_in(waiting.bar, "list_on_paper")
    qtbot.waitUntil(lambda: waiting.sheet_view() is not None)
    view = waiting.sheet_view()
    assert view is not None
    assert not waiting.list.isVisible()
    qtbot.mouseClick(view.back, Qt.MouseButton.LeftButton)
    assert waiting.list.isVisible()


def test_the_workbook_holds_the_rows_that_match_with_a_fact_in_each_column(
    qtbot: QtBot, waiting: WaitingPage, tmp_path: Path
) -> None:
    file = tmp_path / "list.xlsx"
    waiting.bar.search.setText(code_label("urgency", "DAYS"))
    qtbot.waitUntil(lambda: len(waiting.model.rows) == 1)
    chosen_in(waiting.bar, "list_as_workbook")
    qtbot.waitUntil(lambda: waiting.findChild(QFileDialog, "keep_dialog") is not None)
    choose_file(waiting, "keep_dialog", file)
    qtbot.waitUntil(waiting.is_settled)
    rows = list(openpyxl.load_workbook(io.BytesIO(file.read_bytes())).active.values)
    assert rows[0][0] == "Urgency"
    assert len(rows) == 2
    assert rows[1][rows[0].index("For whom")] == "2 people"


def test_an_empty_list_says_what_would_be_here_and_offers_the_first_step(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    frame = open_frame(director)
    frame.go("waiting")
    page = frame.pages["waiting"]
    assert isinstance(page, WaitingPage)
    qtbot.waitUntil(page.bar.first.isVisible)
    assert page.bar.nothing.text().startswith("Nobody is waiting for a bed")
    assert not page.bar.search.isVisible()
    page.bar.first.click()
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    assert panel.form.spec.kind is RecordReferral


def test_the_first_step_is_offered_in_a_residents_tab_and_paper_only_to_whom_it_is_given(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], beds: dict[str, str], open_frame: Open
) -> None:
    ana = perform(director, RegisterResident(preferred_name="Ana", sex="F"))
    perform(director, Admit(resident=ana, shelter=beds["NORD"], at=director.clock()))
    for actor, prints in ((director, True), (make_actor("HOUSE_STAFF"), False)):
        frame = open_frame(actor)
        frame.go_to_resident(ana)
        page = frame.pages["resident"]
        assert isinstance(page, ResidentPage)
        page.open_tab("services")
        bar = page.list_of("services").bar
        qtbot.waitUntil(bar.isVisible)
        qtbot.waitUntil(lambda page=page: unmarked(page.acts.step.text()) == "Record a service")
        if prints:
            assert bar.nothing.isVisible()
            assert not bar.first.isVisible()
            perform(
                director, RecordService(resident=ana, service="SOCIAL_ASSIST", given_on=date(2026, 11, 24))
            )
            frame.refresh()
        qtbot.waitUntil(bar.columns.isVisible)
        assert bar.print.isVisible() is prints


def test_of_a_great_trail_only_what_is_looked_at_leaves_the_store(
    qtbot: QtBot, director: Actor, open_frame: Open, rows_of: Callable[[type], list[object]]
) -> None:
    with director.store.writing() as session:
        great_trail(session, director)
    frame = open_frame(director)
    frame.go("settings")
    page = frame.pages["settings"]
    assert isinstance(page, SettingsPage)
    came = rows_of(AuditEvent)
    page.open_part("trail")
    trail = page.part("trail")
    qtbot.waitUntil(lambda: len(trail.model.rows) == trails.AT_ONCE)
    assert trail.model.total > MANY
    assert len(came) == trails.AT_ONCE
    trail.list.scrollToBottom()
    qtbot.waitUntil(lambda: len(trail.model.rows) == 2 * trails.AT_ONCE)
    trail.bar.search.setText("VIZITA medic")
    qtbot.waitUntil(lambda: trail.model.total == 3)
    assert trail.bar.count.text() == "3 rows"
    trail.bar.search.setText("recorded a return")
    qtbot.waitUntil(lambda: trail.model.total == MANY // 2)
    assert {row.action for row in trail.model.rows} == {"stays.return"}
    press_head(qtbot, trail.list, 0)
    qtbot.waitUntil(lambda: bool(trail.model.rows) and trail.model.rows[0].seq < trail.model.rows[-1].seq)
    assert len(came) < MANY


def test_of_many_residents_only_a_page_is_read_whole(
    qtbot: QtBot,
    director: Actor,
    beds: dict[str, str],
    open_frame: Open,
    rows_of: Callable[[type], list[object]],
) -> None:
    with director.store.writing() as session:
        for at in range(MANY):
            session.add(
                Resident(
                    code=f"BRAD-{at:04}", birth_precision="UNKNOWN", created_at=director.clock(),
                    created_by="test", updated_at=director.clock(), updated_by="test",
                )
            )  # fmt: skip
    came = rows_of(Resident)
    page = residents(director, limit=200, offset=1000, descending=True)
    assert page.total == MANY
    assert [row.code for row in page.rows] == [f"BRAD-{at:04}" for at in range(1999, 1799, -1)]
    assert len(came) == 200
    frame = open_frame(director)
    frame.go("residents")
    shown = frame.pages["residents"]
    button(shown, "residents_all").click()
    qtbot.waitUntil(lambda: len(shown.model.rows) == 200)
    assert shown.count.text() == "3,000 residents"


@pytest.fixture
def rows_of() -> Iterator[Callable[[type], list[object]]]:
    """Return a function that lists each record of a model that is read from the store from then on."""
    heard: list[tuple[type, Callable[..., None]]] = []

    def begin(model: type) -> list[object]:
        came: list[object] = []

        def loaded(row: object, _context: object) -> None:
            came.append(row)

        event.listen(model, "load", loaded)
        heard.append((model, loaded))
        return came

    yield begin
    for model, loaded in heard:
        event.remove(model, "load", loaded)


def great_trail(session: Session, director: Actor) -> None:
    """Write many events at once, each with another hash; the chain between them is not looked at here."""
    last = audit.head(session).seq
    session.execute(
        insert(AuditEvent),
        [
            {
                "seq": last + 1 + at, "at": datetime(2026, 11, 24, 9, tzinfo=UTC), "mono_ns": at, "boot_id": "b",
                "session": "s", "actor": director.account_id, "roles": "DIRECTOR",
                "action": "stays.leave" if at % 2 else "stays.return",
                "reason": "vizită la medic" if at % 1000 == 7 else None,
                "detail": "{}", "prev_hash": f"{at:064}", "hash": f"{at + 1:064}",
            }
            for at in range(MANY)
        ],
    )  # fmt: skip


def test_accounts_are_searched_and_sorted_too(qtbot: QtBot, director: Actor, open_frame: Open) -> None:
    frame = open_frame(director)
    frame.go("settings")
    page = frame.pages["settings"]
    assert isinstance(page, SettingsPage)
    page.open_part("accounts")
    qtbot.waitUntil(lambda: bool(page.part("accounts").model.rows))
    with director.store.reading() as session:
        names = session.scalars(select(Account.name)).all()
    assert len(page.part("accounts").model.rows) == len(names)
    bar = page.findChild(ListBar, "accounts_bar")
    assert bar is not None
    bar.search.setText("ileana")
    qtbot.waitUntil(lambda: bar.count.text() in ("1 row", "1 of 1"))


def test_the_reports_that_were_made_are_listed_to_whom_they_concern(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open
) -> None:
    frame = open_frame(director)
    frame.go("reports")
    page = frame.pages["reports"]
    page.made_shown.click()
    qtbot.waitUntil(lambda: page.made.bar.nothing.text().startswith("No report has been made yet"))
    assert not label(page, "report_hint").isVisible()
    first, last = date(2026, 7, 1), date(2026, 9, 30)
    perform(director, MakeReport(template="R06", first=first, last=last, shelter="NORD", format="json"))
    frame.refresh()
    qtbot.waitUntil(lambda: len(page.made.model.rows) == 1)
    said = [column.text(page.made.model.rows[0]) for column in page.made.model.columns]
    assert said[1:4] == ["1 Jul 2026 to 30 Sept 2026", "NORD", "Română"]
    assert said[5:] == [director.name, "draft"]
    page.made_shown.click()
    assert label(page, "report_hint").isVisible()
    manager = open_frame(make_actor("CASE_MANAGER"))
    manager.go("reports")
    assert not manager.pages["reports"].made_shown.isVisible()


def test_the_row_one_stands_on_stays_chosen_when_another_comes_before_it(
    qtbot: QtBot, waiting: WaitingPage, director: Actor, beds: dict[str, str]
) -> None:
    stood = waiting.model.rows[2].referral_id
    waiting.list.point_at(2)
    at = director.clock()
    perform(director, RecordReferral(shelter=beds["NORD"], received_at=at, source="OTHER", urgency="TONIGHT"))
    waiting.refresh()
    qtbot.waitUntil(lambda: len(waiting.model.rows) == 4)
    row = waiting.model.at(waiting.list.currentIndex())
    assert row is not None
    assert row.referral_id == stood
    assert waiting.list.currentIndex().row() == 3
