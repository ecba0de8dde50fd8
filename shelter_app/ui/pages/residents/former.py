"""Looking for somebody who left: words and a reason are asked; who is found is shown here, and can be admitted again."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, day, ngettext
from shelter_app.services.residents.former import FormerRow, look_for_former
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.features.stays.forms import admission
from shelter_app.ui.page import Page
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import MinHeightScrollArea
from shelter_app.ui.widgets.parts import Message, make_button, make_label, set_text
from shelter_app.ui.widgets.spoken import announce

VIEW = "residents.look_for_former"
LONGEST = 200


class FormerSearch(QWidget):
    """Two fields in place of the list, shown by the button ``open`` to who does not see everybody who left.

    Who was found stays until the window is closed or somebody else is looked for. Nothing of the case is opened.
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._found: tuple[FormerRow, ...] | None = None
        self._shelter = ("", "")
        self.open = make_button("lined", "residents_former", "search")
        self.open.setCheckable(True)
        self.words, self.reason = QLineEdit(), QLineEdit()
        self.words.setObjectName("former_words")
        self.reason.setObjectName("former_reason")
        self.search = make_button("filled", "former_search")
        self.error = Message("error", "former_error")
        self._why = make_label("note", "former_note", wrap=True)
        self.result = make_label("body", "former_result", wrap=True)
        self._again = Flow(8)
        self.again: list[QPushButton] = []
        self._lay_out()
        self.search.clicked.connect(self._look)
        for field in (self.words, self.reason):
            field.setMaxLength(LONGEST)
        self.words.returnPressed.connect(self.reason.setFocus)
        self.reason.returnPressed.connect(self._look)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.words, 2)
        row.addWidget(self.reason, 3)
        row.addWidget(self.search)
        below = QVBoxLayout(self)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(4)
        below.addWidget(self._why)
        below.addLayout(row)
        below.addWidget(self.error)
        below.addWidget(self.result)
        below.addLayout(self._again)
        below.addStretch(1)
        self.result.hide()
        self.open.hide()

    def over(self, *usual: QWidget) -> QStackedWidget:
        """Return a place that shows ``usual``, and this instead while it is open."""
        plain, place = QWidget(), QStackedWidget()
        column = QVBoxLayout(plain)
        column.setContentsMargins(0, 0, 0, 0)
        for part in usual:
            column.addWidget(part, 1)
        place.addWidget(plain)
        place.addWidget(MinHeightScrollArea(self, {}))
        self.open.toggled.connect(lambda on: place.setCurrentIndex(int(on)))
        self.open.toggled.connect(self._show_form)
        return place

    def come_to(self, code: str, shelter_id: str) -> None:
        """Say in which shelter one is, and be there for who needs it."""
        self._shelter = (code, shelter_id)
        self.open.setVisible(self._page.access.may(VIEW))

    def holds_people(self) -> bool:
        """Return whether somebody was found."""
        return bool(self._found)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self._say_open()
        set_text(self.search, _("Search"), _("Search; the reason is recorded in the audit trail"))
        for field, words in (
            (self.words, _("Part of the code name, former code name or preferred name")),
            (self.reason, _("Why you are looking for this person")),
        ):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
        set_text(
            self._why,
            _(
                "The list shows who is in the shelter and who left recently. To find anyone else, "
                "write the reason: each search is recorded in the audit trail. The person found can "
                "be admitted again; nothing in the case is opened."
            ),
        )
        self._say_found()

    def _say_open(self) -> None:
        set_text(self.open, _("Back to the list") if self.open.isChecked() else _("Find a former resident…"))

    def _show_form(self, on: bool) -> None:
        self._say_open()
        if on:
            self.words.setFocus()

    def _look(self) -> None:
        actor, words, reason = self._page.actor, self.words.text(), self.reason.text()
        self.error.show_text("")
        self._page.ask(
            "former", lambda _progress: look_for_former(actor, words, reason), self._show, self._refuse
        )

    def _show(self, found: tuple[FormerRow, ...]) -> None:
        self._found = found
        self._say_found()
        announce(self.result, self.result.text())

    def _refuse(self, refused: Refused) -> None:
        self._found = None
        self._say_found()
        self.error.show_text(refused.message)
        (self.reason if "reason" in refused.fields else self.words).setFocus()

    def _say_found(self) -> None:
        for button in self.again:
            button.hide()
            button.deleteLater()
        self.again = []
        self.result.setVisible(self._found is not None)
        if self._found is None:
            return
        if not self._found:
            set_text(self.result, _("No former resident matches."))
            return
        count = len(self._found)
        head = ngettext("{n} person found:", "{n} people found:", count).format(n=count)
        set_text(self.result, "\n".join([head, *(_line(row) for row in self._found)]))
        if self._shelter[1] and self._page.access.may(Admit.NAME):
            for row in self._found:
                button = make_button("lined", "former_admit", "log-in")
                set_text(button, _("Admit {code} again").format(code=row.code))
                button.clicked.connect(lambda _on=False, row=row: self._admit(row))
                self._again.add(button)
                self.again.append(button)

    def _admit(self, row: FormerRow) -> None:
        form = admission(self._page.actor, self._page.access, row.id, self._shelter)
        self._page.open_form(replace(form, title=_("Admit {code} again").format(code=row.code)))


def _line(row: FormerRow) -> str:
    where = _("not admitted yet")
    if row.left_on is not None:
        where = _("{shelter}, until {day}").format(shelter=row.shelter, day=day(row.left_on, "medium"))
    return " · ".join(part for part in (row.code, row.former_code, row.preferred_name, where) if part)
