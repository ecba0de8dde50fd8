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
        _("Arrived on a held bed"),
        _("Admitted to the bed that was held."),
        (
            FieldSpec("reservation", _("Bed that is held"), choices=held, start=only),
            FieldSpec("at", _("Arrived"), law=("stay_term", "plan_first")),
            FieldSpec("override", _("Why the rule is set aside"), hidden=True),
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
        _("Moved to the other shelter. A bed is to be given there."),
        (
            FieldSpec("shelter", _("Shelter"), choices=shelters, start=only),
            FieldSpec("at", _("Moved")),
        ),
        known={"stay": stay.id, "version": stay.version},
        changed=stay.changed,
        note=_("The stay ends here and goes on there at the same minute. It is no exit and no admission."),
        undo=lambda _act, made: UndoAdmission(stay=made),
    )
