"""Which acts a cell or a drag of the tape chart offers, each with the sentence that says it before it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from shelter_app.domain import placement
from shelter_app.domain import tape as rules
from shelter_app.domain.clock import local_day, local_moment
from shelter_app.domain.codes import label
from shelter_app.domain.reservations import HoldPeriod, hold_period
from shelter_app.i18n import _, day
from shelter_app.services.acting import Act
from shelter_app.services.beds.outages import ChangeOutage, UndoOutage
from shelter_app.services.beds.reservations import (
    CancelReservation,
    ChangeReservation,
    ReserveBed,
    UndoCancel,
)
from shelter_app.services.beds.tape import OUTAGE, RESERVATION, STAY, Bar, BedRow, RoomRows, WaitingRequest
from shelter_app.services.house.acts import ReturnBedToUse, TakeBedOutOfUse
from shelter_app.services.stays.acts import MoveToBed, PlaceInBed, UndoMove, UndoPlacing
from shelter_app.ui.forms.offered_act import OfferedAct
from shelter_app.ui.tape import chart_texts
from shelter_app.ui.tape.chart import TapeChart

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class CellEntry:
    """A line in the menu of a cell: acts of which one is asked about, or ``begin``, which starts a drag by keyboard."""

    title: str
    acts: tuple[OfferedAct, ...] = ()
    begin: Callable[[], object] | None = None


def acts_of_drag(
    proposal: rules.Proposal,
    bar: Bar | None,
    room: RoomRows,
    bed: BedRow,
    now: datetime,
    waits: tuple[WaitingRequest, ...] = (),
) -> tuple[OfferedAct, ...]:
    """Return the acts behind a drag that has been let go: over empty nights one for each who waits for a bed."""
    question = chart_texts.proposal_text(proposal, bar, bed, room)
    if proposal.action == rules.RESERVE and proposal.end is not None:
        nights = hold_period(proposal.first, proposal.end, now)
        named = (_give_to(one, nights, room, bed, now) for one in waits if one.shelter == room.shelter)
        return (_reserve(question, bed, nights), *named)
    if bar is None:
        return ()
    if proposal.action == rules.MOVE:
        return (
            _with_question(
                question,
                MoveToBed,
                {"stay": bar.stay_id, "bed": bed.bed_id, "at": now},
                bed=bed,
                undo=lambda made: UndoMove(period=made),
                reason="override",
            ),
        )
    if proposal.end is None:
        return ()
    if bar.kind == RESERVATION:
        return _hold_otherwise(question, proposal, bar, bed)
    if bar.kind == OUTAGE:
        return (
            _with_question(
                question,
                ChangeOutage,
                {"outage": bar.id, "until": local_moment(proposal.end), "version": bar.version},
                bed=bed,
                undo=lambda _result: ChangeOutage(outage=bar.id, until=bar.until),
            ),
        )
    return ()


def entries_at(
    chart: TapeChart, room: RoomRows, bed: BedRow, when: date, now: datetime
) -> Iterator[CellEntry]:
    """Go through what can be done at a cell, a bed in a night."""
    bar = rules.bar_on(bed.bars, when)
    if bar is None:
        if when >= local_day(now) and rules.is_free(bed, when, when + timedelta(days=1)):
            waits = chart.cells.tape.waits if chart.cells.tape is not None else ()
            here = tuple(one for one in waits if one.shelter == room.shelter)
            if here:
                yield CellEntry(
                    _("Assign to somebody waiting…"), acts_for_waiting(here, room, bed, when, now)
                )
            yield CellEntry(
                _("Reserve: choose the last night with the arrows, then Enter"), begin=chart.draw_from
            )
            yield CellEntry(
                _("Take out of service from this night on…"), (out_of_service(room, bed, when, now),)
            )
        return
    assert isinstance(bar, Bar)
    if bar.kind == STAY and bar.end is None and bar.resident_id:
        yield CellEntry(_("Move to another bed: choose it with the arrows, then Enter"), begin=chart.carry)
    elif bar.kind == RESERVATION:
        yield CellEntry(_("Reserve another bed: choose it with the arrows, then Enter"), begin=chart.carry)
        yield CellEntry(_("Change the last day: choose it with the arrows, then Enter"), begin=chart.stretch)
        yield CellEntry(_("Cancel the reservation"), (let_go(room, bed, bar),))
    elif bar.kind == OUTAGE:
        yield CellEntry(_("Change the last day: choose it with the arrows, then Enter"), begin=chart.stretch)
        if bar.start <= local_day(now) and bar.since < now:
            yield CellEntry(_("Return the bed to service now"), (give_back(room, bed, bar, now),))


def acts_for_waiting(
    waits: tuple[WaitingRequest, ...], room: RoomRows, bed: BedRow, when: date, now: datetime
) -> tuple[OfferedAct, ...]:
    """Return what gives the free nights from one on, a week at most, to each who waits."""
    free = rules.free_until(bed, when)
    nights = hold_period(when, when + WEEK if free is None else min(free, when + WEEK), now)
    return tuple(_give_to(one, nights, room, bed, now) for one in waits)


def out_of_service(room: RoomRows, bed: BedRow, when: date, now: datetime) -> OfferedAct:
    """Return the act that takes a bed out of service from a night on."""
    return _with_question(
        _("Take {room}, bed {bed}, out of service from {day} until further notice.").format(
            room=chart_texts.room_name(room), bed=bed.label, day=day(when)
        ),
        TakeBedOutOfUse,
        {"bed": bed.bed_id, "since": now if when == local_day(now) else local_moment(when)},
        bed=bed,
        undo=lambda made: UndoOutage(outage=made),
        reason="reason",
        needs_reason=True,
    )


def give_back(room: RoomRows, bed: BedRow, bar: Bar, now: datetime) -> OfferedAct:
    """Return the act that gives a bed back to use."""
    return _with_question(
        _("Return {room}, bed {bed}, to service now.").format(
            room=chart_texts.room_name(room), bed=bed.label
        ),
        ReturnBedToUse,
        {"outage": bar.id, "at": now, "version": bar.version},
        bed=bed,
        undo=lambda _result: ChangeOutage(outage=bar.id, until=bar.until),
    )


def let_go(room: RoomRows, bed: BedRow, bar: Bar) -> OfferedAct:
    """Return the act that cancels a reservation."""
    return _with_question(
        _("Cancel the reservation of {room}, bed {bed}: the bed is free again.").format(
            room=chart_texts.room_name(room), bed=bed.label
        ),
        CancelReservation,
        {"reservation": bar.id, "version": bar.version},
        bed=bed,
        undo=lambda _result: UndoCancel(reservation=bar.id),
    )


def _with_question(
    question: str,
    kind: type[Act[Any]],
    values: Mapping[str, Any],
    *,
    undo: Callable[[Any], Act[Any]],
    title: str = "",
    reason: str = "",
    needs_reason: bool = False,
    bed: BedRow,
) -> OfferedAct:
    """Return an act on a bed that is asked about with ``question``, which is also said once it is done."""
    done = _("Recorded: {what}").format(what=question)
    return OfferedAct(title, kind, values, done, undo, question, reason, needs_reason, subject=bed.label)


def _reserve(question: str, bed: BedRow, nights: HoldPeriod) -> OfferedAct:
    return _with_question(
        question,
        ReserveBed,
        _hold_values(bed, nights),
        bed=bed,
        undo=lambda made: CancelReservation(reservation=made),
        title=_("nobody named yet"),
        reason="reason",
        needs_reason=True,
    )


def _hold_values(bed: BedRow, nights: HoldPeriod) -> dict[str, Any]:
    return {
        "bed": bed.bed_id,
        "from_at": nights.since,
        "to_at": nights.until,
        "lapses_at": nights.lapses,
    }


def _give_to(
    one: WaitingRequest, nights: HoldPeriod, room: RoomRows, bed: BedRow, now: datetime
) -> OfferedAct:
    """Return what gives a free stretch to somebody who waits: a bed from now on, or one held for a request."""
    where = _("{room}, bed {bed}").format(room=chart_texts.room_name(room), bed=bed.label)
    if one.referral_id:
        whom = _("the request: {source}, {urgency}").format(
            source=label("referral_source", one.words), urgency=label("urgency", one.urgency)
        )
        return _with_question(
            _("Reserve {where} for {whom}, from {first} to {last}.").format(
                where=where, whom=whom, first=day(nights.first), last=day(nights.end)
            ),
            ReserveBed,
            {**_hold_values(bed, nights), "referral": one.referral_id},
            bed=bed,
            undo=lambda made: CancelReservation(reservation=made),
            title=whom,
        )
    objection = rules.objection(bed, nights.today, None)
    why_not = ""
    if nights.first > nights.today:
        why_not = _("{whom} is already in the shelter: start from tonight to assign this bed.").format(
            whom=one.words
        )
    elif objection is not None:
        why_not = placement.Reason(objection, overridable=False).sentence
    if why_not:
        return OfferedAct(one.words, PlaceInBed, why_not=why_not)
    return _with_question(
        _("Assign {where} to {whom} from now on.").format(where=where, whom=one.words),
        PlaceInBed,
        {"stay": one.stay_id, "bed": bed.bed_id, "since": now},
        bed=bed,
        undo=lambda made: UndoPlacing(period=made),
        title=one.words,
        reason="override",
    )


def _hold_otherwise(question: str, proposal: rules.Proposal, bar: Bar, bed: BedRow) -> tuple[OfferedAct, ...]:
    """Hold another bed, or for longer or shorter; the hour at which it lapses stays as it was."""
    lapses, before = bar.lapses, bar.until
    if lapses is None or before is None or proposal.end is None:
        return ()
    until = before if proposal.action == rules.REBOOK else local_moment(proposal.end)
    known = {"reservation": bar.id, "from_at": bar.since}
    changed = {"to_at": until, "lapses_at": min(lapses, until), "bed": bed.bed_id, "version": bar.version}
    return (
        _with_question(
            question,
            ChangeReservation,
            {**known, **changed},
            bed=bed,
            undo=lambda _result: ChangeReservation(
                reservation=bar.id, from_at=bar.since, to_at=before, lapses_at=lapses, bed=bar.bed_id
            ),
        ),
    )
