"""What is done to accounts: invite a person, close an account."""

from __future__ import annotations

from sqlalchemy import select

from shelter_app.db.models import new_id
from shelter_app.db.models.trust import Account
from shelter_app.db.vault import enrolment
from shelter_app.db.vault.enrolment import Invitation
from shelter_app.domain.codes import codes
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.i18n import _
from shelter_app.services.acting import Act, Work, act


@act("accounts.add_account")
class AddAccount(Act[Invitation]):
    """Add an account and make its one-time enrolment code, valid for 24 hours.

    The person chooses the passphrase alone; whoever adds the account never knows it. One person never holds
    the technical role together with another.
    """

    name: str
    roles: tuple[str, ...]
    shelters: tuple[str, ...] = ()
    staff_role: str | None = None

    def apply(self, work: Work) -> Invitation:
        """Write the account, then its slot in the key file."""
        name = self.name.strip()
        if not name:
            raise Refused("name_missing", _("Write the person's name."), ("name",))
        _require_roles(self.roles)
        if work.session.scalars(select(Account.id).where(Account.name == name)).first() is not None:
            raise Refused("name_taken", _("Another account has this name. Choose another one."), ("name",))
        row = work.add(
            Account(
                name=name,
                roles=sorted(set(self.roles)),
                shelters=list(self.shelters) or None,
                staff_role=self.staff_role,
                active_from=work.today,
                id=new_id(),
            )
        )
        work.session.flush()
        work.about(row)
        return enrolment.invite(work.actor.store, account_id=row.id, name=name, roles=row.roles, now=work.now)


@act("accounts.suspend_account")
class SuspendAccount(Act[None]):
    """Close an account at once: its next act is refused, and its passphrase opens nothing any more."""

    account: str
    version: int | None = None

    def apply(self, work: Work) -> None:
        """Mark the account, then take the store's keys out of its slot."""
        row = work.change(Account, self.account, self.version)
        if row.id == work.account.id:
            raise NotAllowed("own_account", _("Nobody closes their own account. Ask another director."))
        if row.suspended_at is not None:
            raise Refused("suspended_already", _("This account is suspended already."), ("account",))
        row.suspended_at = work.now
        work.about(row)
        work.session.flush()
        enrolment.suspend(work.actor.store, row.id)


def _require_roles(roles: tuple[str, ...]) -> None:
    if not roles or any(role not in codes("account_role") for role in roles):
        raise Refused("unknown_role", _("Choose a role from the list."), ("roles",))
    if "ADMIN" in roles and len(set(roles)) > 1:
        raise Refused(
            "admin_alone", _("The technical administrator holds no other role. Use two accounts."), ("roles",)
        )
