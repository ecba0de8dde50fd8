"""What is typed in a form is not lost: not by leaving, locking or a colleague who was faster."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.i18n import use_language
from shelter_app.services.acting import Actor, perform
from shelter_app.services.drafts import drafts
from shelter_app.services.milestones.views import milestones_of_resident
from shelter_app.services.plans.acts import ChangePlan, WritePlan
from shelter_app.services.plans.views import plan
from shelter_app.services.residents.acts import AssignCase, RegisterResident
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.forms.panel import FORM
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.workspace import Workspace
from tests.ui.pages.forms import ResidentForms

Open = Callable[[Actor], Workspace]
MILESTONE = "milestones.reach_milestone"


@pytest.fixture
def resident(director: Actor) -> str:
    return perform(director, RegisterResident(preferred_name="Mira", sex="F", birth_year=1999))


@pytest.fixture
def forms(qtbot: QtBot, director: Actor, resident: str, open_frame: Open) -> ResidentForms:
    made = ResidentForms(qtbot, open_frame(director))
    made.go_to(resident)
    return made


def type_milestone(forms: ResidentForms) -> None:
    form = forms.open(MILESTONE)
    forms.bot.keyClicks(form.fields["evidence"].control, "contract seen")


def test_what_is_typed_is_kept_by_itself_and_returns_with_its_page(
    forms: ResidentForms, qtbot: QtBot, director: Actor, resident: str, open_frame: Open
) -> None:
    type_milestone(forms)
    qtbot.waitUntil(lambda: drafts.load(director, FORM, resident) is not None)
    again = ResidentForms(qtbot, open_frame(director))
    again.go_to(resident)
    qtbot.waitUntil(lambda: again.page.panel() is not None and again.page.panel().form is not None)
    assert again.form().fields["evidence"].value() == "contract seen"
    assert again.page.panel().draft.isVisible()


def test_a_form_never_follows_to_another_resident_and_waits_at_hers(
    forms: ResidentForms, qtbot: QtBot, director: Actor, resident: str
) -> None:
    other = perform(director, RegisterResident(preferred_name="Ina", sex="F"))
    type_milestone(forms)
    forms.go_to(other)
    assert forms.closed()
    qtbot.waitUntil(lambda: drafts.load(director, FORM, resident) is not None)
    forms.go_to(resident)
    qtbot.waitUntil(lambda: not forms.closed())
    assert forms.form().fields["evidence"].value() == "contract seen"


def test_the_end_of_the_program_keeps_what_was_typed_a_moment_ago(
    forms: ResidentForms, director: Actor, resident: str
) -> None:
    type_milestone(forms)
    forms.page.keep_form()
    kept = drafts.load(director, FORM, resident)
    assert kept is not None
    assert kept["typed"]["fields"]["field_evidence"][0] == "contract seen"


def test_a_draft_ends_with_the_act_or_when_the_form_is_left_on_purpose(
    forms: ResidentForms, qtbot: QtBot, director: Actor, resident: str
) -> None:
    type_milestone(forms)
    qtbot.waitUntil(lambda: drafts.load(director, FORM, resident) is not None)
    kind = forms.form().fields["kind"]
    kind.begin(kind.control.itemData(0))  # type: ignore[attr-defined]
    forms.fill("reached_on", "20.11.2026")
    forms.save()
    qtbot.waitUntil(forms.closed)
    assert len(milestones_of_resident(director, resident)) == 1
    assert drafts.load(director, FORM, resident) is None
    type_milestone(forms)
    qtbot.waitUntil(lambda: drafts.load(director, FORM, resident) is not None)
    forms.be_in_front()
    for _press in range(2):
        qtbot.keyClick(forms.form(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: drafts.load(director, FORM, resident) is None)


def test_both_texts_are_shown_when_a_colleague_was_faster_and_saving_again_holds(
    qtbot: QtBot,
    director: Actor,
    make_actor: Callable[..., Actor],
    resident: str,
    open_frame: Open,
    beds: dict[str, str],
) -> None:
    manager = make_actor("CASE_MANAGER")
    assign = AssignCase(
        resident=resident, account=manager.account_id, role="CASE_MANAGER", from_on=date(2026, 1, 1)
    )
    perform(director, assign)
    stay = perform(director, Admit(resident=resident, shelter=beds["NORD"], at=director.clock()))
    plan_id = perform(manager, WritePlan(stay=stay, own_wishes="A job"))
    forms = ResidentForms(qtbot, open_frame(manager))
    forms.go_to(resident)
    qtbot.waitUntil(lambda: "plans.change_plan" in forms.offered())
    forms.open("plans.change_plan")
    perform(manager, ChangePlan(plan=plan_id, version=1, own_wishes="A job near her sister"))
    forms.fill("own_wishes", "A job and a room")
    forms.save()
    qtbot.waitUntil(lambda: "Somebody else" in forms.form().error.text())
    assert forms.said_under("own_wishes") == "Saved in the meantime: A job near her sister"
    assert forms.form().fields["own_wishes"].value() == "A job and a room"
    forms.save()
    qtbot.waitUntil(forms.closed)
    assert plan(manager, plan_id).own_wishes == "A job and a room"


def test_a_draft_of_one_language_is_saved_in_the_other(
    forms: ResidentForms, qtbot: QtBot, director: Actor, resident: str, open_frame: Open
) -> None:
    form = forms.open(MILESTONE)
    forms.begin("kind", "MS_BANK")
    forms.fill("reached_on", "20/11/2026")
    qtbot.keyClicks(form.fields["evidence"].control, "contract seen")
    english = form.fields["kind"].control.currentText()
    qtbot.waitUntil(lambda: drafts.load(director, FORM, resident) is not None)
    shell = forms.frame.window()
    assert isinstance(shell, MainWindow)
    shell.choose_language("ro")
    again = ResidentForms(qtbot, open_frame(director))
    use_language("ro")
    again.go_to(resident)
    qtbot.waitUntil(lambda: again.page.panel() is not None and again.page.panel().form is not None)
    qtbot.waitUntil(lambda: again.form().fields["evidence"].value() == "contract seen")
    assert again.form().fields["kind"].value() == "MS_BANK"
    assert again.form().fields["kind"].control.currentText() != english
    again.save()
    qtbot.waitUntil(again.closed)
    (reached,) = milestones_of_resident(director, resident)
    assert (reached.kind, reached.reached_on) == ("MS_BANK", date(2026, 11, 20))


def test_what_is_typed_into_a_form_with_a_draft_takes_its_place_and_is_not_put_behind_it(
    forms: ResidentForms, qtbot: QtBot, director: Actor, resident: str
) -> None:
    type_milestone(forms)
    forms.be_in_front()
    forms.form().fields["evidence"].control.setFocus()
    qtbot.waitUntil(lambda: drafts.load(director, FORM, resident) is not None)
    panel = forms.page.panel()
    assert panel is not None
    panel.put_away()
    form = forms.open(MILESTONE)
    evidence = form.fields["evidence"]
    qtbot.waitUntil(lambda: evidence.value() == "contract seen")
    forms.be_in_front()
    qtbot.waitUntil(evidence.control.hasFocus)
    qtbot.keyClicks(evidence.control, "contract seen by us")
    assert evidence.value() == "contract seen by us"


def test_what_was_being_typed_when_the_page_was_left_goes_on_where_it_was(
    forms: ResidentForms, qtbot: QtBot, director: Actor, resident: str
) -> None:
    type_milestone(forms)
    qtbot.waitUntil(lambda: drafts.load(director, FORM, resident) is not None)
    panel = forms.page.panel()
    assert panel is not None
    panel.put_away()
    forms.come_back(resident)
    qtbot.waitUntil(lambda: not forms.closed() and forms.form().fields["evidence"].value() == "contract seen")
    qtbot.keyClicks(forms.form().fields["evidence"].control, " twice")
    assert forms.form().fields["evidence"].value() == "contract seen twice"
