"""Passphrases: six words by chance, or fourteen signs that nobody guesses.

No forced change, no hints, no questions about a first pet. Any sign is allowed, pasting too; nothing is cut
off or changed but for the Unicode form (NFC), so that ș typed on two keyboards is one letter.
"""

from __future__ import annotations

import math
import secrets
import unicodedata
from functools import lru_cache
from importlib.resources import files

from shelter_app.domain.errors import Refused
from shelter_app.domain.names import comma_below
from shelter_app.i18n import _

SHORTEST = 14
LONGEST = 256
WORDS = 6
_FEWEST_SIGNS = 6
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertzuiopăîșțâ")
_RUN = 4


@lru_cache
def words() -> tuple[str, ...]:
    """Return the words that phrases are made of."""
    return _lines("passphrase_words.txt")


@lru_cache
def _common() -> frozenset[str]:
    return frozenset(_lines("common_passwords.txt"))


def _lines(name: str) -> tuple[str, ...]:
    text = files("shelter_app.domain.data").joinpath(name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def phrase() -> str:
    """Return a phrase of six words drawn by chance, as the program offers it."""
    return " ".join(secrets.choice(words()) for _word in range(WORDS))


def bits() -> float:
    """Return how many fair coin tosses a phrase is worth."""
    return WORDS * math.log2(len(words()))


def weakness(passphrase: str, *names: str) -> str | None:
    """Return the sentence that says why a passphrase is too weak, or None when it will do.

    ``names`` are those that everybody would try first: the account's, the organisation's, the shelters'.
    """
    typed = unicodedata.normalize("NFC", passphrase)
    if len(typed) < SHORTEST:
        return _("The passphrase is too short. Use at least 14 characters, or use the six words.")
    if len(typed) > LONGEST:
        return _("The passphrase is too long. Use at most 256 characters.")
    folded = typed.casefold()
    if len(set(folded)) < _FEWEST_SIGNS or _is_repeated(folded):
        return _("The passphrase repeats itself. Choose another one, or use the six words.")
    if _is_run(folded):
        return _(
            "The passphrase follows the order of the keyboard. Choose another one, or use the six words."
        )
    if _is_named(folded, names):
        return _("The passphrase contains the name of the account or the shelter. Do not use names.")
    if _is_common(folded):
        return _("This passphrase is among the easiest to guess. Choose another one, or use the six words.")
    return None


def require(passphrase: str, *names: str) -> None:
    """Refuse a passphrase that is too weak."""
    sentence = weakness(passphrase, *names)
    if sentence is not None:
        raise Refused("weak_passphrase", sentence, ("passphrase",))


def need_no_passphrase_in(name: str, passphrase: str) -> None:
    """Refuse a name that holds the passphrase: it is shown to everybody, in the window, on papers and in the trail."""
    secret = comma_below(passphrase).casefold().strip()
    if secret and secret in comma_below(name).casefold():
        raise Refused(
            "passphrase_in_name", _("The name contains the passphrase. Type only your name."), ("account",)
        )


def _is_repeated(folded: str) -> bool:
    return folded in (folded + folded)[1:-1]


def _is_run(folded: str) -> bool:
    """Say whether most of it walks along the keyboard, the alphabet or the digits, either way."""
    lines = [line for row in _ROWS for line in (row, row[::-1])]
    walked = [False] * len(folded)
    for start in range(len(folded) - _RUN + 1):
        if any(folded[start : start + _RUN] in line for line in lines):
            walked[start : start + _RUN] = [True] * _RUN
    return sum(walked) * 3 >= len(folded) * 2


def _is_named(folded: str, names: tuple[str, ...]) -> bool:
    """Say whether taking the names out leaves too little."""
    plain = _letters(folded)
    for name in names:
        whole = _letters(unicodedata.normalize("NFC", name).casefold())
        parts = [_letters(part) for part in name.casefold().split()]
        for part in sorted({whole, *parts}, key=len, reverse=True):
            if len(part) >= 3:
                plain = plain.replace(part, "")
    return len(plain) < len(_letters(folded)) and len(plain) < 10


def _is_common(folded: str) -> bool:
    """Say whether it is one or two common passwords, whatever digits and signs stand around them."""
    common = _common()
    letters = "".join(sign for sign in folded if sign.isalpha())
    forms = {folded, _letters(folded), letters, folded.rstrip("0123456789!?.@#$%^&*_- ")}
    if forms & common or not letters:
        return bool(forms & common) or len(set(folded)) < 10
    halves = ((letters[:cut], letters[cut:]) for cut in range(3, len(letters) - 2))
    return any(one in common and other in common for one, other in halves)


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())
