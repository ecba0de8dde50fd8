"""The forms that say from whom a resident is kept apart."""

from __future__ import annotations

from shelter_app.i18n import _
from shelter_app.services.residents.keep_apart import EndKeepingApart, KeepResidentsApart, UndoKeepingApart
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.pages.resident.offers import Offers
from shelter_app.ui.pages.resident.whole import Whole


def keep(whole: Whole, offers: Offers) -> FormSpec | None:
    """Return the form that keeps her apart from somebody in the house."""
    already = {whole.head.id, *(one.resident_id for one in whole.apart)}
    others = tuple((who, words) for who, words in offers.people if who not in already)
    if not others:
        return None
    return FormSpec(
        KeepResidentsApart,
        _("Keep apart from somebody"),
        _("From now on they get no bed in the same room. If they share one now, Today says so."),
        (FieldSpec("other", _("From whom"), choices=others), FieldSpec("reason", _("Why"))),
        known={"resident": whole.head.id},
        note=_("If they share a room now, move one of them."),
        undo=lambda _act, apart: UndoKeepingApart(apart=apart),
    )


def end(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that lets her share a room with somebody again."""
    if not whole.apart:
        return None
    choices = tuple((one.id, f"{one.code} · {one.reason}") for one in whole.apart)
    only = choices[0][0] if len(choices) == 1 else None
    return FormSpec(
        EndKeepingApart,
        _("No longer keep apart"),
        _("The two may share a room again from that day on."),
        (
            FieldSpec("apart", _("From whom"), choices=choices, start=only),
            FieldSpec("on", _("From which day")),
        ),
    )
