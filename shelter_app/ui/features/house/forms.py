"""The forms of the house itself: rooms, beds, an extra mattress, what is licensed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from shelter_app.domain import codes
from shelter_app.domain.permissions import Access
from shelter_app.domain.placement import EXTRA
from shelter_app.i18n import _, ngettext
from shelter_app.services.beds.blocked_places import BlockPlaces, UndoBlock
from shelter_app.services.beds.extra_beds import AddMattress
from shelter_app.services.beds.rooms import AssignDefect, DefectRow
from shelter_app.services.house.acts import AddBed, AddRoom, RetireBed, RetireRoom, SetCapacity
from shelter_app.services.house.layout import UseBedsSince
from shelter_app.ui.forms.spec import Choices, FieldSpec, FormSpec


@dataclass(frozen=True)
class HouseChoices:
    """What the forms of a shelter (its id) choose from; ``here`` is the room one stands on, empty for none."""

    shelter: str = ""
    rooms: Choices = ()
    beds: Choices = ()
    here: str = ""


def assign_defect(access: Access, row: DefectRow, menders: Choices) -> FormSpec | None:
    """Return the form that says who mends a defect and until when; None where the roles may not."""
    if not access.may(AssignDefect.NAME):
        return None
    before = AssignDefect(defect=row.id, assignee=row.assignee_id, due_on=row.due_on)
    return FormSpec(
        AssignDefect,
        _("Who repairs it, by when"),
        _("It was recorded who repairs it."),
        (
            FieldSpec("assignee", _("Who repairs it"), choices=menders, start=row.assignee_id),
            FieldSpec("due_on", _("To be repaired by"), start=row.due_on),
        ),
        known={"defect": row.id, "version": row.version},
        note=" · ".join(part for part in (row.room, row.bed, row.text) if part),
        undo=lambda _act, _result: before,
        subject=", ".join(part for part in (row.room, row.bed) if part),
    )


def house_forms(access: Access, house: HouseChoices, today: date) -> list[FormSpec]:
    """Return the forms about rooms and beds that the roles may fill."""
    room = FieldSpec("room", _("Room"), choices=house.rooms, start=house.here or None)
    bed = FieldSpec("bed", _("Bed"), choices=house.beds)
    shelter = house.shelter
    rooms, beds = dict(house.rooms), dict(house.beds)
    forms = [
        FormSpec(
            BlockPlaces,
            _("Block places in a room"),
            _("The places are out of service."),
            (
                room,
                FieldSpec("places", _("How many places"), start=1),
                FieldSpec("since", _("From")),
                FieldSpec("until", _("Until")),
                FieldSpec("reason", _("Why")),
            ),
            note=_("The free beds with the fewest features go out of service; nobody is moved."),
            undo=lambda _act, made: UndoBlock(outages=made),
            subject=lambda act, _made: rooms.get(act.room, ""),
        ),
        FormSpec(
            AddMattress,
            _("Add an extra mattress"),
            _("The extra mattress was added. It does not count among the shelter's beds."),
            (
                room,
                FieldSpec("label", _("Label")),
                FieldSpec("since", _("From")),
                FieldSpec("until", _("Until (not including that day)"), start=today + timedelta(days=1)),
                FieldSpec("reason", _("Why an extra mattress is needed"), law=("licensed_capacity",)),
            ),
            subject=lambda act, _made: ", ".join((rooms.get(act.room, ""), act.label)),
        ),
        FormSpec(
            AddRoom,
            _("Add a room"),
            _("The room was added. Add its beds now."),
            (
                FieldSpec("name", _("Name of the room")),
                FieldSpec("floor", _("Floor")),
                FieldSpec("placement_rule", _("Who the room is for"), codes="placement_rule"),
                FieldSpec("age_from", _("Youngest age")),
                FieldSpec("age_to", _("Oldest age")),
            ),
            known={"shelter": shelter},
            subject=lambda act, _made: str(act.name),
        ),
        FormSpec(
            AddBed,
            _("Add a bed"),
            _("The bed was added."),
            (
                room,
                FieldSpec("label", _("Label")),
                FieldSpec("in_use_from", _("In use from")),
                FieldSpec("kind", _("Kind"), choices=_kinds(today), start="BED"),
                FieldSpec("features", _("Features"), codes="bed_feature"),
            ),
            subject=lambda act, _made: ", ".join((rooms.get(act.room, ""), act.label)),
        ),
        FormSpec(
            RetireBed,
            _("Retire a bed"),
            _("The bed was retired. Its history is kept."),
            (bed, FieldSpec("from_on", _("From")), FieldSpec("reason", _("Reason"))),
            subject=lambda act, _result: beds.get(act.bed, ""),
            final=_(
                "A retired bed cannot be assigned from that day on, and cannot be brought back into use."
            ),
        ),
        FormSpec(
            RetireRoom,
            _("Retire a room"),
            _("The room was retired. Its history is kept."),
            (room, FieldSpec("from_on", _("From")), FieldSpec("reason", _("Reason"))),
            subject=lambda act, _result: rooms.get(act.room, ""),
            final=_("A retired room is not used from that day on, and cannot be brought back into use."),
        ),
        FormSpec(
            SetCapacity,
            _("Set the licensed capacity"),
            _("The licensed capacity was set."),
            (FieldSpec("beds", _("Places"), law=("licensed_capacity",)), FieldSpec("from_on", _("From"))),
            known={"shelter": shelter},
            final=_("A capacity that was set stays on record; only a later one can replace it."),
            subject=lambda act, _made: ngettext("{n} place", "{n} places", act.beds).format(n=act.beds),
        ),
        FormSpec(
            UseBedsSince,
            _("Set when beds came into use"),
            _("The beds are in use from that day."),
            (
                FieldSpec("room", _("Room (empty: all rooms)"), choices=room.choices),
                FieldSpec("from_on", _("In use from")),
                FieldSpec("reason", _("Reason")),
            ),
            known={"shelter": shelter},
            subject=lambda act, _result: rooms.get(act.room, "") or _("all rooms"),
            note=_("For people who were living here before the program was set up."),
            final=_("Figures for the days since then change, and the previous date is not kept."),
        ),
    ]
    return [form for form in forms if access.may(form.kind.NAME)]


def _kinds(today: date) -> Choices:
    """Return the kinds of beds of the house; an extra mattress has a form of its own."""
    return tuple(
        (one.code, one.label())
        for one in codes.lists()["bed_kind"]
        if one.code != EXTRA and one.offered(today)
    )
