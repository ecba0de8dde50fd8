"""Settings in the window: what a director does there, and what others do not see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from shelter_app.db import enrolment
from shelter_app.db import opening as stores
from shelter_app.db.vault import slots
from shelter_app.domain.errors import Refused
from shelter_app.domain.permissions import Access
from shelter_app.services.accounts.acts import AddAccount
from shelter_app.services.accounts.trail import trail
from shelter_app.services.accounts.views import accounts
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.house.views import house
from shelter_app.ui import work
from shelter_app.ui.forms.form import Form
from shelter_app.ui.forms.form_state import read_state
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.pages.settings.page import SettingsPage
from tests.conftest import CHEAP, PASSPHRASE
from tests.ui.pages.parts import button


@pytest.fixture
def page(qtbot: QtBot, director: Actor, english: None, monkeypatch: pytest.MonkeyPatch) -> SettingsPage:
    monkeypatch.setattr(enrolment, "Kdf", lambda: CHEAP)
    monkeypatch.setattr(slots, "calibrated", lambda limit=0.7: CHEAP)
    return shown(qtbot, director)


def shown(qtbot: QtBot, actor: Actor) -> SettingsPage:
    made = SettingsPage(actor)
    made.access = Access(house(actor).roles)
    qtbot.addWidget(made)
    made.retranslate()
    made.show()
    made.refresh()
    qtbot.waitUntil(made.is_settled)
    return made


def open_part(qtbot: QtBot, page: SettingsPage, name: str) -> None:
    button(page, f"settings_{name}").click()
    qtbot.waitUntil(page.is_settled)


def open_form(page: SettingsPage, act: str) -> Form:
    page.part("accounts").fill_menu()
    next(action for action in page.part("accounts").menu.actions() if action.objectName() == act).trigger()
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    return panel.form


def save(page: SettingsPage, passphrase: str) -> None:
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    assert panel.form.proof is not None
    panel.form.proof.line.setText(passphrase)
    panel.save.click()


def done(page: SettingsPage) -> bool:
    panel = page.panel()
    return panel is not None and panel.form is None and page.is_settled()


def test_an_account_of_two_roles_is_added_only_with_the_directors_own_passphrase(
    qtbot: QtBot, page: SettingsPage, director: Actor
) -> None:
    open_part(qtbot, page, "accounts")
    form = open_form(page, "accounts.add_account")
    form.fields["name"].begin("Vera Nistor")
    form.fields["roles"].begin(("HOUSE_STAFF", "COUNSELLOR"))
    save(page, "not this one at all")
    qtbot.waitUntil(lambda: "wrong" in form.fields["passphrase"].error.text())
    assert len(accounts(director)) == 1
    save(page, PASSPHRASE)
    qtbot.waitUntil(page.part("accounts").code.isVisible)
    added = next(row for row in accounts(director) if row.name == "Vera Nistor")
    assert (added.roles, added.state) == (("COUNSELLOR", "HOUSE_STAFF"), "invited")
    code, words = page.part("accounts").code.text().split("\n")
    assert words.startswith("Code for Vera Nistor:")
    enrolment.enrol(director.store.folder, "Vera Nistor", code, PASSPHRASE, clock=director.clock, kdf=CHEAP)
    open_part(qtbot, page, "house")
    assert page.part("accounts").code.text() == ""
    # So it is with the code of an account that is there already.
    open_part(qtbot, page, "accounts")
    rows = page.part("accounts").model.rows
    page.part("accounts").list.point_at(next(at for at, row in enumerate(rows) if row.name == "Vera Nistor"))
    form = open_form(page, "accounts.reset_account")
    form.fields["reason"].begin("lost the slip of paper")
    save(page, PASSPHRASE)
    qtbot.waitUntil(lambda: "Code for Vera Nistor:" in page.part("accounts").code.text())


def test_roles_are_ticked_and_the_shelters_of_an_account_stay(
    qtbot: QtBot, page: SettingsPage, director: Actor
) -> None:
    shelter = perform(director, AddShelter(code="NORD", name="Casa Nord"))
    perform(director, AddAccount(name="Vera Nistor", roles=("LEGAL",), shelters=(shelter,)))
    open_part(qtbot, page, "accounts")
    at = next(n for n, row in enumerate(page.part("accounts").model.rows) if row.name == "Vera Nistor")
    page.part("accounts").list.point_at(at)
    form = open_form(page, "accounts.change_roles")
    assert form.fields["roles"].value() == ("LEGAL",)
    form.fields["roles"].begin(("LEGAL", "COUNSELLOR"))
    save(page, PASSPHRASE)
    qtbot.waitUntil(lambda: done(page))
    row = next(row for row in accounts(director) if row.name == "Vera Nistor")
    assert (row.roles, row.shelters) == (("COUNSELLOR", "LEGAL"), (shelter,))


def test_what_does_not_go_together_is_said_under_the_roles(
    qtbot: QtBot, page: SettingsPage, director: Actor
) -> None:
    for name in ("Vera Nistor", "Ana Ispas"):
        perform(director, AddAccount(name=name, roles=("LEGAL",)))
    open_part(qtbot, page, "accounts")
    form = open_form(page, "accounts.add_account")
    form.fields["name"].begin("Tehnic")
    form.fields["roles"].begin(("ADMIN", "LEGAL"))
    save(page, PASSPHRASE)
    qtbot.waitUntil(lambda: "two accounts" in form.fields["roles"].error.text())
    assert form.fields["name"].value() == "Tehnic"


def test_the_passphrase_is_in_no_draft_even_while_it_is_shown(qtbot: QtBot, page: SettingsPage) -> None:
    open_part(qtbot, page, "accounts")
    form = open_form(page, "accounts.add_account")
    form.fields["name"].begin("Vera Nistor")
    assert form.proof is not None
    form.proof.line.eye.setChecked(True)
    form.proof.line.setText(PASSPHRASE)
    assert "Vera Nistor" in str(read_state(form))
    assert PASSPHRASE not in str(read_state(form))


def test_the_trail_shows_who_did_what(qtbot: QtBot, page: SettingsPage, director: Actor) -> None:
    open_part(qtbot, page, "trail")
    newest = trail(director).rows[0]
    assert page.part("trail").model.rows[0].seq == newest.seq
    assert page.part("trail").model.rows[0].who == director.name


def test_a_failed_sign_in_is_told_of_the_account_that_was_tried(
    qtbot: QtBot, page: SettingsPage, director: Actor, make_actor: Callable[..., Actor], clock: Any
) -> None:
    make_actor("HOUSE_STAFF", name="Ana Noapte")
    store = director.store
    for name in ("Ana Noapte", "Nobody At All"):
        with pytest.raises(Refused):
            stores.unlock(store.folder, name, "another passphrase entirely", clock=clock)
    with stores.unlock(store.folder, director.name, PASSPHRASE, clock=clock):
        pass
    found = [row.who for row in trail(director).rows if row.action == "account.sign_in_failed"]
    assert sorted(found) == ["", "Ana Noapte"]


def test_others_see_code_lists_and_their_own_passphrase_only(
    qtbot: QtBot, make_actor: Callable[..., Actor]
) -> None:
    page = shown(qtbot, make_actor("HOUSE_STAFF"))
    visible = [tab.objectName().removeprefix("settings_") for tab in page.tabs()]
    assert visible == ["codes", "own"]
    open_part(qtbot, page, "codes")
    assert page.part("codes").model.rows
    work.finish()


@pytest.mark.parametrize(
    ("role", "parts"),
    [
        ("DIRECTOR", ["house", "accounts", "codes", "rules", "trail", "store", "own"]),
        ("CASE_MANAGER", ["codes", "own"]),
        ("HOUSE_STAFF", ["codes", "own"]),
        ("AUDITOR", ["codes", "trail", "store", "own"]),
    ],
)
def test_the_parts_shown_are_those_that_the_roles_reach(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], role: str, parts: list[str]
) -> None:
    page = shown(qtbot, director if role == "DIRECTOR" else make_actor(role))
    qtbot.waitUntil(page.is_settled)
    assert [tab.objectName() for tab in page.tabs()] == [f"settings_{name}" for name in parts]


def test_a_renamed_account_signs_in_by_its_new_name_and_undo_gives_the_old_one_back(
    qtbot: QtBot, page: SettingsPage, director: Actor
) -> None:
    open_part(qtbot, page, "accounts")
    page.part("accounts").list.point_at(0)
    form = open_form(page, "accounts.rename_account")
    assert form.fields["name"].value() == director.name
    form.fields["name"].begin("Ileana Pop")
    save(page, PASSPHRASE)
    told: list[Outcome] = []
    page.did.connect(told.append)
    qtbot.waitSignal(page.house_changed, timeout=30000).wait()
    qtbot.waitUntil(lambda: done(page))
    assert [row.name for row in page.part("accounts").model.rows] == ["Ileana Pop"]
    assert told[0].undo is not None
    perform(director, told[0].undo)
    assert [row.name for row in accounts(director)] == [director.name]
