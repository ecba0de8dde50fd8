"""A list leaves the house as it is shown: on paper with its heading, as a workbook without formulas, on record."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pypdf
import pytest
from sqlalchemy import select

from shelter_app.db.models.trust import AuditEvent, Disclosure
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.accounts.trail import PrintTrail
from shelter_app.services.accounts.views import PrintAccounts
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.waiting import PrintWaiting
from shelter_app.services.counselling.views import PrintSessions
from shelter_app.services.deliveries.views import PrintServices
from shelter_app.services.lists.printing import IN_A_BOOK, ON_PAPER, PrintShown
from shelter_app.services.residents.acts import AssignCase, RegisterResident

SHOWN: dict[str, Any] = {
    "columns": ("Who", "What"),
    "shares": (1, 3),
    "rows": (("Ana", "=1+1"), ("Ina", "@x")),
}


def texts(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_the_paper_says_what_it_is_who_made_it_when_and_page_x_of_y(director: Actor) -> None:
    rows = tuple((f"row {n}", "text") for n in range(100))
    made = perform(director, PrintWaiting(**{**SHOWN, "rows": rows}, search="ana", language="en"))
    said = texts(made.content)
    pages = len(pypdf.PdfReader(io.BytesIO(made.content)).pages)
    assert pages > 1
    for words in ("Waiting list", "rows containing ana", director.name, "Asociația Casa Încercării"):
        assert words in said
    assert f"page {pages} of {pages}" in said
    assert all(f"row {n}" in said for n in (0, 50, 99))


def test_a_workbook_holds_texts_whatever_they_begin_with(director: Actor) -> None:
    made = perform(director, PrintAccounts(**SHOWN, form="xlsx"))
    (sheet,) = openpyxl.load_workbook(io.BytesIO(made.content)).worksheets
    cells = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]
    assert cells == [
        [("Who", "s"), ("What", "s")],
        [("Ana", "s"), ("=1+1", "s")],
        [("Ina", "s"), ("@x", "s")],
    ]


def test_that_it_left_the_house_is_registered_and_the_trail_holds_no_content(director: Actor) -> None:
    perform(director, PrintWaiting(**SHOWN))
    with director.store.reading() as session:
        kept = session.scalars(select(Disclosure)).one()
        told = session.scalars(select(AuditEvent).where(AuditEvent.action == PrintWaiting.NAME)).one()
    assert (kept.kind, kept.fields, kept.purpose) == ("PRINT", ["Who", "What"], "Lista de așteptare")
    assert json.loads(told.detail)["rows"] == 2
    assert "Ana" not in told.detail


@pytest.mark.parametrize(
    ("kind", "role", "may"),
    [
        (PrintWaiting, "COUNSELLOR", False),
        (PrintWaiting, "CASE_MANAGER", True),
        (PrintTrail, "AUDITOR", True),
        (PrintTrail, "CASE_MANAGER", False),
        (PrintAccounts, "HOUSE_STAFF", False),
    ],
)
def test_who_sees_a_list_prints_it_only_where_the_roles_table_says_so(
    make_actor: Callable[..., Actor], kind: type[PrintShown], role: str, may: bool
) -> None:
    actor = make_actor(role)
    if may:
        assert perform(actor, kind(**SHOWN)).content
    else:
        with pytest.raises(NotAllowed):
            perform(actor, kind(**SHOWN))


def test_a_residents_list_is_of_a_case_that_is_ones_own(
    director: Actor, make_actor: Callable[..., Actor]
) -> None:
    resident = perform(director, RegisterResident(preferred_name="Ana", sex="F"))
    counsellor = make_actor("COUNSELLOR")
    for act in (PrintSessions, PrintServices):
        with pytest.raises(NotAllowed):
            perform(counsellor, act(**SHOWN, resident=resident))
        with pytest.raises(Refused):
            perform(counsellor, act(**SHOWN))
    perform(
        director,
        AssignCase(
            resident=resident,
            account=counsellor.account_id,
            role="COUNSELLOR",
            from_on=director.clock().date(),
        ),
    )
    made = perform(counsellor, PrintSessions(**SHOWN, resident=resident))
    with director.store.reading() as session:
        told = session.scalars(select(AuditEvent).where(AuditEvent.action == PrintSessions.NAME)).one()
    assert told.case_id == resident
    assert "Ana" in texts(made.content)


def test_what_no_paper_and_no_workbook_holds_is_refused_in_words(director: Actor) -> None:
    long = {**SHOWN, "rows": (("a", "b"),) * (ON_PAPER + 1)}
    with pytest.raises(Refused) as refused:
        perform(director, PrintTrail(**long))
    assert refused.value.code == "too_long_for_paper"
    assert perform(director, PrintTrail(**long, form="xlsx")).content
    with pytest.raises(Refused) as refused:
        perform(director, PrintTrail(**{**SHOWN, "rows": (("a", "b"),) * (IN_A_BOOK + 1)}, form="xlsx"))
    assert refused.value.code == "too_long"
    with pytest.raises(Refused) as refused:
        perform(director, PrintTrail(**{**SHOWN, "columns": ()}))
    assert refused.value.code == "unknown_column"
