"""What the page tells of a trial or an import: problems as rows, the summary as lines."""

from __future__ import annotations

from shelter_app.i18n import _
from shelter_app.services.residents import importing
from shelter_app.transfer.problems import ERROR, Problem
from shelter_app.ui.pages.importing.words import MADE
from shelter_app.ui.tables.model import Column


def summary(result: importing.ImportResult) -> str:
    """Return what would come in, or came in, line by line."""
    lines = [_("The register was taken in.") if result.stored else _("This would come in:")]
    lines += [f"{_(MADE[kind])}: {count}" for kind, count in result.created.items() if count]
    if not any(result.created.values()):
        lines.append(_("Nothing new: every row of this file is in the store already."))
    made = (*result.made_shelters, *result.made_rooms, *result.made_beds)
    if made:
        lines.append(_("Made for it, because the store lacks them: {names}").format(names=", ".join(made)))
    for sheet in result.sheets:
        told = _("{sheet}: {accepted} of {rows} rows").format(
            sheet=sheet.name, accepted=sheet.accepted, rows=sheet.rows
        )
        lines.append(told)
    return "\n".join(lines)


def problem_columns() -> tuple[Column[Problem], ...]:
    """Return the columns of the list of problems."""
    return (
        Column(
            "",
            lambda: _("Severity"),
            lambda row: _("Error") if row.severity == ERROR else _("Warning"),
            2,
            bold=True,
            mark=_sign,
        ),
        Column("", lambda: _("Sheet"), lambda row: row.sheet, 3),
        Column("", lambda: _("Row"), lambda row: str(row.row), 1, order=lambda row: row.row),
        Column("", lambda: _("Column"), lambda row: row.column, 3),
        Column("", lambda: _("Problem"), lambda row: row.message, 8),
    )


def _sign(problem: Problem) -> tuple[str, str]:
    return ("circle-alert", "danger") if problem.severity == ERROR else ("triangle-alert", "warning")
