"""The form of a new person, and what forms of a person have in common."""

from __future__ import annotations

from shelter_app.domain import codes, missing_values
from shelter_app.domain.permissions import Access
from shelter_app.i18n import _
from shelter_app.services.acting import Actor
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.head import head
from shelter_app.ui.forms.spec import Choices, FieldSpec, FormSpec


def how_sure() -> Choices:
    """Return how surely a year of birth that is known may be known."""
    listed = codes.lists()["birth_precision"]
    return tuple((c.code, c.label()) for c in listed if c.code not in missing_values.ANSWERS)


def register(actor: Actor, access: Access) -> FormSpec | None:
    """Return the form of a new person, None for who may not register one."""
    if not access.may(RegisterResident.NAME):
        return None
    return FormSpec(
        RegisterResident,
        _("Register a person"),
        _("The person was registered under a new code name."),
        (
            FieldSpec("preferred_name", _("Preferred name"), unknown=True),
            FieldSpec("sex", _("Sex"), codes="sex", unknown=True),
            FieldSpec("birth_year", _("Year of birth"), law=("minor",), unknown=True),
            FieldSpec("birth_precision", _("Certainty of the year"), choices=how_sure(), letter=False),
            FieldSpec("interpreter_needed", _("Needs an interpreter")),
        ),
        note=_("The program gives a code name. Everything else can stay unknown and be entered later."),
        subject=lambda _act, made: head(actor, made).code,
    )
