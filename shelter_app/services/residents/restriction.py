"""Restricted access: a person whom only named accounts see; set, changed, ended, each an event of the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shelter_app.db.models.sight import Restriction, RestrictionName
from shelter_app.db.models.trust import Account
from shelter_app.domain import permissions, roles, sight
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _, sort_key
from shelter_app.services.access import can_sign_in, need_resident, needed
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, accounts_named, act, view

SEES_PEOPLE = "residents.list"  # whom it makes sense to name: who sees residents at all


@dataclass(frozen=True, slots=True)
class Restricted:
    """A restriction that holds: who is named (id and name), who entered it, when and why."""

    id: str
    version: int
    named: tuple[tuple[str, str], ...]
    since: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class RestrictedEarlier:
    """What an ended restriction was, so that it can be entered anew."""

    resident: str
    named: tuple[str, ...]
    reason: str


def restriction_of(context: ReadContext, resident_id: str) -> Restriction | None:
    """Return the restriction that holds for a resident."""
    held = select(Restriction).where(Restriction.resident_id == resident_id, Restriction.ended_at.is_(None))
    return context.session.scalars(held).first()


@view("residents.restriction")
def restriction(context: ReadContext, resident_id: str) -> Restricted | None:
    """Return the restriction of a resident whom the account sees, None where everybody of the scope sees her."""
    need_resident(context, resident_id)
    row = restriction_of(context, resident_id)
    if row is None:
        return None
    ids = _named(context, row)
    names = accounts_named(context, {*ids, row.created_by})
    named = sorted(((who, names.get(who, "")) for who in ids), key=lambda one: sort_key(one[1]))
    return Restricted(
        row.id, row.version, tuple(named), row.created_at, names.get(row.created_by, ""), row.reason
    )


@view("residents.nameable")
def nameable(context: ReadContext) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return who can be named in a restriction, by name: the accounts that see residents, their ids, names and roles."""
    found = [
        (row.id, row.name, tuple(row.roles)) for row in can_sign_in(context).values() if _sees_people(row)
    ]
    return tuple(sorted(found, key=lambda one: sort_key(one[1])))


@act("residents.restrict", told=N_("restricted access to a case"))
class RestrictAccess(Act[str]):
    """Let only the named accounts see a resident, with the reason; returns the restriction's id.

    Whoever does it is named too.
    """

    resident: str
    named: tuple[str, ...]
    reason: str

    def apply(self, uow: UnitOfWork) -> str:
        """Refuse a second restriction, names that see nobody, and names without a director."""
        resident = need_resident(uow, self.resident)
        if restriction_of(uow, resident.id) is not None:
            raise Refused("restricted_already", _("Access to this case is already restricted."))
        named, reason = _need_named(uow, self.named), needed(self.reason, "reason")
        row = uow.add(Restriction(resident_id=resident.id, reason=reason, ended_at=None))
        uow.session.flush()
        for account in named:
            uow.add(RestrictionName(restriction_id=row.id, account_id=account))
        uow.audit_subject(row, case_id=resident.id)
        return row.id


@act("residents.change_restriction", told=N_("changed who sees a restricted case"))
class ChangeRestriction(Act[None]):
    """Say anew who sees a restricted resident; whoever does it stays named."""

    restriction: str
    named: tuple[str, ...]
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Add and take away names; refuses the same as entering does."""
        row = _open(uow, self.restriction, self.version)
        wanted = set(_need_named(uow, self.named))
        held = select(RestrictionName).where(RestrictionName.restriction_id == row.id)
        for name in uow.session.scalars(held).all():
            if name.account_id in wanted:
                wanted.discard(name.account_id)
            else:
                uow.session.delete(name)
        for account in sorted(wanted):
            uow.add(RestrictionName(restriction_id=row.id, account_id=account))


@act("residents.end_restriction", told=N_("ended the access restriction on a case"))
class EndRestriction(Act[RestrictedEarlier]):
    """Let everybody of the scope see a resident again; the entry stays on record; returns what it was."""

    restriction: str
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> RestrictedEarlier:
        """Write the moment."""
        row = _open(uow, self.restriction, self.version)
        was = RestrictedEarlier(row.resident_id, tuple(sorted(_named(uow, row))), row.reason)
        row.ended_at = uow.now
        return was


def _open(uow: UnitOfWork, restriction_id: str, version: int | None) -> Restriction:
    need_resident(uow, uow.find(Restriction, restriction_id).resident_id)  # reached, before the version tells
    row = uow.change(Restriction, restriction_id, version)
    if row.ended_at is not None:
        raise Refused("ended_already", _("This has already ended. Refresh the page."))
    uow.audit_subject(row, case_id=row.resident_id)
    return row


def _named(context: ReadContext, row: Restriction) -> set[str]:
    held = select(RestrictionName.account_id).where(RestrictionName.restriction_id == row.id)
    return set(context.session.scalars(held))


def _need_named(uow: UnitOfWork, named: tuple[str, ...]) -> tuple[str, ...]:
    working = can_sign_in(uow)
    if any(who not in working or not _sees_people(working[who]) for who in named):
        raise Refused(
            "not_nameable",
            _("One of these accounts does not see residents. Choose from the list."),
            ("named",),
        )
    directors = [who for who, row in working.items() if roles.DIRECTOR in row.roles]
    return sight.need_named({*named, uow.actor.account_id}, directors)


def _sees_people(row: Account) -> bool:
    return permissions.scope(row.roles, SEES_PEOPLE) is not None
