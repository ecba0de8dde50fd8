"""Who sees whom in the window: who left is looked for with a reason, who is restricted is shown to the named only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from shelter_app.db.store import Store
from shelter_app.services.accounts.trail import trail
from shelter_app.services.acting import Actor, perform
from shelter_app.services.residents.head import head
from shelter_app.services.residents.restriction import RestrictAccess, restriction
from shelter_app.services.residents.views import residents
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.resident.head import HeadChips
from shelter_app.ui.widgets.parts import Chip
from tests.services.casework import TODAY, resident_in
from tests.ui.pages.forms import ResidentForms
from tests.ui.pages.residents import ResidentsList

Open = Callable[[Actor], Workspace]


@pytest.fixture
def gone(store: Store, beds: dict[str, str]) -> str:
    """Return the id of somebody who left forty days ago."""
    case = resident_in(store, beds["NORD"], "TEI-40", ended=TODAY - timedelta(days=40))
    return case.resident


def code_of(director: Actor, resident: str) -> str:
    return head(director, resident).code


def test_house_staff_find_somebody_who_left_by_words_and_a_reason(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, who: str, gone: str
) -> None:
    page = ResidentsList(qtbot, open_frame(make_actor("HOUSE_STAFF", name="Dana Moga")))
    page.show_all()
    qtbot.waitUntil(lambda: page.codes() == [code_of(director, who)])
    page.look_for_former("tei", "")
    qtbot.waitUntil(
        lambda: page.former.error.text() == "Write briefly why you are looking for a former resident."
    )
    page.look_for_former("tei", "a sunat la poartă")
    qtbot.waitUntil(lambda: page.former.result.text().startswith("1 person found:\nTEI-40 · Casa Nord"))
    assert page.former.error.text() == ""
    assert not page.list_page.list.isVisible()
    page.former.open.click()
    qtbot.waitUntil(page.list_page.list.isVisible)
    assert page.codes() == [code_of(director, who)]
    events = [row.reason for row in trail(director).rows if row.action == "residents.look_for_former"]
    assert events == ["a sunat la poartă"]


def test_who_was_found_is_admitted_again(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, gone: str
) -> None:
    page = ResidentsList(qtbot, open_frame(make_actor("HOUSE_STAFF")))
    page.look_for_former("tei", "a sunat la poartă")
    qtbot.waitUntil(lambda: len(page.former.again) == 1)
    page.former.again[0].click()
    qtbot.waitUntil(lambda: not page.closed() and page.list_page.is_settled())
    page.fill("bed", "1b")
    page.save()
    qtbot.waitUntil(page.closed)
    qtbot.waitUntil(lambda: page.codes() == ["TEI-40"])
    assert head(director, gone).bed == "1 · 1B"


def test_who_sees_everybody_has_no_such_search(
    qtbot: QtBot, director: Actor, open_frame: Open, gone: str
) -> None:
    page = ResidentsList(qtbot, open_frame(director))
    page.show_all()
    qtbot.waitUntil(lambda: page.codes() == ["TEI-40"])
    assert not page.former.open.isVisible()


def chips(forms: ResidentForms) -> list[str]:
    shown = forms.page.findChild(HeadChips)
    return [chip.text() for chip in shown.findChildren(Chip) if chip.isVisible()]


def test_access_is_restricted_changed_and_given_back_on_her_page(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, who: str
) -> None:
    staff = make_actor("HOUSE_STAFF", name="Dana Moga")
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(who)
    forms.open("residents.restrict")
    qtbot.waitUntil(lambda: bool(forms.form().fields["named"].value()))
    forms.fill("reason", "ordin de protecție")
    forms.save()
    qtbot.waitUntil(forms.closed)
    qtbot.waitUntil(lambda: f"restricted access: {director.name}" in chips(forms))
    assert residents(staff).total == 0
    forms.open("residents.change_restriction")
    qtbot.waitUntil(lambda: bool(forms.form().fields["named"].value()))
    forms.begin("named", (director.account_id, staff.account_id))
    forms.save()
    qtbot.waitUntil(forms.closed)
    qtbot.waitUntil(lambda: residents(staff).total == 1)
    forms.settle()
    forms.open("residents.end_restriction")
    forms.save()
    qtbot.waitUntil(forms.closed)
    qtbot.waitUntil(lambda: restriction(director, who) is None)
    forms.frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: restriction(director, who) is not None)


def test_the_bed_of_a_restricted_person_says_occupied_and_opens_nothing(
    qtbot: QtBot,
    director: Actor,
    make_actor: Callable[..., Actor],
    open_frame: Open,
    who: str,
    beds: dict[str, str],
) -> None:
    perform(director, RestrictAccess(resident=who, named=(), reason="ordin de protecție"))
    frame = open_frame(make_actor("HOUSE_STAFF"))
    frame.go("beds")
    page = frame.pages["beds"]
    qtbot.waitUntil(lambda: page.is_settled() and bool(page.board.cards()))
    shown = page.board.bed(beds["1A"])
    assert shown is not None
    assert shown[0].resident_code == "occupied"
    assert page.offered_at(beds["1A"]) == []
    frame.go("residents")
    listed = ResidentsList(qtbot, frame)
    listed.show_all()
    qtbot.waitUntil(listed.list_page.is_settled)
    assert listed.codes() == []
