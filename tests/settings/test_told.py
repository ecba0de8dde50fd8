"""Whatever leaves a trace in the audit trail is told in plain words, in both languages."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import shelter_app.services
from shelter_app.db.models import Base
from shelter_app.i18n import in_language
from shelter_app.services.acting import ACTS
from shelter_app.ui.pages.settings.subjects import SUBJECTS, subject
from shelter_app.ui.pages.settings.told import TOLD, told

SERVICES = Path(shelter_app.services.__path__[0])


def traced() -> set[str]:
    for module in pkgutil.walk_packages(shelter_app.services.__path__, "shelter_app.services."):
        importlib.import_module(module.name)
    source = "\n".join(file.read_text("utf-8") for file in SERVICES.rglob("*.py"))
    return set(ACTS) | set(re.findall(r'@view\("([a-z_.]+)", audited=True', source))


def test_every_act_and_traced_reading_has_words() -> None:
    assert traced() - set(TOLD) == set()


@pytest.mark.parametrize("action", sorted(TOLD))
def test_no_words_are_a_raw_name_and_each_language_has_its_own(action: str) -> None:
    said = {}
    for language in ("ro", "en"):
        with in_language(language):
            said[language] = told(action)
    assert said["ro"] != said["en"]
    assert "." not in said["ro"] + said["en"]


def test_every_kind_of_record_has_words_in_both_languages() -> None:
    assert {table.name for table in Base.metadata.sorted_tables} - {"audit_event"} == set(SUBJECTS)
    said = {}
    for language in ("ro", "en"):
        with in_language(language):
            said[language] = [subject(kind) for kind in SUBJECTS]
    assert not any("_" in words for words in said["ro"] + said["en"])
    assert len(set(said["ro"])) == len(SUBJECTS)
    assert subject("something_new") == "something_new"


def test_an_action_of_a_newer_program_is_told_by_its_name() -> None:
    assert told("beds.something_new") == "beds.something_new"
