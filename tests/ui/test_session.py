"""The session's page: a note is written, kept, signed, added to; nothing typed is lost, nothing closed is shown."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shelter_app.db.models.trust import AuditEvent
from shelter_app.db.store import Store
from shelter_app.services.acting import Actor, perform
from shelter_app.services.counselling import acts, views
from shelter_app.services.counselling.acts import Attended
from shelter_app.services.drafts import drafts
from shelter_app.ui import work
from shelter_app.ui.forms.form_state import read_state
from shelter_app.ui.frame.workspace import Workspace
from tests.services import casework
from tests.services.casework import Case
from tests.ui.pages.session import SessionDesk

Open = Callable[[Actor], Workspace]
PLANNED = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
WORDS = "A dormit mai bine patru nopti."


@pytest.fixture
def counsellor(make_actor: Any) -> Actor:
    made: Actor = make_actor("COUNSELLOR", name="Dorina Vâlcan")
    return made


@pytest.fixture
def case(store: Store, beds: dict[str, str], counsellor: Actor) -> Case:
    made = casework.resident_in(store, beds["NORD"])
    casework.assign(store, made, counsellor.account_id, "COUNSELLOR")
    return made


def plan(counsellor: Actor, *people: Case, kind: str = "IND_COUNSEL", at: datetime = PLANNED) -> str:
    return perform(
        counsellor,
        acts.PlanSession(
            shelter=people[0].shelter,
            kind=kind,
            planned_at=at,
            residents=tuple(one.resident for one in people),
            minutes=50,
        ),
    )


@pytest.fixture
def session(counsellor: Actor, case: Case) -> str:
    return plan(counsellor, case)


@pytest.fixture
def desk(qtbot: QtBot, counsellor: Actor, session: str, open_frame: Open) -> SessionDesk:
    made = SessionDesk(qtbot, open_frame(counsellor))
    made.go_to(session)
    return made


def test_a_held_session_with_its_signed_note_takes_few_inputs(
    desk: SessionDesk, qtbot: QtBot, counsellor: Actor, session: str
) -> None:
    desk.press(desk.page.state_card.hold)
    qtbot.waitUntil(lambda: views.session(counsellor, session).session.status == "ATTENDED")
    desk.bot.waitUntil(lambda: "Attended" in desk.page.state_card.state.text())
    for section, words in enumerate(("A dormit.", "Calma.", "Mai bine.", "Reluam.")):
        desk.type_into(section, words)
        desk.inputs += section > 0
    desk.sign()
    qtbot.waitUntil(lambda: bool(views.session(counsellor, session).notes))
    assert desk.inputs + 2 <= 8  # the calendar: an arrow and Enter
    (line,) = views.session(counsellor, session).notes
    assert line.signed_at is not None
    assert "## plan\nReluam." in views.note(counsellor, line.id).text
    qtbot.waitUntil(lambda: "Reluam." in desk.texts())
    assert not desk.page.note_panel.editor.isVisible()
    desk.frame.undo_bar.hide()


def test_what_was_recorded_is_taken_back(
    desk: SessionDesk, qtbot: QtBot, counsellor: Actor, session: str
) -> None:
    desk.press(desk.page.state_card.nobody)
    qtbot.waitUntil(desk.frame.undo_bar.isVisible)
    assert views.session(counsellor, session).session.status == "NO_SHOW"
    desk.press(desk.frame.undo_bar.button)
    qtbot.waitUntil(lambda: desk.frame.undo_bar.text().startswith("Undone"))
    seen = views.session(counsellor, session).session
    assert (seen.status, seen.minutes) == ("PLANNED", 50)


def test_what_is_typed_is_kept_sealed_and_there_again_after_the_page_and_the_program_were_left(
    desk: SessionDesk, qtbot: QtBot, counsellor: Actor, session: str, open_frame: Open
) -> None:
    desk.type_into(0, WORDS)
    desk.keep_drafts()
    with counsellor.store.reading() as reading:
        bodies = reading.connection().exec_driver_sql("SELECT body FROM draft").scalars().all()
    assert len(bodies) == 1
    assert b"dormit" not in bodies[0]
    desk.type_into(0, " Si inca ceva.")
    desk.frame.go("residents")
    work.finish()
    again = SessionDesk(qtbot, open_frame(counsellor))
    again.go_to(session)
    assert again.section(0) == WORDS + " Si inca ceva."
    assert again.page.draft.isVisible()
    assert again.page.draft.text().startswith("draft")
    assert views.session(counsellor, session).notes == ()


def test_the_draft_of_one_session_does_not_come_into_another(
    desk: SessionDesk, counsellor: Actor, case: Case, session: str
) -> None:
    other = plan(counsellor, case, kind="CRISIS", at=PLANNED + timedelta(hours=1))
    desk.type_into(1, WORDS)
    desk.go_to(other)
    assert desk.section(1) == ""
    desk.go_to(session)
    assert desk.section(1) == WORDS


def test_a_saved_note_is_unsigned_and_written_on(
    desk: SessionDesk, qtbot: QtBot, counsellor: Actor, case: Case, session: str
) -> None:
    desk.type_into(0, "Prima parte.")
    desk.be_in_front()
    qtbot.keyClick(
        desk.page.note_panel.editor.fields[0], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    qtbot.waitUntil(lambda: bool(views.session(counsellor, session).notes))
    qtbot.waitUntil(lambda: desk.page.draft.text() == "draft, not signed")
    desk.type_into(1, "A doua.")
    desk.sign()
    (line,) = views.session(counsellor, session).notes
    qtbot.waitUntil(lambda: views.session(counsellor, session).notes[0].signed_at is not None)
    assert views.note(counsellor, line.id).text == "## subjective\nPrima parte.\n\n## objective\nA doua."
    qtbot.waitUntil(lambda: drafts.load(counsellor, "session_note", f"{session}/{case.resident}") is None)


def test_a_note_changed_meanwhile_shows_both_texts_and_both_can_be_kept(
    desk: SessionDesk, qtbot: QtBot, counsellor: Actor, session: str
) -> None:
    desk.type_into(0, "Prima parte.")
    desk.press(desk.page.keep_button)
    qtbot.waitUntil(lambda: desk.page.draft.text() == "draft, not signed")
    (line,) = views.session(counsellor, session).notes
    perform(counsellor, acts.ChangeNote(note=line.id, version=1, text="## subjective\nDe pe alt calculator."))
    desk.type_into(1, "Aici scriu.")
    desk.press(desk.page.keep_button)
    qtbot.waitUntil(desk.page.note_panel.conflict.isVisible)
    assert "De pe alt calculator." in desk.page.note_panel.conflict.theirs.toPlainText()
    assert desk.section(1) == "Aici scriu."
    desk.press(desk.page.keep_button)
    assert "First choose" in desk.page.caution.text()
    desk.press(desk.page.note_panel.conflict.both)
    desk.press(desk.page.keep_button)
    qtbot.waitUntil(lambda: views.session(counsellor, session).notes[0].version == 3)
    text = views.note(counsellor, line.id).text
    assert "De pe alt calculator." in text
    assert "Aici scriu." in text
    assert "Prima parte." in text


def test_what_was_typed_in_a_note_signed_elsewhere_becomes_an_addendum_to_sign(
    desk: SessionDesk, qtbot: QtBot, counsellor: Actor, session: str
) -> None:
    desk.type_into(0, "Prima parte.")
    desk.press(desk.page.keep_button)
    qtbot.waitUntil(lambda: desk.page.draft.text() == "draft, not signed")
    (line,) = views.session(counsellor, session).notes
    perform(counsellor, acts.SignNote(note=line.id, version=1))
    desk.type_into(1, "Aici scriu.")
    desk.reload()
    assert "Aici scriu." in desk.section(0)
    assert "Prima parte." in desk.texts()
    desk.sign()
    qtbot.waitUntil(lambda: bool(views.note(counsellor, line.id).addenda))
    assert "Aici scriu." in views.note(counsellor, line.id).addenda[0].text


def test_a_signed_note_is_added_to_and_never_edited(
    desk: SessionDesk, qtbot: QtBot, counsellor: Actor, case: Case, session: str
) -> None:
    note = perform(
        counsellor,
        acts.WriteNote(session=session, resident=case.resident, format="NARRATIVE", text=WORDS, signed=True),
    )
    desk.reload()
    assert desk.page.note_panel.key() is None
    assert WORDS in desk.texts()
    card = desk.page.note_cards.cards[0]
    card.addendum_wanted.emit(note)
    desk.type_into(0, "Mai tarziu.")
    desk.sign()
    qtbot.waitUntil(lambda: [a.text for a in views.note(counsellor, note).addenda] == ["Mai tarziu."])
    qtbot.waitUntil(lambda: "Mai tarziu." in desk.texts())
    assert views.note(counsellor, note).text == WORDS


def test_without_a_key_one_sees_kind_time_and_who_signed_and_why_the_text_is_closed(
    qtbot: QtBot, counsellor: Actor, case: Case, session: str, make_actor: Any, store: Store, open_frame: Open
) -> None:
    perform(
        counsellor,
        acts.WriteNote(session=session, resident=case.resident, format="NARRATIVE", text=WORDS, signed=True),
    )
    manager = make_actor("CASE_MANAGER")
    casework.assign(store, case, manager.account_id)
    desk = SessionDesk(qtbot, open_frame(manager))
    desk.go_to(session)
    said = " ".join(desk.texts())
    assert "Progress note" in said
    assert "Signed by Dorina Vâlcan" in said
    assert "Your role does not allow reading notes." in said
    assert all(WORDS not in made.text() for made in desk.page.findChildren(QLabel))
    assert not desk.page.sign_button.isVisible()
    assert not desk.page.state_card.may_be_marked_held()
    colleague = make_actor("COUNSELLOR", name="Viorica Zamfir")
    casework.assign(store, case, colleague.account_id, "COUNSELLOR")
    other = SessionDesk(qtbot, open_frame(colleague))
    other.go_to(session)
    assert "You have no access to this note. Ask its author for access to the case." in other.texts()
    assert WORDS not in other.texts()


def test_the_text_is_in_no_title_no_state_no_log_and_not_in_what_the_frame_keeps(
    desk: SessionDesk, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk.type_into(0, WORDS)
    desk.keep_drafts()
    desk.press(desk.page.keep_button)
    qtbot.waitUntil(lambda: desk.page.draft.text() == "draft, not signed")
    kept = json.dumps([desk.page.state(), desk.frame.place(), read_state(desk.page)])
    for where in (kept, desk.frame.window().windowTitle(), desk.page.title(), caplog.text):
        assert "dormit" not in where


def test_a_group_has_a_note_for_each_person(
    qtbot: QtBot, counsellor: Actor, case: Case, store: Store, open_frame: Open
) -> None:
    second = casework.resident_in(store, case.shelter, "AFIN-22")
    casework.assign(store, second, counsellor.account_id, "COUNSELLOR")
    group = plan(counsellor, case, second, kind="GROUP")
    perform(
        counsellor,
        acts.HoldSession(
            session=group,
            version=1,
            held_at=PLANNED,
            minutes=60,
            attendances=(Attended(case.resident, "ATTENDED"), Attended(second.resident, "ATTENDED")),
        ),
    )
    desk = SessionDesk(qtbot, open_frame(counsellor))
    desk.go_to(group)
    desk.type_into(0, "Despre una.")
    desk.page.facts.person_chosen.emit(case.resident)
    desk.wait()
    assert desk.page.resident == case.resident
    assert desk.section(0) == ""
    desk.page.facts.person_chosen.emit(second.resident)
    desk.wait()
    assert desk.section(0) == "Despre una."


def test_another_format_keeps_every_word(desk: SessionDesk) -> None:
    desk.type_into(0, "Spune.")
    desk.type_into(3, "Reluam.")
    editor = desk.page.note_panel.editor
    editor.format.setCurrentIndex(editor.format.findData("DAP"))
    editor.format.activated.emit(editor.format.currentIndex())
    assert editor.texts() == {"data": "Spune.", "assessment": "", "plan": "Reluam."}
    editor.format.setCurrentIndex(editor.format.findData("NARRATIVE"))
    editor.format.activated.emit(editor.format.currentIndex())
    assert editor.texts() == {"text": "Spune.\n\nReluam."}


def test_the_next_session_is_planned_from_the_page(
    desk: SessionDesk, qtbot: QtBot, counsellor: Actor, session: str
) -> None:
    desk.press(desk.page.next_card.plan)
    panel = desk.page.panel()
    assert panel is not None
    panel.do()
    qtbot.waitUntil(lambda: bool(views.session(counsellor, session).following))
    (following,) = views.session(counsellor, session).following
    assert following.planned_at == datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    qtbot.waitUntil(lambda: "1 December 2026" in desk.page.next_card.when.text())


def test_what_is_typed_is_kept_when_the_window_goes_away_at_once(
    desk: SessionDesk, counsellor: Actor, case: Case, session: str
) -> None:
    desk.type_into(2, WORDS)
    desk.frame.window().hide()
    assert work.finish()
    kept = drafts.load(counsellor, "session_note", f"{session}/{case.resident}")
    assert kept is not None
    assert kept["typed"][""]["texts"]["assessment"] == WORDS
    assert (kept["typed"][""]["here"], kept["typed"][""]["cursor"]) == ("assessment", len(WORDS))


def test_the_cursor_is_where_it_was_when_one_comes_back(
    desk: SessionDesk, qtbot: QtBot, counsellor: Actor, case: Case, session: str, open_frame: Open
) -> None:
    perform(counsellor, acts.CancelSession(session=session, version=1, status="NO_SHOW"))
    desk.type_into(0, "Prima.")
    desk.type_into(2, WORDS)
    qtbot.keyClick(desk.page.note_panel.editor.fields[2], Qt.Key.Key_Left)
    desk.frame.go("residents")
    assert work.finish()
    again = SessionDesk(qtbot, open_frame(counsellor))
    again.go_to(session)
    field = again.page.note_panel.editor.fields[2]
    qtbot.waitUntil(lambda: again.frame.window().focusWidget() is field)
    assert field.textCursor().position() == len(WORDS) - 1


def test_a_note_is_on_record_as_opened_once_not_with_each_redrawing(
    desk: SessionDesk, counsellor: Actor, case: Case, session: str
) -> None:
    perform(
        counsellor,
        acts.WriteNote(session=session, resident=case.resident, format="NARRATIVE", text=WORDS, signed=True),
    )
    for _time in range(3):
        desk.reload()
    with counsellor.store.reading() as reading:
        events = reading.query(AuditEvent).where(AuditEvent.action == "counselling.note").all()
    assert len(events) == 1
    assert WORDS not in events[0].detail


def test_a_note_changed_while_one_was_away_meets_the_draft_on_return(
    desk: SessionDesk, qtbot: QtBot, counsellor: Actor, session: str, open_frame: Open
) -> None:
    desk.type_into(0, "Prima parte.")
    desk.press(desk.page.keep_button)
    qtbot.waitUntil(lambda: desk.page.draft.text() == "draft, not signed")
    (line,) = views.session(counsellor, session).notes
    desk.type_into(1, "Aici scriu.")
    desk.frame.go("residents")
    assert work.finish()
    perform(counsellor, acts.ChangeNote(note=line.id, version=1, text="## plan\nAltceva."))
    again = SessionDesk(qtbot, open_frame(counsellor))
    again.go_to(session)
    assert again.page.note_panel.conflict.isVisible()
    assert "Altceva." in again.page.note_panel.conflict.theirs.toPlainText()
    assert again.section(1) == "Aici scriu."
    again.press(again.page.note_panel.conflict.other)
    assert again.section(3) == "Altceva."
    assert again.section(1) == ""


def test_the_session_is_opened_from_the_residents_page(
    desk: SessionDesk, qtbot: QtBot, case: Case, session: str
) -> None:
    other = desk.frame.pages["resident"]
    desk.page.show_session("")
    desk.frame.go_to_resident(case.resident)
    qtbot.waitUntil(lambda: other.case is not None and other.is_settled())
    sessions = other.list_of("sessions")
    other.open_tab("sessions")
    sessions.list.activated.emit(sessions.model.index(0, 0))
    desk.wait()
    assert desk.page.session == session


def test_a_double_click_on_sign_signs_nothing(desk: SessionDesk, qtbot: QtBot) -> None:
    desk.type_into(0, WORDS)
    button, bar = desk.page.sign_button, desk.page.confirmation
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseDClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(bar.go, Qt.Key.Key_Space)
    qtbot.mouseClick(bar.go, Qt.MouseButton.LeftButton)
    desk.wait()
    assert bar.isVisible()
    assert desk.section(0) == WORDS
    asked = bar.mapTo(desk.frame, bar.rect().topLeft()).y()
    assert asked > button.mapTo(desk.frame, button.rect().bottomLeft()).y()
    qtbot.waitUntil(bar.is_ready)
    desk.press(bar.go)
    qtbot.waitUntil(lambda: WORDS in desk.texts())


def test_escape_leaves_the_signing_and_a_form_beside_the_note_but_no_typed_word(
    desk: SessionDesk, qtbot: QtBot, counsellor: Actor, session: str
) -> None:
    desk.type_into(0, WORDS)
    desk.press(desk.page.sign_button)
    assert "can no longer be changed" in desk.page.confirmation.text()
    desk.be_in_front()
    qtbot.keyClick(desk.page.confirmation.go, Qt.Key.Key_Escape)
    assert not desk.page.confirmation.isVisible()
    assert desk.section(0) == WORDS
    desk.press(desk.page.state_card.move_it)
    panel = desk.page.panel()
    assert panel is not None
    assert panel.form is not None
    panel.form.start()
    desk.be_in_front()
    qtbot.keyClick(panel.form, Qt.Key.Key_Escape)
    qtbot.waitUntil(panel.isHidden)
    assert desk.section(0) == WORDS
    assert views.session(counsellor, session).notes == ()


def test_what_can_be_done_is_told_by_the_state_of_the_session(
    desk: SessionDesk, qtbot: QtBot, counsellor: Actor, session: str
) -> None:
    assert [words for words, _do in desk.page.offered()] == [
        "Record a held session",
        "Record as not held",
        "Move the session",
        "Plan a session",
    ]
    perform(counsellor, acts.CancelSession(session=session, version=1, status="CANCEL_STAFF"))
    desk.reload()
    assert [words for words, _do in desk.page.offered()] == ["Plan a session"]
    assert not desk.page.state_card.hold.isVisible()
