"""The full check: pages, structure, references, trail, anchor, guards, keys, and every record's content.

Each part finds what the others miss: a flipped bit, a page from yesterday, a row written past the program,
a guard that somebody dropped, a key that nobody could recover.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from shelter_app.db import anchor, audit, cipher, guards, heads
from shelter_app.db.models import Base, Record
from shelter_app.db.models.trust import Account, AuditEvent, SignedHead, VaultGrant
from shelter_app.db.store import Store
from shelter_app.db.vault import grants, sealing
from shelter_app.db.vault.keys import verified
from shelter_app.db.vault.sealing import Compartment, SealedPlace
from shelter_app.domain.errors import Refused

STEPS = ("pages", "structure", "references", "trail", "guards", "keys", "records")
Progress = Callable[[str, int], None]

# Written outside any act: codes come with the schema, drafts are nobody's record, heads sign themselves.
_UNRECORDED = frozenset({"code", "draft", "signed_head"})
_BATCH = 500
_SEALED_KEY = 80
_SIGNATURE = 64


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the check found: its kind, where, and how many of them. Never the content of a record.

    Kinds are ``pages``, ``structure``, ``references``, ``trail``, ``older``, ``guards``, ``keys``,
    ``signature``, ``content``, ``missing``, ``unrecorded`` and ``sealed``.
    """

    kind: str
    where: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Checked:
    """What a full check looked at, and what it found."""

    problems: tuple[Problem, ...]
    events: int
    records: int
    grants: int

    @property
    def sound(self) -> bool:
        """Say whether nothing was found."""
        return not self.problems

    def of_kind(self, kind: str) -> tuple[Problem, ...]:
        """Return the problems of one kind."""
        return tuple(problem for problem in self.problems if problem.kind == kind)


def check(store: Store, progress: Progress = lambda _step, _done: None) -> Checked:
    """Prove the whole store; ``progress`` is told the step and how much of it is done."""
    problems = _pages(store, progress)
    if problems:
        # What the records say is not to be believed, and reading them may fail at any of them.
        return Checked(tuple(problems), 0, 0, 0)
    try:
        with store.reading() as session:
            problems += _trail(store, session, progress)
            problems += _guards(session, progress)
            held, key_problems = _keys(store, session, progress)
            records, content = _contents(store, session, progress)
            events = audit.head(session).seq
    except Refused as refused:
        if refused.code != "database_damaged":
            raise
        return Checked((*problems, Problem("pages", "unreadable")), 0, 0, 0)
    return Checked((*problems, *key_problems, *content), events, records, held)


def _pages(store: Store, progress: Progress) -> list[Problem]:
    found: list[Problem] = []
    with store.raw() as connection:
        for step, kind, look in (
            ("pages", "pages", cipher.damaged_pages),
            ("structure", "structure", cipher.broken_structure),
            ("references", "references", cipher.orphans),
        ):
            progress(step, 0)
            try:
                if step == "pages" and not cipher.checkpoint(connection):
                    continue  # somebody is reading: this part would only raise a false alarm
                wrong = look(connection)
            except cipher.DRIVER_ERROR:
                wrong = ["unreadable"]
            if wrong:
                found.append(Problem(kind, wrong[0][:80], len(wrong)))
    return found


def _trail(store: Store, session: Session, progress: Progress) -> list[Problem]:
    progress("trail", 0)
    broken = audit.verify(session, lambda done: progress("trail", done))
    found = [Problem("trail", f"{item.kind} {item.seq}") for item in broken]
    remembered = anchor.read(store.folder, store.db_id, list(store.vault.seals("core").values()))
    if remembered is not None and remembered.seq and not heads.trail_contains(session, remembered):
        found.append(Problem("older", f"anchor {remembered.seq}"))
    return [*found, *_heads(store, session)]


def _heads(store: Store, session: Session) -> list[Problem]:
    """Compare every signed head with the trail, and its signature with the key that its signer has.

    When the signer got new keys since, only the hash can be compared.
    """
    found: list[Problem] = []
    keys = {
        account_id: pub_sign for account_id, pub_sign in session.execute(select(Account.id, Account.pub_sign))
    }
    renewed = dict(
        session.execute(
            select(AuditEvent.object_id, func.max(AuditEvent.seq))
            .where(AuditEvent.action.in_(("account.confirm_keys", "account.recovered")))
            .group_by(AuditEvent.object_id)
        ).all()
    )
    for head in session.scalars(select(SignedHead)):
        signed, key = audit.Head(head.seq, head.hash), keys.get(head.account_id)
        if not heads.trail_contains(session, signed):
            found.append(Problem("trail", f"signed_head {head.seq}"))
        elif key is None or renewed.get(head.account_id, 0) > head.seq:
            continue
        elif not verified(key, heads.message(store.db_id, signed), head.signature):
            found.append(Problem("signature", f"signed_head {head.seq}"))
    return found


def _guards(session: Session, progress: Progress) -> list[Problem]:
    progress("guards", 0)
    expected = len(guards.statements())
    missing = expected - guards.count(session.connection())
    return [Problem("guards", "missing", missing)] if missing else []


def _keys(store: Store, session: Session, progress: Progress) -> tuple[int, list[Problem]]:
    """Look at the shape of every live grant, open one's own, and see that each key can be recovered."""
    progress("keys", 0)
    rows = session.scalars(select(VaultGrant).where(VaultGrant.revoked_at.is_(None))).all()
    accounts = set(session.scalars(select(Account.id)))
    recoverable = {(r.case_id, r.compartment, r.epoch) for r in rows if r.holder == grants.RECOVERY}
    found: list[Problem] = []
    for row in rows:
        if len(row.sealed_key) != _SEALED_KEY or len(row.signature) != _SIGNATURE:
            found.append(Problem("keys", f"shape {row.id}"))
        elif row.holder not in accounts and row.holder != grants.RECOVERY:
            found.append(Problem("keys", f"holder {row.id}"))
        elif row.holder == store.account_id and store.vault.pair.opened(row.sealed_key) is None:
            found.append(Problem("keys", f"own {row.id}"))
        elif (row.case_id, row.compartment, row.epoch) not in recoverable:
            found.append(Problem("keys", f"recovery {row.id}"))
    return len(rows), found


def _contents(store: Store, session: Session, progress: Progress) -> tuple[int, list[Problem]]:
    """Compare every record with the digest that its last event in the trail carries."""
    told = _audited_digests(session)
    found: list[Problem] = []
    records = 0
    for model in _models():
        table = model.__tablename__
        sealed = [
            attribute.key
            for attribute in inspect(model).column_attrs
            if attribute.columns[0].info.get("sealed") == sealing.IDENTITY
        ]
        wrong: dict[str, int] = {}
        for row in _rows(session, model):
            records += 1
            if records % _BATCH == 0:
                progress("records", records)
            expected = told.pop((table, row.id), None)
            if expected is None:
                kind = "" if table in _UNRECORDED else "unrecorded"
            else:
                kind = "" if expected == audit.content_digest(row) else "content"
            if not kind and not all(_opens(store, table, column, row) for column in sealed):
                kind = "sealed"
            if kind:
                wrong[kind] = wrong.get(kind, 0) + 1
        found += [Problem(kind, table, count) for kind, count in sorted(wrong.items())]
    gone: dict[str, int] = {}
    for (table, _record_id), digest in told.items():
        if digest and table not in _UNRECORDED:
            gone[table] = gone.get(table, 0) + 1
    return records, [*found, *(Problem("missing", table, count) for table, count in sorted(gone.items()))]


def _audited_digests(session: Session) -> dict[tuple[str, str], str]:
    """Return the last digest that the trail tells of each record; empty for a deleted one."""
    told: dict[tuple[str, str], str] = {}
    rows = session.scalars(
        select(AuditEvent.detail).where(AuditEvent.detail.contains('"records"')).order_by(AuditEvent.seq),
        execution_options={"yield_per": _BATCH},
    )
    for detail in rows:
        for table, record_id, _what, _changed, digest in json.loads(detail).get("records", ()):
            told[(table, record_id)] = digest
    return told


def _models() -> list[type[Record]]:
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    return sorted((m for m in mapped if issubclass(m, Record)), key=lambda model: model.__tablename__)


def _rows(session: Session, model: type[Record]) -> Iterator[Record]:
    for row in session.scalars(select(model), execution_options={"yield_per": _BATCH}):
        yield row
        session.expunge(row)


def _opens(store: Store, table: str, column: str, row: Record) -> bool:
    """Say whether a sealed identity opens in its place; without the key, whether it has a blob's shape."""
    blob = getattr(row, column)
    if blob is None:
        return True
    try:
        if not store.vault.holds(Compartment(sealing.IDENTITY)):
            return sealing.epoch_of(blob) >= 1
        store.vault.open_bytes(SealedPlace(table, column, row.id, Compartment(sealing.IDENTITY)), blob)
    except (sealing.Misplaced, Refused):
        return False
    return True
