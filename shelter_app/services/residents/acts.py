"""What is done about a person: register under a code name, correct, assign to somebody's case."""

from __future__ import annotations

import json
import random
from dataclasses import field
from datetime import date

from sqlalchemy import func, or_, select

from shelter_app.db.models.people import CaseAssignment, Resident, ResidentIdentity
from shelter_app.db.models.stays import Stay
from shelter_app.db.models.trust import Account
from shelter_app.db.vault.sealing import Compartment, SealedPlace
from shelter_app.domain import missing_values, names
from shelter_app.domain.cnp import read_cnp
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_code, need_resident
from shelter_app.services.acting import Act, UnitOfWork, act

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


@act("residents.register", told=N_("registered a person"))
class RegisterResident(Act[str]):
    """Register a person under a new code name; everything else may be unknown.

    ``unanswered`` says of a field without a value whether it is unknown or was refused; what was not asked is
    not in it.
    """

    preferred_name: str | None = None
    sex: str | None = None
    birth_year: int | None = None
    birth_precision: str = "UNKNOWN"
    citizenships: tuple[str, ...] = ()
    county: str | None = None
    languages: tuple[str, ...] = ()
    interpreter_needed: bool = False
    vulnerabilities: tuple[str, ...] = ()
    unanswered: dict[str, str] = field(default_factory=dict)

    def apply(self, uow: UnitOfWork) -> str:
        """Write the resident and return the id."""
        taken = set(uow.session.scalars(select(Resident.code)))
        resident = Resident(code=names.new_code(taken, random.SystemRandom()))
        _write_facts(uow, resident, self)
        return uow.add(resident).id


@act("residents.describe", told=N_("entered a person's details"))
class DescribeResident(Act[None]):
    """Write anew what is known of a person, as it stands in the form: what is left empty is not asked yet."""

    resident: str
    preferred_name: str | None = None
    sex: str | None = None
    birth_year: int | None = None
    birth_precision: str = "UNKNOWN"
    citizenships: tuple[str, ...] = ()
    county: str | None = None
    languages: tuple[str, ...] = ()
    interpreter_needed: bool = False
    vulnerabilities: tuple[str, ...] = ()
    unanswered: dict[str, str] = field(default_factory=dict)
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Refuse codes of no list, a year of nobody alive, and a field with a value that is said to have none."""
        need_resident(uow, self.resident)
        row = uow.change(Resident, self.resident, self.version)
        uow.audit_subject(row, case_id=row.id)
        _need_born(uow, row, self.birth_year)
        _write_facts(uow, row, self)


def _need_born(uow: UnitOfWork, row: Resident, year: int | None) -> None:
    first = uow.session.scalar(select(func.min(Stay.admitted_on)).where(Stay.resident_id == row.id))
    if year is not None and first is not None and year > first.year:
        raise Refused(
            "born_later",
            _("This person was admitted in {year}, before the year of birth. Check both dates.").format(
                year=first.year
            ),
            ("birth_year",),
        )


def _write_facts(uow: UnitOfWork, row: Resident, said: RegisterResident | DescribeResident) -> None:
    if said.birth_year is not None and not uow.today.year - 120 <= said.birth_year <= uow.today.year:
        raise Refused("birth_year", _("This year of birth is not possible. Check it."), ("birth_year",))
    need_code(uow, "sex", said.sex, "sex")
    need_code(uow, "county", said.county, "county")
    need_code(uow, "birth_precision", said.birth_precision, "birth_precision")
    for vulnerability in said.vulnerabilities:
        need_code(uow, "vulnerability", vulnerability, "vulnerabilities")
    may = Resident.__table__.c.unanswered.info["without_value"]
    row.unanswered = missing_values.unanswered(said.unanswered, may, said.__dict__)
    row.preferred_name = said.preferred_name
    row.sex, row.county = said.sex, said.county
    row.birth_year = said.birth_year
    row.birth_precision = missing_values.precision(
        said.birth_year, said.birth_precision, said.unanswered.get("birth_year")
    )
    row.citizenships, row.languages = list(said.citizenships), list(said.languages)
    row.interpreter_needed = said.interpreter_needed
    row.vulnerabilities = list(said.vulnerabilities)


def _need_cnp(typed: str) -> None:
    """Refuse what is no personal code: thirteen digits, the last one a check (see ``domain.cnp``)."""
    try:
        read_cnp(typed)
    except ValueError as wrong:
        raise Refused(
            "no_cnp",
            _(
                "This is not a valid personal code (CNP): it has thirteen digits, and the last one "
                "checks the others. Check it again."
            ),
            ("cnp",),
        ) from wrong


@act("residents.set_identity", told=N_("entered a person's identity"))
class SetIdentity(Act[str]):
    """Write who a resident is; each field given is sealed with the identity key, an empty one is cleared.

    ``unanswered`` says of fields why they have no value; that is sealed too.
    """

    resident: str
    legal_name: str | None = None
    other_names: str | None = None
    birth_date: date | None = None
    cnp: str | None = None
    phones: str | None = None
    contact_rules: str | None = None
    home_address: str | None = None
    notes: str | None = None
    unanswered: dict[str, str] = field(default_factory=dict)
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Seal what is given and return the id of the identity's row."""
        resident = need_resident(uow, self.resident)
        if self.birth_date is not None and self.birth_date > uow.today:
            raise Refused("future_date", _("This date is in the future."), ("birth_date",))
        if self.cnp:
            _need_cnp(self.cnp)
        row = uow.session.scalars(
            select(ResidentIdentity).where(ResidentIdentity.resident_id == resident.id)
        ).first()
        if row is None:
            row = uow.add(ResidentIdentity(resident_id=resident.id))
        else:
            row = uow.change(ResidentIdentity, row.id, self.version)
        uow.audit_subject(row, case_id=resident.id)
        given = {column: getattr(self, column) for column in SEALED if getattr(self, column) is not None}
        said = missing_values.unanswered(self.unanswered, SEALED, given) or {}
        for column, value in given.items():
            text = value.isoformat() if isinstance(value, date) else names.tidy(value)
            _seal(uow, row, column, text)
        for column in said:
            _seal(uow, row, column, "")
        before = json.loads(_opened(uow, row, "unanswered") or "{}")
        after = {k: v for k, v in (before | said).items() if k not in given}
        if after != before:
            _seal(uow, row, "unanswered", json.dumps(after, sort_keys=True) if after else "")
        return row.id


def _sealed_place(row: ResidentIdentity, column: str) -> SealedPlace:
    return SealedPlace("resident_identity", column, row.id, Compartment("IDENTITY"))


def _seal(uow: UnitOfWork, row: ResidentIdentity, column: str, text: str) -> None:
    setattr(row, column, uow.vault.seal(_sealed_place(row, column), text) if text else None)


def _opened(uow: UnitOfWork, row: ResidentIdentity, column: str) -> str:
    blob = getattr(row, column)
    return "" if blob is None else str(uow.vault.open(_sealed_place(row, column), blob))


@act("residents.assign_case", told=N_("assigned a case"))
class AssignCase(Act[str]):
    """Assign a resident's case to an account in a role, from a day on."""

    resident: str
    account: str
    role: str
    from_on: date

    def apply(self, uow: UnitOfWork) -> str:
        """Refuse a suspended account and an assignment that stands already; return the assignment's id."""
        uow.find(Resident, self.resident)
        need_code(uow, "case_role", self.role, "role")
        account = uow.find(Account, self.account)
        if account.suspended_at is not None:
            raise Refused(
                "account_off", _("This account is suspended. Choose another colleague."), ("account",)
            )
        assigned = select(CaseAssignment.id).where(
            CaseAssignment.resident_id == self.resident,
            CaseAssignment.account_id == account.id,
            CaseAssignment.role == self.role,
            or_(CaseAssignment.to_on.is_(None), CaseAssignment.to_on > self.from_on),
        )
        if uow.session.scalar(assigned.limit(1)) is not None:
            raise Refused(
                "assigned_already", _("This colleague already has the case in this role."), ("account",)
            )
        row = CaseAssignment(
            resident_id=self.resident, account_id=self.account, role=self.role, from_on=self.from_on
        )
        return uow.add(row).id


@act("residents.end_assignment", told=N_("ended an assignment"))
class EndAssignment(Act[None]):
    """End an assignment on a day."""

    assignment: str
    on: date
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Write the day; raises Refused when it lies before the beginning."""
        row = uow.change(CaseAssignment, self.assignment, self.version)
        if self.on < row.from_on:
            raise Refused("ends_before", _("The end is before the beginning. Check the dates."), ("on",))
        row.to_on = self.on
