"""What was acknowledged is there after the process is killed; what was not is there whole or not at all."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from shelter_app.db import check as checks
from shelter_app.db import opening as stores
from shelter_app.db.models.house import Setting
from tests.conftest import DIRECTOR, PASSPHRASE

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(os.name != "posix", reason="kills processes as POSIX does"),
]

KILLS = 200


def test_two_hundred_kills_lose_no_acknowledged_save_and_leave_a_sound_store(template_store, tmp_path):
    folder = template_store.copied(tmp_path / "store")
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-m", "tests.db.writer", str(folder), DIRECTOR, PASSPHRASE, str(KILLS)],
        capture_output=True,
        text=True,
        cwd=root,
        check=True,
        timeout=300,
    )
    acknowledged = set(done.stdout.split())
    assert len({key.split("-")[0] for key in acknowledged}) == KILLS
    store = stores.unlock(folder, DIRECTOR, PASSPHRASE)
    with store.reading() as session:
        stored = set(session.scalars(select(Setting.key)))
    assert acknowledged <= stored
    # At most the one save that was under way when each child died is there without having been said.
    assert len(stored - acknowledged) <= KILLS
    assert checks.check(store).problems == ()
    store.close()


def test_kills_while_the_key_file_is_rewritten_leave_it_readable(template_store, tmp_path):
    from shelter_app.db.vault import keyring as rings

    folder = template_store.copied(tmp_path / "store")
    script = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from shelter_app.db.vault import keyring as rings\n"
        "folder = Path(sys.argv[1]); ring = rings.load(folder); print('go', flush=True)\n"
        "while True: rings.save(folder, ring, datetime.now(UTC))"
    )
    chance = random.Random(3)
    for _kill in range(20):
        child = subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.random() * 0.02)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        rings.parse((folder / "keyring.json").read_bytes())
    stores.unlock(folder, DIRECTOR, PASSPHRASE).close()
