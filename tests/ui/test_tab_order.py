"""Tab in a form: through its fields, then to Save, then to Cancel, and never away from what is being typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.ui.frame.workspace import Workspace
from tests.ui.pages.forms import ResidentForms

Open = Callable[[Actor], Workspace]
MOST_FIELDS = 80


@pytest.fixture
def forms(qtbot: QtBot, director: Actor, open_frame: Open) -> ResidentForms:
    made = ResidentForms(qtbot, open_frame(director))
    made.go_to(perform(director, RegisterResident(preferred_name="Mira", sex="F", birth_year=1999)))
    return made


def stops(forms: ResidentForms, qtbot: QtBot) -> list[QWidget]:
    """Press Tab from the first field until the keyboard leaves the form; return where it was."""
    forms.be_in_front()
    forms.form().start()
    panel = forms.beside.panel()
    assert panel is not None
    where: list[QWidget] = []
    for _press in range(MOST_FIELDS):
        focus = forms.frame.window().focusWidget()
        if focus is None or focus in where or not panel.isAncestorOf(focus):
            return where
        where.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    return where


def test_tab_leads_through_every_form_of_a_resident_to_save_and_then_to_cancel(
    forms: ResidentForms, qtbot: QtBot
) -> None:
    offered = sorted(forms.offered())
    assert "residents.describe" in offered
    for act in offered:
        forms.open(act)
        panel = forms.beside.panel()
        assert panel is not None
        way = [widget.objectName() for widget in stops(forms, qtbot)]
        assert way[-3:] == ["panel_save", "panel_cancel", "panel_close"], (act, way)
        panel.put_away()


def test_ctrl_enter_saves_from_the_button_behind_the_last_field(forms: ResidentForms, qtbot: QtBot) -> None:
    forms.open("residents.describe")
    forms.fill("preferred_name", "Sanda")
    panel = forms.beside.panel()
    assert panel is not None
    forms.be_in_front()
    panel.save.setFocus()
    qtbot.keyClick(panel.save, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(forms.closed)
    forms.settle()
    assert forms.page.case is not None
    assert forms.page.case.head.preferred_name == "Sanda"
