"""What is seen of plans: one plan whole, the versions of a stay, what waits for approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select

from shelter_app.db.models.care import CarePlan, Goal, Intervention
from shelter_app.db.models.people import Resident
from shelter_app.db.models.stays import Stay
from shelter_app.db.models.trust import AuditEvent
from shelter_app.domain import plans
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.reports.words import coded, phrase
from shelter_app.services.access import need_resident, reached
from shelter_app.services.acting import ReadContext, accounts_named, names_then, view
from shelter_app.services.due_items import DueOfResidents, register
from shelter_app.services.lists.printing import printed_list

PrintPlan = printed_list(
    "plan",
    N_("Goals and interventions"),
    told=N_("exported a resident's goals"),
    of_resident=True,
)


@dataclass(frozen=True, slots=True)
class InterventionView:
    """What is done for a goal."""

    id: str
    version: int
    service: str
    responsible: str
    provider: str | None
    frequency: str | None
    due_on: date | None
    done_on: date | None
    result: str | None


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal and what is done for it."""

    id: str
    version: int
    domain: str
    need: str | None
    statement: str
    target_on: date | None
    status: str
    closed_on: date | None
    result: str | None
    interventions: tuple[InterventionView, ...]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A version of a plan in a list; ``mine`` says that the account that asks wrote it."""

    id: str
    version: int
    stay_id: str
    resident_id: str
    resident_code: str
    number: int
    status: str
    origin: str
    author: str
    mine: bool
    signed_on: date | None
    valid_from: date | None
    valid_to: date | None
    next_review_on: date | None
    proposed_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    goals: int
    goals_closed: int


@dataclass(frozen=True, slots=True)
class PlanView:
    """One version of a plan, whole; ``lacks`` names what it needs before it can be proposed.

    ``returned_comment`` is what whoever gave it back (``returned_by``) wrote, None for one that was not given back.
    """

    line: PlanLine
    own_wishes: str | None
    agreed_on: date | None
    returned_comment: str | None
    returned_by: str
    lacks: str | None
    goals: tuple[GoalView, ...]


@view("plans.plan", audited=True, told=N_("read a plan"))
def plan(context: ReadContext, plan_id: str) -> PlanView:
    """Return one plan with its goals and interventions; opening it leaves an audit event."""
    row = context.find(CarePlan, plan_id)
    resident = need_resident(context, context.find(Stay, row.stay_id).resident_id)
    context.audit_subject(row, case_id=resident.id)
    return _whole(context, row)


@view("plans.proposed_plan", audited=True, told=N_("read a proposed plan"))
def proposed_plan(context: ReadContext, plan_id: str) -> PlanView:
    """Return a plan that waits for approval, to whoever may approve it."""
    row = context.find(CarePlan, plan_id)
    resident = need_resident(context, context.find(Stay, row.stay_id).resident_id)
    if row.status not in plans.PROPOSED:
        raise Refused("plan_state", _("This plan is no longer waiting for approval. Refresh the list."))
    context.audit_subject(row, case_id=resident.id)
    return _whole(context, row)


@view("plans.plans_of_stay")
def plans_of_stay(context: ReadContext, stay_id: str) -> tuple[PlanLine, ...]:
    """Return the versions of a stay's plan, the newest first."""
    need_resident(context, context.find(Stay, stay_id).resident_id)
    chosen = select(CarePlan, Resident).where(CarePlan.stay_id == stay_id).order_by(CarePlan.number.desc())
    return _lines(context, chosen)


@view("plans.to_approve")
def to_approve(context: ReadContext) -> tuple[PlanLine, ...]:
    """Return the proposed plans that this account may approve, the longest waiting first."""
    chosen = (
        select(CarePlan, Resident)
        .where(
            CarePlan.status.in_(plans.PROPOSED),
            CarePlan.author_id != context.actor.account_id,
            reached(context),
        )
        .order_by(CarePlan.proposed_at, CarePlan.id)
    )
    return _lines(context, chosen)


@dataclass(frozen=True, slots=True)
class ReturnedPlan:
    """A draft of the account's own that was given back: whose, which version, by whom, when, with what comment."""

    id: str
    resident_id: str
    resident_code: str
    number: int
    comment: str
    returned_by: str
    returned_at: datetime


@view("plans.returned")
def returned(context: ReadContext) -> tuple[ReturnedPlan, ...]:
    """Return the account's own drafts that were given back, the longest waiting first."""
    chosen = (
        select(CarePlan, Resident)
        .join(Stay, Stay.id == CarePlan.stay_id)
        .join(Resident, Resident.id == Stay.resident_id)
        .where(
            CarePlan.status.in_(plans.WRITTEN),
            CarePlan.returned_comment.is_not(None),
            CarePlan.author_id == context.actor.account_id,
            reached(context),
        )
    )
    found = [
        ReturnedPlan(
            id=row.id,
            resident_id=resident.id,
            resident_code=resident.code,
            number=row.number,
            comment=row.returned_comment or "",
            returned_by=_returned_by(context, row),
            returned_at=_return_of(context, row)[1],
        )
        for row, resident in context.session.execute(chosen).all()
    ]
    return tuple(sorted(found, key=lambda one: one.returned_at))


def _return_of(context: ReadContext, row: CarePlan) -> tuple[str, datetime]:
    """Return who gave a plan back last, by account, and when; its last change where the trail does not tell."""
    told = (
        select(AuditEvent.actor, AuditEvent.at)
        .where(AuditEvent.object_id == row.id, AuditEvent.action == "plans.return_plan")
        .order_by(AuditEvent.seq.desc())
    )
    found = context.session.execute(told.limit(1)).first()
    return (found[0], found[1]) if found is not None else ("", row.updated_at)


def _returned_by(context: ReadContext, row: CarePlan) -> str:
    who = _return_of(context, row)[0]
    return accounts_named(context, {who}).get(who, "")


def _lines(context: ReadContext, chosen: Select[CarePlan, Resident]) -> tuple[PlanLine, ...]:
    rows = context.session.execute(
        chosen.join(Stay, Stay.id == CarePlan.stay_id).join(Resident, Resident.id == Stay.resident_id)
    ).all()
    if not rows:
        return ()
    ids = [row.id for row, _resident in rows]
    closed = func.count().filter(Goal.status.in_(plans.GOAL_CLOSED))
    counts = {
        plan_id: (n, n_closed)
        for plan_id, n, n_closed in context.session.execute(
            select(Goal.plan_id, func.count(), closed).where(Goal.plan_id.in_(ids)).group_by(Goal.plan_id)
        )
    }
    name_at = names_then(context)
    return tuple(
        PlanLine(
            id=row.id,
            version=row.version,
            stay_id=row.stay_id,
            resident_id=resident.id,
            resident_code=resident.code,
            number=row.number,
            status=row.status,
            origin=row.origin,
            author=name_at(row.author_id, row.created_at),
            mine=row.author_id == context.actor.account_id,
            signed_on=row.signed_on,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            next_review_on=row.next_review_on,
            proposed_at=row.proposed_at,
            approved_by=None
            if row.approved_at is None
            else name_at(row.approved_by, row.approved_at) or None,
            approved_at=row.approved_at,
            goals=counts.get(row.id, (0, 0))[0],
            goals_closed=counts.get(row.id, (0, 0))[1],
        )
        for row, resident in rows
    )


def _whole(context: ReadContext, row: CarePlan) -> PlanView:
    (line,) = _lines(context, select(CarePlan, Resident).where(CarePlan.id == row.id))
    goals = context.session.scalars(select(Goal).where(Goal.plan_id == row.id).order_by(Goal.id)).all()
    done: dict[str, list[InterventionView]] = {goal.id: [] for goal in goals}
    for what in context.session.scalars(
        select(Intervention).where(Intervention.goal_id.in_(done)).order_by(Intervention.id)
    ):
        done[what.goal_id].append(
            InterventionView(
                id=what.id,
                version=what.version,
                service=what.service,
                responsible=what.responsible,
                provider=what.provider,
                frequency=what.frequency,
                due_on=what.due_on,
                done_on=what.done_on,
                result=what.result,
            )
        )
    return PlanView(
        line=line,
        own_wishes=row.own_wishes,
        agreed_on=row.agreed_on,
        returned_comment=row.returned_comment,
        returned_by=_returned_by(context, row) if row.returned_comment else "",
        lacks=plans.missing(
            row.own_wishes,
            [plans.GoalOutline(g.statement, g.target_on, len(done[g.id])) for g in goals],
        ),
        goals=tuple(
            GoalView(
                id=goal.id,
                version=goal.version,
                domain=goal.domain,
                need=goal.need,
                statement=goal.statement,
                target_on=goal.target_on,
                status=goal.status,
                closed_on=goal.closed_on,
                result=goal.result,
                interventions=tuple(done[goal.id]),
            )
            for goal in goals
        ),
    )


def _in_force(whom: ColumnElement[bool]) -> Select[str, str]:
    return (
        select(Resident.id, Resident.code)
        .join(Stay, Stay.resident_id == Resident.id)
        .join(CarePlan, CarePlan.stay_id == Stay.id)
        .where(Stay.ended_at.is_(None), whom, CarePlan.status.in_(plans.IN_FORCE))
    )


def _goals_open(whom: ColumnElement[bool]) -> Select[str, str]:
    return (
        _in_force(whom).join(Goal, Goal.plan_id == CarePlan.id).where(Goal.status.not_in(plans.GOAL_CLOSED))
    )


def _interventions_to_do(whom: ColumnElement[bool]) -> Select[str, str]:
    to_do = Intervention.done_on.is_(None)
    return _goals_open(whom).join(Intervention, Intervention.goal_id == Goal.id).where(to_do)


register(
    DueOfResidents(
        name="REVIEW",
        words=lambda _status: phrase(N_("Plan review")),
        rank=1,
        rule=lambda _status: "D_PLAN_REVIEW",
        section="plan",
        rows=_in_force,
        day=CarePlan.next_review_on,
        about=CarePlan.status,
    )
)
register(
    DueOfResidents(
        name="GOAL",
        words=lambda domain: phrase(N_("Goal: {domain}"), domain=coded("needs_domain", domain)),
        rank=2,
        section="plan",
        rows=_goals_open,
        day=Goal.target_on,
        about=Goal.domain,
    )
)
register(
    DueOfResidents(
        name="INTERVENTION",
        words=lambda service: coded("service", service),
        rank=3,
        section="plan",
        rows=_interventions_to_do,
        day=Intervention.due_on,
        about=Intervention.service,
    )
)
