"""Keys that people copy by hand: groups of five signs, each group with its own check sign.

The group that was misread, or that stands in the wrong place, is named, so that nobody types all of it again. The check
sign makes the group a word of a Reed-Solomon code over the 32 signs (Reed and Solomon, Polynomial codes over certain
finite fields, 1960): one wrong sign, two signs exchanged and two groups exchanged are always noticed, more errors in
one group 31 times of 32.
"""

from __future__ import annotations

import secrets

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_FIELD = 0b100101  # x^5 + x^2 + 1: the signs stand for GF(32), all but 0 a power of x
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
            _("The key has {number} groups of five characters. Check that none is missing.").format(
                number=groups
            ),
            (field,),
        )
    found = [signs[i : i + _GROUP + 1] for i in range(0, len(signs), _GROUP + 1)]
    for index, group in enumerate(found):
        if any(sign not in _SIGNS for sign in group) or _sum(group) != index:
            raise Refused(
                "key_group",
                _("Group {number} of the key is mistyped. Check it again.").format(number=index + 1),
                (field,),
            )
    return "-".join(found)


def need_group(key: str, number: int, typed: str, field: str) -> None:
    """Take a typed group, counted from 1, as proof that the key is on paper; raises Refused for any other signs."""
    if "".join(typed.split()).upper().translate(_READ_AS) != key.split("-")[number - 1]:
        raise Refused(
            "not_the_group",
            _("This is not group {number} on the sheet. Check it again.").format(number=number),
            (field,),
        )


def _check(index: int, group: str) -> str:
    return next(sign for sign in _SIGNS if _sum(group + sign) == index)


def _sum(group: str) -> int:
    """Return the signs as a polynomial at x, in GF(32): each place counts another power of x."""
    total = 0
    for sign in group:
        total <<= 1
        if total & 0b100000:
            total ^= _FIELD
        total ^= _SIGNS.index(sign)
    return total
