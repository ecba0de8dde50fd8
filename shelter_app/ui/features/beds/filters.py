"""Which beds are wanted: free from a day to another, for whom the room is, kind, features; on board and calendar."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from shelter_app.domain.codes import codes
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.tape import is_free
from shelter_app.i18n import _, ngettext
from shelter_app.services.beds.tape import Tape
from shelter_app.ui.forms.days import DayField
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.parts import ComboBox, make_button, make_label, set_text

FEATURES = ("ACCESSIBLE", "GROUND_FLOOR", "QUIET", "COT_SPACE")
NAMED = 12  # beds that are named before it says "and others"
WEEK = timedelta(days=7)


class BedFilters(QWidget):
    """The fields of the filter and, at their end, which beds fit; ``name`` begins the names of its parts."""

    changed = Signal()

    def __init__(self, name: str, today: Callable[[], date]) -> None:
        super().__init__()
        self.free_from = DayField(f"{name}_free_from", today)
        self.free_to = DayField(f"{name}_free_to", today)
        self.rule = ComboBox(f"{name}_rule")
        self.kind = ComboBox(f"{name}_kind")
        self.fitting = make_label("note", f"{name}_fitting", wrap=True)
        self._from_word = make_label("note", f"{name}_from_word")
        self._to_word = make_label("note", f"{name}_to_word")
        self._from_word.setBuddy(self.free_from)
        self._to_word.setBuddy(self.free_to)
        self.features: dict[str, QPushButton] = {}
        filters = Flow(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(filters)
        column.addWidget(self.fitting)
        filters.add(self._from_word, self.free_from, self._to_word, self.free_to)
        for choice, list_name in ((self.rule, "placement_rule"), (self.kind, "bed_kind")):
            choice.addItem("", "")
            for code in codes(list_name):
                choice.addItem("", code)
            choice.activated.connect(self.changed)
            filters.add(choice)
        for feature in FEATURES:
            made = make_button("filter", f"{name}_{feature}")
            made.setCheckable(True)
            made.toggled.connect(self.changed)
            self.features[feature] = made
            filters.add(made)
        self.free_from.show_day(today())
        self.free_to.show_day(today() + WEEK)
        for field in (self.free_from, self.free_to):
            field.changed.connect(self.changed)

    def days(self) -> tuple[date, date] | None:
        """Return from which day until which a bed is to be free, None while that is no time."""
        first, last = self.free_from.value(), self.free_to.value()
        return None if first is None or last is None or last <= first else (first, last)

    def takes(self, rule: str, kind: str, features: Collection[str]) -> bool:
        """Return whether a bed is of the kind that is wanted, in a room for whom it is wanted."""
        asked = {feature for feature, made in self.features.items() if made.isChecked()}
        wanted = self.rule.currentData()
        if wanted and rule not in (wanted, "ANY"):
            return False
        return (not self.kind.currentData() or kind == self.kind.currentData()) and asked <= set(features)

    def show_fitting(self, shown: Tape | None) -> frozenset[str] | None:
        """Say which beds of a chart fit, and return their ids; None without a chart or without two days in order."""
        days = self.days()
        if days is None or shown is None:
            sentence = _("Type two days, the second after the first, to see what is free.")
            set_text(self.fitting, sentence)
            return None
        fitting = [
            (room, bed)
            for room in shown.rooms
            for bed in room.beds
            if self.takes(room.rule, bed.kind, bed.features) and is_free(bed, *days)
        ]
        beds = [f"{room.name} {bed.label}" for room, bed in fitting]
        count = ngettext("{n} suitable bed", "{n} suitable beds", len(beds)).format(n=len(beds))
        more = _("{count}: {beds} and others") if len(beds) > NAMED else _("{count}: {beds}")
        set_text(self.fitting, more.format(count=count, beds=", ".join(beds[:NAMED])) if beds else count)
        return frozenset(bed.bed_id for _room, bed in fitting)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self._from_word, _("free from"))
        set_text(self._to_word, _("until"))
        self.free_from.setAccessibleName(_("Free from"))
        self.free_to.setAccessibleName(_("Free until"))
        self.rule.setAccessibleName(_("Who the room is for"))
        self.kind.setAccessibleName(_("Kind of bed"))
        for field in (self.free_from, self.free_to):
            shown = field.value()
            if shown is not None:
                field.show_day(shown)
        any_of = {"placement_rule": _("Any room"), "bed_kind": _("Any kind of bed")}
        for choice, list_name in ((self.rule, "placement_rule"), (self.kind, "bed_kind")):
            choice.setItemText(0, any_of[list_name])
            for at, code in enumerate(codes(list_name), 1):
                choice.setItemText(at, code_label(list_name, code))
        for feature, made in self.features.items():
            set_text(made, code_label("bed_feature", feature))
        fit_filter_buttons(*self.features.values())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "features"):
            fit_filter_buttons(*self.features.values())
        super().changeEvent(event)
