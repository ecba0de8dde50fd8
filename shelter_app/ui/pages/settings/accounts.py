"""Accounts and roles: who may sign in, and what changes that; each change asks the passphrase once more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from shelter_app import i18n
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import codes
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.services.accounts import views
from shelter_app.services.accounts.acts import (
    AddAccount,
    ChangePassphrase,
    ChangeRoles,
    OpenAccount,
    ResetAccount,
    SuspendAccount,
)
from shelter_app.services.acting import Act, build, perform
from shelter_app.ui.flow import Flow
from shelter_app.ui.page import Page
from shelter_app.ui.parts import Choice, button, hint, label, say
from shelter_app.ui.signin import Passphrase
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView


class AccountsPart(QWidget):
    """The accounts as a list, and the acts on the chosen one or a new one."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.model: RowsModel[views.AccountRow] = RowsModel(_columns())
        self.list = ListView("accounts", self.model)
        self.list.setMinimumHeight(160)
        self.name = QLineEdit()
        self.name.setObjectName("new_account")
        self.role = Choice("account_role")
        self.reason = QLineEdit()
        self.reason.setObjectName("account_reason")
        self.passphrase = Passphrase()
        self.passphrase.setObjectName("proof")
        self.add = button("filled", "add_account")
        self.change = button("lined", "change_role")
        self.suspend = button("lined", "suspend_account")
        self.open = button("lined", "open_account")
        self.reset = button("lined", "reset_account")
        self._proof = label("note", "proof_word")
        self._proof.setBuddy(self.passphrase)
        self.told = label("command", "enrolment_code", wrap=True)
        self.told.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.told.hide()
        fields, doings = Flow(8), Flow(8)
        fields.add(self.name, self.role, self.reason)
        doings.add(self.add, self.change, self.suspend, self.open, self.reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        column.addLayout(fields)
        column.addWidget(self._proof)
        column.addWidget(self.passphrase)
        column.addLayout(doings)
        column.addWidget(self.told)
        self.add.clicked.connect(lambda: self._do(self._added))
        self.change.clicked.connect(lambda: self._chosen(self._changed))
        self.suspend.clicked.connect(lambda: self._chosen(_suspended))
        self.open.clicked.connect(lambda: self._chosen(_opened))
        self.reset.clicked.connect(lambda: self._chosen(self._reset))

    def refresh(self) -> None:
        """Ask for the accounts."""
        self._page.ask("accounts", lambda _p: views.accounts(self._page.actor), self._show)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.list.setAccessibleName(_("Accounts"))
        for field, words in (
            (self.name, _("Name of the new account")),
            (self.reason, _("Reason for new keys")),
        ):
            hint(field, words)
        self.role.setAccessibleName(_("Role"))
        say(self._proof, _("Your own passphrase once more, for every change here"))
        self.passphrase.setAccessibleName(_("Your own passphrase"))
        self.passphrase.retranslate()
        say(self.add, _("Add the account"))
        say(self.change, _("Give the chosen account this role"))
        say(self.suspend, _("Suspend the chosen account"))
        say(self.open, _("Open it again"))
        say(self.reset, _("New code for the chosen account"))
        at = self.role.currentIndex()
        self.role.clear()
        for role in codes("account_role"):
            self.role.addItem(code_label("account_role", role), role)
        self.role.setCurrentIndex(max(0, at))
        self.model.say_again()

    def _show(self, rows: tuple[views.AccountRow, ...]) -> None:
        at = self.list.currentIndex().row()
        self.model.show_rows(rows, len(rows))
        self.list.point_at(max(0, min(at, len(rows) - 1)))

    def _chosen(self, make: Callable[[views.AccountRow], Act[Any]]) -> None:
        at = self.list.currentIndex().row()
        if 0 <= at < len(self.model.rows):
            row = self.model.rows[at]
            self._do(lambda: make(row))

    def _added(self) -> Act[Any]:
        return build(AddAccount, name=self.name.text(), roles=(self.role.currentData(),))

    def _changed(self, row: views.AccountRow) -> Act[Any]:
        return build(ChangeRoles, account=row.id, roles=(self.role.currentData(),), version=row.version)

    def _reset(self, row: views.AccountRow) -> Act[Any]:
        return build(ResetAccount, account=row.id, reason=self.reason.text(), version=row.version)

    def _do(self, make: Callable[[], Act[Any]]) -> None:
        actor, proof = self._page.actor, self.passphrase.text()
        self.told.hide()
        try:
            act = make()
        except Refused as refused:
            self._page.error.say(refused.message)
            return

        def carry_out() -> Any:
            actor.store.prove(proof)
            return perform(actor, act)

        self._page.ask("act", lambda _p: carry_out(), self._done)

    def _done(self, result: Any) -> None:
        self.passphrase.clear()
        self.passphrase.hide_text()
        self.name.clear()
        self.reason.clear()
        if result is not None:
            until = i18n.moment(result.expires_at.astimezone(LOCAL))
            words = _("Hand this code to the person; it is valid once, until {moment}.").format(moment=until)
            say(self.told, f"{result.code}\n{words}")
            self.told.show()
        self._page.said.emit(_("Done."))
        self.refresh()


class OwnPassphrase(QWidget):
    """A new passphrase for one's own account."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._title = label("heading", "own_passphrase")
        self.current, self.new, self.again = Passphrase(), Passphrase(), Passphrase()
        for field, name in ((self.current, "current"), (self.new, "new"), (self.again, "again")):
            field.setObjectName(f"{name}_passphrase")
            field.setMaximumWidth(460)
        self._words = [label("note", f"own_passphrase_{at}") for at in range(3)]
        self.change = button("lined", "change_passphrase")
        self.change.clicked.connect(self._change)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        for word, field in zip(self._words, (self.current, self.new, self.again), strict=True):
            word.setBuddy(field)
            column.addWidget(word)
            column.addWidget(field)
        row = Flow(8)
        row.add(self.change)
        column.addLayout(row)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        say(self._title, _("Your passphrase"))
        words = (_("Current passphrase"), _("New passphrase"), _("New passphrase once more"))
        for word, field, text in zip(self._words, (self.current, self.new, self.again), words, strict=True):
            say(word, text)
            field.setAccessibleName(text)
            field.retranslate()
        say(self.change, _("Change the passphrase"))

    def _change(self) -> None:
        if self.new.text() != self.again.text():
            self._page.error.say(_("The two passphrases differ. Type both again."))
            return
        act = ChangePassphrase(current=self.current.text(), new=self.new.text())
        self._page.ask("act", lambda _p: perform(self._page.actor, act), self._done)

    def _done(self, _nothing: object) -> None:
        for field in (self.current, self.new, self.again):
            field.clear()
        self._page.said.emit(_("Done."))


def _suspended(row: views.AccountRow) -> Act[Any]:
    return SuspendAccount(account=row.id, version=row.version)


def _opened(row: views.AccountRow) -> Act[Any]:
    return OpenAccount(account=row.id, version=row.version)


def _columns() -> tuple[Column[views.AccountRow], ...]:
    return (
        Column("", lambda: _("Account"), lambda row: row.name, 3, bold=True),
        Column("", lambda: _("Roles"), _roles, 3),
        Column("", lambda: _("State"), lambda row: _state(row.state), 2),
        Column("", lambda: _("Last signed in"), _last, 2, muted=True),
    )


def _roles(row: views.AccountRow) -> str:
    return ", ".join(code_label("account_role", role) for role in row.roles)


def _state(state: str) -> str:
    return {
        "invited": _("invited"),
        "expired": _("invitation expired"),
        "suspended": _("suspended"),
        "enrolled": _("active"),
    }[state]


def _last(row: views.AccountRow) -> str:
    at = row.last_sign_in_at
    return _("never") if at is None else i18n.moment(at.astimezone(LOCAL))
