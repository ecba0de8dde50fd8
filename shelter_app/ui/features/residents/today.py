"""Residents on the page of the day: who is to be kept apart and sleeps in one room."""

from __future__ import annotations

from collections.abc import Iterator

from shelter_app.domain.today import LATE
from shelter_app.i18n import _
from shelter_app.services.residents.keep_apart import TooNear, too_near
from shelter_app.ui.features.today.part import Day, TodayLine, TodayPart


class TooNearPart(TodayPart[tuple[TooNear, ...]]):
    """Another bed is looked for on the same evening."""

    NAME = "too near"
    ORDER = 70
    NEEDS = "residents.too_near"
    OF_SHELTER = True

    def ask(self, day: Day) -> tuple[TooNear, ...]:
        """Return who sleeps too near."""
        return too_near(day.actor, day.shelter)

    def lines(self, day: Day, content: tuple[TooNear, ...]) -> Iterator[TodayLine]:
        """Tell of each two."""
        for row in content:
            yield TodayLine(
                LATE,
                _("tonight"),
                f"{row.code} · {row.other_code}",
                _("To be kept apart, but in the same room"),
                row.room,
                day.today,
                bed_for=row.resident_id,
                tonight=True,
            )


PARTS = (TooNearPart(),)
