"""Loads what the first paint does not need, while the passphrase is typed.

What knows no Qt, nine tenths of the time, is loaded in a worker. Whatever defines a class of Qt is loaded in the
window's thread, a few milliseconds at a time between its events: the window reads Qt's table of classes without a
lock whenever it calls a widget, and a class that a worker entered there at that moment ended the program.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from shelter_app.ui import work

A_TURN = 0.008  # seconds of loading after which the window's events have their turn
SELDOM = frozenset(("demo",))  # services that only the first run wants


class Loading(QObject):
    """Everything behind the sign-in on its way; ``then`` waits for it without holding the window.

    What cannot be loaded is logged. It is tried again where it is needed, and told there if it fails again.
    """

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self.services = threading.Event()  # a worker that opens the store waits for this
        self.over = False
        self._begun = False
        self._stopped = threading.Event()
        self._waiting: list[Callable[[], None]] = []
        self._pages = _pages()
        self._turns = QTimer(self)
        self._turns.setInterval(0)
        self._turns.timeout.connect(self._load_some)

    def begin(self) -> None:
        """Begin, once the sign-in has been painted; a second time does nothing."""
        if self._begun:
            return
        self._begun = True
        work.begin(self)
        work.run(
            self,
            lambda _p: _load_services(self.services, self._stopped),
            done=lambda _nothing: self._turns.start(),
            refused=lambda _logged: self._turns.start(),
        )

    def then(self, act: Callable[[], None]) -> None:
        """Do ``act`` when loading is over, well or not."""
        if self.over:
            act()
        else:
            self._waiting.append(act)

    def stop(self) -> None:
        """Load no more in the worker: the program ends, and would wait for all the rest first."""
        self._stopped.set()

    def _load_some(self) -> None:
        until = perf_counter() + A_TURN
        try:
            for name in self._pages:
                import_module(name)
                if perf_counter() > until:
                    return
        except Exception as error:
            from shelter_app.domain import faults

            faults.as_refusal(error)
        self._end()

    def _end(self) -> None:
        self._turns.stop()
        gc.freeze()  # what is loaded stays: to look through it again holds the window
        work.collect_in_window(self)
        work.end(self)
        self.over = True
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            QTimer.singleShot(0, act)


def _load_services(loaded: threading.Event, stopped: threading.Event) -> None:
    """Harden the process, then load the store, the services and the tables of rules; called in a worker.

    ``loaded`` is set when nothing more is to come, ``stopped`` says that nothing more is wanted.
    """
    try:
        from shelter_app.ui.hardening import harden

        harden()  # the passphrase is being typed while the rest is loaded
        from pkgutil import iter_modules, walk_packages

        from shelter_app import services
        from shelter_app.db import opening  # noqa: F401
        from shelter_app.domain import permissions
        from shelter_app.ui.frame import signed_in_user  # noqa: F401

        for found in iter_modules(services.__path__):
            if found.name in SELDOM:
                continue
            package = import_module(f"{services.__name__}.{found.name}")
            for inner in walk_packages(getattr(package, "__path__", ()), f"{package.__name__}."):
                if stopped.is_set():
                    return
                import_module(inner.name)
        permissions.table()
    finally:
        loaded.set()


def _pages() -> Iterator[str]:
    """Name the modules of the window, the pages first: what comes late finds most of what it needs."""
    from pkgutil import walk_packages

    from shelter_app.ui import pages

    for found in walk_packages(pages.__path__, f"{pages.__name__}."):
        yield found.name
    yield "shelter_app.ui.frame.workspace"
