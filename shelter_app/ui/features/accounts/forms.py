"""The forms of accounts: a new one, its roles and where they hold, closed and opened, a new code."""

from __future__ import annotations

from shelter_app.domain.codes import codes
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.accounts.acts import (
    AddAccount,
    ChangeRoles,
    OpenAccount,
    RenameAccount,
    ResetAccount,
    SuspendAccount,
)
from shelter_app.services.accounts.views import AccountRow
from shelter_app.services.house.views import ShelterRow
from shelter_app.ui.forms.spec import FieldSpec, FormSpec


def added(shelters: tuple[ShelterRow, ...]) -> FormSpec:
    """Return the form of a new account."""
    return FormSpec(
        AddAccount,
        _("Add an account"),
        _("The account was added. Give the person the code now: it is shown only once."),
        (FieldSpec("name", _("Name of the person")), *_reach((), None, shelters)),
        note=_many(),
        proof=True,
        subject=lambda act, _made: str(act.name),
    )


def about(row: AccountRow, shelters: tuple[ShelterRow, ...]) -> list[FormSpec]:
    """Return what may be done about an account."""
    known = {"account": row.id, "version": row.version}
    if row.state == "suspended":
        opened = FormSpec(
            OpenAccount,
            _("Reopen {name}").format(name=row.name),
            _("The account is open again, with the roles it had."),
            known=known,
            save=_("Reopen the account"),
            proof=True,
            subject=row.name,
        )
        return [opened]
    return [
        FormSpec(
            ChangeRoles,
            _("Change the roles of {name}").format(name=row.name),
            _("The roles were changed. They apply from the next action."),
            _reach(row.roles, row.shelters, shelters),
            known=known,
            note=_many(),
            proof=True,
            subject=row.name,
        ),
        FormSpec(
            RenameAccount,
            _("Rename {name}").format(name=row.name),
            _("The account has its new name. The person now signs in with it."),
            (
                FieldSpec("name", _("New name"), start=row.name),
                FieldSpec("mistake", _("The old name was a mistake: do not show it anywhere")),
            ),
            known=known,
            note=_(
                "What was done until now keeps the name used at the time, in the audit trail and on "
                "documents."
            ),
            proof=True,
            subject=lambda act, _before: str(act.name),
            undo=lambda act, before: RenameAccount(account=act.account, name=before, mistake=True),
        ),
        FormSpec(
            ResetAccount,
            _("New code for {name}").format(name=row.name),
            _("The old passphrase no longer works. Give the person the new code now."),
            (FieldSpec("reason", _("Reason for the new code")),),
            known=known,
            proof=True,
            subject=row.name,
        ),
        FormSpec(
            SuspendAccount,
            _("Suspend {name}").format(name=row.name),
            _("The account is suspended."),
            known=known,
            save=_("Suspend"),
            proof=True,
            subject=row.name,
        ),
    ]


def _many() -> str:
    return _("A person can have several roles, and has access to everything that each of them allows.")


def _reach(
    roles: tuple[str, ...], where: tuple[str, ...] | None, shelters: tuple[ShelterRow, ...]
) -> tuple[FieldSpec, ...]:
    ticks = tuple((role, code_label("account_role", role)) for role in codes("account_role"))
    asks = [FieldSpec("roles", _("Roles"), choices=ticks, start=roles)]
    if len(shelters) > 1 or where is not None:
        named = tuple((one.id, one.name) for one in shelters)
        asks.append(
            FieldSpec(
                "shelters",
                _("Only in these shelters (none ticked: in all)"),
                choices=named,
                start=where or (),
            )
        )
    return tuple(asks)
