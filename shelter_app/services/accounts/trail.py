"""The audit trail as those read it who watch over the house: who did what when, never content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from shelter_app.db.models.people import Resident
from shelter_app.db.models.trust import Account, AuditEvent, FormerName
from shelter_app.db.trail import BEFORE_SIGN_IN
from shelter_app.db.vault.grants import RECOVERY
from shelter_app.domain import permissions
from shelter_app.domain.names import fold
from shelter_app.i18n import N_, _
from shelter_app.services.access import unrestricted
from shelter_app.services.accounts.trail_words import named_so
from shelter_app.services.acting import ReadContext, names_then, view
from shelter_app.services.lists.printing import printed_list

AT_ONCE = 200
MOST_REASONS = 10_000
SORTS = {
    "seq": AuditEvent.seq,
    "at": AuditEvent.at,
    "who": Account.name,
    "action": AuditEvent.action,
    "subject": AuditEvent.object_type,
}

PrintTrail = printed_list("trail", N_("Audit trail"), told=N_("exported the audit trail"))


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One event; ``who`` is what the account was called then, or its id where there is no such account.

    What happened before a sign-in is told with the account that was tried, empty for a name that nobody has: the
    trail is written by who signed in next. ``code`` is whose case it is, for those who see the residents.
    """

    seq: int
    at: datetime
    who: str
    action: str
    subject: str
    reason: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class TrailPart:
    """Events, the newest first, of ``total``."""

    rows: tuple[TrailRow, ...]
    total: int


@view("accounts.trail")
def trail(
    context: ReadContext,
    after: int = 0,
    words: tuple[str, ...] = (),
    sort: str = "seq",
    descending: bool = True,
    at_once: int = AT_ONCE,
) -> TrailPart:
    """Return ``at_once`` events after the first ``after`` ones; only these leave the store.

    Each of the folded ``words`` is in the name of who did it, in the reason, or in what the language in force calls
    the action or the thing that it was done on. ``sort`` is one of ``SORTS``.
    """
    found = [_holds(context, word, named_so(word)) for word in words]
    order = SORTS.get(sort, AuditEvent.seq)
    rows = context.session.execute(
        select(AuditEvent, Resident.code)
        .outerjoin(Account, Account.id == AuditEvent.actor)
        .outerjoin(Resident, and_(Resident.id == AuditEvent.case_id, unrestricted(context)))
        .where(*found)
        .order_by(order.desc() if descending else order, AuditEvent.seq.desc())
        .offset(after)
        .limit(at_once)
    ).all()
    sees_cases = permissions.scope(context.roles, "residents.list") is not None
    name_at = names_then(context)
    made = []
    for row, code in rows:
        at = row.at
        who = name_at(row.actor, at) or (_("the recovery sheet") if row.actor == RECOVERY else row.actor)
        if row.action in BEFORE_SIGN_IN:
            told = json.loads(row.detail)
            slot = told.get("slot", "")
            at = datetime.fromisoformat(told["at"]) if "at" in told else at
            who = _("the recovery sheet") if slot == RECOVERY else name_at(slot, at)
        made.append(
            TrailRow(
                row.seq,
                context.local(at),
                who,
                row.action,
                row.object_type or "",
                row.reason or "",
                (code or "") if sees_cases else "",
            )
        )
    return TrailPart(
        tuple(made),
        context.session.scalar(select(func.count()).select_from(AuditEvent).where(*found)) or 0,
    )


def _holds(context: ReadContext, word: str, named: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that an event holds a word, or is of the actions or tables ``named`` so.

    Few reasons and names are read, never the trail.
    """
    people = [
        account
        for account, name in context.session.execute(
            select(Account.id, Account.name).union(select(FormerName.account_id, FormerName.name))
        )
        if word in fold(name)
    ]
    reasons = [
        reason
        for reason in context.session.scalars(
            select(AuditEvent.reason).where(AuditEvent.reason.is_not(None)).distinct()
        )
        if reason and word in fold(reason)
    ]
    return or_(
        AuditEvent.actor.in_(people),
        AuditEvent.action.in_(named),
        AuditEvent.object_type.in_(named),
        AuditEvent.reason.in_(reasons[:MOST_REASONS]),
    )
