"""PySide6 loaded lightly: without what only its error texts and its maker of stubs need, and without its import hook.

At import PySide6 unpacks, compiles and runs all its Python about signatures, a third of what a bare window costs,
and puts itself before every later ``import`` to read the module's source for a feature that this program does not
use; what it reads stays in memory. Here the modules about signatures wait for their first use (a wrong argument,
a call for help), and the plain ``import`` is put back. Where PySide6 goes about it differently one day, it is
loaded as it comes.
"""

from __future__ import annotations

import builtins
import importlib.machinery
import sys
from typing import Any

_SUPPORT = "shibokensupport."
_SIGNATURES = frozenset(
    f"{_SUPPORT}signature.{name}"
    for name in (
        "mapping",
        "errorhandler",
        "layout",
        "parser",
        "lib.enum_sig",
        "lib.pyi_generator",
        "lib.tool",
    )
)
_FEATURES = f"{_SUPPORT}feature"


class _Late:
    """Loads a module when something in it is first wanted."""

    def __init__(self, name: str, real: Any) -> None:
        self._name = name
        self._real = real

    def create_module(self, _spec: object) -> None:
        """Let Python make the module."""

    def exec_module(self, module: Any) -> None:
        """Leave the module empty but for what fills it."""

        def first_wanted(name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            fill()
            return getattr(module, name)

        def fill() -> None:
            del module.__getattr__
            moved, module.__spec__.name = module.__spec__.name, self._name
            self._real.exec_module(module)
            module.__spec__.name = moved

        def update_mapping() -> None:  # called by name, past __getattr__, before the text of an error is made
            fill()
            module.update_mapping()

        module.__getattr__ = first_wanted
        if self._name.endswith(".mapping"):
            module.update_mapping = update_mapping


class _NoFeatures:
    """Stands for the module that answers each import."""

    def create_module(self, _spec: object) -> None:
        """Let Python make the module."""

    def exec_module(self, module: Any) -> None:
        """Answer that no feature is asked for."""
        module.feature_import = lambda *_words, **_named: None
        module.feature_imported = lambda _module: None


def load() -> None:
    """Load PySide6; called before anything else imports it."""
    if "shiboken6" in sys.modules:
        return
    plain_spec, plain_import = importlib.machinery.ModuleSpec, builtins.__import__

    def spec(name: str, loader: Any, **more: Any) -> importlib.machinery.ModuleSpec:
        if name in _SIGNATURES:
            loader = _Late(name, loader)
        elif name == _FEATURES:
            loader = _NoFeatures()
        return plain_spec(name, loader, **more)

    importlib.machinery.ModuleSpec = spec  # type: ignore[assignment,misc]
    try:
        import PySide6.QtCore  # noqa: F401
    finally:
        importlib.machinery.ModuleSpec = plain_spec  # type: ignore[misc]
        builtins.__import__ = plain_import
