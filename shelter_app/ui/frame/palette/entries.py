"""What can be found: people by code, former code and preferred name, pages, and acts by their titles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shelter_app.domain import text_search
from shelter_app.domain.permissions import Access
from shelter_app.i18n import _
from shelter_app.services.acting import Actor
from shelter_app.services.residents import views
from shelter_app.services.residents.columns import ResidentRow
from shelter_app.ui.page import Page

MOST_PEOPLE = 200_000


@dataclass(frozen=True)
class Entry:
    """One thing to go to: its icon, its words, what stands beside them, and what Enter does.

    ``also`` are other words by which people look for it; they are not shown.
    """

    icon: str
    title: str
    beside: str
    go: Callable[[], None]
    also: str = ""


def of_page(kind: type[Page], go: Callable[[], None]) -> Entry:
    """Return what leads to a page of this kind."""
    return Entry(kind.ICON, kind.word(), kind.KEYS or _("page"), go, kind.also_called())


@dataclass(frozen=True)
class People:
    """Who can be found: ids, what is shown of each, and the folded words that each is found by."""

    ids: tuple[str, ...] = ()
    shown: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()


def ask_people(actor: Actor, access: Access, named: dict[str, str]) -> People:
    """Return everybody whom the account may list; ``named`` adds sealed names that were opened before."""
    if not access.may("residents.list"):
        return People()
    text_search.get_ready()
    found = views.residents(actor, limit=MOST_PEOPLE, include_left=True).rows
    rows = sorted(found, key=lambda row: row.state != "HERE")  # who is in the house is meant first
    return People(
        tuple(row.id for row in rows),
        tuple((row.code, _beside(row)) for row in rows),
        tuple(
            text_search.folded(row.code, row.former_code, row.preferred_name, named.get(row.id, ""))
            for row in rows
        ),
    )


def _beside(row: ResidentRow) -> str:
    where = row.room_bed or (_("in the shelter") if row.state == "HERE" else _("not in the shelter"))
    return " · ".join(part for part in (row.preferred_name, where) if part)


def ask_names(actor: Actor, access: Access) -> dict[str, str]:
    """Open the sealed names where the roles allow it; the trail tells of it."""
    if not access.may("residents.names"):
        return {}
    return dict(views.names(actor))
