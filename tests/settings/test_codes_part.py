"""Code lists in Settings: looked up by everybody, changed by the director, offered in every form at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from shelter_app.domain import codes
from shelter_app.services.acting import Actor, perform
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.ui import work
from shelter_app.ui.forms.form import Form
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.pages.settings.codes import CodesPart
from shelter_app.ui.pages.settings.page import SettingsPage
from tests.settings.test_settings_page import open_part, shown


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    yield
    work.finish()
    codes.apply_changes(())


@pytest.fixture
def page(qtbot: QtBot, director: Actor, english: None) -> SettingsPage:
    made = shown(qtbot, director)
    open_part(qtbot, made, "codes")
    return made


def offered(part: CodesPart) -> list[str]:
    part.fill_menu()
    return [action.objectName() for action in part.menu.actions()]


def fill_in(qtbot: QtBot, page: SettingsPage, act: str, **typed: str) -> None:
    page.part("codes").fill_menu()
    next(action for action in page.part("codes").menu.actions() if action.objectName() == act).trigger()
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    for name, words in typed.items():
        field = panel.form.fields[name]
        if isinstance(field.control, QComboBox):
            field.control.setEditText(words)
        else:
            field.begin(words)
    panel.save.click()


def settled(qtbot: QtBot, page: SettingsPage) -> None:
    panel = page.panel()
    assert panel is not None
    qtbot.waitUntil(lambda: panel.form is None and page.is_settled())


def test_a_code_added_in_the_window_is_in_the_list_and_in_an_open_form(
    qtbot: QtBot, page: SettingsPage, director: Actor
) -> None:
    sheet = FormSpec(
        RegisterResident,
        "Register",
        "Done.",
        (FieldSpec("vulnerabilities", "Vulnerabilities", codes="vulnerability"),),
    )
    form = Form(director, sheet)
    qtbot.addWidget(form)
    form.show()
    form.fields["vulnerabilities"].begin(("POVERTY",))
    form.hide()
    page.part("codes").choice.setCurrentIndex(page.part("codes").choice.findData("vulnerability"))
    qtbot.waitUntil(lambda: page.part("codes").model.rows[0].code.list == "vulnerability")
    fill_in(qtbot, page, "house.add_code", code="ORPHAN", ro="Orfană", en="Orphan")
    settled(qtbot, page)
    assert "X_ORPHAN" in [row.code.code for row in page.part("codes").model.rows]
    form.show()
    assert form.fields["vulnerabilities"].value() == ("POVERTY",)
    form.fields["vulnerabilities"].begin(("POVERTY", "X_ORPHAN"))
    assert perform(director, form.act())


def test_what_is_wrong_is_said_under_its_field_and_stays_typed(qtbot: QtBot, page: SettingsPage) -> None:
    fill_in(qtbot, page, "house.add_code", code="yoga", ro="Yoga", en="Yoga", counts_as="Leisure")
    panel = page.panel()
    assert panel is not None
    form = panel.form
    assert form is not None
    qtbot.waitUntil(lambda: "capital letters" in form.fields["code"].error.text())
    assert form.fields["ro"].value() == "Yoga"


def test_a_retired_code_is_hidden_until_it_is_asked_for_and_brought_back(
    qtbot: QtBot, page: SettingsPage
) -> None:
    part = page.part("codes")
    qtbot.waitUntil(lambda: bool(part.model.rows))
    part.bar.search.setText("stomatolog")
    qtbot.waitUntil(lambda: [row.code.code for row in part.model.rows] == ["DENTAL"])
    assert offered(part) == ["house.add_code", "house.retire_code"]
    yesterday = part.model.rows[0]
    fill_in(qtbot, page, "house.retire_code")
    settled(qtbot, page)
    assert part.model.rows[0].version == yesterday.version + 1
    assert "house.bring_code_back" in offered(part)
    fill_in(qtbot, page, "house.bring_code_back")
    settled(qtbot, page)
    assert offered(part) == ["house.add_code", "house.retire_code"]


def test_the_end_of_a_search_is_said(qtbot: QtBot, page: SettingsPage) -> None:
    qtbot.waitUntil(lambda: bool(page.part("codes").model.rows))
    page.part("codes").bar.search.setText("nothing is called this")
    qtbot.waitUntil(page.part("codes").bar.nothing.isVisible)
    assert not page.part("codes").list.isVisible()
    page.part("codes").bar.search.clear()
    qtbot.waitUntil(page.part("codes").list.isVisible)


def test_a_fixed_list_says_so_and_offers_nothing(qtbot: QtBot, page: SettingsPage) -> None:
    page.part("codes").choice.setCurrentIndex(page.part("codes").choice.findData("sex"))
    qtbot.waitUntil(page.part("codes").note.isVisible)
    qtbot.waitUntil(lambda: [row.code.code for row in page.part("codes").model.rows] == ["F", "M", "X"])
    assert offered(page.part("codes")) == []


def test_who_is_no_director_changes_nothing(qtbot: QtBot, make_actor: Callable[..., Actor]) -> None:
    page = shown(qtbot, make_actor("CASE_MANAGER"))
    open_part(qtbot, page, "codes")
    qtbot.waitUntil(lambda: bool(page.part("codes").model.rows))
    assert not page.part("codes").do.isVisible()
    assert offered(page.part("codes")) == []
