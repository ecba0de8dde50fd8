"""The sheets that are printed: what stands on them, in which language, and that they are registered."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise

import openpyxl
import pypdfium2
import pytest
from sqlalchemy import select

from shelter_app.db.models.trust import Disclosure
from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import perform
from shelter_app.services.beds.marks import MarkPresence
from shelter_app.services.beds.printing import PrintCensus, PrintMissing, PrintOccupancy, PrintRoster
from shelter_app.services.house.rules import SetRule
from shelter_app.services.stays.acts import EndAbsence, RecordAbsence

CAME = local_moment(date(2026, 11, 20))


def words_of(made):
    document = pypdfium2.PdfDocument(made.content)
    read = " ".join(document[at].get_textpage().get_text_range() for at in range(len(document)))
    return " ".join(read.split())  # a cell may go on in a second line


def code_of(director, resident):
    from shelter_app.services.residents.views import residents

    return next(row.code for row in residents(director).rows if row.id == resident)


def test_the_night_list_has_everybody_with_place_and_leave(director, house):
    ana, stay = house.admit(CAME, "1A", preferred_name="Ana")
    perform(
        director,
        RecordAbsence(
            stay=stay, kind="HOSPITAL", since=CAME, expected_at=local_moment(date(2026, 11, 26), 18)
        ),
    )
    house.admit(CAME)
    read = words_of(perform(director, PrintRoster(kind="NIGHT_LIST", shelter="NORD", language="en")))
    for part in ("Night list", "1 · 1A", code_of(director, ana), "Ana", "Hospital stay", "without a bed"):
        assert part in read
    assert "18:00" in read
    assert "page 1 of 1" in read
    assert "People sleeping in the shelter 2 Temporarily away 1 In the shelter now 1" in read


def test_the_emergency_sheet_says_whom_to_call_and_keeps_safe_contacts_sealed_without_the_key(
    director, house, make_actor
):
    house.admit(CAME, "1A", languages=("uk",), interpreter_needed=True)
    perform(director, SetRule(key="emergency_contacts", value="Doctor: 0700 000 001"))
    sheet = PrintRoster(kind="EMERGENCY", shelter="NORD", language="en")
    read = words_of(perform(director, sheet))
    for part in ("112", "Doctor", "0700 000 001", "Ukrainian, interpreter", "Safe contact"):
        assert part in read
    assert "confidential" in words_of(perform(make_actor("HOUSE_STAFF"), sheet))


def test_after_midnight_the_sheets_of_the_night_say_who_is_missed(director, house, clock):
    _who, stay = house.admit(CAME, "1A")
    clock.now = local_moment(date(2026, 11, 25), 1, 30)
    perform(director, MarkPresence(stay=stay, day=date(2026, 11, 24), mark="ABSENT"))
    for kind in ("NIGHT_LIST", "EMERGENCY"):
        read = words_of(perform(director, PrintRoster(kind=kind, shelter="NORD", language="en")))
        assert "Unannounced absence" in read, read


def test_the_roll_call_on_paper_has_a_box_for_each_mark(director, house):
    house.admit(CAME, "1A")
    read = words_of(perform(director, PrintRoster(kind="ROLL_CALL", shelter="NORD", language="ro")))
    for part in ("prezent(ă)", "absent(ă)", "învoit(ă)"):
        assert part in read


def test_the_sheet_of_a_missing_person_says_when_she_was_seen_and_to_whom_it_was_told(director, house, clock):
    who, stay = house.admit(CAME, "1A")
    perform(director, MarkPresence(stay=stay, day=date(2026, 11, 23), mark="PRESENT"))
    perform(director, MarkPresence(stay=stay, day=date(2026, 11, 24), mark="ABSENT"))
    read = words_of(perform(director, PrintMissing(stay=stay, language="en")))
    for part in (code_of(director, who), "23 November 2026", "do not give the address", "1999"):
        assert part in read


def test_the_sheet_of_a_missing_person_tells_the_absence_she_did_not_come_back_from_and_no_earlier_one(
    director, house, clock
):
    _who, stay = house.admit(local_moment(date(2026, 11, 10)), "1A")
    for since, expected in ((12, 14), (22, 23)):
        absence = perform(
            director,
            RecordAbsence(
                stay=stay,
                kind="LEAVE_NIGHT",
                since=local_moment(date(2026, 11, since)),
                expected_at=local_moment(date(2026, 11, expected), 18),
            ),
        )
        read = words_of(perform(director, PrintMissing(stay=stay, language="en")))
        assert f"{since} November 2026, 12:00" in read
        assert f"{expected} November 2026, 18:00" in read
        perform(director, EndAbsence(absence=absence, at=local_moment(date(2026, 11, expected))))
        read = words_of(perform(director, PrintMissing(stay=stay, language="en")))
        assert f"{since} November 2026" not in read


def test_census_and_occupancy_come_as_paper_and_as_workbook(director, house):
    house.admit(CAME, "1A")
    read = words_of(perform(director, PrintCensus(shelter="NORD", language="en")))
    assert "People in the shelter" in read
    month = {"first": date(2026, 11, 1), "last": date(2026, 11, 30), "shelter": "NORD"}
    paper = words_of(perform(director, PrintOccupancy(**month, language="en")))
    assert "A night belongs to the day on which it begins" in paper
    book = openpyxl.load_workbook(
        io.BytesIO(perform(director, PrintOccupancy(**month, language="en", form="xlsx")).content)
    )
    pages = {page.title: page for page in book}
    for title in ("3 By room", "4 By bed"):
        last = list(pages[title].values)[-1]
        assert (last[0], last[-1]) == ("Together", 4)


def test_a_text_that_begins_like_a_formula_stays_a_text(director, house):
    house.admit(CAME, "1A", preferred_name="=1+1")
    made = perform(director, PrintRoster(kind="NIGHT_LIST", shelter="NORD", form="xlsx"))
    page = openpyxl.load_workbook(io.BytesIO(made.content)).worksheets[0]
    assert (page["C2"].value, page["C2"].data_type) == ("=1+1", "s")


def test_what_is_printed_is_registered_as_having_left_the_house(director, house):
    made = perform(director, PrintRoster(kind="NIGHT_LIST", shelter="NORD"))
    with director.store.reading() as session:
        row = session.scalars(select(Disclosure)).one()
    assert (row.kind, row.purpose) == ("PRINT", made.title)
    assert len(row.sha256) == 64


def test_a_sheet_that_there_is_none_of_and_a_counsellor_are_refused(director, house, make_actor):
    with pytest.raises(Refused):
        perform(director, PrintRoster(kind="ADDRESSES"))
    with pytest.raises(Refused):
        perform(director, PrintRoster(kind="NIGHT_LIST", form="docx"))
    with pytest.raises(NotAllowed):
        perform(make_actor("COUNSELLOR"), PrintRoster(kind="NIGHT_LIST"))


def test_a_row_of_the_paper_roll_call_is_as_high_as_what_is_printed_in_it(director, house, clock):
    house.admit(CAME, "1B")
    _who, stay = house.admit(CAME, "1A")
    low = heights(perform(director, PrintRoster(kind="ROLL_CALL", shelter="NORD", language="ro")))
    perform(
        director,
        RecordAbsence(
            stay=stay, kind="LEAVE_NIGHT", since=clock(), expected_at=local_moment(date(2026, 11, 26))
        ),
    )
    high = heights(perform(director, PrintRoster(kind="ROLL_CALL", shelter="NORD", language="ro")))
    assert low == (22, 22)
    assert high[0] > 40
    assert high[1] == 22


def test_what_is_written_by_hand_has_a_line_to_write_on(director, house):
    _who, stay = house.admit(CAME, "1A")
    assert lines_to_write_on(perform(director, PrintMissing(stay=stay, language="en"))) >= 5
    assert lines_to_write_on(perform(director, PrintRoster(kind="ROLL_CALL", shelter="NORD"))) == 2
    assert lines_to_write_on(perform(director, PrintRoster(kind="EMERGENCY", shelter="NORD"))) == 0


def heights(made):
    """Return how far apart the level lines of the table are, from the head's line down."""
    levels = sorted({round(bottom) for left, bottom, _r, _t in level(made) if left < 62}, reverse=True)
    steps = [above - below for above, below in pairwise(levels)]
    return tuple(step for step in steps if 20 < step < 120)[-2:]


def lines_to_write_on(made):
    """Count the level lines that begin in the middle of the page, where a value begins, and end at its edge."""
    return sum(1 for left, _b, right, _t in level(made) if 200 < left < 260 and right > 500)


def level(made):
    """Return the bounds of the level lines that a sheet's first page draws: left, bottom, right, top."""
    page = pypdfium2.PdfDocument(made.content)[0]
    paths = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])
    return [bounds for bounds in (path.get_bounds() for path in paths) if bounds[3] - bounds[1] < 3]
