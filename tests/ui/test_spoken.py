"""What is shown of a result or a refusal is said to a screen reader too, at once and by the field it is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.printing import PrintRoster
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.forms.choosing import ManyField
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.widgets import spoken
from tests.ui.pages.forms import ResidentForms

Open = Callable[[Actor], Workspace]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand for the screen reader: keep what it is told at once."""
    told: list[str] = []
    monkeypatch.setattr(spoken, "_announce", lambda _widget, words: told.append(words))
    return told


@pytest.fixture
def forms(qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str]) -> ResidentForms:
    who = perform(director, RegisterResident(preferred_name="Mira", sex="F", birth_year=1999))
    perform(director, Admit(resident=who, shelter=beds["NORD"], at=director.clock(), bed=beds["1A"]))
    made = ResidentForms(qtbot, open_frame(director))
    made.go_to(who)
    qtbot.waitUntil(made.page.is_settled)
    return made


def lines(field: QWidget) -> list[QLineEdit]:
    return field.findChildren(QLineEdit)


def test_a_refusal_is_said_and_stands_at_the_part_that_has_the_keyboard(
    qtbot: QtBot, forms: ResidentForms, heard: list[str]
) -> None:
    forms.open("stays.leave")
    forms.begin("kind", "LEAVE_DAY")
    day, hour = lines(forms.form().fields["expected_at"].control)
    hour.setText("21:00")
    forms.save()
    wanted = "Type the day as well, or leave the time empty."
    qtbot.waitUntil(lambda: forms.said_under("expected_at") == wanted)
    assert [words for words in heard if wanted in words] == [f"Expected back: {wanted}"]
    assert {part.accessibleDescription() for part in (day, hour)} == {wanted}
    assert {part.property("wrong") for part in (day, hour)} == {"true"}
    day.setText("31.02.2026")
    forms.save()
    qtbot.waitUntil(lambda: forms.said_under("expected_at").startswith("This is not a date."))
    day.setText("24/11/2026")
    forms.save()
    qtbot.waitUntil(forms.closed)
    assert " – The leave was recorded." in heard[-1]
    assert heard[-1].endswith("Ctrl+Z undoes it.")


def test_leaving_a_form_that_is_not_saved_is_said(
    qtbot: QtBot, forms: ResidentForms, heard: list[str]
) -> None:
    forms.open("stays.leave")
    forms.be_in_front()
    day, _hour = lines(forms.form().fields["expected_at"].control)
    qtbot.keyClicks(day, "3")
    qtbot.keyClick(day, Qt.Key.Key_Escape)
    assert heard[-1].startswith("What you typed is not saved.")


def test_nothing_found_is_said_once(qtbot: QtBot, forms: ResidentForms, heard: list[str]) -> None:
    palette = forms.frame.palette_
    forms.be_in_front()
    forms.frame.open_palette()
    qtbot.waitUntil(palette.isVisible)
    qtbot.keyClicks(palette.field, "zzzzzz")
    qtbot.waitUntil(lambda: heard[-1:] == ["No results. Try another word."])
    assert palette.field.accessibleDescription() == heard[-1]
    assert heard.count(heard[-1]) == 1
    palette.hide()


def test_a_sheet_on_the_screen_can_be_heard_and_it_is_said_that_it_was_kept(
    qtbot: QtBot, forms: ResidentForms, heard: list[str], tmp_path: Path
) -> None:
    page = forms.page
    page.show_paper(lambda tongue: PrintRoster(kind="NIGHT_LIST", shelter="NORD", language=tongue))
    qtbot.waitUntil(lambda: page.sheet_view() is not None)
    view = page.sheet_view()
    assert view is not None
    qtbot.waitUntil(lambda: "Night list, 1 page" in heard)
    (sheet,) = view.preview.sheets()
    assert "Night list" in sheet.accessibleDescription()
    assert "Mira" in sheet.accessibleDescription()
    view.write(view.sheet, tmp_path / "list.pdf")
    assert heard[-1] == "Saved: list.pdf"


def test_letters_without_diacritics_find_the_row_of_a_list_that_is_ticked(qtbot: QtBot) -> None:
    field = ManyField(
        "people", "With whom", (("a", "CIREAȘĂ-73"), ("b", "CIREȘ-50"), ("c", "MUREȘ-34")), needed=True
    )
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field.list, "cires")
    qtbot.keyClick(field.list, Qt.Key.Key_Space)
    assert field.value() == ("b",)
