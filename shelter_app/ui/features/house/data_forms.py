"""The forms of what the house says of itself: the organisation, a shelter, a further shelter."""

from __future__ import annotations

from datetime import date

from shelter_app.i18n import _
from shelter_app.services.house.acts import SetCapacity
from shelter_app.services.house.data import ChangeShelter, NameOrganisation, OrganisationData, ShelterData
from shelter_app.services.house.layout import LayOutHouse
from shelter_app.ui.forms.spec import FieldSpec, FormSpec


def organisation(row: OrganisationData) -> FormSpec:
    """Return the form of the organisation's data."""
    return FormSpec(
        NameOrganisation,
        _("The organisation"),
        _("The organisation's data were saved. They now appear on documents."),
        (
            FieldSpec("name", _("Legal name"), start=row.name),
            FieldSpec("legal_id", _("Tax code (CUI)"), start=row.legal_id),
            FieldSpec("accreditation_no", _("Accreditation number"), start=row.accreditation_no),
            FieldSpec("accredited_on", _("Accredited on"), start=row.accredited_on),
            FieldSpec("head_office", _("Head office"), start=row.head_office),
            FieldSpec("contacts", _("Phone and e-mail of the office"), start=row.contacts),
            FieldSpec(
                "letterhead",
                _("Letterhead, at most two lines (if empty: tax code, head office, phone)"),
                long=True,
                start=row.letterhead,
            ),
        ),
        known={"version": row.version},
        note=_("The head office appears on documents sent outside. The address of the shelter does not."),
        restores=bool(row.name),
        subject=lambda act, _result: str(act.name),
    )


def shelter(row: ShelterData) -> FormSpec:
    """Return the form of a shelter's data."""
    return FormSpec(
        ChangeShelter,
        _("Data of {shelter}").format(shelter=row.name),
        _("The data of {shelter} were saved.").format(shelter=row.name),
        (
            FieldSpec("name", _("Name of the shelter"), start=row.name),
            FieldSpec("kind", _("Kind"), codes="unit_type", start=row.kind),
            FieldSpec("service_code", _("Code of the social service"), start=row.service_code),
            FieldSpec("licence_no", _("Licence number"), start=row.licence_no, law=("licensed_capacity",)),
            FieldSpec("licensed_from", _("Licence valid from"), start=row.licensed_from),
            FieldSpec("licensed_to", _("Licence valid until"), start=row.licensed_to),
            FieldSpec("phone", _("Phone of the shelter"), start=row.phone),
            FieldSpec("ambulance_to", _("Where the ambulance comes"), start=row.ambulance_to),
        ),
        known={"shelter": row.id, "version": row.version},
        note=_(
            "All house staff can see where the ambulance comes, and the emergency sheet shows "
            "it. A meeting point nearby is enough."
        ),
        restores=True,
        subject=row.name,
    )


def capacity(row: ShelterData) -> FormSpec:
    """Return the form of a shelter's licensed capacity."""
    return FormSpec(
        SetCapacity,
        _("Set the licensed capacity"),
        _("The licensed capacity was set."),
        (FieldSpec("beds", _("Places"), law=("licensed_capacity",)), FieldSpec("from_on", _("From"))),
        known={"shelter": row.id},
        note=row.name,
        final=_("A capacity that was set stays on record; only a later one can replace it."),
        subject=row.name,
    )


def further_shelter(today: date) -> FormSpec:
    """Return the form of a further shelter, with rooms by a pattern."""
    return FormSpec(
        LayOutHouse,
        _("Add a shelter"),
        _("The shelter was added, with its rooms and beds."),
        (
            FieldSpec("code", _("Short code, for example A2")),
            FieldSpec("name", _("Name of the shelter")),
            FieldSpec("pattern", _("Rooms × beds, for example 4 × 3")),
            FieldSpec("placement_rule", _("Who the room is for"), codes="placement_rule", start="ANY"),
            FieldSpec("in_use_from", _("In use from"), start=today),
        ),
        subject=lambda act, _made: str(act.name),
    )
