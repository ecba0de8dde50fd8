"""The rarer forms: who works on a case, who she is, putting right past days, the house itself, held beds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from shelter_app.domain.errors import NotAllowed
from shelter_app.services.accounts.case_keys import case_keys
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.corrections import corrections
from shelter_app.services.beds.reservations import ReserveBed, reservations
from shelter_app.services.beds.waiting import waiting
from shelter_app.services.counselling import views as counselling
from shelter_app.services.counselling.acts import PlanSession, WriteNote
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.milestones.acts import ReachMilestone
from shelter_app.services.milestones.views import milestones_of_resident
from shelter_app.services.referrals.acts import RecordReferral
from shelter_app.services.residents.acts import AssignCase, RegisterResident
from shelter_app.services.residents.head import head
from shelter_app.services.residents.views import identity
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.frame.workspace import Workspace
from tests.ui.pages.forms import ResidentForms

Open = Callable[[Actor], Workspace]


@pytest.fixture
def resident(director: Actor) -> str:
    return perform(director, RegisterResident(preferred_name="Mira", sex="F", birth_year=1999))


@pytest.fixture
def stay(director: Actor, resident: str, beds: dict[str, str]) -> str:
    at = director.clock() - timedelta(days=5)
    return perform(director, Admit(resident=resident, shelter=beds["NORD"], at=at, bed=beds["1A"]))


@pytest.fixture
def forms(qtbot: QtBot, director: Actor, resident: str, open_frame: Open) -> ResidentForms:
    made = ResidentForms(qtbot, open_frame(director))
    made.go_to(resident)
    return made


def done(forms: ResidentForms) -> None:
    forms.save()
    forms.bot.waitUntil(forms.closed)


def test_a_case_is_assigned_and_the_assignment_ended(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], resident: str, open_frame: Open
) -> None:
    manager = make_actor("CASE_MANAGER")
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(resident)
    forms.open("residents.assign_case")
    forms.form().fields["account"].begin(manager.account_id)
    forms.form().fields["role"].begin("CASE_MANAGER")
    done(forms)
    assert [(one.role, one.name) for one in head(director, resident).team] == [("CASE_MANAGER", manager.name)]
    qtbot.waitUntil(lambda: "residents.end_assignment" in forms.offered())
    forms.open("residents.end_assignment")
    done(forms)
    assert head(director, resident).team == ()


def test_an_identity_is_sealed_and_what_is_left_empty_stays(
    forms: ResidentForms, director: Actor, resident: str
) -> None:
    forms.open("residents.set_identity")
    forms.fill("legal_name", "Ioana Fictivă")
    forms.fill("phones", "0700 000 000")
    done(forms)
    forms.bot.waitUntil(lambda: "residents.set_identity" in forms.offered())
    forms.open("residents.set_identity")
    forms.fill("phones", "0700 111 111")
    done(forms)
    found = identity(director, resident, "test of the form")
    assert (found.legal_name, found.phones) == ("Ioana Fictivă", "0700 111 111")


def test_a_milestone_is_lost_again(forms: ResidentForms, director: Actor, resident: str) -> None:
    perform(
        director,
        ReachMilestone(resident=resident, kind="MS_JOB", reached_on=date(2026, 11, 1), evidence="contract"),
    )
    forms.frame.refresh()
    forms.bot.waitUntil(lambda: "milestones.lose_milestone" in forms.offered())
    form = forms.open("milestones.lose_milestone")
    milestone = form.fields["milestone"]
    milestone.begin(milestone.control.itemData(0))  # type: ignore[attr-defined]
    done(forms)
    (only,) = milestones_of_resident(director, resident)
    assert only.lost_on == date(2026, 11, 24)


def test_a_past_day_is_put_right_with_a_reason_and_the_old_value_kept(
    qtbot: QtBot, director: Actor, resident: str, stay: str, open_frame: Open
) -> None:
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(resident)
    forms.open("beds.correct_stay")
    forms.save()
    qtbot.waitUntil(lambda: bool(forms.said_under("reason")))
    forms.form().fields["admitted_at"].begin(director.clock() - timedelta(days=6))
    forms.fill("reason", "the paper says the day before")
    done(forms)
    assert head(director, resident).stays[0].admitted_at == director.clock() - timedelta(days=6)
    assert "the paper says the day before" in str(corrections(director, stay))
    forms.bot.waitUntil(lambda: "the paper says the day before" in forms.texts("overview_right"))
    assert "Before: " in forms.texts("overview_right")


def test_a_bed_entered_by_mistake_is_withdrawn(
    qtbot: QtBot, director: Actor, resident: str, stay: str, open_frame: Open
) -> None:
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(resident)
    forms.open("beds.withdraw_period")
    forms.fill("reason", "another person")
    done(forms)
    assert head(director, resident).bed == ""


def test_she_goes_on_in_another_shelter_at_the_same_minute(
    qtbot: QtBot, director: Actor, resident: str, stay: str, open_frame: Open
) -> None:
    other = perform(director, AddShelter(code="SUD", name="Casa Sud"))
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(resident)
    forms.open("beds.move_to_shelter")
    done(forms)
    new, old = head(director, resident).stays
    assert new.shelter_id == other
    assert new.admitted_at == old.ended_at


def test_who_a_bed_is_held_for_arrives_without_typing(
    qtbot: QtBot, director: Actor, resident: str, beds: dict[str, str], open_frame: Open
) -> None:
    now = director.clock()
    perform(
        director,
        ReserveBed(
            bed=beds["1B"], from_at=now, to_at=now + timedelta(hours=6), lapses_at=now + timedelta(hours=6)
        ),
    )
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(resident)
    forms.open("beds.arrive")
    done(forms)
    assert head(director, resident).bed == "1 · 1B"
    assert reservations(director, "NORD") == ()


def test_rooms_and_beds_are_added_and_an_extra_mattress_put_in(
    qtbot: QtBot, director: Actor, beds: dict[str, str], open_frame: Open
) -> None:
    frame = open_frame(director)
    frame.go("rooms")
    page = frame.pages["rooms"]
    qtbot.waitUntil(page.do.isVisible)  # type: ignore[attr-defined]

    def fill(act: str, **values: object) -> None:
        page.fill_menu()  # type: ignore[attr-defined]
        actions = page.menu.actions()  # type: ignore[attr-defined]
        next(one for one in actions if one.objectName() == act).trigger()
        panel = page.panel()
        assert panel is not None
        assert panel.form is not None
        for name, value in values.items():
            panel.form.fields[name].begin(value)
        panel.do()
        qtbot.waitUntil(lambda: panel.form is None)

    fill("house.add_room", name="Camera nouă", placement_rule="FAMILY")
    qtbot.waitUntil(lambda: len(page.rooms.rows) == 2)  # type: ignore[attr-defined]
    room = next(row.room_id for row in page.rooms.rows if row.name == "Camera nouă")  # type: ignore[attr-defined]
    fill("house.add_bed", room=room, label="2A")
    board = beds_tonight(director)
    assert [(one.name, [bed.label for bed in one.beds]) for one in board.rooms][1:] == [
        ("Camera nouă", ["2A"])
    ]
    fill(
        "beds.add_mattress",
        room=room,
        label="2X",
        since=date(2026, 11, 24),
        until=date(2026, 11, 26),
        reason="a raid tonight",
    )
    assert [bed.label for bed in beds_tonight(director).rooms[1].beds] == ["2A", "2X"]


def test_a_decision_on_a_request_is_taken_back(
    qtbot: QtBot, director: Actor, beds: dict[str, str], open_frame: Open
) -> None:
    perform(
        director,
        RecordReferral(
            shelter=beds["NORD"], source="DIICOT", urgency="TONIGHT", received_at=director.clock()
        ),
    )
    frame = open_frame(director)
    frame.go("waiting")
    page = frame.pages["waiting"]
    qtbot.waitUntil(lambda: len(page.model.rows) == 1)  # type: ignore[attr-defined]
    page.later.click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page.model.rows[0].decision == "WAITLISTED")  # type: ignore[attr-defined]
    page.accept.click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: waiting(director, "NORD").rows == ())
    frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: len(waiting(director, "NORD").rows) == 1)


def test_what_the_house_must_know_is_written_seen_ended_and_taken_back(
    forms: ResidentForms, director: Actor, resident: str
) -> None:
    forms.open("residents.add_alert")
    forms.fill("text", "Allergy: penicillin")
    forms.form().fields["level"].begin("HIGH")
    done(forms)
    forms.bot.waitUntil(lambda: any(chip.text() == "Allergy: penicillin" for chip in forms.chips()))
    forms.bot.waitUntil(lambda: "residents.change_alert" in forms.offered())
    forms.open("residents.change_alert")
    done(forms)
    forms.bot.waitUntil(lambda: head(director, resident).alerts == ())
    forms.frame.undo_bar.undo()
    forms.bot.waitUntil(lambda: len(head(director, resident).alerts) == 1)


def test_a_key_of_a_case_is_passed_on_by_who_holds_it_and_taken_back(
    qtbot: QtBot,
    director: Actor,
    make_actor: Callable[..., Actor],
    resident: str,
    stay: str,
    beds: dict[str, str],
    open_frame: Open,
) -> None:
    first, second = make_actor("COUNSELLOR", name="Ada Veche"), make_actor("COUNSELLOR", name="Ina Nouă")
    day = director.clock().date()
    perform(director, AssignCase(resident=resident, account=first.account_id, role="COUNSELLOR", from_on=day))
    session = perform(
        first,
        PlanSession(
            shelter=beds["NORD"], kind="IND_COUNSEL", planned_at=first.clock(), residents=(resident,)
        ),
    )
    note = perform(
        first,
        WriteNote(
            session=session,
            resident=resident,
            format="NARRATIVE",
            note_class="PROGRESS",
            text="She slept well.",
        ),
    )
    with pytest.raises(NotAllowed):
        counselling.note(second, note)
    forms = ResidentForms(qtbot, open_frame(first))
    forms.go_to(resident)
    forms.open("accounts.give_case_key")
    forms.form().fields["account"].begin(second.account_id)
    forms.fill("reason", "Cover while I am on leave")
    done(forms)
    assert "She slept well." in str(counselling.note(second, note))
    qtbot.waitUntil(lambda: second.name in [one.name for one in forms.content("case_keys") or ()])  # type: ignore[union-attr]
    forms.open("accounts.take_case_key")
    forms.form().fields["holder"].begin(f"COUNSEL {second.account_id}")
    forms.fill("reason", "Back from leave")
    done(forms)
    assert second.name not in [one.name for one in case_keys(first, resident)]
