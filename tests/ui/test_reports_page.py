"""The page of the reports: one question (which, of which days, in which language), its pages, saved and printed once."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from shelter_app.db.models.trust import ReportRun
from shelter_app.services.acting import Actor
from shelter_app.services.drafts import drafts
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.reporting.page import ReportsPage
from shelter_app.ui.pages.reporting.queries import TEXTS
from shelter_app.ui.printing import printer
from tests.ui.pages.parts import button, label

Open = Callable[[Actor], Workspace]
QUARTER = (date(2026, 7, 1), date(2026, 9, 30))


@pytest.fixture
def page(qtbot: QtBot, director: Actor, open_frame: Open) -> Iterator[ReportsPage]:
    frame = open_frame(director)
    frame.go("reports")
    made = frame.pages["reports"]
    assert isinstance(made, ReportsPage)
    qtbot.waitUntil(lambda: made.list.count() > 0 and made.is_settled())
    yield made


def chosen(qtbot: QtBot, page: ReportsPage, code: str) -> None:
    page.list.choose(code)
    qtbot.waitUntil(lambda: page.shown is not None and page.is_settled())


def runs(actor: Actor) -> list[ReportRun]:
    with actor.store.reading() as session:
        found = list(session.scalars(select(ReportRun)))
        session.expunge_all()
    return found


def test_before_a_report_is_chosen_nothing_can_be_saved_and_it_is_said_what_to_do(
    qtbot: QtBot, page: ReportsPage
) -> None:
    qtbot.waitUntil(label(page, "report_hint").isVisible)
    assert not page.save.isEnabled()
    assert not page.print.isEnabled()
    assert page.shown is None


def test_coming_to_the_list_by_tab_chooses_nothing_and_the_first_arrow_the_first_report(
    qtbot: QtBot, page: ReportsPage
) -> None:
    page.made_shown.setFocus()  # the list is filled and the keyboard elsewhere: what a late window does too
    qtbot.waitUntil(page.made_shown.hasFocus)
    page.list.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(page.list.hasFocus)
    assert page.list.code() is None
    assert page.is_settled()
    assert label(page, "report_hint").isVisible()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.shown is not None)
    assert page.list.currentRow() == 0


def test_a_chosen_report_shows_its_pages_of_the_last_quarter_and_registers_nothing(
    qtbot: QtBot, page: ReportsPage, director: Actor
) -> None:
    chosen(qtbot, page, "R06")
    assert page.shown is not None
    assert (page.shown.asked.first, page.shown.asked.last) == QUARTER
    assert page.preview.isVisible()
    assert page.save.isEnabled()
    assert runs(director) == []


def test_another_period_and_language_are_asked_for_anew(qtbot: QtBot, page: ReportsPage) -> None:
    chosen(qtbot, page, "R06")
    page.period.choose("last_year")
    page.period.named.activated.emit(page.period.named.currentIndex())
    qtbot.waitUntil(page.is_settled)
    page.tongue.setCurrentIndex(page.tongue.findData("ro"))
    page.tongue.activated.emit(page.tongue.currentIndex())
    qtbot.waitUntil(lambda: page.shown is not None and page.is_settled())
    assert page.shown is not None
    asked = page.shown.asked
    assert (asked.first, asked.last, asked.language) == (date(2025, 1, 1), date(2025, 12, 31), "ro")


def test_a_period_that_ends_before_it_begins_is_refused_in_words(qtbot: QtBot, page: ReportsPage) -> None:
    chosen(qtbot, page, "R06")
    page.period.choose("other", (date(2026, 9, 30), date(2026, 7, 1)))
    page.list.chosen.emit()
    assert page.error.text().startswith("The last day is before the first day.")
    assert not page.save.isEnabled()
    assert page.shown is None


def test_saving_twice_in_a_hurry_makes_the_report_once(
    qtbot: QtBot, page: ReportsPage, director: Actor, tmp_path: Path
) -> None:
    chosen(qtbot, page, "R06")
    said: list[str] = []
    page.message.connect(said.append)
    file = tmp_path / "report.pdf"
    page.save_to(file)
    page.save_to(file)
    qtbot.waitUntil(page.is_settled)
    assert said == ["Saved: report.pdf"]
    assert len(pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages) > 0
    (run,) = runs(director)
    assert run.template == "R06"


def test_without_a_printer_it_is_said_where_to_go_on(
    qtbot: QtBot, page: ReportsPage, director: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "printers", list)
    chosen(qtbot, page, "R06")
    page.print.click()
    assert page.error.text().startswith("This computer has no printer set up.")
    assert runs(director) == []


def test_what_is_typed_for_a_report_is_kept_when_the_page_is_left(
    qtbot: QtBot, page: ReportsPage, director: Actor
) -> None:
    chosen(qtbot, page, "R06")
    page.write.click()
    assert not page.list.isVisible()  # the room is for the text and its pages
    qtbot.keyClicks(page.texts.fields["outcomes"], "Two women found work.")
    frame = page.window().findChild(Workspace)
    assert isinstance(frame, Workspace)
    frame.go("today")
    qtbot.waitUntil(page.is_settled)
    assert page.shown is not None
    assert drafts.load(director, TEXTS, page.shown.asked.about) == {"outcomes": "Two women found work."}


def test_the_page_comes_back_as_it_was_left(
    qtbot: QtBot, page: ReportsPage, director: Actor, open_frame: Open
) -> None:
    page.period.choose("other", (date(2026, 5, 4), date(2026, 5, 10)))
    chosen(qtbot, page, "R06")
    again = open_frame(director)
    again.go("reports")
    other = again.pages["reports"]
    assert isinstance(other, ReportsPage)
    qtbot.waitUntil(lambda: other.list.count() > 0)
    other.restore(page.state())
    qtbot.waitUntil(lambda: other.shown is not None and other.is_settled())
    assert other.shown is not None
    assert (other.shown.asked.first, other.shown.asked.last) == (date(2026, 5, 4), date(2026, 5, 10))


@pytest.mark.parametrize(("role", "sees"), [("CASE_MANAGER", True), ("HOUSE_STAFF", False), ("LEGAL", False)])
def test_who_makes_no_reports_sees_no_page(
    make_actor: Callable[..., Actor], open_frame: Open, role: str, sees: bool
) -> None:
    frame = open_frame(make_actor(role))
    assert ("reports" in frame.pages) is sees
    if sees:
        frame.go("reports")
        assert button(
            frame.pages["reports"], "reports_made_tab"
        ).isHidden()  # they leave by the director alone
