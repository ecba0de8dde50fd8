"""The bar that asks before an act is done: what it says, which it lets choose, which reason it asks for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from pytestqt.qtbot import QtBot

from shelter_app.domain.errors import Refused
from shelter_app.services.beds.reservations import ReserveBed
from shelter_app.services.house.acts import TakeBedOutOfUse
from shelter_app.services.stays.acts import MoveToBed, PlaceInBed
from shelter_app.ui.forms.confirmation_bar import ConfirmationBar
from shelter_app.ui.forms.offered_act import OfferedAct

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)

MOVE = OfferedAct(
    "IRIS-02",
    MoveToBed,
    {"stay": "s", "bed": "b", "at": NOW},
    "Done.",
    question="Move IRIS-02 to bed 1B.",
    reason="override",
)
OUT = OfferedAct(
    "",
    TakeBedOutOfUse,
    {"bed": "b", "since": NOW},
    question="Take bed 1B out of service.",
    reason="reason",
    needs_reason=True,
)
NOT_NOW = OfferedAct("CEDRU-14", PlaceInBed, why_not="CEDRU-14 is in the shelter already.")


@pytest.fixture
def bar(qtbot: QtBot, english: None) -> ConfirmationBar:
    made = ConfirmationBar()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def agreed(bar: ConfirmationBar) -> list[tuple[OfferedAct, str]]:
    """Return what was agreed to, each with its reason."""
    found: list[tuple[OfferedAct, str]] = []
    bar.agreed.connect(lambda one, reason: found.append((one, reason)))
    return found


def test_one_act_is_asked_about_and_agreed_to(
    bar: ConfirmationBar, agreed: list[tuple[OfferedAct, str]]
) -> None:
    bar.ask(MOVE)
    assert bar.text() == "Move IRIS-02 to bed 1B."
    assert not bar.whom.isVisible()
    assert not bar.reason.isVisible()
    bar.go.click()
    assert agreed == [(MOVE, "")]
    assert bar.chosen() is MOVE  # until whoever does it says that it is done


def test_of_several_one_is_chosen_by_its_title(
    bar: ConfirmationBar, agreed: list[tuple[OfferedAct, str]]
) -> None:
    bar.ask(MOVE, NOT_NOW)
    assert bar.whom.isVisible()
    assert [bar.whom.itemText(n) for n in range(bar.whom.count())] == ["IRIS-02", "CEDRU-14"]
    bar.whom.setCurrentIndex(1)
    assert bar.text() == "CEDRU-14 is in the shelter already."
    assert not bar.go.isVisible()
    bar.whom.setCurrentIndex(0)
    assert bar.go.isVisible()
    bar.go.click()
    assert [one.title for one, _reason in agreed] == ["IRIS-02"]


def test_what_cannot_be_done_is_not_agreed_to_with_enter_either(
    bar: ConfirmationBar, qtbot: QtBot, agreed: list[tuple[OfferedAct, str]]
) -> None:
    bar.ask(NOT_NOW)
    bar.reason.returnPressed.emit()
    assert agreed == []
    assert bar.leave.isVisible()


def test_a_reason_is_asked_for_and_goes_along_without_its_blanks(
    bar: ConfirmationBar, qtbot: QtBot, agreed: list[tuple[OfferedAct, str]]
) -> None:
    bar.ask(OUT)
    assert bar.reason.isVisible()
    qtbot.keyClicks(bar.reason, "  mould ")
    qtbot.keyClick(bar.reason, Qt.Key.Key_Return)
    assert agreed == [(OUT, "mould")]
    act = OUT.make("mould")
    assert isinstance(act, TakeBedOutOfUse)
    assert act.reason == "mould"


def test_a_refusal_that_names_the_reason_asks_for_it(
    bar: ConfirmationBar, qtbot: QtBot, agreed: list[tuple[OfferedAct, str]]
) -> None:
    bar.ask(MOVE)
    bar.go.click()
    bar.refuse(Refused("rule", "This room is for women. Say why it is set aside.", ("override",)))
    assert bar.text() == "This room is for women. Say why it is set aside."
    assert bar.reason.isVisible()
    qtbot.keyClicks(bar.reason, "sisters")
    bar.go.click()
    assert [reason for _one, reason in agreed] == ["", "sisters"]
    act = MOVE.make("sisters")
    assert isinstance(act, MoveToBed)
    assert act.override == "sisters"


def test_a_refusal_that_no_reason_mends_asks_for_none(bar: ConfirmationBar) -> None:
    bar.ask(MOVE)
    bar.refuse(Refused("bed_taken", "The bed is taken.", ("bed",)))
    assert bar.text() == "The bed is taken."
    assert not bar.reason.isVisible()
    assert bar.go.isVisible()


def test_an_act_without_a_reason_leaves_the_field_out() -> None:
    held = OfferedAct(
        "", ReserveBed, {"bed": "b", "from_at": NOW, "to_at": NOW, "lapses_at": NOW}, reason="reason"
    )
    act = held.make("")
    assert isinstance(act, ReserveBed)
    assert act.reason is None


def test_a_preview_goes_with_the_drag_and_a_refused_place_stays(bar: ConfirmationBar) -> None:
    bar.show_preview("Move IRIS-02 to bed 1B.")
    assert bar.isVisible()
    assert not bar.leave.isVisible()
    bar.clear_preview()
    assert not bar.isVisible()
    bar.show_preview("This bed is taken in that time.", stays=True)
    bar.clear_preview()
    assert bar.text() == "This bed is taken in that time."
    assert bar.isVisible()
    bar.ask(MOVE)
    bar.clear_preview()
    assert bar.isVisible()


def test_escape_and_the_button_give_up(
    bar: ConfirmationBar, qtbot: QtBot, agreed: list[tuple[OfferedAct, str]]
) -> None:
    bar.ask(OUT)
    with qtbot.waitSignal(bar.given_up):
        bar.leave.click()
    assert not bar.isVisible()
    assert bar.chosen() is None
    bar.go.click()
    assert agreed == []


def test_a_reason_of_before_is_not_taken_along(bar: ConfirmationBar, qtbot: QtBot) -> None:
    bar.ask(OUT)
    qtbot.keyClicks(bar.reason, "mould")
    bar.ask(OUT)
    assert bar.reason.text() == ""


def test_nothing_is_asked_any_more_when_the_language_changes(
    bar: ConfirmationBar, agreed: list[tuple[OfferedAct, str]]
) -> None:
    bar.ask(MOVE)
    QCoreApplication.sendEvent(bar, QEvent(QEvent.Type.LanguageChange))
    assert not bar.isVisible()
    bar.go.click()
    assert agreed == []
