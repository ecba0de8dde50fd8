"""What can be done at a bed of the board, by its state: give, hold, let go, out of service and back."""

from __future__ import annotations

from collections.abc import Iterator

from shelter_app.domain.bed_names import bed_name
from shelter_app.i18n import _
from shelter_app.services.beds.finding import FoundBed, ToPlace
from shelter_app.services.beds.outages import ChangeOutage, UndoOutage
from shelter_app.services.house.acts import ReturnBedToUse, TakeBedOutOfUse
from shelter_app.services.house.views import FREE, OUT, RESERVED, BedCard, RoomCard
from shelter_app.services.stays.acts import PlaceInBed
from shelter_app.ui.features.beds.bed_context import BedContext
from shelter_app.ui.features.beds.forms import hold
from shelter_app.ui.features.beds.reservation_forms import arrive, let_go
from shelter_app.ui.forms.spec import FieldSpec, FormSpec

MOST = 6  # of those who wait; the others are on the page that finds beds


def people_for(card: BedCard, context: BedContext) -> list[ToPlace]:
    """Return to whom a bed that is free can be given: those who wait without one, the first of them."""
    if card.state != FREE or not context.may(PlaceInBed):
        return []
    return [who for who in context.people if not who.bed][:MOST]


def forms_at(card: BedCard, room: RoomCard, context: BedContext) -> list[FormSpec]:
    """Return the forms that the roles may fill at a bed now, what is done most often first."""
    return [form for form in _forms(card, room, context) if context.may(form.kind)]


def _forms(card: BedCard, room: RoomCard, context: BedContext) -> Iterator[FormSpec]:
    where = bed_name(room.name, card.label)
    if card.state == FREE:
        bed = FoundBed(
            card.bed_id, context.shelter, where, room.rule, card.kind, card.features, (), (), (), card.until
        )
        yield hold(bed, None, context)
        yield _out_of_service(card, where, context)
    elif card.state == RESERVED:
        held = card.record_id or ""
        yield arrive(held, where, context.actor, context.access)
        yield let_go(held, where)
    elif card.state == OUT:
        yield _give_back(card, where)


def _out_of_service(card: BedCard, where: str, context: BedContext) -> FormSpec:
    return FormSpec(
        TakeBedOutOfUse,
        _("Take {bed} out of service").format(bed=where),
        _("The bed is out of service."),
        (
            FieldSpec("since", _("Since"), start=context.since),
            FieldSpec("until", _("Until")),
            FieldSpec("reason", _("Why")),
        ),
        known={"bed": card.bed_id},
        undo=lambda _act, made: UndoOutage(outage=made),
        subject=where,
    )


def _give_back(card: BedCard, where: str) -> FormSpec:
    outage, until = card.record_id or "", card.until
    return FormSpec(
        ReturnBedToUse,
        _("Return {bed} to service").format(bed=where),
        _("The bed is back in service."),
        (FieldSpec("at", _("From when")),),
        known={"outage": outage},
        note=card.reason or "",
        undo=lambda _act, _result: ChangeOutage(outage=outage, until=until),
        subject=where,
    )
