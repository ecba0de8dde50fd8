"""What is typed is kept in the order it was typed, and never after the act that it was for, however slow a worker is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.counselling import views
from shelter_app.services.drafts import drafts
from shelter_app.services.milestones.views import milestones_of_resident
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.ui import work
from shelter_app.ui.features.counselling.opened_session import FORM as NOTE
from shelter_app.ui.forms.autosave import Draft
from shelter_app.ui.forms.panel import FORM
from shelter_app.ui.frame.workspace import Workspace
from tests.ui.pages.forms import ResidentForms
from tests.ui.pages.session import SessionDesk

Open = Callable[[Actor], Workspace]
SECONDS = 20


class SlowWorker:
    """Holds the first draft that a worker is about to write, until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.held, self.free = threading.Event(), threading.Event()
        keep = drafts.keep

        def keep_late(*words: Any) -> None:
            if not self.held.is_set():
                self.held.set()
                assert self.free.wait(SECONDS)
            keep(*words)

        monkeypatch.setattr(drafts, "keep", keep_late)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowWorker]:
    made = SlowWorker(monkeypatch)
    yield made
    made.free.set()
    work.finish()


def in_worker(task: Callable[[], None]) -> threading.Thread:
    made = threading.Thread(target=task)
    made.start()
    return made


def test_what_was_typed_last_stays_whichever_worker_comes_first(director: Actor, slow: SlowWorker) -> None:
    draft = Draft(director, "test")
    draft.put({"text": "one"})
    first = in_worker(draft.store)
    assert slow.held.wait(SECONDS)
    draft.put({"text": "two"})
    second = in_worker(draft.store)
    slow.free.set()
    first.join()
    second.join()
    assert drafts.load(director, "test") == {"text": "two"}


def test_a_draft_that_a_slow_worker_brings_after_the_act_is_dropped(
    director: Actor, slow: SlowWorker
) -> None:
    draft = Draft(director, "test")
    draft.put({"text": "one"})
    late = in_worker(draft.store)
    assert slow.held.wait(SECONDS)
    act = in_worker(draft.close)
    slow.free.set()
    late.join()
    act.join()
    draft.put({"text": "typed into what is over"})
    draft.store()
    assert drafts.load(director, "test") is None


def test_a_text_that_follows_under_the_same_name_finds_what_the_one_before_has_still_to_write(
    director: Actor,
) -> None:
    left = Draft(director, "test", "r1")
    left.put({"text": "left a moment ago"})
    assert Draft(director, "test", "r1").load() == {"text": "left a moment ago"}
    assert Draft(director, "test", "r2").load() is None


def test_an_act_does_not_take_the_draft_of_the_text_that_was_begun_after_it(director: Actor) -> None:
    done, begun = Draft(director, "test"), Draft(director, "test")
    done.put({"text": "saved"})
    begun.put({"text": "begun"})
    done.close()
    assert drafts.load(director, "test") == {"text": "begun"}
    begun.close()
    assert drafts.load(director, "test") is None


def test_a_draft_that_was_found_and_left_on_purpose_is_forgotten(director: Actor) -> None:
    drafts.keep(director, "test", {"text": "of yesterday"})
    found = Draft(director, "test")
    assert found.load() == {"text": "of yesterday"}
    found.close()
    assert drafts.load(director, "test") is None


def test_drafts_of_two_accounts_never_meet(director: Actor, make_actor: Callable[..., Actor]) -> None:
    other = make_actor("CASE_MANAGER")
    Draft(director, "test").put({"text": "mine"})
    assert Draft(other, "test").load() is None
    assert Draft(director, "test").load() == {"text": "mine"}


def test_a_saved_form_does_not_come_back_as_a_draft(
    qtbot: QtBot, director: Actor, beds: dict[str, str], open_frame: Open, slow: SlowWorker
) -> None:
    resident = perform(director, RegisterResident(preferred_name="Mira", sex="F"))
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(resident)
    form = forms.open("milestones.reach_milestone")
    forms.begin("kind", "MS_BANK")
    forms.fill("reached_on", "20.11.2026")
    qtbot.keyClicks(form.fields["evidence"].control, "contract seen")
    qtbot.waitUntil(slow.held.is_set)
    forms.save()
    qtbot.waitUntil(lambda: len(milestones_of_resident(director, resident)) == 1)
    slow.free.set()
    qtbot.waitUntil(forms.closed)
    forms.settle()
    assert drafts.load(director, FORM, resident) is None


def test_a_saved_note_does_not_come_back_as_a_draft(
    qtbot: QtBot, counsellor: Actor, session: str, open_frame: Open, slow: SlowWorker
) -> None:
    desk = SessionDesk(qtbot, open_frame(counsellor))
    desk.go_to(session)
    desk.type_into(0, "A dormit mai bine.")
    qtbot.waitUntil(slow.held.is_set)
    desk.press(desk.page.keep_button)
    qtbot.waitUntil(lambda: bool(views.session(counsellor, session).notes))
    slow.free.set()
    qtbot.waitUntil(lambda: desk.page.draft.text() == "draft, not signed")
    subject = f"{session}/{desk.page.resident}"
    assert drafts.load(counsellor, NOTE, subject) is None


def test_a_note_that_is_refused_after_its_page_was_left_waits_as_a_draft(
    qtbot: QtBot, counsellor: Actor, session: str, open_frame: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shelter_app.domain.errors import Refused
    from shelter_app.services.counselling.acts import WriteNote

    held, free = threading.Event(), threading.Event()

    def refuse(_act: WriteNote, _uow: object) -> str:
        held.set()
        assert free.wait(SECONDS)
        raise Refused("disk_full", "The disk is full.")

    monkeypatch.setattr(WriteNote, "apply", refuse)
    desk = SessionDesk(qtbot, open_frame(counsellor))
    desk.go_to(session)
    desk.type_into(0, "A dormit mai bine.")
    desk.press(desk.page.keep_button)
    qtbot.waitUntil(held.is_set)
    subject = f"{session}/{desk.page.resident}"
    desk.page.show_session("")
    free.set()
    qtbot.waitUntil(lambda: desk.page.error.text() == "The disk is full.")
    qtbot.waitUntil(desk.page.is_settled)
    kept = drafts.load(counsellor, NOTE, subject)
    assert kept is not None
    assert kept["typed"][""]["texts"]["subjective"] == "A dormit mai bine."
    desk.go_to(session)
    assert desk.section(0) == "A dormit mai bine."
