"""Views of the list of residents that an account keeps: named, renamed, removed; each its own account's only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from shelter_app.db.models.trust import SavedView
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.i18n import N_, _, sort_key
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act, view
from shelter_app.services.residents.columns import sorts
from shelter_app.services.residents.views import ONLY

LIST = "residents"
LONGEST = 40
MOST = 20


@dataclass(frozen=True, slots=True)
class ViewSettings:
    """What a view shows: words searched, everybody or who is here, chips, order, columns left out."""

    search: str = ""
    everybody: bool = False
    only: tuple[str, ...] = ()
    sort: str = "code"
    descending: bool = False
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A view as its account kept it."""

    id: str
    name: str
    shown: ViewSettings
    version: int


@view("residents.views")
def saved_views(context: ReadContext) -> tuple[View, ...]:
    """Return the account's views by name."""
    rows = context.session.scalars(
        select(SavedView).where(SavedView.account_id == context.actor.account_id, SavedView.list_name == LIST)
    )
    found = [View(row.id, row.name, _read(row.shown), row.version) for row in rows]
    return tuple(sorted(found, key=lambda one: sort_key(one.name)))


@act("residents.save_view", told=N_("saved a list view"))
class SaveView(Act[str]):
    """Keep a view of the list under a name; returns its id."""

    name: str
    search: str = ""
    everybody: bool = False
    only: tuple[str, ...] = ()
    sort: str = "code"
    descending: bool = False
    hidden: tuple[str, ...] = ()

    def apply(self, uow: UnitOfWork) -> str:
        """Refuse a name that is taken or too long, and more views than chips have room for."""
        name = _need_name(uow, self.name, "")
        if self.sort not in sorts() or set(self.only) - set(ONLY):
            raise Refused("unknown_sort", _("The list cannot be sorted by this."), ("sort",))
        kept = select(func.count()).where(
            SavedView.account_id == uow.actor.account_id, SavedView.list_name == LIST
        )
        if (uow.session.scalar(kept) or 0) >= MOST:
            raise Refused(
                "too_many_views", _("You have the maximum number of views. Remove one first."), ("name",)
            )
        shown = {
            "search": self.search,
            "everybody": self.everybody,
            "only": list(self.only),
            "sort": self.sort,
            "descending": self.descending,
            "hidden": list(self.hidden),
        }
        row = uow.add(SavedView(account_id=uow.actor.account_id, list_name=LIST, name=name, shown=shown))
        uow.session.flush()
        return row.id


@act("residents.rename_view", told=N_("renamed a list view"))
class RenameView(Act[None]):
    """Give one of one's own views another name."""

    view: str
    name: str
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Refuse a name that is taken or too long, and a colleague's view."""
        row = _own_view(uow, self.view, self.version)
        row.name = _need_name(uow, self.name, row.id)


@act("residents.remove_view", told=N_("removed a list view"))
class RemoveView(Act[None]):
    """Remove one of one's own views."""

    view: str

    def apply(self, uow: UnitOfWork) -> None:
        """Refuse a colleague's view."""
        uow.session.delete(_own_view(uow, self.view, None))


def _own_view(uow: UnitOfWork, view_id: str, version: int | None) -> SavedView:
    row = uow.change(SavedView, view_id, version)
    if row.account_id != uow.actor.account_id:
        raise NotAllowed("not_own_view", _("This view is a colleague's."))
    return row


def _need_name(uow: UnitOfWork, name: str, own: str) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST:
        raise Refused("view_name", _("Give the view a short name of at most 40 characters."), ("name",))
    taken = uow.session.scalars(
        select(SavedView.id).where(
            SavedView.account_id == uow.actor.account_id,
            SavedView.list_name == LIST,
            SavedView.name == plain,
            SavedView.id != own,
        )
    ).first()
    if taken is not None:
        raise Refused(
            "view_name_taken", _("You already have a view with this name. Choose another name."), ("name",)
        )
    return plain


def _read(shown: Any) -> ViewSettings:
    """Return what was kept; what this version does not know any more is left out."""
    sort = shown.get("sort", "code")
    return ViewSettings(
        search=str(shown.get("search", "")),
        everybody=bool(shown.get("everybody")),
        only=tuple(one for one in shown.get("only", ()) if one in ONLY),
        sort=sort if sort in sorts() else "code",
        descending=bool(shown.get("descending")),
        hidden=tuple(shown.get("hidden", ())),
    )
