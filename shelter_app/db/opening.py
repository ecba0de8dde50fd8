"""Making a store, and opening one: from a folder, a name and a passphrase to the open store."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from shelter_app.db import (
    anchor,
    audit,
    cipher,
    fitness,
    house_terms,
    own_codes,
    shipped_codes,
    signin,
    trail,
    upgrade,
)
from shelter_app.db import folder as data_folder
from shelter_app.db.models.house import Organisation
from shelter_app.db.models.trust import Account
from shelter_app.db.signin import SignedIn
from shelter_app.db.store import DoubtedClock, Store
from shelter_app.db.vault import founding, grants
from shelter_app.db.vault import keyring as rings
from shelter_app.db.vault.keys import Vault
from shelter_app.db.vault.slots import Kdf
from shelter_app.db.vault.waits import Ticks
from shelter_app.domain import passphrases
from shelter_app.domain.clock import local_day, system_clock
from shelter_app.domain.clock_doubt import clock_doubt
from shelter_app.domain.roles import DIRECTOR


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
            roles=[DIRECTOR],
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
        roles=DIRECTOR,
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
            seeded = shipped_codes.seed_missing(session, ticks.now())
            own_codes.apply_own_codes(session)
            house_terms.take_up(session, local_day(ticks.now()))
            unusable = grants.learn(session, store.vault)
            last = trail.last_work(session)
            why = clock_doubt(ticks.now(), last)
            if why is not None and last is not None:
                store.clock_doubt = DoubtedClock(why, last)
            trail.signed_in(store, session, account, unusable, seeded)
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
