"""Each word that a guard refuses with is said in its file, once, in both languages, about fields that acts have."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from shelter_app.db import guards, models
from shelter_app.db.models import Base
from shelter_app.i18n import _, in_language
from shelter_app.services import acting, registry

FILES = sorted(Path(guards.__path__[0]).glob("*.sql"))


def test_every_word_is_said_in_a_file_that_refuses_with_it() -> None:
    told: list[str] = []
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        said = {word for word, _fields, _sentence in guards.SAID.findall(text)}
        assert said <= set(re.findall(r"ABORT, '([a-z_]+)'", text)), file.name
        told += sorted(said)
    raised = {word for one in guards.statements() for word in re.findall(r"ABORT, '([a-z_]+)'", one)}
    assert raised == set(told) | {"unknown_code", "answered_twice"}
    assert len(told) == len(set(told))


def test_every_sentence_is_translated() -> None:
    for word, (sentence, _fields) in guards.sentences().items():
        with in_language("ro"):
            assert _(sentence) != sentence, word


def test_what_a_sentence_is_about_is_asked_by_some_act() -> None:
    registry.load_all()
    asked = {one.name for act in acting.ACTS.values() for one in fields(act)}  # type: ignore[arg-type]
    assert {field for _sentence, about in guards.sentences().values() for field in about} <= asked


def test_every_file_of_rules_is_installed_in_the_order_of_the_names() -> None:
    written = [
        name for file in FILES for name in re.findall(r"^CREATE TRIGGER (\w+)", file.read_text("utf-8"), re.M)
    ]
    installed = [re.findall(r"CREATE TRIGGER (\w+)", one)[0] for one in guards.statements()]
    assert installed[: len(written)] == written
    assert all(name.startswith(("guard_codes_", "guard_answers_")) for name in installed[len(written) :])


def test_every_module_of_the_models_is_loaded_with_the_package() -> None:
    named = {
        table
        for file in Path(models.__path__[0]).glob("*.py")
        for table in re.findall(r'__tablename__ = "(\w+)"', file.read_text("utf-8"))
    }
    assert named == set(Base.metadata.tables)
