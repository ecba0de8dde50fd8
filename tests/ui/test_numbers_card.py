"""Whom to call, on the page of the day: at hand at night; what is missing is said, and who may write it is led there."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.data import ChangeShelter
from shelter_app.services.house.rules import SetRule
from shelter_app.ui.features.house.today import NumbersCard
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.today.page import TodayPage

Open = Callable[[Actor], Workspace]


def card(qtbot: QtBot, frame: Workspace) -> NumbersCard:
    page = frame.pages["today"]
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: page.shown is not None and page.is_settled())
    found = page.findChild(NumbersCard, "today_numbers")
    assert isinstance(found, NumbersCard)
    return found


def test_the_night_shift_reads_the_numbers_and_where_an_ambulance_comes(
    qtbot: QtBot, director: Actor, beds: dict[str, str], make_actor: Callable[..., Actor], open_frame: Open
) -> None:
    perform(director, SetRule(key="emergency_contacts", value="Doctor: 0700 000 001"))
    place = ChangeShelter(
        shelter=beds["NORD"], name="Casa Nord", phone="0700 000 010", ambulance_to="Piața Nord"
    )
    perform(director, place)
    shown = card(qtbot, open_frame(make_actor("HOUSE_STAFF")))
    assert shown.isVisible()
    assert shown.facts.facts() == [
        ("Emergency call", "112"),
        ("Doctor", "0700 000 001"),
        ("Our phone", "0700 000 010"),
        ("Ambulance comes to", "Piața Nord"),
    ]
    assert not shown.missing.isVisible()
    assert not shown.fill.isVisible()


def test_who_may_not_write_them_is_told_whom_to_ask(
    qtbot: QtBot, make_actor: Callable[..., Actor], open_frame: Open
) -> None:
    shown = card(qtbot, open_frame(make_actor("HOUSE_STAFF")))
    assert shown.missing.text().endswith("Ask a director to fill them in.")
    assert not shown.fill.isVisible()


def test_a_director_is_led_to_the_card_where_they_are_written(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    frame = open_frame(director)
    settings = frame.pages["settings"]
    settings.open_part("own")  # type: ignore[attr-defined]
    card(qtbot, frame).fill.click()
    qtbot.waitUntil(settings.is_settled)
    assert settings.isVisible()
    assert settings.part("house").numbers.isVisible()  # type: ignore[attr-defined]
