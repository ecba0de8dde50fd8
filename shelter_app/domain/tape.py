"""What may be done by dragging on the tape chart: what lies on a bed at a day, and what a drag would do there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

STAY, OUTAGE, RESERVATION = "STAY", "OUTAGE", "RESERVATION"
MOVE, REBOOK, PROLONG, SHORTEN, RESERVE = "MOVE", "REBOOK", "PROLONG", "SHORTEN", "RESERVE"


class Bar(Protocol):
    """What lies on a bed in the nights ``[start, end)``; ``end`` None is open."""

    @property
    def kind(self) -> str:
        """What it is: a stay, an outage, a reservation."""

    @property
    def start(self) -> date:
        """Its first night."""

    @property
    def end(self) -> date | None:
        """The first night that is no longer its."""

    @property
    def id(self) -> str:
        """The record behind it."""


class BedInTime(Protocol):
    """A bed with what lies on it in the order of days."""

    @property
    def bed_id(self) -> str:
        """The bed."""

    @property
    def in_use_from(self) -> date:
        """The first day on which it may be slept in."""

    @property
    def retired_on(self) -> date | None:
        """The first day on which it no longer may."""

    @property
    def bars(self) -> Sequence[Bar]:
        """What lies on it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a drag would do, before it does it; ``objection`` says why it cannot be, None that it can."""

    action: str
    bed_id: str
    first: date
    end: date | None
    bar_id: str | None
    objection: str | None


def bar_on(bars: Sequence[Bar], day: date) -> Bar | None:
    """Return what lies on a bed in the night of ``day``: bars in the order of days do not overlap."""
    at = bisect_right(bars, day, key=lambda bar: bar.start)
    for bar in reversed(bars[max(0, at - 3) : at]):  # days on which somebody comes and goes have no night
        if bar.end is None or bar.end > day:
            return bar
    return None


def shown_end_of_absence(ended_on: date | None, expected_on: date | None, today: date) -> date:
    """Return the first night that an absence is no longer shown on: its end, else when the person is expected.

    Somebody who is late, or of whom no return is known, is shown as away for this night and not for those to come:
    nobody knows of them.
    """
    if ended_on is not None:
        return ended_on
    tonight_over = today + timedelta(days=1)
    return tonight_over if expected_on is None else max(expected_on, tonight_over)


def is_free(bed: BedInTime, first: date, end: date | None, but: str | None = None) -> bool:
    """Say whether nothing but the record ``but`` lies on the bed in the nights ``[first, end)``, and it is in use."""
    return objection(bed, first, end, but) is None


def objection(bed: BedInTime, first: date, end: date | None, but: str | None = None) -> str | None:
    """Return why the nights ``[first, end)`` cannot be had on the bed, as a code of the placement rules."""
    if first < bed.in_use_from or (bed.retired_on is not None and (end is None or end > bed.retired_on)):
        return "bed_not_in_use"
    codes = {STAY: "bed_taken", OUTAGE: "bed_out_of_service", RESERVATION: "bed_reserved"}
    for bar in bed.bars:
        if bar.id == but or bar.end == bar.start:
            continue
        if (end is None or bar.start < end) and (bar.end is None or first < bar.end):
            return codes[bar.kind]
    return None


def free_until(bed: BedInTime, day: date) -> date | None:
    """Return the first night after a free one that can no longer be had; None for a bed free from then on."""
    ends = [bar.start for bar in bed.bars if bar.start > day]
    return min(ends if bed.retired_on is None else [*ends, bed.retired_on], default=None)


def propose_move(bar: Bar, source: BedInTime, target: BedInTime, today: date) -> Proposal | None:
    """Return what carrying a bar to another bed would do; None for what cannot be carried.

    Somebody who is in the house moves now; a reservation goes with its days; what is over stays as it was.
    """
    if source.bed_id == target.bed_id:
        return None
    if bar.kind == STAY and bar.end is None:
        return Proposal(MOVE, target.bed_id, today, None, bar.id, objection(target, today, None))
    if bar.kind == RESERVATION:
        found = objection(target, bar.start, bar.end)
        return Proposal(REBOOK, target.bed_id, bar.start, bar.end, bar.id, found)
    return None


def propose_stretch(bar: Bar, bed: BedInTime, end: date) -> Proposal | None:
    """Return what dragging the end of a reservation or an outage to another day would do."""
    if bar.kind == STAY or end == bar.end or end <= bar.start:
        return None
    action = PROLONG if bar.end is not None and end > bar.end else SHORTEN
    return Proposal(action, bed.bed_id, bar.start, end, bar.id, objection(bed, bar.start, end, bar.id))


def drawn(bed: BedInTime, first: date, end: date, today: date) -> Proposal | None:
    """Return what drawing over empty nights would do: reserve the bed; nothing for nights that are over."""
    if end <= first or first < today:
        return None
    return Proposal(RESERVE, bed.bed_id, first, end, None, objection(bed, first, end))
