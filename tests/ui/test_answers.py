"""Forms let one answer that something is not known or was refused, beside the field and by the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from shelter_app.domain.permissions import Access
from shelter_app.services.acting import Actor, perform
from shelter_app.services.residents.acts import AssignCase, DescribeResident, RegisterResident
from shelter_app.services.residents.profile import facts
from shelter_app.services.residents.views import residents
from shelter_app.ui import work
from shelter_app.ui.features.referrals.forms import record
from shelter_app.ui.features.residents.forms import register
from shelter_app.ui.forms.form import Form
from shelter_app.ui.forms.form_state import read_state, restore_state
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.theme import look
from tests.conftest import FixedClock
from tests.front import be_in_front
from tests.ui.pages.forms import ResidentForms

Open = Callable[[Actor], Workspace]


@pytest.fixture
def form(qtbot: QtBot, director: Actor, english: None) -> Iterator[Form]:
    sheet = register(director, Access(("DIRECTOR",)))
    assert sheet is not None
    made = Form(director, sheet)
    qtbot.addWidget(made)
    made.show()
    yield made
    work.finish()


def tick(form: Form, name: str) -> QCheckBox:
    found = form.findChild(QCheckBox, name)
    assert found is not None
    return found


def test_an_answer_is_ticked_and_stored(form: Form, director: Actor) -> None:
    tick(form, "field_sex_refused").click()
    tick(form, "field_birth_year_unknown").click()
    form.fields["preferred_name"].begin("Ana")
    perform(director, form.act())
    known = facts(director, residents(director).rows[0].id)
    assert (known.preferred_name, known.sex) == ("Ana", None)
    assert dict(known.unanswered) == {"sex": "REFUSED", "birth_year": "UNKNOWN"}


def test_one_answer_excludes_the_other_and_what_was_typed_comes_back(form: Form) -> None:
    name = form.fields["preferred_name"]
    name.begin("Ana")
    tick(form, "field_preferred_name_unknown").click()
    assert not name.control.isEnabled()
    tick(form, "field_preferred_name_refused").click()
    assert not tick(form, "field_preferred_name_unknown").isChecked()
    assert name.answer() == "REFUSED"
    tick(form, "field_preferred_name_refused").click()
    assert name.control.isEnabled()
    assert name.value() == "Ana"
    assert name.answer() == ""


def test_each_tick_says_its_field_to_a_screen_reader(form: Form) -> None:
    assert tick(form, "field_sex_unknown").accessibleName() == "Sex: not known"
    assert tick(form, "field_sex_refused").accessibleName() == "Sex: prefers not to say"


def test_answers_come_back_with_a_draft(qtbot: QtBot, form: Form, director: Actor) -> None:
    tick(form, "field_sex_refused").click()
    kept = read_state(form)
    again = Form(director, form.spec)
    qtbot.addWidget(again)
    restore_state(again, kept)
    assert again.fields["sex"].answer() == "REFUSED"
    assert not again.fields["sex"].control.isEnabled()


def test_enter_goes_past_the_ticks_to_the_next_field(qtbot: QtBot, form: Form) -> None:
    be_in_front(qtbot, form)
    form.fields["birth_year"].control.setFocus()
    qtbot.keyClick(form.fields["birth_year"].control, Qt.Key.Key_Return)
    here = QApplication.focusWidget()
    assert here is not None
    assert form.fields["birth_precision"].isAncestorOf(here)


def test_a_list_with_its_own_unknown_shows_it_as_the_tick_only(
    qtbot: QtBot, director: Actor, english: None
) -> None:
    ask = FieldSpec("county", "Where to", codes="exit_destination", unknown=True)
    made = Form(director, FormSpec(RegisterResident, "Exit", "Done.", (ask,)))
    qtbot.addWidget(made)
    box = made.fields["county"].control
    assert "UNKNOWN" not in [box.itemData(row) for row in range(box.count())]  # type: ignore[attr-defined]


def test_a_request_offers_the_answers_where_it_asks_of_a_person(
    qtbot: QtBot, director: Actor, english: None
) -> None:
    sheet = record(Access(("DIRECTOR",)), "NORD")
    assert sheet is not None
    made = Form(director, sheet)
    qtbot.addWidget(made)
    offered = {box.objectName() for box in made.findChildren(QCheckBox)}
    assert {"field_sex_unknown", "field_sex_refused", "field_birth_year_refused"} <= offered


def test_what_is_known_is_written_on_her_page_and_taken_back(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    who = perform(director, RegisterResident(sex="F", unanswered={"county": "UNKNOWN"}))
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(who)
    form = forms.open("residents.describe")
    assert form.fields["county"].answer() == "UNKNOWN"
    assert form.fields["sex"].value() == "F"
    tick(form, "field_county_unknown").click()
    form.fields["county"].begin("IS")
    form.fields["citizenships"].begin("RO")
    form.fields["citizenships_2"].begin("MD")
    tick(form, "field_birth_year_refused").click()
    forms.save()
    qtbot.waitUntil(forms.closed)
    known = facts(director, who)
    assert (known.county, known.citizenships, dict(known.unanswered)) == (
        "IS",
        ("RO", "MD"),
        {"birth_year": "REFUSED"},
    )
    qtbot.waitUntil(lambda: "Romania, Moldova" in told(forms))
    assert "Year of birth: prefers not to say" in told(forms)
    assert "Vulnerabilities: not asked yet" in told(forms)
    forms.frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: facts(director, who).county is None)
    assert dict(facts(director, who).unanswered) == {"county": "UNKNOWN"}


def told(forms: ResidentForms) -> str:
    return forms.texts("overview_facts")


def test_a_form_at_large_text_has_the_window_to_itself_and_gives_it_back(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    who = perform(director, RegisterResident(sex="F"))
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(who)
    window = forms.frame.window()
    window.resize(1366, 768)
    assert forms.page.about.isVisible()
    look.apply("light", 200)
    forms.open("residents.describe")
    panel = forms.page.panel()
    assert panel is not None
    qtbot.waitUntil(lambda: not forms.page.about.isVisible())
    corner = panel.save.mapTo(window, panel.save.rect().bottomRight())
    assert window.rect().contains(corner)
    panel.leave()
    qtbot.waitUntil(forms.page.about.isVisible)
    look.apply("light", 100)


def test_a_form_says_who_wrote_last_what_it_changes(
    qtbot: QtBot, director: Actor, open_frame: Open, clock: FixedClock, make_actor: Callable[..., Actor]
) -> None:
    who = perform(director, RegisterResident(sex="F"))
    manager = make_actor("CASE_MANAGER", name="Radu Fictiv")
    perform(
        director,
        AssignCase(resident=who, account=manager.account_id, role="CASE_MANAGER", from_on=clock().date()),
    )
    clock.forward(hours=3)
    perform(manager, DescribeResident(resident=who, sex="F", county="IS"))
    clock.forward(hours=1)
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(who)
    form = forms.open("residents.describe")
    said = form.findChild(QLabel, "form_changed")
    assert said is not None
    assert said.text() == "Last changed by Radu Fictiv, 24 November 2026, 15:00"
