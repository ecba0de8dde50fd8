"""``shelter-app report``: one report as a file, or the list of templates."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from shelter_app.cli.options import ClockIsRight, PasswordStdin, iso_day
from shelter_app.cli.output import print_table, require_free, say
from shelter_app.cli.signing_in import signed_in
from shelter_app.domain import codes
from shelter_app.i18n import N_, _, language
from shelter_app.reports.render.writing import write_whole
from shelter_app.services.acting import perform
from shelter_app.services.reporting.acts import MakeReport


def report(
    template: Annotated[
        str, typer.Argument(metavar="TEMPLATE", help=N_("The report's code, for example R04."))
    ] = "",
    list_templates: Annotated[bool, typer.Option("--list", help=N_("List the templates."))] = False,
    first: Annotated[
        date | None,
        typer.Option("--from", metavar="DATE", parser=iso_day, help=N_("The first day: 2026-01-01.")),
    ] = None,
    last: Annotated[
        date | None,
        typer.Option("--to", metavar="DATE", parser=iso_day, help=N_("The last day, included: 2026-12-31.")),
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help=N_("The data folder."))] = None,
    account: Annotated[
        str, typer.Option("--account", metavar="NAME", help=N_("The name of your account."))
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=N_("Save the report here."))
    ] = None,
    file_format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help=N_("The file format: pdf, xlsx, json or csv."))
    ] = "pdf",
    lang: Annotated[
        str, typer.Option("--lang", metavar="LANG", help=N_("The report's language: ro or en."))
    ] = "",
    shelter: Annotated[
        str | None, typer.Option("--shelter", metavar="CODE", help=N_("Only this shelter."))
    ] = None,
    grant: Annotated[
        str | None, typer.Option("--grant", metavar="CODE", help=N_("Only this grant from a donor."))
    ] = None,
    no_suppression: Annotated[
        bool,
        typer.Option("--no-suppression", help=N_("Print small cells too (where the template allows it).")),
    ] = False,
    password_stdin: PasswordStdin = False,
    clock_is_right: ClockIsRight = False,
    force: Annotated[bool, typer.Option("--force", help=N_("Replace an output file that exists."))] = False,
) -> None:
    """Make one report; it is registered as having left the house."""
    if list_templates:
        print_table([(c.code, c.label()) for c in codes.lists()["report_template"]])
        return
    if not template or first is None or last is None or data is None or not account or out is None:
        raise typer.BadParameter(
            _("A report needs its template, --from, --to, --data, --account and --out (or use --list).")
        )
    require_free(out, force=force)
    with signed_in(data, account, password_stdin=password_stdin, clock_is_right=clock_is_right) as actor:
        made = perform(
            actor,
            MakeReport(
                template=template,
                first=first,
                last=last,
                language=lang or language(),
                format=file_format,
                shelter=shelter,
                grant=grant,
                suppressed=not no_suppression,
            ),
        )
        write_whole(out, made.content, force=force)
    say(_("The report {template} was saved.").format(template=template))


COMMAND = report
