"""``shelter-app init``: a new store, its first director, one shelter, and the recovery sheet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from shelter_app.cli.options import Account, Data, Force, PasswordStdin
from shelter_app.cli.output import require_free, say
from shelter_app.cli.terminal import read_new_passphrase
from shelter_app.db import opening as stores
from shelter_app.domain.clock import local_day, system_clock
from shelter_app.i18n import N_, _
from shelter_app.reports.render.recovery_sheet import recovery_sheet
from shelter_app.reports.render.writing import write_whole
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddShelter

FIRST_SHELTER = "A1"


def init(
    data: Data,
    account: Account,
    recovery_out: Annotated[
        Path, typer.Option("--recovery-out", metavar="FILE", help=N_("Save the recovery sheet (PDF) here."))
    ],
    organisation: Annotated[
        str, typer.Option("--organisation", metavar="TEXT", help=N_("The name of your organisation."))
    ] = "",
    password_stdin: PasswordStdin = False,
    force: Force = False,
) -> None:
    """Make the store; without its recovery sheet there is none."""
    require_free(recovery_out, force=force)
    passphrase = read_new_passphrase(from_stdin=password_stdin)

    with _nothing_left_on_failure(data):
        made = stores.create(data, account=account, passphrase=passphrase, organisation=organisation)
        with made.store as store:
            actor = Actor(store, store.account_id, account, session_id=store.session_id)
            perform(actor, AddShelter(code=FIRST_SHELTER, name=organisation or _("Shelter")))
            sheet = recovery_sheet(made.recovery_key, local_day(system_clock()))
            write_whole(recovery_out, sheet, force=force)
    say(
        _(
            "The register was created. Print the recovery sheet, put it in a sealed envelope, "
            "then delete the file."
        )
    )


@contextmanager
def _nothing_left_on_failure(folder: Path) -> Iterator[None]:
    """Take away what was made in ``folder`` when the block fails; what lay there before stays."""
    there = folder.exists()
    before = set(folder.iterdir()) if folder.is_dir() else set()
    try:
        yield
    except BaseException:
        for path in set(folder.iterdir()) - before if folder.is_dir() else ():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        if not there and folder.is_dir():
            folder.rmdir()
        raise


COMMAND = init
