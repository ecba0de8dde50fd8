"""The evening roll call: everybody on one page, one key a person; beside, who is away and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from shelter_app.domain import presence
from shelter_app.domain.clock import LOCAL, local_day
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, day, moment, ngettext
from shelter_app.services.acting import Actor, snapshot
from shelter_app.services.beds import presence as views
from shelter_app.services.beds.absence_steps import missing_steps
from shelter_app.services.beds.away import AwayRow
from shelter_app.services.beds.away import away as away_now
from shelter_app.services.beds.marks import MarkBefore, MarkPresence, MarkRestPresent, UndoMarks
from shelter_app.services.beds.printing import PrintMissing, PrintRoster
from shelter_app.ui.features.beds.away_list import AwayList
from shelter_app.ui.features.beds.bed_page import BedPage, in_a_row
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.pages.beds.presence.columns import columns
from shelter_app.ui.tables.model import RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.list_with_pane import ListWithPane
from shelter_app.ui.widgets.named import named
from shelter_app.ui.widgets.parts import Chip, Menu, MenuButton, make_button, make_label, set_text
from shelter_app.ui.widgets.spoken import announce

MARKS = (presence.PRESENT, presence.ABSENT, presence.EXCUSED)
KEYS = {
    Qt.Key.Key_P: presence.PRESENT,
    Qt.Key.Key_A: presence.ABSENT,
    Qt.Key.Key_E: presence.EXCUSED,
    Qt.Key.Key_I: presence.EXCUSED,
    Qt.Key.Key_Icircumflex: presence.EXCUSED,
}
AWAY = 360  # pixels: the width of the list of who is away then
SHEETS = ("NIGHT_LIST", "EMERGENCY", "ROLL_CALL")


class RollCallPage(BedPage):
    """The roll call of an evening of the shelter one is in."""

    NAME = "rollcall"
    ICON = "users-round"
    NEEDS = "beds.roll_call"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._call: views.RollCall | None = None
        self._call_of: tuple[str, date] | None = None  # its shelter and evening
        self._day: date | None = None
        self.counts = {code: Chip(_meaning(code), "", f"roll_{code}") for code in MARKS}
        self.left = Chip("warning", "hourglass", "roll_left")
        self.model: RowsModel[views.RollRow] = RowsModel(columns(), lambda row: row.stay_id)
        self.list = ListView("rollcall", self.model)
        self.list.setWordWrap(True)
        self.list.installEventFilter(self)
        self.away = AwayList(self)
        self.mark_buttons = {code: make_button("lined", f"mark_{code}") for code in MARKS}
        self.rest = make_button("lined", "mark_rest", "check")
        self.earlier = make_button("lined", "roll_earlier", "chevron-left")
        self.later = make_button("lined", "roll_later", "chevron-right")
        self.evening = make_label("heading", "roll_day")
        self._hint = make_label("note", "roll_hint", wrap=True)
        self._meant = ""  # the absence that another page leads to, until it is shown
        self._waiting_marks: dict[str, MarkPresence] = {}
        self._begun = self._announced = 0  # numbers of the marks: the last begun, the last told of
        self._empty = make_label("muted", "roll_empty", wrap=True)
        self._lists = ListWithPane(self.list, self.away, AWAY)
        self.papers = MenuButton("lined", "roll_papers", "printer")
        self._lay_out()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Roll call")

    def refresh(self) -> None:
        """Ask for the roll call and for who is away."""
        actor, shelter, which = self.actor, self.asked_shelter(), self._day

        def ask() -> tuple[views.RollCall, tuple[AwayRow, ...], tuple[str, ...]]:
            with snapshot(actor):
                call = views.roll_call(actor, shelter, which)
                return call, away_now(actor, shelter), missing_steps(actor)

        def show(found: tuple[views.RollCall, tuple[AwayRow, ...], tuple[str, ...]]) -> None:
            call, away, steps = found
            self._show(call)
            self.away.steps.know(steps)
            self.away.show_rows(away)
            self._show_meant()

        self.ask("roll", lambda _progress: ask(), show)

    def start(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus()

    def point_to(self, key: str) -> None:
        """Choose who is away by the id of the absence, among the away and in the roll call."""
        self._meant = key
        self.away.list.point_to(key)

    def _show_meant(self) -> None:
        row = next((one for one in self.away.model.rows if one.absence_id == self._meant), None)
        if row is not None:
            self._meant = ""
            self.list.point_to(row.stay_id)
            self.away.list.setFocus()

    def state(self) -> dict[str, Any]:
        """Return which evening is shown and where one stands."""
        return {"day": self._day, "row": self.list.currentIndex().row()}

    def restore(self, state: dict[str, Any]) -> None:
        """Show the same evening again."""
        self._day = state.get("day")

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        for code, made in self.mark_buttons.items():
            set_text(made, code_label("presence_mark", code))
        set_text(
            self.rest,
            _("The rest are present"),
            "",
            _("Marks as present everyone who is not marked yet and is not temporarily away."),
        )
        set_text(self.earlier, "", _("Previous evening"), _("Previous evening"))
        set_text(self.later, "", _("Next evening"), _("Next evening"))
        set_text(
            self._hint,
            _(
                "P present, A absent, E excused: the list moves on by itself. Enter records the "
                "expected mark and moves on."
            ),
        )
        set_text(self._empty, _("Nobody is in the shelter on this evening."))
        set_text(self.papers, _("Sheets"))
        self.list.setAccessibleName(_("Roll call"))
        menu = Menu(self, "roll_papers_menu")
        names = {
            "NIGHT_LIST": _("Night list"),
            "EMERGENCY": _("Emergency sheet"),
            "ROLL_CALL": _("Roll call sheet to fill in"),
        }
        for kind in SHEETS:
            action = menu.addAction(names[kind])
            action.triggered.connect(lambda _on=False, kind=kind: self._print(kind))
        self.papers.setMenu(menu)
        self.model.emit_texts_changed()
        self._show_counts()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take P, A, E and Enter on the list as marks."""
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            row = self._row()
            if event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
                if key in KEYS:
                    self.mark(KEYS[key])
                    return True
                if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
                    self.mark(row.expects or presence.PRESENT)
                    return True
        return super().eventFilter(watched, event)

    def mark(self, mark: str) -> None:
        """Mark the person one stands on, and go on to the next."""
        at, row = self.list.currentIndex().row(), self._row()
        if row is None or self._call is None:
            return
        self._show_marked([at], mark)
        announce(self.list, f"{row.code}: {code_label('presence_mark', mark)}, {self.left.text()}")
        self.list.point_at(min(at + 1, len(self.model.rows) - 1))
        paper = self._day is not None
        act = MarkPresence(stay=row.stay_id, day=self._call.day, mark=mark, on_paper=paper)
        self._store(act, row.code)

    def mark_rest(self) -> None:
        """Mark as present who has no mark yet and is not away, in one act that is taken back as one."""
        left = self._left_in_house()
        if not left or self._call is None:
            return
        codes = {self.model.rows[at].stay_id: self.model.rows[at].code for at in left}
        act = MarkRestPresent(stays=tuple(codes), day=self._call.day, on_paper=self._day is not None)

        def marked(befores: tuple[MarkBefore, ...]) -> Outcome:
            n = len(befores)
            words = ngettext("{n} person marked as present.", "{n} people marked as present.", n)
            undo = UndoMarks(marks=befores) if befores else None
            return Outcome(words.format(n=n), undo, subject=named([codes[one.stay] for one in befores]))

        if self.perform(act, marked, self._not_marked, what="mark the rest"):
            self._show_marked(left, presence.PRESENT)
            announce(self.list, self.left.text())

    def _left_in_house(self) -> list[int]:
        rows = enumerate(self.model.rows)
        return [at for at, row in rows if row.mark is None and row.expects is None]

    def _show_marked(self, places: Sequence[int], mark: str) -> None:
        """Show marks at once; the store says within the blink of an eye whether they are kept."""
        if self._call is None:
            return
        for at in places:
            self.model.rows[at] = replace(self.model.rows[at], mark=mark, marked_at=self.actor.clock())
        self._call = views.RollCall(self._call.day, tuple(self.model.rows))
        self.model.emit_texts_changed()
        self._show_counts()

    def _store(self, act: MarkPresence, code: str) -> None:
        """Store a mark; a second one on the same person waits for the first, so that the last one stays."""
        self._begun += 1
        begun = self._begun

        def marked(before: MarkBefore) -> None:
            if (
                begun > self._announced
            ):  # of marks under way side by side, the one made last is told and taken back
                self._announced = begun
                self._tell_mark(act, code, before)
            later = self._waiting_marks.pop(act.stay, None)
            if later is not None:
                self._store(later, code)
            else:
                self._marked(act.stay)

        def not_marked(refused: Refused) -> None:
            self._waiting_marks.pop(act.stay, None)
            self._not_marked(refused)

        if not self.perform(act, marked, not_marked, what=f"mark {act.stay}"):
            self._waiting_marks[act.stay] = act

    def _tell_mark(self, act: MarkPresence, code: str, before: MarkBefore) -> None:
        """Say whom a mark was of; the page is not asked anew: it would show less than the marks under way."""
        mark = code_label("presence_mark", act.mark)
        words = _("{code}: {mark}, recorded").format(code=code, mark=mark)
        self.did.emit(Outcome(words, UndoMarks(marks=(before,)), before, MarkPresence, act, subject=code))

    def _row(self) -> views.RollRow | None:
        return self.model.at(self.list.currentIndex())

    def _marked(self, stay: str) -> None:
        actor, shelter = self.actor, self.asked_shelter()

        def show(rows: Sequence[AwayRow]) -> None:
            self.away.show_rows(rows)
            self.away.point_to(stay)

        self.ask("away", lambda _progress: away_now(actor, shelter), show)

    def _not_marked(self, refused: Refused) -> None:
        self.refresh()
        self.error.show_text(refused.message)

    def _lay_out(self) -> None:
        tools = in_a_row(
            self.earlier,
            self.evening,
            self.later,
            *self.counts.values(),
            self.left,
            *self.mark_buttons.values(),
            self.rest,
        )
        for code, button in self.mark_buttons.items():
            button.clicked.connect(partial(self._mark_by_button, code))
        self.rest.clicked.connect(self._mark_rest_by_button)
        self.earlier.clicked.connect(lambda: self._step(-1))
        self.later.clicked.connect(lambda: self._step(1))
        self.away.sheet_wanted.connect(self._print_missing)
        self.lay_out(
            tools,
            self._hint,
            self._empty,
            self._lists,
            least={self.list: 250},
            stretch={self._lists: 1},
            beside_title=(self.papers,),
        )

    def _mark_by_button(self, code: str, _on: bool = False) -> None:
        self.mark(code)
        self.list.setFocus()

    def _mark_rest_by_button(self) -> None:
        self.mark_rest()
        self.list.setFocus()

    def _step(self, by: int) -> None:
        if self._call is not None:
            wanted = self._call.day + timedelta(days=by)
            self._day = None if wanted >= self.today() else wanted
            self.refresh()

    def _show(self, call: views.RollCall) -> None:
        of_another = (self.shelter, call.day) != self._call_of
        self._call, self._call_of = call, (self.shelter, call.day)
        self.list.renew(call.rows)
        if of_another:
            rows = enumerate(self.model.rows)
            self.list.point_at(next((at for at, row in rows if row.mark is None), 0))
        self.list.setVisible(bool(call.rows))
        self._empty.setVisible(not call.rows)
        self._show_counts()

    def _show_counts(self) -> None:
        if self._call is None:
            return
        call = self._call
        set_text(self.evening, day(call.day))
        words = {
            presence.PRESENT: ngettext("{n} present", "{n} present", call.count(presence.PRESENT)),
            presence.ABSENT: ngettext("{n} absent", "{n} absent", call.count(presence.ABSENT)),
            presence.EXCUSED: ngettext("{n} excused", "{n} excused", call.count(presence.EXCUSED)),
        }
        for code, chip in self.counts.items():
            set_text(chip, words[code].format(n=call.count(code)))
        left = len(call.rows) - call.marked
        words_left = ngettext("{n} still to mark", "{n} still to mark", left).format(n=left)
        self.rest.setEnabled(bool(self._left_in_house()))
        last = max((row.marked_at for row in call.rows if row.marked_at is not None), default=None)
        if left or last is None:
            self.left.set_meaning("warning", "hourglass")
            set_text(self.left, words_left)
        else:
            self.left.set_meaning("free", "check")
            set_text(self.left, _("everyone is marked, {when}").format(when=self._hour(last)))

    def _hour(self, when: datetime) -> str:
        """Return the hour of a moment of today, of another day with the day."""
        local = when.astimezone(LOCAL)
        return f"{local:%H:%M}" if local_day(when) == self.today() else moment(local, "medium")

    def _print(self, kind: str) -> None:
        shelter = self.asked_shelter()
        self.show_paper(lambda tongue: PrintRoster(kind=kind, shelter=shelter, language=tongue))

    def _print_missing(self, stay: str) -> None:
        self.show_paper(lambda tongue: PrintMissing(stay=stay, language=tongue))


def _meaning(code: str) -> str:
    return {presence.PRESENT: "free", presence.ABSENT: "danger"}.get(code, "plain")
