"""Settings, House: what the house says of itself, as cards, each changed in its form."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from shelter_app.domain.permissions import Access
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.data import house_data
from shelter_app.services.house.layout import LayOutHouse
from shelter_app.services.house.views import house, shelters
from shelter_app.ui.forms.form import Form
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.pages.settings.house import HousePart
from shelter_app.ui.pages.settings.page import SettingsPage
from tests.ui.pages.forms import agree
from tests.ui.pages.parts import button, choose_file


@pytest.fixture
def page(qtbot: QtBot, director: Actor, english: None) -> SettingsPage:
    perform(director, LayOutHouse(code="NORD", name="Casa Nord", pattern="2 x 2"))
    made = SettingsPage(director)
    made.access = Access(house(director).roles)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.retranslate()
    made.show()
    made.refresh()
    qtbot.waitUntil(made.is_settled)
    return made


def part(page: SettingsPage) -> HousePart:
    found = page.part("house")
    assert isinstance(found, HousePart)
    return found


def form(page: SettingsPage, by: str) -> Form:
    button(page, by).click()
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    return panel.form


def save(qtbot: QtBot, page: SettingsPage) -> Outcome:
    panel = page.panel()
    assert panel is not None
    with qtbot.waitSignal(page.did, timeout=30000) as told:
        panel.save.click()
        if panel.form is not None and panel.form.spec.final:
            agree(qtbot, panel)
    qtbot.waitUntil(page.is_settled)
    assert isinstance(told.args[0], Outcome)
    return told.args[0]


def test_the_organisations_data_are_written_in_one_form_and_taken_back(
    qtbot: QtBot, page: SettingsPage, director: Actor
) -> None:
    asked = form(page, "change_organisation")
    asked.fields["legal_id"].begin("RO12345678")
    asked.fields["head_office"].begin("Str. Fictivă 1, Cluj-Napoca")
    done = save(qtbot, page)
    told = dict(part(page).organisation.facts.facts())
    assert told["Tax code (CUI)"] == "RO12345678"
    assert told["Accreditation"] == "not filled in"
    assert done.undo is not None
    perform(director, done.undo)
    assert house_data(director).organisation.legal_id is None


def test_a_name_alone_no_longer_wipes_the_rest(qtbot: QtBot, page: SettingsPage, director: Actor) -> None:
    form(page, "change_organisation").fields["legal_id"].begin("RO12345678")
    save(qtbot, page)
    form(page, "change_organisation").fields["name"].begin("Asociația Nouă")
    save(qtbot, page)
    told = house_data(director).organisation
    assert (told.name, told.legal_id) == ("Asociația Nouă", "RO12345678")


def test_a_shelter_has_its_licence_its_phone_and_where_an_ambulance_comes(
    qtbot: QtBot, page: SettingsPage, director: Actor
) -> None:
    asked = form(page, "change_shelter_NORD")
    asked.fields["licence_no"].begin("LF 0001")
    asked.fields["phone"].begin("0700 000 010")
    asked.fields["ambulance_to"].begin("Piața Fictivă, la farmacie")
    with qtbot.waitSignal(page.house_changed, timeout=30000):
        save(qtbot, page)
    told = dict(part(page).shelters[0].facts.facts())
    assert told["Licence"] == "LF 0001"
    assert told["Where the ambulance comes"] == "Piața Fictivă, la farmacie"
    assert told["Licensed capacity"] == "not filled in"
    form(page, "set_capacity_NORD").fields["beds"].begin(4)
    save(qtbot, page)
    assert dict(part(page).shelters[0].facts.facts())["Licensed capacity"] == "4"


def test_whom_to_call_is_written_here_too(qtbot: QtBot, page: SettingsPage) -> None:
    form(page, "change_numbers").fields["value"].begin("Doctor: 0700 000 001")
    save(qtbot, page)
    assert part(page).numbers.facts.facts() == [("Emergency call", "112"), ("Doctor", "0700 000 001")]


def test_a_further_shelter_is_added_with_its_rooms(qtbot: QtBot, page: SettingsPage, director: Actor) -> None:
    asked = form(page, "add_shelter")
    asked.fields["code"].begin("SUD")
    asked.fields["name"].begin("Casa Sud")
    asked.fields["pattern"].begin("two")
    panel = page.panel()
    assert panel is not None
    panel.save.click()
    qtbot.waitUntil(lambda: "4 × 3" in asked.fields["pattern"].error.text())
    assert [row.code for row in shelters(director)] == ["NORD"]
    asked.fields["pattern"].begin("2 x 2")
    with qtbot.waitSignal(page.house_changed, timeout=30000):
        save(qtbot, page)
    assert [card.objectName() for card in part(page).shelters] == ["house_shelter_NORD", "house_shelter_SUD"]


def test_a_logo_is_made_small_and_can_be_removed_and_brought_back(
    qtbot: QtBot, page: SettingsPage, director: Actor, tmp_path: Path
) -> None:
    image = QImage(2400, 1200, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    image.setText("Author", "Somebody")
    image.save(str(tmp_path / "logo.png"))
    button(page, "choose_logo").click()
    with qtbot.waitSignal(page.did, timeout=30000):
        choose_file(page, "logo_dialog", tmp_path / "logo.png")
    qtbot.waitUntil(page.is_settled)
    kept = house_data(director).organisation.logo
    assert kept is not None
    read = QImage.fromData(kept)
    assert (read.width(), read.height()) == (480, 240)
    assert b"Somebody" not in kept
    assert not part(page).logo.pixmap().isNull()
    with qtbot.waitSignal(page.did, timeout=30000) as told:
        button(page, "drop_logo").click()
    qtbot.waitUntil(page.is_settled)
    assert house_data(director).organisation.logo is None
    perform(director, told.args[0].undo)
    assert house_data(director).organisation.logo == kept


def test_what_is_no_picture_is_refused_in_words(qtbot: QtBot, page: SettingsPage, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_text("not a picture")
    button(page, "choose_logo").click()
    choose_file(page, "logo_dialog", tmp_path / "logo.png")
    qtbot.waitUntil(lambda: "PNG or JPEG" in page.error.text())
