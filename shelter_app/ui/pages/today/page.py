"""Today: what needs somebody on this day, each line one step from where it is dealt with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shelter_app.domain import permissions, presence, shifts
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.placement import EXTRA
from shelter_app.i18n import _, day, moment, ngettext
from shelter_app.services.acting import Act, Actor
from shelter_app.services.beds.presence import RollCall, roll_call
from shelter_app.services.beds.reservations import HoldRow
from shelter_app.services.handover.acts import MarkHandoverRead, WithdrawHandover, WriteHandover
from shelter_app.services.referrals.acts import RecordReferral
from shelter_app.ui.features.handover.card import HandoverCard, writing
from shelter_app.ui.features.house.choices import shelter_id
from shelter_app.ui.features.referrals import forms as referrals
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.page import Page
from shelter_app.ui.pages.today.lines import TodayLine, counts, to_do
from shelter_app.ui.pages.today.parts import LineRow, Tile, Tiles
from shelter_app.ui.pages.today.queries import TodayFacts, ask_day
from shelter_app.ui.pages.today.sessions import SessionsCard
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import make_button, make_card, make_label, set_text

SHOWN_FIRST = 12
AGAIN_AFTER = 60_000
STACKS_BELOW = 900


class TodayPage(Page):
    """The first page of everybody's day; what the roles do not reach is not there."""

    NAME = "today"
    ICON = "sun"
    NEEDS = "house.frame"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.shown: TodayFacts | None = None
        self._all = False
        self.roll_call = make_button("lined", "today_roll_call", "users-round")
        self.roll_call.clicked.connect(lambda: self.wanted.emit("rollcall"))
        self.roll_call.hide()
        self.free, self.inside, self.out, self.coming = (
            Tile(name) for name in ("tile_free", "tile_inside", "tile_out", "tile_coming")
        )
        for tile, page in (
            (self.free, "beds"),
            (self.inside, "residents"),
            (self.out, "rollcall"),
            (self.coming, "waiting"),
        ):
            tile.clicked.connect(lambda _on=False, page=page: self.wanted.emit(page))
        self.tiles = Tiles()
        self.tiles.hide()
        self.work = make_card("today_work")
        self._work_title = make_label("heading", "today_work_title")
        self._work_counts = make_label("muted", "today_work_counts")
        self._nothing = make_label("muted", "today_nothing", wrap=True)
        self._more = make_button("small", "today_more")
        self._more.clicked.connect(self._show_all)
        self._rows = QVBoxLayout()
        self.rows: list[LineRow] = []
        self._drawn: tuple[list[TodayLine], int] = ([], 0)
        self.sessions = SessionsCard()
        self.sessions.opened.connect(self.session_wanted)
        self.sessions.more_wanted.connect(lambda: self.wanted.emit("calendar"))
        self.handover = HandoverCard()
        self.handover.write_wanted.connect(self._write)
        self.handover.read.connect(lambda lines: self._act(MarkHandoverRead(lines=lines)))
        self.handover.withdrawn.connect(self._withdraw)
        self.request = make_button("filled", "today_request")
        self.request.clicked.connect(self._take_request)
        self.request.hide()
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_AFTER)
        self._again.timeout.connect(self._look_again)
        self._again.start()
        self._lay_out()

    @staticmethod
    def word() -> str:
        """Return the page's word in the navigation."""
        return _("Today")

    def title(self) -> str:
        """Return the day in words."""
        if self.shown is None:
            return _("Today")
        said = day(self.shown.day, "full")
        return said[:1].upper() + said[1:]

    def refresh(self) -> None:
        """Ask for the day as it is now."""
        actor, shelter = self.actor, self.shelter
        self.ask("day", lambda _progress: ask_day(actor, shelter), self._show)

    def start(self) -> None:
        """Put the keyboard on the first thing there is to do."""
        if self.rows:
            self.rows[0].open.setFocus()
        elif self.tiles.isVisible():
            self.free.setFocus()

    def state(self) -> dict[str, Any]:
        """Return whether the whole list is shown, and how far it is scrolled."""
        return {"all": self._all, "scroll": self._scroll.verticalScrollBar().value()}

    def restore(self, state: dict[str, Any]) -> None:
        """Show as much again."""
        self._all = bool(state.get("all"))

    def enter_shelter(self, code: str) -> None:
        """Show the shelter of this code from now on."""
        super().enter_shelter(code)
        if self.isVisible():
            self.refresh()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self.roll_call, _("Evening roll call"))
        set_text(self.request, _("New request"))
        set_text(self._work_title, _("To do"))
        self.sessions.retranslate()
        set_text(self._nothing, _("Nothing waits for you here. What falls due is shown here by itself."))
        if self.shown is not None:
            self._say(self.shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns one under the other where the width is small."""
        super().resizeEvent(event)
        narrow = self.width() / look.px(100) * 100 < STACKS_BELOW
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if narrow else across)

    def _lay_out(self) -> None:
        self.head.addStretch(1)
        self.head.addWidget(self.roll_call)
        self.head.addWidget(self.request)
        inside = QVBoxLayout(self.work)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._work_title)
        head.addWidget(self._work_counts, 1)
        inside.addLayout(head)
        inside.addWidget(self._nothing)
        inside.addLayout(self._rows)
        inside.addWidget(self._more)
        inside.addStretch(1)  # the card beside may be higher
        self._rows.setSpacing(0)
        whole = QWidget()
        whole.setProperty("part", "bare")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(16)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(16)
        self._columns.addWidget(self.work, 16)
        beside = QVBoxLayout()
        beside.setSpacing(16)
        beside.addWidget(self.sessions)
        beside.addWidget(self.handover)
        beside.addStretch(1)
        self._columns.addLayout(beside, 9)
        column.addWidget(self.tiles)
        column.addLayout(self._columns)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(whole)
        self.body.addWidget(self._scroll, 1)
        for part in (self.work, self.sessions, self.handover, self._more):
            part.hide()

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be begun here: a request, a line for the next shift."""
        if self.shown is None:
            return []
        offered = (
            (RecordReferral.NAME, _("Record a request"), self._take_request),
            (WriteHandover.NAME, _("Write for the next shift"), self._write),
        )
        return [(words, do) for act, words, do in offered if self.shelter and self._may(self.shown, act)]

    @staticmethod
    def _may(found: TodayFacts, act: str) -> bool:
        return permissions.scope(found.roles, act) is not None

    def _take_request(self) -> None:
        actor, access, shelter = self.actor, self.access, self.shelter

        def begin(found: str) -> None:
            form = referrals.record(access, found)
            if form is not None:
                self.open_form(form)

        self.ask("form", lambda _progress: shelter_id(actor, access, shelter), begin)

    def _write(self) -> None:
        actor, access, shelter = self.actor, self.access, self.shelter

        def begin(found: tuple[str, RollCall]) -> None:
            self.open_form(writing(found[0], found[1].rows, shifts.shift_at(actor.clock())))

        self.ask("form", lambda _p: (shelter_id(actor, access, shelter), roll_call(actor, shelter)), begin)

    def _withdraw(self, line: str) -> None:
        told = next(one for one in self.handover.lines if one.id == line)

        def done(_result: object) -> Outcome:
            again = WriteHandover(
                shelter=told.shelter_id, text=told.text, resident=told.resident_id, shift=told.shift
            )
            return Outcome(_("Withdrawn from the handover."), again)

        self.perform(WithdrawHandover(line=line), done)

    def _act(self, act: Act[Any]) -> None:
        def read(_result: object) -> None:
            self.refresh()

        self.perform(act, read)

    def _look_again(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show(self, found: TodayFacts) -> None:
        first = self.shown is None
        self.shown = found
        self.retranslate()
        if first:
            self.start_late()

    def _show_all(self) -> None:
        self._all = True
        if self.shown is not None:
            self._say_work(to_do(self.shown))

    def _say(self, found: TodayFacts) -> None:
        self.roll_call.setVisible(self._may(found, "beds.roll_call"))
        self._say_tiles(found)
        self._say_work(to_do(found))
        self.sessions.show_sessions(found.sessions, found.now)
        self.handover.setVisible(found.handover is not None)
        self.handover.show_lines(found.handover or (), may_write=self._may(found, WriteHandover.NAME))
        self.request.setVisible(bool(self.shelter) and self._may(found, RecordReferral.NAME))

    def _say_tiles(self, found: TodayFacts) -> None:
        for tile in (self.free, self.inside, self.out, self.coming):
            tile.hide()
        if found.beds is not None:
            beds = found.beds
            free = [
                f"{room.name} · {bed.label}"
                for room in beds.rooms
                for bed in room.beds
                if bed.state == "FREE" and bed.kind != EXTRA
            ]
            told = ", ".join(free[:3]) + (" …" if len(free) > 3 else "")
            figure = _("{n} of {all}").format(n=beds.free, all=beds.beds)
            self.free.show_figure(_("Free beds"), figure, told, free=beds.free > 0)
            self.inside.show_figure(_("In a bed tonight"), str(beds.occupied), beds.shelter.name)
            for tile in (self.free, self.inside):
                tile.show()
        if found.away is not None:
            back = [
                _("{who} back {time}").format(who=row.code, time=f"{row.expected_at.astimezone(LOCAL):%H:%M}")
                for row in found.away
                if row.standing == presence.DUE_TODAY and row.expected_at is not None
            ]
            self.out.show_figure(_("Away now"), str(len(found.away)), " · ".join(back[:2]))
            self.out.show()
        if found.held is not None and found.waiting is not None:
            told = ", ".join(_held(row, found) for row in found.held[:2])
            figure = f"{len(found.held)} · {len(found.waiting)}"
            self.coming.show_figure(_("Beds held · requests that wait"), figure, told)
            self.coming.show()
        tiles = [self.free, self.inside, self.out, self.coming]
        self.tiles.show_tiles(tiles)
        self.tiles.setVisible(any(not tile.isHidden() for tile in tiles))

    def _say_work(self, lines: list[TodayLine]) -> None:
        shown = lines if self._all else lines[:SHOWN_FIRST]
        drawn = (shown, look.percent())
        if drawn != self._drawn:  # what stands there already keeps the keyboard
            self._drawn = drawn
            self._draw(shown)
        set_text(self._work_counts, counts(lines))
        self.work.show()
        self._nothing.setVisible(not lines)
        left = len(lines) - len(shown)
        set_text(self._more, ngettext("Show {n} more", "Show {n} more", left).format(n=left))
        self._more.setVisible(left > 0)

    def _draw(self, lines: list[TodayLine]) -> None:
        last = self.window().focusWidget()
        before = next((row.line for row in self.rows if row.open is last), None)
        for row in self.rows:
            self._rows.removeWidget(row)
            row.deleteLater()
        self.rows = [LineRow(line) for line in lines]
        for row in self.rows:
            row.opened.connect(self._open)
            self._rows.addWidget(row)
            if before is not None and (row.line.who, row.line.what) == (before.who, before.what):
                row.open.setFocus()

    def _open(self, line: TodayLine) -> None:
        if line.session:
            self.session_wanted.emit(line.session)
        elif line.bed_for:
            self.bed_wanted.emit(line.bed_for)
        elif line.resident is not None and not line.tab:
            self.person_wanted.emit(line.resident)
        elif line.resident is not None:
            self.tab_wanted.emit(line.resident, line.tab)
        else:
            self.wanted.emit(line.page)


def _hour_of(at: datetime, today: date) -> str:
    """Say a local moment: by its hour where it is today's, with its day otherwise."""
    return f"{at:%H:%M}" if at.date() == today else moment(at, "medium")


def _held(row: HoldRow, found: TodayFacts) -> str:
    """Say of a held bed until when; of one that is held later, from when."""
    if row.from_at > found.now:
        begins = _hour_of(row.from_at.astimezone(LOCAL), found.day)
        return _("{bed} from {time}").format(bed=row.room_bed, time=begins)
    ends = _hour_of(row.lapses_at.astimezone(LOCAL), found.day)
    return _("{bed} until {time}").format(bed=row.room_bed, time=ends)
