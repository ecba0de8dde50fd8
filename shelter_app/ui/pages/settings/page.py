"""Settings: accounts and roles, the house, code lists, the audit trail, one's own passphrase; by role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from shelter_app import i18n
from shelter_app.db.enrolment import Invitation
from shelter_app.domain.names import fold
from shelter_app.i18n import _, number
from shelter_app.services.accounts.acts import AddAccount
from shelter_app.services.accounts.trail import AT_ONCE, PrintTrail, TrailPart, TrailRow, trail
from shelter_app.services.accounts.trail_words import say_action, say_subject, sentences
from shelter_app.services.acting import Actor
from shelter_app.services.house.data import ChangeShelter
from shelter_app.services.house.layout import LayOutHouse
from shelter_app.services.lists.printing import IN_A_BOOK
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.page import Page
from shelter_app.ui.pages.settings.accounts import AccountsPart, OwnPassphrase
from shelter_app.ui.pages.settings.codes import CodesPart
from shelter_app.ui.pages.settings.house import HousePart
from shelter_app.ui.pages.settings.rules import RulesPart
from shelter_app.ui.pages.settings.store_check import StorePart
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.min_height import MinHeightScrollArea, fit_filter_buttons
from shelter_app.ui.widgets.parts import make_label, set_text
from shelter_app.ui.widgets.tabs import TabRow, make_tab


class TrailPartShown(QWidget):
    """The audit trail, the newest first, more as one scrolls."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.model: RowsModel[TrailRow] = RowsModel(
            (
                Column("seq", lambda: _("Number"), lambda row: number(row.seq), 2, muted=True),
                Column("at", lambda: _("When"), lambda row: i18n.moment(row.at), 4),
                Column("who", lambda: _("Who"), lambda row: row.who or _("a name nobody has"), 3, bold=True),
                Column("action", lambda: _("What was done"), lambda row: say_action(row.action), 3),
                Column("subject", lambda: _("Record"), _on_what, 3, muted=True),
                Column("", lambda: _("Reason"), lambda row: row.reason, 3),
            )
        )
        self.list = ListView("trail", self.model)
        self.model.sorted_by, self.model.descending = "seq", True
        self.model.more_wanted.connect(self._more)
        self.list.sort_wanted.connect(self._sort)
        self.bar = ListBar(page, self.list, PrintTrail, every=self._every)
        self.bar.seek_wanted.connect(lambda _words: self.refresh())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)

    def refresh(self) -> None:
        """Ask for the newest events."""
        ask = self._question()
        self._page.ask("trail", lambda _p: ask(0, AT_ONCE), self._show)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.list.setAccessibleName(_("Audit trail"))
        self.model.emit_texts_changed()

    def _show(self, part: TrailPart) -> None:
        self.model.show_rows(part.rows, part.total)

    def _more(self, after: int) -> None:
        ask = self._question()
        self._page.ask("trail", lambda _p: ask(after, AT_ONCE), lambda part: self.model.add_rows(part.rows))

    def _sort(self, key: str, downwards: bool) -> None:
        self.model.sorted_by, self.model.descending = key, downwards
        self.model.emit_texts_changed()
        self.refresh()

    def _question(self) -> Callable[[int, int], TrailPart]:
        """Return what asks for events that hold the words searched, in the order chosen."""
        actor, words = self._page.actor, tuple(fold(self.bar.words()).split())
        sort, down = self.model.sorted_by, self.model.descending

        def ask(after: int, at_once: int) -> TrailPart:
            sentences()  # loads the words of every act here in the worker, not while the list is painted
            return trail(actor, after, words, sort, down, at_once)

        return ask

    def _every(self) -> Callable[[], tuple[TrailRow, ...]]:
        ask = self._question()
        return lambda: ask(0, IN_A_BOOK).rows


PARTS: dict[str, Callable[[Page], QWidget]] = {
    "house": HousePart,
    "accounts": AccountsPart,
    "codes": CodesPart,
    "rules": RulesPart,
    "trail": TrailPartShown,
    "store": StorePart,
    "own": OwnPassphrase,
}
WITH_FORMS = ("house", "accounts", "codes", "rules")
CHANGES_CODES = "house.add_code"
# The act or view without which a part is not shown; the others are everybody's.
SHOWN_WITH = {
    "house": "house.name_organisation",
    "accounts": "accounts.add_account",
    "rules": "house.set_rule",
    "trail": "accounts.trail",
    "store": "accounts.check_store",
}


class SettingsPage(Page):
    """One part at a time; which there are follows from the roles."""

    NAME = "settings"
    ICON = "shield-check"
    NEEDS = "house.frame"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._names = list(PARTS)
        self._made: dict[str, Any] = {}
        self._arrived = self._restored = False
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self._tabs: list[QPushButton] = []
        self._columns: list[QVBoxLayout] = []
        tabs = self._row = TabRow("settings_tabs")
        for at, name in enumerate(self._names):
            tab = make_tab(f"settings_{name}")
            self._group.addButton(tab, at)
            tabs.add(tab)
            self._tabs.append(tab)
            held = QWidget()
            column = QVBoxLayout(held)
            column.setContentsMargins(0, 0, 0, 0)
            self._columns.append(column)
            self._stack.addWidget(held)
            tabs.offer(tab, name in ("codes", "own"))
        self._group.idClicked.connect(self.show_part)
        self._note = make_label("note", "settings_appearance", wrap=True)
        self.add_tabs(tabs)
        self.body.addWidget(MinHeightScrollArea(self._stack, {}), 1)
        self.body.addWidget(self._note)
        self._point(self._names.index("own"))

    def part(self, name: str) -> Any:
        """Return a part, made when it is first wanted: most visits need one of them."""
        if name not in self._made:
            made: Any = PARTS[name](self)
            self._made[name] = made
            column = self._columns[self._names.index(name)]
            column.addWidget(made, 0 if name == "own" else 1)
            if name == "own":
                column.addStretch(1)
            made.retranslate()
            if name == "codes":
                made.may_change(self.access.may(CHANGES_CODES))
        return self._made[name]

    def open_part(self, name: str) -> None:
        """Show the part of this name."""
        self.show_part(self._names.index(name))

    def point_to(self, key: str) -> None:
        """Show the part of this name."""
        self.open_part(key)

    def tabs(self) -> list[QPushButton]:
        """Return the buttons of the parts that the roles see."""
        return self._row.offered()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Settings")

    def refresh(self) -> None:
        """Ask for the part that is shown; on arrival, offer the parts that the roles see."""
        if not self._arrived:
            self._arrive()
        self.show_part(self._stack.currentIndex())

    def state(self) -> dict[str, Any]:
        """Return which part is shown."""
        return {"part": self._names[self._stack.currentIndex()]}

    def restore(self, state: dict[str, Any]) -> None:
        """Show the part again."""
        self._restored = state.get("part") in self._names
        if state.get("part") in self._names:
            self.open_part(state["part"])

    def start(self) -> None:
        """Put the keyboard on the parts' names."""
        self._group.button(self._stack.currentIndex()).setFocus()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        words = {
            "house": _("The shelter"),
            "accounts": _("Accounts and roles"),
            "codes": _("Code lists"),
            "rules": _("Rules and terms"),
            "trail": _("Audit trail"),
            "store": _("Data check"),
            "own": _("My passphrase"),
        }
        for at, name in enumerate(self._names):
            set_text(self._group.button(at), words[name])
        fit_filter_buttons(*self._tabs)
        set_text(self._note, _("Language, theme and text size are chosen at the top, next to your name."))
        for part in self._made.values():
            part.retranslate()

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be done with the part that is shown."""
        name = self._names[self._stack.currentIndex()]
        return self._offered_forms(self.part(name).forms() if name in WITH_FORMS else ())

    def _announce(self, done: Outcome) -> None:
        super()._announce(done)
        if done.kind in (LayOutHouse, ChangeShelter):
            self.house_changed.emit()
        if isinstance(done.result, Invitation):
            name = done.act.name if isinstance(done.act, AddAccount) else ""
            self.part("accounts").tell_code(done.result, name)

    def show_part(self, at: int) -> None:
        """Show a part of the settings."""
        if at != self._stack.currentIndex() and "accounts" in self._made:
            self.part("accounts").forget_code()
        self._point(at)
        part = self.part(self._names[at])
        if self._arrived and hasattr(part, "refresh"):
            part.refresh()

    def _point(self, at: int) -> None:
        self._group.button(at).setChecked(True)
        self._stack.setCurrentIndex(at)

    def _arrive(self) -> None:
        self._arrived = True
        for at, name in enumerate(self._names):
            needs = SHOWN_WITH.get(name)
            self._row.offer(self._tabs[at], needs is None or self.access.may(needs))
        if not self._restored and self._tabs[0] in self._row.offered():
            self._point(0)


def _on_what(row: TrailRow) -> str:
    return " · ".join(part for part in (say_subject(row.subject), row.code) if part)
