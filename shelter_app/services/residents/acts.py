"""What is done about a person: register under a code name, correct, assign to somebody's case."""

from __future__ import annotations

import random
from datetime import date

from sqlalchemy import or_, select

from shelter_app.db.models.people import CaseAssignment, Resident, ResidentIdentity
from shelter_app.db.models.trust import Account
from shelter_app.db.vault.sealing import Compartment, Place
from shelter_app.domain import names
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.services.acting import Act, Work, act
from shelter_app.services.reach import need_code, need_resident

SEALED = (
    "legal_name",
    "other_names",
    "birth_date",
    "cnp",
    "phones",
    "contact_rules",
    "home_address",
    "notes",
)


@act("residents.register")
class RegisterResident(Act[str]):
    """Register a person under a new code name; everything else may be unknown."""

    preferred_name: str | None = None
    sex: str | None = None
    birth_year: int | None = None
    birth_precision: str = "UNKNOWN"
    citizenships: tuple[str, ...] = ()
    county: str | None = None
    languages: tuple[str, ...] = ()
    interpreter_needed: bool = False
    vulnerabilities: tuple[str, ...] = ()

    def apply(self, work: Work) -> str:
        """Write the resident and return the id."""
        if self.birth_year is not None and not work.today.year - 120 <= self.birth_year <= work.today.year:
            raise Refused("birth_year", _("Nobody alive was born in this year. Check it."), ("birth_year",))
        taken = set(work.session.scalars(select(Resident.code)))
        known = self.birth_year is not None
        resident = Resident(
            code=names.new_code(taken, random.SystemRandom()),
            preferred_name=self.preferred_name,
            sex=self.sex,
            birth_year=self.birth_year,
            birth_precision="YEAR" if known and self.birth_precision == "UNKNOWN" else self.birth_precision,
            citizenships=list(self.citizenships),
            county=self.county,
            languages=list(self.languages),
            interpreter_needed=self.interpreter_needed,
            vulnerabilities=list(self.vulnerabilities),
        )
        return work.add(resident).id


@act("residents.set_identity")
class SetIdentity(Act[str]):
    """Write who a resident is; each field given is sealed with the identity key, an empty one is cleared."""

    resident: str
    legal_name: str | None = None
    other_names: str | None = None
    birth_date: date | None = None
    cnp: str | None = None
    phones: str | None = None
    contact_rules: str | None = None
    home_address: str | None = None
    notes: str | None = None
    version: int | None = None

    def apply(self, work: Work) -> str:
        """Seal what is given and return the id of the identity's row."""
        resident = need_resident(work, self.resident)
        if self.birth_date is not None and self.birth_date > work.today:
            raise Refused("future_date", _("This date lies in the future."), ("birth_date",))
        row = work.session.scalars(
            select(ResidentIdentity).where(ResidentIdentity.resident_id == resident.id)
        ).first()
        if row is None:
            row = work.add(ResidentIdentity(resident_id=resident.id))
        else:
            row = work.change(ResidentIdentity, row.id, self.version)
        work.about(row, case_id=resident.id)
        for column in SEALED:
            value = getattr(self, column)
            if value is None:
                continue
            text = value.isoformat() if isinstance(value, date) else names.tidy(value)
            place = Place("resident_identity", column, row.id, Compartment("IDENTITY"))
            setattr(row, column, work.vault.seal(place, text) if text else None)
        return row.id


@act("residents.assign_case")
class AssignCase(Act[str]):
    """Assign a resident's case to an account in a role, from a day on."""

    resident: str
    account: str
    role: str
    from_on: date

    def apply(self, work: Work) -> str:
        """Refuse a suspended account and an assignment that stands already; return the assignment's id."""
        work.find(Resident, self.resident)
        need_code(work, "case_role", self.role, "role")
        account = work.find(Account, self.account)
        if account.suspended_at is not None:
            raise Refused(
                "account_off", _("This account is suspended. Choose another colleague."), ("account",)
            )
        standing = select(CaseAssignment.id).where(
            CaseAssignment.resident_id == self.resident,
            CaseAssignment.account_id == account.id,
            CaseAssignment.role == self.role,
            or_(CaseAssignment.to_on.is_(None), CaseAssignment.to_on > self.from_on),
        )
        if work.session.scalar(standing.limit(1)) is not None:
            raise Refused(
                "assigned_already", _("This colleague has the case in this role already."), ("account",)
            )
        row = CaseAssignment(
            resident_id=self.resident, account_id=self.account, role=self.role, from_on=self.from_on
        )
        return work.add(row).id


@act("residents.end_assignment")
class EndAssignment(Act[None]):
    """End an assignment on a day."""

    assignment: str
    on: date
    version: int | None = None

    def apply(self, work: Work) -> None:
        """Write the day; raises Refused when it lies before the beginning."""
        row = work.change(CaseAssignment, self.assignment, self.version)
        if self.on < row.from_on:
            raise Refused("ends_before", _("The end lies before the beginning. Check the dates."), ("on",))
        row.to_on = self.on
