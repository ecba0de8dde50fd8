"""What a person types that nobody may see: never an argument, never in the environment, never echoed."""

from __future__ import annotations

import getpass
import sys

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _


def read_secret(question: str, *, from_stdin: bool) -> str:
    """Read a passphrase or code from the terminal, or the next line of standard input.

    Raises Refused when there is nothing to read from, or nothing was typed.
    """
    if from_stdin:
        return _filled(_next_line())
    if not sys.stdin.isatty():
        raise Refused(
            "no_terminal",
            _("There is no terminal for the passphrase. Send it on standard input with --password-stdin."),
        )
    return _filled(getpass.getpass(question + ": "))


def read_new_passphrase(*, from_stdin: bool) -> str:
    """Read a passphrase that is being chosen; at a terminal it is typed twice."""
    chosen = read_secret(_("New passphrase"), from_stdin=from_stdin)
    if not from_stdin and chosen != read_secret(_("Repeat the passphrase"), from_stdin=False):
        raise Refused("passphrases_differ", _("The two passphrases do not match. Try again."))
    return chosen


def _next_line() -> str:
    try:
        return sys.stdin.readline().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise Refused(
            "not_text", _("The first line of standard input cannot be read as text (UTF-8). Send it again.")
        ) from None


def _filled(typed: str) -> str:
    if not typed:
        raise Refused("nothing_typed", _("No passphrase was given. Type it, or send it on standard input."))
    return typed
