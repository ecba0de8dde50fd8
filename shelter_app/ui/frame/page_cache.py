"""The pages of the workspace, each created when it is first opened: most sessions open two or three of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent

from shelter_app.ui.forms.form_state import read_state, restore_state
from shelter_app.ui.page import Page


class PageCache(Mapping[str, Page]):
    """Pages by name; ``make`` makes one of a kind."""

    def __init__(self, kinds: list[type[Page]], make: Callable[[type[Page]], Page]) -> None:
        self._kinds = {kind.NAME: kind for kind in kinds}
        self._make = make
        self._made: dict[str, Page] = {}
        self._left: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}

    def __getitem__(self, name: str) -> Page:
        if name not in self._made:
            self._made[name] = self._make(self._kinds[name])
            if name in self._left:
                state, fields = self._left.pop(name)
                self._made[name].restore(state)
                restore_state(self._made[name], fields)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._kinds

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    @property
    def kinds(self) -> list[type[Page]]:
        """The kinds of the pages, in their order."""
        return list(self._kinds.values())

    def loaded(self) -> list[Page]:
        """Return the pages that exist now."""
        return list(self._made.values())

    def let_one_go(self, staying: Page | None) -> bool:
        """Delete one hidden page; return whether there was one. Opened again, it is created as it was left.

        A page where something is under way stays. What changes every part of the program (a language, a look,
        a text size) then holds the window for the page in sight only.
        """
        for name, page in self._made.items():
            if page is not staying and page.can_unload():
                self._left[name] = (page.state(), {**read_state(page), "here": ""})
                del self._made[name]
                page.hide()
                page.setParent(None)
                page.deleteLater()
                QCoreApplication.sendPostedEvents(
                    page, QEvent.Type.DeferredDelete
                )  # now, not after the drawing
                return True
        return False
