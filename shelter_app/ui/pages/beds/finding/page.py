"""Find a bed: for whom, from when to when; the beds that fit, the best first, each with why; giving one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from shelter_app.domain.clock import LOCAL, local_moment
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, moment, ngettext
from shelter_app.services.acting import Actor, snapshot
from shelter_app.services.beds.finding import FoundBed, find_bed
from shelter_app.services.stays.newcomers import ReceiveNewcomer
from shelter_app.ui.features.beds.bed_context import BedContext, ask_context
from shelter_app.ui.features.beds.bed_page import BedPage, in_a_row
from shelter_app.ui.features.beds.forms import fit_text, forms_for
from shelter_app.ui.features.beds.household import Household, ask_household, household_form, plan_text
from shelter_app.ui.features.beds.tabs import KEYS
from shelter_app.ui.features.stays.arrival import PAGE, Arrival
from shelter_app.ui.forms.days import DayField
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.pages.beds.finding.person_chooser import PersonChooser
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.parts import make_button, make_label, set_text


class FindingPage(BedPage):
    """The beds of the shelter one is in, for somebody; answered while one types."""

    NAME = "finding"
    ICON = "search"
    NEEDS = "beds.find"
    KEYS = KEYS["finding"]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._context = BedContext(actor, self.access, actor.clock())
        self._wanted_whom: str | None = None
        self._forms: list[FormSpec] = []
        self._offers: list[tuple[str, Callable[[], None]]] = []
        self._household: Household | None = None
        self.whom = PersonChooser()
        self.since = DayField("find_from", self.today)
        self.until = DayField("find_until", self.today, needed=False)
        self._since_word = make_label("note", "find_from_word")
        self._until_word = make_label("note", "find_until_word")
        self._since_word.setBuddy(self.since)
        self._until_word.setBuddy(self.until)
        self.count = make_label("heading", "find_count", wrap=True)
        self.model: RowsModel[FoundBed] = RowsModel(_columns(self._may_give))
        self.list = ListView("find_beds", self.model)
        self.fit = make_label("body", "find_told", wrap=True)
        self.form_buttons = (
            make_button("filled", "find_first", "check", "on_accent"),
            make_button("lined", "find_second"),
            make_button("lined", "find_third"),
        )
        self.household_plan = make_label("body", "find_together_told", wrap=True)
        self.together = make_button("lined", "find_together", "users-round")
        self.lay_out(
            self.whom,
            in_a_row(self._since_word, self.since, self._until_word, self.until),
            self.count,
            self.household_plan,
            self.list,
            self.fit,
            in_a_row(*self.form_buttons, self.together),
            least={self.list: 220},
        )
        self.since.show_day(self.today())
        self._connect()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Find a bed")

    def refresh(self) -> None:
        """Ask for whom a bed may be looked for, then which fit."""
        actor, access, shelter = self.actor, self.access, self.shelter
        if not shelter:
            return

        def ask() -> BedContext:
            with snapshot(actor):
                return ask_context(actor, access, shelter)

        self.ask("context", lambda _progress: ask(), self._show_context)

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
            self._show_nothing(
                _("Type the day from which a bed is needed and, if known, the day until which.")
            )
            return
        if described is None:
            self._show_nothing(_("Type ages as numbers, one for each child: 0, 3."))
            return
        who, needs = self.whom.chosen(), described.needs
        actor, access, shelter = self.actor, self.access, self.shelter
        begin, end = self._moment(since), None if until is None else local_moment(until)

        def ask() -> tuple[tuple[FoundBed, ...], Household | None]:
            with snapshot(actor):
                if who is None:
                    person: dict[str, Any] = {"sex": described.sex, "age": described.age}
                    person["children"] = described.children
                else:
                    person = {"referral": who.referral_id or None, "resident": who.resident_id or None}
                found = find_bed(actor, shelter, begin, end, needs=needs, **person)
                return found, ask_household(actor, access, shelter, begin, who, described)

        self.ask("find", lambda _progress: ask(), lambda found: self._show(*found))

    def forms(self) -> list[FormSpec]:
        """Return what can be done with the bed one stands on, and the household that is chosen."""
        household = self._household_form()
        return [*self._forms, *([household] if household is not None else [])]

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return the words of each form, and what opens it."""
        household = self._household_form()
        return [*self._offers, *self._offered_forms([household] if household is not None else [])]

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self._since_word, _("from"))
        set_text(self._until_word, _("until"))
        self.since.setAccessibleName(_("From which day"))
        self.until.setAccessibleName(_("Until which day; empty if not known"))
        self.whom.retranslate()
        self.list.setAccessibleName(_("Beds, most suitable first"))
        self.model.emit_texts_changed()
        self._show_row()

    def _connect(self) -> None:
        self.whom.changed.connect(self.look_for)
        for field in (self.since, self.until):
            field.textEdited.connect(lambda _text: self.look_for())
        for line in (self.whom.age, self.whom.children_ages, self.since, self.until):
            line.returnPressed.connect(self._into_list)
        for part in (self.whom.age, self.whom.children_ages):
            down = QShortcut(QKeySequence(Qt.Key.Key_Down), part, self._into_list)
            down.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.list.selectionModel().currentChanged.connect(lambda *_a: self._show_row())
        self.list.activated.connect(lambda _index: self._open(0))
        for at, button in enumerate(self.form_buttons):
            button.clicked.connect(partial(self._open, at))
        self.together.clicked.connect(self._open_household_form)

    def _moment(self, day: date) -> datetime:
        return self.actor.clock() if day == self.today() else local_moment(day)

    def _show_context(self, context: BedContext) -> None:
        self._context = context
        with QSignalBlocker(self.whom):  # the beds are asked for below, once
            self.whom.show_people(context.people)
            if self._wanted_whom is not None:
                self.whom.choose(self._wanted_whom)
                self._wanted_whom = None
        self.look_for()

    def _show(self, found: tuple[FoundBed, ...], household: Household | None) -> None:
        self._household = household
        self.model.show_rows(found, len(found))
        fitting = sum(1 for bed in found if bed.fits)
        words = ngettext("{n} suitable bed", "{n} suitable beds", fitting).format(n=fitting)
        more = sum(1 for bed in found if not bed.fits and bed.set_aside_by)
        if more:
            aside = ngettext(
                "{n} more with an exception to a rule", "{n} more with an exception to a rule", more
            ).format(n=more)
            words = _("{fitting}; {aside}").format(fitting=words, aside=aside)
        set_text(self.count, words)
        self.list.point_at(0)
        self._show_row()

    def _show_nothing(self, sentence: str) -> None:
        self._household = None
        self.model.show_rows((), 0)
        set_text(self.count, sentence)
        self._show_row()

    def _show_row(self) -> None:
        bed = self.model.at(self.list.currentIndex())
        set_text(self.fit, "" if bed is None else fit_text(bed))
        self._forms = [] if bed is None else forms_for(bed, self.whom.chosen(), self._context_asked())
        came = [] if bed is None else self._came(bed)
        self._offers = [*came, *self._offered_forms(self._forms)]
        for at, button in enumerate(self.form_buttons):
            button.setVisible(at < len(self._offers))
            if at < len(self._offers):
                set_text(button, self._offers[at][0])
        form, household = self._household_form(), self._household
        self.together.setVisible(form is not None)
        if form is not None:
            set_text(self.together, form.title)
        self.household_plan.setVisible(household is not None)
        set_text(self.household_plan, "" if household is None else plan_text(household.plan))

    def _household_form(self) -> FormSpec | None:
        if self._household is None:
            return None
        return household_form(self._household, self.whom.chosen(), self._context_asked())

    def _may_give(self, bed: FoundBed) -> bool:
        return self._context.may_give(bed)

    def _open_household_form(self) -> None:
        form = self._household_form()
        if form is not None:
            self.open_form(form)

    def _context_asked(self) -> BedContext:
        since, until = self.since.value() or self.today(), self.until.value()
        end = None if until is None else local_moment(until)
        described = self.whom.described()
        context = self._context.at(self._moment(since), end, self.whom.needs())
        return context if described is None else context.of(described.sex, described.age)

    def _open(self, at: int, _on: bool = False) -> None:
        if at < len(self._offers):
            self._offers[at][1]()

    def _came(self, bed: FoundBed) -> list[tuple[str, Callable[[], None]]]:
        """Return what receives whoever came now, of whom all that was said here goes along."""
        who, context = self.whom.chosen(), self._context_asked()
        if context.since > self.actor.clock() or (who is not None and not who.accepted):
            return []
        if not context.may(ReceiveNewcomer) or not context.may_give(bed):
            return []
        born = None if context.age is None else self.today().year - context.age
        arrival = Arrival(bed.bed_id, sex=context.sex, birth_year=born, needs=context.needs)
        if who is not None:
            arrival = Arrival(bed.bed_id, who.referral_id, needs=context.needs)
        words = _("Somebody has arrived: {bed}").format(bed=bed.room_bed)
        return [(words, lambda: self.thing_wanted.emit(PAGE, arrival.key()))]

    def _into_list(self) -> None:
        if self.model.rows:
            self.list.setFocus()
            self.list.point_at(max(0, self.list.currentIndex().row()))


def _columns(may_give: Callable[[FoundBed], bool]) -> tuple[Column[FoundBed], ...]:
    def mark(bed: FoundBed) -> tuple[str, str]:
        if bed.fits:
            return "check", "free"
        return ("pen-line", "warning") if may_give(bed) else ("x", "muted")

    return (
        Column("", lambda: _("Bed"), lambda bed: bed.room_bed, 3, bold=True, mark=mark),
        Column("", lambda: _("Suitable"), _fits, 4),
        Column("", lambda: _("Kind"), _kind, 4, muted=True),
        Column("", lambda: _("Why"), lambda bed: bed.why, 11),
    )


def _fits(bed: FoundBed) -> str:
    if bed.fits and bed.until is not None:
        return _("suitable until {moment}").format(moment=moment(bed.until.astimezone(LOCAL), "medium"))
    if bed.fits:
        return _("suitable")
    return _("with an exception to a rule") if bed.set_aside_by else _("not suitable")


def _kind(bed: FoundBed) -> str:
    parts = [code_label("bed_kind", bed.kind), code_label("placement_rule", bed.rule)]
    return ", ".join(parts + [code_label("bed_feature", feature) for feature in bed.features])
