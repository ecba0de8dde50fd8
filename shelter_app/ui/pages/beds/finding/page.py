"""Find a bed: for whom, from when to when; the beds that fit, the best first, each with why; giving one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shelter_app.domain.clock import local_day, local_moment
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, ngettext
from shelter_app.services.acting import Actor
from shelter_app.services.beds import finding as views
from shelter_app.ui.features.beds.bed_context import Beside, ask_beside
from shelter_app.ui.features.beds.forms import Around, sheets, told
from shelter_app.ui.features.beds.household import (
    Household,
    ask_household,
    together_sheet,
    together_told,
)
from shelter_app.ui.features.beds.tabs import KEYS, BedTabs
from shelter_app.ui.forms.days import DayField
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.page import Page
from shelter_app.ui.pages.beds.finding.whom import Whom
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import MinHeightScrollArea
from shelter_app.ui.widgets.parts import make_button, make_label, set_text

Row = views.FoundBed


class FindingPage(Page):
    """The beds of the shelter one is in, for somebody; answered while one types."""

    NAME = "finding"
    ICON = "search"
    NEEDS = "beds.find"
    UNDER = "beds"
    KEYS = KEYS["finding"]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._beside = Beside()
        self._wanted_whom: str | None = None
        self.tabs = BedTabs(self.NAME)
        self.tabs.wanted.connect(self.wanted)
        self.whom = Whom()
        self.since = DayField("find_from", self._today)
        self.until = DayField("find_until", self._today, needed=False)
        self._since_word = make_label("note", "find_from_word")
        self._until_word = make_label("note", "find_until_word")
        self._since_word.setBuddy(self.since)
        self._until_word.setBuddy(self.until)
        self.count = make_label("heading", "find_count", wrap=True)
        self.model: RowsModel[Row] = RowsModel(_columns(self._may_set_aside))
        self.list = ListView("find_beds", self.model)
        self.told = make_label("body", "find_told", wrap=True)
        self._buttons = [
            make_button("filled", "find_first", "check", "on_accent"),
            make_button("lined", "find_second"),
        ]
        self._sheets: list[FormSpec] = []
        self._household: Household | None = None
        self.together_told = make_label("body", "find_together_told", wrap=True)
        self.together = make_button("lined", "find_together", "users-round")
        self._lay_out()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Find a bed")

    def refresh(self) -> None:
        """Ask whom a bed may be looked for, then which fit."""
        if self.shelter:
            actor, shelter = self.actor, self.shelter
            self.ask("beside", lambda _p: ask_beside(actor, shelter), self._show_beside)
            self.look_for()

    def start(self) -> None:
        """Put the keyboard where a description begins."""
        self.whom.start()

    def state(self) -> dict[str, Any]:
        """Return what is looked for."""
        return {**self.whom.typed(), "from": self.since.text(), "until": self.until.text()}

    def restore(self, state: dict[str, Any]) -> None:
        """Look for the same again."""
        self.whom.retype(state)
        self._wanted_whom = state.get("who") or None
        self.since.setText(state.get("from", self.since.text()))
        self.until.setText(state.get("until", ""))

    def look_for_whom(self, key: str) -> None:
        """Look for whoever has this id, as soon as it is known who that may be."""
        self._wanted_whom = key
        self.whom.choose(key)

    def look_for(self) -> None:
        """Ask which beds fit whoever is chosen or described."""
        since, until = self.since.value(), self.until.value()
        described = self.whom.described()
        if since is None or (until is None and self.until.text().strip()):
            self._show_nothing(_("Type the day from which, and the day until which if it is known."))
            return
        if described is None:
            self._show_nothing(_("Type ages as numbers, one for each child: 0, 3."))
            return
        who = self.whom.chosen()
        actor, shelter = self.actor, self.shelter
        start, end = self._moment(since), None if until is None else local_moment(until)
        asked: dict[str, Any] = {"needs": described.needs}
        if who is None:
            asked |= {"sex": described.sex, "age": described.age, "children": described.children}
        else:
            asked |= {"referral": who.referral_id or None, "resident": who.resident_id or None}
        self.ask(
            "find",
            lambda _p: (
                views.find_bed(actor, shelter, start, end, **asked),
                ask_household(actor, shelter, start, who, described),
            ),
            lambda both: self._show(*both),
        )

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be done with the bed one stands on."""
        return self._offered_forms([*self._sheets, self._together_sheet()])

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self._since_word, _("from"))
        set_text(self._until_word, _("until"))
        self.since.setAccessibleName(_("From which day"))
        self.until.setAccessibleName(_("Until which day, empty when it is not known"))
        self.whom.retranslate()
        self.list.setAccessibleName(_("Beds, the best first"))
        self.model.say_again()
        self._say_row()

    def _lay_out(self) -> None:
        self.head.addStretch(1)
        self.body.insertWidget(1, self.tabs)
        days, doing = Flow(8), Flow(8)
        days.add(self._since_word, self.since, self._until_word, self.until)
        doing.add(*self._buttons, self.together)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.whom)
        column.addLayout(days)
        column.addWidget(self.count)
        column.addWidget(self.together_told)
        column.addWidget(self.list, 1)
        column.addWidget(self.told)
        column.addLayout(doing)
        self.body.addWidget(MinHeightScrollArea(whole, {self.list: 220}), 1)
        self.body.setSpacing(8)
        self.since.show_day(self._today())
        self.whom.changed.connect(self.look_for)
        for field in (self.since, self.until):
            field.textEdited.connect(lambda _text: self.look_for())
        for line in (self.whom.age, self.whom.with_her, self.since, self.until):
            line.returnPressed.connect(self._into_list)
        for part in (self.whom.age, self.whom.with_her):
            down = QShortcut(QKeySequence(Qt.Key.Key_Down), part, self._into_list)
            down.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.list.selectionModel().currentChanged.connect(lambda *_a: self._say_row())
        self.list.activated.connect(lambda _index: self._do(0))
        for at, made in enumerate(self._buttons):
            made.clicked.connect(partial(self._do, at))
        self.together.clicked.connect(self._place_together)

    def _today(self) -> Any:
        return local_day(self.actor.clock())

    def _moment(self, day: Any) -> datetime:
        return self.actor.clock() if day == self._today() else local_moment(day)

    def _show_beside(self, found: Beside) -> None:
        self._beside = found
        self.whom.show_rows(found.people)
        if self._wanted_whom is not None:
            self.whom.choose(self._wanted_whom)
            self._wanted_whom = None
        self.model.say_again()
        self._say_row()

    def _show(self, found: tuple[Row, ...], household: Household | None) -> None:
        self._household = household
        self.model.show_rows(found, len(found))
        fitting = sum(1 for bed in found if bed.fits)
        words = ngettext("{n} bed fits", "{n} beds fit", fitting).format(n=fitting)
        more = sum(1 for bed in found if not bed.fits and bed.set_aside_by)
        if more:
            aside = ngettext(
                "{n} more where a rule is set aside", "{n} more where a rule is set aside", more
            ).format(n=more)
            words = _("{fitting}; {aside}").format(fitting=words, aside=aside)
        set_text(self.count, words)
        self.list.point_at(0)
        self._say_row()

    def _show_nothing(self, sentence: str) -> None:
        self._household = None
        self.model.show_rows((), 0)
        set_text(self.count, sentence)
        self._say_row()

    def _row(self) -> Row | None:
        return self.model.at(self.list.currentIndex())

    def _may_set_aside(self, bed: Row) -> bool:
        return bool(set(bed.set_aside_by) & set(self._beside.roles))

    def _say_row(self) -> None:
        bed = self._row()
        set_text(self.told, "" if bed is None else told(bed))
        self._sheets = [] if bed is None else sheets(bed, self.whom.chosen(), self._around())
        for at, made in enumerate(self._buttons):
            made.setVisible(at < len(self._sheets))
            if at < len(self._sheets):
                set_text(made, self._sheets[at].title)
        sheet = self._together_sheet()
        self.together.setVisible(sheet is not None)
        self.together_told.setVisible(self._household is not None)
        set_text(self.together_told, "" if self._household is None else together_told(self._household.plan))
        if sheet is not None:
            set_text(self.together, sheet.title)

    def _together_sheet(self) -> FormSpec | None:
        if self._household is None:
            return None
        return together_sheet(self._household, self.whom.chosen(), self._around())

    def _place_together(self) -> None:
        sheet = self._together_sheet()
        if sheet is not None:
            self.open_form(sheet)

    def _around(self) -> Around:
        since, until = self.since.value() or self._today(), self.until.value()
        return Around(
            self._beside.roles,
            self._beside.shelter,
            self._beside.outside,
            self.actor.clock(),
            self._moment(since),
            None if until is None else local_moment(until),
            self.whom.needs(),
            self._beside.inside,
        )

    def _do(self, at: int, _on: bool = False) -> None:
        if at < len(self._sheets):
            self.open_form(self._sheets[at])

    def _into_list(self) -> None:
        if self.model.rows:
            self.list.setFocus()
            self.list.point_at(max(0, self.list.currentIndex().row()))


def _columns(may_set_aside: Callable[[Row], bool]) -> tuple[Column[Row], ...]:
    def mark(bed: Row) -> tuple[str, str]:
        if bed.fits:
            return "check", "free"
        return ("pen-line", "warning") if may_set_aside(bed) else ("x", "muted")

    return (
        Column("", lambda: _("Bed"), lambda bed: bed.room_bed, 3, bold=True, mark=mark),
        Column("", lambda: _("Does it fit"), _fits, 4),
        Column("", lambda: _("Kind"), _kind, 4, muted=True),
        Column("", lambda: _("Why"), lambda bed: bed.why, 11),
    )


def _fits(bed: Row) -> str:
    if bed.fits:
        return _("fits")
    return _("if a rule is set aside") if bed.set_aside_by else _("does not fit")


def _kind(bed: Row) -> str:
    parts = [code_label("bed_kind", bed.kind), code_label("placement_rule", bed.rule)]
    return ", ".join(parts + [code_label("bed_feature", feature) for feature in bed.features])
