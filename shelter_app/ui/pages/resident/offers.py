"""What the forms of a resident's page let choose from: free beds, accepted requests; asked in a worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shelter_app.domain import permissions
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, day, moment
from shelter_app.services.accounts.case_keys import colleagues
from shelter_app.services.accounts.views import accounts
from shelter_app.services.acting import Actor
from shelter_app.services.beds.reservations import reservations
from shelter_app.services.counselling.views import people
from shelter_app.services.house.views import FREE, RESERVED, beds_tonight, shelters
from shelter_app.services.referrals.views import referrals
from shelter_app.services.residents.views import residents
from shelter_app.ui.forms.spec import Choices
from shelter_app.ui.pages.resident.whole import Whole

MOST = 5000


@dataclass(frozen=True)
class Offers:
    """What may be chosen: free beds of the shelter, requests to answer, beds that are held; people, colleagues.

    ``own_people`` are those to whom the account may give a session.
    """

    shelter: str = ""
    beds: Choices = ()
    requests: Choices = ()
    people: Choices = ()
    own_people: Choices = ()
    colleagues: Choices = ()
    shelters: Choices = ()
    held: Choices = ()
    all_beds: Choices = ()
    key_takers: Choices = ()


def ask_offers(actor: Actor, whole: Whole, shelter: str) -> Offers:
    """Ask what may be chosen for this resident in the shelter of this code."""
    takers = _key_takers(actor, whole)
    if permissions.scope(whole.roles, "house.beds") is None:
        return Offers(key_takers=takers)
    try:
        board = beds_tonight(actor, shelter or None)
    except Refused:
        return Offers(key_takers=takers)
    beds = tuple(
        (bed.bed_id, _("{room} · {bed} ({kind})").format(room=room.name, bed=bed.label, kind=_kind(bed.kind)))
        for room in board.rooms
        for bed in room.beds
        if bed.state in (FREE, RESERVED)
    )
    return Offers(
        board.shelter.id,
        beds,
        requests(actor, whole.roles, board.shelter.id, whole.head.id),
        people_here(actor),
        own_people=() if permissions.scope(whole.roles, "counselling.people") is None else people(actor),
        colleagues=_colleagues(actor, whole),
        shelters=tuple((row.id, row.name) for row in shelters(actor) if row.id != board.shelter.id),
        held=_held(actor, whole, board.shelter.code),
        all_beds=tuple(
            (bed.bed_id, f"{room.name} · {bed.label}") for room in board.rooms for bed in room.beds
        ),
        key_takers=takers,
    )


def _key_takers(actor: Actor, whole: Whole) -> Choices:
    if whole.keys is None or permissions.scope(whole.roles, "accounts.colleagues") is None:
        return ()
    return colleagues(actor)


def _colleagues(actor: Actor, whole: Whole) -> Choices:
    if permissions.scope(whole.roles, "accounts.accounts") is None:
        return ()
    return tuple((row.id, row.name) for row in accounts(actor) if row.state == "enrolled")


def _held(actor: Actor, whole: Whole, shelter: str) -> Choices:
    if permissions.scope(whole.roles, "beds.reservations") is None:
        return ()
    return tuple(
        (row.id, _("{bed}, held until {moment}").format(bed=row.room_bed, moment=_local(row.lapses_at)))
        for row in reservations(actor, shelter)
    )


def _local(at: datetime) -> str:
    return moment(at.astimezone(LOCAL))


def people_here(actor: Actor) -> Choices:
    """Return who is in the house, by code name."""
    rows = residents(actor, limit=MOST, include_left=False).rows
    return tuple((row.id, f"{row.code} · {row.preferred_name}".rstrip(" ·")) for row in rows)


def requests(actor: Actor, roles: tuple[str, ...], shelter: str, resident: str = "") -> Choices:
    """Return the accepted requests that an admission to a shelter may answer: of this resident, or of nobody yet."""
    if permissions.scope(roles, "referrals.list") is None:
        return ()
    return tuple(
        (
            row.id,
            _("{day} · {source}").format(
                day=day(row.received_on, "medium"), source=code_label("referral_source", row.source)
            ),
        )
        for row in referrals(actor)
        if row.to_come and row.shelter_id == shelter and row.resident_id in (None, resident)
    )


def _kind(code: str) -> str:
    return code_label("bed_kind", code)
