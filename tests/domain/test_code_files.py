"""Each file of code lists is read: a new one is named in `codes.FILES`."""

from __future__ import annotations

from pathlib import Path

import yaml

from shelter_app.domain import codes, placement, roles

DATA = Path(codes.__file__).parent / "data"
NEVER_SET_ASIDE = {"bed_not_in_use", "bed_out_of_service", "bed_reserved", "bed_taken", "other_shelter"}


def is_code_list(found: object) -> bool:
    rows = found if isinstance(found, list) else []
    return bool(rows) and all(isinstance(row, dict) and {"code", "ro", "en"} <= set(row) for row in rows)


def test_every_file_that_holds_a_code_list_is_read() -> None:
    holding = {
        path.stem
        for path in DATA.glob("*.yaml")
        if any(is_code_list(found) for found in (yaml.safe_load(path.read_text("utf-8")) or {}).values())
    }
    assert holding - set(codes.FILES) == set()


def test_a_rule_that_nobody_sets_aside_is_one_that_nobody_may() -> None:
    named = {reason for role in roles.table().values() for reason in role.sets_aside}
    assert set(placement.SENTENCES) - named == NEVER_SET_ASIDE
