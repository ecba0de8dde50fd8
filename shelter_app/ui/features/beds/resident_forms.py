"""The forms of beds on a resident's page: arrival on a held bed, move to another shelter."""

from __future__ import annotations

from shelter_app.i18n import _
from shelter_app.services.beds.reservations import ArriveOnReservation
from shelter_app.services.beds.transfers import MoveToShelter
from shelter_app.services.stays.acts import UndoAdmission
from shelter_app.ui.features.section import Case
from shelter_app.ui.forms.spec import Choices, FieldSpec, FormSpec


def arrive(case: Case, held: Choices) -> FormSpec | None:
    """Return the form of an arrival on a bed that is held: nothing is typed again."""
    if case.head.stay is not None or not held:
        return None
    only = held[0][0] if len(held) == 1 else None
    return FormSpec(
        ArriveOnReservation,
        _("The person the bed was reserved for has arrived"),
        _("Admitted to the reserved bed."),
        (
            FieldSpec("reservation", _("Reserved bed"), choices=held, start=only),
            FieldSpec("at", _("Arrived"), law=("stay_term", "plan_first")),
            FieldSpec("override", _("Reason for the exception"), hidden=True),
        ),
        known={"resident": case.head.id},
        undo=lambda _act, stay: UndoAdmission(stay=stay),
    )


def to_shelter(case: Case, shelters: Choices) -> FormSpec | None:
    """Return the form of a move to another shelter of the organisation."""
    stay = case.head.stay
    if stay is None or not shelters:
        return None
    only = shelters[0][0] if len(shelters) == 1 else None
    return FormSpec(
        MoveToShelter,
        _("Move to another shelter"),
        _("Moved to the other shelter. A bed must be assigned there."),
        (
            FieldSpec("shelter", _("Shelter"), choices=shelters, start=only),
            FieldSpec("at", _("Moved")),
        ),
        known={"stay": stay.id, "version": stay.version},
        changed=stay.changed,
        note=_(
            "The stay continues in the other shelter from the same minute. It is neither an exit "
            "nor an admission."
        ),
        undo=lambda _act, made: UndoAdmission(stay=made),
    )
