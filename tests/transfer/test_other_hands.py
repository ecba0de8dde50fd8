"""The same register as other hands would have kept it: it says the same, so the same comes in.

Each retelling changes how the sample register looks and nothing that it tells. What is made, and each
problem with the row that it belongs to, must come out as from the register itself.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest

from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.residents.importing import ImportResult, try_register
from shelter_app.transfer import layout
from shelter_app.transfer.sheet import Sheet
from shelter_app.transfer.table import read_sheets
from shelter_app.transfer.values import Cell

SAMPLE = Path(__file__).parents[1] / "samples" / "registru-beneficiari.xlsx"
MONTHS = (
    "ianuarie", "februarie", "martie", "aprilie", "mai", "iunie",
    "iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie",
)  # fmt: skip
CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")
TO_PLAIN = str.maketrans(dict(zip("ăâîșțşţĂÂÎȘȚŞŢ", "aaiststAAISTST", strict=True)))

Rows = list[list[Cell]]
Where = list[int | None]  # for each new row the old one, from 0
Said = Counter[tuple[str, int | None, str, str]]  # kind of sheet, old row, kind of problem, severity


def whole(rows: Rows) -> Where:
    return list(range(len(rows)))


def in_place(change: Callable[[Cell], Cell]) -> Callable[[Rows, random.Random], tuple[Rows, Where]]:
    def told(rows: Rows, _chance: random.Random) -> tuple[Rows, Where]:
        return [[change(cell) for cell in row] for row in rows], whole(rows)

    return told


def other_columns(rows: Rows, chance: random.Random) -> tuple[Rows, Where]:
    """Columns in another order, an empty one among them."""
    width = max(map(len, rows))
    order: list[int | None] = [*range(width), None]
    chance.shuffle(order)
    return [[row[at] if at is not None and at < len(row) else None for at in order] for row in rows], whole(
        rows
    )


def rows_between(rows: Rows, chance: random.Random) -> tuple[Rows, Where]:
    """A title above, blank rows between, the page's headings printed again."""
    heading = next(i for i, row in enumerate(rows) if sum(isinstance(c, str) and bool(c) for c in row) > 3)
    told: Rows = [["Asociația Casa Încercării"], [], ["Registru, pagina 1"]]
    where: Where = [None, None, None]
    for at, row in enumerate(rows):
        told.append(row)
        where.append(at)
        if at > heading and chance.random() < 0.03:
            told += [[], list(rows[heading])]
            where += [None, None]
        elif at > heading and chance.random() < 0.05:
            told.append([None] * len(row))
            where.append(None)
    return told, where


def loud_headings(rows: Rows, _chance: random.Random) -> tuple[Rows, Where]:
    """Headings in capitals, with a star, a line break and blanks."""
    heading = next(i for i, row in enumerate(rows) if sum(isinstance(c, str) and bool(c) for c in row) > 3)
    told = [list(row) for row in rows]
    told[heading] = [
        f" {c.upper().replace(' ', chr(10), 1)} *" if isinstance(c, str) and c else c for c in told[heading]
    ]
    return told, whole(rows)


def dates_in_words(cell: Cell) -> Cell:
    """Days as ``12 martie 2021``, times as ``14.30``."""
    if isinstance(cell, datetime | date):
        return f"{cell.day} {MONTHS[cell.month - 1]} {cell.year}"
    if isinstance(cell, time):
        return f"{cell:%H.%M}"
    return cell


def dates_as_numbers(cell: Cell) -> Cell:
    """Days as a sheet counts them, from 1900."""
    if isinstance(cell, datetime):
        cell = cell.date()
    return float((cell - date(1899, 12, 30)).days) if isinstance(cell, date) else cell


def numbers_as_text(cell: Cell) -> Cell:
    """Numbers with a decimal comma, as text."""
    if isinstance(cell, float) and not isinstance(cell, bool):
        return str(int(cell)) if cell.is_integer() else f"{cell:.2f}".replace(".", ",")
    return cell


def everything(rows: Rows, chance: random.Random) -> tuple[Rows, Where]:
    """All of it at once."""
    rows, where = rows_between(rows, chance)
    for change in (dates_in_words, text_with(lambda s: s.translate(CEDILLAS))):
        rows = [[change(cell) for cell in row] for row in rows]
    return other_columns(rows, chance)[0], where


def text_with(change: Callable[[str], str]) -> Callable[[Cell], Cell]:
    return lambda cell: change(cell) if isinstance(cell, str) else cell


TELLINGS: dict[str, Callable[[Rows, random.Random], tuple[Rows, Where]]] = {
    "other columns": other_columns,
    "rows between": rows_between,
    "loud headings": loud_headings,
    "dates in words": in_place(dates_in_words),
    "dates as numbers": in_place(dates_as_numbers),
    "numbers as text": in_place(numbers_as_text),
    "old cedillas": in_place(text_with(lambda s: s.translate(CEDILLAS))),
    "no diacritics": in_place(text_with(lambda s: s.translate(TO_PLAIN))),
    "everything": everything,
    "blanks around": in_place(text_with(lambda s: f"\u00a0{s}  " if s else s)),
}


@pytest.fixture(scope="module")
def sheets() -> list[Sheet]:
    return read_sheets(SAMPLE)


@pytest.fixture
def actor(director: Actor) -> Iterator[Actor]:
    perform(director, AddShelter(code="A1", name="Casa"))
    yield director


def said(result: ImportResult, kinds: dict[str, str], where: dict[str, Where]) -> Said:
    return Counter(
        (kinds[p.sheet], where[p.sheet][p.row - 1], p.kind, p.severity)
        for p in result.problems
        if p.kind not in ("unplaced_column", "unplaced_sheet")
        and not (p.kind == "skipped_row" and where[p.sheet][p.row - 1] is None)  # what was put between
    )


def kinds_of(sheets: list[Sheet]) -> dict[str, str]:
    placed = {s.name: layout.place(s) for s in sheets}
    return {name: p.kind for name, p in placed.items() if p is not None}


@pytest.fixture
def plain(actor: Actor, sheets: list[Sheet]) -> tuple[ImportResult, Said]:
    result = try_register(actor, sheets)
    return result, said(result, kinds_of(sheets), {s.name: whole(s.rows) for s in sheets})


@pytest.mark.parametrize("telling", TELLINGS)
def test_a_register_says_the_same_in_other_hands(
    actor: Actor,
    sheets: list[Sheet],
    plain: tuple[ImportResult, Said],
    telling: str,
) -> None:
    chance = random.Random(telling)
    told, where = [], {}
    for number, sheet in enumerate(sheets, 1):
        rows, where[f"Foaie{number}"] = TELLINGS[telling](sheet.rows, chance)
        told.append(Sheet(f"Foaie{number}", rows, sheet.epoch_1904, sheet.hidden))
    chance.shuffle(told)
    result = try_register(actor, told)
    problems = said(result, kinds_of(told), where)
    assert problems - plain[1] == Counter(), "said too much"
    assert plain[1] - problems == Counter(), "not said"
    assert result.created == plain[0].created
