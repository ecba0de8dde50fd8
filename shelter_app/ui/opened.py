"""The pages that a person may see, each made when it is first wanted: most of an evening needs two or three."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from shelter_app.ui.page import Page


class Pages(Mapping[str, Page]):
    """Pages by name; ``make`` makes one of a kind."""

    def __init__(self, kinds: list[type[Page]], make: Callable[[type[Page]], Page]) -> None:
        self._kinds = {kind.NAME: kind for kind in kinds}
        self._make = make
        self._made: dict[str, Page] = {}

    def __getitem__(self, name: str) -> Page:
        if name not in self._made:
            self._made[name] = self._make(self._kinds[name])
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

    def made(self) -> list[Page]:
        """Return the pages that were wanted so far."""
        return list(self._made.values())
