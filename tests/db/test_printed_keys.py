"""Keys copied by hand: what was mistyped is noticed, and in which group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter_app.db.vault import printed
from shelter_app.domain.errors import Refused
from shelter_app.i18n import in_language

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
groups_of_signs = st.lists(st.sampled_from(SIGNS), min_size=4, max_size=4).map("".join)


def test_a_printed_key_is_groups_of_five_signs_and_read_in_small_letters():
    key = printed.new_key(printed.RECOVERY_GROUPS)
    groups = key.split("-")
    assert [len(group) for group in groups] == [5] * 6
    assert printed.read_key(key.lower(), 6, "key") == key


@given(st.lists(groups_of_signs, min_size=2, max_size=6), st.integers(0, 5), st.integers(0, 4), st.data())
def test_a_wrong_sign_and_two_exchanged_are_always_noticed_in_their_group(made, group, place, data):
    groups = [one + printed._check(at, one) for at, one in enumerate(made)]
    group %= len(groups)
    right = groups[group]
    other = data.draw(st.sampled_from(SIGNS.replace(right[place], "")))
    wrong = {right[:place] + other + right[place + 1 :]}
    for second in range(5):
        signs = list(right)
        signs[place], signs[second] = signs[second], signs[place]
        wrong.add("".join(signs))
    for typed in wrong - {right}:
        with in_language("en"), pytest.raises(Refused, match=f"Group {group + 1} "):
            printed.read_key("-".join([*groups[:group], typed, *groups[group + 1 :]]), len(groups), "key")


@given(groups_of_signs, groups_of_signs)
def test_two_groups_exchanged_are_always_noticed(one, other):
    first, second = one + printed._check(0, one), other + printed._check(1, other)
    assert printed.read_key(f"{first}-{second}", 2, "key") == f"{first}-{second}"
    with in_language("en"), pytest.raises(Refused, match="Group 1 "):
        printed.read_key(f"{second}-{first}", 2, "key")
