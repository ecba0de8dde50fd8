"""Processes that write until they are killed, and say aloud what was acknowledged."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from shelter_app.db import cipher, signin, trail
from shelter_app.db import opening as stores
from shelter_app.db.audit import recorded
from shelter_app.db.models.house import Setting
from shelter_app.db.models.trust import Account
from shelter_app.db.store import Store
from shelter_app.db.vault.waits import Ticks
from tests.costs import unwiped_memory


def write_for_ever(store: Store, run: str) -> None:
    now = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    number = 0
    while True:
        key = f"{run}-{number}"
        number += 1
        with store.writing() as session:
            row = Setting(
                created_at=now,
                created_by=store.account_id,
                updated_at=now,
                updated_by=store.account_id,
                key=key,
                value="x" * 3000,
                from_on=now.date(),
            )
            session.add(row)
            session.flush()
            account = session.get(Account, store.account_id)
            assert account is not None
            trail.event(store, session, account, "test.write", detail={"records": [recorded(row, "new")]})
        os.write(1, f"{key}\n".encode())


def main(folder: Path, name: str, passphrase: str, runs: int) -> None:
    """Fork a writer for each run and kill it at any moment after its first save was acknowledged."""
    ticks = Ticks(lambda: datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
    chance = random.Random(7)
    signed = signin.sign_in(folder, name, passphrase, ticks)
    core = signed.vault.seals("core")[1]
    for run in range(runs):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(writing, 1)
            engine = cipher.engine(folder / "core.db", core, signed.keyring.cipher_salt)
            write_for_ever(Store(folder, engine, signed.vault, ticks, signed.keyring.db_id), f"run{run}")
        os.close(writing)
        said = os.read(reading, 64)
        time.sleep(chance.random() * 0.02)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(reading, 65536):
            said += more
        os.close(reading)
        print(said.decode().rpartition("\n")[0], flush=True)
        if run % 25 == 24:
            stores.unlock(folder, name, passphrase, ticks=ticks).close()


if __name__ == "__main__":
    with unwiped_memory():
        main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
