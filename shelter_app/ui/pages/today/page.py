"""Today: what needs somebody on this day, each line one step from where it is dealt with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shelter_app.i18n import _, day, ngettext
from shelter_app.services.acting import Actor
from shelter_app.ui.features import registry
from shelter_app.ui.features.referrals import forms as referrals
from shelter_app.ui.features.stays.arrival import PAGE, Arrival
from shelter_app.ui.features.today.part import TodayCard, TodayLine
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.page import Page
from shelter_app.ui.pages.today.lines import Group, counts, groups, to_do
from shelter_app.ui.pages.today.parts import GroupRow, LineRow, Tile, Tiles
from shelter_app.ui.pages.today.queries import ShownDay, ask_day
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import FlowRow
from shelter_app.ui.widgets.min_height import fit_filter_buttons
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
        self.shown: ShownDay | None = None
        self._all = False
        self.roll_call = make_button("lined", "today_roll_call", "users-round")
        self.roll_call.clicked.connect(lambda: self.wanted.emit("rollcall"))
        self.roll_call.hide()
        self.came = make_button("filled", "today_came", "log-in", "on_accent")
        self.came.clicked.connect(lambda: self.thing_wanted.emit(PAGE, Arrival().key()))
        self.came.hide()
        self._tile_of: dict[str, Tile] = {}
        self.tiles = Tiles()
        self.tiles.hide()
        self.work = make_card("today_work")
        self._work_title = make_label("heading", "today_work_title")
        self._work_counts = make_label("muted", "today_work_counts")
        self._nothing = make_label("muted", "today_nothing", wrap=True)
        self.see_team = make_button("lined", "today_see_team", "users-round")
        self.see_team.clicked.connect(self._see_team)
        self.team = make_button("filter", "today_team", "users-round")
        self.team.setCheckable(True)
        self.team.toggled.connect(lambda _on: self._show_work())
        self._more = make_button("small", "today_more")
        self._more.clicked.connect(self._show_all)
        self._rows = QVBoxLayout()
        self.rows: list[LineRow] = []
        self.groups: list[GroupRow] = []
        self._opened: set[str] = set()
        self._drawn: tuple[list[Group], set[str], int] = ([], set(), 0)
        self.cards: dict[str, TodayCard] = {}
        for part in registry.parts_of_today():
            card = part.make_card(self)
            if card is not None:
                self.cards[part.NAME] = card
        self.request = make_button("lined", "today_request")
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
        said = day(self.shown.day.today, "full")
        return said[:1].upper() + said[1:]

    def refresh(self) -> None:
        """Ask for the day as it is now."""
        actor, access, shelter = self.actor, self.access, self.shelter
        self.ask("day", lambda _progress: ask_day(actor, access, shelter), self._show)

    def start(self) -> None:
        """Put the keyboard on the first thing there is to do."""
        if self.rows:
            self.rows[0].open.setFocus()
        elif self.groups:
            self.groups[0].show_lines.setFocus()
        elif self.tiles.isVisible():
            self.tiles.start()

    def state(self) -> dict[str, Any]:
        """Return whether the whole list is shown, whose, and how far it is scrolled."""
        return {
            "all": self._all,
            "team": self.team.isChecked(),
            "opened": sorted(self._opened),
            "scroll": self._scroll.verticalScrollBar().value(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Show as much again."""
        self._all = bool(state.get("all"))
        self._opened = set(state.get("opened", ()))
        self.team.setChecked(bool(state.get("team")))

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
        set_text(self.came, _("Somebody has arrived"))
        set_text(self._work_title, _("To do"))
        set_text(self.see_team, _("See what the team has to do"))
        if self.shown is not None:
            self._say(self.shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns one under the other where the width is small."""
        super().resizeEvent(event)
        narrow = self.width() / look.px(100) * 100 < STACKS_BELOW
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if narrow else across)

    def _lay_out(self) -> None:
        tools = FlowRow(8, to_right=True)
        tools.add(self.roll_call, self.request, self.came)
        self.head.addWidget(tools, 1)
        inside = QVBoxLayout(self.work)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._work_title)
        head.addWidget(self._work_counts, 1)
        head.addWidget(self.team)
        inside.addLayout(head)
        inside.addWidget(self._nothing)
        inside.addWidget(self.see_team, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addLayout(self._rows)
        inside.addWidget(self._more)
        inside.addStretch(1)  # the card beside may be higher
        self._rows.setSpacing(0)
        content = QWidget()
        content.setProperty("part", "bare")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(16)
        self._columns.addWidget(self.work, 16)
        beside = QVBoxLayout()
        beside.setSpacing(16)
        for card in self.cards.values():
            beside.addWidget(card)
        beside.addStretch(1)
        self._columns.addLayout(beside, 9)
        column.addWidget(self.tiles)
        column.addLayout(self._columns)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        self._scroll.verticalScrollBar().rangeChanged.connect(
            lambda low, high: column.setContentsMargins(0, 0, 8 if high > low else 0, 0)
        )
        self.body.addWidget(self._scroll, 1)
        for part in (self.work, *self.cards.values(), self._more):
            part.hide()

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be begun here: a request, and what the parts of the day begin."""
        if self.shown is None:
            return []
        day = self.shown.day
        forms = [form for part, content in self.shown.parts() for form in part.forms(day, content)]
        return self._offered_forms([self._request_form(), *forms])

    def _request_form(self) -> FormSpec | None:
        return None if self.shown is None else referrals.record(self.access, self.shown.day.shelter_id)

    def _take_request(self) -> None:
        form = self._request_form()
        if form is not None:
            self.open_form(form)

    def _look_again(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show(self, shown: ShownDay) -> None:
        first = self.shown is None
        self.shown = shown
        self.retranslate()
        if first:
            self.start_late()

    def _show_all(self) -> None:
        self._all = True
        self._show_work()

    def _show_work(self) -> None:
        if self.shown is not None:
            self._say_work(to_do(self.shown))

    def _say(self, shown: ShownDay) -> None:
        self.roll_call.setVisible(self.access.may("beds.roll_call"))
        self.request.setVisible(self._request_form() is not None)
        self.came.setVisible(self.access.may("stays.receive"))
        self._say_figures(shown)
        self._say_work(to_do(shown))
        for name, card in self.cards.items():
            card.setVisible(name in shown.contents)
            if name in shown.contents:
                card.show_day(shown.day, shown.contents[name])

    def _say_figures(self, shown: ShownDay) -> None:
        for tile in self._tile_of.values():
            tile.hide()
        tiles = []
        for figure in (one for part, content in shown.parts() for one in part.figures(shown.day, content)):
            if figure.name not in self._tile_of:
                tile = self._tile_of[figure.name] = Tile(f"tile_{figure.name}")
                tile.setParent(self.tiles)
                tile.clicked.connect(lambda _on=False, page=figure.page: self.wanted.emit(page))
            tile = self._tile_of[figure.name]
            tile.show_figure(figure.title, figure.figure, figure.beside, free=figure.free)
            tile.show()
            tiles.append(tile)
        self.tiles.show_tiles(tiles)
        self.tiles.setVisible(bool(tiles))

    def _say_work(self, every: list[TodayLine]) -> None:
        lines = every if self.team.isChecked() else [line for line in every if line.mine]
        others = sum(not line.mine for line in every)
        set_text(self.team, _("Whole team ({n})").format(n=others))
        fit_filter_buttons(self.team)
        self.team.setVisible(others > 0)
        every_group = groups(lines)
        shown = every_group if self._all else every_group[:SHOWN_FIRST]
        drawn = (shown, set(self._opened), look.percent())
        if drawn != self._drawn:  # what stands there already keeps the keyboard
            self._drawn = drawn
            self._draw(shown)
        set_text(self._work_counts, counts(lines))
        self.work.show()
        self._nothing.setVisible(not lines)
        of_team = _("There is nothing for you to do now; the team has things to do.")
        alone = _("There is nothing to do now. What falls due appears here by itself.")
        set_text(self._nothing, of_team if others else alone)
        self.see_team.setVisible(not lines and others > 0)
        left = len(lines) - sum(len(group.lines) for group in shown)
        set_text(self._more, ngettext("Show {n} more", "Show {n} more", left).format(n=left))
        self._more.setVisible(left > 0)

    def _see_team(self) -> None:
        self.team.setChecked(True)
        self.team.setFocus()  # what was pressed is gone

    def _draw(self, shown: list[Group]) -> None:
        last = self.window().focusWidget()
        before = next((row.line for row in self.rows if row.open is last), None)
        group = next((row.group.key for row in self.groups if row.show_lines is last), None)
        for row in (*self.rows, *self.groups):
            self._rows.removeWidget(row)
            row.deleteLater()
        self.rows, self.groups = [], []
        for one in shown:
            opened = one.key in self._opened
            if one.folds:
                folded = GroupRow(one, opened=opened)
                folded.toggled.connect(self._toggle)
                self.groups.append(folded)
                self._rows.addWidget(folded)
                if one.key == group:
                    folded.show_lines.setFocus()
            for line in one.lines if opened or not one.folds else ():
                row = LineRow(line)
                row.opened.connect(self._open)
                self.rows.append(row)
                self._rows.addWidget(row)
                if before is not None and (line.who, line.what) == (before.who, before.what):
                    row.open.setFocus()

    def _toggle(self, who: str) -> None:
        self._opened ^= {who}
        self._show_work()

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
            self.thing_wanted.emit(line.page, line.about)
