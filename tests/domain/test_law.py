"""Facts of law are data with their source; what the program counts is what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import shelter_app.ui
from shelter_app.domain import deadlines, law
from shelter_app.domain.codes import code, read
from shelter_app.domain.deadlines import rule
from shelter_app.i18n import in_language

UI = Path(shelter_app.ui.__path__[0])
FACTS = sorted(law.facts())


@pytest.mark.parametrize("language", ["ro", "en"])
@pytest.mark.parametrize("name", FACTS)
def test_every_fact_has_rule_source_kind_and_certainty_in_both_languages(name: str, language: str) -> None:
    with in_language(language):
        fact = law.facts()[name]
        told = [fact.title(), fact.sentence(), fact.source(), fact.origin_text(), fact.certainty()]
    assert all(told)
    assert "{" not in "".join(told)
    assert fact.sentence().endswith(".")


@pytest.mark.parametrize("name", [name for name in FACTS if law.facts()[name].deadline])
def test_a_fact_that_counts_time_says_the_time_of_its_rule(name: str) -> None:
    fact = law.facts()[name]
    assert fact.deadline is not None
    shipped = str(code("deadline_rule", fact.deadline).extra["value"]).split("/")
    for language in ("ro", "en"):
        with in_language(language):
            assert all(value.lstrip("-") in fact.sentence() for value in shipped)
    assert "{value}" in read("law")[name]["rule"]["ro"]


def test_origin_and_certainty_of_a_deadline_come_from_its_rule() -> None:
    review = law.facts()["plan_review"]
    assert (review.origin, review.confidence) == ("STD", "L")
    reflection = law.facts()["reflection_period"]
    assert (reflection.origin, reflection.confidence) == ("LAW", "H")


def test_what_no_law_asks_for_is_not_called_law() -> None:
    with in_language("en"):
        for fact in law.facts().values():
            assert (fact.origin == law.HOUSE) == (fact.confidence == "-"), fact.name


@pytest.mark.parametrize(
    ("name", "romanian", "english"),
    [
        ("D_PLAN_REVIEW", "90 de zile", "90 days"),
        ("D_CONTRACT", "3 zile lucrătoare", "3 working days"),
        ("D_INCIDENT", "24 de ore", "24 hours"),
        ("D_GDPR_REQUEST", "1 lună", "1 month"),
        ("D_FILE_ARCHIVE", "5 ani", "5 years"),
        ("D_FOLLOWUP", "14, 30, 90, 180, 365 și 730 de zile", "14, 30, 90, 180, 365 and 730 days"),
    ],
)
def test_a_length_of_time_is_said_in_words(name: str, romanian: str, english: str) -> None:
    with in_language("ro"):
        assert law.span(rule(name)) == romanian
    with in_language("en"):
        assert law.span(rule(name)) == english


def test_every_fact_that_a_form_or_page_names_is_there() -> None:
    source = "\n".join(file.read_text("utf-8") for file in UI.rglob("*.py"))
    named = set()
    for group in re.findall(r"(?:law=|LawButton\()\(((?:\"[a-z_]+\",?\s*)+)\)", source):
        named |= set(re.findall(r"\"([a-z_]+)\"", group))
    assert {"plan_review", "licensed_capacity", "minor"} <= named
    assert named <= set(FACTS)


def test_the_reports_that_fall_due_have_their_facts() -> None:
    assert law.of_deadline("D_ANNUAL_REPORT") == "report_annual"
    assert law.of_deadline("D_ANITP_QUARTERLY") == "report_quarterly"
    assert law.of_deadline("D_NO_SUCH_RULE") is None


def test_the_houses_own_term_is_told_beside_the_rule() -> None:
    review = law.facts()["plan_review"]
    with in_language("en"):
        assert review.own_term_sentence() == ""
        deadlines.take_up({"D_PLAN_REVIEW": 60, "D_PLAN": 15})
        try:
            assert review.own_term_sentence() == "This shelter's term: 60 days."
            assert "90 days" in review.sentence()
            assert law.facts()["plan_first"].own_term_sentence() == ""  # the same as the shipped one
        finally:
            deadlines.take_up({})
        assert review.own_term_sentence() == ""
