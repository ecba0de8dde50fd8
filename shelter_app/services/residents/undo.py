"""Taking an import back, whole: what came with it goes, what it changed is again what it was before."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, select

from shelter_app.db import audit
from shelter_app.db.models import Base, Record
from shelter_app.db.models.house import Bed
from shelter_app.db.models.people import ResidentIdentity
from shelter_app.db.models.presence import Correction
from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.db.models.trust import Account, AuditEvent, Draft, ImportChange, ImportRun, VaultGrant
from shelter_app.db.vault.sealing import Compartment, SealedPlace
from shelter_app.domain import undo
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _, ngettext
from shelter_app.services.access import need_shelter
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act, names_then, view
from shelter_app.services.residents.importing import ImportRegister

AT_ONCE = 5000
SAYS_EVERY = 500
MOST = 200
STAYS_BEHIND = frozenset({"import_run", "setting"})
SENTENCES = {
    "nothing_to_undo": N_("There is nothing to undo here. Refresh the page."),
    "import_too_old": N_("This import is older than a day. Correct its records one by one."),
}
Ids = dict[str, dict[str, str]]


CHANGED: dict[str, type[Record]] = {
    model.__tablename__: model for model in (Bed, ResidentIdentity, Stay, BedPeriod)
}


@dataclass(frozen=True, slots=True)
class Imported:
    """An import as the list shows it: when, by whom, of which profile, what came in, and its end if it had one."""

    id: str
    at: datetime
    who: str
    profile: str
    counts: dict[str, int]
    withdrawn_at: datetime | None
    withdrawn_by: str
    may_go: bool


@view("residents.imports")
def imports(context: ReadContext) -> tuple[Imported, ...]:
    """Return the imports, the newest first."""
    runs = context.session.scalars(
        select(ImportRun).order_by(ImportRun.created_at.desc(), ImportRun.id.desc()).limit(MOST)
    ).all()
    name_at = names_then(context)
    return tuple(
        Imported(
            id=run.id,
            at=run.created_at,
            who=name_at(run.created_by, run.created_at),
            profile=run.profile,
            counts={kind: int(count) for kind, count in run.counts.items()},
            withdrawn_at=run.withdrawn_at,
            withdrawn_by="" if run.withdrawn_at is None else name_at(run.updated_by, run.withdrawn_at),
            may_go=undo.import_objection(run.created_at, run.withdrawn_at is not None, context.now) is None,
        )
        for run in runs
    )


@act("residents.undo_import", told=N_("undid an import"))
class UndoImport(Act[int]):
    """Take a whole import back while nothing was built upon it; returns how many records went.

    The trail tells what came with it and how each record stood then. The file can be taken in again afterwards.
    """

    run: str
    progress: Any = None

    def apply(self, uow: UnitOfWork) -> int:
        """Refuse when it is too old, out of reach or built upon; a guard has the last word on what may go."""
        run = uow.find(ImportRun, self.run)
        why = undo.import_objection(run.created_at, run.withdrawn_at is not None, uow.now)
        if why is not None:
            raise Refused(why, _(SENTENCES[why]))
        made, changed = _brought(uow, run)
        _need_reach(uow, made.get("stay", {}))
        rows = {table: _rows(uow, table, ids) for table, ids in made.items()}
        _need_untouched(uow, made, changed, rows)
        uow.audit_subject(run)
        run.withdrawn_at = uow.now
        uow.session.flush()
        before = _before(uow, run)
        gone = _delete(uow, rows, self.progress)
        for row, fields in before:
            for field, value in fields.items():
                setattr(row, field, value)
            uow.session.flush()
        uow.notes["taken_back"] = gone
        for case in made.get("resident", {}):
            uow.vault.forget(Compartment("COUNSEL", case))
        return gone


def _brought(uow: UnitOfWork, run: ImportRun) -> tuple[Ids, Ids]:
    """Return what the import made and what it changed: by table, the digest of each record after it."""
    made: Ids = {}
    changed: Ids = {}
    for detail in uow.session.scalars(
        select(AuditEvent.detail)
        .where(AuditEvent.object_id == run.id, AuditEvent.action == ImportRegister.NAME)
        .order_by(AuditEvent.seq)
    ):
        for table, record_id, what, _fields, digest in json.loads(detail).get("records", ()):
            if table in STAYS_BEHIND:
                continue
            known = what == "new" or record_id in made.get(table, {})
            (made if known else changed).setdefault(table, {})[record_id] = digest
    return made, changed


def _need_reach(uow: UnitOfWork, stays: Iterable[str]) -> None:
    for some in _parts(stays):
        for shelter in uow.session.scalars(select(Stay.shelter_id).where(Stay.id.in_(some)).distinct()):
            need_shelter(uow, shelter)


def _need_untouched(uow: UnitOfWork, made: Ids, changed: Ids, rows: dict[str, list[Record]]) -> None:
    """Refuse when a record is not as the import left it, or when something refers to one that came otherwise."""
    touched = _referring(uow, made)
    for table, ids in (*made.items(), *changed.items()):
        found = rows[table] if ids is made.get(table) else _rows(uow, table, ids)
        now = {row.id: audit.content_digest(row) for row in found}
        touched |= {(table, record_id) for record_id, digest in ids.items() if now.get(record_id) != digest}
    count = len(touched)
    if count:
        raise Refused(
            "import_built_upon",
            ngettext(
                "{n} record from this import has since been changed or used. Correct mistakes one by one.",
                "{n} records from this import have since been changed or used. Correct mistakes one by one.",
                count,
            ).format(n=count),
        )


def _referring(uow: UnitOfWork, made: Ids) -> set[tuple[str, str]]:
    """Return the records that refer to what came with the import and did not come with it."""
    found: set[tuple[str, str]] = set()
    for table in Base.metadata.sorted_tables:
        own = made.get(table.name, {})
        for column in table.columns:
            for target in _targets(table, column):
                for some in _parts(made.get(target, {})):
                    asked = uow.session.scalars(select(table.c.id).where(column.in_(some)))
                    found |= {(table.name, record_id) for record_id in asked if record_id not in own}
    shelters = made.get("shelter", {}).keys()
    if shelters:
        for account in uow.session.scalars(select(Account).where(Account.shelters.is_not(None))):
            if shelters & set(account.shelters or ()):
                found.add(("account", account.id))
    return found


def _targets(table: Table, column: Any) -> Iterator[str]:
    """Return the tables that a column refers to, by a foreign key or by what it means."""
    yield from (key.column.table.name for key in column.foreign_keys)
    meant = {
        VaultGrant.__table__.c.case_id: ("resident",),
        Draft.__table__.c.subject_id: ("resident", "stay", "session", "session_note", "care_plan"),
        Correction.__table__.c.record_id: ("stay", "bed_period"),
    }
    yield from meant.get(column, ())


def _rows(uow: UnitOfWork, table: str, ids: Iterable[str]) -> list[Record]:
    model = _model(table)
    found: list[Record] = []
    for some in _parts(ids):
        found += uow.session.scalars(select(model).where(model.id.in_(some)))
    return found


def _before(uow: UnitOfWork, run: ImportRun) -> list[tuple[Record, dict[str, Any]]]:
    """Return the records that the import changed, each with what its fields said before; stays before their beds."""
    found: dict[str, tuple[Record, dict[str, Any]]] = {}
    changes = select(ImportChange).where(ImportChange.run_id == run.id)
    for change in uow.session.scalars(changes.order_by(ImportChange.record_table.desc(), ImportChange.id)):
        sealed = SealedPlace("import_change", "was", change.id, Compartment("IDENTITY"))
        was = uow.vault.open(sealed, change.was) if change.was is not None else None
        row = uow.find(CHANGED[change.record_table], change.record_id)
        fields = found.setdefault(row.id, (row, {}))[1]
        if isinstance(row, Bed):
            fields[change.field] = date.fromisoformat(was or "")
        elif isinstance(row, ResidentIdentity):
            place = SealedPlace("resident_identity", change.field, row.id, Compartment("IDENTITY"))
            fields[change.field] = uow.vault.seal(place, was) if was is not None else None
        else:
            fields[change.field] = None  # a stay that went on, a bed that was held: they had no end
    return list(found.values())


def _delete(
    uow: UnitOfWork, rows: dict[str, list[Record]], progress: Callable[[int, int], None] | None
) -> int:
    """Let the rows go, those that refer before those that are referred to; what is told of them last of all."""
    total, done = sum(map(len, rows.values())), 0
    told = ("import_source", "import_change")
    tables = [t.name for t in reversed(Base.metadata.sorted_tables) if t.name not in told]
    gone = 0
    for table in (*tables, *told):
        of_table = rows.get(table, [])
        for start in range(0, len(of_table), SAYS_EVERY):
            some = of_table[start : start + SAYS_EVERY]
            for row in some:
                uow.session.delete(row)
            uow.session.flush()
            done += len(some)
            if progress is not None:
                progress(done, total)
        gone += len(of_table) if table not in told else 0
    return gone


def _parts(ids: Iterable[str]) -> Iterator[list[str]]:
    every = list(ids)
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]


def _model(table: str) -> type[Record]:
    models: dict[str, Any] = {m.class_.__tablename__: m.class_ for m in Base.registry.mappers}
    model: type[Record] = models[table]
    return model
