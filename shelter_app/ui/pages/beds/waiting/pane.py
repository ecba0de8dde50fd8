"""About one request: who, from whom, which beds fit and why the others do not; what is decided, with its bed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.referrals import ACCEPTED, HELD_MEANWHILE
from shelter_app.domain.reservations import night_over
from shelter_app.i18n import _, moment, ngettext
from shelter_app.services.acting import Act
from shelter_app.services.beds.acceptance import AcceptWithBed, UndoAcceptWithBed
from shelter_app.services.beds.finding import FoundBed
from shelter_app.services.beds.reservations import CancelReservation, ReserveBed
from shelter_app.services.beds.waiting import WaitingRow
from shelter_app.services.referrals.acts import (
    AcceptReferral,
    DeclineReferral,
    PutOnWaitingList,
    UndoDecision,
)
from shelter_app.services.stays.newcomers import ReceiveNewcomer
from shelter_app.ui.features.beds.bed_page import BedPage
from shelter_app.ui.features.referrals import forms as referral_forms
from shelter_app.ui.features.stays.arrival import PAGE, Arrival
from shelter_app.ui.forms.offered_act import OfferedAct
from shelter_app.ui.pages.beds.waiting import columns as words
from shelter_app.ui.tables.lines import LinesDelegate
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.list_with_pane import DetailPane
from shelter_app.ui.widgets.parts import make_button, make_label, set_text

BED_ROW, FEWEST, MOST = 52, 1, 4  # pixels a bed; how many beds are in sight at once
FRAME = 4  # pixels between the edge of a list and its rows


class RequestPane(DetailPane):
    """The pane of the request one stands on; ``bed_wanted`` asks for the page that finds a bed for it."""

    bed_wanted = Signal(str)

    def __init__(self, page: BedPage) -> None:
        super().__init__("waiting_pane")
        self._page = page
        self._row: WaitingRow | None = None
        self.beds_title = make_label("heading", "waiting_beds_title")
        self.model: RowsModel[FoundBed] = RowsModel(_bed_columns(), lambda bed: bed.bed_id)
        self.beds = ListView("waiting_beds", self.model, row_height=BED_ROW)
        self.beds.setItemDelegate(LinesDelegate(self.beds))
        self.beds.horizontalHeader().hide()
        self.why = make_label("note", "waiting_why", wrap=True)
        self.others = make_label("note", "waiting_others", wrap=True)
        self.until = make_label("note", "waiting_until", wrap=True)
        self.came = make_button("filled", "waiting_came", "log-in", "on_accent")
        self.accept = make_button("filled", "waiting_accept", "check", "on_accent")
        self.hold = make_button("lined", "waiting_hold", "hourglass")
        self.later = make_button("lined", "waiting_later", "inbox")
        self.find_bed = make_button("lined", "waiting_find", "search")
        self.decline = make_button("lined", "waiting_decline")
        self._lay_out()

    def show_row(self, row: WaitingRow | None) -> None:
        """Show what belongs to this request; of another request than before, the best bed is chosen."""
        same = row is not None and self._row is not None and row.referral_id == self._row.referral_id
        if not same:
            self.message.show_text("")
        self._row = row
        self.setVisible(row is not None)
        if row is None:
            return
        (self.beds.renew if same else self._show_beds)(row.fitting)
        self._say()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(
            self.find_bed, _("Find a bed"), "", _("Suitable beds, with the reasons, and placing together")
        )
        set_text(self.came, _("Somebody has arrived"))
        set_text(self.hold, _("Reserve for 6 hours"))
        set_text(self.later, _("Keep on the waiting list"))
        self.beds.setAccessibleName(_("Suitable beds"))
        self.model.emit_texts_changed()
        self._say()

    def bed(self) -> FoundBed | None:
        """Return the bed that is chosen."""
        return self.model.at(self.beds.currentIndex())

    def decline_form(self) -> Any:
        """Return the form that asks how the request ends and why; None for who may not decide that."""
        row = self._row
        return None if row is None else referral_forms.decline(self._page.access, row)

    def _lay_out(self) -> None:
        for part in (self.beds_title, self.beds, self.why, self.until, self.others):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.foot.addWidget(self.came)
        self.foot.addWidget(self.accept)
        apart = QHBoxLayout()
        apart.setSpacing(8)
        together = Flow(8)
        together.add(self.hold, self.later, self.find_bed)
        apart.addLayout(together, 1)
        apart.addWidget(self.decline)
        self.foot.addLayout(apart)
        self.beds.selectionModel().currentChanged.connect(lambda *_rows: self._say_acts())
        self.model.modelReset.connect(self._say_acts)
        self.came.clicked.connect(self._receive)
        self.accept.clicked.connect(lambda: self._perform(self._acceptance))
        self.hold.clicked.connect(lambda: self._perform(self._reservation))
        self.later.clicked.connect(lambda: self._perform(self._postponement))
        self.find_bed.clicked.connect(self._find_bed)
        self.decline.clicked.connect(self._decline)

    def _show_beds(self, beds: tuple[FoundBed, ...]) -> None:
        self.model.show_rows(beds, len(beds))
        self.beds.point_at(0)

    def _say(self) -> None:
        row = self._row
        if row is None:
            return
        set_text(self.title, words.whom(row))
        self.chip.set_meaning(*words.sign(row))
        set_text(self.chip, words.state(row))
        held = ", ".join(
            _("{bed}, until {moment}").format(bed=bed, moment=moment(until.astimezone(LOCAL), "medium"))
            for bed, until in row.held
        )
        waited = words.decision(row) if row.decision == ACCEPTED else words.waits(row)
        self.show_facts(
            [
                (_("Referred by"), words.source(row)),
                (_("Received"), f"{words.since(row)}, {waited}"),
                (_("Needs"), words.needs(row)),
                (_("Reserved bed"), held),
            ]
        )
        count = len(row.fitting)
        fit = ngettext("{n} suitable free bed", "{n} suitable free beds", count).format(n=count)
        set_text(self.beds_title, fit if count else _("No free bed is suitable."))
        self.beds.setVisible(count > 0)
        self.beds.setFixedHeight(look.px(BED_ROW * min(max(count, FEWEST), MOST)) + 2 * FRAME)
        others = "\n".join(f"{bed.room_bed}: {_why_not(bed)}" for bed in row.others)
        set_text(self.others, others)
        self.others.setVisible(bool(others))
        self._say_acts()

    def _say_acts(self) -> None:
        """Offer what the roles may do about the request, each with what it will do in words."""
        row, bed, may = self._row, self.bed(), self._page.access.may
        if row is None:
            return
        undecided = row.decision != ACCEPTED
        self.came.setVisible(not undecided and may(ReceiveNewcomer.NAME))
        set_text(self.why, "" if bed is None else bed.why)
        self.why.setVisible(bool(self.why.text()))
        with_bed = self._holds_bed(row, bed)
        self.accept.setVisible(undecided and may(AcceptReferral.NAME))
        if with_bed and bed is not None:
            set_text(self.accept, _("Accept and reserve {bed}").format(bed=bed.room_bed))
        else:
            set_text(self.accept, _("Accept") if row.held else _("Accept without a bed"))
        until = moment(night_over(self._page.actor.clock()).astimezone(LOCAL), "medium")
        set_text(
            self.until,
            _("The bed stays reserved until the person arrives, at the latest until {moment}.").format(
                moment=until
            ),
        )
        self.until.setVisible(with_bed)
        self.hold.setVisible(bed is not None and may(ReserveBed.NAME))
        spoken = "" if bed is None else _("Reserve {bed} for 6 hours").format(bed=bed.room_bed)
        self.hold.setAccessibleName(spoken)
        self.later.setVisible(undecided and row.decision != "WAITLISTED" and may(PutOnWaitingList.NAME))
        self.decline.setVisible(may(DeclineReferral.NAME))
        set_text(self.decline, _("Decline…") if undecided else _("Did not arrive…"))

    def _holds_bed(self, row: WaitingRow, bed: FoundBed | None) -> bool:
        """Say whether accepting the request holds the chosen bed: none is held yet, and the roles may."""
        undecided = row.decision != ACCEPTED and not row.held
        return undecided and bed is not None and self._page.access.may(AcceptWithBed.NAME)

    def _acceptance(self, row: WaitingRow) -> OfferedAct:
        bed = self.bed()
        if bed is None or not self._holds_bed(row, bed):
            return OfferedAct(
                "",
                AcceptReferral,
                {"referral": row.referral_id, "version": row.version},
                _("Accepted: {who}.").format(who=_told(row)),
                lambda _result: UndoDecision(referral=row.referral_id),
                subject=_told(row),
            )
        return OfferedAct(
            "",
            AcceptWithBed,
            {"referral": row.referral_id, "version": row.version, "bed": bed.bed_id},
            _("Accepted, {bed} is reserved: {who}.").format(bed=bed.room_bed, who=_told(row)),
            lambda made: UndoAcceptWithBed(referral=row.referral_id, reservation=made),
            subject=_told(row),
        )

    def _postponement(self, row: WaitingRow) -> OfferedAct:
        return OfferedAct(
            "",
            PutOnWaitingList,
            {"referral": row.referral_id, "version": row.version},
            _("Kept on the waiting list: {who}.").format(who=_told(row)),
            lambda _result: UndoDecision(referral=row.referral_id),
            subject=_told(row),
        )

    def _reservation(self, row: WaitingRow) -> OfferedAct | None:
        bed, now = self.bed(), self._page.actor.clock()
        if bed is None:
            return None
        until = now + HELD_MEANWHILE
        return OfferedAct(
            "",
            ReserveBed,
            {
                "bed": bed.bed_id,
                "from_at": now,
                "to_at": until,
                "lapses_at": until,
                "referral": row.referral_id,
            },
            _("{bed} is reserved until {moment}.").format(
                bed=bed.room_bed, moment=moment(until.astimezone(LOCAL), "medium")
            ),
            lambda made: CancelReservation(reservation=made),
            subject=_told(row),
        )

    def _perform(self, offered_to: Callable[[WaitingRow], OfferedAct | None]) -> None:
        offered = None if self._row is None else offered_to(self._row)
        if offered is None:
            return
        act: Act[Any] = offered.make()
        self.message.show_text("")
        self._page.perform(
            act,
            lambda result: offered.outcome(act, result),
            lambda refusal: self.message.show_text(refusal.message),
        )

    def _find_bed(self) -> None:
        if self._row is not None:
            self.bed_wanted.emit(self._row.referral_id)

    def _receive(self) -> None:
        if self._row is not None:
            self._page.thing_wanted.emit(PAGE, Arrival(referral=self._row.referral_id).key())

    def _decline(self) -> None:
        form = self.decline_form()
        if form is not None:
            self._page.open_form(form)


def _told(row: WaitingRow) -> str:
    return f"{words.source(row)}, {words.whom(row)}"


def _why_not(bed: FoundBed) -> str:
    return _("{why} It can be assigned with a reason.").format(why=bed.why) if bed.set_aside_by else bed.why


def _short(bed: FoundBed) -> str:
    features = ", ".join(code_label("bed_feature", one) for one in bed.features)
    return features or code_label("placement_rule", bed.rule)


def _bed_columns() -> tuple[Column[FoundBed], ...]:
    return (Column("", lambda: _("Bed"), lambda bed: f"{bed.room_bed}\n{_short(bed)}", 6),)
