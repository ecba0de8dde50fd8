"""``shelter-app check``: proves the store, part by part."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from shelter_app.cli.main import REFUSED
from shelter_app.cli.options import Account, Data, Force, JsonOut, PasswordStdin
from shelter_app.cli.output import require_free, say, write_json
from shelter_app.cli.signing_in import signed_in
from shelter_app.i18n import _, ngettext
from shelter_app.services.accounts.checking import check_store


def check(
    data: Data,
    account: Account,
    json_out: JsonOut = None,
    password_stdin: PasswordStdin = False,
    force: Force = False,
) -> None:
    """Look at every part; the exit status is 1 when one is wrong."""
    require_free(json_out, force=force)
    with signed_in(data, account, password_stdin=password_stdin) as actor:
        found = check_store(actor, _steps())
    write_json(
        json_out,
        {
            "sound": found.sound,
            "problems": [{"kind": p.kind, "where": p.where, "count": p.count} for p in found.problems],
            "events": found.events,
            "records": found.records,
            "grants": found.grants,
        },
        force=force,
    )
    for problem in found.problems:
        print(f"{problem.kind}: {problem.where} ({problem.count})")
    counts = _("Checked: {events} events, {records} records and {grants} keys.")
    print(counts.format(events=found.events, records=found.records, grants=found.grants))
    if not found.sound:
        sentence = ngettext(
            "{n} problem was found. Do not enter anything; contact your technical support.",
            "{n} problems were found. Do not enter anything; contact your technical support.",
            len(found.problems),
        )
        say(sentence.format(n=len(found.problems)))
        raise typer.Exit(REFUSED)
    print(_("The register is in order."))


def _steps() -> Callable[[str, int], None]:
    """Return what the check tells its steps to: each is named once on standard error."""
    told: set[str] = set()

    def step(name: str, _done: int) -> None:
        if name not in told:
            told.add(name)
            print(_("Checking: {step}").format(step=_step_name(name)), file=sys.stderr, flush=True)

    return step


def _step_name(name: str) -> str:
    return {
        "pages": _("pages"),
        "structure": _("structure"),
        "references": _("references"),
        "trail": _("audit chain"),
        "guards": _("protection rules"),
        "keys": _("keys"),
        "records": _("records"),
    }.get(name, name)


COMMAND = check
