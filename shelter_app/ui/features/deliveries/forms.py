"""The forms of services given: to one resident, to several at once."""

from __future__ import annotations

from shelter_app.domain.permissions import Access
from shelter_app.i18n import _, ngettext
from shelter_app.services.deliveries.acts import RecordService, RecordServiceForMany, UndoBatch
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.widgets.named import named


def record(resident: str, code: str) -> FormSpec:
    """Return the form of a service given to a resident, who goes by a code name."""
    return FormSpec(
        RecordService,
        _("Record a service"),
        _("The service was recorded."),
        (
            FieldSpec("service", _("Service"), codes="service"),
            FieldSpec("given_on", _("Provided on")),
            FieldSpec("quantity", _("Quantity")),
            FieldSpec("minutes", _("Length"), unit=_("minutes")),
            FieldSpec("provider", _("Provided by")),
        ),
        known={"resident": resident},
        undo=lambda _act, batch: UndoBatch(batch=batch),
        subject=code,
    )


def record_for_many(access: Access, chosen: tuple[tuple[str, str], ...]) -> FormSpec | None:
    """Return the form of a service given to several people at once, each given as id and code name."""
    if not chosen or not access.may(RecordServiceForMany.NAME):
        return None
    people, whom = len(chosen), named([code for _who, code in chosen])
    title = ngettext("Record a service for {n} person", "Record a service for {n} people", people)
    return FormSpec(
        RecordServiceForMany,
        title.format(n=people),
        _("The service was recorded for: {people}.").format(people=whom),
        (
            FieldSpec("service", _("Service"), codes="service"),
            FieldSpec("given_on", _("Provided on")),
            FieldSpec("quantity", _("Quantity for each")),
            FieldSpec("minutes", _("Length"), unit=_("minutes")),
            FieldSpec("provider", _("Provided by")),
        ),
        known={"residents": tuple(who for who, _code in chosen)},
        note=_("For: {people}").format(people=whom),
        undo=lambda _act, batch: UndoBatch(batch=batch),
        subject=whom,
    )
