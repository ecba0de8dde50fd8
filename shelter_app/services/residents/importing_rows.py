"""What the fresh rows of a register would make, and the writing of them in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from shelter_app.db.models.house import Setting
from shelter_app.db.models.people import Resident
from shelter_app.db.models.trust import ImportRun
from shelter_app.services.acting import ReadContext, UnitOfWork
from shelter_app.services.residents.importing_care import CareWriter
from shelter_app.services.residents.importing_known import SECRET, Fresh, lacking

KINDS = ("residents", "stays", "bed_periods", "sessions", "services", "goals")


@dataclass(frozen=True, slots=True)
class ImportedRows:
    """What an import made: counts by kind, names of the rooms, beds and shelters that the store lacked.

    ``exits`` is how many stays of the store got their exit. ``run`` is the id of the import, empty for a trial.
    """

    created: dict[str, int]
    rooms: tuple[str, ...]
    beds: tuple[str, ...]
    shelters: tuple[str, ...] = ()
    run: str = ""
    exits: int = 0


def _names(beds: Iterable[tuple[str, str]], rooms: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(f"Camera {r}" for r in sorted(rooms)), tuple(f"{r}.{b}" for r, b in sorted(beds))


def would_make(context: ReadContext, shelter_id: str, fresh: Fresh) -> ImportedRows:
    """Return what ``write`` would make."""
    known = set(
        context.session.scalars(select(Resident.former_code).where(Resident.former_code.is_not(None)))
    )
    beds, rooms = lacking(context, shelter_id, fresh)
    return ImportedRows(
        {
            "residents": len({e.code for e, _key in fresh.stays} - known),
            "stays": len(fresh.stays),
            "bed_periods": sum(e.bed is not None and e.exit != e.entry for e, _key in fresh.stays),
            "sessions": len(fresh.sessions),
            "services": len(fresh.services),
            "goals": len(fresh.goals),
        },
        *_names(beds, rooms),
        exits=len(fresh.exits),
    )


def write(
    uow: UnitOfWork, shelter_id: str, fresh: Fresh, *, sha256: str, suffix: str, profile: str
) -> ImportedRows:
    """Write the fresh rows in the act's transaction; returns what was made.

    The file's name is not kept: people name files after people.
    """
    made = would_make(uow, shelter_id, fresh)
    keep_secret(uow, fresh)
    run = uow.add(
        ImportRun(file_name=f"register{suffix}", sha256=sha256, profile=profile, counts=made.created)
    )
    uow.session.flush()
    uow.audit_subject(run)
    writer = CareWriter(uow, shelter_id, run.id)
    writer.beds(fresh)
    writer.people(fresh.stays)
    writer.exits(fresh.exits)
    writer.stays(fresh.stays)
    writer.sessions(fresh.sessions)
    writer.services(fresh.services)
    writer.goals(fresh.goals)
    uow.session.flush()
    return replace(made, run=run.id)


def keep_secret(uow: UnitOfWork, fresh: Fresh) -> None:
    """Keep the key that finds rows again, when it was only made now."""
    if fresh.secret_is_new:
        uow.add(Setting(key=SECRET, value=fresh.secret, source=None, from_on=uow.today))
