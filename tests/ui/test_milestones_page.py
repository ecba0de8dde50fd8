"""Milestones on a resident's page: planned, changed, reached, lost, each taken back; in both languages, by role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.milestones.acts import LoseMilestone, PlanMilestone, ReachMilestone
from shelter_app.services.milestones.views import MilestoneView, milestones_of_resident
from shelter_app.services.residents.acts import AssignCase, RegisterResident
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.workspace import Workspace
from tests.ui.pages.forms import ResidentForms

Open = Callable[[Actor], Workspace]
LATER, REACHED, LOST = date(2027, 3, 1), date(2026, 11, 20), date(2026, 11, 22)


@pytest.fixture
def resident(director: Actor, beds: dict[str, str]) -> str:
    made = perform(director, RegisterResident(preferred_name="Mira", sex="F", birth_year=1999))
    perform(director, Admit(resident=made, shelter=beds["NORD"], at=director.clock(), bed=beds["1A"]))
    return made


class Milestones(ResidentForms):
    """The tab of one resident's milestones."""

    def __init__(self, bot: QtBot, frame: Workspace, actor: Actor, resident: str) -> None:
        super().__init__(bot, frame)
        self.actor, self.resident = actor, resident
        frame.go_to_resident(resident, "milestones")
        self.settle()
        self.tab = self.page.list_of("milestones")

    def cells(self) -> list[list[str]]:
        """Return what stands in each row."""
        model = self.tab.model
        columns = range(model.columnCount())
        return [[model.index(row, at).data() or "" for at in columns] for row in range(model.rowCount())]

    def stored(self) -> tuple[MilestoneView, ...]:
        return milestones_of_resident(self.actor, self.resident)

    def of_row(self, row: int = 0) -> list[str]:
        """Return what the row's menu offers."""
        self.tab.list.point_at(row)
        return [one.title for one in self.tab.list.row_offers()]

    def choose(self, words: str, row: int = 0) -> None:
        """Begin what the row's menu offers by these words."""
        self.tab.list.point_at(row)
        self.page.begin(next(one for one in self.tab.list.row_offers() if one.title == words))
        self.settle()

    def save_form(self) -> None:
        self.save()
        self.bot.waitUntil(self.closed)
        self.settle()

    def undo(self) -> None:
        self.bot.waitUntil(self.frame.undo_bar.button.isVisible)
        self.frame.undo_bar.button.click()
        self.bot.waitUntil(lambda: self.frame.undo_bar.text().startswith("Undone"))
        self.settle()


@pytest.fixture
def page(qtbot: QtBot, director: Actor, resident: str, open_frame: Open) -> Milestones:
    return Milestones(qtbot, open_frame(director), director, resident)


def test_a_planned_milestone_stands_in_the_list_and_is_taken_back(page: Milestones) -> None:
    assert page.cells() == []
    page.open(PlanMilestone.NAME)
    page.begin("kind", "MS_BANK")
    page.begin("target_on", LATER)
    page.save_form()
    assert page.cells() == [["Own bank account", "1 Mar 2027", "", ""]]
    assert page.frame.undo_bar.text().endswith(" – The milestone was planned.")
    page.undo()
    assert page.cells() == []
    assert page.stored() == ()


def test_the_first_step_is_offered_where_there_is_none(page: Milestones) -> None:
    assert "Milestones reached are shown here." in page.tab.bar.nothing.text()
    assert page.step() == "Plan a milestone"
    page.page.acts.step.click()
    page.settle()
    assert page.form().spec.kind is PlanMilestone


def test_a_changed_day_is_shown_and_the_one_before_comes_back(page: Milestones, director: Actor) -> None:
    perform(director, PlanMilestone(resident=page.resident, kind="MS_BANK", target_on=date(2027, 1, 15)))
    page.page.refresh()
    page.settle()
    page.choose("Change the milestone")
    assert page.form().fields["target_on"].value() == date(2027, 1, 15)
    page.begin("target_on", LATER)
    page.save_form()
    assert page.cells()[0][1] == "1 Mar 2027"
    page.undo()
    assert page.cells()[0][1] == "15 Jan 2027"


def test_a_planned_one_is_reached_from_its_row_and_planned_again_when_taken_back(
    page: Milestones, director: Actor
) -> None:
    perform(director, PlanMilestone(resident=page.resident, kind="MS_BANK", target_on=LATER))
    page.page.refresh()
    page.settle()
    assert page.of_row() == ["Record a milestone as reached", "Change the milestone"]
    page.choose("Record a milestone as reached")
    assert "kind" not in page.form().fields
    page.begin("reached_on", REACHED)
    page.begin("evidence", "contract seen")
    page.save_form()
    assert page.cells() == [["Own bank account", "1 Mar 2027", "20 Nov 2026", "contract seen"]]
    page.undo()
    assert page.cells() == [["Own bank account", "1 Mar 2027", "", ""]]


def test_the_proof_of_a_reached_one_is_changed_and_comes_back(page: Milestones, director: Actor) -> None:
    reach = ReachMilestone(resident=page.resident, kind="MS_GP", reached_on=REACHED, evidence="card seen")
    perform(director, reach)
    page.page.refresh()
    page.settle()
    page.choose("Change the milestone")
    page.begin("evidence", "card copied")
    page.save_form()
    assert page.cells()[0][3] == "card copied"
    page.undo()
    assert page.cells()[0][3] == "card seen"
    assert page.stored()[0].reached_on == REACHED


def test_a_lost_one_says_both_days_and_can_be_reached_again(page: Milestones, director: Actor) -> None:
    perform(director, ReachMilestone(resident=page.resident, kind="MS_GP", reached_on=REACHED))
    page.page.refresh()
    page.settle()
    page.choose("Record a milestone as lost")
    page.begin("lost_on", LOST)
    page.save_form()
    assert page.cells()[0][2] == "20 Nov 2026, lost on 22 Nov 2026"
    assert page.of_row() == []
    page.undo()
    assert page.cells()[0][2] == "20 Nov 2026"
    assert page.stored()[0].lost_on is None


def test_a_refusal_stands_under_its_field_and_nothing_is_stored(page: Milestones, director: Actor) -> None:
    perform(director, ReachMilestone(resident=page.resident, kind="MS_GP", reached_on=REACHED))
    page.page.refresh()
    page.settle()
    page.open(PlanMilestone.NAME)
    page.begin("kind", "MS_GP")
    page.begin("target_on", LATER)
    page.save()
    page.bot.waitUntil(lambda: "already planned or reached" in page.said_under("kind"))
    assert len(page.stored()) == 1


def test_what_was_reached_stands_on_the_way_so_far(page: Milestones, director: Actor) -> None:
    perform(director, ReachMilestone(resident=page.resident, kind="MS_GP", reached_on=REACHED))
    page.page.open_tab("overview")
    page.page.refresh()
    page.settle()
    assert "Milestone: Registered with a family doctor" in page.texts("overview_way")


def test_the_list_is_said_in_the_language_in_force(page: Milestones, director: Actor) -> None:
    perform(director, PlanMilestone(resident=page.resident, kind="MS_BANK", target_on=LATER))
    page.page.refresh()
    page.settle()
    shell = page.frame.window()
    assert isinstance(shell, MainWindow)
    shell.choose_language("ro")
    page.bot.waitUntil(lambda: page.tab.list.accessibleName() == "Repere")
    assert page.cells()[0][:2] == ["Cont bancar propriu", "1 mar. 2027"]
    assert "Planifică un reper" in [words for words, _do in page.page.offered()]


@pytest.mark.parametrize(
    ("role", "assigned", "records", "sees"),
    [
        ("CASE_MANAGER", True, True, True),
        ("CASE_MANAGER", False, False, False),
        ("COUNSELLOR", True, True, True),
        ("LEGAL", True, False, True),
        ("HOUSE_STAFF", False, False, False),
    ],
)
def test_who_records_and_who_only_sees(
    qtbot: QtBot,
    director: Actor,
    make_actor: Callable[..., Actor],
    resident: str,
    open_frame: Open,
    role: str,
    assigned: bool,
    records: bool,
    sees: bool,
) -> None:
    perform(director, ReachMilestone(resident=resident, kind="MS_BANK", reached_on=REACHED))
    milestone = milestones_of_resident(director, resident)[0]
    actor = make_actor(role)
    if assigned:
        perform(
            director,
            AssignCase(resident=resident, account=actor.account_id, role=role, from_on=date(2026, 11, 1)),
        )
    page = Milestones(qtbot, open_frame(actor), actor, resident)
    assert (page.cells() != []) is sees
    assert (LoseMilestone.NAME in page.offered()) is records
    assert (page.of_row() != []) is records
    assert milestone.kind == "MS_BANK"
