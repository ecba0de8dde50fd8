"""Who waits for a bed, which free bed fits whom and why the others do not; accept, decline, hold a bed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import codes
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.errors import Refused
from shelter_app.domain.referrals import ACCEPTED, HELD_MEANWHILE, TONIGHT, may_end
from shelter_app.i18n import _, moment, ngettext, number
from shelter_app.services.acting import Act, Actor, snapshot
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
from shelter_app.services.stays.newcomers import ReceiveNewcomer
from shelter_app.ui.features.beds.bed_page import BedPage, in_a_row
from shelter_app.ui.features.house.choices import shelter_id
from shelter_app.ui.features.referrals import forms as referral_forms
from shelter_app.ui.features.stays.arrival import PAGE, Arrival
from shelter_app.ui.forms.spec import FormSpec, Outcome
from shelter_app.ui.tables.bar import ListBar
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.parts import Chip, ComboBox, make_button, make_label, set_text


class WaitingPage(BedPage):
    """The waiting list of the shelter one is in."""

    NAME = "waiting"
    ICON = "hourglass"
    NEEDS = "beds.waiting"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._shown: views.WaitingList | None = None
        self.count = Chip("warning", "hourglass", "waiting_count")
        self.free = Chip("free", "bed-double", "waiting_free")
        self.answered = Chip("plain", "", "waiting_answered")
        self.model: RowsModel[views.WaitingRow] = RowsModel(_columns(), lambda row: row.referral_id)
        self.list = ListView("waiting", self.model)
        self.list.setWordWrap(True)
        self._shelter_id = ""
        self.bar = ListBar(self, self.list, PrintWaiting, empty=_nobody, offer=self._first_request)
        self.proposed = make_label("body", "waiting_proposed", wrap=True)
        self.why_not = make_label("note", "waiting_why_not", wrap=True)
        self.bed = ComboBox("waiting_bed")
        self.how = ComboBox("waiting_how")
        self.reason = QLineEdit()
        self.reason.setObjectName("waiting_reason")
        self.accept = make_button("filled", "waiting_accept", "check", "on_accent")
        self.hold = make_button("lined", "waiting_hold", "bed-double")
        self.later = make_button("lined", "waiting_later", "hourglass")
        self.find_bed = make_button("lined", "waiting_find", "search")
        self.decline = make_button("lined", "waiting_decline", "x")
        self.came = make_button("filled", "waiting_came", "log-in", "on_accent")
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
        set_text(self.accept, _("Accept"))
        set_text(self.came, _("Somebody came"))
        set_text(self.hold, _("Hold the bed for six hours"))
        set_text(self.later, _("Keep on the list"))
        set_text(self.find_bed, _("Find a bed"), "", _("The beds that fit, with why, and placing together"))
        self.bed.setAccessibleName(_("A bed that fits"))
        self.how.setAccessibleName(_("How it ends"))
        for at in range(self.how.count()):
            self.how.setItemText(at, code_label("referral_decision", self.how.itemData(at)))
        self.list.setAccessibleName(_("Waiting list"))
        self.model.emit_texts_changed()
        self._show_acts()
        self._show_counts()

    def _lay_out(self) -> None:
        self.lay_out(
            in_a_row(self.count, self.free, self.answered),
            self.bar,
            self.list,
            self.proposed,
            self.why_not,
            self.reason,
            in_a_row(
                self.came, self.bed, self.accept, self.hold, self.find_bed, self.later, self.how, self.decline
            ),
            least={self.list: 220},
        )
        self.list.selectionModel().currentChanged.connect(lambda *_a: self._show_row_and_acts())
        self.accept.clicked.connect(lambda: self._perform(self._acceptance))
        self.decline.clicked.connect(lambda: self._perform(self._refusal))
        self.hold.clicked.connect(lambda: self._perform(self._reservation))
        self.find_bed.clicked.connect(self._find_bed)
        self.came.clicked.connect(self._receive)
        self.later.clicked.connect(lambda: self._perform(self._postponement))

    def _show(self, found: views.WaitingList, shelter: str) -> None:
        self._shown, self._shelter_id = found, shelter
        self.list.renew((*found.rows, *found.accepted))
        self.bar.follow()
        self._show_acts()
        self._show_counts()

    def _show_row_and_acts(self) -> None:
        self._show_acts()
        self._show_row()

    def _show_acts(self) -> None:
        """Show what the roles may do about who waits."""
        row = self._row()
        self.find_bed.setVisible(row is not None)
        undecided = row is not None and row.decision != ACCEPTED
        came = row is not None and not undecided and self.access.may(ReceiveNewcomer.NAME)
        self.came.setVisible(came)
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

    def _first_request(self) -> FormSpec | None:
        return referral_forms.record(self.access, self._shelter_id)

    def _row(self) -> views.WaitingRow | None:
        return self.model.at(self.list.currentIndex())

    def _show_counts(self) -> None:
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
        self._show_row()

    def _show_row(self) -> None:
        row = self._row()
        self.bed.clear()
        if row is None:
            self.bed.hide()
            self.hold.hide()
            set_text(self.proposed, "")
            set_text(self.why_not, "")
            return
        for bed in row.fitting:
            self.bed.addItem(bed.room_bed, bed.bed_id)
        for part in (self.bed, self.hold):
            part.setVisible(bool(row.fitting) and self.access.may(ReserveBed.NAME))
        if row.fitting:
            beds = ", ".join(_until(bed) for bed in row.fitting)
            set_text(self.proposed, _("Free beds that fit, the best first: {beds}").format(beds=beds))
        else:
            set_text(self.proposed, _("No free bed fits."))
        lines = [
            _("Held for this request: {bed}, until {moment}").format(
                bed=bed, moment=moment(until.astimezone(LOCAL), "medium")
            )
            for bed, until in row.held
        ]
        lines += [f"{other.room_bed}: {other.why}" for other in row.others]
        set_text(self.why_not, "\n".join(lines))

    def _acceptance(self, row: views.WaitingRow) -> Act[Any]:
        return AcceptReferral(referral=row.referral_id, version=row.version)

    def _postponement(self, row: views.WaitingRow) -> Act[Any]:
        return PutOnWaitingList(referral=row.referral_id, version=row.version)

    def _refusal(self, row: views.WaitingRow) -> Act[Any]:
        return DeclineReferral(
            referral=row.referral_id,
            version=row.version,
            decision=str(self.how.currentData()),
            reason=self.reason.text(),
        )

    def _reservation(self, row: views.WaitingRow) -> Act[Any]:
        now = self.actor.clock()
        return ReserveBed(
            bed=str(self.bed.currentData()),
            from_at=now,
            to_at=now + HELD_MEANWHILE,
            lapses_at=now + HELD_MEANWHILE,
            referral=row.referral_id,
        )

    def _find_bed(self) -> None:
        row = self._row()
        if row is not None:
            self.bed_wanted.emit(row.referral_id)

    def _receive(self) -> None:
        row = self._row()
        if row is not None:
            self.thing_wanted.emit(PAGE, Arrival(referral=row.referral_id).key())

    def _perform(self, make: Callable[[views.WaitingRow], Act[Any]]) -> None:
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
            self.error.show_text(refusal.message)
            if "reason" in refusal.fields:
                self.reason.setFocus()

        self.perform(act, done, refused)


def _until(bed: FoundBed) -> str:
    if bed.until is None:
        return bed.room_bed
    return _("{bed} (only until {moment})").format(
        bed=bed.room_bed, moment=moment(bed.until.astimezone(LOCAL), "medium")
    )


def _columns() -> tuple[Column[views.WaitingRow], ...]:
    return (
        Column("", lambda: _("Urgency"), _urgency, 3.6, bold=True, mark=_mark, order=_how_urgent),
        Column(
            "", lambda: _("How it stands"), lambda row: code_label("referral_decision", row.decision), 2.8
        ),
        Column("", lambda: _("Waits since"), _since, 3.2, muted=True, order=lambda row: row.received_at),
        Column("", lambda: _("Referred by"), lambda row: code_label("referral_source", row.source), 3.6),
        Column("", lambda: _("For whom"), _whom, 4.6),
        Column("", lambda: _("Needs"), _needs, 2.6),
        Column("", lambda: _("Beds that fit"), lambda row: number(len(row.fitting)), 2, order=_fits),
    )


def _nobody() -> str:
    return _("Nobody waits for a bed. Requests are shown here until they are decided.")


def _urgency(row: views.WaitingRow) -> str:
    return code_label("urgency", row.urgency)


def _how_urgent(row: views.WaitingRow) -> int:
    return codes("urgency").index(row.urgency)


def _since(row: views.WaitingRow) -> str:
    return moment(row.received_at.astimezone(LOCAL), "medium")


def _fits(row: views.WaitingRow) -> int:
    return len(row.fitting)


def _mark(row: views.WaitingRow) -> tuple[str, str]:
    return ("triangle-alert", "danger") if row.urgency == TONIGHT else ("hourglass", "muted")


def _whom(row: views.WaitingRow) -> str:
    parts = [ngettext("{n} person", "{n} people", row.persons).format(n=row.persons)]
    if row.sex is not None:
        parts.append(code_label("sex", row.sex))
    if row.age is not None:
        parts.append(ngettext("{n} year old", "{n} years old", row.age).format(n=row.age))
    return ", ".join(parts)


def _needs(row: views.WaitingRow) -> str:
    return ", ".join(code_label("bed_feature", need) for need in row.needs)
