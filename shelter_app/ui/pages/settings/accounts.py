"""Accounts and roles: who may sign in, as what and where; each change asks the passphrase once more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shelter_app import i18n
from shelter_app.db.enrolment import Invitation
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.accounts import views
from shelter_app.services.accounts.acts import ChangePassphrase
from shelter_app.services.accounts.views import PrintAccounts
from shelter_app.services.house.views import ShelterRow, shelters
from shelter_app.ui.features.accounts import forms
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.page import Page
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.cards import Card
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.parts import Menu, MenuButton, make_button, make_label, set_text
from shelter_app.ui.widgets.passphrase import Passphrase


class AccountsPart(QWidget):
    """The accounts as a list, and what is done about the chosen one or a new one."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._shelters: tuple[ShelterRow, ...] = ()
        self._own_name = page.actor.name
        self.model: RowsModel[views.AccountRow] = RowsModel(_columns(self._where), lambda row: row.id)
        self.list = ListView("accounts", self.model)
        self.list.setMinimumHeight(160)
        self.do = MenuButton("lined", "accounts_do")
        self.menu = Menu(self.do, "accounts_menu")
        self.menu.aboutToShow.connect(self.fill_menu)
        self.do.setMenu(self.menu)
        self.code = make_label("command", "enrolment_code", wrap=True)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.code.hide()
        self._handed: tuple[Invitation, str] | None = None
        forms = Flow(8)
        forms.add(self.do)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(ListBar(page, self.list, PrintAccounts))
        column.addLayout(forms)
        column.addWidget(self.code)
        column.addWidget(self.list, 1)

    def refresh(self) -> None:
        """Ask for the accounts, and the shelters in which roles may hold."""
        actor = self._page.actor
        self._page.ask("accounts", lambda _p: (views.accounts(actor), shelters(actor)), self._show)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.list.setAccessibleName(_("Accounts"))
        set_text(self.do, _("Change"), _("Change accounts and roles"))
        self.model.emit_texts_changed()
        self._say_code()

    def fill_menu(self) -> None:
        """Put into the menu what can be done about a new account and the chosen one."""
        self.menu.clear()
        for form in self.forms():
            action = self.menu.addAction(form.title)
            action.setObjectName(form.kind.NAME)
            action.triggered.connect(lambda _on=False, form=form: self._page.open_form(form))

    def forms(self) -> list[FormSpec]:
        """Return what may be done about a new account and the chosen one."""
        row = self.model.at(self.list.currentIndex())
        return [forms.added(self._shelters), *([] if row is None else forms.about(row, self._shelters))]

    def tell_code(self, invited: Invitation, name: str = "") -> None:
        """Show the code that is handed to a person, until the accounts are left; a known account has its name."""
        known = (row.name for row in self.model.rows if row.id == invited.account_id)
        self._handed = (invited, name or next(known, ""))
        self._say_code()
        self.code.show()

    def forget_code(self) -> None:
        """Take the code off the screen."""
        self._handed = None
        self.code.clear()
        self.code.hide()

    def _say_code(self) -> None:
        if self._handed is None:
            return
        invited, name = self._handed
        words = _(
            "Code for {name}: type it when signing in, under “I have a code”, once, until {moment}."
        ).format(name=name, moment=i18n.moment(invited.expires_at.astimezone(LOCAL)))
        set_text(self.code, f"{invited.code}\n{words}")

    def _show(self, found: tuple[tuple[views.AccountRow, ...], tuple[ShelterRow, ...]]) -> None:
        rows, self._shelters = found
        self.list.renew(rows)
        own = next((row.name for row in rows if row.id == self._page.actor.account_id), self._own_name)
        if own != self._own_name:
            self._own_name = own
            self._page.house_changed.emit()

    def _where(self, row: views.AccountRow) -> str:
        if row.shelters is None:
            return _("all shelters")
        return ", ".join(one.name for one in self._shelters if one.id in row.shelters)


class OwnPassphrase(QWidget):
    """A new passphrase for one's own account."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._title = make_label("heading", "own_passphrase")
        self.current, self.new, self.again = Passphrase(), Passphrase(), Passphrase()
        for field, name in ((self.current, "current"), (self.new, "new"), (self.again, "again")):
            field.setObjectName(f"{name}_passphrase")
            field.setMaximumWidth(460)
        self._words = [make_label("note", f"own_passphrase_{at}") for at in range(3)]
        self.change = make_button("lined", "change_passphrase")
        self.change.clicked.connect(self._change)
        card = Card("own_passphrase_card")
        card.column.addWidget(self._title)
        for word, field in zip(self._words, (self.current, self.new, self.again), strict=True):
            word.setBuddy(field)
            card.column.addWidget(word)
            card.column.addWidget(field)
        row = Flow(8)
        row.add(self.change)
        card.column.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self._title, _("Your passphrase"))
        words = (_("Current passphrase"), _("New passphrase"), _("Repeat the new passphrase"))
        for word, field, text in zip(self._words, (self.current, self.new, self.again), words, strict=True):
            set_text(word, text)
            field.setAccessibleName(text)
            field.retranslate()
        set_text(self.change, _("Change the passphrase"))

    def _change(self) -> None:
        if self.new.text() != self.again.text():
            self._page.error.show_text(_("The two passphrases do not match. Type both again."))
            return
        act = ChangePassphrase(current=self.current.text(), new=self.new.text())
        self._page.perform(act, self._done)

    def _done(self, _nothing: object) -> None:
        for field in (self.current, self.new, self.again):
            field.clear()
        self._page.message.emit(_("Your passphrase was changed."))


def _columns(where: Callable[[views.AccountRow], str]) -> tuple[Column[views.AccountRow], ...]:
    return (
        Column("", lambda: _("Account"), lambda row: row.name, 3, bold=True),
        Column("", lambda: _("Roles"), _roles, 4),
        Column("", lambda: _("Shelters"), where, 2, muted=True),
        Column("", lambda: _("State"), lambda row: _state(row.state), 2),
        Column("", lambda: _("Last signed in"), _last, 3, muted=True, order=lambda row: row.last_sign_in_at),
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
