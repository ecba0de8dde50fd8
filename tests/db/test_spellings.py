"""Name and passphrase are the same whichever keyboard writes ș and ț, for slots of today and of before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from shelter_app.db import opening as stores
from shelter_app.db.vault import slots
from shelter_app.domain import names
from shelter_app.domain.errors import Refused
from tests.conftest import CHEAP, DIRECTOR

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.real_kdf]

COMMA = "mușețel râul Țara cireș nalba șoim"
CEDILLA = "muşeţel râul Ţara cireş nalba şoim"
Clock = Callable[[], datetime]
Found = Callable[[str, str], Path]


@pytest.fixture
def found(tmp_path: Path, clock: Clock) -> Found:
    def found_store(name: str, passphrase: str) -> Path:
        folder = tmp_path / "store"
        stores.create(folder, account=name, passphrase=passphrase, clock=clock, kdf=CHEAP).store.close()
        return folder

    return found_store


@pytest.mark.parametrize("made_with", [COMMA, CEDILLA])
@pytest.mark.parametrize("typed", [COMMA, CEDILLA])
@pytest.mark.parametrize(
    "name", ["Ștefania Măciucă", "Ştefania Măciucă", "stefania maciuca", "ȘTEFANIA  MĂCIUCĂ"]
)
def test_either_keyboard_opens_what_either_made(
    found: Found, clock: Clock, made_with: str, typed: str, name: str
) -> None:
    folder = found("Ștefania Măciucă", made_with)
    stores.unlock(folder, name, typed, clock=clock).close()


@pytest.mark.parametrize("made_with", [COMMA, CEDILLA])
@pytest.mark.parametrize("typed", [COMMA, CEDILLA])
def test_a_slot_of_before_opens_with_either_too(
    found: Found, clock: Clock, monkeypatch: pytest.MonkeyPatch, made_with: str, typed: str
) -> None:
    with monkeypatch.context() as before:
        before.setattr(names, "comma_below", lambda text: text)
        before.setattr(
            slots, "name_tag", lambda name, salt: slots._tag(" ".join(name.casefold().split()), salt)
        )
        folder = found("Ştefania Măciucă", made_with)
    for name in ("Ștefania Măciucă", "Ştefania Măciucă"):
        stores.unlock(folder, name, typed, clock=clock).close()


def test_a_passphrase_without_its_diacritics_is_another_one(found: Found, clock: Clock) -> None:
    folder = found(DIRECTOR, COMMA)
    with pytest.raises(Refused):
        stores.unlock(folder, DIRECTOR, names.fold(COMMA), clock=clock)
