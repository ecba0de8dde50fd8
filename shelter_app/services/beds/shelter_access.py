"""Which shelter is asked for, and whether the account works there."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from shelter_app.db.models.house import Bed, Room, Shelter
from shelter_app.db.models.stays import Stay
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.i18n import _
from shelter_app.services.acting import ReadContext, UnitOfWork


def shelters_asked(context: ReadContext, code: str | None) -> dict[str, str]:
    """Return the shelters (id to code) that were asked for: the one of ``code``, or all the account works in.

    Raises Refused for a code of no shelter, NotAllowed for one that is not the account's.
    """
    found = all_shelters(context)
    if code is not None:
        found = tuple(one for one in found if one.code == code)
        if not found:
            raise Refused("unknown_shelter", _("There is no shelter with this code."), ("shelter",))
        if context.shelters is not None and found[0].id not in context.shelters:
            raise NotAllowed("not_reached", _("This shelter is not yours. Ask a director."))
    return {one.id: one.code for one in found if context.shelters is None or one.id in context.shelters}


def all_shelters(context: ReadContext) -> tuple[Shelter, ...]:
    """Return every shelter by code, also those in which the account does not work."""

    def ask() -> tuple[Shelter, ...]:
        return tuple(context.session.scalars(select(Shelter).order_by(Shelter.code)))

    return context.once(all_shelters, ask)


def need_site(context: ReadContext, shelter_id: str) -> None:
    """Refuse an account that does not work in the shelter."""
    if context.shelters is not None and shelter_id not in context.shelters:
        raise NotAllowed("not_reached", _("This shelter is not yours. Ask a director."))


def stay_of(uow: UnitOfWork, stay_id: str, version: int | None = None) -> Stay:
    """Return a stay of the account's shelters, and say in the trail that the act is about it."""
    stay = uow.change(Stay, stay_id, version)
    need_site(uow, stay.shelter_id)
    uow.audit_subject(stay, case_id=stay.resident_id)
    return stay


def bed_of(uow: UnitOfWork, bed_id: str) -> tuple[Bed, Room]:
    """Return a bed of the account's shelters with its room."""
    bed = uow.find(Bed, bed_id)
    room = uow.find(Room, bed.room_id)
    need_site(uow, room.shelter_id)
    return bed, room


def need_bed_in(uow: UnitOfWork, bed_id: str, shelter_id: str) -> None:
    """Refuse a bed of another shelter than the stay's."""
    if bed_of(uow, bed_id)[1].shelter_id != shelter_id:
        raise Refused(
            "other_shelter",
            _("This bed is in another shelter than the stay. Choose a bed there."),
            ("bed",),
        )


def between(
    from_on: InstrumentedAttribute[date], to_on: InstrumentedAttribute[date | None], first: date, end: date
) -> ColumnElement[bool]:
    """Return the condition that days ``[from_on, to_on)``, open or not, share a day with ``[first, end)``."""
    return and_(from_on < end, or_(to_on.is_(None), to_on > first))
