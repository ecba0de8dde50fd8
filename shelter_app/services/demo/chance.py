"""Chance with a seed: the same seed gives the same fictional people, down to their ids."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from shelter_app.domain.clock import local_moment
from shelter_app.domain.codes import read

T = TypeVar("T")


@lru_cache
def weights(name: str) -> Mapping[str, float]:
    """Return the weights of ``demo_data.yaml`` under ``name``, without their source."""
    found = {
        str(key): float(value)
        for key, value in read("demo_data")["weights"][name].items()
        if isinstance(value, int | float)
    }
    return found


@lru_cache
def texts() -> Any:
    """Return the words of the fictional store."""
    return read("demo_texts")


@lru_cache(maxsize=8192)
def noon(day: date) -> datetime:
    """Return local noon of a day, in UTC."""
    return local_moment(day)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of the house's day; between 5 and 23 o'clock no clock change lies in between."""
    return noon(day) + timedelta(hours=hour - 12, minutes=minute)


class Chance(random.Random):
    """A seeded source of choices, durations and ids; ``born`` is the moment that its ids begin with."""

    def __init__(self, seed: str, born: datetime | None = None) -> None:
        super().__init__(seed)
        self._born = 0 if born is None else int(born.timestamp() * 1000)
        self._ids = 0

    def pick(self, weighted: Mapping[str, float]) -> str:
        """Return a key with the probability of its weight."""
        return self.choices(list(weighted), list(weighted.values()))[0]

    def happens(self, probability: float) -> bool:
        """Say whether something of this probability happens."""
        return self.random() < probability

    def one(self, choices: Sequence[T]) -> T:
        """Return one of several, all alike."""
        return choices[int(self.random() * len(choices))]

    def days_until(self, mean: float) -> int:
        """Return a waiting time in whole days, zero or more, of this mean."""
        return int(self.expovariate(1 / mean)) if mean > 0 else 0

    def length(self, median: float, p10: float, p90: float, cap: int) -> int:
        """Return a length of stay: lognormal on both sides of the median, at least a day, capped."""
        z = self.gauss(0, 1)
        spread = math.log(p90 / median) if z > 0 else math.log(median / p10)
        return max(1, min(cap, round(median * math.exp(z * spread / 1.2816))))

    def new_id(self) -> str:
        """Return an id in the form of UUIDv7 that comes from the seed; later ones sort after earlier ones.

        Ids in the order of writing keep large stores quick: neighbours in a table are neighbours on the disk.
        """
        self._ids += 1
        bits = self.getrandbits(62)
        digits = f"{self._born + (self._ids >> 12):012x}7{self._ids & 0xFFF:03x}{8 << 60 | bits:016x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

    def moment_on(self, day: date, first_hour: int = 9, last_hour: int = 17) -> datetime:
        """Return a moment of a working day."""
        return at(day, self.randrange(first_hour, last_hour), 5 * self.randrange(12))
