"""The frame: pages at the left, the bar above, the state below, and the page one is on."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shelter_app.domain import codes
from shelter_app.domain.errors import Refused
from shelter_app.domain.permissions import Access
from shelter_app.i18n import _
from shelter_app.services.acting import Actor
from shelter_app.ui import work
from shelter_app.ui.features.beds.tabs import BedTabs
from shelter_app.ui.forms.autosave import Draft
from shelter_app.ui.forms.form_state import read_state, restore_state
from shelter_app.ui.frame import tour
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.navigation import History, Location, Navigation
from shelter_app.ui.frame.page_cache import PageCache
from shelter_app.ui.frame.palette.entries import Entry, of_page
from shelter_app.ui.frame.palette.palette import Palette
from shelter_app.ui.frame.signed_in_user import FIRST_STEPS, SignedInUser, unvisited
from shelter_app.ui.frame.signed_in_user import signed_in_user as ask_user
from shelter_app.ui.frame.status_bar import StatusBar
from shelter_app.ui.frame.strips import ClockStrip, Strip
from shelter_app.ui.frame.top_bar import TopBar
from shelter_app.ui.frame.undo_bar import UndoBar
from shelter_app.ui.page import Page
from shelter_app.ui.pages.beds.board.page import BedsPage
from shelter_app.ui.pages.beds.census.page import CensusPage
from shelter_app.ui.pages.beds.finding.page import FindingPage
from shelter_app.ui.pages.beds.occupancy.page import OccupancyPage
from shelter_app.ui.pages.beds.presence.page import RollCallPage
from shelter_app.ui.pages.beds.reservations.page import HeldPage
from shelter_app.ui.pages.beds.rooms.page import RoomsPage
from shelter_app.ui.pages.beds.tape.page import TapePage
from shelter_app.ui.pages.beds.waiting.page import WaitingPage
from shelter_app.ui.pages.calendar.page import CalendarPage
from shelter_app.ui.pages.importing.page import ImportPage
from shelter_app.ui.pages.reporting.page import ReportsPage
from shelter_app.ui.pages.resident.page import ResidentPage
from shelter_app.ui.pages.residents.page import ResidentsPage
from shelter_app.ui.pages.session.page import SessionPage
from shelter_app.ui.pages.settings.page import SettingsPage
from shelter_app.ui.pages.today.page import TodayPage
from shelter_app.ui.widgets.mnemonics import schedule_update
from shelter_app.ui.widgets.parts import Message, set_text

ONLY_OF_SOMEBODY = ("resident", "session")  # pages that are of a person or a session, not places to go to

PAGES: tuple[type[Page], ...] = (
    TodayPage,
    BedsPage,
    FindingPage,
    TapePage,
    RollCallPage,
    CensusPage,
    OccupancyPage,
    WaitingPage,
    HeldPage,
    RoomsPage,
    ResidentsPage,
    ResidentPage,
    ImportPage,
    CalendarPage,
    SessionPage,
    ReportsPage,
    SettingsPage,
)


class Workspace(QWidget):
    """Everything that is seen after signing in."""

    lock_asked = Signal()

    def __init__(self, actor: Actor, user: SignedInUser, shell: MainWindow) -> None:
        super().__init__()
        self.setObjectName("frame")
        self._user = user
        self._step, self._steps = user.first_step, Draft(actor, FIRST_STEPS)
        self._history = History()
        self._actor = actor
        self._shelter = ""
        access = self._access = Access(user.roles)
        kinds = [kind for kind in PAGES if access.may(kind.NEEDS)]
        self.pages = PageCache(kinds, self._made_page)
        self.navigation = Navigation([kind for kind in kinds if not kind.UNDER])
        self.top = TopBar(shell, list(user.shelters))
        self.state_line = StatusBar()
        self.undo_bar = UndoBar(actor)
        self.palette_ = Palette(actor, access, self)
        self.palette_.working.connect(self.state_line.watch)
        self.palette_.person_wanted.connect(self.go_to_resident)
        self.tour = tour.Tour(self._first_steps(), self)
        self._fictional = Strip("strip", "flask-conical")
        self.clock = ClockStrip(actor)
        self.clock.working.connect(self.state_line.watch)
        self.clock.believed.connect(self.refresh)  # now the pages may write
        self._fault = Message("error", "fault")
        self._stack = QStackedWidget()
        self._lay_out()
        self.undo_bar.listen(self)
        self.undo_bar.working.connect(self.state_line.watch)
        self.undo_bar.undone.connect(self.refresh)
        self.undo_bar.undone.connect(self.palette_.forget)
        self.navigation.wanted.connect(self.go)
        shell.lighten = lambda: self.pages.let_one_go(self._page())
        self.top.lock_asked.connect(self.lock_asked)
        self.top.search_asked.connect(self.open_palette)
        self.top.tour_asked.connect(self.tour.begin)
        self.top.thing_wanted.connect(self.go_to_thing)
        self.tour.reached.connect(self._keep_step)
        self.top.shelter_chosen.connect(self._enter_shelter)
        for keys, by in (("Alt+Left", -1), ("Alt+Right", 1)):
            QShortcut(QKeySequence(keys), self, lambda by=by: self.step(by))
        QShortcut(QKeySequence("F5"), self, self.refresh)
        for kind in kinds:
            if kind.KEYS:
                QShortcut(QKeySequence(kind.KEYS), self, partial(self.go, kind.NAME))
        self.retranslate()
        if user.shelters:
            self._enter_shelter(user.shelters[0][0])
        if self.pages:
            self.go(next(iter(self.pages)))

    def _lay_out(self) -> None:
        self._fictional.setVisible(self._user.fictional)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self._fictional)
        right.addWidget(self.clock)
        right.addWidget(self.tour)
        right.addWidget(self._fault)
        right.addWidget(self._stack, 1)
        right.addWidget(self.undo_bar)
        right.addWidget(self.state_line)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.navigation)
        across.addLayout(right, 1)

    def go(self, name: str) -> None:
        """Go to a page, as it was left."""
        self._leave()
        self._history.go(Location(name, self.pages[name].state()))
        self._arrive(name)

    def go_to_resident(self, resident: str, tab: str = "") -> None:
        """Go to a resident's page, to the tab that was open there or to this one."""
        page = self.pages.get(ResidentPage.NAME)
        if isinstance(page, ResidentPage):
            self._leave()
            page.show_resident(resident)
            if tab:
                page.open_tab(tab)
            self._history.go(Location(page.NAME, page.state()))
            self._arrive(page.NAME)

    def go_to_thing(self, name: str, about: str) -> None:
        """Go to a page, and there to the row that is meant by its key; what was chosen there before is not."""
        if name in self.pages:
            self.go(name)
            if about:
                self.pages[name].point_to(about)

    def go_to_finding(self, key: str) -> None:
        """Go to the beds that fit a resident or a request."""
        page = self.pages.get(FindingPage.NAME)
        if isinstance(page, FindingPage):
            self._leave()
            page.look_for_whom(key)
            self._history.go(Location(page.NAME, page.state()))
            self._arrive(page.NAME)

    def go_to_session(self, session: str) -> None:
        """Go to a session's page."""
        page = self.pages.get(SessionPage.NAME)
        if isinstance(page, SessionPage):
            self._leave()
            page.show_session(session)
            self._history.go(Location(page.NAME, page.state()))
            self._arrive(page.NAME)

    def step(self, by: int) -> None:
        """Go back or forward."""
        self._leave()
        place = self._history.step(by)
        if place is not None:
            self.pages[place.page].restore(place.state)
            self._arrive(place.page)

    def place(self) -> dict[str, Any]:
        """Return where one is and what is typed there, for the next sign-in."""
        page = self._page()
        if page is None:
            return unvisited("")
        try:
            state = json.loads(json.dumps(page.state()))
        except TypeError:  # a page that is left with more than words and numbers begins anew
            state = {}
        return {"page": page.NAME, "shelter": page.shelter, "state": state, "typed": read_state(page)}

    def take_up(self, place: dict[str, Any]) -> None:
        """Go to where one was, with what was typed there."""
        if place["page"] not in self.pages:
            return
        page = self.pages[place["page"]]
        if any(code == place["shelter"] for code, _name in self._user.shelters):
            self._enter_shelter(place["shelter"])
        if place["state"]:
            page.restore(place["state"])
        self.go(page.NAME)
        restore_state(page, place["typed"])

    def refresh(self) -> None:
        """Ask the views of the page again."""
        page = self._page()
        if page is not None:
            page.refresh()

    def tell(self, sentence: str) -> None:
        """Show what went wrong where no page could say it."""
        self._fault.show_text(sentence)

    def _refuse(self, refused: Refused) -> None:
        self.tell(refused.message)

    def show_first_steps(self) -> None:
        """Tell the first steps from where the account has come to; nothing once all were told."""
        self.tour.begin(self._user.first_step)

    def _first_steps(self) -> tuple[tour.Step, ...]:
        top, all_pages = self.top, TodayPage.NAME in self.pages and BedsPage.NAME in self.pages
        about = (
            (self.navigation.pages,),
            (top.search,),
            (self.undo_bar, self.state_line),
            (top.language, top.who),
            (top.lock,),
        )
        return tuple(
            tour.Step(words, parts) for words, parts in zip(tour.lines(all_pages), about, strict=True)
        )

    def _keep_step(self, step: int) -> None:
        """Keep which step was told, the furthest of all."""
        self._step = max(self._step, step)  # a step that is shown again stays told
        draft = self._steps
        draft.put({"step": self._step})
        work.run(self, lambda _p: draft.store(), done=lambda _nothing: None, refused=self._refuse)

    def section(self) -> str:
        """Return the page that the manual is to explain."""
        page = self._page()
        return page.NAME if page is not None else ""

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.palette_.retranslate()
        self.palette_.forget()
        set_text(self._fictional.words, _("Fictional data: none of these people exist."))
        self.clock.retranslate()
        self.top.set_user(self._who())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the text size."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange and hasattr(self, "navigation"):
            self._fold()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what the width has no room for."""
        super().resizeEvent(event)
        self._fold()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go back and forward with the mouse's own buttons."""
        steps = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}
        if event.button() in steps:
            self.step(steps[event.button()])
        super().mousePressEvent(event)

    def _who(self) -> str:
        roles = ", ".join(codes.label("account_role", role) for role in self._user.roles)
        return _("{name} · {roles}").format(name=self._user.name, roles=roles)

    def _made_page(self, kind: type[Page]) -> Page:
        page = kind(self._actor)
        page.access = self._access
        for tabs in page.findChildren(BedTabs):
            tabs.offer_pages(list(self.pages))
        self._stack.addWidget(page)
        page.working.connect(self.state_line.watch)
        page.working.connect(
            lambda running: running.ended.connect(schedule_update)
        )  # what was asked is shown by then
        page.message.connect(self.state_line.show_message)
        page.did.connect(self.undo_bar.show_done)
        page.did.connect(lambda _done: self.state_line.show_saved(self._actor.clock()))
        page.did.connect(self.palette_.forget)
        page.wanted.connect(self._go_if_there)
        page.thing_wanted.connect(self.go_to_thing)
        page.person_wanted.connect(self.go_to_resident)
        page.tab_wanted.connect(self.go_to_resident)
        page.session_wanted.connect(self.go_to_session)
        page.bed_wanted.connect(self.go_to_finding)
        page.house_changed.connect(self._ask_user)
        page.names_shown.connect(self.state_line.show_names_state)
        page.retranslate()
        page.enter_shelter(self._shelter)
        return page

    def _fold(self) -> None:
        self.palette_.place()
        self.navigation.fold(self.width())
        self.top.fold(self.width())

    def _page(self) -> Page | None:
        here = self._history.here()
        return self.pages[here.page] if here is not None else None

    def _leave(self) -> None:
        page = self._page()
        if page is not None:
            self._history.leave(page.state())

    def _arrive(self, name: str) -> None:
        page = self.pages[name]
        self._fault.show_text("")
        self.navigation.mark(page.UNDER or name)
        self._stack.setCurrentWidget(page)
        page.refresh()
        page.start()
        page.start_form()
        schedule_update()

    def _go_if_there(self, name: str) -> None:
        if name in self.pages:
            self.go(name)

    def open_palette(self) -> None:
        """Open the palette with what is known, and bring what the page has still to ask."""
        page = self._page()
        more = page is not None and page.ask_offered(lambda: self.palette_.offer(self._to_find()))
        self.palette_.open_palette(self._to_find(), more_comes=more)

    def _to_find(self) -> list[Entry]:
        """Return what can be found beside people: the acts of the page one is on, then the pages."""
        page = self._page()
        acts = [
            Entry("pen-line", title, "", do) for title, do in (page.offered() if page is not None else ())
        ]
        pages = [
            of_page(kind, partial(self.go, kind.NAME))
            for kind in self.pages.kinds
            if kind.NAME not in ONLY_OF_SOMEBODY
        ]
        return [*acts, *pages]

    def _ask_user(self) -> None:
        """Show who one is and the shelters as they are now: one was opened, or has another name."""

        def show(found: SignedInUser) -> None:
            self._user = found
            self.top.set_user(self._who())
            self.top.offer_shelters(found.shelters)
            if found.shelters and not self._shelter:
                self._enter_shelter(found.shelters[0][0])

        asking = work.run(self, lambda _p: ask_user(self._actor), done=show, refused=self._refuse)
        self.state_line.watch(asking)

    def account(self) -> str:
        """Return the name under which one signs in now."""
        return self._user.name

    def _enter_shelter(self, code: str) -> None:
        self._shelter = code
        for page in self.pages.loaded():
            page.enter_shelter(code)
        self.refresh()
