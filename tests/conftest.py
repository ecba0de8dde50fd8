"""Real stores for every test: one is made, each test works on its own copy of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from shelter_app import i18n
from shelter_app.db import audit, enrolment, trail
from shelter_app.db import opening as stores
from shelter_app.db.models import new_id
from shelter_app.db.models.trust import Account
from shelter_app.db.store import Store
from shelter_app.db.vault.slots import Kdf
from shelter_app.services.acting import Actor
from tests.costs import cheap_derivation, real_derivation, unwiped_memory
from tests.statements import compiled_once

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A machine that does other work besides gets the time it needs; a test that passes waits no longer for it.
QtBot.waitUntil.__kwdefaults__["timeout"] = 30_000


MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3

# A test writes its stores into memory where the system has a place for that: each save waits for its disk.
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None]:
    """Let the windows of a test go before the next test begins.

    Qt puts off their going to the next loop of events, which is one of the next test: a window that goes late
    takes the keyboard from the new one, and closes its menus and lists.
    """
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


CHEAP = Kdf(m=46 * 1024, t=1, p=2)
DIRECTOR = "Ileana Cornea"
PASSPHRASE = "rouă veche peste dealul albastru"


@dataclass
class FixedClock:
    """A clock that stands still until a test moves it."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 24, 10, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> datetime:
        self.now += timedelta(**parts)
        return self.now


@dataclass(frozen=True)
class Template:
    """A closed store in a folder of its own, and what opens it."""

    folder: Path
    director: str
    passphrase: str
    recovery_key: str

    def copied(self, to: Path) -> Path:
        shutil.copytree(self.folder, to)
        to.chmod(0o700)
        return to


@pytest.fixture(autouse=True)
def romanian() -> Iterator[None]:
    """Let each test begin in the house's language, whatever the one before has chosen."""
    i18n.use_language(i18n.DEFAULT)
    yield
    i18n.use_language(i18n.DEFAULT)


@pytest.fixture
def english(romanian: None) -> None:
    """Let the program speak English in a test that reads its sentences."""
    i18n.use_language("en")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def takes_real_kdf(item: pytest.Item) -> bool:
    """Say whether a test's stores are opened by passphrases as the program opens them."""
    return any(item.get_closest_marker(name) for name in ("real_kdf", "system"))


@pytest.fixture(scope="session", autouse=True)
def cheap_stores() -> Iterator[None]:
    """Let opening a store cost little, in the fixtures of a session or module too."""
    with cheap_derivation(), unwiped_memory(), compiled_once():
        yield


@pytest.fixture(autouse=True)
def slow_sign_in(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let signing in cost what it costs, in a test that is marked so."""
    with real_derivation() if takes_real_kdf(request.node) else nullcontext():
        yield


def made_template(folder: Path) -> Template:
    created = stores.create(
        folder,
        account=DIRECTOR,
        passphrase=PASSPHRASE,
        organisation="Asociația Casa Încercării",
        clock=FixedClock(),
        kdf=CHEAP,
    )
    created.store.close()
    return Template(folder, DIRECTOR, PASSPHRASE, created.recovery_key)


@pytest.fixture(scope="session")
def cheap_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A store that opens by cheap derivation, for fixtures of a session; tests ask for ``template_store``."""
    with cheap_derivation():
        return made_template(tmp_path_factory.mktemp("template") / "store")


@pytest.fixture(scope="session")
def real_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A store that opens as the program derives keys."""
    with real_derivation():
        return made_template(tmp_path_factory.mktemp("real-template") / "store")


@pytest.fixture
def template_store(request: pytest.FixtureRequest) -> Template:
    """A closed store with its director, that opens as this test derives keys."""
    name = "real_template" if takes_real_kdf(request.node) else "cheap_template"
    template: Template = request.getfixturevalue(name)
    return template


@pytest.fixture
def store(template_store: Template, tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    folder = template_store.copied(tmp_path / "store")
    opened = stores.unlock(folder, template_store.director, template_store.passphrase, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def director(store: Store, clock: FixedClock) -> Actor:
    return Actor(store, store.account_id, DIRECTOR, clock, store.session_id)


@pytest.fixture
def make_actor(store: Store, director: Actor, clock: FixedClock) -> Iterator[Callable[..., Actor]]:
    """Return a function that enrols an account with a role in the same store and signs it in."""
    opened: list[Store] = []

    def make(role: str, *, name: str = "", shelters: list[str] | None = None) -> Actor:
        name = name or f"{role.capitalize()} {len(opened) + 1}"
        account_id = add_account(store, name, [role], clock(), shelters)
        invited = enrolment.invite(
            store, account_id=account_id, name=name, roles=[role], now=clock(), kdf=CHEAP
        )
        enrolment.enrol(store.folder, name, invited.code, PASSPHRASE, clock=clock, kdf=CHEAP)
        with store.writing() as session:
            account = session.get(Account, store.account_id)
            assert account is not None
            trail.confirm_keys(store, session, account)
        own = stores.unlock(store.folder, name, PASSPHRASE, clock=clock)
        opened.append(own)
        return Actor(own, account_id, name, clock, own.session_id)

    yield make
    for own in opened:
        own.close()


def add_account(
    store: Store, name: str, roles: list[str], now: datetime, shelters: list[str] | None = None
) -> str:
    account_id = new_id()
    with store.writing() as session:
        account = Account(
            id=account_id,
            created_at=now,
            created_by=store.account_id,
            updated_at=now,
            updated_by=store.account_id,
            name=name,
            roles=roles,
            shelters=shelters,
            active_from=date(2026, 1, 1),
        )
        session.add(account)
        session.flush()
        author = session.get(Account, store.account_id)
        assert author is not None
        trail.event(
            store, session, author, "accounts.add", detail={"records": [audit.recorded(account, "new")]}
        )
    return account_id
