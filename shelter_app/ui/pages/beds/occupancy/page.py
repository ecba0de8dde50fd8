"""How full the house was over a period that one chooses, part by part, with the line of its nights and the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from shelter_app.domain.clock import local_day
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import N_, _, ngettext, number, sort_key
from shelter_app.reports.words import month
from shelter_app.services.acting import Actor
from shelter_app.services.beds import census as views
from shelter_app.services.beds.figures import NIGHT_RULE
from shelter_app.services.beds.occupancy import Occupancy, OccupancyLine, occupancy
from shelter_app.services.beds.printing import PrintOccupancy
from shelter_app.services.house import views as house
from shelter_app.ui.charts.curve import Curve
from shelter_app.ui.features.beds.tabs import BedTabs
from shelter_app.ui.forms.period import OTHER, PeriodFields
from shelter_app.ui.page import Page
from shelter_app.ui.tables.bar import ListBar
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import MinHeightScrollArea, fit_filter_buttons
from shelter_app.ui.widgets.parts import Chip, make_button, make_label, set_text

MONTH, SHELTER, ROOM, BED, DESTINATION = "month", "shelter", "room", "bed", "destination"
PARTS = {
    MONTH: N_("By month"),
    SHELTER: N_("By unit"),
    ROOM: N_("By room"),
    BED: N_("By bed"),
    DESTINATION: N_("Departures by destination"),
}
NAME, USED, AVAILABLE, PERCENT, ARRIVALS, EXITS = range(6)
SHOWN = {
    MONTH: {NAME, USED, AVAILABLE, PERCENT, ARRIVALS, EXITS},
    SHELTER: {NAME, USED, AVAILABLE, PERCENT, ARRIVALS, EXITS},
    ROOM: {NAME, USED},
    BED: {NAME, USED},
    DESTINATION: {NAME, EXITS},
}
Nights = tuple[tuple[date, int], ...]


@dataclass(frozen=True)
class OccupancyRow:
    """One line of a part; ``at`` sorts it where its name would not."""

    name: str
    line: OccupancyLine
    at: date | None = None


class OccupancyPage(Page):
    """Bed-nights and occupancy of a period, of the shelter one is in or of all together."""

    NAME = "occupancy"
    ICON = "file-text"
    NEEDS = "beds.occupancy"
    UNDER = "beds"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._found: Occupancy | None = None
        self._part = MONTH
        self.tabs = BedTabs(self.NAME)
        self.tabs.wanted.connect(self.wanted)
        self.period = PeriodFields(self._today, self.refresh)
        self.all = make_button("filter", "occupancy_all")
        self.all.setCheckable(True)
        self.all.hide()
        self.paper = make_button("lined", "occupancy_paper", "printer")
        self._parts = QButtonGroup(self)
        self.part_buttons: dict[str, QPushButton] = {}
        self.chips = [
            Chip("plain", "", f"occupancy_{name}") for name in ("used", "percent", "moves", "stays")
        ]
        self.model: RowsModel[OccupancyRow] = RowsModel(_columns(lambda: self._part), lambda row: row.name)
        self.list = ListView("occupancy", self.model)
        self._sum = make_label("note", "occupancy_sum", wrap=True)
        self.curve = Curve()
        self._rule = make_label("note", "occupancy_rule", wrap=True)
        self._lay_out()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Bed-nights and occupancy")

    def refresh(self) -> None:
        """Ask for the figures of the period."""
        shelter, days = self._asked_shelter(), self.period.days()
        self.ask("shelters", lambda _p: house.shelters(self.actor), self._show_shelters)
        if days is None:
            self.error.say(_("Type the first and the last day of the period."))
            return
        first, last = days
        self.ask("figures", lambda _p: _ask(self.actor, first, last, shelter), self._show)

    def start(self) -> None:
        """Put the keyboard on the period."""
        self.period.named.setFocus()

    def state(self) -> dict[str, Any]:
        """Return which period and part are shown."""
        days = self.period.days()
        return {
            "period": self.period.chosen(),
            "days": None if days is None else [day.isoformat() for day in days],
            "part": self._part,
            "all": self.all.isChecked(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Show the same again."""
        days = [date.fromisoformat(day) for day in state.get("days") or ()]
        if state.get("period") == OTHER and len(days) == 2:
            self.period.choose(OTHER, (days[0], days[1]))
        elif "period" in state and state["period"] != OTHER:
            self.period.choose(state["period"])
        self.all.setChecked(bool(state.get("all")))
        self._choose(state.get("part", MONTH))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        self.period.retranslate()
        set_text(self.all, _("All shelters"))
        set_text(self.paper, _("On paper or as a workbook"))
        for name, made in self.part_buttons.items():
            set_text(made, _(PARTS[name]))
        fit_filter_buttons(self.all, *self.part_buttons.values())
        set_text(self._rule, _(NIGHT_RULE))
        self.list.setAccessibleName(_("Bed-nights and occupancy"))
        self.curve.retranslate()
        self._say()

    def _lay_out(self) -> None:
        self.head.addStretch(1)
        self.head.addWidget(self.paper)
        self.body.insertWidget(1, self.tabs)
        tools, parts = Flow(8), Flow(8)
        tools.add(*self.period.parts(), self.all, *self.chips)
        for name in PARTS:
            made = make_button("filter", f"occupancy_{name}")
            made.setCheckable(True)
            made.clicked.connect(lambda _on=False, name=name: self._choose(name))
            self._parts.addButton(made)
            self.part_buttons[name] = made
            parts.add(made)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(tools)
        column.addLayout(parts)
        column.addWidget(ListBar(self, self.list, None, empty=_nothing))
        column.addWidget(self.list, 3)
        column.addWidget(self._sum)
        column.addWidget(self.curve, 1)
        column.addWidget(self._rule)
        self.body.addWidget(MinHeightScrollArea(whole, {self.list: 200, self.curve: 100}), 1)
        self.body.setSpacing(8)
        self.all.toggled.connect(lambda _on: self.refresh())
        self.paper.clicked.connect(self._print)
        self._choose(MONTH)

    def _today(self) -> date:
        return local_day(self.actor.clock())

    def _asked_shelter(self) -> str | None:
        """Return the shelter one is in, None for all of the account's together."""
        return None if self.all.isChecked() else self.shelter or None

    def _show_shelters(self, found: tuple[house.ShelterRow, ...]) -> None:
        self.all.setVisible(len(found) > 1)

    def _choose(self, part: str) -> None:
        self._part = part
        self.part_buttons[part].setChecked(True)
        self.list.withhold(set(range(len(self.model.columns))) - SHOWN[part])
        self._say()

    def _show(self, found: tuple[Occupancy, Nights]) -> None:
        self._found, nights = found
        self.curve.show_nights(nights)
        self._say()

    def _say(self) -> None:
        self.model.say_again()
        found = self._found
        for chip in self.chips:
            chip.setVisible(found is not None)
        if found is None:
            return
        self.list.renew(tuple(_rows(found, self._part)))
        whole = found.whole
        said = (
            _("{used} bed-nights of {available}").format(
                used=_number(whole.used), available=_number(whole.available)
            ),
            _("occupancy {percent} %").format(percent=_number(whole.percent, 1)),
            _moves(whole),
            _("mean stay {mean}, median {median} nights").format(
                mean=_number(found.mean, 1), median=_number(found.median, 1)
            ),
        )
        for chip, words in zip(self.chips, said, strict=True):
            set_text(chip, words)
        slept = sum(room.nights for room in found.rooms)
        told = _("Nights in beds: {beds}. Without a bed: {without}. Together: {used}, as over the residents.")
        words = told.format(beds=number(slept), without=number(found.without_bed), used=_number(whole.used))
        set_text(self._sum, words)
        self._sum.setVisible(self._part in (ROOM, BED))

    def _print(self) -> None:
        shelter, days = self._asked_shelter(), self.period.days()
        if days is None:
            return
        first, last = days
        self.show_paper(
            lambda tongue: PrintOccupancy(first=first, last=last, shelter=shelter, language=tongue)
        )


def _ask(actor: Actor, first: date, last: date, shelter: str | None) -> tuple[Occupancy, Nights]:
    return occupancy(actor, first, last, shelter), views.nights(actor, first, last, shelter)


def _rows(found: Occupancy, part: str) -> Iterator[OccupancyRow]:
    """Go through the lines of a part."""
    if part == MONTH:
        for start, line in found.months:
            yield OccupancyRow(month(start).said(), line, start)
    elif part == SHELTER:
        for code, line in found.shelters:
            yield OccupancyRow(code, line)
    elif part == DESTINATION:
        for code, exits in found.destinations.items():
            yield OccupancyRow(
                code_label("exit_destination", code), OccupancyLine(None, None, None, None, exits)
            )
    else:
        several = len({room.shelter for room in found.rooms}) > 1
        for room in found.rooms:
            name = f"{room.shelter} · {room.room}" if several else room.room
            if part == ROOM:
                yield OccupancyRow(name, OccupancyLine(room.nights, None, None, None, None))
            else:
                for bed, nights in room.beds:
                    yield OccupancyRow(f"{name} · {bed}", OccupancyLine(nights, None, None, None, None))


def _columns(part: Callable[[], str]) -> tuple[Column[OccupancyRow], ...]:
    titles = {
        MONTH: N_("Month"),
        SHELTER: N_("Unit"),
        ROOM: N_("Room"),
        BED: N_("Bed"),
        DESTINATION: N_("Where they went"),
    }
    return (
        Column("", lambda: _(titles[part()]), lambda row: row.name, 4, bold=True, order=_place),
        Column("", lambda: _("Bed-nights used"), lambda row: _number(row.line.used), 3, order=_used),
        Column("", lambda: _("Available"), lambda row: _number(row.line.available), 3, order=_available),
        Column("", lambda: _("Occupancy"), _percent, 3, order=lambda row: row.line.percent),
        Column("", lambda: _("Arrivals"), lambda row: _number(row.line.arrivals), 3, order=_arrivals),
        Column("", lambda: _("Departures"), lambda row: _number(row.line.exits), 3, order=_exits),
    )


def _place(row: OccupancyRow) -> Any:
    return row.at.isoformat() if row.at is not None else sort_key(row.name)


def _used(row: OccupancyRow) -> float | None:
    return row.line.used


def _available(row: OccupancyRow) -> float | None:
    return row.line.available


def _arrivals(row: OccupancyRow) -> float | None:
    return row.line.arrivals


def _exits(row: OccupancyRow) -> float | None:
    return row.line.exits


def _percent(row: OccupancyRow) -> str:
    if row.line.percent is None:
        return _("no data")
    return _("{percent} %").format(percent=number(row.line.percent, 1))


def _number(value: float | None, decimals: int | None = None) -> str:
    return _("no data") if value is None else number(value, decimals)


def _moves(line: OccupancyLine) -> str:
    """Say how many came and went."""
    came, left = int(line.arrivals or 0), int(line.exits or 0)
    return _("{arrivals}, {departures}").format(
        arrivals=ngettext("{n} arrival", "{n} arrivals", came).format(n=number(came)),
        departures=ngettext("{n} departure", "{n} departures", left).format(n=number(left)),
    )


def _nothing() -> str:
    return _("Nothing of this kind fell into the period. Choose another period or part.")
