"""The forms that say from whom a resident is kept apart."""

from __future__ import annotations

from shelter_app.i18n import _
from shelter_app.services.residents.keep_apart import EndKeepingApart, KeepResidentsApart, UndoKeepingApart
from shelter_app.ui.forms.spec import Ask, Sheet
from shelter_app.ui.pages.resident.offers import Offers
from shelter_app.ui.pages.resident.whole import Whole


def keep(whole: Whole, offers: Offers) -> Sheet | None:
    """Return the form that keeps her apart from somebody in the house."""
    already = {whole.head.id, *(one.resident_id for one in whole.apart)}
    others = tuple((who, words) for who, words in offers.people if who not in already)
    if not others:
        return None
    return Sheet(
        KeepResidentsApart,
        _("Keep apart from somebody"),
        _("From now on they get no bed in the same room. If they share one now, Today says so."),
        (Ask("other", _("From whom"), choices=others), Ask("reason", _("Why"))),
        known={"resident": whole.head.id},
        note=_("If they share a room now, move one of them."),
        undo=lambda _act, apart: UndoKeepingApart(apart=apart),
    )


def end(whole: Whole, _offers: Offers) -> Sheet | None:
    """Return the form that lets her share a room with somebody again."""
    if not whole.apart:
        return None
    choices = tuple((one.id, f"{one.code} · {one.reason}") for one in whole.apart)
    only = choices[0][0] if len(choices) == 1 else None
    return Sheet(
        EndKeepingApart,
        _("No longer keep apart"),
        _("The two may share a room again from that day on."),
        (Ask("apart", _("From whom"), choices=choices, start=only), Ask("on", _("From which day"))),
    )
