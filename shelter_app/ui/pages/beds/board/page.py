"""Tonight's beds: which are free, who sleeps where, what is reserved or out of service; and what to do about each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from shelter_app.i18n import _, ngettext
from shelter_app.services.acting import Actor, snapshot
from shelter_app.services.beds.finding import FoundBed, ToPlace, find_bed
from shelter_app.services.beds.tape import MOST_DAYS, Tape, tape
from shelter_app.services.house import views
from shelter_app.services.stays.newcomers import PrintFirstDays, ReceiveNewcomer
from shelter_app.ui.board.board import BoardView
from shelter_app.ui.features.beds.bed_context import BedContext, ask_context
from shelter_app.ui.features.beds.bed_page import BedPage
from shelter_app.ui.features.beds.board_acts import forms_at, people_for
from shelter_app.ui.features.beds.filters import BedFilters
from shelter_app.ui.features.beds.forms import fit_text, forms_for
from shelter_app.ui.features.beds.people import person_text
from shelter_app.ui.features.stays.arrival import Arrival
from shelter_app.ui.features.stays.arrival_panel import WIDTH, ArrivalPanel
from shelter_app.ui.forms.panel import PanelOverPage
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.parts import Chip, Menu, make_button, make_label, set_text
from shelter_app.ui.work import run

LOOKS_EACH = 4000  # milliseconds between two looks whether another window wrote something


class BedsPage(BedPage):
    """The board of the shelter one is in; Enter or a click on a bed offers what can be done there."""

    NAME = "beds"
    ICON = "bed-double"
    NEEDS = "house.beds"
    UNDER = ""

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._shown: views.BedBoard | None = None
        self._seen = 0  # the number of the last change that the board shows
        self._looks = QTimer(self)  # another window may write too
        self._looks.setObjectName("board_looks")
        self._looks.setInterval(LOOKS_EACH)
        self._looks.timeout.connect(self._look_for_changes)
        self._looks.start()
        self._context = BedContext(actor, self.access, actor.clock())
        self.free = Chip("free", "bed-double", "count_free")
        self.occupied = Chip("plain", "", "count_occupied")
        self.reserved = Chip("info", "hourglass", "count_reserved")
        self.out = Chip("plain", "wrench", "count_out")
        self.leaving = Chip("warning", "door-open", "count_leaving")
        self.bedless = make_button("small", "beds_without", "bed-double", "warning")
        self.bedless.clicked.connect(self._find_for_bedless)
        self.bedless.hide()
        chips = Flow(12, to_right=True)
        chips.add(self.free, self.occupied, self.leaving, self.reserved, self.out, self.bedless)
        self.board = BoardView()
        self.board.menu_wanted.connect(self._open_menu)
        self._empty = make_label("muted", "beds_empty", wrap=True)
        self._empty.hide()
        self.filter = make_button("filter", "beds_find", "search")
        self.filter.setCheckable(True)
        self.filters = BedFilters("beds", self.today)
        self.filters.hide()
        self.filter.toggled.connect(self._filter)
        self.filters.changed.connect(self._filter)
        self.head.addLayout(chips, 1)
        self.head.addWidget(self.filter)
        self.body.addWidget(self.filters)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.board, 1)
        self.arrival = ArrivalPanel(actor)
        self.arrival.did.connect(self._announce)
        self.arrival.working.connect(self.working)
        self.arrival.closed.connect(self.start)
        self.arrival.person_wanted.connect(self.person_wanted)
        self.arrival.sheet_wanted.connect(self._show_first_days)
        PanelOverPage(self, self._front, self.arrival, WIDTH)

    @staticmethod
    def word() -> str:
        """Return the page's word in the navigation."""
        return _("Beds")

    def title(self) -> str:
        """Return the page's title."""
        return _("Beds tonight")

    def refresh(self) -> None:
        """Ask for the board of now, and for whom a bed may be looked for: the menus of free beds name them."""
        actor, access, shelter = self.actor, self.access, self.shelter
        if not shelter:
            return

        def ask() -> tuple[views.BedBoard, BedContext, int]:
            with snapshot(actor):
                seen = views.latest_change(actor)
                return views.beds_tonight(actor, shelter), ask_context(actor, access, shelter), seen

        self.ask("board", lambda _progress: ask(), lambda found: self._show(*found))

    def start(self) -> None:
        """Put the keyboard on the board."""
        self.board.take_focus()

    def start_form(self) -> None:
        """Put the keyboard into what was left open over the board."""
        super().start_form()
        if self.arrival.steps is not None:
            self.arrival.steps.start()

    def point_to(self, key: str) -> None:
        """Open the steps for somebody who came, as another page says."""
        arrival = Arrival.of(key)
        if arrival is not None:
            self.open_arrival(arrival)

    def open_arrival(self, arrival: Arrival) -> None:
        """Open the four steps over the board; a form that is open waits as a draft."""
        panel = self.panel()
        if panel is not None:
            panel.put_away()
        self.arrival.open(arrival, self.shelter, self.access)

    def open_form(self, spec: FormSpec) -> None:
        """Open a form in place of the steps, which wait as a draft."""
        if self.arrival.isVisible():
            self.arrival.put_away()
        super().open_form(spec)

    def can_unload(self) -> bool:
        """Return whether nothing is lost with it."""
        return self.arrival.isHidden() and super().can_unload()

    def keep_form(self) -> None:
        """Keep what is typed in a form or in the steps, before the program ends."""
        super().keep_form()
        self.arrival.keep()

    def state(self) -> dict[str, Any]:
        """Return which card one stands on, how far the board is scrolled, and whether somebody is being received."""
        current, arrival = self.board.current(), self.arrival.arrival()
        return {
            "arrival": None if arrival is None else arrival.key(),
            "bed": current.bed_id if current is not None else None,
            "scroll": self.board.verticalScrollBar().value(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Stand on the same card again."""
        if state.get("arrival"):
            self.point_to(state["arrival"])
        if state.get("bed"):
            self.board.point_at(state["bed"])
            self.board.verticalScrollBar().setValue(state["scroll"])

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(
            self._empty,
            _("This shelter has no beds yet. Beds are shown here once rooms and beds are added."),
        )
        set_text(self.filter, _("Filter"), _("Find free beds by days, kind and features"))
        fit_filter_buttons(self.filter)
        self.filters.retranslate()
        self.board.retranslate()
        if self._shown is not None:
            self._show_counts(self._shown)

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be done at the bed one stands on."""
        current = self.board.current()
        return [] if current is None else self.offered_at(current.bed_id)

    def offered_at(self, bed_id: str) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be done at a bed, as its menu shows it: the words of each, and what does it."""
        shown = self.board.bed(bed_id)
        if shown is None:
            return []
        card, room = shown
        context = self._context.at(self.actor.clock())
        who, code = card.resident_id or "", card.resident_code or ""
        offered: list[tuple[str, Callable[[], None]]] = [
            (_("Assign to {whom}").format(whom=person_text(one)), partial(self._give, card, one))
            for one in people_for(card, context)
        ]
        if card.state == views.FREE and self.access.may(ReceiveNewcomer.NAME):
            words = _("Somebody has arrived: {bed}").format(bed=f"{room.name} · {card.label}")
            offered.append((words, partial(self.open_arrival, Arrival(bed=card.bed_id))))
        offered += self._offered_forms(forms_at(card, room, context))
        if who and self.access.may("residents.head"):
            words = _("Open the page of {code}").format(code=code)
            offered.append((words, partial(self.person_wanted.emit, who)))
        if who and self.access.may("stays.move"):
            words = _("Find another bed for {code}").format(code=code)
            offered.append((words, partial(self.bed_wanted.emit, who)))
        return offered

    def _look_for_changes(self) -> None:
        """Ask quietly whether something was written since; the board is asked for anew then, and only then."""
        busy = not self.is_settled() or QApplication.activePopupWidget() is not None
        if self._shown is None or not self.isVisible() or busy:
            return
        actor, seen = self.actor, self._seen

        def show(latest: int) -> None:
            if latest != seen and seen == self._seen:
                self.refresh()

        run(self, lambda _progress: views.latest_change(actor), done=show, refused=lambda _refusal: None)

    def _show(self, board: views.BedBoard, context: BedContext, seen: int) -> None:
        first = self._shown is None
        self._seen = seen
        self._shown, self._context = board, context
        self.board.show_board(board)
        if self.filter.isChecked():
            self._filter()
        self.board.setVisible(bool(board.rooms))
        self._empty.setVisible(not board.rooms)
        self._show_counts(board)
        inside = (bed.resident_code or "" for room in board.rooms for bed in room.beds)
        self.arrival.follow(frozenset((*inside, *(row.code for row in board.without_bed))))
        if first and self.arrival.isHidden():  # what is open over the board keeps the keyboard
            self.start_late()

    def _filter(self, *_args: object) -> None:
        """Show the filter, and which beds fit it once their days are known."""
        on, days = self.filter.isChecked(), self.filters.days()
        self.filters.setVisible(on)
        if not on or days is None:
            self.board.mark(self.filters.show_fitting(None))
            return
        actor, shelter, (first, last) = self.actor, self.asked_shelter(), days

        def show(found: Tape) -> None:
            self.board.mark(self.filters.show_fitting(found))

        length = min(MOST_DAYS, (last - first).days)
        self.ask("filter", lambda _progress: tape(actor, first, length, shelter), show)

    def _open_menu(self, bed_id: str) -> None:
        """Open the menu of a bed under its card."""
        offered = self.offered_at(bed_id)
        card = next((one for one in self.board.cards() if one.bed_id == bed_id), None)
        if not offered or card is None:
            return
        menu = Menu(self, "board_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, do in offered:
            menu.addAction(words).triggered.connect(lambda _on=False, do=do: do())
        menu.popup(card.mapToGlobal(card.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _give(self, card: views.BedCard, who: ToPlace) -> None:
        """Ask first whether the bed fits somebody; the form then says so, or the page why it cannot be given."""
        if who.accepted and self.access.may(ReceiveNewcomer.NAME):
            self.open_arrival(Arrival(bed=card.bed_id, referral=who.referral_id))
            return
        actor, shelter = self.actor, self.shelter
        context = self._context.at(actor.clock())

        def show(found: tuple[FoundBed, ...]) -> None:
            fitting = (replace(one, until=card.until) for one in found if one.bed_id == card.bed_id)
            bed = next(fitting, None)
            if bed is None:
                return
            forms = forms_for(bed, who, context)
            if forms:
                self.open_form(forms[0])
            else:
                self.error.show_text(fit_text(bed))

        self.ask(
            "fit",
            lambda _progress: find_bed(
                actor,
                shelter,
                context.since,
                card.until,
                referral=who.referral_id or None,
                resident=who.resident_id or None,
            ),
            show,
        )

    def _show_counts(self, board: views.BedBoard) -> None:
        today = self.today()
        leaving = sum(1 for room in board.rooms for bed in room.beds if bed.expected_leave == today)
        for chip, words, count, always in (
            (self.free, ngettext("{n} free", "{n} free", board.free), board.free, True),
            (self.occupied, ngettext("{n} occupied", "{n} occupied", board.occupied), board.occupied, True),
            (self.reserved, ngettext("{n} reserved", "{n} reserved", board.reserved), board.reserved, False),
            (self.out, ngettext("{n} out of service", "{n} out of service", board.out), board.out, False),
            (self.leaving, ngettext("{n} leaving today", "{n} leaving today", leaving), leaving, False),
        ):
            set_text(chip, words.format(n=count))
            chip.setVisible(always or count > 0)
        bedless = len(board.without_bed)
        self.bedless.setVisible(bedless > 0 and self.tabs.leads_to("finding"))
        words = ngettext("{n} without a bed", "{n} without a bed", bedless).format(n=bedless)
        names = ", ".join(row.code for row in board.without_bed)
        set_text(
            self.bedless, words, _("{words}: {names}. Find a bed").format(words=words, names=names), names
        )

    def _show_first_days(self, stay: str) -> None:
        self.show_paper(lambda tongue: PrintFirstDays(stay=stay, language=tongue))

    def _find_for_bedless(self) -> None:
        if self._shown is not None and self._shown.without_bed:
            self.bed_wanted.emit(self._shown.without_bed[0].resident_id)
