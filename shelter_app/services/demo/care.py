"""What was done for the fictional people: plans, goals, milestones, follow-ups, services, sessions."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shelter_app.db.models.care import CarePlan, Goal, Intervention
from shelter_app.db.models.people import FollowUp, Milestone
from shelter_app.db.models.services import GrantShare
from shelter_app.domain.codes import code, lists
from shelter_app.domain.deadlines import due_on, rule
from shelter_app.services.demo.chance import at, texts, weights
from shelter_app.services.demo.deliveries import OF_CHILD, SERVICES, write_services
from shelter_app.services.demo.house import Money
from shelter_app.services.demo.records import BlockRecords, Stayed, Team
from shelter_app.services.demo.rows import Rows
from shelter_app.services.demo.sessions import wednesdays, write_group, write_sessions


def care_for(
    rows: Rows, lived: BlockRecords, team: Team, money: Money | None, now: datetime, today: date
) -> None:
    """Write everything that was done for the people of a block."""
    groups: dict[tuple[str, date], list[Stayed]] = {}
    for stayed in lived.stays:
        paid = money is not None and stayed.start < money.to_on and (stayed.end or today) > money.from_on
        if money is not None and paid and rows.chance.happens(0.6):
            rows.add(GrantShare, stayed.admitted_at, grant_id=money.grant, stay_id=stayed.id)
        if stayed.person.child:
            write_services(rows, stayed, team, money, OF_CHILD, today)
            continue
        if not stayed.same_day:
            _plans(rows, stayed, lived.manager_of[stayed.resident], team, today)
            write_sessions(rows, stayed, lived.manager_of[stayed.resident], team, money, now, today)
            for day in wednesdays(stayed, today):
                if rows.chance.happens(0.3):
                    groups.setdefault((stayed.shelter, day), []).append(stayed)
            _milestones(rows, stayed, lived.manager_of[stayed.resident], today)
        write_services(rows, stayed, team, money, SERVICES, today)
        if stayed.end is not None and stayed.exit_reason != "TRANSFER_PROTECTED_HOME":
            _follow_ups(rows, stayed, lived.manager_of[stayed.resident], today)
    for (shelter_id, day), people in groups.items():
        if len(people) > 1:
            write_group(rows, shelter_id, day, people, team)


def _plans(rows: Rows, stayed: Stayed, manager: str, team: Team, today: date) -> None:
    """Write the versions of a stay's plan: signed 3 to 15 days after admission, one in eight late."""
    chance = rows.chance
    late = chance.happens(0.12)
    signed = stayed.start + timedelta(days=chance.randint(16, 40) if late else chance.randint(3, 15))
    last_day = stayed.end or today
    if signed >= last_day:
        return
    approver = team.director if chance.happens(0.35) else next(m for m in team.managers if m != manager)
    agreed = chance.sample(sorted(texts()["goals"]), chance.randint(2, 5))
    review_days = rule("D_PLAN_REVIEW").values[0]
    approvals = [signed + timedelta(days=chance.randrange(4))]
    while approvals[-1] < last_day:
        on_time = chance.happens(0.8)
        approvals.append(approvals[-1] + timedelta(days=chance.randint(75, review_days) if on_time else 112))
    approvals.pop()
    if not approvals:
        open_plan = _plan(rows, stayed, manager, 1, signed, "SIGNED" if stayed.end is None else "STOPPED")
        _goals(rows, open_plan, agreed, signed, None, manager)
        return
    for index, approved in enumerate(approvals):
        last = index == len(approvals) - 1
        valid_to = stayed.end if last else approvals[index + 1]
        if not last:
            status = "SUPERSEDED"
        elif stayed.end is None:
            status = "IN_FORCE"
        else:
            planned = code("exit_reason", stayed.exit_reason or "OTHER").extra["planned"]
            status = "COMPLETED" if planned else "STOPPED"
        plan_id = _plan(
            rows,
            stayed,
            manager,
            index + 1,
            signed if index == 0 else approved - timedelta(days=chance.randrange(3)),
            status,
            (approved, valid_to, approver),
        )
        until = valid_to or (today if chance.happens(0.4) else None)
        open_goals = _goals(rows, plan_id, agreed, approved, until, manager, final=status == "COMPLETED")
        agreed = open_goals or chance.sample(sorted(texts()["goals"]), 2)


def _plan(
    rows: Rows,
    stayed: Stayed,
    manager: str,
    number: int,
    signed: date,
    status: str,
    force: tuple[date, date | None, str] | None = None,
) -> str:
    valid_from, valid_to, approver = force or (None, None, None)
    return rows.add(
        CarePlan,
        at(signed, 11),
        manager,
        stay_id=stayed.id,
        number=number,
        status=status,
        author_id=manager,
        signed_on=signed,
        agreed_on=signed,
        own_wishes=rows.chance.one(texts()["wishes"]),
        proposed_at=at(signed, 12),
        valid_from=valid_from,
        valid_to=valid_to,
        approved_by=approver,
        approved_at=None if valid_from is None else at(valid_from, 15),
        next_review_on=_review(valid_from) if valid_from and status == "IN_FORCE" else None,
    )


def _review(since: date) -> date:
    return due_on(rule("D_PLAN_REVIEW"), since)[0]


def _goals(
    rows: Rows,
    plan_id: str,
    domains: list[str],
    since: date,
    until: date | None,
    manager: str,
    final: bool = False,
) -> list[str]:
    """Write a plan's goals; those not closed when it ended are returned, for the next version."""
    chance = rows.chance
    still_open = []
    for domain in domains:
        closes = until is not None and chance.happens(0.85 if final else 0.45)
        closed_on = None
        if until is not None and closes:
            closed_on = since + timedelta(days=chance.randint(0, max(0, (until - since).days)))
        status = "IN_PROGRESS" if chance.happens(0.8) else "NOT_STARTED"
        if closed_on is not None:
            status = chance.pick({"ACHIEVED": 0.6, "PARTLY": 0.2, "NOT_ACHIEVED": 0.12, "DROPPED": 0.08})
        else:
            still_open.append(domain)
        goal_id = rows.add(
            Goal,
            at(since, 11, 10),
            manager,
            plan_id=plan_id,
            domain=domain,
            statement=chance.one(texts()["goals"][domain]),
            target_on=since + timedelta(days=chance.randint(30, 150)),
            status=status,
            closed_on=closed_on,
            result=None if closed_on is None else chance.one(texts()["results"]),
        )
        services = texts()["goal_services"][domain]
        for service in chance.sample(services, min(len(services), chance.randint(1, 2))):
            done = closed_on is not None and chance.happens(0.8)
            rows.add(
                Intervention,
                at(since, 11, 20),
                manager,
                goal_id=goal_id,
                service=service,
                responsible=chance.one(("CASE_MANAGER", "PSYCHOLOGIST", "RESIDENT", "PARTNER")),
                provider=chance.one(texts()["providers"]),
                frequency=chance.one(texts()["frequencies"]),
                due_on=since + timedelta(days=chance.randint(20, 120)),
                done_on=closed_on if done else None,
                result=chance.one(texts()["results"]) if done else None,
            )
    return still_open


def _milestones(rows: Rows, stayed: Stayed, manager: str, today: date) -> None:
    chance = rows.chance
    last_day = (stayed.end or today) - timedelta(days=1)
    span = (last_day - stayed.start).days
    if span < 20:
        return
    kinds = [c for c in lists()["reintegration_milestone"] if c.code not in ("MS_RESIDENCE", "MS_HOUSING_6M")]
    for kind in chance.sample(kinds, min(len(kinds), chance.days_until(1 + span / 70))):
        held = int(kind.extra["sustained_days"])
        if held >= span:
            continue
        soonest = max(10, held)
        reached = stayed.start + timedelta(days=soonest + chance.randrange(max(1, span - soonest)))
        lost = reached + timedelta(days=20 + chance.randrange(60))
        rows.add(
            Milestone,
            at(min(reached, last_day), 13),
            manager,
            resident_id=stayed.resident,
            kind=kind.code,
            reached_on=min(reached, last_day),
            evidence=chance.one(texts()["evidence"]),
            lost_on=lost if lost < today and chance.happens(0.07) else None,
        )
    if stayed.end is None:
        rows.add(
            Milestone,
            at(last_day, 13),
            manager,
            resident_id=stayed.resident,
            kind="MS_HOUSING_6M",
            target_on=today + timedelta(days=chance.randint(-10, 120)),
        )


def _follow_ups(rows: Rows, stayed: Stayed, manager: str, today: date) -> None:
    """Write the contacts due after an exit, done or missed; none before it is due."""
    chance = rows.chance
    if stayed.end is None:
        return
    reached_share = weights("followup_reached")
    for point in lists()["followup_point"]:
        due = stayed.end + timedelta(days=int(point.extra["due_days"]))
        if due > today + timedelta(days=30):
            return
        reached = chance.happens(reached_share.get(point.code, 0.85))
        done = due + timedelta(days=chance.randint(-2, 5))
        result = None
        if done < today:
            result = "REACHED_PERSON" if reached else chance.pick({"NOT_REACHED": 0.7, "REFUSED": 0.3})
        met = result == "REACHED_PERSON"
        signs = {"NONE": 0.83, "RISK": 0.1, "SUSPECTED": 0.05, "CONFIRMED": 0.02}
        rows.add(
            FollowUp,
            at(stayed.end, 12),
            manager,
            stay_id=stayed.id,
            resident_id=stayed.resident,
            point=point.code,
            due_on=due,
            done_at=None if result is None else at(done, 14),
            result=result,
            housing_score=chance.choices((1, 2, 3, 4), (5, 15, 45, 35))[0] if met else None,
            in_work_or_school=chance.happens(0.55) if met else None,
            retrafficking=chance.pick(signs) if met else None,
        )
