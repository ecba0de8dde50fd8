"""An open store: read and written in transactions by one person, closed with its books in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from shelter_app.db import anchor, audit, cipher, heads, signin
from shelter_app.db import folder as data_folder
from shelter_app.db.models import new_id
from shelter_app.db.models.trust import SignedHead
from shelter_app.db.vault import grants
from shelter_app.db.vault import keyring as rings
from shelter_app.db.vault.keys import Vault
from shelter_app.db.vault.waits import Ticks
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

EVENTS_BETWEEN_SIGNATURES = 200


@dataclass(frozen=True, slots=True)
class DoubtedClock:
    """Why the clock is doubted (``clock_doubt``), and when something was last done in the store."""

    why: str
    last: datetime


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
        self.clock_doubt: DoubtedClock | None = None
        self.ticks = ticks
        self._engine = engine
        self._readers = engine
        self._writers = engine.execution_options(writes=True)
        self._db_id = db_id
        self._cores = vault.seals("core")
        self._keeper = anchor.Keeper(self._write_anchor, self.rest)
        self._unsigned = 0
        self._closed = False

    def believe_clock(self) -> None:
        """Take the computer's clock for right: somebody said so."""
        self.clock_doubt = None

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
                signature=self.vault.sign(heads.message(self._db_id, last)),
            )
        )
        self._unsigned = -session.info.get(audit.COUNT, 0)

    def _write_anchor(self, head: audit.Head) -> None:
        core = self._cores[max(self._cores)]
        before = anchor.read(self.folder, self._db_id, list(self._cores.values()))
        if before is None or before.seq <= head.seq:  # a command beside the window may be further
            anchor.write(self.folder, self._db_id, core, 1, head)
