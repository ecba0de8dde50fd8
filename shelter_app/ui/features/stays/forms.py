"""The forms of a stay: admission, bed, move, leave, return, exit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shelter_app.domain.permissions import Access
from shelter_app.i18n import _
from shelter_app.services.acting import Actor
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
from shelter_app.services.stays.emergencies import CompleteAdmission, ToComplete, UndoComplete
from shelter_app.services.stays.expected_exit import ExpectLeave
from shelter_app.services.stays.households import Member
from shelter_app.ui.features.beds.choices import free_beds, requests_to_answer
from shelter_app.ui.features.section import Case
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.widgets.ages import aged


def _bed(case: Case) -> FieldSpec:
    return _bed_in(case.actor, case.shelter)


def _bed_in(actor: Actor, shelter: str) -> FieldSpec:
    return FieldSpec(
        "bed",
        _("Bed"),
        asked=free_beds(actor, shelter),
        nothing=_("No bed is free or reserved here. The board shows until when each one is occupied."),
    )


def _override() -> FieldSpec:
    return FieldSpec("override", _("Reason for the exception"), hidden=True)


def _until() -> FieldSpec:
    return FieldSpec("until", _("Only until"), hidden=True)


def admit(case: Case, shelter: str) -> FormSpec | None:
    """Return the form of an admission to the shelter one is in, given by its id; None for somebody in the house."""
    if case.head.stay is not None or not shelter:
        return None
    return admission(case.actor, case.access, case.resident, (case.shelter, shelter))


def admission(actor: Actor, access: Access, resident: str, shelter: tuple[str, str]) -> FormSpec:
    """Return the form that admits a resident, given by id, to a shelter, given by code and id."""
    code, shelter_id = shelter
    return FormSpec(
        Admit,
        _("Admit"),
        _("Admitted."),
        (
            FieldSpec("at", _("Admitted"), law=("stay_term", "plan_first")),
            _bed_in(actor, code),
            FieldSpec(
                "referral",
                _("For the request"),
                asked=requests_to_answer(actor, access, shelter_id, resident),
                only=True,
                if_any=True,
            ),
            FieldSpec("source", _("Referred by"), codes="referral_source"),
            FieldSpec(
                "reason",
                _("Reason for admission"),
                codes="referral_reason_in",
                law=("support_unconditional",),
            ),
            _until(),
            _override(),
        ),
        known={"resident": resident, "shelter": shelter_id},
        undo=lambda _act, stay: UndoAdmission(stay=stay),
    )


def complete(case: Case, waiting: ToComplete | None) -> FormSpec | None:
    """Return the form that completes an emergency admission; None where nothing waits."""
    if waiting is None:
        return None
    return FormSpec(
        CompleteAdmission,
        _("Complete the emergency admission"),
        _("The admission was completed."),
        (
            FieldSpec("source", _("Referred by"), codes="referral_source", start=waiting.source),
            FieldSpec(
                "reason",
                _("Reason for admission"),
                codes="referral_reason_in",
                start=waiting.reason,
                law=("support_unconditional",),
            ),
        ),
        known={"stay": waiting.stay_id},
        note=_(
            "House staff entered only what was needed immediately. Check the profile and the documents too."
        ),
        undo=lambda _act, before: UndoComplete(stay=waiting.stay_id, before=before),
    )


def place(case: Case) -> FormSpec | None:
    """Return the form that gives a bed to somebody who has none."""
    stay = case.head.stay
    if stay is None or case.head.bed:
        return None
    return FormSpec(
        PlaceInBed,
        _("Assign a bed"),
        _("The bed was assigned."),
        (_bed(case), FieldSpec("since", _("Since")), _until(), _override()),
        known={"stay": stay.id},
        undo=lambda _act, period: UndoPlacing(period=period),
    )


def move(case: Case) -> FormSpec | None:
    """Return the form of a move to another bed."""
    stay = case.head.stay
    if stay is None or not case.head.bed:
        return None
    return FormSpec(
        MoveToBed,
        _("Move to another bed"),
        _("Moved to the other bed."),
        (_bed(case), FieldSpec("at", _("Moved")), _until(), _override()),
        known={"stay": stay.id},
        note=_("Now in {bed}.").format(bed=case.head.bed),
        undo=lambda _act, period: UndoMove(period=period),
    )


def bed_end(case: Case) -> FormSpec | None:
    """Return the form that says until when the bed is had."""
    stay = case.head.stay
    period = case.head.period
    if stay is None or period is None:
        return None
    return FormSpec(
        SetBedEnd,
        _("Set until when the bed is assigned"),
        _("It was set until when the bed is assigned."),
        (FieldSpec("until", _("Only until"), start=period.to_at),),
        known={"stay": stay.id},
        note=_(
            "Leave it empty if there is no end. After it the bed is free for others; anyone who "
            "stays needs another bed, and Today warns you."
        ),
        undo=lambda _act, before: SetBedEnd(stay=stay.id, until=before),
    )


def leave(case: Case) -> FormSpec | None:
    """Return the form of a leave."""
    stay = case.head.stay
    if stay is None or stay.away is not None:
        return None
    return FormSpec(
        RecordAbsence,
        _("Record leave"),
        _("The leave was recorded."),
        (
            FieldSpec("kind", _("Kind of absence"), codes="absence_type"),
            FieldSpec("since", _("Left")),
            FieldSpec("expected_at", _("Expected back"), law=("leave_register",)),
        ),
        known={"stay": stay.id},
        undo=lambda _act, absence: UndoAbsence(absence=absence),
    )


def come_back(case: Case) -> FormSpec | None:
    """Return the form of a return from a leave."""
    stay = case.head.stay
    if stay is None or stay.away is None:
        return None
    absence = stay.away[0]
    return FormSpec(
        EndAbsence,
        _("Record the return"),
        _("The return was recorded."),
        (FieldSpec("at", _("Returned")),),
        known={"absence": absence},
        undo=lambda _act, _result: UndoReturn(absence=absence),
    )


def expect(case: Case) -> FormSpec | None:
    """Return the form that says when a resident is expected to leave."""
    stay = case.head.stay
    if stay is None:
        return None
    return FormSpec(
        ExpectLeave,
        _("Set the expected exit date"),
        _("The day is shown on the resident's bed."),
        (FieldSpec("leaves_on", _("Expected exit date"), start=stay.leaves_on),),
        known={"stay": stay.id, "version": stay.version},
        changed=stay.changed,
        note=_(
            "This does not end the stay: record the exit when the resident leaves. Leave it "
            "empty if the day is not known."
        ),
        undo=lambda _act, before: ExpectLeave(stay=stay.id, leaves_on=before),
    )


def end(case: Case, household: tuple[Member, ...]) -> FormSpec | None:
    """Return the form of an exit; it names who of the household is in the house too."""
    stay = case.head.stay
    if stay is None:
        return None
    note = _("The bed, the reservations and the upcoming sessions end with the stay.")
    if household:
        codes = ", ".join(aged(one.code, one.age) for one in household)
        asked = _(
            "Also in the shelter from the same household: {codes}. You will be asked about each "
            "of them afterwards."
        )
        note = f"{note} {asked.format(codes=codes)}"
    form = _exit(_("Record the exit"), note, {"stay": stay.id, "version": stay.version})
    return replace(form, then=lambda act: tuple(end_of(member, act) for member in household))


def end_of(member: Member, before: EndStay) -> FormSpec:
    """Return the form that asks whether somebody of the household left too, as ``before`` said of who did."""
    return _exit(
        _("Has {who} left too?").format(who=aged(member.code, member.age)),
        _("Press “Cancel” for anyone who is staying: you are then asked about the next household member."),
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
            FieldSpec("at", _("Left the shelter"), start=at, law=("exit_sheet", "retention")),
            FieldSpec("reason", _("Reason"), codes="exit_reason", start=reason),
            FieldSpec(
                "destination",
                _("Destination"),
                codes="exit_destination",
                start=destination,
                law=("follow_up",),
                unknown=True,
                answered="" if before is None else before.unanswered.get("destination", ""),
            ),
            FieldSpec("note", _("Remarks"), long=True),
        ),
        known=known,
        note=note,
        undo=lambda _act, _result: UndoExit(stay=str(known["stay"])),
    )
