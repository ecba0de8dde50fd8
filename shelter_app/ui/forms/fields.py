"""The fields of a form: each shows its label above, its control, and the sentence of an error below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from shelter_app.domain import codes, missing_values
from shelter_app.domain.clock import LOCAL, is_skipped, local_moment
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, day_numeric, language, moment, number
from shelter_app.ui.forms.days import DayField
from shelter_app.ui.forms.hours import read_hour
from shelter_app.ui.forms.law import LawButton
from shelter_app.ui.forms.numbers import MARKS, read_number
from shelter_app.ui.forms.spec import Choices
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import FlowRow
from shelter_app.ui.widgets.parts import Message, make_label, set_text, without_mnemonic
from shelter_app.ui.widgets.passphrase import Passphrase

LONGEST_LINE = 500
ASIDE = "aside"  # reached with Tab; Enter goes on to the next field


class Field(QWidget):
    """A field of a form; ``value`` raises ``Refused`` naming it when what is typed is no value for it."""

    edited = Signal()

    def __init__(self, name: str, words: str, control: QWidget, *, needed: bool) -> None:
        super().__init__()
        self.name = name
        self.needed = needed
        self.control = control
        said = _("{label} (required)").format(label=words) if needed else words
        self.title = make_label("body", f"label_{name}", wrap=True)
        self.title.setBuddy(control.focusProxy() or control)
        set_text(self.title, said)
        control.setObjectName(f"field_{name}")
        control.setAccessibleName(said)
        self.error = Message("error", f"error_{name}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._head = QHBoxLayout()
        self._head.setSpacing(6)
        self._head.addWidget(self.title, 1)
        self._words = words
        column.addLayout(self._head)
        column.addWidget(control)
        column.addWidget(self.error)
        self._column = column
        self._answers: dict[str, QCheckBox] = {}

    def offer_answers(self) -> None:
        """Let one answer that it is not known or was refused, with a tick each under the control."""
        row = FlowRow(16)
        for code in missing_values.ANSWERS:
            box = QCheckBox(codes.label("answer", code))
            box.setObjectName(f"field_{self.name}_{code.lower()}")
            box.setAccessibleName(_("{label}: {value}").format(label=self._words, value=box.text()))
            box.setProperty(ASIDE, True)
            without_mnemonic(box)  # the field has its letter, the ticks come after it
            box.toggled.connect(lambda on, code=code: self._answered(code, on))
            row.add(box)
            self._answers[code] = box
        self._column.insertWidget(self._column.count() - 1, row)

    def answer(self) -> str:
        """Return why there is no value: unknown or refused; empty where there is one, or nobody asked."""
        return next((code for code, box in self._answers.items() if box.isChecked()), "")

    def begin_with(self, code: str) -> None:
        """Show such an answer to begin with."""
        self._answers[code].setChecked(True)

    def _answered(self, code: str, on: bool) -> None:
        for other, box in self._answers.items():
            if on and other != code:
                box.setChecked(False)
        self.control.setEnabled(not self.answer())  # what was typed stays, and counts again without the tick
        self.edited.emit()

    def explain(self, law: tuple[str, ...]) -> None:
        """Put a "?" beside the label that tells these facts of law."""
        self._head.addWidget(LawButton(law, self._words), 0, Qt.AlignmentFlag.AlignTop)

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

    def is_empty(self) -> bool:
        """Say whether nothing is typed."""
        try:
            return self.value() is None
        except Refused:
            return False

    def need(self, value: Any) -> Any:
        """Return the value; raises Refused when it is needed and nothing was typed."""
        if self.needed and (value is None or value in ("", ())):
            raise Refused("needed", _("This field is required. Type or choose something."), (self.name,))
        return value

    def complain(self, sentence: str) -> None:
        """Show a sentence under the field, or nothing."""
        self.error.show_text(sentence, aloud=False)  # the form says the first of them
        lines = self.control.findChildren(QLineEdit)
        for part in (self.control, *lines):  # the keyboard may stand in a part of the control
            part.setAccessibleDescription(sentence)
        framed = [line for line in lines if not isinstance(line.parent(), QComboBox)]
        for part in (self.control, *framed):
            part.setProperty("wrong", "true" if sentence else "false")
            part.style().unpolish(part)
            part.style().polish(part)


class TextField(Field):
    """One line, with its unit beside it."""

    def __init__(self, name: str, words: str, *, needed: bool, unit: str = "") -> None:
        self.line = QLineEdit()
        shown = _("{label}, {unit}").format(label=words, unit=unit) if unit else words
        super().__init__(name, shown, self.line, needed=needed)
        self.line.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> Any:
        """Return the line without its blanks; raises Refused where it is endless: nothing is cut off unseen."""
        text = self.line.text().strip()
        if len(text) > LONGEST_LINE:
            sentence = _("This is too long: at most {most} characters. Shorten it.")
            raise Refused("too_long", sentence.format(most=LONGEST_LINE), (self.name,))
        return self.need(text or None)

    def begin(self, value: Any) -> None:
        """Show the value to begin with."""
        self.line.setText(str(value))


class NumberField(TextField):
    """A number, typed as the language writes it; ``whole`` takes none with a part after the mark."""

    def __init__(self, name: str, words: str, *, needed: bool, whole: bool, unit: str = "") -> None:
        super().__init__(name, words, needed=needed, unit=unit)
        self._whole = whole

    def value(self) -> Any:
        """Return the number; raises Refused for what is none."""
        text = super().value()
        if text is None:
            return None
        found = read_number(text, language())
        if found is None:
            example = number(1.5, 1)
            sentence = _("This is not a number. Type it as 2 or {example}.").format(example=example)
            raise Refused("not_a_number", sentence, (self.name,))
        if not self._whole:
            return found
        if found != found.to_integral_value():
            raise Refused("not_whole", _("Enter a whole number."), (self.name,))
        return int(found)

    def begin(self, value: Any) -> None:
        """Show the number to begin with, as the language writes it."""
        mark, _between = MARKS[language()]
        self.line.setText(str(value).replace(".", mark))


class ProofField(Field):
    """One's own passphrase once more; it is never kept and never part of the act."""

    def __init__(self) -> None:
        self.line = Passphrase()
        super().__init__("passphrase", _("Your own passphrase, again"), self.line, needed=True)
        self.line.retranslate()

    def value(self) -> Any:
        """Return the passphrase as it is typed."""
        return self.need(self.line.text())

    def clear(self) -> None:
        """Take what is typed away, and hide the next one."""
        self.line.clear()
        self.line.hide_text()


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
        self.box = QCheckBox()
        set_text(self.box, words)
        super().__init__(name, words, self.box, needed=False)
        self.title.hide()  # the tick says the same words
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
        return self.need(day_of(self.day, self.name))

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
        both.setFocusProxy(self.day)
        super().__init__(name, words, both, needed=needed)
        if needed:
            self.begin(now())
        for line in (self.day, self.hour):
            line.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> Any:
        """Return the moment, aware."""
        day = self.need(day_of(self.day, self.name))
        if day is None:
            if self.hour.text().strip():
                raise Refused("no_day", _("Type the day as well, or leave the time empty."), (self.name,))
            return None
        hour = read_hour(self.hour.text())
        if hour is None:
            raise Refused("not_an_hour", _("This is not a time. Type it as 9, 930 or 9:30."), (self.name,))
        if is_skipped(day, hour.hour, hour.minute):
            raise Refused("skipped", skipped_sentence(), (self.name,))
        return local_moment(day, hour.hour, hour.minute)

    def begin(self, value: Any) -> None:
        """Show the moment to begin with."""
        local = value.astimezone(LOCAL)
        self.day.show_day(local.date())
        self.hour.setText(f"{local:%H:%M}")


def skipped_sentence() -> str:
    """Return what is said of a time that never was."""
    return _("The clocks go forward that night: this time does not exist. Type an earlier or a later one.")


def day_of(field: DayField, name: str) -> date | None:
    """Return the day that is typed, None for an empty field; raises Refused for what is no day."""
    if not field.text().strip():
        return None
    found = field.value()
    if found is None:
        example = day_numeric(date(2026, 5, 3))
        sentence = _("This is not a date. Type it as 3, 3.5 or {example}.").format(example=example)
        raise Refused("not_a_day", sentence, (name,))
    return found
