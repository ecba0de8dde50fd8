"""Which sections there are: those that the modules ``section`` of the features name, found by looking."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from shelter_app.domain.errors import NotAllowed
from shelter_app.ui import features
from shelter_app.ui.features.section import AnySection, Case


@lru_cache
def sections() -> tuple[AnySection, ...]:
    """Return every section, in its order."""
    found: list[AnySection] = []
    for feature in iter_modules(features.__path__, f"{features.__name__}."):
        if feature.ispkg and any(part.name == "section" for part in iter_modules(_path(feature.name))):
            found += import_module(f"{feature.name}.section").SECTIONS
    return tuple(sorted(found, key=lambda section: section.ORDER))


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


def _path(package: str) -> list[str]:
    return list(import_module(package).__path__)
