"""The first run in the window: the house, you, the recovery sheet, the rooms, done; or a house of invented people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, ngettext
from shelter_app.ui.forms.days import DayField
from shelter_app.ui.signin.entry_card import EntryCard
from shelter_app.ui.signin.firstrun import steps
from shelter_app.ui.signin.firstrun.next_steps import NextSteps
from shelter_app.ui.signin.recovery_sheet import RecoverySheet
from shelter_app.ui.widgets.language_button import LanguageButton
from shelter_app.ui.widgets.parts import ComboBox, Message, in_the_middle, make_button, make_label, set_text
from shelter_app.ui.widgets.passphrase import Passphrase
from shelter_app.ui.work import run

HOUSE, YOU, SHEET, ROOMS, DONE, DEMO = range(6)
MOST_PARTS = 6  # of what the preview of the rooms tells
ANYONE = "ANY"  # for whom a room is, first where nothing was chosen


class FirstRun(EntryCard):
    """``over`` carries who has signed in; ``demo_made`` the name of an account of the house of invented people."""

    WIDTH = 560
    SECTION = "firstrun"

    language_chosen = Signal(str)
    founded = Signal(object)
    over = Signal(
        object, str, str
    )  # the actor, the page to go to (empty: the one that opens the day), its part
    demo_made = Signal(str)

    def __init__(self, folder: Path, actor: Any = None, kept: dict[str, Any] | None = None) -> None:
        super().__init__("first_run", "first_run")
        self._folder, self.actor = folder, actor
        self.sheet = RecoverySheet()
        self.sheet.key = (kept or {}).get("key", "")
        self._account = ""
        self._words: list[tuple[QLabel, Callable[[], str]]] = []
        self._make_parts()
        self._lay_out()
        first = {steps.SHEET: SHEET, steps.ROOMS: ROOMS}.get((kept or {}).get("step", ""), HOUSE)
        self.retranslate()
        self._go(first)

    def _make_parts(self) -> None:
        self._title = make_label("name", "first_run_title", wrap=True)
        self._step = make_label("note", "first_run_step")
        self.language = LanguageButton("lined", "language", long=True)
        self.language.chosen.connect(self.language_chosen)
        self.organisation = _field("organisation")
        self.account = _field("account")
        self.passphrase, self.again = Passphrase(), Passphrase()
        self.again.setObjectName("passphrase_again")
        self.offer = make_button("lined", "six_words", "refresh-cw")
        self.offer.clicked.connect(self._offer)
        self.sheet.failed.connect(self.tell_error)
        self.sheet.entered.connect(self._next)
        self.house = _field("house_name")
        self.pattern = _field("room_pattern")
        self.preview = make_label("note", "room_preview", wrap=True)
        self.preview.setContentsMargins(0, 0, 0, 8)
        self.pattern.textChanged.connect(lambda _text: self._preview())
        self.rule = ComboBox("room_rule")
        self.since = DayField("beds_since", lambda: datetime.now(LOCAL).date())
        self.demo = make_button("lined", "make_demo", "flask-conical")
        self.demo.clicked.connect(self._make_demo)
        self.accounts = make_label("command", "demo_accounts", wrap=True)
        self.accounts.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.next = make_button("filled", "first_run_next")
        self.next.clicked.connect(self._next)
        self.back = make_button("lined", "first_run_back", "chevron-left")
        self.back.clicked.connect(lambda: self._go(HOUSE))
        self.next_steps = NextSteps()
        self.next_steps.chosen.connect(self._leave)
        self._fields: dict[int, dict[str, QLineEdit]] = {
            HOUSE: {"organisation": self.organisation},
            YOU: {"account": self.account, "passphrase": self.passphrase, "again": self.again},
            ROOMS: {"name": self.house, "pattern": self.pattern, "in_use_from": self.since},
        }
        self._errors: dict[QLineEdit, Message] = {}
        for fields in self._fields.values():
            for name, field in fields.items():
                field.returnPressed.connect(partial(self._enter, field))
                field.textEdited.connect(lambda _text: self._forget_errors())
                self._errors[field] = Message("error", f"first_run_error_{name}")

    def _lay_out(self) -> None:
        self._steps = QStackedWidget()
        for build in (
            lambda: [
                self._make_note(lambda: _("Language")), self.language,
                self._make_note(lambda: _("Name of your organisation")), self.organisation,
                self._make_note(lambda: _("Or try the program first, with fictional data:")), self.demo,
            ],
            lambda: [
                self._make_note(lambda: _("Your account name")), self.account,
                self._make_note(lambda: _("Passphrase: at least 14 characters, or six words")), self.passphrase,
                self._make_note(lambda: _("Repeat the passphrase")), self.again, self.offer,
            ],
            lambda: [self.sheet],
            lambda: [
                self._make_note(lambda: _("Name of the shelter")), self.house,
                self._make_note(
                    lambda: _("Rooms × beds, for example 4 × 3, or the beds in each room, for example 3, 2, 2")
                ),
                self.pattern, self.preview, self._make_note(lambda: _("Who these rooms are for")), self.rule,
                self._make_note(lambda: _("Beds in use since (a date before the first admission)")),
                self.since,
            ],
            lambda: [
                self._make_note(lambda: _("The register is ready. Usual next steps, now or later:")),
                self.next_steps,
            ],
            lambda: [
                self._make_note(lambda: _("These accounts are for trying the program; nobody here is real.")),
                self.accounts,
            ],
        ):  # fmt: skip
            self._steps.addWidget(_column(build(), self._errors))
        column = QVBoxLayout(self.card)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(8)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.next)
        for part in (self._step, self._title, self._steps, self.error):
            column.addWidget(part)
        column.addLayout(foot)
        column.addWidget(self.busy)
        in_the_middle(self, self.card)
        self.fit_width()

    def at_rest(self) -> tuple[QWidget, ...]:
        """Return the parts that wait while a step is being done."""
        return self.next, self.back, self.demo

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        for said, words in self._words:
            set_text(said, words())
        titles = {
            HOUSE: _("A new register"), YOU: _("Your director account"), SHEET: _("The recovery sheet"),
            ROOMS: _("The shelter and its rooms"), DONE: _("Done"), DEMO: _("Demonstration with fictional data"),
        }  # fmt: skip
        at = self._steps.currentIndex()
        set_text(self._title, titles[at])
        self.back.setVisible(at == YOU)  # what comes after is made already
        set_text(self._step, "" if at == DEMO else _("Step {n} of 5").format(n=at + 1))
        set_text(
            self.next, _("Sign in") if at == DEMO else _("Open the register") if at == DONE else _("Continue")
        )
        self.organisation.setAccessibleName(_("Name of your organisation"))
        self.account.setAccessibleName(_("Your name (it becomes the account name)"))
        self.passphrase.setAccessibleName(_("Passphrase"))
        self.again.setAccessibleName(_("Repeat the passphrase"))
        self.passphrase.retranslate()
        self.again.retranslate()
        set_text(self.offer, _("Suggest six words"))
        self.house.setAccessibleName(_("Name of the shelter"))
        self.pattern.setAccessibleName(_("Rooms and beds"))
        self.rule.setAccessibleName(_("Who these rooms are for"))
        self.since.setAccessibleName(_("Beds in use since"))
        if at == ROOMS:
            self._offer_rules()
            day = self.since.value() if self.since.text() else datetime.now(LOCAL).date()
            if day is not None:
                self.since.show_day(day)
        set_text(self.demo, _("Open a demonstration with fictional data"))
        set_text(self.back, _("Back"))
        self._preview()
        self.next_steps.retranslate()

    def step(self) -> int:
        """Return the step that is shown, from 0."""
        return self._steps.currentIndex()

    def _offer_rules(self) -> None:
        from shelter_app.domain.codes import codes
        from shelter_app.domain.codes import label as code_label

        chosen = self.rule.currentIndex()
        self.rule.clear()
        for rule in sorted(codes("placement_rule"), key=lambda rule: rule != ANYONE):
            self.rule.addItem(code_label("placement_rule", rule), rule)
        self.rule.setCurrentIndex(max(0, chosen))

    def _preview(self) -> None:
        """Say which rooms the pattern makes, as long as it is one."""
        told = _rooms_text(self.pattern.text())
        set_text(self.preview, told)
        self.preview.setVisible(bool(told))
        self.pattern.setAccessibleDescription(told)

    def _make_note(self, words: Callable[[], str]) -> QLabel:
        made = make_label("muted", f"first_run_words_{len(self._words)}", wrap=True)
        self._words.append((made, words))
        return made

    def _go(self, step: int) -> None:
        self._forget_errors()
        self._steps.setCurrentIndex(step)
        self.retranslate()
        field = {HOUSE: self.organisation, YOU: self.account, SHEET: self.sheet.print, ROOMS: self.house}
        field.get(step, self.next).setFocus()

    def sentence(self) -> str:
        """Return the error that is shown, under a field or below all."""
        under = (error.text() for error in self._errors.values())
        return next((sentence for sentence in under if sentence), super().sentence())

    def _enter(self, field: QLineEdit) -> None:
        """Go on to the next field of the step; behind the last one do the step."""
        fields = [*self._fields[self.step()].values()]
        at = fields.index(field)
        if at + 1 < len(fields):
            fields[at + 1].setFocus()
        else:
            self._next()

    def _forget_errors(self) -> None:
        self.error.show_text("")
        for error in self._errors.values():
            error.show_text("")

    def _refuse(self, refusal: Refused) -> None:
        """Say under its field what was refused, with the keyboard in that field; below all where it is about none."""
        self._forget_errors()
        here = self._fields.get(self.step(), {})
        field = next((here[name] for name in refusal.fields if name in here), None)
        if field is None:
            self.error.show_text(refusal.message)
        else:
            self._errors[field].show_text(refusal.message)
            field.setFocus()

    def _next(self) -> None:
        at = self.step()
        if not self.next.isEnabled():
            return
        if at == HOUSE:
            self._name_house()
        elif at == YOU:
            organisation, account = self.organisation.text().strip(), self.account.text().strip()
            given = (self._folder, organisation, account, self.passphrase.text(), self.again.text())
            self._do(lambda: steps.create_store(*given), self._on_founded)
        elif at == SHEET:
            actor, sheet, typed = self.actor, self.sheet, self.sheet.group.text()
            self._do(lambda: steps.confirm(actor, sheet.key, sheet.number, typed), self._confirmed)
        elif at == ROOMS:
            actor, name, pattern = self.actor, self.house.text(), self.pattern.text()
            rule, since = self.rule.currentData(), self.since.value()
            if since is None:
                sentence = _("This is not a date. Type it as day, month and year.")
                self._refuse(Refused("no_day", sentence, ("in_use_from",)))
                return
            self._do(lambda: steps.lay_out(actor, name, pattern, rule, since), lambda _none: self._go(DONE))
        elif at == DONE:
            self._leave()
        else:
            self.demo_made.emit(self._account)

    def _leave(self, page: str = "", part: str = "") -> None:
        self.over.emit(self.actor, page, part)

    def _name_house(self) -> None:
        if self.organisation.text().strip():
            self._go(YOU)
        else:
            sentence = _("Type the name of your organisation.")
            self._refuse(Refused("name_missing", sentence, ("organisation",)))

    def _on_founded(self, made: tuple[Any, str]) -> None:
        self.actor, self.sheet.key = made
        self.passphrase.clear()
        self.again.clear()
        self.founded.emit(self.actor)
        self._go(SHEET)

    def _confirmed(self, _nothing: object) -> None:
        self.sheet.key = ""
        self.house.setText(self.organisation.text())
        self._go(ROOMS)

    def _do(self, task: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._forget_errors()
        self.open()
        running = run(self, lambda _p: task(), done=done, refused=self._refuse)
        running.ended.connect(self._rest)

    def _rest(self) -> None:
        self.open(False)
        if self.step() in (DONE, DEMO):
            self.next.setFocus()

    def _offer(self) -> None:
        from shelter_app.domain.passphrases import phrase

        offered = phrase()
        self.passphrase.setText(offered)
        self.passphrase.eye.setChecked(True)
        self.again.clear()
        self.again.setFocus()

    def _make_demo(self) -> None:
        from shelter_app.services.demo.demo_store import make_demo

        def show(made: Any) -> None:
            from shelter_app.domain.codes import label as code_label

            self._account = made.accounts[0]["name"]
            said = (
                f"{given['name']} ({code_label('account_role', given['role'])}): {given['passphrase']}"
                for given in made.accounts
            )
            self.accounts.setText("\n".join(said))
            self._go(DEMO)

        self._do(lambda: make_demo(self._folder), show)


def _rooms_text(pattern: str) -> str:
    """Return which rooms a pattern makes, alike ones together; empty for what is no pattern."""
    from shelter_app.domain.room_pattern import rooms_of

    try:
        rooms = rooms_of(pattern)
    except Refused:
        return ""
    parts, at = [], 1
    for beds, alike in groupby(rooms):
        first, n = at, len(list(alike))
        at += n
        each = ngettext("{n} bed", "{n} beds", beds).format(n=beds)
        if n == 1:
            parts.append(_("room {room}: {beds}").format(room=first, beds=each))
        else:
            parts.append(_("rooms {first}–{last}: {beds} each").format(first=first, last=at - 1, beds=each))
    shown = [*parts[:MOST_PARTS], *(["…"] if len(parts) > MOST_PARTS else [])]
    total = ngettext("{n} bed", "{n} beds", sum(rooms)).format(n=sum(rooms))
    return _("{total} in total – {rooms}").format(total=total, rooms="; ".join(shown))


def _field(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setMaxLength(200)
    return made


def _column(parts: Sequence[QWidget], errors: Mapping[QLineEdit, Message]) -> QWidget:
    """Put the parts one under the other, each field with its error below it."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        column.addWidget(part)
        if isinstance(part, QLabel) and isinstance(after, QLineEdit | QComboBox):
            part.setBuddy(after)
        if isinstance(part, QLineEdit) and part in errors:
            column.addWidget(errors[part])
        if not isinstance(part, QLabel):
            column.addSpacing(8)
    column.addStretch(1)
    return made
