"""The period of a report: the usual ones by name, or any first and last day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QWidget

from shelter_app.i18n import N_, _, pgettext
from shelter_app.ui.forms.days import DayField
from shelter_app.ui.widgets.parts import ComboBox, make_label, set_text

OTHER = "other"
WORDS = {
    "last_quarter": N_("Last quarter"),
    "this_quarter": N_("This quarter"),
    "last_half": N_("Last half-year"),
    "last_year": N_("Last year"),
    "this_year": N_("This year"),
    "last_month": N_("Last month"),
    "this_month": N_("This month"),
    OTHER: N_("Other period"),
}
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def days_of(name: str, today: date) -> tuple[date, date]:
    """Return the first and last day of a named period."""
    which, _sign, kind = name.partition("_")
    months = MONTHS[kind]
    here = today.year * 12 + (today.month - 1) // months * months
    first = here - months if which == "last" else here
    return _month(first), _month(first + months) - timedelta(days=1)


def _month(count: int) -> date:
    return date(count // 12, count % 12 + 1, 1)


class PeriodFields:
    """Three fields: the named period, its first and its last day, for a page to lay out."""

    def __init__(self, today: Callable[[], date], changed: Callable[[], None]) -> None:
        self._today = today
        self._changed = changed
        self.named = ComboBox("period")
        for name in WORDS:
            self.named.addItem("", name)
        self.first = DayField("first_day", today)
        self.last = DayField("last_day", today)
        self._from = make_label("note", "first_day_label")
        self._to = make_label("note", "last_day_label")
        self._from.setBuddy(self.first)
        self._to.setBuddy(self.last)
        self.choose("last_quarter")
        self.retranslate()
        self.named.activated.connect(self._take)
        for field in (self.first, self.last):
            field.changed.connect(self._edited)

    def parts(self) -> tuple[QWidget, QWidget, QWidget]:
        """Return the three fields, each with its word, in their order."""
        return self.named, _beside(self._from, self.first), _beside(self._to, self.last)

    def days(self) -> tuple[date, date] | None:
        """Return the first and the last day, both included; None while one is not a day."""
        first, last = self.first.value(), self.last.value()
        return None if first is None or last is None else (first, last)

    def chosen(self) -> str:
        """Return the name of the period."""
        return str(self.named.currentData())

    def choose(self, name: str, days: tuple[date, date] | None = None) -> None:
        """Choose a named period, or ``other`` with its days."""
        self.named.setCurrentIndex(self.named.findData(name))
        if days is None and name != OTHER:
            days = days_of(name, self._today())
        if days is not None:
            self.first.show_day(days[0])
            self.last.show_day(days[1])

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        for index, words in enumerate(WORDS.values()):
            self.named.setItemText(index, _(words))
        self.named.setAccessibleName(_("Period"))
        set_text(self._from, pgettext("period", "from"))
        set_text(self._to, pgettext("period", "to"))
        self.first.setAccessibleName(_("First day"))
        self.last.setAccessibleName(_("Last day"))
        days = self.days()
        if days is not None:
            self.choose(self.chosen(), days)

    def _take(self) -> None:
        if self.chosen() == OTHER:
            self.first.setFocus()
            self.first.selectAll()
        else:
            self.choose(self.chosen())
            self._changed()

    def _edited(self) -> None:
        self.choose(OTHER)
        self._changed()


def _beside(word: QWidget, field: DayField) -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(word)
    row.addWidget(field)
    return both
