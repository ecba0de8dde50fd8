"""Proving the store, by those whose role includes it; that it was proved is in the trail."""

from __future__ import annotations

from shelter_app.db.check import Checked, Progress, check
from shelter_app.i18n import N_
from shelter_app.services.acting import Actor, ReadContext, view


def check_store(actor: Actor, progress: Progress) -> Checked:
    """Prove pages, structure, references, trail, guards, keys and every record."""
    may_check(actor)
    return check(actor.store, progress)


@view("accounts.check_store", audited=True, told=N_("checked the register"))
def may_check(_look: ReadContext) -> None:
    """Pass only those who may prove the store, and leave an event of it."""
