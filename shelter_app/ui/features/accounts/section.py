"""Who holds the keys of a resident's notes, as a section of the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QWidget

from shelter_app.domain.clock import local_day
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, day
from shelter_app.services.accounts.case_keys import GiveCaseKey, KeyHolder, TakeCaseKey, case_keys
from shelter_app.ui.features.accounts import case_key_forms
from shelter_app.ui.features.section import Case, Line, Section
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.widgets.cards import Card


class CaseKeysSection(Section[tuple[KeyHolder, ...], Any]):
    """Keys are passed on and taken back; who holds one is told to everybody in the case."""

    NAME = "case_keys"
    ORDER = 71
    TAB = "sessions"
    LINES = (
        Line(GiveCaseKey, lambda: _("Give access to the notes")),
        Line(TakeCaseKey, lambda: _("Withdraw access to the notes")),
    )
    NEEDS = ("accounts.case_keys",)
    ON_OVERVIEW = True

    def title(self) -> str:
        """Return the title of the card."""
        return _("Who has access to the notes")

    def ask(self, case: Case) -> tuple[KeyHolder, ...]:
        """Return who holds one, the recovery sheet last."""
        return case_keys(case.actor, case.resident)

    def forms(self, case: Case, content: tuple[KeyHolder, ...]) -> Iterator[FormSpec | None]:
        """Pass a key on, or take it back."""
        yield case_key_forms.give(case, content)
        yield case_key_forms.take(case, content)

    def cards(self, case: Case, content: tuple[KeyHolder, ...] | None) -> Iterator[QWidget]:
        """Tell who holds which key since when."""
        if not content:
            return
        card = Card("overview_keys", self.title())
        for one in content:
            who = one.name or _("the recovery sheet")
            words = _("{name}: {notes}").format(name=who, notes=code_label("compartment", one.compartment))
            card.write("body", words)
            card.write("note", _("since {day}").format(day=day(local_day(one.given_at), "medium")))
        yield card


SECTIONS = (CaseKeysSection(),)
