"""What the house says of itself: organisation, licence of each shelter, numbers to call, letterhead and logo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from shelter_app.db.models.house import Organisation, Shelter, ShelterCapacity
from shelter_app.domain.errors import Refused
from shelter_app.domain.house_rules import CONTACTS
from shelter_app.domain.logos import need_logo
from shelter_app.i18n import N_, _, sort_key
from shelter_app.services.access import all_shelters, need_code, need_shelter, needed
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act, view
from shelter_app.services.settings import settings


@dataclass(frozen=True, slots=True)
class OrganisationData:
    """The organisation as it is written; ``version`` is None where nothing was written yet."""

    name: str = ""
    legal_id: str | None = None
    accreditation_no: str | None = None
    accredited_on: date | None = None
    head_office: str | None = None
    contacts: str | None = None
    letterhead: str | None = None
    logo: bytes | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ShelterData:
    """A shelter as it is written; ``ambulance_to`` is what an ambulance is told, ``capacity`` is licensed today."""

    id: str
    code: str
    name: str
    kind: str
    service_code: str | None
    licence_no: str | None
    licensed_from: date | None
    licensed_to: date | None
    phone: str | None
    ambulance_to: str | None
    version: int
    capacity: int | None


@dataclass(frozen=True, slots=True)
class HouseData:
    """All of it: the organisation, its shelters by name, and who is called in an emergency (who, number)."""

    organisation: OrganisationData
    shelters: tuple[ShelterData, ...]
    contacts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an ambulance comes and the house's own number, of one shelter."""

    name: str
    phone: str | None
    ambulance_to: str | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whom to call: who and number; and the places, by name."""

    contacts: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]


@view("house.data")
def house_data(context: ReadContext) -> HouseData:
    """Return what the house says of itself."""
    row = context.session.scalars(select(Organisation)).first()
    organisation = (
        OrganisationData()
        if row is None
        else OrganisationData(
            row.name,
            row.legal_id,
            row.accreditation_no,
            row.accredited_on,
            row.head_office,
            row.contacts,
            row.letterhead,
            row.logo,
            row.version,
        )
    )
    today = context.today
    capacities = {
        shelter: beds
        for shelter, beds in context.session.execute(
            select(ShelterCapacity.shelter_id, ShelterCapacity.beds).where(
                ShelterCapacity.from_on <= today,
                or_(ShelterCapacity.to_on.is_(None), ShelterCapacity.to_on > today),
            )
        )
    }
    made = [
        ShelterData(
            one.id,
            one.code,
            one.name,
            one.kind,
            one.service_code,
            one.licence_no,
            one.licensed_from,
            one.licensed_to,
            one.phone,
            one.ambulance_to,
            one.version,
            capacities.get(one.id),
        )
        for one in all_shelters(context)
    ]
    return HouseData(organisation, tuple(sorted(made, key=lambda one: sort_key(one.name))), contacts(context))


@view("house.numbers")
def numbers(context: ReadContext, shelter: str | None = None) -> Numbers:
    """Return whom to call, and where an ambulance comes to a shelter (its code; None: each of the account's)."""
    return numbers_of(context, shelter)


def numbers_of(context: ReadContext, shelter: str | None) -> Numbers:
    """Return the numbers inside another view or act, as ``numbers`` does."""
    mine = [
        one
        for one in all_shelters(context)
        if (context.shelters is None or one.id in context.shelters) and shelter in (None, one.code)
    ]
    places = [Place(one.name, one.phone, one.ambulance_to) for one in mine]
    return Numbers(contacts(context), tuple(sorted(places, key=lambda one: sort_key(one.name))))


def contacts(context: ReadContext) -> tuple[tuple[str, str], ...]:
    """Return whom the house calls in an emergency today, each as who and number."""
    found = settings(context).get(CONTACTS)
    return tuple((str(who), str(number)) for who, number in found or ())


@act("house.name_organisation", told=N_("changed the organisation's data"))
class NameOrganisation(Act[str]):
    """Say whose store this is, and what stands at the head of its papers."""

    name: str
    legal_id: str | None = None
    accreditation_no: str | None = None
    accredited_on: date | None = None
    head_office: str | None = None
    contacts: str | None = None
    letterhead: str | None = None
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Write the one row of the organisation and return its id."""
        name = needed(self.name, "name")
        row = uow.session.scalars(select(Organisation)).first() or uow.add(Organisation(name=name))
        if row.version is not None:
            uow.change(Organisation, row.id, self.version)
        row.name = name
        row.legal_id, row.accreditation_no, row.accredited_on = (
            self.legal_id,
            self.accreditation_no,
            self.accredited_on,
        )
        row.head_office, row.contacts, row.letterhead = self.head_office, self.contacts, self.letterhead
        uow.audit_subject(row)
        return row.id


@act("house.set_logo", told=N_("changed the logo"))
class SetLogo(Act[bytes | None]):
    """Put a logo at the head of the papers, or none."""

    content: bytes | None

    def apply(self, uow: UnitOfWork) -> bytes | None:
        """Write the picture and return the one before; raises Refused for what is no small PNG picture."""
        row = uow.session.scalars(select(Organisation)).first()
        if row is None:
            raise Refused("no_organisation", _("Write the name of the organisation first."))
        before = row.logo
        row.logo = None if self.content is None else need_logo(self.content)
        uow.audit_subject(row)
        return before


@act("house.change_shelter", told=N_("changed the data of a shelter"))
class ChangeShelter(Act[str]):
    """Say of a shelter what its licence says, its number, and what an ambulance is told."""

    shelter: str
    name: str
    kind: str = "CENTRE"
    service_code: str | None = None
    licence_no: str | None = None
    licensed_from: date | None = None
    licensed_to: date | None = None
    phone: str | None = None
    ambulance_to: str | None = None
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Write it and return the shelter's id; raises Refused for a licence that ends before it begins."""
        row = uow.change(Shelter, self.shelter, self.version)
        need_shelter(uow, row.id)
        need_code(uow, "unit_type", self.kind, "kind")
        begins, ends = self.licensed_from, self.licensed_to
        if begins is not None and ends is not None and ends < begins:
            raise Refused(
                "ends_before", _("The end is before the beginning. Check the dates."), ("licensed_to",)
            )
        row.name, row.kind = needed(self.name, "name"), self.kind
        row.service_code, row.licence_no = self.service_code, self.licence_no
        row.licensed_from, row.licensed_to = begins, ends
        row.phone, row.ambulance_to = self.phone, self.ambulance_to
        uow.audit_subject(row)
        return row.id
