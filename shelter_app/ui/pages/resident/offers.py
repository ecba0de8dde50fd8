"""What the forms of a resident's page let choose from: free beds, accepted requests; asked in a worker."""

from __future__ import annotations

from dataclasses import dataclass

from shelter_app.domain import permissions
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, day
from shelter_app.services.acting import Actor
from shelter_app.services.house.views import FREE, RESERVED, beds_tonight
from shelter_app.services.referrals.views import referrals
from shelter_app.services.residents.views import residents
from shelter_app.ui.forms.sheet import Choices
from shelter_app.ui.pages.resident.whole import Whole

MOST = 5000


@dataclass(frozen=True)
class Offers:
    """A shelter with the beds that may be given and the requests that may be answered, and who is in the house."""

    shelter: str = ""
    beds: Choices = ()
    requests: Choices = ()
    people: Choices = ()


def ask_offers(actor: Actor, whole: Whole, shelter: str) -> Offers:
    """Ask what may be chosen for this resident in the shelter of this code."""
    if permissions.scope(whole.roles, "house.beds") is None:
        return Offers()
    try:
        board = beds_tonight(actor, shelter or None)
    except Refused:
        return Offers()
    beds = tuple(
        (bed.bed_id, _("{room} · {bed} ({kind})").format(room=room.name, bed=bed.label, kind=_kind(bed.kind)))
        for room in board.rooms
        for bed in room.beds
        if bed.state in (FREE, RESERVED)
    )
    return Offers(board.shelter.id, beds, _requests(actor, whole, board.shelter.id), people_here(actor))


def people_here(actor: Actor) -> Choices:
    """Return who is in the house, by code name."""
    rows = residents(actor, limit=MOST, include_left=False).rows
    return tuple((row.id, f"{row.code} · {row.preferred_name}".rstrip(" ·")) for row in rows)


def _requests(actor: Actor, whole: Whole, shelter: str) -> Choices:
    if permissions.scope(whole.roles, "referrals.list") is None:
        return ()
    return tuple(
        (
            row.id,
            _("{day} · {source}").format(
                day=day(row.received_on, "medium"), source=code_label("referral_source", row.source)
            ),
        )
        for row in referrals(actor)
        if row.to_come and row.shelter_id == shelter and row.resident_id in (None, whole.head.id)
    )


def _kind(code: str) -> str:
    return code_label("bed_kind", code)
