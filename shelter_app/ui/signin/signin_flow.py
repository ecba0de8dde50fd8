"""The two ways to a passphrase before a sign-in: a code from a director, and the recovery sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from shelter_app.i18n import _
from shelter_app.ui import work
from shelter_app.ui.signin.enrolment_card import EnrolmentCard
from shelter_app.ui.signin.recovery_card import NewSheet, RecoveryCard, Secrets

if TYPE_CHECKING:
    from shelter_app.domain.errors import Refused
    from shelter_app.ui.frame.main_window import MainWindow
    from shelter_app.ui.loading import Loading


class SignInFlow(QObject):
    """Leads through either way; ``over`` carries the account and what the sign-in says, empty for nothing."""

    over = Signal(str, str)

    def __init__(self, folder: Path, loading: Loading, shell: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._folder, self._loading, self._shell = folder, loading, shell

    def enrol(self, account: str) -> None:
        """Ask for the code of somebody who signs in for the first time."""
        page = EnrolmentCard(account)
        page.left.connect(lambda: self.over.emit(page.account.text().strip(), ""))
        page.asked.connect(lambda *typed: self._take_up(page, *typed))
        self._shell.show_content(page)

    def _take_up(self, page: EnrolmentCard, account: str, code: str, passphrase: str) -> None:
        self._loading.begin()
        work.run(
            page,
            lambda _p: self._enrolled(account, code, passphrase),
            done=lambda _id: self._passphrase_is_set(account),
            refused=page.refuse,
        )

    def _enrolled(self, account: str, code: str, passphrase: str) -> str:
        self._loading.services.wait()
        from shelter_app.db import enrolment

        return enrolment.enrol(self._folder, account, code, passphrase)

    def _passphrase_is_set(self, account: str) -> None:
        self.over.emit(account, _("Your passphrase is set. Sign in with it."))

    def recover(self, account: str) -> None:
        """Ask a director who forgot the passphrase for the key of the recovery sheet."""
        page = RecoveryCard(account)
        page.left.connect(lambda: self.over.emit(page.account.text().strip(), ""))
        page.asked.connect(lambda *typed: self._prepare(page, Secrets(*typed)))
        self._shell.show_content(page)

    def _prepare(self, page: RecoveryCard, known: Secrets) -> None:
        def refuse(refused: Refused) -> None:
            known.forget()
            page.refuse(refused)

        self._loading.begin()
        work.run(
            page, lambda _p: self._prepared(known), done=lambda _none: self._print(known), refused=refuse
        )

    def _prepared(self, known: Secrets) -> None:
        self._loading.services.wait()
        from shelter_app.db import recovery

        known.new_key = recovery.prepare(self._folder, known.key, known.account, known.passphrase)

    def _print(self, known: Secrets) -> None:
        """Have the new sheet printed; with its last step the new passphrase and the new sheet hold."""
        page = NewSheet(known.new_key)

        def forget() -> None:
            known.forget()
            page.sheet.key = ""

        def leave() -> None:
            forget()
            self.over.emit(
                known.account,
                _(
                    "Nothing was changed. If you have just printed or saved a new sheet, destroy it: it "
                    "does not work."
                ),
            )

        def took(_nothing: object) -> None:
            forget()
            self.over.emit(
                known.account,
                _(
                    "Your new passphrase and the new sheet are in force. Sign in, and destroy the old "
                    "sheet: it no longer works."
                ),
            )

        page.left.connect(leave)
        page.confirmed.connect(
            lambda: work.run(page, lambda _p: self._recovered(known), done=took, refused=page.refuse)
        )
        self._shell.show_content(page)

    def _recovered(self, known: Secrets) -> None:
        from shelter_app.db import recovery

        recovery.recover(self._folder, known.key, known.account, known.passphrase, new_key=known.new_key)
