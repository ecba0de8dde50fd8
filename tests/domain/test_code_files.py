"""Each file that holds a code list says so, and says in words the lists of it that people see."""

from __future__ import annotations

from pathlib import Path

import yaml

from shelter_app.domain import codes, placement, roles

DATA = Path(codes.__file__).parent / "data"
NEVER_SET_ASIDE = {"bed_not_in_use", "bed_out_of_service", "bed_reserved", "bed_taken", "other_shelter"}


def is_code_list(found: object) -> bool:
    rows = found if isinstance(found, list) else []
    return bool(rows) and all(isinstance(row, dict) and {"code", "ro", "en"} <= set(row) for row in rows)


def test_every_file_that_holds_a_code_list_is_found_as_one() -> None:
    for path in DATA.glob("*.yaml"):
        content = yaml.safe_load(path.read_text("utf-8")) or {}
        if any(is_code_list(found) for found in content.values()):
            assert "lists" in content, path.name


def test_words_are_those_of_a_list_that_is_there() -> None:
    for name, words in codes.shipped_words().items():
        assert codes.shipped()[name]
        assert words["ro"]
        assert words["en"]


def test_the_words_of_a_list_stand_in_the_file_that_holds_it() -> None:
    for path in DATA.glob("*.yaml"):
        content = yaml.safe_load(path.read_text("utf-8")) or {}
        own = {*content, content.get("meta", {}).get("list")}
        assert set(content.get("lists", ())) <= own, path.name


def test_a_rule_that_nobody_sets_aside_is_one_that_nobody_may() -> None:
    named = {reason for role in roles.table().values() for reason in role.sets_aside}
    assert set(placement.SENTENCES) - named == NEVER_SET_ASIDE
