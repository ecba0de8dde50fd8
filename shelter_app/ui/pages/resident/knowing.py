"""Forms of what others must or may know of a resident: alerts for the house, keys of her notes for colleagues."""

from __future__ import annotations

from datetime import timedelta

from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.accounts.case_keys import OF_CASES, GiveCaseKey, KeyHolder, TakeCaseKey
from shelter_app.services.residents.alerts import AddAlert, ChangeAlert, UndoAlert
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.pages.resident.offers import Offers
from shelter_app.ui.pages.resident.whole import Whole


def alert(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of something that the house must know."""
    return FormSpec(
        AddAlert,
        _("Tell the house what it must know"),
        _("It stands on the resident's page, on the board and on the night list."),
        (
            FieldSpec("text", _("What the house must know")),
            FieldSpec("level", _("How serious"), codes="alert_level"),
            FieldSpec("until_on", _("Until")),
        ),
        known={"resident": whole.head.id},
        note=_("An allergy, a danger, who may not come near. Everybody who works in the house reads it."),
        undo=lambda _act, made: UndoAlert(alert=made),
    )


def end_alert(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that takes a sign away that no longer holds."""
    alerts = {one.id: one for one in whole.head.alerts}
    if not alerts:
        return None
    yesterday = whole.asked_on - timedelta(days=1)
    return FormSpec(
        ChangeAlert,
        _("Take a sign away"),
        _("It is shown no more; it stays on record."),
        (
            FieldSpec(
                "alert",
                _("Which"),
                choices=tuple((one.id, one.text) for one in alerts.values()),
                start=next(iter(alerts)) if len(alerts) == 1 else None,
            ),
        ),
        known={"until_on": yesterday},
        compose=lambda typed: {**typed, "version": alerts[typed["alert"]].version},
        undo=lambda act, before: ChangeAlert(alert=act.alert, until_on=before),  # type: ignore[attr-defined]
    )


def give_key(whole: Whole, offers: Offers) -> FormSpec | None:
    """Return the form that passes the key of her notes on to a colleague."""
    if whole.keys is None or not offers.key_takers:
        return None
    kinds = [kind for kind in OF_CASES if any(one.compartment == kind for one in whole.keys)]
    if not kinds:
        return None
    return FormSpec(
        GiveCaseKey,
        _("Pass the key of the notes on"),
        _("The colleague can open these notes from now on."),
        (
            FieldSpec(
                "compartment",
                _("Which notes"),
                choices=tuple((kind, code_label("compartment", kind)) for kind in kinds),
                start=kinds[0],
            ),
            FieldSpec("account", _("Colleague"), choices=offers.key_takers),
            FieldSpec("reason", _("Why")),
        ),
        known={"resident": whole.head.id},
        note=_("Only who holds the key passes it on. What a colleague has read cannot be unread."),
        undo=lambda act, _made: TakeCaseKey(
            resident=act.resident,  # type: ignore[attr-defined]
            compartment=act.compartment,  # type: ignore[attr-defined]
            account=act.account,  # type: ignore[attr-defined]
            reason=_("given by mistake"),
        ),
    )


def take_key(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that takes the key of her notes back from a colleague."""
    held = {
        f"{one.compartment} {one.account_id}": one for one in whole.keys or () if one.account_id is not None
    }
    if not held:
        return None
    return FormSpec(
        TakeCaseKey,
        _("Take the key of the notes back"),
        _("The colleague opens no note written from now on."),
        (
            FieldSpec(
                "holder",
                _("Whose key"),
                choices=tuple((k, _held(one)) for k, one in held.items()),
                kind=str,
                needed=True,
            ),
            FieldSpec("reason", _("Why")),
        ),
        known={"resident": whole.head.id},
        note=_("What was read stays read. What is sealed from now on uses a new key."),
        compose=lambda typed: {
            "compartment": held[typed["holder"]].compartment,
            "account": held[typed["holder"]].account_id,
            "reason": typed["reason"],
        },
    )


def _held(one: KeyHolder) -> str:
    return _("{name}: {notes}").format(name=one.name or "", notes=code_label("compartment", one.compartment))
