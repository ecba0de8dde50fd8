"""Which sections and which parts of the day there are, found by looking.

A feature's module ``section`` names its sections in ``SECTIONS``, its module ``today`` its parts of the page of the day
in ``PARTS``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from shelter_app.domain.errors import NotAllowed
from shelter_app.ui import features
from shelter_app.ui.features.section import AnySection, Case
from shelter_app.ui.features.today.part import AnyPart


@lru_cache
def sections() -> tuple[AnySection, ...]:
    """Return every section, in its order."""
    found = [one for module in _modules("section") for one in module.SECTIONS]
    return tuple(sorted(found, key=lambda section: section.ORDER))


@lru_cache
def parts_of_today() -> tuple[AnyPart, ...]:
    """Return every part of the page of the day, in its order."""
    found = [one for module in _modules("today") for one in module.PARTS]
    return tuple(sorted(found, key=lambda part: part.ORDER))


def section(name: str) -> AnySection:
    """Return the section of this word; raises KeyError where there is none."""
    return {one.NAME: one for one in sections()}[name]


def ask(section: AnySection, case: Case) -> object | None:
    """Return the content of a section, None where the account does not reach it; called in a worker."""
    if not any(case.access.may(view) for view in section.NEEDS):
        return None
    try:
        content: object = section.ask(case)
    except NotAllowed:
        return None
    return content


def _modules(name: str) -> Iterator[ModuleType]:
    """Go through the modules of a name, one of each feature that has it."""
    for feature in iter_modules(features.__path__, f"{features.__name__}."):
        folder = import_module(feature.name).__path__ if feature.ispkg else ()
        if any(part.name == name for part in iter_modules(folder)):
            yield import_module(f"{feature.name}.{name}")
