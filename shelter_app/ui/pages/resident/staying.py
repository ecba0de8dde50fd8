"""The forms of a stay: admission, bed, move, leave, return, exit."""

from __future__ import annotations

from typing import Any

from shelter_app.i18n import _
from shelter_app.services.beds.reservations import ArriveOnReservation
from shelter_app.services.beds.transfers import MoveToShelter
from shelter_app.services.stays.acts import (
    Admit,
    EndAbsence,
    EndStay,
    MoveToBed,
    PlaceInBed,
    RecordAbsence,
    SetBedEnd,
    UndoAbsence,
    UndoAdmission,
    UndoExit,
    UndoMove,
    UndoPlacing,
    UndoReturn,
)
from shelter_app.services.stays.expected_exit import ExpectLeave
from shelter_app.services.stays.households import Member
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.pages.resident.offers import Offers
from shelter_app.ui.pages.resident.whole import Whole
from shelter_app.ui.widgets.ages import aged


def _bed(offers: Offers) -> FieldSpec:
    return FieldSpec("bed", _("Bed"), choices=offers.beds)


def _override() -> FieldSpec:
    return FieldSpec("override", _("Why the rule is set aside"), hidden=True)


def _until() -> FieldSpec:
    return FieldSpec("until", _("Only until"), hidden=True)


def admit(whole: Whole, offers: Offers) -> FormSpec | None:
    """Return the form of an admission to the shelter one is in."""
    if whole.head.stay is not None or not offers.shelter:
        return None
    asks = [FieldSpec("at", _("Admitted"), law=("stay_term", "plan_first")), _bed(offers)]
    if offers.requests:
        only = offers.requests[0][0] if len(offers.requests) == 1 else None
        asks.append(FieldSpec("referral", _("Answers the request"), choices=offers.requests, start=only))
    asks += [
        FieldSpec("source", _("Referred by"), codes="referral_source"),
        FieldSpec(
            "reason", _("Reason of the admission"), codes="referral_reason_in", law=("support_unconditional",)
        ),
        _until(),
        _override(),
    ]
    return FormSpec(
        Admit,
        _("Admit"),
        _("Admitted."),
        tuple(asks),
        known={"resident": whole.head.id, "shelter": offers.shelter},
        undo=lambda _act, stay: UndoAdmission(stay=stay),
    )


def arrive(whole: Whole, offers: Offers) -> FormSpec | None:
    """Return the form of an arrival on a bed that is held: nothing is typed again."""
    if whole.head.stay is not None or not offers.held:
        return None
    only = offers.held[0][0] if len(offers.held) == 1 else None
    return FormSpec(
        ArriveOnReservation,
        _("Arrived on a held bed"),
        _("Admitted to the bed that was held."),
        (
            FieldSpec("reservation", _("Bed that is held"), choices=offers.held, start=only),
            FieldSpec("at", _("Arrived"), law=("stay_term", "plan_first")),
            _override(),
        ),
        known={"resident": whole.head.id},
        undo=lambda _act, stay: UndoAdmission(stay=stay),
    )


def to_shelter(whole: Whole, offers: Offers) -> FormSpec | None:
    """Return the form of a move to another shelter of the organisation."""
    stay = whole.head.stay
    if stay is None or not offers.shelters:
        return None
    only = offers.shelters[0][0] if len(offers.shelters) == 1 else None
    return FormSpec(
        MoveToShelter,
        _("Move to another shelter"),
        _("Moved to the other shelter. A bed is to be given there."),
        (
            FieldSpec("shelter", _("Shelter"), choices=offers.shelters, start=only),
            FieldSpec("at", _("Moved")),
        ),
        known={"stay": stay.id, "version": stay.version},
        changed=stay.changed,
        note=_("The stay ends here and goes on there at the same minute. It is no exit and no admission."),
        undo=lambda _act, made: UndoAdmission(stay=made),
    )


def place(whole: Whole, offers: Offers) -> FormSpec | None:
    """Return the form that gives a bed to somebody who has none."""
    stay = whole.head.stay
    if stay is None or whole.head.bed:
        return None
    return FormSpec(
        PlaceInBed,
        _("Give a bed"),
        _("The bed was given."),
        (_bed(offers), FieldSpec("since", _("Since")), _until(), _override()),
        known={"stay": stay.id},
        undo=lambda _act, period: UndoPlacing(period=period),
    )


def move(whole: Whole, offers: Offers) -> FormSpec | None:
    """Return the form of a move to another bed."""
    stay = whole.head.stay
    if stay is None or not whole.head.bed:
        return None
    return FormSpec(
        MoveToBed,
        _("Move to another bed"),
        _("Moved to the other bed."),
        (_bed(offers), FieldSpec("at", _("Moved")), _until(), _override()),
        known={"stay": stay.id},
        note=_("Now in {bed}.").format(bed=whole.head.bed),
        undo=lambda _act, period: UndoMove(period=period),
    )


def bed_end(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that says until when the bed is had."""
    stay = whole.head.stay
    period = whole.head.period
    if stay is None or period is None:
        return None
    return FormSpec(
        SetBedEnd,
        _("Say until when the bed is given"),
        _("It is said until when the bed is given."),
        (FieldSpec("until", _("Only until"), start=period.to_at),),
        known={"stay": stay.id},
        note=_(
            "Empty for no end. After it the bed is free for others; whoever stays needs another one, and Today says so."
        ),
        undo=lambda _act, before: SetBedEnd(stay=stay.id, until=before),
    )


def leave(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of a leave."""
    stay = whole.head.stay
    if stay is None or stay.away is not None:
        return None
    return FormSpec(
        RecordAbsence,
        _("Record a leave"),
        _("The leave was recorded."),
        (
            FieldSpec("kind", _("Where to"), codes="absence_type"),
            FieldSpec("since", _("Left")),
            FieldSpec("expected_at", _("Expected back"), law=("leave_register",)),
        ),
        known={"stay": stay.id},
        undo=lambda _act, absence: UndoAbsence(absence=absence),
    )


def come_back(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of a return from a leave."""
    stay = whole.head.stay
    if stay is None or stay.away is None:
        return None
    absence = stay.away[0]
    return FormSpec(
        EndAbsence,
        _("Record the return"),
        _("The return was recorded."),
        (FieldSpec("at", _("Came back")),),
        known={"absence": absence},
        undo=lambda _act, _result: UndoReturn(absence=absence),
    )


def expect(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that says when she is expected to leave."""
    stay = whole.head.stay
    if stay is None:
        return None
    return FormSpec(
        ExpectLeave,
        _("Say when the resident is expected to leave"),
        _("The day is shown on the resident's bed."),
        (FieldSpec("leaves_on", _("Expected to leave on"), start=stay.leaves_on),),
        known={"stay": stay.id, "version": stay.version},
        changed=stay.changed,
        note=_(
            "Nothing ends by it: record the exit when the resident leaves. Leave it empty when the day is not known."
        ),
        undo=lambda _act, before: ExpectLeave(stay=stay.id, leaves_on=before),
    )


def end(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of an exit."""
    stay = whole.head.stay
    if stay is None:
        return None
    note = _("The bed, what is held for the stay and the sessions to come end with it.")
    if whole.household:
        codes = ", ".join(aged(one.code, one.age) for one in whole.household)
        asked = _("Of the same household are in the house too: {codes}. You are asked about each afterwards.")
        note = f"{note} {asked.format(codes=codes)}"
    return _exit(_("Record the exit"), note, {"stay": stay.id, "version": stay.version})


def end_of(member: Member, before: EndStay) -> FormSpec:
    """Return the form that asks whether somebody of the household left too, as ``before`` said of her who did."""
    return _exit(
        _("Did {who} leave too?").format(who=aged(member.code, member.age)),
        _("Cancel for whoever stays: the next of the household is asked about then."),
        {"stay": member.stay_id},
        before,
    )


def _exit(title: str, note: str, known: dict[str, Any], before: EndStay | None = None) -> FormSpec:
    said = (None, None, None) if before is None else (before.at, before.reason, before.destination)
    at, reason, destination = said
    return FormSpec(
        EndStay,
        title,
        _("The exit was recorded."),
        (
            FieldSpec("at", _("Left the house"), start=at, law=("exit_sheet", "retention")),
            FieldSpec("reason", _("Reason"), codes="exit_reason", start=reason),
            FieldSpec(
                "destination",
                _("Where to"),
                codes="exit_destination",
                start=destination,
                law=("follow_up",),
                unknown=True,
                answered="" if before is None else before.unanswered.get("destination", ""),
            ),
            FieldSpec("note", _("Note"), long=True),
        ),
        known=known,
        note=note,
        undo=lambda _act, _result: UndoExit(stay=str(known["stay"])),
    )
