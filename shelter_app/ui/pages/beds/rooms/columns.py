"""The columns of the rooms and of what is broken in them, and their words."""

from __future__ import annotations

from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, day, number
from shelter_app.services.beds.rooms import DefectRow, RoomState
from shelter_app.ui.tables.model import Column

BED_IN_USE = 6  # the column of the defects that is shown when it is asked for


def room_columns() -> tuple[Column[RoomState], ...]:
    """Return the columns of the rooms."""
    return (
        Column("", lambda: _("Room"), lambda row: row.name, 3, bold=True),
        Column("", lambda: _("Last check"), looked, 3, order=lambda row: row.inspected_on),
        Column("", lambda: _("Defect found"), found, 3),
        Column(
            "",
            lambda: _("Open defects"),
            lambda row: number(row.defects),
            2,
            mark=_warn,
            order=lambda row: row.defects,
        ),
    )


def looked(row: RoomState) -> str:
    """Return when a room was looked at last."""
    return _("never") if row.inspected_on is None else day(row.inspected_on, "medium")


def found(row: RoomState) -> str:
    """Return what was found when a room was looked at last."""
    return "" if row.result is None else code_label("inspection_result", row.result)


def _warn(row: RoomState) -> tuple[str, str] | None:
    return ("wrench", "warning") if row.defects else None


def defect_columns() -> tuple[Column[DefectRow], ...]:
    """Return the columns of the defects."""
    return (
        Column("", lambda: _("Room"), lambda row: row.room, 2, bold=True),
        Column("", lambda: _("Bed"), lambda row: row.bed or "", 1),
        Column("", lambda: _("Defects"), lambda row: row.text, 4, mark=_late),
        Column(
            "",
            lambda: _("Since"),
            lambda row: day(row.found_on, "medium"),
            2,
            muted=True,
            order=lambda row: row.found_on,
        ),
        Column("", lambda: _("Who repairs it"), lambda row: row.assignee, 2.2),
        Column("", lambda: _("To be repaired by"), due, 2, muted=True, order=lambda row: row.due_on),
        Column("", lambda: _("Period in use"), use, 2, muted=True),
    )


def due(row: DefectRow) -> str:
    """Return by which day a defect is to be mended, and whether that is over."""
    if row.due_on is None:
        return ""
    last = day(row.due_on, "medium")
    return _("{day}, late").format(day=last) if row.late else last


def _late(row: DefectRow) -> tuple[str, str] | None:
    return ("triangle-alert", "danger") if row.late else None


def use(row: DefectRow) -> str:
    """Return that the bed of a defect is out of service, empty where it is not."""
    return _("Out of service") if row.bed_out else ""
