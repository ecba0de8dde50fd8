"""How much is asked of the store: by the page of the day in a house with people, by a resident's page after an act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import Engine, event

from shelter_app.db.store import Store
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.reservations import ReserveBed
from shelter_app.services.beds.rooms import ReportDefect
from shelter_app.services.counselling.acts import PlanSession
from shelter_app.services.handover.acts import WriteHandover
from shelter_app.services.house.acts import AddBed, AddRoom
from shelter_app.services.milestones.acts import PlanMilestone
from shelter_app.services.milestones.views import milestones_of_resident
from shelter_app.services.referrals.acts import AcceptReferral, RecordReferral
from shelter_app.services.residents.acts import AssignCase, RegisterResident
from shelter_app.services.residents.keep_apart import KeepResidentsApart
from shelter_app.services.stays.absences import RecordAbsence
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.today.page import TodayPage
from tests.ui.pages.forms import ResidentForms

Open = Callable[[Actor], Workspace]
ON_TODAY = 30
AFTER_AN_ACT = 25
OVERVIEW = 25
ROOMS, IN_A_ROOM, PEOPLE = 5, 3, 10


@contextmanager
def counted() -> Iterator[list[str]]:
    """Gather the statements that any engine of the process runs, readers' and writers' alike."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def people(
    store: Store, director: Actor, beds: dict[str, str], make_actor: Callable[..., Actor]
) -> list[str]:
    """Return the residents of a house in which something of each kind stands open."""
    now, shelter = director.clock(), beds["NORD"]
    made = []
    for room in range(2, 2 + ROOMS):
        room_id = perform(director, AddRoom(shelter=shelter, name=str(room)))
        for label in "ABC"[:IN_A_ROOM]:
            name = f"{room}{label}"
            made.append(perform(director, AddBed(room=room_id, label=name, in_use_from=date(2025, 1, 1))))
        perform(
            director,
            ReportDefect(room=room_id, text="A tap drips", on=now.date(), assignee=director.account_id),
        )
    residents = []
    for at in range(PEOPLE):
        who = perform(director, RegisterResident(preferred_name=f"Mira {at}", sex="F", birth_year=1990 + at))
        stay = perform(
            director,
            Admit(
                resident=who, shelter=shelter, at=now - timedelta(days=9), bed=made[at] if at < 8 else None
            ),
        )
        perform(
            director,
            AssignCase(
                resident=who, account=director.account_id, role="CASE_MANAGER", from_on=date(2026, 11, 1)
            ),
        )
        perform(
            director, PlanMilestone(resident=who, kind="MS_BANK", target_on=now.date() - timedelta(days=at))
        )
        if at < 3:
            back = now - timedelta(hours=1)
            perform(
                director,
                RecordAbsence(stay=stay, kind="LEAVE_DAY", since=now - timedelta(hours=9), expected_at=back),
            )
        residents.append(who)
    perform(director, KeepResidentsApart(resident=residents[0], other=residents[1], reason="quarrel"))
    for urgency, accepted in (("TONIGHT", False), ("TONIGHT", True), ("DAYS", False), ("PLANNED", False)):
        request = perform(
            director,
            RecordReferral(shelter=shelter, received_at=now, source="ANITP_CR", urgency=urgency, sex="F"),
        )
        if accepted:
            perform(director, AcceptReferral(referral=request, version=1))
            perform(
                director,
                ReserveBed(
                    bed=made[9],
                    from_at=now,
                    to_at=now + timedelta(days=2),
                    lapses_at=now + timedelta(hours=9),
                    referral=request,
                ),
            )
    for text in ("The plumber comes.", "Keys are with the night shift."):
        perform(director, WriteHandover(shelter=shelter, text=text))
    return residents


def test_the_page_of_the_day_asks_a_house_with_people_in_few_statements(
    qtbot: QtBot, director: Actor, people: list[str], open_frame: Open
) -> None:
    page = open_frame(director).pages["today"]
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: page.shown is not None and page.is_settled())
    assert len(page.rows) == 12
    with counted() as statements:
        page.refresh()
        qtbot.waitUntil(page.is_settled)
    assert 0 < len(statements) <= ON_TODAY, "\n".join(statements)


def test_an_act_on_a_tab_asks_for_the_head_and_that_tab_alone(
    qtbot: QtBot, director: Actor, people: list[str], open_frame: Open
) -> None:
    forms = ResidentForms(qtbot, open_frame(director))
    forms.frame.go_to_resident(people[0], "milestones")
    forms.settle()
    forms.open("milestones.plan_milestone")
    forms.begin("kind", "MS_GP")
    with counted() as statements:
        forms.save()
        qtbot.waitUntil(forms.closed)
        forms.settle()
    assert {row.kind for row in milestones_of_resident(director, people[0])} == {"MS_BANK", "MS_GP"}
    assert 0 < len(statements) <= AFTER_AN_ACT, "\n".join(statements)


def test_the_overview_asks_for_the_sections_that_stand_on_it(
    qtbot: QtBot, director: Actor, people: list[str], open_frame: Open
) -> None:
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(people[0])
    with counted() as statements:
        forms.page.refresh()
        forms.settle()
    assert 0 < len(statements) <= OVERVIEW, "\n".join(statements)


@pytest.mark.parametrize("role", ["CASE_MANAGER", "COUNSELLOR", "HOUSE_STAFF", "LEGAL"])
def test_the_page_of_the_day_asks_as_little_for_each_role(
    qtbot: QtBot,
    director: Actor,
    beds: dict[str, str],
    people: list[str],
    make_actor: Callable[..., Actor],
    open_frame: Open,
    role: str,
) -> None:
    actor = make_actor(role)
    for who in people[:4]:
        if role in ("CASE_MANAGER", "COUNSELLOR"):
            perform(
                director,
                AssignCase(resident=who, account=actor.account_id, role=role, from_on=date(2026, 11, 1)),
            )
    if role == "COUNSELLOR":
        for days in (0, 2):
            at = director.clock() - timedelta(days=days)
            perform(
                actor,
                PlanSession(
                    shelter=beds["NORD"],
                    kind="IND_COUNSEL",
                    planned_at=at,
                    residents=(people[0],),
                    minutes=50,
                ),
            )
    page = open_frame(actor).pages["today"]
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: page.shown is not None and page.is_settled())
    with counted() as statements:
        page.refresh()
        qtbot.waitUntil(page.is_settled)
    assert 0 < len(statements) <= ON_TODAY, "\n".join(statements)
