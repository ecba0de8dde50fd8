"""Reading a workbook or CSV into plain rows, in a process of its own with limits.

Formulas are never evaluated, macros never run, links never followed: a cell is the value that the file
stores. A file that would unpack beyond the limits is refused before anything parses it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.transfer.csv_file import read_csv
from shelter_app.transfer.limits import MOST_CELL, too_large, too_many_cells, unreadable
from shelter_app.transfer.sheet import MergedCells, Sheet
from shelter_app.transfer.values import Cell, is_empty

MOST_BYTES = 50 * 2**20
MOST_UNPACKED = 500 * 2**20
SECONDS = 120
MEMORY = 3 * 2**30


def read_sheets(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook (xlsx, xls, ods) or the one of a CSV.

    Raises
    ------
    Refused
        The file is missing, too large, protected, damaged, not a table, or takes more time or memory than any
        register does.
    """
    if not path.is_file():
        raise Refused("no_file", _("This file is missing. Check the path and try again."), ("file",))
    if path.stat().st_size > MOST_BYTES:
        raise too_large()
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return [read_csv(path)]
    if _is_encrypted(path):
        raise _protected()
    if zipfile.is_zipfile(path):
        _weigh(path)
    answer = _in_child(path)
    if isinstance(answer, Failure):
        raise answer.refused()
    return answer


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file could not be read, as the child says it: a word, and the sheet that it is about."""

    word: str
    sheet: str = ""

    def refused(self) -> Refused:
        """Return it as what is said to a person."""
        if self.word == "damaged":
            return _damaged(self.sheet)
        made = {"too_large": too_large, "protected": _protected}.get(self.word, unreadable)
        return made()


_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def _is_encrypted(path: Path) -> bool:
    """Say whether a workbook is locked by a password: an OLE file around an encrypted package, or a locked ODS."""
    with path.open("rb") as stream:
        if stream.read(len(_OLE)) == _OLE:
            return _ENCRYPTED_STREAM in stream.read()
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                return True
            if "META-INF/manifest.xml" not in archive.namelist():
                return False
            with archive.open("META-INF/manifest.xml") as manifest:
                return b"encryption-data" in manifest.read(1 << 20)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        return False  # whatever reads it next says what is wrong with it


def _protected() -> Refused:
    return Refused(
        "protected",
        _(
            "This file is protected by a password. Remove the password in the spreadsheet "
            "program and try again."
        ),
        ("file",),
    )


def _damaged(sheet: str) -> Refused:
    return Refused(
        "damaged_sheet",
        _(
            "The sheet “{sheet}” in this file is damaged, so nothing was read from the file. "
            "Open it in a spreadsheet program, save a copy and try again."
        ).format(sheet=sheet),
        ("file",),
    )


def _weigh(path: Path) -> None:
    """Unpack the archive to nowhere, counting: the sizes that its directory states may lie."""
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise too_large()
            for entry in archive.infolist():
                with archive.open(entry) as stream:
                    while block := stream.read(1 << 20):
                        left -= len(block)
                        if left < 0:
                            raise too_large()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise unreadable() from None
    except Exception as error:
        if isinstance(error, Refused):
            raise
        raise unreadable() from None


def _in_child(path: Path) -> list[Sheet] | Failure:
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_read_in_child, args=(str(path), theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(SECONDS):
            return Failure("too_large")
        answer = ours.recv()
    except EOFError:
        return Failure("too_large")
    finally:
        child.kill()
        child.join()
        ours.close()
    if isinstance(answer, Failure):
        return answer
    return [
        Sheet(
            name,
            [[_unpack(c) for c in row] for row in rows],
            epoch,
            hidden,
            merged=tuple(MergedCells(*cells) for cells in merged),
            skipped=skipped,
        )
        for name, rows, epoch, hidden, merged, skipped in answer
    ]


def _read_in_child(path: str, pipe: Any) -> None:
    """Run in the child: parse, pack to plain values, send; any failure is a word, never a traceback."""
    try:
        _limit_memory()
        pipe.send(_parse(Path(path)))
    except MemoryError:
        pipe.send(Failure("too_large"))
    except BaseException:
        pipe.send(Failure("unreadable"))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


Packed = tuple[str, list[list[Any]], bool, bool, list[tuple[int, int, int]], bool]


def _parse(path: Path) -> list[Packed] | Failure:
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(str(path))
    except PasswordError:
        return Failure("protected")
    epoch_1904 = _uses_1904(path)
    found: list[Packed] = []
    cells = 0
    for known in book.sheets_metadata:
        hidden = known.visible != SheetVisibleEnum.Visible
        if known.typ != SheetTypeEnum.WorkSheet:
            found.append((known.name, [], epoch_1904, hidden, [], True))
            continue
        try:
            sheet = book.get_sheet_by_name(known.name)
        except MemoryError:
            raise
        except Exception:
            return Failure("damaged", known.name)
        before = [None] * (sheet.start or (0, 0))[1]
        rows: list[list[Any]] = []
        for row in sheet.iter_rows():
            packed = [*before, *(_pack(cell) for cell in row)]
            # Formatting and a lone blank often reach far beside and below the last entry.
            while packed and is_empty(packed[-1]):
                packed.pop()
            cells += sum(not is_empty(cell) for cell in packed)
            if too_many_cells(cells) or any(isinstance(c, str) and len(c) > MOST_CELL for c in packed):
                return Failure("too_large")
            rows.append(packed)
        while rows and not rows[-1]:
            rows.pop()
        merged = [
            (first[0], last[0], first[1])
            for first, last in sheet.merged_cell_ranges or ()
            if last[0] > first[0] and first[0] < len(rows)
        ]
        found.append((known.name, rows, epoch_1904, hidden, merged, False))
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
