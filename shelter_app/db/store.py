"""The store: made once, unlocked by a person, read and written in transactions, closed with its books in order."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from shelter_app.db import anchor, audit, cipher, fitness, house_terms, own_codes, signin, trail, upgrade
from shelter_app.db import folder as data_folder
from shelter_app.db.models import new_id
from shelter_app.db.models.house import Organisation
from shelter_app.db.models.trust import Account, SignedHead
from shelter_app.db.signin import SignedIn
from shelter_app.db.vault import founding, grants
from shelter_app.db.vault import keyring as rings
from shelter_app.db.vault.keys import Vault
from shelter_app.db.vault.slots import Kdf
from shelter_app.db.vault.waits import Ticks
from shelter_app.domain import passphrases
from shelter_app.domain.clock import local_day, system_clock
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

EVENTS_BETWEEN_SIGNATURES = 200


class Store:
    """An open store: one person's keys, and the sessions in which records are read and written."""

    def __init__(self, folder: Path, engine: Engine, vault: Vault, ticks: Ticks, db_id: str) -> None:
        self.folder = folder
        self.vault = vault
        self.account_id = vault.account_id
        self.session_id = new_id()
        self.warnings: tuple[str, ...] = ()
        self.failed_before = 0
        self.accepted_older: int | None = None
        self.upgraded_from: str | None = None
        self.ticks = ticks
        self._engine = engine
        self._readers = engine
        self._writers = engine.execution_options(writes=True)
        self._db_id = db_id
        self._cores = vault.seals("core")
        self._keeper = anchor.Keeper(self._write_anchor, self.rest)
        self._unsigned = 0
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that reads one state of the store; the database refuses a write in it."""
        self._require_open()
        with cipher.plain_words(), Session(self._readers, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session that writes: all of it is stored and on the disk at the end, or none of it.

        Raises Refused ``disk_full`` or ``busy``; nothing was stored then.
        """
        self._require_open()
        data_folder.require_room(self.folder)
        with cipher.plain_words(), Session(self._writers, expire_on_commit=False) as session:
            session.connection()  # takes the one writer's place now, not at the first write
            try:
                yield session
                if self._unsigned + session.info.get(audit.COUNT, 0) >= EVENTS_BETWEEN_SIGNATURES:
                    self._sign_head(session)
                session.commit()
            except BaseException:
                session.rollback()
                grants.unlearn(session, self.vault)
                raise
            head = session.info.get(audit.HEAD)
            self._unsigned += session.info.get(audit.COUNT, 0)
        self._keeper.moved(head)

    def prove(self, passphrase: str) -> None:
        """Ask the signed-in person's passphrase once more; raises Refused when it is wrong."""
        signin.prove(self.folder, self.account_id, passphrase, self.ticks)

    @contextmanager
    def raw(self) -> Iterator[cipher.Connection]:
        """Open a connection of its own, for checks and copies; not for records."""
        self._require_open()
        connection = self._connect()
        try:
            yield connection
        finally:
            connection.close()

    @property
    def db_id(self) -> str:
        """The store's own identifier, the same in key file, anchor and backups."""
        return self._db_id

    def core_key(self) -> bytes:
        """Return the newest store key, for what derives from it (anchor, backup)."""
        self._require_open()
        return self._cores[max(self._cores)]

    def rest(self) -> None:
        """Weigh the indexes and empty the journal, where nobody else is in the way; done when work rests."""
        with suppress(cipher.Unreadable, cipher.DRIVER_ERROR, Refused), self.raw() as connection:
            connection.execute("PRAGMA busy_timeout=0")
            with suppress(cipher.DRIVER_ERROR):
                cipher.weigh(connection)
            cipher.checkpoint(connection)

    def close(self) -> None:
        """Sign the head of the trail, write the anchor, empty the journal, drop every key."""
        if self._closed:
            return
        try:
            if self._unsigned:
                # A full or damaged disk must not keep the keys in memory.
                with suppress(Refused, DatabaseError), self.writing() as session:
                    self._sign_head(session)
            with suppress(Refused, OSError):
                self._keeper.stop()
            with suppress(cipher.Unreadable, cipher.DRIVER_ERROR), self.raw() as connection:
                cipher.checkpoint(connection)
        finally:
            self._closed = True
            self._engine.dispose()
            self.vault.close()
            self._cores.clear()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _connect(self) -> cipher.Connection:
        salt = rings.load(self.folder).cipher_salt
        return cipher.connect(self.folder / data_folder.DATABASE, self.core_key(), salt)

    def _require_open(self) -> None:
        if self._closed:
            raise Refused("locked", _("The program is locked. Sign in again."))

    def _sign_head(self, session: Session) -> None:
        if self.account_id == rings.RECOVERY:
            return  # the authority is no account; the director signs the next head
        now = self.ticks.now()
        last = audit.head(session)
        session.add(
            SignedHead(
                created_at=now,
                created_by=self.account_id,
                updated_at=now,
                updated_by=self.account_id,
                seq=last.seq,
                hash=last.hash,
                account_id=self.account_id,
                signature=self.vault.sign(trail.head_message(self._db_id, last)),
            )
        )
        self._unsigned = -session.info.get(audit.COUNT, 0)

    def _write_anchor(self, head: audit.Head) -> None:
        core = self._cores[max(self._cores)]
        before = anchor.read(self.folder, self._db_id, list(self._cores.values()))
        if before is None or before.seq <= head.seq:  # a command beside the window may be further
            anchor.write(self.folder, self._db_id, core, 1, head)


@dataclass(frozen=True)
class Created:
    """A store just made, open, and the recovery key that is shown once and printed."""

    store: Store
    recovery_key: str


def create(
    folder: Path,
    *,
    account: str,
    passphrase: str,
    organisation: str = "",
    clock: Callable[[], datetime] = system_clock,
    kdf: Kdf | None = None,
) -> Created:
    """Make a store in an empty folder, with its first director; it appears whole or not at all.

    ``kdf`` fixes the cost of opening a slot; without it, it is fitted to this computer.
    """
    passphrases.require(passphrase, account)
    data_folder.prepare(folder)
    now = clock()
    making = folder / data_folder.MAKING
    making.mkdir(mode=0o700)
    try:
        founded = founding.found(account, passphrase, kdf)
        engine = cipher.engine(making / data_folder.DATABASE, founded.core, founded.keyring.cipher_salt)
        upgrade.make_schema(engine)
        vault = signin.vault_of(founded.keyring, founded.slot, founded.opened)
        with Session(engine.execution_options(writes=True), expire_on_commit=False) as session:
            head = _first_rows(session, vault, account, organisation, now)
            session.commit()
        connection = engine.raw_connection()
        cipher.checkpoint(connection.driver_connection)
        connection.close()
        engine.dispose()
        anchor.write(making, founded.keyring.db_id, founded.core, 1, head)
        rings.save(making, founded.keyring, now)
        for name in (data_folder.DATABASE, data_folder.ANCHOR, data_folder.KEYRING):  # the keys come last
            os.replace(making / name, folder / name)
        data_folder.sync_folder(folder)
    except cipher.DRIVER_ERROR as error:
        if cipher.is_full(error):
            raise data_folder.disk_full() from None
        raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return Created(unlock(folder, account, passphrase, clock=clock), founded.recovery_key)


def _first_rows(session: Session, vault: Vault, name: str, organisation: str, now: datetime) -> audit.Head:
    stamps = {
        "created_at": now,
        "created_by": vault.account_id,
        "updated_at": now,
        "updated_by": vault.account_id,
    }
    pair = vault.pair
    rows: list[Account | Organisation] = [
        Account(
            id=vault.account_id,
            name=name,
            roles=["DIRECTOR"],
            active_from=local_day(now),
            pub_box=pair.pub_box,
            pub_sign=pair.pub_sign,
            key_signed_by=vault.account_id,
            key_signature=founding.vouch(vault.trust.db_id, vault.account_id, pair, pair),
            **stamps,
        )
    ]
    if organisation:
        rows.append(Organisation(name=organisation, **stamps))
    session.add_all(rows)
    session.flush()
    audit.append(
        session,
        at=now,
        session_id="setup",
        actor=vault.account_id,
        roles="DIRECTOR",
        action="store.created",
        object_type="account",
        object_id=vault.account_id,
        detail=json.dumps({"records": [audit.recorded(row, "new") for row in rows]}),
    )
    last = audit.head(session)
    return last


def unlock(
    folder: Path,
    account_name: str,
    passphrase: str,
    *,
    clock: Callable[[], datetime] = system_clock,
    ticks: Ticks | None = None,
    accept_older: bool = False,
) -> Store:
    """Open the store of a folder for one person.

    Parameters
    ----------
    accept_older
        Open although the database is older than the last work on this computer (a director restored it on
        purpose); the fact goes into the trail and into the store's ``warnings``.

    Raises
    ------
    Refused
        Wrong name or passphrase, a wait, a folder, key file or database that is not fit; ``older_store``.
    NotAllowed
        The account is closed, or holds no key to the store.
    """
    ticks = ticks or Ticks(clock)
    signed = signin.sign_in(folder, account_name, passphrase, ticks)
    store = opened(folder, signed, ticks, accept_older=accept_older)
    try:
        with store.writing() as session:
            account = session.get(Account, store.account_id)
            if account is None or not active(account, ticks.now()):
                raise signin.account_off()
            own_codes.take_up(session)
            house_terms.take_up(session, local_day(ticks.now()))
            unusable = grants.learn(session, store.vault)
            trail.signed_in(store, session, account, unusable)
        trail.absorbed(store)
    except BaseException:
        store.close()
        raise
    return store


def opened(folder: Path, signed: SignedIn, ticks: Ticks, *, accept_older: bool = False) -> Store:
    """Open the database with the keys of a slot, brought to this program's schema and compared with its anchor.

    Nothing is written into the trail yet; ``unlock`` and recovery do that, each in its own words.
    """
    warnings = fitness.key_file(folder, signed)
    core_epoch, before = fitness.database(folder, signed)
    signed.vault.keep_core(core_epoch)
    core, salt = signed.vault.seals("core")[core_epoch], signed.keyring.cipher_salt
    upgraded_from = upgrade.upgrade(folder, core, salt, before)
    engine = cipher.engine(folder / data_folder.DATABASE, core, salt)
    store = Store(folder, engine, signed.vault, ticks, signed.keyring.db_id)
    try:
        store.warnings = (*warnings, *fitness.against_anchor(store, accept_older))
    except BaseException:
        store.close()
        raise
    store.failed_before = signed.failed_before
    store.upgraded_from = upgraded_from
    return store


def active(account: Account, now: datetime) -> bool:
    """Say whether an account may sign in: neither suspended nor over."""
    over = account.active_to is not None and account.active_to <= local_day(now)
    return account.suspended_at is None and not over
