"""``shelter-app demo``: a store full of fictional people, one account for each role."""

from __future__ import annotations

from typing import Annotated

import typer

from shelter_app.cli.options import Data, Force, JsonOut
from shelter_app.cli.output import print_table, progress_of_parts, require_free, write_json
from shelter_app.domain.codes import label
from shelter_app.i18n import N_
from shelter_app.services.demo.demo_store import make_demo


def demo(
    data: Data,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help=N_("The same seed gives the same people."))
    ] = 1,
    years: Annotated[int, typer.Option("--years", min=1, max=20, help=N_("How many years back."))] = 3,
    residents: Annotated[
        int, typer.Option("--residents", min=1, max=200_000, help=N_("About how many residents."))
    ] = 160,
    beds: Annotated[
        int | None,
        typer.Option("--beds", min=1, help=N_("How many beds; if left out, as many as are needed.")),
    ] = None,
    json_out: JsonOut = None,
    force: Force = False,
) -> None:
    """Make the store and say its accounts; nobody in it is real."""
    require_free(json_out, force=force)
    made = make_demo(
        data, seed=seed, years=years, residents=residents, beds=beds, progress=progress_of_parts()
    )
    write_json(json_out, {"accounts": made.accounts, "counts": made.counts}, force=force)
    print_table([(a["name"], label("account_role", a["role"]), a["passphrase"]) for a in made.accounts])


COMMAND = demo
