"""What the fresh rows of a register would make, and the writing of them in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from shelter_app.db.models.house import Setting
from shelter_app.db.models.people import Resident
from shelter_app.db.models.trust import ImportRun
from shelter_app.services.acting import Look, Work
from shelter_app.services.residents.importing_care import CareWriter
from shelter_app.services.residents.importing_known import SECRET, Fresh, lacking

KINDS = ("residents", "stays", "bed_periods", "sessions", "services", "goals")


@dataclass(frozen=True, slots=True)
class Made:
    """What an import made: counts by kind, names of the rooms, beds and shelters that the store lacked.

    ``run`` is the id of the import, empty for a trial.
    """

    created: dict[str, int]
    rooms: tuple[str, ...]
    beds: tuple[str, ...]
    shelters: tuple[str, ...] = ()
    run: str = ""


def _names(beds: Iterable[tuple[str, str]], rooms: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(f"Camera {r}" for r in sorted(rooms)), tuple(f"{r}.{b}" for r, b in sorted(beds))


def would_make(look: Look, shelter_id: str, fresh: Fresh) -> Made:
    """Return what ``write`` would make."""
    known = set(look.session.scalars(select(Resident.former_code).where(Resident.former_code.is_not(None))))
    beds, rooms = lacking(look, shelter_id, fresh)
    return Made(
        {
            "residents": len({e.code for e, _key in fresh.stays} - known),
            "stays": len(fresh.stays),
            "bed_periods": sum(e.bed is not None and e.exit != e.entry for e, _key in fresh.stays),
            "sessions": len(fresh.sessions),
            "services": len(fresh.services),
            "goals": len(fresh.goals),
        },
        *_names(beds, rooms),
    )


def write(work: Work, shelter_id: str, fresh: Fresh, *, sha256: str, suffix: str, profile: str) -> Made:
    """Write the fresh rows in the act's transaction; returns what was made.

    The file's name is not kept: people name files after people.
    """
    made = would_make(work, shelter_id, fresh)
    keep_secret(work, fresh)
    run = work.add(
        ImportRun(file_name=f"register{suffix}", sha256=sha256, profile=profile, counts=made.created)
    )
    work.session.flush()
    work.about(run)
    writer = CareWriter(work, shelter_id, run.id)
    writer.beds(fresh)
    writer.people(fresh.stays)
    writer.stays(fresh.stays)
    writer.sessions(fresh.sessions)
    writer.services(fresh.services)
    writer.goals(fresh.goals)
    work.session.flush()
    return replace(made, run=run.id)


def keep_secret(work: Work, fresh: Fresh) -> None:
    """Keep the key that finds rows again, when it was only made now."""
    if fresh.secret_is_new:
        work.add(Setting(key=SECRET, value=fresh.secret, source=None, from_on=work.today))
