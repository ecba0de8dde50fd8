"""``shelter-app account``: who may sign in, from the invitation to the suspension."""

from __future__ import annotations

from typing import Annotated

import typer

from shelter_app import i18n
from shelter_app.cli.options import Account, ClockIsRight, Data, PasswordStdin
from shelter_app.cli.output import print_table, say
from shelter_app.cli.signing_in import signed_in
from shelter_app.cli.terminal import read_new_passphrase, read_secret
from shelter_app.db import enrolment
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import codes, label
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.accounts import views
from shelter_app.services.accounts.acts import AddAccount, SuspendAccount
from shelter_app.services.acting import perform

COMMAND = typer.Typer(add_completion=False, rich_markup_mode=None)

New = Annotated[str, typer.Argument(metavar="NEW", help=N_("The name of the account."))]


@COMMAND.command("add", help=N_("Add an account; prints its one-time activation code."))
def add(
    new: New,
    role: Annotated[list[str], typer.Option("--role", metavar="ROLE", help=N_("A role; may be repeated."))],
    data: Data,
    account: Account,
    password_stdin: PasswordStdin = False,
    clock_is_right: ClockIsRight = False,
) -> None:
    """Add an account for a person who then chooses a passphrase of their own."""
    roles = tuple(word.strip().upper() for word in role)
    unknown = next((name for name in roles if name not in codes("account_role")), None)
    if unknown is not None:
        raise Refused(
            "unknown_role",
            _("There is no role {role}. The roles are: {roles}.").format(
                role=unknown, roles=", ".join(codes("account_role"))
            ),
            ("roles",),
        )
    with signed_in(data, account, password_stdin=password_stdin, clock_is_right=clock_is_right) as actor:
        invited = perform(actor, AddAccount(name=new, roles=roles))
    print(invited.code)
    until = i18n.moment(invited.expires_at.astimezone(LOCAL))
    say(_("Give this code to the person; it works once, until {moment}.").format(moment=until))


@COMMAND.command("enrol", help=N_("Activate an account: the code, then your own passphrase."))
def enrol(new: New, data: Data, password_stdin: PasswordStdin = False) -> None:
    """Replace the one-time code by a passphrase that nobody else ever knew."""
    code = read_secret(_("Activation code"), from_stdin=password_stdin)
    passphrase = read_new_passphrase(from_stdin=password_stdin)
    enrolment.enrol(data, new, code, passphrase)
    say(_("The account is ready. It is confirmed the next time a director signs in."))


@COMMAND.command("list", help=N_("List the accounts."))
def list_accounts(
    data: Data, account: Account, password_stdin: PasswordStdin = False, clock_is_right: ClockIsRight = False
) -> None:
    """List names, roles and states."""
    with signed_in(data, account, password_stdin=password_stdin, clock_is_right=clock_is_right) as actor:
        found = views.accounts(actor)
    print_table(
        [
            (row.name, ", ".join(label("account_role", role) for role in row.roles), _state(row.state))
            for row in found
        ]
    )


def _state(state: str) -> str:
    return {
        "invited": _("invited"),
        "expired": _("invitation expired"),
        "suspended": _("suspended"),
        "enrolled": _("active"),
    }[state]


@COMMAND.command("suspend", help=N_("Suspend an account immediately."))
def suspend(
    new: New,
    data: Data,
    account: Account,
    password_stdin: PasswordStdin = False,
    clock_is_right: ClockIsRight = False,
) -> None:
    """Close an account: from now on it opens nothing."""
    with signed_in(data, account, password_stdin=password_stdin, clock_is_right=clock_is_right) as actor:
        found = next((row for row in views.accounts(actor) if row.name == new), None)
        if found is None:
            raise Refused("unknown_account", _("There is no account with this name."), ("name",))
        perform(actor, SuspendAccount(account=found.id, version=found.version))
    say(_("The account is suspended."))
