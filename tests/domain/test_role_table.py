"""The roles table: what it says of each role is of a list, and is what the security design says."""

from __future__ import annotations

import pytest

from shelter_app.domain import placement, roles
from shelter_app.domain.codes import codes
from shelter_app.domain.placement import Reason

FIELDS = {
    "store_keys", "case_role", "case_keys", "any_case_role", "may_hold", "writes_notes", "sets_aside", "held_alone",
}  # fmt: skip


def test_whatever_the_table_says_of_a_role_is_known_and_of_a_list() -> None:
    for role in roles.table().values():
        assert role.store_keys <= set(roles.STORE_KEYS)
        assert role.case_keys | role.may_hold <= set(codes("compartment"))
        assert role.case_keys <= role.may_hold
        assert (role.case_role is not None) == bool(role.case_keys)
        assert {role.case_role} - {None} <= set(codes("case_role"))
        assert role.writes_notes <= set(codes("note_class"))
        assert role.sets_aside <= set(placement.SENTENCES)
    for row in roles.shipped()["account_role"]:
        assert set(row.extra) <= FIELDS


def test_each_class_of_notes_has_somebody_who_writes_it() -> None:
    written = {note_class for role in roles.table().values() for note_class in role.writes_notes}
    assert written == set(codes("note_class"))


@pytest.mark.parametrize(
    ("held", "keys"),
    [
        (("DIRECTOR",), ("core", "identity", "backup")),
        (("CASE_MANAGER",), ("core", "identity")),
        (("COUNSELLOR",), ("core", "identity")),
        (("LEGAL",), ("core", "identity")),
        (("HOUSE_STAFF",), ("core",)),
        (("AUDITOR",), ("core",)),
        (("ADMIN",), ()),
        (("ADMIN", "LEGAL"), ("core", "identity")),
        (("NOBODYS",), ()),
    ],
)
def test_which_keys_of_the_store_a_role_has(held: tuple[str, ...], keys: tuple[str, ...]) -> None:
    assert roles.store_keys(held) == keys


@pytest.mark.parametrize(
    ("rule", "by"),
    [
        ("cot", ("DIRECTOR", "CASE_MANAGER", "HOUSE_STAFF")),
        ("minor_alone", ("DIRECTOR", "CASE_MANAGER", "HOUSE_STAFF")),
        ("women_only", ("DIRECTOR", "CASE_MANAGER")),
        ("too_old", ("DIRECTOR", "CASE_MANAGER")),
        ("over_capacity", ("DIRECTOR",)),
        ("keep_apart", ("DIRECTOR",)),
        ("bed_taken", ()),
    ],
)
def test_who_sets_which_rule_of_placing_aside(rule: str, by: tuple[str, ...]) -> None:
    reason = Reason(rule, overridable=rule not in placement.FINAL)
    assert placement.may_set_aside((reason,)) == by
    assert tuple(role for role in roles.table() if placement.sets_aside(reason, (role,))) == by


def test_who_has_no_rule_to_set_aside_gives_no_bed_by_saying_why() -> None:
    assert placement.may_set_aside(()) == ("DIRECTOR", "CASE_MANAGER", "HOUSE_STAFF")


def test_which_role_a_case_key_comes_with() -> None:
    assert [(kind, role.code) for kind in codes("compartment") for role in roles.with_case_key(kind)] == [
        ("COUNSEL", "COUNSELLOR"),
        ("LEGAL", "LEGAL"),
        ("DESTINATION", "CASE_MANAGER"),
    ]
