"""One resident: who and where by code name, what the house must know, and a section for each feature."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.services.acting import Actor
from shelter_app.services.residents import views
from shelter_app.ui.features import registry
from shelter_app.ui.features.section import (
    OVERVIEW,
    AnySection,
    Case,
    SectionView,
    offered_forms,
    offered_row,
    tab_of,
)
from shelter_app.ui.forms.panel import Panel
from shelter_app.ui.forms.spec import FormSpec, Outcome
from shelter_app.ui.page import MARGINS, Page
from shelter_app.ui.pages.resident.head import HeadChips, IdentityView, where
from shelter_app.ui.pages.resident.overview import Overview
from shelter_app.ui.pages.resident.queries import Contents, PageContent, ask_page, ask_rest
from shelter_app.ui.pages.resident.section_tab import SectionTab
from shelter_app.ui.pages.resident.tab_acts import TabActs
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import FlowRow
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.parts import make_label, set_text
from shelter_app.ui.widgets.tabs import TabRow, make_tab

BUTTON = 32
ABOUT = 200  # steps of width that who and where needs beside the title


class ResidentPage(Page):
    """The page of the resident chosen in the list; ``show_resident`` says whose.

    It asks its head and the sections in sight, whose acts stand beside the title; what is found by words (Ctrl+K) asks
    the rest.
    """

    NAME = "resident"
    ICON = "circle-user-round"
    NEEDS = "residents.head"
    UNDER = "residents"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.resident = ""
        self.case: Case | None = None
        self._contents: Contents = {}
        self.about = make_label("muted", "resident_about", wrap=True)
        self.acts = TabActs(self.open_form)
        self.identity = IdentityView()
        self.identity.wanted.connect(self._open_identity)
        self.identity.shown.connect(self.names_shown)
        self._chips = HeadChips()
        self._to_ask: list[FormSpec] = []
        self._tab_buttons: dict[str, QPushButton] = {}
        self._stack = QStackedWidget()
        self._overview = Overview()
        self._tabs: dict[str, SectionView] = {}
        self._columns: dict[str, QVBoxLayout] = {}
        self._lay_out()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Resident")

    def title(self) -> str:
        """Return the code name."""
        return self.case.head.code if self.case is not None else _("Resident")

    def show_resident(self, resident: str) -> None:
        """Be the page of this resident."""
        if resident != self.resident:
            self.case, self._contents = None, {}
            self._to_ask = []
            for tab in self._tabs.values():
                tab.show_content(None, None)
            self.acts.offer((), None, {})  # nothing to choose from until the case is read
            self.identity.close_identity()
            panel = self.panel()
            if panel is not None:
                panel.put_away()
        self.resident = resident

    def refresh(self) -> None:
        """Ask the head and the section in sight again; what else was known is asked when it is wanted."""
        if not self.resident:
            return
        actor, access, resident, shelter = self.actor, self.access, self.resident, self.shelter
        wanted, opening = self._in_sight(), self.case is None
        self.ask(
            "page",
            lambda _p: ask_page(actor, access, resident, shelter, wanted, opening=opening),
            self._show,
        )

    def start(self) -> None:
        """Put the keyboard on what can be done, or on the tab where nothing can."""
        self.acts.start(self._tab_buttons[self.tab()])

    def open_form(self, spec: FormSpec) -> None:
        """Ask for an act, named with whom it is about: the form may cover the page."""
        title = _("{act} · {code}").format(act=spec.title, code=self.title())
        super().open_form(replace(spec, title=title))

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be recorded now, by the sections that were asked."""
        return self._offered_forms(self.forms())

    def forms(self) -> list[FormSpec]:
        """Return the forms that may be filled, of the sections that were asked."""
        case, found = self.case, []
        for section in registry.sections() if case is not None else ():
            content = self._contents.get(section.NAME)
            if case is not None and content is not None:
                found += offered_forms(section, case, content)
        return found

    def ask_offered(self, come: Callable[[], None]) -> bool:
        """Ask the sections that are not in sight what can be recorded, then call ``come``."""
        case, known = self.case, self._contents
        if case is None or all(one.NAME in known for one in registry.sections()):
            come()
            return False

        def add(rest: Contents) -> None:
            if self.case is case:
                self._contents = {**rest, **self._contents}
            come()

        self.ask("rest", lambda _p: ask_rest(case, known), add)
        return True

    def content(self, section: str) -> Any:
        """Return what a section knows as far as it was asked, None where it was not or the account does not reach it."""
        return self._contents.get(section)

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

    def tabs(self) -> list[str]:
        """Return the tabs there are, in their order."""
        return list(self._tab_buttons)

    def open_tab(self, name: str) -> None:
        """Show a tab, the overview where there is none of this name; what it shows is asked if it is not known."""
        name = name if name in self._tab_buttons else OVERVIEW
        for other, made in self._tab_buttons.items():
            made.setChecked(other == name)
        if name != OVERVIEW:
            self.view_of(name)
        self._stack.setCurrentIndex(list(self._tab_buttons).index(name))
        if self.case is None:
            return
        if any(one.NAME not in self._contents for one in self._in_sight()):
            self.refresh()
        else:
            self._show_contents(self.case)

    def list_of(self, name: str) -> SectionTab:
        """Return the list of a section that has one."""
        view = self.view_of(name)
        if not isinstance(view, SectionTab):
            raise TypeError(f"the tab {name} has no list")
        return view

    def view_of(self, name: str) -> SectionView:
        """Return what stands in the tab of a section, made when it is first opened."""
        if name not in self._tabs:
            section = registry.section(name)
            made = self._tabs[name] = section.make_view(self) or SectionTab(section, self)
            made.sight_changed.connect(self._offer_acts)
            self._columns[name].addWidget(made)
            if self.case is not None and name in self._contents:
                made.show_content(self.case, self._contents[name])
        return self._tabs[name]

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        self.acts.retranslate()
        self.identity.retranslate()
        for name, made in self._tab_buttons.items():
            set_text(made, _("Overview") if name == OVERVIEW else registry.section(name).title())
        fit_filter_buttons(*self._tab_buttons.values())
        if self.case is not None:
            self._show_head(self.case)
            self._show_contents(self.case)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under the title where the width does not hold both."""
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        left, _top, right, _bottom = MARGINS
        room = self.width() - left - right - look.px(ABOUT) - 3 * self.head.spacing()
        fits = self._title.sizeHint().width() + self._buttons.sizeHint().width() <= room
        self._buttons.setMinimumHeight(look.px(BUTTON) if fits else 0)  # a tab without any is as high
        wanted, other = (self.head, self._below) if fits else (self._below, self.head)
        if wanted.indexOf(self._buttons) < 0:
            other.removeWidget(self._buttons)
            wanted.addWidget(self._buttons)

    def _in_sight(self) -> Collection[AnySection]:
        tab = self.tab()
        shown = tab == OVERVIEW
        return [one for one in registry.sections() if tab_of(one) == tab or (shown and one.ON_OVERVIEW)]

    def _made_panel(self) -> Panel:
        panel = super()._made_panel()
        panel.closed.connect(self._ask_about_next)
        return panel

    def _announce(self, done: Outcome) -> None:
        """After an act, ask what follows from it, one form after the other."""
        self._to_ask += done.then
        super()._announce(done)
        self._ask_about_next()

    def _ask_about_next(self) -> None:
        panel = self.panel()
        if self._to_ask and panel is not None and panel.form is None:
            super().open_form(self._to_ask.pop(0))  # about somebody else, whom it names

    def _lay_out(self) -> None:
        self.head.addWidget(self.about, 1)
        self._buttons = FlowRow(12, to_right=True)
        self._buttons.add(self.identity.button, self.acts.more, self.acts.step)
        self.head.addWidget(self._buttons)
        self._below = QVBoxLayout()
        self._above.insertLayout(1, self._below)
        tabs = TabRow("resident_tabs")
        for name in (OVERVIEW, *(one.NAME for one in registry.sections() if one.COLUMNS)):
            made = make_tab(f"resident_tab_{name}")
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
        self.body.addWidget(self.identity)
        self.body.addWidget(self._chips)
        self.body.addWidget(tabs)
        self.body.addWidget(self._stack, 1)
        self.body.setSpacing(12)

    def _show(self, found: PageContent) -> None:
        first = self.case is None
        self.case, self._contents = found.case, found.contents
        self.identity.button.setVisible(found.case.access.may("residents.identity"))
        self.retranslate()
        if first:
            self.start_late()
        if any(one.NAME not in self._contents for one in self._in_sight()):
            self.refresh()  # another tab was opened while this was asked
        if found.draft is not None:
            self.reopen([*self.forms(), *self._forms_of_rows()], found.draft)

    def _forms_of_rows(self) -> list[FormSpec]:
        """Return the forms that rows lead to, so that one left with text in it comes back to its row."""
        case, found = self.case, []
        for section in registry.sections() if case is not None else ():
            content = self._contents.get(section.NAME)
            if case is not None and content is not None and section.ROW_ACTS:
                for row in section.rows(content):
                    found += offered_row(section, case, content, row)
        return [one for one in found if isinstance(one, FormSpec)]

    def _show_contents(self, case: Case) -> None:
        for name, tab in self._tabs.items():
            if name in self._contents:
                tab.show_content(case, self._contents[name])
        if self.tab() == OVERVIEW:
            self._overview.show_case(case, self._contents)
        self._offer_acts()

    def _offer_acts(self) -> None:
        """Offer beside the title what the tab in sight does, about what is in sight there."""
        tab = self.tab()
        sections = [one for one in registry.sections() if tab_of(one) == tab]
        view = self._tabs.get(tab)
        self.acts.offer(sections, self.case, self._contents, view.fits if view is not None else None)
        self._fit_head()

    def _show_head(self, case: Case) -> None:
        set_text(self.about, where(case.head))
        warnings = [
            words
            for section in registry.sections()
            if section.IN_HEAD and self._contents.get(section.NAME) is not None
            for words in section.warnings(case, self._contents[section.NAME])
        ]
        self._chips.show_head(case.head, warnings)

    def _open_identity(self, reason: str) -> None:
        actor, resident = self.actor, self.resident

        def refused(refusal: Refused) -> None:
            self.error.show_text(refusal.message)
            self.identity.reason.setFocus()

        self.ask(
            "identity",
            lambda _progress: views.identity(actor, resident, reason),
            self.identity.show_identity,
            refused,
        )
