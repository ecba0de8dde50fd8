"""The sample register's reports: their sections, and figures that equal the truth about the register."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from shelter_app.domain import codes
from shelter_app.i18n import in_language, number
from shelter_app.services.acting import Actor
from shelter_app.services.reporting.views import preview
from tests.reports.sample import TRUTH, YEAR, as_json, made, text_of

FIGURES = {"I03": "admissions", "I06": "exits", "I08": "bed_nights"}
TEMPLATES = ("R04", "R06")
LANGUAGES = ("ro", "en")


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_section_of_the_template_is_there_in_its_order(
    register: Actor, template: str, language: str
) -> None:
    text = text_of(made(register, template, language=language))
    at = 0
    for number_of, titles in enumerate(codes.code("report_template", template).extra["sections"], 1):
        title = titles.split(" / ")[LANGUAGES.index(language)]
        at = text.index(f"{number_of}. {title}", at) + 1


@pytest.mark.parametrize("year", ["2021", "2022", "2023", "2024", "2025"])
def test_the_ministry_return_of_a_year_holds_the_register_s_own_figures(register: Actor, year: str) -> None:
    days = {"first": date(int(year), 1, 1), "last": date(int(year), 12, 31)}
    lines = {line["code"]: line for line in as_json(register, "R04", **days)["indicators"]}
    assert {name: lines[code]["value"] for code, name in FIGURES.items()} == {
        name: TRUTH["per_year"][year][name] for name in FIGURES.values()
    }


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_figures_are_those_of_the_dataset(register: Actor, template: str, language: str) -> None:
    text = text_of(made(register, template, language=language))
    with in_language(language):
        for line in as_json(register, template, language=language)["indicators"]:
            begin = text.index(f"{line['code']} · {line['label']}: ") + len(
                f"{line['code']} · {line['label']}: "
            )
            if line["value"] is None:
                nothing = ("fără date", "nu se aplică") if language == "ro" else ("no data", "n/a")
                assert text[begin:].startswith(nothing), line
                continue
            decimals = 1 if line["unit"] in ("percent", "ratio") else 0
            value = line["value"] if line["value"] == "*" else number(line["value"], decimals)
            assert text[begin:].startswith(value), line


def test_the_stock_and_the_flow_of_a_year_agree(register: Actor) -> None:
    tables = {table["code"]: table for table in as_json(register, "R04")["tables"]}
    start, end = (row[-1] for row in tables["stock"]["rows"])
    admissions, _again, exits = (row[-1] for row in tables["flow"]["rows"])
    assert start + admissions - exits == end
    assert admissions == TRUTH["per_year"]["2024"]["admissions"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_sums_that_a_table_announces_are_right(register: Actor, template: str) -> None:
    for table in as_json(register, template)["tables"]:
        rows = table["rows"]
        if table["total_row"]:
            for at in range(1, len(table["columns"])):
                column = [row[at] for row in rows]
                if all(isinstance(cell, int | float) for cell in column):
                    assert column[-1] == pytest.approx(sum(column[:-1])), table["title"]
        if table["total_column"]:
            for row in rows:
                if all(isinstance(cell, int | float) for cell in row[1:]):
                    assert row[-1] == sum(row[1:-1]), table["title"]


def test_the_months_add_up_to_the_year_s_bed_nights(register: Actor) -> None:
    tables = {table["code"]: table for table in as_json(register, "R04")["tables"]}
    months = tables["nights_by_month"]["rows"]
    assert len(months) == 13
    assert months[-1][-1] == TRUTH["per_year"]["2024"]["bed_nights"]


def test_the_stays_of_the_year_and_of_each_month_are_read_once(register: Actor) -> None:
    read: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "FROM absence" in statement:
            read.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        preview(register, "R04", YEAR["first"], YEAR["last"])
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(read) == 13


def test_what_nobody_entered_is_no_data_and_never_zero(register: Actor) -> None:
    lines = {line["code"]: line["value"] for line in as_json(register, "R06")["indicators"]}
    assert [lines[code] for code in ("I22", "I24", "I25", "I27", "I28", "I29", "I33")] == [None] * 7
    text = text_of(made(register, "R04"))
    assert "Personal pe funcții: fără date." in text
    assert "Cheltuieli: fără date." in text
    assert "I38 · Cost pe zi-pat: fără date" in text


def test_labels_are_never_bare_codes(register: Actor) -> None:
    listed = {code.code for name in ("exit_reason", "referral_source") for code in codes.lists()[name]}
    for template in TEMPLATES:
        for table in as_json(register, template)["tables"]:
            said = {row[0] for row in table["rows"]} | set(table["columns"])
            assert not {label for label in said if "_" in label}
            assert said.isdisjoint(listed - {"DIICOT", "DGASPC"})


def test_both_languages_freeze_the_same_dataset(register: Actor) -> None:
    romanian, english = (as_json(register, "R06", language=language) for language in LANGUAGES)
    assert romanian["dataset_sha256"] == english["dataset_sha256"]
    assert romanian["tables"][0]["title"] != english["tables"][0]["title"]


def test_a_report_of_a_store_without_anything_says_no_data(director: Actor) -> None:
    text = text_of(made(director, "R04", language="en"))
    assert "I03 · New admissions: no data" in text
    assert "Bed-nights used: no data." in text
    assert "I01 · Residents served: no data" in text_of(made(director, "R06", language="en"))


def test_a_donor_s_report_of_less_than_a_quarter_warns(register: Actor) -> None:
    warning = "Perioada este mai scurtă decât un trimestru."
    assert warning in text_of(made(register, "R06", first=date(2024, 7, 1), last=date(2024, 7, 31)))
    assert warning not in text_of(made(register, "R06", first=date(2024, 1, 1), last=date(2024, 3, 31)))


def test_a_period_that_is_not_over_says_up_to_which_night_it_counts(register: Actor) -> None:
    text = text_of(made(register, "R04", first=date(2026, 10, 1), last=date(2026, 12, 31)))
    assert "nopțile sunt numărate până la noaptea de 23 noiembrie 2026" in text


def test_a_day_is_a_period_and_many_years_are_too(register: Actor) -> None:
    one = as_json(register, "R04", first=date(2024, 2, 29), last=date(2024, 2, 29))
    assert one["period"] == {"from": "2024-02-29", "to": "2024-02-29"}
    tables = {table["code"]: table for table in as_json(register, "R04", first=date(2021, 1, 1))["tables"]}
    assert [row[0] for row in tables["nights_by_month"]["rows"]] == ["2021", "2022", "2023", "2024", "Total"]
