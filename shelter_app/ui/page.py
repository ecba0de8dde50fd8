"""What every page is: a title, what it shows asked from a view, restored as it was left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, language
from shelter_app.services.acting import Act, Actor, perform
from shelter_app.services.sheet_files import RenderedFile
from shelter_app.ui.forms.panel import Panel, RoomBeside, about
from shelter_app.ui.forms.spec import FormSpec, Outcome
from shelter_app.ui.widgets.parts import Message, make_label, set_text
from shelter_app.ui.work import Progress, Running, run

if TYPE_CHECKING:
    from shelter_app.ui.printing.sheet_view import SheetView

MARGINS = (24, 16, 24, 16)


class Page(QWidget):
    """A page of the frame; a subclass lays out ``head`` (beside the title) and ``body``.

    ``NAME`` names it for navigation and tests, ``ICON`` draws it, ``NEEDS`` is the view that it cannot be
    without: an account whose roles do not reach it never sees the page. ``UNDER`` names the page that leads
    to it, for one that the navigation does not list; ``KEYS`` open it from everywhere. ``wanted`` asks for
    another page, ``person_wanted`` for a resident's, ``tab_wanted`` for a part of it, ``session_wanted`` for
    a session's, ``bed_wanted`` for the beds that fit a resident or a request; ``did`` tells what a form did
    (``Outcome``); ``names_shown`` says whether names from papers are on the screen.
    """

    NAME = ""
    ICON = ""
    NEEDS = ""
    UNDER = ""
    STATE_IS_ALL = True  # False where more is under way on the page than its state and its fields tell
    KEYS = ""

    working = Signal(Running)
    did = Signal(object)
    said = Signal(str)
    wanted = Signal(str)
    person_wanted = Signal(str)
    tab_wanted = Signal(str, str)
    session_wanted = Signal(str)
    bed_wanted = Signal(str)
    shelters_changed = Signal()
    names_shown = Signal(bool)

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
        self.roles: tuple[str, ...] = ()
        self._front = QStackedWidget()
        whole = QWidget()
        whole.setProperty("part", "bare")
        self._front.addWidget(whole)
        self._across.addWidget(self._front, 1)
        self.body = QVBoxLayout(whole)
        self.body.setContentsMargins(*MARGINS)
        self.body.setSpacing(16)
        self.body.addLayout(self.head)
        self.body.addWidget(self.error)
        self._asking: dict[str, Running] = {}
        self._panel: Panel | None = None
        self._sheet_view: SheetView | None = None

    @staticmethod
    def word() -> str:
        """Return the page's word in the navigation."""
        raise NotImplementedError

    def title(self) -> str:
        """Return the page's title."""
        return self.word()

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
        self.error.say("")
        running = run(self, task, done=done, refused=refused or self._refuse)
        self._asking[what] = running
        running.ended.connect(lambda: self._asking.pop(what) if self._asking.get(what) is running else None)
        self.working.emit(running)

    def open_form(self, sheet: FormSpec) -> None:
        """Ask for an act in a panel beside the page."""
        if self._panel is None:
            self._panel = self._made_panel()
        self._panel.open(sheet)

    def show_paper(self, make: Callable[[str], Act[RenderedFile]]) -> None:
        """Show a sheet in place of the page, to be printed or kept; back leads to the page as it was."""
        from shelter_app.ui.printing.sheet_view import (  # printing is loaded when something is printed
            SheetView,
            show_on,
        )

        if self._sheet_view is None:
            self._sheet_view = SheetView()
            self._sheet_view.setContentsMargins(*MARGINS)
            self._sheet_view.closed.connect(lambda: self._front.setCurrentIndex(0))
            self._front.addWidget(self._sheet_view)
        show_on(self, self._sheet_view, make, lambda: self._front.setCurrentIndex(1))

    def keep_book(self, make: Callable[[str], Act[RenderedFile]]) -> None:
        """Make a sheet as a workbook in the worker and ask where to keep it."""
        from shelter_app.reports.render.writing import write_whole
        from shelter_app.ui.printing.sheet_view import asked_where

        tongue = language()

        def keep(made: RenderedFile) -> None:
            where = asked_where(self, made, "xlsx")
            if where is not None:
                self.ask(
                    "keep",
                    lambda _progress: write_whole(where, made.content, force=True),
                    lambda _nothing: self.said.emit(_("Saved: {file}").format(file=where.name)),
                )

        self.ask("book", lambda _progress: perform(self.actor, make(tongue)), keep)

    def start_late(self) -> None:
        """Put the keyboard where the work begins, now that it is there; what is being typed elsewhere stays."""
        held = self.window().focusWidget()
        typing = isinstance(held, QLineEdit | QPlainTextEdit) and held.isVisible()
        if self.isVisible() and not typing:
            self.start()

    def doings(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be done on the page now: its words, and what does it."""
        return []

    def _doings_of(self, sheets: Iterable[FormSpec | None]) -> list[tuple[str, Callable[[], None]]]:
        return [(sheet.title, partial(self.open_form, sheet)) for sheet in sheets if sheet is not None]

    def subject(self) -> str:
        """Return what the forms of this page are about now; drafts are kept by it."""
        return self.NAME

    def is_at_rest(self) -> bool:
        """Say whether the page can be made anew from its state: nothing is asked, no form or paper is open."""
        form = self._panel is not None and self._panel.form is not None
        return self.STATE_IS_ALL and not form and not self._asking and self._front.currentIndex() == 0

    def keep_form(self) -> None:
        """Keep what is typed in the form, before the program ends."""
        if self._panel is not None:
            self._panel.keep()

    def reopen(self, sheets: Iterable[FormSpec], draft: dict[str, Any] | None) -> None:
        """Open the form that was left with something typed in it, where it can still be done."""
        if draft is None or (self._panel is not None and self._panel.form is not None):
            return
        for sheet in sheets:
            if (draft["act"], draft["known"]) == (sheet.kind.NAME, about(sheet)):
                if self._panel is None:
                    self._panel = self._made_panel()
                self._panel.open_draft(sheet, draft)
                return

    def panel(self) -> Panel | None:
        """Return the panel beside the page, None while no form was asked for."""
        return self._panel

    def _made_panel(self) -> Panel:
        panel = Panel(self.actor, self.subject)
        panel.did.connect(self._announce)
        panel.working.connect(self.working)
        panel.closed.connect(self.start)
        self._across.addWidget(panel)
        RoomBeside(self, self._front, panel)
        return panel

    def _announce(self, done: Outcome) -> None:
        self.did.emit(done)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _refuse(self, refused: Refused) -> None:
        self.error.say(refused.message)
