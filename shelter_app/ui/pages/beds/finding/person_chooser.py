"""For whom a bed is looked for: somebody who waits, somebody in the house, or somebody described by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from shelter_app.domain.ages import read_ages
from shelter_app.domain.codes import codes
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, pgettext
from shelter_app.services.beds.finding import ToPlace
from shelter_app.ui.features.beds.people import Description, person_text
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.parts import ComboBox, make_button, make_label, set_placeholder, set_text


class PersonChooser(QWidget):
    """Chooses from who waits and who is in the house; the first entry asks for a description."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[ToPlace, ...] = ()
        self.who = ComboBox("find_whom")
        self.who.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.who.setMinimumContentsLength(34)
        self.who.addItem("")
        self.sex = ComboBox("find_sex")
        self.sex.addItem("", None)
        for code in codes("sex"):
            self.sex.addItem("", code)
        self.age = QLineEdit()
        self.children_ages = QLineEdit()
        for line, name in ((self.age, "find_age"), (self.children_ages, "find_children")):
            line.setObjectName(name)
            line.setMaxLength(30)
            line.textEdited.connect(lambda _text: self.changed.emit())
        self._sex_word = make_label("note", "find_sex_word")
        self._age_word = make_label("note", "find_age_word")
        self._children_word = make_label("note", "find_children_word")
        self.need_buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self.who.currentIndexChanged.connect(self._choose)
        self.sex.currentIndexChanged.connect(lambda _at: self.changed.emit())

    def chosen(self) -> ToPlace | None:
        """Return who is chosen, None for somebody described by hand."""
        at = self.who.currentIndex() - 1
        return self._people[at] if 0 <= at < len(self._people) else None

    def described(self) -> Description | None:
        """Return what was typed, None while it is no description."""
        ages, children = read_ages(self.age.text()), read_ages(self.children_ages.text())
        if ages is None or len(ages) > 1 or children is None:
            return None
        return Description(self.sex.currentData(), next(iter(ages), None), children, self.needs())

    def needs(self) -> tuple[str, ...]:
        """Return what the bed must have."""
        return tuple(code for code, made in self.need_buttons.items() if made.isChecked())

    def show_people(self, people: Sequence[ToPlace]) -> None:
        """Offer these people; who was chosen stays chosen while still among them."""
        before = self.key()
        self._people = tuple(people)
        self.who.blockSignals(True)
        while self.who.count() > 1:
            self.who.removeItem(1)
        for row in self._people:
            self.who.addItem(person_text(row))
        self.choose(before)
        self.who.blockSignals(False)
        self._choose_fields()

    def key(self) -> str:
        """Return the id of who is chosen, empty for somebody described."""
        row = self.chosen()
        return "" if row is None else row.referral_id or row.resident_id

    def choose(self, key: str) -> None:
        """Choose whoever has this id; a description when there is nobody."""
        found = (at for at, row in enumerate(self._people, 1) if key in (row.referral_id, row.resident_id))
        self.who.setCurrentIndex(next(found, 0) if key else 0)

    def start(self) -> None:
        """Put the keyboard where a description begins, or on who is chosen."""
        (self.sex if self.chosen() is None else self.who).setFocus()

    def typed(self) -> dict[str, Any]:
        """Return what is typed, to bring it back."""
        return {
            "who": self.key(),
            "sex": self.sex.currentData(),
            "age": self.age.text(),
            "children": self.children_ages.text(),
            "needs": list(self.needs()),
        }

    def retype(self, typed: dict[str, Any]) -> None:
        """Type the same again."""
        self.sex.setCurrentIndex(max(0, self.sex.findData(typed.get("sex"))))
        self.age.setText(typed.get("age", ""))
        self.children_ages.setText(typed.get("children", ""))
        for code, made in self.need_buttons.items():
            made.setChecked(code in typed.get("needs", ()))
        self.choose(typed.get("who", ""))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.who.setItemText(0, _("somebody described here"))
        self.who.setAccessibleName(_("For whom"))
        for at, row in enumerate(self._people, 1):
            self.who.setItemText(at, person_text(row))
        self.sex.setItemText(0, pgettext("sex", "not known"))
        for at in range(1, self.sex.count()):
            self.sex.setItemText(at, code_label("sex", self.sex.itemData(at)))
        set_text(self._sex_word, _("sex"))
        set_text(self._age_word, _("age"))
        set_text(self._children_word, _("ages of the children"))
        self.sex.setAccessibleName(_("Sex"))
        self.age.setAccessibleName(_("Age in years"))
        set_placeholder(self.children_ages, _("for example 0, 3"))
        self.children_ages.setAccessibleName(_("Ages of the children, each in years; 0 for a baby"))
        for code, made in self.need_buttons.items():
            set_text(made, code_label("bed_feature", code))
        self._fit()

    def _fit(self) -> None:
        fit_filter_buttons(*self.need_buttons.values())
        self.age.setFixedWidth(look.px(56))
        self.children_ages.setMaximumWidth(max(self.children_ages.minimumWidth(), look.px(128)))

    def _lay_out(self) -> None:
        first, needs = Flow(8), Flow(8)
        self._fields = (
            self._sex_word,
            self.sex,
            self._age_word,
            self.age,
            self._children_word,
            self.children_ages,
        )
        first.add(self.who, *self._fields)
        for code in codes("bed_feature"):
            made = make_button("filter", f"find_{code}")
            made.setCheckable(True)
            made.toggled.connect(lambda _on: self.changed.emit())
            self.need_buttons[code] = made
            needs.add(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(needs)

    def _choose(self, _at: int) -> None:
        self._choose_fields()
        self.changed.emit()

    def _choose_fields(self) -> None:
        who = self.chosen()
        for part in self._fields:
            part.setVisible(who is None)
        several = who is None or who.persons > 1
        for part in (self._children_word, self.children_ages):
            part.setVisible(several)
