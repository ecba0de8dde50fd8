"""Beds that are held for somebody who is expected, and those that were: until when, for whom, how it ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.reservations import ARRIVED, CANCELLED, LAPSED
from shelter_app.i18n import _, moment, ngettext
from shelter_app.services.acting import Act, Actor
from shelter_app.services.beds.reservations import (
    ArriveOnReservation,
    CancelReservation,
    ChangeReservation,
    HoldRow,
    PrintHeld,
    reservations,
)
from shelter_app.services.stays.newcomers import ReceiveNewcomer
from shelter_app.ui.features.beds.bed_page import BedPage, in_a_row
from shelter_app.ui.features.beds.reservation_forms import another_time, arrive, let_go
from shelter_app.ui.features.stays.arrival import PAGE, Arrival
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.parts import make_button, set_text

HELD_BY = 6  # the column that is shown when it is asked for: the width holds the others
OUTCOMES = {ARRIVED: ("check", "free"), LAPSED: ("hourglass", "muted"), CANCELLED: ("x", "muted")}


class HeldPage(BedPage):
    """The reservations of the shelter one is in: those that hold a bed, or the history of those that are over."""

    NAME = "held"
    ICON = "hourglass"
    NEEDS = "beds.reservations"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._point_to: int | None = None
        self._shown = False
        self.live = make_button("filter", "held_live", "hourglass")
        self.over = make_button("filter", "held_over", "calendar-days")
        self.model: RowsModel[HoldRow] = RowsModel(
            _columns(self.over.isChecked, actor.clock), lambda row: row.id
        )
        self.list = ListView("held", self.model)
        self.list.hide_columns([HELD_BY])
        self.bar = ListBar(self, self.list, PrintHeld, empty=self._nothing)
        self.arrive = make_button("filled", "held_came", "check", "on_accent")
        self.longer = make_button("lined", "held_longer", "calendar-days")
        self.let_go = make_button("lined", "held_let_go", "x")
        self._acts: dict[type[Act[Any]], QPushButton] = {
            ArriveOnReservation: self.arrive,
            ChangeReservation: self.longer,
            CancelReservation: self.let_go,
        }
        self._lay_out()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Reserved beds")

    def refresh(self) -> None:
        """Ask which beds are held, or were."""
        actor, shelter, over = self.actor, self.asked_shelter(), self.over.isChecked()
        self.ask("held", lambda _progress: reservations(actor, shelter, over), self._show)

    def start(self) -> None:
        """Put the keyboard on the list, or on what chooses it while it is empty."""
        (self.list if self.model.rows else self.live).setFocus()

    def state(self) -> dict[str, Any]:
        """Return what is shown and where one stands."""
        return {"over": self.over.isChecked(), "row": self.list.currentIndex().row()}

    def restore(self, state: dict[str, Any]) -> None:
        """Show the same again."""
        self._choose(bool(state.get("over")))
        self._point_to = state.get("row", 0)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self.live, _("Current and upcoming reservations"))
        set_text(self.over, _("History"))
        fit_filter_buttons(self.live, self.over)
        set_text(self.arrive, _("Has arrived…"), "", _("Admit to the reserved bed"))
        set_text(self.longer, _("Change the period…"), "", _("Change the reservation period"))
        set_text(self.let_go, _("Cancel the reservation…"), "", _("Free the bed before the set time"))
        self.list.setAccessibleName(_("Reserved beds"))
        self.model.emit_texts_changed()
        self.bar.follow()

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be done with the bed one stands on."""
        return self._offered_forms(self.forms())

    def _lay_out(self) -> None:
        for button in (self.live, self.over):
            button.setCheckable(True)
        self.live.setChecked(True)
        self.live.clicked.connect(lambda: self._choose(False, ask=True))
        self.over.clicked.connect(lambda: self._choose(True, ask=True))
        self.arrive.clicked.connect(self._receive)
        for kind in (ChangeReservation, CancelReservation):
            self._acts[kind].clicked.connect(partial(self._open, kind))
        self.lay_out(
            in_a_row(self.live, self.over),
            self.bar,
            self.list,
            in_a_row(*self._acts.values()),
            least={self.list: 220},
        )
        self.list.selectionModel().currentChanged.connect(lambda *_a: self._show_acts())
        self.list.activated.connect(lambda _index: self._receive())
        self._show_acts()

    def _choose(self, over: bool, ask: bool = False) -> None:
        self.live.setChecked(not over)
        self.over.setChecked(over)
        if ask:
            self.refresh()

    def _show(self, rows: tuple[HoldRow, ...]) -> None:
        self.model.emit_texts_changed()  # the hour is another one in the history
        self.list.renew(rows)
        if self._point_to is not None:  # the rows that one stood among come only now
            self.list.point_at(self._point_to)
            self._point_to = None
        self._show_acts()
        if not self._shown:
            self._shown = True
            self.start_late()

    def forms(self) -> list[FormSpec]:
        """Return the forms of the bed one stands on, those that the roles may fill."""
        row = self.model.at(self.list.currentIndex())
        if row is None or row.outcome is not None:
            return []
        forms = (
            arrive(row.id, row.room_bed, self.actor, self.access),
            another_time(row),
            let_go(row.id, row.room_bed),
        )
        return [form for form in forms if self.access.may(form.kind.NAME)]

    def _show_acts(self) -> None:
        offered = {form.kind for form in self.forms()}
        for kind, button in self._acts.items():
            button.setVisible(kind in offered)

    def _receive(self) -> None:
        """Go through the steps of an arrival with what its request says; a bed that is held for none asks who it is."""
        row = self.model.at(self.list.currentIndex())
        if row is None or row.outcome is not None:
            return
        if row.referral_id is not None and row.accepted and self.access.may(ReceiveNewcomer.NAME):
            self.thing_wanted.emit(PAGE, Arrival(bed=row.bed_id, referral=row.referral_id).key())
        else:
            self._open(ArriveOnReservation)

    def _open(self, kind: type[Act[Any]], _on: bool = False) -> None:
        for form in self.forms():
            if form.kind is kind:
                self.open_form(form)

    def _nothing(self) -> str:
        if self.over.isChecked():
            return _(
                "No bed has been reserved yet. Which bed was reserved, for whom and how the "
                "reservation ended is kept here."
            )
        return _(
            "No bed is reserved. Reserve a bed from the board, from the calendar or for a "
            "request on the waiting list."
        )


def _columns(over: Callable[[], bool], now: Callable[[], datetime]) -> tuple[Column[HoldRow], ...]:
    """Return the columns: for which time the bed is asked for, and at which hour it is free again or was so.

    Held is a bed until that hour only; the end of the time asked for is no promise.
    """

    def title() -> str:
        return _("Ended on") if over() else _("If nobody arrives, free at")

    return (
        Column("", lambda: _("Bed"), lambda row: row.room_bed, 3, bold=True, mark=_mark),
        Column("", lambda: _("For whom"), _for_whom, 5),
        Column(
            "", lambda: _("Requested from"), lambda row: _local(row.from_at), 4, order=lambda row: row.from_at
        ),
        Column(
            "", lambda: _("Requested until"), lambda row: _local(row.to_at), 4, order=lambda row: row.to_at
        ),
        Column("", title, lambda row: _local(_hour(row)), 4, order=_hour),
        Column("", lambda: _("How it ended"), lambda row: _ended(row, now()), 3),
        Column("", lambda: _("Reserved by"), lambda row: row.made_by, 4, muted=True),
    )


def _local(at: datetime) -> str:
    return moment(at.astimezone(LOCAL), "medium")


def _hour(row: HoldRow) -> datetime:
    return row.over_at or row.lapses_at


def _for_whom(row: HoldRow) -> str:
    parts = [row.reason or ""]
    if row.source is not None:
        parts.append(_("a request: {source}").format(source=code_label("referral_source", row.source)))
    if row.persons is not None and row.persons > 1:
        parts.append(ngettext("{n} person", "{n} people", row.persons).format(n=row.persons))
    return ", ".join(part for part in parts if part)


def _ended(row: HoldRow, now: datetime) -> str:
    if row.outcome is not None:
        return code_label("reservation_outcome", row.outcome)
    return _("upcoming") if row.from_at > now else _("reserved")


def _mark(row: HoldRow) -> tuple[str, str]:
    return OUTCOMES.get(row.outcome or "", ("hourglass", "warning"))
