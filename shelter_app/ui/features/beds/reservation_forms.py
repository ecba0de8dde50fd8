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
        _("The person for whom {bed} is held has come").format(bed=where),
        _("Admitted to the bed that was held."),
        (
            FieldSpec("resident", _("Who comes"), asked=people_to_admit(actor, access)),
            FieldSpec("at", _("Arrived"), law=("stay_term", "plan_first")),
            FieldSpec("override", _("Why the rule is set aside"), hidden=True),
        ),
        known={"reservation": reservation},
        undo=lambda _act, stay: UndoAdmission(stay=stay),
        subject=lambda act, _stay: ", ".join((head(actor, act.resident).code, where)),
    )


def let_go(reservation: str, where: str) -> FormSpec:
    """Return the form that makes the bed free before its hour."""
    return FormSpec(
        CancelReservation,
        _("Let {bed} go").format(bed=where),
        _("The bed is not held any more."),
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
        _("Hold {bed} for another time").format(bed=row.room_bed),
        _("The bed is held for the new time."),
        (
            FieldSpec("from_at", _("Asked for from"), start=row.from_at),
            FieldSpec("to_at", _("Asked for until"), start=row.to_at, along="from_at"),
            FieldSpec("lapses_at", _("If nobody comes, free at"), start=row.lapses_at, along="from_at"),
        ),
        known={"reservation": row.id, "version": row.version},
        undo=lambda _act, _result: before,
        subject=row.room_bed,
    )
