"""The texts of the donor's report: typed beside the pages, kept, printed, and frozen with the report."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdf
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from shelter_app.db.models.trust import ReportRun
from shelter_app.services.acting import Actor
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.reporting.page import ReportsPage

WORDS = "Two women found work of their own."
Open = Callable[[Actor], Workspace]


def opened(qtbot: QtBot, frame: Workspace, code: str) -> ReportsPage:
    frame.go("reports")
    page = frame.pages["reports"]
    assert isinstance(page, ReportsPage)
    qtbot.waitUntil(lambda: page.list.count() > 0)
    page.list.choose(code)
    qtbot.waitUntil(lambda: page.shown is not None)
    return page


def test_a_text_is_printed_kept_for_the_next_time_and_frozen_with_the_report(
    qtbot: QtBot, director: Actor, open_frame: Open, tmp_path: Path
) -> None:
    page = opened(qtbot, open_frame(director), "R06")
    page.write.click()
    qtbot.keyClicks(page.texts.fields["outcomes"], WORDS)
    page.texts.finish()
    qtbot.waitUntil(lambda: page.shown is not None)
    file = tmp_path / "report.pdf"
    page.save_to(file)
    qtbot.waitUntil(file.exists)
    text = " ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages)
    assert WORDS in " ".join(text.split())
    assert text.count("No text has been entered.") == 3
    with director.store.reading() as session:
        run = session.scalars(select(ReportRun)).one()
        assert WORDS in str(run.dataset)
    again = opened(qtbot, open_frame(director), "R06")
    assert again.shown is not None
    assert dict(again.shown.asked.texts) == {"outcomes": WORDS}


def test_the_ministrys_return_asks_for_no_text(qtbot: QtBot, director: Actor, open_frame: Open) -> None:
    page = opened(qtbot, open_frame(director), "R04")
    assert not page.write.isVisible()
