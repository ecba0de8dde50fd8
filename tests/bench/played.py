# ruff: noqa: E402 - Qt is loaded as the program loads it, before anything else may import it
"""A quarter of an hour at the window, its acts played back to back: how long the window's thread was held by each.

``python -m tests.bench.played FOLDER ACCOUNT``, the passphrase on standard input; prints what was measured as JSON.
A process of its own, so that what only the first time costs is measured too.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from shelter_app.ui import fast_pyside_import

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
gc.disable()  # as at a start; garbage is collected when the rest has been loaded
fast_pyside_import.load()

from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from shelter_app import app
from shelter_app.db import opening as stores
from shelter_app.services.acting import Actor
from shelter_app.services.drafts import drafts
from shelter_app.ui import work
from shelter_app.ui.frame.main_window import SIZE, MainWindow
from shelter_app.ui.frame.signed_in_user import PLACE, signed_in_user
from shelter_app.ui.frame.workspace import ONLY_OF_SOMEBODY, Workspace
from shelter_app.ui.loading import Loading
from shelter_app.ui.page import Page
from shelter_app.ui.pages.calendar.page import CalendarPage
from shelter_app.ui.pages.resident.page import ResidentPage
from shelter_app.ui.pages.residents.page import ResidentsPage
from shelter_app.ui.pages.settings.page import SettingsPage
from shelter_app.ui.pages.today.page import TodayPage
from shelter_app.ui.preferences import Preferences
from shelter_app.ui.theme import look

QUIET = 3  # turns of the event loop without work, after which an act is over
SCROLLS, ROUNDS = 60, 2
PATIENCE = 60.0
TYPED = "Discutie cu echipa"  # keys of a plain keyboard


@dataclass
class Played:
    """An act: the longest hold of the window's thread in it, how much of that it computed, when all was painted."""

    what: str
    longest: float = 0.0
    computing: float = 0.0
    painted: float = 0.0


class _Paints(QObject):
    """Notices that a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.seen = False
        self._widget = widget
        widget.installEventFilter(self)
        widget.update()  # it may have been painted already

    def leave(self) -> None:
        """Notice no more."""
        self._widget.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen = True
        return False


class Evening:
    """The program signed in, and what was measured so far."""

    def __init__(self, folder: Path, account: str, passphrase: str) -> None:
        sys.setswitchinterval(app.TURN)
        self._application = QApplication(["registru", *look.STYLE])
        loading = Loading(self._application)
        loading.begin()
        while not loading.over:
            self._turn()
        store = stores.unlock(folder, account, passphrase)
        self.played: list[Played] = []
        self.shell = MainWindow(Preferences("ro", "light", 100))
        self.shell.resize(*SIZE)
        self.shell.show()
        self._turn()
        began = time.perf_counter()
        actor = Actor(store, store.account_id, account, session_id=store.session_id)
        drafts.load(actor, app.FIRST_RUN)
        drafts.load(actor, PLACE)
        here = signed_in_user(actor)
        self.play("sign-in", lambda: self._sign_in(actor, here), until=self._today_is_there)
        self.today = self._painted_at - began

    @staticmethod
    def _turn() -> None:
        QApplication.processEvents()
        QApplication.sendPostedEvents(
            None, QEvent.Type.DeferredDelete.value
        )  # left to the running loop otherwise

    def _sign_in(self, actor: Actor, here: object) -> None:
        self.frame = Workspace(actor, here, self.shell)  # type: ignore[arg-type]
        self.shell.show_content(self.frame)

    def _today_is_there(self) -> QWidget | None:
        page = self.page(TodayPage)
        return page.rows[0] if page.rows else None

    def page(self, kind: type[Page]) -> Page:
        """Return a page of the frame."""
        return self.frame.pages[kind.NAME]

    def play(
        self, what: str, do: Callable[[], object], until: Callable[[], QWidget | None] | None = None
    ) -> Played:
        """Do something and wait until nothing is under way; ``until`` returns what it shows, once it is there."""
        act, paints, quiet = Played(what), None, 0
        began = time.perf_counter()
        self._held(act, do)
        while quiet < QUIET or (until is not None and not act.painted):
            if until is not None and paints is None and (shown := until()) is not None:
                paints = _Paints(shown)
            self._held(act, self._turn)
            if paints is not None and paints.seen and not act.painted:
                self._painted_at = time.perf_counter()
                act.painted = self._painted_at - began
            quiet = 0 if work._under_way else quiet + 1
            time.sleep(0.001)
            if time.perf_counter() - began > PATIENCE:
                raise TimeoutError(what)
        if paints is not None:
            paints.leave()
        self.played.append(act)
        return act

    @staticmethod
    def _held(act: Played, do: Callable[[], object]) -> None:
        began, computed = time.perf_counter(), time.thread_time()
        do()
        held = time.perf_counter() - began
        if held > act.longest:
            act.longest, act.computing = held, time.thread_time() - computed

    def keys(self, field: QWidget, text: str, what: str) -> None:
        """Type letter by letter."""
        for letter in text:
            self.play(f"{what}: a key", lambda letter=letter: QTest.keyClicks(field, letter))  # type: ignore[misc]


def pages(evening: Evening) -> None:
    """Go to every page, twice."""
    frame = evening.frame
    for round_ in range(ROUNDS):
        for name in [name for name in frame.pages if name not in ONLY_OF_SOMEBODY]:
            which = "first" if round_ == 0 else "again"
            evening.play(
                f"page {name}, {which}", lambda name=name: frame.go(name), lambda name=name: frame.pages[name]
            )


def residents(evening: Evening) -> list[Played]:
    """Search, filter and sort the list, scroll through it, and return the scroll steps."""
    evening.frame.go(ResidentsPage.NAME)
    page = evening.page(ResidentsPage)
    assert isinstance(page, ResidentsPage)
    evening.play("residents: all", page.filter_buttons["all"].click)
    evening.keys(page.search, "cedru", "residents: search")
    evening.play("residents: search cleared", page.search.clear)
    for column in (1, 3, 0):
        evening.play(
            "residents: sort", lambda column=column: page.list.horizontalHeader().sectionClicked.emit(column)
        )
    bar = page.list.verticalScrollBar()
    steps = [
        evening.play(
            "residents: scroll", lambda: bar.setValue(bar.value() + bar.pageStep()), page.list.viewport
        )
        for _step in range(SCROLLS)
    ]
    for row in (0, 3):
        evening.play("resident: open", lambda row=row: page.list.activated.emit(page.model.index(row, 0)))
        resident(evening)
        evening.play("residents: back", lambda: evening.frame.step(-1))
    return steps


def resident(evening: Evening) -> None:
    """Look at every tab of a resident and type into her forms."""
    page = evening.page(ResidentPage)
    assert isinstance(page, ResidentPage)
    for tab in page.tabs():
        evening.play(f"resident: tab {tab}", lambda tab=tab: page.open_tab(tab))
    page.fill_menu()
    for name in [action.objectName() for action in page.menu.actions() if action.objectName()][:6]:
        evening.play("resident: menu", page.fill_menu)
        action = next(a for a in page.menu.actions() if a.objectName() == name)
        evening.play(f"form {name}: open", action.trigger)
        form_of(evening, page, name)


def form_of(evening: Evening, page: Page, name: str) -> None:
    """Type into a form's fields, ask to save it as it is, and leave it."""
    panel = page.panel()
    if panel is None or panel.form is None:
        return
    for field in panel.form.fields.values():
        control = field.control
        if isinstance(control, QPlainTextEdit | QLineEdit):
            evening.keys(control, TYPED, f"form {name}")
        elif isinstance(control, QComboBox) and control.isEditable():
            evening.keys(control, "a", f"form {name}")
    evening.play(f"form {name}: keep", panel.keep)
    for _twice in range(2):  # the first asks whether to leave what is typed
        if panel.form is not None:
            evening.play(f"form {name}: leave", panel.leave)


def palette(evening: Evening) -> list[Played]:
    """Open the palette, type, go; return the keys, each until its rows were painted."""
    frame, steps = evening.frame, []
    field = frame.palette_.field
    for words in ("mesteacan 7", "ioana maria", "mestaecan", "roxanna", "zzzz", "cedru 42", "setari"):
        evening.play("palette: open", frame.top.search_asked.emit)
        for letter in words:
            steps.append(
                evening.play(
                    "palette: a key",
                    lambda letter=letter: QTest.keyClicks(field, letter),
                    lambda: field,
                )
            )
        evening.play("palette: close", frame.palette_.close_palette)
    return steps


def appearance(evening: Evening) -> None:
    """Change language, look and text size, and back; open and close the manual."""
    shell = evening.shell
    for code in ("en", "ro"):
        evening.play(f"language {code}", lambda code=code: shell.choose_language(code))
    for name in ("dark", "high_contrast", "light"):
        evening.play(f"look {name}", lambda name=name: shell.choose_look(name))
    for percent in (150, 100):
        evening.play(f"text size {percent}", lambda percent=percent: shell.choose_percent(percent))
    for width in (1024, SIZE[0]):
        evening.play("resize", lambda width=width: shell.resize(width, SIZE[1]))
    evening.play("help: open", shell.help)


def house(evening: Evening) -> None:
    """Change the shelter, step through the calendar, look at every part of the settings, go back and forward."""
    frame = evening.frame
    for action in frame.top._shelter_group.actions()[:3]:
        evening.play("shelter", action.trigger)
    evening.frame.go(SettingsPage.NAME)
    settings = evening.page(SettingsPage)
    assert isinstance(settings, SettingsPage)
    for tab in settings.tabs():
        evening.play(f"settings: {tab.objectName()}", tab.click)
    if CalendarPage.NAME in frame.pages:
        evening.frame.go(CalendarPage.NAME)
        for made in evening.page(CalendarPage).findChildren(QPushButton)[:8]:
            if made.isVisible() and made.isEnabled():
                evening.play(f"calendar: {made.objectName()}", made.click)
    for by in (-1, -1, 1):
        evening.play("back and forward", lambda by=by: frame.step(by))
    evening.play("refresh", frame.refresh)


def main() -> None:
    """Play everything and print what was measured."""
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    evening = Evening(Path(sys.argv[1]), sys.argv[2], sys.stdin.readline().strip())
    pages(evening)
    scrolls = residents(evening)
    keys = palette(evening)
    house(evening)
    appearance(evening)
    told = {
        "today": evening.today,
        "played": [asdict(act) for act in evening.played],
        "scrolls": [act.painted for act in scrolls],
        "keys": [act.painted for act in keys],
    }
    print(json.dumps(told), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
