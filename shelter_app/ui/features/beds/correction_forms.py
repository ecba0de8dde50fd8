"""Putting past days right: by role and with a reason; what was written before is kept."""

from __future__ import annotations

from shelter_app.domain.clock import LOCAL
from shelter_app.i18n import _, day
from shelter_app.services.beds.corrections import (
    AddPastBedPeriod,
    CorrectBedPeriod,
    CorrectStay,
    WithdrawBedPeriod,
)
from shelter_app.services.residents.head import BedLine, StayLine
from shelter_app.ui.features.beds.choices import all_beds
from shelter_app.ui.features.section import Case
from shelter_app.ui.forms.spec import Choices, FieldSpec, FormSpec


def _reason() -> FieldSpec:
    return FieldSpec("reason", _("Reason for the correction"))


def _taken_back() -> str:
    return _("undone at once")


def _note() -> str:
    return _("The earlier entry is kept, with your name and the reason.")


def _newest(case: Case) -> StayLine | None:
    return case.head.stays[0] if case.head.stays else None


def _periods(stay: StayLine) -> tuple[Choices, BedLine | None]:
    choices = tuple(
        (
            one.id,
            _("{bed}, {first} to {last}").format(
                bed=one.room_bed,
                first=day(one.from_at.astimezone(LOCAL).date(), "medium"),
                last=day(one.to_at.astimezone(LOCAL).date(), "medium") if one.to_at else _("now"),
            ),
        )
        for one in reversed(stay.beds)
    )
    return choices, stay.beds[-1] if stay.beds else None


def stay(case: Case) -> FormSpec | None:
    """Return the form that puts right when the newest stay began or ended."""
    newest = _newest(case)
    if newest is None:
        return None
    asks = [FieldSpec("admitted_at", _("Admitted"), start=newest.admitted_at)]
    if newest.ended_at is not None:
        asks.append(FieldSpec("ended_at", _("Left the shelter"), start=newest.ended_at))
    return FormSpec(
        CorrectStay,
        _("Correct the stay"),
        _("The stay was corrected."),
        (*asks, _reason()),
        known={"stay": newest.id, "version": newest.version},
        undo=lambda _act, _result: CorrectStay(
            stay=newest.id,
            admitted_at=newest.admitted_at,
            ended_at=newest.ended_at,
            reason=_taken_back(),
        ),
        changed=newest.changed,
        note=_note(),
        compose=lambda typed: {"ended_at": None, **typed},
    )


def bed_period(case: Case) -> FormSpec | None:
    """Return the form that puts right which bed was had last, and from when to when."""
    newest = _newest(case)
    last = _periods(newest)[1] if newest is not None else None
    return None if last is None else of_period(case, last, _("Correct the last bed period"))


def of_period(case: Case, period: BedLine, title: str) -> FormSpec:
    """Return the form that puts right which bed was had for a while, and from when to when."""
    asks = [
        FieldSpec("bed", _("Bed"), asked=all_beds(case.actor, case.shelter), start=period.bed_id),
        FieldSpec("from_at", _("From"), start=period.from_at),
    ]
    if period.to_at is not None:
        asks.append(FieldSpec("to_at", _("Until"), start=period.to_at))
    return FormSpec(
        CorrectBedPeriod,
        title,
        _("The bed period was corrected."),
        (*asks, _reason()),
        known={"period": period.id, "version": period.version},
        undo=lambda act, _result: CorrectBedPeriod(
            period=period.id,
            version=act.version + 1,
            bed=period.bed_id,
            from_at=period.from_at,
            to_at=period.to_at,
            reason=_taken_back(),
        ),
        note=_note(),
        compose=lambda typed: {"to_at": None, **typed},
    )


def add_period(case: Case) -> FormSpec | None:
    """Return the form that enters later which bed was had."""
    newest = _newest(case)
    if newest is None:
        return None
    return FormSpec(
        AddPastBedPeriod,
        _("Add an earlier bed period"),
        _("The earlier bed period was added."),
        (
            FieldSpec("bed", _("Bed"), asked=all_beds(case.actor, case.shelter)),
            FieldSpec("from_at", _("From"), start=newest.admitted_at),
            FieldSpec("to_at", _("Until")),
            _reason(),
        ),
        known={"stay": newest.id},
        undo=lambda _act, made: WithdrawBedPeriod(period=made, version=1, reason=_taken_back()),
        note=_note(),
    )


def withdraw(case: Case) -> FormSpec | None:
    """Return the form that takes a bed back that was entered by mistake."""
    newest = _newest(case)
    choices = _periods(newest)[0] if newest is not None else ()
    if newest is None or not choices:
        return None
    versions = {one.id: one.version for one in newest.beds}
    return FormSpec(
        WithdrawBedPeriod,
        _("Withdraw a bed period entered by mistake"),
        _("The bed period was withdrawn."),
        (FieldSpec("period", _("Bed"), choices=choices, start=choices[0][0]), _reason()),
        final=_("A withdrawn bed period can be entered again if it was right after all."),
        note=_note(),
        compose=lambda typed: {**typed, "version": versions[typed["period"]]},
    )
