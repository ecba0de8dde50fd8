"""A field for a day, typed as one writes it: ``3``, ``3.5``, ``3.5.26``, ``+7``, ``azi``, ``2026-05-03``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from shelter_app.i18n import day_numeric

WORDS = {"azi": 0, "today": 0, "maine": 1, "tomorrow": 1, "ieri": -1, "yesterday": -1}
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
PARTS = re.compile(r"(\d{1,2})(?:[./ -](\d{1,2})(?:[./ -](\d{4}|\d{2}))?)?[./]?")
LATER = re.compile(r"([+-])(\d{1,4})")


def read_day(text: str, today: date) -> date | None:
    """Return the day that ``text`` means, or None when it means none; what is left out is of ``today``."""
    from shelter_app.domain.names import fold  # the first step of the first run is painted without it

    words = text.strip()
    if (said := WORDS.get(fold(words))) is not None:
        return today + timedelta(days=said)
    if later := LATER.fullmatch(words):
        return today + timedelta(days=int(later[2]) * (1 if later[1] == "+" else -1))
    if iso := ISO.fullmatch(words):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if parts := PARTS.fullmatch(words):
        year = int(parts[3]) if parts[3] else today.year
        return _day(year + 2000 if year < 100 else year, int(parts[2] or today.month), int(parts[1]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class DayField(QLineEdit):
    """Shows a day in figures; what is typed is read when the person goes on, and marked when it is no day."""

    changed = Signal()

    def __init__(self, name: str, today: Callable[[], date], *, needed: bool = True) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMaxLength(20)
        self._today = today
        self._needed = needed
        self._value = today()
        self.editingFinished.connect(self._read)

    def value(self) -> date | None:
        """Return the day, or None while what is typed is no day."""
        return read_day(self.text(), self._today())

    def show_day(self, value: date) -> None:
        """Show a day; nobody is told."""
        self._value = value
        self.setText(day_numeric(value))
        self._mark(False)

    def _read(self) -> None:
        typed = self.value()
        self._mark(typed is None and (self._needed or bool(self.text().strip())))
        if typed is not None:
            moved = typed != self._value
            self.show_day(typed)
            if moved:
                self.changed.emit()

    def _mark(self, wrong: bool) -> None:
        self.setProperty("wrong", "true" if wrong else "false")
        self.style().unpolish(self)
        self.style().polish(self)
