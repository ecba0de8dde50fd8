"""The palette goes to people, pages and acts by a few letters, for each role only to its own; F1 opens the manual."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTextBrowser
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from sqlalchemy import func, select

from shelter_app.db.models.trust import AuditEvent
from shelter_app.domain.errors import NotAllowed
from shelter_app.services.acting import Actor, perform
from shelter_app.services.residents.acts import RegisterResident, SetIdentity
from shelter_app.services.residents.views import names, residents
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.palette.palette import Palette
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.importing.page import ImportPage
from tests.front import be_in_front

Open = Callable[[Actor], Workspace]


@pytest.fixture
def mira(director: Actor) -> str:
    who = perform(director, RegisterResident(preferred_name="Mira", sex="F"))
    perform(director, SetIdentity(resident=who, legal_name="Ștefania Fictivă"))
    return who


def opened(qtbot: QtBot, frame: Workspace) -> Palette:
    palette = frame.palette_
    qtbot.waitUntil(frame.top.search.isVisible)
    frame.top.search.click()
    qtbot.waitUntil(palette.isVisible)
    return palette


def titles(palette: Palette) -> list[str]:
    return [entry.title for entry in palette.found.entries]


def test_the_entry_is_gone_to_when_what_had_the_keyboard_has_gone(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    frame = open_frame(director)
    be_in_front(qtbot, frame)
    going = QLineEdit(frame)
    going.show()
    going.setFocus()
    qtbot.waitUntil(going.hasFocus)
    palette = opened(qtbot, frame)
    delete(going)
    palette.field.setText("reports")
    qtbot.waitUntil(lambda: titles(palette)[:1] == ["Reports"])
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(frame.pages["reports"].isVisible)


@pytest.mark.parametrize("typed", ["mira", "MIRA", "fictiva stefania", "ştefania"])
def test_a_person_is_found_by_preferred_or_sealed_name_and_shown_by_code(
    qtbot: QtBot, director: Actor, open_frame: Open, mira: str, typed: str
) -> None:
    code = residents(director).rows[0].code
    frame = open_frame(director)
    palette = opened(qtbot, frame)
    palette.field.setText(typed)
    qtbot.waitUntil(lambda: titles(palette)[:1] == [code])
    assert "tefania" not in "".join(str(palette.found.data(palette.found.index(0))))
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(frame.pages["resident"].isVisible)
    assert frame.pages["resident"].resident == mira  # type: ignore[attr-defined]
    assert not palette.isVisible()
    assert palette.field.text() == ""


def test_of_two_who_fit_alike_the_one_in_the_house_comes_first(
    qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str]
) -> None:
    people = [perform(director, RegisterResident(preferred_name="Ilinca", sex="F")) for _each in range(3)]
    codes = {row.id: row.code for row in residents(director).rows}
    last = max(people, key=lambda who: codes[who])
    perform(director, Admit(resident=last, shelter=beds["NORD"], at=director.clock()))
    palette = opened(qtbot, open_frame(director))
    palette.field.setText("ilinca")
    qtbot.waitUntil(lambda: len(titles(palette)) == 3)
    assert titles(palette)[0] == codes[last]


def test_enter_before_everybody_is_read_waits_for_the_one_who_is_meant(
    qtbot: QtBot, director: Actor, open_frame: Open, mira: str
) -> None:
    frame = open_frame(director)
    palette = opened(qtbot, frame)
    palette.forget()
    palette.open_palette([])
    palette.field.setText("mira")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    qtbot.waitUntil(frame.pages["resident"].isVisible)
    assert frame.pages["resident"].resident == mira  # type: ignore[attr-defined]
    assert not palette.isVisible()


def test_opening_names_for_the_search_stands_in_the_trail_once(
    qtbot: QtBot, director: Actor, open_frame: Open, mira: str
) -> None:
    def events() -> int:
        with director.store.reading() as session:
            chosen = select(func.count()).where(AuditEvent.action == "residents.names")
            return session.scalar(chosen) or 0

    frame = open_frame(director)
    palette = opened(qtbot, frame)
    qtbot.waitUntil(lambda: not palette.stale)
    palette.close_palette()
    palette.forget()
    opened(qtbot, frame)
    qtbot.waitUntil(lambda: not palette.stale)
    assert events() == 1


def test_who_may_not_open_names_finds_nobody_by_them(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, mira: str
) -> None:
    staff = make_actor("HOUSE_STAFF")
    with pytest.raises(NotAllowed):
        names(staff)
    palette = opened(qtbot, open_frame(staff))
    qtbot.waitUntil(lambda: not palette.stale)
    qtbot.keyClicks(palette.field, "stefania")
    assert titles(palette) == []
    assert "No results" in palette.hint.text()


def test_pages_and_acts_are_found_and_only_those_of_the_role(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, beds: dict[str, str]
) -> None:
    frame = open_frame(director)
    frame.go("residents")
    qtbot.waitUntil(frame.pages["residents"].do.isEnabled)  # type: ignore[attr-defined]
    palette = opened(qtbot, frame)
    qtbot.keyClicks(palette.field, "request")
    assert titles(palette)[0] == "Record a request"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    page = frame.pages["residents"]
    qtbot.waitUntil(lambda: page.panel() is not None and page.panel().isVisible())  # type: ignore[union-attr]
    palette = opened(qtbot, frame)
    qtbot.keyClicks(palette.field, "repo")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(frame.pages["reports"].isVisible)
    palette = opened(qtbot, open_frame(make_actor("HOUSE_STAFF")))
    qtbot.keyClicks(palette.field, "repo")
    assert "Reports" not in titles(palette)


def test_arrows_walk_and_escape_gives_the_keyboard_back(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    frame = open_frame(director)
    frame.go("residents")
    window = frame.window()
    field = frame.pages["residents"].search  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.focusWidget() is field)
    frame.top.search_asked.emit()
    palette = frame.palette_
    assert window.focusWidget() is palette.field
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 1
    assert palette.field.accessibleDescription().startswith(palette.found.entries[1].title)
    palette.close_palette()
    assert window.focusWidget() is field


def test_f1_opens_the_manual_at_the_page_and_follows_its_links(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    frame = open_frame(director)
    frame.go("reports")
    shell = frame.window()
    assert isinstance(shell, MainWindow)
    shell.help()
    text = shell.findChild(QTextBrowser, "help_text")
    assert text is not None
    assert text.toPlainText().startswith("Reports")
    frame.go("rollcall")
    shell.help()
    assert text.toPlainText().startswith("Beds")
    be_in_front(qtbot, shell)
    qtbot.keyClick(text, Qt.Key.Key_Escape)
    assert not text.isVisible()


@pytest.mark.parametrize("words", ["import", "excel", "csv"])
def test_a_page_is_found_by_what_other_programs_call_it(
    qtbot: QtBot, director: Actor, open_frame: Open, words: str
) -> None:
    palette = opened(qtbot, open_frame(director))
    palette.field.setText(words)
    qtbot.waitUntil(lambda: ImportPage.word() in titles(palette))
