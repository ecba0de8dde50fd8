"""Tonight's beds: which are free, who sleeps where, what is reserved or out of service; and what to do about each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from shelter_app.domain.clock import local_day
from shelter_app.domain.tape import is_free
from shelter_app.i18n import _, ngettext
from shelter_app.services.acting import Actor
from shelter_app.services.beds.finding import FoundBed, ToPlace, find_bed
from shelter_app.services.beds.tape import MOST_DAYS, Tape, tape
from shelter_app.services.house import views
from shelter_app.ui.board.board import BoardView
from shelter_app.ui.features.beds.bed_context import Beside, ask_beside
from shelter_app.ui.features.beds.board_acts import Offer, around, offers
from shelter_app.ui.features.beds.filters import BedFilters
from shelter_app.ui.features.beds.forms import sheets, told
from shelter_app.ui.features.beds.tabs import BedTabs
from shelter_app.ui.page import Page
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.parts import Chip, Menu, make_button, make_label, set_text


class BedsPage(Page):
    """The board of the shelter one is in; Enter or a click on a bed offers what can be done there."""

    NAME = "beds"
    ICON = "bed-double"
    NEEDS = "house.beds"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._shown: views.BedBoard | None = None
        self.free = Chip("free", "bed-double", "count_free")
        self.occupied = Chip("plain", "", "count_occupied")
        self.reserved = Chip("info", "hourglass", "count_reserved")
        self.out = Chip("plain", "wrench", "count_out")
        self.leaving = Chip("warning", "door-open", "count_leaving")
        self.bedless = make_button("small", "beds_without", "bed-double", "warning")
        self.bedless.clicked.connect(self._find_for_bedless)
        self.bedless.hide()
        self.tabs = BedTabs(self.NAME)
        self.tabs.wanted.connect(self.wanted)
        self.body.insertWidget(1, self.tabs)
        chips = Flow(12, to_right=True)
        chips.add(self.free, self.occupied, self.leaving, self.reserved, self.out, self.bedless)
        self.head.addLayout(chips, 1)
        self.board = BoardView()
        self._empty = make_label("muted", "beds_empty", wrap=True)
        self._empty.hide()
        self.body.addWidget(self._empty)
        self.body.addWidget(self.board, 1)
        self.board.asked.connect(self._offer)
        self.filter = make_button("filter", "beds_find", "search")
        self.filter.setCheckable(True)
        self.filters = BedFilters("beds", self._today)
        self.filters.hide()
        self.body.insertWidget(self.body.indexOf(self._empty), self.filters)
        self.head.addWidget(self.filter)
        self.filter.toggled.connect(self._filter)
        self.filters.changed.connect(self._filter)
        self._beside = Beside()

    @staticmethod
    def word() -> str:
        """Return the page's word in the navigation."""
        return _("Beds")

    def title(self) -> str:
        """Return the page's title."""
        return _("Beds tonight")

    def refresh(self) -> None:
        """Ask for the board of now."""
        if self.shelter:
            shelter = self.shelter
            self.ask("board", lambda _progress: views.beds_tonight(self.actor, shelter), self._show)
            self.ask("beside", lambda _progress: ask_beside(self.actor, shelter), self._show_beside)

    def start(self) -> None:
        """Put the keyboard on the board."""
        self.board.take_focus()

    def state(self) -> dict[str, Any]:
        """Return which card one stands on and how far the board is scrolled."""
        current = self.board.current()
        return {
            "bed": current.bed_id if current is not None else None,
            "scroll": self.board.verticalScrollBar().value(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Stand on the same card again."""
        if state.get("bed"):
            self.board.point_at(state["bed"])
            self.board.verticalScrollBar().setValue(state["scroll"])

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(
            self._empty,
            _("This shelter has no beds yet. Once rooms and beds are entered, they are shown here."),
        )
        set_text(self.filter, _("Filter"), _("Find free beds by days, kind and features"))
        fit_filter_buttons(self.filter)
        self.filters.retranslate()
        self.board.retranslate()
        if self._shown is not None:
            self._say_counts(self._shown)

    def _show(self, board: views.BedBoard) -> None:
        first = self._shown is None
        self._shown = board
        self.board.show_board(board)
        if self.filter.isChecked():
            self._filter()
        self.board.setVisible(bool(board.rooms))
        self._empty.setVisible(not board.rooms)
        self._say_counts(board)
        if first:
            self.start_late()

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be done at the bed one stands on."""
        current = self.board.current()
        found = [] if current is None else self._offers(current.bed_id)
        return [(offer.words, partial(self._do, current.bed_id, offer)) for offer in found if current]

    def _show_beside(self, beside: Beside) -> None:
        self._beside = beside

    def _today(self) -> date:
        return local_day(self.actor.clock())

    def _filter(self, *_args: object) -> None:
        """Show the filter, and which beds fit it once their days are known."""
        on, days = self.filter.isChecked(), self.filters.days()
        self.filters.setVisible(on)
        if not on or days is None:
            self.filters.tell(None)
            self.board.mark(None)
            return
        first, last = days
        shelter = self.shelter or None

        def show(found: Tape) -> None:
            fitting = [
                (room, bed)
                for room in found.rooms
                for bed in room.beds
                if self.filters.takes(room.rule, bed.kind, bed.features) and is_free(bed, first, last)
            ]
            self.board.mark(frozenset(bed.bed_id for _room, bed in fitting))
            self.filters.tell([f"{room.name} {bed.label}" for room, bed in fitting])

        length = min(MOST_DAYS, (last - first).days)
        self.ask("filter", lambda _progress: tape(self.actor, first, length, shelter), show)

    def _offers(self, bed_id: str) -> list[Offer]:
        shown = self.board.bed(bed_id)
        if shown is None:
            return []
        return offers(*shown, self.shelter, self._beside, self.actor.clock())

    def _offer(self, bed_id: str) -> None:
        """Open the menu of a bed under its card."""
        found = self._offers(bed_id)
        card = next((one for one in self.board.cards() if one.bed_id == bed_id), None)
        if not found or card is None:
            return
        menu = Menu(self, "board_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for offer in found:
            menu.addAction(offer.words).triggered.connect(
                lambda _on=False, offer=offer: self._do(bed_id, offer)
            )
        menu.popup(card.mapToGlobal(card.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _do(self, bed_id: str, offer: Offer) -> None:
        if offer.sheet is not None:
            self.open_form(offer.sheet)
        elif offer.person:
            self.person_wanted.emit(offer.person)
        elif offer.other_bed_for:
            self.bed_wanted.emit(offer.other_bed_for)
        elif offer.whom is not None:
            self._give(bed_id, offer.whom)

    def _give(self, bed_id: str, who: ToPlace) -> None:
        """Ask first whether the bed fits her; the form then says so, or the page why she cannot have it."""
        shelter, now = self.shelter, self.actor.clock()
        shown = self.board.bed(bed_id)
        until = shown[0].until if shown is not None else None

        def show(found: tuple[FoundBed, ...]) -> None:
            bed = next((replace(one, until=until) for one in found if one.bed_id == bed_id), None)
            made = [] if bed is None else sheets(bed, who, around(self._beside, now))
            if made:
                self.open_form(made[0])
            elif bed is not None:
                self.error.say(told(bed))

        self.ask(
            "fit",
            lambda _progress: find_bed(
                self.actor,
                shelter,
                now,
                until,
                referral=who.referral_id or None,
                resident=who.resident_id or None,
            ),
            show,
        )

    def _say_counts(self, board: views.BedBoard) -> None:
        set_text(self.free, ngettext("{n} free", "{n} free", board.free).format(n=board.free))
        set_text(
            self.occupied, ngettext("{n} occupied", "{n} occupied", board.occupied).format(n=board.occupied)
        )
        set_text(
            self.reserved, ngettext("{n} reserved", "{n} reserved", board.reserved).format(n=board.reserved)
        )
        set_text(
            self.out, ngettext("{n} out of service", "{n} out of service", board.out).format(n=board.out)
        )
        today = self._today()
        leaving = sum(1 for room in board.rooms for bed in room.beds if bed.expected_leave == today)
        set_text(self.leaving, ngettext("{n} leaves today", "{n} leave today", leaving).format(n=leaving))
        for chip, count in (
            (self.reserved, board.reserved),
            (self.out, board.out),
            (self.leaving, leaving),
        ):
            chip.setVisible(count > 0)
        bedless = len(board.without_bed)
        self.bedless.setVisible(bedless > 0 and self.tabs.leads_to("finding"))
        words = ngettext("{n} without a bed", "{n} without a bed", bedless).format(n=bedless)
        names = ", ".join(row.code for row in board.without_bed)
        set_text(
            self.bedless, words, _("{words}: {names}. Find a bed").format(words=words, names=names), names
        )

    def _find_for_bedless(self) -> None:
        if self._shown is not None and self._shown.without_bed:
            self.bed_wanted.emit(self._shown.without_bed[0].resident_id)
