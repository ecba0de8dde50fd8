"""What is done to accounts: invite a person, change roles, close and open again, new keys, a new passphrase."""

from __future__ import annotations

from dataclasses import field

from sqlalchemy import select

from shelter_app.db import enrolment
from shelter_app.db.enrolment import Invitation
from shelter_app.db.models import new_id
from shelter_app.db.models.house import Shelter
from shelter_app.db.models.trust import Account, FormerName
from shelter_app.db.vault import withdrawal
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.domain.names import fold
from shelter_app.domain.roles import Member, need_apart, need_known
from shelter_app.i18n import N_, _
from shelter_app.services.access import needed
from shelter_app.services.acting import Act, UnitOfWork, act


@act("accounts.add_account", told=N_("added an account for a colleague"))
class AddAccount(Act[Invitation]):
    """Add an account and make its one-time enrolment code, valid for 24 hours.

    The person chooses the passphrase alone; whoever adds the account never knows it. A person may hold several
    roles, but not the technical one beside another in a site of three or more.
    """

    name: str
    roles: tuple[str, ...]
    shelters: tuple[str, ...] = ()
    staff_role: str | None = None

    def apply(self, uow: UnitOfWork) -> Invitation:
        """Write the account, then its slot in the key file."""
        name = _free_name(uow, self.name)
        roles = need_known(self.roles)
        row = uow.add(
            Account(
                name=name,
                roles=list(roles),
                shelters=_shelters(uow, self.shelters),
                staff_role=self.staff_role,
                active_from=uow.today,
                id=new_id(),
            )
        )
        uow.session.flush()
        _need_apart(uow, row)
        uow.audit_subject(row)
        return enrolment.invite(uow.actor.store, account_id=row.id, name=name, roles=row.roles, now=uow.now)


@act("accounts.rename_account", told=N_("renamed an account"))
class RenameAccount(Act[str]):
    """Call an account otherwise, at sign-in too; what was done until now is told under the name of that time.

    A name that was a ``mistake`` (a slip, or a passphrase typed into the wrong field) is told nowhere any more.
    """

    account: str
    name: str
    mistake: bool = False
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Write the name, keep the one before unless it was a mistake, then change the key file; returns that one.

        Raises Refused for no name and for one that another account has.
        """
        row = uow.change(Account, self.account, self.version)
        before, name = row.name, _free_name(uow, self.name, but=row.id)
        if name == before:
            raise Refused("same_name", _("The account already has this name. Type the new name."), ("name",))
        row.name = name
        if not self.mistake:
            uow.add(FormerName(account_id=row.id, name=before, until_at=uow.now))
        uow.audit_subject(row)
        uow.session.flush()
        enrolment.rename(uow.actor.store, row.id, name)
        return before


@act("accounts.suspend_account", told=N_("suspended an account"))
class SuspendAccount(Act[None]):
    """Close an account at once: its next act is refused, and its passphrase opens nothing any more."""

    account: str
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Mark the account, then take the store's keys out of its slot."""
        row = uow.change(Account, self.account, self.version)
        if row.id == uow.account.id:
            raise NotAllowed(
                "own_account", _("People cannot suspend their own account. Ask another director.")
            )
        if row.suspended_at is not None:
            raise Refused("suspended_already", _("This account is already suspended."), ("account",))
        row.suspended_at = uow.now
        uow.audit_subject(row)
        uow.session.flush()
        enrolment.suspend(uow.actor.store, row.id)


@act("accounts.open_account", told=N_("reopened an account"))
class OpenAccount(Act[None]):
    """Open a suspended account again, with the roles that it had."""

    account: str
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Take the mark away, then seal the store's keys to its slot again."""
        row = uow.change(Account, self.account, self.version)
        if row.suspended_at is None:
            raise Refused("not_suspended", _("This account is not suspended."), ("account",))
        row.suspended_at = None
        uow.audit_subject(row)
        uow.session.flush()
        _need_apart(uow, row)
        enrolment.apply_roles(uow.actor.store, row.id, row.roles)


@act("accounts.change_roles", told=N_("changed the roles of an account"))
class ChangeRoles(Act[None]):
    """Give an account other roles, and the shelters in which they hold (none named: in all).

    The keys follow: what the roles together need is sealed to the account, keys of cases that came with a role
    that is gone are withdrawn.
    """

    account: str
    roles: tuple[str, ...]
    shelters: tuple[str, ...] = ()
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Write the roles, withdraw what they no longer carry, then seal what they need and nothing else.

        Refuses to withdraw the key of a case that no colleague would hold any more.
        """
        roles = need_known(self.roles)
        row = uow.change(Account, self.account, self.version)
        if row.suspended_at is not None:
            raise Refused("suspended_already", _("This account is suspended. Reopen it first."), ("account",))
        lost = set(row.roles) - set(roles)
        row.roles = list(roles)
        row.shelters = _shelters(uow, self.shelters)
        uow.audit_subject(row)
        uow.session.flush()
        _need_apart(uow, row)
        withdrawal.withdraw(uow.session, row.id, kept=roles, lost=lost, now=uow.now)
        enrolment.apply_roles(uow.actor.store, row.id, row.roles)


@act("accounts.reset_account", told=N_("reset an account"))
class ResetAccount(Act[Invitation]):
    """Give an account a new one-time code; its old passphrase opens nothing from now on.

    Keys of cases come back from the colleagues who hold them, or from the recovery sheet.
    """

    account: str
    reason: str
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> Invitation:
        """Refuse one's own account and a suspended one; the reason stands in the trail."""
        row = uow.change(Account, self.account, self.version)
        if row.id == uow.account.id:
            raise NotAllowed(
                "own_account",
                _("People cannot reset their own account. Ask another director, or change your passphrase."),
            )
        if row.suspended_at is not None:
            raise Refused("suspended_already", _("This account is suspended. Reopen it first."), ("account",))
        uow.audit_subject(row, reason=needed(self.reason, "reason"))
        return enrolment.reset(
            uow.actor.store, account_id=row.id, name=row.name, roles=row.roles, now=uow.now
        )


@act("accounts.change_passphrase", told=N_("changed their passphrase"))
class ChangePassphrase(Act[None]):
    """Choose a new passphrase for one's own account; the old one is asked once more."""

    current: str = field(repr=False)
    new: str = field(repr=False)

    def apply(self, uow: UnitOfWork) -> None:
        """Put one's keys under the new passphrase; raises Refused for a wrong or a weak one."""
        uow.audit_subject(uow.account)
        enrolment.change_passphrase(uow.actor.store, self.current, self.new, name=uow.account.name)


def _free_name(uow: UnitOfWork, typed: str, but: str = "") -> str:
    """Return a name as it is stored; refuses none, and one of another account than ``but``, with or without accents."""
    name = typed.strip()
    if not name:
        raise Refused("name_missing", _("Write the person's name."), ("name",))
    others = uow.session.scalars(select(Account.name).where(Account.id != but))
    if fold(name) in map(fold, others):
        raise Refused("name_taken", _("Another account has this name. Choose another one."), ("name",))
    return name


def _shelters(uow: UnitOfWork, named: tuple[str, ...]) -> list[str] | None:
    for shelter in named:
        uow.find(Shelter, shelter)
    return sorted(set(named)) or None


def _need_apart(uow: UnitOfWork, row: Account) -> None:
    """Look at the whole team as it would be, by site."""
    team = [
        Member(one.id, frozenset(one.roles), None if one.shelters is None else frozenset(one.shelters))
        for one in uow.session.scalars(select(Account).where(Account.suspended_at.is_(None)))
        if one.active_to is None or one.active_to > uow.today
    ]
    need_apart(team, uow.session.scalars(select(Shelter.id)).all(), row.id)
