"""The four steps of an arrival, all in sight: who it is, what is asked tonight, which bed, what follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from shelter_app.domain import codes
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.domain.first_day import FIRST_DAY, first_dues
from shelter_app.domain.newcomers import Typed, birth_year_of, read_typed
from shelter_app.i18n import _, ngettext, number
from shelter_app.services.acting import Actor
from shelter_app.services.beds.finding import FoundBed, ToPlace
from shelter_app.services.stays.newcomers import Likely
from shelter_app.ui.features.stays.arrival import (
    NO_BED,
    SOMEBODY_NEW,
    Arrival,
    bed_choices,
    due_text,
    in_the_house,
    people_choices,
    until_text,
    within_a_day,
)
from shelter_app.ui.features.stays.arrival_rows import ChoiceRows, Step
from shelter_app.ui.forms import choosing, fields
from shelter_app.ui.forms.fields import Field
from shelter_app.ui.forms.form_state import read_state, restore_state
from shelter_app.ui.widgets.parts import Message, SearchField, make_button, make_label, set_text

AT_ONCE = 3  # beds that are shown before all are asked for
OF_A_NEW = ("preferred_name", "sex", "birth_year")


class YearField(fields.NumberField):
    """An age or a year of birth, whichever is said; its value is the year."""

    def __init__(self, name: str, words: str, today: date) -> None:
        super().__init__(name, words, needed=False, whole=True)
        self._today = today

    def value(self) -> Any:
        """Return the year of birth; raises Refused for a number that is neither."""
        said = super().value()
        year = None if said is None else birth_year_of(said, self._today)
        if said is not None and year is None:
            raise Refused(
                "no_age",
                _("Type an age, for example 24, or a year of birth, for example {year}.").format(year=2002),
                (self.name,),
            )
        return year


class ArrivalSteps(QScrollArea):
    """The four steps; ``edited`` tells that somebody typed or chose something."""

    edited = Signal()

    def __init__(self, actor: Actor, arrival: Arrival) -> None:
        super().__init__()
        self._arrival = arrival
        self._now = actor.clock()
        self._by_hand: set[str] = set()
        self._beds: tuple[FoundBed, ...] = ()
        self._free = False
        self._requests: tuple[ToPlace, ...] = ()
        self.touched = False
        self._who_by_hand = self._bed_by_hand = self._all_beds = False
        self._kept_who = self._kept_bed = ""  # of a draft, until it is offered
        self.setObjectName("arrival_steps")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("part", "bare")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for step in (self._who_step(), self._facts_step(actor), self._bed_step(), self._after_step()):
            column.addWidget(step)
        column.addStretch(1)
        self.setWidget(inner)
        for line in inner.findChildren(QLineEdit):
            line.installEventFilter(self)
        if arrival.sex is not None:
            self.fields["sex"].begin(arrival.sex)
        if arrival.birth_year is not None:
            self.fields["birth_year"].begin(arrival.birth_year)
        for name, made in self.fields.items():
            made.edited.connect(lambda name=name: self._edit(name))

    def start(self) -> None:
        """Put the keyboard where one begins: who it is."""
        self.search.setFocus()

    def said(self) -> Typed:
        """Return what was typed to find somebody."""
        return read_typed(self.search.text(), local_day(self._now))

    def who(self) -> str:
        """Return the key of who is chosen."""
        return self.people.key()

    def request(self) -> ToPlace | None:
        """Return the request that is chosen, None for somebody else."""
        return next((one for one in self._requests if one.referral_id == self.who()), None)

    def referral(self) -> str:
        """Return the request that is answered: the chosen one, or that of which somebody known turns out to be meant."""
        request = self.request()
        if request is not None:
            return request.referral_id
        return self._arrival.referral if self.known() else ""

    def known(self) -> str:
        """Return the id of who is chosen of those known before, empty for nobody of them."""
        return "" if self.who() in ("", SOMEBODY_NEW) or self.request() is not None else self.who()

    def since(self) -> datetime:
        """Return when the person came, as far as it is typed; now otherwise."""
        try:
            typed: datetime | None = self.fields["at"].value()
        except Refused:
            typed = None
        return self._now if typed is None or typed > self._now else typed

    def bed(self) -> FoundBed | None:
        """Return the chosen bed, None for no bed for now."""
        return next((one for one in self._beds if one.bed_id == self.beds.key()), None)

    def ready(self) -> bool:
        """Say whether a bed, or none, is chosen."""
        return bool(self.beds.key())

    def value(self, name: str) -> Any:
        """Return what is typed in a field, None where that is no value for it."""
        try:
            return self.fields[name].value()
        except Refused:
            return None

    def values(self) -> dict[str, Any]:
        """Return what the act is built from; raises Refused with its field marked."""
        self.clear()
        found: dict[str, Any] = {}
        for name, made in self.fields.items():
            if made.isHidden():
                continue
            try:
                found[name] = made.value()
            except Refused as refused:
                self.refuse(refused)
                raise
        bed = self.bed()
        found |= {"bed": None if bed is None else bed.bed_id, "until": None if bed is None else bed.until}
        found["resident"] = self.known() or None
        found["referral"] = self.referral() or None
        return {name: value for name, value in found.items() if value is not None}

    def refuse(self, refused: Refused) -> None:
        """Show why not, beside what it is about."""
        named = [self.fields[name] for name in refused.fields if name in self.fields]
        for made in named:
            made.show()
            made.complain(refused.message)
        if named:
            named[0].control.setFocus()
            self.ensureWidgetVisible(named[0])
        else:
            self.error.show_text(refused.message)
            self.ensureWidgetVisible(self.error)

    def clear(self) -> None:
        """Take the sentences of the last refusal away."""
        self.error.show_text("")
        for made in self.fields.values():
            made.complain("")

    def show_people(self, likely: Sequence[Likely], requests: Sequence[ToPlace]) -> None:
        """Offer who it may be; whoever was chosen by hand stays chosen while still offered."""
        self._requests = tuple(requests)
        rows = people_choices(tuple(likely), self._requests)
        keys = [row.key for row in rows]
        wanted = self._kept_who or (self.who() if self._who_by_hand else self._arrival.referral)
        self._kept_who = ""
        named = [
            one.resident for one in likely if one.code.casefold() == self.search.text().strip().casefold()
        ]
        if not self._who_by_hand and named:
            wanted = named[0]
        self.people.show_rows(rows, wanted if wanted in keys else SOMEBODY_NEW)
        self.here.show_text(in_the_house(tuple(likely)), aloud=False)
        self._follow_who()

    def show_beds(self, found: Sequence[FoundBed], free: bool) -> None:
        """Offer the beds that may be given, the best first; the one chosen by hand or on the board stays chosen.

        ``free`` says whether any bed of the house is free, whoever it fits.
        """
        self._beds, self._free = tuple(found), free
        self._show_beds()

    def typed(self) -> dict[str, Any]:
        """Return what is typed and chosen, to be kept."""
        return {"who": self.who(), "bed": self.beds.key(), "hand": sorted(self._by_hand), **read_state(self)}

    def retype(self, typed: dict[str, Any]) -> None:
        """Type and choose the same again; the rows come with the next answer."""
        restore_state(self, typed)
        self._by_hand = set(typed["hand"])
        self._who_by_hand, self._bed_by_hand = typed["who"] != SOMEBODY_NEW, True
        self.people.show_rows(people_choices((), ()), typed["who"])
        self._kept_who, self._kept_bed = typed["who"], self._arrival.bed or typed["bed"]
        self.touched = True

    def _who_step(self) -> Step:
        step = Step(1, "arrival_who", _("Who is it?"))
        self.search = SearchField("arrival_search")
        self.search.say_words(_("a name or a code name, an age: maria, 24"))
        self.search.setAccessibleName(
            _("Who is it? A name or a code name, an age or a year of birth, a county")
        )
        self.search.textEdited.connect(lambda _text: self._search())
        step.head.addWidget(self.search, 3)
        step.beside.hide()
        self.people = ChoiceRows("arrival_people", _("Who it may be"), self.search)
        self.people.chosen.connect(lambda _key: self._choose_who())
        self.here = Message("caution", "arrival_here")
        step.column.addWidget(self.people)
        step.column.addWidget(self.here)
        return step

    def _facts_step(self, actor: Actor) -> Step:
        step = Step(2, "arrival_facts", _("What must be known tonight"))
        set_text(step.beside, _("the rest can wait until tomorrow"))
        today = local_day(self._now)
        self.fields: dict[str, Field] = {
            "preferred_name": fields.TextField("preferred_name", _("Preferred name"), needed=False),
            "sex": choosing.ChoiceField("sex", _("Sex"), _of_list("sex", today), needed=False),
            "birth_year": YearField("birth_year", _("Age or year of birth"), today),
            "source": choosing.ChoiceField(
                "source", _("Referred by"), _of_list("referral_source", today), needed=False
            ),
            "at": fields.MomentField("at", _("Admitted"), actor.clock, needed=True),
            "must_know": fields.TextField(
                "must_know", _("Allergies and what must be known immediately"), needed=False
            ),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for name, row, at, span in (
            ("preferred_name", 0, 0, 2),
            ("sex", 0, 2, 2),
            ("birth_year", 0, 4, 2),
            ("source", 1, 0, 3),
            ("at", 1, 3, 3),
            ("must_know", 2, 0, 6),
        ):
            grid.addWidget(self.fields[name], row, at, 1, span, Qt.AlignmentFlag.AlignTop)
        for at in range(6):
            grid.setColumnStretch(at, 1)
        step.column.addLayout(grid)
        return step

    def _bed_step(self) -> Step:
        step = Step(3, "arrival_bed", _("Bed"))
        self._bed_words = step.beside
        self.beds = ChoiceRows(
            "arrival_beds", _("Beds, most suitable first"), self.fields["must_know"].control
        )
        self.beds.chosen.connect(lambda _key: self._choose_bed())
        self.more = make_button("small", "arrival_more_beds")
        self.more.clicked.connect(self._show_all_beds)
        self.more.hide()
        override = fields.TextField("override", _("Reason for the exception"), needed=False)
        override.hide()
        self.fields["override"] = override
        self.error = Message("error", "arrival_error")
        for part in (self.beds, self.more, override, self.error):
            step.column.addWidget(part)
        return step

    def _after_step(self) -> Step:
        step = Step(4, "arrival_after", _("Then, within 24 hours"))
        since = self._now
        dues = [due for due in first_dues(since) if within_a_day(due, since)]
        set_text(step.beside, until_text(since + FIRST_DAY))
        for due in dues:
            line = make_label("note", f"arrival_due_{due.rule}", wrap=True)
            a_day = due.by == since + FIRST_DAY  # the title says until when
            set_text(line, codes.label("deadline_rule", due.rule) if a_day else due_text(due))
            step.column.addWidget(line)
        step.setVisible(bool(dues))
        return step

    def _search(self) -> None:
        """Carry what is typed to the fields that nobody typed in: nothing is typed twice."""
        said = self.said()
        name = " ".join(word[:1].upper() + word[1:] for word in said.words.split())
        if any(letter.isdecimal() for letter in name):
            name = ""
        if "preferred_name" not in self._by_hand:
            self.fields["preferred_name"].begin(name)
        if "birth_year" not in self._by_hand and self._arrival.birth_year is None:
            self.fields["birth_year"].begin("" if said.birth_year is None else said.birth_year)
        self._change()

    def _edit(self, name: str) -> None:
        self._by_hand.add(name)
        self._change()

    def _choose_who(self) -> None:
        self._who_by_hand = True
        self._follow_who()
        self._change()

    def _follow_who(self) -> None:
        """Ask only what is not known: of somebody known nothing again, of a request not who asked."""
        request = self.request()
        for name in OF_A_NEW:
            self.fields[name].setVisible(not self.known())
        self.fields["source"].setVisible(not self.referral())
        if request is not None:
            for name, said in (("sex", request.sex), ("birth_year", request.birth_year)):
                if said is not None and name not in self._by_hand:
                    blocked = self.fields[name].blockSignals(True)
                    self.fields[name].begin(said)
                    self.fields[name].blockSignals(blocked)

    def _choose_bed(self) -> None:
        self._bed_by_hand = True
        self.error.show_text("")
        self._follow_bed()
        self._change()

    def _show_all_beds(self) -> None:
        self._all_beds = True
        self._show_beds()
        self.beds.setFocus()

    def _show_beds(self) -> None:
        wanted = self._kept_bed or (self.beds.key() if self._bed_by_hand else self._arrival.bed)
        keys = [one.bed_id for one in self._beds]
        fitting = sum(one.fits for one in self._beds)
        if wanted not in keys and wanted != NO_BED:
            wanted = keys[0] if fitting else ""
        shown = self._beds if self._all_beds else self._beds[:AT_ONCE]
        if wanted in keys and wanted not in [one.bed_id for one in shown]:
            shown = (*shown, self._beds[keys.index(wanted)])
        self._kept_bed = ""
        self.beds.show_rows(bed_choices(shown), wanted)
        left = len(self._beds) - len(shown)
        self.more.setVisible(left > 0)
        set_text(self.more, ngettext("Show {n} more bed", "Show {n} more beds", left).format(n=number(left)))
        words = ngettext("{n} suitable bed", "{n} suitable beds", fitting).format(n=number(fitting))
        if not self._free:
            words = _("No bed is free.")
        elif not fitting and self.value("sex") is None and not self.known():
            words = _("No suitable bed yet: choose the sex, most rooms depend on it.")
        set_text(self._bed_words, words)
        self._follow_bed()

    def _follow_bed(self) -> None:
        bed = self.bed()
        self.fields["override"].setVisible(bed is not None and not bed.fits)

    def _change(self) -> None:
        self.touched = True
        self.edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on to the next field with Enter."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.focusNextPrevChild(True)
            return True
        return super().eventFilter(watched, event)


def _of_list(name: str, today: date) -> tuple[tuple[str, str], ...]:
    return tuple((c.code, c.label()) for c in codes.lists()[name] if c.offered(today))
