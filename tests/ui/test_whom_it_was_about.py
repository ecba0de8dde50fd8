"""What is told of an act names whom or what it was about: at night, with two forms open, that is what one looks for."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import shelter_app.ui
from shelter_app.services.acting import Actor
from shelter_app.services.residents.alerts import AddAlert
from shelter_app.services.residents.head import head
from shelter_app.ui.features import registry
from shelter_app.ui.features.section import offered_forms, offered_row
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.residents.page import ResidentsPage
from tests.ui.pages.forms import PageForms, ResidentForms

Open = Callable[[Actor], Workspace]
UI = Path(shelter_app.ui.__file__).parent
# Forms of a resident's page are given the code name by the page, all of them in one place (``offered_forms``).
OF_A_SECTION = {
    "features/accounts/case_key_forms.py",
    "features/beds/correction_forms.py",
    "features/beds/resident_forms.py",
    "features/counselling/note_forms.py",
    "features/milestones/forms.py",
    "features/plans/forms.py",
    "features/plans/section.py",
    "features/residents/alert_forms.py",
    "features/residents/case_forms.py",
    "features/residents/keep_apart_forms.py",
    "features/residents/profile_forms.py",
    "features/residents/restriction_forms.py",
    "features/stays/forms.py",
}
TOLD = {"FormSpec", "OfferedAct", "Outcome"}


def told_in(file: Path) -> list[ast.Call]:
    calls = (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in TOLD]


def test_everything_that_is_offered_outside_a_residents_page_says_what_it_is_about() -> None:
    silent = []
    for file in sorted(UI.rglob("*.py")):
        if str(file.relative_to(UI)) in OF_A_SECTION:
            continue
        for call in told_in(file):
            given = {word.arg for word in call.keywords}
            if not given & {"subject", "why_not"} and len(call.args) < 7:
                silent.append(f"{file.relative_to(UI)}:{call.lineno}")
    assert silent == []


def test_what_is_offered_on_a_residents_page_names_the_resident(
    qtbot: QtBot, director: Actor, open_frame: Open, who: str
) -> None:
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(who)
    forms.ask_offered()
    case, code = forms.page.case, head(director, who).code
    assert case is not None
    offered = []
    for section in registry.sections():
        content = forms.content(section.NAME)
        if content is None:
            continue
        offered += offered_forms(section, case, content)
        for row in section.rows(content):
            offered += offered_row(section, case, content, row)
    assert len(offered) > 10
    # a session may be with several: it names each once it is planned
    assert {one.subject for one in offered if isinstance(one.subject, str)} == {code}


def test_the_line_under_the_page_says_whom(qtbot: QtBot, director: Actor, open_frame: Open, who: str) -> None:
    forms = ResidentForms(qtbot, open_frame(director))
    forms.go_to(who)
    forms.open(AddAlert.NAME)
    forms.fill("text", "Allergic to nuts")
    forms.begin("level", "HIGH")
    forms.save()
    qtbot.waitUntil(forms.closed)
    told = (
        f"{head(director, who).code} – It appears on the resident's page, on the board and on the night list."
    )
    assert forms.frame.undo_bar.text() == told
    forms.frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: forms.frame.undo_bar.text() == f"Undone: “{told}”")


def test_somebody_new_is_told_under_the_new_code_name(
    qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str]
) -> None:
    frame = open_frame(director)
    frame.go("residents")
    page = frame.pages["residents"]
    assert isinstance(page, ResidentsPage)
    qtbot.waitUntil(page.is_settled)
    forms = PageForms(qtbot, frame, page)
    next(one for name, one in page.offered() if name == "Register a person")()
    forms.fill("preferred_name", "Mira")
    forms.save()
    qtbot.waitUntil(forms.closed)
    qtbot.waitUntil(frame.undo_bar.isVisible)
    said = frame.undo_bar.text()
    resident = frame.pages["resident"].resident  # type: ignore[attr-defined]
    assert said.startswith(head(director, resident).code + " – ")
    assert "Mira" not in said


@pytest.mark.parametrize(
    ("sentence", "subject", "told"),
    [
        ("The bed is reserved.", "1 · A", "1 · A – The bed is reserved."),
        ("The bed of DOR-1 is free.", "DOR-1", "The bed of DOR-1 is free."),
        ("Everything was read.", "", "Everything was read."),
    ],
)
def test_whom_it_was_about_is_said_once(sentence: str, subject: str, told: str) -> None:
    assert Outcome(sentence, subject=subject).words == told
