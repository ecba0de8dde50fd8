"""What forms about beds choose from: free beds, all beds, held beds, requests, people; each asked in a worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shelter_app.domain.bed_names import bed_name
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.permissions import Access
from shelter_app.i18n import _, day, moment
from shelter_app.services.acting import Actor
from shelter_app.services.beds.reservations import reservations
from shelter_app.services.house.views import FREE, RESERVED, beds_tonight
from shelter_app.services.referrals.views import referrals
from shelter_app.services.residents.columns import ResidentRow
from shelter_app.services.residents.views import HERE, READ_AT_ONCE, residents
from shelter_app.ui.forms.spec import AskedChoices, Choices


def free_beds(actor: Actor, shelter: str) -> Callable[[], Choices]:
    """Return what asks for the beds of a shelter (by code) that are free or held tonight."""
    return lambda: tuple(
        (
            bed.bed_id,
            _("{bed} ({kind})").format(
                bed=bed_name(room.name, bed.label), kind=code_label("bed_kind", bed.kind)
            ),
        )
        for room in beds_tonight(actor, shelter or None).rooms
        for bed in room.beds
        if bed.state in (FREE, RESERVED)
    )


def all_beds(actor: Actor, shelter: str) -> Callable[[], Choices]:
    """Return what asks for every bed of a shelter, by code."""
    return lambda: tuple(
        (bed.bed_id, bed_name(room.name, bed.label))
        for room in beds_tonight(actor, shelter or None).rooms
        for bed in room.beds
    )


def held_beds(actor: Actor, shelter: str) -> Choices:
    """Return the reservations of a shelter (by code) that hold a bed now."""
    return tuple(
        (row.id, _("{bed}, reserved until {moment}").format(bed=row.room_bed, moment=_local(row.lapses_at)))
        for row in reservations(actor, shelter)
    )


def requests_to_answer(
    actor: Actor, access: Access, shelter_id: str, resident: str = ""
) -> Callable[[], Choices]:
    """Return what asks for the accepted requests that an admission may answer: of this resident, or of nobody yet."""

    def ask() -> Choices:
        if not access.may("referrals.list"):
            return ()
        return tuple(
            (
                row.id,
                _("{day} · {source}").format(
                    day=day(row.received_on, "medium"), source=code_label("referral_source", row.source)
                ),
            )
            for row in referrals(actor)
            if row.to_come and row.shelter_id == shelter_id and row.resident_id in (None, resident)
        )

    return ask


def people_to_admit(actor: Actor, access: Access) -> Callable[[], AskedChoices]:
    """Return what asks who can be admitted: who was not here before; who was, by search; who is, why not twice."""

    def ask() -> AskedChoices:
        if not access.may("residents.list"):
            return AskedChoices(())
        rows = residents(actor, limit=READ_AT_ONCE, include_left=True).rows
        return AskedChoices(
            tuple((row.id, _resident(row)) for row in rows if row.state != HERE and row.since is None),
            tuple((_resident(row), _is_here(row)) for row in rows if row.state == HERE),
            tuple((row.id, _resident(row)) for row in rows if row.state != HERE and row.since is not None),
        )

    return ask


def _resident(row: ResidentRow) -> str:
    return f"{row.code} · {row.preferred_name}".rstrip(" ·")


def _is_here(row: ResidentRow) -> str:
    if not row.room_bed:
        return _("{code} is already in the shelter, without a bed: use “Assign to {code}”.").format(
            code=row.code
        )
    return _("{code} is already in the shelter, in {bed}: use “Move to another bed”.").format(
        code=row.code, bed=row.room_bed
    )


def _local(at: datetime) -> str:
    return moment(at.astimezone(LOCAL))
