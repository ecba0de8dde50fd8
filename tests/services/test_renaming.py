"""An account is renamed: at sign-in at once; what was done before keeps its name, unless that was a mistake."""

from __future__ import annotations

import io

import pypdf
import pytest

from shelter_app.db import opening as stores
from shelter_app.db.check import check
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.accounts.acts import RenameAccount
from shelter_app.services.accounts.trail import trail
from shelter_app.services.accounts.views import accounts
from shelter_app.services.acting import perform
from shelter_app.services.beds.printing import PrintRoster
from shelter_app.services.handover.acts import WriteHandover
from shelter_app.services.handover.views import lines
from shelter_app.services.house.views import house
from tests.conftest import PASSPHRASE
from tests.services import casework


def rename(director, account, name, *, mistake=False):
    return perform(director, RenameAccount(account=account, name=name, mistake=mistake))


def test_the_new_name_signs_in_and_the_old_one_no_longer(make_actor, director, store, clock):
    night = make_actor("HOUSE_STAFF", name="Ana Ispas")
    assert rename(director, night.account_id, "Ana Moraru") == "Ana Ispas"
    assert "Ana Moraru" in [row.name for row in accounts(director)]
    with stores.unlock(store.folder, "Ana Moraru", PASSPHRASE, clock=clock) as again:
        assert again.account_id == night.account_id
    with pytest.raises(Refused):
        stores.unlock(store.folder, "Ana Ispas", PASSPHRASE, clock=clock)


def test_the_trail_and_what_was_written_keep_the_name_of_their_time(make_actor, director, store, clock):
    night = make_actor("HOUSE_STAFF", name="Ana Ispas")
    shelter = casework.shelter(store)
    perform(night, WriteHandover(shelter=shelter, shift="NIGHT", text="Liniște."))
    clock.forward(hours=1)
    rename(director, night.account_id, "Ana Moraru")
    clock.forward(hours=1)
    perform(night, WriteHandover(shelter=shelter, shift="NIGHT", text="Tot liniște."))
    wrote = [row.who for row in trail(director).rows if row.action == "handover.write"]
    assert wrote == ["Ana Moraru", "Ana Ispas"]
    assert [line.author for line in lines(director)] == ["Ana Moraru", "Ana Ispas"]
    found = trail(director, words=("ispas",))  # who knows the old name finds what was done under it
    assert "handover.write" in [row.action for row in found.rows]


def test_a_name_that_was_a_mistake_is_shown_nowhere_any_more(make_actor, director, store, clock):
    slip = "rouă veche peste deal"
    night = make_actor("HOUSE_STAFF", name=slip)
    perform(night, WriteHandover(shelter=casework.shelter(store), shift="NIGHT", text="Liniște."))
    clock.forward(hours=1)
    rename(director, night.account_id, "Ana Moraru", mistake=True)
    assert slip not in {row.who for row in trail(director).rows}
    assert trail(director, words=("veche",)).total == 0


def test_a_renaming_is_taken_back_by_the_name_before(make_actor, director, clock):
    night = make_actor("HOUSE_STAFF", name="Ana Ispas")
    clock.forward(hours=1)
    before = rename(director, night.account_id, "Ana Moraru")
    clock.forward(minutes=1)
    rename(director, night.account_id, before, mistake=True)
    clock.forward(minutes=1)
    assert "Ana Moraru" not in {row.who for row in trail(director).rows}
    assert house(night).account == "Ana Ispas"


def test_papers_that_a_renamed_account_makes_carry_the_name_of_now(director, store, clock):
    casework.shelter(store)
    rename(director, director.account_id, "Ileana Pop")
    made = perform(director, PrintRoster(kind="NIGHT_LIST"))
    assert "de Ileana Pop" in pypdf.PdfReader(io.BytesIO(made.content)).pages[0].extract_text()


def test_only_a_director_renames_and_a_name_stays_one_accounts(make_actor, director):
    night = make_actor("HOUSE_STAFF", name="Ana Ispas")
    with pytest.raises(NotAllowed):
        rename(night, night.account_id, "Ana Moraru")
    for name, code in (("  ", "name_missing"), (director.name, "name_taken"), ("Ana Ispas", "same_name")):
        with pytest.raises(Refused) as refused:
            rename(director, night.account_id, name)
        assert (refused.value.code, refused.value.fields) == (code, ("name",))


def test_the_store_is_sound_after_a_renaming(make_actor, director, store):
    rename(director, make_actor("HOUSE_STAFF").account_id, "Ana Moraru")
    assert check(store, lambda _step, _done: None).problems == ()
