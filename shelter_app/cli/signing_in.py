"""How a command gets its actor: the same sign-in as the window's, closed with its books in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shelter_app.cli.output import say
from shelter_app.cli.terminal import read_secret
from shelter_app.db import opening as stores
from shelter_app.db.log import keep_log
from shelter_app.i18n import _
from shelter_app.services.accounts.clock import ConfirmClock, clock_question
from shelter_app.services.acting import Actor, perform


@contextmanager
def signed_in(
    data: Path, account: str, *, password_stdin: bool, clock_is_right: bool = False
) -> Iterator[Actor]:
    """Ask for the passphrase, unlock the store in ``data``, and close it after the block.

    A clock that cannot be right is said; ``clock_is_right`` confirms it, and what is written then is dated by it.
    """
    passphrase = read_secret(_("Passphrase of {name}").format(name=account), from_stdin=password_stdin)
    keep_log(data)
    with stores.unlock(data, account, passphrase) as store:
        for warning in store.warnings:
            say(warning)
        actor = Actor(store, store.account_id, account, session_id=store.session_id)
        question = clock_question(actor)
        if question is not None:
            if clock_is_right:
                perform(actor, ConfirmClock())
            else:
                say(question.sentence())
                say(_("If the clock is right, run the command again with --clock-is-right."))
        yield actor
