"""The house's rules and the proof of the store, through the window and read again from the store."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from shelter_app.db import opening as stores
from shelter_app.domain import deadlines
from shelter_app.domain.law import facts
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.house.rules import SetRule, rules
from shelter_app.ui.pages.settings.page import SettingsPage
from tests.conftest import PASSPHRASE, FixedClock
from tests.settings.test_settings_page import open_part, shown


def held(actor: Actor) -> dict[str, object]:
    return {row.key: row.value for row in rules(actor)}


def chosen(qtbot: QtBot, page: SettingsPage, key: str) -> None:
    open_part(qtbot, page, "rules")
    qtbot.waitUntil(lambda: bool(page.part("rules").model.rows))
    page.part("rules").list.point_at([row.key for row in page.part("rules").model.rows].index(key))
    page.part("rules").change.click()


def type_and_save(page: SettingsPage, text: str) -> None:
    panel = page.panel()
    assert panel is not None and panel.form is not None
    panel.form.fields["value"].begin(text)
    panel.do()


def test_a_rule_is_set_in_the_window_and_holds_from_today(
    qtbot: QtBot, director: Actor, english: None
) -> None:
    page = shown(qtbot, director)
    chosen(qtbot, page, "not_returned_hours")
    type_and_save(page, "hours")
    panel = page.panel()
    assert panel is not None and panel.form is not None
    said = panel.form.fields["value"].error
    qtbot.waitUntil(lambda: "whole number from 1 to 72" in said.text())
    assert panel.form.fields["value"].line.text() == "hours"  # type: ignore[attr-defined]
    type_and_save(page, "6")
    qtbot.waitUntil(lambda: panel.form is None)
    (row,) = [row for row in rules(director) if row.key == "not_returned_hours"]
    assert (row.value, row.since) == (6, date(2026, 11, 24))
    qtbot.waitUntil(lambda: any(row.value == 6 for row in page.part("rules").model.rows))


def test_numbers_for_an_emergency_are_typed_one_on_a_line(
    qtbot: QtBot, director: Actor, english: None
) -> None:
    page = shown(qtbot, director)
    chosen(qtbot, page, "emergency_contacts")
    type_and_save(page, "Doctor: 0700 000 001\nLocksmith: 0700 000 002")
    panel = page.panel()
    assert panel is not None
    qtbot.waitUntil(lambda: panel.form is None)
    assert held(director)["emergency_contacts"] == [
        ["Doctor", "0700 000 001"],
        ["Locksmith", "0700 000 002"],
    ]


def test_a_shelter_of_several_follows_the_house_until_it_has_hours_of_its_own(director: Actor) -> None:
    for code in ("NORD", "SUD"):
        perform(director, AddShelter(code=code, name=code))
    perform(director, SetRule(key="not_returned_hours", value="6"))
    assert held(director)["not_returned_hours.SUD"] == 6
    assert perform(director, SetRule(key="not_returned_hours.SUD", value="12")) == "6"
    assert (held(director)["not_returned_hours.NORD"], held(director)["not_returned_hours.SUD"]) == (6, 12)


def test_the_store_is_proved_from_the_window(qtbot: QtBot, director: Actor, english: None) -> None:
    page = shown(qtbot, director)
    open_part(qtbot, page, "store")
    page.part("store").prove.click()
    qtbot.waitUntil(page.part("store").sound.isVisible)
    assert "keys" in page.part("store").result.text()


def test_a_damaged_store_is_told_and_what_to_do(qtbot: QtBot, director: Actor, english: None) -> None:
    with director.store.raw() as connection:
        connection.execute("DROP TRIGGER guard_audit_update")
        connection.execute("UPDATE audit_event SET reason = 'another' WHERE seq = 1")
    page = shown(qtbot, director)
    open_part(qtbot, page, "store")
    page.part("store").prove.click()
    qtbot.waitUntil(page.part("store").wrong.isVisible)
    assert "Do not enter anything" in page.part("store").result.text()


def test_a_term_of_the_house_is_told_at_once_and_after_the_next_sign_in(
    director: Actor, english: None, clock: FixedClock
) -> None:
    perform(director, SetRule(key="deadline.D_PLAN_REVIEW", value="60"))
    assert facts()["plan_review"].own_term_sentence() == "This shelter's term: 60 days."
    director.store.close()
    deadlines.take_up({})
    with stores.unlock(director.store.folder, director.name, PASSPHRASE, clock=clock):
        assert facts()["plan_review"].own_term_sentence() == "This shelter's term: 60 days."
    deadlines.take_up({})
