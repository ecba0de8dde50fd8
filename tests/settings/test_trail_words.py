"""Whatever leaves a trace in the audit trail is told in plain words, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import shelter_app.db
from shelter_app.db import trail
from shelter_app.db.models import Base
from shelter_app.i18n import in_language
from shelter_app.services import acting
from shelter_app.services.accounts.trail_words import labels, named_so, say_action, say_subject, sentences

DB = Path(shelter_app.db.__path__[0])


def in_both(say: Callable[[str], str], names: list[str]) -> dict[str, list[str]]:
    said = {}
    for language in ("ro", "en"):
        with in_language(language):
            said[language] = [say(name) for name in names]
    return said


def test_every_act_has_a_sentence_and_so_has_every_event_that_is_none() -> None:
    assert set(acting.ACTS) <= set(sentences())
    written = {
        name
        for file in DB.rglob("*.py")
        for name in re.findall(r'"((?:account|clock|lock|store|vault)\.[a-z_]+)"', file.read_text("utf-8"))
    }
    columns = {str(column) for table in Base.metadata.sorted_tables for column in table.columns}
    assert written - columns == set(trail.SENTENCES)


def test_a_view_that_leaves_a_trace_without_a_sentence_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="audited"):
        acting.view("milestones.some_view", audited=True)
    with pytest.raises(ValueError, match="audited"):
        acting.view("milestones.some_view", told="read a milestone")
    assert "milestones.some_view" not in acting.VIEWS


def test_opening_a_case_leaves_the_trace_that_has_words() -> None:
    assert {"residents.open_case", "counselling.note", "plans.plan"} <= set(sentences()) & set(acting.VIEWS)


@pytest.mark.parametrize("action", sorted(sentences()))
def test_no_sentence_is_a_raw_name_and_each_language_has_its_own(action: str) -> None:
    said = in_both(say_action, [action])
    assert said["ro"] != said["en"]
    assert "." not in said["ro"][0] + said["en"][0]


def test_every_kind_of_record_has_a_label_of_its_own_in_both_languages() -> None:
    tables = {table.name for table in Base.metadata.sorted_tables} - {"audit_event"}
    assert tables == set(labels())
    said = in_both(say_subject, sorted(tables))
    assert not any("_" in words for words in said["ro"] + said["en"])
    assert len(set(said["ro"])) == len(set(said["en"])) == len(tables)


def test_an_action_and_a_record_of_a_newer_program_are_told_by_their_names() -> None:
    assert say_action("beds.something_new") == "beds.something_new"
    assert say_subject("something_new") == "something_new"


def test_a_word_finds_what_the_language_in_force_calls_so() -> None:
    with in_language("en"):
        assert {"milestone", "milestones.plan_milestone"} <= set(named_so("milestone"))
        assert named_so("reper") == ()
    with in_language("ro"):
        assert "milestone" not in named_so("milestone")
