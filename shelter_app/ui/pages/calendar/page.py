"""The calendar: sessions of a day or a week, one's own or the team's; planned, moved, recorded from here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QButtonGroup, QPushButton

from shelter_app.domain.clock import LOCAL, local_day
from shelter_app.domain.sessions import PLANNED
from shelter_app.i18n import _, day, moment, ngettext, pgettext
from shelter_app.services.acting import Act, Actor
from shelter_app.services.counselling.acts import PlanSession
from shelter_app.services.counselling.views import SessionView
from shelter_app.ui.features.counselling import forms, words
from shelter_app.ui.forms.spec import FormSpec, Outcome
from shelter_app.ui.page import Page
from shelter_app.ui.pages.calendar.grid import SessionGrid
from shelter_app.ui.pages.calendar.queries import MINE, TEAM, CalendarDays, ask_days, ask_nearest
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import FlowRow
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.parts import Menu, MenuButton, make_button, make_label, set_text

WEEK, DAY = "week", "day"
NARROW = 520  # a page narrower than this, at 100 % text, has a form beside it at a large text size
LENGTHS = {WEEK: 7, DAY: 1}


class CalendarPage(Page):
    """The sessions with the people whom the account reaches."""

    NAME = "calendar"
    ICON = "calendar-days"
    NEEDS = "counselling.sessions"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.days: CalendarDays | None = None
        self._first: date | None = None
        self._view = WEEK
        self._whose = ""
        self._at = ""
        self._narrow = False
        self.grid = SessionGrid()
        self.range = make_label("muted", "calendar_range", wrap=True)
        self.summary = make_label("muted", "calendar_told", wrap=True)
        self._back = make_button("lined", "calendar_back", "chevron-left")
        self._today = make_button("lined", "calendar_today")
        self._on = make_button("lined", "calendar_on", "chevron-right")
        self.plan = make_button("filled", "calendar_plan", "calendar-days", "on_accent")
        self.do = MenuButton("lined", "calendar_do")
        self.menu = Menu(self.do, "calendar_menu")
        self.menu.aboutToShow.connect(self.fill_menu)
        self.do.setMenu(self.menu)
        self.buttons: dict[str, QPushButton] = {}
        self._groups = [QButtonGroup(self), QButtonGroup(self)]
        self._lay_out()
        self._connect()

    @staticmethod
    def word() -> str:
        """Return the page's word in the navigation."""
        return _("Calendar")

    def refresh(self) -> None:
        """Ask for the days that are shown."""
        first, last = self._shown_days()
        actor, access, code, whose = self.actor, self.access, self.shelter, self._whose
        self.ask("days", lambda _progress: ask_days(actor, access, first, last, code, whose), self._show)

    def start(self) -> None:
        """Put the keyboard on the sessions."""
        self.grid.setFocus()

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return the form that begins here."""
        return self._offered_forms([self._plan_form(None)])

    def state(self) -> dict[str, Any]:
        """Return which days are shown, whose sessions, and where one stands."""
        selected = self.grid.selected_session()
        return {
            "first": None if self._first is None else self._first.isoformat(),
            "view": self._view,
            "whose": self._whose,
            "at": "" if selected is None else selected.id,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Show the same days again."""
        first = state.get("first")
        self._first = None if first is None else date.fromisoformat(first)
        self._view = state.get("view", WEEK)
        self._whose = state.get("whose", "")
        self._at = state.get("at", "")

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        week = self._view == WEEK
        set_text(self._back, "", _("Previous week") if week else _("Previous day"), _("Page Up"))
        set_text(self._on, "", _("Next week") if week else _("Next day"), _("Page Down"))
        set_text(self._today, pgettext("button", "Today"))
        set_text(self.buttons[WEEK], pgettext("calendar", "Week"))
        set_text(self.buttons[DAY], pgettext("calendar", "Day"))
        set_text(self.buttons[MINE], pgettext("calendar", "My sessions"))
        set_text(
            self.buttons[TEAM],
            pgettext("calendar", "The team's"),
            _("All sessions with the people you work with"),
        )
        set_text(self.plan, _("Plan a session"))
        set_text(self.do, _("The session"), _("Actions for the chosen session"))
        fit_filter_buttons(*self.buttons.values())
        self.grid.setAccessibleName(_("Sessions by day and hour"))
        self.grid.cells.emit_texts_changed()
        self.grid.viewport().update()
        self._say_range()
        self._describe_selection()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "buttons"):
            fit_filter_buttons(*self.buttons.values())
            self._arrange()
        super().changeEvent(event)

    def fill_menu(self) -> None:
        """Put into the menu what can be done with the session that one stands on."""
        self.menu.clear()
        session = self.grid.selected_session()
        if session is None or self.days is None:
            return
        now = self.actor.clock()
        self._offer("open", _("Open"), lambda: self.session_wanted.emit(session.id))
        if session.status == PLANNED and self.access.may("counselling.hold_session"):
            if words.is_open(session, now):
                if len(session.parts) == 1:
                    held = forms.held_as_planned(session)
                    self._offer("hold", _("Held as planned"), lambda: self._record(session, held))
                self._offer("hold_other", _("Held differently…"), lambda: self.open_form(forms.hold(session)))
            if session.planned_on <= local_day(now):
                nobody = forms.nobody_came(session)
                self._offer("nobody", _("No-show"), lambda: self._record(session, nobody))
            self._offer("cancel", _("Cancelled…"), lambda: self.open_form(forms.cancel(session)))
            self._offer("move", _("Move…"), lambda: self.open_form(forms.move(session)))
        if len(session.parts) == 1:
            self._offer(
                "person",
                _("The resident's page"),
                lambda: self.person_wanted.emit(session.parts[0].resident_id),
            )

    def _offer(self, name: str, sentence: str, then: Any) -> None:
        action = self.menu.addAction(sentence)
        action.setObjectName(f"calendar_{name}")
        action.triggered.connect(lambda _on=False: then())

    def _lay_out(self) -> None:
        self._tools = FlowRow(8, to_right=True)
        self._tools.add(self.do, self.plan)
        self.head.addWidget(self.range, 1)
        self.head.addWidget(self._tools)
        turning = self._turning = FlowRow(8)
        turning.add(self._back, self._today, self._on)
        for names, group in zip(((WEEK, DAY), (MINE, TEAM)), self._groups, strict=True):
            for name in names:
                made = make_button("filter", f"calendar_{name}")
                made.setCheckable(True)
                group.addButton(made)
                self.buttons[name] = made
                turning.add(made)
        self.body.addWidget(turning)
        self.body.addWidget(self.grid, 1)
        self.body.addWidget(self.summary)
        self.body.setSpacing(8)

    def _arrange(self) -> None:
        """Leave what a form beside the grid leaves no room for."""
        panel = self.panel()
        taken = panel.width() if panel is not None and panel.isVisible() else 0
        narrow = self.width() - taken < look.px(NARROW)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._turning.setVisible(not narrow)
        self.summary.setVisible(not narrow)
        if narrow:
            self.head.removeWidget(self._tools)
            self.body.insertWidget(2, self._tools)
        else:
            self.body.removeWidget(self._tools)
            self.head.addWidget(self._tools)

    def _connect(self) -> None:
        self._back.clicked.connect(lambda: self._step(-1))
        self._on.clicked.connect(lambda: self._step(1))
        self._today.clicked.connect(self._go_today)
        for name in (WEEK, DAY):
            self.buttons[name].clicked.connect(lambda _on=False, name=name: self._choose_view(name))
        for name in (MINE, TEAM):
            self.buttons[name].clicked.connect(lambda _on=False, name=name: self._choose_whose(name))
        self.plan.clicked.connect(lambda: self._plan(None))
        self.grid.opened.connect(self.session_wanted)
        self.grid.moved.connect(lambda session, at: self._record(session, forms.moved(session, at)))
        self.grid.asked.connect(self._pop_up)
        self.grid.plan_wanted.connect(self._plan)
        self.grid.turned.connect(self._step)
        self.grid.left.connect(self._go_beyond)
        self.grid.stood.connect(self._describe_selection)
        self.grid.resized.connect(self._arrange, Qt.ConnectionType.QueuedConnection)

    def _announce(self, done: Outcome) -> None:
        """Stand on the session that was just planned."""
        if done.kind is PlanSession:
            self._at = done.result
        super()._announce(done)

    def _today_is(self) -> date:
        return local_day(self.actor.clock())

    def _shown_days(self) -> tuple[date, date]:
        first = self._first or self._today_is()
        if self._view == WEEK:
            first -= timedelta(days=first.weekday())
        return first, first + timedelta(days=LENGTHS[self._view] - 1)

    def _show(self, days: CalendarDays) -> None:
        self.days = days
        self._whose = self._whose or days.whose
        self.plan.setVisible(self.access.may("counselling.plan_session"))
        self.grid.may_move = self.access.may("counselling.move_session")
        for name, made in self.buttons.items():
            made.setChecked(name in (self._view, self._whose))
        shown = [days.first + timedelta(days=at) for at in range((days.last - days.first).days + 1)]
        found = [s for s in days.sessions if self._whose == TEAM or s.counsellor_id == self.actor.account_id]
        selected = self.grid.selected_session()
        at = self._at or ("" if selected is None else selected.id)
        self._at = ""
        nearest = days.nearest if days.whose == self._whose else None
        self.grid.show_days(shown, found, self.actor.clock(), at, nearest)
        self.do.setEnabled(self.grid.selected_session() is not None)
        self.retranslate()

    def _say_range(self) -> None:
        days = self.days
        first, last = self._shown_days() if days is None else (days.first, days.last)
        n = sum(map(len, self.grid.cells.columns))
        count = ngettext("{n} session", "{n} sessions", n).format(n=n)
        if first == last:
            said = _("{day} · {count}").format(day=day(first, "full"), count=count)
        else:
            said = _("{first} – {last} · {count}").format(
                first=day(first, "day_month"), last=day(last, "medium"), count=count
            )
        set_text(self.range, said)

    def _describe_selection(self) -> None:
        """Say in words what one stands on, or what letting go here would do."""
        carried, session = self.grid.carried(), self.grid.selected_session()
        if carried is not None:
            when = moment(carried[1].astimezone(LOCAL))
            said = _("{people}: to {when}. Enter moves it there, Esc leaves it where it was.").format(
                people=words.people(carried[0]), when=when
            )
        elif session is not None:
            said = _("{day}, {session}, with {counsellor}").format(
                day=day(session.planned_on, "full"),
                session=words.cell(session, self.actor.clock()),
                counsellor=session.counsellor,
            )
        elif self.days is None:
            said = ""
        elif self.access.may("counselling.plan_session"):
            said = _("No session in these days. Plan the first one with the button, or double-click a time.")
        else:
            said = _("No session in these days. Those with the people you work with are shown here.")
        set_text(self.summary, said)

    def _step(self, by: int) -> None:
        first, _last = self._shown_days()
        self._first = first + timedelta(days=by * LENGTHS[self._view])
        self.refresh()

    def _go_beyond(self, step: int) -> None:
        """Stand on the nearest session before or after the days shown, in whatever week it lies."""
        days, actor, whose = self.days, self.actor, self._whose
        if days is None:
            return
        later = step > 0
        day = days.last if later else days.first

        def go(found: SessionView | None) -> None:
            if found is None:
                none = _("No session after these days.") if later else _("No session before these days.")
                self.message.emit(none)
            else:
                self._first, self._at = found.planned_on, found.id
                self.refresh()

        self.ask("nearest", lambda _progress: ask_nearest(actor, day, days.shelter, whose, later=later), go)

    def _go_today(self) -> None:
        self._first = None
        self.refresh()

    def _choose_view(self, name: str) -> None:
        session = self.grid.selected_session()
        shown = session is not None and self.grid.cells.index_of(session.id).isValid()
        if name == DAY and self._view == WEEK and session is not None and shown:
            self._first = session.planned_on
        self._view = name
        self.refresh()

    def _choose_whose(self, name: str) -> None:
        self._whose = name
        if self.days is not None:
            self._show(self.days)
            if (
                self.grid.selected_session() is None
            ):  # which one is nearest depends on whose sessions are shown
                self.refresh()

    def _plan_form(self, at: datetime | None) -> FormSpec | None:
        if self.days is None or not self.access.may("counselling.plan_session"):
            return None
        begin = at or self.actor.clock().replace(minute=0, second=0) + timedelta(hours=1)
        return forms.plan(self.days.shelter, self.days.people, at=begin)

    def _plan(self, at: datetime | None) -> None:
        form = self._plan_form(at)
        if form is not None:
            self.open_form(form)

    def _record(self, session: SessionView, act: Act[int]) -> None:
        self.perform(act, lambda version: forms.done(session, act, version))

    def _pop_up(self, at: QPoint) -> None:
        if self.grid.selected_session() is not None:
            self.menu.popup(at)
