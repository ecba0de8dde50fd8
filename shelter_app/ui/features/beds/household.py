"""A household on the page that finds beds: which beds it would get, and the form that places it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shelter_app.domain import placement
from shelter_app.domain.clock import local_day
from shelter_app.domain.permissions import Access
from shelter_app.i18n import _, ngettext
from shelter_app.services.acting import Actor
from shelter_app.services.beds.finding import ToPlace
from shelter_app.services.stays.households import (
    Comer,
    PlaceTogether,
    Plan,
    UndoTogether,
    household_of,
    plan_together,
)
from shelter_app.ui.features.beds.bed_context import BedContext
from shelter_app.ui.features.beds.people import Description
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.widgets.ages import aged

NO_BED = "-"


@dataclass(frozen=True)
class Household:
    """Who is placed together, how each is called, and the beds they would get."""

    people: tuple[Comer, ...]
    words: tuple[str, ...]
    plan: Plan


def ask_household(
    actor: Actor,
    access: Access,
    shelter: str,
    since: datetime,
    who: ToPlace | None,
    described: Description,
) -> Household | None:
    """Return the beds that a household would get in the shelter of a code; None for somebody alone.

    Called in a worker. The household is that of the resident in ``who``, or who comes on the request, or as described.
    """
    if not access.may(PlaceTogether.NAME):
        return None
    year = local_day(since).year
    if who is not None and who.resident_id:
        others = household_of(actor, who.resident_id)
        people = [Comer(resident=who.resident_id), *(Comer(resident=one.resident_id) for one in others)]
        words = [who.words, *(aged(one.code, one.age) for one in others)]
    else:
        people, words = _coming(who, described, year)
    if len(people) < 2:
        return None
    plan = plan_together(actor, shelter, since, people, described.needs)
    return Household(tuple(people), tuple(words), plan)


def plan_text(plan: Plan) -> str:
    """Return in sentences where a household would sleep."""
    beds = ", ".join(spot.room_bed for spot in plan.spots if spot.bed_id is not None)
    sentences = []
    if beds:
        rooms = ngettext("Together in {n} room: {beds}.", "Together in {n} rooms: {beds}.", plan.rooms)
        sentences.append(rooms.format(n=plan.rooms, beds=beds))
    if plan.cots:
        sentences.append(ngettext("{n} cot.", "{n} cots.", plan.cots).format(n=plan.cots))
    if plan.without:
        left = ngettext(
            "There is no suitable bed left for {n} person.",
            "There is no suitable bed left for {n} people.",
            plan.without,
        )
        sentences.append(left.format(n=plan.without))
    if plan.over_capacity:
        sentences.append(placement.Reason("over_capacity", overridable=True).sentence)
    return " ".join(sentences)


def household_form(household: Household, who: ToPlace | None, context: BedContext) -> FormSpec | None:
    """Return the form that places the household: a bed for each, as planned, to be changed before it is done."""
    if who is not None and who.referral_id and not who.accepted:
        return None
    people = household.people
    beds = ((NO_BED, _("no bed yet")), *household.plan.free)
    asks = [
        FieldSpec(f"bed_{at}", words, choices=beds, kind=str, start=spot.bed_id or NO_BED)
        for at, (words, spot) in enumerate(zip(household.words, household.plan.spots, strict=True))
    ]
    asks.append(FieldSpec("at", _("From when"), start=context.since, law=("stay_term", "minor")))
    if who is None:
        asks.append(FieldSpec("source", _("Referred by"), codes="referral_source"))
        asks.append(
            FieldSpec(
                "reason",
                _("Reason for admission"),
                codes="referral_reason_in",
                law=("support_unconditional",),
            )
        )
    asks.append(FieldSpec("override", _("Reason for the exception"), hidden=not household.plan.over_capacity))

    def compose(typed: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in typed.items() if not name.startswith("bed_")}
        chosen = [typed.get(f"bed_{at}", NO_BED) for at in range(len(people))]
        kept["people"] = tuple(
            Comer(
                bed=None if bed == NO_BED else bed,
                resident=one.resident,
                sex=one.sex,
                birth_year=one.birth_year,
            )
            for one, bed in zip(people, chosen, strict=True)
        )
        return kept

    n = len(people)
    return FormSpec(
        PlaceTogether,
        ngettext("Place {n} person together", "Place {n} people together", n).format(n=n),
        _("The household has its beds."),
        tuple(asks),
        known={
            "shelter": context.shelter,
            "needs": context.needs,
            "referral": (who.referral_id or None) if who is not None else None,
        },
        note=plan_text(household.plan),
        undo=lambda _act, made: UndoTogether(made=made),
        compose=compose,
        subject=", ".join(household.words),
    )


def _coming(who: ToPlace | None, described: Description, year: int) -> tuple[list[Comer], list[str]]:
    """Return who comes from outside: the mother, then the children by the ages that were typed."""
    if who is None:
        born = None if described.age is None else year - described.age
        mother = Comer(sex=described.sex, birth_year=born)
        ages: list[int | None] = list(described.children)
    else:
        mother = Comer(sex=who.sex, birth_year=who.birth_year)
        ages = [*described.children, *(None for _one in range(who.persons - 1))][: who.persons - 1]
    age = None if mother.birth_year is None else year - mother.birth_year
    people = [mother, *(Comer(birth_year=None if age is None else year - age) for age in ages)]
    return people, [aged(_("The parent"), age), *(aged(_("Child"), one) for one in ages)]
