"""Proving the store from the window: pages, structure, trail, guards, keys, every record."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shelter_app.db.check import Checked
from shelter_app.i18n import _, ngettext, number
from shelter_app.services.accounts.checking import check_store
from shelter_app.ui.page import Page
from shelter_app.ui.widgets.cards import Card
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.parts import Chip, make_button, make_label, set_text
from shelter_app.ui.work import Progress

STEPS = ("pages", "structure", "references", "trail", "guards", "keys", "records")


class StorePart(QWidget):
    """One button, and what the last proof of this session found."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._found: Checked | None = None
        self._title = make_label("heading", "store_title")
        self._words = make_label("body", "store_words", wrap=True)
        self.prove = make_button("lined", "store_prove", "shield-check")
        self.prove.clicked.connect(self._prove)
        self.sound = Chip("free", "check", "store_sound")
        self.wrong = Chip("danger", "circle-alert", "store_wrong")
        self.result = make_label("body", "store_told", wrap=True)
        row = Flow(8)
        row.add(self.prove, self.sound, self.wrong)
        card = Card("store_check")
        card.column.setSpacing(12)
        for part in (self._title, self._words):
            card.column.addWidget(part)
        card.column.addLayout(row)
        card.column.addWidget(self.result)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self._title, _("Data check"))
        set_text(
            self._words,
            _(
                "The check reads the whole register: every page, the audit trail chain, the "
                "protection rules, the keys, and each record compared with the audit trail. It may "
                "take a few minutes; you can continue working."
            ),
        )
        set_text(self.prove, _("Check the register"))
        self._say()

    def _prove(self) -> None:
        actor = self._page.actor

        def proved(progress: Progress) -> Checked:
            return check_store(actor, lambda step, _done: progress(STEPS.index(step), len(STEPS)))

        self._page.ask("prove", proved, self._show)

    def _show(self, found: Checked) -> None:
        self._found = found
        self._say()

    def _say(self) -> None:
        found = self._found
        self.sound.setVisible(found is not None and found.sound)
        self.wrong.setVisible(found is not None and not found.sound)
        set_text(self.sound, _("The register is in order."))
        self.result.setVisible(found is not None)
        if found is None:
            set_text(self.result, "")
            return
        wrong = len(found.problems)
        set_text(self.wrong, ngettext("{n} problem", "{n} problems", wrong).format(n=wrong))
        counts = _("Checked: {events} events, {records} records and {grants} keys.").format(
            events=number(found.events), records=number(found.records), grants=number(found.grants)
        )
        advice = ngettext(
            "{n} problem was found. Do not enter anything; contact your technical support.",
            "{n} problems were found. Do not enter anything; contact your technical support.",
            wrong,
        ).format(n=wrong)
        set_text(self.result, counts if found.sound else f"{advice} {counts}")
