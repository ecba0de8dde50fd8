"""How full the house was over a period that one chooses, part by part, with the line of its nights and the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QPushButton

from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import N_, _, ngettext, number, sort_key
from shelter_app.reports.words import month
from shelter_app.services.acting import Actor, snapshot
from shelter_app.services.beds.figures import NIGHT_RULE
from shelter_app.services.beds.occupancy import Occupancy, OccupancyLine
from shelter_app.ui.charts.curve import Curve
from shelter_app.ui.features.beds.bed_page import FiguresPage, in_a_row
from shelter_app.ui.features.beds.figures import PeriodFigures, ask_figures
from shelter_app.ui.forms.period import OTHER, PeriodFields
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.parts import Chip, make_button, make_label, set_text

MONTH, SHELTER, ROOM, BED, DESTINATION = "month", "shelter", "room", "bed", "destination"
PARTS = {
    MONTH: N_("By month"),
    SHELTER: N_("By unit"),
    ROOM: N_("By room"),
    BED: N_("By bed"),
    DESTINATION: N_("Departures by destination"),
}
NAME, USED, AVAILABLE, PERCENT, ARRIVALS, EXITS = EVERY = range(6)  # the columns, in their order
SHOWN = {
    MONTH: set(EVERY),
    SHELTER: set(EVERY),
    ROOM: {NAME, USED},
    BED: {NAME, USED},
    DESTINATION: {NAME, EXITS},
}


@dataclass(frozen=True)
class OccupancyRow:
    """One line of a part; ``at`` sorts it where its name would not."""

    name: str
    line: OccupancyLine
    at: date | None = None


class OccupancyPage(FiguresPage):
    """Bed-nights and occupancy of a period, of the shelter one is in or of all together."""

    NAME = "occupancy"
    ICON = "file-text"
    NEEDS = "beds.occupancy"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._found: Occupancy | None = None
        self._part = MONTH
        self.period = PeriodFields(self.today, self.refresh)
        self.paper = make_button("lined", "occupancy_paper", "printer")
        self._parts = QButtonGroup(self)
        self.part_buttons: dict[str, QPushButton] = {}
        self.chips = [
            Chip("plain", "", f"occupancy_{name}") for name in ("used", "percent", "moves", "stays")
        ]
        self.model: RowsModel[OccupancyRow] = RowsModel(_columns(lambda: self._part), lambda row: row.name)
        self.list = ListView("occupancy", self.model)
        self.sum = make_label("note", "occupancy_sum", wrap=True)
        self.curve = Curve()
        self.rule = make_label("note", "occupancy_rule", wrap=True)
        self._lay_out()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Bed-nights and occupancy")

    def refresh(self) -> None:
        """Ask for the figures of the period."""
        actor, shelter, days = self.actor, self.asked_shelter(), self.period.days()
        if days is None:
            self.error.show_text(_("Type the first and the last day of the period."))
            return
        first, last = days

        def ask() -> tuple[bool, PeriodFigures]:
            with snapshot(actor):
                return self.ask_several(), ask_figures(actor, first, last, shelter)

        self.ask("figures", lambda _progress: ask(), lambda found: self._show(*found))

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
        set_text(self.paper, _("Print or save as Excel"))
        for name, made in self.part_buttons.items():
            set_text(made, _(PARTS[name]))
        fit_filter_buttons(self.all, *self.part_buttons.values())
        set_text(self.rule, _(NIGHT_RULE))
        self.list.setAccessibleName(_("Bed-nights and occupancy"))
        self.curve.retranslate()
        self._show_part()

    def _lay_out(self) -> None:
        for name in PARTS:
            button = make_button("filter", f"occupancy_{name}")
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, name=name: self._choose(name))
            self._parts.addButton(button)
            self.part_buttons[name] = button
        self.lay_out(
            in_a_row(*self.period.parts(), self.all, *self.chips),
            in_a_row(*self.part_buttons.values()),
            ListBar(self, self.list, None, empty=_nothing),
            self.list,
            self.sum,
            self.curve,
            self.rule,
            least={self.list: 200, self.curve: 100},
            stretch={self.list: 3},
            beside_title=(self.paper,),
        )
        self.paper.clicked.connect(self._print)
        self._choose(MONTH)

    def _choose(self, part: str) -> None:
        self._part = part
        self.part_buttons[part].setChecked(True)
        self.list.withhold(set(EVERY) - SHOWN[part])
        self._show_part()

    def _show(self, several: bool, figures: PeriodFigures) -> None:
        self.all.setVisible(several)
        self._found = figures.occupancy
        self.curve.show_nights(figures.nights)
        self._show_part()

    def _show_part(self) -> None:
        self.model.emit_texts_changed()
        found = self._found
        for chip in self.chips:
            chip.setVisible(found is not None)
        if found is None:
            return
        self.list.renew(tuple(_rows(found, self._part)))
        whole = found.whole
        texts = (
            _("{used} of {available} bed-nights").format(
                used=_number(whole.used), available=_number(whole.available)
            ),
            _("occupancy {percent} %").format(percent=_number(whole.percent, 1)),
            _moves(whole),
            _("average stay {mean}, median {median} nights").format(
                mean=_number(found.mean, 1), median=_number(found.median, 1)
            ),
        )
        for chip, words in zip(self.chips, texts, strict=True):
            set_text(chip, words)
        slept = sum(room.nights for room in found.rooms)
        sentence = _(
            "Nights in beds: {beds}. Without a bed: {without}. Total: {used}, the same as by resident."
        )
        words = sentence.format(
            beds=number(slept), without=number(found.without_bed), used=_number(whole.used)
        )
        set_text(self.sum, words)
        self.sum.setVisible(self._part in (ROOM, BED))

    def _print(self) -> None:
        days = self.period.days()
        if days is not None:
            self.print_occupancy(*days)


def _rows(found: Occupancy, part: str) -> Iterator[OccupancyRow]:
    """Go through the lines of a part."""
    if part == MONTH:
        for start, line in found.months:
            yield OccupancyRow(month(start).text(), line, start)
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
        SHELTER: N_("Shelter"),
        ROOM: N_("Room"),
        BED: N_("Bed"),
        DESTINATION: N_("Where they went"),
    }

    def figure(title: str, value: Callable[[OccupancyLine], float | None]) -> Column[OccupancyRow]:
        return Column(
            "", lambda: _(title), lambda row: _number(value(row.line)), 3, order=lambda row: value(row.line)
        )

    return (
        Column("", lambda: _(titles[part()]), lambda row: row.name, 4, bold=True, order=_row_order),
        figure(N_("Bed-nights used"), lambda line: line.used),
        figure(N_("Available"), lambda line: line.available),
        Column("", lambda: _("Occupancy"), _percent, 3, order=lambda row: row.line.percent),
        figure(N_("Arrivals"), lambda line: line.arrivals),
        figure(N_("Departures"), lambda line: line.exits),
    )


def _row_order(row: OccupancyRow) -> Any:
    return row.at.isoformat() if row.at is not None else sort_key(row.name)


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
    return _("There is nothing of this kind in the period. Choose another period or another part.")
