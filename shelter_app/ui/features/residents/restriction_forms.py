"""The forms that say who alone sees a resident."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.acting import Actor
from shelter_app.services.residents.restriction import (
    ChangeRestriction,
    EndRestriction,
    RestrictAccess,
    Restricted,
    nameable,
)
from shelter_app.ui.features.section import Case
from shelter_app.ui.forms.spec import Choices, FieldSpec, FormSpec


def all_of(case: Case, held: tuple[Restricted, ...]) -> Iterator[FormSpec]:
    """Go through the forms: restrict where nothing holds, else say anew who sees her, or end it."""
    if not held:
        yield _restrict(case)
    for one in held:
        yield _change(case, one)
        yield _end(one)


def _colleagues(actor: Actor) -> Choices:
    return tuple(
        (who, f"{name} · {', '.join(code_label('account_role', role) for role in held)}")
        for who, name, held in nameable(actor)
    )


def _restrict(case: Case) -> FormSpec:
    team = {member.account for member in case.head.team if member.account}
    return FormSpec(
        RestrictAccess,
        _("Restrict access to named people"),
        _("Only the named people can see this person now."),
        (
            FieldSpec(
                "named",
                _("Who sees this person"),
                asked=partial(_colleagues, case.actor),
                start=tuple(sorted({case.actor.account_id, *team})),
            ),
            FieldSpec("reason", _("Why")),
        ),
        known={"resident": case.resident},
        note=_(
            "Anyone not named will not find this person in any list or search; the bed is shown "
            "as “occupied”. You are also named, and at least one director must be."
        ),
        undo=lambda _act, made: EndRestriction(restriction=made),
    )


def _change(case: Case, held: Restricted) -> FormSpec:
    named = tuple(who for who, _name in held.named)
    return FormSpec(
        ChangeRestriction,
        _("Change who sees this person"),
        _("The list of named people was changed."),
        (FieldSpec("named", _("Who sees this person"), asked=partial(_colleagues, case.actor), start=named),),
        known={"restriction": held.id, "version": held.version},
        note=_("You stay on the list, together with at least one director."),
        undo=lambda _act, _none: ChangeRestriction(restriction=held.id, named=named),
    )


def _end(held: Restricted) -> FormSpec:
    return FormSpec(
        EndRestriction,
        _("End the access restriction"),
        _("Everybody who works with residents here can see this person again."),
        known={"restriction": held.id, "version": held.version},
        note=_("Reason: {reason}").format(reason=held.reason),
        save=_("End"),
        undo=lambda _act, was: RestrictAccess(resident=was.resident, named=was.named, reason=was.reason),
    )
