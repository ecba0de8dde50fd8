"""Who waits for a bed, which free bed fits whom and why the others do not; accept, decline, hold a bed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import codes
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.errors import Refused
from shelter_app.domain.referrals import ACCEPTED, DECLINED, may_follow
from shelter_app.i18n import _, moment, ngettext, number
from shelter_app.services.acting import Act, Actor
from shelter_app.services.beds import waiting as views
from shelter_app.services.beds.finding import FoundBed
from shelter_app.services.beds.reservations import CancelReservation, ReserveBed
from shelter_app.services.beds.waiting import PrintWaiting
from shelter_app.services.referrals.acts import (
    AcceptReferral,
    DeclineReferral,
    PutOnWaitingList,
    UndoDecision,
)
from shelter_app.ui.features.beds.tabs import BedTabs
from shelter_app.ui.features.house.choices import shelter_id
from shelter_app.ui.features.referrals import forms as referral_forms
from shelter_app.ui.forms.spec import FormSpec, Outcome
from shelter_app.ui.page import Page
from shelter_app.ui.tables.bar import ListBar
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import MinHeightScrollArea
from shelter_app.ui.widgets.parts import Chip, ComboBox, make_button, make_label, set_text

Row = views.WaitingRow
HELD_FOR = timedelta(hours=6)


class WaitingPage(Page):
    """The waiting list of the shelter one is in."""

    NAME = "waiting"
    ICON = "hourglass"
    NEEDS = "beds.waiting"
    UNDER = "beds"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._shown: views.WaitingList | None = None
        self.tabs = BedTabs(self.NAME)
        self.tabs.wanted.connect(self.wanted)
        self.count = Chip("warning", "hourglass", "waiting_count")
        self.free = Chip("free", "bed-double", "waiting_free")
        self.answered = Chip("plain", "", "waiting_answered")
        self.model: RowsModel[Row] = RowsModel(_columns(), lambda row: row.referral_id)
        self.list = ListView("waiting", self.model)
        self.list.setWordWrap(True)
        self._shelter_id = ""
        self.bar = ListBar(self, self.list, PrintWaiting, empty=_nobody, offer=self._first_request)
        self._proposed = make_label("body", "waiting_proposed", wrap=True)
        self._why_not = make_label("note", "waiting_why_not", wrap=True)
        self.bed = ComboBox("waiting_bed")
        self.how = ComboBox("waiting_how")
        self.reason = QLineEdit()
        self.reason.setObjectName("waiting_reason")
        self.accept = make_button("filled", "waiting_accept", "check", "on_accent")
        self.hold = make_button("lined", "waiting_hold", "bed-double")
        self.later = make_button("lined", "waiting_later", "hourglass")
        self.find_bed = make_button("lined", "waiting_find", "search")
        self.decline = make_button("lined", "waiting_decline", "x")
        self._lay_out()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Waiting list")

    def refresh(self) -> None:
        """Ask who waits."""
        shelter = self.shelter or None
        self.ask("waiting", lambda _p: views.waiting(self.actor, shelter), self._show)
        actor, access, shelter = self.actor, self.access, self.shelter
        self.ask("shelter", lambda _p: shelter_id(actor, access, shelter), self._show_shelter)

    def start(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus()

    def state(self) -> dict[str, Any]:
        """Return where one stands."""
        return {"row": self.list.currentIndex().row()}

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self.accept, _("Accept"))
        set_text(self.hold, _("Hold the bed for six hours"))
        set_text(self.later, _("Keep on the list"))
        set_text(self.find_bed, _("Find a bed"), "", _("The beds that fit, with why, and placing together"))
        self.bed.setAccessibleName(_("A bed that fits"))
        self.how.setAccessibleName(_("How it ends"))
        for at in range(self.how.count()):
            self.how.setItemText(at, code_label("referral_decision", self.how.itemData(at)))
        self.list.setAccessibleName(_("Waiting list"))
        self.model.say_again()
        self._offer()
        self._say()

    def _lay_out(self) -> None:
        self.head.addStretch(1)
        self.body.insertWidget(1, self.tabs)
        chips = Flow(8)
        chips.add(self.count, self.free, self.answered)
        doing = Flow(8)
        doing.add(self.bed, self.accept, self.hold, self.find_bed, self.later, self.how, self.decline)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(chips)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        column.addWidget(self._proposed)
        column.addWidget(self._why_not)
        column.addWidget(self.reason)
        column.addLayout(doing)
        self.body.addWidget(MinHeightScrollArea(whole, {self.list: 220}), 1)
        self.body.setSpacing(8)
        self.list.selectionModel().currentChanged.connect(lambda *_a: self._stand_on())
        self.accept.clicked.connect(lambda: self._do(self._accepted))
        self.decline.clicked.connect(lambda: self._do(self._declined))
        self.hold.clicked.connect(lambda: self._do(self._held))
        self.find_bed.clicked.connect(self._find_bed)
        self.later.clicked.connect(lambda: self._do(self._kept_waiting))

    def _show(self, found: views.WaitingList) -> None:
        self._shown = found
        self.list.renew((*found.rows, *found.accepted))
        self._offer()
        self._say()

    def _stand_on(self) -> None:
        self._offer()
        self._say_row()

    def _offer(self) -> None:
        """Show what the roles may do about who waits."""
        row = self._row()
        self.find_bed.setVisible(row is not None)
        undecided = row is not None and row.decision != ACCEPTED
        for act, parts, fits in (
            (AcceptReferral, (self.accept,), undecided),
            (PutOnWaitingList, (self.later,), undecided),
            (DeclineReferral, (self.how, self.reason, self.decline), row is not None),
        ):
            for part in parts:
                part.setVisible(fits and self.access.may(act.NAME))
        ways = (
            []
            if row is None
            else [code for code in codes("referral_decision") if may_end(row.decision, code)]
        )
        if ways != [self.how.itemData(at) for at in range(self.how.count())]:
            self.how.clear()
            for code in ways:
                self.how.addItem(code_label("referral_decision", code), code)
        never_came = row is not None and not undecided
        set_text(self.decline, _("Did not come") if never_came else _("Decline"))
        why = _("Why nobody comes") if never_came else _("Why it is declined")
        self.reason.setPlaceholderText(why)
        self.reason.setAccessibleName(why)

    def _show_shelter(self, shelter: str) -> None:
        self._shelter_id = shelter
        self.bar.follow()
        self._offer()

    def _first_request(self) -> FormSpec | None:
        return referral_forms.record(self.access, self._shelter_id)

    def _row(self) -> Row | None:
        return self.model.at(self.list.currentIndex())

    def _say(self) -> None:
        found = self._shown
        if found is None:
            return
        rows, free = len(found.rows), len(found.free)
        set_text(self.count, ngettext("{n} request waits", "{n} requests wait", rows).format(n=rows))
        set_text(self.free, ngettext("{n} free bed", "{n} free beds", free).format(n=free))
        hours = found.answered_in_hours
        self.answered.setVisible(hours is not None)
        if hours is not None:
            set_text(self.answered, _("half answered within {hours} h").format(hours=number(hours, 1)))
        self._say_row()

    def _say_row(self) -> None:
        row = self._row()
        self.bed.clear()
        if row is None:
            self.bed.hide()
            self.hold.hide()
            set_text(self._proposed, "")
            set_text(self._why_not, "")
            return
        for bed in row.fitting:
            self.bed.addItem(bed.room_bed, bed.bed_id)
        for part in (self.bed, self.hold):
            part.setVisible(bool(row.fitting))
        if row.fitting:
            beds = ", ".join(_until(bed) for bed in row.fitting)
            set_text(self._proposed, _("Free beds that fit, the best first: {beds}").format(beds=beds))
        else:
            set_text(self._proposed, _("No free bed fits."))
        lines = [
            _("Held for this request: {bed}, until {moment}").format(
                bed=bed, moment=moment(until.astimezone(LOCAL), "medium")
            )
            for bed, until in row.held
        ]
        lines += [f"{other.room_bed}: {other.why}" for other in row.others]
        set_text(self._why_not, "\n".join(lines))

    def _accepted(self, row: Row) -> Act[Any]:
        return AcceptReferral(referral=row.referral_id, version=row.version)

    def _kept_waiting(self, row: Row) -> Act[Any]:
        return PutOnWaitingList(referral=row.referral_id, version=row.version)

    def _declined(self, row: Row) -> Act[Any]:
        return DeclineReferral(
            referral=row.referral_id,
            version=row.version,
            decision=str(self.how.currentData()),
            reason=self.reason.text(),
        )

    def _held(self, row: Row) -> Act[Any]:
        now = self.actor.clock()
        return ReserveBed(
            bed=str(self.bed.currentData()),
            from_at=now,
            to_at=now + HELD_FOR,
            lapses_at=now + HELD_FOR,
            referral=row.referral_id,
        )

    def _find_bed(self) -> None:
        row = self._row()
        if row is not None:
            self.bed_wanted.emit(row.referral_id)

    def _do(self, make: Callable[[Row], Act[Any]]) -> None:
        row = self._row()
        if row is None:
            return
        act = make(row)

        def done(result: object) -> Outcome:
            self.reason.clear()
            undo: Act[Any] = UndoDecision(referral=row.referral_id)
            if isinstance(act, ReserveBed):
                undo = CancelReservation(reservation=str(result))
            return Outcome(_("Done."), undo)

        def refused(refusal: Refused) -> None:
            self.error.say(refusal.message)
            if "reason" in refusal.fields:
                self.reason.setFocus()

        self.perform(act, done, refused)


def _until(bed: FoundBed) -> str:
    if bed.until is None:
        return bed.room_bed
    return _("{bed} (only until {moment})").format(
        bed=bed.room_bed, moment=moment(bed.until.astimezone(LOCAL), "medium")
    )


def may_end(before: str, after: str) -> bool:
    """Say whether a request that stands so may end so: declined, or nobody came."""
    return after in DECLINED and may_follow(before, after)


def _columns() -> tuple[Column[Row], ...]:
    return (
        Column("", lambda: _("Urgency"), _urgency, 3.6, bold=True, mark=_mark, order=_how_urgent),
        Column(
            "", lambda: _("How it stands"), lambda row: code_label("referral_decision", row.decision), 2.8
        ),
        Column("", lambda: _("Waits since"), _since, 3.2, muted=True, order=lambda row: row.received_at),
        Column("", lambda: _("From"), lambda row: code_label("referral_source", row.source), 3.6),
        Column("", lambda: _("For whom"), _whom, 4.6),
        Column("", lambda: _("Needs"), _needs, 2.6),
        Column("", lambda: _("Beds that fit"), lambda row: number(len(row.fitting)), 2, order=_fits),
    )


def _nobody() -> str:
    return _("Nobody waits for a bed. Requests are shown here until they are decided.")


def _urgency(row: Row) -> str:
    return code_label("urgency", row.urgency)


def _how_urgent(row: Row) -> int:
    return codes("urgency").index(row.urgency)


def _since(row: Row) -> str:
    return moment(row.received_at.astimezone(LOCAL), "medium")


def _fits(row: Row) -> int:
    return len(row.fitting)


def _mark(row: Row) -> tuple[str, str]:
    return ("triangle-alert", "danger") if row.urgency == "TONIGHT" else ("hourglass", "muted")


def _whom(row: Row) -> str:
    parts = [ngettext("{n} person", "{n} people", row.persons).format(n=row.persons)]
    if row.sex is not None:
        parts.append(code_label("sex", row.sex))
    if row.age is not None:
        parts.append(ngettext("{n} year old", "{n} years old", row.age).format(n=row.age))
    return ", ".join(parts)


def _needs(row: Row) -> str:
    return ", ".join(code_label("bed_feature", need) for need in row.needs)
