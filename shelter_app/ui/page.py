"""What every page is: a title, what it shows asked from a view, restored as it was left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from shelter_app.domain.errors import Refused
from shelter_app.domain.permissions import Access
from shelter_app.i18n import _, language
from shelter_app.services.acting import Act, Actor, perform
from shelter_app.services.sheet_files import RenderedFile
from shelter_app.ui.forms.offered_act import OfferedAct
from shelter_app.ui.forms.panel import Panel, PanelOverPage
from shelter_app.ui.forms.spec import FormSpec, Outcome
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.parts import Message, make_label, set_text
from shelter_app.ui.work import Progress, Running, run, with_progress

if TYPE_CHECKING:
    from shelter_app.ui.printing.sheet_view import SheetView

R = TypeVar("R")
MARGINS = (24, 16, 24, 16)
SOON = 1000  # milliseconds: a timer that comes sooner is part of what is under way (a search, a second look)


class Page(QWidget):
    """A page of the frame; a subclass lays out ``head`` (beside the title) and ``body``.

    ``NAME`` names it for navigation and tests, ``ICON`` draws it, ``NEEDS`` is the view that it cannot be
    without: an account whose roles do not reach it never sees the page. ``UNDER`` names the page that leads
    to it, for one that the navigation does not list; ``KEYS`` open it from everywhere. ``wanted`` asks for
    another page, ``thing_wanted`` for one row of another page by its key, ``person_wanted`` for a resident's,
    ``tab_wanted`` for a part of it, ``session_wanted`` for a session's, ``bed_wanted`` for the beds that fit a
    resident or a request; ``did`` tells what a form did
    (``Outcome``); ``names_shown`` says whether names from papers are on the screen; ``settled`` that the page is at rest.
    """

    NAME = ""
    ICON = ""
    NEEDS = ""
    UNDER = ""
    STATE_IS_ALL = True  # False where more is under way on the page than its state and its fields tell
    KEYS = ""

    working = Signal(Running)
    did = Signal(object)
    message = Signal(str)
    wanted = Signal(str)
    thing_wanted = Signal(str, str)
    person_wanted = Signal(str)
    tab_wanted = Signal(str, str)
    session_wanted = Signal(str)
    bed_wanted = Signal(str)
    house_changed = Signal()
    names_shown = Signal(bool)
    settled = Signal()

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self.actor = actor
        self.shelter = ""
        self.setObjectName(f"page_{self.NAME}")
        self.setProperty("part", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = make_label("title", f"{self.NAME}_title")
        self.error = Message("error", f"{self.NAME}_error")
        self.head = QHBoxLayout()
        self.head.setSpacing(12)
        self.head.addWidget(self._title)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self.access = Access()
        self._front = QStackedWidget()
        whole = QWidget()
        whole.setProperty("part", "bare")
        self._front.addWidget(whole)
        self._across.addWidget(self._front, 1)
        self.body = QVBoxLayout(whole)
        self.body.setContentsMargins(*MARGINS)
        self.body.setSpacing(16)
        self._above = QVBoxLayout()
        self._above.setSpacing(16)
        self._above.addLayout(self.head)
        self.body.addLayout(self._above)
        self.body.addWidget(self.error)
        self._asking: dict[str, Running] = {}
        self._acting: dict[str, Running] = {}
        self._panel: Panel | None = None
        self._sheet_view: SheetView | None = None

    @staticmethod
    def word() -> str:
        """Return the page's word in the navigation."""
        raise NotImplementedError

    @staticmethod
    def also_called() -> str:
        """Return other words by which people look for the page."""
        return ""

    def title(self) -> str:
        """Return the page's title."""
        return self.word()

    def add_tabs(self, tabs: QWidget) -> None:
        """Put tabs under the title, at the same height on every page."""
        self._above.addWidget(tabs)

    def refresh(self) -> None:
        """Ask the views again and show what they say."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self._title, self.title())

    def state(self) -> dict[str, Any]:
        """Return what brings the page back as it is left: filter, sort, what is chosen."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Bring the page back as it was left."""

    def enter_shelter(self, code: str) -> None:
        """Show the shelter of this code from now on."""
        self.shelter = code

    def start(self) -> None:
        """Put the keyboard where the page's work begins."""
        self.setFocus()

    def point_to(self, key: str) -> None:
        """Choose the row of this key, as soon as it is there; a page that another one leads to says which list has it."""

    def start_form(self) -> None:
        """Put the keyboard into the form that was left open: it may stand in the page's place."""
        if self._panel is not None and self._panel.isVisible() and self._panel.form is not None:
            self._panel.form.start()

    def ask(
        self,
        what: str,
        task: Callable[[Progress], Any],
        done: Callable[[Any], None],
        refused: Callable[[Refused], None] | None = None,
    ) -> None:
        """Ask for something in a worker; a later question of the same kind (``what``) replaces it."""
        earlier = self._asking.pop(what, None)
        if earlier is not None:
            earlier.cancel()
        self.error.show_text("")
        self._asking[what] = self._start_work(task, done, refused or self._refuse)

    def perform(
        self,
        act: Act[R],
        done: Callable[[R], Outcome | None],
        refused: Callable[[Refused], None] | None = None,
        *,
        then: Callable[[], None] | None = None,
        proof: str | None = None,
        after: Callable[[], None] | None = None,
        what: str = "",
    ) -> bool:
        """Do an act in a worker; while it is under way a second one does nothing and False is returned.

        ``done`` returns what is told of its result, with what takes it back: told, the page is asked anew and ``then``
        goes on. No question cancels an act. A refusal is shown above the page unless ``refused`` shows it. ``proof`` is
        one's own passphrase where the act asks for it. ``after`` is called in the same worker once the act is stored,
        to forget there what was typed for it. Acts that may be under way side by side have each its ``what``.
        """
        if what in self._acting:
            return False
        self.error.show_text("")
        actor = self.actor

        def task(progress: Progress) -> R:
            if proof is not None:
                actor.store.prove(proof)
            result = perform(actor, with_progress(act, progress))
            if after is not None:
                after()
            return result

        def tell(result: R) -> None:
            self._acting.pop(what, None)
            outcome = done(result)
            if outcome is not None:
                self._announce(outcome)
            if then is not None:
                then()

        def tell_refused(refusal: Refused) -> None:
            self._acting.pop(what, None)
            (refused or self._refuse)(refusal)

        running = self._acting[what] = self._start_work(task, tell, tell_refused)
        running.ended.connect(lambda: self._acting.pop(what) if self._acting.get(what) is running else None)
        return True

    def begin(self, one: FormSpec | OfferedAct) -> None:
        """Open the form, or do the act that asks nothing; what refuses it is told above the page as it is now."""
        if isinstance(one, FormSpec):
            self.open_form(one)
            return
        act = one.make()

        def refused(refusal: Refused) -> None:
            self.refresh()
            self.error.show_text(refusal.message)

        self.perform(act, lambda result: one.outcome(act, result), refused)

    def _start_work(
        self, task: Callable[[Progress], Any], done: Callable[[Any], None], refused: Callable[[Refused], None]
    ) -> Running:
        running = run(self, task, done=done, refused=refused)
        running.ended.connect(lambda: self._end(running))
        self.working.emit(running)
        return running

    def _end(self, running: Running) -> None:
        for what in [what for what, asked in self._asking.items() if asked is running]:
            del self._asking[what]
        if self.is_settled():
            self.settled.emit()

    def is_settled(self) -> bool:
        """Return whether the page is at rest: no worker is under way for it or a part of it, and none is about to be."""
        waits = (
            made for made in self.findChildren(QTimer) if made.isSingleShot() and made.interval() <= SOON
        )
        return all(one.over for one in self.findChildren(Running)) and not any(
            one.isActive() for one in waits
        )

    def open_form(self, spec: FormSpec) -> None:
        """Ask for an act in a panel beside the page."""
        if self._panel is None:
            self._panel = self._made_panel()
        self._panel.open(spec)

    def show_paper(self, make: Callable[[str], Act[RenderedFile]]) -> None:
        """Show a sheet in place of the page, to be printed or kept; back leads to the page as it was.

        ``make`` is called in the worker with the language in force, and returns the act that makes the sheet.
        """
        from shelter_app.ui.printing.preview import SHARP, pages  # loaded when something is printed
        from shelter_app.ui.printing.sheet_view import SheetView

        if self._sheet_view is None:
            self._sheet_view = SheetView()
            self._sheet_view.setContentsMargins(*MARGINS)
            self._sheet_view.closed.connect(self._leave_paper)
            self._sheet_view.show_message = self.message.emit
            self._front.addWidget(self._sheet_view)
        view, tongue = self._sheet_view, language()

        def task(_progress: Progress) -> tuple[Act[RenderedFile], RenderedFile, list[Any]]:
            act = make(tongue)
            made = perform(self.actor, act)
            return act, made, pages(made.content, SHARP)

        def show(result: tuple[Act[RenderedFile], RenderedFile, list[Any]]) -> None:
            act, made, images = result

            def make_book() -> None:
                book = replace(act, form="xlsx")  # type: ignore[type-var]
                self.ask(
                    "book", lambda _p: perform(self.actor, book), lambda kept: view.ask_where(kept, "xlsx")
                )

            view.show_sheet(made, images, make_book if hasattr(act, "form") else None)
            self._front.setCurrentWidget(view)

        self.ask("sheet", task, show)

    def sheet_view(self) -> SheetView | None:
        """Return the sheet that stands in place of the page, None while none does."""
        return self._sheet_view if self._front.currentWidget() is self._sheet_view else None

    def _leave_paper(self) -> None:
        self._front.setCurrentIndex(0)
        self.start()

    def keep_book(self, make: Callable[[str], Act[RenderedFile]]) -> None:
        """Make a sheet as a workbook in the worker and ask where to keep it."""
        from shelter_app.reports.render.writing import write_whole
        from shelter_app.ui.printing.sheet_view import ask_where

        tongue = language()

        def keep(made: RenderedFile, where: Path) -> None:
            self.ask(
                "keep",
                lambda _progress: write_whole(where, made.content, force=True),
                lambda _nothing: self.message.emit(_("Saved: {file}").format(file=where.name)),
            )

        self.ask(
            "book",
            lambda _progress: perform(self.actor, make(tongue)),
            lambda made: ask_where(self, made, "xlsx", partial(keep, made)),
        )

    def start_late(self) -> None:
        """Put the keyboard where the work begins, now that it is there; what is being typed elsewhere stays."""
        held = self.window().focusWidget()
        typing = isinstance(held, QLineEdit | QPlainTextEdit) and held.isVisible()
        if self.isVisible() and not typing:
            self.start()

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be done on the page, as far as it has asked: the words of each, and what does it."""
        return []

    def ask_offered(self, come: Callable[[], None]) -> bool:
        """Ask for the rest of what can be done on the page, then call ``come``; at once, where nothing is left to ask.

        Returns whether ``come`` is still to be called.
        """
        come()
        return False

    def _offered_forms(self, forms: Iterable[FormSpec | None]) -> list[tuple[str, Callable[[], None]]]:
        return [(form.title, partial(self.open_form, form)) for form in forms if form is not None]

    def subject(self) -> str:
        """Return what the forms of this page are about now; drafts are kept by it."""
        return self.NAME

    def can_unload(self) -> bool:
        """Return whether nothing is lost with it: its state is all, nothing is asked, no form or paper is open."""
        form = self._panel is not None and self._panel.form is not None
        return self.STATE_IS_ALL and not form and self.is_settled() and self._front.currentIndex() == 0

    def keep_form(self) -> None:
        """Keep what is typed in the form, before the program ends."""
        if self._panel is not None:
            self._panel.keep()

    def reopen(self, forms: Iterable[FormSpec], draft: dict[str, Any] | None) -> None:
        """Open the form that was left with something typed in it, where it can still be done."""
        if draft is None or (self._panel is not None and self._panel.form is not None):
            return
        for form in forms:
            if (draft["act"], draft["known"]) == (form.kind.NAME, form.key()):
                if self._panel is None:
                    self._panel = self._made_panel()
                self._panel.open_draft(form, draft)
                return

    def panel(self) -> Panel | None:
        """Return the panel beside the page, None while no form was asked for."""
        return self._panel

    def _made_panel(self) -> Panel:
        panel = Panel(self.actor, self.subject)
        panel.did.connect(self._announce)
        panel.working.connect(self.working)
        panel.closed.connect(self.start)
        PanelOverPage(self, self._front, panel)
        return panel

    def _announce(self, done: Outcome) -> None:
        self.did.emit(done)
        for listed in self.findChildren(ListView):
            listed.expect_change()
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _refuse(self, refused: Refused) -> None:
        self.error.show_text(refused.message)
