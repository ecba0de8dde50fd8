"""What is due, of every kind that a feature declares, as lines of the page of the day."""

from __future__ import annotations

from collections.abc import Iterator

from shelter_app.domain import law
from shelter_app.services.today.views import Due, due_items
from shelter_app.ui.features.today.part import Day, TodayLine, TodayPart, dated


class DuePart(TodayPart[Due]):
    """A line leads to the part of the resident's page, or to the page, that the kind names."""

    NAME = "due"
    ORDER = 0
    NEEDS = "today.due"

    def ask(self, day: Day) -> Due:
        """Return what is late or soon due."""
        return due_items(day.actor)

    def lines(self, day: Day, content: Due) -> Iterator[TodayLine]:
        """Tell of each."""
        for item in content.items:
            yield dated(
                day.today,
                item.due_on,
                who=item.resident_code,
                what=item.words.text(),
                beside=item.manager,
                resident=item.resident_id,
                page=item.page,
                tab=item.section,
                law=law.of_deadline(item.rule) or "",
                mine=item.mine,
            )


PARTS = (DuePart(),)
