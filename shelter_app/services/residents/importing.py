"""Taking a shelter's own register in: try it, then import it, all or nothing, once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.acting import Act, Actor, ReadContext, UnitOfWork, act, perform, view
from shelter_app.services.lists.printing import printed_list
from shelter_app.services.residents import importing_known, importing_rows, importing_stays
from shelter_app.services.settings import put_setting, settings
from shelter_app.transfer.problems import Problem, said_once
from shelter_app.transfer.register import read_register
from shelter_app.transfer.register_rows import Reading, SheetCount
from shelter_app.transfer.sheet import Sheet
from shelter_app.transfer.stays import read_stays
from shelter_app.transfer.table import read_sheets
from shelter_app.transfer.working_copy import Meanings

REGISTER, STAYS = "ro-register", "stays"
MEANINGS = "import.meanings"
PROFILES = (REGISTER, STAYS)

PrintImports = printed_list("imports", N_("Imports"), told=N_("exported the list of imports"))
PrintProblems = printed_list(
    "problems", N_("Problems of an import"), told=N_("exported the problems of an import")
)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How an import went: counts by sheet, what was made, each problem, rooms, beds and shelters made for it.

    ``stored`` is False after a trial and when rows with errors kept everything out; ``run`` is the id by which
    an import that was stored is taken back; ``exits`` is how many stays that were there got their exit.
    """

    sheets: tuple[SheetCount, ...]
    created: dict[str, int]
    problems: tuple[Problem, ...]
    made_rooms: tuple[str, ...]
    made_beds: tuple[str, ...]
    made_shelters: tuple[str, ...]
    dry_run: bool
    stored: bool
    run: str = ""
    exits: int = 0

    @property
    def errors(self) -> int:
        """How many problems leave a row out."""
        return sum(p.severity == "error" for p in self.problems)

    def as_json(self) -> dict[str, Any]:
        """Return what ``import --json`` holds."""
        return {
            "sheets": [
                {
                    "name": s.name,
                    "rows": s.rows,
                    "read": s.rows,
                    "accepted": s.accepted,
                    "rejected": s.rejected,
                    "left_out": s.left_out,
                }
                for s in self.sheets
            ],
            "created": self.created,
            "exits": self.exits,
            "problems": [
                {
                    "sheet": p.sheet,
                    "row": p.row,
                    "column": p.column,
                    "kind": p.kind,
                    "severity": p.severity,
                    "message": p.message,
                    "count": p.count,
                }
                for p in self.problems
            ],
            "made": {
                "shelters": list(self.made_shelters),
                "rooms": list(self.made_rooms),
                "beds": list(self.made_beds),
            },
            "dry_run": self.dry_run,
        }


@dataclass(frozen=True, slots=True)
class OpenedRegister:
    """A file that was read: its sheets, its digest, and how its name ends."""

    sheets: list[Sheet]
    sha256: str
    suffix: str


def open_register(file: Path) -> OpenedRegister:
    """Read a file; raises Refused for one that cannot be read."""
    sheets = read_sheets(file)
    return OpenedRegister(sheets, hashlib.sha256(file.read_bytes()).hexdigest(), file.suffix.lower())


class RowsRefused(Refused):
    """Rows with errors keep the whole register out until a person says to leave them out."""

    def __init__(self, result: ImportResult) -> None:
        super().__init__(
            "rows_with_errors",
            _("Some rows have errors, so nothing was saved. Correct them, or import without these rows."),
        )
        self.result = result


def import_register(
    actor: Actor,
    file: Path,
    *,
    profile: str = REGISTER,
    shelter: str | None = None,
    dry_run: bool = False,
    accept_partial: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ImportResult:
    """Read a register and, unless ``dry_run``, take it in.

    ``shelter`` is the code of the shelter that the register belongs to; needed when there are several.

    Raises
    ------
    RowsRefused
        A row has an error and ``accept_partial`` is False; nothing was stored.
    Refused
        The file cannot be read, the profile or the shelter is unknown.
    """
    if profile not in PROFILES:
        raise Refused(
            "unknown_profile", _("There is no such import profile. Use ro-register or stays."), ("profile",)
        )
    opened = open_register(file)
    if dry_run:
        return try_register(actor, opened.sheets, shelter, progress, profile)
    return perform(
        actor,
        ImportRegister(
            sheets=opened.sheets,
            sha256=opened.sha256,
            suffix=opened.suffix,
            profile=profile,
            shelter=shelter,
            accept_partial=accept_partial,
            progress=progress,
        ),
    )


@view("residents.try_register")
def try_register(
    context: ReadContext,
    sheets: list[Sheet],
    shelter: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    profile: str = REGISTER,
) -> ImportResult:
    """Judge a register against the store and say what an import would make; stores nothing."""
    judged = _judge(context, shelter, sheets, progress, profile)
    if isinstance(judged.where, str):
        made = importing_rows.would_make(context, judged.where, judged.fresh)
    else:
        made = importing_stays.would_make(context, judged.where, judged.fresh)
    return _result(judged.reading, made, dry_run=True, stored=False)


@act("residents.import_register", told=N_("imported old records"))
class ImportRegister(Act[ImportResult]):
    """Take the rows of a register in as residents, stays, sessions, services and goals.

    Names, personal codes, birth dates and notes are sealed with the identity key; session notes with a key of
    the case, held by the importing account in custody until it is handed to a counsellor. ``meanings`` are words
    of the file that a person gave a code, by field; they are kept for the next file.
    """

    sheets: Any
    sha256: str
    suffix: str = ""
    profile: str = REGISTER
    shelter: str | None = None
    accept_partial: bool = False
    progress: Any = None
    meanings: Any = None

    def apply(self, uow: UnitOfWork) -> ImportResult:
        """Judge the rows against the store as it is now, then write what is new."""
        judged = _judge(uow, self.shelter, self.sheets, self.progress, self.profile)
        reading = judged.reading
        if reading.errors and not self.accept_partial:
            nothing = importing_rows.ImportedRows(dict.fromkeys(importing_rows.KINDS, 0), (), ())
            raise RowsRefused(_result(reading, nothing, dry_run=False, stored=False))
        if isinstance(judged.where, str):
            made = importing_rows.write(
                uow, judged.where, judged.fresh, sha256=self.sha256, suffix=self.suffix, profile=self.profile
            )
        else:
            made = importing_stays.write(
                uow, judged.where, judged.fresh, sha256=self.sha256, suffix=self.suffix
            )
        if self.meanings:
            known = meanings(uow)
            for field, words in self.meanings.items():
                known[field] = known.get(field, {}) | words
            put_setting(uow, MEANINGS, known)
        uow.notes["created"] = made.created
        uow.notes["errors"] = reading.errors
        return _result(reading, made, dry_run=False, stored=True)


def meanings(context: ReadContext) -> Meanings:
    """Return which codes words of earlier files were said to mean, by field."""
    return {field: dict(words) for field, words in (settings(context).get(MEANINGS) or {}).items()}


@view("residents.import_meanings")
def known_meanings(context: ReadContext) -> Meanings:
    """Return ``meanings`` for a file that is looked at."""
    return meanings(context)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A reading judged against the store, whose it is, and what of it is new."""

    reading: Reading
    where: str | importing_stays.Houses
    fresh: importing_known.Fresh


def _judge(
    context: ReadContext,
    shelter: str | None,
    sheets: list[Sheet],
    progress: Callable[[int, int], None] | None,
    profile: str,
) -> _Judged:
    secret, is_new = importing_known.row_secret(context.session)
    where: str | importing_stays.Houses
    if profile == STAYS:
        known = importing_known.existing_records(context.session, "", bytes.fromhex(secret))
        reading = read_stays(sheets, today=context.today, known=known, progress=progress)
        _need_register(reading)
        where = importing_stays.houses(context, reading, shelter)
        importing_stays.without_taken_beds(context, reading, where)
    else:
        where = importing_known.shelter_of(context, shelter)
        known = importing_known.existing_records(context.session, where, bytes.fromhex(secret))
        reading = read_register(sheets, today=context.today, known=known, progress=progress)
        _need_register(reading)
    fresh = importing_known.only_new(context.session, reading, secret, is_new)
    return _Judged(reading, where, fresh)


def _need_register(reading: Reading) -> None:
    if not reading.sheets:
        raise Refused(
            "no_register",
            _(
                "No sheet in this file looks like records of residents. Give its columns headings, "
                "as on paper."
            ),
            ("file",),
        )


def _result(
    reading: Reading, made: importing_rows.ImportedRows, *, dry_run: bool, stored: bool
) -> ImportResult:
    return ImportResult(
        sheets=tuple(reading.sheets),
        created=made.created,
        problems=tuple(said_once(reading.problems)),
        made_rooms=made.rooms,
        made_beds=made.beds,
        made_shelters=made.shelters,
        dry_run=dry_run,
        stored=stored,
        run=made.run,
        exits=made.exits,
    )
