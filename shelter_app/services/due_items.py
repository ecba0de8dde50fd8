"""What is due: each feature says beside its own views what of it has a day, here it is collected.

A feature registers a ``DueOfResidents`` or a ``DueOfHouse`` where its views stand; nothing here knows a kind by its name.
Days that follow from a rule come from ``domain.deadlines``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from shelter_app import services
from shelter_app.reports.words import Words
from shelter_app.services.acting import ReadContext


def _no_rule(_about: str) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class DueKind:
    """A kind of thing with a day, as its feature declares it.

    Parameters
    ----------
    name
        What the kind is called, in capitals: ``GOAL``.
    words
        What is due in words, without the day, given the code that the thing is about.
    rank
        Of two kinds due for one resident on one day, the one with the lower rank is named first.
    rule
        Given the same code, the rule of ``deadlines.yaml`` that the day follows from; empty where a person chose the day.
    section, page
        Where it is dealt with: a section of the resident's page, or a page of the window.
    """

    name: str
    words: Callable[[str], Words]
    rank: int
    rule: Callable[[str], str] = _no_rule
    section: str = ""
    page: str = ""


@dataclass(frozen=True, kw_only=True)
class DueOfResidents(DueKind):
    """Something due for residents: ``rows`` selects id and code of those in the house whom a condition keeps.

    It joins what ``day`` and ``about`` (the day, and a code that says more) are columns of.
    """

    rows: Callable[[ColumnElement[bool]], Select[str, str]]
    day: InstrumentedAttribute[date | None]
    about: InstrumentedAttribute[str]


@dataclass(frozen=True, kw_only=True)
class DueOfHouse(DueKind):
    """Something due for the house: ``days`` returns each day with the code that says more, for this account."""

    days: Callable[[ReadContext], Iterable[tuple[date, str]]]


_REGISTERED: dict[str, DueKind] = {}


def register(kind: DueKind) -> None:
    """Let things of this kind be collected; raises ValueError for a name that is taken."""
    if kind.name in _REGISTERED:
        raise ValueError(f"{kind.name} is registered twice")
    _REGISTERED[kind.name] = kind


@cache
def kinds() -> Mapping[str, DueKind]:
    """Return every kind by name, in the order of their ranks; the views of all features are loaded for it."""
    for feature in iter_modules(services.__path__):
        views = f"{services.__name__}.{feature.name}.views"
        if feature.ispkg and find_spec(views) is not None:
            import_module(views)
    return MappingProxyType({kind.name: kind for kind in sorted(_REGISTERED.values(), key=lambda k: k.rank)})


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something with a day: what kind (the name of a ``DueKind``), whose, which code says more, who has the case.

    What is the house's has no resident. ``mine`` says that the account that asks manages the case, or that nobody does.
    """

    kind: str
    due_on: date
    about: str
    resident_id: str | None = None
    resident_code: str = ""
    manager: str = ""
    mine: bool = True

    @property
    def words(self) -> Words:
        """What is due, without the day."""
        return kinds()[self.kind].words(self.about)

    @property
    def rule(self) -> str:
        """The rule of ``deadlines.yaml`` that the day follows from, empty for none."""
        return kinds()[self.kind].rule(self.about)

    @property
    def section(self) -> str:
        """The section of the resident's page where it is dealt with, empty for none."""
        return kinds()[self.kind].section

    @property
    def page(self) -> str:
        """The page of the window where it is dealt with, empty where that is the resident's."""
        return kinds()[self.kind].page


def of_residents(
    context: ReadContext, whom: ColumnElement[bool], until: date | None = None, most: int | None = None
) -> Iterator[DueItem]:
    """Go through what is due until a day for the residents in the house whom a condition keeps.

    ``most`` bounds how many of each kind are read, those that are due first.
    """
    chosen = []
    for kind in kinds().values():
        if not isinstance(kind, DueOfResidents):
            continue
        day = kind.day
        rows = kind.rows(whom).add_columns(day, kind.about, literal(kind.name)).where(day.is_not(None))
        if until is not None:
            rows = rows.where(day <= until)
        # Each kind is cut by itself: what is due of one does not push another's out.
        chosen.append(select(rows.order_by(day).limit(most).subquery()) if most is not None else rows)
    for who, code, due_on, about, name in context.session.execute(union_all(*chosen)):
        yield DueItem(name, due_on, about, who, code)


def of_house(context: ReadContext) -> Iterator[DueItem]:
    """Go through what is due for the house, as far as it concerns the account."""
    for kind in kinds().values():
        if isinstance(kind, DueOfHouse):
            for due_on, about in kind.days(context):
                yield DueItem(kind.name, due_on, about)


def next_of(context: ReadContext, whom: ColumnElement[bool]) -> dict[str, DueItem]:
    """Return what is due first, by resident, of those in the house whom a condition keeps."""
    first: dict[str, DueItem] = {}
    for item in sorted(of_residents(context, whom), key=lambda item: (item.due_on, kinds()[item.kind].rank)):
        first.setdefault(item.resident_id or "", item)
    return first
