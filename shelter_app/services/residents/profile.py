"""What is known of a person beside the sealed identity, and why something is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shelter_app.services.access import need_resident
from shelter_app.services.acting import Changed, ReadContext, last_changes, view


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a resident; ``unanswered`` says of fields without a value whether unknown or refused."""

    resident: str
    version: int
    preferred_name: str | None
    sex: str | None
    birth_year: int | None
    birth_precision: str
    citizenships: tuple[str, ...]
    county: str | None
    languages: tuple[str, ...]
    interpreter_needed: bool
    vulnerabilities: tuple[str, ...]
    unanswered: Mapping[str, str]
    changed: Changed


@view("residents.facts")
def facts(context: ReadContext, resident_id: str) -> Profile:
    """Return what is known of a resident within reach."""
    who = need_resident(context, resident_id)
    return Profile(
        resident=who.id,
        version=who.version,
        preferred_name=who.preferred_name,
        sex=who.sex,
        birth_year=who.birth_year,
        birth_precision=who.birth_precision,
        citizenships=tuple(who.citizenships),
        county=who.county,
        languages=tuple(who.languages),
        interpreter_needed=who.interpreter_needed,
        vulnerabilities=tuple(who.vulnerabilities),
        unanswered=dict(who.unanswered or {}),
        changed=last_changes(context, [who])[who.id],
    )
