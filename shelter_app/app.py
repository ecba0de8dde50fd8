"""The composition root of the window: sign-in is painted first, everything else is loaded behind it.

Locking gives the memory back: the screen is emptied, what was typed is kept as a draft, the store is closed and
the process replaces itself with a fresh sign-in, so that no key and no text stays behind.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from shelter_app.domain.errors import MustWait, Refused
from shelter_app.i18n import _, use_language
from shelter_app.ui import preferences, work
from shelter_app.ui.faults import show_defects
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.loading import Loading
from shelter_app.ui.signin.lock.restart import restart
from shelter_app.ui.signin.lock.watchdog import HUNG, Watchdog
from shelter_app.ui.signin.signin import SignIn
from shelter_app.ui.single_instance import SingleInstance
from shelter_app.ui.theme import look

if TYPE_CHECKING:
    from shelter_app.db.store import Store
    from shelter_app.services.acting import Actor
    from shelter_app.ui.forms.autosave import Draft
    from shelter_app.ui.frame.signed_in_user import SignedInUser
    from shelter_app.ui.frame.workspace import Workspace
    from shelter_app.ui.signin.firstrun.page import FirstRun
    from shelter_app.ui.signin.signin_flow import SignInFlow

NAME = "registru"
FIRST_RUN = "first_run"
KEEPS_EVERY = 4000
TURN = 0.0005  # seconds after which a worker that computes lets the window draw; Python's own 5 ms add up in a list


def open_window(folder_given: str | None, account: str) -> int:
    """Open the window on a store's folder (the person's own data folder when none is given)."""
    folder = Path(folder_given) if folder_given else _own_folder()
    kept = preferences.load(folder)
    use_language(kept.language)
    if not _display():
        return _refuse(_("There is no screen to open the window on. The commands work without one: --help."))
    one = SingleInstance(folder)
    if not one.claim():
        if one.bring_to_front():
            return 0
        return _refuse(
            _("This register is open in another window that does not respond. Close it, then try again.")
        )
    sys.setswitchinterval(TURN)
    application = QApplication([NAME, *look.STYLE])
    application.setApplicationName(NAME)
    program = Program(folder, account, kept, one)
    program.shell.open()
    status = application.exec()
    program.close()
    return status


class Program(QObject):
    """Joins the window with the store: signs in, opens the frame, locks, closes."""

    def __init__(
        self, folder: Path, account: str, kept: preferences.Preferences, one: SingleInstance
    ) -> None:
        super().__init__()
        self._folder = folder
        self._account = account
        self._one = one
        self._actor: Actor | None = None
        # Set by the worker that opened it, so that it is closed whatever comes.
        self._store: Store | None = None
        self.workspace: Workspace | None = None
        self._first: FirstRun | None = None
        self.loading = Loading(self)
        self._locking = False
        self._place: dict[str, Any] = {}
        self._place_draft: Draft | None = None
        self._watchdog = Watchdog(self._replace)
        self._keeping = QTimer(self)
        self._keeping.setInterval(KEEPS_EVERY)
        self._keeping.timeout.connect(self._keep_often)
        self.shell = MainWindow(kept)
        self.sign_in = self._made_sign_in(account)
        if preferences.store_exists(folder):
            self.shell.show_content(self.sign_in)
        else:
            self._begin()
        self.shell.first_painted.connect(self._load_behind)
        self.shell.chosen.connect(self._keep)
        one.asked_to_front.connect(self.shell.to_front)
        show_defects(self._show_refused)

    def _begin(self, actor: Actor | None = None, kept: dict[str, Any] | None = None) -> None:
        """Show the first run: from its beginning, or from where it was left."""
        from shelter_app.ui.signin.firstrun.page import FirstRun

        first = FirstRun(self._folder, actor, kept)
        first.language_chosen.connect(self.shell.choose_language)
        first.founded.connect(self._founded)
        first.over.connect(self._go_in)
        first.demo_made.connect(self._show_sign_in)
        self._first = first
        self.shell.show_content(first)

    def _founded(self, actor: Actor) -> None:
        self._actor, self._account, self._store = actor, actor.name, actor.store
        self._one.claim()
        self._keep(self.shell.choices)

    def _go_in(self, actor: Actor, page: str, part: str) -> None:
        from shelter_app.ui.frame.signed_in_user import signed_in_user, unvisited

        place = unvisited(page, part) if page else None
        work.run(
            self,
            lambda _p: (actor, signed_in_user(actor), place),
            done=self._show_frame,
            refused=self._show_refused,
        )

    def _show_sign_in(self, account: str) -> None:
        self._one.claim()
        self._keep(self.shell.choices)
        self._first = None
        self.sign_in = self._made_sign_in(account)
        self.shell.show_content(self.sign_in)

    def _made_sign_in(self, account: str) -> SignIn:
        made = SignIn(account, store_exists=preferences.store_exists(self._folder))
        made.language_chosen.connect(self.shell.choose_language)
        made.asked.connect(self.unlock)
        made.code_wanted.connect(self._by_code)
        made.sheet_wanted.connect(self._by_sheet)
        return made

    def _by_code(self, account: str) -> None:
        self._entrance().enrol(account)

    def _by_sheet(self, account: str) -> None:
        self._entrance().recover(account)

    def _entrance(self) -> SignInFlow:
        from shelter_app.ui.signin.signin_flow import SignInFlow

        made = SignInFlow(self._folder, self.loading, self.shell, self)
        made.over.connect(self._greet)
        made.over.connect(made.deleteLater)
        return made

    def _greet(self, account: str, sentence: str) -> None:
        self._show_sign_in(account)
        if sentence:
            self.sign_in.set_note(sentence)

    def close(self) -> None:
        """Keep what is typed, close the store and give the folder back.

        Where the window was closed, work that is still under way is waited for: it needs the store, and the end of
        the process would wait for it all the same. A lock waits for nothing longer than a moment.
        """
        self._keeping.stop()
        self.loading.stop()
        finished = work.finish()
        if self._actor is not None:
            self._keep_place()
        if not (finished or self._locking):
            work.finish(work.FOR_EVER)
        self._close_store()
        self._watchdog.rest()
        self._one.release()

    def _close_store(self) -> None:
        store, self._store, self._actor = self._store, None, None
        if store is not None:
            store.close()

    def _lock_late(self) -> None:
        """Lock now that the computer is awake, because it went to sleep before the lock was done."""
        self.lock(late=True)

    def lock(self, *, late: bool = False) -> None:
        """Take everything off the screen, keep what is typed, and become a fresh sign-in.

        A lock that comes ``late`` is told in the trail, once nothing is on the screen any more.
        """
        if self._locking or self._actor is None:
            return
        self._locking = True
        self._watchdog.locking()
        for window in QApplication.topLevelWidgets():
            window.hide()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        if late:
            self._tell_trail_late()
        self.close()
        self._replace()

    def _tell_trail_late(self) -> None:
        from shelter_app.db import trail

        if self._actor is not None:
            with contextlib.suppress(Refused):  # a full disk must not keep the window unlocked
                trail.locked_late(self._actor.store)

    def _replace(self) -> None:
        self._one.forget()
        restart(self._folder, self._account if self.workspace is None else self.workspace.account())

    def _keep_place(self) -> None:
        """Keep where the person is and what is typed there, for the next sign-in."""
        if self.workspace is None or self._place_draft is None:
            return
        place = self.workspace.place()
        try:
            for page in self.workspace.pages.loaded():
                page.keep_form()
            self._place_draft.put(place if self._locking or place["typed"]["fields"] else None)
            self._place_draft.store()
        except Refused:
            return  # a full disk must not keep the window unlocked

    def _keep_often(self) -> None:
        draft = self._place_draft
        if self.workspace is None or draft is None:
            return
        place = self.workspace.place()
        if place["typed"]["fields"] == self._place.get("typed", {}).get("fields", {}):
            return
        self._place = place
        draft.put(place)
        work.run(self, lambda _p: draft.store(), done=lambda _nothing: None, refused=self._show_refused)

    def _load_behind(self) -> None:
        import signal

        from shelter_app.ui.widgets import accessible

        signal.signal(signal.SIGINT, signal.SIG_DFL)
        accessible.install()
        self.loading.begin()
        self._one.listen()

    def _keep(self, chosen: preferences.Preferences) -> None:
        preferences.save(self._folder, chosen)

    def unlock(self, account: str, passphrase: str) -> None:
        """Open the store with an account's passphrase in a worker, then show the workspace or say why not."""
        self.loading.begin()  # where Enter was pressed before the first paint
        self.sign_in.open()
        work.run(
            self.sign_in,
            lambda _p: self._open(account, passphrase),
            done=self._show_frame,
            refused=self._refuse,
        )

    def _open(self, account: str, passphrase: str) -> tuple[Actor, SignedInUser, dict[str, Any] | None]:
        self.loading.services.wait()
        from shelter_app.db import opening as stores
        from shelter_app.services.acting import Actor
        from shelter_app.services.drafts import drafts
        from shelter_app.ui.frame.signed_in_user import PLACE, signed_in_user

        opened = self._store = stores.unlock(self._folder, account, passphrase)
        actor = Actor(opened, opened.account_id, account, session_id=opened.session_id)
        try:
            left = drafts.load(actor, FIRST_RUN) or drafts.load(actor, PLACE)
            return actor, signed_in_user(actor), left
        except BaseException:
            self._close_store()
            raise

    def _show_frame(self, signed_in: tuple[Actor, SignedInUser, dict[str, Any] | None]) -> None:
        actor, here, place = signed_in
        self._actor, self._account = actor, actor.name
        self.loading.then(lambda: self._enter(actor, here, place))

    def _enter(self, actor: Actor, here: SignedInUser, place: dict[str, Any] | None) -> None:
        """Show the frame, or the first run where it was left; a store with nothing before it is closed again."""
        try:
            if place is not None and "step" in place:
                self._begin(actor, place)
                return
            from shelter_app.ui.forms.autosave import Draft
            from shelter_app.ui.frame.signed_in_user import PLACE
            from shelter_app.ui.frame.workspace import Workspace

            self.workspace = Workspace(actor, here, self.shell)
            self._place_draft = Draft(actor, PLACE)
        except BaseException:
            self._close_store()
            raise
        self._first = None
        self.workspace.tell(" ".join(actor.store.warnings))
        self.workspace.lock_asked.connect(self.lock)
        self.shell.show_content(self.workspace)
        self.workspace.show_first_steps()
        if place is not None:
            self.workspace.take_up(place)
        self._place = place or {}
        self._keeping.start()
        self._listen()

    def _listen(self) -> None:
        """Lock when nobody is there, when a hide key is pressed, and with the system's own lock and sleep."""
        from shelter_app.ui.signin.lock.idle import LOCKS_AFTER_MINUTES, WARNS, Idle
        from shelter_app.ui.signin.lock.system import make_system_lock

        idle = Idle(self.shell)
        idle.expired.connect(self.lock)
        idle.activity.connect(lambda: self._watchdog.due_in(LOCKS_AFTER_MINUTES * 60 + WARNS + HUNG))
        idle.restart()
        system = make_system_lock(self, int(self.shell.winId()))
        system.asked.connect(self.lock)
        system.woke.connect(self._lock_late)

    def _refuse(self, refused: Refused) -> None:
        self.sign_in.refuse(refused.message, refused.seconds if isinstance(refused, MustWait) else 0)

    def _show_refused(self, refused: Refused) -> None:
        if self.workspace is not None:
            self.workspace.tell(refused.message)
        elif self._first is not None:
            self._first.tell_error(refused.message)
        else:
            self.sign_in.refuse(refused.message)


def _own_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path(NAME, appauthor=False)


def _display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
