"""Whom to call, on the page of the day: the numbers of an emergency and what an ambulance is told."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from shelter_app.i18n import _
from shelter_app.services.house.data import NameOrganisation, Numbers, numbers
from shelter_app.ui.features.today.part import Day, TodayCard, TodayPart
from shelter_app.ui.page import Page
from shelter_app.ui.widgets.cards import Facts
from shelter_app.ui.widgets.parts import make_button, make_label, set_text


class NumbersCard(TodayCard):
    """The numbers; where one is missing it says so, and leads who may write it to where that is done."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setProperty("part", "card")
        self.setObjectName("today_numbers")
        self._title = make_label("heading", "numbers_title")
        self.facts = Facts("numbers_facts")
        self.missing = make_label("muted", "numbers_missing", wrap=True)
        self.fill = make_button("lined", "numbers_fill", "pen-line")
        self.fill.clicked.connect(lambda: page.thing_wanted.emit("settings", "house"))
        below = QHBoxLayout()
        below.addWidget(self.fill)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self.facts)
        column.addWidget(self.missing)
        column.addLayout(below)

    def show_day(self, day: Day, content: Numbers) -> None:
        """Show whom to call, and what is missing."""
        set_text(self._title, _("Emergency numbers"))
        facts = [(_("Emergency call"), "112"), *content.contacts]
        for place in content.places:
            facts += [(_("Our phone"), place.phone)] if place.phone else []
            facts += [(_("Ambulance comes to"), place.ambulance_to)] if place.ambulance_to else []
        self.facts.show_facts(facts)
        lacks = not content.contacts or not all(place.ambulance_to for place in content.places)
        may = day.access.may(NameOrganisation.NAME)
        set_text(
            self.missing,
            _("Emergency numbers or the place where the ambulance comes are missing.")
            if may
            else _(
                "Emergency numbers or the place where the ambulance comes are missing. Ask a "
                "director to fill them in."
            ),
        )
        set_text(self.fill, _("Fill them in"))
        self.missing.setVisible(lacks)
        self.fill.setVisible(lacks and may)


class NumbersPart(TodayPart[Numbers]):
    """Whom to call, of the shelter one is in."""

    NAME = "numbers"
    ORDER = 90
    NEEDS = "house.numbers"
    OF_SHELTER = True

    def ask(self, day: Day) -> Numbers:
        """Return the numbers."""
        return numbers(day.actor, day.shelter)

    def make_card(self, page: Page) -> NumbersCard:
        """Return the card of the numbers."""
        return NumbersCard(page)


PARTS = (NumbersPart(),)
