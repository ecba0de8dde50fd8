"""Rooms looked at, and what was found broken: work to do until it is mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shelter_app.domain.bed_names import bed_name
from shelter_app.domain.errors import Refused
from shelter_app.domain.inspections import need_nothing_broken
from shelter_app.domain.permissions import Access
from shelter_app.i18n import _, ngettext
from shelter_app.services.acting import Act, Actor, snapshot
from shelter_app.services.beds import rooms as views
from shelter_app.services.beds.rooms import (
    InspectRoom,
    MendDefect,
    PrintDefects,
    PrintRooms,
    ReportDefect,
    UndoMend,
)
from shelter_app.services.beds.tape import tape
from shelter_app.services.house.acts import AddRoom
from shelter_app.ui.features.beds.bed_page import BedPage
from shelter_app.ui.features.house.choices import shelter_id
from shelter_app.ui.features.house.forms import HouseChoices, assign_defect, house_forms
from shelter_app.ui.forms.fields import day_of
from shelter_app.ui.forms.spec import Choices, FormSpec, Outcome
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.pages.beds.rooms.columns import BED_IN_USE, defect_columns, room_columns
from shelter_app.ui.pages.beds.rooms.pane import RoomPane
from shelter_app.ui.tables.model import RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.list_with_pane import ListWithPane
from shelter_app.ui.widgets.parts import Menu, MenuButton, make_label, set_text

PANE = 400


@dataclass(frozen=True)
class RoomBed:
    """A bed that a defect may be in, and its room."""

    room_id: str
    bed_id: str
    label: str


@dataclass(frozen=True)
class RoomsContent:
    """What the page shows; ``shelter`` is the id of the shelter one is in, ``menders`` are who may mend a defect."""

    rooms: tuple[views.RoomState, ...] = ()
    defects: tuple[views.DefectRow, ...] = ()
    beds: tuple[RoomBed, ...] = ()
    shelter: str = ""
    menders: Choices = ()


class RoomsPage(BedPage):
    """The rooms of the shelter one is in, those with defects first, and the defects below."""

    NAME = "rooms"
    ICON = "wrench"
    NEEDS = "beds.rooms"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._content = RoomsContent()
        self.do = MenuButton("lined", "rooms_do")
        self.menu = Menu(self.do, "rooms_menu")
        self.menu.aboutToShow.connect(self.fill_menu)
        self.do.setMenu(self.menu)
        self.do.hide()
        self.rooms: RowsModel[views.RoomState] = RowsModel(room_columns(), lambda row: row.room_id)
        self.room_list = ListView("rooms", self.rooms)
        self.defects: RowsModel[views.DefectRow] = RowsModel(defect_columns(), lambda row: row.id)
        self.defect_list = ListView("defects", self.defects)
        self.defect_list.hide_columns([BED_IN_USE])  # the pane says it of the chosen one
        self.defect_list.setWordWrap(True)
        self.defect_title = make_label("heading", "defects_title")
        self.pane = RoomPane(self.today)
        self.text, self.bed, self.whom = self.pane.text, self.pane.bed, self.pane.whom
        self.due, self.out, self.report = self.pane.due, self.pane.out, self.pane.report
        self.in_order, self.mended, self.assign = self.pane.in_order, self.pane.mended, self.pane.assign
        self._lay_out()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Rooms")

    def title(self) -> str:
        """Return the page's title."""
        return _("Room checks")

    def refresh(self) -> None:
        """Ask for the rooms, the defects, and the beds that a defect may name."""
        actor, access, shelter, today = self.actor, self.access, self.asked_shelter(), self.today()
        self.ask("rooms", lambda _progress: _ask(actor, access, shelter, today), self._show)

    def start(self) -> None:
        """Put the keyboard on the rooms."""
        self.room_list.setFocus()

    def point_to(self, key: str) -> None:
        """Choose a defect by its id, with the keyboard on it."""
        self.defect_list.point_to(key)
        self.defect_list.setFocus()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self.do, _("The shelter"), _("Change rooms and beds"))
        self.pane.retranslate()
        self.room_list.setAccessibleName(_("Rooms"))
        self.defect_list.setAccessibleName(_("Defects"))
        self.rooms.emit_texts_changed()
        self.defects.emit_texts_changed()
        self._show_title()

    def _lay_out(self) -> None:
        left = QWidget()
        left.setProperty("part", "bare")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        rooms = ListBar(self, self.room_list, PrintRooms, empty=_no_room, offer=self._first_room)
        column.addWidget(_share(rooms, self.room_list), 3)
        defects = ListBar(self, self.defect_list, PrintDefects)
        column.addWidget(_share(self.defect_title, defects, self.defect_list), 2)
        both = ListWithPane(left, self.pane, PANE)
        self.lay_out(
            both,
            least={self.room_list: 180, self.defect_list: 120, self.pane: 360},
            stretch={both: 1},
            beside_title=(self.do,),
        )
        self.room_list.selectionModel().currentChanged.connect(lambda *_a: self._offer_beds())
        self.defect_list.selectionModel().currentChanged.connect(lambda *_a: self._show_defect())
        self.in_order.clicked.connect(lambda: self._perform_on_room(self._inspection))
        self.report.clicked.connect(lambda: self._perform_on_room(self._report))
        self.mended.clicked.connect(self._mend)
        self.assign.clicked.connect(self._assign)
        self.defect_list.activated.connect(lambda _index: self._assign())

    def fill_menu(self) -> None:
        """Put into the menu what may be changed about the house."""
        self.menu.clear()
        for form in self.forms():
            action = self.menu.addAction(form.title)
            action.setObjectName(form.kind.NAME)
            action.triggered.connect(lambda _on=False, form=form: self.open_form(form))

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what may be changed about the house."""
        return self._offered_forms([*self.forms(), self._assign_form()])

    def forms(self) -> list[FormSpec]:
        """Return the forms about rooms and beds that the roles may fill."""
        room, content = self._room(), self._content
        names = {row.room_id: row.name for row in content.rooms}
        beds = tuple((bed.bed_id, bed_name(names.get(bed.room_id, ""), bed.label)) for bed in content.beds)
        here = room.room_id if room is not None else ""
        choices = HouseChoices(content.shelter, tuple(names.items()), beds, here)
        return house_forms(self.access, choices, self.today())

    def _first_room(self) -> FormSpec | None:
        return next((form for form in self.forms() if form.kind is AddRoom), None)

    def _show(self, content: RoomsContent) -> None:
        self._content = content
        self.pane.offer_menders(content.menders)
        self.do.setVisible(bool(self.forms()))
        self.room_list.renew(content.rooms)
        self.defect_list.renew(content.defects)
        self.defect_list.setVisible(bool(content.defects))
        self.pane.setVisible(bool(content.rooms))
        self._show_title()
        self._offer_beds()
        self._show_defect()

    def _show_title(self) -> None:
        count = self.defects.total
        words = ngettext("{n} defect to repair", "{n} defects to repair", count).format(n=count)
        set_text(self.defect_title, words if count else _("No defects."))

    def _room(self) -> views.RoomState | None:
        return self.rooms.at(self.room_list.currentIndex())

    def _offer_beds(self) -> None:
        room = self._room()
        beds = [
            (bed.bed_id, bed.label)
            for bed in self._content.beds
            if room is not None and bed.room_id == room.room_id
        ]
        self.pane.show_room(room, beds)

    def _show_defect(self) -> None:
        self.pane.show_defect(self._defect())

    def _inspection(self, room: views.RoomState) -> Act[Any]:
        need_nothing_broken(self.text.text())
        return InspectRoom(room=room.room_id, on=self.today())

    def _report(self, room: views.RoomState) -> Act[Any]:
        return ReportDefect(
            room=room.room_id,
            text=self.text.text(),
            on=self.today(),
            bed=self.bed.currentData() or None,
            assignee=self.whom.currentData(),
            due_on=day_of(self.due, "due_on"),
            out_since=self.actor.clock() if self.out.isChecked() else None,
        )

    def _perform_on_room(self, make: Callable[[views.RoomState], Act[Any]]) -> None:
        room = self._room()
        if room is None:
            return
        try:
            self._perform(make(room), room.name)
        except Refused as refusal:
            self._refuse(refusal)

    def _defect(self) -> views.DefectRow | None:
        return self.defects.at(self.defect_list.currentIndex())

    def _mend(self) -> None:
        row = self._defect()
        if row is not None:
            act = MendDefect(defect=row.id, on=self.today(), version=row.version)
            self._perform(act, ", ".join(filter(None, (row.room, row.bed))), UndoMend(defect=row.id))

    def _assign_form(self) -> FormSpec | None:
        row = self._defect()
        return None if row is None else assign_defect(self.access, row, self._content.menders)

    def _assign(self) -> None:
        form = self._assign_form()
        if form is not None:
            self.open_form(form)

    def _perform(self, act: Act[Any], subject: str, undo: Act[Any] | None = None) -> None:
        self.pane.message.show_text("")
        said = _("The room was checked; there are no defects.")
        if isinstance(act, ReportDefect):
            said = _("The defect was reported.")
        elif isinstance(act, MendDefect):
            said = _("The repair was recorded.")

        def done(_result: object) -> Outcome:
            if isinstance(act, ReportDefect):
                for line in (self.text, self.due):
                    line.clear()
                self.out.setChecked(False)
            return Outcome(said, undo, subject=subject)

        self.perform(act, done, self._refuse)

    def _refuse(self, refusal: Refused) -> None:
        self.pane.message.show_text(refusal.message)
        for name, line in (("text", self.text), ("due_on", self.due)):
            if name in refusal.fields:
                line.setFocus()


def _ask(actor: Actor, access: Access, shelter: str | None, today: date) -> RoomsContent:
    with snapshot(actor):
        may_mend = shelter is not None and access.may("beds.menders")
        return RoomsContent(
            views.rooms(actor, shelter),
            views.defects(actor, shelter),
            tuple(
                RoomBed(room.room_id, bed.bed_id, bed.label)
                for room in tape(actor, today, 1, shelter).rooms
                for bed in room.beds
            ),
            shelter_id(actor, access, shelter or ""),
            views.menders(actor, shelter) if may_mend and shelter is not None else (),
        )


def _share(*parts: QWidget) -> QWidget:
    """Return parts below each other that take their share of the height whatever they show: no list moves another."""
    made = QWidget()
    made.setProperty("part", "bare")
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for part in parts[:-1]:
        column.addWidget(part)
    column.addWidget(parts[-1], 1)
    column.setAlignment(Qt.AlignmentFlag.AlignTop)
    return made


def _no_room() -> str:
    return _(
        "There are no rooms yet. Add rooms under “The shelter” above; they are shown here with their defects."
    )
