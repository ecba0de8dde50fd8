"""Milestones as a section of a resident's page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.acting import Act
from shelter_app.services.milestones.acts import PlanMilestone, ReachMilestone
from shelter_app.services.milestones.views import MilestoneView, PrintMilestones, milestones_of_resident
from shelter_app.ui.features.milestones import forms
from shelter_app.ui.features.section import Case, Event, Line, Section
from shelter_app.ui.forms.offered_act import Offered
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.tables.model import Column
from shelter_app.ui.widgets.cells import day_cell

Content = tuple[MilestoneView, ...]


def _reached(row: MilestoneView) -> str:
    if row.lost_on is None:
        return day_cell(row.reached_on)
    return _("{reached}, lost on {lost}").format(reached=day_cell(row.reached_on), lost=day_cell(row.lost_on))


class MilestonesSection(Section[Content, MilestoneView]):
    """What a resident is to reach, has reached, and has lost again."""

    NAME = "milestones"
    ORDER = 50
    LINES = (
        Line(PlanMilestone, lambda: _("Plan a milestone")),
        Line(ReachMilestone, lambda: _("Record a milestone as reached")),
    )
    NEEDS = ("milestones.milestones_of_resident",)
    PRINTS = PrintMilestones
    ON_OVERVIEW = True
    ROW_ACTS = True
    COLUMNS = (
        Column(
            "",
            lambda: _("Milestone"),
            lambda row: code_label("reintegration_milestone", row.kind),
            5,
            bold=True,
        ),
        Column(
            "",
            lambda: _("Deadline"),
            lambda row: day_cell(row.target_on),
            2,
            order=lambda row: row.target_on,
        ),
        Column("", lambda: _("Reached on"), _reached, 3, order=lambda row: row.reached_on),
        Column("", lambda: _("Evidence"), lambda row: row.evidence or "", 4, muted=True),
    )

    def title(self) -> str:
        """Return the title of the tab."""
        return _("Milestones")

    def ask(self, case: Case) -> Content:
        """Return the milestones, those reached first."""
        return milestones_of_resident(case.actor, case.resident)

    def rows(self, content: Content) -> Sequence[MilestoneView]:
        """Return a row for each."""
        return content

    def key(self, row: MilestoneView) -> object:
        """Return the milestone's id."""
        return row.id

    def empty(self, content: Content) -> str:
        """Say what would be here."""
        return _("There are no milestones yet. Milestones reached are shown here.")

    def steps(self, case: Case, content: Content) -> Iterator[type[Act[Any]]]:
        """Plan one; while one is planned, reach it."""
        if any(row.reached_on is None for row in content):
            yield ReachMilestone
        yield PlanMilestone

    def forms(self, case: Case, content: Content) -> Iterator[FormSpec | None]:
        """Plan one, record one as reached, record one as lost."""
        yield forms.plan(case.resident)
        yield forms.reach(case.resident)
        yield forms.lose([row for row in content if row.reached_on is not None and row.lost_on is None])

    def of_row(self, case: Case, content: Content, row: MilestoneView) -> Iterator[Offered | None]:
        """Reach or lose the one of the row, or change it."""
        words = code_label("reintegration_milestone", row.kind)
        if row.reached_on is None:
            yield forms.reach(case.resident).about("kind", row.kind, words)
        elif row.lost_on is None:
            lose = forms.lose([row])
            yield lose.about("milestone", row.id, words) if lose is not None else None
        if row.lost_on is None:
            yield forms.change(row)

    def events(self, case: Case, content: Content) -> Iterator[Event]:
        """Tell of each that was reached."""
        for row in content:
            if row.reached_on is not None:
                words = code_label("reintegration_milestone", row.kind)
                yield Event(row.reached_on, "milestone", _("Milestone: {milestone}").format(milestone=words))


SECTIONS = (MilestonesSection(),)
