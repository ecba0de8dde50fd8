"""An old register comes in through the window: columns connected, cells put right, summary, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.deliveries.acts import RecordService
from shelter_app.services.residents import importing
from shelter_app.services.residents.views import residents
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.importing.page import PROBLEMS, SUMMARY, ImportPage
from tests.front import be_in_front
from tests.ui.pages.forms import agree
from tests.ui.pages.parts import label

Open = Callable[[Actor], Workspace]
SAMPLES = Path(__file__).parents[1] / "samples"
TRUTH = json.loads((SAMPLES / "registru-beneficiari.truth.json").read_text("utf-8"))


@pytest.fixture
def page(qtbot: QtBot, director: Actor, open_frame: Open) -> ImportPage:
    frame = open_frame(director)
    frame.go("importing")
    made = frame.pages["importing"]
    assert isinstance(made, ImportPage)
    return made


def workbook(folder: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = folder / "register.xlsx"
    book.save(file)
    return file


def opened(qtbot: QtBot, page: ImportPage, file: Path) -> None:
    page.open_file(file)
    qtbot.waitUntil(lambda: page.register is not None and page.register.trial is not None, timeout=60000)


def tried_again(qtbot: QtBot, page: ImportPage, act: Callable[[], object]) -> None:
    before = page.register.trial  # type: ignore[union-attr]
    act()
    qtbot.waitUntil(lambda: page.register.trial is not before, timeout=60000)  # type: ignore[union-attr]


def test_before_a_file_is_chosen_the_page_says_what_it_does(page: ImportPage) -> None:
    assert label(page, "import_first").isVisible()
    assert not page.columns.isVisible()
    assert page.choose.text().strip() == "Choose the file"


def test_a_column_nobody_knew_is_connected_a_wrong_day_put_right_and_everything_taken_in(
    qtbot: QtBot, director: Actor, page: ImportPage, tmp_path: Path
) -> None:
    file = workbook(
        tmp_path,
        ("Cod", "Nume și prenume", "Data intrării", "Ciudat", "Data ieșirii"),
        ("B-1", "Ana Fictivă", "12.03.2026", "F"),
        ("B-2", "Ina Fictivă", "31.02.2026", "F"),
    )
    before = file.read_bytes()
    opened(qtbot, page, file)
    choice = page.columns.choices["Sheet", 3]
    assert choice.currentData() == ""
    choice.setCurrentIndex(choice.findData("sex"))
    tried_again(qtbot, page, lambda: choice.activated.emit(choice.currentIndex()))
    assert page.errors.text() == "1 error"
    page.open_part(PROBLEMS)
    assert page.problems.cell.text() == "31.02.2026"
    page.problems.cell.setText("28.02.2026")
    tried_again(qtbot, page, lambda: qtbot.keyClick(page.problems.cell, Qt.Key.Key_Return))
    assert not page.errors.isVisible()
    page.open_part(SUMMARY)
    assert ("New residents", "2") in page.summary.counts.facts.facts()
    assert page.summary.sheets.facts.facts() == [("Sheet", "2 of 2 rows")]
    assert not page.look.isVisible()
    page.take.click()
    qtbot.waitUntil(lambda: page.imported is not None, timeout=60000)
    qtbot.waitUntil(page.look.isVisible)
    rows = residents(director).rows
    assert {row.sex for row in rows} == {"F"}
    assert sorted(str(row.since) for row in rows) == ["2026-02-28", "2026-03-12"]
    assert file.read_bytes() == before
    qtbot.waitUntil(page.again.isVisible)
    wanted: list[str] = []
    page.wanted.connect(wanted.append)
    page.look.click()
    assert wanted == ["residents"]
    page.window().findChild(Workspace).go("importing")  # type: ignore[union-attr]
    page.again.click()
    qtbot.waitUntil(page.imports.list.isVisible)
    qtbot.waitUntil(lambda: len(page.imports.model.rows) == 1)
    assert page.choose.isVisible() and not page.take.isVisible()
    opened(qtbot, page, file)
    assert page.register is not None
    assert page.register.trial is not None


def test_rows_with_errors_are_left_out_only_when_the_person_says_so(
    qtbot: QtBot, director: Actor, page: ImportPage, tmp_path: Path
) -> None:
    file = workbook(
        tmp_path,
        ("Cod", "Nume și prenume", "Data intrării", "Data ieșirii"),
        ("B-1", "Ana Fictivă", "12.03.2026"),
        ("B-2", "Ina Fictivă", "31.02.2026"),
    )
    opened(qtbot, page, file)
    page.open_part(SUMMARY)
    assert not page.take.isEnabled()
    assert page.partial.text() == "Skip the row with an error"
    page.partial.click()
    assert page.take.isEnabled()
    page.take.click()
    qtbot.waitUntil(lambda: page.imported is not None, timeout=60000)
    assert len(residents(director).rows) == 1


def test_an_unknown_value_is_given_its_meaning_everywhere(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    rows = [(f"B-{n}", f"Ana {n}", "12.03.2026", "Zxqv") for n in range(4)]
    opened(qtbot, page, workbook(tmp_path, ("Cod", "Nume", "Data intrării", "Sex"), *rows))
    page.open_part(PROBLEMS)
    assert page.warnings.text() == "2 warnings"  # no exits; one word, however often it stands there
    (unknown,) = [one for one in page.problems.model.rows if one.kind == "unknown_value"]
    assert (unknown.count, unknown.value) == (4, "Zxqv")
    page.problems.list.point_at(page.problems.model.rows.index(unknown))
    assert page.problems.means.isVisible()
    page.problems.means.setCurrentIndex(page.problems.means.findData("F"))
    page.problems.means.activated.emit(page.problems.means.currentIndex())
    tried_again(qtbot, page, page.problems.all_right.click)
    assert [one.kind for one in page.problems.model.rows] == ["no_exit_column"]
    page.open_part(SUMMARY)
    assert not page.take.isEnabled()
    page.still_here.click()
    page.take.click()
    qtbot.waitUntil(lambda: page.imported is not None, timeout=60000)
    page.again.click()
    rows = [("C-1", "Ina", "13.03.2026", "zxqv")]
    opened(qtbot, page, workbook(tmp_path, ("Cod", "Nume", "Data intrării", "Sex"), *rows))
    assert [one.kind for one in page.problems.model.rows] == ["no_exit_column"]


def test_the_sample_register_says_what_the_truth_says(qtbot: QtBot, page: ImportPage) -> None:
    opened(qtbot, page, SAMPLES / "registru-beneficiari.xlsx")
    page.open_part(SUMMARY)
    assert page.register is not None
    assert page.register.trial is not None
    made = page.register.trial.created
    assert {kind: made[kind] for kind in ("residents", "stays", "sessions", "services", "goals")} == {
        kind: TRUTH[kind] for kind in ("residents", "stays", "sessions", "services", "goals")
    }
    assert not page.take.isEnabled()


def test_a_file_that_is_no_register_gets_one_sentence_and_stores_nothing(
    qtbot: QtBot, director: Actor, page: ImportPage, tmp_path: Path
) -> None:
    file = tmp_path / "broken.xlsx"
    file.write_bytes(b"not a workbook")
    page.open_file(file)
    qtbot.waitUntil(lambda: bool(page.error.text()), timeout=60000)
    assert page.register is None
    assert residents(director).total == 0


def test_who_may_not_import_has_no_such_page(make_actor: Callable[..., Actor], open_frame: Open) -> None:
    assert "importing" not in open_frame(make_actor("COUNSELLOR")).pages


def test_what_was_taken_in_is_taken_back_with_ctrl_z_and_can_come_in_again(
    qtbot: QtBot, director: Actor, open_frame: Open, tmp_path: Path
) -> None:
    frame = open_frame(director)
    frame.go("importing")
    page = frame.pages["importing"]
    assert isinstance(page, ImportPage)
    file = workbook(
        tmp_path,
        ("Cod", "Nume și prenume", "Data intrării", "Data ieșirii"),
        ("B-1", "Ana Fictivă", "12.03.2026"),
    )
    opened(qtbot, page, file)
    page.take.click()
    qtbot.waitUntil(frame.undo_bar.button.isVisible, timeout=60000)
    assert (
        frame.undo_bar.text()
        == "Records of residents, sessions, services, goals – The records were imported."
    )
    assert residents(director).total == 1
    be_in_front(qtbot, frame)
    qtbot.keyClick(page.choose, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.imported is None, timeout=60000)
    assert residents(director).total == 0
    assert label(page, "import_first").isVisible()
    assert "undone on" in page.imports.model.columns[4].text(page.imports.model.rows[0])
    assert not page.imports.back.isEnabled()
    opened(qtbot, page, file)
    assert page.take.isEnabled()


def test_an_import_of_earlier_is_taken_back_from_the_list_after_a_look_at_what_goes(
    qtbot: QtBot, director: Actor, page: ImportPage, tmp_path: Path
) -> None:
    assert page.imports.bar.nothing.text().startswith("Nothing has been imported yet")
    file = workbook(
        tmp_path,
        ("Cod", "Nume și prenume", "Data intrării", "Data ieșirii"),
        ("B-1", "Ana Fictivă", "12.03.2026"),
    )
    importing.import_register(director, file)
    page.refresh()
    qtbot.waitUntil(page.imports.back.isEnabled, timeout=60000)
    page.imports.back.click()
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    assert "New residents: 1" in panel.form.spec.note
    panel.save.click()
    agree(qtbot, panel)
    qtbot.waitUntil(lambda: not page.imports.back.isEnabled(), timeout=60000)
    assert residents(director).total == 0


def test_an_import_that_was_built_upon_is_refused_in_the_form(
    qtbot: QtBot, director: Actor, page: ImportPage, tmp_path: Path
) -> None:
    file = workbook(
        tmp_path,
        ("Cod", "Nume și prenume", "Data intrării", "Data ieșirii"),
        ("B-1", "Ana Fictivă", "12.03.2026"),
    )
    importing.import_register(director, file)
    page.refresh()
    qtbot.waitUntil(page.imports.back.isEnabled, timeout=60000)
    ana = residents(director).rows[0].id
    perform(director, RecordService(resident=ana, service="SOCIAL_ASSIST", given_on=date(2026, 4, 1)))
    page.imports.back.click()
    panel = page.panel()
    assert panel is not None
    panel.save.click()
    agree(qtbot, panel)
    qtbot.waitUntil(
        lambda: panel.save.isEnabled() and bool(panel.form and panel.form.error.text()), timeout=60000
    )
    assert panel.form is not None
    assert panel.form.error.text().startswith("1 record from this import has since been changed or used")
    assert residents(director).total == 1
