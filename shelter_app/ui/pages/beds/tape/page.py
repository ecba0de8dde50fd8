"""Beds by days: what lies where, which beds are free from a day to another, and the acts on them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QPushButton

from shelter_app.domain import tape as rules
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, ngettext, pgettext
from shelter_app.services.acting import Actor
from shelter_app.services.beds import tape as views
from shelter_app.ui.features.beds import tape_acts
from shelter_app.ui.features.beds.bed_page import BedPage, in_a_row
from shelter_app.ui.features.beds.filters import BedFilters
from shelter_app.ui.forms.confirmation_bar import ConfirmationBar
from shelter_app.ui.forms.offered_act import OfferedAct
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.tape import chart_texts
from shelter_app.ui.tape.chart import TapeChart
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.mnemonics import escaped
from shelter_app.ui.widgets.parts import Menu, make_button, make_label, set_text

LENGTHS = (30, 90, 365)
BEFORE = {30: 15, 90: 30, 365: 180}
ROOMY = 125  # percent of text up to which the filters are shown from the start


class TapePage(BedPage):
    """The chart of the shelter one is in."""

    NAME = "tape"
    ICON = "bed-double"
    NEEDS = "beds.tape"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._days = LENGTHS[0]
        self._first: date | None = None
        self.chart = TapeChart()
        self.confirmation = ConfirmationBar()
        self._range = make_label("muted", "tape_range")
        self._find = make_button("filter", "tape_find", "search")
        self._find.setCheckable(True)
        self._find.setChecked(look.percent() <= ROOMY)
        self._back = make_button("lined", "tape_back", "chevron-left")
        self._to_today = make_button("lined", "tape_today")
        self._on = make_button("lined", "tape_on", "chevron-right")
        self._lengths = QButtonGroup(self)
        self._length_buttons: dict[int, QPushButton] = {}
        self.filters = BedFilters("tape", self.today)
        self._lay_out()
        self._connect()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Bed calendar")

    def refresh(self) -> None:
        """Ask for the days that are shown."""
        actor, shelter, days = self.actor, self.asked_shelter(), self._days
        first = self._first or self.today() - timedelta(days=BEFORE[days])
        self._first = first
        self.ask("tape", lambda _progress: views.tape(actor, first, days, shelter), self._show)

    def start(self) -> None:
        """Put the keyboard on the chart."""
        self.chart.setFocus()

    def state(self) -> dict[str, Any]:
        """Return which days are shown and where one stands."""
        bed, day = self.chart.current_cell()
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
        set_text(self._to_today, pgettext("button", "Today"))
        for days, made in self._length_buttons.items():
            set_text(made, ngettext("{n} day", "{n} days", days).format(n=days))
        self.chart.setAccessibleName(_("Beds by day"))
        self.filters.retranslate()
        self._fit()
        self.chart.cells.emit_texts_changed()
        self._show_range()
        self._show_fitting()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "filters"):
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        fit_filter_buttons(self._find, *self._length_buttons.values())

    def _lay_out(self) -> None:
        self.head.addStretch(1)
        for days in LENGTHS:
            made = make_button("filter", f"tape_{days}")
            made.setCheckable(True)
            made.setChecked(days == self._days)
            self._lengths.addButton(made)
            self._length_buttons[days] = made
        lengths = self._length_buttons.values()
        self.body.addLayout(in_a_row(self._back, self._to_today, self._on, *lengths, self._range, self._find))
        self.body.addWidget(self.filters)
        self.body.addWidget(self.chart, 1)
        self.body.addWidget(self.confirmation)
        self.body.setSpacing(8)

    def _connect(self) -> None:
        self._find.toggled.connect(self.filters.setVisible)
        self.filters.setVisible(self._find.isChecked())
        self._back.clicked.connect(lambda: self._step(-1))
        self._on.clicked.connect(lambda: self._step(1))
        self._to_today.clicked.connect(self._go_today)
        for days, made in self._length_buttons.items():
            made.clicked.connect(lambda _on=False, days=days: self._choose_length(days))
        self.filters.changed.connect(self._show_fitting)
        self.chart.proposed.connect(self._show_preview)
        self.chart.dropped.connect(self._ask_about_drag)
        self.chart.menu_wanted.connect(self._open_menu)
        self.confirmation.agreed.connect(self._perform)
        self.confirmation.given_up.connect(self.chart.setFocus)

    def _show(self, tape: views.Tape) -> None:
        self.chart.show_tape(tape)
        self._show_range()
        self._show_fitting()

    def _show_range(self) -> None:
        tape = self.chart.cells.tape
        if tape is not None:
            set_text(self._range, chart_texts.range_text(tape.first, tape.end))

    def _step(self, by: int) -> None:
        if self._first is not None:
            self._first += timedelta(days=by * max(7, self._days // 2))
            self.refresh()

    def _go_today(self) -> None:
        self._first = None
        self.refresh()

    def _choose_length(self, days: int) -> None:
        self._days, self._first = days, None
        self.refresh()

    def _show_fitting(self, *_args: object) -> None:
        self.chart.mark(self.filters.show_fitting(self.chart.cells.tape) or frozenset())

    def _show_preview(self, proposal: rules.Proposal | None) -> None:
        if proposal is None:
            self.confirmation.clear_preview()
            return
        room, bed = self.chart.room_of(proposal.bed_id)
        self.confirmation.show_preview(chart_texts.proposal_text(proposal, self.chart.carried(), bed, room))

    def _ask_about_drag(self, dropped: tuple[rules.Proposal, views.Bar | None]) -> None:
        proposal, bar = dropped
        room, bed = self.chart.room_of(proposal.bed_id)
        if proposal.objection is not None:
            self.confirmation.show_preview(chart_texts.proposal_text(proposal, bar, bed, room), stays=True)
            return
        tape = self.chart.cells.tape
        waits = tape.waits if tape is not None else ()
        self._ask_about(tape_acts.acts_of_drag(proposal, bar, room, bed, self.actor.clock(), waits))

    def _perform(self, offered: OfferedAct, reason: str) -> None:
        act = offered.make(reason)

        def done(result: Any) -> Outcome:
            self.confirmation.clear()
            return offered.outcome(act, result)

        self.perform(act, done, self._refuse_act, then=self.chart.setFocus)

    def _refuse_act(self, refused: Refused) -> None:
        self.confirmation.refuse(refused)
        self.refresh()

    def _open_menu(self, place: QPoint) -> None:
        bed, day = self.chart.current_cell()
        if bed is None or day is None:
            return
        room, _bed = self.chart.room_of(bed.bed_id)
        menu = Menu(self, "tape_menu")
        head = menu.addAction(escaped(chart_texts.cell_text(room, bed, day)))
        head.setEnabled(False)
        for entry in tape_acts.entries_at(self.chart, room, bed, day, self.actor.clock()):
            action = QAction(escaped(entry.title), menu)
            action.triggered.connect(entry.begin or partial(self._ask_about, entry.acts))
            menu.addAction(action)
        menu.popup(place)
        if len(menu.actions()) > 1:
            menu.setActiveAction(menu.actions()[1])  # the first is a heading

    def _ask_about(self, offered: tuple[OfferedAct, ...], _on: bool = False) -> None:
        if offered:
            self.confirmation.ask(*offered)
