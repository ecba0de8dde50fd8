"""What a report says, frozen: figures, tables, charts and texts, without language and without form.

The same dataset feeds preview, PDF, workbook and JSON; its digest is the same for the same data and day.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from shelter_app.reports.letterhead import Letterhead
from shelter_app.reports.words import Words

SUPPRESSED = "*"
NOT_APPLICABLE = "n/a"
BLANK = ""
Cell = float | str | None

COUNT, PERCENT, DAYS, RATIO, MONEY = "count", "percent", "days", "ratio", "money"
DECIMALS: Mapping[str, int] = {COUNT: 0, PERCENT: 1, DAYS: 1, RATIO: 1, MONEY: 2}
UNIT_KINDS: Mapping[str, str] = {"percent": PERCENT, "days": DAYS, "ratio": RATIO, "RON": MONEY}


def kind_of(unit: str) -> str:
    """Return how a figure of ``unit`` is written."""
    return UNIT_KINDS.get(unit, COUNT)


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator as the report states it; ``sources`` is the digest of the records behind it."""

    code: str
    value: Cell
    unit: str
    numerator: Cell = None
    denominator: Cell = None
    median: Cell = None
    no_data: bool = False
    suppressed: bool = False
    counted: int = 0
    sources: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``kind`` says how its cells are written where the row decides, not the column."""

    label: Words
    cells: tuple[Cell, ...]
    kind: str = ""
    key: bool = False
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``columns[0]`` heads the labels.

    ``measure`` names what its cells count, so that disclosure control knows the same count in another
    table; empty for a table that is about the house and not about people. ``sensitive`` when a cell that
    equals its total would tell a trait of everybody in it.
    """

    code: str
    title: Words
    columns: tuple[Words, ...]
    rows: tuple[Row, ...]
    kinds: tuple[str, ...] = ()
    total_row: bool = False
    total_column: bool = False
    measure: str = ""
    sensitive: bool = False
    note: Words | None = None

    def kind(self, row: int, column: int) -> str:
        """Return how the cell is written."""
        by_column = self.kinds[column] if column < len(self.kinds) else ""
        return by_column or self.rows[row].kind or COUNT


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars: one or two series over the same labels; a suppressed bar is left out and said."""

    code: str
    title: Words
    series: tuple[Words, ...]
    bars: tuple[tuple[Words, tuple[Cell, ...]], ...]
    kind: str = COUNT


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled texts: who the provider is, which licence, which grant.

    On a sheet that is finished by hand (``by_hand``) an empty one is a line to write on.
    """

    rows: tuple[tuple[Words, Words], ...]
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Cards:
    """The few figures that the report is about."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence of the program; a ``warning`` stands on a ground of its own."""

    words: Words
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Narrative:
    """What a person writes under a heading; None until somebody has."""

    key: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Definitions:
    """The annex: what each indicator counts."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the counted persons lack a mark: ``of`` is the code that stands for unknown."""

    of: Words
    missing: Cell
    percent: Cell


@dataclass(frozen=True, slots=True)
class Completeness:
    """The sentence that says how complete the data behind the report are."""

    measure: str
    shares: tuple[Share, ...]
    total: Cell


Block = Completeness | Table | Chart | Facts | Cards | Paragraph | Narrative | Definitions


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the report."""

    title: Words
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """The disclosure control that was applied: its rule, its threshold, how many cells it took out."""

    rule: str
    k: int
    percent: int
    marks: int = 0
    left_out_by_order: bool = False


@dataclass(frozen=True)
class Dataset:
    """A report before it has a form; ``first`` and ``last`` are days of the period, both included.

    ``trace`` holds the ids behind each indicator for those who may follow a figure to its records; it is
    no part of the frozen content, which keeps their digest. Neither are the name of the account that made it and
    the letterhead of its paper.
    """

    template: str
    version: str
    first: date
    last: date
    as_of: date
    organisation: str
    service_code: str | None
    shelter: str | None
    grant: str | None
    audience: str
    demo: bool
    lines: tuple[Line, ...]
    sections: tuple[Section, ...]
    control: Control | None
    trace: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    made_by: str = field(default="", compare=False)
    letterhead: Letterhead | None = field(default=None, repr=False, compare=False)

    def blocks(self) -> Iterator[Block]:
        """Go through the blocks of all sections."""
        for section in self.sections:
            yield from section.blocks

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in their order."""
        return tuple(b for b in self.blocks() if isinstance(b, Table))

    def inside(self, control: Control) -> Dataset:
        """Return the same report for the house only, with the control that was left out."""
        return replace(self, audience="INTERNAL", control=control)

    def line(self, code: str) -> Line:
        """Return an indicator's line."""
        return next(line for line in self.lines if line.code == code)

    @cached_property
    def content(self) -> dict[str, Any]:
        """The frozen content: plain values only."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.compare}

    @cached_property
    def sha256(self) -> str:
        """The digest of the content."""
        canonical = json.dumps(self.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def sources(ids: tuple[str, ...]) -> str:
    """Return a digest of the records behind a figure."""
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest() if ids else ""


def _plain(value: Any) -> Any:
    if isinstance(value, Words):
        return value.plain()
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__, **{f.name: _plain(getattr(value, f.name)) for f in fields(value)}}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
