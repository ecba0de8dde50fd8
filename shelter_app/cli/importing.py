"""``shelter-app import``: a shelter's own register goes in, all or nothing, and its problems come out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shelter_app.cli.options import Account, ClockIsRight, Data, Force, JsonOut, PasswordStdin
from shelter_app.cli.output import print_table, progress, require_free, say, write_json
from shelter_app.cli.signing_in import signed_in
from shelter_app.i18n import N_, _, ngettext
from shelter_app.services.residents.importing import ImportResult, RowsRefused, import_register


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("The Excel or CSV file."))],
    data: Data,
    account: Account,
    profile: Annotated[
        str, typer.Option("--profile", metavar="NAME", help=N_("How the records are laid out."))
    ] = "ro-register",
    shelter: Annotated[
        str | None, typer.Option("--shelter", metavar="CODE", help=N_("The shelter whose records these are."))
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=N_("Show what would happen; save nothing."))
    ] = False,
    accept_partial: Annotated[
        bool,
        typer.Option("--accept-partial", help=N_("Import the rows without errors and skip the others.")),
    ] = False,
    json_out: JsonOut = None,
    password_stdin: PasswordStdin = False,
    clock_is_right: ClockIsRight = False,
    force: Force = False,
) -> None:
    """Read the register, say each problem by sheet, row and column, and store it."""
    require_free(json_out, force=force)
    with signed_in(data, account, password_stdin=password_stdin, clock_is_right=clock_is_right) as actor:
        try:
            result = import_register(
                actor,
                file,
                profile=profile,
                shelter=shelter,
                dry_run=dry_run,
                accept_partial=accept_partial,
                progress=progress(_("Reading rows")),
            )
        except RowsRefused as refused:
            write_json(json_out, refused.result.as_json(), force=force)
            _print(refused.result)
            raise
    write_json(json_out, result.as_json(), force=force)
    _print(result)
    if result.dry_run:
        say(_("This was only a check: nothing was saved."))


def _print(result: ImportResult) -> None:
    print_table(
        [
            (_("Sheet"), _("Rows"), _("Accepted"), _("Rejected"), _("Skipped")),
            *(
                (s.name, str(s.rows), str(s.accepted), str(s.rejected), str(s.left_out))
                for s in result.sheets
            ),
        ]
    )
    for problem in result.problems:
        where = _("{sheet}, row {row}, {column}") if problem.column else _("{sheet}, row {row}")
        severity = _("Error") if problem.severity == "error" else _("Warning")
        place = where.format(sheet=problem.sheet, row=problem.row, column=problem.column)
        print(f"{severity}: {place}: {problem.message_of_all}")
    for made in (*result.made_shelters, *result.made_rooms, *result.made_beds):
        print(_("Created for this import: {name}").format(name=made))
    for kind, count in result.created.items():
        print(f"{_created(kind)}: {count}")
    if result.exits:
        print(
            ngettext(
                "{n} existing stay received its exit.",
                "{n} existing stays received their exits.",
                result.exits,
            ).format(n=result.exits)
        )
    errors = result.errors
    if errors:
        say(ngettext("{n} row has an error.", "{n} rows have errors.", errors).format(n=errors))


def _created(kind: str) -> str:
    return {
        "residents": _("New residents"),
        "stays": _("New stays"),
        "bed_periods": _("New periods in a bed"),
        "sessions": _("New sessions"),
        "services": _("New services"),
        "goals": _("New goals"),
    }[kind]


COMMAND = import_file
