"""Who was in the house at any past minute, and how full it was over a period, with the rule that counts nights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QLineEdit

from shelter_app.domain.clock import LOCAL, local_day, local_moment
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, day, ngettext, number, pgettext
from shelter_app.services.acting import Actor, snapshot
from shelter_app.services.beds import census as views
from shelter_app.services.beds.census import PrintCensusList
from shelter_app.services.beds.figures import NIGHT_RULE
from shelter_app.services.beds.occupancy import Occupancy
from shelter_app.services.beds.printing import PrintCensus
from shelter_app.ui.charts.curve import Curve
from shelter_app.ui.features.beds.bed_page import FiguresPage, in_a_row
from shelter_app.ui.features.beds.figures import PeriodFigures, ask_figures
from shelter_app.ui.forms.days import DayField
from shelter_app.ui.forms.hours import read_hour
from shelter_app.ui.forms.law import LawButton
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.parts import Chip, make_button, make_label, set_text

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class CensusContent:
    """What the page shows: whether there are several shelters, the census, and the year for who is shown figures."""

    several: bool
    census: views.Census
    year: PeriodFigures | None


class CensusPage(FiguresPage):
    """Who was in the house at a minute; below, how full it was on each night of the year before."""

    NAME = "census"
    ICON = "users-round"
    NEEDS = "beds.census"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._shown: views.Census | None = None
        self._occupancy: Occupancy | None = None
        self.day = DayField("census_day", self.today)
        self.day.show_day(self.today())
        self.hour = QLineEdit()
        self.hour.setObjectName("census_hour")
        self.hour.setMaxLength(5)
        self._day_word = make_label("note", "census_day_word")
        self._hour_word = make_label("note", "census_hour_word")
        self._day_word.setBuddy(self.day)
        self._hour_word.setBuddy(self.hour)
        self._now = make_button("lined", "census_now")
        self._paper = make_button("lined", "census_paper", "printer")
        self._year_paper = make_button("lined", "census_year_paper", "printer")
        self.people = Chip("plain", "users-round", "census_people")
        self.free = Chip("free", "bed-double", "census_free")
        self.away = Chip("warning", "door-open", "census_away")
        self.bedless = Chip("info", "hourglass", "census_bedless")
        self.over = Chip("danger", "triangle-alert", "census_over")
        self.law = LawButton(("licensed_capacity",), "")
        self.model: RowsModel[views.CensusRow] = RowsModel(_columns())
        self.list = ListView("census", self.model)
        self.curve = Curve()
        self.year = make_label("body", "census_year", wrap=True)
        self.by_shelter = make_label("body", "census_by_shelter", wrap=True)
        self.by_shelter.hide()
        self.rule = make_label("note", "census_rule", wrap=True)
        self._lay_out()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Census")

    def refresh(self) -> None:
        """Ask who was there at the minute, and how full the house was in the year before it."""
        actor, shelter, at = self.actor, self.asked_shelter(), self._moment()
        if at is None:
            self.error.show_text(_("Type a day and a time, such as 9:30."))
            return

        def ask() -> CensusContent:
            last = local_day(at)
            with snapshot(actor):
                return CensusContent(
                    self.ask_several(),
                    views.census(actor, at, shelter),
                    ask_figures(actor, last - YEAR, last, shelter) if self._may_count() else None,
                )

        self.ask("census", lambda _progress: ask(), self._show)

    def start(self) -> None:
        """Put the keyboard on the day."""
        self.day.setFocus()

    def state(self) -> dict[str, Any]:
        """Return which minute is shown."""
        return {"day": self.day.value(), "hour": self.hour.text(), "all": self.all.isChecked()}

    def restore(self, state: dict[str, Any]) -> None:
        """Show the same minute again."""
        if state.get("day") is not None:
            self.day.show_day(state["day"])
            self.hour.setText(state.get("hour", ""))
            self.all.setChecked(bool(state.get("all")))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self._day_word, pgettext("census", "on"))
        set_text(self._hour_word, pgettext("census", "at"))
        self.day.setAccessibleName(_("Day of the census"))
        self.hour.setAccessibleName(_("Time of the census"))
        self.hour.setPlaceholderText(_("now"))
        set_text(self._now, pgettext("button", "Now"))
        fit_filter_buttons(self.all)
        set_text(self._paper, _("Print the census"))
        set_text(self._year_paper, _("Print the occupancy"))
        set_text(self.rule, _(NIGHT_RULE))
        self.law.retranslate(_("Licensed capacity"))
        self.list.setAccessibleName(_("Census"))
        self.model.emit_texts_changed()
        self._show_counts()
        self._show_year()

    def _lay_out(self) -> None:
        tools = in_a_row(self._day_word, self.day, self._hour_word, self.hour, self._now, self.all)
        tools.add(self.people, self.free, self.away, self.bedless, self.over, self.law)
        tools.add(self._paper, self._year_paper)
        self.lay_out(
            tools,
            ListBar(self, self.list, PrintCensusList, empty=_nobody),
            self.list,
            self.year,
            self.by_shelter,
            self.curve,
            self.rule,
            least={self.list: 180, self.curve: 100},
            stretch={self.list: 3},
        )
        self.day.changed.connect(self.refresh)
        self.hour.editingFinished.connect(self.refresh)
        self._now.clicked.connect(self._go_now)
        self._paper.clicked.connect(self._print)
        self._year_paper.clicked.connect(self._print_year)

    def _may_count(self) -> bool:
        """Return whether the account is shown figures; some see only who is here."""
        return self.access.may("beds.nights") and self.access.may("beds.occupancy")

    def _moment(self) -> datetime | None:
        """Return the minute asked for: an empty time is now today, the end of the day before."""
        which, typed = self.day.value(), self.hour.text().strip()
        if which is None:
            return None
        now = self.actor.clock()
        if not typed:
            return now if which >= self.today() else local_moment(which, 23, 59)
        hour = read_hour(typed)
        return None if hour is None else local_moment(which, hour.hour, hour.minute)

    def _go_now(self) -> None:
        self.day.show_day(self.today())
        self.hour.clear()
        self.refresh()

    def _show(self, content: CensusContent) -> None:
        self.all.setVisible(content.several)
        self._shown = content.census
        self.model.show_rows(content.census.rows, len(content.census.rows))
        self._show_counts()
        for part in (self.year, self.curve, self.rule, self._year_paper, self._paper):
            part.setVisible(content.year is not None)
        if content.year is not None:
            self._occupancy = content.year.occupancy
            self.curve.show_nights(content.year.nights)
            self._show_year()

    def _show_counts(self) -> None:
        if self._shown is None:
            return
        census = self._shown
        local = census.at.astimezone(LOCAL)
        counts = (
            (self.people, ngettext("{n} person", "{n} people", census.persons), census.persons),
            (self.free, ngettext("{n} free bed", "{n} free beds", census.free), census.free),
            (self.away, ngettext("{n} away", "{n} away", census.away), census.away),
            (
                self.bedless,
                ngettext("{n} without a bed", "{n} without a bed", census.without_bed),
                census.without_bed,
            ),
            (
                self.over,
                ngettext("{n} over licensed capacity", "{n} over licensed capacity", census.over_capacity),
                census.over_capacity,
            ),
        )
        for chip, words, count in counts:
            set_text(chip, words.format(n=number(count)))
            chip.setVisible(count > 0 or chip in (self.people, self.free))
        self.law.setVisible(census.over_capacity > 0)
        self.list.setAccessibleDescription(
            _("Who was in the shelter on {day} at {time}").format(
                day=day(local.date()), time=f"{local:%H:%M}"
            )
        )

    def _show_year(self) -> None:
        found = self._occupancy
        self.curve.retranslate()
        if found is None:
            return
        used = found.whole
        sentence = _(
            "From {first} to {last}: {used} bed-nights used out of {available}, occupancy "
            "{percent} %, arrivals {came}, departures {left}, average stay {mean} nights, median "
            "{median}."
        )
        nothing = _("no data")
        set_text(
            self.year,
            sentence.format(
                first=day(found.first, "medium"),
                last=day(found.last, "medium"),
                used=nothing if used.used is None else number(used.used),
                available=nothing if used.available is None else number(used.available),
                percent=nothing if used.percent is None else number(used.percent, 1),
                came=nothing if used.arrivals is None else number(used.arrivals),
                left=nothing if used.exits is None else number(used.exits),
                mean=nothing if found.mean is None else number(found.mean, 1),
                median=nothing if found.median is None else number(found.median, 1),
            ),
        )
        self._show_by_shelter(found)

    def _show_by_shelter(self, found: Occupancy) -> None:
        """Say the year of each shelter, where several are shown together."""
        lines = [
            _("{shelter}: {used} of {available} bed-nights, {percent} %").format(
                shelter=code,
                used=number(line.used),
                available=number(line.available),
                percent=number(line.percent, 1),
            )
            for code, line in found.shelters
            if line.used is not None and line.available is not None and line.percent is not None
        ]
        self.by_shelter.setVisible(self.all.isChecked() and bool(lines))
        set_text(self.by_shelter, "\n".join(lines))

    def _print(self) -> None:
        shelter, at = self.asked_shelter(), self._moment()
        self.show_paper(lambda tongue: PrintCensus(at=at, shelter=shelter, language=tongue))

    def _print_year(self) -> None:
        if self._occupancy is not None:
            self.print_occupancy(self._occupancy.first, self._occupancy.last)


def _columns() -> tuple[Column[views.CensusRow], ...]:
    return (
        Column("", lambda: _("Shelter"), lambda row: row.shelter, 2, muted=True),
        Column("", lambda: _("Place"), _bed_text, 3),
        Column("", lambda: _("Code name"), lambda row: row.code, 3, bold=True),
        Column(
            "",
            lambda: _("Since"),
            lambda row: day(row.since, "medium"),
            3,
            muted=True,
            order=lambda row: row.since,
        ),
        Column("", lambda: _("Away"), _away, 4, muted=True),
    )


def _nobody() -> str:
    return _("Nobody was in the shelter at that time. People are shown here by place and code name.")


def _bed_text(row: views.CensusRow) -> str:
    return _("without a bed") if row.bed is None else f"{row.room} · {row.bed}"


def _away(row: views.CensusRow) -> str:
    return "" if row.away is None else code_label("absence_type", row.away)
