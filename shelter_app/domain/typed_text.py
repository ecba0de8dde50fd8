"""What may not be stored as a text: half a sign, and signs that nobody can see."""

from __future__ import annotations

import re
import unicodedata

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

_HALF = re.compile("[\ud800-\udfff]")
_UNSEEN = ("C", "Z", "M")  # Unicode categories: control and format signs, blanks, marks without a letter


def has_half_sign(text: str) -> bool:
    """Say whether a text holds half of a sign, as of an emoji that was cut in two: no file can hold it."""
    return _HALF.search(text) is not None


def is_unseen(text: str) -> bool:
    """Say whether a text holds something, but nothing that can be seen on paper."""
    return bool(text.strip()) and all(unicodedata.category(sign)[0] in _UNSEEN for sign in text)


def need_readable(text: str, field: str) -> None:
    """Raise Refused naming ``field`` for a text that cannot be stored, or that looks empty and is not."""
    if has_half_sign(text):
        raise Refused(
            "half_sign",
            _(
                "This text contains half a character, such as an emoji cut in two. Delete it and "
                "type it again."
            ),
            (field,),
        )
    if is_unseen(text):
        raise Refused(
            "unseen",
            _("This text contains only characters that cannot be seen. Delete it and type it again."),
            (field,),
        )
