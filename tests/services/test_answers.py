"""Unknown and refused are answers: stored as such, kept apart from what nobody asked, counted in figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from shelter_app.db import check as checks
from shelter_app.db.models.people import Resident
from shelter_app.db.models.stays import Referral, Stay
from shelter_app.db.store import Store
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.reports.indicators import dimensions
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.referrals.acts import RecordReferral
from shelter_app.services.reporting.figures import figures
from shelter_app.services.residents.acts import DescribeResident, RegisterResident, SetIdentity
from shelter_app.services.residents.head import head
from shelter_app.services.residents.profile import facts
from shelter_app.services.residents.views import identity
from shelter_app.services.stays.acts import Admit, EndStay, UndoExit
from tests.services import casework

REFUSED_ALL = {
    name: "REFUSED" for name in ("preferred_name", "sex", "birth_year", "citizenships", "county", "languages")
}


@pytest.fixture
def shelter(director: Actor) -> str:
    return perform(director, AddShelter(code="NORD", name="Casa Nord"))


def register(director: Actor, **values: object) -> str:
    return perform(director, RegisterResident(**values))  # type: ignore[arg-type]


def stored(director: Actor, model: type, record: str) -> object:
    with director.store.reading() as session:
        return session.get(model, record).unanswered  # type: ignore[attr-defined]


def test_unknown_refused_and_not_asked_are_three_things(director: Actor) -> None:
    unknown = register(director, unanswered={"sex": "UNKNOWN", "birth_year": "UNKNOWN"})
    refused = register(director, unanswered=REFUSED_ALL)
    not_asked = register(director)
    assert stored(director, Resident, unknown) == {"sex": "UNKNOWN", "birth_year": "UNKNOWN"}
    assert stored(director, Resident, refused) == REFUSED_ALL
    assert stored(director, Resident, not_asked) is None
    assert [facts(director, who).birth_precision for who in (unknown, refused, not_asked)] == [
        "UNKNOWN",
        "REFUSED",
        "UNKNOWN",
    ]


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"sex": "F", "unanswered": {"sex": "UNKNOWN"}}, "answered_twice", "sex"),
        ({"birth_year": 1999, "unanswered": {"birth_year": "REFUSED"}}, "answered_twice", "birth_year"),
        ({"languages": ("ro",), "unanswered": {"languages": "REFUSED"}}, "answered_twice", "languages"),
        ({"unanswered": {"code": "UNKNOWN"}}, "no_answer", "code"),
        ({"unanswered": {"sex": "PERHAPS"}}, "no_answer", "sex"),
        ({"sex": "Q"}, "unknown_code", "sex"),
        ({"county": "ZZ"}, "unknown_code", "county"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_beside_its_field(
    director: Actor, values: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        register(director, **values)
    assert (refused.value.code, refused.value.fields) == (code, (field,))


def test_what_is_told_later_takes_the_place_of_the_answer(director: Actor) -> None:
    who = register(director, sex="F", unanswered={"birth_year": "REFUSED", "county": "UNKNOWN"})
    known = facts(director, who)
    perform(
        director,
        DescribeResident(
            resident=who,
            sex="F",
            birth_year=2004,
            birth_precision="ABOUT",
            citizenships=("RO", "MD"),
            unanswered={"county": "REFUSED"},
            version=known.version,
        ),
    )
    after = facts(director, who)
    assert (after.birth_year, after.birth_precision) == (2004, "ABOUT")
    assert (after.citizenships, after.county, dict(after.unanswered)) == (
        ("RO", "MD"),
        None,
        {"county": "REFUSED"},
    )


def test_two_who_write_at_once_do_not_overwrite_each_other(director: Actor) -> None:
    who = register(director)
    version = facts(director, who).version
    perform(director, DescribeResident(resident=who, sex="F", version=version))
    with pytest.raises(Refused) as refused:
        perform(director, DescribeResident(resident=who, sex="M", version=version))
    assert refused.value.code == "changed_meanwhile"


def test_house_staff_neither_see_nor_change_what_is_known(
    make_actor: Callable[..., Actor], director: Actor
) -> None:
    who = register(director)
    night = make_actor("HOUSE_STAFF")
    with pytest.raises(NotAllowed):
        facts(night, who)
    with pytest.raises(NotAllowed):
        perform(night, DescribeResident(resident=who))


def test_a_request_says_why_it_has_no_sex_and_no_year(director: Actor, shelter: str) -> None:
    asked = perform(
        director,
        RecordReferral(
            shelter=shelter,
            received_at=director.clock(),
            source="SELF",
            urgency="DAYS",
            unanswered={"sex": "UNKNOWN", "birth_year": "REFUSED"},
        ),
    )
    assert stored(director, Referral, asked) == {"sex": "UNKNOWN", "birth_year": "REFUSED"}


def test_a_destination_that_was_refused_is_counted_as_unknown(director: Actor, shelter: str) -> None:
    who = register(director)
    stay = perform(director, Admit(resident=who, shelter=shelter, at=director.clock()))
    end = EndStay(stay=stay, at=director.clock(), reason="OWN_REQUEST", unanswered={"destination": "REFUSED"})
    perform(director, end)
    assert stored(director, Stay, stay) == {"exit_destination": "REFUSED"}
    with director.store.reading() as session:
        assert session.get(Stay, stay).exit_destination == "UNKNOWN"  # type: ignore[union-attr]
    perform(director, UndoExit(stay=stay))
    assert stored(director, Stay, stay) is None


def test_the_identity_keeps_why_there_is_no_name_sealed(director: Actor) -> None:
    who = register(director)
    perform(director, SetIdentity(resident=who, unanswered={"legal_name": "REFUSED", "cnp": "UNKNOWN"}))
    opened = identity(director, who, "fișa de primire")
    assert (opened.legal_name, opened.why_not("legal_name"), opened.why_not("cnp")) == (
        "",
        "REFUSED",
        "UNKNOWN",
    )
    assert opened.why_not("phones") is None
    with director.store.reading() as session:
        raw = session.execute(text("SELECT unanswered FROM resident_identity")).scalar_one()
    assert b"REFUSED" not in raw
    perform(director, SetIdentity(resident=who, legal_name="Ana Pop"))
    opened = identity(director, who, "fișa de primire")
    assert (opened.legal_name, opened.why_not("legal_name"), opened.why_not("cnp")) == (
        "Ana Pop",
        None,
        "UNKNOWN",
    )
    perform(director, SetIdentity(resident=who, unanswered={"legal_name": "UNKNOWN"}))
    assert identity(director, who, "fișa de primire").legal_name == ""


def test_reports_keep_one_line_for_what_is_not_known_or_was_refused(
    director: Actor, shelter: str, english: None
) -> None:
    for values in ({"sex": "F", "birth_year": 1999, "county": "IS"}, {"unanswered": REFUSED_ALL}, {}):
        who = register(director, **values)
        perform(director, Admit(resident=who, shelter=shelter, at=director.clock() - timedelta(days=2)))
    for by in ("sex", "age_band", "county", "citizenship_group"):
        found = figures(director, date(2026, 11, 1), date(2026, 11, 30), ("I01",), (by,))
        unknown = "UNK" if by == "age_band" else "UNKNOWN"
        assert found[0].by[by][unknown] == (3 if by == "citizenship_group" else 2), by
        assert dimensions.label(by, unknown) == "unknown"


@pytest.mark.parametrize(
    "written",
    [
        json.dumps({"sex": "PERHAPS"}),
        json.dumps({"code": "UNKNOWN"}),
        json.dumps(["sex"]),
        json.dumps({"birth_year": "UNKNOWN"}),
    ],
)
def test_the_database_itself_refuses_an_answer_that_does_not_fit(director: Actor, written: str) -> None:
    who = register(director, birth_year=1999)
    with pytest.raises(IntegrityError), director.store.writing() as session:
        session.execute(
            text("UPDATE resident SET unanswered = :said WHERE id = :who"), {"said": written, "who": who}
        )


def test_a_value_beside_its_answer_is_refused_by_the_database(director: Actor) -> None:
    who = register(director, unanswered={"sex": "REFUSED"})
    with pytest.raises(IntegrityError), director.store.writing() as session:
        session.execute(text("UPDATE resident SET sex = 'F' WHERE id = :who"), {"who": who})


def test_records_of_before_the_answers_prove_sound(director: Actor) -> None:
    register(director)
    register(director, unanswered={"sex": "REFUSED"})
    assert checks.check(director.store).problems == ()


def test_nobody_is_born_after_the_admission(store: Store, director: Actor) -> None:
    case = casework.resident_in(store, casework.shelter(store), admitted=date(2025, 10, 1))
    admitted = head(director, case.resident).stays[0].admitted_at.year
    perform(director, DescribeResident(resident=case.resident, birth_year=admitted))
    with pytest.raises(Refused) as refused:
        perform(director, DescribeResident(resident=case.resident, birth_year=admitted + 1))
    assert (refused.value.code, refused.value.fields) == ("born_later", ("birth_year",))
