"""The forms of what the house must know of a resident."""

from __future__ import annotations

from datetime import timedelta

from shelter_app.i18n import _
from shelter_app.services.residents.alerts import AddAlert, ChangeAlert, UndoAlert
from shelter_app.ui.features.section import Case
from shelter_app.ui.forms.spec import FieldSpec, FormSpec


def add(case: Case) -> FormSpec:
    """Return the form of something that the house must know."""
    return FormSpec(
        AddAlert,
        _("Add an alert"),
        _("It appears on the resident's page, on the board and on the night list."),
        (
            FieldSpec("text", _("Important information for staff")),
            FieldSpec("level", _("How serious"), codes="alert_level"),
            FieldSpec("until_on", _("Until")),
        ),
        known={"resident": case.resident},
        note=_(
            "An allergy, a danger, somebody who must not come near. Everybody who works in the "
            "shelter can see it."
        ),
        undo=lambda _act, made: UndoAlert(alert=made),
    )


def end(case: Case) -> FormSpec | None:
    """Return the form that takes a sign away that no longer holds."""
    alerts = {one.id: one for one in case.head.alerts}
    if not alerts:
        return None
    yesterday = case.today - timedelta(days=1)
    return FormSpec(
        ChangeAlert,
        _("Withdraw an alert"),
        _("It is no longer shown; it stays on record."),
        (
            FieldSpec(
                "alert",
                _("Alert"),
                choices=tuple((one.id, one.text) for one in alerts.values()),
                start=next(iter(alerts)) if len(alerts) == 1 else None,
            ),
        ),
        known={"until_on": yesterday},
        compose=lambda typed: {**typed, "version": alerts[typed["alert"]].version},
        undo=lambda act, before: ChangeAlert(alert=act.alert, until_on=before),
    )
