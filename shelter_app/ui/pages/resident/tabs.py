"""The tabs of a resident's page: which there are, and the list of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shelter_app.domain import plans
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import N_, _, day, moment, number, pgettext
from shelter_app.services.counselling.acts import PlanSession
from shelter_app.services.deliveries.acts import RecordService
from shelter_app.services.lists.printing import (
    PrintMilestones,
    PrintPlan,
    PrintServices,
    PrintSessions,
    PrintShown,
    PrintStay,
)
from shelter_app.services.milestones.acts import PlanMilestone
from shelter_app.services.plans.acts import AddGoal, WritePlan
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.page import Page
from shelter_app.ui.pages.resident.rows import key_of, rows_of
from shelter_app.ui.pages.resident.whole import Whole
from shelter_app.ui.tables.bar import ListBar
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView

OVERVIEW = "overview"
TABS = {
    OVERVIEW: N_("Overview"),
    "stay": N_("Stay"),
    "assessment": N_("Assessment"),
    "plan": N_("Plan"),
    "sessions": N_("Sessions"),
    "services": N_("Services"),
    "milestones": N_("Milestones"),
    "rights": N_("Rights"),
    "papers": N_("Papers"),
    "followup": N_("Follow-up"),
}
VERSION, DOMAIN, NEED = 1, 9, 10  # of the plan's columns
EMPTY = {
    "stay": N_("Not admitted yet. Stays and beds are shown here."),
    "assessment": N_("No assessment yet. Needs and risks are shown here once they are assessed."),
    "plan": N_("No plan yet. The goals and what is done for them are shown here."),
    "sessions": N_("No session yet. Sessions are shown here once they are planned."),
    "services": N_("No service yet. What is given is shown here."),
    "milestones": N_("No milestone yet. What is reached on the way is shown here."),
    "rights": N_("Nothing here yet. The resident's rights and consents are shown here."),
    "papers": N_("Nothing here yet. The resident's papers are shown here."),
    "followup": N_("Nothing here yet. Contacts after the exit are shown here."),
}
NOT_YOURS = N_("This part is not shown to you: it belongs to the colleagues who work on this case.")


PRINTS: dict[str, type[PrintShown]] = {
    "stay": PrintStay,
    "plan": PrintPlan,
    "sessions": PrintSessions,
    "services": PrintServices,
    "milestones": PrintMilestones,
}
FIRST = {
    "stay": Admit.NAME,
    "plan": WritePlan.NAME,
    "sessions": PlanSession.NAME,
    "services": RecordService.NAME,
    "milestones": PlanMilestone.NAME,
}


class ListTab(QWidget):
    """A list of one part, or the sentence that says what would be here and the first step to it.

    ``possible`` returns the forms that can be begun for her now.
    """

    def __init__(
        self, name: str, page: Page, resident: Callable[[], str], possible: Callable[[], list[FormSpec]]
    ) -> None:
        super().__init__()
        self.name = name
        self.setProperty("part", "bare")
        columns = _COLUMNS.get(name, (Column("", str, str),))
        self.model: RowsModel[Any] = RowsModel(columns, key=lambda row: key_of(name, row))
        self.list = ListView(f"resident_{name}", self.model)
        self.list.setWordWrap(True)
        if name == "plan":
            self.list.hide_columns([DOMAIN, NEED])
        self._reached, self._possible = True, possible
        self._whole: Whole | None = None
        self.bar = ListBar(
            page, self.list, PRINTS.get(name), empty=self._nothing, offer=self._first, resident=resident
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self.retranslate()

    def show_part(self, whole: Whole) -> None:
        """Show the rows of this part."""
        rows = rows_of(whole, self.name)
        self._reached, self._whole = rows is not None, whole
        if self.name == "plan":  # told where it is not simply the one in force
            drafts = whole.plan is not None and whole.plan.line.status not in plans.IN_FORCE
            self.list.withhold(set() if whole.in_force is not None or drafts else {VERSION})
        self.list.renew(rows or ())
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.list.setAccessibleName(_(TABS[self.name]))
        self.bar.follow()
        self.model.say_again()

    def _plan_without_goals(self) -> bool:
        whole = self._whole
        return self.name == "plan" and self._reached and whole is not None and whole.plan is not None

    def _nothing(self) -> str:
        if self._plan_without_goals() and self._whole is not None and self._whole.plan is not None:
            line = self._whole.plan.line
            state = f"{line.number} · {code_label('plan_status', line.status)}"
            return _(
                "Version {version}: no goal yet. Goals and what is done for them are shown here."
            ).format(version=state)
        return _(EMPTY[self.name]) if self._reached else _(NOT_YOURS)

    def _first(self) -> FormSpec | None:
        first = FIRST.get(self.name) if self._reached else None
        if self._plan_without_goals():
            first = AddGoal.NAME
        return next((sheet for sheet in self._possible() if first == sheet.kind.NAME), None)


def _note_state(row: Any) -> str:
    notes = row[1]
    if not notes:
        return ""
    signed = all(note.signed_at is not None for note in notes)
    return pgettext("note", "signed") if signed else pgettext("note", "not signed")


def _status(row: Any) -> str:
    session, _notes, resident = row
    mine = next((part.status for part in session.parts if part.resident_id == resident), session.status)
    return code_label("attendance", mine)


def _day(value: Any) -> str:
    return day(value, "medium") if value is not None else ""


def _moment(value: Any) -> str:
    return moment(value.astimezone(LOCAL)) if value is not None else ""


def _reached(row: Any) -> str:
    if row.lost_on is None:
        return _day(row.reached_on)
    return _("{reached}, lost on {lost}").format(reached=_day(row.reached_on), lost=_day(row.lost_on))


def _from(row: Any) -> Any:
    return row[1].from_at if row[1] else row[0].admitted_at


def _until(row: Any) -> Any:
    return row[1].to_at if row[1] else row[0].ended_at


def _version(row: Any) -> str:
    return f"{row[2].number} · {code_label('plan_status', row[2].status)}"


def _due_on(row: Any) -> Any:
    return row[1].due_on if row[1] else None


def _done_on(row: Any) -> Any:
    return row[1].done_on if row[1] else None


def _planned(row: Any) -> Any:
    return row[0].planned_on


def _minutes(row: Any) -> Any:
    return row[0].minutes


def _length(row: Any) -> Any:
    return row.minutes


def _quantity(row: Any) -> Any:
    return row.quantity_hundredths


_COLUMNS: dict[str, tuple[Column[Any], ...]] = {
    "stay": (
        Column("", lambda: _("Bed"), lambda row: row[1].room_bed if row[1] else _("no bed"), 3, bold=True),
        Column("", lambda: _("From"), lambda row: _moment(_from(row)), 3, order=_from),
        Column("", lambda: _("Until"), lambda row: _moment(_until(row)), 3, order=_until),
        Column("", lambda: _("Shelter"), lambda row: row[0].shelter, 3, muted=True),
        Column("", lambda: _("Exit"), lambda row: _exit(row[0]), 4, muted=True),
        Column("", lambda: _("Why this bed all the same"), lambda row: _why(row[1]), 4, muted=True),
    ),
    "plan": (
        Column("", lambda: _("Goal"), lambda row: row[0].statement, 4, bold=True),
        Column("", lambda: _("Version"), _version, 3, muted=True),
        Column("", lambda: _("State"), lambda row: code_label("goal_status", row[0].status), 2),
        Column("", lambda: _("Reached by"), lambda row: _day(row[0].target_on), 3, order=lambda row: row[0].target_on),
        Column("", lambda: _("What is done"), lambda row: _done_for(row[1]), 3),
        Column("", lambda: _("By whom"), lambda row: _by_whom(row[1]), 3),
        Column("", lambda: _("How often"), lambda row: _frequency(row[1]), 3),
        Column("", lambda: _("Done by"), lambda row: _day(_due_on(row)), 3, order=_due_on),
        Column("", lambda: _("Done"), lambda row: _day(_done_on(row)), 2, muted=True, order=_done_on),
        Column("", lambda: _("Domain"), lambda row: code_label("needs_domain", row[0].domain), 3, muted=True),
        Column("", lambda: _("The need behind it"), lambda row: row[0].need or "", 4, muted=True),
    ),
    "sessions": (
        Column("", lambda: _("Day"), lambda row: _day(_planned(row)), 3, bold=True, order=_planned),
        Column("", lambda: _("Kind"), lambda row: code_label("session_type", row[0].kind), 4),
        Column("", lambda: _("State"), _status, 3),
        Column("", lambda: _("Minutes"), lambda row: str(_minutes(row) or ""), 2, muted=True, order=_minutes),
        Column("", lambda: _("With"), lambda row: row[0].counsellor, 3, muted=True),
        Column("", lambda: _("Note"), _note_state, 2),
    ),
    "services": (
        Column("", lambda: _("Day"), lambda row: _day(row.given_on), 3, bold=True, order=lambda row: row.given_on),
        Column("", lambda: _("Service"), lambda row: code_label("service", row.service), 5),
        Column("", lambda: _("Quantity"), lambda row: number(row.quantity_hundredths / 100), 2, order=_quantity),
        Column("", lambda: _("Minutes"), lambda row: str(row.minutes or ""), 2, muted=True, order=_length),
        Column("", lambda: _("Who gave it"), lambda row: row.provider or "", 3),
        Column("", lambda: _("Funder"), lambda row: row.funder or "", 3, muted=True),
        Column("", lambda: _("Recorded by"), lambda row: row.recorded_by, 3, muted=True),
    ),
    "milestones": (
        Column("", lambda: _("Milestone"), lambda row: code_label("reintegration_milestone", row.kind), 5, bold=True),
        Column("", lambda: _("To be reached by"), lambda row: _day(row.target_on), 2, order=lambda row: row.target_on),
        Column("", lambda: _("Reached on"), _reached, 3, order=lambda row: row.reached_on),
        Column("", lambda: _("Proof"), lambda row: row.evidence or "", 4, muted=True),
    ),
}  # fmt: skip


def _exit(stay: Any) -> str:
    return code_label("exit_reason", stay.exit_reason) if stay.exit_reason else ""


def _done_for(intervention: Any) -> str:
    return code_label("service", intervention.service) if intervention else ""


def _by_whom(intervention: Any) -> str:
    if not intervention:
        return ""
    responsible = code_label("goal_responsible", intervention.responsible)
    return " · ".join(part for part in (responsible, intervention.provider) if part)


def _frequency(intervention: Any) -> str:
    return intervention.frequency or "" if intervention else ""


def _why(bed: Any) -> str:
    return (bed.why or "") if bed else ""
