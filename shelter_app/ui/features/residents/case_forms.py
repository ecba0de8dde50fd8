"""The forms of a case: who works with the resident, and who the resident is."""

from __future__ import annotations

from collections.abc import Callable

from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.accounts.views import accounts
from shelter_app.services.residents.acts import AssignCase, EndAssignment, SetIdentity
from shelter_app.ui.features.section import Case
from shelter_app.ui.forms.spec import Choices, FieldSpec, FormSpec


def identity(case: Case) -> FormSpec:
    """Return the form of what is sealed about who somebody is; a field left empty stays as it is."""
    return FormSpec(
        SetIdentity,
        _("Enter identity details"),
        _("The identity details were saved encrypted."),
        (
            FieldSpec("legal_name", _("Name in documents"), unknown=True),
            FieldSpec("other_names", _("Other names")),
            FieldSpec("birth_date", _("Date of birth"), law=("minor",), unknown=True),
            FieldSpec("cnp", _("Personal code (CNP)"), law=("personal_code",), unknown=True),
            FieldSpec("phones", _("Telephone"), unknown=True),
            FieldSpec("contact_rules", _("Safe contact: how, when and through whom"), long=True),
            FieldSpec("home_address", _("Home address"), unknown=True),
            FieldSpec("notes", _("Remarks"), long=True),
        ),
        known={"resident": case.resident},
        note=_(
            "Everything you write here is encrypted, and is seen only by those with access. "
            "Fields left empty stay as they were."
        ),
    )


def assign(case: Case) -> FormSpec:
    """Return the form that gives a colleague a role in the case."""
    return FormSpec(
        AssignCase,
        _("Assign the case"),
        _("The case was assigned."),
        (
            FieldSpec("account", _("Colleague"), asked=_enrolled(case)),
            FieldSpec("role", _("Role"), codes="case_role"),
            FieldSpec("from_on", _("From")),
        ),
        known={"resident": case.resident},
        undo=lambda act, made: EndAssignment(assignment=made, on=act.from_on),
    )


def end_assignment(case: Case) -> FormSpec | None:
    """Return the form that ends a colleague's role in the case."""
    choices = tuple(
        (one.id, _("{role}: {name}").format(role=code_label("case_role", one.role), name=one.name))
        for one in case.head.team
    )
    if not choices:
        return None
    only = choices[0][0] if len(choices) == 1 else None
    return FormSpec(
        EndAssignment,
        _("End an assignment"),
        _("The assignment ends on that day."),
        (
            FieldSpec("assignment", _("Assignment"), choices=choices, start=only),
            FieldSpec("on", _("Ends on")),
        ),
    )


def _enrolled(case: Case) -> Callable[[], Choices]:
    """Return what asks for the colleagues who have signed in; nobody for whom the accounts are not shown."""

    def ask() -> Choices:
        if not case.access.may("accounts.accounts"):
            return ()
        return tuple((row.id, row.name) for row in accounts(case.actor) if row.state == "enrolled")

    return ask
