"""The one gate: every act and every view passes here.

An act is a frozen, validated dataclass that reads like the sentence a person would say. ``perform``
takes it through permission, rule, write and audit in one transaction; the database's guards have the
last word. A view is a function that takes a ``ReadContext`` first; called from outside it takes an ``Actor``.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, ClassVar, Concatenate, Generic, ParamSpec, TypeVar, cast, dataclass_transform

import pydantic
from pydantic.dataclasses import dataclass as validated
from sqlalchemy import event, inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from shelter_app.db import audit, guards
from shelter_app.db.models import Record, new_id
from shelter_app.db.models.trust import Account
from shelter_app.db.names_then import AccountNames
from shelter_app.db.store import Store
from shelter_app.domain import permissions
from shelter_app.domain.clock import LOCAL, system_clock
from shelter_app.domain.errors import NotAllowed, Refused, Stale
from shelter_app.i18n import _
from shelter_app.services import act_checks

R = TypeVar("R")
P = ParamSpec("P")
M = TypeVar("M", bound=Record)
A = TypeVar("A", bound="Act[Any]")

ACTS: dict[str, type[Act[Any]]] = {}
VIEWS: dict[str, Callable[..., Any]] = {}
SENTENCES: dict[str, str] = {}  # what the audit trail says of each act and audited view, by its name; English

RECORDS_IN_ONE_EVENT = 500
LATE = pydantic.ConfigDict(
    defer_build=True
)  # the checks of an act are made when it is first built: few are in a day
KNOWN = "known"  # what the views of a snapshot have looked up stands in its session under this name
_snapshot: ContextVar[tuple[Store, Session] | None] = ContextVar("snapshot", default=None)


@dataclass(frozen=True)
class Actor:
    """Who acts: an account that has signed in, its open store, and the clock."""

    store: Store
    account_id: str
    name: str
    clock: Callable[[], datetime] = system_clock
    session_id: str = field(default_factory=new_id)


class ReadContext:
    """What a view is given: a session, the account as it is now, its scope, the moment.

    ``known`` holds what was looked up before in the same ``snapshot``; outside of one it begins empty.
    """

    def __init__(self, session: Session, actor: Actor, action: str) -> None:
        self.session = session
        self.actor = actor
        self.action = action
        self.now = actor.clock()
        self.known: dict[Any, Any] = session.info.get(KNOWN, {})
        account = session.get(Account, actor.account_id)
        if account is None or account.suspended_at is not None or _ended(account, self.today):
            raise NotAllowed(
                "account_off", _("This account is no longer active. Ask a director to reopen it.")
            )
        self.account = self.known[Account] = (
            account  # held, so that the next view of a snapshot has it at hand
        )
        self.roles = frozenset(account.roles)
        scope = permissions.scope(self.roles, action)
        if scope is None:
            raise NotAllowed("not_allowed", _("Your role does not allow this. Ask a director."))
        self.scope: permissions.Scope = scope
        self.shelters = None if account.shelters is None else frozenset(account.shelters)
        self.subject: tuple[str, str] | None = None
        self.case_id: str | None = None
        self.reason: str | None = None
        self.notes: dict[str, Any] = {}

    def once(self, what: object, ask: Callable[[], R]) -> R:
        """Return what ``ask`` finds, asked once for all the views of a snapshot: they read one state."""
        if what not in self.known:
            self.known[what] = ask()
        found: R = self.known[what]
        return found

    @property
    def vault(self) -> Any:
        """The keys that this account holds."""
        return self.actor.store.vault

    @property
    def today(self) -> date:
        """The local day now."""
        return self.local(self.now).date()

    @staticmethod
    def local(moment: datetime) -> datetime:
        """Return ``moment`` as the house's clock shows it."""
        return moment.astimezone(LOCAL)

    def audit_subject(self, row: Record, case_id: str | None = None, reason: str | None = None) -> None:
        """Say which record the audit event is about, whose case it is, and why it was opened."""
        self.subject = (row.__tablename__, row.id)
        self.case_id = case_id
        self.reason = reason

    def find(self, model: type[M], record_id: str) -> M:
        """Return the record; raises ``Refused`` when there is none."""
        row = self.session.get(model, record_id)
        if row is None:
            raise Refused("not_found", _("This record no longer exists. Go back and refresh the list."))
        return row


class UnitOfWork(ReadContext):
    """What an act is given: a ``ReadContext`` that also writes, and keeps the list of what it wrote."""

    def __init__(self, session: Session, actor: Actor, action: str) -> None:
        super().__init__(session, actor, action)
        self.records: list[list[Any]] = []
        event.listen(session, "before_flush", self._stamp)
        event.listen(session, "after_flush", self._note)

    def once(self, _what: object, ask: Callable[[], R]) -> R:
        """Return what ``ask`` finds now: an act may have changed it a moment ago."""
        return ask()

    def add(self, row: M) -> M:
        """Put a new record into the transaction, with its id, and return it."""
        if row.id is None:
            row.id = new_id()
        self.session.add(row)
        return row

    def change(self, model: type[M], record_id: str, version: int | None) -> M:
        """Return the record to change it; raises ``Stale`` when ``version`` is not the stored one."""
        row = self.find(model, record_id)
        if version is not None and row.version != version:
            theirs = {c.key: getattr(row, c.key) for c in row.__mapper__.column_attrs}
            raise Stale(
                "changed_meanwhile",
                _("Somebody else changed this in the meantime. Compare both versions, then save again."),
                theirs,
            )
        return row

    def _stamp(self, session: Session, *_: Any) -> None:
        for row in session.new:
            if isinstance(row, Record):
                row.created_at = row.updated_at = self.now
                row.created_by = row.updated_by = self.actor.account_id
        for row in session.dirty:
            if isinstance(row, Record) and session.is_modified(row):
                row.updated_at = self.now
                row.updated_by = self.actor.account_id

    def _note(self, session: Session, *_: Any) -> None:
        for row in session.new:
            if isinstance(row, Record):
                self.records.append([row.__tablename__, row.id, "new", [], audit.content_digest(row)])
        for row in session.dirty:
            if isinstance(row, Record) and session.is_modified(row):
                changed = sorted(
                    a.key
                    for a in row.__mapper__.column_attrs
                    if getattr(_state(row).attrs, a.key).history.has_changes()
                    and a.key not in ("updated_at", "updated_by", "version")
                )
                self.records.append(
                    [row.__tablename__, row.id, "changed", changed, audit.content_digest(row)]
                )
        for row in session.deleted:
            if isinstance(row, Record):
                self.records.append([row.__tablename__, row.id, "deleted", [], ""])

    def close_books(self) -> None:
        """Flush, then append the audit event (several for many records) to the same transaction."""
        self.session.flush()
        chunks = [
            self.records[i : i + RECORDS_IN_ONE_EVENT]
            for i in range(0, len(self.records), RECORDS_IN_ONE_EVENT)
        ] or [[]]
        for chunk in chunks:
            _write_event(self, chunk)


def _state(row: Record) -> Any:
    return inspect(row)


def _ended(account: Account, today: date) -> bool:
    return account.active_to is not None and account.active_to <= today


def _write_event(context: ReadContext, records: list[list[Any]]) -> None:
    kind, object_id = context.subject or ((records[0][0], records[0][1]) if records else (None, None))
    detail = dict(context.notes)
    if records:
        detail["records"] = records
    audit.append(
        context.session,
        at=context.now,
        session_id=context.actor.session_id,
        actor=context.actor.account_id,
        roles=",".join(sorted(context.roles)),
        action=context.action,
        object_type=kind,
        object_id=object_id,
        case_id=context.case_id,
        reason=context.reason,
        detail=json.dumps(detail, sort_keys=True),
    )


class Act(Generic[R]):
    """The base of every act; a subclass is decorated with ``@act("feature.verb", told=N_("did it"))``."""

    NAME: ClassVar[str]

    def apply(self, uow: UnitOfWork) -> R:
        """Check the rule and write; raises ``Refused``."""
        raise TypeError(f"{type(self).__name__} has no apply")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def act(name: str, *, told: str) -> Callable[[type[A]], type[A]]:
    """Make a class an act called ``name``: frozen, validated, registered, in need of a permission row.

    ``told`` is what the audit trail says that somebody did, in English and marked by ``N_``: "planned a milestone".
    ``name`` is stored with each event and stays for ever; ``told`` may be put better at any time.
    """

    def register(cls: type[A]) -> type[A]:
        made = cast("type[A]", validated(frozen=True, kw_only=True, config=LATE)(cls))
        made.NAME = name
        if name in ACTS or name in VIEWS:
            raise ValueError(f"{name} is registered twice")
        ACTS[name] = made
        SENTENCES[name] = told
        return made

    return register


def build(kind: type[A], /, **values: Any) -> A:
    """Make an act from typed-in values; raises ``Refused`` naming the fields that do not fit."""
    try:
        return kind(**values)
    except pydantic.ValidationError as error:
        fields = tuple(str(e["loc"][0]) for e in error.errors() if e["loc"])
        raise Refused(
            "invalid", _("Check the marked fields: a value is missing or not valid."), fields
        ) from None


@contextmanager
def _guarded(act: Act[Any]) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        refused = guards.refusal(error, {one.name for one in fields(act)})  # type: ignore[arg-type]
        if refused is None:
            raise
        raise refused from None
    except StaleDataError:
        raise Stale(
            "changed_meanwhile",
            _("Somebody else changed this in the meantime. Compare both versions, then save again."),
            {},
        ) from None


def perform(actor: Actor, act: Act[R]) -> R:
    """Carry out an act: permission, rule, write, audit, in one transaction.

    Raises
    ------
    NotAllowed
        The account's roles, scope or keys do not reach it.
    Refused
        The rule or a guard of the database says no; nothing was stored.
    Stale
        Somebody changed the record meanwhile; nothing was stored.
    """
    with _guarded(act), actor.store.writing() as session:
        uow = UnitOfWork(session, actor, act.NAME)
        act_checks.need_believed_clock(actor.store, act.NAME)
        act_checks.need_near_days(act)
        act_checks.need_readable_texts(act)
        result = act.apply(uow)
        uow.close_books()
    return result


@contextmanager
def snapshot(actor: Actor) -> Iterator[None]:
    """Let the views asked inside read one and the same state of the store, in one transaction.

    What a page shows together then fits together, whatever another window writes meanwhile, and what several views
    look up (the account, the resident) is read once. A view that leaves an event of the trail keeps its own.
    """
    with actor.store.reading() as session:
        session.info[KNOWN] = {}
        before = _snapshot.set((actor.store, session))
        try:
            yield
        finally:
            _snapshot.reset(before)


def _reading(store: Store) -> AbstractContextManager[Session]:
    current = _snapshot.get()
    return nullcontext(current[1]) if current is not None and current[0] is store else store.reading()


def view(
    name: str, *, audited: bool = False, told: str = ""
) -> Callable[[Callable[Concatenate[ReadContext, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make a function a view called ``name``; an ``audited`` one leaves an event each time it is opened.

    ``told`` is what the audit trail says of that event, as with an act. Raises ``ValueError`` for an audited view
    without it.
    """
    if audited != bool(told):
        raise ValueError(f"{name}: an audited view, and no other, says what the trail tells of it")

    def register(function: Callable[Concatenate[ReadContext, P], R]) -> Callable[Concatenate[Actor, P], R]:
        if name in ACTS or name in VIEWS:
            raise ValueError(f"{name} is registered twice")

        @functools.wraps(function)
        def ask(actor: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
            opened = actor.store.writing() if audited else _reading(actor.store)
            with opened as session:
                context = ReadContext(session, actor, name)
                act_checks.need_believed_clock_for(actor.store, name)
                result = function(context, *args, **kwargs)
                if audited:
                    _write_event(context, [])
            return result

        VIEWS[name] = ask
        if audited:
            SENTENCES[name] = told
        return cast("Callable[Concatenate[Actor, P], R]", ask)

    return register


@dataclass(frozen=True, slots=True)
class Changed:
    """Who wrote a record last, and when: the author's name, the moment (UTC)."""

    by: str
    at: datetime


def last_changes(context: ReadContext, rows: Iterable[Record]) -> dict[str, Changed]:
    """Return who wrote each of these records last, by the record's id."""
    name_at = names_then(context)
    return {row.id: Changed(name_at(row.updated_by, row.updated_at), row.updated_at) for row in rows}


def names_then(context: ReadContext) -> Callable[[str | None, datetime], str]:
    """Return what gives an account's name at a moment: what was done is told under the name of that time."""
    return _account_names(context).at


def accounts_named(context: ReadContext, ids: set[str]) -> dict[str, str]:
    """Return the names of the accounts ``ids`` by id, as they are now."""
    now = _account_names(context).now if ids else {}
    return {row_id: now[row_id] for row_id in ids if row_id in now}


def _account_names(context: ReadContext) -> AccountNames:
    return context.once(AccountNames, lambda: AccountNames(context.session))
