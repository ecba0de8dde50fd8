"""Disclosure control of a dataset: what the rule takes out of its tables, figures, charts and shares.

All tables are judged together, because they share totals. A count is named by what it counts and by the
codes of its row and column, so the same count has one name wherever it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shelter_app.domain import codes
from shelter_app.domain.suppression import Rule, Sum, protect, ratio_is_open, small
from shelter_app.i18n import N_
from shelter_app.reports.dataset import (
    DAYS,
    PERCENT,
    SUPPRESSED,
    Block,
    Cell,
    Chart,
    Completeness,
    Control,
    Dataset,
    Line,
    Paragraph,
    Row,
    Table,
    kind_of,
)
from shelter_app.reports.words import Words, phrase

OF_THE_HOUSE = frozenset({"I08", "I09", "I10", "I38", "I39"})
COUNTED_IN_A_TABLE: Mapping[str, tuple[str, ...]] = {"I23": ("I23", "I23|goal_status=ACHIEVED")}
CONTAINED: Mapping[str, str] = {"I02": "I01"}
LOGFRAME = "logframe"
NOTHING_TO_SHOW = N_("{title}: small values, not published.")
IN_PERIOD, SO_FAR, REACHED = 2, 3, 4


def controlled(dataset: Dataset, rule: Rule, since_start: Mapping[str, Line]) -> Dataset:
    """Return the dataset with every value that the rule takes out replaced by ``*``.

    ``since_start`` are the indicators of the whole grant, whose differences to the period are judged too.
    """
    return _Judged(dataset, rule, since_start).dataset()


def name_of(measure: str, *labels: Words) -> str:
    """Return the name of a count of ``measure`` with the codes of its labels."""
    found = sorted(f"{label.of}={label.value}" if label.of else repr(label) for label in labels)
    return "|".join((measure, *found))


class _Judged:
    """The counts of one dataset, and which of them must not be printed."""

    def __init__(self, dataset: Dataset, rule: Rule, since_start: Mapping[str, Line]) -> None:
        self.of = dataset
        self.rule = rule
        self.since_start = since_start
        self.marks = 0
        self.left_out: set[str] = set()
        self._judge()
        while (lost := self._costs_its_total()) is not None:
            self.left_out.add(lost)
            self._judge()
        self.closed = {line.code for line in dataset.lines if self._is_closed(line)}
        self.closed_so_far = {code for code in since_start if self._is_closed_so_far(code)}

    def _judge(self) -> None:
        self.counts: dict[str, float] = {}
        self.sums: list[Sum] = []
        for line in self.of.lines:
            self._take_line(line)
        for table in self.of.tables:
            if table.measure and table.total_row and table.code not in self.left_out:
                self._take_table(table)
        self._join_exits()
        self.masked = _masked(self.counts, self.sums, self.rule.k)

    def _costs_its_total(self) -> str | None:
        """Return a table that shows nothing but takes a total with it that could be printed without it."""
        for table in self.of.tables:
            total = table.measure
            if total not in self.masked or self.counts[total] < self.rule.k or table.code in self.left_out:
                continue
            if all(name in self.masked for row in _names(table)[:-1] for name in row):
                return table.code
        return None

    def dataset(self) -> Dataset:
        """Return the dataset as it may be printed."""
        lines = tuple(self._line(line) for line in self.of.lines)
        sections = tuple(
            replace(section, blocks=tuple(self._block(block) for block in section.blocks))
            for section in self.of.sections
        )
        control = Control(self.rule.name, self.rule.k, self.rule.percent, self.marks)
        trace = {code: ids for code, ids in self.of.trace.items() if code not in self.closed}
        return replace(self.of, lines=lines, sections=sections, control=control, trace=trace)

    def _take_line(self, line: Line) -> None:
        counted = kind_of(line.unit) not in (PERCENT, DAYS) and line.code not in OF_THE_HOUSE
        if counted and isinstance(line.value, float | int):
            self.counts[line.code] = line.value

    def _take_table(self, table: Table) -> None:
        names = _names(table)
        for row, name_row in zip(table.rows, names, strict=True):
            for cell, name in zip(row.cells, name_row, strict=True):
                if isinstance(cell, float | int):
                    self.counts[name] = cell
        *body, last = names
        for at, total in enumerate(last):
            self.sums.append(Sum(total, tuple(row[at] for row in body), table.sensitive))
        if table.total_column:
            self.sums += (Sum(row[-1], row[:-1], table.sensitive) for row in names)

    def _join_exits(self) -> None:
        """Say which reasons of exit add up to the planned and the unplanned exits of another table."""
        for planned, total in ((True, "I06|planned=PLANNED"), (False, "I06|planned=UNPLANNED")):
            parts = tuple(
                name
                for reason in codes.lists()["exit_reason"]
                if bool(reason.extra["planned"]) is planned
                and (name := f"I06|exit_reason={reason.code}") in self.counts
            )
            if total in self.counts and sum(self.counts[name] for name in parts) == self.counts[total]:
                self.sums.append(Sum(total, parts))

    def _is_closed(self, line: Line) -> bool:
        """Say whether an indicator's value must not be printed."""
        if not isinstance(line.value, float | int):
            return False
        if line.code in OF_THE_HOUSE:
            return any(small(float(n or 0), self.rule.k) for n in (line.value, line.numerator))
        if kind_of(line.unit) == PERCENT:
            told = any(name in self.masked for name in COUNTED_IN_A_TABLE.get(line.code, ()))
            return told or not self._ratio(line)
        if kind_of(line.unit) == DAYS:
            return float(line.denominator or 0) < self.rule.mean
        inner = CONTAINED.get(line.code)
        tells = inner in self.counts and small(line.value - self.counts[inner], self.rule.k)
        return line.code in self.masked or tells

    def _ratio(self, line: Line) -> bool:
        return ratio_is_open(float(line.numerator or 0), float(line.denominator or 0), self.rule)

    def _is_closed_so_far(self, code: str) -> bool:
        """Say whether the value since the start is small, or tells a small count before the period."""
        whole, line = self.since_start[code], self.of.line(code)
        if code in OF_THE_HOUSE or not isinstance(whole.value, float | int):
            return False
        if kind_of(whole.unit) == PERCENT:
            before = [_less(whole.numerator, line.numerator), _less(whole.denominator, line.denominator)]
            return not self._ratio(whole) or any(small(n, self.rule.k) for n in before)
        if kind_of(whole.unit) == DAYS:
            return float(whole.denominator or 0) < self.rule.mean
        return small(whole.value, self.rule.k) or small(_less(whole.value, line.value), self.rule.k)

    def _mark(self) -> str:
        self.marks += 1
        return SUPPRESSED

    def _line(self, line: Line) -> Line:
        if line.code not in self.closed:
            return line
        self.marks += 1
        top, of, median = (
            None if n is None else SUPPRESSED for n in (line.numerator, line.denominator, line.median)
        )
        return Line(line.code, SUPPRESSED, line.unit, top, of, median, suppressed=True)

    def _block(self, block: Block) -> Block:
        if isinstance(block, Table) and block.code == LOGFRAME:
            return replace(block, rows=tuple(self._promise(row) for row in block.rows))
        if isinstance(block, Table) and block.code in self.left_out:
            self.marks += sum(len(row.cells) for row in block.rows)
            return Paragraph(phrase(NOTHING_TO_SHOW, title=block.title))
        if isinstance(block, Table) and block.measure:
            return self._table(block)
        if isinstance(block, Chart):
            return self._chart(block)
        if isinstance(block, Completeness):
            return self._shares(block)
        return block

    def _promise(self, row: Row) -> Row:
        """Take the closed cells out of an indicator's row of the logical framework."""
        code, cells = row.label.value, list(row.cells)
        period, so_far = (0,) if len(cells) == 1 else (IN_PERIOD,), (SO_FAR, REACHED)
        for at in (*period, *(so_far if len(cells) > 1 else ())):
            closed = self.closed if at in period else self.closed_so_far
            if code in closed and isinstance(cells[at], float | int):
                cells[at] = self._mark()
        return replace(row, cells=tuple(cells))

    def _table(self, table: Table) -> Table:
        names = _names(table)
        rows = tuple(
            replace(row, cells=tuple(self._cell(c, n) for c, n in zip(row.cells, name_row, strict=True)))
            for row, name_row in zip(table.rows, names, strict=True)
        )
        return replace(table, rows=rows)

    def _cell(self, cell: Cell, name: str, table: str = "") -> Cell:
        hidden = name in self.masked or table in self.left_out
        return self._mark() if hidden and isinstance(cell, float | int) else cell

    def _chart(self, chart: Chart) -> Chart:
        measure = chart.code.split("_", maxsplit=1)[0]
        bars = tuple(
            (label, tuple(self._cell(cell, name_of(measure, label), chart.code) for cell in cells))
            for label, cells in chart.bars
        )
        return replace(chart, bars=bars)

    def _shares(self, block: Completeness) -> Completeness:
        total = block.total if isinstance(block.total, float | int) else 0
        shares = []
        for share in block.shares:
            missing = share.missing if isinstance(share.missing, float | int) else 0
            open_one = ratio_is_open(missing, total, self.rule)
            if name_of(block.measure, share.of) in self.masked or not open_one:
                share = replace(share, missing=self._mark(), percent=SUPPRESSED)  # noqa: PLW2901
            shares.append(share)
        whole = self._cell(block.total, block.measure)
        return replace(block, shares=tuple(shares), total=whole)


def _masked(counts: Mapping[str, float], sums: Sequence[Sum], k: int) -> frozenset[str]:
    """Judge counts that no sum links apart, so that what cannot be hidden in one takes nothing from another."""
    found: frozenset[str] = frozenset()
    for group in _linked(counts, sums):
        inside = {name: counts[name] for name in counts if name in group}
        found |= protect(inside, [line for line in sums if line.total in group], k)
    return found


def _linked(counts: Mapping[str, float], sums: Sequence[Sum]) -> list[set[str]]:
    groups: list[set[str]] = []
    for names in ([{name} for name in counts], [{line.total, *line.parts} for line in sums]):
        for joined in names:
            apart = [group for group in groups if not group & joined]
            groups = [*apart, joined.union(*(group for group in groups if group & joined))]
    return groups


def _less(whole: Cell, part: Cell) -> float:
    return float(whole or 0) - float(part or 0) if not isinstance(part, str) else 0


def _names(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the name of each cell; the last row holds the totals, and so does the last column if it does."""
    heads = table.columns[1:-1] if table.total_column else ()
    found = []
    for at, row in enumerate(table.rows, 1):
        labels = () if at == len(table.rows) else (row.label,)
        inner = (name_of(table.measure, *labels, head) for head in heads)
        found.append((*inner, name_of(table.measure, *labels)))
    return tuple(found)
