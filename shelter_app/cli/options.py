"""The options that several commands share, each described once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from shelter_app.i18n import N_


def iso_day(text: str | date) -> date:
    """Read a day written as ``2026-11-24``; anything else is wrong usage."""
    try:
        return text if isinstance(text, date) else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("a day") from None


Data = Annotated[Path, typer.Option("--data", metavar="DIR", help=N_("The data folder."))]
Account = Annotated[str, typer.Option("--account", metavar="NAME", help=N_("The name of your account."))]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help=N_("Read the passphrase from standard input, first line."))
]
ClockIsRight = Annotated[
    bool,
    typer.Option(
        "--clock-is-right",
        help=N_(
            "Confirm that the computer's clock is right, although it shows a time before or long "
            "after the last work."
        ),
    ),
]
JsonOut = Annotated[
    Path | None, typer.Option("--json", metavar="OUT", help=N_("Save the result as JSON in this file."))
]
Force = Annotated[bool, typer.Option("--force", help=N_("Replace an output file that exists."))]
FirstDay = Annotated[
    date, typer.Option("--from", metavar="DATE", parser=iso_day, help=N_("The first day: 2026-01-01."))
]
LastDay = Annotated[
    date, typer.Option("--to", metavar="DATE", parser=iso_day, help=N_("The last day, included: 2026-12-31."))
]
