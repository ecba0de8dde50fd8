"""Beds by days: what lies where, which beds are free from a day to another, and the acts on them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton

from shelter_app.domain import tape as rules
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, ngettext, pgettext
from shelter_app.services.acting import Actor
from shelter_app.services.beds import tape as views
from shelter_app.ui.features.beds import tape_acts
from shelter_app.ui.features.beds.filters import BedFilters
from shelter_app.ui.features.beds.tabs import BedTabs
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.page import Page
from shelter_app.ui.tape import words
from shelter_app.ui.tape.chart import TapeChart
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.confirmation_bar import ConfirmationBar, Doing
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.mnemonics import escaped
from shelter_app.ui.widgets.parts import Menu, make_button, make_label, set_text

LENGTHS = (30, 90, 365)
BEFORE = {30: 15, 90: 30, 365: 180}
ROOMY = 125  # percent of text up to which the filters are shown from the start


class TapePage(Page):
    """The chart of the shelter one is in."""

    NAME = "tape"
    ICON = "bed-double"
    NEEDS = "beds.tape"
    UNDER = "beds"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._days = LENGTHS[0]
        self._first: date | None = None
        self.tabs = BedTabs(self.NAME)
        self.tabs.wanted.connect(self.wanted)
        self.chart = TapeChart()
        self.hand = ConfirmationBar()
        self._range = make_label("muted", "tape_range")
        self._find = make_button("filter", "tape_find", "search")
        self._find.setCheckable(True)
        self._find.setChecked(look.percent() <= ROOMY)
        self._back = make_button("lined", "tape_back", "chevron-left")
        self._today = make_button("lined", "tape_today")
        self._on = make_button("lined", "tape_on", "chevron-right")
        self._lengths = QButtonGroup(self)
        self._length_buttons: dict[int, QPushButton] = {}
        self.filters = BedFilters("tape", self._this_day)
        self._lay_out()
        self._connect()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Calendar of beds")

    def refresh(self) -> None:
        """Ask for the days that are shown."""
        shelter, days = self.shelter or None, self._days
        first = self._first or self._this_day() - timedelta(days=BEFORE[days])
        self._first = first
        self.ask("tape", lambda _progress: views.tape(self.actor, first, days, shelter), self._show)

    def start(self) -> None:
        """Put the keyboard on the chart."""
        self.chart.setFocus()

    def state(self) -> dict[str, Any]:
        """Return which days are shown and where one stands."""
        bed, day = self.chart.standing()
        return {
            "first": self._first,
            "days": self._days,
            "bed": None if bed is None else bed.bed_id,
            "day": day,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Show the same days again."""
        self._first = state.get("first")
        self._days = state.get("days", self._days)
        self._length_buttons[self._days].setChecked(True)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self._back, "", _("Earlier days"), _("Earlier days"))
        set_text(self._on, "", _("Later days"), _("Later days"))
        set_text(self._find, _("Find a free bed"))
        set_text(self._today, pgettext("button", "Today"))
        for days, made in self._length_buttons.items():
            set_text(made, ngettext("{n} day", "{n} days", days).format(n=days))
        self.chart.setAccessibleName(_("Beds by days"))
        self.filters.retranslate()
        self._fit()
        self.chart.cells.say_again()
        self._say_fitting()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "filters"):
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        fit_filter_buttons(self._find, *self._length_buttons.values())

    def _lay_out(self) -> None:
        self.head.addStretch(1)
        self.body.insertWidget(1, self.tabs)
        tools = Flow(8)
        tools.add(self._back, self._today, self._on)
        for days in LENGTHS:
            made = make_button("filter", f"tape_{days}")
            made.setCheckable(True)
            made.setChecked(days == self._days)
            self._lengths.addButton(made)
            self._length_buttons[days] = made
            tools.add(made)
        tools.add(self._range, self._find)
        foot = QHBoxLayout()
        foot.addWidget(self.hand, 1)
        self.body.addLayout(tools)
        self.body.addWidget(self.filters)
        self.body.addWidget(self.chart, 1)
        self.body.addLayout(foot)
        self.body.setSpacing(8)

    def _connect(self) -> None:
        self._find.toggled.connect(self.filters.setVisible)
        self.filters.setVisible(self._find.isChecked())
        self._back.clicked.connect(lambda: self._turn(-1))
        self._on.clicked.connect(lambda: self._turn(1))
        self._today.clicked.connect(self._go_today)
        for days, made in self._length_buttons.items():
            made.clicked.connect(lambda _on=False, days=days: self._choose_length(days))
        self.filters.changed.connect(self._say_fitting)
        self.chart.proposed.connect(self._tell)
        self.chart.settled.connect(self._ask)
        self.chart.asked.connect(self._menu)
        self.hand.agreed.connect(self._do)
        self.hand.given_up.connect(self.chart.setFocus)

    def _this_day(self) -> date:
        return local_day(self.actor.clock())

    def _show(self, tape: views.Tape) -> None:
        self.chart.show_tape(tape)
        set_text(self._range, words.range_of(tape.first, tape.end))
        self._say_fitting()

    def _turn(self, by: int) -> None:
        if self._first is not None:
            self._first += timedelta(days=by * max(7, self._days // 2))
            self.refresh()

    def _go_today(self) -> None:
        self._first = None
        self.refresh()

    def _choose_length(self, days: int) -> None:
        self._days, self._first = days, None
        self.refresh()

    def _say_fitting(self, *_args: object) -> None:
        days, tape = self.filters.days(), self.chart.cells.tape
        if days is None or tape is None:
            self.filters.tell(None)
            self.chart.mark(frozenset())
            return
        fitting = [
            (room, bed)
            for room in tape.rooms
            for bed in room.beds
            if self.filters.takes(room.rule, bed.kind, bed.features) and rules.is_free(bed, *days)
        ]
        self.chart.mark(frozenset(bed.bed_id for _room, bed in fitting))
        self.filters.tell([f"{room.name} {bed.label}" for room, bed in fitting])

    def _tell(self, proposal: rules.Proposal | None) -> None:
        if proposal is None:
            self.hand.leave_off()
            return
        room, bed = self.chart.room_of(proposal.bed_id)
        bar = self.chart.carried()
        self.hand.tell(lambda: words.proposed(proposal, bar, bed, room))

    def _ask(self, settled: tuple[rules.Proposal, views.Bar | None]) -> None:
        proposal, bar = settled
        room, bed = self.chart.room_of(proposal.bed_id)
        if proposal.objection is not None:
            self.hand.tell(lambda: words.proposed(proposal, bar, bed, room), stays=True)
            return
        tape = self.chart.cells.tape
        waits = tape.waits if tape is not None else ()
        self._propose(tape_acts.of(proposal, bar, room, bed, self.actor.clock(), waits))

    def _do(self, doing: Doing, reason: str) -> None:
        if doing.make is None:
            return
        act, told = doing.make(reason), doing.sentence()

        def done(result: Any) -> Outcome:
            undo = None if doing.undo is None else doing.undo(result)
            self.hand.clear()
            return Outcome(_("Done: {what}").format(what=told), undo, result, type(act), act)

        self.perform(act, done, self._refuse_act, then=self.chart.setFocus)

    def _refuse_act(self, refused: Refused) -> None:
        self.hand.refuse(refused)
        self.refresh()

    def _menu(self, place: QPoint) -> None:
        bed, day = self.chart.standing()
        if bed is None or day is None:
            return
        room, _bed = self.chart.room_of(bed.bed_id)
        menu = Menu(self, "tape_menu")
        head = menu.addAction(escaped(words.of_cell(room, bed, day)))
        head.setEnabled(False)
        for sentence, start in tape_acts.at(self.chart, room, bed, day, self.actor.clock()):
            action = QAction(escaped(sentence), menu)
            action.triggered.connect(lambda _on=False, start=start: self._propose(start()))
            menu.addAction(action)
        menu.popup(place)
        if len(menu.actions()) > 1:
            menu.setActiveAction(menu.actions()[1])  # the first is a heading

    def _propose(self, offered: tuple[Doing, ...]) -> None:
        if offered:
            self.hand.ask(*offered)
