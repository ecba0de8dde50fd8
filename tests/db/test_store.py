"""The store: opened by the recipe, refused when damaged or old, silent on the disk."""

from __future__ import annotations

import os
import random
import shutil
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from shelter_app.db import anchor, audit, cipher, heads, trail
from shelter_app.db import folder as data_folder
from shelter_app.db import opening as stores
from shelter_app.db.models import new_id
from shelter_app.db.models.house import Setting
from shelter_app.db.models.people import Resident, ResidentIdentity
from shelter_app.db.models.trust import Account, AuditEvent, SignedHead
from shelter_app.db.vault import Compartment, SealedPlace
from shelter_app.db.vault import keyring as rings
from shelter_app.domain.errors import Refused
from tests.conftest import CHEAP, DIRECTOR, PASSPHRASE

pytestmark = pytest.mark.usefixtures("english")

CANARY = "Zburătoarea-Canar-7731"


@pytest.fixture
def folder(template_store, tmp_path):
    return template_store.copied(tmp_path / "own")


def unlock(folder, clock, **options):
    return stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock, **options)


def refusal(folder, clock):
    with pytest.raises(Refused) as refused:
        unlock(folder, clock)
    return refused.value.code


def stamps(store, clock):
    return {
        "created_at": clock(),
        "created_by": store.account_id,
        "updated_at": clock(),
        "updated_by": store.account_id,
    }


def write(store, clock, key, value="x"):
    with store.writing() as session:
        row = Setting(key=key, value=value, from_on=clock().date(), **stamps(store, clock))
        session.add(row)
        session.flush()
        account = session.get(Account, store.account_id)
        trail.event(store, session, account, "test.write", detail={"records": [audit.recorded(row, "new")]})


# -- the recipe ------------------------------------------------------------------------------------------


def test_a_made_store_opens_with_its_passphrase_and_keeps_what_was_written(folder, clock):
    with unlock(folder, clock) as store:
        write(store, clock, "first")
    with unlock(folder, clock) as store, store.reading() as session:
        assert session.scalar(select(Setting.key)) == "first"


def test_folder_and_files_belong_to_their_owner_alone(folder, clock):
    with unlock(folder, clock) as store:
        write(store, clock, "first")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert set(modes.values()) == {0o600}, modes


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH DATABASE 'other.db' AS other KEY ''",
        "PRAGMA temp_store=1",
        "PRAGMA writable_schema=ON",
        "PRAGMA rekey='x'",
        "SELECT load_extension('x')",
        "VACUUM",
        "VACUUM INTO 'plain.db'",
    ],
)
def test_what_could_carry_data_out_is_forbidden(store, statement):
    with store.raw() as connection, pytest.raises(cipher.DRIVER_ERROR):
        connection.execute(statement)


def test_a_pragma_that_does_not_take_is_a_defect(store, monkeypatch):
    monkeypatch.setattr(cipher, "_PRAGMAS", (("cache_size", "-65536", -1),))
    with pytest.raises(RuntimeError, match="cache_size"), store.raw():
        pass


def test_an_unknown_build_of_the_cipher_is_refused(folder, clock, monkeypatch):
    monkeypatch.setattr(cipher, "KNOWN_BUILDS", frozenset({"9.9.9"}))
    assert refusal(folder, clock) == "unknown_cipher"


def test_a_session_for_reading_cannot_write(store, clock):
    with pytest.raises(OperationalError), store.reading() as session:
        session.add(Setting(key="k", value="v", from_on=clock().date(), **stamps(store, clock)))
        session.flush()
    write(store, clock, "after")


def test_the_values_of_a_failed_write_are_not_in_its_error(store, clock):
    row = {"key": CANARY, "value": CANARY, "from_on": clock().date(), **stamps(store, clock)}
    with pytest.raises(IntegrityError) as failed, store.writing() as session:
        session.add_all([Setting(**row), Setting(**row)])
    assert CANARY not in str(failed.value)


def test_two_stores_write_at_the_same_time_and_none_is_lost(folder, clock):
    from concurrent.futures import ThreadPoolExecutor

    with unlock(folder, clock) as one, unlock(folder, clock) as other, ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(write, store, clock, f"{number}-{n}")
            for n, store in enumerate((one, other))
            for number in range(40)
        ]
        for job in jobs:
            job.result()
        with one.reading() as session:
            assert len(session.scalars(select(Setting.key)).all()) == 80
            assert audit.verify(session) == []


def test_a_writer_that_must_wait_too_long_is_told_so(store, clock, monkeypatch):
    monkeypatch.setattr(
        cipher,
        "_PRAGMAS",
        tuple(
            (name, "50", 50) if name == "busy_timeout" else (name, value, expected)
            for name, value, expected in cipher._PRAGMAS
        ),
    )
    with unlock(store.folder, clock) as other, store.raw() as holding:
        holding.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refused) as refused:
            write(other, clock, "k")
        holding.execute("ROLLBACK")
    assert refused.value.code == "busy"


def test_with_too_little_room_nothing_new_is_written(store, clock, monkeypatch):
    monkeypatch.setattr(data_folder, "room", lambda _folder: data_folder.RESERVE - 1)
    with pytest.raises(Refused) as refused:
        write(store, clock, "k")
    assert refused.value.code == "disk_full"


def test_a_disk_that_is_nearly_full_is_said_at_sign_in(folder, clock, monkeypatch):
    monkeypatch.setattr(data_folder, "room", lambda _folder: data_folder.SCARCE - 1)
    with unlock(folder, clock) as store:
        assert any("nearly full" in warning for warning in store.warnings)


def test_a_full_database_is_said_in_words_and_writing_goes_on_when_there_is_room(store, clock):
    with pytest.raises(Refused) as refused, store.writing() as session:
        driver = session.connection().connection.driver_connection
        pages = driver.execute("PRAGMA page_count").fetchone()[0]
        driver.execute(f"PRAGMA max_page_count={pages}")
        try:
            session.add(Setting(key="big", value="x" * 10**6, from_on=clock().date(), **stamps(store, clock)))
            session.flush()
        finally:
            driver.execute("PRAGMA max_page_count=1073741823")
    assert refused.value.code == "disk_full"
    write(store, clock, "after")


def test_a_closed_store_says_that_it_is_locked(store, clock):
    store.close()
    store.close()
    with pytest.raises(Refused) as refused:
        write(store, clock, "k")
    assert refused.value.code == "locked"


# -- what a finder sees ----------------------------------------------------------------------------------


def test_no_name_no_note_and_no_passphrase_stands_in_any_file(tmp_path, clock):
    folder = tmp_path / "canary"
    passphrase = f"{CANARY} parola lungă"
    store = stores.create(
        folder,
        account=f"{CANARY} Nume",
        passphrase=passphrase,
        organisation=f"{CANARY} Casa",
        clock=clock,
        kdf=CHEAP,
    ).store
    store.close()
    with pytest.raises(Refused):
        stores.unlock(folder, f"{CANARY} Alt", f"{CANARY} greșit", clock=clock)
    store = stores.unlock(folder, f"{CANARY} Nume", passphrase, clock=clock)
    write(store, clock, CANARY, CANARY * 50)
    found = [path for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
    store.close()
    found += [path for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
    assert found == []


def test_the_program_locks_and_wipes_the_memory_of_the_database(tmp_path):
    """In a process of its own: tests leave this out, and a process that has begun with it keeps it."""
    script = (
        "import sys; from pathlib import Path; from shelter_app.db import cipher\n"
        "connection = cipher.connect(Path(sys.argv[1]), bytes(32), bytes(16))\n"
        "print(connection.execute('PRAGMA cipher_memory_security').fetchone()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "core.db")],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_nothing_is_written_to_the_error_stream_by_a_wrong_key(folder):
    script = (
        "import sys; from pathlib import Path; from shelter_app.db import cipher\n"
        "try: cipher.connect(Path(sys.argv[1]), bytes(32), bytes(16))\n"
        "except cipher.Unreadable: print('refused')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder / "core.db")],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    assert (done.stdout, done.stderr) == ("refused\n", "")


def test_an_account_without_a_grant_reads_no_note_even_past_the_program(make_actor, store, clock):
    from shelter_app.db.vault import grants

    author, curious = make_actor("COUNSELLOR"), make_actor("HOUSE_STAFF")
    resident_id = new_id()
    case = Compartment("COUNSEL", resident_id)
    with author.store.writing() as session:
        grants.ensure_case_key(
            session, author.store.vault, case, actor_id=author.account_id, now=clock(), reason="note"
        )
        resident = Resident(
            id=resident_id, code="CEDRU-15", birth_precision="YEAR", birth_year=1999, **stamps(store, clock)
        )
        identity = ResidentIdentity(id=new_id(), resident_id=resident_id, **stamps(store, clock))
        name = SealedPlace("resident_identity", "legal_name", identity.id, Compartment("IDENTITY"))
        note = SealedPlace("resident_identity", "notes", identity.id, case)
        identity.legal_name = author.store.vault.seal(name, CANARY)
        identity.notes = author.store.vault.seal(note, CANARY)
        session.add(resident)
        session.flush()
        session.add(identity)
    own = curious.store.vault
    with curious.store.raw() as connection:
        dump = repr(connection.execute("SELECT * FROM resident_identity").fetchall())
        sealed_keys = [row[0] for row in connection.execute("SELECT sealed_key FROM vault_grant")]
    ring = rings.load(store.folder)
    sealed_keys += [key for slot in ring.slots for (kind, _e), key in slot.sealed.items() if kind != "core"]
    assert len(sealed_keys) > 3
    assert CANARY not in dump
    assert all(own.pair.opened(key) is None for key in sealed_keys)


# -- damage ----------------------------------------------------------------------------------------------


def test_a_missing_database_is_one_clear_sentence(folder, clock):
    (folder / "core.db").unlink()
    assert refusal(folder, clock) == "database_missing"


@pytest.mark.parametrize("length", [0, 1, 4095, 5000])
def test_a_cut_database_is_one_clear_sentence(folder, clock, length):
    with (folder / "core.db").open("rb+") as file:
        file.truncate(length)
    assert refusal(folder, clock) == "database_cut"


def test_a_database_cut_at_a_page_is_one_clear_sentence(folder, clock):
    with (folder / "core.db").open("rb+") as file:
        file.truncate(4096 * 3)
    assert refusal(folder, clock) == "database_damaged"


def test_a_foreign_database_is_one_clear_sentence(folder, tmp_path, clock):
    other = tmp_path / "other"
    stores.create(other, account=DIRECTOR, passphrase=PASSPHRASE, clock=clock, kdf=CHEAP).store.close()
    shutil.copy(other / "core.db", folder / "core.db")
    assert refusal(folder, clock) == "database_damaged"
    (folder / "core.db").write_bytes(b"SQLite format 3\x00" + bytes(4080))
    assert refusal(folder, clock) == "database_damaged"


def test_a_damaged_salt_does_not_cost_the_data(folder, clock):
    with (folder / "core.db").open("rb+") as file:
        file.write(bytes(16))
    with unlock(folder, clock) as store:
        write(store, clock, "still there")


# -- the anchor ------------------------------------------------------------------------------------------


def test_a_database_put_back_from_before_is_refused_and_can_be_accepted(folder, tmp_path, clock):
    shutil.copy(folder / "core.db", tmp_path / "before.db")
    with unlock(folder, clock) as store:
        write(store, clock, "lost")
    shutil.copy(tmp_path / "before.db", folder / "core.db")
    assert refusal(folder, clock) == "older_store"
    with unlock(folder, clock, accept_older=True) as store:
        assert any("older" in warning for warning in store.warnings)
        with store.reading() as session:
            actions = session.scalars(select(AuditEvent.action)).all()
            assert "store.older_accepted" in actions
    with unlock(folder, clock) as store:
        assert store.warnings == ()


def test_a_lost_tail_of_the_journal_is_noticed(template_store, tmp_path, clock):
    folder = template_store.copied(tmp_path / "tail")
    store = unlock(folder, clock)
    for number in range(30):
        write(store, clock, str(number))
    store._keeper.stop()
    lost = tmp_path / "lost"
    shutil.copytree(folder, lost)
    lost.chmod(0o700)
    (lost / "core.db-wal").unlink()
    (lost / "core.db-shm").unlink(missing_ok=True)
    store.close()
    assert refusal(lost, clock) == "older_store"


def test_a_flipped_bit_in_the_journal_is_noticed(template_store, tmp_path, clock):
    folder = template_store.copied(tmp_path / "wal")
    store = unlock(folder, clock)
    for number in range(20):
        write(store, clock, str(number))
    store._keeper.stop()
    original = tmp_path / "original"
    shutil.copytree(folder, original)
    store.close()
    chance = random.Random(5)
    noticed = 0
    for trial in range(12):
        damaged = tmp_path / f"trial{trial}"
        shutil.copytree(original, damaged)
        damaged.chmod(0o700)
        (damaged / "core.db-shm").unlink(missing_ok=True)
        wal = bytearray((damaged / "core.db-wal").read_bytes())
        wal[chance.randrange(32, len(wal))] ^= 1 << chance.randrange(8)
        (damaged / "core.db-wal").write_bytes(bytes(wal))
        if refusal(damaged, clock) in ("older_store", "database_damaged"):
            noticed += 1
        shutil.rmtree(damaged)
    assert noticed == 12


@pytest.mark.parametrize("content", [None, b"", b"{}", b"not json"])
def test_a_missing_or_damaged_anchor_is_said_and_made_anew(folder, clock, content):
    (folder / "anchor.json").unlink()
    if content is not None:
        (folder / "anchor.json").write_bytes(content)
    with unlock(folder, clock) as store:
        assert any("old copies" in warning for warning in store.warnings)
    with unlock(folder, clock) as store:
        assert store.warnings == ()


def test_a_forged_anchor_is_not_believed(folder, clock):
    core = bytes(32)
    anchor.write(folder, rings.load(folder).db_id, core, 1, audit.Head(1, "0" * 64))
    with unlock(folder, clock) as store:
        assert store.warnings != ()


# -- the trail -------------------------------------------------------------------------------------------


def test_every_change_of_the_trail_is_found(folder, clock):
    changes = {
        "changed": "UPDATE audit_event SET actor = 'x' WHERE seq = 3",
        "moved": "UPDATE audit_event SET at = '2020-01-01T00:00:00Z' WHERE seq = 3",
        "gap": "DELETE FROM audit_event WHERE seq = 3",
        "rehashed": "UPDATE audit_event SET prev_hash = 'x' WHERE seq = 3",
    }
    with unlock(folder, clock) as store:
        for number in range(5):
            write(store, clock, str(number))
        with store.raw() as connection:
            for name in [
                r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
            ]:
                connection.execute(f'DROP TRIGGER "{name}"')
        for change in changes.values():
            with store.writing() as session:
                assert audit.verify(session) == []
                session.execute(text(change))
                assert audit.verify(session) != []
                session.rollback()


def test_the_database_itself_refuses_to_change_the_trail(store):
    for statement in ("UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event"):
        with pytest.raises(DatabaseError), store.writing() as session:
            session.execute(text(statement))


def test_a_session_ends_with_a_signed_head(folder, clock):
    from shelter_app.db.vault.keys import verified

    with unlock(folder, clock) as store:
        write(store, clock, "k")
        pub_sign, db_id = store.vault.pub_sign, store.db_id
    with unlock(folder, clock) as store, store.reading() as session:
        signed = session.scalars(select(SignedHead).order_by(SignedHead.seq.desc())).first()
        head = audit.Head(signed.seq, signed.hash)
        assert heads.trail_contains(session, head)
        assert verified(pub_sign, heads.message(db_id, head), signed.signature)


def test_two_hundred_events_are_not_left_unsigned(folder, clock):
    with unlock(folder, clock) as store:
        for number in range(205):
            write(store, clock, str(number))
        with store.reading() as session:
            assert len(session.scalars(select(SignedHead.seq)).all()) >= 1


def test_creation_sign_in_and_a_wrong_passphrase_are_on_record(folder, clock):
    with pytest.raises(Refused):
        stores.unlock(folder, DIRECTOR, "altă frază cu totul", clock=clock)
    clock.forward(minutes=1)
    with unlock(folder, clock) as store:
        assert store.failed_before == 1
        with store.reading() as session:
            events = session.execute(select(AuditEvent.action, AuditEvent.detail)).all()
    actions = [action for action, _detail in events]
    assert actions[0] == "store.created"
    assert actions[-2:] == ["account.sign_in_failed", "account.sign_in"]
    assert "frază" not in repr(events)
    assert not (folder / "prelogin.log").exists()


def test_a_clock_that_was_set_back_is_on_record(folder, clock):
    clock.forward(hours=-3)
    with unlock(folder, clock) as store, store.reading() as session:
        assert "clock.jumped" in session.scalars(select(AuditEvent.action)).all()


def test_a_suspended_or_ended_account_does_not_open_the_store(folder, clock):
    with unlock(folder, clock) as store, store.writing() as session:
        session.get(Account, store.account_id).suspended_at = clock()
    assert refusal(folder, clock) == "account_off"


# -- the folder ------------------------------------------------------------------------------------------


def test_a_folder_that_others_can_open_is_refused(folder, clock):
    folder.chmod(0o750)
    assert refusal(folder, clock) == "folder_open"


def test_a_link_to_the_folder_is_refused(folder, tmp_path, clock):
    (tmp_path / "link").symlink_to(folder)
    assert refusal(tmp_path / "link", clock) == "folder_link"


@pytest.mark.parametrize("name", ["OneDrive", "Dropbox", "Nextcloud", "iCloud Drive", "Google Drive"])
def test_a_folder_that_a_cloud_copies_is_refused(tmp_path, clock, name):
    with pytest.raises(Refused) as refused:
        stores.create(
            tmp_path / name / "date", account=DIRECTOR, passphrase=PASSPHRASE, clock=clock, kdf=CHEAP
        )
    assert refused.value.code == "folder_synced"


def test_a_missing_and_an_empty_folder_are_told_apart(tmp_path, clock):
    assert refusal(tmp_path / "nowhere", clock) == "no_folder"
    (tmp_path / "empty").mkdir(mode=0o700)
    assert refusal(tmp_path / "empty", clock) == "no_store"


def test_a_store_is_never_made_over_another(folder, clock):
    with pytest.raises(Refused) as refused:
        stores.create(folder, account=DIRECTOR, passphrase=PASSPHRASE, clock=clock, kdf=CHEAP)
    assert refused.value.code == "store_exists"


def test_one_window_at_a_time_has_the_folder(folder):
    lock = data_folder.window_lock(folder)
    script = (
        "import sys; from pathlib import Path; from shelter_app.db import folder\n"
        "from shelter_app.domain.errors import Refused\n"
        "try: folder.window_lock(Path(sys.argv[1]))\n"
        "except Refused as refused: print(refused.code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    assert done.stdout == "already_open\n"
    lock.release()


# -- waits -----------------------------------------------------------------------------------------------


class Clocks:
    """The three clocks of a computer, moved by hand."""

    def __init__(self, clock):
        from shelter_app.db.vault.waits import Ticks

        self.wall, self.monotonic, self.start = clock, 1000.0, "boot-1"
        self.ticks = Ticks(self.wall, lambda: self.monotonic, lambda: self.start)

    def pass_by(self, seconds):
        self.wall.forward(seconds=seconds)
        self.monotonic += seconds

    def restart(self):
        self.start, self.monotonic = self.start + "+", 5.0


@pytest.fixture
def clocks(clock):
    return Clocks(clock)


@pytest.fixture
def waits(tmp_path, clocks):
    from shelter_app.db.vault.waits import SignInDelays

    return SignInDelays(tmp_path, clocks.ticks)


def left(waits, who="ana"):
    try:
        waits.require(who)
    except Refused as refused:
        assert refused.code == "wait"
        return refused.seconds
    return 0


def test_five_wrong_passphrases_are_free_and_then_the_waits_double_up_to_a_quarter_of_an_hour(waits, clocks):
    seen = []
    for _try in range(15):
        waits.failed("ana")
        seen.append(left(waits))
        clocks.pass_by(seen[-1])
    assert seen[:4] == [0, 0, 0, 0]
    assert seen[4:12] == [5, 10, 20, 40, 80, 160, 320, 640]
    assert seen[12:] == [900, 900, 900]


def test_another_account_does_not_wait_until_the_installation_has_seen_twenty(waits, clocks):
    for number in range(19):
        waits.failed(f"nobody-{number}")
    assert left(waits, "ana") == 0
    waits.failed("nobody-20")
    assert left(waits, "ana") == 5


def test_a_wait_survives_a_restart_and_a_clock_set_back_or_forward_does_not_shorten_it(waits, clocks):
    for _try in range(8):
        waits.failed("ana")
    assert left(waits) == 40
    clocks.wall.forward(days=3)
    assert left(waits) == 40
    clocks.wall.forward(days=-9)
    clocks.restart()
    assert left(waits) == 40
    clocks.pass_by(15)
    assert left(waits) == 25
    clocks.pass_by(25)
    assert left(waits) == 0


def test_a_right_passphrase_ends_the_counting(waits):
    for _try in range(4):
        waits.failed("ana")
    assert waits.succeeded("ana") == 4
    for _try in range(4):
        waits.failed("ana")
    assert left(waits) == 0


@pytest.mark.parametrize("content", [b"", b"[]", b'{"highest": 0, "counts": {"ana": 3}}', b'{"counts": {}}'])
def test_a_damaged_file_of_waits_starts_anew(waits, tmp_path, content):
    (tmp_path / "waits.json").write_bytes(content)
    assert left(waits) == 0
    waits.failed("ana")


def test_signing_in_waits_after_five_wrong_passphrases_even_with_the_right_one(folder, clocks):
    for _try in range(5):
        with pytest.raises(Refused) as refused:
            stores.unlock(folder, DIRECTOR, "altă frază cu totul", ticks=clocks.ticks)
        assert refused.value.code == "wrong_sign_in"
    with pytest.raises(Refused) as refused:
        stores.unlock(folder, DIRECTOR, PASSPHRASE, ticks=clocks.ticks)
    assert (refused.value.code, refused.value.seconds) == ("wait", 5)
    clocks.pass_by(timedelta(seconds=5).total_seconds())
    with stores.unlock(folder, DIRECTOR, PASSPHRASE, ticks=clocks.ticks) as store:
        assert store.failed_before == 5


def test_an_unknown_name_waits_too_and_leaves_nothing_of_what_was_typed(folder, clocks):
    for _try in range(5):
        with pytest.raises(Refused):
            stores.unlock(folder, "Maria Necunoscuta", "altă frază cu totul", ticks=clocks.ticks)
    with pytest.raises(Refused) as refused:
        stores.unlock(folder, "Maria Necunoscuta", "altă frază cu totul", ticks=clocks.ticks)
    assert refused.value.code == "wait"
    for name in ("waits.json", "prelogin.log"):
        content = (folder / name).read_text().lower()
        assert "maria" not in content
        assert "fraz" not in content
