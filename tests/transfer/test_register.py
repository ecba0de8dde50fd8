"""The sample register, and the same register in other hands, against the truth about it."""

from __future__ import annotations

import json
import random
from datetime import date

import pytest

from shelter_app.transfer.register import read_register
from shelter_app.transfer.register_rows import StoreContents, StoredStay
from shelter_app.transfer.sheet import Sheet
from shelter_app.transfer.table import read_sheets
from tests.transfer.workbooks import (
    REGISTER,
    SAMPLES,
    TODAY,
    cedilla,
    every_cell,
    lost_diacritics,
    renamed,
    sample,
    save,
    shuffled_columns,
    spelled_dates,
)

TRUTH = json.loads((SAMPLES / "registru-beneficiari.truth.json").read_text(encoding="utf-8"))
OTHER_HEADINGS = {
    "Data intrării": "Intrat la",
    "Data ieșirii": "Data externării",
    "Cameră/Pat": "Patul",
    "Nume și prenume": "NUMELE ŞI PRENUMELE",
    "Data nașterii": "Data naşterii (zz.ll.aaaa)",
    "Cod beneficiar": "Cod",
    "Durata": "Durata (min)",
    "Valoare (RON)": "Suma (lei)",
    "Termen": "Termen limită",
}


def totals(reading):
    return {
        "residents": len({s.code for s in reading.stays}),
        "stays": len(reading.stays),
        "sessions": len(reading.sessions),
        "held_minutes": sum(s.minutes or 0 for s in reading.sessions if s.status == "ATTENDED"),
        "services": len(reading.services),
        "service_value_ron": sum(s.value_bani or 0 for s in reading.services) / 100,
        "goals": len(reading.goals),
    }


def wanted():
    return {key: TRUTH[key] for key in totals(read_register([], today=TODAY))}


def kinds(reading):
    return sorted((p.sheet, p.kind) for p in reading.problems if p.severity == "error")


def test_the_sample_comes_out_as_its_truth_says():
    reading = read_register(read_sheets(REGISTER), today=TODAY)
    assert totals(reading) == wanted()
    said = {(p.sheet, p.row, p.kind, p.severity) for p in reading.problems}
    truth = {(p["sheet"], p["row"], p["kind"], p["severity"]) for p in TRUTH["problems"]}
    assert truth <= said
    assert {p for p in said if p[3] == "error"} == {p for p in truth if p[3] == "error"}
    end = date.fromisoformat(TRUTH["as_of"])
    for year, figures in TRUTH["per_year"].items():
        first, after = date(int(year), 1, 1), min(date(int(year) + 1, 1, 1), end)
        nights = [
            (s.code, max(0, (min(s.exit or end, after) - max(s.entry, first)).days)) for s in reading.stays
        ]
        assert sum(n for _code, n in nights) == figures["bed_nights"]
        assert len({code for code, n in nights if n}) == figures["residents_served"]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("hand", [lost_diacritics, cedilla, spelled_dates])
def test_the_same_register_in_another_hand_comes_out_the_same(tmp_path, hand, seed):
    chance = random.Random(seed)
    sheets = {}
    for name, rows in chance.sample(list(sample().items()), 4):
        written = shuffled_columns(every_cell(renamed(rows, OTHER_HEADINGS), hand), chance)
        sheets[name] = [["Centrul nostru"], [], *written[:40], [], written[0], *written[40:]]
    reading = read_register(read_sheets(save(sheets, tmp_path / "other.xlsx")), today=TODAY)
    assert totals(reading) == wanted()
    assert kinds(reading) == sorted(
        (p["sheet"], p["kind"]) for p in TRUTH["problems"] if p["severity"] == "error"
    )


def test_a_hidden_copy_is_not_counted_twice_and_an_unknown_column_is_said(tmp_path):
    sheets = sample()
    sheets["Copie"] = sheets["Consiliere"]
    sheets["Servicii"][0].append("Semnătura")
    read = read_sheets(save(sheets, tmp_path / "copy.xlsx", hidden=("Copie",)))
    reading = read_register(read, today=TODAY)
    assert totals(reading) == wanted()
    assert {("Copie", "unplaced_sheet"), ("Servicii", "unplaced_column")} <= {
        (p.sheet, p.kind) for p in reading.problems
    }


HEAD = ["Cod", "Nume", "Data intrării", "Data ieșirii", "Cameră/Pat"]


def judged(*rows, known=None):
    return read_register([Sheet("R", [HEAD, *map(list, rows)])], today=TODAY, known=known)


def problems(reading):
    return [(p.row, p.kind, p.severity) for p in reading.problems]


def test_the_later_of_two_rows_with_one_bed_is_the_problem_and_a_handover_on_one_day_is_none():
    reading = judged(
        ["A1", "Ana", "01.02.2024", "10.02.2024", "1/1"],
        ["A2", "Bea", "10.02.2024", "", "cam. 1 pat 1"],
        ["A3", "Cia", "20.02.2024", "-", "C1/P1"],
    )
    assert problems(reading) == [(4, "bed_taken", "error")]


def test_a_refused_row_takes_no_bed():
    reading = judged(
        ["A1", "Ana", "10.02.2024", "01.02.2024", "1/1"], ["A2", "Bea", "05.02.2024", "n/a", "1/1"]
    )
    assert problems(reading) == [(2, "exit_before_entry", "error")]
    assert [s.code for s in reading.stays] == ["A2"]


def test_the_same_code_is_the_same_person_whatever_the_name():
    reading = judged(
        ["A1", "Ana Pop", "01.02.2024", "10.02.2024", "1/1"], ["a1 ", "Ana Ionescu", "1 mar. 2024", "", "1/1"]
    )
    assert problems(reading) == [] and {s.code for s in reading.stays} == {"A1"}


def test_two_stays_of_one_person_do_not_overlap():
    reading = judged(["A1", "Ana", "01.02.2024", "", "1/1"], ["A1", "Ana", "05.02.2024", "07.02.2024", "1/2"])
    assert problems(reading) == [(3, "stay_overlap", "error")]


def test_a_bed_of_the_store_is_taken_too():
    known = StoreContents(beds={("1", "1"): [StoredStay(date(2024, 1, 1), None)]})
    assert problems(judged(["A1", "Ana", "01.02.2024", "", "1/1"], known=known)) == [
        (2, "bed_taken", "error")
    ]


def test_headings_of_months_and_sums_are_no_residents():
    reading = judged(
        ["FEBRUARIE 2024"], ["A1", "Ana", "01.02.2024", "", "1/1"], ["TOTAL", 1], [], ["Total general:", 1]
    )
    assert [s.code for s in reading.stays] == ["A1"]
    assert not reading.errors
    count = reading.sheets[0]
    assert (count.rows, count.accepted, count.left_out) == (4, 1, 3)


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ("31.02.2024", "impossible_date"),
        ("", "missing_value"),
        ("01.01.2031", "future_date"),
        ("x", "impossible_date"),
    ],
)
def test_a_stay_needs_a_day_of_entry(entry, kind):
    assert problems(judged(["A1", "Ana", entry, "", "1/1"])) == [(2, kind, "error")]


def test_an_unknown_name_costs_a_warning_and_somebody_without_a_code_is_still_somebody():
    reading = judged(
        ["", "Ana", "01.02.2024", "03.02.2024", ""],
        ["", "Ana", "01.03.2024", "", ""],
        ["A2", "", "01.02.2024", "", ""],
    )
    assert not reading.errors
    assert len(reading.stays) == 3 and len({s.code for s in reading.stays}) == 2


def test_a_code_written_in_haste_is_found_when_only_one_is_meant():
    sessions = Sheet(
        "S",
        [
            ["Cod", "Data", "Durata", "Consilier"],
            ["cr 7", "02.02.2024", 50, "I."],
            ["CR-8", "02.02.2024", 50, "I."],
        ],
    )
    people = Sheet("R", [HEAD, ["CR-007", "Ana", "01.02.2024", "", ""]])
    reading = read_register([sessions, people], today=TODAY)
    assert [s.code for s in reading.sessions] == ["CR-007"]
    assert problems(reading) == [(3, "unknown_code", "error")]
