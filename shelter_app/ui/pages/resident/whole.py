"""What the resident's page asks of the views, in one go: each part only where the account's roles reach it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from shelter_app.domain import permissions, plans
from shelter_app.domain.clock import LOCAL, local_day
from shelter_app.domain.errors import NotAllowed
from shelter_app.services.accounts import case_keys
from shelter_app.services.acting import Actor
from shelter_app.services.beds.corrections import CorrectionLine, corrections
from shelter_app.services.counselling import views as counselling
from shelter_app.services.deliveries import views as deliveries
from shelter_app.services.house.views import house
from shelter_app.services.milestones import views as milestones
from shelter_app.services.plans import views as plan_views
from shelter_app.services.residents import keep_apart
from shelter_app.services.residents.head import ResidentHead, head, open_case
from shelter_app.services.residents.profile import Profile, facts
from shelter_app.services.stays.households import Member, household_of

T = TypeVar("T")
AHEAD = timedelta(days=120)


@dataclass(frozen=True)
class Whole:
    """A resident's page; None for a part that the account does not reach.

    ``plan`` is the one that is worked on; ``in_force`` the one that is in force meanwhile, where that is another;
    ``mine`` says that the case is assigned to the account.
    """

    roles: tuple[str, ...]
    head: ResidentHead
    plans: tuple[plan_views.PlanLine, ...] | None
    plan: plan_views.PlanView | None
    sessions: tuple[counselling.SessionView, ...] | None
    notes: tuple[counselling.NoteLine, ...] | None
    services: tuple[deliveries.DeliveryView, ...] | None
    milestones: tuple[milestones.MilestoneView, ...] | None
    facts: Profile | None
    keys: tuple[case_keys.KeyHolder, ...] | None
    asked_on: date
    household: tuple[Member, ...] = ()
    apart: tuple[keep_apart.Apart, ...] = ()
    corrections: tuple[CorrectionLine, ...] = ()
    in_force: plan_views.PlanView | None = None
    mine: bool = False

    def may(self, name: str) -> bool:
        """Say whether the account's roles reach this act or view for this resident."""
        return reaches(self.roles, name, mine=self.mine)

    def plan_in(self, states: Collection[str]) -> plan_views.PlanView | None:
        """Return the plan that is in one of these states, None where none is."""
        both = (self.plan, self.in_force)
        return next((one for one in both if one is not None and one.line.status in states), None)


def reaches(roles: tuple[str, ...], name: str, *, mine: bool) -> bool:
    """Say whether roles reach an act or view for a resident whose case is the account's own (``mine``) or not."""
    scope = permissions.scope(roles, name)
    return scope is not None and (mine or scope is not permissions.Scope.OWN)


def ask_whole(actor: Actor, resident: str, *, opening: bool = False) -> Whole:
    """Ask every view that the account's roles reach; called in a worker. ``opening`` a case is told in the trail."""
    roles = house(actor).roles

    her = open_case(actor, resident) if opening else head(actor, resident)
    mine = any(line.account == actor.account_id for line in her.team)

    def may(name: str, ask: Callable[[], T]) -> T | None:
        if not reaches(roles, name, mine=mine):
            return None
        try:
            return ask()
        except NotAllowed:
            return None

    stay = her.stay or (her.stays[0] if her.stays else None)
    lines = None
    if stay is not None:
        of_stay = stay.id
        lines = may("plans.plans_of_stay", lambda: plan_views.plans_of_stay(actor, of_stay))
    waiting = None
    if lines is None:
        found = may("plans.to_approve", lambda: plan_views.to_approve(actor)) or ()
        waiting = tuple(line for line in found if line.resident_id == resident)
    plan = in_force = None
    if lines:
        shown = _shown(lines)
        plan = may("plans.plan", lambda: plan_views.plan(actor, shown.id))
        meanwhile = next(
            (line for line in lines if line.status in plans.IN_FORCE and line is not shown), None
        )
        if meanwhile is not None:
            other = meanwhile.id
            in_force = may("plans.plan", lambda: plan_views.plan(actor, other))
    elif waiting:
        proposed = waiting[0].id
        plan = may("plans.proposed_plan", lambda: plan_views.proposed_plan(actor, proposed))
    return Whole(
        roles=roles,
        mine=mine,
        head=her,
        plans=lines if lines is not None else waiting or None,
        plan=plan,
        in_force=in_force,
        sessions=may("counselling.sessions", lambda: _sessions(actor, her)),
        notes=may("counselling.notes_of_resident", lambda: counselling.notes_of_resident(actor, resident)),
        services=may(
            "deliveries.deliveries_of_resident", lambda: deliveries.deliveries_of_resident(actor, resident)
        ),
        milestones=may(
            "milestones.milestones_of_resident", lambda: milestones.milestones_of_resident(actor, resident)
        ),
        facts=may("residents.facts", lambda: facts(actor, resident)),
        keys=may("accounts.case_keys", lambda: case_keys.case_keys(actor, resident)),
        asked_on=local_day(actor.clock()),
        corrections=()
        if stay is None
        else may("beds.corrections", lambda: corrections(actor, stay.id)) or (),
        apart=may("residents.apart", lambda: keep_apart.kept_apart(actor, resident)) or (),
        household=may("stays.household", lambda: household_of(actor, resident)) or (),
    )


def _shown(lines: tuple[plan_views.PlanLine, ...]) -> plan_views.PlanLine:
    """Return the plan one works on: a draft or proposed one before the one in force."""
    order = (plans.WRITTEN | plans.PROPOSED, plans.IN_FORCE)
    for states in order:
        found = next((line for line in lines if line.status in states), None)
        if found is not None:
            return found
    return lines[0]


def _sessions(actor: Actor, her: ResidentHead) -> tuple[counselling.SessionView, ...]:
    today = local_day(actor.clock())
    first = min((stay.admitted_at.astimezone(LOCAL).date() for stay in her.stays), default=today)
    return tuple(reversed(counselling.sessions(actor, first, today + AHEAD, resident_id=her.id)))
