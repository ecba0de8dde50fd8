"""The shift handover on the page of the day: a card of its own."""

from __future__ import annotations

from collections.abc import Iterator

from shelter_app.services.handover.views import HandoverLine, lines
from shelter_app.ui.features.handover import forms
from shelter_app.ui.features.handover.card import HandoverCard
from shelter_app.ui.features.today.part import Day, TodayPart
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.page import Page


class HandoverPart(TodayPart[tuple[HandoverLine, ...]]):
    """What one shift tells the next."""

    NAME = "handover"
    ORDER = 50
    NEEDS = "handover.lines"
    OF_SHELTER = True

    def ask(self, day: Day) -> tuple[HandoverLine, ...]:
        """Return the lines, the newest first."""
        return lines(day.actor, day.shelter)

    def forms(self, day: Day, content: tuple[HandoverLine, ...]) -> Iterator[FormSpec]:
        """Write a line."""
        form = forms.write(day)
        if form is not None:
            yield form

    def make_card(self, page: Page) -> HandoverCard:
        """Return the card of the handover."""
        return HandoverCard(page)


PARTS = (HandoverPart(),)
