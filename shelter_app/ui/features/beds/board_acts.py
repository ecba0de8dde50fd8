"""What can be done at a bed of the board, by its state: give, admit, hold, move, let go, out of service and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from shelter_app.domain import permissions
from shelter_app.i18n import _
from shelter_app.services.beds.finding import FoundBed, ToPlace
from shelter_app.services.beds.outages import ChangeOutage, UndoOutage
from shelter_app.services.house.acts import ReturnBedToUse, TakeBedOutOfUse
from shelter_app.services.house.views import FREE, OUT, RESERVED, BedCard, RoomCard
from shelter_app.ui.features.beds.bed_context import Beside
from shelter_app.ui.features.beds.forms import Around, admit, hold
from shelter_app.ui.features.beds.reservation_forms import came, let_go
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.pages.beds.finding.whom import words_of

MOST = 6  # who waits longer than these is found on the page that finds beds


@dataclass(frozen=True)
class Offer:
    """One thing to do at a bed: a form; somebody to give it to; a resident's page; another bed for her."""

    words: str
    sheet: FormSpec | None = None
    whom: ToPlace | None = None
    person: str = ""
    other_bed_for: str = ""


def offers(card: BedCard, room: RoomCard, shelter: str, beside: Beside, now: datetime) -> list[Offer]:
    """Return what the roles may do at a bed now, what is done most often first."""
    made = _of(card, room, shelter, beside, now)
    return [
        offer
        for offer in made
        if offer.sheet is None or permissions.scope(beside.roles, offer.sheet.kind.NAME) is not None
    ]


def around(beside: Beside, now: datetime) -> Around:
    """Return what the forms need, for a bed from now on."""
    return Around(beside.roles, beside.shelter, beside.outside, now, now, None, (), beside.inside)


def _of(card: BedCard, room: RoomCard, shelter: str, beside: Beside, now: datetime) -> Iterator[Offer]:
    where = f"{room.name} · {card.label}"
    if card.state == FREE:
        yield from _free(card, room, where, shelter, beside, now)
    elif card.state == RESERVED:
        held = card.record_id or ""
        for sheet in (came(held, where, beside.outside), let_go(held, where)):
            yield Offer(sheet.title, sheet)
    elif card.state == OUT:
        yield Offer(_("Give the bed back to use now"), _back(card, where))
    else:
        who = card.resident_code or ""
        if permissions.scope(beside.roles, "residents.head") is not None:
            yield Offer(_("Open the page of {code}").format(code=who), person=card.resident_id or "")
        if permissions.scope(beside.roles, "stays.move") is not None:
            yield Offer(
                _("Find another bed for {code}").format(code=who), other_bed_for=card.resident_id or ""
            )


def _free(
    card: BedCard, room: RoomCard, where: str, shelter: str, beside: Beside, now: datetime
) -> Iterator[Offer]:
    if permissions.scope(beside.roles, "stays.place_in_bed") is not None:
        waiting = [who for who in beside.people if not who.bed]
        for who in waiting[:MOST]:
            yield Offer(_("Give to {whom}").format(whom=words_of(who)), whom=who)
    found = FoundBed(card.bed_id, shelter, where, room.rule, card.kind, card.features, (), (), (), card.until)
    for form in (admit, hold):
        sheet = form(found, None, around(beside, now))
        yield Offer(sheet.title, sheet)
    out = FormSpec(
        TakeBedOutOfUse,
        _("Take {bed} out of service").format(bed=where),
        _("The bed is out of service."),
        (
            FieldSpec("since", _("Since"), start=now),
            FieldSpec("until", _("Until")),
            FieldSpec("reason", _("Why")),
        ),
        known={"bed": card.bed_id},
        undo=lambda _act, made: UndoOutage(outage=made),
    )
    yield Offer(out.title, out)


def _back(card: BedCard, where: str) -> FormSpec:
    outage, until = card.record_id or "", card.until
    return FormSpec(
        ReturnBedToUse,
        _("Give {bed} back to use").format(bed=where),
        _("The bed is back in use."),
        (FieldSpec("at", _("From when on")),),
        known={"outage": outage},
        note=card.reason or "",
        undo=lambda _act, _result: ChangeOutage(outage=outage, until=until),
    )
