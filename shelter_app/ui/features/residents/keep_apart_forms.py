"""The forms that say from whom a resident is kept apart."""

from __future__ import annotations

from shelter_app.i18n import _
from shelter_app.services.residents.keep_apart import (
    Apart,
    EndKeepingApart,
    KeepResidentsApart,
    UndoKeepingApart,
)
from shelter_app.ui.features.residents.choices import people_here
from shelter_app.ui.features.section import Case
from shelter_app.ui.forms.spec import FieldSpec, FormSpec


def keep(case: Case, apart: tuple[Apart, ...]) -> FormSpec:
    """Return the form that keeps a resident apart from somebody in the house."""
    already = {case.resident, *(one.resident_id for one in apart)}
    return FormSpec(
        KeepResidentsApart,
        _("Keep apart from somebody"),
        _("From now on they cannot get beds in the same room. If they share a room now, Today warns you."),
        (
            FieldSpec(
                "other",
                _("Kept apart from"),
                asked=people_here(case.actor, already),
                nothing=_("Nobody else is in the shelter."),
            ),
            FieldSpec("reason", _("Why")),
        ),
        known={"resident": case.resident},
        note=_("If they share a room now, move one of them."),
        undo=lambda _act, apart: UndoKeepingApart(apart=apart),
    )


def end(apart: tuple[Apart, ...]) -> FormSpec | None:
    """Return the form that lets a resident share a room with somebody again."""
    if not apart:
        return None
    choices = tuple((one.id, f"{one.code} · {one.reason}") for one in apart)
    only = choices[0][0] if len(choices) == 1 else None
    return FormSpec(
        EndKeepingApart,
        _("No longer keep apart"),
        _("The two may share a room again from that day on."),
        (
            FieldSpec("apart", _("Kept apart from"), choices=choices, start=only),
            FieldSpec("on", _("From which day")),
        ),
    )
