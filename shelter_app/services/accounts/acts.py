"""What is done to accounts: invite a person, change roles, close and open again, new keys, a new passphrase."""

from __future__ import annotations

from dataclasses import field

from sqlalchemy import select

from shelter_app.db.models import new_id
from shelter_app.db.models.house import Shelter
from shelter_app.db.models.trust import Account
from shelter_app.db.vault import enrolment
from shelter_app.db.vault.enrolment import Invitation
from shelter_app.domain.codes import codes
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.i18n import _
from shelter_app.services.acting import Act, Work, act
from shelter_app.services.reach import needed


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


@act("accounts.open_account")
class OpenAccount(Act[None]):
    """Open a suspended account again, with the roles that it had."""

    account: str
    version: int | None = None

    def apply(self, work: Work) -> None:
        """Take the mark away, then seal the store's keys to its slot again."""
        row = work.change(Account, self.account, self.version)
        if row.suspended_at is None:
            raise Refused("not_suspended", _("This account is not suspended."), ("account",))
        row.suspended_at = None
        work.about(row)
        work.session.flush()
        enrolment.apply_roles(work.actor.store, row.id, row.roles)


@act("accounts.change_roles")
class ChangeRoles(Act[None]):
    """Give an account other roles, and the shelters in which they hold (none named: in all)."""

    account: str
    roles: tuple[str, ...]
    shelters: tuple[str, ...] = ()
    version: int | None = None

    def apply(self, work: Work) -> None:
        """Write the roles, then seal to the account what they need and nothing else."""
        _require_roles(self.roles)
        row = work.change(Account, self.account, self.version)
        if row.suspended_at is not None:
            raise Refused("suspended_already", _("This account is suspended. Open it first."), ("account",))
        for shelter in self.shelters:
            work.find(Shelter, shelter)
        row.roles = sorted(set(self.roles))
        row.shelters = list(self.shelters) or None
        work.about(row)
        work.session.flush()
        enrolment.apply_roles(work.actor.store, row.id, row.roles)


@act("accounts.reset_account")
class ResetAccount(Act[Invitation]):
    """Give an account a new one-time code; its old passphrase opens nothing from now on.

    Keys of cases come back from the colleagues who hold them, or from the recovery sheet.
    """

    account: str
    reason: str
    version: int | None = None

    def apply(self, work: Work) -> Invitation:
        """Refuse one's own account and a suspended one; the reason stands in the trail."""
        row = work.change(Account, self.account, self.version)
        if row.id == work.account.id:
            raise NotAllowed(
                "own_account",
                _("Nobody resets their own account. Ask another director, or change passphrase."),
            )
        if row.suspended_at is not None:
            raise Refused("suspended_already", _("This account is suspended. Open it first."), ("account",))
        work.about(row, reason=needed(self.reason, "reason"))
        return enrolment.reset(
            work.actor.store, account_id=row.id, name=row.name, roles=row.roles, now=work.now
        )


@act("accounts.change_passphrase")
class ChangePassphrase(Act[None]):
    """Choose a new passphrase for one's own account; the old one is asked once more."""

    current: str = field(repr=False)
    new: str = field(repr=False)

    def apply(self, work: Work) -> None:
        """Put one's keys under the new passphrase; raises Refused for a wrong or a weak one."""
        work.about(work.account)
        enrolment.change_passphrase(work.actor.store, self.current, self.new, name=work.account.name)


def _require_roles(roles: tuple[str, ...]) -> None:
    if not roles or any(role not in codes("account_role") for role in roles):
        raise Refused("unknown_role", _("Choose a role from the list."), ("roles",))
    if "ADMIN" in roles and len(set(roles)) > 1:
        raise Refused(
            "admin_alone", _("The technical administrator holds no other role. Use two accounts."), ("roles",)
        )
