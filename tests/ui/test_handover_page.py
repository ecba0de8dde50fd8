"""The shift handover on the page of the day: read, written, withdrawn; who may do which, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from shelter_app.db.models.handover import HandoverRead
from shelter_app.domain.codes import label as code_label
from shelter_app.services.acting import Actor, perform
from shelter_app.services.handover.acts import WriteHandover
from shelter_app.services.handover.views import lines
from shelter_app.ui.features.handover.card import HandoverCard
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.today.page import TodayPage
from tests.conftest import FixedClock
from tests.ui.pages.forms import PageForms

Open = Callable[[Actor], Workspace]


class Handover(PageForms):
    """What a person does with the card of the handover."""

    def __init__(self, bot: QtBot, frame: Workspace) -> None:
        page = frame.pages["today"]
        assert isinstance(page, TodayPage)
        super().__init__(bot, frame, page)
        self.page = page
        card = page.cards["handover"]
        assert isinstance(card, HandoverCard)
        self.card = card
        self.settle()

    def settle(self) -> None:
        self.bot.waitUntil(lambda: self.page.shown is not None and self.page.is_settled())

    def texts(self) -> list[str]:
        """Return what is told, line by line."""
        return [label.text() for label in self._labels("handover_text")]

    def below(self) -> list[str]:
        """Return what stands below each line: when, by whom, and who has read it."""
        return [label.text() for label in self._labels("handover_beside")]

    def press(self, name: str) -> None:
        def shown() -> QPushButton | None:
            found = self.card.findChildren(QPushButton, name)
            return next((button for button in found if button.isVisible()), None)

        self.bot.waitUntil(lambda: shown() is not None)  # a row that was drawn anew is shown a moment later
        button = shown()
        assert button is not None
        button.click()

    def _labels(self, name: str) -> list[QLabel]:
        found = [row.findChild(QLabel, name) for row in self.card.rows]
        return [label for label in found if isinstance(label, QLabel)]


@pytest.fixture
def night(make_actor: Callable[..., Actor], beds: dict[str, str]) -> Actor:
    return make_actor("HOUSE_STAFF", name="Ana Noapte")


def test_an_empty_handover_says_so_and_is_written_from_the_card(
    qtbot: QtBot, night: Actor, who: str, open_frame: Open
) -> None:
    handover = Handover(qtbot, open_frame(night))
    assert handover.texts() == []
    assert handover.card.findChild(QLabel, "handover_nothing").isVisible()  # type: ignore[union-attr]
    handover.press("handover_write")
    handover.settle()
    assert handover.form().fields["shift"].value() == "DAY"
    handover.begin("text", "The plumber comes at nine.")
    handover.begin("resident", who)
    handover.save()
    qtbot.waitUntil(handover.closed)
    handover.settle()
    (line,) = lines(night, "NORD")
    assert (line.text, line.resident_id) == ("The plumber comes at nine.", who)
    assert handover.texts() == [f"{line.resident_code} · The plumber comes at nine."]
    assert not handover.card.mark.isVisible()  # one's own waits for nobody
    told = f"{code_label('shift', line.shift)}, {line.resident_code} – Added to the shift handover."
    assert handover.frame.undo_bar.text() == told
    handover.frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: lines(night, "NORD") == ())


def test_what_waits_is_read_once_and_its_author_sees_by_whom(
    qtbot: QtBot, director: Actor, night: Actor, open_frame: Open
) -> None:
    perform(night, WriteHandover(shelter=_shelter(night), text="The plumber comes at nine."))
    handover = Handover(qtbot, open_frame(director))
    assert handover.card.mark.isVisible()
    assert "Ana Noapte" in handover.below()[0]
    handover.card.mark.click()
    handover.card.mark.click()  # a second press while the first is under way
    handover.settle()
    assert not handover.card.mark.isVisible()
    with director.store.reading() as session:
        assert session.scalar(select(func.count(HandoverRead.id))) == 1
    author = Handover(qtbot, open_frame(night))
    assert f"read by {director.name}" in author.below()[0]


def test_ones_own_line_is_withdrawn_and_comes_back_with_undo(
    qtbot: QtBot, director: Actor, night: Actor, open_frame: Open
) -> None:
    shelter = _shelter(night)
    perform(night, WriteHandover(shelter=shelter, text="Not mine to withdraw."))
    perform(director, WriteHandover(shelter=shelter, text="Keys are with the night shift.", shift="NIGHT"))
    handover = Handover(qtbot, open_frame(director))
    assert len(handover.card.findChildren(QPushButton, "handover_withdraw")) == 1
    handover.press("handover_withdraw")
    handover.settle()
    assert [line.text for line in lines(director, "NORD")] == ["Not mine to withdraw."]
    assert handover.frame.undo_bar.text() == "night shift – Withdrawn from the shift handover."
    handover.frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: len(lines(director, "NORD")) == 2)
    again = next(line for line in lines(director, "NORD") if line.own)
    assert (again.text, again.shift) == ("Keys are with the night shift.", "NIGHT")


def test_what_is_unread_stands_first_and_the_rest_is_shown_when_asked(
    qtbot: QtBot, director: Actor, night: Actor, open_frame: Open, clock: FixedClock
) -> None:
    shelter = _shelter(night)
    perform(night, WriteHandover(shelter=shelter, text="Unread."))
    clock.forward(minutes=10)
    for at in range(6):
        perform(director, WriteHandover(shelter=shelter, text=f"Own {at}."))
    handover = Handover(qtbot, open_frame(director))
    assert handover.texts()[0] == "Unread."
    assert len(handover.texts()) == 5
    handover.press("handover_more")
    assert len(handover.texts()) == 7


@pytest.mark.parametrize(
    ("role", "sees", "writes"),
    [
        ("DIRECTOR", True, True),
        ("CASE_MANAGER", True, True),
        ("HOUSE_STAFF", True, True),
        ("COUNSELLOR", True, False),
        ("LEGAL", False, False),
        ("AUDITOR", False, False),
    ],
)
def test_who_reads_and_who_writes(
    qtbot: QtBot,
    night: Actor,
    make_actor: Callable[..., Actor],
    open_frame: Open,
    role: str,
    sees: bool,
    writes: bool,
) -> None:
    perform(night, WriteHandover(shelter=_shelter(night), text="The plumber comes at nine."))
    handover = Handover(qtbot, open_frame(make_actor(role)))
    assert handover.card.isVisible() is sees
    assert (handover.texts() != []) is sees
    assert (handover.card.write.isVisible()) is writes
    assert ("Write for the next shift" in [words for words, _do in handover.page.offered()]) is writes


def test_the_card_follows_the_language(qtbot: QtBot, night: Actor, open_frame: Open) -> None:
    perform(night, WriteHandover(shelter=_shelter(night), text="Vine instalatorul."))
    handover = Handover(qtbot, open_frame(night))
    shell = handover.frame.window()
    assert isinstance(shell, MainWindow)
    shell.choose_language("ro")
    handover.settle()
    title = handover.card.findChild(QLabel, "handover_title")
    assert isinstance(title, QLabel)
    qtbot.waitUntil(lambda: title.text() == "Predarea turei")
    assert handover.below()[0].endswith("Ana Noapte, tura de zi")


def _shelter(actor: Actor) -> str:
    from shelter_app.services.house.views import shelters

    return next(row.id for row in shelters(actor) if row.code == "NORD")
