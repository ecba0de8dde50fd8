"""The forms of who holds the keys of a resident's notes."""

from __future__ import annotations

from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.accounts.case_keys import OF_CASES, GiveCaseKey, KeyHolder, TakeCaseKey, colleagues
from shelter_app.ui.features.section import Case
from shelter_app.ui.forms.spec import FieldSpec, FormSpec


def give(case: Case, keys: tuple[KeyHolder, ...]) -> FormSpec | None:
    """Return the form that passes the key of a resident's notes on to a colleague; None where there is no key yet."""
    kinds = [kind for kind in OF_CASES if any(one.compartment == kind for one in keys)]
    if not kinds:
        return None
    return FormSpec(
        GiveCaseKey,
        _("Give access to the notes"),
        _("The colleague can now open these notes."),
        (
            FieldSpec(
                "compartment",
                _("Which notes"),
                choices=tuple((kind, code_label("compartment", kind)) for kind in kinds),
                start=kinds[0],
            ),
            FieldSpec(
                "account",
                _("Colleague"),
                asked=(lambda: colleagues(case.actor)) if case.access.may("accounts.colleagues") else tuple,
                nothing=_(
                    "No colleague can be given access yet. An account becomes active at the first sign-in."
                ),
            ),
            FieldSpec("reason", _("Why")),
        ),
        known={"resident": case.resident},
        note=_("Only people with access can give it to others. What has been read cannot be taken back."),
        undo=lambda act, _made: TakeCaseKey(
            resident=act.resident,
            compartment=act.compartment,
            account=act.account,
            reason=_("access given by mistake"),
        ),
    )


def take(case: Case, keys: tuple[KeyHolder, ...]) -> FormSpec | None:
    """Return the form that takes the key of a resident's notes back from a colleague; None where nobody holds one."""
    held = {f"{one.compartment} {one.account_id}": one for one in keys if one.account_id is not None}
    if not held:
        return None
    return FormSpec(
        TakeCaseKey,
        _("Withdraw access to the notes"),
        _("The colleague can no longer open notes written from now on."),
        (
            FieldSpec(
                "holder",
                _("Whose access"),
                choices=tuple((k, _holder_text(one)) for k, one in held.items()),
                kind=str,
                needed=True,
            ),
            FieldSpec("reason", _("Why")),
        ),
        known={"resident": case.resident},
        final=_(
            "What has been read cannot be taken back. What is written from now on is protected "
            "with a new key."
        ),
        compose=lambda typed: {
            "compartment": held[typed["holder"]].compartment,
            "account": held[typed["holder"]].account_id,
            "reason": typed["reason"],
        },
    )


def _holder_text(one: KeyHolder) -> str:
    return _("{name}: {notes}").format(name=one.name or "", notes=code_label("compartment", one.compartment))
