"""One resident: who she is by code name, what the house must know, and what is done about her."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import code
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, day, moment
from shelter_app.services.acting import Actor, perform
from shelter_app.services.drafts import drafts
from shelter_app.services.residents import views
from shelter_app.services.stays.acts import EndStay
from shelter_app.ui.board.cards import ALERT_ROLES
from shelter_app.ui.forms.law import LawButton
from shelter_app.ui.forms.panel import DRAFT, Panel
from shelter_app.ui.forms.spec import FormSpec, Outcome
from shelter_app.ui.page import Page
from shelter_app.ui.pages.resident.doings import groups, possible
from shelter_app.ui.pages.resident.offers import Offers, ask_offers
from shelter_app.ui.pages.resident.overview import Overview
from shelter_app.ui.pages.resident.rows import WITH_DOINGS, AtOnce, of_row, of_rows
from shelter_app.ui.pages.resident.staying import end_of
from shelter_app.ui.pages.resident.tabs import OVERVIEW, TABS, ListTab
from shelter_app.ui.pages.resident.whole import Whole, ask_whole
from shelter_app.ui.tables.view import Doing
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.parts import Chip, Menu, MenuButton, make_button, make_label, set_text

SEEN_FOR = 30_000


class ResidentPage(Page):
    """The page of the resident chosen in the list; ``show_resident`` says whose."""

    NAME = "resident"
    ICON = "circle-user-round"
    NEEDS = "residents.head"
    UNDER = "residents"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.resident = ""
        self.whole: Whole | None = None
        self._offers = Offers()
        self.about = make_label("muted", "resident_about", wrap=True)
        self.do = MenuButton("filled", "resident_do")
        self.menu = Menu(self.do, "resident_menu")
        self.menu.aboutToShow.connect(self.fill_menu)
        self.do.setMenu(self.menu)
        self.identity = make_button("lined", "resident_identity", "eye-off")
        self.reason = QLineEdit()
        self.reason.setObjectName("resident_reason")
        self.reason.setMaxLength(200)
        self.reason.returnPressed.connect(self._open_identity)
        self.identity.clicked.connect(self._want_identity)
        self.who = make_label("body", "resident_who", wrap=True)
        self._chips = Flow(8)
        self._told: list[QWidget] = []
        self._to_ask: list[FormSpec] = []
        self._hide = QTimer(self)
        self._hide.setSingleShot(True)
        self._hide.setInterval(SEEN_FOR)
        self._hide.timeout.connect(self._close_identity)
        self._tab_buttons: dict[str, QPushButton] = {}
        self._stack = QStackedWidget()
        self._overview = Overview()
        self._lists: dict[str, ListTab] = {}
        self._columns: dict[str, QVBoxLayout] = {}
        self._lay_out()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Resident")

    def title(self) -> str:
        """Return the code name."""
        return self.whole.head.code if self.whole is not None else _("Resident")

    def show_resident(self, resident: str) -> None:
        """Be the page of this resident."""
        if resident != self.resident:
            self.whole = None
            self._to_ask = []
            self.do.setEnabled(False)  # nothing to choose from until she is read
            self._close_identity()
            panel = self.panel()
            if panel is not None:
                panel.put_away()
        self.resident = resident

    def refresh(self) -> None:
        """Ask everything about her again."""
        actor, resident, shelter = self.actor, self.resident, self.shelter
        opening = self.whole is None

        def ask() -> tuple[Whole, Offers, dict[str, Any] | None]:
            whole = ask_whole(actor, resident, opening=opening)
            return whole, ask_offers(actor, whole, shelter), drafts.kept(actor, DRAFT, resident)

        if resident:
            self.ask("whole", lambda _progress: ask(), self._show)

    def start(self) -> None:
        """Put the keyboard on what can be done."""
        self.do.setFocus()

    def open_form(self, sheet: FormSpec) -> None:
        """Ask for an act, named with whom it is about: the form may cover the page."""
        title = _("{act} · {code}").format(act=sheet.title, code=self.title())
        super().open_form(replace(sheet, title=title))

    def doings(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be recorded about her now."""
        return self._doings_of(self._possible())

    def _possible(self) -> list[FormSpec]:
        return possible(self.whole, self._offers) if self.whole is not None else []

    def subject(self) -> str:
        """Return whose page it is."""
        return self.resident

    def state(self) -> dict[str, Any]:
        """Return whose page it is and which tab is shown."""
        return {"resident": self.resident, "tab": self.tab()}

    def restore(self, state: dict[str, Any]) -> None:
        """Be the same page again."""
        self.show_resident(state.get("resident", ""))
        self.open_tab(state.get("tab", OVERVIEW))

    def tab(self) -> str:
        """Return the tab that is shown."""
        return next(name for name, made in self._tab_buttons.items() if made.isChecked())

    def open_tab(self, name: str) -> None:
        """Show a tab."""
        for other, made in self._tab_buttons.items():
            made.setChecked(other == name)
        if name != OVERVIEW:
            self.list_of(name)
        self._stack.setCurrentIndex(list(TABS).index(name))

    def list_of(self, name: str) -> ListTab:
        """Return the list of a tab, made when it is first opened."""
        if name not in self._lists:
            made = ListTab(name, self, lambda: self.resident, self._possible)
            self._lists[name] = made
            self._columns[name].addWidget(made)
            if name == "sessions":
                made.list.activated.connect(self._open_session)
            elif name in WITH_DOINGS:
                made.list.offer_for_rows(lambda row: self._of_row(name, row))
            if self.whole is not None:
                made.show_part(self.whole)
        return self._lists[name]

    def fill_menu(self) -> None:
        """Put into the menu what can be done now."""
        self.menu.clear()
        for sheets in groups(self.whole, self._offers) if self.whole is not None else ():
            if not self.menu.isEmpty():
                self.menu.addSeparator()
            for sheet in sheets:
                action = self.menu.addAction(sheet.title)
                action.setObjectName(sheet.kind.NAME)
                action.triggered.connect(lambda _on=False, sheet=sheet: self.open_form(sheet))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self.do, _("Record"), _("Record something about the resident"))
        shown = bool(self.who.text())
        set_text(self.identity, _("Hide identity") if shown else _("Show identity"))
        self.reason.setPlaceholderText(_("Why you open the identity, then Enter"))
        self.reason.setAccessibleName(_("Why you open the identity"))
        for name, made in self._tab_buttons.items():
            set_text(made, _(TABS[name]))
        fit_filter_buttons(*self._tab_buttons.values())
        for part in self._lists.values():
            part.retranslate()
        if self.whole is not None:
            self._say_head(self.whole)
            self._overview.show_whole(self.whole)

    def _made_panel(self) -> Panel:
        panel = super()._made_panel()
        panel.closed.connect(self._ask_about_next)
        return panel

    def _announce(self, done: Outcome) -> None:
        """After her exit, ask about each of her household who is still in the house."""
        whole = self.whole
        said = done.doing
        hers = whole.head.stay if whole is not None else None
        if whole is not None and hers is not None and isinstance(said, EndStay) and said.stay == hers.id:
            self._to_ask = [end_of(member, said) for member in whole.household]
        super()._announce(done)
        self._ask_about_next()

    def _ask_about_next(self) -> None:
        panel = self.panel()
        if self._to_ask and panel is not None and panel.form is None:
            super().open_form(self._to_ask.pop(0))  # about somebody else, whom it names

    def _lay_out(self) -> None:
        self.head.addWidget(self.about, 1)
        self.head.addWidget(self.identity)
        self.head.addWidget(self.do)
        self.reason.hide()
        self.who.hide()
        chips = QWidget()
        chips.setLayout(self._chips)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        chips.setSizePolicy(policy)
        tabs = Flow(6)
        for name in TABS:
            made = make_button("filter", f"resident_tab_{name}")
            made.setCheckable(True)
            made.setChecked(name == OVERVIEW)
            made.clicked.connect(lambda _on=False, name=name: self.open_tab(name))
            self._tab_buttons[name] = made
            tabs.add(made)
            if name == OVERVIEW:
                self._stack.addWidget(self._overview)
            else:
                held = QWidget()
                held.setProperty("part", "bare")
                self._columns[name] = QVBoxLayout(held)
                self._columns[name].setContentsMargins(0, 0, 0, 0)
                self._stack.addWidget(held)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.who)
        self.body.addWidget(chips)
        self.body.addLayout(tabs)
        self.body.addWidget(self._stack, 1)
        self.body.setSpacing(12)

    def _open_session(self, index: QModelIndex) -> None:
        self.session_wanted.emit(self._lists["sessions"].model.rows[index.row()][0].id)

    def _show(self, found: tuple[Whole, Offers, dict[str, Any] | None]) -> None:
        first = self.whole is None
        self.whole, self._offers, draft = found
        self.identity.setVisible(self.whole.may("residents.identity"))
        self.do.setEnabled(bool(possible(self.whole, self._offers)))
        for part in self._lists.values():
            part.show_part(self.whole)
        self.retranslate()
        if first:
            self.start_late()
        self.reopen([*possible(self.whole, self._offers), *of_rows(self.whole, self._offers)], draft)

    def _of_row(self, tab: str, row: Any) -> list[Doing]:
        if self.whole is None:
            return []
        return [(one.title, partial(self._begin, one)) for one in of_row(self.whole, self._offers, tab, row)]

    def _begin(self, one: FormSpec | AtOnce) -> None:
        if isinstance(one, FormSpec):
            self.open_form(one)
        else:
            self._do_at_once(one)

    def _do_at_once(self, one: AtOnce) -> None:
        if "act" in self._asking:  # the one before is still to be told of, with what takes it back
            return
        actor, doing = self.actor, one.doing

        def refused(refusal: Refused) -> None:
            self.refresh()
            self.error.say(refusal.message)

        self.ask(
            "act",
            lambda _progress: perform(actor, doing),
            lambda result: self._announce(Outcome(one.done, one.undo(result), kind=type(doing), doing=doing)),
            refused,
        )

    def _say_head(self, whole: Whole) -> None:
        her = whole.head
        parts = [her.preferred_name, code_label("age_band", her.age_band)]
        if her.stay is not None:
            since = day(her.stay.admitted_at.astimezone(LOCAL).date(), "medium")
            parts.append(_("here since {day}").format(day=since))
            bed, period = her.bed or _("no bed"), her.period
            if period is not None and period.to_at is not None:
                until = moment(period.to_at.astimezone(LOCAL), "medium")
                bed = _("{bed} (only until {moment})").format(bed=bed, moment=until)
            parts.append(bed)
        elif her.stays:
            parts.append(_("has left"))
        else:
            parts.append(_("not admitted yet"))
        set_text(self.about, " · ".join(part for part in parts if part))
        for chip in self._told:
            chip.hide()
            chip.deleteLater()
        self._told = []
        child = code("age_band", her.age_band).extra["child"]
        if child is not False:
            words = _("under 18") if child else _("age not known")
            self._tell_chip("info", "", words)
            self._told.append(LawButton(("minor",), words))
            self._chips.add(self._told[-1])
        for alert in her.alerts:
            self._tell_chip(ALERT_ROLES[alert.level], "triangle-alert", alert.text)
        if her.safe_contact:
            self._tell_chip("danger", "phone-off", _("Safe contact: {rules}").format(rules=her.safe_contact))
        if her.stay is not None and her.stay.away is not None:
            self._tell_chip("warning", "door-open", code_label("absence_type", her.stay.away[1]))
        for one in whole.apart:
            self._tell_chip("danger", "triangle-alert", _("kept apart from {code}").format(code=one.code))
        for member in her.team:
            words = _("{role}: {name}").format(role=code_label("case_role", member.role), name=member.name)
            self._tell_chip("plain", "circle-user-round", words)

    def _tell_chip(self, meaning: str, icon: str, words: str) -> None:
        chip = Chip(meaning, icon, "resident_chip")
        set_text(chip, words)
        self._chips.add(chip)
        self._told.append(chip)

    def _want_identity(self) -> None:
        if self.who.text():
            self._close_identity()
            return
        self.reason.show()
        self.reason.setFocus()

    def _open_identity(self) -> None:
        actor, resident, reason = self.actor, self.resident, self.reason.text()
        self.ask(
            "identity",
            lambda _progress: views.identity(actor, resident, reason),
            self._show_identity,
            self._no,
        )

    def _no(self, refused: Refused) -> None:
        self.error.say(refused.message)
        self.reason.setFocus()

    def _show_identity(self, found: views.Identity) -> None:
        self.reason.clear()
        self.reason.hide()
        set_text(self.who, "\n".join(_of_identity(found)))
        self.who.show()
        self.names_shown.emit(True)
        self._hide.start()
        self.retranslate()

    def _close_identity(self) -> None:
        self._hide.stop()
        self.who.clear()
        self.who.hide()
        self.names_shown.emit(False)
        self.reason.clear()
        self.reason.hide()
        self.retranslate()


def _of_identity(found: views.Identity) -> Iterator[str]:
    """Go through what was written of who she is, each with its word; what is unknown or refused is said."""
    born = date.fromisoformat(found.birth_date) if found.birth_date else None
    if not found.legal_name and found.why_not("legal_name") is None:
        yield _("No name was written down.")
    for field, words, value in (
        ("legal_name", _("Name on papers"), found.legal_name),
        ("other_names", _("Other names"), found.other_names),
        ("birth_date", _("Date of birth"), day(born) if born is not None else ""),
        ("cnp", _("Personal code (CNP)"), found.cnp),
        ("phones", _("Telephone"), found.phones),
        ("contact_rules", _("How the person may be reached safely"), found.contact_rules),
        ("home_address", _("Home address"), found.home_address),
        ("notes", _("Note"), found.notes),
    ):
        answer = found.why_not(field)
        said = value or (code_label("answer", answer) if answer is not None else "")
        if said:
            yield _("{label}: {value}").format(label=words, value=said)
