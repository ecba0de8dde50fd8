"""Reading a workbook or CSV into plain rows, in a process of its own with limits.

Formulas are never evaluated, macros never run, links never followed: a cell is the value that the file
stores. A file that would unpack beyond the limits is refused before anything parses it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.transfer.values import Cell

MOST_BYTES = 50 * 2**20
MOST_UNPACKED = 500 * 2**20
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CELL = 100_000
SECONDS = 120
MEMORY = 3 * 2**30


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it stands in the file: ``rows[0]`` is the workbook's row 1."""

    name: str
    rows: list[list[Cell]]
    epoch_1904: bool = False
    hidden: bool = False


def read_sheets(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook (xlsx, xls, ods) or the one of a CSV.

    Raises
    ------
    Refused
        The file is missing, too large, not a table, or takes more time or memory than any register does.
    """
    if not path.is_file():
        raise Refused("no_file", _("This file is missing. Check the path and try again."), ("file",))
    if path.stat().st_size > MOST_BYTES:
        raise _too_large()
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return [Sheet(path.stem, _read_csv(path))]
    if zipfile.is_zipfile(path):
        _weigh(path)
    answer = _in_child(path)
    if isinstance(answer, str):
        raise _too_large() if answer == "too_large" else _unreadable()
    return answer


def _too_large() -> Refused:
    return Refused(
        "too_large",
        _("This file is larger than a register can be. Save only the sheets of the register and try again."),
        ("file",),
    )


def _unreadable() -> Refused:
    return Refused(
        "unreadable",
        _("This file cannot be read as a table. Open it in a spreadsheet, save it as .xlsx and try again."),
        ("file",),
    )


def _weigh(path: Path) -> None:
    """Unpack the archive to nowhere, counting: the sizes that its directory states may lie."""
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise _too_large()
            for entry in archive.infolist():
                with archive.open(entry) as stream:
                    while block := stream.read(1 << 20):
                        left -= len(block)
                        if left < 0:
                            raise _too_large()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise _unreadable() from None
    except Exception as error:
        if isinstance(error, Refused):
            raise
        raise _unreadable() from None


def _in_child(path: Path) -> list[Sheet] | str:
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_read_in_child, args=(str(path), theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(SECONDS):
            return "too_large"
        answer = ours.recv()
    except EOFError:
        return "too_large"
    finally:
        child.kill()
        child.join()
        ours.close()
    if isinstance(answer, str):
        return answer
    return [
        Sheet(name, [[_unpack(c) for c in row] for row in rows], epoch, hidden)
        for name, rows, epoch, hidden in answer
    ]


def _read_in_child(path: str, pipe: Any) -> None:
    """Run in the child: parse, pack to plain values, send; any failure is a word, never a traceback."""
    try:
        _limit_memory()
        pipe.send(_parse(Path(path)))
    except MemoryError:
        pipe.send("too_large")
    except BaseException:
        pipe.send("unreadable")


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _parse(path: Path) -> list[tuple[str, list[list[Any]], bool, bool]] | str:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_path(str(path))
    epoch_1904 = _uses_1904(path)
    found = []
    hidden = {m.name: m.visible != SheetVisibleEnum.Visible for m in book.sheets_metadata}
    for name in book.sheet_names:
        try:
            sheet = book.get_sheet_by_name(name)
        except Exception:
            continue
        # Formatting often reaches far below the last entry; only rows that hold something count.
        if sheet.height > MOST_ROWS or sheet.width > MOST_COLUMNS:
            return "too_large"
        start = sheet.start or (0, 0)
        rows: list[list[Any]] = [[] for _row in range(start[0])]
        for row in sheet.to_python(skip_empty_area=True):
            packed = [None] * start[1] + [_pack(cell) for cell in row]
            if any(isinstance(c, str) and len(c) > MOST_CELL for c in packed):
                return "too_large"
            rows.append(packed)
        found.append((name, rows, epoch_1904, hidden.get(name, False)))
    return found


def _uses_1904(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        try:
            head = archive.open("xl/workbook.xml").read(1 << 20)
        except KeyError:
            return False
    return re.search(rb'date1904="(1|true)"', head) is not None


def _pack(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return ("datetime", cell.isoformat())
    if isinstance(cell, date):
        return ("date", cell.isoformat())
    if isinstance(cell, time):
        return ("time", cell.isoformat())
    if isinstance(cell, timedelta):
        return ("timedelta", cell.total_seconds())
    return cell


def _unpack(cell: Any) -> Cell:
    if not isinstance(cell, tuple):
        return cell  # type: ignore[no-any-return]
    kind, value = cell
    if kind == "datetime":
        return datetime.fromisoformat(value)
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "time":
        return time.fromisoformat(value)
    return timedelta(seconds=value)


def _read_csv(path: Path) -> list[list[Cell]]:
    raw = path.read_bytes()
    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable()
    decoded = _decode(raw)
    sample = decoded[:8192]
    mark = max(";,\t|", key=sample.count)
    csv.field_size_limit(MOST_CELL)
    try:
        rows: list[list[Cell]] = [
            list(row) for row in csv.reader(io.StringIO(decoded, newline=""), delimiter=mark)
        ]
    except csv.Error:
        raise _unreadable() from None
    if len(rows) > MOST_ROWS or max(map(len, rows), default=0) > MOST_COLUMNS:
        raise _too_large()
    return rows


def _decode(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1250", errors="replace")
