"""About one room: when it was looked at and what was found; reporting what is broken; the chosen defect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from shelter_app.domain.bed_names import room_name
from shelter_app.i18n import _, ngettext
from shelter_app.services.beds.rooms import DefectRow, RoomState
from shelter_app.ui.features.beds.bed_page import in_a_row
from shelter_app.ui.forms.days import DayField
from shelter_app.ui.forms.spec import Choices
from shelter_app.ui.pages.beds.rooms import columns as words
from shelter_app.ui.widgets.list_with_pane import DetailPane
from shelter_app.ui.widgets.parts import ComboBox, make_button, make_label, set_text


class RoomPane(DetailPane):
    """Holds the fields and buttons of the room and of the defect one stands on; the page does what they ask."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("room_pane")
        self._room: RoomState | None = None
        self._defect: DefectRow | None = None
        self._broken = make_label("heading", "room_broken")
        self.text = QLineEdit()
        self.text.setObjectName("defect_text")
        self.bed = ComboBox("defect_bed")
        self.whom = ComboBox("defect_assignee")
        self.due = DayField("defect_due", today, needed=False)
        self._due_word = make_label("note", "defect_due_word")
        self._due_word.setBuddy(self.due)
        self.out = QCheckBox()
        self.out.setObjectName("defect_out")
        self.report = make_button("lined", "room_report", "wrench")
        self.chosen = make_label("heading", "defect_chosen", wrap=True)
        self.chosen_facts = make_label("note", "defect_chosen_facts", wrap=True)
        self.mended = make_button("lined", "defect_mended", "check")
        self.assign = make_button("lined", "defect_assign", "circle-user-round")
        self.in_order = make_button("filled", "room_in_order", "check", "on_accent")
        self._lay_out()

    def show_room(self, room: RoomState | None, beds: Sequence[tuple[str, str]]) -> None:
        """Show a room, with the beds (id, label) that a defect of it may be in."""
        same = room is not None and self._room is not None and room.room_id == self._room.room_id
        before = self.bed.currentData() if same else ""
        self._room = room
        self.bed.clear()
        self.bed.addItem(_("the whole room"), "")
        for bed_id, label in beds:
            self.bed.addItem(_("Bed {bed}").format(bed=label), bed_id)
        self.bed.setCurrentIndex(max(0, self.bed.findData(before)))
        for part in self._parts_of_room:
            part.setVisible(room is not None)
        self._say_room()

    def show_defect(self, defect: DefectRow | None) -> None:
        """Show the chosen defect, with what can be done about it; nothing where none is chosen."""
        self._defect = defect
        for part in (self.chosen, self.chosen_facts, self.mended, self.assign):
            part.setVisible(defect is not None)
        self._say_defect()

    def offer_menders(self, menders: Choices) -> None:
        """Offer who may mend a defect; who is chosen stays chosen."""
        before = self.whom.currentData()
        self.whom.clear()
        self.whom.addItem(_("nobody yet"), None)
        for account, name in menders:
            self.whom.addItem(name, account)
        self.whom.setCurrentIndex(max(0, self.whom.findData(before)))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self._broken, _("A new defect"))
        set_text(self.in_order, _("Checked today: in order"))
        set_text(self.report, _("Report the defect"))
        set_text(self.mended, _("Repaired today"))
        set_text(self.assign, _("Who repairs it, by when"))
        self.whom.setAccessibleName(_("Who repairs it"))
        if self.whom.count():
            self.whom.setItemText(0, _("nobody yet"))
        set_text(self._due_word, _("to be repaired by"))
        self.due.setAccessibleName(_("To be repaired by"))
        self.text.setPlaceholderText(_("Defects"))
        self.text.setAccessibleName(_("Defects"))
        self.bed.setAccessibleName(_("Which bed"))
        if self.bed.count():
            self.bed.setItemText(0, _("the whole room"))
        set_text(self.out, _("the bed is out of service from now on"))
        self._say_room()
        self._say_defect()

    def _lay_out(self) -> None:
        self._parts_of_room: tuple[QWidget, ...] = (
            self.title,
            self.chip,
            self._broken,
            self.text,
            self.bed,
            self.whom,
            self._due_word,
            self.due,
            self.out,
            self.report,
            self.in_order,
        )
        self.column.addWidget(self._broken)
        self.column.addWidget(self.text)
        self.column.addLayout(in_a_row(self.bed, self.whom))
        self.column.addLayout(in_a_row(self._due_word, self.due))
        self.column.addWidget(self.out)
        self.column.addLayout(in_a_row(self.report))
        self.column.addStretch(1)
        self.column.addWidget(self.chosen)
        self.column.addWidget(self.chosen_facts)
        self.column.addLayout(in_a_row(self.mended, self.assign))
        self.foot.addWidget(self.in_order)

    def _say_room(self) -> None:
        room = self._room
        if room is None:
            self.show_facts([])
            return
        set_text(self.title, room_name(room.name))
        if room.defects:
            self.chip.set_meaning("warning", "wrench")
            count = ngettext("{n} defect to repair", "{n} defects to repair", room.defects)
            set_text(self.chip, count.format(n=room.defects))
        else:
            self.chip.set_meaning("free", "check")
            set_text(self.chip, _("No defects."))
        self.show_facts([(_("Last check"), words.looked(room)), (_("Defect found"), words.found(room))])

    def _say_defect(self) -> None:
        row = self._defect
        if row is None:
            return
        set_text(self.chosen, row.text)
        where = [row.room, *([_("Bed {bed}").format(bed=row.bed)] if row.bed else [])]
        facts = [*where, row.assignee, words.due(row), words.use(row)]
        set_text(self.chosen_facts, " · ".join(filter(None, facts)))
