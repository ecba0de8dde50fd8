"""A dataset as JSON for machines: the contract of the command line."""

from __future__ import annotations

import json
from typing import Any

from shelter_app.domain.codes import label
from shelter_app.i18n import in_language
from shelter_app.reports.dataset import SUPPRESSED, Cell, Dataset, Table


def render(dataset: Dataset, language: str) -> bytes:
    """Return the dataset as JSON with its labels in a language; the digest is of the frozen content."""
    with in_language(language):
        content = {
            "template": dataset.template,
            "version": dataset.version,
            "period": {"from": dataset.first.isoformat(), "to": dataset.last.isoformat()},
            "language": language,
            "shelter": dataset.shelter,
            "indicators": [
                {
                    "code": line.code,
                    "label": label("indicator", line.code),
                    "value": plain(line.value),
                    "unit": line.unit,
                    "suppressed": line.suppressed,
                    "numerator": plain(line.numerator),
                    "denominator": plain(line.denominator),
                }
                for line in dataset.lines
            ],
            "tables": [_table(table) for table in dataset.tables],
            "dataset_sha256": dataset.sha256,
        }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _table(table: Table) -> dict[str, Any]:
    return {
        "code": table.code,
        "title": table.title.text(),
        "columns": [words.text() for words in table.columns],
        "rows": [[row.label.text(), *map(plain, row.cells)] for row in table.rows],
        "total_row": table.total_row,
        "total_column": table.total_column,
    }


def plain(cell: Cell) -> int | float | str | None:
    """Return a cell as JSON holds it: a number, ``*``, or null for no data and no value."""
    if isinstance(cell, str):
        return SUPPRESSED if cell == SUPPRESSED else None
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
