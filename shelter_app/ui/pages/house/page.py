"""Tonight's beds: which are free, who sleeps where, what is reserved or out of service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shelter_app.domain import permissions
from shelter_app.i18n import _, ngettext
from shelter_app.services.acting import Actor
from shelter_app.services.house import views
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.board.board import BoardView
from shelter_app.ui.flow import Flow
from shelter_app.ui.forms.sheet import Sheet
from shelter_app.ui.page import Page
from shelter_app.ui.pages.house.doings import ask_admission
from shelter_app.ui.parts import Chip, label, say
from shelter_app.ui.tape.tabs import BedTabs


class BedsPage(Page):
    """The board of the shelter one is in: Enter on a free bed admits somebody to it, on another opens her page."""

    NAME = "beds"
    ICON = "bed-double"
    NEEDS = "house.beds"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._shown: views.BedBoard | None = None
        self._admits = False
        self.free = Chip("free", "bed-double", "count_free")
        self.occupied = Chip("plain", "", "count_occupied")
        self.reserved = Chip("info", "hourglass", "count_reserved")
        self.out = Chip("plain", "wrench", "count_out")
        self.tabs = BedTabs(self.NAME)
        self.tabs.wanted.connect(self.wanted)
        self.head.addWidget(self.tabs, 2)
        chips = Flow(12, to_right=True)
        chips.add(self.free, self.occupied, self.reserved, self.out)
        self.head.addLayout(chips, 1)
        self.board = BoardView()
        self.board.chosen.connect(self._choose)
        self._empty = label("muted", "beds_empty", wrap=True)
        self._empty.hide()
        self.body.addWidget(self._empty)
        self.body.addWidget(self.board, 1)

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
            actor, shelter = self.actor, self.shelter

            def ask() -> tuple[views.BedBoard, bool]:
                admits = permissions.scope(views.house(actor).roles, Admit.NAME) is not None
                return views.beds_tonight(actor, shelter), admits

            self.ask("board", lambda _progress: ask(), lambda found: self._show(*found))

    def start(self) -> None:
        """Put the keyboard on the board."""
        self.board.take_focus()

    def doings(self) -> list[tuple[str, Callable[[], None]]]:
        """Return the admission to the free bed that one stands on."""
        card = self.board.current()
        if card is None or card.state != views.FREE or not self._admits:
            return []
        return [(_("Admit to this bed"), lambda: self._admit(card.bed_id))]

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
        say(
            self._empty,
            _("This shelter has no beds yet. Once rooms and beds are entered, they are shown here."),
        )
        self.board.retranslate()
        if self._shown is not None:
            self._say_counts(self._shown)

    def _choose(self, bed_id: str) -> None:
        if self._shown is None:
            return
        bed = next((bed for room in self._shown.rooms for bed in room.beds if bed.bed_id == bed_id), None)
        if bed is not None and bed.resident_id is not None:
            self.person_wanted.emit(bed.resident_id)
        elif bed is not None and bed.state == views.FREE and self._admits:
            self._admit(bed_id)

    def _admit(self, bed_id: str) -> None:
        actor, board = self.actor, self._shown

        def show(sheet: Sheet | None) -> None:
            if sheet is not None:
                self.open_form(sheet)

        if board is not None:
            self.ask("admission", lambda _progress: ask_admission(actor, board, bed_id), show)

    def _show(self, board: views.BedBoard, admits: bool) -> None:
        first = self._shown is None
        self._shown, self._admits = board, admits
        self.board.show_board(board, admits=admits)
        self.board.setVisible(bool(board.rooms))
        self._empty.setVisible(not board.rooms)
        self._say_counts(board)
        if first:
            self.start_late()

    def _say_counts(self, board: views.BedBoard) -> None:
        say(self.free, ngettext("{n} free", "{n} free", board.free).format(n=board.free))
        say(self.occupied, ngettext("{n} occupied", "{n} occupied", board.occupied).format(n=board.occupied))
        say(self.reserved, ngettext("{n} reserved", "{n} reserved", board.reserved).format(n=board.reserved))
        say(self.out, ngettext("{n} out of service", "{n} out of service", board.out).format(n=board.out))
        for chip, count in ((self.reserved, board.reserved), (self.out, board.out)):
            chip.setVisible(count > 0)
