"""Who is away, those first who should have been back the longest; what is done about each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from shelter_app.domain import presence
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _, moment, ngettext
from shelter_app.services.beds.away import (
    RELEASED,
    AwayRow,
    DecideBed,
    PrintAway,
    ReportMissing,
    UndoRelease,
    UndoReport,
)
from shelter_app.services.stays.acts import EndAbsence, UndoReturn
from shelter_app.ui.features.beds.missing import minor_not_back, missing_since
from shelter_app.ui.features.beds.missing_steps import MissingSteps
from shelter_app.ui.forms.offered_act import OfferedAct
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.page import Page
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ROW, ListView
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.list_with_pane import WIDGET_MAX
from shelter_app.ui.widgets.parts import Message, make_button, make_label, set_text

STATE_WORDS = {
    presence.ESCALATED: N_("overdue: decide what to do"),
    presence.LATE: N_("not back"),
    presence.REPORTED: N_("police told"),
    presence.DUE_TODAY: N_("back within a day"),
    presence.AGREED: N_("on leave"),
}
STATE_MARKS = {
    presence.ESCALATED: ("triangle-alert", "danger"),
    presence.LATE: ("circle-alert", "warning"),
    presence.REPORTED: ("shield-check", "info"),
    presence.DUE_TODAY: ("door-open", "muted"),
    presence.AGREED: ("door-open", "muted"),
}
FEW, AT_ONCE = 6, 3  # rows that need no search, and rows that are seen at once
BESIDE_STEPS = 2  # rows that are seen at once while steps stand below
HEAD = 44  # pixels of the list's head and its edges


class AwayList(QWidget):
    """The list, and below it the acts on the person one stands on.

    It takes the same room while nobody is away, so that nothing beside it moves when somebody is.
    """

    sheet_wanted = Signal(str)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setObjectName("away")
        self._page = page
        self._title = make_label("heading", "away_title")
        self.message = Message("error", "away_error")
        self.model: RowsModel[AwayRow] = RowsModel(_columns(), lambda row: row.absence_id)
        self.list = ListView("away_list", self.model)
        self.list.setWordWrap(True)
        # It takes the room there is, and asks for none.
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.about = make_label("note", "away_about", wrap=True)
        self.steps = MissingSteps(page)
        self.reason = QLineEdit()
        self.reason.setObjectName("away_reason")
        self.back = make_button("lined", "away_back", "check")
        self.report = make_button("lined", "away_report", "shield-check")
        self.paper = make_button("lined", "away_paper", "printer")
        self.hold = make_button("lined", "away_hold", "bed-double")
        self.release = make_button("lined", "away_release", "door-open")
        row = Flow(8)
        row.add(self.back, self.report, self.paper, self.hold, self.release)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self._title)
        self._inner = QWidget()
        policy = self._inner.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._inner.setSizePolicy(policy)
        whole.addWidget(self._inner, 1)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._bar = ListBar(page, self.list, PrintAway)
        column.addWidget(self._bar)
        column.addWidget(self.list, 1)
        column.addWidget(self.about)
        column.addWidget(self.steps, 1)
        column.addWidget(self.message)
        column.addWidget(self.reason)
        column.addLayout(row)
        self.back.clicked.connect(lambda: self._perform(_end_absence))
        self.report.clicked.connect(lambda: self._perform(_reported_missing))
        self.hold.clicked.connect(lambda: self._perform(_keep_bed))
        self.release.clicked.connect(lambda: self._perform(_bed_released))
        self.paper.clicked.connect(self._print)
        self.list.selectionModel().currentChanged.connect(lambda *_rows: self._show_acts())
        self.retranslate()
        self.show_rows(())

    def show_rows(self, rows: Sequence[AwayRow]) -> None:
        """Show who is away; only a sentence while nobody is."""
        self.list.renew(rows)
        self._bar.setVisible(len(rows) > FEW)
        self._inner.setVisible(bool(rows))
        self._show_title()
        self._show_acts()

    def point_to(self, stay: str) -> None:
        """Stand on the person of a stay, where that one is away."""
        at = next((at for at, row in enumerate(self.model.rows) if row.stay_id == stay), None)
        if at is not None:
            self.list.point_at(at)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.reason.setPlaceholderText(_("Reason, or who was told"))
        self.reason.setAccessibleName(_("Reason, or who was told"))
        self.list.setAccessibleName(_("Away from the shelter"))
        self.model.emit_texts_changed()
        self._show_acts()
        self._show_title()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show_title(self) -> None:
        count = self.model.total
        words = ngettext("{n} person is away", "{n} people are away", count).format(n=count)
        set_text(self._title, words if count else _("Nobody is away"))

    def _show_acts(self) -> None:
        """Give each button its words, and to a screen reader about whom; about nobody it does nothing."""
        row = self._row()
        told = [] if row is None else [f"{row.code}: {_standing(row)}", _expected(row)]
        set_text(self.about, "; ".join(filter(None, told)))
        self.steps.show_row(row)
        stepwise = self.steps.isVisibleTo(self)
        self.about.setVisible(not stepwise)
        at_once = BESIDE_STEPS if stepwise else AT_ONCE
        least = look.px(HEAD + ROW * at_once)
        self.list.setMinimumHeight(least)
        self.list.setMaximumHeight(least if stepwise else WIDGET_MAX)
        for button, words, spoken in (
            (self.back, _("Has returned"), _("Has returned: {code}")),
            (self.report, _("Police told"), _("Police told: {code}")),
            (self.paper, _("Sheet"), _("Sheet for the police: {code}")),
            (self.hold, _("Keep the bed"), _("Keep the bed: {code}")),
            (self.release, _("Free the bed"), _("Free the bed: {code}")),
        ):
            button.setEnabled(row is not None)
            set_text(button, words, words if row is None else spoken.format(code=row.code))

    def _row(self) -> AwayRow | None:
        return self.model.at(self.list.currentIndex())

    def _perform(self, offered_to: Callable[[AwayRow, datetime], OfferedAct]) -> None:
        row = self._row()
        if row is None:
            return
        offered = offered_to(row, self._page.actor.clock())
        act = offered.make(self.reason.text())

        def done(result: Any) -> Outcome:
            self.message.show_text("")
            self.reason.clear()
            self.list.setFocus()  # the next key acts on nobody
            return offered.outcome(act, result)

        def refused(refusal: Refused) -> None:
            self.message.show_text(refusal.message)
            if refusal.fields:
                self.reason.setFocus()

        self._page.perform(act, done, refused)

    def _print(self) -> None:
        row = self._row()
        if row is not None:
            self.sheet_wanted.emit(row.stay_id)


def _end_absence(row: AwayRow, now: datetime) -> OfferedAct:
    return OfferedAct(
        _("Has returned"),
        EndAbsence,
        {"absence": row.absence_id, "at": now, "version": row.version},
        _("Return recorded: {code}.").format(code=row.code),
        lambda _result: UndoReturn(absence=row.absence_id),
        subject=row.code,
    )


def _reported_missing(row: AwayRow, _now: datetime) -> OfferedAct:
    return OfferedAct(
        _("Police told"),
        ReportMissing,
        {"absence": row.absence_id, "version": row.version},
        _("Recorded that the police were told: {code}.").format(code=row.code),
        lambda kind: UndoReport(absence=row.absence_id, kind=kind),
        reason="reported_to",
        needs_reason=True,
        subject=row.code,
    )


def _keep_bed(row: AwayRow, _now: datetime) -> OfferedAct:
    return OfferedAct(
        _("Keep the bed"),
        DecideBed,
        {"stay": row.stay_id, "keep": True},
        _("The bed is kept for {code}.").format(code=row.code),
        reason="reason",
        needs_reason=True,
        subject=row.code,
    )


def _bed_released(row: AwayRow, _now: datetime) -> OfferedAct:
    return OfferedAct(
        _("Free the bed"),
        DecideBed,
        {"stay": row.stay_id, "keep": False},
        _("The bed of {code} is free.").format(code=row.code),
        lambda decision: UndoRelease(decision=decision),
        reason="reason",
        needs_reason=True,
        subject=row.code,
    )


def _columns() -> tuple[Column[AwayRow], ...]:
    return (
        Column("", lambda: _("Code name"), lambda row: row.code, 3, bold=True),
        Column(
            "",
            lambda: _("Situation"),
            _standing,
            3,
            mark=_sign,
            order=_how_late,
        ),
        Column("", lambda: _("Expected back"), _expected, 3, muted=True, order=lambda row: row.expected_at),
        Column("", lambda: _("Bed"), _bed, 3, muted=True),
        Column("", lambda: _("Away"), lambda row: code_label("absence_type", row.kind), 3),
        Column("", lambda: _("Since"), _since, 3, muted=True, order=lambda row: row.since),
    )


def _standing(row: AwayRow) -> str:
    return _("minor, not back") if minor_not_back(row) else _(STATE_WORDS[row.state])


def _since(row: AwayRow) -> str:
    if row.missed_at_roll_call is not None:
        return missing_since(row)
    return moment(row.since.astimezone(LOCAL), "medium")


def _how_late(row: AwayRow) -> int:
    return list(STATE_WORDS).index(row.state)


def _expected(row: AwayRow) -> str:
    if row.state in presence.NOT_BACK:
        return missing_since(row)
    return "" if row.expected_at is None else moment(row.expected_at.astimezone(LOCAL), "medium")


def _sign(row: AwayRow) -> tuple[str, str]:
    return STATE_MARKS[row.state]


def _bed(row: AwayRow) -> str:
    if row.room_bed is None:
        return code_label("bed_decision", RELEASED)
    if row.decision is None:
        return row.room_bed
    return _("{bed}, {decision}").format(bed=row.room_bed, decision=code_label("bed_decision", row.decision))
