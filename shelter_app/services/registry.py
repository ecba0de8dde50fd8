"""All acts and views of the program: their modules are loaded one by one where they are needed, here at once."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import walk_packages

from shelter_app import services


@lru_cache(maxsize=1)
def load_all() -> None:
    """Load every module of the services, so that ``acting.ACTS`` and ``acting.VIEWS`` are complete."""
    for module in walk_packages(services.__path__, f"{services.__name__}."):
        import_module(module.name)
