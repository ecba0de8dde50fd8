"""A store that an earlier program wrote, with what was left typed and the views that were kept, opens and shows them.

`tests/samples/earlier-store` was left by the program before its window was cut by feature: a form with something typed
in it, the place of the window, a text of the donor's report, a note of a session, a view of the list of residents.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shelter_app.db import opening as stores
from shelter_app.db.store import Store
from shelter_app.services.acting import Actor
from shelter_app.services.drafts import drafts
from shelter_app.services.milestones.views import milestones_of_resident
from shelter_app.ui import work
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.signed_in_user import PLACE, signed_in_user
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.reporting.page import ReportsPage
from shelter_app.ui.pages.residents.page import ResidentsPage
from shelter_app.ui.preferences import Preferences
from tests.conftest import DIRECTOR, PASSPHRASE, FixedClock
from tests.ui.pages.forms import ResidentForms
from tests.ui.pages.session import SessionDesk

pytestmark = pytest.mark.real_kdf
SAMPLE = Path(__file__).parents[1] / "samples" / "earlier-store"
COUNSELLOR = "Dorina Vâlcan"
RESIDENT = "01a22ea3-3703-7227-b680-6d883b445063"
SESSION = "01a22ea3-407a-760a-9b57-4cf1f59b7066"
Open = Callable[[str], tuple[Workspace, Actor]]


@pytest.fixture
def sign_in(qtbot: QtBot, tmp_path: Path, english: None) -> Iterator[Open]:
    """Return a function that signs an account of the earlier store in and opens the window."""
    folder = tmp_path / "store"
    shutil.copytree(SAMPLE, folder)
    folder.chmod(0o700)
    clock = FixedClock(datetime(2026, 11, 24, 11, 0, tzinfo=UTC))
    opened: list[Store] = []

    def open_for(name: str) -> tuple[Workspace, Actor]:
        store = stores.unlock(folder, name, PASSPHRASE, clock=clock)
        opened.append(store)
        actor = Actor(store, store.account_id, name, clock, store.session_id)
        shell = MainWindow(Preferences("en", "light", 100))
        qtbot.addWidget(shell)
        frame = Workspace(actor, signed_in_user(actor), shell)
        shell.show_content(frame)
        shell.show()
        return frame, actor

    yield open_for
    work.finish()
    for store in opened:
        store.close()


def test_the_form_that_was_left_stands_where_it_was_with_its_words(qtbot: QtBot, sign_in: Open) -> None:
    frame, actor = sign_in(DIRECTOR)
    place = drafts.load(actor, PLACE)
    assert place is not None
    frame.take_up(place)
    forms = ResidentForms(qtbot, frame)
    qtbot.waitUntil(lambda: not forms.closed())
    assert forms.page.resident == RESIDENT
    qtbot.waitUntil(lambda: forms.form().fields["evidence"].value() == "contract seen")
    kind = forms.form().fields["kind"]
    kind.begin(kind.control.itemData(0))  # type: ignore[attr-defined]
    forms.save()
    qtbot.waitUntil(forms.closed)
    assert [row.evidence for row in milestones_of_resident(actor, RESIDENT)] == ["contract seen"]


def test_the_view_that_was_kept_is_a_chip_that_shows_the_same_list(qtbot: QtBot, sign_in: Open) -> None:
    frame, _actor = sign_in(DIRECTOR)
    frame.go("residents")
    page = frame.pages["residents"]
    assert isinstance(page, ResidentsPage)
    qtbot.waitUntil(lambda: [chip.text() for chip in page.views.chips] == ["Ale mele"])
    page.views.chips[0].click()
    qtbot.waitUntil(page.is_settled)
    assert page.views.chips[0].isChecked()


def test_the_text_of_the_report_is_still_written(qtbot: QtBot, sign_in: Open) -> None:
    frame, _actor = sign_in(DIRECTOR)
    frame.go("reports")
    page = frame.pages["reports"]
    assert isinstance(page, ReportsPage)
    qtbot.waitUntil(lambda: page.list.count() > 0)
    page.list.choose("R06")
    qtbot.waitUntil(lambda: page.shown is not None)
    assert page.shown is not None
    assert dict(page.shown.asked.texts) == {"outcomes": "Two women found work of their own."}


def test_the_note_that_was_left_is_typed_again(qtbot: QtBot, sign_in: Open) -> None:
    frame, _actor = sign_in(COUNSELLOR)
    desk = SessionDesk(qtbot, frame)
    desk.go_to(SESSION)
    qtbot.waitUntil(lambda: desk.section(0) == "A dormit mai bine patru nopti.")
