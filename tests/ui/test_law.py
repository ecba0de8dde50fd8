"""The "?" beside a field of law: reached by keyboard and screen reader, told in both languages, gone with Esc."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shelter_app.i18n import use_language
from shelter_app.services.acting import Actor
from shelter_app.services.plans.acts import ApprovePlan
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.ui import work
from shelter_app.ui.forms.law import LawButton, LawPanel
from shelter_app.ui.forms.panel import Panel
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.theme import look
from tests.front import be_in_front


@pytest.fixture
def panel(qtbot: QtBot, director: Actor, english: None) -> Iterator[Panel]:
    look.apply("light", 100)
    made = Panel(director)
    qtbot.addWidget(made)
    yield made
    work.finish()


def opened(panel: Panel, sheet: FormSpec) -> LawButton:
    panel.open(sheet)
    found = panel.findChild(LawButton)
    assert found is not None
    return found


def person() -> FormSpec:
    asks = (
        FieldSpec("preferred_name", "Preferred name"),
        FieldSpec("birth_year", "Year of birth", law=("minor",)),
    )
    return FormSpec(RegisterResident, "Register a person", "Done.", asks)


def test_rule_source_and_certainty_are_told(qtbot: QtBot, panel: Panel) -> None:
    button = opened(panel, person())
    assert button.accessibleName() == "What the law says: Year of birth"
    button.click()
    law = button.panel
    assert law is not None
    words = [text.text() for text in law.texts]
    assert words[0] == "Age of a minor"
    assert "under 18" in words[1]
    assert words[2].startswith("Source: National identification and referral mechanism")
    assert words[4].startswith("Verification: from a secondary source")
    assert law.accessibleName() == button.accessibleName()
    assert all(
        text.focusPolicy() == Qt.FocusPolicy.StrongFocus and text.accessibleName() for text in law.texts
    )


def test_the_keyboard_opens_reads_and_closes_it_and_the_form_stays(qtbot: QtBot, panel: Panel) -> None:
    button = opened(panel, person())
    be_in_front(qtbot, panel)
    form = panel.form
    assert form is not None
    form.fields["preferred_name"].control.setFocus()
    qtbot.keyClicks(form.fields["preferred_name"].control, "Ana")
    qtbot.keyClick(form.fields["preferred_name"].control, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is form.fields["birth_year"].control
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    law = button.panel
    assert law is not None
    qtbot.waitUntil(law.isVisible)
    qtbot.keyClick(law, Qt.Key.Key_Escape)
    assert not panel.caution.text()
    assert panel.form is form
    assert form.fields["preferred_name"].value() == "Ana"
    assert button.panel is None


def test_tab_reaches_it_after_its_field(qtbot: QtBot, panel: Panel) -> None:
    button = opened(panel, person())
    be_in_front(qtbot, panel)
    form = panel.form
    assert form is not None
    form.fields["birth_year"].control.setFocus()
    form.focusNextPrevChild(True)
    assert QApplication.focusWidget() is button


@pytest.mark.parametrize("percent", [100, 200])
def test_it_is_large_enough_to_hit_and_stays_on_the_screen(qtbot: QtBot, panel: Panel, percent: int) -> None:
    look.apply("dark", percent)
    button = opened(panel, person())
    assert button.height() >= 24
    assert button.width() >= 24
    button.click()
    law = button.panel
    assert isinstance(law, LawPanel)
    assert button.screen().availableGeometry().contains(law.geometry())
    law.close()
    look.apply("light", 100)


def test_it_speaks_the_language_in_force(qtbot: QtBot, panel: Panel) -> None:
    use_language("ro")
    review = FormSpec(
        ApprovePlan,
        "Aprobă",
        "Gata.",
        (FieldSpec("valid_from", "În vigoare din", law=("plan_review",)),),
    )
    button = opened(panel, review)
    button.click()
    assert button.panel is not None
    assert "90 de zile" in button.panel.texts[1].text()
    button.panel.close()


def test_a_form_without_rules_has_no_question_mark(
    qtbot: QtBot, panel: Panel, make_actor: Callable[..., Actor]
) -> None:
    panel.open(
        FormSpec(RegisterResident, "Register", "Done.", (FieldSpec("preferred_name", "Preferred name"),))
    )
    assert panel.findChild(LawButton) is None
