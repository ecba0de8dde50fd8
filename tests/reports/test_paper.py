"""What the PDF itself must be: same bytes, embedded fonts, outline, language, heads that repeat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from shelter_app.reports.dataset import Chart
from shelter_app.reports.render import pdf
from shelter_app.reports.words import literal
from shelter_app.services.acting import Actor
from shelter_app.services.reporting import views
from tests.reports.papers import HEAD, dataset_of, long_table
from tests.reports.sample import YEAR, made, read, text_of


@pytest.fixture(scope="module")
def report(register: Actor) -> bytes:
    return made(register, "R04")


def fonts_of(reader: pypdf.PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].get_object().values():
            yield font.get_object()


def outline_of(entries: list[Any]) -> list[str]:
    found = []
    for entry in entries:
        found += outline_of(entry) if isinstance(entry, list) else [str(entry.title)]
    return found


def test_the_same_data_and_day_give_the_same_bytes(register: Actor, report: bytes) -> None:
    assert made(register, "R04") == report
    assert made(register, "R06", language="en") == made(register, "R06", language="en")


def test_every_font_is_embedded(report: bytes) -> None:
    fonts = list(fonts_of(read(report)))
    assert fonts
    for font in fonts:
        assert "+NotoSans" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"].get_object()


def test_romanian_letters_come_back_from_the_file() -> None:
    text = text_of(pdf.render(dataset_of(long_table(3)), "ro"))
    assert "Asociația Șură și Țară" in text
    assert "1. Ședințe și țeluri" in text


def test_each_page_has_its_number_and_the_organisation(report: bytes) -> None:
    pages = read(report).pages
    assert len(pages) > 1
    for at, page in enumerate(pages, 1):
        text = page.extract_text()
        assert f"pagina {at} din {len(pages)}" in text
        assert "Întocmit la 24 noiembrie 2026 de Ileana Cornea · date confidențiale" in text
        assert "Asociația Casa Încercării" in text
        assert "Serviciu social cod 8790 CR-X" in text


def test_the_file_says_its_title_and_its_language(register: Actor, report: bytes) -> None:
    reader = read(report)
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("Situație statistică")
    assert reader.trailer["/Root"]["/Lang"] == "ro"
    assert read(made(register, "R04", language="en")).trailer["/Root"]["/Lang"] == "en"


def test_the_outline_names_each_section_and_table(report: bytes) -> None:
    titles = outline_of(read(report).outline)
    assert [title[:2] for title in titles if title[1] == "."] == [f"{n}." for n in range(1, 8)]
    assert "Ieșiri după motiv" in titles
    assert read(report).trailer["/Root"]["/PageMode"] == "/UseOutlines"


def test_the_head_of_a_long_table_repeats_on_each_page() -> None:
    pages = read(pdf.render(dataset_of(long_table(400)), "ro")).pages
    assert len(pages) > 5
    assert all(all(word in page.extract_text() for word in HEAD) for page in pages)
    assert sum(page.extract_text().count("CEDRU-") for page in pages) == 400


def test_a_demo_s_report_is_marked_on_each_page() -> None:
    for language, mark in (("ro", "DATE FICTIVE"), ("en", "FICTIONAL DATA")):
        pages = read(pdf.render(dataset_of(long_table(100), demo=True), language)).pages
        assert all(mark in page.extract_text() for page in pages)
    assert "DATE FICTIVE" not in text_of(pdf.render(dataset_of(long_table(3)), "ro"))


def test_charts_are_drawn_not_pasted(report: bytes) -> None:
    for page in read(report).pages:
        assert not page.images


@pytest.mark.parametrize("months", [3, 12, 24])
def test_a_chart_says_each_of_its_numbers(months: int) -> None:
    bars = tuple((literal(f"luna {at}"), (float(100 + at), float(200 + at))) for at in range(months))
    chart = Chart("flow", literal("Mișcare"), (literal("Admiteri"), literal("Ieșiri")), bars)
    text = text_of(pdf.render(dataset_of(chart), "ro"))
    assert all(str(100 + at) in text and str(200 + at) in text for at in range(months))
    assert "Admiteri" in text


def test_words_that_look_like_markup_are_printed_as_they_are() -> None:
    table = replace(long_table(2), title=literal("Sub <b>18</b> & peste"))
    assert "Sub <b>18</b> & peste" in text_of(pdf.render(dataset_of(table), "ro"))


def test_a_very_long_name_stays_on_its_page() -> None:
    house = replace(dataset_of(long_table(2)), organisation="Asociația pentru " + "sprijin și " * 30)
    text = text_of(pdf.render(house, "ro"))
    assert "Serviciu social cod 8790 CR-X" in text
    assert "…" in text


def test_the_preview_is_the_report_that_is_made(register: Actor, report: bytes) -> None:
    shown = views.preview(register, "R04", YEAR["first"], YEAR["last"])
    assert pdf.render(shown, "ro") == report
