"""``shelter-app demo``: a store full of fictional people, one account for each role."""

from __future__ import annotations

from typing import Annotated

import typer

from shelter_app.cli.options import Data, Force, JsonOut
from shelter_app.cli.output import print_table, progress, require_free, write_json
from shelter_app.domain.codes import label
from shelter_app.i18n import N_, _
from shelter_app.services.demo import make_demo


def demo(
    data: Data,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help=N_("The same seed gives the same people."))
    ] = 1,
    years: Annotated[int, typer.Option("--years", min=1, max=20, help=N_("How many years back."))] = 3,
    residents: Annotated[
        int, typer.Option("--residents", min=1, max=200_000, help=N_("About how many residents."))
    ] = 160,
    beds: Annotated[int, typer.Option("--beds", min=1, max=20_000, help=N_("How many beds."))] = 24,
    json_out: JsonOut = None,
    force: Force = False,
) -> None:
    """Make the store and say its accounts; nobody in it is real."""
    require_free(json_out, force=force)
    made = make_demo(
        data,
        seed=seed,
        years=years,
        residents=residents,
        beds=beds,
        progress=progress(_("Making fictional people")),
    )
    accounts = [{"name": a.name, "role": a.role, "passphrase": a.passphrase} for a in made.accounts]
    write_json(json_out, {"accounts": accounts, "counts": made.counts})
    print_table([(a.name, label("account_role", a.role), a.passphrase) for a in made.accounts])


COMMAND = demo
