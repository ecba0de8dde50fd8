"""What the tab in sight does: its next step as the filled button at the end of the title, the rest in a menu."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtWidgets import QPushButton

from shelter_app.i18n import _
from shelter_app.ui.features.section import AnySection, Case, offered_forms
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.pages.resident.queries import Contents
from shelter_app.ui.widgets import mnemonics
from shelter_app.ui.widgets.parts import Menu, MenuButton, make_button, set_text


class TabActs:
    """The two buttons; each is there while there is something to do with it. A section says what stands where.

    A line of the menu has its letter among all that the tab may ever offer, so that the same act has the same letter
    in every state and for every role.
    """

    def __init__(self, open_form: Callable[[FormSpec], None]) -> None:
        self._open = open_form
        self._sections: Sequence[AnySection] = ()
        self._forms: dict[str, FormSpec] = {}
        self._next: FormSpec | None = None
        self.step: QPushButton = make_button("filled", "resident_do")
        self.more = MenuButton("lined", "resident_more")
        self.menu = Menu(self.more, "resident_menu")
        self.menu.aboutToShow.connect(self.fill)
        self.more.setMenu(self.menu)
        self.step.clicked.connect(self._begin)
        self.offer((), None, {})

    def offer(
        self,
        sections: Sequence[AnySection],
        case: Case | None,
        contents: Contents,
        fits: Callable[[FormSpec], bool] | None = None,
    ) -> None:
        """Offer what these sections let the account do now, as far as it ``fits`` what is in sight.

        Without a case nothing is offered.
        """
        self._sections = sections
        self._forms, steps = {}, []
        for section in sections:
            content = contents.get(section.NAME)
            if case is not None and content is not None:
                for form in offered_forms(section, case, content):
                    if fits is None or fits(form):
                        self._forms[form.kind.NAME] = form
                steps += [kind.NAME for kind in section.steps(case, content)]
        self._next = next((self._forms[name] for name in steps if name in self._forms), None)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        words = self._next.title if self._next is not None else ""
        set_text(self.step, words)
        self.step.setVisible(bool(words))
        set_text(self.more, _("More"), _("More actions on this tab"))
        self.more.setVisible(any(True for _lines in self._shown()))

    def start(self, otherwise: QPushButton) -> None:
        """Put the keyboard on the next step, on the menu where there is none, ``otherwise`` on something else."""
        there = (one for one in (self.step, self.more) if not one.isHidden())
        next(there, otherwise).setFocus()

    def fill(self) -> None:
        """Put into the menu what can be done now, under its headings where there are several."""
        self.menu.clear()
        lines = [line for section in self._sections for line in section.LINES]
        every = [line.words() for line in lines]
        letters = dict(zip((line.kind.NAME for line in lines), mnemonics.share(every), strict=True))
        parts = list(self._shown())
        for heading, shown in parts:
            if len(parts) > 1:
                if not self.menu.isEmpty():
                    self.menu.addSeparator()
                self.menu.addAction(mnemonics.escaped(heading)).setEnabled(False)
            for words, form in shown:
                action = self.menu.addAction(mnemonics.escaped(words))
                action.setObjectName(form.kind.NAME)
                action.setProperty(mnemonics.HELD, letters[form.kind.NAME])
                action.triggered.connect(lambda _on=False, form=form: self._open(form))

    def _shown(self) -> Iterator[tuple[str, list[tuple[str, FormSpec]]]]:
        """Go through the headings that have lines now, each with the words and the form of its lines."""
        parts: dict[str, list[tuple[str, FormSpec]]] = {}
        for section in self._sections:
            for line in section.LINES:
                form = self._forms.get(line.kind.NAME)
                if form is not None and form is not self._next:
                    parts.setdefault(section.heading(), []).append((line.words(), form))
        yield from parts.items()

    def _begin(self) -> None:
        if self._next is not None:
            self._open(self._next)
