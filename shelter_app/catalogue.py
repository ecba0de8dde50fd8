"""A compiled gettext catalogue of which only the texts that are wanted are read: a window starts with thirty of 2,000."""

from __future__ import annotations

import gettext
from bisect import bisect_left
from functools import cached_property
from struct import unpack_from
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD = (
    "<5I"  # magic number, revision, how many texts, where the table of ids begins, where that of translations
)
_PLACE = "<2I"  # length, where it begins


class _Texts:
    """The translations by text, or by text and number of the plural form, as ``gettext`` asks for them."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._count, self._ids, self._translations = unpack_from(_HEAD, content)[2:]
        self._known: dict[str | tuple[str, int], str | None] = {}

    def __getitem__(self, wanted: str | tuple[str, int]) -> str:
        """Return a translation; the file's ids are in order, so it is found by halving."""
        if wanted not in self._known:
            self._known[wanted] = self._lookup(wanted)
        found = self._known[wanted]
        if found is None:
            raise KeyError(wanted)
        return found

    def get(self, wanted: str | tuple[str, int], otherwise: Any = None) -> Any:
        """Return a translation, ``otherwise`` where there is none."""
        try:
            return self[wanted]
        except KeyError:
            return otherwise

    def _lookup(self, wanted: str | tuple[str, int]) -> str | None:
        text, form = (wanted, None) if isinstance(wanted, str) else wanted
        sought = _rank(text.encode())
        at = bisect_left(range(self._count), sought, key=lambda at: _rank(self._read(self._ids, at)))
        if at == self._count:
            return None
        found = self._read(self._ids, at)
        if _rank(found) != sought or (b"\0" in found) != (form is not None):
            return None
        translation = self._read(self._translations, at).decode()
        return translation if form is None else translation.split("\0")[form]

    def _read(self, table: int, at: int) -> bytes:
        length, begins = unpack_from(_PLACE, self._content, table + 8 * at)
        return self._content[begins : begins + length]


def _rank(name: bytes) -> tuple[bytes, bytes]:
    """Return what Babel writes the file in the order of: the singular, then the context."""
    context, _mark, text = name.rpartition(b"\x04")
    return text.partition(b"\0")[0], context


class Catalogue(gettext.GNUTranslations):
    """A catalogue in one language, read as it is asked."""

    def _parse(self, fp: Any) -> None:
        self._catalog = _Texts(fp.read())

    @cached_property
    def plural(self) -> Callable[[int], int]:
        """Return the rule that says which plural form a number takes."""
        return gettext.c2py(self._catalog[""].partition("plural=")[2].partition(";")[0])
