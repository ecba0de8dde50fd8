"""Settings in the window: what a director does there, and what others do not see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from shelter_app.db.vault import enrolment, slots
from shelter_app.services.accounts.trail import trail
from shelter_app.services.accounts.views import accounts
from shelter_app.services.acting import Actor
from shelter_app.services.house.views import house, shelters
from shelter_app.ui import work
from shelter_app.ui.pages.settings.page import SettingsPage
from tests.conftest import CHEAP, PASSPHRASE


@pytest.fixture
def page(qtbot: QtBot, director: Actor, english: None, monkeypatch: pytest.MonkeyPatch) -> SettingsPage:
    monkeypatch.setattr(enrolment, "Kdf", lambda: CHEAP)
    monkeypatch.setattr(slots, "calibrated", lambda limit=0.7: CHEAP)
    return shown(qtbot, director)


def shown(qtbot: QtBot, actor: Actor) -> SettingsPage:
    made = SettingsPage(actor)
    qtbot.addWidget(made)
    made.retranslate()
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: bool(made._roles), timeout=10000)
    return made


def open_part(qtbot: QtBot, page: SettingsPage, name: str) -> None:
    page._group.button(page._names.index(name)).click()
    qtbot.waitUntil(lambda: not page._asking, timeout=10000)


def test_an_account_is_added_only_with_the_directors_own_passphrase(
    qtbot: QtBot, page: SettingsPage, director: Actor
) -> None:
    open_part(qtbot, page, "accounts")
    page.accounts.name.setText("Vera Nistor")
    page.accounts.role.setCurrentIndex(page.accounts.role.findData("HOUSE_STAFF"))
    page.accounts.passphrase.setText("not this one at all")
    page.accounts.add.click()
    qtbot.waitUntil(lambda: "wrong" in page.error.text(), timeout=10000)
    assert len(accounts(director)) == 1
    page.accounts.passphrase.setText(PASSPHRASE)
    page.accounts.add.click()
    qtbot.waitUntil(page.accounts.told.isVisible, timeout=10000)
    added = next(row for row in accounts(director) if row.name == "Vera Nistor")
    assert (added.roles, added.state) == (("HOUSE_STAFF",), "invited")
    code = page.accounts.told.text().split("\n")[0]
    enrolment.enrol(director.store.folder, "Vera Nistor", code, PASSPHRASE, clock=director.clock, kdf=CHEAP)
    assert page.accounts.passphrase.text() == ""


def test_a_further_shelter_is_opened_with_its_rooms(
    qtbot: QtBot, page: SettingsPage, director: Actor
) -> None:
    open_part(qtbot, page, "house")
    page.house.code.setText("SUD")
    page.house.shelter.setText("Casa Sud")
    page.house.pattern.setText("two")
    page.house.add.click()
    qtbot.waitUntil(lambda: "4 × 3" in page.error.text(), timeout=10000)
    assert shelters(director) == ()
    page.house.pattern.setText("2 x 2")
    page.house.add.click()
    qtbot.waitUntil(lambda: len(page.house.model.rows) == 1, timeout=10000)
    page.house.name.setText("Asociația Nouă")
    page.house.save.click()
    qtbot.waitUntil(lambda: house(director).organisation == "Asociația Nouă", timeout=10000)


def test_the_trail_shows_who_did_what(qtbot: QtBot, page: SettingsPage, director: Actor) -> None:
    open_part(qtbot, page, "trail")
    newest = trail(director).rows[0]
    assert page.trail.model.rows[0].seq == newest.seq
    assert page.trail.model.rows[0].who == director.name


def test_others_see_code_lists_and_their_own_passphrase_only(
    qtbot: QtBot, make_actor: Callable[..., Actor]
) -> None:
    page = shown(qtbot, make_actor("HOUSE_STAFF"))
    visible = [name for at, name in enumerate(page._names) if page._group.button(at).isVisible()]
    assert visible == ["codes", "own"]
    open_part(qtbot, page, "codes")
    assert page.codes.model.rows
    work.finish()
