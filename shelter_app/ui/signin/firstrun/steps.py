"""What the steps of the first run do; each runs in a worker and leaves nothing half made.

Until the sheet is confirmed its key is kept as the director's own draft, so that the run goes on after a break.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

if TYPE_CHECKING:
    from shelter_app.services.acting import Actor

FORM = "first_run"
FIRST_SHELTER = "A1"
SHEET, ROOMS = "sheet", "rooms"


def create_store(
    folder: Path, organisation: str, account: str, passphrase: str, again: str
) -> tuple[Actor, str]:
    """Make the store with its first director; return who has signed in, and the key for the sheet."""
    from shelter_app.db import opening as stores
    from shelter_app.domain.passphrases import need_no_passphrase_in
    from shelter_app.services.acting import Actor
    from shelter_app.services.drafts import drafts

    if not account:
        raise Refused("name_missing", _("Type your name."), ("account",))
    need_no_passphrase_in(account, passphrase)
    if passphrase != again:
        raise Refused("not_the_same", _("The two passphrases do not match. Type both again."), ("again",))
    made = stores.create(folder, account=account, passphrase=passphrase, organisation=organisation)
    actor = Actor(made.store, made.store.account_id, account, session_id=made.store.session_id)
    drafts.keep(actor, FORM, {"step": SHEET, "key": made.recovery_key})
    return actor, made.recovery_key


def confirm(actor: Actor, key: str, group: int, typed: str) -> None:
    """Take the typed group as proof that the sheet is on paper; the key is forgotten here then."""
    from shelter_app.db.vault.printed import need_group
    from shelter_app.services.drafts import drafts

    need_group(key, group, typed, "group")
    drafts.keep(actor, FORM, {"step": ROOMS})


def lay_out(actor: Actor, name: str, pattern: str, rule: str, since: date) -> None:
    """Open the shelter with its rooms and beds; the first run is over."""
    from shelter_app.services.acting import build, perform
    from shelter_app.services.drafts import drafts
    from shelter_app.services.house.layout import LayOutHouse

    perform(
        actor,
        build(
            LayOutHouse,
            code=FIRST_SHELTER,
            name=name,
            pattern=pattern,
            placement_rule=rule,
            in_use_from=since,
        ),
    )
    drafts.drop(actor, FORM)
