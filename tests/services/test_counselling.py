from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from nacl.signing import VerifyKey
from sqlalchemy import text

from shelter_app.db.models.counselling import NoteAddendum, SessionNote
from shelter_app.db.models.trust import Account, AuditEvent, VaultGrant
from shelter_app.db.vault import Compartment, grants
from shelter_app.domain.errors import NotAllowed, Refused, Stale
from shelter_app.services.acting import Actor, perform
from shelter_app.services.counselling import acts, views
from shelter_app.services.counselling.acts import Attended
from tests.services import casework
from tests.services.casework import Case

PLANNED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
WORDS = "A spus că visează iar drumul spre mare."


@pytest.fixture
def counsellor(make_actor):
    return make_actor("COUNSELLOR", name="Dorina Vâlcan")


@pytest.fixture
def case(store, counsellor) -> Case:
    case = casework.resident_in(store, casework.shelter(store))
    casework.assign(store, case, counsellor.account_id, "COUNSELLOR")
    return case


def planned(counsellor: Actor, case: Case, *others: str, kind: str = "IND_COUNSEL") -> str:
    return perform(
        counsellor,
        acts.PlanSession(
            shelter=case.shelter,
            kind=kind,
            planned_at=PLANNED,
            residents=(case.resident, *others),
            mode="FACE",
        ),
    )


def written(counsellor: Actor, case: Case, note_class: str = "PROGRESS", words: str = WORDS) -> str:
    session = planned(counsellor, case)
    return perform(
        counsellor,
        acts.WriteNote(
            session=session, resident=case.resident, format="NARRATIVE", note_class=note_class, text=words
        ),
    )


def test_a_planned_session_is_held_with_its_minutes(counsellor, case):
    session = planned(counsellor, case)
    perform(
        counsellor,
        acts.HoldSession(
            session=session,
            version=1,
            held_at=PLANNED,
            minutes=50,
            attendances=(Attended(case.resident, "ATTENDED"),),
        ),
    )
    (seen,) = views.sessions(counsellor, DAY, DAY)
    assert (seen.status, seen.minutes, seen.counsellor) == ("ATTENDED", 50, "Dorina Vâlcan")
    assert [(p.resident_code, p.status, p.minutes) for p in seen.parts] == [("CEDRU-14", "ATTENDED", 50)]


def test_a_group_is_one_session_with_several_people_and_takes_those_who_join(counsellor, case, store):
    second = casework.resident_in(store, case.shelter, "AFIN-22")
    third = casework.resident_in(store, case.shelter, "MUR-33")
    for other in (second, third):
        casework.assign(store, other, counsellor.account_id, "COUNSELLOR")
    session = planned(counsellor, case, second.resident, kind="GROUP")
    perform(
        counsellor,
        acts.HoldSession(
            session=session,
            version=1,
            held_at=PLANNED,
            minutes=90,
            attendances=(
                Attended(case.resident, "LATE_SHORT", 30),
                Attended(second.resident, "NO_SHOW"),
                Attended(third.resident, "ATTENDED"),
            ),
        ),
    )
    (seen,) = views.sessions(counsellor, DAY, DAY)
    assert seen.status == "ATTENDED"
    assert {p.resident_code: (p.status, p.minutes) for p in seen.parts} == {
        "CEDRU-14": ("LATE_SHORT", 30),
        "AFIN-22": ("NO_SHOW", None),
        "MUR-33": ("ATTENDED", 90),
    }


def test_who_reaches_nobody_of_a_group_is_told_whose_cases_they_are(counsellor, case, store, make_actor):
    other = casework.resident_in(store, case.shelter, code="ARIN-01")
    casework.assign(store, other, counsellor.account_id, "COUNSELLOR")
    group = planned(counsellor, case, other.resident, kind="GROUP")
    colleague = make_actor("COUNSELLOR", name="Ioana Brad")
    with pytest.raises(NotAllowed) as refused:
        views.session(colleague, group)
    assert "ARIN-01, CEDRU-14" in refused.value.message


def test_a_session_planned_by_mistake_is_taken_back_with_its_people(counsellor, case, store):
    session = planned(counsellor, case)
    perform(counsellor, acts.UndoPlannedSession(session=session))
    with store.reading() as reading:
        assert reading.scalar(text("SELECT count(*) FROM session")) == 0
        assert reading.scalar(text("SELECT count(*) FROM session_attendance")) == 0
        told = reading.scalar(text("SELECT count(*) FROM audit_event WHERE action = 'counselling.undo_plan'"))
    assert told == 1


def test_a_session_stays_once_it_was_held_or_planned_by_a_colleague(counsellor, case, store, make_actor):
    session = planned(counsellor, case)
    colleague = make_actor("COUNSELLOR", name="Ioana Brad")
    casework.assign(store, case, colleague.account_id, "COUNSELLOR")
    with pytest.raises(NotAllowed):
        perform(colleague, acts.UndoPlannedSession(session=session))
    perform(counsellor, acts.CancelSession(session=session, version=1, status="CANCEL_STAFF"))
    with pytest.raises(Refused) as refused:
        perform(counsellor, acts.UndoPlannedSession(session=session))
    assert refused.value.code == "session_done"


@pytest.mark.parametrize(
    ("minutes_later", "taken"), [(-50, False), (-49, True), (0, True), (59, True), (60, False)]
)
def test_a_counsellor_is_in_one_session_at_a_time(counsellor, case, make_actor, store, minutes_later, taken):
    at = PLANNED + timedelta(days=3)
    first = acts.PlanSession(
        shelter=case.shelter, kind="IND_COUNSEL", planned_at=at, residents=(case.resident,), minutes=60
    )
    session = perform(counsellor, first)
    second = replace(first, planned_at=at + timedelta(minutes=minutes_later), minutes=50)
    if not taken:
        perform(counsellor, second)
        return
    with pytest.raises(Refused) as refusal:
        perform(counsellor, second)
    assert (refusal.value.code, refusal.value.fields) == ("counsellor_busy", ("planned_at",))
    assert "26 noiembrie 2026, 10:00–11:00" in refusal.value.message
    # Nor is one moved there; a session is moved within its own time, a colleague's stands in no way.
    other = perform(counsellor, replace(second, planned_at=at + timedelta(days=1)))
    with pytest.raises(Refused, match="altă ședință"):
        perform(counsellor, acts.MoveSession(session=other, version=1, planned_at=second.planned_at))
    perform(counsellor, acts.MoveSession(session=session, version=1, planned_at=at + timedelta(minutes=20)))
    colleague = make_actor("COUNSELLOR", name="Vera Onu")
    casework.assign(store, case, colleague.account_id, "COUNSELLOR")
    perform(colleague, second)


def test_a_session_for_one_takes_no_second_person(counsellor, case, store):
    other = casework.resident_in(store, case.shelter, "AFIN-22")
    casework.assign(store, other, counsellor.account_id, "COUNSELLOR")
    with pytest.raises(Refused) as refused:
        planned(counsellor, case, other.resident)
    assert refused.value.code == "one_resident"


def test_a_session_is_not_held_in_the_future_nor_by_nobody_nor_for_no_time(counsellor, case):
    session = planned(counsellor, case)

    def hold(**values: object) -> str:
        kept = {
            "held_at": PLANNED,
            "minutes": 50,
            "attendances": (Attended(case.resident, "ATTENDED"),),
        } | values
        with pytest.raises(Refused) as refused:
            perform(counsellor, acts.HoldSession(session=session, version=1, **kept))
        return refused.value.code

    assert hold(held_at=datetime(2026, 11, 24, 10, 1, tzinfo=UTC)) == "future_date"
    assert hold(minutes=0) == hold(minutes=1441) == "minutes"
    assert hold(attendances=(Attended(case.resident, "NO_SHOW"),)) == "nobody_came"
    assert hold(attendances=()) == "attendances"


def test_a_no_show_is_recorded_once(counsellor, case):
    session = planned(counsellor, case)
    perform(counsellor, acts.CancelSession(session=session, version=1, status="NO_SHOW"))
    (seen,) = views.sessions(counsellor, DAY, DAY)
    assert (seen.status, seen.parts[0].status) == ("NO_SHOW", "NO_SHOW")
    with pytest.raises(Refused) as refused:
        perform(counsellor, acts.CancelSession(session=session, version=2, status="CANCEL_STAFF"))
    assert refused.value.code == "session_done"


def test_a_director_gets_counts_and_no_sessions(counsellor, case, director):
    planned(counsellor, case)
    assert [(c.kind, c.status, c.sessions) for c in views.session_counts(director, DAY, DAY)] == [
        ("IND_COUNSEL", "PLANNED", 1)
    ]
    with pytest.raises(NotAllowed):
        views.sessions(director, DAY, DAY)


def test_a_note_is_read_by_who_holds_the_key_and_each_opening_is_on_record(counsellor, case):
    note = written(counsellor, case)
    opened = views.note(counsellor, note)
    assert (opened.text, opened.line.signed_at) == (WORDS, None)
    with counsellor.store.reading() as session:
        event = session.query(AuditEvent).where(AuditEvent.action == "counselling.note").one()
    assert (event.object_id, event.case_id) == (note, case.resident)
    assert WORDS not in event.detail


def test_without_a_grant_the_text_is_closed_even_to_a_director(counsellor, case, director):
    note = written(counsellor, case)
    with pytest.raises(NotAllowed) as refused:
        views.note(director, note)
    assert refused.value.code == "no_key"
    with director.store.reading() as session:
        (body,) = session.execute(text("SELECT body FROM session_note")).one()
    assert WORDS.encode() not in body


def test_a_case_manager_knows_of_a_note_but_not_its_text(counsellor, case, make_actor, store):
    manager = make_actor("CASE_MANAGER")
    casework.assign(store, case, manager.account_id)
    note = written(counsellor, case)
    (line,) = views.notes_of_resident(manager, case.resident)
    assert (line.id, line.readable, line.author) == (note, False, "Dorina Vâlcan")
    with pytest.raises(NotAllowed):
        views.note(manager, note)


def test_a_colleague_who_is_given_the_key_reads_at_once_and_no_longer_when_it_is_taken(
    counsellor, case, make_actor, store
):
    note = written(counsellor, case)
    colleague = make_actor("COUNSELLOR", name="Viorica Zamfir")
    with pytest.raises(NotAllowed):
        views.note(colleague, note)
    compartment = Compartment("COUNSEL", case.resident)
    with counsellor.store.writing() as session:
        grants.grant(
            session,
            counsellor.store.vault,
            compartment,
            colleague.account_id,
            actor_id=counsellor.account_id,
            now=counsellor.clock(),
            reason="concediu",
        )
    assert views.note(colleague, note).text == WORDS
    with counsellor.store.writing() as session:
        grants.revoke(
            session, counsellor.store.vault, compartment, colleague.account_id, now=counsellor.clock()
        )
    with pytest.raises(NotAllowed):
        views.note(colleague, note)


def test_an_unsigned_note_changes_by_its_author_only(counsellor, case, make_actor, store):
    note = written(counsellor, case)
    assert [line.id for line in views.unsigned_notes(counsellor)] == [note]
    perform(counsellor, acts.ChangeNote(note=note, version=1, text="Alt text."))
    assert views.note(counsellor, note).text == "Alt text."
    colleague = make_actor("COUNSELLOR", name="Viorica Zamfir")
    casework.assign(store, case, colleague.account_id, "COUNSELLOR")
    assert views.unsigned_notes(colleague) == ()
    with pytest.raises(NotAllowed):
        perform(colleague, acts.ChangeNote(note=note, version=2, text="Altcineva."))


def test_a_signed_note_is_frozen_and_its_signature_proves_the_author(counsellor, case, store):
    note = written(counsellor, case)
    perform(counsellor, acts.SignNote(note=note, version=1))
    with pytest.raises(Refused) as refused:
        perform(counsellor, acts.ChangeNote(note=note, version=2, text="Alt text."))
    assert refused.value.code == "note_signed"
    with pytest.raises(Exception, match="note_signed"), store.writing() as session:
        session.execute(text("UPDATE session_note SET note_class = 'SAFETY'"))
    with store.reading() as session:
        row = session.get(SessionNote, note)
        account = session.get(Account, counsellor.account_id)
    VerifyKey(account.pub_sign).verify(row.text_hash.encode(), row.signature)
    assert views.unsigned_notes(counsellor) == ()


def test_later_words_are_addenda_signed_at_once(counsellor, case, store):
    note = written(counsellor, case)
    with pytest.raises(Refused) as refused:
        perform(counsellor, acts.AddAddendum(note=note, text="Mai târziu."))
    assert refused.value.code == "note_not_signed"
    perform(counsellor, acts.SignNote(note=note, version=1))
    perform(counsellor, acts.AddAddendum(note=note, text="Mai târziu."))
    opened = views.note(counsellor, note)
    assert [a.text for a in opened.addenda] == ["Mai târziu."]
    assert opened.line.addenda == 1
    with pytest.raises(Exception, match="note_signed"), store.writing() as session:
        session.execute(text("DELETE FROM note_addendum"))
    with store.reading() as session:
        assert b"Mai" not in session.query(NoteAddendum).one().body


def test_process_notes_are_the_authors_alone(counsellor, case, make_actor, store):
    colleague = make_actor("COUNSELLOR", name="Viorica Zamfir")
    casework.assign(store, case, colleague.account_id, "COUNSELLOR")
    note = written(counsellor, case, "PROCESS", "Contratransfer.")
    assert views.note(counsellor, note).text == "Contratransfer."
    assert views.notes_of_resident(colleague, case.resident) == ()
    with pytest.raises(NotAllowed):
        views.note(colleague, note)
    with store.reading() as session:
        holders = {g.holder for g in session.query(VaultGrant).where(VaultGrant.compartment == "PROCESS")}
    assert holders == {counsellor.account_id, "recovery"}


def test_lawyer_client_notes_are_the_legal_advisers(counsellor, case, make_actor, store):
    lawyer = make_actor("LEGAL")
    casework.assign(store, case, lawyer.account_id, "LEGAL")
    session = planned(counsellor, case)
    note_of = acts.WriteNote(
        session=session,
        resident=case.resident,
        format="NARRATIVE",
        note_class="LEGAL_PRIV",
        text="Strategie.",
    )
    with pytest.raises(NotAllowed):
        perform(counsellor, note_of)
    note = perform(lawyer, note_of)
    assert views.note(lawyer, note).text == "Strategie."
    assert views.notes_of_resident(counsellor, case.resident) == ()
    with pytest.raises(NotAllowed):
        views.note(counsellor, note)


def test_a_note_is_about_somebody_who_was_in_the_session(counsellor, case, store):
    other = casework.resident_in(store, case.shelter, "AFIN-22")
    casework.assign(store, other, counsellor.account_id, "COUNSELLOR")
    session = planned(counsellor, case)
    with pytest.raises(Refused) as refused:
        perform(
            counsellor,
            acts.WriteNote(session=session, resident=other.resident, format="DAP", text=WORDS),
        )
    assert refused.value.code == "not_in_session"


def test_a_counsellor_plans_no_session_with_a_case_that_is_not_hers(counsellor, case, store):
    other = casework.resident_in(store, case.shelter, "AFIN-22")
    with pytest.raises(NotAllowed):
        planned(counsellor, other)


def test_a_note_written_after_72_hours_is_marked_late(counsellor, case):
    session = perform(
        counsellor,
        acts.PlanSession(
            shelter=case.shelter,
            kind="CRISIS",
            planned_at=datetime(2026, 11, 20, 8, 0, tzinfo=UTC),
            residents=(case.resident,),
        ),
    )
    perform(counsellor, acts.WriteNote(session=session, resident=case.resident, format="DAP", text=WORDS))
    assert [line.late_entry for line in views.notes_of_resident(counsellor, case.resident)] == [True]


def held(counsellor: Actor, case: Case, session: str) -> int:
    return perform(
        counsellor,
        acts.HoldSession(
            session=session,
            version=1,
            held_at=PLANNED,
            minutes=45,
            attendances=(Attended(case.resident, "ATTENDED"),),
        ),
    )


def test_a_planned_session_is_moved_and_moved_back(counsellor, case):
    session = planned(counsellor, case)
    later = datetime(2026, 11, 26, 22, 30, tzinfo=UTC)
    version = perform(counsellor, acts.MoveSession(session=session, version=1, planned_at=later, minutes=30))
    assert views.sessions(counsellor, DAY, DAY) == ()
    (seen,) = views.sessions(counsellor, date(2026, 11, 27), date(2026, 11, 27))
    assert (seen.planned_at, seen.minutes, seen.version) == (later, 30, version)
    perform(counsellor, acts.MoveSession(session=session, version=version, planned_at=PLANNED))
    assert views.session(counsellor, session).session.planned_on == DAY
    with pytest.raises(Stale):
        perform(counsellor, acts.MoveSession(session=session, version=1, planned_at=later))


def test_a_held_session_is_not_moved_but_taken_back_while_no_signed_note_tells_of_it(counsellor, case):
    session = planned(counsellor, case)
    version = held(counsellor, case, session)
    with pytest.raises(Refused) as refused:
        perform(counsellor, acts.MoveSession(session=session, version=version, planned_at=PLANNED))
    assert refused.value.code == "session_done"
    version = perform(counsellor, acts.ReopenSession(session=session, version=version, minutes=50))
    seen = views.session(counsellor, session).session
    assert (seen.status, seen.minutes, seen.held_at, seen.version) == ("PLANNED", 50, None, version)
    assert [(p.status, p.minutes) for p in seen.parts] == [("PLANNED", None)]
    with pytest.raises(Refused) as refused:
        perform(counsellor, acts.ReopenSession(session=session, version=version))
    assert refused.value.code == "session_planned"
    version = perform(counsellor, acts.CancelSession(session=session, version=version, status="NO_SHOW"))
    perform(
        counsellor,
        acts.WriteNote(session=session, resident=case.resident, format="DAP", text=WORDS, signed=True),
    )
    with pytest.raises(Refused) as refused:
        perform(counsellor, acts.ReopenSession(session=session, version=version))
    assert refused.value.code == "note_signed"


def test_one_session_tells_of_its_notes_and_the_next_session_of_each_person(
    counsellor, case, make_actor, store
):
    session = planned(counsellor, case)
    for day in (30, 26):
        perform(
            counsellor,
            acts.PlanSession(
                shelter=case.shelter,
                kind="CRISIS",
                planned_at=datetime(2026, 11, day, 9, 0, tzinfo=UTC),
                residents=(case.resident,),
            ),
        )
    note = perform(
        counsellor, acts.WriteNote(session=session, resident=case.resident, format="DAP", text=WORDS)
    )
    manager = make_actor("CASE_MANAGER")
    with pytest.raises(NotAllowed):
        views.session(manager, session)
    casework.assign(store, case, manager.account_id)
    seen = views.session(manager, session)
    assert [(line.id, line.readable) for line in seen.notes] == [(note, False)]
    assert [(f.resident_id, f.planned_at.day, f.kind) for f in seen.following] == [
        (case.resident, 26, "CRISIS")
    ]
    assert WORDS not in repr(seen)


def test_a_counsellor_may_give_a_session_to_her_own_cases_in_the_house(counsellor, case, store):
    gone = casework.resident_in(store, case.shelter, "AFIN-22", ended=date(2026, 11, 1))
    casework.resident_in(store, case.shelter, "MUR-33")
    casework.assign(store, gone, counsellor.account_id, "COUNSELLOR")
    assert views.people(counsellor) == ((case.resident, "CEDRU-14"),)


def test_a_note_is_written_and_signed_in_one_act_or_signed_with_its_last_words(counsellor, case):
    session = planned(counsellor, case)
    note = perform(
        counsellor,
        acts.WriteNote(session=session, resident=case.resident, format="DAP", text=WORDS, signed=True),
    )
    assert views.note(counsellor, note).line.signed_at == counsellor.clock()
    other = perform(
        counsellor,
        acts.WriteNote(session=session, resident=case.resident, format="NARRATIVE", text=WORDS),
    )
    perform(counsellor, acts.SignNote(note=other, version=1, text="Ultimele cuvinte.", format="SOAP"))
    opened = views.note(counsellor, other)
    assert (opened.text, opened.line.format) == ("Ultimele cuvinte.", "SOAP")
    assert opened.line.signed_at is not None
    with pytest.raises(Refused) as refused:
        perform(counsellor, acts.ChangeNote(note=other, version=2, text="Alt text.", format="SOAP"))
    assert refused.value.code == "note_signed"
