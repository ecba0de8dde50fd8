"""A dataset as a workbook and as CSV: the same cells as on paper, for a table of one's own."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, time
from typing import Any

import xlsxwriter

from shelter_app.domain.codes import label
from shelter_app.i18n import _, in_language
from shelter_app.reports.dataset import DECIMALS, PERCENT, Cell, Dataset, Line, Table, kind_of
from shelter_app.reports.render.wording import format_cell

LABEL_WIDTH, FIGURE_WIDTH = 56, 16


def render(dataset: Dataset, language: str) -> bytes:
    """Return a workbook: the indicators on the first sheet, the tables below one another on the second."""
    with in_language(language):
        stream = io.BytesIO()
        # Strings stay strings: no label becomes a formula, a link or a number.
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with xlsxwriter.Workbook(stream, options) as book:
            made = datetime.combine(dataset.as_of, time(), UTC)
            title = label("report_template", dataset.template)
            book.set_properties(
                {"title": title, "author": dataset.organisation, "created": made.replace(tzinfo=None)}
            )
            sheets = _Sheets(book)
            sheets.indicators(dataset, title)
            sheets.tables(dataset)
        return stream.getvalue()


def render_csv(dataset: Dataset, language: str) -> bytes:
    """Return each cell in a line of its own: the table, the row, the column, the value."""
    with in_language(language):
        stream = io.StringIO(newline="")
        out = csv.writer(stream)
        out.writerow(["table", "row", "column", "value"])
        for line in dataset.lines:
            out.writerow(["indicators", _safe(_name(line)), line.unit, _plain(line.value)])
        for table in dataset.tables:
            for row in table.rows:
                for words, cell in zip(table.columns[1:], row.cells, strict=True):
                    out.writerow([table.code, _safe(row.label.text()), _safe(words.text()), _plain(cell)])
        # The mark lets a spreadsheet see that the letters are UTF-8.
        return stream.getvalue().encode("utf-8-sig")


class _Sheets:
    """The two sheets of a report's workbook."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "align": "right"})
        self.right = book.add_format({"align": "right"})
        self.numbers: dict[tuple[str, bool], Any] = {}

    def indicators(self, dataset: Dataset, title: str) -> None:
        """Write what the report says, indicator by indicator."""
        sheet = self._sheet(_("Indicators"))
        mark = f" · {_('FICTIONAL DATA')}" if dataset.demo else ""
        sheet.write_string(0, 0, f"{title}{mark}", self.bold)
        sheet.write_string(1, 0, f"{dataset.organisation} · {dataset.first} - {dataset.last}")
        for column, head in enumerate((_("Indicator"), _("Value"), _("Numerator"), _("Denominator"))):
            sheet.write_string(3, column, head, self.head if column else self.bold)
        for at, line in enumerate(dataset.lines, 4):
            sheet.write_string(at, 0, _name(line))
            self._cell(sheet, at, 1, line.value, kind_of(line.unit))
            if line.denominator is not None:
                self._cell(sheet, at, 2, line.numerator, "count")
                self._cell(sheet, at, 3, line.denominator, "count")

    def tables(self, dataset: Dataset) -> None:
        """Write the tables below one another."""
        sheet = self._sheet(_("Tables"))
        at = 0
        for table in dataset.tables:
            at = self._table(sheet, at, table) + 2

    def _table(self, sheet: Any, at: int, table: Table) -> int:
        sheet.write_string(at, 0, table.title.text(), self.bold)
        for column, words in enumerate(table.columns):
            sheet.write_string(at + 1, column, words.text(), self.head if column else self.bold)
        for number, row in enumerate(table.rows):
            line = at + 2 + number
            sheet.write_string(line, 0, row.label.text(), self.bold if row.key else None)
            for column, cell in enumerate(row.cells):
                self._cell(sheet, line, column + 1, cell, table.kind(number, column), bold=row.key)
        return at + 2 + len(table.rows)

    def _sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, LABEL_WIDTH)
        sheet.set_column(1, 8, FIGURE_WIDTH)
        return sheet

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell, kind: str, *, bold: bool = False) -> None:
        if isinstance(cell, float | int):
            value = cell / 100 if kind == PERCENT else cell
            sheet.write_number(row, column, value, self._number(kind, bold=bold))
        else:
            sheet.write_string(row, column, format_cell(cell, kind), self.right)

    def _number(self, kind: str, *, bold: bool) -> Any:
        if (kind, bold) not in self.numbers:
            form = "#,##0" + ("." + "0" * DECIMALS[kind] if DECIMALS[kind] else "")
            if kind == PERCENT:
                form += "%"
            self.numbers[kind, bold] = self.book.add_format({"num_format": form, "bold": bold})
        return self.numbers[kind, bold]


def _name(line: Line) -> str:
    return f"{line.code} · {label('indicator', line.code)}"


def _plain(cell: Cell) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    return str(int(cell)) if float(cell).is_integer() else str(cell)


def _safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
