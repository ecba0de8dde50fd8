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
        _("The account was added. Hand the code over now: it is shown once."),
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
            _("Open {name} again").format(name=row.name),
            _("The account is open again, with the roles that it had."),
            known=known,
            save=_("Open it again"),
            proof=True,
            subject=row.name,
        )
        return [opened]
    return [
        FormSpec(
            ChangeRoles,
            _("Change the roles of {name}").format(name=row.name),
            _("The roles were changed. They hold from the next act on."),
            _reach(row.roles, row.shelters, shelters),
            known=known,
            note=_many(),
            proof=True,
            subject=row.name,
        ),
        FormSpec(
            RenameAccount,
            _("Rename {name}").format(name=row.name),
            _("The account has its new name. The person signs in with it from now on."),
            (
                FieldSpec("name", _("New name"), start=row.name),
                FieldSpec("mistake", _("The old name was a mistake: show it nowhere any more")),
            ),
            known=known,
            note=_("What was done until now keeps the name of that time, in the audit trail and on papers."),
            proof=True,
            subject=lambda act, _before: str(act.name),
            undo=lambda act, before: RenameAccount(account=act.account, name=before, mistake=True),
        ),
        FormSpec(
            ResetAccount,
            _("New code for {name}").format(name=row.name),
            _("The old passphrase opens nothing any more. Hand the new code over now."),
            (FieldSpec("reason", _("Reason for new keys")),),
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
    return _("A person may hold several roles; together they reach what each of them reaches.")


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
