"""Who waits for a bed, each request in three lines; beside, the beds for the chosen one and what is decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shelter_app.i18n import _, ngettext, number
from shelter_app.services.acting import Actor, snapshot
from shelter_app.services.beds import waiting as views
from shelter_app.services.beds.waiting import PrintWaiting
from shelter_app.ui.features.beds.bed_page import BedPage, in_a_row
from shelter_app.ui.features.house.choices import shelter_id
from shelter_app.ui.features.referrals import forms as referral_forms
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.pages.beds.waiting.columns import REQUEST, columns, paper_columns
from shelter_app.ui.pages.beds.waiting.pane import RequestPane
from shelter_app.ui.tables.lines import LinesDelegate
from shelter_app.ui.tables.model import RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.list_with_pane import ListWithPane
from shelter_app.ui.widgets.parts import Chip, make_button, set_text

ROW_HEIGHT = 84  # pixels at 100 % text: three lines
PANE = 424


class WaitingPage(BedPage):
    """The waiting list of the shelter one is in."""

    NAME = "waiting"
    ICON = "hourglass"
    NEEDS = "beds.waiting"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._shown: views.WaitingList | None = None
        self.count = Chip("warning", "hourglass", "waiting_count")
        self.accepted = Chip("info", "check", "waiting_accepted")
        self.free = Chip("free", "bed-double", "waiting_free")
        self.answered = Chip("plain", "", "waiting_answered")
        self.new = make_button("lined", "waiting_new", "pen-line")
        self.model: RowsModel[views.WaitingRow] = RowsModel(columns(), lambda row: row.referral_id)
        self.list = ListView("waiting", self.model, row_height=ROW_HEIGHT)
        self.list.setItemDelegateForColumn(REQUEST, LinesDelegate(self.list))
        self.list.setWordWrap(True)
        self._shelter_id = ""
        self.bar = ListBar(
            self,
            self.list,
            PrintWaiting,
            empty=_nobody,
            offer=self._new_request,
            paper=paper_columns(),
        )
        self.pane = RequestPane(self)
        self._lay_out()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Waiting list")

    def refresh(self) -> None:
        """Ask who waits."""
        actor, access, shelter = self.actor, self.access, self.asked_shelter()

        def ask() -> tuple[views.WaitingList, str]:
            with snapshot(actor):
                return views.waiting(actor, shelter), shelter_id(actor, access, shelter or "")

        self.ask("waiting", lambda _progress: ask(), lambda found: self._show(*found))

    def start(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus()

    def point_to(self, key: str) -> None:
        """Choose a request by its id."""
        self.list.point_to(key)

    def state(self) -> dict[str, Any]:
        """Return where one stands."""
        return {"row": self.list.currentIndex().row()}

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self.new, _("New request"))
        self.list.setAccessibleName(_("Waiting list"))
        self.model.emit_texts_changed()
        self.pane.retranslate()
        self._show_counts()

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return the forms of the page: a new request, and how the chosen one ends."""
        return self._offered_forms([self._new_request(), self.pane.decline_form()])

    def _lay_out(self) -> None:
        left = QWidget()
        left.setProperty("part", "bare")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        both = ListWithPane(left, self.pane, PANE)
        self.lay_out(
            in_a_row(self.count, self.accepted, self.free, self.answered),
            both,
            least={self.list: 260, self.pane: 320},
            stretch={both: 1},
            beside_title=(self.new,),
        )
        self.list.selectionModel().currentChanged.connect(lambda *_rows: self._show_row())
        self.pane.bed_wanted.connect(self.bed_wanted)
        self.new.clicked.connect(self._record)
        self.new.hide()
        self.pane.show_row(None)

    def _show(self, found: views.WaitingList, shelter: str) -> None:
        self._shown, self._shelter_id = found, shelter
        self.list.renew((*found.rows, *found.accepted))
        self.bar.follow()
        self.new.setVisible(bool(self.model.total) and self._new_request() is not None)
        self._show_counts()
        self._show_row()

    def _new_request(self) -> FormSpec | None:
        return referral_forms.record(self.access, self._shelter_id)

    def _record(self) -> None:
        form = self._new_request()
        if form is not None:
            self.open_form(form)

    def _show_row(self) -> None:
        self.pane.show_row(self.model.at(self.list.currentIndex()))

    def _show_counts(self) -> None:
        found = self._shown
        if found is None:
            return
        rows, coming, free = len(found.rows), len(found.accepted), len(found.free)
        set_text(self.count, ngettext("{n} request waiting", "{n} requests waiting", rows).format(n=rows))
        words = ngettext("{n} accepted, not arrived yet", "{n} accepted, not arrived yet", coming)
        set_text(self.accepted, words.format(n=coming))
        self.accepted.setVisible(coming > 0)
        set_text(self.free, ngettext("{n} free bed", "{n} free beds", free).format(n=free))
        hours = found.answered_in_hours
        self.answered.setVisible(hours is not None)
        if hours is not None:
            set_text(self.answered, _("median response time: {hours} h").format(hours=number(hours, 1)))


def _nobody() -> str:
    return _("Nobody is waiting for a bed. Requests are shown here until they are decided.")
