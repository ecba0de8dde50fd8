"""A restricted person is known to the named accounts only: in every view, on paper, to every act, and in the store."""

from __future__ import annotations

import inspect
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from shelter_app.db.models.care import CarePlan
from shelter_app.db.models.counselling import Session, SessionAttendance, SessionNote
from shelter_app.db.models.handover import Handover
from shelter_app.db.models.people import (
    Household,
    HouseholdMember,
    KeepApart,
    Milestone,
    Resident,
    ResidentAlert,
)
from shelter_app.db.models.stays import Absence, BedPeriod, Referral
from shelter_app.db.store import Store
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services import registry
from shelter_app.services.accounts.acts import SuspendAccount
from shelter_app.services.accounts.trail import trail
from shelter_app.services.acting import VIEWS, Actor, perform
from shelter_app.services.beds.marks import MarkPresence
from shelter_app.services.beds.presence import roll_call
from shelter_app.services.beds.printing import PrintCensus, PrintMissing, PrintRoster
from shelter_app.services.handover.acts import WriteHandover
from shelter_app.services.house.acts import AddBed, AddRoom
from shelter_app.services.house.views import OCCUPIED, beds_tonight
from shelter_app.services.residents.acts import AssignCase
from shelter_app.services.residents.alerts import AddAlert
from shelter_app.services.residents.head import head
from shelter_app.services.residents.printing import PrintList
from shelter_app.services.residents.restriction import (
    ChangeRestriction,
    EndRestriction,
    RestrictAccess,
    nameable,
    restriction,
)
from shelter_app.services.residents.views import residents
from shelter_app.services.stays.acts import Admit, MoveToBed
from tests.conftest import FixedClock, add_account
from tests.services.casework import NOW, TODAY, Case, put, resident_in, shelter

CODE, NAME, ALERT = "SALCIE-77", "Ruxandra", "nu se spune nimănui unde este"
SINCE = datetime(2026, 10, 1, 12, tzinfo=UTC)
UNASKED = {"residents.try_register"}  # it is given a sheet, and tells of the sheet
ROLES = ("DIRECTOR", "CASE_MANAGER", "COUNSELLOR", "LEGAL", "HOUSE_STAFF", "AUDITOR")


@dataclass(frozen=True)
class Scene:
    """A house in which one of two people is restricted, with a record of her in every part of it."""

    her: Case
    other: Case
    restriction: str
    bed: str
    free: str
    asked: dict[str, Any]


@pytest.fixture
def scene(store: Store, director: Actor) -> Scene:
    home = shelter(store)
    room = perform(director, AddRoom(shelter=home, name="3"))
    bed, free = (
        perform(director, AddBed(room=room, label=label, in_use_from=TODAY.replace(month=1)))
        for label in "AB"
    )
    her, other = resident_in(store, home, CODE), resident_in(store, home, "MUR-33")
    with store.writing() as session:
        row = session.get(Resident, her.resident)
        assert row is not None
        row.preferred_name, row.former_code = NAME, "VECHI-77"
    author = add_account(store, "Mara Ene", ["CASE_MANAGER"], NOW)
    plan = CarePlan(stay_id=her.stay, number=1, status="SIGNED", author_id=author, proposed_at=NOW)
    meeting = Session(shelter_id=home, kind="IND_COUNSEL", planned_at=NOW, planned_on=TODAY, status="PLANNED",
                      counsellor_id=director.account_id)  # fmt: skip
    asked = Referral(shelter_id=home, received_at=NOW, received_on=TODAY, source="ANITP_CR", urgency="TONIGHT",
                     decision="ACCEPTED", decided_at=NOW, persons=2, resident_id=her.resident)  # fmt: skip
    family = Household(label=None)
    put(store, plan, meeting, asked, family)
    note = SessionNote(session_id=meeting.id, resident_id=her.resident, format="DAP", note_class="PROGRESS",
                       body=b"sealed", author_id=director.account_id)  # fmt: skip
    put(store, note)
    one, two = sorted((her.resident, other.resident))
    put(
        store,
        BedPeriod(stay_id=her.stay, bed_id=bed, from_at=SINCE, from_on=SINCE.date()),
        BedPeriod(stay_id=other.stay, bed_id=free, from_at=SINCE, from_on=SINCE.date()),
        ResidentAlert(resident_id=her.resident, level="HIGH", text=ALERT),
        SessionAttendance(
            session_id=meeting.id, resident_id=her.resident, stay_id=her.stay, status="PLANNED"
        ),
        Milestone(resident_id=her.resident, kind="MS_SAFE_PLAN", target_on=TODAY),
        Absence(
            stay_id=her.stay,
            kind="UNAUTHORISED",
            from_at=NOW - timedelta(days=2),
            from_on=TODAY - timedelta(days=2),
        ),
        Handover(shelter_id=home, shift="NIGHT", resident_id=her.resident, text=ALERT, written_at=NOW),
        KeepApart(one_id=one, other_id=two, reason="au vorbit", from_on=TODAY),
        *(
            HouseholdMember(household_id=family.id, resident_id=who.resident, role="OTHER", from_on=TODAY)
            for who in (her, other)
        ),
    )
    made = perform(director, RestrictAccess(resident=her.resident, named=(), reason="ordin de protecție"))
    day = datetime(2026, 11, 24, 9, tzinfo=UTC)
    given = {
        "shelter": "CASA-1", "shelter_code": "CASA-1", "stay_id": her.stay, "resident_id": her.resident,
        "resident": her.resident, "plan_id": plan.id, "note_id": note.id, "referral_id": asked.id,
        "session_id": meeting.id,
        "first": TODAY - timedelta(days=30), "last": TODAY, "days": 40, "from_on": TODAY - timedelta(days=30),
        "until_on": TODAY, "day": TODAY - timedelta(days=1), "later": True, "since": day, "reason": "a cerut poliția",
        "words": "salcie", "list_name": "sex", "template": "R02", "search": "salcie", "people": (),
    }  # fmt: skip
    return Scene(her, other, made, bed, free, given)


def told(actor: Actor, asked: dict[str, Any], whole: bool) -> Iterator[tuple[str, str]]:
    """Go through what every view says to an account; of what a view may be asked for all, or only what it needs."""
    registry.load_all()
    for name, view in sorted(VIEWS.items()):
        values = {}
        for field in list(inspect.signature(view).parameters.values())[1:]:
            needed = field.default is inspect.Parameter.empty
            if field.name in asked and (needed or (whole and field.name not in ("at", "words", "limit"))):
                values[field.name] = asked[field.name]
        if name in UNASKED:
            continue
        try:
            yield name, repr(view(actor, **values))
        except (NotAllowed, Refused) as refused:
            yield name, str(refused)


def leaks(said: str, scene: Scene) -> bool:
    return any(secret in said for secret in (CODE, "VECHI-77", NAME, ALERT, scene.her.resident))


def told_of(actor: Actor, scene: Scene, whole: bool) -> set[str]:
    """Return which views tell of her; figures count everybody and hold the ids of what they counted, no names."""
    said = dict(told(actor, scene.asked, whole))
    said["reporting.figures"] = said["reporting.figures"].replace(scene.her.resident, "")
    return {name for name, words in said.items() if leaks(words, scene)}


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("role", ROLES)
def test_no_view_tells_who_is_not_named_of_her(
    scene: Scene, director: Actor, make_actor: Callable[..., Actor], role: str, whole: bool
) -> None:
    colleague = make_actor(role)
    if role in ("CASE_MANAGER", "COUNSELLOR", "LEGAL"):
        perform(
            director,
            AssignCase(resident=scene.her.resident, account=colleague.account_id, role=role, from_on=TODAY),
        )
    assert told_of(colleague, scene, whole) == set()


def test_the_views_tell_who_is_named(scene: Scene, director: Actor) -> None:
    assert told_of(director, scene, False) >= {
        "accounts.trail", "beds.away", "beds.census", "beds.roll_call", "beds.tape", "beds.to_place", "handover.lines",
        "house.beds", "plans.plan", "plans.to_approve", "referrals.list",
        "referrals.referral", "residents.head", "residents.list", "residents.too_near",
    }  # fmt: skip


def test_her_bed_says_that_it_is_occupied(scene: Scene, make_actor: Callable[..., Actor]) -> None:
    staff = make_actor("HOUSE_STAFF")
    board = beds_tonight(staff)
    cards = {bed.bed_id: bed for bed in board.rooms[0].beds}
    her = cards[scene.bed]
    assert (her.state, her.resident_code, her.resident_id, her.record_id) == (OCCUPIED, "ocupat", None, None)
    assert (her.alerts, her.since, her.away) == ((), None, None)
    assert cards[scene.free].resident_code == "MUR-33"
    assert (board.occupied, board.free) == (2, 0)


def test_the_roll_call_counts_her_bed_and_marks_it(scene: Scene, make_actor: Callable[..., Actor]) -> None:
    staff = make_actor("HOUSE_STAFF")
    rows = {row.stay_id: row for row in roll_call(staff).rows}
    assert (rows[scene.her.stay].code, rows[scene.her.stay].bed) == ("ocupat", "A")
    perform(staff, MarkPresence(stay=scene.her.stay, day=TODAY - timedelta(days=4), mark="PRESENT"))


def words_of(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return " ".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None)


@pytest.mark.parametrize("kind", ["NIGHT_LIST", "EMERGENCY", "ROLL_CALL"])
def test_the_lists_of_the_night_say_occupied(
    scene: Scene, director: Actor, make_actor: Callable[..., Actor], kind: str
) -> None:
    sheet = PrintRoster(kind=kind, form="xlsx")
    assert CODE in words_of(perform(director, sheet).content)
    said = words_of(perform(make_actor("HOUSE_STAFF"), sheet).content)
    assert not leaks(said, scene)
    assert "ocupat" in said
    assert "MUR-33" in said


def test_no_other_paper_names_her(scene: Scene, make_actor: Callable[..., Actor]) -> None:
    manager = make_actor("CASE_MANAGER")
    for sheet in (PrintList(columns=("code", "preferred_name"), form="xlsx"), PrintCensus(form="xlsx")):
        said = words_of(perform(manager, sheet).content)
        assert not leaks(said, scene)
        assert "MUR-33" in said
    with pytest.raises(NotAllowed):
        perform(manager, PrintMissing(stay=scene.her.stay))


def test_who_is_not_named_does_nothing_to_her(scene: Scene, make_actor: Callable[..., Actor]) -> None:
    manager = make_actor("CASE_MANAGER")
    her, home = scene.her.resident, scene.her.shelter
    for act in (
        AddAlert(resident=her, level="LOW", text="ceva"),
        WriteHandover(shelter=home, resident=her, text="ceva"),
        Admit(resident=her, shelter=home, at=NOW),
        MoveToBed(stay=scene.her.stay, bed=scene.free, at=NOW),
        RestrictAccess(resident=her, named=(), reason="ceva"),
        ChangeRestriction(restriction=scene.restriction, named=(manager.account_id,)),
        EndRestriction(restriction=scene.restriction),
    ):
        with pytest.raises(NotAllowed) as refused:
            perform(manager, act)
        assert not leaks(str(refused.value), scene)


def test_a_bed_that_she_has_is_refused_without_her_code(
    scene: Scene, make_actor: Callable[..., Actor]
) -> None:
    staff = make_actor("HOUSE_STAFF")
    with pytest.raises(Refused) as refused:
        perform(staff, MoveToBed(stay=scene.other.stay, bed=scene.bed, at=NOW))
    assert not leaks(str(refused.value), scene)
    assert "ocupat" in str(refused.value)


def test_who_is_named_sees_her_again_and_names_are_changed(
    scene: Scene, director: Actor, make_actor: Callable[..., Actor]
) -> None:
    staff, another = make_actor("HOUSE_STAFF", name="Dana Moga"), make_actor("DIRECTOR", name="Ioan Pop")
    perform(director, ChangeRestriction(restriction=scene.restriction, named=(staff.account_id,)))
    assert {row.code for row in residents(staff).rows} == {CODE, "MUR-33"}
    assert head(staff, scene.her.resident).code == CODE
    assert restriction(staff, scene.other.resident) is None
    assert {row.code for row in residents(another).rows} == {"MUR-33"}
    found = restriction(director, scene.her.resident)
    assert found is not None
    assert [name for _who, name in found.named] == ["Dana Moga", director.name]
    perform(director, ChangeRestriction(restriction=scene.restriction, named=()))
    assert residents(staff).total == 1


def test_the_end_lets_everybody_see_her_and_tells_what_it_was(
    scene: Scene, director: Actor, make_actor: Callable[..., Actor]
) -> None:
    staff = make_actor("HOUSE_STAFF")
    was = perform(director, EndRestriction(restriction=scene.restriction))
    assert (was.resident, was.named, was.reason) == (
        scene.her.resident, (director.account_id,), "ordin de protecție",
    )  # fmt: skip
    assert residents(staff).total == 2
    perform(director, RestrictAccess(resident=was.resident, named=was.named, reason=was.reason))
    assert residents(staff).total == 1
    actions = [row.action for row in trail(director).rows]
    told_so = [name for name in actions if name.endswith(("restrict", "restriction"))]
    assert told_so == ["residents.restrict", "residents.end_restriction", "residents.restrict"]


def test_where_nobody_who_is_named_can_sign_in_a_director_sees_her(
    scene: Scene, director: Actor, make_actor: Callable[..., Actor]
) -> None:
    manager, another = make_actor("CASE_MANAGER"), make_actor("DIRECTOR")
    perform(another, SuspendAccount(account=director.account_id))
    assert {row.code for row in residents(another).rows} == {CODE, "MUR-33"}
    assert {row.code for row in residents(manager).rows} == {"MUR-33"}
    perform(another, AddAlert(resident=scene.her.resident, level="LOW", text="ceva"))


def test_a_case_manager_names_a_director_too(
    scene: Scene, director: Actor, make_actor: Callable[..., Actor]
) -> None:
    manager, auditor = make_actor("CASE_MANAGER"), make_actor("AUDITOR")
    assert auditor.account_id not in {who for who, *_rest in nameable(manager)}
    for named in ((), (manager.account_id,), (director.account_id, auditor.account_id)):
        with pytest.raises(Refused) as refused:
            perform(manager, RestrictAccess(resident=scene.other.resident, named=named, reason="cere ea"))
        assert refused.value.fields == ("named",)
    perform(
        manager,
        RestrictAccess(resident=scene.other.resident, named=(director.account_id,), reason="cere ea"),
    )
    assert {row.code for row in residents(manager).rows} == {"MUR-33"}
    with pytest.raises(Refused):
        perform(director, RestrictAccess(resident=scene.other.resident, named=(), reason="încă o dată"))


def test_the_store_keeps_others_from_writing_of_her(
    scene: Scene, store: Store, make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    staff = make_actor("HOUSE_STAFF")
    stamps = f"'{clock():%Y-%m-%dT%H:%M:%SZ}', '{staff.account_id}'"
    her = scene.her.resident
    for statement in (
        f"UPDATE resident SET preferred_name = 'x', updated_by = '{staff.account_id}' WHERE id = '{her}'",
        f"UPDATE resident_alert SET text = 'x', updated_by = '{staff.account_id}' WHERE resident_id = '{her}'",
        "INSERT INTO resident_alert (resident_id, level, text, id, created_at, created_by, updated_at, updated_by,"
        f" version) VALUES ('{her}', 'LOW', 'x', 'a1', {stamps}, {stamps}, 1)",
        f"UPDATE restriction SET ended_at = updated_at, updated_by = '{staff.account_id}'",
        "DELETE FROM restriction",
        f"UPDATE restriction SET resident_id = '{scene.other.resident}'",
    ):
        with pytest.raises(IntegrityError), store.writing() as session:
            session.execute(text(statement))
