"""The forms of a bed that is held: the person has come, it is held for another time, it is let go."""

from __future__ import annotations

from shelter_app.domain.permissions import Access
from shelter_app.i18n import _
from shelter_app.services.acting import Actor
from shelter_app.services.beds.reservations import (
    ArriveOnReservation,
    CancelReservation,
    ChangeReservation,
    HoldRow,
    UndoCancel,
)
from shelter_app.services.residents.head import head
from shelter_app.services.stays.acts import UndoAdmission
from shelter_app.ui.features.beds.choices import people_to_admit
from shelter_app.ui.forms.spec import FieldSpec, FormSpec


def arrive(reservation: str, where: str, actor: Actor, access: Access) -> FormSpec:
    """Return the form that admits somebody who is not in the house yet to the bed that was held."""
    return FormSpec(
        ArriveOnReservation,
        _("The person {bed} is reserved for has arrived").format(bed=where),
        _("Admitted to the reserved bed."),
        (
            FieldSpec("resident", _("Who is admitted"), asked=people_to_admit(actor, access)),
            FieldSpec("at", _("Arrived"), law=("stay_term", "plan_first")),
            FieldSpec("override", _("Reason for the exception"), hidden=True),
        ),
        known={"reservation": reservation},
        undo=lambda _act, stay: UndoAdmission(stay=stay),
        subject=lambda act, _stay: ", ".join((head(actor, act.resident).code, where)),
    )


def let_go(reservation: str, where: str) -> FormSpec:
    """Return the form that makes the bed free before its hour."""
    return FormSpec(
        CancelReservation,
        _("Cancel the reservation: {bed}").format(bed=where),
        _("The bed is no longer reserved."),
        known={"reservation": reservation},
        note=_("The reservation stays in the history."),
        undo=lambda _act, _result: UndoCancel(reservation=reservation),
        subject=where,
    )


def another_time(row: HoldRow) -> FormSpec:
    """Return the form that holds the same bed for another time, or until another hour."""
    before = ChangeReservation(
        reservation=row.id, from_at=row.from_at, to_at=row.to_at, lapses_at=row.lapses_at
    )
    return FormSpec(
        ChangeReservation,
        _("Change the reservation period: {bed}").format(bed=row.room_bed),
        _("The bed is reserved for the new period."),
        (
            FieldSpec("from_at", _("Requested from"), start=row.from_at),
            FieldSpec("to_at", _("Requested until"), start=row.to_at, along="from_at"),
            FieldSpec("lapses_at", _("If nobody arrives, free at"), start=row.lapses_at, along="from_at"),
        ),
        known={"reservation": row.id, "version": row.version},
        undo=lambda _act, _result: before,
        subject=row.room_bed,
    )
