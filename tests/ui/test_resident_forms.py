"""The resident's page and its forms: what is typed is done, re-read from the store, refused beside its field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.services.acting import Actor, perform
from shelter_app.services.deliveries.views import deliveries_of_resident
from shelter_app.services.drafts import drafts
from shelter_app.services.house.acts import AddBed, AddRoom
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.milestones.views import milestones_of_resident
from shelter_app.services.plans.acts import AddGoal, AddIntervention, WritePlan
from shelter_app.services.plans.views import plan
from shelter_app.services.residents.acts import AssignCase, RegisterResident, SetIdentity
from shelter_app.services.residents.head import head
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.forms.panel import FORM
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.workspace import Workspace
from tests.front import press_until
from tests.ui.pages.forms import ResidentForms
from tests.ui.pages.plan import PlanPage

Open = Callable[[Actor], Workspace]


@pytest.fixture
def resident(director: Actor) -> str:
    return perform(director, RegisterResident(preferred_name="Mira", sex="F", birth_year=1999))


@pytest.fixture
def forms(qtbot: QtBot, director: Actor, resident: str, open_frame: Open) -> ResidentForms:
    made = ResidentForms(qtbot, open_frame(director))
    made.go_to(resident)
    return made


@pytest.fixture
def manager(director: Actor, make_actor: Callable[..., Actor], resident: str) -> Actor:
    """Return the case manager to whom the resident's case is assigned."""
    made = make_actor("CASE_MANAGER")
    assign = AssignCase(
        resident=resident, account=made.account_id, role="CASE_MANAGER", from_on=date(2026, 1, 1)
    )
    perform(director, assign)
    return made


def admit(forms: ResidentForms, qtbot: QtBot) -> None:
    """Type an admission to bed 1B, the bed and the source by a part of their words."""
    forms.open("stays.admit")
    forms.fill("bed", "1b")
    forms.fill("source", "anitp helpl")
    forms.save()
    qtbot.waitUntil(forms.closed)


def test_a_resident_is_admitted_to_a_bed_found_by_a_part_of_its_words(
    forms: ResidentForms, qtbot: QtBot, director: Actor, resident: str
) -> None:
    admit(forms, qtbot)
    assert head(director, resident).bed == "1 · 1B"
    qtbot.waitUntil(lambda: "1 · 1B" in forms.page.about.text())
    assert forms.frame.undo_bar.text() == f"{head(director, resident).code} – Admitted."
    forms.frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: head(director, resident).stay is None)
    assert beds_tonight(director).occupied == 0


def test_a_stay_is_told_by_the_clock_of_the_house(
    forms: ResidentForms, qtbot: QtBot, director: Actor, resident: str
) -> None:
    admit(forms, qtbot)
    admitted = head(director, resident).stay.admitted_at.astimezone(LOCAL)
    qtbot.waitUntil(lambda: bool(forms.page.list_of("stay").model.rows))
    model = forms.page.list_of("stay").model
    assert model.data(model.index(0, 1)).endswith(f"{admitted:%H:%M}")


def test_why_a_rule_was_set_aside_stands_beside_the_bed(
    forms: ResidentForms, qtbot: QtBot, director: Actor, resident: str, beds: dict[str, str]
) -> None:
    room = perform(director, AddRoom(shelter=beds["NORD"], name="M", placement_rule="MEN"))
    bed = perform(director, AddBed(room=room, label="1", in_use_from=date(2025, 1, 1)))
    at = director.clock()
    perform(
        director,
        Admit(resident=resident, shelter=beds["NORD"], at=at, bed=bed, override="only place tonight"),
    )
    forms.page.refresh()
    forms.page.open_tab("stay")
    qtbot.waitUntil(lambda: bool(forms.page.list_of("stay").model.rows))
    tab = forms.page.list_of("stay").model
    assert tab.columns[-1].text(tab.rows[0]) == "only place tonight"


def test_who_comes_back_has_a_new_stay_of_the_same_person(
    forms: ResidentForms, qtbot: QtBot, director: Actor, resident: str, beds: dict[str, str]
) -> None:
    came = director.clock() - timedelta(days=9)
    perform(director, Admit(resident=resident, shelter=beds["NORD"], at=came, bed=beds["1A"]))
    code = head(director, resident).code
    forms.frame.refresh()
    qtbot.waitUntil(lambda: "stays.end" in forms.offered())
    forms.open("stays.end")
    forms.form().fields["at"].begin(director.clock() - timedelta(days=3))
    forms.form().fields["reason"].begin("PLAN_COMPLETED")
    forms.save()
    qtbot.waitUntil(forms.closed)
    qtbot.waitUntil(lambda: "stays.admit" in forms.offered())
    forms.open("stays.admit")
    forms.fill("bed", "1b")
    forms.save()
    qtbot.waitUntil(forms.closed)
    her = head(director, resident)
    assert (her.code, her.bed, len(her.stays)) == (code, "1 · 1B", 2)
    assert [stay.ended_at is None for stay in her.stays] == [True, False]


def test_a_bed_just_given_is_taken_back_with_the_keyboard(
    forms: ResidentForms, qtbot: QtBot, director: Actor, resident: str, beds: dict[str, str]
) -> None:
    perform(director, Admit(resident=resident, shelter=beds["NORD"], at=director.clock()))
    forms.frame.refresh()
    qtbot.waitUntil(lambda: "stays.place_in_bed" in forms.offered())
    forms.open("stays.place_in_bed")
    forms.fill("bed", "1a")
    forms.save()
    qtbot.waitUntil(forms.frame.undo_bar.isVisible)
    assert head(director, resident).bed == "1 · 1A"
    forms.be_in_front()
    qtbot.keyClick(forms.page.acts.more, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: forms.frame.undo_bar.text().startswith("Undone"))
    assert not head(director, resident).bed


def test_what_is_missing_or_no_day_is_said_under_its_field_and_the_text_stays(
    forms: ResidentForms, director: Actor, resident: str
) -> None:
    forms.open("milestones.reach_milestone")
    forms.fill("reached_on", "31.2")
    forms.fill("evidence", "contract seen")
    forms.save()
    assert forms.said_under("kind") == "This field is required. Type or choose something."
    assert forms.said_under("reached_on").startswith("This is not a date.")
    assert forms.form().fields["evidence"].value() == "contract seen"
    assert milestones_of_resident(director, resident) == ()


def test_what_the_rule_refuses_is_said_under_the_field_it_names(
    forms: ResidentForms, qtbot: QtBot, director: Actor, resident: str
) -> None:
    forms.open("milestones.reach_milestone")
    kind = forms.form().fields["kind"]
    kind.begin(kind.control.itemData(0))  # type: ignore[attr-defined]
    forms.fill("reached_on", "+3")
    forms.fill("evidence", "contract seen")
    forms.save()
    qtbot.waitUntil(lambda: bool(forms.said_under("reached_on")))
    assert forms.said_under("reached_on") == "This date is in the future. Check the date."
    assert forms.form().fields["evidence"].value() == "contract seen"
    forms.fill("reached_on", "20.11.2026")
    forms.save()
    qtbot.waitUntil(forms.closed)
    (reached,) = milestones_of_resident(director, resident)
    assert (reached.reached_on, reached.evidence) == (date(2026, 11, 20), "contract seen")


def test_a_service_is_recorded_and_taken_back(
    forms: ResidentForms, qtbot: QtBot, director: Actor, resident: str, beds: dict[str, str]
) -> None:
    perform(director, Admit(resident=resident, shelter=beds["NORD"], at=director.clock()))
    forms.open("deliveries.record_service")
    service = forms.form().fields["service"]
    service.begin(service.control.itemData(1))  # type: ignore[attr-defined]
    forms.save()
    qtbot.waitUntil(forms.closed)
    assert len(deliveries_of_resident(director, resident)) == 1
    forms.frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: deliveries_of_resident(director, resident) == ())


def test_escape_asks_once_before_typed_text_is_lost(forms: ResidentForms, qtbot: QtBot) -> None:
    form = forms.open("milestones.plan_milestone")
    qtbot.keyClicks(form.fields["target_on"].control, "3")
    forms.be_in_front()
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not forms.closed()
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert forms.closed()


def test_a_role_is_offered_only_what_the_table_gives_it(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, beds: dict[str, str]
) -> None:
    who = perform(director, RegisterResident(preferred_name="Mira", sex="F", birth_year=1999))
    perform(director, Admit(resident=who, shelter=beds["NORD"], at=director.clock(), bed=beds["1A"]))
    staff = make_actor("HOUSE_STAFF")
    forms = ResidentForms(qtbot, open_frame(staff))
    forms.go_to(who)
    offered = forms.offered()
    assert "stays.move" in offered
    assert offered & {"stays.end", "plans.write_plan", "milestones.reach_milestone"} == set()
    assert forms.page.identity.button.isHidden()


def test_a_plan_is_written_proposed_and_approved_by_another(
    qtbot: QtBot,
    director: Actor,
    manager: Actor,
    open_frame: Open,
    resident: str,
    beds: dict[str, str],
) -> None:
    perform(director, Admit(resident=resident, shelter=beds["NORD"], at=director.clock()))
    forms = ResidentForms(qtbot, open_frame(manager))
    forms.go_to(resident)
    for act, typed in (
        ("plans.write_plan", {"own_wishes": "My own key."}),
        ("plans.add_goal", {"domain": "housing", "statement": "A rented room", "target_on": "1.3.2027"}),
        ("plans.add_intervention", {"service": "legal counselling", "responsible": "resident"}),
        ("plans.propose_plan", {}),
    ):
        qtbot.waitUntil(lambda act=act: act in forms.offered())
        form = forms.open(act)
        for name, text in typed.items():
            field = form.fields[name]
            if name in ("domain", "service", "responsible"):
                field.begin(field.control.itemData(0))  # type: ignore[attr-defined]
            else:
                forms.fill(name, text)
        forms.save()
        qtbot.waitUntil(forms.closed)
    qtbot.waitUntil(lambda: "plans.propose_plan" not in forms.offered())
    boss = ResidentForms(qtbot, open_frame(director))
    boss.go_to(resident)
    boss.open("plans.approve_plan")
    boss.save()
    qtbot.waitUntil(boss.closed)
    qtbot.waitUntil(lambda: boss.content("plan").plan.line.status == "IN_FORCE")
    assert boss.content("plan").plan.line.approved_by == director.name
    # A draft of the next version takes nothing away from the one in force.
    stay = head(director, resident).stay
    perform(
        manager, WritePlan(stay=stay.id, own_wishes="A garden.", goals_of=boss.content("plan").plan.line.id)
    )
    forms.page.refresh()
    qtbot.waitUntil(lambda: forms.content("plan").in_force is not None)
    assert (forms.content("plan").plan.line.number, forms.content("plan").in_force.line.number) == (2, 1)
    assert {"plans.close_plan", "plans.finish_intervention"} <= set(forms.offered())
    words = [label.text() for label in forms.page.findChildren(QLabel)]
    assert any(text.startswith("Version 1 is in force until this one is approved") for text in words)
    forms.page.open_tab("plan")
    forms.settle()
    plan_tab = PlanPage(forms)
    assert (plan_tab.version(), plan_tab.step_now()) == ("Version 2", "Written")
    plan_tab.choose("Version 1 · In force")
    assert (plan_tab.version(), plan_tab.step_now()) == ("Version 1", "In force")


def test_the_identity_asks_for_a_reason_and_hides_again(
    forms: ResidentForms, qtbot: QtBot, director: Actor, resident: str
) -> None:
    perform(
        director,
        SetIdentity(
            resident=resident,
            legal_name="Ioana Fictivă",
            birth_date=date(1999, 2, 28),
            home_address="Strada Inventată 1",
        ),
    )
    forms.page.identity.button.click()
    qtbot.keyClick(forms.page.identity.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "why you are opening" in forms.page.error.text())
    qtbot.keyClicks(forms.page.identity.reason, "court summons")
    qtbot.keyClick(forms.page.identity.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Ioana Fictivă" in forms.page.identity.text.text())
    assert forms.page.identity.text.text().splitlines() == [
        "Name in documents: Ioana Fictivă",
        "Date of birth: 28 February 1999",
        "Home address: Strada Inventată 1",
    ]
    forms.page.identity.button.click()
    assert forms.page.identity.text.text() == ""


def test_enter_in_the_list_opens_her_page(qtbot: QtBot, director: Actor, open_frame: Open) -> None:
    who = perform(director, RegisterResident(preferred_name="Mira"))
    frame = open_frame(director)
    frame.go("residents")
    page = frame.pages["residents"]
    page.restore({"filter": "all"})
    qtbot.waitUntil(lambda: len(page.model.rows) == 1)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(frame.pages["resident"].isVisible)
    assert frame.pages["resident"].resident == who


def test_a_form_takes_the_pages_place_where_there_is_no_room_for_both(
    forms: ResidentForms, qtbot: QtBot
) -> None:
    window = forms.frame.window()
    assert isinstance(window, MainWindow)
    window.resize(1366, 768)
    forms.open("stays.admit")
    panel = forms.page.panel()
    assert panel is not None
    assert forms.page.acts.more.isVisible()
    window.choose_percent(200)
    qtbot.waitUntil(lambda: not forms.page.acts.more.isVisible())

    def ends() -> int:
        return panel.mapTo(window, panel.rect().bottomRight()).x()

    qtbot.waitUntil(lambda: ends() < window.width())
    panel.leave()
    qtbot.waitUntil(forms.page.acts.more.isVisible)


def test_a_goal_of_the_plan_offers_what_can_be_done_with_it(
    qtbot: QtBot,
    director: Actor,
    manager: Actor,
    open_frame: Open,
    resident: str,
    beds: dict[str, str],
) -> None:
    stay = perform(director, Admit(resident=resident, shelter=beds["NORD"], at=director.clock()))
    draft = perform(manager, WritePlan(stay=stay, own_wishes="My own key."))
    for statement in ("A rented room", "A cook's diploma"):
        goal = perform(
            manager, AddGoal(plan=draft, domain="HOUSING", statement=statement, need="Somewhere safe")
        )
        perform(
            manager,
            AddIntervention(goal=goal, service="LEGAL_ADVICE", responsible="RESIDENT", frequency="weekly"),
        )
    forms = ResidentForms(qtbot, open_frame(manager))
    forms.go_to(resident)
    tab = PlanPage(forms)
    assert tab.goals() == ["A rented room", "A cook's diploma"]
    told = {"Somewhere safe", code_label("service", "LEGAL_ADVICE"), "Resident · weekly"}
    assert told <= set(tab.words("A rented room"))
    assert tab.offers("A rented room") == ["Change the goal", "Add an intervention", "Remove the goal"]
    assert tab.offers("A rented room", 0) == ["Change the intervention", "Remove the intervention"]

    # The first goal is changed, not the last, and what was typed comes back to the same one.
    tab.do("A rented room", "Change the goal")
    forms.fill("statement", "A room of her own")
    forms.page.panel().put_away()
    qtbot.waitUntil(lambda: drafts.load(manager, FORM, resident) is not None)
    forms.come_back(resident)
    qtbot.waitUntil(
        lambda: not forms.closed() and forms.form().fields["statement"].value() == "A room of her own"
    )
    forms.save()
    qtbot.waitUntil(forms.closed)
    assert [goal.statement for goal in plan(manager, draft).goals] == [
        "A room of her own",
        "A cook's diploma",
    ]

    # A removal asks nothing and is taken back whole.
    qtbot.waitUntil(lambda: "A room of her own" in tab.goals())
    tab.do("A room of her own", "Remove the goal")
    qtbot.waitUntil(lambda: tab.goals() == ["A cook's diploma"])
    assert [goal.statement for goal in plan(manager, draft).goals] == ["A cook's diploma"]
    qtbot.waitUntil(forms.frame.undo_bar.button.isVisible)
    forms.frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: tab.goals() == ["A room of her own", "A cook's diploma"])
    assert [one.frequency for one in plan(manager, draft).goals[0].interventions] == ["weekly"]

    # What was begun on a goal comes back to that goal, though the page's own form is about another one.
    tab.do("A room of her own", "Add an intervention")
    assert "goal" not in forms.form().fields
    qtbot.keyClicks(forms.form().fields["provider"].control, "The law clinic")
    forms.page.panel().put_away()
    qtbot.waitUntil(
        lambda: (drafts.load(manager, FORM, resident) or {}).get("act") == "plans.add_intervention"
    )
    forms.come_back(resident)
    qtbot.waitUntil(
        lambda: not forms.closed() and forms.form().fields["provider"].value() == "The law clinic"
    )
    for name, value in (("service", "LEGAL_ADVICE"), ("responsible", "RESIDENT")):
        forms.begin(name, value)
    forms.save()
    qtbot.waitUntil(forms.closed)
    assert [len(goal.interventions) for goal in plan(manager, draft).goals] == [2, 1]
    forms.settle()

    # What is done twice at once is done once and taken back whole.
    tab.do("A room of her own", "Remove the intervention", 1)
    tab.do("A room of her own", "Remove the intervention", 1)
    qtbot.waitUntil(lambda: len(plan(manager, draft).goals[0].interventions) == 1)
    forms.settle()
    assert not forms.page.error.text()
    qtbot.waitUntil(lambda: forms.frame.undo_bar.text().endswith(" – The intervention was removed."))
    qtbot.waitUntil(forms.frame.undo_bar.button.isVisible)
    forms.frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: len(plan(manager, draft).goals[0].interventions) == 2)


def test_enter_opens_the_menu_of_a_button(forms: ResidentForms, qtbot: QtBot) -> None:
    seen: list[bool] = []
    menu = forms.page.acts.menu
    looking = QTimer(menu)  # goes with the menu, should the test end before it was seen

    def look() -> None:  # the key returns once the menu is closed again
        if menu.isVisible():
            seen.append(True)
            looking.stop()
            menu.close()

    looking.timeout.connect(look)
    qtbot.waitUntil(lambda: forms.page.acts.more.isVisible() and forms.page.is_settled())
    forms.be_in_front()
    qtbot.waitUntil(lambda: forms.page.acts.more.isVisible() and forms.page.is_settled())
    forms.page.acts.more.setFocus()
    looking.start(20)
    press_until(qtbot, forms.page.acts.more, Qt.Key.Key_Return, lambda: bool(seen))


def test_a_goal_that_was_changed_or_added_is_taken_back(
    qtbot: QtBot,
    director: Actor,
    manager: Actor,
    open_frame: Open,
    resident: str,
    beds: dict[str, str],
) -> None:
    stay = perform(director, Admit(resident=resident, shelter=beds["NORD"], at=director.clock()))
    draft = perform(manager, WritePlan(stay=stay, own_wishes="My own key."))
    perform(manager, AddGoal(plan=draft, domain="HOUSING", statement="A room", target_on=date(2027, 3, 1)))
    forms = ResidentForms(qtbot, open_frame(manager))
    forms.go_to(resident)
    for act, typed, after in (
        ("plans.change_goal", "A flat", ["A flat"]),
        ("plans.add_goal", "A job", ["A room", "A job"]),
    ):
        qtbot.waitUntil(lambda act=act: act in forms.offered() and forms.page.is_settled())
        forms.open(act)
        forms.fill("statement", typed)
        if act == "plans.add_goal":
            forms.begin("domain", "EMPLOYMENT")
            forms.begin("target_on", date(2027, 5, 1))
        forms.save()
        qtbot.waitUntil(forms.closed)
        assert [goal.statement for goal in plan(manager, draft).goals] == after
        qtbot.waitUntil(forms.frame.undo_bar.button.isVisible)
        forms.frame.undo_bar.button.click()
        qtbot.waitUntil(lambda: [goal.statement for goal in plan(manager, draft).goals] == ["A room"])


def test_what_only_the_own_cases_allow_is_not_offered_for_a_colleagues(
    qtbot: QtBot,
    director: Actor,
    make_actor: Callable[..., Actor],
    open_frame: Open,
    resident: str,
    beds: dict[str, str],
) -> None:
    counsellor = make_actor("COUNSELLOR")
    perform(director, Admit(resident=resident, shelter=beds["NORD"], at=director.clock()))
    forms = ResidentForms(qtbot, open_frame(counsellor))
    forms.go_to(resident)
    qtbot.waitUntil(forms.page.is_settled)
    assert forms.offered() == set()
    assert not forms.page.identity.button.isVisible()
    perform(
        director,
        AssignCase(
            resident=resident, account=counsellor.account_id, role="COUNSELLOR", from_on=date(2026, 1, 1)
        ),
    )
    forms.page.refresh()
    qtbot.waitUntil(lambda: "counselling.plan_session" in forms.offered())
    assert forms.page.identity.button.isVisible()
    form = forms.open("counselling.plan_session")
    choices = form.fields["residents"].control.model()
    assert choices.rowCount() == 1
