"""Beds and stays as plain lists: what should be true, said as simply as it can be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from shelter_app.domain.clock import local_day


@dataclass
class Span:
    """Something from a moment to another; ``to`` None is open."""

    since: datetime
    to: datetime | None

    def meets(self, since: datetime, to: datetime | None) -> bool:
        return (to is None or self.since < to) and (self.to is None or since < self.to)


@dataclass
class Period(Span):
    """A bed held by a stay."""

    id: str
    bed: str
    stay: str


@dataclass
class Outage(Span):
    """A bed out of service."""

    id: str
    bed: str


@dataclass
class Held(Span):
    """A bed reserved until its hour."""

    id: str
    bed: str
    lapses: datetime


@dataclass
class Stayed(Span):
    """Somebody in the house."""

    id: str
    who: str


@dataclass
class Plain:
    """A house as lists."""

    now: datetime
    in_use_from: date
    beds: dict[str, date | None] = field(default_factory=dict)
    stays: list[Stayed] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    outages: list[Outage] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    def stay(self, stay_id: str) -> Stayed:
        return next(s for s in self.stays if s.id == stay_id)

    def open_period(self, stay_id: str) -> Period | None:
        """Return the bed that a stay has now: without an end, or until a time to come."""
        return next((p for p in self.periods if p.stay == stay_id and _after(p.to, self.now)), None)

    def last_bed_at(self, stay_id: str, at: datetime) -> Period | None:
        """Return the bed that a stay had at a moment, where it had none after it."""
        found = [p for p in self.periods if p.stay == stay_id and _after(p.to, at)]
        return found[0] if len(found) == 1 and found[0].since < at else None

    def of_person(self, who: str) -> list[Period]:
        mine = {s.id for s in self.stays if s.who == who}
        return [p for p in self.periods if p.stay in mine]

    def may_stay(self, who: str, since: datetime, to: datetime | None, but: str = "") -> bool:
        """Say whether somebody may have a stay then: only one at a time, one of no length is none."""
        if to == since:
            return True
        return not any(
            s.who == who and s.id != but and s.to != s.since and s.meets(since, to) for s in self.stays
        )

    def usable(self, bed: str, since: datetime, to: datetime | None) -> bool:
        """Say whether a bed is in use, in service and not reserved in that time."""
        retired = self.beds[bed]
        last_ok = retired is None or (to is not None and local_day(to) <= retired)
        return (
            local_day(since) >= self.in_use_from
            and last_ok
            and not any(o.bed == bed and o.meets(since, to) for o in self.outages)
            and not any(h.bed == bed and h.meets(since, to) for h in self.held)
        )

    def may_sleep(
        self, who: str, stay: Span, bed: str, since: datetime, to: datetime | None, but: str = ""
    ) -> bool:
        """Say whether a stay may have a bed then: inside the stay, bed free and usable, no other bed of hers."""
        inside = since >= stay.since and (stay.to is None or (to is not None and to <= stay.to))
        free = not any(p.bed == bed and p.id != but and p.meets(since, to) for p in self.periods)
        hers = any(p.id != but and p.meets(since, to) for p in self.of_person(who))
        return inside and free and not hers and self.usable(bed, since, to)

    def may_go_out(self, bed: str, since: datetime, to: datetime | None, but: str = "") -> bool:
        """Say whether a bed may be out of service then: nobody sleeps there, it is not out already."""
        return not (
            any(p.bed == bed and p.meets(since, to) for p in self.periods)
            or any(o.bed == bed and o.id != but and o.meets(since, to) for o in self.outages)
            or any(h.bed == bed and h.meets(since, to) for h in self.held)
        )

    def may_be_held(self, bed: str, since: datetime, to: datetime, but: str = "") -> bool:
        """Say whether a bed may be reserved then."""
        others = any(h.bed == bed and h.id != but and h.meets(since, to) for h in self.held)
        rest = [h for h in self.held if h.id == but]
        self.held = [h for h in self.held if h.id != but]
        usable = self.usable(bed, since, to)
        self.held += rest
        taken = any(p.bed == bed and p.meets(since, to) for p in self.periods)
        return usable and not taken and not others

    def may_retire(self, bed: str, day: date) -> bool:
        """Say whether a bed may be retired from a day on: nobody has it that night or later."""
        used = any(p.bed == bed and (p.to is None or local_day(p.to) > day) for p in self.periods) or any(
            h.bed == bed and local_day(h.to or h.since) > day for h in self.held
        )
        return day >= self.in_use_from and not used

    def lapse(self) -> None:
        """Let go of what is no longer held."""
        self.held = [h for h in self.held if h.lapses > self.now]

    def nights(self, first: date, last: date) -> dict[date, int]:
        """Count who slept in the house on each night that is over."""
        found = {}
        day = first
        while day <= last and day < local_day(self.now):
            found[day] = sum(
                local_day(s.since) <= day and (s.to is None or day < local_day(s.to)) for s in self.stays
            )
            day += timedelta(days=1)
        return found

    def in_beds(self, at: datetime) -> set[tuple[str, str | None]]:
        """Return who was in the house at a moment, and in which bed."""
        return {
            (
                s.who,
                next(
                    (p.bed for p in self.periods if p.stay == s.id and p.since <= at and _after(p.to, at)),
                    None,
                ),
            )
            for s in self.stays
            if s.since <= at and _after(s.to, at)
        }


def _after(moment: datetime | None, at: datetime) -> bool:
    return moment is None or moment > at
