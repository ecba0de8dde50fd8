"""The columns of the list of residents: one table for the screen, the order of the rows, and paper.

A column stands in ``COLUMNS`` alone; its place there is its place on the screen and on paper.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from shelter_app.domain.periods import age_band
from shelter_app.i18n import N_
from shelter_app.reports.words import Words, coded, date_text, literal, phrase
from shelter_app.services.due_items import DueItem

NONE = literal("")


@dataclass(frozen=True, slots=True)
class ResidentRow:
    """A resident as the list shows one: never a legal name; ``state`` is HERE or LEFT.

    ``alerts`` are the levels of what the house must know, ``to_know`` its words, both in one order. ``next_due``
    is what is due first; ``due_told`` says whether the account is told of what is due.
    """

    id: str
    code: str
    former_code: str
    preferred_name: str
    sex: str
    age_band: str
    since: date | None
    left_on: date | None
    shelter: str
    room_bed: str
    case_manager: str
    alerts: tuple[str, ...]
    to_know: tuple[str, ...]
    next_due: DueItem | None
    due_told: bool
    state: str


@dataclass(frozen=True, slots=True)
class SortFacts:
    """What a resident can be sorted by; what the order asked for does not need may be None."""

    code: str
    former_code: str | None
    preferred_name: str | None
    age: int | None
    since: str | None
    room_bed: str | None
    case_manager: str | None
    next_due: str | None


@dataclass(frozen=True, slots=True)
class ResidentColumn:
    """A column: its title and its words, as paper has them and the screen where it draws nothing of its own.

    ``paper`` and ``screen`` are its shares of the width. ``order`` returns what the list is sorted by, None where it is
    not sorted by this. ``screen_title`` is its title on the screen where that is another.
    """

    title: str
    words: Callable[[ResidentRow], Words]
    paper: int
    screen: float
    order: Callable[[SortFacts], str | None] | None = None
    screen_title: str = ""


def _next_due(row: ResidentRow) -> Words:
    item = row.next_due
    if item is not None:
        return phrase(N_("{day} · {what}"), day=date_text(item.due_on), what=item.words)
    return NONE if row.due_told else phrase(N_("access restricted"))


# By the key that saved views, sheets and orders are stored with.
COLUMNS: dict[str, ResidentColumn] = {
    "code": ResidentColumn(
        N_("Code name"), lambda row: literal(row.code), paper=3, screen=2.7, order=lambda facts: facts.code
    ),
    "preferred_name": ResidentColumn(
        N_("Preferred name"),
        lambda row: literal(row.preferred_name),
        paper=3,
        screen=2.1,
        order=lambda facts: facts.preferred_name,
    ),
    # In sight at any text size. Paper says how grave it is; what the house must know stays on the screen.
    "alerts": ResidentColumn(
        N_("Alerts"),
        lambda row: coded("alert_level", row.alerts[0]) if row.alerts else NONE,
        paper=3,
        screen=3.2,
        screen_title=N_("Important"),
    ),
    "age_band": ResidentColumn(
        N_("Age"),
        lambda row: coded("age_band", row.age_band),
        paper=2,
        screen=2.4,
        order=lambda facts: age_band(facts.age),
    ),
    "since": ResidentColumn(
        N_("Since"),
        lambda row: date_text(row.since) if row.since is not None else NONE,
        paper=3,
        screen=2.3,
        order=lambda facts: facts.since,
    ),
    "room_bed": ResidentColumn(
        N_("Bed"), lambda row: literal(row.room_bed), paper=2, screen=2.3, order=lambda facts: facts.room_bed
    ),
    "case_manager": ResidentColumn(
        N_("Case manager"),
        lambda row: literal(row.case_manager),
        paper=3,
        screen=3,
        order=lambda facts: facts.case_manager,
    ),
    "next_due": ResidentColumn(
        N_("Next due"), _next_due, paper=4, screen=4.7, order=lambda facts: facts.next_due
    ),
}


def sorts() -> dict[str, Callable[[SortFacts], str | None]]:
    """Return what the list can be sorted by, by the key of the column."""
    return {key: column.order for key, column in COLUMNS.items() if column.order is not None}
