"""Who was here, who came, who left: I01-I07, I11-I13."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from shelter_app.db.models.people import HouseholdMember, Identification
from shelter_app.db.models.services import GrantShare, ServiceDelivery
from shelter_app.db.models.stays import Referral, Stay
from shelter_app.domain import codes
from shelter_app.reports.indicators.context import UNKNOWN, Figure, IndicatorContext, Item, read_once
from shelter_app.reports.indicators.figures import averaged, counted, no_data, rounded, weight

CHILD_STATUS = "ACCOMPANYING_CHILD"


def residents(context: IndicatorContext) -> dict[str, Item]:
    """Return each person with a night in the period, on the first such night."""
    found: dict[str, Item] = {}
    for stay in context.nightly:
        first = max(stay.admitted_on, context.start)
        known = found.get(stay.resident_id)
        if known is None or first < known.day:
            found[stay.resident_id] = Item(stay.resident_id, stay.resident_id, first)
    return found


def i01(context: IndicatorContext) -> Figure:
    """Residents served: distinct persons with at least one bed-night in the period."""
    if not context.entered(Stay):
        return no_data("I01")
    return counted(context, "I01", residents(context).values())


def i02(context: IndicatorContext) -> Figure:
    """Persons served: distinct persons with a bed-night or a delivered service in the period."""
    if not context.entered(Stay) and not context.entered(ServiceDelivery):
        return no_data("I02")
    found = {i: item._replace(codes={"mode": "RESIDENT"}) for i, item in residents(context).items()}
    given = select(ServiceDelivery.resident_id, ServiceDelivery.given_on).where(*deliveries_of(context))
    for resident_id, day in context.session.execute(given.order_by(ServiceDelivery.given_on)):
        if resident_id not in found:
            found[resident_id] = Item(resident_id, resident_id, day, codes={"mode": "SERVICES_ONLY"})
    return counted(context, "I02", found.values())


def deliveries_of(context: IndicatorContext) -> list[Any]:
    """Return the conditions that keep the services given in the period, in the view."""
    found: list[Any] = [
        ServiceDelivery.given_on >= context.start,
        ServiceDelivery.given_on < context.end,
        ServiceDelivery.shelter_id.in_(context.view),
        *context.assigned(ServiceDelivery.resident_id),
    ]
    if context.granted:
        found.append(
            or_(
                ServiceDelivery.id.in_(context.shares(GrantShare.delivery_id)),
                ServiceDelivery.stay_id.in_(context.shares(GrantShare.stay_id)),
            )
        )
    return found


def admissions(context: IndicatorContext, *further: Any) -> tuple[Item, ...]:
    """Return the stays admitted in the period, transfers inside the view left out, aged on that day."""
    chosen = (
        select(
            Stay.id,
            Stay.resident_id,
            Stay.admitted_on,
            Stay.ended_on,
            Stay.referral_source,
            Referral.source.label("asked_by"),
        )
        .outerjoin(Referral, Referral.id == Stay.referral_id)
        .where(
            Stay.admitted_on >= context.start,
            Stay.admitted_on < context.end,
            *context.stays_in_view(),
            context.arriving(),
            *further,
        )
        .order_by(Stay.admitted_on, Stay.id)
    )
    return tuple(
        Item(
            row.id,
            row.resident_id,
            row.admitted_on,
            codes={"referral_source": row.referral_source or row.asked_by or UNKNOWN},
            last=row.ended_on,
        )
        for row in context.session.execute(chosen)
    )


@read_once
def all_admissions(context: IndicatorContext) -> tuple[Item, ...]:
    """Return the admissions of the period, read once."""
    return admissions(context)


@read_once
def exits(context: IndicatorContext) -> tuple[Item, ...]:
    """Return the stays ended in the period, transfers inside the view left out; weight is their nights."""
    chosen = (
        select(
            Stay.id,
            Stay.resident_id,
            Stay.admitted_on,
            Stay.ended_on,
            Stay.exit_reason,
            Stay.exit_destination,
        )
        .where(
            Stay.ended_on >= context.start,
            Stay.ended_on < context.end,
            *context.stays_in_view(),
            context.leaving(),
        )
        .order_by(Stay.ended_on, Stay.id)
    )
    came = _came_on(context)
    return tuple(_exit(row, came.get(row.id, row.admitted_on)) for row in context.session.execute(chosen))


@read_once
def _came_on(context: IndicatorContext) -> dict[str, date]:
    """Return the day of the admission of each stay that goes on from another one inside the view, by its id.

    A move between own shelters is no admission (I03): lengths of stay (I11, I12) count from the first.
    """
    chosen = select(Stay.id, Stay.transferred_from_id).where(Stay.transferred_from_id.is_not(None))
    moved: dict[str, str | None] = {after: earlier for after, earlier in context.session.execute(chosen)}
    before = select(Stay.id, Stay.admitted_on).where(
        Stay.id.in_(select(Stay.transferred_from_id).where(Stay.transferred_from_id.is_not(None))),
        Stay.shelter_id.in_(context.view),
    )
    began: dict[str, date] = {stay: day for stay, day in context.session.execute(before)}
    found = {}
    for stay, before_it in moved.items():
        earlier = before_it
        while earlier is not None and earlier in began:
            found[stay] = began[earlier]
            earlier = moved.get(earlier)
    return found


def _exit(row: Any, came: date) -> Item:
    planned = _planned(row.exit_reason)
    return Item(
        row.id,
        row.resident_id,
        row.ended_on,
        (row.ended_on - came).days,
        {
            "exit_reason": row.exit_reason,
            "exit_destination": row.exit_destination or UNKNOWN,
            "planned": planned,
        },
        last=row.ended_on,
    )


def _planned(exit_reason: str) -> str:
    if exit_reason not in codes.codes("exit_reason"):
        return UNKNOWN
    planned = codes.code("exit_reason", exit_reason).extra["planned"]
    return UNKNOWN if planned is None else "PLANNED" if planned else "UNPLANNED"


def i03(context: IndicatorContext) -> Figure:
    """Admissions: stays with their first day in the period; a transfer between own shelters is none."""
    return counted(context, "I03", all_admissions(context)) if context.entered(Stay) else no_data("I03")


def i04(context: IndicatorContext) -> Figure:
    """Count new persons: those whose first ever admission in the organisation is in the period."""
    if not context.entered(Stay):
        return no_data("I04")
    earlier = aliased(Stay)
    before = or_(
        earlier.admitted_on < Stay.admitted_on,
        and_(
            earlier.admitted_on == Stay.admitted_on,
            or_(
                earlier.admitted_at < Stay.admitted_at,
                and_(earlier.admitted_at == Stay.admitted_at, earlier.id < Stay.id),
            ),
        ),
    )
    first = ~select(earlier.id).where(earlier.resident_id == Stay.resident_id, before).exists()
    new = admissions(context, first)
    return counted(context, "I04", (i._replace(id=str(i.resident_id)) for i in new))


def i05(context: IndicatorContext) -> Figure:
    """Readmissions: admissions of persons who had left before, at least one night earlier."""
    if not context.entered(Stay):
        return no_data("I05")
    earlier = aliased(Stay)
    left_before = select(earlier.id).where(
        earlier.resident_id == Stay.resident_id,
        earlier.ended_on < Stay.admitted_on,
        context.leaving(earlier),
    )
    again = admissions(context, left_before.exists())
    total = weight(all_admissions(context))
    figure = counted(context, "I05", again, out_of=total)
    return _also(figure, share_of_admissions=rounded(weight(figure.items), total, 1))


def _also(figure: Figure, **more: float | None) -> Figure:
    return replace(figure, also={**figure.also, **more})


def i06(context: IndicatorContext) -> Figure:
    """Count exits: stays whose first day without a night is in the period."""
    if not context.entered(Stay):
        return no_data("I06")
    return counted(context, "I06", (i._replace(weight=1) for i in exits(context)))


def present_on(context: IndicatorContext, night: date | None) -> tuple[Item, ...]:
    """Return who had the night ``night``, each person once; weight is the days since admission."""
    if night is None:
        return ()
    chosen = select(Stay.resident_id, Stay.admitted_on, Stay.id).where(
        Stay.admitted_on <= night,
        or_(Stay.ended_on.is_(None), Stay.ended_on > night),
        *context.stays_in_view(),
    )
    rows = context.session.execute(chosen.order_by(Stay.resident_id))
    came = _came_on(context)
    return tuple(Item(who, who, night, (night - came.get(stay, since)).days) for who, since, stay in rows)


@read_once
def on_last_night(context: IndicatorContext) -> tuple[Item, ...]:
    """Return who had the last night of the period, or the last one that is over."""
    return present_on(context, context.last_night)


def i07(context: IndicatorContext) -> Figure:
    """Residents on the last night of the period."""
    if not context.entered(Stay):
        return no_data("I07")
    return counted(context, "I07", (i._replace(weight=1) for i in on_last_night(context)))


def i11(context: IndicatorContext) -> Figure:
    """Length of stay of those who left in the period: mean and median; a same-day stay is 0."""
    return averaged(context, "I11", exits(context)) if context.entered(Stay) else no_data("I11")


def i12(context: IndicatorContext) -> Figure:
    """Days since admission of those here on the last night: mean and median."""
    return averaged(context, "I12", on_last_night(context)) if context.entered(Stay) else no_data("I12")


def i13(context: IndicatorContext) -> Figure:
    """Accompanying children: distinct children with a bed-night while they were in a household as such."""
    marked = select(Identification.resident_id).where(Identification.status == CHILD_STATUS)
    child_status = set(context.session.scalars(marked))
    if not context.entered(Stay) or not (context.entered(HouseholdMember) or child_status):
        return no_data("I13")
    members = context.session.execute(
        select(HouseholdMember.resident_id, HouseholdMember.from_on, HouseholdMember.to_on).where(
            HouseholdMember.accompanying_child.is_(True), HouseholdMember.from_on < context.over
        )
    )
    together: dict[str, list[tuple[date, date | None]]] = {}
    for resident_id, since, until in members:
        together.setdefault(resident_id, []).append((since, until))
    found: dict[str, Item] = {}
    for stay in context.nightly:
        first = max(stay.admitted_on, context.start)
        end = min(stay.ended_on or context.over, context.over)
        nights = [
            max(first, since)
            for since, until in together.get(stay.resident_id, ())
            if max(first, since) < min(end, until or end)
        ]
        if stay.resident_id in child_status:
            nights.append(first)
        if nights:
            item = Item(stay.resident_id, stay.resident_id, min(nights))
            known = found.get(stay.resident_id)
            found[stay.resident_id] = item if known is None or item.day < known.day else known
    return counted(context, "I13", found.values())
