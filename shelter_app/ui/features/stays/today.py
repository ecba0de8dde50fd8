"""Stays on the page of the day: children who stay behind alone, emergency admissions that are to be completed."""

from __future__ import annotations

from collections.abc import Iterator

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.today import LATE, TODAY
from shelter_app.i18n import _, moment
from shelter_app.i18n import day as day_words
from shelter_app.services.stays.children_left import LeftBehind, left_behind
from shelter_app.services.stays.emergencies import ToComplete, to_complete
from shelter_app.ui.features.today.part import Day, TodayLine, TodayPart


class LeftBehindPart(TodayPart[tuple[LeftBehind, ...]]):
    """A child in the house whose grown-ups have all left."""

    NAME = "children left"
    ORDER = 80
    NEEDS = "stays.left_behind"
    OF_SHELTER = True

    def ask(self, day: Day) -> tuple[LeftBehind, ...]:
        """Return the children."""
        return left_behind(day.actor, day.shelter)

    def lines(self, day: Day, content: tuple[LeftBehind, ...]) -> Iterator[TodayLine]:
        """Tell of each child, and of who left last."""
        for row in content:
            left_on = day_words(row.left_on, "medium")
            yield TodayLine(
                LATE,
                _("tonight"),
                row.code,
                _("A child without an adult family member"),
                _("{code} left on {day}").format(code=row.left_code, day=left_on),
                day.today,
                resident=row.resident_id,
                tonight=True,
            )


class EmergencyPart(TodayPart[tuple[ToComplete, ...]]):
    """Who was admitted by the shift, and waits for a case manager to complete the admission."""

    NAME = "emergency admissions"
    ORDER = 75
    NEEDS = "stays.to_complete"
    OF_SHELTER = True

    def ask(self, day: Day) -> tuple[ToComplete, ...]:
        """Return the admissions that are to be completed."""
        return to_complete(day.actor, day.shelter)

    def lines(self, day: Day, content: tuple[ToComplete, ...]) -> Iterator[TodayLine]:
        """Tell of each, and since when it waits."""
        for row in content:
            since = moment(row.admitted_at.astimezone(LOCAL), "medium")
            yield TodayLine(
                TODAY,
                _("to complete"),
                row.code,
                _("Emergency admission"),
                _("admitted {moment}").format(moment=since),
                day.today,
                resident=row.resident_id,
                tab="stay",
            )


PARTS = (LeftBehindPart(), EmergencyPart())
