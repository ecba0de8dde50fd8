"""Plans on the page of the day: those that wait to be approved, and the own ones that were given back."""

from __future__ import annotations

from collections.abc import Iterator

from shelter_app.domain.clock import local_day
from shelter_app.domain.today import TODAY
from shelter_app.i18n import _
from shelter_app.i18n import day as day_words
from shelter_app.services.plans.views import PlanLine, ReturnedPlan, returned, to_approve
from shelter_app.ui.features.today.part import Day, TodayLine, TodayPart


class PlansPart(TodayPart[tuple[PlanLine, ...]]):
    """A line for each plan that the account may approve."""

    NAME = "plans"
    ORDER = 90
    NEEDS = "plans.to_approve"

    def ask(self, day: Day) -> tuple[PlanLine, ...]:
        """Return the plans that wait."""
        return to_approve(day.actor)

    def lines(self, day: Day, content: tuple[PlanLine, ...]) -> Iterator[TodayLine]:
        """Tell of each, with who proposed it."""
        for row in content:
            since = local_day(row.proposed_at) if row.proposed_at is not None else day.today
            words = _("proposed by {author} on {day}")
            yield TodayLine(
                TODAY,
                _("waiting"),
                row.resident_code,
                _("Plan to approve"),
                words.format(author=row.author, day=day_words(since, "medium")),
                day.today,
                row.resident_id,
                tab="plan",
            )


class ReturnedPart(TodayPart[tuple[ReturnedPlan, ...]]):
    """A line for each own plan that was given back, with the comment."""

    NAME = "plans_returned"
    ORDER = 91
    NEEDS = "plans.returned"

    def ask(self, day: Day) -> tuple[ReturnedPlan, ...]:
        """Return the own plans that were given back."""
        return returned(day.actor)

    def lines(self, day: Day, content: tuple[ReturnedPlan, ...]) -> Iterator[TodayLine]:
        """Tell of each, with what is to be changed and who said so."""
        for row in content:
            yield TodayLine(
                TODAY,
                _("returned"),
                row.resident_code,
                _("Plan to change: {comment}").format(comment=" ".join(row.comment.split())),
                _("by {name}, {day}").format(
                    name=row.returned_by, day=day_words(local_day(row.returned_at), "medium")
                ),
                day.today,
                row.resident_id,
                tab="plan",
            )


PARTS = (PlansPart(), ReturnedPart())
