"""The fields of a form: each shows its label above, its control, and the sentence of an error below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from shelter_app.domain.clock import LOCAL, local_moment
from shelter_app.domain.errors import Refused
from shelter_app.domain.names import fold
from shelter_app.i18n import _, day_numeric, moment
from shelter_app.ui.forms.days import DayField
from shelter_app.ui.forms.hours import read_hour
from shelter_app.ui.forms.sheet import Choices
from shelter_app.ui.parts import Choice, Message, label, say
from shelter_app.ui.theme import look


class Field(QWidget):
    """A field of a form; ``value`` raises ``Refused`` naming it when what is typed is no value for it."""

    edited = Signal()

    def __init__(self, name: str, words: str, control: QWidget, *, needed: bool) -> None:
        super().__init__()
        self.name = name
        self.needed = needed
        self.control = control
        said = _("{label} (required)").format(label=words) if needed else words
        title = label("body", f"label_{name}", wrap=True)
        say(title, said)
        control.setObjectName(f"field_{name}")
        control.setAccessibleName(said)
        self.error = Message("error", f"error_{name}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(control)
        column.addWidget(self.error)

    def value(self) -> Any:
        """Return what is typed, None for nothing."""
        raise NotImplementedError

    def begin(self, value: Any) -> None:
        """Show the value to begin with."""

    def offer(self, choices: Choices) -> None:
        """Offer these choices from now on; what is chosen stays where it is still offered."""

    def words(self, value: Any) -> str:
        """Return a stored value as the field would show it."""
        if isinstance(value, datetime):
            return moment(value.astimezone(LOCAL))
        return day_numeric(value) if isinstance(value, date) else str(value)

    def shows(self, value: Any) -> bool:
        """Say whether what is typed is this value."""
        try:
            return bool(self.value() == value)
        except Refused:
            return False

    def need(self, value: Any) -> Any:
        """Return the value; raises Refused when it is needed and nothing was typed."""
        if self.needed and (value is None or value in ("", ())):
            raise Refused("needed", _("This is needed. Type or choose something."), (self.name,))
        return value

    def complain(self, sentence: str) -> None:
        """Show a sentence under the field, or nothing."""
        self.error.say(sentence)
        self.control.setAccessibleDescription(sentence)
        self.control.setProperty("wrong", "true" if sentence else "false")
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)


class TextField(Field):
    """One line, with its unit beside it."""

    def __init__(self, name: str, words: str, *, needed: bool, unit: str = "") -> None:
        self.line = QLineEdit()
        self.line.setMaxLength(500)
        shown = _("{label}, {unit}").format(label=words, unit=unit) if unit else words
        super().__init__(name, shown, self.line, needed=needed)
        self.line.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> Any:
        """Return the line without its blanks."""
        return self.need(self.line.text().strip() or None)

    def begin(self, value: Any) -> None:
        """Show the value to begin with."""
        self.line.setText(str(value))


class LongField(Field):
    """Several lines; Tab goes on."""

    def __init__(self, name: str, words: str, *, needed: bool) -> None:
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(look.px(104))
        super().__init__(name, words, self.text, needed=needed)
        self.text.textChanged.connect(self.edited)

    def value(self) -> Any:
        """Return the text without blanks at its ends."""
        return self.need(self.text.toPlainText().strip() or None)

    def begin(self, value: Any) -> None:
        """Show the value to begin with."""
        self.text.setPlainText(str(value))


class TickField(Field):
    """Yes or no."""

    def __init__(self, name: str, words: str) -> None:
        self.box = QCheckBox(words)
        super().__init__(name, words, self.box, needed=False)
        self.box.toggled.connect(lambda _on: self.edited.emit())

    def value(self) -> Any:
        """Return whether it is ticked."""
        return self.box.isChecked()

    def begin(self, value: Any) -> None:
        """Show the value to begin with."""
        self.box.setChecked(bool(value))


class DateField(Field):
    """A day."""

    def __init__(self, name: str, words: str, today: Callable[[], date], *, needed: bool) -> None:
        self.day = DayField(f"field_{name}", today, needed=needed)
        super().__init__(name, words, self.day, needed=needed)
        if needed:
            self.day.show_day(today())
        self.day.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> Any:
        """Return the day."""
        return self.need(_day_of(self.day, self.name))

    def begin(self, value: Any) -> None:
        """Show the day to begin with."""
        self.day.show_day(value)


class MomentField(Field):
    """A day and a time of day, by the house's clock; it begins with now."""

    def __init__(self, name: str, words: str, now: Callable[[], datetime], *, needed: bool) -> None:
        both = QWidget()
        self.day = DayField(f"field_{name}_day", lambda: now().astimezone(LOCAL).date(), needed=needed)
        self.hour = QLineEdit()
        self.hour.setObjectName(f"field_{name}_hour")
        self.hour.setMaxLength(5)
        self.day.setAccessibleName(_("{label}, day").format(label=words))
        self.hour.setAccessibleName(_("{label}, time").format(label=words))
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.day, 2)
        row.addWidget(self.hour, 1)
        super().__init__(name, words, both, needed=needed)
        both.setFocusProxy(self.day)
        if needed:
            self.begin(now())
        for line in (self.day, self.hour):
            line.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> Any:
        """Return the moment, aware."""
        day = self.need(_day_of(self.day, self.name))
        if day is None:
            return None
        hour = read_hour(self.hour.text())
        if hour is None:
            raise Refused(
                "not_an_hour", _("This is no time of day. Type it as 9, 930 or 9:30."), (self.name,)
            )
        return local_moment(day, hour.hour, hour.minute)

    def begin(self, value: Any) -> None:
        """Show the moment to begin with."""
        local = value.astimezone(LOCAL)
        self.day.show_day(local.date())
        self.hour.setText(f"{local:%H:%M}")


class ChoiceField(Field):
    """One of a list; any part of its words finds it, without diacritics too."""

    def __init__(self, name: str, words: str, choices: Choices, *, needed: bool) -> None:
        self.box = Choice(f"field_{name}")
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(12)
        for value, text in choices:
            self.box.addItem(text, value)
        self.box.setCurrentIndex(-1)
        self._finder = _Finder(self.box)
        self._finder.know([text for _value, text in choices])
        line = self.box.lineEdit()
        assert line is not None
        line.setCompleter(self._finder)
        line.setObjectName(f"field_{name}_line")
        super().__init__(name, words, self.box, needed=needed)
        line.setAccessibleName(self.control.accessibleName())
        self.box.currentIndexChanged.connect(lambda _row: self.edited.emit())
        line.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> Any:
        """Return the chosen value; one that only one entry's words hold counts as chosen."""
        typed = self.box.currentText().strip()
        if not typed:
            return self.need(None)
        fits = [row for row in range(self.box.count()) if fold(self.box.itemText(row)) == fold(typed)]
        fits = fits or [row for row in range(self.box.count()) if fold(typed) in fold(self.box.itemText(row))]
        at = self.box.currentIndex()
        if at in fits or len(fits) == 1:
            return self.box.itemData(at if at in fits else fits[0])
        sentence = _("This is not in the list. Type a part of the words and choose from the list.")
        raise Refused("not_in_list", sentence, (self.name,))

    def begin(self, value: Any) -> None:
        """Show the value to begin with."""
        self.box.setCurrentIndex(self.box.findData(value))

    def offer(self, choices: Choices) -> None:
        """Offer these choices from now on; what is typed or chosen stays as it reads."""
        shown, chosen = self.box.currentText(), self.box.currentData()
        blocked = self.box.blockSignals(True)
        self.box.clear()
        for value, text in choices:
            self.box.addItem(text, value)
        self.box.setCurrentIndex(self.box.findData(chosen))
        self.box.setEditText(shown)
        self.box.blockSignals(blocked)
        self._finder.know([text for _value, text in choices])

    def words(self, value: Any) -> str:
        """Return the words of a stored value."""
        row = self.box.findData(value)
        return self.box.itemText(row) if row >= 0 else str(value)


class ManyField(Field):
    """Several of a list, ticked with the space bar."""

    def __init__(self, name: str, words: str, choices: Choices, *, needed: bool) -> None:
        self.list = QListView()
        self._rows = QStandardItemModel(self.list)
        self._fill(choices, ())
        self.list.setModel(self._rows)
        self.list.setFixedHeight(look.px(132))
        super().__init__(name, words, self.list, needed=needed)
        self._rows.itemChanged.connect(lambda _item: self.edited.emit())

    def value(self) -> Any:
        """Return the ticked values."""
        items = [self._rows.item(row) for row in range(self._rows.rowCount())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        return self.need(tuple(item.data(Qt.ItemDataRole.UserRole) for item in ticked))

    def begin(self, value: Any) -> None:
        """Tick the values to begin with."""
        for row in range(self._rows.rowCount()):
            item = self._rows.item(row)
            on = item.data(Qt.ItemDataRole.UserRole) in value
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def offer(self, choices: Choices) -> None:
        """Offer these choices from now on; what is ticked stays ticked."""
        rows = [self._rows.item(row) for row in range(self._rows.rowCount())]
        ticked = [
            item.data(Qt.ItemDataRole.UserRole) for item in rows if item.checkState() == Qt.CheckState.Checked
        ]
        self._fill(choices, ticked)

    def _fill(self, choices: Choices, ticked: Sequence[Any]) -> None:
        self._rows.clear()
        for value, text in choices:
            item = QStandardItem(text)
            item.setCheckable(True)
            item.setEditable(False)
            item.setData(value, Qt.ItemDataRole.UserRole)
            item.setCheckState(Qt.CheckState.Checked if value in ticked else Qt.CheckState.Unchecked)
            self._rows.appendRow(item)


class _Finder(QCompleter):
    """Finds entries by any part of their words, whatever the diacritics."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__(box)
        self._words: list[str] = []
        self._found = QStringListModel(self)
        self.setModel(self._found)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)

    def know(self, words: Sequence[str]) -> None:
        """Find among these words from now on."""
        self._words = list(words)
        self._found.setStringList(self._words)

    def splitPath(self, path: str) -> list[str]:
        """Keep the entries that hold what is typed."""
        wanted = fold(path)
        self._found.setStringList([text for text in self._words if wanted in fold(text)])
        return [""]


def _day_of(field: DayField, name: str) -> date | None:
    if not field.text().strip():
        return None
    found = field.value()
    if found is None:
        example = day_numeric(date(2026, 5, 3))
        sentence = _("This is no day. Type it as 3, 3.5 or {example}.").format(example=example)
        raise Refused("not_a_day", sentence, (name,))
    return found
