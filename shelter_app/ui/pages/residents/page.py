"""Residents by code name: search as one types, sort by a column's head, more as one scrolls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shelter_app.domain.clock import local_day
from shelter_app.domain.today import state_of
from shelter_app.i18n import _, day, ngettext, number, pgettext
from shelter_app.services.acting import Actor
from shelter_app.services.residents import views
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.columns import COLUMNS, ResidentRow
from shelter_app.services.residents.importing import ImportRegister
from shelter_app.services.residents.printing import PrintList
from shelter_app.services.residents.saved_views import ViewSettings, saved_views
from shelter_app.ui.board.cards import ALERT_ROLES
from shelter_app.ui.features.deliveries.forms import record_for_many
from shelter_app.ui.features.house.choices import shelter_id
from shelter_app.ui.features.referrals import forms as referrals
from shelter_app.ui.features.residents.forms import register
from shelter_app.ui.forms.spec import FormSpec, Outcome
from shelter_app.ui.page import Page
from shelter_app.ui.pages.residents.former import FormerSearch
from shelter_app.ui.pages.residents.saved_views import SavedViews
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.due_days import ICONS, MEANINGS, due_words
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.parts import (
    Chip,
    Menu,
    MenuButton,
    SearchField,
    make_button,
    make_label,
    set_text,
)

PAUSE = 150
AT_ONCE = 200
MUTED = frozenset({"age_band", "since", "case_manager"})  # columns that are read last
MARKS = {"plain": "muted"}  # what is ahead is drawn as quiet as the text beside it


class ResidentsPage(Page):
    """The list; code names only."""

    NAME = "residents"
    ICON = "users-round"
    NEEDS = "residents.list"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.count = Chip("plain", "", "residents_count")
        self.search = SearchField("residents_search")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _words: self._pause.start())
        self._only: dict[str, QPushButton] = {}
        self.views = SavedViews(self)
        self.views.chosen.connect(self._show_view)
        self.former = FormerSearch(self)
        self._filters = QButtonGroup(self)
        self.filter_buttons: dict[str, QPushButton] = {}
        self._keys = tuple(COLUMNS)
        self.model: RowsModel[ResidentRow] = RowsModel(shown_columns(self._today))
        self.model.sorted_by = "code"
        self.list = ListView("residents", self.model, many=True)
        self.list.sort_wanted.connect(self._sort)
        self.list.columns_chosen.connect(lambda: self.views.follow(self._shown_view()))
        self.model.more_wanted.connect(self._ask_more)
        self.list.activated.connect(lambda index: self.person_wanted.emit(self.model.rows[index.row()].id))
        self._empty = make_label("muted", "residents_empty", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        self._empty.hide()
        self._shown = False
        self._point_to = 0
        self._shelter_id = ""
        self.do = MenuButton("filled", "residents_do")
        self.menu = Menu(self.do, "residents_menu")
        self.menu.aboutToShow.connect(self.fill_menu)
        self.do.setMenu(self.menu)
        self.do.setEnabled(False)
        self.print = make_button("lined", "residents_print", "printer")
        self.print.clicked.connect(self._print)
        self.print.hide()
        self._lay_out()

    def _today(self) -> date:
        return local_day(self.actor.clock())

    @staticmethod
    def word() -> str:
        """Return the page's word in the navigation."""
        return _("Residents")

    def refresh(self) -> None:
        """Ask for the first rows."""
        if not self.access.may("today.due"):
            self.list.withhold({self._keys.index("next_due")})
        ask, actor, access, shelter = self._query(0), self.actor, self.access, self.shelter
        self.ask("rows", lambda _progress: ask(), self._show)
        self.ask("shelter", lambda _progress: shelter_id(actor, access, shelter), self._show_shelter)
        self.ask("views", lambda _progress: saved_views(self.actor), self.views.show_views)
        self.views.follow(self._shown_view())

    def start(self) -> None:
        """Put the keyboard into the search."""
        self.search.setFocus()

    def state(self) -> dict[str, Any]:
        """Return what is searched, filtered, sorted and selected."""
        return {
            "search": self.search.text(),
            "filter": self._filter(),
            "only": self._chips(),
            "sort": (self.model.sorted_by, self.model.descending),
            "row": self.list.currentIndex().row(),
            "hidden": self.list.hidden_columns(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Search, filter, sort and select the same again."""
        self.search.setText(state.get("search", ""))
        self._pause.stop()
        self.filter_buttons[state.get("filter", "all")].setChecked(True)
        for name, made in self._only.items():
            made.setChecked(name in state.get("only", ()))
        self.model.sorted_by, self.model.descending = state.get("sort", ("code", False))
        self._point_to = state.get("row", 0)
        self.list.hide_columns(state.get("hidden", []))

    def can_unload(self) -> bool:
        """Return whether nothing is lost with it: what was found with a reason stays while the window is open."""
        return super().can_unload() and not self.former.holds_people()

    def _lay_out(self) -> None:
        self.head.addWidget(self.count)
        self.head.addStretch(1)
        self.head.addWidget(self.print)
        self.head.addWidget(self.do)
        chips = Flow(8)
        for name in ("present", "all"):
            made = make_button("filter", f"residents_{name}")
            made.setCheckable(True)
            self._filters.addButton(made)
            self.filter_buttons[name] = made
            chips.add(made)
        for name in views.ONLY:
            made = make_button("filter", f"residents_{name}")
            made.setCheckable(True)
            made.clicked.connect(lambda _on=False: self.refresh())
            self._only[name] = made
            chips.add(made)
        self.filter_buttons["present"].setChecked(True)
        self._filters.buttonToggled.connect(lambda _b, on: self.refresh() if on else None)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addLayout(chips, 3)
        below.addWidget(self.former.open)
        below.addWidget(self.views, 2)
        column.addLayout(below)
        column.addWidget(self.former.over(self.list, self._empty), 1)
        self.body.addWidget(whole, 1)
        self.search.returnPressed.connect(self._into_list)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.search, self._into_list)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        clear = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.search, self.search.clear)
        clear.setContext(Qt.ShortcutContext.WidgetShortcut)

    def fill_menu(self) -> None:
        """Put into the menu what can be done now, with the chosen rows too."""
        self.menu.clear()
        for form in self._forms():
            if form is not None:
                action = self.menu.addAction(form.title)
                action.setObjectName(form.kind.NAME)
                action.triggered.connect(lambda _on=False, form=form: self.open_form(form))
        self.menu.addSeparator()
        if self.access.may(ImportRegister.NAME):
            taken = self.menu.addAction(_("Import old records"))
            taken.triggered.connect(lambda _on=False: self.wanted.emit("importing"))
        self.list.fill_menu(self.menu)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        self.search.say_words(_("Code name, former code name or preferred name"))
        self.search.setAccessibleName(_("Search residents"))
        set_text(self.filter_buttons["present"], _("In the shelter"))
        set_text(self.filter_buttons["all"], pgettext("residents", "All"))
        words = {"alerts": _("With alerts"), "bedless": _("Without a bed"), "mine": _("Assigned to me")}
        for name, made in self._only.items():
            set_text(made, words[name])
        fit_filter_buttons(*self.filter_buttons.values(), *self._only.values())
        self.views.retranslate()
        self.former.retranslate()
        self.list.setAccessibleName(_("Residents"))
        set_text(self.do, _("Add"), _("Add a person or a request; actions for the chosen rows"))
        set_text(self.print, _("Print"), _("Print the list, or save it as Excel"))
        self.model.emit_texts_changed()
        self._say_count()

    def _filter(self) -> str:
        return next(name for name, made in self.filter_buttons.items() if made.isChecked())

    def _query(self, offset: int) -> Any:
        words, present = self.search.text().strip(), self._filter() == "present"
        key, down = self.model.sorted_by, self.model.descending
        actor, only, shelter = self.actor, self._chips(), self._house()
        return lambda: views.residents(
            actor,
            search=words,
            sort=key,
            descending=down,
            limit=AT_ONCE,
            offset=offset,
            include_left=not present,
            only=only,
            shelter=shelter,
        )

    def _house(self) -> str:
        """Return the code of the shelter whose residents are listed, empty for all: one's own are those of each."""
        return "" if "mine" in self._chips() else self.shelter

    def _chips(self) -> tuple[str, ...]:
        return tuple(name for name, made in self._only.items() if made.isChecked())

    def _shown_view(self) -> ViewSettings:
        return ViewSettings(
            search=self.search.text().strip(),
            everybody=self._filter() == "all",
            only=self._chips(),
            sort=self.model.sorted_by,
            descending=self.model.descending,
            hidden=tuple(self._keys[at] for at in self.list.hidden_columns()),
        )

    def _show_view(self, shown: ViewSettings) -> None:
        """Search, filter, sort and hide as a view says."""
        self.restore(
            {
                "search": shown.search,
                "filter": "all" if shown.everybody else "present",
                "only": shown.only,
                "sort": (shown.sort, shown.descending),
                "hidden": [at for at, key in enumerate(self._keys) if key in shown.hidden],
            }
        )
        self.model.emit_texts_changed()
        self.refresh()

    def _show(self, page: views.ResidentPage) -> None:
        self._shown = True
        self.model.show_rows(page.rows, page.total)
        self.list.setVisible(bool(page.rows))
        self._empty.setVisible(not page.rows)
        self._say_count()
        self.list.point_at(self._point_to)
        self._point_to = 0

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return the forms that begin here."""
        return self._offered_forms(self._forms())

    def _forms(self) -> tuple[FormSpec | None, ...]:
        chosen = tuple((self.model.rows[row].id, self.model.rows[row].code) for row in self.list.chosen())
        return (
            referrals.record(self.access, self._shelter_id),
            register(self.actor, self.access),
            record_for_many(self.access, chosen),
        )

    def _show_shelter(self, shelter: str) -> None:
        self._shelter_id = shelter
        self.former.come_to(self.shelter, shelter)
        self.do.setEnabled(True)
        self.print.setVisible(self.access.may(PrintList.NAME))

    def _announce(self, done: Outcome) -> None:
        super()._announce(done)
        if done.kind is RegisterResident:
            self.person_wanted.emit(done.result)

    def _into_list(self) -> None:
        """Go on from the search to what it found; a single row is opened by Enter at once."""
        if self.model.rows:
            self.list.setFocus()
            self.list.point_at(max(0, self.list.currentIndex().row()))

    def _print(self) -> None:
        self.show_paper(self.paper())

    def paper(self) -> Callable[[str], PrintList]:
        """Return what makes the list as it is shown now a sheet, in a language."""
        keys = [self._keys[at] for at in self.list.shown_columns()]
        words, key, down = self.search.text().strip(), self.model.sorted_by, self.model.descending
        everybody, only, shelter = self._filter() == "all", self._chips(), self._house()

        def make(tongue: str) -> PrintList:
            return PrintList(
                columns=tuple(keys),
                search=words,
                sort=key,
                descending=down,
                include_left=everybody,
                only=only,
                shelter=shelter,
                language=tongue,
            )

        return make

    def _ask_more(self, offset: int) -> None:
        ask = self._query(offset)
        self.ask("more", lambda _progress: ask(), lambda page: self.model.add_rows(page.rows))

    def _sort(self, key: str, downwards: bool) -> None:
        self.model.sorted_by, self.model.descending = key, downwards
        self.model.emit_texts_changed()
        self.refresh()

    def _say_count(self) -> None:
        total = self.model.total
        self.count.setVisible(self._shown)
        set_text(self.count, ngettext("{n} resident", "{n} residents", total).format(n=number(total)))
        if self.search.text().strip() or self._chips():
            set_text(
                self._empty, _("No results. Try part of the code name, other filters, or search in “All”.")
            )
        else:
            set_text(
                self._empty, _("Nobody is in the shelter. Residents are shown here once they are admitted.")
            )


def shown_columns(today: Callable[[], date]) -> tuple[Column[ResidentRow], ...]:
    """Return the columns as the screen draws them: in the order of ``COLUMNS``, with what only a screen has."""

    def next_due(row: ResidentRow) -> str:
        if row.next_due is None:
            return COLUMNS["next_due"].words(row).text()
        on, what = row.next_due.due_on, row.next_due.words.text()
        said = due_words(on, today()) if on <= today() else day(on, "medium")
        return _("{day} · {what}").format(day=said, what=what)

    def due_mark(row: ResidentRow) -> tuple[str, str] | None:
        if row.next_due is None:
            return None
        how = state_of(row.next_due.due_on, today())
        return ICONS[how], MARKS.get(MEANINGS[how], MEANINGS[how])

    def drawn(key: str) -> Column[ResidentRow]:
        column = COLUMNS[key]
        made: Column[ResidentRow] = Column(
            key if column.order is not None else "",
            lambda: _(column.screen_title or column.title),
            lambda row: column.words(row).text(),
            column.screen,
            muted=key in MUTED,
        )
        return replace(made, **on_screen.get(key, {}))

    on_screen: dict[str, dict[str, Any]] = {
        "code": {"bold": True, "mark": _alert_mark},
        "since": {"text": _since},
        "next_due": {"text": next_due, "mark": due_mark},
        "alerts": {"text": lambda row: ", ".join(row.to_know), "whole": True},
    }
    return tuple(drawn(key) for key in COLUMNS)


def _since(row: ResidentRow) -> str:
    return day(row.since, "medium") if row.since is not None else ""


def _alert_mark(row: ResidentRow) -> tuple[str, str] | None:
    return ("triangle-alert", ALERT_ROLES[row.alerts[0]]) if row.alerts else None
