"""Keys that people copy by hand: groups of five signs, each group with its own check sign.

A group that was misread, or that stands in the wrong place, is named, so that nobody types all of it again.
"""

from __future__ import annotations

import hashlib
import secrets

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_GROUP = 4
RECOVERY_GROUPS = 6
CODE_GROUPS = 4


def new_key(groups: int) -> str:
    """Return a new random key of so many groups, 20 bits each: ``7K2MQ-4D9RT-...``."""
    made = ["".join(secrets.choice(_SIGNS) for _sign in range(_GROUP)) for _group in range(groups)]
    return "-".join(group + _check(index, group) for index, group in enumerate(made))


def read_key(typed: str, groups: int, field: str) -> str:
    """Return a typed key in its printed form.

    Lower case, spaces, and O or I for 0 or 1 are understood. Raises Refused naming the group that is wrong.
    """
    signs = "".join(sign for sign in typed.upper().translate(_READ_AS) if sign.isalnum())
    if len(signs) != groups * (_GROUP + 1):
        raise Refused(
            "key_length",
            _("The key has {number} groups of five signs. Check that none is missing.").format(number=groups),
            (field,),
        )
    found = [signs[i : i + _GROUP + 1] for i in range(0, len(signs), _GROUP + 1)]
    for index, group in enumerate(found):
        if any(sign not in _SIGNS for sign in group) or _check(index, group[:_GROUP]) != group[_GROUP]:
            raise Refused(
                "key_group",
                _("Group {number} of the key is mistyped. Read it again.").format(number=index + 1),
                (field,),
            )
    return "-".join(found)


def _check(index: int, group: str) -> str:
    return _SIGNS[hashlib.sha256(f"{index}:{group}".encode()).digest()[0] & 31]
