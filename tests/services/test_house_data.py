"""What the house says of itself: who writes it, who sees it, and where it stands on paper."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest
from PIL import Image

from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.reports.letterhead import Letterhead
from shelter_app.reports.render import pdf
from shelter_app.reports.words import literal
from shelter_app.services.acting import perform
from shelter_app.services.beds.printing import PrintRoster
from shelter_app.services.house.data import (
    ChangeShelter,
    NameOrganisation,
    SetLogo,
    house_data,
    numbers,
)
from shelter_app.services.house.rules import SetRule
from shelter_app.services.reporting.acts import MakeReport
from tests.reports.papers import dataset_of, long_table
from tests.services import casework


def picture(width: int = 300, height: int = 100) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(made, "PNG")
    return made.getvalue()


def words_of(content: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split()
    )


def pictures_on(content: bytes) -> int:
    return sum(len(page.images) for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def write_head(director, **more):
    data = {
        "name": "Asociația Nouă",
        "legal_id": "RO123",
        "head_office": "Str. Fictivă 1",
        "contacts": "0700 000 002",
    }
    perform(director, NameOrganisation(**{**data, **more}))


def test_sheets_and_reports_carry_the_letterhead(director, store):
    casework.shelter(store)
    write_head(director)
    days = {"first": date(2026, 1, 1), "last": date(2026, 3, 31)}
    papers = (PrintRoster(kind="NIGHT_LIST"), MakeReport(template="R04", **days))
    for paper in papers:
        read = words_of(perform(director, paper).content)
        assert "Asociația Nouă" in read
        assert "CUI RO123 · Str. Fictivă 1 · 0700 000 002" in read
    write_head(director, letterhead="Centru finanțat din donații\nwww.exemplu.ro\na treia linie")
    read = words_of(perform(director, papers[0]).content)
    assert "Centru finanțat din donații" in read
    assert "www.exemplu.ro" in read
    assert "a treia linie" not in read
    assert "RO123" not in read


def test_a_logo_stands_on_each_page_of_sheets_and_reports(director, store):
    casework.shelter(store)
    write_head(director)
    plain = perform(director, PrintRoster(kind="NIGHT_LIST")).content
    assert pictures_on(plain) == 0
    assert perform(director, SetLogo(content=picture())) is None
    assert pictures_on(perform(director, PrintRoster(kind="NIGHT_LIST")).content) == 1
    head = Letterhead("Asociația", ((literal("rând"),),), picture())
    made = pdf.render(replace(dataset_of(long_table(120)), letterhead=head), "ro")
    pages = len(pypdf.PdfReader(io.BytesIO(made)).pages)
    assert pages > 1
    assert pictures_on(made) == pages
    assert made == pdf.render(replace(dataset_of(long_table(120)), letterhead=head), "ro")


def test_the_letterhead_is_no_part_of_what_a_report_says(director, store):
    data = dataset_of(long_table(3))
    assert replace(data, letterhead=Letterhead("Alta")).sha256 == data.sha256


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        picture(601, 10),
        picture(10, 241),
        picture()[8:],
        picture() + b" " * 300_000,
    ],
)
def test_what_is_no_small_png_is_no_logo(director, content):
    with pytest.raises(Refused) as refused:
        perform(director, SetLogo(content=content))
    assert refused.value.code == "no_logo"
    assert house_data(director).organisation.logo is None


def test_a_licence_does_not_end_before_it_begins(director, store):
    shelter = casework.shelter(store)
    with pytest.raises(Refused) as refused:
        perform(
            director,
            ChangeShelter(
                shelter=shelter, name="Casa", licensed_from=date(2026, 2, 1), licensed_to=date(2026, 1, 1)
            ),
        )
    assert refused.value.fields == ("licensed_to",)


def test_house_staff_see_the_numbers_of_their_shelter_and_change_nothing(director, store, make_actor):
    north, south = casework.shelter(store, "NORD"), casework.shelter(store, "SUD")
    for shelter, name in ((north, "Nord"), (south, "Sud")):
        perform(
            director,
            ChangeShelter(shelter=shelter, name=name, phone=f"0700 {name}", ambulance_to=f"Piața {name}"),
        )
    perform(director, SetRule(key="emergency_contacts", value="Doctor: 0700 000 001"))
    night = make_actor("HOUSE_STAFF", shelters=[north])
    seen = numbers(night)
    assert seen.contacts == (("Doctor", "0700 000 001"),)
    assert [(one.name, one.phone, one.ambulance_to) for one in seen.places] == [
        ("Nord", "0700 Nord", "Piața Nord")
    ]
    for act in (
        ChangeShelter(shelter=north, name="Alta"),
        NameOrganisation(name="Alta"),
        SetLogo(content=None),
    ):
        with pytest.raises(NotAllowed):
            perform(night, act)
    with pytest.raises(NotAllowed):
        house_data(night)


def test_the_emergency_sheet_tells_where_an_ambulance_comes_and_what_is_missing(director, store):
    shelter = casework.shelter(store, "NORD")
    paper = PrintRoster(kind="EMERGENCY", shelter="NORD", language="en")
    bare = words_of(perform(director, paper).content)
    assert "A director fills them in under Settings, The shelter." in bare
    assert "Ambulance comes to ......" in bare
    perform(
        director,
        ChangeShelter(shelter=shelter, name="Nord", phone="0700 000 010", ambulance_to="Piața Nord, 2"),
    )
    perform(director, SetRule(key="emergency_contacts", value="Doctor: 0700 000 001"))
    full = words_of(perform(director, paper).content)
    for told in (
        "Emergency call 112",
        "Doctor 0700 000 001",
        "Our phone 0700 000 010",
        "Ambulance comes to Piața Nord, 2",
    ):
        assert told in full
    assert "fills them in" not in full
