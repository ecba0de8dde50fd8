"""The forms that give a bed that was found: place, move, hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from shelter_app.domain.clock import local_day
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.reservations import hold_period
from shelter_app.i18n import _
from shelter_app.services.beds.finding import FoundBed, ToPlace
from shelter_app.services.beds.reservations import CancelReservation, ReserveBed
from shelter_app.services.stays.acts import (
    MoveToBed,
    PlaceInBed,
    UndoMove,
    UndoPlacing,
)
from shelter_app.ui.features.beds.bed_context import BedContext
from shelter_app.ui.features.beds.people import person_text
from shelter_app.ui.forms.spec import FieldSpec, FormSpec

WEEK = timedelta(days=7)


def forms_for(bed: FoundBed, who: ToPlace | None, context: BedContext) -> list[FormSpec]:
    """Return the forms that the roles may fill for a bed and somebody, the first one for Enter."""
    if not context.may_give(bed):
        return []
    return [form for form in _forms(bed, who, context) if context.may(form.kind)]


def fit_text(bed: FoundBed) -> str:
    """Return in sentences why a bed fits or why not, and who may set that aside."""
    if bed.fits and not bed.merits and bed.until is None:
        return ""
    lines = [f"{bed.room_bed}: {bed.why}".rstrip() if bed.fits else f"{bed.room_bed}:"]
    if not bed.fits and bed.ends:
        lines.append(bed.ends)
    lines += [reason.sentence for reason in bed.reasons]
    if bed.set_aside_by:
        roles = ", ".join(code_label("account_role", role) for role in bed.set_aside_by)
        lines.append(_("It can still be assigned, with a written reason, by: {roles}.").format(roles=roles))
    elif bed.reasons:
        lines.append(_("There are no exceptions to this rule."))
    return " ".join(lines)


def _forms(bed: FoundBed, who: ToPlace | None, context: BedContext) -> Iterator[FormSpec]:
    if who is not None and who.stay_id:
        yield _place_form(bed, who, context) if not who.bed else _move(bed, who, context)
        return
    yield hold(bed, who, context)


def _override(bed: FoundBed) -> FieldSpec:
    return FieldSpec("override", _("Reason for the exception"), hidden=bed.fits)


def _until(bed: FoundBed) -> FieldSpec:
    """Ask until when the bed is given: asked at once where it is known to be free only for a while."""
    return FieldSpec("until", _("Only until"), start=bed.until, hidden=bed.until is None)


def _whom_and_where(who: ToPlace, bed: FoundBed) -> str:
    return f"{who.words}, {bed.room_bed}"


def _place_form(bed: FoundBed, who: ToPlace, context: BedContext) -> FormSpec:
    return FormSpec(
        PlaceInBed,
        _("Assign {bed} to {code}").format(bed=bed.room_bed, code=who.words),
        _("The bed was assigned."),
        (FieldSpec("since", _("Since"), start=context.since), _until(bed), _override(bed)),
        known={"stay": who.stay_id, "bed": bed.bed_id, "needs": context.needs},
        note=fit_text(bed),
        undo=lambda _act, period: UndoPlacing(period=period),
        subject=_whom_and_where(who, bed),
    )


def _move(bed: FoundBed, who: ToPlace, context: BedContext) -> FormSpec:
    return FormSpec(
        MoveToBed,
        _("Move {code} to {bed}").format(bed=bed.room_bed, code=who.words),
        _("Moved to the other bed."),
        (FieldSpec("at", _("Moved"), start=context.since), _until(bed), _override(bed)),
        known={"stay": who.stay_id, "bed": bed.bed_id, "needs": context.needs},
        note=fit_text(bed),
        undo=lambda _act, period: UndoMove(period=period),
        subject=_whom_and_where(who, bed),
    )


def hold(bed: FoundBed, who: ToPlace | None, context: BedContext) -> FormSpec:
    """Return the form that holds a bed for who is expected."""
    first = local_day(context.since)
    end = local_day(context.until) if context.until is not None else first + WEEK
    nights = hold_period(first, max(end, first + timedelta(days=1)), context.actor.clock())
    title = _("Reserve {bed}").format(bed=bed.room_bed)
    if who is not None:
        title = _("Reserve {bed} for {whom}").format(bed=bed.room_bed, whom=person_text(who))
    return FormSpec(
        ReserveBed,
        title,
        _("The bed is reserved."),
        (
            FieldSpec("from_at", _("Requested from"), start=nights.since),
            FieldSpec("to_at", _("Requested until"), start=nights.until, along="from_at"),
            FieldSpec("lapses_at", _("If nobody arrives, free at"), start=nights.lapses, along="from_at"),
            FieldSpec("reason", _("For whom, briefly, without a name")),
        ),
        known={"bed": bed.bed_id, "referral": None if who is None else who.referral_id},
        note=fit_text(bed),
        undo=lambda _act, made: CancelReservation(reservation=made),
        subject=bed.room_bed,
    )
