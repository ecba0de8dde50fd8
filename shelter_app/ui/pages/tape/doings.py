"""Which acts a cell or a drag of the chart offers, each with the sentence that tells it before it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from shelter_app.domain import tape as rules
from shelter_app.domain.clock import local_day, local_moment
from shelter_app.i18n import _, day
from shelter_app.services.beds.across import ChangeOutage
from shelter_app.services.beds.holding import CancelReservation, ChangeReservation, ReserveBed
from shelter_app.services.beds.tape import OUTAGE, RESERVATION, STAY, Bar, BedRow, RoomRows
from shelter_app.services.house.acts import ReturnBedToUse, TakeBedOutOfUse
from shelter_app.services.stays.acts import MoveToBed
from shelter_app.ui.tape import words
from shelter_app.ui.tape.chart import TapeChart
from shelter_app.ui.tape.hand import Doing

LAPSES_AT = 20
Start = Callable[[], Doing | None]


def of(proposal: rules.Proposal, bar: Bar | None, room: RoomRows, bed: BedRow, now: datetime) -> Doing | None:
    """Return the act behind a drag that has been let go; None where there is none."""

    def sentence() -> str:
        return words.proposed(proposal, bar, bed, room)

    if proposal.doing == rules.MOVE and bar is not None:
        return Doing(
            sentence,
            lambda _why: MoveToBed(stay=bar.stay_id, bed=bed.bed_id, at=now),
        )
    if proposal.doing == rules.RESERVE and proposal.end is not None:
        return _reserve(proposal, bed, sentence, now)
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


def _reserve(proposal: rules.Proposal, bed: BedRow, sentence: Callable[[], str], now: datetime) -> Doing:
    """Hold the bed from now or from noon of a later day; it lapses at eight in the evening of the first day."""
    assert proposal.end is not None
    since = now if proposal.first == local_day(now) else local_moment(proposal.first)
    until = local_moment(proposal.end)
    evening = local_moment(proposal.first, LAPSES_AT)
    lapses = evening if evening > since else min(until, since + timedelta(hours=2))
    return Doing(
        sentence,
        lambda why: ReserveBed(bed=bed.bed_id, from_at=since, to_at=until, lapses_at=lapses, reason=why),
        needs_reason=True,
        undo=lambda made: CancelReservation(reservation=made),
    )


def _hold_otherwise(
    proposal: rules.Proposal, bar: Bar, bed: BedRow, sentence: Callable[[], str]
) -> Doing | None:
    """Hold another bed, or for longer or shorter; the hour at which it lapses stays as it was."""
    if bar.lapses is None or bar.until is None:
        return None
    lapses, before, held = bar.lapses, bar.until, proposal
    until = before if held.doing == rules.REBOOK or held.end is None else local_moment(held.end)
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
            yield _("Reserve: choose the last night with the arrows, then Enter"), _draw(chart)
            yield _("Take out of service from this night on…"), lambda: out_of_service(room, bed, when, now)
        return
    assert isinstance(bar, Bar)
    if bar.kind == STAY and bar.end is None:
        yield _("Move to another bed: choose it with the arrows, then Enter"), _begin(chart.carry)
    elif bar.kind == RESERVATION:
        yield _("Hold another bed: choose it with the arrows, then Enter"), _begin(chart.carry)
        yield _("Change the last day: choose it with the arrows, then Enter"), _begin(chart.stretch)
        yield _("Let the reservation go"), lambda: let_go(room, bed, bar)
    elif bar.kind == OUTAGE:
        yield _("Change the last day: choose it with the arrows, then Enter"), _begin(chart.stretch)
        if bar.start <= local_day(now) and bar.since < now:
            yield _("Give the bed back to use now"), lambda: give_back(room, bed, bar, now)


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
    )


def _draw(chart: TapeChart) -> Start:
    def start() -> None:
        chart.draw_from()

    return start


def _begin(take_up: Callable[[], bool]) -> Start:
    def start() -> None:
        take_up()

    return start
