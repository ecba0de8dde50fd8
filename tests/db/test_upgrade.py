"""A store is brought to a newer schema on a copy; interrupted, the old one works."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from shelter_app.db import check as checks
from shelter_app.db import cipher, guards, migrations, upgrade
from shelter_app.db import opening as stores
from shelter_app.db.models.trust import AuditEvent
from shelter_app.domain.errors import Refused
from tests.conftest import DIRECTOR, PASSPHRASE


@pytest.fixture
def older(template_store, tmp_path, clock, monkeypatch):
    """A folder whose store stands one revision before the program's, which drops a guard in passing."""
    folder = template_store.copied(tmp_path / "older")
    known = upgrade.known_revisions()

    def move(connection):
        guards.drop(connection)
        connection.execute(text("CREATE TABLE added (id TEXT PRIMARY KEY) STRICT"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        guards.install(connection)

    monkeypatch.setattr(upgrade, "known_revisions", lambda: (*known, "9999"))
    monkeypatch.setattr(migrations, "upgrade", move)
    return folder


def unlock(folder, clock):
    return stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock)


def test_the_newest_revision_is_known_without_loading_alembic():
    assert upgrade.known_revisions()[-1] == migrations.head()


def test_an_older_store_is_brought_forward_and_the_old_file_is_kept(older, clock):
    before = upgrade.known_revisions()[-2]
    with unlock(older, clock) as store:
        with store.reading() as session:
            assert session.execute(text("SELECT count(*) FROM added")).scalar() == 0
            assert "store.upgraded" in session.scalars(select(AuditEvent.action)).all()
        assert checks.check(store).problems == ()
    assert (older / f"core.db.before-{before}").exists()
    assert not list(older.glob("*.upgrading*"))
    with unlock(older, clock) as store:
        assert store.upgraded_from is None


@pytest.mark.parametrize("moment", ["_copy_and_migrate", "_verify"])
def test_an_interrupted_upgrade_leaves_the_old_store_and_can_be_done_again(older, clock, monkeypatch, moment):
    done = getattr(upgrade, moment)

    def interrupted(*arguments):
        done(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(upgrade, moment, interrupted)
        with pytest.raises(KeyboardInterrupt):
            unlock(older, clock)
    with monkeypatch.context() as patch:
        patch.setattr(upgrade, "known_revisions", lambda: (migrations.head(),))
        unlock(older, clock).close()
    with unlock(older, clock) as store:
        assert store.upgraded_from == migrations.head()


def test_a_copy_that_does_not_prove_sound_is_not_taken(older, clock, monkeypatch):
    monkeypatch.setattr(cipher, "broken_structure", lambda _connection: ["row missing from index"])
    with pytest.raises(Refused) as refused:
        unlock(older, clock)
    assert refused.value.code == "upgrade_failed"
    monkeypatch.setattr(upgrade, "known_revisions", lambda: (migrations.head(),))
    unlock(older, clock).close()


def test_a_store_of_a_newer_program_is_refused_in_words(template_store, tmp_path, clock):
    folder = template_store.copied(tmp_path / "newer")
    with unlock(folder, clock) as store, store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused) as refused:
        unlock(folder, clock)
    assert refused.value.code == "newer_store"
