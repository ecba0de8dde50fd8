"""What an account reaches: whose records (the row filter that the roles table asks for) and which shelters.

ALL reaches everybody; SITE the residents who had a stay in the account's shelters; HOUSE of these who is there now, left
a short while ago or has not come yet, and who is assigned to the account; OWN the residents assigned to the account
today; GRANT those whose case has a key sealed to the account. Whatever the scope, a restricted person is reached by the
named accounts only (``domain/sight.py``); where a bed or a time has to be shown all the same, its row says "occupied".
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, literal, or_, select, true

from shelter_app.db.models.house import Bed, CodeEntry, Room, Shelter
from shelter_app.db.models.people import CaseAssignment, Resident
from shelter_app.db.models.sight import Restriction, RestrictionName
from shelter_app.db.models.stays import Stay
from shelter_app.db.models.trust import Account, VaultGrant
from shelter_app.domain import plans, roles, sight
from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.domain.permissions import Scope
from shelter_app.i18n import _, ngettext, sort_key
from shelter_app.services.acting import ReadContext, UnitOfWork
from shelter_app.services.settings import settings


def reached(context: ReadContext, scope: Scope | None = None) -> ColumnElement[bool]:
    """Return the condition on ``Resident`` that keeps those whom the account reaches by this act or view.

    ``scope`` is that of another act or view, where a part of what is shown asks for more than the whole.
    """
    return and_(unrestricted(context), _by_scope(context, context.scope if scope is None else scope))


def _by_scope(context: ReadContext, scope: Scope) -> ColumnElement[bool]:
    if scope is Scope.ALL:
        return true()
    if scope is Scope.SITE:
        if context.shelters is None:
            return true()
        return Resident.id.in_(select(Stay.resident_id).where(Stay.shelter_id.in_(context.shelters)))
    if scope is Scope.HOUSE:
        return _of_the_house(context)
    if scope is Scope.OWN:
        return Resident.id.in_(assigned(context.actor.account_id, context.today))
    held = select(VaultGrant.case_id).where(
        VaultGrant.holder == context.actor.account_id, VaultGrant.revoked_at.is_(None)
    )
    return Resident.id.in_(held)


def restricted(context: ReadContext) -> frozenset[str]:
    """Return the ids of the restricted residents of whom the account must not know."""

    def ask() -> frozenset[str]:
        named: dict[str, set[str]] = {}
        rows = context.session.execute(
            select(Restriction.resident_id, RestrictionName.account_id)
            .outerjoin(RestrictionName, RestrictionName.restriction_id == Restriction.id)
            .where(Restriction.ended_at.is_(None))
        )
        for who, account in rows:
            named.setdefault(who, set()).add(account)
        if not named:
            return frozenset()
        return sight.hidden_from(
            context.actor.account_id, roles.DIRECTOR in context.roles, named, set(can_sign_in(context))
        )

    return context.once(restricted, ask)


def can_sign_in(context: ReadContext) -> dict[str, Account]:
    """Return the accounts that are neither suspended nor over, by id."""
    working = select(Account).where(
        Account.suspended_at.is_(None), or_(Account.active_to.is_(None), Account.active_to > context.today)
    )
    return {row.id: row for row in context.session.scalars(working)}


def unrestricted(context: ReadContext) -> ColumnElement[bool]:
    """Return the condition on ``Resident`` that leaves out of whom the account must not know."""
    hidden = restricted(context)
    return Resident.id.not_in(hidden) if hidden else true()


def need_known(context: ReadContext, resident_id: str) -> None:
    """Raise ``NotAllowed``, in the words of any case out of reach, for somebody of whom the account must not know."""
    if resident_id in restricted(context):
        raise NotAllowed("not_reached", _("This case is not assigned to you. Ask a director."))


def occupied() -> str:
    """Return what stands for the code of somebody whom the account does not see, where the bed must be told of."""
    return _("occupied")


def shown_code(context: ReadContext) -> ColumnElement[str]:
    """Return the column of the code of a resident whom the view reaches, of anybody else ``occupied``."""
    return case((reached(context), Resident.code), else_=literal(occupied())).label("code")


def shown_id(context: ReadContext) -> ColumnElement[str]:
    """Return the column of the id of a resident whom the view reaches, empty for anybody else."""
    return case((reached(context), Resident.id), else_=literal("")).label("resident_id")


def _of_the_house(context: ReadContext) -> ColumnElement[bool]:
    since = sight.in_sight_since(context.today, former_days(context))
    seen = select(Stay.resident_id).where(or_(Stay.ended_on.is_(None), Stay.ended_on >= since))
    expected = and_(Resident.created_at >= local_moment(since), Resident.id.not_in(select(Stay.resident_id)))
    if context.shelters is not None:
        seen = seen.where(Stay.shelter_id.in_(context.shelters))
        expected = and_(expected, Resident.created_by == context.actor.account_id)
    own = assigned(context.actor.account_id, context.today)
    return or_(Resident.id.in_(seen), expected, Resident.id.in_(own))


def former_days(context: ReadContext) -> int:
    """Return for how many days the house sees who left it: the house's own setting, else the shipped number."""
    value = settings(context).get(sight.FORMER_DAYS)
    return sight.DAYS if value is None else int(value)


def assigned(account_id: str, today: date) -> Select[str]:
    """Return what selects the residents assigned to an account today."""
    return select(CaseAssignment.resident_id).where(
        CaseAssignment.account_id == account_id,
        CaseAssignment.from_on <= today,
        or_(CaseAssignment.to_on.is_(None), CaseAssignment.to_on > today),
    )


def need_residents(context: ReadContext, resident_ids: Collection[str]) -> Sequence[Resident]:
    """Return the residents; raises ``NotAllowed`` when one is out of reach, ``Refused`` for none.

    Of several the sentence names those that are out of reach, by code.
    """
    wanted = set(resident_ids)
    found = context.session.scalars(select(Resident).where(Resident.id.in_(wanted), reached(context))).all()
    if len(found) < len(wanted):
        missed = [context.find(Resident, who).code for who in wanted - {r.id for r in found}]
        if len(wanted) == 1 or restricted(context) & wanted:
            raise NotAllowed("not_reached", _("This case is not assigned to you. Ask a director."))
        sentence = ngettext(
            "One of these cases is not assigned to you: {codes}. Remove it from the list, or ask a director.",
            "Some of these cases are not assigned to you: {codes}. Remove them from the list, or "
            "ask a director.",
            len(missed),
        )
        raise NotAllowed("not_reached", sentence.format(codes=", ".join(sorted(missed, key=sort_key))))
    return found


def need_resident(context: ReadContext, resident_id: str) -> Resident:
    """Return the resident; raises ``NotAllowed`` when the account does not reach the case."""
    found: dict[str, Resident] = context.known.setdefault((need_resident, context.scope), {})
    if resident_id not in found:
        found[resident_id] = need_residents(context, [resident_id])[0]
    return found[resident_id]


def need_shelter(context: ReadContext, shelter_id: str) -> None:
    """Raise ``NotAllowed`` when the account works in named shelters and this is none of them."""
    if context.shelters is not None and shelter_id not in context.shelters:
        raise NotAllowed("not_reached", _("You have no access to this shelter. Ask a director."))


def shelters_asked(context: ReadContext, code: str | None) -> dict[str, str]:
    """Return the shelters (id to code) that were asked for: the one of ``code``, or all the account works in.

    Raises Refused for a code of no shelter, NotAllowed for one that is not the account's.
    """
    found = all_shelters(context)
    if code is not None:
        found = tuple(one for one in found if one.code == code)
        if not found:
            raise Refused("unknown_shelter", _("There is no shelter with this code."), ("shelter",))
        need_shelter(context, found[0].id)
    return {one.id: one.code for one in found if context.shelters is None or one.id in context.shelters}


def all_shelters(context: ReadContext) -> tuple[Shelter, ...]:
    """Return every shelter by code, also those in which the account does not work."""

    def ask() -> tuple[Shelter, ...]:
        return tuple(context.session.scalars(select(Shelter).order_by(Shelter.code)))

    return context.once(all_shelters, ask)


def need_known_here(context: ReadContext, resident_id: str) -> Resident:
    """Return a resident who is new, or known in a shelter of the account's; raises ``NotAllowed`` for another's."""
    who = context.find(Resident, resident_id)
    need_known(context, resident_id)
    if context.shelters is None:
        return who
    known = set(context.session.scalars(select(Stay.shelter_id).where(Stay.resident_id == resident_id)))
    if known and not known & set(context.shelters):
        raise NotAllowed(
            "not_reached", _("This person is known in another shelter. Ask a director to admit them here.")
        )
    return who


def stay_of(uow: UnitOfWork, stay_id: str, version: int | None = None) -> Stay:
    """Return a stay of the account's shelters, and say in the trail that the act is about it."""
    stay = uow.change(Stay, stay_id, version)
    need_shelter(uow, stay.shelter_id)
    uow.audit_subject(stay, case_id=stay.resident_id)
    return stay


def bed_of(uow: UnitOfWork, bed_id: str) -> tuple[Bed, Room]:
    """Return a bed of the account's shelters with its room."""
    bed = uow.find(Bed, bed_id)
    room = uow.find(Room, bed.room_id)
    need_shelter(uow, room.shelter_id)
    return bed, room


def need_bed_in(uow: UnitOfWork, bed_id: str, shelter_id: str) -> None:
    """Refuse a bed of another shelter than the stay's."""
    if bed_of(uow, bed_id)[1].shelter_id != shelter_id:
        raise Refused(
            "other_shelter",
            _("This bed is in a different shelter from the stay. Choose a bed there."),
            ("bed",),
        )


def need_code(context: ReadContext, list_name: str, value: str | None, field: str) -> None:
    """Raise ``Refused`` naming ``field`` when the store's list does not hold ``value``; None is no value."""
    if value is None:
        return
    held = and_(CodeEntry.list == list_name, CodeEntry.code == value)
    if context.session.scalar(select(CodeEntry.id).where(held)) is None:
        raise Refused("unknown_code", _("This value is not on the list. Choose one from the list."), (field,))


def need_near(context: ReadContext, planned: date | None, field: str) -> None:
    """Raise ``Refused`` naming ``field`` when the year of a planned day must be mistyped; None is no day."""
    if plans.too_far(planned, context.today):
        raise Refused("too_far", _("This day is more than ten years ahead. Check the year."), (field,))


def needed(text: str, field: str) -> str:
    """Return what was typed without its blanks; raises Refused naming ``field`` when nothing was."""
    plain = text.strip()
    if not plain:
        raise Refused("needed", _("This field is required. Fill it in."), (field,))
    return plain
