"""What a figure is, and what may narrow it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

Amount = int | Decimal


@dataclass(frozen=True, slots=True)
class Filters:
    """What a figure is narrowed to, and the dimensions that it is split by."""

    shelter_id: str | None = None
    grant_id: str | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a figure counts: a person, a stay, a night's row, a session.

    ``on`` is the day at which its age is taken; ``facets`` are the dimensions that only the thing itself knows.
    """

    id: str
    resident_id: str | None
    on: date
    weight: int = 1
    facets: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator's value, the ids behind it, its split.

    ``value`` is None when nobody has entered what it counts, or when its base is nothing. ``by`` maps a dimension
    to its codes and their parts; percentages and means have counts there.
    """

    code: str
    value: Amount | None
    unit: str
    numerator: Amount | None = None
    denominator: Amount | None = None
    median: Amount | None = None
    ids: tuple[str, ...] = ()
    by: dict[str, dict[str, int]] = field(default_factory=dict)
    no_data: bool = False


def percent(numerator: int, denominator: int) -> Decimal | None:
    """Return ``numerator`` as a percentage of ``denominator`` to one decimal, or None of nothing."""
    return None if denominator == 0 else (Decimal(numerator) * 100 / denominator).quantize(Decimal("0.1"))


def mean(values: list[int]) -> Decimal | None:
    """Return the mean to one decimal, or None of nothing."""
    return None if not values else (Decimal(sum(values)) / len(values)).quantize(Decimal("0.1"))


def median(values: list[int]) -> Decimal | None:
    """Return the median to one decimal, or None of nothing."""
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    if len(values) % 2:
        return Decimal(ordered[middle]).quantize(Decimal("0.1"))
    return (Decimal(ordered[middle - 1] + ordered[middle]) / 2).quantize(Decimal("0.1"))
