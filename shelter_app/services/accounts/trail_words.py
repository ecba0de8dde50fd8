"""The audit trail in plain words: what was done, and on what.

The words stand where the things stand: at an act (``told``), at a model (``LABEL``), and in ``db.trail`` for the
events that are no act.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from shelter_app.db import trail
from shelter_app.db.models import Base, Record
from shelter_app.domain.names import fold
from shelter_app.i18n import _
from shelter_app.services import registry
from shelter_app.services.acting import SENTENCES


@lru_cache(maxsize=1)
def sentences() -> Mapping[str, str]:
    """Return what the trail says of each action, in English."""
    registry.load_all()
    return {**trail.SENTENCES, **SENTENCES}


@lru_cache(maxsize=1)
def labels() -> Mapping[str, str]:
    """Return what each kind of record is called, in English, by its table."""
    models = (mapper.class_ for mapper in Base.registry.mappers)
    return {model.__tablename__: model.LABEL for model in models if issubclass(model, Record)}


def say_action(action: str) -> str:
    """Return what somebody did; an action of a newer program by its own name."""
    found = sentences().get(action)
    return action if found is None else _(found)


def say_subject(table: str) -> str:
    """Return what something was done on; a table of a newer program by its own name, none as nothing."""
    found = labels().get(table)
    return table if found is None else _(found)


def named_so(word: str) -> tuple[str, ...]:
    """Return the actions, and the tables, whose words in the language in force hold the folded ``word``."""
    return (
        *(action for action in sentences() if word in fold(say_action(action))),
        *(table for table in labels() if word in fold(say_subject(table))),
    )
