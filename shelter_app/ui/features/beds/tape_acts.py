"""Which acts a cell or a drag of the chart offers, each with the sentence that tells it before it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from shelter_app.domain import placement
from shelter_app.domain import tape as rules
from shelter_app.domain.clock import local_day, local_moment
from shelter_app.domain.codes import label
from shelter_app.domain.reservations import HoldPeriod, hold_period
from shelter_app.i18n import _, day
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
from shelter_app.ui.tape import words
from shelter_app.ui.tape.chart import TapeChart
from shelter_app.ui.widgets.confirmation_bar import Doing

WEEK = timedelta(days=7)
Start = Callable[[], tuple[Doing, ...]]


def of(
    proposal: rules.Proposal,
    bar: Bar | None,
    room: RoomRows,
    bed: BedRow,
    now: datetime,
    waits: tuple[WaitingRequest, ...] = (),
) -> tuple[Doing, ...]:
    """Return the acts behind a drag that has been let go: over empty nights one for each who waits for a bed."""
    if proposal.doing == rules.RESERVE and proposal.end is not None:
        nights = hold_period(proposal.first, proposal.end, now)
        named = (_for(one, nights, room, bed, now) for one in waits if one.shelter == room.shelter)
        return (_reserve(proposal, bar, room, bed, nights), *named)
    doing = _on_what_lies(proposal, bar, room, bed, now)
    return () if doing is None else (doing,)


def _on_what_lies(
    proposal: rules.Proposal, bar: Bar | None, room: RoomRows, bed: BedRow, now: datetime
) -> Doing | None:

    def sentence() -> str:
        return words.proposed(proposal, bar, bed, room)

    if proposal.doing == rules.MOVE and bar is not None:
        return Doing(
            sentence,
            lambda why: MoveToBed(stay=bar.stay_id, bed=bed.bed_id, at=now, override=why or None),
            undo=lambda made: UndoMove(period=made),
        )
    if bar is not None and bar.kind == RESERVATION and proposal.end is not None:
        return _hold_otherwise(proposal, bar, bed, sentence)
    if bar is not None and bar.kind == OUTAGE and proposal.end is not None:
        until, before = local_moment(proposal.end), bar.until
        return Doing(
            sentence,
            lambda _why: ChangeOutage(outage=bar.id, until=until, version=bar.version),
            undo=lambda _result: ChangeOutage(outage=bar.id, until=before),
        )
    return None


def _reserve(
    proposal: rules.Proposal, bar: Bar | None, room: RoomRows, bed: BedRow, hold_period: HoldPeriod
) -> Doing:
    return Doing(
        lambda: words.proposed(proposal, bar, bed, room),
        lambda why: ReserveBed(
            bed=bed.bed_id,
            from_at=hold_period.since,
            to_at=hold_period.until,
            lapses_at=hold_period.lapses,
            reason=why,
        ),
        needs_reason=True,
        undo=lambda made: CancelReservation(reservation=made),
        name=lambda: _("nobody named yet"),
    )


def _for(one: WaitingRequest, hold_period: HoldPeriod, room: RoomRows, bed: BedRow, now: datetime) -> Doing:
    """Return what gives a free stretch to somebody who waits: a bed from now on, or one held for a request."""
    where = partial(_where, room, bed)
    if one.referral_id:
        return Doing(
            lambda: _("Hold {where} for {whom}, from {first} to {last}.").format(
                where=where(), whom=_waiting(one), first=day(hold_period.first), last=day(hold_period.end)
            ),
            lambda _why: ReserveBed(
                bed=bed.bed_id,
                from_at=hold_period.since,
                to_at=hold_period.until,
                lapses_at=hold_period.lapses,
                referral=one.referral_id,
            ),
            undo=lambda made: CancelReservation(reservation=made),
            name=lambda: _waiting(one),
        )
    objection = rules.objection(bed, hold_period.today, None)
    if hold_period.first > hold_period.today:
        return Doing(
            lambda: _("{whom} is in the house already: begin with tonight to give them this bed.").format(
                whom=one.words
            ),
            None,
            name=lambda: one.words,
        )
    if objection is not None:
        return Doing(
            lambda: placement.Reason(objection, overridable=False).sentence, None, name=lambda: one.words
        )
    return Doing(
        lambda: _("Give {where} to {whom} from now on.").format(where=where(), whom=one.words),
        lambda why: PlaceInBed(stay=one.stay_id, bed=bed.bed_id, since=now, override=why or None),
        undo=lambda made: UndoPlacing(period=made),
        name=lambda: one.words,
    )


def _waiting(one: WaitingRequest) -> str:
    return _("the request: {source}, {urgency}").format(
        source=label("referral_source", one.words), urgency=label("urgency", one.urgency)
    )


def _where(room: RoomRows, bed: BedRow) -> str:
    return _("{room}, bed {bed}").format(room=words.of_room(room), bed=bed.label)


def _hold_otherwise(
    proposal: rules.Proposal, bar: Bar, bed: BedRow, sentence: Callable[[], str]
) -> Doing | None:
    """Hold another bed, or for longer or shorter; the hour at which it lapses stays as it was."""
    if bar.lapses is None or bar.until is None:
        return None
    lapses, before, hold_period = bar.lapses, bar.until, proposal
    until = (
        before
        if hold_period.doing == rules.REBOOK or hold_period.end is None
        else local_moment(hold_period.end)
    )
    change = partial(ChangeReservation, reservation=bar.id, from_at=bar.since)
    return Doing(
        sentence,
        lambda _why: change(to_at=until, lapses_at=min(lapses, until), bed=bed.bed_id, version=bar.version),
        undo=lambda _made: change(to_at=before, lapses_at=lapses, bed=bar.bed_id),
    )


def at(
    chart: TapeChart, room: RoomRows, bed: BedRow, when: date, now: datetime
) -> Iterator[tuple[str, Start]]:
    """Go through what can be done at a cell: its words, and what begins it."""
    bar = rules.lying_on(bed.bars, when)
    if bar is None:
        if when >= local_day(now) and rules.is_free(bed, when, when + timedelta(days=1)):
            here = tuple(one for one in _who_waits(chart) if one.shelter == room.shelter)
            if here:
                yield _("Give to somebody who waits…"), lambda: to_who_waits(here, room, bed, when, now)
            yield _("Reserve: choose the last night with the arrows, then Enter"), _draw(chart)
            yield (
                _("Take out of service from this night on…"),
                lambda: (out_of_service(room, bed, when, now),),
            )
        return
    assert isinstance(bar, Bar)
    if bar.kind == STAY and bar.end is None:
        yield _("Move to another bed: choose it with the arrows, then Enter"), _begin(chart.carry)
    elif bar.kind == RESERVATION:
        yield _("Hold another bed: choose it with the arrows, then Enter"), _begin(chart.carry)
        yield _("Change the last day: choose it with the arrows, then Enter"), _begin(chart.stretch)
        yield _("Let the reservation go"), lambda: (let_go(room, bed, bar),)
    elif bar.kind == OUTAGE:
        yield _("Change the last day: choose it with the arrows, then Enter"), _begin(chart.stretch)
        if bar.start <= local_day(now) and bar.since < now:
            yield _("Give the bed back to use now"), lambda: (give_back(room, bed, bar, now),)


def to_who_waits(
    waits: tuple[WaitingRequest, ...], room: RoomRows, bed: BedRow, when: date, now: datetime
) -> tuple[Doing, ...]:
    """Return what gives the free nights from one on, a week at most, to each who waits."""
    free = rules.free_until(bed, when)
    nights = hold_period(when, when + WEEK if free is None else min(free, when + WEEK), now)
    return tuple(_for(one, nights, room, bed, now) for one in waits)


def _who_waits(chart: TapeChart) -> tuple[WaitingRequest, ...]:
    return chart.cells.tape.waits if chart.cells.tape is not None else ()


def out_of_service(room: RoomRows, bed: BedRow, when: date, now: datetime) -> Doing:
    """Return the act that takes a bed out of service from a night on."""
    since = now if when == local_day(now) else local_moment(when)

    def sentence() -> str:
        return _("Take {room}, bed {bed}, out of service from {day} until it is given back.").format(
            room=words.of_room(room), bed=bed.label, day=day(when)
        )

    return Doing(
        sentence,
        lambda why: TakeBedOutOfUse(bed=bed.bed_id, since=since, reason=why),
        needs_reason=True,
        undo=lambda made: UndoOutage(outage=made),
    )


def give_back(room: RoomRows, bed: BedRow, bar: Bar, now: datetime) -> Doing:
    """Return the act that gives a bed back to use."""

    def sentence() -> str:
        return _("Give {room}, bed {bed}, back to use now.").format(room=words.of_room(room), bed=bed.label)

    return Doing(
        sentence,
        lambda _why: ReturnBedToUse(outage=bar.id, at=now, version=bar.version),
        undo=lambda _result: ChangeOutage(outage=bar.id, until=bar.until),
    )


def let_go(room: RoomRows, bed: BedRow, bar: Bar) -> Doing:
    """Return the act that cancels a reservation."""

    def sentence() -> str:
        return _("Let the reservation of {room}, bed {bed}, go: the bed is free again.").format(
            room=words.of_room(room), bed=bed.label
        )

    return Doing(
        sentence,
        lambda _why: CancelReservation(reservation=bar.id, version=bar.version),
        undo=lambda _result: UndoCancel(reservation=bar.id),
    )


def _draw(chart: TapeChart) -> Start:
    def start() -> tuple[Doing, ...]:
        chart.draw_from()
        return ()

    return start


def _begin(take_up: Callable[[], bool]) -> Start:
    def start() -> tuple[Doing, ...]:
        take_up()
        return ()

    return start
