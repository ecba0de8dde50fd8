"""The shelter's own codes: how they are written, what they follow, when a form offers them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from shelter_app.db.models import Base
from shelter_app.domain import codes, deliveries, milestones, own_codes
from shelter_app.domain.codes import Change
from shelter_app.domain.errors import Refused
from shelter_app.transfer.code_matching import match_code

TODAY = date(2026, 11, 24)
YOGA = Change("service", "X_YOGA", "Yoga", "Yoga class", True, "ART_OCCUP_THERAPY", TODAY, None)


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    codes.apply_changes(())
    yield
    codes.apply_changes(())


def refusal(rule: object, *arguments: object) -> str:
    with pytest.raises(Refused) as refused:
        rule(*arguments)  # type: ignore[operator]
    return refused.value.code


@pytest.mark.parametrize(
    ("typed", "code"), [("YOGA", "X_YOGA"), (" ART_2 ", "X_ART_2"), ("X_YOGA", "X_YOGA")]
)
def test_an_own_code_has_capitals_and_the_houses_prefix(typed: str, code: str) -> None:
    assert own_codes.parse_code(typed) == code


@pytest.mark.parametrize("typed", ["", "yoga", "ȘAH", "ART THERAPY", "2ND", "ART_", "A" * 41, "X_"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert refusal(own_codes.parse_code, typed) == "not_a_code"


@pytest.mark.parametrize("name", ["sex", "county", "account_role", "no_such_list"])
def test_fixed_lists_stay_as_they_are(name: str) -> None:
    assert refusal(own_codes.need_open, name) == "list_fixed"


@pytest.mark.parametrize(
    ("ro", "en", "code"),
    [("", "Yoga", "words_missing"), ("Yoga", " ", "words_missing"), ("transport", "Yoga", "words_taken")],
)
def test_both_languages_need_words_that_no_other_code_has(ro: str, en: str, code: str) -> None:
    assert refusal(own_codes.need_words, "service", "X_YOGA", ro, en) == code


def test_a_code_of_a_list_with_rules_follows_a_shipped_one() -> None:
    codes.apply_changes([YOGA])
    service, channel = own_codes.shown_lists()["service"], own_codes.shown_lists()["referral_channel"]
    assert refusal(own_codes.need_base, service, None) == "base_missing"
    assert refusal(own_codes.need_base, service, "X_YOGA") == "base_missing"
    assert own_codes.need_base(service, "TRANSPORT") == "TRANSPORT"
    assert own_codes.need_base(channel, None) is None


def test_an_own_code_follows_the_rules_of_what_it_counts_as() -> None:
    ride = Change("service", "X_RIDE", "Drum", "Ride", True, "TRANSPORT", None, None)
    flat = Change("reintegration_milestone", "X_FLAT", "Cheie", "Key", True, "MS_HOUSING_6M", None, None)
    codes.apply_changes([YOGA, ride, flat])
    assert deliveries.unit_of("X_YOGA") == deliveries.unit_of("ART_OCCUP_THERAPY")
    assert deliveries.given_outside_stay("X_RIDE")
    assert not deliveries.given_outside_stay("X_YOGA")
    assert milestones.domain_of("X_FLAT") == milestones.domain_of("MS_HOUSING_6M")


def test_an_own_code_stands_before_what_is_chosen_when_nothing_fits() -> None:
    codes.apply_changes([YOGA])
    assert codes.codes("service")[-2:] == ("X_YOGA", "OTHER")


def test_a_form_offers_a_code_on_its_days_only_and_old_records_keep_its_words() -> None:
    codes.apply_changes([Change("service", "DENTAL", "-", "-", False, None, None, TODAY), YOGA])
    before, after = date(2026, 11, 23), date(2026, 11, 25)
    offered = {day: {c.code for c in codes.offered("service", day)} for day in (before, TODAY, after)}
    assert "DENTAL" in offered[before]
    assert "DENTAL" not in offered[TODAY] | offered[after]
    assert "X_YOGA" not in offered[before]
    assert "X_YOGA" in offered[TODAY] & offered[after]
    assert codes.code("service", "DENTAL").ro != "-"


def test_an_import_understands_the_houses_words_as_soon_as_they_are_taken_up() -> None:
    assert match_code("", "service", "yoga class") != "X_YOGA"
    codes.apply_changes([YOGA])
    assert match_code("", "service", "yoga class") == "X_YOGA"


@pytest.mark.parametrize(
    ("name", "value"),
    [("service", "OTHER"), ("exit_destination", "UNKNOWN"), ("exit_reason", "DEATH"), ("sex", "X")],
)
def test_what_the_program_needs_is_never_retired(name: str, value: str) -> None:
    assert own_codes.needed_by_program(name, value)
    assert refusal(own_codes.need_retirable, codes.code(name, value), TODAY) in ("code_needed", "list_fixed")


def test_every_list_of_a_record_has_words_and_every_held_code_exists() -> None:
    recorded = {
        column.info.get("codes") or column.info.get("codes_many")
        for table in Base.metadata.sorted_tables
        for column in table.columns
    } - {None}
    assert recorded - set(own_codes.shown_lists()) == set()
    for one in own_codes.shown_lists().values():
        assert one.held <= set(codes.codes(one.name)), one.name


def test_every_list_whose_codes_carry_more_than_words_lets_own_codes_follow() -> None:
    for one in own_codes.shown_lists().values():
        if one.open and any(set(c.extra) - {"note"} for c in codes.shipped()[one.name]):
            assert one.follows, one.name
